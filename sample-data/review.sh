#!/bin/sh
# make review-sample: the page of the sample request, in build/review-home, with
# what the sample's staff marked in it.
# Usage: review.sh BUILD_DIR
set -eu

cd "$(dirname "$0")/.."
here=sample-data
build=$1
ref=SAR-2026-0042
PATH=$(cd "$build" && pwd)/bin:$PATH
SAR_HOME=$(cd "$build" && pwd)/review-home
export SAR_HOME

rm -rf "$SAR_HOME"
sar-export init --quiet --config "$here/sar.conf"
cp -R "$here/recorder" "$SAR_HOME/recorder"
sar-index init --quiet
sar-index import --quiet "$here/recorder/cdr.csv"
sar-export request --quiet --file "$here/requests/$ref.conf"
cp "$here"/marks/*.marks "$SAR_HOME/cases/$ref/marks/"
status=0
sar-export review "$ref" || status=$?
# 3: some recordings cannot be heard.
[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
