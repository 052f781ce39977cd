#!/usr/bin/env bash
# Importing a FreePBX export of ROWS rows, against the sqlite3 shell's .import
# and the indexes that make its table as easy to search; peak memory of an
# import ten times as large; and a night's 20,000 rows into what is there.
# Usage: import.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.bash"

rows=${ROWS:-1000000} night=20000
has_room $((rows * 10 * 1800)) "importing $((rows * 10)) rows" || exit 0
cached csv "$rows" || exit 0
few=$made
cached csv $((rows * 10)) || exit 0
many=$made
work=$(mktemp -d "$cache/$cache_key-work.XXXXXX")
trap 'rm -rf "$work"' EXIT
for ((day = 0; day < 6; day++)); do
    "$build/bench/gen_calls" csv "$work/night-$day.csv" $night $((rows * 10)) \
        $day
done
export PATH="$build/bin:$PATH"
python3 "$here/import.py" "$work" "$here/../../sample-data/sar.conf" "$few" \
    "$many" "$rows" $night
