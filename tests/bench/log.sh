#!/usr/bin/env bash
# Verifying logs of a million and of a hundred thousand records, committed a
# thousand at a time or each by itself, against the least it can cost: openssl
# hashing the same bytes, and a tree's node hashed for every record.
# Usage: log.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
exec python3 "$here/log.py" "$build/bench/log" "$work"
