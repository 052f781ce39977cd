# run --all: every case that is ready, with nobody there.
# shellcheck disable=SC2154 # stderr is of run
# Always the same noon, shortly after the end of the sample's calls.
TODAY=2026-10-12
clock_at() {
    clock=(env "LD_PRELOAD=$(cc -print-file-name=libasan.so):$1"
        "CLOCK_AT=$(date -u -d "$TODAY 12:00" +%s)")
}

sar-export() {
    "${clock[@]}" sar-export "$@"
}

setup_file() {
    load common
    cc -shared -fPIC -o "$BATS_FILE_TMPDIR/clock.so" "$ROOT/tests/cli/clock.c"
    clock_at "$BATS_FILE_TMPDIR/clock.so"
    make_home
}

setup() {
    load common
    clock_at "$BATS_FILE_TMPDIR/clock.so"
    use_home
    mkdir -m 700 pass
}

need_strace() {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
}

# A case of three recordings that are to be had, one of them somebody else's:
# REF [RECEIVED [IDENTITY]].
new_case() {
    cat > request.conf <<END
ref = $1
number = 01632 960123
from = ${4:-2026-09-01}
to = ${2:-2026-10-12}
received = ${2:-$TODAY}
identity = ${3:-verified}
name = A. Sample
END
    sar-export request --quiet --file request.conf
}

# The same, marked: REF ...
ready_cases() {
    local ref m hex
    for ref in "$@"; do
        new_case "$ref"
        for m in "$SAMPLE"/marks/*.marks; do
            hex=$(sed -n 's/^recording: sha256:\(.\{16\}\).*/\1/p' "$m")
            case $hex in
            6aaf17f2* | b6916839* | a8501836*)
                cp "$m" "$SAR_HOME/cases/$ref/marks/$hex.marks" ;;
            esac
        done
    done
}

run_all() {
    run --separate-stderr sar-export run --all --passphrase-dir pass "$@"
}

# Each of the cases was released once, and its package opens.
released_once() {
    local ref
    for ref in "$@"; do
        [ "$(grep -h '"type":"intent"' "$SAR_HOME"/log/*.jsonl |
            grep -c "\"case\":\"$ref\"")" -ge 1 ]
        [ "$(stat -c %a "pass/$ref.passphrase")" = 600 ]
        opened "$SAR_HOME/outbox" "$ref" "pass/$ref.passphrase" "open-$ref"
        [ "$(find "open-$ref" -name 'call-*.flac' -o -name 'call-*.wav' |
            wc -l)" -eq 2 ]
        [ -s "$SAR_HOME/outbox/$ref-HOW-TO-OPEN.txt" ]
        [ -s "$SAR_HOME/outbox/$ref.zip.tlog-proof" ]
    done
    [ "$(records release)" -eq $# ]
    [ -z "$(find "$SAR_HOME/staging" -type f)" ]
}

@test "nothing to do: not a byte on either output, exit 0" {
    for args in "run --all" "run --cron" "run --all --quiet" \
        "run --all --dry-run"; do
        # shellcheck disable=SC2086 # words
        sar-export $args --passphrase-dir pass > out 2> err
        [ ! -s out ] && [ ! -s err ]
    done
    # Cases that wait for a person are nothing to do, and no error.
    new_case SAR-1 "$TODAY" unknown
    new_case SAR-2
    before=$(records search)
    sar-export run --all --passphrase-dir pass > out 2> err
    [ ! -s out ] && [ ! -s err ]
    sar-export run --all --passphrase-dir pass --json > out 2> err
    [ ! -s err ]
    python3 - out <<'PY'
import json, sys
lines = [json.loads(l) for l in open(sys.argv[1])]
assert [l["type"] for l in lines] == ["case", "case", "summary"], lines
by = {l["ref"]: l for l in lines[:-1]}
assert by["SAR-1"]["status"] == by["SAR-2"]["status"] == "waits"
assert by["SAR-1"]["why"] == "identity"
assert by["SAR-2"]["why"] == "decision" and "message" in by["SAR-2"]
assert by["SAR-1"]["due"] == "2026-11-12", by
assert by["SAR-1"]["days_left"] == 31
assert all(l["schema"] == "sar-export.run/1" for l in lines[:-1])
assert lines[-1]["exit_code"] == 0 and lines[-1]["cases"] == {"waits": 2}
PY
    run_all --verbose
    [ "$status" -eq 0 ]
    [[ $output == *"SAR-1: waits for a person: who asks has not been verified; due "* ]]
    [[ $output == *"SAR-2: waits for a person: 3 of 3 items wait"* ]]
    [ -z "$(ls pass)" ]
    [ "$before" -eq 0 ] && [ "$(records intent)" -eq 0 ]
}

@test "what is due soon, or overdue, is told of though it waits" {
    new_case SAR-1 2026-09-15 unknown 2026-08-01
    new_case SAR-2 2026-09-02 unknown 2026-08-01
    new_case SAR-3 "$TODAY" unknown
    run_all
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 2 ]
    [[ ${lines[0]} == "SAR-1: waits"*"; due 2026-10-1"*" left" ]]
    [[ ${lines[1]} == "SAR-2: waits"*" OVERDUE" ]]
    run_all --due-within 0
    [ "${#lines[@]}" -eq 1 ]
    run_all --due-within 60
    [ "${#lines[@]}" -eq 3 ]
}

