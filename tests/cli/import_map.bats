# sar-index map --guess, and imports through mappings.
setup() {
    load common
    empty_home
}

sql() {
    sqlite3 "$SAR_HOME/index.db" "$1"
}

# London time as an epoch, by date(1).
epoch() {
    date -d "TZ=\"Europe/London\" $1" +%s
}

vendor() {
    cat > vendor.csv << 'CSV'
Call ID;Started;Ended;Direction;Extension;Other party;Duration;Audio file;Agent
a1;13/05/2026 09:31:07;13/05/2026 09:33:07;Inbound;2041;07700 900123;0:02:00;2026\05\13\a1.wav;Ann Invented
a2;14/01/2026 10:00:00;14/01/2026 10:00:30;Outbound;2042;901632960123;0:00:30;2026\01\14\a2.wav;Bob Invented
a3;15/05/2026 23:59:50;16/05/2026 00:00:30;Inbound;2042;withheld;0:00:40;;Bob Invented
CSV
}

@test "a guess of a vendor's CSV is imported as it stands" {
    vendor
    sar-index map --guess vendor.csv > vendor.conf
    run sar-index import --json --mapping vendor.conf vendor.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":3'* ]]
    [[ $output == *'"rows_rejected":0'* ]]
    [ "$(sql "SELECT start, finish FROM leg WHERE ref = 'a1'")" = \
        "$(epoch '2026-05-13 09:31:07')|$(epoch '2026-05-13 09:33:07')" ]
    [ "$(sql "SELECT start, finish FROM leg WHERE ref = 'a2'")" = \
        "$(epoch '2026-01-14 10:00:00')|$(epoch '2026-01-14 10:00:30')" ]
    # Who called and who was called, by the direction; the 9 comes off what
    # was dialled.
    [ "$(sql "SELECT role, key FROM party, leg WHERE leg.id = leg AND
        ref = 'a1' ORDER BY role" | head -n 1)" = "0|447700900123" ]
    [ "$(sql "SELECT key FROM party, leg WHERE leg.id = leg AND
        ref = 'a2' AND role = 1")" = 441632960123 ]
    [ "$(sql "SELECT count(*) FROM party WHERE kind = 2")" -eq 1 ]
    [ "$(sql "SELECT path FROM recording ORDER BY path")" = \
        "$(printf '2026/01/14/a2.wav\n2026/05/13/a1.wav')" ]
    [ "$(sql "SELECT recorded FROM leg WHERE ref = 'a3'")" -eq 1 ]
}

@test "no value of the file is in a guess" {
    vendor
    sar-index map --guess vendor.csv > vendor.conf
    python3 - << 'PY'
import csv
text = open("vendor.conf").read()
rows = list(csv.reader(open("vendor.csv"), delimiter=";"))
words = {"Inbound", "Outbound"}
for row in rows[1:]:
    for value in row:
        assert value in words | {""} or value not in text, value
PY
}

@test "a date that reads both ways ends in 5, and the import waits for a person" {
    printf 'Start,Caller,Duration,Recording\n05/06/2026 10:00,07700900123,5,a.wav\n' \
        > both.csv
    run --separate-stderr sar-index map --guess both.csv
    [ "$status" -eq 5 ]
    [ "${stderr_lines[0]}" = \
        'sar-index: both.csv: the proposal leaves 1 lines to a person' ]
    printf '%s\n' "$output" > both.conf
    run --separate-stderr sar-index import --mapping both.conf both.csv
    [ "$status" -eq 2 ]
    [ "$(sql 'SELECT count(*) FROM leg')" -eq 0 ]
    sed -i 's/^# format = DD/format = DD/' both.conf
    sar-index import --quiet --mapping both.conf both.csv
    [ "$(sql 'SELECT start FROM leg')" -eq "$(epoch '2026-06-05 10:00')" ]
}

