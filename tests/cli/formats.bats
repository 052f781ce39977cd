# Recordings of several codecs, packaged in each format: other programs decode
# both and find the cut silent and the rest as it was.
setup_file() {
    load common
    command -v ffmpeg > /dev/null || skip "ffmpeg is not installed"
    command -v sox > /dev/null || skip "sox is not installed"
    command -v flac > /dev/null || skip "flac is not installed"
    made=$BATS_FILE_TMPDIR/made
    python3 "$ROOT/tests/cli/sounds.py" make "$made"
    export SAR_HOME=$BATS_FILE_TMPDIR/home
    sed "s|^recordings = .*|recordings = $made/audio|; s/^fill = .*/fill = silence/; s/^zone = .*/&\ndecisions = optional/
        s/^outside = .*/&\nheaderless = .alaw alaw 8000 1\nheaderless = .sln pcm16 8000 1/" \
        "$SAMPLE/sar.conf" > "$BATS_FILE_TMPDIR/sar.conf"
    sar-export init --quiet --config "$BATS_FILE_TMPDIR/sar.conf"
    sar-index init --quiet
    sar-index import --quiet --mapping "$made/mapping.conf" "$made/calls.csv"
    sar-export request --quiet --file "$SAMPLE/requests/$REF.conf"
    printf '1.0\t1.5\tTP somebody else\n' > "$BATS_FILE_TMPDIR/labels"
    for n in $(seq 1 "$(grep -c ^C- "$made/calls.csv")"); do
        sar-export mark --quiet --ref "$REF" --item "$n" --by u1041 \
            --speaker requester --labels "$BATS_FILE_TMPDIR/labels" \
            --decision "$SAMPLE/decisions/02.txt"
    done
}

setup() {
    load common
    use_home
    made=$BATS_FILE_TMPDIR/made
    case=$SAR_HOME/cases/$REF
}

build() {
    rm -rf opened pass
    sar-export build --quiet --ref "$REF" --by u1041 --passphrase-out pass "$@"
    7z x -bso0 -oopened -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip"
    (cd "$case" && sha256sum --status --strict -c certificates.sha256)
}

check() {
    python3 "$ROOT/tests/cli/sounds.py" check "$1" "$case" "$made/audio" opened
}

@test "the same: A-law and mu-law stay that, all else is FLAC" {
    build
    check same
    # The bytes that are kept are those of the recording, 0x7F and all.
    python3 - "$made/audio" "$case/plan.json" opened <<'END'
import json, sys
recorder, plan, opened = sys.argv[1:]
def sound(path):
    data = open(path, "rb").read()
    at = data.index(b"data")
    return data[at + 8:at + 8 + int.from_bytes(data[at + 4:at + 8], "little")]
done = 0
for item in json.load(open(plan))["items"]:
    number = item["number"]
    if not 3 <= number <= 6:
        continue
    codec, ch = item["recording"]["codec"], item["recording"]["channels"]
    was = sound("%s/%s%s.wav" % (recorder, codec, "2" if ch == 2 else ""))
    now = sound(opened + "/" + item["name"])
    a, b = 8000 * ch, 12000 * ch
    assert now[:a] == was[:a] and now[b:] == was[b:]
    assert set(now[a:b]) == {0xd5 if codec == "alaw" else 0xff}
    done += 1
assert done == 4
END
}

@test "find tells what each would be packaged as" {
    sar-export find --ref "$REF" --json | python3 -c '
import json, sys
got = {o["codec"]: o["format"] for o in map(json.loads, sys.stdin)
       if o["type"] == "item"}
assert got["alaw"] == "wav-alaw" and got["ulaw"] == "wav-ulaw", got
assert got["pcm16"] == got["mp3"] == got["gsm610"] == "flac", got'
}

@test "wav: 16-bit PCM, whatever the source" {
    build --format wav
    check wav
}

@test "flac: decoded the same by ffmpeg and by flac" {
    build --format flac
    check flac
    flac -s -t opened/*.flac
}

@test "mp3: silent where it was cut, as loud as it was elsewhere" {
    build --format mp3
    check mp3
}

@test "opus: the same" {
    build --format opus
    check opus
}

@test "a format, a fade and a number of jobs that are none are refused: 2" {
    for option in --format=ogg --format=wav-alaw --fade=101 --fade=-2 \
        --jobs=0 --jobs=-1 --jobs=x; do
        run --separate-stderr sar-export build --ref "$REF" --by u1041 \
            --passphrase-out pass "$option"
        [ "$status" -eq 2 ]
        [ ! -e pass ]
    done
    for line in 'format = ogg' 'fade = 101' 'fade = -1' 'fade = 5' \
        'redaction-proofs = maybe'; do
        sed "/^format = /d; s/^fill = .*/&\n$line/" "$SAMPLE/sar.conf" \
            > "$SAR_HOME/sar.conf"
        run --separate-stderr sar-export find --ref "$REF"
        [ "$status" -eq 2 ]
        [[ $stderr == *sar.conf* ]]
    done
}

@test "a home that names no format packages what is G.711 as that" {
    sed -i '/^format = /d' "$SAR_HOME/sar.conf"
    build
    check same
}

@test "any number of jobs gives the same, byte for byte, and the policy's fade" {
    sed -i 's/^fill = .*/&\nfade = 20\nredaction-proofs = no/' \
        "$SAR_HOME/sar.conf"
    cp -R "$SAR_HOME" clean
    for jobs in 1 2 4 8; do
        rm -rf "$SAR_HOME"
        cp -R clean "$SAR_HOME"
        build --jobs "$jobs"
        grep -q '"fade_ms":20' "$case/plan.json"
        (cd opened && sha256sum call-* schedule.csv manifest.json) > "sums.$jobs"
        cmp sums.1 "sums.$jobs"
    done
    # A fade there is: what is next to a cut is softer than it was.
    run ! check same
}
