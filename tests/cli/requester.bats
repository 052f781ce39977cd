# What the requester finds in the package.
load common

setup_file() {
    make_home
    cp -R "$BATS_FILE_TMPDIR/home" "$BATS_FILE_TMPDIR/answered"
    packed answered
}

# Answer the case in the home ${1}, and open every volume into one folder.
packed() {
    local volume
    SAR_HOME=$BATS_FILE_TMPDIR/$1
    export SAR_HOME
    open_case
    sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 --quiet \
        --allow-partial --passphrase-out "$SAR_HOME.pass" "${@:2}" ||
        [ $? -eq 3 ]
    for volume in "$SAR_HOME/outbox/$REF"*.zip; do
        7z x -bso0 -y -p"$(cat "$SAR_HOME.pass")" -o"$SAR_HOME.opened" "$volume"
    done
}

setup() {
    SAR_HOME=$BATS_FILE_TMPDIR/answered
    cd "$SAR_HOME.opened"
}

@test "schedules, page and redactions say the same as the plan, by python" {
    run python3 "$ROOT/tests/cli/requester.py" . \
        "$SAR_HOME/cases/$REF/plan.json"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == "9 recordings, "*" places, 1 hidden" ]]
}

@test "the same of MP3 in several volumes, with silence and fades" {
    cp -R "$BATS_FILE_TMPDIR/home" "$BATS_FILE_TMPDIR/split"
    packed split --format mp3 --fill silence --fade 20 --redaction-proofs no \
        --volume-size "120 kB"
    [ -f "$SAR_HOME/outbox/$REF-part-3.zip" ]
    cd "$SAR_HOME.opened"
    run python3 "$ROOT/tests/cli/requester.py" . \
        "$SAR_HOME/cases/$REF/plan.json"
    echo "$output"
    [ "$status" -eq 0 ]
    grep -q '"fade":160,"format":"mp3"' redactions.json
    run ! grep -q '"tone"' redactions.json
    for text in schedule.txt listen.html; do
        grep -q "each over 20 thousandths of a second" <(tr -d '\r' < $text |
            tr '\n' ' ' | tr -s ' ')
    done
    # One page for all parts: what it names is there once all are opened.
    python3 "$ROOT/tests/cli/listen.py" listen.html > named
    [ "$(grep -c "mp3$" named)" -eq 9 ]
    while IFS= read -r name; do
        [ -f "$name" ]
    done < named
}

@test "listen.html is whole in python's parsers, and all it names is there" {
    run python3 "$ROOT/tests/cli/listen.py" listen.html
    echo "$output"
    [ "$status" -eq 0 ]
    while IFS= read -r name; do
        [ -f "$name" ]
        grep -q "\"name\":\"$name\"" manifest.json
    done <<< "$output"
    [[ $output == *call-09.* && $output == *letter.txt* ]]
}

@test "the letter names every file that came, and none that did not" {
    for name in letter.txt listen.html schedule.txt schedule.csv \
        redactions.json; do
        [ -f "$name" ]
        grep -q "  $name" letter.txt
    done
    run ! grep -q vcon letter.txt
    run ls
    [[ $output != *vcon* ]]
}

@test "the signature verifies with minisign and the key HOW-TO-OPEN names" {
    command -v minisign > /dev/null || skip "no minisign"
    line=$(tr -d '\r' < "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt" |
        grep '^  minisign -V -m manifest.json -P ')
    run minisign -V -m manifest.json -P "${line##* }"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"Trusted comment: sar-export package manifest" ]]
}

@test "no text says who called of whom it must not be said" {
    # The sample's one call of somebody else from the same number.
    run ! grep -l "1 October 2026 at\|2026-10-01" letter.txt schedule.txt \
        schedule.csv listen.html redactions.json
}
