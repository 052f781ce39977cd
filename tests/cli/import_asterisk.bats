# Asterisk's own logs: what is read, and that a search answers whole calls.
setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    SAR_HOME=$BATS_TEST_TMPDIR/home
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$SAR_HOME/recorder"
    sar-index init --quiet
    tool=$SAR_TESTS/cli/asterisk.py
    fixture=$SAR_TESTS/../../shared/fixtures/asterisk
    fixture=$fixture/cdr-specification-scenarios.csv
}

sql() {
    sqlite3 -readonly "$SAR_HOME/index.db" "$1"
}

find_number() {
    sar-export find --json --ref SAR-2026-0001 --number "$1" \
        --from "$2" --to "$3" --received "$3" --identity verified \
        --name x > find.json || [ "$?" -eq 4 ]
    python3 "$tool" answer find.json
}

# By number, by group or link, perhaps: in 2026.
found_2026() {
    find_number "$1" 2026-01-01 2026-10-10
}

imported() {
    run --separate-stderr sar-index import --json --rejects rejects --force "$@"
    [ "$status" -eq 0 ]
}

# One value of the last import's summary.
told() {
    printf '%s\n' "$output" | tail -n 1 |
        python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' \
            "$1"
}

# cdr_csv rows: start, seconds after it the end, uniqueid, from, to, linked
row() {
    printf '"","%s","%s","c","","PJSIP/t-1","PJSIP/2001-2","Dial","",' \
        "$4" "$5"
    printf '"%s","%s","%s",9,9,"ANSWERED","DOCUMENTATION","%s"' \
        "$1" "$1" "$2" "$3"
    [ -z "${6-}" ] || printf ',"","","%s",%s' "$6" "$7"
    printf '\n'
}

scenarios() {
    [ -f "$fixture" ] || skip 'shared/fixtures is not here'
    mkdir logs
    python3 "$tool" scenarios "$fixture" logs "$1" > expected
    [ "$(wc -l < expected)" -eq 20 ]
    while read -r path number rejects direct grouped; do
        # Reading the printed page's clock: it stands in America/Chicago.
        imported --zone America/Chicago \
            --system "p$(basename "$path" .csv)" "$path"
        [ "$(told rows_rejected)" -eq "$rejects" ]
        [ "$(told importer)" = "$2" ]
    done < expected
    while read -r path number rejects direct grouped; do
        read -r by_number by_group perhaps \
            < <(find_number "$number" 2013-03-01 2013-03-31)
        echo "$path: $by_number/$direct $by_group/$grouped $perhaps"
        [ "$by_number" -eq "$direct" ]
        [ "$by_group" -eq "$grouped" ]
    done < expected
}

@test "every scenario of the CDR specification is answered whole (cdr_csv)" {
    scenarios csv asterisk-csv/1
    # The consultations that no linkedid ties are for a person to decide.
    [ "$(find_number 01632960109 2013-03-01 2013-03-31)" = '1 0 1' ]
    [ "$(find_number 01632960119 2013-03-01 2013-03-31)" = '5 5 1' ]
}

@test "... and those of cdr_custom by uniqueid, which is all it has" {
    scenarios custom asterisk-custom-csv/1
}

@test "the fixture's two slips of the pen are rejects by line and column" {
    [ -f "$fixture" ] || skip 'shared/fixtures is not here'
    mkdir logs
    python3 "$tool" scenarios "$fixture" logs csv > expected
    imported --zone America/Chicago logs/09.csv
    [ "$(cat rejects)" = $'1\tend\tnot a date and time' ]
    imported --zone America/Chicago --system other logs/19.csv
    [ "$(cat rejects)" = $'12\tanswer\tnot a date and time' ]
}

@test "uniqueids prove UTC, or local time, and the start is that instant" {
    row '2026-07-01 10:00:00' '2026-07-01 10:00:09' 1782900000.1 \
        01632960201 01632960000 > utc.csv
    row '2026-07-01 11:00:00' '2026-07-01 11:00:09' 1782900000.2 \
        01632960202 01632960000 > local.csv
    [ "$(date -u -d @1782900000 +%FT%T)" = 2026-07-01T10:00:00 ]
    imported utc.csv
    imported local.csv
    [ "$(sql 'SELECT DISTINCT start FROM leg')" = 1782900000 ]
    [ "$(sql 'SELECT group_concat(evidence) FROM source')" = \
        uniqueid,uniqueid ]
    [ "$(sql 'SELECT count(DISTINCT basis) FROM source')" -eq 2 ]
}