# One day, of whatever is run.
at() {
    local TODAY=$1
    shift
    clock_at "$BATS_FILE_TMPDIR/clock.so"
    "$@"
    TODAY=2026-10-12
    clock_at "$BATS_FILE_TMPDIR/clock.so"
}

@test "what is owed is told of though nothing can be done: no folder, no receipt, not sent, not acknowledged" {
    ready_cases SAR-1
    new_case SAR-2
    new_case SAR-3
    sar-export close --quiet --ref SAR-3 --reason withdrawn --by u1
    echo "You did not answer." > text
    sar-export complain --quiet --name C-1 --ref SAR-2 --by u1 received --text text
    sar-export complain --quiet --name C-2 --ref SAR-2 --by u1 received --text text
    sar-export complain --quiet --name C-2 --ref SAR-2 --by u1 acknowledged
    run_all --by u1041
    [[ $output == "SAR-1: released"* ]]
    mv "$SAR_HOME/cases/SAR-2" "$SAR_HOME/cases/SAR-3" .
    mkdir "$SAR_HOME/cases/OLD-1"
    sed 's/^ref = .*/ref = OLD-1/; s/^to = .*/to = 2026-10-01/
        s/^received = .*/received = 2026-10-01/' request.conf \
        > "$SAR_HOME/cases/OLD-1/request.conf"
    # Nothing is due yet; only what has no receipt is never put off.
    run_all
    [ "$output" = "OLD-1: waits for a person: its receipt is not in the log; due 2026-11-02, 21 days left" ]
    for how in "run --cron" "run --all --due-within 0"; do
        # shellcheck disable=SC2086 # words
        at 2026-12-01 run --separate-stderr sar-export $how --passphrase-dir pass
        [ "$status" -eq 0 ]
        [ -z "$stderr" ]
        [ "${#lines[@]}" -eq 4 ]
        [[ ${lines[0]} == "OLD-1: waits"*"; due 2026-11-02, 29 days OVERDUE" ]]
        [ "${lines[1]}" = "SAR-1: waits for a person: the answer is made and has not been sent; due 2026-11-12, 19 days OVERDUE" ]
        [ "${lines[2]}" = "SAR-2: waits for a person: its folder is not there; due 2026-11-12, 19 days OVERDUE" ]
        [ "${lines[3]}" = "C-1: waits for a person: the complaint has not been acknowledged; due 2026-11-11, 20 days OVERDUE" ]
    done
    at 2026-12-01 run sar-export run --cron --passphrase-dir pass --json
    summary_is 0
    for why in receipt delivery folder; do
        [ "$(grep -c "\"why\":\"$why\"" <<< "$output")" -eq 1 ]
    done
    [ "$(grep -c '"type":"complaint"' <<< "$output")" -eq 1 ]
    # The package alone is no answer; with its passphrase it is.
    sar-export deliver --quiet --ref SAR-1 --what package --channel post --by u1
    at 2026-12-01 run_all
    [[ $output == *"SAR-1: waits for a person: the answer"* ]]
    sar-export deliver --quiet --ref SAR-1 --what passphrase --channel email --by u1
    mv SAR-2 "$SAR_HOME/cases/SAR-2"
    sar-export complain --quiet --name C-1 --ref SAR-2 --by u1 acknowledged
    rm -r "$SAR_HOME/cases/OLD-1"
    at 2026-12-01 run_all
    [ "${#lines[@]}" -eq 1 ]
    [[ $output == "SAR-2: waits for a person: 3 of 3 items wait"* ]]
}

