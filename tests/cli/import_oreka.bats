# Imports of Oreka's tape messages and tables, and of rtpengine's tables.
setup() {
    load common
    empty_home
}

sql() {
    sqlite3 "$SAR_HOME/index.db" "$1"
}

epoch() {
    date -d "TZ=\"Europe/London\" $1" +%s
}

# role, kind and key of a leg's parties.
parties() {
    sql "SELECT role, kind, key FROM party JOIN leg ON leg.id = leg
        WHERE ref = '$1' ORDER BY role, nr"
}

messages() {
    cat > tapes.log << 'LOG'
2026-05-13 09:31:07,123 INFO messages - type=ping
2026-05-13 09:31:07,124 INFO reporting - [127.0.0.1,59140] sending: type=tape recid=R1 stage=start captureport=10.0.0.5,18000 timestamp=1778661067 filename=2026/05/13/09/R1.mcf localparty=2041 localentrypoint=01632960000 remoteparty=07700900123 direction=in duration=0 service=orkaudio localip=10.0.0.5 remoteip=10.0.0.6 nativecallid=call-1 tags= ondemand=no side=both
type=tape&recid=R2&stage=ready&captureport=10.0.0.5%2C18002&timestamp=1778661100&filename=2026%2F05%2F13%2F09%2FR2.wav&localparty=10.0.0.9&localentrypoint=&remoteparty=9%2001632%20960123&direction=out&duration=30&service=orkaudio&nativecallid=call-2&tags=a%3Ab&ondemand=no&side=local
2026-05-13 09:34:00,000 INFO reporting - [127.0.0.1,59140] sending: type=tape recid=R1 stage=hold timestamp=1778661067 filename=x localparty=2041 remoteparty=07700900123 direction=in duration=0 nativecallid=call-1
2026-05-13 09:34:11,000 INFO reporting - [127.0.0.1,59140] sending: type=tape recid=R1 stage=ready captureport=p timestamp=1778661067 filename=2026/05/13/09/R1.wav localparty=2041 localentrypoint=01632960000 remoteparty=07700900123 direction=in duration=184 service=orkaudio nativecallid=call-1 side=both
10.0.0.5 - - [13/May/2026:09:40:00 +0100] "GET /orktrack/command?type=tape&recid=R3&stage=start&timestamp=1778661600&filename=R3.mcf&localparty=2042&remoteparty=+447700900124&direction=unkn&duration=0&nativecallid=call-3 HTTP/1.1" 200 12
type=tape recid=R4 stage=ready timestamp=soon filename=R4.wav localparty=2041 remoteparty=2042 direction=in duration=5
type=tape recid=R5 stage=ready timestamp=1778661700 filename=../R5.wav localparty=2041 remoteparty=2042 direction=in duration=5
type=tape recid=R6 stage=ready timestamp=1778661800 filename=R6.wav localparty=20%q1 remoteparty=2042 direction=in duration=5
LOG
}

@test "a tape is one leg, however many messages tell of it" {
    messages
    run sar-index import --json --rejects bad.tsv --force tapes.log
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"oreka-tape/1"'* ]]
    [[ $output == *'"rows_new":3'* ]]
    [ "$(sql "SELECT ref, call, start, finish, talk, hold, recorded, direction
        FROM leg ORDER BY ref")" = "$(
        echo 'R1|call-1|1778661067|1778661251|184|2|2|1'
        echo 'R2|call-2|1778661100|1778661130|30|0|2|2'
        echo 'R3|call-3|1778661600|1778661600|0|0|2|0')" ]
    [ "$(sql 'SELECT path FROM recording ORDER BY path')" = "$(
        printf '2026/05/13/09/R1.wav\n2026/05/13/09/R2.wav')" ]
    [ "$(cut -f 1,2 bad.tsv)" = "$(
        printf '7\ttimestamp\n8\tfilename\n9\tlocalparty')" ]
}

@test "who called is told by the direction; an address is no number" {
    messages
    sar-index import --quiet --rejects bad.tsv --force tapes.log
    [ "$(parties R1 | head -n 1)" = '0|0|447700900123' ]
    [ "$(parties R1 | tail -n 1)" = '2|0|441632960000' ]
    # Dialled: the 9 for an outside line comes off.
    [ "$(parties R2)" = '1|0|441632960123' ]
    # The plus sign that an old orkaudio leaves bare; who called is unknown.
    [ "$(parties R3 | cut -d '|' -f 1,2)" = "$(printf '3|0\n3|1')" ]
    [ "$(parties R3 | head -n 1)" = '3|0|447700900124' ]
}

