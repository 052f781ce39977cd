# The whole job, on the sample data.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
}

@test "run answers the sample request and names what is missing" {
    open_case
    run --separate-stderr answer
    [ "$status" -eq 3 ]
    [[ $output == *"held past retention"* ]]
    [[ $output == *"not recorded by design"* ]]
    [[ $output == *"POSSIBLE MATCH"* ]]
    [[ $stderr == *"sar-export: case $REF: released without 1 recording that "* ]]
    # What is left out of it by default is for a person to decide.
    [ "$(grep -c 'warning: item .*: it is held past retention and left out' \
        <<< "$stderr")" -eq 1 ]
    run --separate-stderr sar-export plan --ref "$REF"
    grep -q '^warning  item 2: it is held past retention' <<< "$output"
    [ -f "$SAR_HOME/outbox/$REF.zip" ]
    [ -f "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt" ]
    [ "$(stat -c %a "$SAR_HOME/outbox/$REF.zip")" = 600 ]
    [ "$(stat -c %a pass)" = 600 ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    log_verifies
    [ "$(records release)" -eq 1 ]
    [ "$(records intent)" -eq 1 ]
}

@test "options give the same as a request file" {
    sar-export find --json --file "$SAMPLE/requests/$REF.conf" > by-file
    sar-export find --json --ref "$REF" --number "01632 960123" \
        --from 2026-04-01 --to 2026-10-10 --received 2026-10-10 \
        --identity verified > by-options
    cmp by-file by-options
    [ "$(wc -l < by-file)" -gt 10 ]
}

@test "the number is found however it is written, a stranger's never" {
    for n in "01632 960123" "+44 1632 960123" "0044(0)1632960123" \
        "tel:+44-1632-960123"; do
        sar-export find --json --ref A --number "$n" --from 2026-04-01 \
            --to 2026-10-10 --received 2026-10-10 > "found"
        [ -f first ] || cp found first
        cmp first found
    done
    python3 - "$SAR_HOME/index.db" first <<'PY'
import json, sqlite3, sys
names = [r[0] for r in sqlite3.connect(sys.argv[1]).execute(
    "SELECT lower(hex(sha256)) FROM recording WHERE path LIKE '%02079460123%'"
    " OR path LIKE '%07700900123%'")]
assert names, "the sample has strangers"
found = {json.loads(l).get("recording") for l in open(sys.argv[2])}
assert not found & set(names), "a stranger's recording was found"
PY
}

@test "7z and bsdtar open the package; every CRC in it is zero" {
    open_case
    answer > /dev/null || [ $? -eq 3 ]
    mkdir by7z bybsd
    7z x -bso0 -p"$(cat pass)" -oby7z "$SAR_HOME/outbox/$REF.zip"
    bsdtar -x -C bybsd --passphrase "$(cat pass)" \
        -f "$SAR_HOME/outbox/$REF.zip"
    diff -r by7z bybsd
    [ -f by7z/letter.txt ]
    [ -f by7z/schedule.csv ]
    [ -f by7z/manifest.json ]
    python3 - "$SAR_HOME/outbox/$REF.zip" by7z <<'PY'
import hashlib, json, os, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
for i in z.infolist():
    assert i.CRC == 0, i.filename
    assert i.flag_bits & 1, i.filename
    assert i.date_time == (1980, 1, 1, 0, 0, 0), i.filename
raw = open(sys.argv[1], "rb").read()
at = raw.find(b"PK\3\4")
while at != -1 and at < z.start_dir:
    assert raw[at + 14:at + 18] == b"\0\0\0\0"
    at = raw.find(b"PK\3\4", at + 4)
m = json.load(open(os.path.join(sys.argv[2], "manifest.json")))
for e in m["entries"]:
    data = open(os.path.join(sys.argv[2], e["name"]), "rb").read()
    assert hashlib.sha256(data).hexdigest() == e["sha256"], e["name"]
    assert len(data) == e["size"]
assert len(m["entries"]) == len(z.infolist()) - 2
PY
}

@test "names and numbers stay out of the log, names of files and messages" {
    open_case
    answer > out 2> err || [ $? -eq 3 ]
    run ! grep -rE '960123|900123|460123|Sample' "$SAR_HOME/log" err
    (cd "$SAR_HOME" && find outbox cases log staging keys) > names
    run ! grep -E '960123' names
    run ! grep -aE '960123|Sample' "$SAR_HOME/outbox/$REF.zip"
    # The search does find them where they belong.
    grep -q 960123 "$SAR_HOME/cases/$REF/request.conf"
}

@test "auditors: log and package verify; a changed package does not" {
    open_case
    answer > /dev/null || [ $? -eq 3 ]
    zip=$SAR_HOME/outbox/$REF.zip
    run sar-verify package --log "$SAR_HOME/log" --vkey "$SAR_HOME/log.vkey" \
        --passphrase-file pass "$zip"
    [ "$status" -eq 0 ]
    # Another byte than is there, which may be any.
    byte=$(od -An -tu1 -j 5000 -N 1 "$zip")
    printf '%b' "\\0$(printf %o $((byte ^ 1)))" |
        dd of="$zip" bs=1 seek=5000 conv=notrunc status=none
    run sar-verify package --log "$SAR_HOME/log" --vkey "$SAR_HOME/log.vkey" \
        "$zip"
    [ "$status" -eq 14 ]
}

@test "auditors: the wrong passphrase is 12, a log that is gone is 10" {
    open_case
    answer > /dev/null || [ $? -eq 3 ]
    (umask 077 && echo wrong-wrong-wrong-wrong > other)
    run sar-verify package --log "$SAR_HOME/log" --vkey "$SAR_HOME/log.vkey" \
        --passphrase-file other "$SAR_HOME/outbox/$REF.zip"
    [ "$status" -eq 12 ]
    run sar-verify package --log nowhere --vkey "$SAR_HOME/log.vkey" \
        "$SAR_HOME/outbox/$REF.zip"
    [ "$status" -eq 10 ]
}

@test "the letter says every item of Art. 15, and no more of other people" {
    open_case
    answer --quiet || [ $? -eq 3 ]
    tr -d '\r' < "$SAR_HOME/cases/$REF/letter.txt" | tr '\n' ' ' |
        tr -s ' ' > letter
    sed -n '/^\[profile\]/,$p' "$SAR_HOME/sar.conf" | tail -n +2 |
        grep -v '= none$' | sed 's/^[a-z-]* = //' > items
    [ "$(wc -l < items)" -ge 8 ]
    while IFS= read -r item; do
        grep -qF "$item" letter
    done < items
    grep -q "automated" letter
    # The call of 1 October is not the requester's: its date is not theirs.
    run ! grep -E "1 October 2026 at|12:12" letter
    run ! grep -E "2026-10-01" "$SAR_HOME/cases/$REF/schedule.csv"
    run ! grep -E "^[^,]*,[=+@-]" "$SAR_HOME/cases/$REF/schedule.csv"
}

@test "a second run of a released case releases nothing and ends the same" {
    open_case
    answer > /dev/null || [ $? -eq 3 ]
    before=$(sha256sum < "$SAR_HOME/outbox/$REF.zip")
    run answer --json
    [ "$status" -eq 3 ]
    summary_is 3
    [[ $output == *released-before* ]]
    [ "$(sha256sum < "$SAR_HOME/outbox/$REF.zip")" = "$before" ]
    [ "$(records release)" -eq 1 ]
}

@test "nothing found is a nil return: 4, logged once" {
    sar-export request --quiet --file "$SAMPLE/requests/SAR-2026-0043.conf"
    run sar-export run --ref SAR-2026-0043 --passphrase-out p --json
    [ "$status" -eq 4 ]
    summary_is 4
    run sar-export run --ref SAR-2026-0043 --passphrase-out p --quiet
    [ "$status" -eq 4 ]
    # There is no passphrase of it that a place would be needed for.
    run -4 sar-export run --ref SAR-2026-0043 --quiet
    [ "$(records nil-return)" -eq 1 ]
    [ ! -e p ]
    [ -f "$SAR_HOME/cases/SAR-2026-0043/letter.txt" ]
    log_verifies
}

@test "a package whose passphrase nobody would learn is refused, nothing done" {
    open_case
    before=$(listing)
    run -2 --separate-stderr sar-export run --ref "$REF" --by u1041 \
        --marks "$SAMPLE/marks" --allow-partial
    [ "$stderr" = "sar-export: no terminal to show a passphrase on: --passphrase-out FILE is needed" ]
    [ "$(listing)" = "$before" ]
    # An earlier run's release has its own.
    answer || [ $? -eq 3 ]
    run -3 sar-export run --ref "$REF" --by u1041 --allow-partial
}

@test "nothing found in days that nobody called in is warned of" {
    sed -e 's/^from .*/from = 2020-01-01/' -e 's/^to .*/to = 2020-02-01/' \
        "$SAMPLE/requests/SAR-2026-0043.conf" > early.conf
    run -4 --separate-stderr sar-export run --dry-run --file early.conf
    [[ $stderr == *"the index has no call at all, of anybody: was everything imported?"* ]]
    run -4 --separate-stderr sar-export run --file early.conf --passphrase-out p
    [[ $stderr == *"the index has no call at all, of anybody: was everything imported?"* ]]
    run -4 --separate-stderr sar-export run --dry-run \
        --file "$SAMPLE/requests/SAR-2026-0043.conf"
    [[ $stderr != *"was everything imported?"* ]]
}

@test "a dry run writes nothing and ends as the real run would" {
    before=$(listing)
    run sar-export run --dry-run --file "$SAMPLE/requests/$REF.conf" \
        --marks "$SAMPLE/marks" --allow-partial
    [ "$status" -eq 3 ]
    run sar-export run --dry-run --file "$SAMPLE/requests/$REF.conf"
    [ "$status" -eq 5 ]
    [ "$(listing)" = "$before" ]
}

@test "the steps one by one give what run gives" {
    open_case
    sar-export find --ref "$REF" > /dev/null
    # The marks of the sample, given one by one as staff give them.
    for m in "$SAMPLE"/marks/*.marks; do
        hash=$(sed -n 's/^recording: sha256://p' "$m")
        speaker=$(sed -n 's/^speaker: //p' "$m")
        sed '1,/^$/d' "$m" > labels.txt
        sed -n 's/^decision\.1\.//p' "$m" > decision.txt
        if [ "$speaker" = other ]; then
            set --
        elif [ -s labels.txt ]; then
            set -- --labels labels.txt --decision decision.txt
        else
            set -- --nothing-to-cut
        fi
        if grep -q '^damage: heard' "$m"; then
            set -- "$@" --damage-heard
        fi
        sar-export mark --quiet --ref "$REF" --recording "$hash" \
            --speaker "$speaker" --by u1041 --reviewed 2026-10-12 "$@"
    done
    run sar-export build --ref "$REF" --allow-partial --by u1041 \
        --passphrase-out pass --quiet
    [ "$status" -eq 3 ]
    cp "$SAR_HOME/cases/$REF/plan.json" by-steps.json
    # The plan is bound to the marks, and these say which file they came from:
    # all else is what the sample says.
    cp -R "$SAR_HOME/cases/$REF/marks" stored
    for m in stored/*.marks; do
        sed '/^labels:/d; /^heard:/d' "$m"
    done | sort > said
    cat "$SAMPLE"/marks/*.marks | sort | cmp - said
    rm -rf "$SAR_HOME" && use_home && open_case
    rm -f pass
    sar-export run --ref "$REF" --marks stored --by u1041 --allow-partial \
        --passphrase-out pass --quiet || [ $? -eq 3 ]
    cmp by-steps.json "$SAR_HOME/cases/$REF/plan.json"
    run sar-export status --json --ref "$REF"
    [ "$status" -eq 0 ]
    [[ $output == *'"state":"released"'* ]]
}

@test "quiet success prints nothing" {
    # Of one that came today, for the sample's answer is overdue.
    sed "s/^received = .*/received = $(date -u +%F)/" \
        "$SAMPLE/requests/$REF.conf" > request.conf
    run --separate-stderr sar-export request --quiet --file request.conf
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ -z "$stderr" ]
    run --separate-stderr sar-export status --quiet
    [ "$status" -eq 0 ]
    [ -z "$output$stderr" ]
}