@test "every case that is ready is released, once, with a line; the next run is silent" {
    ready_cases SAR-1 SAR-2 SAR-3
    new_case SAR-4
    run_all --parallel 2 --by u1041
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 3 ]
    for n in 1 2 3; do
        [[ $output == *"SAR-$n: released, record "*" of the log, 1 package"* ]]
    done
    released_once SAR-1 SAR-2 SAR-3
    [ "$(ls pass | wc -l)" -eq 3 ]
    # Who did it, and which were marked, is in the log.
    [ "$(grep -h '"type":"release"' "$SAR_HOME"/log/*.jsonl |
        grep -c '"by":"u1041"')" -eq 3 ]
    before=$(listing)
    sar-export run --all --passphrase-dir pass > out 2> err
    [ ! -s out ] && [ ! -s err ]
    [ "$(listing)" = "$before" ]
    log_verifies || [ $? -eq 5 ]
}

@test "a nil return is a line and 4; one recording that cannot be had is 3, unless graver" {
    sed "s/^ref = .*/ref = SAR-N/" "$SAMPLE/requests/SAR-2026-0043.conf" \
        > nil.conf
    sar-export request --quiet --file nil.conf
    ready_cases SAR-1
    run_all
    [ "$status" -eq 4 ]
    [[ $output == *"SAR-N: nothing held, a nil return, record "* ]]
    [[ $output == *"SAR-1: released"* ]]
    [ "$(records nil-return)" -eq 1 ]
    run_all
    [ "$status" -eq 0 ]
    [ -z "$output$stderr" ]
}

@test "what is held past retention is left out by a person, or not at all" {
    local ref
    # Of 9 April alone: on the disk, its retention ended on 9 October.
    for ref in SAR-P SAR-Q; do
        printf '%s = %s\n' ref "$ref" number "01632 960123" from 2026-04-09 \
            to 2026-04-09 received "$TODAY" identity verified \
            name "A. Sample" > past.conf
        sar-export request --quiet --file past.conf
    done
    for how in "" --dry-run; do
        # shellcheck disable=SC2086 # no word
        run_all --verbose $how
        [ "$status" -eq 0 ]
        [ -z "$stderr" ]
        [ "${#lines[@]}" -eq 2 ]
        [[ $output == *"SAR-P: waits for a person: 1 recording held past retention would be left out undecided; due "* ]]
    done
    [ "$(records intent)" -eq 0 ]
    [ -z "$(ls pass)" ]
    run --separate-stderr sar-export run --ref SAR-P --unattended \
        --passphrase-out one
    [ "$status" -eq 5 ]
    [[ $stderr == *"hint: a person decides: "*"--include-expired"* ]]
    # One does it by hand, one approves that it is left out.
    sar-export mark --quiet --ref SAR-P --item 1 --speaker requester \
        --nothing-to-cut --by u1041
    sar-export run --quiet --ref SAR-P --by u1041 --passphrase-out one \
        --include-expired --reason requested
    grep -q 'Taken in all the same for: requested' \
        "$SAR_HOME/cases/SAR-P/register.txt"
    python3 - "$SAR_HOME/cases/SAR-P/register.csv" <<'PY'
import csv, sys
row, = csv.DictReader(open(sys.argv[1], newline=""))
assert row["outcome"] == "disclosed" and row["decision_outcome"] == "", row
assert row["included_for"] == "requested", row
PY
    sar-export approve --quiet --ref SAR-Q --by u2002
    run_all
    [ "$status" -eq 0 ]
    [[ $output == "SAR-Q: released, record "* ]]
    [ "$(records release)" -eq 2 ]
}

