# An import stopped anywhere: the next one makes the index that an undisturbed
# one would have made, and leaves nothing beside it.  SAR_SOAK=1 (make soak)
# stops at every call there is.
setup_file() {
    load common
    home=$BATS_FILE_TMPDIR/home
    sar-export init --quiet --home "$home" --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$home/recorder"
    sar-index init --quiet --home "$home"
    cd "$BATS_FILE_TMPDIR"
    python3 "$ROOT/tests/cli/calls.py" 1 300 1000 > bulk.csv
    python3 "$ROOT/tests/cli/calls.py" 2 60 1250 > daily.csv
    python3 "$ROOT/tests/cli/calls.py" 3 120 1000 again > repeats.csv
    cp -R home filled
    sar-index import --quiet --home filled bulk.csv
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    export ASAN_OPTIONS=detect_leaks=0
    data=$BATS_FILE_TMPDIR
    SAR_HOME=$PWD/now
    export SAR_HOME
}

contents() {
    sqlite3 -readonly "$SAR_HOME/index.db" < "$ROOT/tests/cli/contents.sql"
}

restart() { # HOME
    rm -rf "$SAR_HOME"
    cp -R "$data/$1" "$SAR_HOME"
}

# What an undisturbed import of ${csv} makes of ${from}.
undisturbed() {
    restart "$from"
    sar-index import --quiet "$data/$csv"
    contents > want
    grep -q '^ok$' want
    grep -q '^wal$' want
    [ "$(tail -n 1 want)" = ok ]
}

# After a run that was stopped: again, to the same end.
completes() { # WHERE
    sar-index import --quiet "$data/$csv" 2> err ||
        { echo "$1:"; cat err; return 1; }
    find "$SAR_HOME" -name 'index.db-*' -o -name 'etilqs_*' -o -name '.sar-*' |
        grep . && { echo "left at $1"; return 1; }
    contents > got
    cmp want got || { echo "at $1"; diff want got | head; return 1; }
}

can_trace() {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
}

# Run it with HOW injected at its call NUMBER of the kinds CALLS.
injected() { # CALLS HOW NUMBER
    restart "$from"
    status=0
    strace -f -o trace -e "trace=$1" -e "inject=$1:$2:when=$3" \
        sar-index import --quiet "$data/$csv" > out 2>&1 || status=$?
}

# Kill it at its calls number 1, 1 + STEP, ... of each kind.
kill_at() { # CALLS STEP AT_LEAST
    local i=1 step=$2 hit=0
    [ -z "${SAR_SOAK:-}" ] || step=1
    while injected "$1" signal=KILL "$i" && [ "$status" -eq 137 ]; do
        completes "$1 $i"
        hit=$((hit + 1))
        i=$((i + step))
    done
    [ "$status" -eq 0 ]
    [ "$hit" -ge "$3" ] || { echo "only $hit stops at $1"; return 1; }
}

# Let each of them fail: what is told as done is done.
fail_at() { # CALLS STEP AT_LEAST HOW
    local i=1 step=$2 hit=0
    [ -z "${SAR_SOAK:-}" ] || step=1
    while injected "$1" "$4" "$i" && grep -q INJECTED trace; do
        if [ "$status" -eq 0 ]; then
            contents > got
            cmp want got || { echo "told as done at $1 $i"; return 1; }
        else
            [ "$status" -eq 15 ] || { echo "$status at $1 $i"; cat out; return 1; }
        fi
        completes "$1 $i"
        hit=$((hit + 1))
        i=$((i + step))
    done
    [ "$status" -eq 0 ]
    [ "$hit" -ge "$3" ] || { echo "only $hit failures at $1"; return 1; }
}

kill_everywhere() { # STEP_OF_WRITES
    can_trace
    undisturbed
    kill_at fsync,fdatasync,ftruncate 2 3
    kill_at unlink,unlinkat,rename,renameat,renameat2,linkat 1 2
    kill_at pwrite64,write "$1" 3
}

@test "SIGKILL in a load into an empty index" {
    from=home csv=bulk.csv
    kill_everywhere 25
}

@test "SIGKILL in a daily import" {
    from=filled csv=daily.csv
    kill_everywhere 30
}

@test "SIGKILL in a load whose references repeat" {
    from=home csv=repeats.csv
    kill_everywhere 60
}

@test "a disk that fails or is full in a load" {
    can_trace
    from=home csv=bulk.csv
    undisturbed
    fail_at fsync,fdatasync,ftruncate 3 2 error=EIO
    fail_at pwrite64 30 3 error=ENOSPC
}

@test "a disk that fails or is full in a daily import" {
    can_trace
    from=filled csv=daily.csv
    undisturbed
    fail_at fsync,fdatasync,ftruncate 3 2 error=EIO
    fail_at pwrite64 40 3 error=ENOSPC
}

@test "SIGKILL at any moment" {
    from=home csv=repeats.csv
    undisturbed
    restart "$from"
    start=$(date +%s%N)
    sar-index import --quiet "$data/$csv"
    total=$((($(date +%s%N) - start) / 1000))
    n=${SAR_SOAK:+200}
    n=${n:-10}
    for i in $(seq 1 "$n"); do
        restart "$from"
        sar-index import --quiet "$data/$csv" > /dev/null 2>&1 &
        pid=$!
        sleep "$(python3 -c "print($total * $i / $n / 1e6)")"
        kill -9 "$pid" 2> /dev/null || true
        wait "$pid" 2> /dev/null || true
        completes "$i of $n"
    done
}

@test "a full disk is 15, the index stays as it was; with room it completes" {
    unshare -Urm true 2> /dev/null || skip "no user namespaces here"
    from=filled csv=daily.csv
    undisturbed
    restart "$from"
    contents > before
    cat > inside.sh <<'SH'
set -u
sql=$ROOT/tests/cli/contents.sql
mkdir -p disk
mount -t tmpfs -o size=20000k tmpfs disk || exit 99
cp -R "$SAR_HOME" disk/home || exit 98
used=$(df -k --output=used disk | tail -n 1)
mount -o "remount,size=$((used + $1))k" disk || exit 97
export SAR_HOME=$PWD/disk/home
sar-index import --quiet "$2"
echo "first $?"
mount -o remount,size=20000k disk
sqlite3 "$SAR_HOME/index.db" < "$sql" | cmp before -
sar-index import --quiet "$2"
echo "second $?"
ls "$SAR_HOME" | grep -E 'index.db-|etilqs'
sqlite3 -readonly "$SAR_HOME/index.db" < "$sql" | cmp want - && echo same
SH
    for spare in 4 40 80; do
        run -0 unshare -Urm bash inside.sh "$spare" "$data/$csv"
        echo "$output"
        [[ $output == *"first 15"* ]]
        [[ $output == *"second 0"* ]]
        [[ $output != *index.db-* ]]
        [[ $output != *differ* ]]
        [ "${lines[-1]}" = same ]
    done
}

@test "SQLite's own temporary files go with the next import" {
    from=home csv=bulk.csv
    undisturbed
    restart "$from"
    # A kill between the making of one and its removal.
    touch "$SAR_HOME/etilqs_0f3a92bc7d11e0c4" "$SAR_HOME/etilqs_notes"
    sar-index import --quiet "$data/$csv"
    [ ! -e "$SAR_HOME/etilqs_0f3a92bc7d11e0c4" ]
    [ -e "$SAR_HOME/etilqs_notes" ]
}
