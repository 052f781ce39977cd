#!/bin/bash
# run.sh BUILD_DIR: what `make check` runs when all is built: the lints, each
# as one test, the unit tests and the command tests.  Prints each failure in
# full, each skip with its reason, and last of all
#     N passed, N failed, N skipped
# Exit status 1 if any failed or none ran; STRICT=1 makes skips failures.
set -u
cd "$(dirname "$0")/.." || exit 1
[ $# -eq 1 ] || { echo 'usage: run.sh BUILD_DIR' >&2; exit 2; }
[ -d "$1" ] || { echo "run.sh: $1: no such folder" >&2; exit 2; }

# The make that runs us has options and jobs of its own.
unset MAKEFLAGS MFLAGS MAKELEVEL
# A person's own settings must not decide what passes.
unset SAR_HOME
BUILD=$(cd "$1" && pwd) || exit 1
ROOT=$PWD
SAR_TESTS=$ROOT/tests
ASAN_OPTIONS=detect_leaks=1
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
LC_ALL=C.UTF-8
# What the tests write is in memory, where there is room enough: each sync of
# theirs would wait for the disk.  TMPDIR, where it is set, says where instead.
in_memory()
{
    local folder=/dev/shm
    [ "$(stat -f -c %T "$folder" 2>/dev/null)" = tmpfs ] &&
        [ -w "$folder" ] &&
        ! findmnt -no OPTIONS -T "$folder" | grep -qw noexec &&
        [ "$(df --output=avail -k "$folder" | tail -n 1)" -gt 4000000 ] &&
        [ "$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)" -gt 8000000 ]
}
DISK=${TMPDIR:-/tmp}
if [ -z "${TMPDIR-}" ] && in_memory; then
    TMPDIR=/dev/shm
else
    TMPDIR=$DISK
fi
export DISK TMPDIR
OUT=$(mktemp -d) || exit 1
trap 'rm -rf "$OUT"' EXIT
# The interpreter itself, where python3 is a script that looks for it, and
# without what is installed beside it: the tests start it thousands of times,
# and it is to look at what is here with its own library alone.
python=$(python3 -c 'import sys; print(sys.executable)') || exit 1
mkdir "$OUT/bin" || exit 1
printf '#!/bin/sh\nexec %q -S "$@"\n' "$python" >"$OUT/bin/python3"
chmod +x "$OUT/bin/python3"
PATH=$OUT/bin:$PATH
export BUILD ROOT SAR_TESTS ASAN_OPTIONS UBSAN_OPTIONS LC_ALL OUT

# Every job leaves NAME.log, what to show when it failed, NAME.count, "passed
# failed skipped", and NAME.skips, a line each.  No count is a failure.

lint_job()
{
    local name=lint-$1 rc=0
    timeout -k 10 900 bash "tests/lint/$1.sh" "$BUILD" \
        >"$OUT/$name.log" 2>&1 </dev/null || rc=$?
    : >"$OUT/$name.skips"
    case $rc in
    0) echo 1 0 0 ;;
    77)
        sed -n 's/^skip: //p' "$OUT/$name.log" >"$OUT/$name.skips"
        echo 0 0 1
        ;;
    *) echo 0 1 0 ;;
    esac >"$OUT/$name.count"
}

# cmocka announces how many tests a group has and prints a line for each that
# came to an end; those that did not, failed.  A group that was announced and
# not summed up, or a bad exit status with nothing to show for it (a leak, a
# crash), is one failure.
unit_count()
{
    awk -v rc="$1" '
    /^\[==========\].*Running [0-9]+ test/ {
        match($0, /[0-9]+ test/)
        announced += substr($0, RSTART) + 0
        open++
        running = 1
        next
    }
    /^\[==========\].*test\(s\) run/ { open--; running = 0 }
    running && /^\[       OK \] / { ok++ }
    running && /^\[  SKIPPED \] / { skipped++ }
    END {
        failed = announced - ok - skipped
        if (failed <= 0 && (rc != 0 || open != 0 || announced == 0))
            failed = 1
        print ok + 0, failed, skipped + 0
    }' "$2"
}

unit_job()
{
    local name=unit-$1 rc=0
    # Standard error apart: it would tear the lines that are counted.
    timeout -k 10 300 "$BUILD/san/unit/$1" >"$OUT/$name.out" \
        2>"$OUT/$name.err" </dev/null || rc=$?
    unit_count "$rc" "$OUT/$name.out" >"$OUT/$name.count"
    sed -n 's/^# skip //p' "$OUT/$name.out" >"$OUT/$name.skips"
    { cat "$OUT/$name.out" "$OUT/$name.err"; echo "exit status $rc"; } \
        >"$OUT/$name.log"
}

