#!/bin/bash
# run.sh BUILD_DIR: every benchmark beside this file, one after the other so
# that none disturbs another.  Exit status 1 if any failed.
set -u
[ $# -eq 1 ] || { echo 'usage: run.sh BUILD_DIR' >&2; exit 2; }
build=$(cd "$1" && pwd) || exit 2
cd "$(dirname "$0")/../.." || exit 1

ran=0 status=0
for bench in tests/bench/*.sh; do
    [ "$bench" != tests/bench/run.sh ] || continue
    ran=1
    echo "== $(basename "$bench" .sh)"
    bash "$bench" "$build" || { echo "$bench: failed"; status=1; }
done
[ "$ran" -eq 1 ] || { echo 'no benchmark'; exit 1; }
exit "$status"
