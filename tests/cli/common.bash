# What the command tests share.  ROOT is the project's folder; the programs
# under test are first on PATH.
bats_require_minimum_version 1.5.0

# No folder of theirs beside the tests' Python.
export PYTHONDONTWRITEBYTECODE=1

# A sar.conf that others can write is refused, whoever runs the tests.
umask 022

SAMPLE=$ROOT/sample-data
REF=SAR-2026-0042

# What is printed with --json is kept aside in SAR_JSON too, to be held against
# its schema when the tests of the file are done: run.sh, schemas.py.  Not where
# the output goes to a device, and not in files that start programs in the
# background: those are stopped by their number, which must be theirs.
aside() {
    local kept rc=0
    if [[ " $* " != *" --json "* || ! ( -p /dev/stdout || -f /dev/stdout ) ]]
    then
        command "$@"
        return
    fi
    kept=$(mktemp)
    command "$@" > "$kept" || rc=$?
    cat "$kept" >> "$SAR_JSON"
    cat "$kept"
    rm "$kept"
    return "$rc"
}

if [ -n "${SAR_JSON-}" ] && ! grep -q ' &$' "$BATS_TEST_FILENAME"; then
    sar-export() { aside sar-export "$@"; }
    sar-index() { aside sar-index "$@"; }
    sar-retain() { aside sar-retain "$@"; }
    sar-verify() { aside sar-verify "$@"; }
fi

# From here on the programs have noon of one day, whatever day it is: what they
# come with, as the table of bank holidays, is not for ever.  DAY
always_on() {
    local bin=$BATS_FILE_TMPDIR/always program
    mkdir "$bin"
    cc -shared -fPIC -o "$bin/clock.so" "$ROOT/tests/cli/clock.c"
    for program in sar-export sar-index sar-retain sar-verify; do
        cat > "$bin/$program" <<END
#!/bin/sh
exec env LD_PRELOAD=$(cc -print-file-name=libasan.so):$bin/clock.so \\
    CLOCK_AT=$(date -ud "$1 12:00" +%s) $(type -P "$program") "\$@"
END
        chmod +x "$bin/$program"
    done
    export PATH=$bin:$PATH
}

# A home with the sample data imported, once a file.
make_home() {
    home=$BATS_FILE_TMPDIR/home
    sar-export init --quiet --home "$home" --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$home/recorder"
    sar-index init --quiet --home "$home"
    sar-index import --quiet --home "$home" "$SAMPLE/recorder/cdr.csv"
}

# A copy of it for one test, and the sample request in a case.
use_home() {
    SAR_HOME=$BATS_TEST_TMPDIR/home
    export SAR_HOME
    cp -R "$BATS_FILE_TMPDIR/home" "$SAR_HOME"
    cd "$BATS_TEST_TMPDIR" || return 1
}

# A home for one test with nothing in it; recordings go to ${monitor}.
empty_home() {
    cd "$BATS_TEST_TMPDIR" || return 1
    SAR_HOME=$BATS_TEST_TMPDIR/home
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    monitor=$SAR_HOME/recorder/monitor
    mkdir -p "$monitor"
    sar-index init --quiet
}

# The mapping of a vendor's CSV; further columns go behind it.
vendor_mapping() {
    cat <<'EOF'
[system]
name = vendor
[time]
column = Start
format = YYYY-MM-DD HH:MI:SS
[columns]
ref = Id
caller = From
called = To
talk = Secs
recording = File
EOF
}

open_case() {
    sar-export request --quiet --file "$SAMPLE/requests/$REF.conf"
}

# The whole job on the sample request.
answer() {
    sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out "$BATS_TEST_TMPDIR/pass" "$@"
}

