#!/usr/bin/env bash
# Finding a number and a range of dates among 1,000,000 legs, against the same
# question typed into the sqlite3 shell on the same data.
# Usage: find.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH="$build/bin:$PATH"
exec python3 "$here/find.py" "$work" "$here/../../sample-data/sar.conf" \
    "$build/bench/gen_index" "${BENCH_LEGS:-1000000}"