@test "UTC and local time in one file, or neither, is refused" {
    row '2026-07-01 10:00:00' '2026-07-01 10:00:09' 1782900000.1 \
        01632960201 01632960000 > mixed.csv
    row '2026-07-01 11:00:00' '2026-07-01 11:00:09' 1782900000.2 \
        01632960202 01632960000 >> mixed.csv
    run --separate-stderr sar-index import mixed.csv
    [ "$status" -eq 2 ]
    [[ $stderr == *'line 1: the start is in UTC, but that of line 2'* ]]
    row '2026-07-01 15:00:00' '2026-07-01 15:00:09' 1782900000.1 \
        01632960201 01632960000 > neither.csv
    run --separate-stderr sar-index import neither.csv
    [ "$status" -eq 2 ]
    [[ $stderr == *'neither in UTC nor in the zone'* ]]
    [ "$(sql 'SELECT count(*) FROM leg')" -eq 0 ]
    # The operator may know better.
    imported --times local neither.csv
    [ "$(told rows_new)" -eq 1 ]
}

@test "in winter nothing tells: said so, or the operator says which" {
    row '2026-01-15 10:00:00' '2026-01-15 10:00:09' 1768471200.1 \
        01632960201 01632960000 > winter.csv
    imported winter.csv
    [ "$(sql 'SELECT evidence FROM source')" = '' ]
    # In winter UTC and local time are the same: nothing is uncertain.
    [ "$(sql 'SELECT start, uncertain FROM leg')" = '1768471200|0' ]
}