# TAP: what was planned and not reported, failed.
cli_count()
{
    awk -v rc="$1" '
    /^1\.\.[0-9]+/ { planned = substr($0, 4) + 0; plan++ }
    /^ok [0-9]+ .*# skip/ { skipped++; next }
    /^ok [0-9]+ / { ok++ }
    /^not ok [0-9]+ / { bad++ }
    END {
        failed = planned - ok - skipped
        if (failed < bad) failed = bad
        if (failed <= 0 && (rc != 0 || plan != 1 || planned == 0))
            failed = 1
        print ok + 0, failed + 0, skipped + 0
    }' "$2"
}

cli_job()
{
    local name=cli-$1 rc=0 folder=$TMPDIR
    # They look at what a disk has: a page cache to let go, chattr +a.
    case $1 in everyone | log) folder=$DISK ;; esac
    TMPDIR=$folder PATH=$BUILD/san/bin:$PATH SAR_JSON=$OUT/$name.json \
        timeout -k 10 540 bats --tap "tests/cli/$1.bats" \
        >"$OUT/$name.log" 2>&1 </dev/null ||
        rc=$?
    # What its programs printed with --json is as man/schemas says, too.
    if [ "$rc" -eq 0 ] && [ -s "$OUT/$name.json" ]; then
        python3 tests/cli/schemas.py man/schemas "$OUT/$name.json" \
            >>"$OUT/$name.log" 2>&1 || rc=$?
    fi
    cli_count "$rc" "$OUT/$name.log" >"$OUT/$name.count"
    sed -nE 's/^ok [0-9]+ (.*) # skip ?/\1: /p' "$OUT/$name.log" \
        >"$OUT/$name.skips"
    echo "exit status $rc" >>"$OUT/$name.log"
}

# With the seconds each took: all are to take less than ten minutes.
job()
{
    SECONDS=0
    "$1_job" "$2"
    read -r ok failed skipped <"$OUT/$1-$2.count"
    echo "$1 $2 $SECONDS" >>"$OUT/seconds"
    printf '%-5s %-28s %4d s %4d passed' "$1" "$2" "$SECONDS" "$ok"
    [ "$failed" -eq 0 ] || printf ', %d FAILED' "$failed"
    [ "$skipped" -eq 0 ] || printf ', %d skipped' "$skipped"
    printf '\n'
}
export -f lint_job unit_job unit_count cli_job cli_count job

# What there is to run.
jobs=('lint clang')
for file in tests/cli/*.bats; do
    [ -f "$file" ] && jobs+=("cli $(basename "$file" .bats)")
done
for file in tests/unit/test_*.c; do
    [ -f "$file" ] && jobs+=("unit $(basename "$file" .c)")
done
for name in words layers symbols length format manuals shell scripts; do
    jobs+=("lint $name")
done

# The longest begins first, so that none is left alone at the end: as long as
# each took here the last time, or by tests/seconds.  Command tests that neither
# knows may be long and come before all; others that are not known are short.
longest_first()
{
    local last=$BUILD/seconds
    [ -f "$last" ] || last=/dev/null
    awk '
    FILENAME != "-" { took[$1 " " $2] = $3; next }
    { print ($0 in took) ? took[$0] : $1 == "cli" ? 9999 : 0, $0 }
    ' tests/seconds "$last" - | sort -s -k1,1nr | cut -d ' ' -f 2-
}

# One more than there are cores: many tests wait for a moment to come.
# shellcheck disable=SC2016 # the inner shell expands it
printf '%s\n' "${jobs[@]}" | longest_first |
    xargs -P"$(($(nproc) + 1))" -L1 bash -c 'job "$1" "$2"' job
cp "$OUT/seconds" "$BUILD/seconds"

passed=0 failed=0 skipped=0
for line in "${jobs[@]}"; do
    name=${line/ /-}
    ok=0 bad=1 skips=0
    [ -s "$OUT/$name.count" ] && read -r ok bad skips <"$OUT/$name.count"
    passed=$((passed + ok))
    failed=$((failed + bad))
    skipped=$((skipped + skips))
    if [ "$bad" -gt 0 ]; then
        printf '\n--- failed: %s\n' "$line"
        cat "$OUT/$name.log"
    fi
done

if [ "$skipped" -gt 0 ]; then
    printf '\n'
    for line in "${jobs[@]}"; do
        name=${line/ /-}
        [ -s "$OUT/$name.count" ] || continue
        read -r ok bad skips <"$OUT/$name.count"
        sed "s/^/skipped: $line: /" "$OUT/$name.skips"
        said=$(wc -l <"$OUT/$name.skips")
        [ "$said" -ge "$skips" ] ||
            echo "skipped: $line: $((skips - said)) without a reason"
    done
fi
if [ "${STRICT:-0}" = 1 ] && [ "$skipped" -gt 0 ]; then
    echo 'STRICT=1: what was skipped has failed'
    failed=$((failed + skipped))
    skipped=0
fi

echo
if [ $((passed + failed)) -eq 0 ]; then
    echo 'no test ran'
    failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