@test "two runs at once: each case is released once, whoever comes first" {
    refs=(SAR-1 SAR-2 SAR-3 SAR-4 SAR-5)
    ready_cases "${refs[@]}"
    for run in a b; do
        (
            status=0
            sar-export run --all --passphrase-dir pass --parallel 3 --json \
                > "out.$run" 2> "err.$run" || status=$?
            echo $status > "status.$run"
        ) &
    done
    wait
    python3 - out.a out.b "$(cat status.a)" "$(cat status.b)" <<'PY'
import json, sys
released = {}
for name, status in zip(sys.argv[1:3], sys.argv[3:5]):
    lines = [json.loads(l) for l in open(name)]
    assert [l["type"] for l in lines[-1:]] == ["summary"]
    # What the other had released before this one looked is not sent yet.
    seen = {l["status"] for l in lines[:-1] if l.get("why") != "delivery"}
    assert seen <= {"released", "released-before", "locked"}, seen
    # Another run at a case is said, where nothing graver is.
    assert int(status) == (11 if "locked" in seen else 0), (status, seen)
    for l in lines[:-1]:
        if l["status"] == "released":
            assert l["ref"] not in released, l
            released[l["ref"]] = l["record"]
assert len(released) == 5, released
PY
    released_once "${refs[@]}"
    [ "$(records intent)" -eq 5 ]
}

@test "a case that another run is at is left out, and said with 11" {
    ready_cases SAR-1 SAR-2
    flock "$SAR_HOME/cases/SAR-1/lock" "${clock[@]}" sar-export run --all \
        --passphrase-dir pass > out 2> err || status=$?
    [ "$status" -eq 11 ]
    [ "$(cut -d, -f1 out)" = "SAR-2: released" ]
    [[ $(< err) == "sar-export: case SAR-1: "*lock* ]]
    # The timer comes again: then it is no failure, and told of when asked, or
    # when it is due.
    for how in "" --verbose "--due-within 60"; do
        # shellcheck disable=SC2086 # words
        flock "$SAR_HOME/cases/SAR-1/lock" "${clock[@]}" sar-export run \
            --cron --passphrase-dir pass $how > out 2> err
        [ ! -s err ]
        [ "$(grep -c . out)" -eq "$([ "$how" = "" ] && echo 0 || echo 2)" ]
        [ "$how" = "" ] || grep -q '^SAR-1: another run is at it; due 2026-11-12, 31 days left$' out
    done
    flock "$SAR_HOME/cases/SAR-1/lock" "${clock[@]}" sar-export run --cron \
        --passphrase-dir pass --json > out
    grep '"ref":"SAR-1"' out | grep -q '"status":"locked"'
    run_all
    [ "$status" -eq 0 ]
    [[ $output == "SAR-1: released"* ]]
    released_once SAR-1 SAR-2
}

@test "what goes wrong in one case goes wrong in no other, and the gravest counts" {
    need_strace
    ready_cases SAR-1 SAR-2 SAR-3 SAR-4
    # A passphrase file that is there already, and a process that is killed.
    echo mine > pass/SAR-1.passphrase
    status=0
    strace -f -qq -o /dev/null -P "$SAR_HOME/staging/SAR-2.zip" \
        -e trace=linkat,rename,renameat2 \
        -e inject=linkat,rename,renameat2:signal=KILL \
        "${clock[@]}" sar-export run --all --passphrase-dir pass > out \
        2> err || status=$?
    [ "$status" -eq 137 ]
    [ "$(grep -c ': released, ' out)" -eq 2 ]
    grep -q "^sar-export: case SAR-1: .*passphrase" err
    grep -q "^sar-export: case SAR-2: its process was ended by signal 9" err
    [ "$(cat pass/SAR-1.passphrase)" = mine ]
    rm pass/SAR-1.passphrase
    run_all
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 2 ]
    released_once SAR-1 SAR-2 SAR-3 SAR-4
}