@test "no header, no rows and no CSV are refused with nothing on standard output" {
    printf '05/06/2026 10:00,07700900123,5\n05/06/2026 10:00,1,5\n' > bare.csv
    printf 'Start,Caller,Duration\n' > empty.csv
    printf 'just text\nand more\n' > text.csv
    printf 'Start,Caller\n"2026-05-13 10:00:00,1\n' > open.csv
    for file in bare empty text open; do
        run --separate-stderr sar-index map --guess $file.csv
        [ "$status" -eq 2 ]
        [ -z "$output" ]
        [[ $stderr != *07700* ]]
    done
    printf 'Start,Caller\n2026-05-13 10:00:00,1\n' |
        iconv -f UTF-8 -t UTF-16 > wide.csv
    run --separate-stderr sar-index map --guess wide.csv
    [ "$status" -eq 2 ]
    [[ $stderr == *UTF-16* ]]
    run --separate-stderr sar-index map
    [ "$status" -eq 2 ]
    run --separate-stderr sar-index map --guess absent.csv
    [ "$status" -eq 10 ]
}

@test "dates in several forms, months by name, halves of the day, offsets" {
    base='[system]\nname = x\n[columns]\nref = id\ncaller = a\nduration = d\n'
    printf 'id,t,a,d\n1,05/06/2026 09:31,2041,5\n2,2026-06-05 09:31,2041,5\n' \
        > two.csv
    printf "$base[time]\ncolumn = t\nformat = DD/MM/YYYY HH:MI\nformat = YYYY-MM-DD HH:MI\n" \
        > two.conf
    sar-index import --quiet --mapping two.conf two.csv
    [ "$(sql 'SELECT DISTINCT start FROM leg')" = \
        "$(epoch '2026-06-05 09:31')" ]
    printf 'id,t,a,d\n3,5-Jun-26 09:31 PM,2041,5\n' > half.csv
    printf "$base[time]\ncolumn = t\nformat = D-MON-YY HH:MI AM\n" > half.conf
    sar-index import --quiet --mapping half.conf half.csv
    [ "$(sql "SELECT start FROM leg WHERE ref = '3'")" = \
        "$(epoch '2026-06-05 21:31')" ]
    printf 'id,t,a,d\n4,2026-06-05T09:31:00.5-05:00,2041,5\n' > zone.csv
    printf "$base[time]\ncolumn = t\nformat = YYYY-MM-DDTHH:MI:SS.FFFTZ\n" \
        > zone.conf
    sar-index import --quiet --mapping zone.conf zone.csv
    [ "$(sql "SELECT start FROM leg WHERE ref = '4'")" = \
        "$(date -d 2026-06-05T09:31:00-05:00 +%s)" ]
    printf 'id,t,a,d\n5,1780648267999,2041,5\n' > ms.csv
    printf "$base[time]\ncolumn = t\nformat = epoch-ms\n" > ms.conf
    sar-index import --quiet --mapping ms.conf ms.csv
    [ "$(sql "SELECT start FROM leg WHERE ref = '5'")" = 1780648267 ]
    printf 'id,t,a,d\n6,2026-06-05 09:31,2041,5\n' > utc.csv
    printf "$base[time]\ncolumn = t\nformat = YYYY-MM-DD HH:MI\nzone = UTC\n" \
        > utc.conf
    sar-index import --quiet --mapping utc.conf utc.csv
    [ "$(sql "SELECT start FROM leg WHERE ref = '6'")" = \
        "$(date -u -d '2026-06-05 09:31' +%s)" ]
}

@test "a date and a time of day apart; an end before the start is the next day" {
    printf 'Date,Start time,End time,From,To\n15/05/2026,23:59:50,00:00:30,07700900123,2041\n' \
        > apart.csv
    sar-index map --guess apart.csv > apart.conf
    sar-index import --quiet --mapping apart.conf apart.csv
    [ "$(sql 'SELECT start, finish FROM leg')" = \
        "$(epoch '2026-05-15 23:59:50')|$(epoch '2026-05-16 00:00:30')" ]
}

@test "an end in the hour that repeats is the one after the start" {
    printf 'id,Start,End,From\n1,25/10/2026 00:50:00,25/10/2026 01:10:00,07700900123\n' \
        > back.csv
    sar-index map --guess back.csv > back.conf
    sar-index import --quiet --mapping back.conf back.csv
    [ "$(sql 'SELECT finish - start FROM leg')" -eq 1200 ]
}

