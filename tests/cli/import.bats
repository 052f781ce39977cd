# sar-index import on good and bad exports.
setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    SAR_HOME=$BATS_TEST_TMPDIR/home
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$SAR_HOME/recorder"
    sar-index init --quiet
    cdr=$SAMPLE/recorder/cdr.csv
}

legs() {
    sar-index stat --json | python3 -c '
import json, sys
print(json.loads(sys.stdin.readlines()[-1])["legs"])'
}

refused() {
    run --separate-stderr sar-index import "$1"
    [ "$status" -eq 2 ]
    [ "$(legs)" -eq 0 ]
}

@test "an import is counted, registered in the log, and done once" {
    run sar-index import --json "$cdr"
    [ "$status" -eq 0 ]
    summary_is 0
    n=$(legs)
    [ "$n" -eq "$(($(wc -l < "$cdr") - 1))" ]
    [ "$(records register)" -eq 1 ]
    run sar-index import --json "$cdr"
    [ "$status" -eq 0 ]
    [[ $output == *'"known":true'* ]]
    [ "$(legs)" -eq "$n" ]
    [ "$(records register)" -eq 1 ]
    log_verifies
}

@test "a file that was read in another way is read again, the right way" {
    run --separate-stderr sar-index import --format oreka-tape "$cdr"
    [ "$status" -eq 0 ]
    [[ $stderr == *"no call was found to read"* ]]
    [ "$(legs)" -eq 0 ]
    run sar-index import --json --zone America/New_York "$cdr"
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":20'* && $output == *'"known":false'* ]]
    run sar-index import --json "$cdr"
    [[ $output == *'"rows_changed":20'* && $output == *'"known":false'* ]]
    run sar-index import --json --times utc "$cdr"
    [[ $output == *'"rows_read":20'* && $output == *'"known":false'* ]]
    run sar-index import --json --times local "$cdr"
    [[ $output == *'"rows_read":20'* && $output == *'"known":false'* ]]
    run sar-index import "$cdr"
    [[ $output == *"Imported before: nothing to do; --again"* ]]
    [ "$(legs)" -eq 20 ]
}

@test "import --by takes an id and no name, which the log would keep" {
    for by in 'Zoe Example' '' -x .x "$(printf 'a%.0s' {1..33})"; do
        run --separate-stderr sar-index import --by="$by" "$cdr"
        [ "$status" -eq 2 ]
        [[ $stderr == *"--by: expected an id"* ]]
        [[ $stderr != *Zoe* ]]
    done
    [ "$(legs)" -eq 0 ]
    [ "$(records register)" -eq 0 ]
    run sar-index import --by u1041 "$cdr"
    [ "$status" -eq 0 ]
}

@test "without the recordings' folder an import says how to name it" {
    mv "$SAR_HOME/recorder" away
    run --separate-stderr sar-index import "$cdr"
    [ "$status" -eq 10 ]
    [[ $stderr == *"hint: name the recordings' folder"* ]]
    [ "$(legs)" -eq 0 ]
}

@test "the same rows in another file are the same, not new" {
    sar-index import --quiet "$cdr"
    n=$(legs)
    sed 's/$//' "$cdr" > again.csv
    printf '\r\n' > crlf
    awk '{ printf "%s\r\n", $0 }' "$cdr" > crlf.csv
    run sar-index import --json crlf.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":0'* ]]
    [ "$(legs)" -eq "$n" ]
}

@test "a BOM is taken, UTF-16 is refused by name" {
    { printf '\357\273\277'; cat "$cdr"; } > bom.csv
    run sar-index import --dry-run bom.csv
    [ "$status" -eq 0 ]
    iconv -f UTF-8 -t UTF-16 "$cdr" > wide.csv
    refused wide.csv
    [[ $stderr == *UTF-16* ]]
}

@test "a dry run reads and measures and writes nothing" {
    run sar-index import --dry-run --json "$cdr"
    [ "$status" -eq 0 ]
    [[ $output != *'"recordings_measured":0'* ]]
    [ "$(legs)" -eq 0 ]
    [ "$(records register)" -eq 0 ]
}

