# sar-index import on FreeSWITCH's records: what becomes of them, by SQL.
setup_file() {
    load common
    export RECORDS=$BATS_FILE_TMPDIR/records
    python3 "$ROOT/tests/cli/freeswitch.py" "$RECORDS"
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    SAR_HOME=$BATS_TEST_TMPDIR/home
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$SAR_HOME/recorder"
    sar-index init --quiet
    fixtures=$ROOT/../shared/fixtures/freeswitch
}

sql() {
    sqlite3 -readonly "$SAR_HOME/index.db" "$1"
}

# All an index knows of the calls, less what names the file it came from.
all_of() {
    sql "SELECT ref, call, start, finish, clock, talk, answered, hold,
        recorded, direction FROM leg ORDER BY ref"
    sql "SELECT l.ref, p.role, p.kind, p.raw FROM party p
        JOIN leg l ON l.id = p.leg ORDER BY l.ref, p.nr"
    sql "SELECT l.ref, e.* FROM event e JOIN leg l ON l.id = e.leg
        ORDER BY l.ref, e.at, e.what"
    sql "SELECT l.ref, k.kind, k.target, k.evidence FROM link k
        JOIN leg l ON l.id = k.leg ORDER BY l.ref, k.target"
    sql "SELECT path FROM recording ORDER BY path"
}

import_only() {
    sar-index import --quiet "$1"
    all_of > "$2"
}

