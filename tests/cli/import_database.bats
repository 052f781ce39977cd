# A recorder's SQLite database: read without disturbing it, and hostile ones.
setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    SAR_HOME=$BATS_TEST_TMPDIR/home
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$SAR_HOME/recorder"
    sar-index init --quiet
    mkdir rec
    sqlite3 rec/cdr.db "CREATE TABLE cdr (calldate TEXT, clid TEXT, src TEXT,
        dst TEXT, channel TEXT, dstchannel TEXT, duration INTEGER,
        billsec INTEGER, disposition TEXT, uniqueid TEXT, recordingfile TEXT,
        sequence INTEGER); $(row 1) $(row 2)"
}

teardown() {
    [ -z "${writer:-}" ] || kill "$writer" 2>/dev/null || true
}

row() {
    printf "INSERT INTO cdr VALUES ('2026-05-01 10:00:0%s', '', " "$1"
    printf "'01632960123', '2001', '', '', 20, 15, 'ANSWERED', "
    printf "'1777626000.%s', '', %s);" "$1" "$1"
}

legs() {
    sqlite3 "$SAR_HOME/index.db" 'SELECT count(*) FROM leg'
}

# The names, sizes and bytes of what is in the recorder's folder.
folder() {
    ls -A rec
    (cd rec && sha256sum ./*)
}

# hold SQL [CRASH]: another process with the database open after SQL, till
# the file "done" is there or for half a minute; then it may crash.
hold() {
    rm -f held done
    python3 - rec/cdr.db "$1" "${2:-}" <<'PY' 3>&- &
import os, sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2].split(";"):
    if statement.strip():
        db.execute(statement).fetchall()
open("held", "w").close()
if sys.argv[3]:
    os.kill(os.getpid(), 9)
for i in range(600):
    if os.path.exists("done"):
        break
    time.sleep(0.05)
PY
    writer=$!
    for _ in $(seq 200); do
        [ -e held ] && return
        sleep 0.05
    done
    return 1
}

# after_crash SQL: the database as it is when its writer dies.
after_crash() {
    hold "$1" crash
    wait "$writer" || true
}

@test "a write-ahead log that is live is read, and nothing is changed" {
    hold "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; $(row 3)"
    [ -s rec/cdr.db-wal ]
    before=$(sha256sum rec/cdr.db rec/cdr.db-wal; ls -A rec)
    run sar-index import --quiet rec/cdr.db
    [ "$status" -eq 0 ]
    [ "$(legs)" -eq 3 ]
    [ "$before" = "$(sha256sum rec/cdr.db rec/cdr.db-wal; ls -A rec)" ]
    # No lock is left: the recorder can write and checkpoint.
    sqlite3 rec/cdr.db "$(row 4) PRAGMA wal_checkpoint(TRUNCATE)"
    touch done
    wait "$writer"
}

@test "with a write-ahead log that is gone, none is made" {
    sqlite3 rec/cdr.db 'PRAGMA journal_mode = WAL' "$(row 3)"
    [ "$(ls -A rec)" = cdr.db ]
    before=$(folder)
    run sar-index import --quiet rec/cdr.db
    [ "$status" -eq 0 ]
    [ "$(legs)" -eq 3 ]
    [ "$before" = "$(folder)" ]
}

@test "what a crashed writer left in its write-ahead log is read" {
    after_crash "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
        $(row 3)"
    [ -s rec/cdr.db-wal ]
    run sar-index import --quiet rec/cdr.db
    [ "$status" -eq 0 ]
    [ "$(legs)" -eq 3 ]
    [ -s rec/cdr.db-wal ]
}

@test "a journal that a crash left is not rolled back by us: 10" {
    # One page of cache: what is not committed is in the file already.
    after_crash "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN;
        CREATE TABLE filler (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL
        SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO filler
        SELECT zeroblob(500) FROM n; DELETE FROM cdr"
    [ -s rec/cdr.db-journal ]
    before=$(folder)
    run --separate-stderr sar-index import rec/cdr.db
    [ "$status" -eq 10 ]
    [[ $stderr == *"its writer crashed and left a journal"* ]]
    [ "$before" = "$(folder)" ]
    [ "$(legs)" -eq 0 ]
    # Once the recorder has rolled it back, all is there.
    sqlite3 rec/cdr.db 'SELECT count(*) FROM cdr'
    sar-index import --quiet rec/cdr.db
    [ "$(legs)" -eq 2 ]
}

@test "while a writer holds it, 11 after a while; before that it waits" {
    hold 'BEGIN EXCLUSIVE'
    run --separate-stderr sar-index import rec/cdr.db
    [ "$status" -eq 11 ]
    [[ $stderr == *"the recorder is writing to it"* ]]
    [ "$(legs)" -eq 0 ]
    (sleep 1; touch done) 3>&- &
    run sar-index import --quiet rec/cdr.db
    [ "$status" -eq 0 ]
    [ "$(legs)" -eq 2 ]
    wait
}

@test "a writer that has begun and not committed does not stop it" {
    hold "BEGIN IMMEDIATE; $(row 3)"
    run sar-index import --quiet rec/cdr.db
    [ "$status" -eq 0 ]
    [ "$(legs)" -eq 2 ]
    touch done
    wait "$writer"
}

@test "a folder that cannot be written to is no hindrance" {
    sqlite3 rec/cdr.db 'PRAGMA journal_mode = WAL' "$(row 3)"
    chmod 555 rec
    chmod 444 rec/cdr.db
    run sar-index import --quiet rec/cdr.db
    chmod 755 rec
    [ "$status" -eq 0 ]
    [ "$(ls -A rec)" = cdr.db ]
    [ "$(legs)" -eq 3 ]
}

@test "a view, a virtual table and a generated column are not read" {
    sqlite3 view.db "CREATE VIEW cdr AS WITH RECURSIVE n(i) AS (SELECT 1
        UNION ALL SELECT i + 1 FROM n) SELECT i AS calldate, i AS uniqueid,
        i AS recordingfile, i AS clid, i AS src, i AS billsec,
        i AS disposition FROM n"
    sqlite3 virtual.db "CREATE VIRTUAL TABLE cdr USING fts5(calldate, clid,
        src, dst, channel, dstchannel, duration, billsec, disposition,
        uniqueid, recordingfile)"
    for file in view.db virtual.db; do
        run --separate-stderr timeout 20 sar-index import "$file"
        [ "$status" -eq 2 ]
        [[ $stderr == *"not an export of a format that is known here"* ]]
        run --separate-stderr timeout 20 \
            sar-index import --format freepbx-sqlite "$file"
        [ "$status" -eq 2 ]
    done
    sqlite3 generated.db "CREATE TABLE cdr (calldate, clid, src, dst, channel,
        dstchannel, duration, billsec, disposition, uniqueid,
        recordingfile AS (hex(zeroblob(100000000))))"
    run timeout 20 sar-index import generated.db
    [ "$status" -ne 124 ]
}

@test "a database cut within its last page is refused as torn" {
    size=$(stat -c %s rec/cdr.db)
    for cut in 1 30 600; do
        head -c "$((size - cut))" rec/cdr.db > torn.db
        run --separate-stderr sar-index import torn.db
        [ "$status" -eq 2 ]
        [[ $stderr == *"torn.db: torn: the last page has no end"* ]]
        [ "$(legs)" -eq 0 ]
    done
    run sar-index import rec/cdr.db
    [ "$status" -eq 0 ]
    [ "$(legs)" -eq 2 ]
}

@test "damage is 14, whatever is damaged; a magic with garbage too" {
    sqlite3 rec/cdr.db "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL
        SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO cdr
        SELECT '2026-05-01 10:00:00', '', '01632960123', '2001', '', '', 20,
        15, 'ANSWERED', '1777626000.' || i, '', i FROM n"
    cp rec/cdr.db bad.db
    dd if=/dev/urandom of=bad.db bs=4096 seek=2 count=20 conv=notrunc \
        status=none
    run --separate-stderr sar-index import --format freepbx-sqlite bad.db
    [ "$status" -eq 14 ]
    [ "$stderr" = "sar-index: bad.db: damaged database" ]
    [ "$(legs)" -eq 0 ]
    { printf 'SQLite format 3\0'; head -c 9000 /dev/urandom; } > garbage.db
    run --separate-stderr sar-index import garbage.db
    [ "$status" -eq 14 ]
    head -c 60 rec/cdr.db > short.db
    run sar-index import short.db
    [ "$status" -eq 14 ]
    [ "$(legs)" -eq 0 ]
}

@test "a symlink is not followed" {
    ln -s rec/cdr.db link.db
    run --separate-stderr sar-index import link.db
    [ "$status" -eq 10 ]
    [ "$(legs)" -eq 0 ]
}

@test "a hostile schema runs nothing of its own" {
    sqlite3 rec/cdr.db "CREATE TRIGGER t AFTER INSERT ON cdr BEGIN
        SELECT hex(zeroblob(100000000)); END;
        CREATE INDEX i ON cdr (hex(src));
        CREATE VIEW v AS SELECT load_extension('x')"
    run timeout 20 sar-index import --quiet rec/cdr.db
    [ "$status" -eq 0 ]
    [ "$(legs)" -eq 2 ]
}