# A case that nothing was held for, by u4711, that was closed, and deleted when
# its retention ended: record ${nil} of the log is its nil return.  "open" leaves
# it open in the log.
forgotten_case() {
    local ref=SAR-2026-0043
    sar-export request --quiet --file "$SAMPLE/requests/$ref.conf"
    # Somebody else has searched before: u4711 is in that one record alone.
    sar-export find --ref "$ref" --by u1041 --quiet || [ $? -eq 4 ]
    sar-export run --ref "$ref" --by u4711 --quiet \
        --passphrase-out "$BATS_TEST_TMPDIR/none" || [ $? -eq 4 ]
    [ "${1:-}" = open ] ||
        sar-export close --quiet --ref "$ref" --reason withdrawn --by u1041
    rm -r "$SAR_HOME/cases/$ref"
    # shellcheck disable=SC2034 # read by the tests
    nil=$(record_of nil-return)
}

# What is in the packages of a case, in one folder, whether it is one zip or
# more, and plain or a zip in a zip: OUTBOX REF PASSPHRASE_FILE FOLDER.
opened() {
    local zip inner
    for zip in "$1/$2".zip "$1/$2"-part-[0-9]*.zip; do
        [ -e "$zip" ] || continue
        7z x -aoa -bso0 -bsp0 -p"$(cat "$3")" -o"$4" "$zip"
        for inner in "$4"/package*.zip; do
            [ -e "$inner" ] || continue
            7z x -aoa -bso0 -bsp0 -o"$4" "$inner"
            rm "$inner"
        done
    done
    [ -n "$(ls -A "$4")" ]
}

# Every path below the home, to show that a failed run left nothing.
listing() {
    (cd "$SAR_HOME" && find . -type f ! -name lock ! -name log.lock ! -name cases.lock \
        ! -name 'index.db-*' | sort)
}

# How many records of a type the log has: those a checkpoint covers.  A line
# that a killed run left uncommitted is no record.
records() {
    sar-verify log --vkey "$SAR_HOME/log.vkey" "$SAR_HOME/log" 2> /dev/null |
        sed -n "s/^$1: //p" | grep . || echo 0
}

# The number of the log's record of a type: TYPE [N], the first or the N-th,
# "$" for the last.  Nothing is verified.
record_of() {
    cat "$SAR_HOME"/log/entries-*.jsonl |
        sed -n "s/.*\"seq\":\([0-9]*\),.*\"type\":\"$1\".*/\1/p" |
        sed -n "${2:-1}p" | grep .
}

# How many records the log has, as its last checkpoint says.
log_size() {
    tail -n 4 "$SAR_HOME/log/checkpoints" | head -n 1
}

# The log verifies, and all that a person has to look at is what these tests
# cannot help: a request of long ago, and a build that was killed.
log_verifies() {
    local summary status=0 codes
    summary=$(sar-verify log --json --vkey "$SAR_HOME/log.vkey" \
        "$SAR_HOME/log" | tail -n 1; exit "${PIPESTATUS[0]}") || status=$?
    [ "$status" -eq 5 ] || return "$status"
    codes=$(sed -E 's/.*"codes":\{([^}]*)\}.*/\1/
        s/"(out-of-time|intent-without-outcome)":[0-9]+,?//g' <<< "$summary")
    [ -z "$codes" ] || return 5
}

# The last line of ${output} is the one summary, with this exit code.
summary_is() {
    [ "$(printf '%s\n' "$output" | grep -c '"type":"summary"')" -eq 1 ]
    printf '%s\n' "$output" | tail -n 1 | python3 -c '
import json, sys
s = json.loads(sys.stdin.read())
assert s["type"] == "summary" and s["exit_code"] == int(sys.argv[1]), s
' "$1"
}

# What another program writes into an index is taken as damage, by the sums of
# its pages.  Without any, only what is in its rows can tell.
without_sums() {
    python3 - "$1" <<'END'
import sys
f = open(sys.argv[1], "r+b")
data = bytearray(f.read())
for end in range(4096, len(data) + 1, 4096):
    data[end - 8:end] = bytes(8)
f.seek(0)
f.write(data)
END
}
