# Redaction proofs in a package: by hashlib and ffmpeg, the same at every
# build, nothing in them that opens what was withheld.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
}

# A run of the sample request, unpacked to opened.
released() {
    run --separate-stderr answer --json "$@"
    [ "$status" -eq 3 ]
    opened "$SAR_HOME/outbox" "$REF" pass opened
}

proofs() {
    python3 "$ROOT/tests/cli/proofs.py" "$@"
}

@test "each lossless recording has one, which hashlib and ffmpeg find right" {
    released
    n=$(find opened -name 'call-*.flac' -o -name 'call-*.wav' | wc -l)
    [ "$n" -gt 5 ]
    [[ $output == *"\"proofs\":$n,"* && $output == *'"unproved":0'* ]]
    proofs check "$SAR_HOME/log.vkey" opened "$n"
    grep -q '"proofs":'"$n" "$SAR_HOME"/log/entries-*
    # The order of sar-package(5).
    python3 - opened/manifest.json <<'END'
import json, sys
names = [e["name"] for e in json.load(open(sys.argv[1]))["entries"]]
kinds = [n.split(".", 1)[1] == "redaction-proof" for n in names]
assert kinds == sorted(kinds) and any(kinds)
calls = [n.split(".")[0] for n in names if n.startswith("call-")]
assert calls[:len(calls) // 2] == calls[len(calls) // 2:]
END
    log_verifies
}

@test "what is withheld is just what redactions.json says" {
    released
    python3 - opened <<'END'
import json, sys
top = sys.argv[1] + "/"
cuts = 0
for rec in json.load(open(top + "redactions.json"))["recordings"]:
    name = top + rec["name"].split(".")[0] + ".redaction-proof"
    lines = [l.split() for l in open(name).read().split("\n\n")[0].split("\n")]
    block = rec["rate"] // 10
    want = set()
    for cut in rec["cuts"]:
        assert cut["from"] % block == 0
        assert cut["to"] % block == 0 or cut["to"] == rec["frames"]
        for ch in cut["channels"]:
            want |= {(ch - 1, b) for b in
                     range(cut["from"] // block, -(-cut["to"] // block))}
        cuts += 1
    got = {(int(l[1]), b) for l in lines if l[0] == "withheld"
           for b in range(int(l[2]), int(l[3]))}
    assert got == want, name
assert cuts > 2
END
}

@test "no salt above what is withheld is in any file, and no seed but in the index" {
    released
    run -0 proofs secrets "$SAR_HOME" opened
    [ "$output" -gt 100 ]
}

@test "content and proofs are the same at every build, with any number of jobs" {
    cp -R "$SAR_HOME" clean
    for jobs in 1 2 8; do
        rm -rf "$SAR_HOME" opened pass
        cp -R clean "$SAR_HOME"
        released --jobs "$jobs"
        printf '%s\n' "$output" | tail -n 1 | python3 -c '
import json, sys
print(json.loads(sys.stdin.read())["content"])' > "content.$jobs"
        (cd opened && sha256sum call-*) > "sums.$jobs"
        cmp sums.1 "sums.$jobs"
        cmp content.1 "content.$jobs"
        # One more checkpoint, which is not the first that covers them.
        run sar-export run --home clean --by u1041 --passphrase-out unused \
            --file "$SAMPLE/requests/SAR-2026-0043.conf"
        [ "$status" -eq 4 ] || [ "$jobs" -gt 1 ]
    done
    log_verifies
    proofs check "$SAR_HOME/log.vkey" opened "$(find opened \
        -name '*.redaction-proof' | wc -l)"
}

@test "the same in volumes with hidden names, each with its recordings' proofs" {
    released --hide-names --volume-size "250 kB"
    [ "$(find "$SAR_HOME/outbox" -name "$REF-part-*.zip" | wc -l)" -gt 2 ]
    n=$(find opened -name 'call-*.flac' -o -name 'call-*.wav' | wc -l)
    proofs check "$SAR_HOME/log.vkey" opened "$n"
    find "$SAR_HOME/outbox" -name '*.zip' -size +250000c | grep . && false
    for list in opened/manifest*.json; do
        python3 - "$list" <<'END'
import json, sys
names = [e["name"] for e in json.load(open(sys.argv[1]))["entries"]]
stems = {n.split(".")[0] for n in names if n.startswith("call-")}
for s in stems:
    assert s + ".redaction-proof" in names, s
END
    done
}

@test "a dry run says how many parts there will be, proofs and all" {
    run sar-export run --json --dry-run --ref "$REF" --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial --volume-size "250 kB"
    [[ $output == *'"volumes":'* ]]
    said=$(printf '%s\n' "$output" | tail -n 1 |
        sed 's/.*"volumes":\([0-9]*\).*/\1/')
    released --volume-size "250 kB"
    [ "$(find "$SAR_HOME/outbox" -name "$REF-part-*.zip" | wc -l)" -eq "$said" ]
}

@test "without them cuts are where they were marked, and nothing is proved" {
    released --redaction-proofs no
    [ -z "$(find opened -name '*.redaction-proof')" ]
    [[ $output != *'"proofs":'* ]]
    run ! grep -q '"redaction_proofs"' "$SAR_HOME/cases/$REF/plan.json"
    run ! grep -q '"proofs":' "$SAR_HOME"/log/entries-*
    python3 -c '
import json, sys
assert any(c["from"] % (r["rate"] // 10) for r in
           json.load(open(sys.argv[1]))["recordings"] for c in r["cuts"])
' opened/redactions.json
}

@test "what fades cannot be proved: 2, whoever says so" {
    run --separate-stderr sar-export plan --ref "$REF" --fade 5
    [ "$status" -eq 2 ]
    [[ $stderr == *"--fade: must be 0 where there are redaction proofs"* ]]
    [[ $stderr == *"by redaction-proofs in sar.conf"* ]]
    run --separate-stderr sar-export plan --ref "$REF" --fade 5 \
        --redaction-proofs maybe
    [ "$status" -eq 2 ]
    [[ $stderr == *"--redaction-proofs: expected yes or no"* ]]
    sed -i 's/^fill = .*/&\nfade = 5/' "$SAR_HOME/sar.conf"
    line=$(grep -n '^fade' "$SAR_HOME/sar.conf" | cut -d: -f1)
    run --separate-stderr sar-export plan --ref "$REF" --redaction-proofs no
    [ "$status" -eq 2 ]
    [[ $stderr == *"sar.conf: line $line: fade: must be 0"* ]]
    sed -i 's/^fade = .*/&\nredaction-proofs = no/' "$SAR_HOME/sar.conf"
    run sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    run --separate-stderr sar-export plan --ref "$REF" --redaction-proofs yes
    [ "$status" -eq 2 ]
    [[ $stderr == *"fade in sar.conf: must be 0"*"--redaction-proofs"* ]]
    run sar-export plan --ref "$REF" --redaction-proofs yes --fade 0
    [ "$status" -eq 5 ]
}

# As an index of before there were any.
without_commitments() {
    sqlite3 "$SAR_HOME/index.db" "$1"
    without_sums "$SAR_HOME/index.db"
}

@test "what was not committed to has none, which is said, and counted" {
    without_commitments "DELETE FROM commitment WHERE recording IN
        (SELECT id FROM recording WHERE codec = 'ulaw' OR codec = 'alaw')"
    released
    n=$(find opened -name 'call-*.flac' -o -name 'call-*.wav' | wc -l)
    bare=$(find opened -name 'call-*.wav' | wc -l)
    [ "$bare" -gt 0 ]
    [ "$(find opened -name '*.redaction-proof' | wc -l)" -eq $((n - bare)) ]
    [[ $output == *"\"proofs\":$((n - bare)),"* ]]
    [[ $output == *"\"unproved\":$bare"* && $output == *'"unregistered":0'* ]]
    [[ $stderr == *"no redaction proof"*"sar-index commit"* ]]
    log_verifies
}

# Neither of them can be done by a command: the first an earlier version could.
@test "what the log has no register record of has none, and that is said" {
    cp -R "$SAR_HOME" clean
    for how in erased another; do
        rm -rf "$SAR_HOME" opened pass
        cp -R clean "$SAR_HOME"
        if [ "$how" = erased ]; then
            python3 "$ROOT/tests/cli/witness.py" erase "$SAR_HOME/log" \
                "$SAR_HOME/keys/log.skey" 1
            grep -q '^-' "$SAR_HOME"/log/entries-*
            log_verifies
        else
            sar-export log review --quiet --by u7 --exceptions 0
            without_commitments "UPDATE registration SET seq = 2;
                UPDATE recording SET registered = 2 WHERE registered = 1"
        fi
        released
        n=$(find opened -name 'call-*.flac' -o -name 'call-*.wav' | wc -l)
        [ "$n" -gt 5 ]
        [ "$(find opened -name '*.redaction-proof' | wc -l)" -eq 0 ]
        [[ $output == *'"proofs":0,'* ]]
        [[ $output == *"\"unproved\":$n"* ]]
        [[ $output == *"\"unregistered\":$n"* ]]
        [[ $stderr == *"warning: $n recordings have no redaction proof: the record that registered them is not in the log, or was erased"* ]]
        [[ $stderr != *"not committed to"* ]]
    done
}

@test "a line of the index that the log does not have stops it: 14" {
    without_commitments "UPDATE registration SET leaf = x'$(printf '%064d' 7)'
        WHERE nr = 0"
    run --separate-stderr answer
    [ "$status" -eq 14 ]
    [[ $stderr == *"is not what record $(record_of register) of the log has"* ]]
    [ ! -e pass ]
    [ -z "$(ls "$SAR_HOME/outbox")" ]
    [ "$(records intent)" -eq 0 ]
}

@test "what is not decoded to what was committed to stops it: 14, all named" {
    # Registered with other seeds than the index has: as if another decoder.
    python3 "$ROOT/tests/cli/commit.py" "$SAR_HOME" reseed
    without_sums "$SAR_HOME/index.db"
    run --separate-stderr answer --json
    [ "$status" -eq 14 ]
    n=$(grep -c '"state":"unproved"' <<< "$output")
    [ "$n" -gt 2 ]
    [[ $stderr == *"is not decoded to what was committed to"* ]]
    [[ $stderr == *"what was committed to: $n of "*" recordings"* ]]
    [[ $stderr == *"sar-index commit --again"* ]]
    [ ! -e pass ]
    [ -z "$(find "$SAR_HOME/outbox" "$SAR_HOME/staging" -type f)" ]
    [ "$(records intent)" -eq 0 ]
}