@test "the same tapes again change nothing" {
    messages
    sar-index import --quiet --rejects bad.tsv --force tapes.log
    sql 'SELECT * FROM leg; SELECT * FROM party; SELECT * FROM recording' \
        > before
    { cat tapes.log; echo 'type=pong'; } > again.log
    run sar-index import --json --rejects bad.tsv --force again.log
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":0'* ]]
    [[ $output == *'"rows_same":3'* ]]
    sql 'SELECT * FROM leg; SELECT * FROM party; SELECT * FROM recording' \
        > after
    cmp before after
}

oreka_tables() {
    sqlite3 "$1" << 'SQL'
CREATE TABLE orksession (id INTEGER PRIMARY KEY, timestamp TEXT, duration INT);
CREATE TABLE orktape (id INTEGER PRIMARY KEY, timestamp TEXT, duration BIGINT,
  filename TEXT, localParty TEXT, localEntryPoint TEXT, remoteParty TEXT,
  direction TEXT, portName TEXT, expiryTimestamp TEXT, nativeCallId TEXT,
  state TEXT);
CREATE TABLE orksegment (id INTEGER PRIMARY KEY, session_id INT,
  sessionOffset BIGINT, tape_id INT, tapeOffset BIGINT, timestamp TEXT,
  duration BIGINT, localParty TEXT, localEntryPoint TEXT, remoteParty TEXT,
  direction TEXT, loginString TEXT);
INSERT INTO orktape VALUES
 (1, '2026-05-13 09:31:07', 184, '2026/05/13/09/T1.wav', '2041', '',
  '07700900123', 'IN', 'p', '2026-05-13', 'n1', 'READY'),
 (2, '2026-05-13 09:40:00', 60, '2026/05/13/09/T2.wav', '2042', '',
  '01632960123', 'OUT', 'p', '2026-05-13', '', 'READY'),
 (3, '2026-05-13 09:50:00', 0, '2026/05/13/09/T3.mcf', '2043', '',
  '01632960124', 'IN', 'p', '2026-05-13', 'n3', 'START');
INSERT INTO orksegment VALUES
 (10, 7, 0, 1, 0, '2026-05-13 09:31:07', 100, '2041', '', '07700900123', 'IN',
  'u'),
 (11, 7, 100, 1, 100, '2026-05-13 09:32:47.5', 84, '2044', '', '07700900123',
  'IN', 'u'),
 (12, 8, 0, 2, 0, '2026-05-13 09:40:00', 60, '2042', '', '01632960123', 'OUT',
  'u');
SQL
}

@test "segments of one tape, sessions and tapes nobody cut" {
    oreka_tables ork.db
    run sar-index import --json ork.db
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"oreka-sqlite/1"'* ]]
    [[ $output == *'"rows_new":4'* ]]
    [ "$(sql "SELECT ref, call, start, finish - start FROM leg ORDER BY ref")" = "$(
        echo "segment-10|n1|$(epoch '2026-05-13 09:31:07')|100"
        echo "segment-11|n1|$(epoch '2026-05-13 09:32:47')|84"
        echo "segment-12||$(epoch '2026-05-13 09:40:00')|60"
        echo "tape-3|n3|$(epoch '2026-05-13 09:50:00')|0")" ]
    # One file, two segments: it begins with the first, and in the second
    # the place is not known.
    [ "$(sql "SELECT ref, path, offset, r.length FROM leg_recording r
        JOIN leg ON leg.id = r.leg JOIN recording ON recording.id = recording
        ORDER BY ref")" = "$(
        echo 'segment-10|2026/05/13/09/T1.wav|0|100000'
        echo 'segment-11|2026/05/13/09/T1.wav||'
        echo 'segment-12|2026/05/13/09/T2.wav|0|60000')" ]
    [ "$(sql "SELECT ref, target, evidence FROM link JOIN leg ON leg.id = leg")" = \
        'segment-11|segment-10|session' ]
}

@test "tables by their old names, with milliseconds" {
    oreka_tables new.db
    sqlite3 new.db .dump | sed -e 's/orksegment/recsegment/g' \
        -e 's/orktape/rectape/g' -e 's/session_id/recSession_id/' \
        -e 's/tape_id/recTape_id/' -e 's/tapeOffset/recTapeOffset/' |
        sqlite3 old.db
    sqlite3 old.db 'UPDATE recsegment SET duration = duration * 1000 + 1;
        UPDATE rectape SET duration = duration * 1000;
        ALTER TABLE rectape DROP COLUMN nativeCallId'
    sar-index import --quiet old.db
    [ "$(sql "SELECT ref, call, talk FROM leg ORDER BY ref")" = "$(
        printf 'segment-10||101\nsegment-11||85\nsegment-12||61\ntape-3||0')" ]
}

