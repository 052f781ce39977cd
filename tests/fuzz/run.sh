#!/bin/bash
# run.sh DIR SECONDS: each fuzz target in DIR/bin for so many seconds, from
# the corpus in tests/fuzz/corpus/NAME where there is one.  One line each;
# exit status 1 on a finding, which stays in DIR/findings.
set -u
cd "$(dirname "$0")/../.." || exit 1
[ $# -eq 2 ] || { echo 'usage: run.sh DIR SECONDS' >&2; exit 2; }
FUZZ=$(cd "$1" && pwd) || exit 2
SECONDS_EACH=$2
[[ $SECONDS_EACH =~ ^[1-9][0-9]*$ ]] ||
    { echo 'run.sh: SECONDS is not a number' >&2; exit 2; }
ASAN_OPTIONS=detect_leaks=1
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
WORK=$(mktemp -d) || exit 1
trap 'rm -rf "$WORK"' EXIT
SAR_TESTS=$PWD/tests
export FUZZ SECONDS_EACH ASAN_OPTIONS UBSAN_OPTIONS SAR_TESTS WORK

fuzz()
{
    local name=$1 rc=0 runs
    local log=$WORK/$name.log corpus=$WORK/$name
    # The target adds what it finds; the tree's own corpus stays as it is.
    mkdir -p "$corpus" "$FUZZ/findings"
    [ ! -d "tests/fuzz/corpus/$name" ] ||
        cp -R "tests/fuzz/corpus/$name/." "$corpus"
    timeout -k 10 "$((SECONDS_EACH + 120))" "$FUZZ/bin/$name" \
        -max_total_time="$SECONDS_EACH" -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$FUZZ/findings/$name-" "$corpus" \
        >"$log" 2>&1 </dev/null || rc=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ "$rc" -eq 0 ] && [ "${runs:-0}" -gt 0 ]; then
        echo "$name: $runs runs in $SECONDS_EACH s, no finding"
        return 0
    fi
    echo "$name: FINDING, exit status $rc, after ${runs:-0} runs"
    cat "$log"
    return 1
}
export -f fuzz

names=()
for file in tests/fuzz/fuzz_*.c; do
    [ -f "$file" ] && names+=("$(basename "$file" .c)")
done
[ "${#names[@]}" -gt 0 ] || { echo 'no fuzz target'; exit 1; }
# shellcheck disable=SC2016 # the inner shell expands it
printf '%s\n' "${names[@]}" |
    xargs -I{} -P"$(nproc)" bash -c 'fuzz "$1"' fuzz {} || exit 1
