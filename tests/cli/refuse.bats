# Bad input, missing decisions and policy: each its message, its status, and
# nothing left behind.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    before=$(listing)
}

unchanged() {
    [ "$(listing)" = "$before" ]
}

request() {
    sar-export request --ref A-1 --number "${1:-01632 960123}" \
        --from "${2:-2026-04-01}" --to "${3:-2026-10-10}" \
        --received "${4:-2026-10-10}" --identity verified
}

@test "no command, an unknown one and a slip of the fingers exit 2" {
    run sar-export
    [ "$status" -eq 2 ]
    run --separate-stderr sar-export fidn
    [ "$status" -eq 2 ]
    [[ $stderr == *'did you mean "find"?'* ]]
    run sar-export find --re X
    [ "$status" -eq 2 ]
}

@test "errors of the command line are JSON too" {
    run --separate-stderr sar-export find --json --nonsense
    [ "$status" -eq 2 ]
    summary_is 2
    run --separate-stderr sar-export --json
    [ "$status" -eq 2 ]
    summary_is 2
}

@test "a date that is not one, and a range that is backwards" {
    run request "01632 960123" 2026-02-30
    [ "$status" -eq 2 ]
    run request "01632 960123" 2026-06-01 2026-05-01
    [ "$status" -eq 2 ]
    run request "01632 960123" 2026-04-01 2026-10-10 10/10/2026
    [ "$status" -eq 2 ]
    unchanged
}

@test "a number that is letters is refused without being repeated" {
    run --separate-stderr request "CALL-ME-MAYBE"
    [ "$status" -eq 2 ]
    [[ $stderr != *MAYBE* ]]
    unchanged
}

@test "an extension and the council's own number are refused" {
    run request 2001
    [ "$status" -eq 2 ]
    unchanged
    run --separate-stderr request "01632 960000"
    [ "$status" -eq 6 ]
    [[ $stderr != *960000* ]]
    unchanged
}

@test "a number the policy or the records say is the council's is refused" {
    sed 's/^\[recorder\]$/&\nown = 01632 960777/' "$SAR_HOME/sar.conf" > conf
    cp conf "$SAR_HOME/sar.conf"
    of() {
        run --separate-stderr sar-export "$1" --ref "$2" --number "$3" \
            --from 2026-04-01 --to 2026-10-10 --received 2026-10-10 "${@:4}"
    }
    # Before anything is logged: nothing of it could be put right afterwards.
    of request POLICY "01632 960777" --by u7
    [ "$status" -eq 6 ]
    [ ! -e "$SAR_HOME/cases/POLICY" ]
    [ "$(records receive)" -eq 0 ]
    of find POLICY "01632 960777"
    [ "$status" -eq 6 ]
    [[ $stderr != *960777* ]]
    sed -i '/^recorded/d; /^own/d' "$SAR_HOME/sar.conf"
    of find POLICY "01632 960777"
    [ "$status" -eq 4 ]
    # A number that calls come in on, by what was imported.
    of request ENTRY "01632 960000" --by u7
    [ "$status" -eq 6 ]
    [[ $stderr == *"is the organisation's own"* ]]
    [ ! -e "$SAR_HOME/cases/ENTRY" ]
    of find ENTRY "01632 960000"
    [ "$status" -eq 6 ]
    [[ $stderr == *"is the organisation's own"* ]]
}

@test "an option given twice is refused" {
    run --separate-stderr sar-export find --ref A --ref B
    [ "$status" -eq 2 ]
    [[ $stderr == *"--ref: given twice"* ]]
}

@test "another request under the same reference is refused" {
    request
    run request "01632 960124"
    [ "$status" -eq 6 ]
    run request
    [ "$status" -eq 0 ]
}

@test "an identity that is not verified stops the package: 6" {
    sed '/^identity/d' "$SAMPLE/requests/$REF.conf" > r.conf
    sar-export request --quiet --file r.conf
    run answer
    [ "$status" -eq 6 ]
    [ ! -e pass ]
    [ "$(records intent)" -eq 0 ]
}

