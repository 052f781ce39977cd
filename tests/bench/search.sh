#!/usr/bin/env bash
# Searching indexes of LEGS legs each, warm and cold, against bare prepared
# statements on the same file, and how the cost grows from one to the next.
# Usage: search.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.bash"

# What of this machine's memory is dropped when cold says nothing of a cache
# that a host may have behind its disk.
small=
for legs in ${LEGS:-1000000 10000000}; do
    cached index "$legs" || continue
    printf '%d legs, %d bytes a leg\n' "$legs" \
        $(($(stat -c %s "$made") / legs))
    warm=$("$build/bench/search" "$made" 200 15 warm)
    cold=$("$build/bench/search" "$made" 41 41 cold)
    sed '/^=/d' <<<"$warm"$'\n'"$cold"
    figures="$legs $(sed -n 's/^= //p' <<<"$warm")"
    [ -n "$small" ] || small=$figures
    # Both in units of the smallest: log2 n + hits is what it may grow by.
    awk -v a="$small" -v b="$figures" '
        function lg(n) { return log(n) / log(2) }
        BEGIN {
            split(a, x)
            split(b, y)
            if (x[1] == y[1])
                exit
            may = (lg(y[1]) + y[3]) / (lg(x[1]) + x[3])
            printf "  %6.2fx CPU of %d legs, log n + hits %.2fx   %s\n",
                y[2] / x[2], x[1], may, "find the legs"
            # Each leg of an answer is looked up by itself.
            printf "  %6.2fx CPU of %d legs, log n %.2fx   %s\n",
                y[4] / y[5] / (x[4] / x[5]), x[1], lg(y[1]) / lg(x[1]),
                "a leg of the whole answer"
        }'
done