@test "all widths of cdr_csv: a userfield is no uniqueid, and no guess" {
    long=$(row '2026-07-01 10:00:00' '2026-07-01 10:00:09' 1782900000.1 \
        01632960201 2001 1782900000.1 7)
    bare=${long%,\"1782900000.1\",\"\",*}
    echo "$bare" > w16
    echo "$bare,\"1782900000.1\"" > w17id
    { echo "$bare,\"\""; echo "$bare,\"note\""; } > w17user
    echo "$bare,\"1782900000.1\",\"note\"" > w18
    echo "$bare,\"\",\"1782900000.1\",7" > w19
    echo "$bare,\"1782900000.1\",\"\",\"1782900000.1\",7" > w20
    echo "$long" > w21
    for width in w16 w17id w17user w18 w19 w20 w21; do
        # Without a uniqueid nothing tells the basis of times.
        imported --times utc --system "$width" "$width"
        [ "$(told rows_rejected)" -eq 0 ]
        [ "$(told rows_new)" -eq "$(wc -l < "$width")" ]
    done
    system="SELECT id FROM system WHERE name"
    [ "$(sql "SELECT call FROM leg WHERE system = ($system = 'w17id')")" \
        = 1782900000.1 ]
    [ -z "$(sql "SELECT DISTINCT call FROM leg
        WHERE system = ($system = 'w17user')")" ]
    for width in w20 w21; do
        [ "$(sql "SELECT ref || ' ' || call FROM leg
            WHERE system = ($system = '$width')")" \
            = '1782900000.1:7 1782900000.1' ]
    done
    { echo "$bare,\"x\""; echo "$bare,\"1782900000.1\""; } > unclear
    run --separate-stderr sar-index import --times utc unclear
    [ "$status" -eq 2 ]
    [[ $stderr == *'column 17: uniqueid or userfield: cannot be told'* ]]
}

@test "the same log, grown, and rows copied to another file add nothing" {
    { row '2026-07-01 10:00:00' '2026-07-01 10:00:09' 1782900000.1 \
        01632960201 2001 1782900000.1 7
      row '2026-07-01 10:05:00' '2026-07-01 10:05:09' 1782900300.1 \
        01632960202 2001 1782900300.1 8; } > Master.csv
    head -n 1 Master.csv > early.csv
    imported early.csv
    imported Master.csv
    [ "$(told rows_same)" -eq 1 ]
    [ "$(told rows_new)" -eq 1 ]
    tail -n 1 Master.csv > account.csv
    imported account.csv
    [ "$(told rows_same)" -eq 1 ]
    [ "$(sql 'SELECT count(*) FROM leg')" -eq 2 ]
}

@test "a torn log is refused; a row that is none is a reject, not shown" {
    row '2026-07-01 10:00:00' '2026-07-01 10:00:09' 1782900000.1 \
        01632960201 2001 > good
    { cat good good good; sed 's/"ANSWERED"/"01632960999"/' good; } > log
    imported log
    [ "$(cat rejects)" = $'4\tdisposition\tnone of Asterisk'"'s" ]
    printf %s "$(cat good)" > torn
    run --separate-stderr sar-index import torn
    [ "$status" -eq 2 ]
    [[ $stderr == *'torn: the last line has no end'* ]]
}

# --- the channel event log ---------------------------------------------------
# event TYPE TIME NUM EXTEN CHANNEL UNIQUEID LINKEDID [PEER [EXTRA]]
event() {
    printf '"%s","%s","","%s","","","","%s","c","%s","","","3","",' \
        "$1" "$2" "$3" "$4" "$5"
    printf '"%s","%s","%s","","","%s"\n' "$6" "$7" "${8-}" \
        "${9//\"/\"\"}"
}

T=1782900000

# A calls 2001, who rings 2002 (a consultation in a call of its own) and
# transfers A to them.
transfer_log() {
    local a=$T.1 b=$T.2 b2=$((T + 20)).3 c=$((T + 20)).4
    event CHAN_START $T.1 01632960301 01632960000 PJSIP/trunk-1 $a $a
    event CHAN_START $T.5 2001 s PJSIP/2001-2 $b $a
    event ANSWER $((T + 5)).0 2001 s PJSIP/2001-2 $b $a
    event ANSWER $((T + 5)).1 01632960301 s PJSIP/trunk-1 $a $a
    event BRIDGE_ENTER $((T + 5)).2 2001 s PJSIP/2001-2 $b $a '' \
        '{"bridge_id":"x","bridge_technology":"simple_bridge"}'
    event BRIDGE_ENTER $((T + 5)).3 01632960301 s PJSIP/trunk-1 $a $a \
        PJSIP/2001-2 '{"bridge_id":"x","bridge_technology":"simple_bridge"}'
    event CHAN_START $((T + 20)).0 2001 2002 PJSIP/2001-3 $b2 $b2
    event CHAN_START $((T + 20)).1 2002 s PJSIP/2002-4 $c $b2
    event ANSWER $((T + 25)).0 2002 s PJSIP/2002-4 $c $b2
    event BRIDGE_ENTER $((T + 25)).1 2002 s PJSIP/2002-4 $c $b2 '' '{}'
    event BRIDGE_ENTER $((T + 25)).2 2001 s PJSIP/2001-3 $b2 $b2 \
        PJSIP/2002-4 '{}'
    event ATTENDEDTRANSFER $((T + 40)).0 2001 s PJSIP/2001-2 $b $a \
        '' '{"bridge1_id":"x","channel2_name":"PJSIP/2001-3","channel2_uniqueid":"'$b2'","transferee_channel_name":"PJSIP/trunk-1","transferee_channel_uniqueid":"'$a'","transfer_target_channel_name":"PJSIP/2002-4","transfer_target_channel_uniqueid":"'$c'"}'
    event BRIDGE_EXIT $((T + 40)).1 2001 s PJSIP/2001-2 $b $a '' '{}'
    event HANGUP $((T + 40)).2 2001 s PJSIP/2001-2 $b $a
    event CHAN_END $((T + 40)).2 2001 s PJSIP/2001-2 $b $a
    event BRIDGE_EXIT $((T + 40)).3 2001 s PJSIP/2001-3 $b2 $b2 '' '{}'
    event CHAN_END $((T + 40)).4 2001 s PJSIP/2001-3 $b2 $b2
    event CHAN_END $((T + 90)).0 2002 s PJSIP/2002-4 $c "${1-$b2}"
    event CHAN_END $((T + 90)).1 01632960301 s PJSIP/trunk-1 $a $a
    event LINKEDID_END $((T + 90)).1 01632960301 s PJSIP/trunk-1 $a $a
}

@test "CEL: an attended transfer joins the call and the consultation" {
    transfer_log > log
    imported log
    [ "$(told importer)" = asterisk-cel/1 ]
    [ "$(told rows_new)" -eq 4 ]
    [ "$(told rows_rejected)" -eq 0 ]
    [ "$(sql 'SELECT evidence FROM source')" = format ]
    # The caller's leg; 2001's by the call; both of the other call by link.
    [ "$(found_2026 01632960301)" = '1 3 0' ]
    [[ $(cat find.json) == *ATTENDEDTRANSFER* ]]
    # A stranger's call at the same time stays out.
    event CHAN_START $T.9 01632960302 2009 PJSIP/trunk-9 $T.9 $T.9 > other
    event CHAN_END $((T + 9)).0 01632960302 2009 PJSIP/trunk-9 $T.9 $T.9 \
        >> other
    imported other
    [ "$(found_2026 01632960302)" = '1 0 0' ]
    [ "$(found_2026 01632960301)" = '1 3 0' ]
}

@test "CEL: who was on the line when is an event each, in milliseconds" {
    transfer_log > log
    imported log
    run sql "SELECT e.what, e.party, e.at - $T * 1000 FROM event e
        JOIN leg l ON l.id = e.leg WHERE l.ref = 'cel:$T.2' ORDER BY e.at"
    [ "$output" = $'0|0|5200\n1|0|40100' ]
    [ "$(sql "SELECT p.raw FROM party p JOIN leg l ON l.id = p.leg
        WHERE l.ref = 'cel:$T.2' AND p.nr = 0")" = 2001 ]
    run sql "SELECT start - $T, finish - $T, talk, answered, hold, recorded
        FROM leg WHERE ref = 'cel:$T.2'"
    # Nothing says whether anybody pressed hold, or whether it was recorded.
    [ "$output" = '0|41|36|1|0|0' ]
}

@test "CEL: a blind transfer, and a call forwarded outside" {
    a=$T.1 b=$T.2 c=$T.3
    { event CHAN_START $T.1 01632960301 2001 PJSIP/trunk-1 $a $a
      event CHAN_START $T.2 2001 s PJSIP/2001-2 $b $b
      event ANSWER $((T + 2)).0 2001 s PJSIP/2001-2 $b $b
      event ANSWER $((T + 2)).1 01632960301 2001 PJSIP/trunk-1 $a $a
      event BLINDTRANSFER $((T + 5)).0 2001 s PJSIP/2001-2 $b $b '' \
        '{"extension":"01632960303","context":"c","bridge_id":"x","transferee_channel_name":"PJSIP/trunk-1","transferee_channel_uniqueid":"'$a'"}'
      event FORWARD $((T + 6)).0 2002 s PJSIP/2002-3 $c $c '' \
        '{"forward":"Local/07700900123@from-internal"}'
      event CHAN_END $((T + 7)).0 2001 s PJSIP/2001-2 $b $b
      event CHAN_END $((T + 9)).0 01632960301 2001 PJSIP/trunk-1 $a $a
    } > log
    imported log
    [ "$(told rows_new)" -eq 3 ]
    [ "$(found_2026 01632960301)" = '1 1 0' ]
    [ "$(found_2026 01632960303)" = '1 1 0' ]
    [ "$(found_2026 07700900123)" = '1 0 0' ]
}

@test "CEL: a parked caller is on hold from then till picked up by another" {
    a=$T.1 c=$((T + 60)).2
    holding='{"bridge_id":"p","bridge_technology":"holding_bridge"}'
    { event CHAN_START $T.0 01632960301 2001 PJSIP/trunk-1 $a $a
      event BRIDGE_ENTER $((T + 2)).0 01632960301 '' PJSIP/trunk-1 $a $a '' \
        '{"bridge_id":"x","bridge_technology":"simple_bridge"}'
      event BRIDGE_EXIT $((T + 9)).0 01632960301 '' PJSIP/trunk-1 $a $a '' \
        '{"bridge_id":"x","bridge_technology":"simple_bridge"}'
      event PARK_START $((T + 10)).0 01632960301 '' PJSIP/trunk-1 $a $a '' \
        '{"parker_dial_string":"PJSIP/2001","parking_lot":"default"}'
      event BRIDGE_ENTER $((T + 10)).1 01632960301 '' PJSIP/trunk-1 $a $a \
        '' "$holding"
      event CHAN_START $((T + 60)).0 2003 700 PJSIP/2003-2 $c $c
      event BRIDGE_EXIT $((T + 61)).0 01632960301 '' PJSIP/trunk-1 $a $a '' \
        "$holding"
      event PARK_END $((T + 61)).1 01632960301 '' PJSIP/trunk-1 $a $a '' \
        '{"reason":"PARKED_CALL_UNPARKED","retriever":"PJSIP/2003-2"}'
      event CHAN_END $((T + 80)).0 2003 700 PJSIP/2003-2 $c $c
      event CHAN_END $((T + 80)).0 01632960301 '' PJSIP/trunk-1 $a $a
    } > log
    imported log
    run sql "SELECT e.what, e.at - $T * 1000 FROM event e
        JOIN leg l ON l.id = e.leg WHERE l.ref = 'cel:$a' ORDER BY e.nr"
    [ "$output" = $'0|2000\n1|9000\n2|10000\n3|61000' ]
    [ "$(sql "SELECT hold FROM leg WHERE ref = 'cel:$a'")" -eq 2 ]
    [ "$(found_2026 01632960301)" = '1 1 0' ]
    [[ $(cat find.json) == *PARK_END* ]]
}

@test "CEL: a pickup, and two Local channels made one, tie calls" {
    a=$T.1 b=$T.2 c=$T.3 d=$T.4
    { event CHAN_START $T.1 01632960301 2001 PJSIP/trunk-1 $a $a
      event CHAN_START $T.2 2005 '*8' PJSIP/2005-2 $b $b
      event CHAN_START $T.3 '' s 'Local/2006@x-1;1' $c $c
      event CHAN_START $T.4 2006 s PJSIP/2006-3 $d $d
      event PICKUP $((T + 3)).0 01632960301 2001 PJSIP/trunk-1 $a $a '' \
        '{"pickup_channel":"PJSIP/2005-2"}'
      event LOCAL_OPTIMIZE $((T + 4)).0 '' s 'Local/2006@x-1;1' $c $c '' \
        '{"local_two":"PJSIP/2005-2","local_two_uniqueid":"'$b'"}'
      for id in "$a" "$b" "$c" "$d"; do
        event CHAN_END $((T + 9)).0 '' '' '' "$id" "$id"
      done; } > log
    imported log
    # 2006's own call is only near: the Local channel went to 2006.
    [ "$(found_2026 01632960301)" = '1 2 1' ]
    [[ $(cat find.json) == *PICKUP*LOCAL_OPTIMIZE* ]]
}

@test "CEL of before Asterisk 12: one channel has the bridge's events" {
    a=$T.1 b=$T.2
    { event CHAN_START $T.1 01632960301 2001 SIP/trunk-1 $a ''
      event CHAN_START $T.2 2001 s SIP/2001-2 $b ''
      event BRIDGE_START $((T + 3)).0 01632960301 2001 SIP/trunk-1 $a '' \
        SIP/2001-2
      event BRIDGE_END $((T + 7)).0 01632960301 2001 SIP/trunk-1 $a '' \
        SIP/2001-2
      event HANGUP $((T + 8)).0 2001 s SIP/2001-2 $b '' '' '16,,ANSWER'
      event CHAN_END $((T + 8)).0 2001 s SIP/2001-2 $b ''
      event CHAN_END $((T + 8)).0 01632960301 2001 SIP/trunk-1 $a ''; } > log
    imported log
    for id in "$a" "$b"; do
        run sql "SELECT e.what, e.at - $T * 1000 FROM event e
            JOIN leg l ON l.id = e.leg WHERE l.ref = 'cel:$id'"
        [ "$output" = $'0|3000\n1|7000' ]
    done
    [ "$(found_2026 01632960301)" = '1 1 0' ]
}

@test "CEL and a stock Master.csv of one system: joined, nothing replaced" {
    # Master.csv has no linkedid: two calls to it.
    { row '2026-07-01 11:00:00' '2026-07-01 11:00:40' $T.1 01632960301 2001
      row '2026-07-01 11:00:20' '2026-07-01 11:01:30' $((T + 20)).3 2001 2002
    } > Master.csv
    imported Master.csv
    [ "$(told rows_new)" -eq 2 ]
    [ "$(found_2026 01632960301)" = '1 0 1' ]
    transfer_log > cel.csv
    imported cel.csv
    [ "$(told rows_new)" -eq 4 ]
    [ "$(told rows_changed)" -eq 0 ]
    # The call record, and its leg in the log, have the number.
    [ "$(found_2026 01632960301)" = '2 4 0' ]
    # The other way round it is the same.
    rm "$SAR_HOME"/index.db*
    sar-index init --quiet
    imported cel.csv
    imported Master.csv
    [ "$(found_2026 01632960301)" = '2 4 0' ]
}

@test "CEL: linked ids that change in a call, and logs without any" {
    # c's call becomes that of a: its last linked id is a's.
    transfer_log $T.1 > log
    grep -v ATTENDEDTRANSFER log > plain
    imported plain
    [ "$(found_2026 01632960301)" = '1 3 0' ]
    # Without linked ids only bridges and transfers tell.
    sar-export init --quiet --home other --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" other/recorder
    sar-index init --home other --quiet
    python3 - log none << 'PY'
import csv, sys
with open(sys.argv[1], newline="") as f, open(sys.argv[2], "w") as out:
    for row in csv.reader(f):
        row[15] = ""
        csv.writer(out, quoting=csv.QUOTE_ALL,
                   lineterminator="\n").writerow(row)
PY
    export SAR_HOME=$PWD/other
    imported none
    [ "$(found_2026 01632960301)" = '1 3 0' ]
}

@test "CEL: a log cut in two gives parts, tied, and grows without doubles" {
    transfer_log > log
    head -n 6 log > log.1
    tail -n +7 log > log.2
    imported log.1
    [ "$(told rows_new)" -eq 2 ]
    imported log.2
    [ "$(told rows_new)" -eq 4 ]
    [ "$(told rows_changed)" -eq 0 ]
    [ "$(sql "SELECT ref FROM leg WHERE ref LIKE 'cel:$T.2@%'")" = \
        "cel:$T.2@$((T + 40)).0" ]
    [ "$(found_2026 01632960301)" = '2 4 0' ]
    # The same log, whole: the first parts are now the whole legs.
    imported log
    [ "$(told rows_new)" -eq 0 ]
    [ "$(told rows_changed)" -eq 2 ]
    imported --again log
    [ "$(told rows_same)" -eq 4 ]
}

@test "CEL: a table's CSV is told by its header, whatever the order" {
    transfer_log > log
    python3 - log table << 'PY'
import csv, sys
names = ("eventtype eventtime cid_name cid_num cid_ani cid_rdnis cid_dnid "
         "exten context channame appname appdata amaflags accountcode "
         "uniqueid linkedid peer userfield userdeftype extra").split()
with open(sys.argv[1], newline="") as f, open(sys.argv[2], "w") as out:
    w = csv.DictWriter(out, ["id"] + sorted(names), lineterminator="\n")
    w.writeheader()
    for i, row in enumerate(csv.reader(f)):
        w.writerow(dict(zip(names, row), id=i))
PY
    imported table
    [ "$(told importer)" = asterisk-cel/1 ]
    [ "$(told rows_new)" -eq 4 ]
    imported log
    [ "$(told rows_same)" -eq 4 ]
}

@test "CEL: local times are proved by uniqueids; the hour that repeats" {
    # 2026-10-25 01:59:50 BST is 00:59:50 UTC; ten seconds later it is
    # 01:00:00 again.
    u=1792889990
    [ "$(TZ=Europe/London date -d @$u '+%F %T')" = '2026-10-25 01:59:50' ]
    { event CHAN_START '2026-10-25 01:59:50.500000' 01632960301 2001 \
        PJSIP/trunk-1 $u.1 $u.1
      event ANSWER '2026-10-25 01:00:05.000000' 01632960301 2001 \
        PJSIP/trunk-1 $u.1 $u.1
      event CHAN_END '2026-10-25 01:00:10.000000' 01632960301 2001 \
        PJSIP/trunk-1 $u.1 $u.1; } > log
    imported log
    [ "$(told times_repeated)" -eq 0 ]
    [ "$(sql "SELECT start - $u, finish - $u, talk, uncertain FROM leg")" \
        = '0|20|5|0' ]
    [ "$(sql 'SELECT evidence FROM source')" = uniqueid ]
}

@test "CEL: what is no event is a reject by line and column, never its text" {
    { event CHAN_START $T.1 01632960301 2001 PJSIP/trunk-1 $T.1 $T.1
      event ANSWER yesterday 01632960301 2001 PJSIP/trunk-1 $T.1 $T.1
      event 4 $T.2 01632960301 2001 PJSIP/trunk-1 $T.1 $T.1
      event HANGUP $T.3 01632960301 2001 PJSIP/trunk-1 '' ''
      echo 'HANGUP,1'
      event CHAN_END $T.4 01632960301 2001 PJSIP/trunk-1 $T.1 $T.1; } > log
    imported log
    [ "$(told rows_rejected)" -eq 4 ]
    [ "$(told rows_new)" -eq 1 ]
    [ "$(cut -f1,2 rejects | tr '\n\t' ' ')" = \
        '2 eventtime 3 eventtype 4 uniqueid 5 - ' ]
    ! grep -e 960301 -e yesterday rejects
}
