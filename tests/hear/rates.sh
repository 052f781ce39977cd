#!/bin/bash
# rates.sh BUILD_DIR CALLS SEED: make so many calls of each kind, and measure
# how often music and a second voice are heard in them.  The calls are kept in
# BUILD_DIR/hear/SEED-CALLS, and not made again where they are there.
set -eu
cd "$(dirname "$0")/../.."
[ $# -eq 3 ] || { echo 'usage: rates.sh BUILD_DIR CALLS SEED' >&2; exit 2; }
calls=$1/hear/$3-$2
if [ ! -e "$calls/done" ]; then
    rm -rf "$calls"
    mkdir -p "$calls"
    python3 tests/hear/calls.py "$calls" "$3" "$2"
    : >"$calls/done"
fi
python3 tests/hear/rates.py "$1/bench/hear" "$calls"
