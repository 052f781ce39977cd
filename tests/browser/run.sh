#!/bin/bash
# run.sh DIR: a package in each format, opened, and its listen.html in a
# Chromium: listen.mjs says what is looked at.  DIR is where the programs are
# built.  Exit status 77 where there is no Chromium or no node.
set -eu
cd "$(dirname "$0")/../.."
ROOT=$PWD
build=$(cd "${1:?usage: run.sh DIR}" && pwd)
browser=$(command -v chromium || command -v chromium-browser ||
    command -v google-chrome) || { echo 'skip: no chromium'; exit 77; }
command -v node > /dev/null || { echo 'skip: no node'; exit 77; }
PATH=$build/bin:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sample=$ROOT/sample-data
ref=SAR-2026-0042
bad=0

package()
{
    SAR_HOME=$work/$1
    export SAR_HOME
    sar-export init --quiet --config "$sample/sar.conf"
    cp -R "$sample/recorder" "$SAR_HOME/recorder"
    sar-index init --quiet
    sar-index import --quiet "$sample/recorder/cdr.csv" || [ $? -eq 3 ]
    sar-export request --quiet --file "$sample/requests/$ref.conf"
    sar-export run --ref "$ref" --marks "$sample/marks" --by u1041 --quiet \
        --allow-partial --format "$1" --passphrase-out "$work/$1.pass" ||
        [ $? -eq 3 ]
    7z x -bso0 -p"$(cat "$work/$1.pass")" -o"$work/$1.opened" \
        "$SAR_HOME/outbox/$ref.zip"
}

for format in same wav flac mp3 opus; do
    package "$format"
    echo "$format:"
    timeout 120 node tests/browser/listen.mjs "$browser" \
        "$work/$format.opened" || bad=1
done
exit "$bad"