@test "a recording nobody has reviewed is not packaged: 5" {
    open_case
    mkdir some
    cp "$SAMPLE"/marks/*.marks some
    rm "$(find some -name '*.marks' | sort | head -n 1)"
    run sar-export run --ref "$REF" --marks some --allow-partial \
        --passphrase-out pass
    [ "$status" -eq 5 ]
    [ ! -e pass ]
    [ -z "$(ls -A "$SAR_HOME/outbox")" ]
    [ "$(records intent)" -eq 0 ]
}

@test "a missing recording stops the package unless allowed: 3" {
    open_case
    run sar-export run --ref "$REF" --marks "$SAMPLE/marks" \
        --passphrase-out pass
    [ "$status" -eq 3 ]
    [ ! -e pass ]
    [ -z "$(ls -A "$SAR_HOME/outbox")" ]
}

@test "marks for another recording are refused by file" {
    open_case
    mkdir other
    cp "$SAMPLE"/marks/*.marks other
    sed 's/^recording: sha256:.*/recording: sha256:'"$(printf '%064d' 7)/" \
        "$(find "$SAMPLE/marks" -name '*.marks' | sort | head -n 1)" \
        > other/zz.marks
    run --separate-stderr sar-export run --ref "$REF" --marks other \
        --passphrase-out pass
    [ "$status" -eq 2 ]
    [[ $stderr == *other/zz.marks* ]]
    [ ! -e pass ]
    [ -z "$(ls -A "$SAR_HOME/cases/$REF/marks")" ]
}

