# sar-index check: the index against itself and against the disk.
setup_file() {
    load common
    make_home
    # All there, so that a finding is the test's own doing.
    monitor=$home/recorder/monitor
    sqlite3 "$home/index.db" 'SELECT path FROM recording WHERE state = 1' |
        while read -r path; do
            mkdir -p "$monitor/${path%/*}"
            find "$monitor" -name '*-1775749267.702.wav' \
                -exec cp {} "$monitor/$path" \;
        done
    sar-index import --quiet --again --home "$home" "$SAMPLE/recorder/cdr.csv"
}

setup() {
    load common
    use_home
    monitor=$SAR_HOME/recorder/monitor
}

finds() { # KIND COUNT STATUS [OPTION...]
    local kind=$1 count=$2 want=$3
    shift 3
    run --separate-stderr sar-index check --json --report report.tsv --force \
        --since 2026-04-05 "$@"
    [ "$status" -eq "$want" ] || { echo "$output $stderr"; return 1; }
    summary_is "$want"
    printf '%s\n' "$output" | tail -n 1 | python3 -c '
import json, sys
s = json.loads(sys.stdin.read())
got = {k: n for k, n in s.get("findings", {}).items() if n}
got["index"] = s["faults"]
want, count = sys.argv[1], int(sys.argv[2])
assert got == {"index": 0, want: count} if want != "none" else \
    got == {"index": 0}, got
' "$kind" "$count"
    [ "$(grep -c "^$kind	" report.tsv)" -eq "$count" ]
    # Numbers are in names of files: in the report, nowhere else.
    [[ $output != *960123* ]]
    [[ $stderr != *960123* ]]
    [ "$(stat -c %a report.tsv)" = 600 ]
}

a_file() {
    find "$monitor" -name '*.702.wav'
}

@test "an index and a disk that agree: 0, and nothing is written" {
    before=$(listing | while read -r f; do sha256sum "$SAR_HOME/$f"; done)
    finds none 0 0
    finds none 0 0 --quick
    [ "$(listing | while read -r f; do sha256sum "$SAR_HOME/$f"; done)" = "$before" ]
}

@test "a recording that is gone inside retention is missing: 3" {
    rm "$(a_file)"
    finds missing 1 3
    [[ $(cat report.tsv) == missing*702.wav ]]
}

@test "one whose retention is over may be gone" {
    find "$monitor" -path '*2026/04/02*' -name '*.wav' -delete
    finds none 0 0
}

@test "other content is changed, also of the same size: 14" {
    printf x | dd of="$(a_file)" bs=1 seek=2000 conv=notrunc 2> /dev/null
    finds changed 1 14
    # Sizes alone do not tell.
    finds none 0 0 --quick
    printf x >> "$(a_file)"
    finds changed 1 14 --quick
}

@test "a shorter one is truncated, an empty one zero-sized" {
    truncate -s 2000 "$(a_file)"
    finds truncated 1 14
    truncate -s 0 "$(a_file)"
    finds zero-sized 1 3
}

@test "a file no call names is an orphan, audio or not" {
    cp "$(a_file)" "$monitor/2026/left-over.wav"
    echo notes > "$monitor/2026/notes.txt"
    finds orphan 2 3
    [ "$(grep -c '	audio	2026/left-over.wav$' report.tsv)" -eq 1 ]
    [ "$(grep -c '	other	2026/notes.txt$' report.tsv)" -eq 1 ]
}

@test "a link and a FIFO are refused, never followed, never waited for" {
    echo secret > outside
    ln -s "$PWD/outside" "$monitor/2026/link.wav"
    mkfifo "$monitor/2026/fifo.wav"
    finds refused 2 3
    file=$(a_file)
    rm "$file"
    mkfifo "$file"
    rm "$monitor/2026/link.wav" "$monitor/2026/fifo.wav"
    finds refused 1 3
}

@test "one that was missing at import and is there has returned" {
    file=$(a_file)
    mv "$file" away
    sqlite3 "$SAR_HOME/index.db" 'DELETE FROM leg_recording;
        DELETE FROM registration; DELETE FROM commitment;
        DELETE FROM recording; DELETE FROM leg;
        DELETE FROM party; DELETE FROM unread; DELETE FROM source'
    without_sums "$SAR_HOME/index.db"
    sar-index import --quiet "$SAMPLE/recorder/cdr.csv"
    finds missing 1 3
    mv away "$file"
    finds returned 1 3
}

