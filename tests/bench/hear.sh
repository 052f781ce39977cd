#!/usr/bin/env bash
# Telling what an hour of sound is, against ffmpeg telling where it is silent.
# Usage: hear.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
free=$(df --output=avail -B1 /dev/shm 2>/dev/null | tail -1)
[ "${free:-0}" -gt 1000000000 ] && TMPDIR=/dev/shm
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
python3 "$here/hear.py" "$build/bench/hear" "$work"
