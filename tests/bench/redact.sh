#!/usr/bin/env bash
# Redacting an hour and a hundred calls, against sox and ffmpeg making the same
# cuts, and against cat; decoding against ffmpeg.  Processor time of whole
# processes, in turn, in one run.
# Usage: redact.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
python3 "$here/redact.py" "$build/bench/redact" "$work"