@test "what is held past retention goes in only by decision, and logged" {
    open_case
    run sar-export run --ref "$REF" --dry-run --include-expired
    [ "$status" -eq 2 ]
    run sar-export run --ref "$REF" --dry-run --include-expired \
        --reason complaint --marks "$SAMPLE/marks" --allow-partial
    # Nobody has listened to it yet.
    [ "$status" -eq 5 ]
}

# The package, the log and the case's plan are as they were.
untouched() {
    [ "$(sha256sum < "$SAR_HOME/outbox/$REF.zip")" = "$zip" ]
    [ "$(sha256sum < "$SAR_HOME/cases/$REF/plan.json")" = "$plan" ]
    [ "$(records release)" -eq 1 ]
}

@test "marks changed after a release: nothing is listed as released but what was" {
    open_case
    answer > /dev/null || [ $? -eq 3 ]
    zip=$(sha256sum < "$SAR_HOME/outbox/$REF.zip")
    plan=$(sha256sum < "$SAR_HOME/cases/$REF/plan.json")
    # What there is may be said again; anything else is refused.
    hash=$(sed -n 's/^recording: sha256://p' "$SAMPLE/marks/01.marks")
    again() {
        sar-export mark --ref "$REF" --recording "$hash" --by u1041 \
            --reviewed 2026-10-12 "$@"
    }
    run --separate-stderr again --speaker other
    [ "$status" -eq 6 ]
    [[ $stderr == *"has been released"*"new reference"* ]]
    cp -R "$SAMPLE/marks" others
    sed -i 's/^speaker: requester/speaker: other/' others/01.marks
    run --separate-stderr sar-export run --ref "$REF" --marks others \
        --by u1041 --allow-partial --passphrase-out pass2
    [ "$status" -eq 6 ]
    [[ $output != *call-0* ]]
    run answer
    [ "$status" -eq 3 ]
    run sar-export plan --ref "$REF"
    [ "$status" -eq 0 ]
    [[ $output == *"Released: the package was built from this plan."* ]]
    # By force they are stored, with a warning, and then nothing can be built.
    run --separate-stderr again --speaker other --force
    [ "$status" -eq 0 ]
    [[ $stderr == *"Warning: the case has been released"* ]]
    for how in "" --json --dry-run; do
        run --separate-stderr sar-export build --ref "$REF" --by u1041 \
            --allow-partial --passphrase-out pass2 $how
        [ "$status" -eq 5 ]
        [[ $stderr == *"another plan"*"do not send it"* ]]
        [[ $output != *call-0* && $output != *released* ]]
    done
    [ ! -e pass2 ]
    run --separate-stderr sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"Released: the package was built from ANOTHER PLAN."* ]]
    [[ $stderr == *"another plan"*"do not send it"* ]]
    run --separate-stderr sar-export plan --json --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *'"release":"stale"'* ]]
    untouched
}