@test "a blind transfer: legs, parties, times and links of the JSON" {
    run sar-index import --json "$RECORDS/transfer"
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":3'* ]]
    [[ $output == *'"rows_rejected":0'* ]]
    # 10:00 in June is 09:00 UTC, whatever zone the stamp is in.
    [ "$(sql "SELECT start FROM leg WHERE ref LIKE '%1-aaaa%'")" = \
        "$(date -ud '2026-06-10 09:00:00' +%s)" ]
    [ "$(sql 'SELECT count(DISTINCT call) FROM leg')" = 1 ]
    [ "$(sql "SELECT talk, answered, hold, recorded, direction FROM leg
        WHERE ref LIKE '%1-aaaa%'")" = '170|1|2|2|1' ]
    [ "$(sql "SELECT hold, recorded FROM leg WHERE ref LIKE '%2-aaaa%'")" = \
        '1|0' ]
    [ "$(sql "SELECT kind, target, evidence FROM link k JOIN leg l
        ON l.id = k.leg WHERE ref LIKE '%1-aaaa%' ORDER BY target")" = \
"0|00000002-aaaa-4bbb-8ccc-0123456789ab|callflow
1|00000003-aaaa-4bbb-8ccc-0123456789ab|callflow" ]
    [ "$(sql "SELECT raw FROM party p JOIN leg l ON l.id = p.leg
        WHERE ref LIKE '%1-aaaa%' ORDER BY nr")" = \
"+447700900123
01632960000
2002
2001" ]
    # The basis, the digits pressed and the names.
    [ "$(sql 'SELECT DISTINCT basis, evidence, grouped FROM source')" = \
        '4|format|call_uuid' ]
    run ! grep -aq -e '1234#' -e Nobody "$SAR_HOME/index.db"
}

@test "a blind transfer: who was on the line when, and the hold" {
    sar-index import --quiet "$RECORDS/transfer"
    t=$(date -ud '2026-06-10 09:00:00' +%s)
    [ "$(sql "SELECT e.what, p.raw, e.at - ${t}000 FROM event e
        JOIN leg l ON l.id = e.leg
        LEFT JOIN party p ON p.leg = e.leg AND p.nr = e.party
        WHERE ref LIKE '%1-aaaa%' ORDER BY e.at, e.what, p.raw")" = \
"0|+447700900123|10000
0|2001|10000
2||30123
3||50123
1|2001|60000
0|2002|70000
1|+447700900123|180000
1|2002|180000" ]
}

@test "the recording is below the recordings' folder, caller on the left" {
    sar-index import --quiet "$RECORDS/transfer"
    [ "$(sql 'SELECT path FROM recording')" = \
        "2026/00000001-aaaa-4bbb-8ccc-0123456789ab.wav" ]
    [ "$(sql "SELECT s.channel, p.raw FROM stream s JOIN party p
        ON p.leg = s.leg AND p.nr = s.party")" = '0|+447700900123' ]
    [ "$(sql "SELECT offset, length FROM leg_recording")" = '|165000' ]
}

@test "plain, encoded, repeated and one file of lines are the same calls" {
    import_only "$RECORDS/transfer" plain
    for form in encoded repeated lines; do
        SAR_HOME=$BATS_TEST_TMPDIR/$form
        sar-export init --quiet --config "$SAMPLE/sar.conf"
        cp -R "$SAMPLE/recorder" "$SAR_HOME/recorder"
        sar-index init --quiet
        import_only "$RECORDS/$form" "$BATS_TEST_TMPDIR/$form.txt"
        diff plain "$BATS_TEST_TMPDIR/$form.txt"
    done
    # And in one index the second time is no change.
    run sar-index import --json "$RECORDS/encoded"
    [[ $output == *'"rows_new":0'* ]]
    [[ $output == *'"rows_same":3'* ]]
}

@test "an attended transfer, in XML, is found whole by the caller's number" {
    run sar-index import --json "$RECORDS/attended"
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":4'* ]]
    [ "$(sql "SELECT kind, target, evidence FROM link k JOIN leg l
        ON l.id = k.leg WHERE ref LIKE '%11-aaaa%' ORDER BY kind, target")" = \
"2|00000014-aaaa-4bbb-8ccc-0123456789ab|transfer_history
6|00000012-aaaa-4bbb-8ccc-0123456789ab|last_bridge_to" ]
    [ "$(sql "SELECT what, at FROM event e JOIN leg l ON l.id = e.leg
        WHERE ref LIKE '%11-aaaa%' AND what IN (2, 3) ORDER BY at")" = \
"2|$(date -ud '2026-01-12 14:00:40' +%s)000
3|$(date -ud '2026-01-12 14:01:30' +%s)000" ]
    [ "$(sql 'SELECT path FROM recording')" = \
        "council/archive/00000011-aaaa-4bbb-8ccc-0123456789ab.wav" ]
    # Swapped: what this channel says is on the right.
    [ "$(sql 'SELECT channel FROM stream')" = 1 ]
    run sar-export find --json --ref FS --number '07700 900123' \
        --from 2026-01-01 --to 2026-02-01 --received 2026-02-01 \
        --identity verified
    [ "$status" -eq 0 ]
    printf '%s\n' "$output" | python3 -c '
import json, sys
items = [i for i in map(json.loads, sys.stdin) if i["type"] == "item"]
assert [i["legs"] for i in items] == [["number", "number"],
                                      ["group", "link"]], items
assert {"evidence": "transfer_history", "found": "link"} in \
    items[1]["evidence"], items
assert not any(i["possible"] for i in items), items
'
}

@test "what FreeSWITCH writes where it has no number matches nobody" {
    sed 's/+447700900123/0000000000/g' \
        "$RECORDS/lines/calls.json" > zeros.json
    sar-index import --quiet zeros.json
    [ "$(sql "SELECT DISTINCT kind, key FROM party
        WHERE raw = '0000000000'")" = '2|' ]
}

@test "a path that leads elsewhere makes the record a reject" {
    base='/var/lib/freeswitch/recordings/2026/'
    for path in /etc/ /recordings/../../etc/ 'shout://h/recordings/' \
        'C:\\\\recordings\\\\'; do
        sed "s|$base|$path|g" "$RECORDS/lines/calls.json" > bad.json
        run sar-index import --dry-run --json --rejects bad.tsv --force bad.json
        [ "$status" -eq 0 ]
        [[ $output == *'"rows_rejected":1'* ]]
        [ "$(cut -f1,2 bad.tsv)" = "$(printf '1\trecord_session')" ]
        run ! grep -q etc bad.tsv
    done
}

@test "a torn line, a broken one and another's object are rejects by line" {
    {
        head -n 1 "$RECORDS/lines/calls.json" | cut -c 1-900
        sed -n 2p "$RECORDS/lines/calls.json"
        echo 'nonsense'
        echo '{"variables": 7}'
        sed -n 3p "$RECORDS/lines/calls.json" | head -c 700
    } > torn.json
    run sar-index import --json --rejects torn.tsv --force torn.json
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":1'* ]]
    [ "$(cat torn.tsv)" = "1	-	torn, or a line break in a string
3	-	not a JSON object
4	-	not a FreeSWITCH record
5	-	torn: the record does not end" ]
}

@test "a bomb of JSON or XML is refused and nothing is imported" {
    python3 - <<'PYTHON'
head = '{"core-uuid":"x","channel_data":{},"variables":{"a":'
open("deep.json", "w").write(head + "[" * 100000 + "]" * 100000 + "}}\n")
open("large.json", "w").write(head + '"' + "x" * (5 << 20) + '"}}\n')
open("twice.json", "w").write(
    '{"core-uuid":"x","channel_data":{},"variables":{"uuid":"a","uuid":"b"}}\n')
entities = "".join('<!ENTITY l%d "%s">' % (i, "&l%d;" % (i - 1) * 10)
                   for i in range(1, 10))
open("laughs.xml", "w").write(
    '<?xml version="1.0"?><!DOCTYPE cdr [<!ENTITY l0 "ha">' + entities +
    "]><cdr><variables><uuid>&l9;</uuid></variables></cdr>")
open("outside.xml", "w").write(
    '<cdr core-uuid="x"><variables><uuid>&passwd;</uuid></variables></cdr>')
open("deep.xml", "w").write("<cdr core-uuid='x'><variables>" + "<a>" * 99999)
PYTHON
    for file in deep large twice; do
        run sar-index import --json --rejects "$file.tsv" --force "$file.json"
        [ "$status" -eq 0 ]
        [[ $output == *'"rows_new":0'* ]]
        [ "$(wc -l < "$file.tsv")" -eq 1 ]
    done
    [[ $(cat deep.tsv) == *'nested too deep' ]]
    [[ $(cat large.tsv) == *'larger than 4 MiB' ]]
    [[ $(cat twice.tsv) == *'not well-formed JSON' ]]
    for file in laughs outside deep; do
        run --separate-stderr sar-index import --format freeswitch-xml \
            "$file.xml"
        [ "$status" -eq 2 ]
        [[ $stderr == *"$file.xml: line 1: "* ]]
    done
    [ "$(sql 'SELECT count(*) FROM leg')" = 0 ]
}

@test "the sample of FreeSWITCH's documentation is read whole" {
    [ -f "$fixtures/Master-docs-sample.csv" ] || skip "no fixtures"
    run sar-index import --json "$fixtures/Master-docs-sample.csv"
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":5'* ]]
    # One number, four ways: found where it has one reading.
    [ "$(sql 'SELECT count(*), count(DISTINCT key) FROM party
        WHERE role = 1 AND kind = 0')" = '3|1' ]
    # Its ids were made in the very second of its stamps, read as UTC, which
    # as local times were an hour earlier: a second clock, for review.
    [ "$(sql 'SELECT DISTINCT clock - start FROM leg')" = 3600 ]
}

@test "each stock template is told by its shape, in one file" {
    u=6f1c2d3e-aaaa-4bbb-8ccc-0123456789a
    t='"2026-06-10 10:00:00","2026-06-10 10:00:05","2026-06-10 10:01:00"'
    n='"No "Body", Esq","07700900123","2001","default"'
    {
        printf '%s,%s,"60","55","NORMAL_CLEARING","%s","%s", "acc"\n' \
            "$n" "$t" "${u}0" "${u}f"
        printf 'INSERT INTO cdr VALUES (%s,%s,"60","55","X","%s","", "");\n' \
            "$n" "$t" "${u}1"
        printf '%s,%s,"60","55","X","%s","","","PCMA","PCMA"\r\n' \
            "$n" "$t" "${u}2"
        printf '%s,%s,"60","55","X","%s","","","PCMA","PCMA","ua","x"\n' \
            "$n" "$t" "${u}3"
        printf '%s,%s,"60","55","X","%s","", "","A","A","ua","","r","t","%s"\n' \
            "$n" "$t" "${u}4" /usr/local/freeswitch/recordings/x.wav
        printf '"acc","07700900123","2001","default",""A","B" <07700900123>",'
        printf '"sofia/internal/2009@h","sofia/gateway/x","bridge","user/1",'
        printf '%s,"60","55","X","3","%s",""\n' "$t" "${u}5"
        printf '"%s","%s","inbound","07700900123","2001",' "${u}6" "${u}f"
        printf '"","2026-06-10 10:01:00","0","acc","","192.0.2.1","true",""\n'
        printf '"Two\nlines","07700900123","2001","default",%s,' "$t"
        printf '"60","55","X","%s","","","PCMA","PCMA"\n' "${u}7"
        printf '"short","07700900123"\n'
        printf '"Nobody","07700900123","2001","default",%s,"x","55","X",' "$t"
        printf '"%s","","","PCMA","PCMA"\n' "${u}8"
    } > Master.csv
    run sar-index import --json --rejects bad.tsv --force Master.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":8'* ]]
    [ "$(cat bad.tsv)" = "10	-	not a row of a known form
11	duration	not whole seconds" ]
    # All are 10:00 in summer; one template has no start.
    s=$(date -ud '2026-06-10 09:00:00' +%s)
    [ "$(sql "SELECT DISTINCT start - $s, finish - start, talk, answered
        FROM leg WHERE ref NOT LIKE '%6'")" = '0|60|55|1' ]
    [ "$(sql "SELECT start - $s, finish - start, uncertain, answered
        FROM leg WHERE ref LIKE '%6'")" = '60|0|300|0' ]
    [ "$(sql "SELECT count(*) FROM party WHERE key = 447700900123")" = 8 ]
    [ "$(sql "SELECT count(*) FROM party WHERE raw = '2009'")" = 1 ]
    [ "$(sql "SELECT target, evidence, count(*) FROM link
        GROUP BY 1, 2 ORDER BY 2")" = "${u}f|bleg_uuid|1
${u}f|signal_bond|1" ]
    [ "$(sql 'SELECT path FROM recording')" = x.wav ]
    run ! grep -aq -e Body -e Esq -e Two "$SAR_HOME/index.db"
}

@test "a CSV torn in its last row is refused" {
    head -n 2 "$fixtures/Master-docs-sample.csv" > torn.csv ||
        skip "no fixtures"
    printf '"9008","9008"' >> torn.csv
    run --separate-stderr sar-index import torn.csv
    [ "$status" -eq 2 ]
    [[ $stderr == *"line 3: torn"* ]]
    [ "$(sql 'SELECT count(*) FROM leg')" = 0 ]
}

@test "FusionPBX's export: epochs, stamps with an offset, extension, path" {
    run sar-index import --json --rejects bad.tsv --force "$RECORDS/cdr.csv"
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"fusionpbx-csv/1"'* ]]
    [ "$(cat bad.tsv)" = \
        "4	start_epoch	not a number of seconds since 1970
5	-	not a row of a known form" ]
    s=$(date -ud '2026-06-10 09:00:00' +%s)
    [ "$(sql "SELECT start - $s, finish - start, talk, answered, recorded,
        direction FROM leg ORDER BY ref")" = "0|180|170|1|2|1
0|20|0|0|0|2" ]
    [ "$(sql "SELECT role, key FROM party WHERE key > 0 ORDER BY leg, nr")" = \
"0|447700900123
2|441632960000
1|441632960123" ]
    [ "$(sql 'SELECT what, at - 1000 * start FROM event e JOIN leg l
        ON l.id = e.leg')" = "0|10000
1|180000" ]
    [ "$(sql 'SELECT target, evidence FROM link')" = \
        '00000002-aaaa-4bbb-8ccc-0123456789ab|bridge_uuid' ]
    [ "$(sql 'SELECT path FROM recording')" = \
        'd/archive/2026/Jun/10/00000001-aaaa-4bbb-8ccc-0123456789ab.mp3' ]
    run ! grep -aqi -e nobody -e 'No "Body"' "$SAR_HOME/index.db"
}

@test "mod_cdr_sqlite's database is read as it stands, and not twice" {
    sqlite3 cdr.db "CREATE TABLE cdr (caller_id_name VARCHAR,
        caller_id_number VARCHAR, destination_number VARCHAR, context VARCHAR,
        start_stamp DATETIME, answer_stamp DATETIME, end_stamp DATETIME,
        duration INTEGER, billsec INTEGER, hangup_cause VARCHAR, uuid VARCHAR,
        bleg_uuid VARCHAR, account_code VARCHAR);
        INSERT INTO cdr VALUES ('Nobody', '07700900123', '2001', 'default',
        '2026-06-10 10:00:00', '2026-06-10 10:00:05', '2026-06-10 10:01:00',
        60, 55, 'NORMAL_CLEARING', 'one', 'two', '');
        INSERT INTO cdr VALUES ('', '07700900123', '2001', 'default',
        '2026-10-25 01:30:00', '', '2026-10-25 01:30:10', 10, 0, 'X',
        'three', '', '');
        INSERT INTO cdr VALUES ('', '', '', '', NULL, NULL, NULL, NULL, NULL,
        '', 'four', NULL, NULL);"
    sha256sum cdr.db > before
    run sar-index import --json --rejects bad.tsv --force cdr.db
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"freeswitch-sqlite/1"'* ]]
    [[ $output == *'"rows_new":2'* ]]
    [ "$(cat bad.tsv)" = '3	start_stamp	not a date and time' ]
    [ "$(sql "SELECT ref, start, finish - start, talk, answered, uncertain
        FROM leg ORDER BY ref")" = \
"one|$(date -ud '2026-06-10 09:00:00' +%s)|60|55|1|0
three|$(date -ud '2026-10-25 00:30:00' +%s)|10|0|0|3600" ]
    [ "$(sql 'SELECT target, evidence FROM link')" = 'two|bleg_uuid' ]
    sqlite3 cdr.db 'VACUUM'
    run sar-index import --json cdr.db
    [[ $output == *'"known":true'* ]]
    run ! grep -aq Nobody "$SAR_HOME/index.db"
}
