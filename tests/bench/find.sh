#!/usr/bin/env bash
# Finding a number and a range of dates among 1,000,000 legs, against the same
# question typed into the sqlite3 shell on the same data.
# Usage: find.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.bash"

legs=1000000
has_room $((legs * 3000)) 'finding' && cached csv $legs || exit 0
csv=$made
cached index $legs || exit 0
work=$(mktemp -d "$cache/$cache_key-work.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH="$build/bin:$PATH"
python3 "$here/find.py" "$work" "$here/../../sample-data/sar.conf" "$csv" \
    "$made" $legs
