#!/bin/bash
# run.sh BUILD_DIR COUNT [SEED]: damage COUNT recordings, a share for each
# core, and judge what becomes of them.  One line for each that is wrong;
#     damage.py TOOL make SEED NUMBER FILE
# makes that one again.  Exit status 1 if any was wrong.
set -u
cd "$(dirname "$0")/../.." || exit 1
[ $# -ge 2 ] || { echo 'usage: run.sh BUILD_DIR COUNT [SEED]' >&2; exit 2; }
tool=$1/san/damage/damage count=$2 seed=${3:-1}
[ -x "$tool" ] || { echo "run.sh: $tool: not built" >&2; exit 2; }

export ASAN_OPTIONS=detect_leaks=1:quarantine_size_mb=16
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
shards=$(nproc)
pids=()
for ((shard = 0; shard < shards; shard++)); do
    python3 tests/damage/damage.py "$tool" "$count" "$seed" "$shard" \
        "$shards" >"$work/$shard.out" 2>"$work/$shard.err" &
    pids+=($!)
done
status=0
for pid in "${pids[@]}"; do
    wait "$pid" || status=1
done
cat "$work"/*.out
# What decoders print of damaged files is of use only when one was wrong.
[ "$status" -eq 0 ] || grep -hE -A12 'ERROR: |runtime error|Traceback' \
    "$work"/*.err | head -n 200
exit "$status"
