#!/bin/bash
# fixtures.sh WORK: the pages that the tests open, below WORK, made with the
# programs on PATH, at noon of one day.  ROOT is the project's folder.
set -eu
work=${1:?usage: fixtures.sh WORK}
sample=$ROOT/sample-data
ref=SAR-2026-0042
cc -shared -fPIC -o "$work/clock.so" "$ROOT/tests/cli/clock.c"
CLOCK_AT=$(date -ud '2026-10-14 12:00' +%s)
export CLOCK_AT

# The programs, on that day.
for program in sar-export sar-index; do
    eval "$program() { LD_PRELOAD=\$work/clock.so command $program \"\$@\"; }"
done

# A home with the sample's calls: NAME [CONF].
home()
{
    SAR_HOME=$work/$1
    export SAR_HOME
    sar-export init --quiet --config "${2:-$sample/sar.conf}"
    cp -R "$sample/recorder" "$SAR_HOME/recorder"
    sar-index init --quiet
    sar-index import --quiet "$sample/recorder/cdr.csv" || [ $? -eq 3 ]
}

copy()
{
    SAR_HOME=$work/$2
    cp -R "$work/$1" "$SAR_HOME"
}

# 3: the sample has a recording that is missing.
package()
{
    sar-export run --ref "$ref" --marks "${2:-$sample/marks}" --by u1041 \
        --quiet --allow-partial --format "$1" --passphrase-out "$SAR_HOME.pass" ||
        [ $? -eq 3 ]
    7z x -bso0 -bsp0 -p"$(cat "$SAR_HOME.pass")" -o"$SAR_HOME.opened" \
        "$SAR_HOME/outbox/$ref.zip"
}

# shellcheck source=tests/browser/fixtures_listen.sh
. "$ROOT/tests/browser/fixtures_listen.sh"
# shellcheck source=tests/browser/fixtures_review.sh
. "$ROOT/tests/browser/fixtures_review.sh"
