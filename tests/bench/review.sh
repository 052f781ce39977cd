#!/usr/bin/env bash
# Making the page of a review with its copies: of one call of three hours in
# stereo, and of 100 calls, against what staff script today to see and hear them:
# ffmpeg, a FLAC of each call, one with the cuts silenced, and a picture.  Whole
# processes, in turn, in one run.
# Usage: review.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH="$build/bin:$PATH"
exec python3 "$here/review.py" "$work" "$here/../../sample-data/sar.conf"