@test "a recording that was replaced is 14, a log that was changed 13 and nothing else" {
    ready_cases SAR-1 SAR-2
    rec=$(sar-export find --dry-run --json --ref SAR-1 |
        sed -n 's/.*"recording":"\([0-9a-f]*\)".*/\1/p' | head -n 1)
    file=$(find "$SAR_HOME/recorder" -type f -exec sha256sum {} + |
        sed -n "s/^$rec  //p" | head -n 1)
    cp "$file" kept
    printf 'X' | dd of="$file" bs=1 seek=5000 conv=notrunc status=none
    run_all
    [ "$status" -eq 14 ]
    [[ $stderr == *"case SAR-1: "* ]]
    [ "$(records release)" -eq 0 ]
    cp kept "$file"
    log=$(ls "$SAR_HOME"/log/entries-*.jsonl | tail -n 1)
    sed -i 's/"by":"uid0"/"by":"uid1"/' "$log"
    run_all --json
    [ "$status" -eq 13 ]
    summary_is 13
    [ ! -e "$SAR_HOME/outbox/SAR-1.zip" ]
}

# Those of the processes it begins that are at work in this home.
at_work() {
    pgrep -f "^sar-export run --json --unattended --home $SAR_HOME " || true
}

@test "ended by a signal it ends what it began, and the next run completes" {
    refs=(SAR-1 SAR-2 SAR-3 SAR-4)
    ready_cases "${refs[@]}"
    # One that another holds, so that no run can end by itself.
    exec 9> "$SAR_HOME/cases/SAR-4/lock"
    flock 9
    for sig in TERM KILL; do
        "${clock[@]}" sar-export run --all --home "$SAR_HOME" \
            --passphrase-dir pass --parallel 2 --lock-wait 60 > "out.$sig" 2> "err.$sig" 3>&- 9>&- &
        pid=$!
        # As soon as one of them is at its package, or all but that one done.
        for _ in $(seq 400); do
            [ "$(records intent)" -eq 0 ] || [ -z "$(at_work)" ] || break
            sleep 0.01
        done
        kill -$sig $pid
        status=0
        wait $pid || status=$?
        [ "$sig" = KILL ] || [ "$status" -eq 143 ]
        [ "$sig" = TERM ] || [ "$status" -eq 137 ]
        for _ in $(seq 200); do
            [ -n "$(at_work)" ] || break
            sleep 0.02
        done
        [ -z "$(at_work)" ]
    done
    exec 9>&-
    # What they left of it, the next run does again.
    run_all
    [ "$status" -eq 0 ]
    released_once "${refs[@]}"
    run_all
    [ -z "$output$stderr" ]
}

@test "a release that was cut short is completed, and told of" {
    need_strace
    ready_cases SAR-1
    strace -f -qq -o /dev/null -P "$SAR_HOME/outbox/SAR-1.zip" \
        -e trace=linkat,rename,renameat2 \
        -e inject=linkat,rename,renameat2:signal=KILL \
        "${clock[@]}" sar-export run --all --passphrase-dir pass > out \
        2> err || status=$?
    [ "$status" -eq 137 ]
    [ "$(records release)" -eq 1 ]
    [ ! -e "$SAR_HOME/outbox/SAR-1.zip" ]
    run_all
    [ "$status" -eq 0 ]
    [[ $output == "SAR-1: an earlier run's release, completed, record "* ]]
    released_once SAR-1
    # How to open it is part of it.
    rm "$SAR_HOME/outbox/SAR-1-HOW-TO-OPEN.txt"
    run_all
    [[ $output == "SAR-1: an earlier run's release, completed"* ]]
    run_all
    [ -z "$output$stderr" ]
}

