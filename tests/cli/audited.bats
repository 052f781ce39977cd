# sar-verify package on what sar-export builds, beside the log.
setup_file() {
    load common
    make_home
    (umask 077 && echo abacus-zoology-crayon-lizard-tulip-ranch > "$BATS_FILE_TMPDIR/pass")
    build one --volume-size 300kB --format flac
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
    pass=$BATS_FILE_TMPDIR/pass
    one=$BATS_FILE_TMPDIR/one
}

# build NAME OPTION...: the sample request answered in a home of that name; all
# homes have one key.
build() {
    local home=$BATS_FILE_TMPDIR/$1
    shift
    cp -R "$BATS_FILE_TMPDIR/home" "$home"
    sar-export request --quiet --home "$home" \
        --file "$SAMPLE/requests/$REF.conf"
    sar-export run --quiet --home "$home" --ref "$REF" --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial \
        --passphrase-file "$BATS_FILE_TMPDIR/pass" "$@" || [ $? -eq 3 ]
}

# check HOME ARGUMENT...: by the key and the log of a home.
check() {
    local home=$1
    shift
    run --separate-stderr sar-verify package --vkey "$home/log.vkey" \
        --log "$home/log" "$@"
}

@test "volumes in any order are what the log released, to the byte" {
    check "$one" --passphrase-file "$pass" "$one/outbox/$REF-part-2.zip" \
        "$one/outbox/$REF-part-3.zip" "$one/outbox/$REF-part-1.zip"
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [[ $output == 'OK: released by record '* ]]
    [[ $output == *'OK: 9 recordings are as long'* ]]
    # Its script is the one of this release.
    [[ $output != *script* ]]
}

