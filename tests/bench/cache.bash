# shellcheck shell=bash
# What the benchmarks of the index share: made-up indexes and exports of so
# many legs, made once and kept under the build folder.  Sourced with
# $build and $here set.

# The version of all that makes them: another one makes them anew.
cache_key=$(cat "$here/gen_calls.c" "$here"/../../lib/index/*.[ch] |
    sha256sum | cut -c1-12)
cache=$build/bench/cache
mkdir -p "$cache"
find "$cache" -type f ! -name "$cache_key-*" -delete

# has_room BYTES WHAT: says what is skipped when the disk has less free.
has_room()
{
    local free
    free=$(df --output=avail -B1 "$cache" | tail -1)
    [ "$free" -lt "$1" ] || return 0
    printf 'skipped: %s needs %d GB of disk, %d are free\n' "$2" \
        $((($1 + 999999999) / 1000000000)) $((free / 1000000000))
    return 1
}

# cached csv|index LEGS: makes it unless it is there; its path is in $made.
cached()
{
    made=$cache/$cache_key-$2.$1
    [ ! -e "$made" ] || return 0
    # While it is made, an index needs half as much again to sort in.
    case $1 in
    csv) has_room $(($2 * 320)) "an export of $2 legs" || return 1 ;;
    *) has_room $(($2 * 850)) "an index of $2 legs" || return 1 ;;
    esac
    rm -f "$made".part*
    "$build/bench/gen_calls" "$1" "$made.part" "$2" || return 1
    mv "$made.part" "$made"
}
