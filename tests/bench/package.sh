#!/usr/bin/env bash
# Packing one large file and a hundred smaller ones, against plain libzip, 7z
# and bsdtar with the same encryption, and reading our own back.  In memory if
# there is room, so that what is compared is not a disk.
# Usage: package.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
free=$(df --output=avail -B1 /dev/shm 2>/dev/null | tail -1)
[ "${free:-0}" -gt 4000000000 ] && TMPDIR=/dev/shm
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
python3 "$here/package.py" "$build/bench/package" "$work"