@test "the recorder's folder is stripped; a path from elsewhere is a reject" {
    printf 'id,Start,From,Duration,File\n' > paths.csv
    i=0
    for path in /var/rec/a.wav /var/recx/b.wav /var/rec/../c.wav /etc/d.wav; do
        i=$((i + 1))
        echo "$i,13/05/2026 09:31:07,07700900123,5,$path" >> paths.csv
    done
    run sar-index map --guess paths.csv
    [ "$status" -eq 5 ]
    sar-index map --guess paths.csv 2> /dev/null |
        sed 's|^# strip = .*|strip = /var/rec/|' > paths.conf || true
    run sar-index import --json --rejects bad.tsv --mapping paths.conf paths.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":1'* ]]
    [ "$(sql 'SELECT path FROM recording')" = a.wav ]
    [ "$(cut -f 1,2 bad.tsv)" = \
        "$(printf '3\tFile\n4\tFile\n5\tFile')" ]
}

@test "rows without an id are told apart by what they say, and come once" {
    printf 'Start,From,Duration\n13/05/2026 09:31:07,07700900123,5\n13/05/2026 09:31:07,07700900124,5\n' \
        > noid.csv
    sar-index map --guess noid.csv > noid.conf
    sar-index import --quiet --mapping noid.conf noid.csv
    [ "$(sql 'SELECT count(*) FROM leg')" -eq 2 ]
    { cat noid.csv; tail -n 1 noid.csv; } > more.csv
    run sar-index import --json --mapping noid.conf more.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":0'* ]]
    [ "$(sql 'SELECT count(*) FROM leg')" -eq 2 ]
}

@test "no direction leaves open who called; no answer leaves no talk" {
    cat > open.csv << 'CSV'
Call ID,Start,Direction,Extension,Other party,Duration,Result
b1,2026-05-13 09:31:07,Sideways,2041,07700900123,20,Answered
b2,2026-05-13 09:32:07,In,2041,07700900123,20,No answer
b3,2026-05-13 09:33:07,In,2041,07700900123,20,Answered
CSV
    sar-index map --guess open.csv > open.conf
    sar-index import --quiet --mapping open.conf open.csv
    [ "$(sql 'SELECT ref, direction, answered, talk, finish - start FROM leg
        ORDER BY ref')" = "$(printf 'b1|0|1|20|20\nb2|1|0|0|20\nb3|1|1|20|20')" ]
    [ "$(sql "SELECT ref, role FROM party JOIN leg ON leg.id = leg
        WHERE key = 447700900123 ORDER BY ref")" = "$(
        printf 'b1|3\nb2|0\nb3|0')" ]
}

@test "a recorder that counts anew each day loses no call of the day before" {
    cat > map.conf <<'END'
[system]
name = vendor-x
[time]
column = Started
format = YYYY-MM-DD HH:MI:SS
zone = UTC
[columns]
ref = Id
caller = From
called = To
talk = Talk
END
    SAR_HOME=$BATS_TEST_TMPDIR/anew
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$SAR_HOME/recorder"
    sar-index init --quiet
    printf '%s\n' Id,Started,From,To,Talk \
        '1,2026-05-01 10:00:00,01632960123,2001,60' > one.csv
    printf '%s\n' Id,Started,From,To,Talk \
        '1,2026-05-02 09:00:00,01632960777,2001,60' \
        '2,2026-05-02 09:10:00,01632960777,2001,60' > two.csv
    sar-index import --quiet --mapping map.conf one.csv
    run sar-index import --mapping map.conf --rejects bad.tsv two.csv
    [ "$status" -eq 0 ]
    [[ $output == '2 rows read: 1 new, 0 the same, 0 changed, 1 rejected'* ]]
    [ "$(cut -f 1-3 bad.tsv)" = $'2\tref\tanother call has it' ]
    run --separate-stderr sar-export find --json --ref X --number 01632960123 \
        --from 2026-05-01 --to 2026-05-01 --received 2026-05-10 \
        --identity verified
    [ "$(printf '%s\n' "$output" | grep -c '"type":"item"')" -eq 1 ]
    # The same call, its times now read an hour earlier, is still itself.
    sed 's/ 10:/ 09:/' one.csv > again.csv
    run sar-index import --mapping map.conf again.csv
    [[ $output == '1 rows read: 0 new, 0 the same, 1 changed, 0 rejected'* ]]
}