rtpengine_tables() {
    sqlite3 "$1" << 'SQL'
CREATE TABLE recording_calls (id INTEGER PRIMARY KEY, call_id TEXT,
  start_timestamp DECIMAL(13,3), end_timestamp DECIMAL(13,3), status TEXT);
CREATE TABLE recording_streams (id INTEGER PRIMARY KEY, call INT,
  local_filename TEXT, full_filename TEXT, file_format TEXT, stream BLOB,
  output_type TEXT, stream_id INT, sample_rate INT, channels INT, ssrc INT,
  start_timestamp DECIMAL(13,3), end_timestamp DECIMAL(13,3), tag_label TEXT);
CREATE TABLE recording_metakeys (id INTEGER PRIMARY KEY, call INT, "key" TEXT,
  value TEXT);
INSERT INTO recording_calls VALUES
 (1, 'abc@pbx', 1778661067.250, 1778661251.900, 'completed'),
 (2, 'def@pbx', 1778661300.5, NULL, 'recording'),
 (3, 'ghi@pbx', NULL, NULL, 'recording');
INSERT INTO recording_streams VALUES
 (1, 1, 'abc-mix.wav', '/var/lib/r/abc-mix.wav', 'wav', NULL, 'mixed', 0, 8000,
  1, 0, 1778661068, 1778661251.9, ''),
 (2, 1, 'abc-0a.wav', '/var/lib/r/abc-0a.wav', 'wav', x'00ff', 'single', 1,
  8000, 1, 10, 1778661068, 1778661250, 'a'),
 (3, 9, 'zzz.wav', '/var/lib/r/zzz.wav', 'wav', NULL, 'single', 1, 8000, 1, 10,
  1778661068, 1778661250, 'a');
INSERT INTO recording_metakeys VALUES
 (1, 1, 'caller', '07700900123'), (2, 1, 'callee', '901632960123'),
 (3, 1, 'ticket', '07700900999'), (4, 1, 'third', 'sip:+447700900124@pbx');
SQL
}

@test "rtpengine: one call is one leg with all its files" {
    rtpengine_tables r.db
    run sar-index import --json --rejects bad.tsv --force r.db
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"rtpengine-sqlite/1"'* ]]
    [[ $output == *'"rows_new":2'* ]]
    [[ $output == *'"rows_rejected":2'* ]]
    [ "$(cut -f 2,3 bad.tsv | sort)" = "$(
        printf 'call\tthere is no such call\n'
        printf 'start_timestamp\tnot seconds since 1970')" ]
    [ "$(sql "SELECT ref, call, start, finish, recorded FROM leg ORDER BY ref")" = "$(
        echo 'call-1|abc@pbx|1778661067|1778661252|2'
        echo 'call-2|def@pbx|1778661300|1778661300|0')" ]
    [ "$(sql 'SELECT path FROM recording ORDER BY path')" = "$(
        printf 'abc-0a.wav\nabc-mix.wav')" ]
    # Numbers by the keys that say so; a ticket is no telephone.
    [ "$(parties call-1)" = "$(
        printf '0|0|447700900123\n1|0|441632960123\n3|0|447700900124')" ]
}

@test "an SQL dump of Oreka's tables says what the tables say" {
    oreka_tables ork.db
    sar-index import --quiet ork.db
    sql 'SELECT ref, call, start, finish, talk, direction, recorded FROM leg
        ORDER BY ref; SELECT key FROM party ORDER BY leg, nr; SELECT target
        FROM link; SELECT path FROM recording ORDER BY path' > tables.txt
    rm "$SAR_HOME/index.db"
    sar-index init --quiet
    { sqlite3 ork.db .dump | sed 's/^PRAGMA.*//'; echo; } > ork.sql
    run sar-index import --json ork.sql
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"oreka-sql/1"'* ]]
    [[ $output == *'"rows_new":4'* ]]
    sql 'SELECT ref, call, start, finish, talk, direction, recorded FROM leg
        ORDER BY ref; SELECT key FROM party ORDER BY leg, nr; SELECT target
        FROM link; SELECT path FROM recording ORDER BY path' > dump.txt
    cmp tables.txt dump.txt
    grep -q 447700900123 dump.txt
}

