#!/bin/sh
# make demo: answer the sample request from beginning to end, in build/demo.
# Usage: demo.sh BUILD_DIR
set -eu

cd "$(dirname "$0")/.."
here=sample-data
build=$1
PATH=$(cd "$build" && pwd)/bin:$PATH
home=$build/demo

say() { printf '\n== %s\n' "$*"; }

# What a person would type, shown as typed.
run() {
    printf '$ %s\n' "$*"
    "$@"
}

rm -rf "$home"

say "A home for an invented council, with its policy and its log"
run sar-export init --home "$home" --config "$here/sar.conf"
cp -R "$here/recorder" "$home/recorder"

say "The recorder's call records and audio go into the index"
run sar-index init --home "$home"
run sar-index import --home "$home" "$here/recorder/cdr.csv"

say "What the sample request finds, and what is decided for each recording"
run sar-export request --home "$home" --file "$here/requests/SAR-2026-0042.conf"
run sar-export find --home "$home" --ref SAR-2026-0042

say "A firm asks for the same person, about two times: who asked before is told, \
and nothing is packaged before it has shown that it may ask"
run sar-export request --home "$home" --file "$here/requests/SAR-2026-0044.conf"
run sar-export status --home "$home" --ref SAR-2026-0044

say "Package what staff have listened to and marked (one file is missing: \
the answer says so)"
status=0
run sar-export run --home "$home" --ref SAR-2026-0042 \
    --marks "$here/marks" --allow-partial --by u1041 \
    --passphrase-out "$home/passphrase.txt" || status=$?
# 3: complete but for what could not be handled, which is named above.
[ "$status" -eq 3 ] || exit "$status"

say "The package goes by e-mail, the passphrase is told on the telephone"
run sar-export deliver --home "$home" --ref SAR-2026-0042 --by u1041 \
    --what package --channel email
run sar-export deliver --home "$home" --ref SAR-2026-0042 --by u1041 \
    --what passphrase --channel telephone

say "What the auditor sees: the log, then the package against the log"
status=0
run sar-verify log --vkey "$home/log.vkey" --outbox "$home/outbox" \
    "$home/log" || status=$?
# 5: whole and signed; and somebody should look into what is late by now.
[ "$status" -eq 0 ] || [ "$status" -eq 5 ] || exit "$status"
run sar-verify package --log "$home/log" --vkey "$home/log.vkey" \
    --passphrase-file "$home/passphrase.txt" "$home/outbox/SAR-2026-0042.zip"

say "What whoever got the package can check, without the log: its proof"
run sar-verify proof --vkey "$home/log.vkey" \
    --package "$home/outbox/SAR-2026-0042.zip" \
    "$home/outbox/SAR-2026-0042.zip.tlog-proof"

say "How the person who asked opens it: 7-Zip, with the passphrase"
if command -v 7z >/dev/null 2>&1; then
    printf '$ 7z x -p"PASSPHRASE" %s\n' "$home/outbox/SAR-2026-0042.zip"
    7z x -bso0 -o"$home/opened" -p"$(cat "$home/passphrase.txt")" \
        "$home/outbox/SAR-2026-0042.zip"
    (cd "$home/opened" && find . -type f -printf '%9s  %f\n' | sort -k2)
fi

cat <<EOF

The package:      $home/outbox/SAR-2026-0042.zip
Its passphrase:   $home/passphrase.txt (send it another way than the package)
To open it:       $home/outbox/SAR-2026-0042-HOW-TO-OPEN.txt
Its proof:        $home/outbox/SAR-2026-0042.zip.tlog-proof (send it along)
What was decided: $home/cases/SAR-2026-0042/plan.json
The letter:       $home/cases/SAR-2026-0042/letter.txt
The log:          $home/log, which verifies

The page on which staff listen and cut: "make review-sample" makes one.
EOF
