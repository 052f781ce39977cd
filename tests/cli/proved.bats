# sar-verify package: recordings are held against the redaction proofs that are
# with them, though whoever made the package has the log's key.
setup_file() {
    load common
    make_home
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    open_case
    cd "$BATS_FILE_TMPDIR" || return 1
    cp -R home before
    (umask 077 && echo abacus-zoology-crayon-lizard-tulip-ranch > pass)
    sar-export run --quiet --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --format wav --passphrase-file pass || [ $? -eq 3 ]
    opened "$SAR_HOME/outbox" "$REF" pass right
    rm right/manifest*
    # What a log that is shown to somebody else has.
    cp -R "$SAR_HOME/log" log
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
    key=$BATS_FILE_TMPDIR/home
    pass=$BATS_FILE_TMPDIR/pass
    cp -R "$BATS_FILE_TMPDIR/right" made
    # Two that are cut, and their proofs.
    mapfile -t cut < <(cd made && grep -l '^withheld' call-*.redaction-proof)
    [ "${#cut[@]}" -ge 2 ]
    one=${cut[0]%.redaction-proof}
    two=${cut[1]%.redaction-proof}
}

# seal ARGUMENT...: the folder made, by who has the log's key, and look at it.
seal() {
    local calls proofs
    calls=$(cd made && ls call-*.wav)
    proofs=$(cd made && ls call-*.redaction-proof)
    rm -f one.zip
    # shellcheck disable=SC2086
    "$BUILD/san/forge/forge" seal "$key/keys/log.skey" "$pass" one.zip plain \
        made letter.txt schedule.txt schedule.csv listen.html \
        redactions.json $calls $proofs
    run --separate-stderr sar-verify package --vkey "$key/log.vkey" \
        --passphrase-file "$pass" "$@" one.zip
    printf '%s\n' "$stderr"
}

# The check of them failed, with status ${1} and the words ${2}.
found() {
    seal --json
    [ "$status" -eq "$1" ]
    [[ $stderr == *"$2"* ]]
    [[ $output == *'"redaction_proofs":"failed"'* ]]
}

# One bit of a sample that is in no cut, or of one that is.
flip() {
    python3 - "made/$1.wav" "made/$1.redaction-proof" "$2" <<'END'
import re, sys
path, proof, where = sys.argv[1:]
text = open(proof).read()
rate, channels, frames, block = map(int, re.search(
    r"^audio s16le (\d+) (\d+) (\d+) (\d+)$", text, re.M).groups())
cut = {int(c): (int(a), int(b)) for c, a, b in re.findall(
    r"^withheld (\d+) (\d+) (\d+)$", text, re.M)[::-1]}
channel, (first, last) = sorted(cut.items())[0]
frame = first * block - 1 if where == "kept" and first else last * block
if where == "cut":
    frame = first * block
data = bytearray(open(path, "rb").read())
data[44 + 2 * (frame * channels + channel)] ^= 1
open(path, "wb").write(data)
END
}

@test "what is left is told to be what the log registered" {
    local n
    n=$(find made -name '*.redaction-proof' | wc -l)
    [ "$n" -eq "$(find made -name '*.wav' | wc -l)" ]
    run --separate-stderr sar-verify package --vkey "$key/log.vkey" \
        --log "$key/log" --passphrase-file "$pass" "$key/outbox/$REF.zip"
    [ "$status" -eq 0 ]
    [[ $output == *"OK: of $n recordings every sample that is not cut out is what the log registered: the redaction proofs hold"* ]]
    [[ $output != *'no redaction proof'* ]]
    run --separate-stderr sar-verify package --json --vkey "$key/log.vkey" \
        --passphrase-file "$pass" "$key/outbox/$REF.zip"
    [ "$status" -eq 0 ]
    tail -n 1 <<<"$output" | python3 -c '
import json, sys
say = json.load(sys.stdin)
assert say["redaction_proofs"] == int(sys.argv[1]), say
assert say["recordings_without_proof"] == 0, say
assert say["redaction_proofs_of_another_key"] == 0, say
assert say["checks"]["redaction_proofs"] == "ok", say' "$n"
}

