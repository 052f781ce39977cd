# The same FreePBX calls from a CSV, an SQL dump and an SQLite database, and
# what else comes as SQLite: Asterisk's master.db and MikoPBX.
setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    cdr=$SAMPLE/recorder/cdr.csv
    new_home home
}

# new_home NAME: an index with nothing in it.
new_home() {
    SAR_HOME=$BATS_TEST_TMPDIR/$1
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$SAR_HOME/recorder"
    sar-index init --quiet
}

# Everything in the index but where it came from.
content() {
    sqlite3 "$SAR_HOME/index.db" "
        SELECT ref, call, start, finish, clock, talk, uncertain, answered,
            direction, hold, recorded, start_raw FROM leg ORDER BY ref;
        SELECT ref, role, kind, certain, rules, key, raw, since, until
            FROM party p JOIN leg l ON l.id = p.leg ORDER BY ref, nr;
        SELECT ref, path, state, hex(sha256), offset, length
            FROM leg_recording r JOIN leg l ON l.id = r.leg
            JOIN recording f ON f.id = r.recording ORDER BY ref, path;"
}

# make KIND CSV OUT: mysqldump, phpmyadmin or sqlite, of the rows of CSV.
make() {
    python3 - "$@" <<'PY'
import csv, sqlite3, sys
kind, source, out = sys.argv[1:]
rows = list(csv.reader(open(source, newline=""), escapechar=None))
head, rows = rows[0], rows[1:]
numbers = ("duration", "billsec", "amaflags", "sequence")
def quote(column, value):
    if column in numbers:
        return value or "NULL"
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace(
        '"', '\\"') + "'"
def values(row):
    return "(" + ",".join(map(quote, head, row)) + ")"
if kind == "mysqldump":
    with open(out, "w") as f:
        f.write("-- MySQL dump 10.19\n/*!40103 SET TIME_ZONE='+00:00' */;\n"
            "CREATE TABLE `cdr` (\n" + "".join("  `%s` %s,\n" % (c,
                "datetime" if c == "calldate" else
                "int(11)" if c in numbers else "varchar(80)")
                for c in head) + "  KEY `calldate` (`calldate`)\n);\n")
        for at in range(0, len(rows), 7):
            f.write("INSERT INTO `cdr` VALUES " +
                ",".join(map(values, rows[at:at + 7])) + ";\n")
        f.write("-- Dump completed on 2026-05-01\n")
elif kind == "phpmyadmin":
    with open(out, "w") as f:
        f.write('SET time_zone = "+00:00";\nINSERT INTO `cdr` (' +
            ", ".join("`%s`" % c for c in head) + ") VALUES\n" +
            ",\n".join(map(values, rows)) + ";\n")
else:
    db = sqlite3.connect(out)
    db.execute("CREATE TABLE cdr (" + ", ".join("%s %s" % (c,
        "INTEGER" if c in numbers else "TEXT") for c in head) + ")")
    db.executemany("INSERT INTO cdr VALUES (" + ",".join("?" * len(head)) +
        ")", rows)
    db.commit()
PY
}

@test "CSV, mysqldump, phpMyAdmin and SQLite give the same index" {
    sar-index import --quiet "$cdr"
    content > from-csv
    [ "$(wc -l < from-csv)" -gt 20 ]
    for kind in mysqldump phpmyadmin sqlite; do
        new_home "home-$kind"
        make "$kind" "$cdr" "calls.$kind"
        run sar-index import --json "calls.$kind"
        [ "$status" -eq 0 ]
        [[ $output == *'"rows_rejected":0'* ]]
        content > "from-$kind"
        diff from-csv "from-$kind"
        run sar-index import --json "calls.$kind"
        [[ $output == *'"known":true'* ]]
    done
}

@test "the same calls in another kind of file are the same, not new" {
    sar-index import --quiet "$cdr"
    make sqlite "$cdr" calls.db
    make mysqldump "$cdr" calls.sql
    run sar-index import --json calls.db calls.sql
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":0'* ]]
    [[ $output == *'"rows_changed":0'* ]]
}

@test "a dump that is cut anywhere is refused whole" {
    make mysqldump "$cdr" calls.sql
    size=$(wc -c < calls.sql)
    for cut in 40 300 $((size / 2)) $((size - 10)); do
        head -c -"$cut" calls.sql > cut.sql
        run --separate-stderr sar-index import --format freepbx-sql cut.sql
        [ "$status" -eq 2 ]
        [ -n "$stderr" ]
    done
    [ -z "$(content)" ]
}

@test "calldate made a TIMESTAMP is UTC in a dump that says so" {
    make mysqldump "$cdr" calls.sql
    sed 's/`calldate` datetime/`calldate` timestamp/' calls.sql > utc.sql
    sar-index import --quiet utc.sql
    run sqlite3 "$SAR_HOME/index.db" "SELECT count(*) FROM leg
        WHERE datetime(start, 'unixepoch') <> start_raw"
    [ "$output" = 0 ]
    [ "$(sqlite3 "$SAR_HOME/index.db" 'SELECT evidence FROM source')" = dump ]
}

