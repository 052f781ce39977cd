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
    awk -v a="$small" -v b="$figures" 'BEGIN {
        split(a, x); split(b, y)
        if (x[1] == y[1])
            exit
        for (k = 2; k <= 4; k += 2)
            printf "  %6.2fx CPU from %d legs, log n + hits grew %.2fx   %s\n",
                y[k] / x[k], x[1],
                (log(y[1]) / log(2) + y[k + 1]) /
                (log(x[1]) / log(2) + x[k + 1]),
                (k == 2 ? "find the legs" : "whole answer")
    }'
done
