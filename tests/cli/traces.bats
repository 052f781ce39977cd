# What was found and what was marked, in the log; and who may approve it.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    kept=$SAR_HOME/cases/$REF
}

# Every search and mark of the log is one to a text that the case has; what is
# kept of searches is what the log has, and nothing more.
traces_hold() {
    python3 - "$SAR_HOME" "$REF" <<'PY'
import base64, glob, hashlib, json, os, sys
home, ref = sys.argv[1:]
case = os.path.join(home, "cases", ref)
salt = bytes.fromhex(open(case + "/plan.salt").read())
def commit(name):
    text = open(name, "rb").read()
    return base64.b64encode(hashlib.sha256(
        b"sar-export/commit/v1\0" + salt + text).digest()).decode()
# What a killed run left has the number of a record that came after it.
records = {}
for f in sorted(glob.glob(home + "/log/*.jsonl")):
    for l in open(f):
        r = json.loads(l)
        records[r["seq"]] = r
records = list(records.values())
searches = [r for r in records if r["type"] == "search" and r["case"] == ref]
for n, r in enumerate(searches, 1):
    name = "%s/searches/%d.json" % (case, n)
    assert r["result"] == commit(name), name
    kept = json.load(open(name))
    assert kept["schema"] == "sar-export.search/1" and kept["ref"] == ref
    assert r["found"] == len(kept["items"]) == sum(kept["counts"].values())
    assert r["missing"] == kept["counts"]["missing"]
    assert r["past"] == kept["counts"]["held-past-retention"]
    assert len(base64.b64decode(r["index"])) == 32
    assert [i["item"] for i in kept["items"]] == \
        list(range(1, len(kept["items"]) + 1))
    assert oct(os.stat(name).st_mode & 0o777) == "0o600"
assert len(os.listdir(case + "/searches")) == len(searches)
last = {}
for r in records:
    if r["type"] == "mark" and r["case"] == ref:
        last[r["item"]] = r["marks"]
on_disk = {commit(f) for f in glob.glob(case + "/marks/*.marks")}
assert set(last.values()) == on_disk, (last, on_disk)
PY
}

# One item of the list that marks can be of.
mark() {
    sar-export mark --quiet --ref "$REF" --item "$1" --speaker requester \
        --nothing-to-cut --by "${2:-u1041}" "${@:3}"
}

@test "find logs what it found: once, and again when it is something else" {
    run --separate-stderr sar-export find --ref "$REF" --dry-run
    [ "$status" -eq 0 ]
    [ "$(records search)" -eq 0 ]
    [ ! -e "$kept/searches" ]
    # A request that has no case, or is given in full, was only tried.
    sar-export find --quiet --file "$SAMPLE/requests/SAR-2026-0043.conf" ||
        [ $? -eq 4 ]
    sar-export find --quiet --file "$SAMPLE/requests/$REF.conf"
    [ "$(records search)" -eq 0 ]
    run --separate-stderr sar-export find --ref "$REF" --by u1041 --json
    [ "$status" -eq 0 ]
    [[ $output == *'"logged":true'* ]]
    record=$(record_of search)
    [[ $output == *"\"record\":$record"* ]]
    traces_hold
    run --separate-stderr sar-export find --ref "$REF" --by u2002 --json
    [[ $output == *'"logged":false'* ]]
    [ "$(records search)" -eq 1 ]
    # More was imported, none of it this requester's.
    head -n 1 "$SAMPLE/recorder/cdr.csv" > more.csv
    grep -v -m 1 -e 960123 -e '^"\?calldate' "$SAMPLE/recorder/cdr.csv" |
        sed 's/2026-..-.. /2026-09-09 /; s/\([0-9]\{10\}\)\.[0-9]*/\1.99999/g' \
        >> more.csv
    sar-index import --quiet more.csv || true
    sar-export find --quiet --ref "$REF"
    # What is there is found; a call of theirs more makes it another list.
    sed 's/1775120731\.701/1775120731.9701/g; s/:701\b/:9701/g' \
        "$SAMPLE/recorder/cdr.csv" | grep -e '^"\?calldate' -e 9701 > more.csv
    [ "$(wc -l < more.csv)" -ge 2 ]
    sar-index import --quiet more.csv
    before=$(records search)
    sar-export find --quiet --ref "$REF"
    [ "$(records search)" -eq $((before + 1)) ]
    traces_hold
    [ "$(grep -h '"type":"search"' "$SAR_HOME"/log/*.jsonl |
        sed 's/.*"index":"\([^"]*\)".*/\1/' | sort -u | wc -l)" -ge 2 ]
    run ! grep -rE '960123|1775120731' "$SAR_HOME/log"
    python3 "$SAR_TESTS/vectors/verify_log.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey"
    log_verifies
}

@test "a search of another request than was received is not logged as the case's" {
    sed -i 's/^name = .*/name = Somebody Else/' "$kept/request.conf"
    run --separate-stderr sar-export find --ref "$REF"
    [ "$status" -eq 6 ]
    [[ $output == *"Total 15"* ]]
    [[ $stderr == *"request.conf is not the request whose receipt"* ]]
    [ "$(records search)" -eq 0 ]
    [ ! -e "$kept/searches" ]
    sar-export find --quiet --ref "$REF" --dry-run
}