@test "a missing, an unknown and a doubled column are named" {
    cut -d, -f2- "$cdr" > short.csv
    refused short.csv
    [[ $stderr == *calldate* ]]
    sed '1s/clid/clidx/' "$cdr" > unknown.csv
    refused unknown.csv
    sed '1s/clid/src/' "$cdr" > doubled.csv
    refused doubled.csv
}

@test "a torn last line, NUL bytes and an open quote are refused by line" {
    lines=$(wc -l < "$cdr")
    head -c -40 "$cdr" > torn.csv
    refused torn.csv
    [[ $stderr == *"line $lines"* ]]
    sed '3s/,/,\x00/' "$cdr" > nul.csv
    refused nul.csv
    [[ $stderr == *"line 3"* ]]
    { cat "$cdr"; printf '"2026-05-01 10:00:00,never closed\n'; } > open.csv
    refused open.csv
}

@test "a line of two megabytes is refused, not read into memory" {
    { head -n 1 "$cdr"; head -c 2000000 /dev/zero | tr '\0' 'a'; echo; } \
        > long.csv
    refused long.csv
    [[ $stderr == *"line 2"* ]]
}

@test "rows that cannot be read are listed by line and column, no value" {
    sed '2s/^20/xx/; 3s/^\([^,]*\),/2026-02-30 10:00:00,/' "$cdr" > bad.csv
    run --separate-stderr sar-index import --rejects rejects.tsv --json bad.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_rejected":2'* ]]
    [ "$(wc -l < rejects.tsv)" -eq 2 ]
    grep -q "^2	calldate	" rejects.tsv
    grep -q "^3	calldate	" rejects.tsv
    run ! grep -E '[0-9]{6}' rejects.tsv
}

@test "exactly a hundred rows draw a warning" {
    python3 - "$cdr" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1])))
head, row = rows[0], rows[1]
u, r = head.index("uniqueid"), head.index("recordingfile")
l = head.index("linkedid")
w = csv.writer(open("hundred.csv", "w"))
w.writerow(head)
for i in range(100):
    row[u] = row[l] = "1777000000.%d" % i
    row[r] = ""
    w.writerow(row)
PY
    run --separate-stderr sar-index import hundred.csv
    [ "$status" -eq 0 ]
    [[ $stderr == *"exactly 100 rows"* ]]
}

@test "a recording path that leads out of the root is never opened" {
    python3 - "$cdr" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1])))
r = rows[0].index("recordingfile")
rows[1][r] = "../../../../../../etc/passwd"
csv.writer(open("escape.csv", "w")).writerows(rows)
PY
    run sar-index import --json --rejects rejects.tsv escape.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_rejected":1'* ]]
    grep -q recordingfile rejects.tsv
}

@test "another recorder's CSV goes in through its mapping" {
    cp -R "$SAMPLE/other-recorder" other
    run sar-index import --json --mapping other/mapping.conf \
        --recordings "$PWD/other/audio" other/calls.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_rejected":0'* ]]
    [ "$(legs)" -gt 0 ]
}

@test "a list of rejects replaces nothing, unless told to; a failed import has none" {
    printf x > there
    run --separate-stderr sar-index import --rejects there "$cdr"
    [ "$status" -eq 6 ]
    [ "$(cat there)" = x ]
    cp "$cdr" export.csv
    run sar-index import --rejects export.csv export.csv
    [ "$status" -eq 6 ]
    cmp "$cdr" export.csv
    [ "$(legs)" -eq 0 ]
    echo nonsense > bad
    run sar-index import --rejects new bad
    [ "$status" -eq 2 ]
    [ ! -e new ]
    run sar-index import --rejects there --force "$cdr"
    [ "$status" -eq 0 ]
    [ ! -s there ]
    [ "$(stat -c %a there)" = 600 ]
    [ -z "$(find . -maxdepth 1 -name '.sar-*')" ]
    run sar-index check --report there
    [ "$status" -eq 6 ]
}

@test "formats lists what import tells by content" {
    run sar-index formats
    [ "$status" -eq 0 ]
    [[ $output == *"freepbx-csv "* ]]
    run sar-index formats --json
    summary_is 0
    [[ $output == *'"name":"freepbx-csv"'* ]]
}