mysql_dump() {
    cat << SQL
-- MySQL dump 10.19  Distrib 10.3.39-MariaDB, for Linux (x86_64)
/*!40103 SET TIME_ZONE='+00:00' */;
CREATE TABLE \`orktape\` (
  \`id\` int(11) NOT NULL AUTO_INCREMENT,
  \`timestamp\` $1 DEFAULT NULL,
  \`duration\` bigint(20) NOT NULL,
  \`filename\` varchar(255) DEFAULT NULL,
  \`localParty\` varchar(255) DEFAULT NULL,
  \`localEntryPoint\` varchar(255) DEFAULT NULL,
  \`remoteParty\` varchar(255) DEFAULT NULL,
  \`direction\` varchar(255) DEFAULT NULL,
  \`state\` varchar(255) DEFAULT NULL,
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO \`orktape\` VALUES (1,'2026-05-13 09:31:07',184,'a.wav','2041','','07700900123','IN','READY');
-- Dump completed on 2026-05-14  3:00:00
SQL
}

@test "a dump's datetime is local, its timestamp UTC; a number keeps its zero" {
    mysql_dump datetime > local.sql
    sar-index import --quiet local.sql
    [ "$(sql 'SELECT start FROM leg')" = "$(epoch '2026-05-13 09:31:07')" ]
    [ "$(sql 'SELECT raw FROM party WHERE key = 447700900123')" = 07700900123 ]
    rm "$SAR_HOME/index.db"
    sar-index init --quiet
    mysql_dump timestamp > utc.sql
    sar-index import --quiet utc.sql
    [ "$(sql 'SELECT start FROM leg')" = "$(date -u -d '2026-05-13 09:31:07' +%s)" ]
}

@test "a dump that lacks a column, or has no rows, is refused" {
    mysql_dump datetime | sed -e '/remoteParty/d' -e "s/'07700900123',//" \
        > short.sql
    run --separate-stderr sar-index import short.sql
    [ "$status" -eq 2 ]
    [[ $stderr == *'orktape: column remoteParty is missing'* ]]
    mysql_dump datetime | sed '/^INSERT/d' > empty.sql
    run --separate-stderr sar-index import empty.sql
    [ "$status" -eq 2 ]
    [[ $stderr == *'no rows of the tables that are read'* ]]
    mysql_dump datetime | head -n 15 > torn.sql
    run --separate-stderr sar-index import torn.sql
    [ "$status" -eq 2 ]
    [ "$(sql 'SELECT count(*) FROM leg')" -eq 0 ]
}

@test "an SQL dump of rtpengine's tables says what the tables say" {
    rtpengine_tables r.db
    sqlite3 r.db 'UPDATE recording_streams SET stream = NULL'
    sar-index import --quiet --rejects bad.tsv --force r.db
    sql 'SELECT ref, call, start, finish FROM leg ORDER BY ref; SELECT role, key
        FROM party ORDER BY leg, nr; SELECT path FROM recording ORDER BY path' \
        > tables.txt
    rm "$SAR_HOME/index.db"
    sar-index init --quiet
    sqlite3 r.db .dump > r.sql
    run sar-index import --json --rejects bad.tsv --force r.sql
    [ "$status" -eq 0 ]
    [[ $output == *'"importer":"rtpengine-sql/1"'* ]]
    [[ $output == *'"rows_rejected":2'* ]]
    sql 'SELECT ref, call, start, finish FROM leg ORDER BY ref; SELECT role, key
        FROM party ORDER BY leg, nr; SELECT path FROM recording ORDER BY path' \
        > dump.txt
    cmp tables.txt dump.txt
    grep -q abc-mix dump.txt
}

@test "a BLOB or a NUL byte in a column that is read is a reject, not a gap" {
    oreka_tables ork.db
    sqlite3 ork.db "UPDATE orksegment SET remoteParty = x'3037' WHERE id = 10;
        UPDATE orktape SET filename = 'a' || char(0) || 'b' WHERE id = 2"
    run sar-index import --json --rejects bad.tsv --force ork.db
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":2'* ]]
    [ "$(cut -f 2,3 bad.tsv | sort)" = "$(
        printf 'filename\ta NUL byte\nremoteParty\tnot text')" ]
    rtpengine_tables r.db
    sqlite3 r.db "UPDATE recording_metakeys SET value = x'3037' WHERE id = 1"
    run sar-index import --json --rejects bad.tsv --force r.db
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":1'* ]]
    grep -q "recording_metakeys	not text" bad.tsv
}

@test "rtpengine: a table without a column that is read is named" {
    rtpengine_tables r.db
    sqlite3 r.db 'ALTER TABLE recording_metakeys RENAME COLUMN id TO nr'
    run --separate-stderr sar-index import r.db
    [ "$status" -eq 2 ]
    [ "$stderr" = \
        "sar-index: r.db: recording_metakeys: column id is missing" ]
    sqlite3 r.db 'ALTER TABLE recording_metakeys RENAME COLUMN nr TO id'
    run sar-index import r.db
    [ "$status" -eq 0 ]
}