@test "labels: point, reversed, spectral and past the end are refused by line" {
    open_case
    item=$(sar-export find --json --ref "$REF" | python3 -c '
import json, sys
for l in sys.stdin:
    o = json.loads(l)
    if o.get("decision") == "inside":
        print(o["item"])
        break')
    mark() {
        sar-export mark --ref "$REF" --item "$item" --speaker requester \
            --by u1 --labels labels.txt
    }
    printf '1.0\t1.0\tTP\n' > labels.txt
    run --separate-stderr mark
    [ "$status" -eq 2 ]
    [[ $stderr == *"labels.txt: line 1"* ]]
    printf '0.5\t0.6\tTP\n2.0\t1.0\tTP\n' > labels.txt
    run --separate-stderr mark
    [ "$status" -eq 2 ]
    [[ $stderr == *"labels.txt: line 2"* ]]
    printf '0.5\t0.6\tTP\n\\\t100.0\t200.0\n' > labels.txt
    run --separate-stderr mark
    [ "$status" -eq 2 ]
    [[ $stderr == *"labels.txt: line 2"* ]]
    printf '0.5\t9999.0\tTP\n' > labels.txt
    run --separate-stderr mark
    [ "$status" -eq 2 ]
    [[ $stderr == *"labels.txt: line 1"* ]]
    printf '0.5\t0.7\tBob Smith\n' > labels.txt
    run --separate-stderr mark
    [ "$status" -eq 2 ]
    [[ $stderr != *Smith* ]]
    [ -z "$(ls -A "$SAR_HOME/cases/$REF/marks")" ]
}

@test "a recording replaced after import is 14, and nothing is released" {
    open_case
    for f in $(find "$SAR_HOME/recorder/monitor" -name '*01632960123*.wav'); do
        printf 'x' | dd of="$f" bs=1 seek=2000 conv=notrunc status=none
    done
    run --separate-stderr answer
    [ "$status" -eq 14 ]
    [ ! -e pass ]
    [ -z "$(ls -A "$SAR_HOME/outbox")" ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    [ "$(records release)" -eq 0 ]
    [ "$(records void)" -eq "$(records intent)" ]
    log_verifies
}

@test "a recording deleted after import is 14, and nothing is released" {
    open_case
    find "$SAR_HOME/recorder/monitor" -name '*01632960123*.wav' -delete
    run answer
    [ "$status" -eq 14 ]
    [ -z "$(ls -A "$SAR_HOME/outbox")" ]
}

@test "an empty line in the profile stops the build: 2, naming it" {
    open_case
    sed -i 's/^transfers = .*/transfers =/' "$SAR_HOME/sar.conf"
    run --separate-stderr answer
    [ "$status" -eq 2 ]
    [[ $stderr == *transfers* ]]
    [ "$(records intent)" -eq 0 ]
}

@test "an unknown key in sar.conf is named with its line" {
    sed -i 's/^retention-months/retention-month/' "$SAR_HOME/sar.conf"
    run --separate-stderr sar-export status
    [ "$status" -eq 2 ]
    [[ $stderr == *"sar.conf: line "*"retention-months"* ]]
}

@test "an existing passphrase file is refused and left as it was" {
    open_case
    echo mine > pass
    run answer
    [ "$status" -eq 6 ]
    [ "$(cat pass)" = mine ]
    [ "$(records intent)" -eq 0 ]
}

@test "a passphrase is not written beside its package: 6" {
    open_case
    mkdir "$SAR_HOME/outbox/sent"
    ln -s "$SAR_HOME/outbox" link
    for place in home/outbox home/staging home/outbox/sent \
        home/outbox/../staging link; do
        run --separate-stderr sar-export run --ref "$REF" --marks \
            "$SAMPLE/marks" --allow-partial --passphrase-out "$place/pass"
        [ "$status" -eq 6 ]
        [[ $stderr == *"/pass: beside the package"*"hint: "*"another way"* ]]
    done
    cd "$SAR_HOME/outbox"
    run sar-export run --ref "$REF" --marks "$SAMPLE/marks" --allow-partial \
        --passphrase-out pass
    [ "$status" -eq 6 ]
    cd "$BATS_TEST_TMPDIR"
    [ "$(records intent)" -eq 0 ]
    [ -z "$(find "$SAR_HOME/outbox" "$SAR_HOME/staging" -type f)" ]
}

@test "a passphrase file others can read is refused: 12" {
    open_case
    echo some-long-enough-passphrase > mine
    chmod 644 mine
    run sar-export run --ref "$REF" --marks "$SAMPLE/marks" \
        --passphrase-file mine
    [ "$status" -eq 12 ]
}

@test "a home that is not there, an index that is not there: 10" {
    run sar-export status --home nowhere
    [ "$status" -eq 10 ]
    open_case
    rm "$SAR_HOME"/index.db*
    run sar-export find --ref "$REF"
    [ "$status" -eq 10 ]
    run sar-index stat
    [ "$status" -eq 10 ]
}

@test "an index from a newer version is refused: 2" {
    open_case
    python3 -c '
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("PRAGMA user_version=99")
c.commit()' "$SAR_HOME/index.db"
    run sar-export find --ref "$REF"
    [ "$status" -eq 2 ]
}

@test "a log that was changed stops everything: 13" {
    open_case
    sed -i '2s/"n":/"m":/' "$SAR_HOME"/log/entries-0000-*
    run answer
    [ "$status" -eq 13 ]
    [ ! -e pass ]
    run sar-export status
    [ "$status" -eq 13 ]
}

@test "two runs at once: the second gets 11" {
    open_case
    exec 9> "$SAR_HOME/cases/$REF/lock"
    flock 9
    run answer
    [ "$status" -eq 11 ]
    exec 9>&-
    run answer
    [ "$status" -eq 3 ]
}

@test "standard output that cannot be written is no success: 15" {
    run --separate-stderr bash -c 'sar-export status > /dev/full'
    [ "$status" -eq 15 ]
}

@test "an output in a folder that is absent or not to be written is 15" {
    as=env
    [ "$(id -u)" -ne 0 ] ||
        as="setpriv --bounding-set=-dac_override,-dac_read_search"
    sar-export request --quiet --file "$SAMPLE/requests/$REF.conf"
    mkdir -m 500 shut
    (umask 077 && age-keygen 2> /dev/null > id)
    offer="offer --vkey $SAR_HOME/log.vkey $SAR_HOME/log"
    log="log --vkey $SAR_HOME/log.vkey $SAR_HOME/log"
    report="report --vkey $SAR_HOME/log.vkey $SAR_HOME/log"
    for folder in none shut; do
        while read -r command; do
            # shellcheck disable=SC2086
            run --separate-stderr $as $command "$folder/out"
            [ "$status" -eq 15 ] || { echo "$status $command $stderr"; false; }
            [ -n "$stderr" ]
            [ -z "$output" ]
            [ ! -e "$folder/out" ]
        done <<END
sar-export key make w.example/w1 --kind witness --plain --out
sar-export log prove 0 --out
sar-export recovery-key --out
sar-index check --report
sar-verify $offer --out
sar-verify $log --csv
sar-verify $report --csv
sar-verify $report --html
END
    done
}

@test "init refuses a home that is there" {
    run sar-export init --home "$SAR_HOME" --config "$SAMPLE/sar.conf"
    [ "$status" -eq 6 ]
    unchanged
}

@test "a template home asks to be filled in before it builds" {
    sar-export init --home t --origin sar.test.example/log
    run --separate-stderr sar-export status --home t
    [ "$status" -eq 0 ]
    run sar-export init --home u --origin "not a name"
    [ "$status" -eq 2 ]
}

@test "a number that is none or too large: the option is named, not the value" {
    open_case
    run --separate-stderr sar-export mark --ref "$REF" --item one --by u1
    [ "$status" -eq 2 ]
    [[ $stderr == *"--item: expected a number"* ]]
    run --separate-stderr sar-export plan --ref "$REF" --fade=x
    [ "$status" -eq 2 ]
    [[ $stderr == *"--fade: expected a number"* ]]
    run --separate-stderr sar-export mark --ref "$REF" --item 0 --by u1 \
        --speaker other
    [ "$status" -eq 2 ]
    [[ $stderr == *"--item: expected 1 or more"* ]]
    for n in 0 9; do
        run --separate-stderr sar-export build --ref "$REF" --jobs "$n" \
            --passphrase-out p
        [ "$status" -eq 2 ]
        [[ $stderr == *"--jobs: expected 1 to 8"* ]]
    done
}

@test "a recording's digits may be capitals" {
    open_case
    hash=$(sar-export find --json --ref "$REF" | sed -n \
        's/.*"recording":"\([0-9a-f]*[a-f][0-9a-f]*\)".*/\1/p' | head -n 1)
    sar-export mark --quiet --ref "$REF" --by u1 --speaker other \
        --recording "$(tr a-f A-F <<< "${hash:0:12}")"
    [ -e "$SAR_HOME/cases/$REF/marks/${hash:0:16}.marks" ]
}

@test "a wrong word in sar.conf: the right ones are listed" {
    cp "$SAR_HOME/sar.conf" conf
    while read -r key words; do
        sed "s/^\[policy\]/[policy]\n$key = perhaps/" conf > "$SAR_HOME/sar.conf"
        run --separate-stderr sar-export status
        [ "$status" -eq 2 ]
        [[ $stderr == *"$key"*"expected $words"* ]]
    done <<< "approval optional, required or other-person
decisions required or optional"
}

@test "a CSV of other columns is told which it needs" {
    open_case
    mark() {
        run --separate-stderr sar-export mark --ref "$REF" --item 4 --by u1 \
            --speaker requester --labels labels.csv "$@"
        [ "$status" -eq 2 ]
    }
    printf 'begin,stop,why\n1,2,TP\n' > labels.csv
    mark
    [[ $stderr == *"names of its columns: start, end, code"* ]]
    [[ $stderr != *"--labels-format"* ]]
    printf 'start,end\n1,2\n' > labels.csv
    mark
    [[ $stderr == *"expected the column code"*"--code"* ]]
}

@test "--help of each command begins with what it cannot do without" {
    while IFS=: read -r command needs; do
        # shellcheck disable=SC2086 # "key make" is two words
        run sar-export $command --help
        [ "$status" -eq 0 ]
        [ "${lines[0]}" = "Usage: sar-export $command [OPTION ...]$needs" ]
    done <<'NEEDS'
init: --config FILE|--origin NAME
run: --ref REF|--file FILE|--all
request: --file FILE
id: --ref REF --by ID --what WHAT
clarify: --ref REF --by ID asked|answered|withdrawn
extend: --ref REF --by ID --reason REASON --text FILE
fee: --ref REF --by ID asked|paid|waived
refuse: --ref REF --by ID --reason REASON --text FILE
complain: --by ID received|acknowledged|decided
close: --ref REF --by ID --reason REASON
hold: --ref REF --by ID
letter: --ref REF --kind KIND
find: --ref REF|--file FILE
suggest: --ref REF --item N
listen: REF N
mark: --ref REF --item N --speaker WHO --by ID
plan: --ref REF
review: REF
approve: REF --by ID
build: --ref REF
deliver: --ref REF|--complaint NAME --what WHAT --channel CHANNEL --by ID
status:
calendar:
report: --from DATE --to DATE
passphrase: REF --identity FILE
recovery-key: --out FILE
key make: NAME --out FILE
key show: [FILE]
key rotate:
log verify:
log review: --exceptions N --by ID
log prove: RECORD
log erase: RECORD --basis CODE --by ID
log adopt: --by ID
config show:
config check: [FILE]
completion: bash|zsh|fish
NEEDS
    # Those are all there are.
    [ "$(sar-export --help | grep -c '^  [a-z][a-z-]*  ')" -eq 30 ]
}

@test "what looks and listens, and what takes a saved review: each its status, nothing left" {
    open_case
    before=$(listing)
    echo '{}' > bad.json
    while read -r want words; do
        # shellcheck disable=SC2086 # words
        run --separate-stderr sar-export ${words//REF/$REF} < /dev/null
        if [ "$status" -ne "$want" ] || [ -n "$output" ]; then
            echo "$words: $status, not $want"
            return 1
        fi
        [[ $stderr == 'sar-export: '* ]]
    done <<'END'
2 review
2 review REF REF
2 review REF --ref REF
2 review REF --jobs 9
2 review REF --include-expired
10 review NONE-1
2 listen REF
2 listen REF x
2 listen REF 12
2 listen REF 3 --item 3
2 listen REF 3 --width 401
2 listen REF 3 --player /not/there
5 listen REF 3 --redacted
10 listen NONE-1 3
2 suggest --sound --ref REF
2 suggest --sound --ref REF --item 12
10 suggest --sound --ref NONE-1 --item 3
2 mark --ref REF --item 3 --speaker requester --by u1 --nothing-to-cut --standing maybe
2 mark --ref REF --item 3 --speaker requester --nothing-to-cut --standing rejected
2 approve --ref REF --by u1 --dry-run
2 approve --ref REF --by u1 --confirm 00
2 approve --ref REF --plan bad.json
2 approve --ref REF --by u1 --plan bad.json
10 approve --ref REF --by u1 --plan none.json
END
    rm bad.json
    unchanged
}