@test "options changed after a release are another plan: 5; the same are not" {
    open_case
    answer --format wav > /dev/null || [ $? -eq 3 ]
    zip=$(sha256sum < "$SAR_HOME/outbox/$REF.zip")
    plan=$(sha256sum < "$SAR_HOME/cases/$REF/plan.json")
    run --separate-stderr answer --format mp3
    [ "$status" -eq 5 ]
    [[ $stderr == *"do not send it"* ]]
    [[ $output != *.mp3* ]]
    untouched
    run answer --format wav
    [ "$status" -eq 3 ]
    [[ $output == *call-01.wav*"Released by an earlier run"* ]]
    untouched
}

@test "a release that was not yet moved stays where it is when marks changed" {
    open_case
    answer > /dev/null || [ $? -eq 3 ]
    mv "$SAR_HOME/outbox/$REF.zip" "$SAR_HOME/staging/$REF.zip"
    sed -i 's/^reviewer: .*/reviewer: u7/' \
        "$SAR_HOME/cases/$REF/marks/"*.marks
    run answer
    [ "$status" -eq 6 ]
    run sar-export build --ref "$REF" --by u1041 --allow-partial \
        --passphrase-out pass
    [ "$status" -eq 5 ]
    [ ! -e "$SAR_HOME/outbox/$REF.zip" ]
}