@test "a file that is not there is 10, an index that is there 6" {
    run --separate-stderr sar-index import nowhere.csv
    [ "$status" -eq 10 ]
    [ "$stderr" = "sar-index: nowhere.csv: No such file or directory" ]
    run sar-index init
    [ "$status" -eq 6 ]
}

@test "two imports at once: one waits or gets 11" {
    python3 - "$SAR_HOME/index.db" <<'PY' &
import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("BEGIN IMMEDIATE")
open("held", "w").close()
time.sleep(3)
PY
    while [ ! -e held ]; do sleep 0.05; done
    run sar-index import --quiet "$cdr"
    [ "$status" -eq 11 ]
    run sar-index import --quiet --lock-wait 20 "$cdr"
    [ "$status" -eq 0 ]
    wait
}

@test "a home that cannot be written is a clear failure" {
    [ "$(id -u)" -ne 0 ] || skip "root can write everywhere"
    chmod -R a-w "$SAR_HOME"
    run sar-index import "$cdr"
    chmod -R u+w "$SAR_HOME"
    [ "$status" -eq 10 ] || [ "$status" -eq 15 ]
}

@test "stat tells where rows came from, and what it is that it holds" {
    sar-index import --quiet "$cdr"
    run sar-index stat --json
    [ "$status" -eq 0 ]
    summary_is 0
    printf '%s\n' "$output" | python3 -c '
import hashlib, json, sys
source, stat = [json.loads(line) for line in sys.stdin]
assert source["type"] == "source"
assert source["sha256"] == hashlib.sha256(
    open(sys.argv[1], "rb").read()).hexdigest()
assert source["importer"].startswith("freepbx-csv/")
assert source["legs"] == stat["legs"] == source["rows_new"] == 20
assert stat["uses"] == 17 and stat["recordings"] == 16
' "$cdr"
}

@test "a number on hundreds of legs draws a warning, one on few does not" {
    python3 - "$cdr" > many.csv <<'END'
import csv, sys
rows = csv.DictReader(open(sys.argv[1]))
out = csv.DictWriter(sys.stdout, rows.fieldnames)
out.writeheader()
row = next(r for r in rows if "960123" in r["src"])
for i in range(320):
    row.update(calldate="2026-09-09 10:%02d:%02d" % (i // 60, i % 60),
        src="01632960555", cnum="01632960555", clid="01632960555",
        recordingfile="", uniqueid="1788948000.%d" % i,
        linkedid="1788948000.%d" % i)
    out.writerow(row)
END
    sar-index import --quiet "$cdr"
    sar-index import --quiet many.csv
    run sar-export find --ref A --number 01632960555 --from 2026-09-01 \
        --to 2026-09-30 --received 2026-10-10
    [ "$status" -eq 0 ]
    [[ $output == *"ON 320 LEGS"* ]]
    run sar-export find --json --ref A --number 01632960123 \
        --from 2026-04-01 --to 2026-09-30 --received 2026-10-10
    [[ $output == *'"unusually_many":false'* ]]
}

@test "an option's value that is no number is not in the message" {
    run sar-index import --lock-wait 01632960123x "$cdr"
    [ "$status" -eq 2 ]
    [[ $output == *"--lock-wait: expected a number"* ]]
    [[ $output != *01632* ]]
    run sar-export mark --ref A --item 99999999999999999999 --by u1041
    [ "$status" -eq 2 ]
    [[ $output != *9999* ]]
}

@test "by another mapping a file is not one imported before" {
    other=$SAMPLE/other-recorder
    map() {
        run sar-index import --json --mapping "$1" \
            --recordings "$other/audio" "$other/calls.csv"
        [ "$status" -eq 0 ]
    }
    map "$other/mapping.conf"
    map "$other/mapping.conf"
    [[ $output == *'"known":true'* ]]
    { cat "$other/mapping.conf"; echo '# the same, in other words'; } > new.conf
    map new.conf
    [[ $output == *'"known":false'* ]]
    [[ $output == *'"rows_new":0'* ]]
}
