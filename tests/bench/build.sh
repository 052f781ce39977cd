#!/usr/bin/env bash
# Building a package from 20 calls with 60 cuts, and from 100 short ones, where
# it is what each costs besides its sound that shows, against what staff script
# today: sox to put a tone over each cut, then 7z with AES-256.  Whole processes,
# in turn, in one run.
# Usage: build.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH="$build/bin:$PATH"
exec python3 "$here/build.py" "$work" "$here/../../sample-data/sar.conf"