@test "the content digest told is that of the log" {
    check "$one" --json --passphrase-file "$pass" "$one"/outbox/*.zip
    [ "$status" -eq 0 ]
    tail -n 1 <<< "$output" > summary
    python3 - summary "$one"/log/entries-* <<'END'
import base64, json, sys
(release,) = [r for r in map(json.loads, open(sys.argv[2]))
              if r["type"] == "release"]
assert json.load(open(sys.argv[1]))["content"] == base64.b64decode(
    release["content"]).hex()
END
    check "$one" --json --passphrase-file "$pass" "$one/outbox/$REF-part-1.zip"
    [ "$status" -eq 3 ]
    [[ $output != *'"content":'* ]]
}

@test "a volume that is missing is 3, with the passphrase and without" {
    want='sar-verify: volume 2 of 3 was not given: not checked'
    check "$one" --passphrase-file "$pass" "$one/outbox/$REF-part-1.zip" \
        "$one/outbox/$REF-part-3.zip"
    [ "$status" -eq 3 ]
    [ "$stderr" = "$want" ]
    check "$one" "$one/outbox/$REF-part-1.zip" "$one/outbox/$REF-part-3.zip"
    [ "$status" -eq 3 ]
    [ "$stderr" = "$want" ]
}

@test "a salt that two volumes have is 14, without the passphrase too" {
    # letter.txt of one as it is in another: the same to whoever opens both.
    python3 - "$one/outbox/$REF-part-1.zip" "$one/outbox/$REF-part-2.zip" two.zip <<'END'
import struct, sys


def first(zip):
    size, = struct.unpack("<I", zip[18:22])
    at = 30 + sum(struct.unpack("<HH", zip[26:30]))
    return slice(at, at + size)


a, b = (bytearray(open(p, "rb").read()) for p in sys.argv[1:3])
b[first(b)] = a[first(a)]
open(sys.argv[3], "wb").write(b)
END
    want='sar-verify: package: two entries have one salt: whoever has both can read them'
    check "$one" "$one/outbox/$REF-part-1.zip" "$one/outbox/$REF-part-2.zip" \
        "$one/outbox/$REF-part-3.zip"
    [ "$status" -eq 0 ]
    run --separate-stderr sar-verify package --vkey "$one/log.vkey" \
        "$one/outbox/$REF-part-1.zip" two.zip "$one/outbox/$REF-part-3.zip"
    [ "$status" -eq 14 ]
    [ "$stderr" = "$want" ]
    run --separate-stderr sar-verify package --vkey "$one/log.vkey" \
        --passphrase-file "$pass" \
        "$one/outbox/$REF-part-1.zip" two.zip "$one/outbox/$REF-part-3.zip"
    [ "$status" -eq 14 ]
    [ "$stderr" = "$want" ]
}

@test "every format, hidden and padded: what was built verifies" {
    for options in '--format mp3 --vcon' \
        '--format opus --hide-names --vcon' \
        '--format wav --padding padme --vcon' \
        '--format flac --vcon --volume-size 300kB'; do
        rm -rf "$BATS_FILE_TMPDIR/two"
        # shellcheck disable=SC2086
        build two $options
        two=$BATS_FILE_TMPDIR/two
        check "$two" --passphrase-file "$pass" "$two"/outbox/*.zip
        printf '%s\n' "$stderr"
        [ "$status" -eq 0 ]
        [[ $output == *'their 4 cuts hold nothing but tone or silence'* ]]
        [[ $output == *'OK: nothing but sound'* ]]
        check "$two" --json --passphrase-file "$pass" "$two"/outbox/*.zip
        case $options in
        *mp3*) want=200 said='but for the 200 ms (MP3) next to an edge, which are not checked' ;;
        *opus*) want=400 said='but for the 400 ms (Opus) next to an edge, which are not checked' ;;
        *) want=0 said='' ;;
        esac
        [[ $output == *'"edge_ms_not_checked":'$want,* ]]
        [ "$want" -eq 0 ] || [[ $output == *'"unheard_bits_not_checked":true'* ]]
        [ "$want" -ne 0 ] || [[ $output == *'"unheard_bits_not_checked":false'* ]]
        check "$two" --passphrase-file "$pass" "$two"/outbox/*.zip
        if [ -n "$said" ]; then
            [[ $output == *"tone or silence, $said"$'\n'* ]]
            [[ $output == *'no decoder plays are not checked'* ]]
        else
            [[ $output == *'tone or silence'$'\n'* ]]
            [[ $output != *'no decoder plays'* ]]
        fi
    done
}

@test "a package for somebody's representative is written to them, and verifies" {
    home=$BATS_FILE_TMPDIR/agent
    cp -R "$BATS_FILE_TMPDIR/home" "$home"
    sed 's/^name = .*/&\nagent = Quill and Partners/' \
        "$SAMPLE/requests/$REF.conf" > agent.conf
    sar-export request --quiet --home "$home" --file agent.conf
    sar-export id --quiet --home "$home" --ref "$REF" --by u1041 \
        --who authority --what verified --kind letter
    run -3 sar-export run --quiet --home "$home" --ref "$REF" \
        --marks "$SAMPLE/marks" --by u1041 --allow-partial \
        --passphrase-file "$pass"
    letter=$home/cases/$REF/letter.txt
    grep -q $'^To: Quill and Partners\r$' "$letter"
    grep -q $'^About the calls of: ' "$letter"
    run ! grep -qi 'your telephone calls\|data about you\|of yours' "$letter"
    grep -q $'^To: Quill and Partners\r$' "$home/cases/$REF/letters/"*.txt
    check "$home" --json --passphrase-file "$pass" "$home"/outbox/*.zip
    printf '%s\n' "$stderr"
    [ "$status" -eq 0 ]
    [[ $output == *'"papers_compared":true'* ]]
}

@test "nobody is named but who asked and who answers" {
    cat > known <<'END'
01632 960123
01632 960000
0303 123 1113
END
    # Who else is in the recorder's list of calls.
    tail -n +2 "$SAMPLE/recorder/cdr.csv" | grep -oE '0(20794|77009)[0-9]+' |
        sort -u > absent
    [ -s absent ]
    check "$one" --known known --absent absent --passphrase-file "$pass" \
        "$one"/outbox/*.zip
    printf '%s\n' "$stderr"
    [ "$status" -eq 0 ]
    [[ $output != *'NOT CHECKED'* ]]
    # Without who asked, that number is one too many.
    tail -n +2 known > less
    check "$one" --known less --passphrase-file "$pass" "$one"/outbox/*.zip
    [ "$status" -eq 14 ]
    [[ $stderr == *'letter.txt: line '*': a telephone number that is not known'* ]]
}

@test "a package of another log is 14, another log's key is 13" {
    build other --format flac
    other=$BATS_FILE_TMPDIR/other
    # The same key signs both logs, or it would be told by the signature.
    run --separate-stderr sar-verify package --vkey "$one/log.vkey" \
        --log "$one/log" "$other/outbox/$REF.zip"
    [ "$status" -eq 14 ]
    [ "$stderr" = 'sar-verify: package: no release in the log has its digest' ]
    sar-export init --quiet --home third --config "$SAMPLE/sar.conf"
    run --separate-stderr sar-verify package --vkey third/log.vkey \
        --log "$one/log" --passphrase-file "$pass" "$other/outbox/$REF.zip"
    [ "$status" -eq 13 ]
}

@test "volumes of two builds have one content; the log tells them apart" {
    build twice --volume-size 300kB --format flac
    twice=$BATS_FILE_TMPDIR/twice
    run ! cmp "$one/outbox/$REF-part-1.zip" "$twice/outbox/$REF-part-1.zip"
    run --separate-stderr sar-verify package --vkey "$one/log.vkey" \
        --passphrase-file "$pass" "$one/outbox/$REF-part-1.zip" \
        "$twice/outbox/$REF-part-2.zip" "$twice/outbox/$REF-part-3.zip"
    [ "$status" -eq 0 ]
    check "$one" --passphrase-file "$pass" "$one/outbox/$REF-part-1.zip" \
        "$one/outbox/$REF-part-2.zip" "$twice/outbox/$REF-part-3.zip"
    [ "$status" -eq 14 ]
    [ "$stderr" = "sar-verify: $twice/outbox/$REF-part-3.zip: no release in the log has its digest" ]
}

@test "it writes nothing, and its decoders see no file" {
    command -v strace > /dev/null || skip 'no strace'
    cp -R "$one/outbox" zips
    ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=openat,open,creat,unlink,rename \
        -o trace sar-verify package --vkey "$one/log.vkey" --log "$one/log" \
        --passphrase-file "$pass" zips/*.zip
    grep -v '"/dev/null"' trace > opened
    [ -s opened ]
    run grep -E 'O_WRONLY|O_RDWR|O_CREAT|creat\(|unlink|rename' opened
    [ "$status" -eq 1 ]
}