@test "without a way for passphrases nothing is begun; a recovery key is one" {
    ready_cases SAR-1
    run --separate-stderr sar-export run --all
    [ "$status" -eq 2 ]
    [[ $stderr == *"nowhere for passphrases to go"*"--passphrase-dir"* ]]
    run --separate-stderr sar-export run --all --passphrase-dir none
    [ "$status" -eq 2 ]
    mkdir -m 750 open
    ln -s pass link
    for dir in open link request.conf; do
        run --separate-stderr sar-export run --all --passphrase-dir $dir
        [ "$status" -eq 2 ]
    done
    for args in "--ref SAR-1" "--file request.conf" "--marks pass" \
        "--include-expired --reason X1" "--passphrase-out x" \
        "--parallel 0" "--parallel 65" "--due-within -1" "--verbose -q"; do
        # shellcheck disable=SC2086 # words
        run_all $args
        [ "$status" -eq 2 ]
        [ -z "$output" ]
    done
    run sar-export run --ref SAR-1 --passphrase-dir pass
    [ "$status" -eq 2 ]
    run sar-export run --ref SAR-1 --recovery-only
    [ "$status" -eq 2 ]
    [[ $output == *"no key that passphrases are sealed to"* ]]
    [ "$(records intent)" -eq 0 ]
    recipient=$(sar-export recovery-key --quiet --out key > /dev/null;
        sed -n 's/^# public key: /recovery-recipient = /p' key)
    sed -i "s/^\[policy\]/[policy]\n$recipient/" "$SAR_HOME/sar.conf"
    run --separate-stderr sar-export run --all
    [ "$status" -eq 0 ]
    [[ $output == "SAR-1: released"* ]]
    sar-export passphrase SAR-1 --identity key --by u1041 \
        --passphrase-out pass/SAR-1.passphrase
    released_once SAR-1
}

@test "of an index without the days asked for nobody is told that nothing is held" {
    sed "s/^ref = .*/ref = SAR-N/" "$SAMPLE/requests/SAR-2026-0043.conf" \
        > nil.conf
    sar-export request --quiet --file nil.conf
    mv "$SAR_HOME/index.db" full.db
    rm -f "$SAR_HOME"/index.db-*
    # Nothing was imported since it was made; or nothing since March, nor
    # before.
    sed -e 's/^ref = .*/ref = SAR-E/' -e 's/^from .*/from = 2020-01-01/' \
        -e 's/^to .*/to = 2020-02-01/' nil.conf > early.conf
    sar-export request --quiet --file early.conf || [ $? -eq 10 ]
    head -1 "$SAMPLE/recorder/cdr.csv" > march.csv
    sed -n '2s/^2026-0[0-9]/2026-03/p' "$SAMPLE/recorder/cdr.csv" >> march.csv
    sar-index init --quiet
    for times in 1 2; do
        run_all --verbose
        [ "$status" -eq 0 ]
        [[ $output == *"SAR-N: waits for a person: the index has no call since the days"* ]]
        [[ $output == *"SAR-E: waits for a person: the index has no call"* ]]
        [ "$(records nil-return)" -eq 0 ]
        [ "$times" = 2 ] || sar-index import --quiet march.csv || [ $? -eq 3 ]
    done
    [ "$(sar-index stat | grep -c 2026-03)" -ge 1 ]
    sar-export close --quiet --ref SAR-E --reason withdrawn --by u1
    mv full.db "$SAR_HOME/index.db"
    run_all
    [ "$status" -eq 4 ]
}

@test "an approval that policy wants is waited for; then it is released" {
    sed -i 's/^\[policy\]/[policy]\napproval = other-person/' "$SAR_HOME/sar.conf"
    ready_cases SAR-1 SAR-2
    run_all --verbose
    [ "$status" -eq 0 ]
    [[ $output == *"SAR-1: waits for a person: nobody has approved the plan"* ]]
    sar-export approve --quiet --ref SAR-1 --by u2002
    sar-export approve --quiet --ref SAR-2 --by u2002
    # Not the request that was received: nobody's answer, and told of.
    cp "$SAR_HOME/cases/SAR-2/request.conf" was
    sed -i 's/A. Sample/Alix Example/' "$SAR_HOME/cases/SAR-2/request.conf"
    run_all --verbose
    [ "$status" -eq 6 ]
    [[ $output == *"SAR-1: released"* ]]
    [[ $output != *"SAR-2: released"* ]]
    [[ $output$stderr == *"request.conf is not the request whose receipt"* ]]
    # Another letter than was approved waits.
    cp was "$SAR_HOME/cases/SAR-2/request.conf"
    sed -i 's/^contact = .*/contact = Somebody Else, 1 High Street/' "$SAR_HOME/sar.conf"
    run_all --verbose
    [ "$status" -eq 0 ]
    [[ $output == *"SAR-2: waits"* ]]
    [ "$(records release)" -eq 1 ]
}