@test "numbers kept as numbers have lost their zeros: rejects, by column" {
    make sqlite "$cdr" calls.db
    # Columns without a type keep what they are given.
    columns=$(sqlite3 calls.db \
        "SELECT group_concat(name) FROM pragma_table_info('cdr')")
    sqlite3 calls.db "CREATE TABLE t ($columns);
        INSERT INTO t SELECT * FROM cdr;
        UPDATE t SET src = CAST(src AS INTEGER) WHERE rowid = 1;
        UPDATE t SET uniqueid = CAST(uniqueid AS REAL) WHERE rowid = 2;
        UPDATE t SET dst = x'00' WHERE rowid = 3;
        UPDATE t SET calldate = NULL WHERE rowid = 4;
        DROP TABLE cdr; ALTER TABLE t RENAME TO cdr"
    run sar-index import --json --rejects rejects.tsv calls.db
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_rejected":4'* ]]
    diff - rejects.tsv <<'END'
1	src	a number, not text: its zeros are lost
2	uniqueid	a number, not text: its zeros are lost
3	dst	not text
4	calldate	not a date and time
END
}

@test "cut_rows warns of a thousand, not of a thousand and one" {
    for n in 1000 1001; do
        python3 - "$cdr" "$n" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="")))
head, row = rows[0], rows[1]
row[head.index("recordingfile")] = ""
with open("many.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(head)
    for i in range(int(sys.argv[2])):
        row[head.index("uniqueid")] = "1777000000.%d" % i
        out.writerow(row)
PY
        run --separate-stderr sar-index import --dry-run --json many.csv
        [ "$status" -eq 0 ]
        if [ "$n" -eq 1000 ]; then
            [[ $stderr == *"exactly 1000 rows"* ]]
            [[ $output == *'"cut_rows":1000'* ]]
        else
            [[ $stderr != *"exactly"* ]]
            [[ $output == *'"cut_rows":0'* ]]
        fi
    done
}

@test "Asterisk's master.db: the caller from clid, no word on recordings" {
    sqlite3 master.db "CREATE TABLE cdr (AcctId INTEGER PRIMARY KEY,
        calldate TEXT, literal TEXT, clid TEXT, dcontext TEXT, channel TEXT,
        dstchannel TEXT, lastapp TEXT, lastdata TEXT, duration TEXT,
        billsec TEXT, disposition TEXT, amaflags TEXT, accountcode TEXT,
        uniqueid TEXT, userfield TEXT, ds_store TEXT);
        INSERT INTO cdr (calldate, clid, channel, dstchannel, duration,
            billsec, disposition, uniqueid) VALUES
        ('2026-05-01 10:00:00', '\"A\" <01632960123>', 'PJSIP/trunk-0000001',
            'PJSIP/2001-0000002', '20', '15', 'ANSWERED', '1777626000.1'),
        ('2026-05-01 10:00:05', '\"A\" <01632960123>', 'PJSIP/trunk-0000001',
            'PJSIP/2002-0000003', '15', '0', 'NO ANSWER', '1777626000.1')"
    run sar-index import --json master.db
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"asterisk-sqlite/1"'* ]]
    run sqlite3 "$SAR_HOME/index.db" "SELECT l.start, l.finish - l.start,
        l.talk, l.answered, l.recorded, p.key FROM leg l JOIN party p
        ON p.leg = l.id WHERE p.role = 0 ORDER BY l.start"
    # 09:00:00Z, as date -u -d '2026-05-01 09:00' +%s says.
    [ "${lines[0]}" = '1777626000|20|15|1|0|441632960123' ]
    [ "${lines[1]}" = '1777626005|15|0|0|0|441632960123' ]
}

miko() {
    sqlite3 "$1" "CREATE TABLE cdr_general (id INTEGER PRIMARY KEY
        AUTOINCREMENT, start TEXT, endtime TEXT, answer TEXT, src_chan TEXT,
        src_num TEXT, dst_chan TEXT, dst_num TEXT, UNIQUEID TEXT,
        linkedid TEXT, did TEXT, disposition TEXT, recordingfile TEXT,
        from_account TEXT, to_account TEXT, dialstatus TEXT, appname TEXT,
        transfer INTEGER, is_app TEXT, duration INTEGER, billsec INTEGER,
        work_completed TEXT, src_call_id TEXT, dst_call_id TEXT,
        verbose_call_id TEXT, a_transfer INTEGER, rec_src_channel TEXT,
        dtmf_digits TEXT);
        INSERT INTO cdr_general (start, endtime, src_chan, src_num, dst_chan,
            dst_num, UNIQUEID, linkedid, did, disposition, recordingfile,
            duration, billsec, rec_src_channel, dtmf_digits, transfer) VALUES
        ('2026-05-01 10:00:00.123', '2026-05-01 10:01:40.500',
            'PJSIP/SIP-TRUNK-1-00000001', '01632960123',
            'PJSIP/201-00000002', '201', 'mikopbx-1777625999.1_aBc',
            'mikopbx-1777625999.1', '01632960000', 'ANSWERED',
            '/storage/usbdisk1/mikopbx/astspool/monitor/2026/05/01/10/$2.mp3',
            100, 90, '0', '4,9,3,7', 1),
        ('2026-05-01 10:01:40.600', '2026-05-01 10:03:00.000',
            'PJSIP/SIP-TRUNK-1-00000001', '01632960123',
            'PJSIP/202-00000003', '202', 'mikopbx-1777625999.1_dEf',
            'mikopbx-1777625999.1', '', 'ANSWERED',
            '/etc/mikopbx/astspool/monitor/x.mp3', 79, 70, '', '', 0),
        ('2026-05-01 11:00:00.000', '', '', '201', '', '202',
            'mikopbx-1777629600.9_gHi', '', '', 'NOANSWER', '', 12, 0, '', '',
            0)"
}