@test "each can be checked without package and log, by another reader too" {
    local proof call
    for proof in made/*.redaction-proof; do
        call=${proof%.redaction-proof}.wav
        run --separate-stderr sar-verify redaction --vkey "$key/log.vkey" \
            "$proof" "$call"
        printf '%s\n' "$stderr"
        [ "$status" -eq 0 ]
        python3 "$SAR_TESTS/vectors/verify_redaction.py" "$proof" "$call" \
            "$key/log.vkey"
    done
}

@test "in G.711 and FLAC too; none with MP3" {
    local form call n
    export SAR_HOME=$BATS_TEST_TMPDIR/home
    for form in same flac mp3; do
        cp -R "$BATS_FILE_TMPDIR/before" "$SAR_HOME"
        sar-export run --quiet --ref "$REF" --marks "$SAMPLE/marks" \
            --by u1041 --allow-partial --format "$form" \
            --passphrase-file "$pass" || [ $? -eq 3 ]
        opened "$SAR_HOME/outbox" "$REF" "$pass" "$form"
        n=0
        for call in "$form"/call-*.wav "$form"/call-*.flac; do
            [ -e "$call" ] || continue
            run --separate-stderr sar-verify redaction \
                --vkey "$key/log.vkey" "${call%.*}.redaction-proof" "$call"
            printf '%s %s\n' "$call" "$stderr"
            [ "$status" -eq 0 ]
            # Another decoder, for another reader.
            [[ $call == *.wav ]] ||
                flac -d -s -o "${call%.flac}.wav" "$call"
            python3 "$SAR_TESTS/vectors/verify_redaction.py" \
                "${call%.*}.redaction-proof" "${call%.*}.wav" "$key/log.vkey"
            n=$((n + 1))
        done
        rm -rf "$SAR_HOME"
        [ "$form" = mp3 ] || [ "$n" -ge 2 ]
    done
    run ! ls mp3/*.redaction-proof
}

@test "a sample that was changed and is in no cut is found" {
    flip "$one" kept
    found 14 "$one.redaction-proof: channel"
    [[ $output == *'"redactions":"not-checked"'* ||
        $output == *'"redactions":"ok"'* ]]
}

@test "a sample left in a cut is found as it is without a proof" {
    flip "$one" cut
    seal --json
    [ "$status" -eq 14 ]
    [[ $stderr == *'of a cut is not the fill'* ]]
}

@test "the proof of another recording is found" {
    cp "made/$two.redaction-proof" "made/$one.redaction-proof"
    found 14 "$one"
}

@test "a proof with other cuts than redactions.json is found" {
    python3 - "made/redactions.json" "$one.wav" <<'END'
import json, sys
path, name = sys.argv[1:]
d = json.load(open(path))
(call,) = [r for r in d["recordings"] if r["name"] == name]
block = max(1, call["rate"] // 10)
call["cuts"][0]["to"] -= block
if call["cuts"][0]["to"] <= call["cuts"][0]["from"]:
    call["cuts"].pop(0)
open(path, "w").write(json.dumps(d, sort_keys=True, separators=(",", ":")))
END
    found 14 "$one.wav: its redaction proof has other cuts than redactions.json"
}

@test "a proof that is taken away is told of, and is no finding" {
    rm "made/$one.redaction-proof"
    seal
    [ "$status" -eq 0 ]
    [[ $output == *'NOT CHECKED: 1 recording carries no redaction proof'* ]]
}

@test "a proof without a recording is found" {
    cp "made/$one.redaction-proof" made/call-99.redaction-proof
    seal
    [ "$status" -eq 14 ]
    [[ $stderr == *'call-99.redaction-proof: not beside its recording, in the same order'* ]]
}

@test "a proof that is not one is found, by its line" {
    sed -i 's/^withheld 0/withheld  0/; s/^withheld 1/withheld  1/' \
        "made/$one.redaction-proof"
    found 14 "$one.redaction-proof: line"
}

@test "a record that the log's keeper made up is found with the log" {
    # Of the very recording, by the very key, in a log that was never shown.
    cp made/"$one".wav source.wav
    mapfile -t ranges < <(sed -n 's/^withheld \(.*\)/\1/p' \
        "made/$one.redaction-proof" | tr ' ' :)
    "$BUILD/san/forge/forge" prove "$key/keys/log.skey" source.wav \
        "made/$one.redaction-proof" "${ranges[@]}"
    seal
    [ "$status" -eq 0 ]
    seal --json --log "$key/log"
    [ "$status" -eq 13 ]
    [[ $stderr == *'log: record 2, or the checkpoint after it, is not the one that a redaction proof rests on'* ]]
}

@test "proofs of two logs that contradict each other are found without either" {
    local name
    for name in "$one" "$two"; do
        cp made/"$name".wav source.wav
        mapfile -t ranges < <(sed -n 's/^withheld \(.*\)/\1/p' \
            "made/$name.redaction-proof" | tr ' ' :)
        "$BUILD/san/forge/forge" prove "$key/keys/log.skey" source.wav \
            "made/$name.redaction-proof" "${ranges[@]}"
    done
    # Each is of a log of five records, and both are signed.
    found 13 'package: its proofs are of two logs that contradict each other'
}

@test "a proof that another key signed is not taken for one of this log" {
    sar-export key make --quiet --plain --out other sar.wexcombe.example/log
    cp made/"$one".wav source.wav
    mapfile -t ranges < <(sed -n 's/^withheld \(.*\)/\1/p' \
        "made/$one.redaction-proof" | tr ' ' :)
    "$BUILD/san/forge/forge" prove other source.wav \
        "made/$one.redaction-proof" "${ranges[@]}"
    seal
    [ "$status" -eq 0 ]
    [[ $output == *'NOT CHECKED: what the log registered of 1 recording: signed with another key than --vkey'* ]]
    seal --json --log "$key/log"
    [ "$status" -eq 13 ]
    [[ $output == *'"redaction_proofs":"failed"'* ]]
}

# Somebody else is said to have signed, and PYTHON is done to the proof's parts.
forged() {
    cp -R "$BATS_FILE_TMPDIR/right/$one.redaction-proof" made/
    python3 - "made/$one.redaction-proof" "$1" <<'END'
import base64, json, os, sys
path, change = sys.argv[1:]
head, line, batch, proof, note, sigs = open(path).read().split("\n\n")
magic, extra, index, *hashes = proof.split("\n")
record = base64.b64decode(extra[6:]).decode()
origin, size, root = note.split("\n")
name, blob = origin, os.urandom(68)
exec(change)
extra = "extra " + base64.b64encode(record.encode()).decode()
open(path, "w").write("\n\n".join([head, line, batch,
    "\n".join([magic, extra, index, *hashes]), "\n".join([origin, size, root]),
    "\u2014 " + name + " " + base64.b64encode(blob).decode() + "\n"]))
END
}

@test "a signature of nobody's does not spare a proof the rest of the checks" {
    local change
    forged 'pass'
    seal
    [ "$status" -eq 0 ]
    [[ $output == *'NOT CHECKED: what the log registered of 1 recording: signed with another key than --vkey'* ]]
    while IFS='|' read -r change want; do
        echo "$change"
        forged "$change"
        found 13 "$one.redaction-proof: $want"
    done <<'END'
d = json.loads(line); d["rec"] = base64.b64encode(os.urandom(16)).decode(); line = json.dumps(d, sort_keys=True, separators=(",", ":"))|the registration line is not in the batch of the record
w = batch.split("\n"); n = w[0].split(); n[2] = str(int(n[2]) + 1); batch = "\n".join([" ".join(n), *w[1:]])|the registration line is not in the batch of the record
record = record.replace('"register"', '"retain"')|what is in the log is no record of a registration
record = record.replace('"salt":"', '"salt":"A')|what is in the log is no record of a registration
record = record.replace('"by":"', '"by":"x')|the record is not in the log
index = "index 99"|the record is of another place in the log
root = base64.b64encode(os.urandom(32)).decode()|the record is not in the log
name = "log.example"|the checkpoint has no signature of the log
blob = blob[:8]|the checkpoint has no signature of the log
origin = name = "log.example"|the checkpoint is of another log
END
}