@test "an answered call of a recorded number without a recording is told" {
    head -n 1 "$SAMPLE/recorder/cdr.csv" > late.csv
    # The first answered call, a day later, and the recorder named no file.
    python3 - "$SAMPLE/recorder/cdr.csv" >> late.csv <<'END'
import csv, sys
rows = csv.DictReader(open(sys.argv[1]))
for row in rows:
    if row["recordingfile"] and row["disposition"] == "ANSWERED":
        row["calldate"] = "2026-10-09 10:00:00"
        row["recordingfile"] = ""
        row["uniqueid"] = row["linkedid"] = "1791540000.999"
        csv.DictWriter(sys.stdout, rows.fieldnames).writerow(row)
        break
END
    sar-index import --quiet late.csv
    finds answered-without-recording 1 3
}

@test "a row that is not what was written is found, whatever it is" {
    cp "$SAR_HOME/index.db" good.db
    n=0
    while read -r sql; do
        cp good.db "$SAR_HOME/index.db"
        rm -f "$SAR_HOME"/index.db-*
        sqlite3 "$SAR_HOME/index.db" "PRAGMA ignore_check_constraints = 1;
            PRAGMA foreign_keys = 0; $sql"
        without_sums "$SAR_HOME/index.db"
        run --separate-stderr sar-index check --json --index-only
        [ "$status" -eq 14 ] || { echo "$sql: $status"; return 1; }
        [[ $output == *'"kind":"index"'* ]]
        n=$((n + 1))
    done <<'END'
UPDATE leg SET start = start + 1 WHERE id = 3
UPDATE leg SET talk = talk + 64 WHERE id = 5
UPDATE leg SET ref = ref || 'x' WHERE id = 7
UPDATE leg SET digest = digest + 1 WHERE id = 2
UPDATE leg SET extra = 1 WHERE id = 2
UPDATE party SET key = key + 1 WHERE leg = 4 AND key > 0
UPDATE party SET raw = 'x' WHERE leg = 4 AND nr = 0
UPDATE party SET since = since - 3600 WHERE leg = 6 AND nr = 0
DELETE FROM party WHERE leg = 9 AND nr = 0
DELETE FROM leg WHERE id = 11
UPDATE leg_recording SET recording = 1 WHERE recording = 2
UPDATE leg_recording SET offset = 1000 WHERE recording = 2
UPDATE recording SET sha256 = zeroblob(32) WHERE id = 3
UPDATE recording SET path = path || 'x' WHERE id = 3
UPDATE source SET legs = legs + 1
UPDATE source SET digest = digest - 1
UPDATE unread SET n = n + 1
INSERT INTO unread VALUES (1, 2, 3, 1)
INSERT INTO link VALUES (1, 0, 'x', 1, 'y')
INSERT INTO event VALUES (1, 0, 1, NULL, 5)
INSERT INTO event VALUES (999, 0, 1, NULL, 5)
INSERT INTO stream VALUES (1, 2, 0, 0)
INSERT INTO segment VALUES (1, 0, 2, 0, 5, 9)
END
    [ "$n" -eq 23 ]
}

@test "a broken tree is found" {
    printf 'garbage garbage garbage' |
        dd of="$SAR_HOME/index.db" bs=1 seek=20490 conv=notrunc 2> /dev/null
    run --separate-stderr sar-index check --json --index-only
    [ "$status" -eq 14 ]
}

@test "SIGUSR1 draws a line of progress, SIGTERM ends it: 143" {
    command -v strace > /dev/null || skip "no strace"
    ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null -e trace=pread64 \
        -e inject=pread64:delay_enter=30000 \
        sar-index check --report r.tsv 2> err &
    tracer=$!
    pid=
    for _ in $(seq 100); do
        pid=$(pgrep -P "$tracer" -x sar-index) && break
        sleep 0.05
    done
    # Until it is far enough to have a handler, the signal would end it.
    sleep 1
    for _ in $(seq 100); do
        kill -USR1 "$pid"
        sleep 0.1
        grep -q '^progress: ' err && break
    done
    grep -Eq '^progress: [0-9]+ of [0-9]+ (row|recording)s$' err
    kill -TERM "$pid"
    rc=0
    wait "$tracer" || rc=$?
    [ "$rc" -eq 143 ] || { echo "$rc"; cat err; return 1; }
}

@test "on a terminal there is a bar, and none is left" {
    command -v script > /dev/null || skip "no script(1)"
    script -qec "sar-index check" typescript > /dev/null < /dev/null || true
    ! grep -q 'recordings\]' typescript
}

@test "a root that is not there is 10, not a thousand losses" {
    run --separate-stderr sar-index check --recordings "$PWD/nothing"
    [ "$status" -eq 10 ]
}