@test "a list is printed though the case is locked, and that it is not logged is said" {
    flock "$kept/lock" sar-export find --ref "$REF" > out 2> err || status=$?
    [ "$status" -eq 11 ]
    grep -q "^Total 15" out
    [ "$(records search)" -eq 0 ]
    sar-export find --ref "$REF" > again
    cmp out again
    [ "$(records search)" -eq 1 ]
}

@test "a search that was cut short is completed by the next" {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
    for how in signal=KILL error=ENOSPC; do
        run strace -f -o /dev/null -e trace=fdatasync \
            -e "inject=fdatasync:$how:when=1" sar-export find --ref "$REF"
        [ "$status" -ne 0 ]
        [ "$(records search)" -eq 0 ]
        [ -e "$kept/searches/1.json" ]
    done
    sar-export find --quiet --ref "$REF"
    [ "$(records search)" -eq 1 ]
    traces_hold
    log_verifies
}

@test "mark logs what was marked; the same once more is not logged again" {
    mark 3
    [ "$(records mark)" -eq 1 ]
    [ "$(records search)" -eq 1 ]
    traces_hold
    mark 3
    [ "$(records mark)" -eq 1 ]
    run mark 3 u2002
    [ "$status" -eq 6 ]
    [ "$(records mark)" -eq 1 ]
    mark 3 u2002 --force
    [ "$(records mark)" -eq 2 ]
    mark 4
    [ "$(records mark)" -eq 3 ]
    traces_hold
    run ! grep -rE '960123|room|Sample' "$SAR_HOME/log"
    log_verifies
}

@test "marks that came by another way are logged before what is built of them" {
    # By hand, into the folder: by whom each says listened.
    for m in "$SAMPLE"/marks/*.marks; do
        cp "$m" "$kept/marks/$(sed -n \
            's/^recording: sha256:\(.\{16\}\).*/\1/p' "$m").marks"
    done
    sar-export approve --quiet --ref "$REF" --by u2002
    [ "$(records mark)" -eq 10 ]
    [ "$(grep -h '"type":"mark"' "$SAR_HOME"/log/*.jsonl |
        grep -c '"by":"u1041"')" -eq 10 ]
    run sar-export build --ref "$REF" --allow-partial --by u3003 --quiet \
        --passphrase-out pass
    [ "$status" -eq 3 ]
    [ "$(records mark)" -eq 10 ]
    [ "$(records search)" -eq 1 ]
    traces_hold
    [ "$(record_of mark 10)" -lt "$(record_of intent)" ]
    # After the release nothing is logged again.
    run sar-export build --ref "$REF" --allow-partial --by u3003 --quiet \
        --passphrase-out pass
    [ "$(records mark)" -eq 10 ]
    log_verifies
}

@test "who brought marks in, or listened, approves on no path where another has to" {
    sed -i 's/^\[policy\]/[policy]\napproval = other-person/' "$SAR_HOME/sar.conf"
    # u4004 brings in what u1041 says to have heard.
    run sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u4004 \
        --allow-partial --passphrase-out pass
    [ "$status" -eq 5 ]
    [ "$(grep -h '"type":"mark"' "$SAR_HOME"/log/*.jsonl |
        grep -c '"by":"u4004"')" -eq 10 ]
    for by in u4004 U4004 u1041 U1041; do
        run --separate-stderr sar-export approve --ref "$REF" --by $by
        [ "$status" -eq 6 ]
        [[ $stderr == *"who approves has listened"* ]]
    done
    [ "$(records approve)" -eq 0 ]
    # An approval by somebody who marks after it is of another plan.
    sar-export approve --quiet --ref "$REF" --by u2002
    item=$(sar-export plan --json --ref "$REF" | python3 -c '
import json, sys
for l in map(json.loads, sys.stdin):
    if l["type"] == "item" and l["review"] and l["class"] == "disclosed":
        print(l["number"])
        break')
    mark "$item" u2002 --force
    run sar-export build --ref "$REF" --allow-partial --by u3003 \
        --passphrase-out pass
    [ "$status" -eq 5 ]
    run sar-export approve --ref "$REF" --by u2002
    [ "$status" -eq 6 ]
    # Where policy asks for no other person, the plan warns.
    sar-export approve --quiet --ref "$REF" --by u5005
    mkdir -m 700 p
    run --separate-stderr sar-export run --all --passphrase-dir p \
        --allow-partial
    [ "$status" -eq 3 ]
    [[ $output == "$REF: released"* ]]
    traces_hold
    # What is refused nobody is asked about.
    sed "s/^ref = .*/ref = SAR-R/" "$SAMPLE/requests/SAR-2026-0043.conf" > r.conf
    sar-export request --quiet --file r.conf
    echo "It repeats SAR-1 without a reasonable interval." > why
    sar-export refuse --quiet --ref SAR-R --reason excessive --text why \
        --by u1041
    [ "$(records refuse)" -eq 1 ]
}