@test "MikoPBX: legs of one call, the caller's channel, no digits dialled" {
    miko cdr.db mikopbx-1777625999.1_aBc
    run sar-index import --json --rejects rejects.tsv cdr.db
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"mikopbx-sqlite/1"'* ]]
    [ "$(cat rejects.tsv)" = \
        '2	recordingfile	not in the recorder'"'"'s folder' ]
    run sqlite3 "$SAR_HOME/index.db" "SELECT ref, call, start, finish - start,
        clock, talk, answered, recorded, direction FROM leg ORDER BY id"
    [ "${lines[0]}" = "mikopbx-1777625999.1_aBc:1|mikopbx-1777625999.1|$(
        )1777626000|100|1777625999|90|1|2|1" ]
    [ "${lines[1]}" = "mikopbx-1777629600.9_gHi:3|$(
        )mikopbx-1777629600.9_gHi|1777629600|12||0|0|1|3" ]
    run sqlite3 "$SAR_HOME/index.db" "SELECT path, channel, key FROM stream s
        JOIN recording r ON r.id = s.recording
        JOIN party p ON p.leg = s.leg AND p.nr = s.party"
    [ "$output" = \
        '2026/05/01/10/mikopbx-1777625999.1_aBc.mp3|0|441632960123' ]
    run ! grep -a '4,9,3,7' "$SAR_HOME/index.db"
}

@test "an id that is no time is no clock; a name's time is one" {
    python3 - "$cdr" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="")))
head = rows[0]
def row(unique, name, date="2026-05-01 10:00:00"):
    r = [""] * len(head)
    for column, value in (("calldate", date), ("src", "01632960123"),
            ("dst", "2001"), ("duration", "9"), ("billsec", "9"),
            ("disposition", "ANSWERED"), ("uniqueid", unique),
            ("recordingfile", name), ("sequence", "1")):
        r[head.index(column)] = value
    return r
stem = "in-01632960000-01632960123-2026-%s-%s.wav"
with open("clocks.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerows([head, row("5.1", ""), row("946684799.1", ""),
        row("946684800.1", ""), row("1777626000.1", ""),
        row("x.2", stem % ("20260501-100000", "x.2")),
        row("x.3", stem % ("20260501-100001", "x.3")),
        row("x.4", stem % ("20260230-100001", "x.4")),
        row("x.5", "", "2026-05-01 10:00:00.999"),
        row("x.6", "", "2026-05-01 10:00:00x")])
PY
    run sar-index import --json clocks.csv
    [[ $output == *'"rows_rejected":1'* ]]
    run sqlite3 "$SAR_HOME/index.db" \
        'SELECT ref, start, clock FROM leg ORDER BY line'
    # 946684800 is 2000-01-01T00:00:00Z, 1777626000 2026-05-01T09:00:00Z.
    [ "$output" = '5.1:1|1777626000|
946684799.1:1|1777626000|
946684800.1:1|1777626000|946684800
1777626000.1:1|1777626000|
x.2:1|1777626000|
x.3:1|1777626000|1777626001
x.4:1|1777626000|
x.5:1|1777626000|' ]
    run sqlite3 "$SAR_HOME/index.db" 'SELECT path FROM recording ORDER BY path'
    [ "${lines[0]}" = \
        '2026/02/30/in-01632960000-01632960123-2026-20260230-100001-x.4.wav' ]
    [ "${lines[1]}" = \
        '2026/05/01/in-01632960000-01632960123-2026-20260501-100000-x.2.wav' ]
}

@test "a caller whose number is only in the caller ID is found" {
    {
        head -n 1 "$cdr"
        printf '%s\n' '2026-06-01 10:00:00,"""A"" <01632960123>",960123,200,from-internal,PJSIP/trunk-00000001,PJSIP/200-00000002,Dial,,60,50,ANSWERED,3,,1780304400.1,,01632960999,,,,,,,1780304400.1,,1'
    } > calls.csv
    sar-index import --quiet calls.csv
    run --separate-stderr sar-export find --json --ref X --number 01632960123 \
        --from 2026-06-01 --to 2026-06-01 --received 2026-06-10 \
        --identity verified
    [ "$(printf '%s\n' "$output" | grep -c '"type":"item"')" -eq 1 ]
}
