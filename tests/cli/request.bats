# sar-export request: what becomes of a request from the moment it comes, and
# that whatever is cut short is completed by the same request again.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
}

request() {
    sar-export request --received 2026-10-11 "$@"
}

# A request of nobody in particular: what makes it another is its numbers.
ask() {
    request --from 2026-05-01 --to 2026-06-30 "$@"
}

# PYTHON about the last line of ${output}, as s.
summary() {
    printf '%s\n' "$output" | tail -n 1 | python3 -c "
import json, sys
s = json.loads(sys.stdin.read())
assert ($1), s"
}

# PYTHON about the log's N-th record of a type, as r: TYPE N PYTHON
recorded() {
    sed -n "$(($(record_of "$1" "$2") + 1))p" \
        "$SAR_HOME"/log/entries-0000-000000000000.jsonl | python3 -c "
import json, sys
r = json.loads(sys.stdin.read())
assert ($3), r"
}

# All there is in the home, by content, to show that nothing was written.
everything() {
    (cd "$SAR_HOME" && find . -type f ! -name '*-shm' ! -name '*-wal' \
        ! -name '*lock' -exec sha256sum {} + | sort -k 2)
    sqlite3 "$SAR_HOME/index.db" .dump | sha256sum
}

@test "request: the folder, the receipt, the hold, and when it is due" {
    run -0 --separate-stderr sar-export request --by u7 \
        --file "$SAMPLE/requests/$REF.conf"
    [[ $stderr == "warning: the answer is "*" days overdue" ]]
    [ "${lines[0]}" = "Case $REF is open: answer by 2026-11-10." ]
    [ "${lines[1]}" = "Its receipt is record $(record_of receive) of the log." ]
    # What the recorder has lost is not said to be held, nor to be kept from
    # its end.
    [[ $output == *"11 recordings are held until it is answered."* ]]
    [[ $output == *"Without the hold 4 of them would be past retention"* ]]
    [[ $output == *"2 more are not on the disk"* ]]
    grep -q "13 of them, 2 of these not on the disk" \
        "$SAR_HOME/cases/$REF/timeline.txt"
    cmp "$SAMPLE/requests/$REF.conf" "$SAR_HOME/cases/$REF/request.conf"
    [ "$(stat -c %a "$SAR_HOME/cases/$REF" "$SAR_HOME/keys/tag.key" \
        "$SAR_HOME/cases/$REF/request.conf" | tr '\n' ' ')" = '700 600 600 ' ]
    recorded receive 1 "set(r) == {'by', 'case', 'holidays', 'nation',
        'received', 'request', 'salt', 'scope', 'seq', 't', 'tags', 'type',
        'v'} and r['by'] == 'u7' and r['case'] == '$REF' and
        r['received'] == '2026-10-10' and r['nation'] == 'england-and-wales'
        and r['scope'] == '2026-04-01/2026-10-10' and len(r['tags']) == 1"
    recorded identity 1 "r['what'] == 'verified' and r['who'] == 'requester'
        and r['case'] == '$REF' and r['seq'] == $(record_of receive) + 1"
    recorded hold 1 "r['n'] == 13 and r['missing'] == 2 and
        r['case'] == '$REF'"
    # Both are one commit: no checkpoint has the one without the other.
    run ! grep -qx $(($(record_of receive) + 1)) "$SAR_HOME/log/checkpoints"
    log_verifies
    # Again, by whomever: as before.
    before=$(everything)
    run -0 sar-export request --by u8 --file "$SAMPLE/requests/$REF.conf" --json
    summary "s['logged'] is False and s['receipt'] == $(record_of receive)
        and s['held'] == 13 and s['gone'] == 2 and s['held_now'] == 0
        and s['expiring'] == 4 and s['due'] == '2026-11-10'
        and s['latest'] == '2026-11-10' and s['ref'] == '$REF'"
    run -0 sar-export request --ref "$REF"
    [ "$(everything)" = "$before" ]
}

@test "who asked is logged as the request says it, and not at all where it does not" {
    ask --number '01632 960777' --ref A --identity 'not-needed known-caller'
    ask --number '01632 960778' --ref B --quiet
    recorded identity 1 "r['what'] == 'not-needed' and
        r['reason'] == 'known-caller' and r['case'] == 'A'"
    [ "$(records receive)" -eq 2 ]
    [ "$(records identity)" -eq 1 ]
    recorded receive 1 "r['by'] == 'uid$(id -u)'"
}

@test "numbers: the next of the year it came in, that no folder and no record has" {
    next() {
        ask --number "01632 9607$1" --quiet --json "${@:2}" |
            sed -E 's/.*"ref":"([^"]*)".*/\1/'
    }
    [ "$(next 00)" = SAR-2026-0001 ]
    [ "$(next 01)" = SAR-2026-0002 ]
    # Whatever is there counts: a folder, a package, a longer name.
    mkdir "$SAR_HOME/cases/SAR-2026-0007"
    [ "$(next 02)" = SAR-2026-0008 ]
    touch "$SAR_HOME/outbox/SAR-2026-0010.zip"
    [ "$(next 03)" = SAR-2026-0011 ]
    sar-export request --quiet --ref SAR-2026-0020-C1 --number '01632 960720' \
        --from 2026-05-01 --to 2026-05-02 --received 2026-10-11
    [ "$(next 04)" = SAR-2026-0021 ]
    # A case that was deleted is in the log; and if it was erased from that,
    # what is kept of it is that its number was given.
    sar-export close --quiet --ref SAR-2026-0021 --reason withdrawn --by u7
    rm -r "$SAR_HOME/cases/SAR-2026-0021"
    for type in receive close; do
        sar-export log erase --quiet "$(record_of "$type" '$')" --basis art17 \
            --by u7
    done
    run ! grep -q SAR-2026-0021 "$SAR_HOME"/log/entries-*
    [ "$(next 05)" = SAR-2026-0022 ]
    # Of other years and other prefixes none counts.
    mkdir "$SAR_HOME/cases/SAR-2025-0400" "$SAR_HOME/cases/IG-2026-0500"
    [ "$(next 06)" = SAR-2026-0023 ]
    sed -i 's/^\[policy\]/&\nref-prefix = IG/' "$SAR_HOME/sar.conf"
    [ "$(next 07)" = IG-2026-0501 ]
    # The same without a number is the same case.
    [ "$(next 07)" = IG-2026-0501 ]
    [ "$(next 05)" = SAR-2026-0022 ]
    tail -n 1 "$SAR_HOME/cases/IG-2026-0501/request.conf" |
        grep -qx 'ref = IG-2026-0501'
    [ -z "$(grep -h '"type":"receive"' "$SAR_HOME"/log/entries-* |
        sed 's/.*"case":"\([^"]*\)".*/\1/' | sort | uniq -d)" ]
    sed -i 's/^ref-prefix = IG/ref-prefix = 01632-960123/' "$SAR_HOME/sar.conf"
    run -2 --separate-stderr sar-export status
    [[ $stderr == *"ref-prefix"* && $stderr != *01632* ]]
}

@test "two at once get two numbers, and the same twice gets one" {
    for i in 1 2 3 4 5 6; do
        ask --number "01632 96080$((i % 3))" --quiet --json --lock-wait 60 \
            > "out.$i" 2> "err.$i" &
    done
    wait
    [ "$(cat out.* | grep -c '"exit_code":0')" -eq 6 ]
    sed -E 's/.*"ref":"([^"]*)".*/\1/' out.* | sort | uniq -c > refs
    [ "$(awk '{print $1 " " $2}' refs | tr '\n' ' ')" = \
        '2 SAR-2026-0001 2 SAR-2026-0002 2 SAR-2026-0003 ' ]
    [ "$(records receive)" -eq 3 ]
    log_verifies
}

@test "a dry run says what it would be and writes nothing" {
    before=$(everything)
    run -0 ask --number '01632 960123' --dry-run --json
    summary "s['ref'] == 'SAR-2026-0001' and s['dry_run'] is True and
        s['held'] == s['held_now'] > 0 and s['due'] == '2026-11-11' and
        'receipt' not in s"
    run -0 sar-export find --number '01632 960123' --from 2026-05-01 \
        --to 2026-06-30 --received 2026-10-11
    [[ $output == "Request SAR-2026-0001, "* ]]
    [ "$(everything)" = "$before" ]
    open_case
    before=$(everything)
    run -0 sar-export request --file "$SAMPLE/requests/$REF.conf" --dry-run
    run -0 sar-export request --ref "$REF" --dry-run --json
    summary "s['logged'] is False and s['held_now'] == 0"
    run -0 ask --number '01632 960123' --dry-run --json
    summary "s['earlier'] == [{'kept': True, 'overlaps': True,
        'received': '2026-10-10', 'ref': '$REF'}]"
    [ "$(everything)" = "$before" ]
}

@test "what cannot be a request leaves nothing: no folder, no record, no key" {
    before=$(everything)
    run -2 ask
    run -2 ask --number 2001
    run -2 ask --number '01632 960123' --range 2026-05-01/2026-05-02
    run -2 --separate-stderr sar-export request --number '01632 960123' \
        --from 2026-05-01 --to 2026-06-30 --received 2999-01-01
    [[ $stderr == *"received: later than today"* ]]
    # An option is called one, and not a line of a file that nobody wrote.
    run -2 --separate-stderr sar-export request --number '01632 960123' \
        --from 2026-05-01 --to 2026-12-30 --received 2026-06-01
    [ "${stderr_lines[0]}" = 'sar-export: --to: later than "received"' ]
    run -2 --separate-stderr ask --number 123
    [[ ${stderr_lines[0]} == 'sar-export: --number: '* ]]
    run -2 --separate-stderr sar-export find --number '01632 960123'
    [ "${stderr_lines[0]}" = 'sar-export: --from: missing' ]
    run -2 ask --number '01632 960123' --by 01632960123
    run -10 sar-export request --ref SAR-2026-0001
    run -2 sar-export request
    diff <(echo "$before") <(everything)
}

@test "another request under a reference that is known is refused: 6" {
    open_case
    before=$(everything)
    run -6 --separate-stderr ask --ref "$REF" --number '01632 960123'
    [[ $stderr == *"exists with another request"* ]]
    [ "$(everything)" = "$before" ]
    # The file is not any more what the receipt is of.
    echo '# a word more' >> "$SAR_HOME/cases/$REF/request.conf"
    for how in --ref\ "$REF" "--file $SAR_HOME/cases/$REF/request.conf"; do
        # shellcheck disable=SC2086
        run -6 --separate-stderr sar-export request $how
        [[ $stderr == *"is not the request whose receipt is in the log"* ]]
    done
    # Its folder was deleted; what is in the log stays said.
    rm -r "$SAR_HOME/cases/$REF"
    run -6 --separate-stderr open_case
    [[ $stderr == *"was received before, and its folder is gone"* ]]
    [ ! -e "$SAR_HOME/cases/$REF" ]
    [ "$(records receive)" -eq 1 ]
    log_verifies
}

@test "a case of an earlier release gets its receipt" {
    mkdir -p "$SAR_HOME/cases/$REF/marks"
    cp "$SAMPLE/requests/$REF.conf" "$SAR_HOME/cases/$REF/request.conf"
    run -0 sar-export request --ref "$REF" --by u7 --json
    summary "s['logged'] is True and s['held'] == 13"
    [ "$(records receive)" -eq 1 ]
    [ "$(records identity)" -eq 1 ]
    run -0 sar-export request --ref "$REF" --json
    summary "s['logged'] is False"
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    [ "$(records release)" -eq 1 ]
    # It was answered: a hold that was lifted since is not placed again.
    run -0 sar-export request --ref "$REF" --json
    summary "'held' not in s"
}

@test "without an index the case is open and logged, and the hold comes later" {
    mv "$SAR_HOME/index.db" away
    run -10 --separate-stderr sar-export request --by u7 \
        --file "$SAMPLE/requests/$REF.conf"
    [[ $output == *"Case $REF is open: answer by 2026-11-10."* ]]
    [[ $output != *"held"* ]]
    [[ $stderr == *"index.db"*"hint: "* ]]
    [ "$(records receive)" -eq 1 ]
    [ "$(records hold)" -eq 0 ]
    mv away "$SAR_HOME/index.db"
    run -0 sar-export request --ref "$REF"
    [[ $output == *"11 recordings are held"* ]]
    [ "$(records receive)" -eq 1 ]
    [ "$(records hold)" -eq 1 ]
    # Nor where the log cannot be read: nothing at all is done then.
    mv "$SAR_HOME/log.vkey" away
    run -10 ask --number '01632 960123'
    [ ! -e "$SAR_HOME/cases/SAR-2026-0001" ]
}

@test "several ranges find the union of what each finds, and are in the log" {
    items() {
        sar-export find --json --number '01632 960123' --received 2026-10-11 \
            "$@" | python3 -c '
import json, sys
for line in sys.stdin:
    o = json.loads(line)
    if o["type"] == "item":
        print(o["start"], o.get("recording"), o["decision"], o["legs"])'
    }
    a=2026-04-15/2026-05-06 b=2026-06-02/2026-07-08 c=2026-05-19/2026-05-19
    items --from "${a%/*}" --to "${a#*/}" > one
    items --from "${b%/*}" --to "${b#*/}" > two
    items --from "${c%/*}" --to "${c#*/}" > three
    items --range "$b" --range "$a" --range "$c" > all
    [ -s one ] && [ -s two ] && [ -s three ]
    sort one two three | cmp - <(sort all)
    run -0 request --number '01632 960123' --range "$b" --range "$a" --ref A
    recorded receive 1 "r['scope'] == '2026-04-15/2026-07-08' and
        r['scopes'] == ['$a', '$b']"
    run -0 sar-export find --ref A
    [[ $output == *"calls
 from 2026-04-15 to 2026-05-06
(2026-04-14T23:00:00Z to 2026-05-06T23:00:00Z), and
 from 2026-06-02 to 2026-07-08
(2026-06-01T23:00:00Z to 2026-07-08T23:00:00Z), 1 number."* ]]
    run sar-export find --ref A --json
    summary "s['from'] == '2026-04-14T23:00:00Z' and
        s['to'] == '2026-07-08T23:00:00Z' and len(s['periods']) == 2"
}

@test "who asked before is found by a tag, also when the case is gone" {
    open_case
    # In any way of writing it, and among others.
    run -0 ask --number '07700 900456' --number '+44 1632 960123' --json
    summary "s['earlier'] == [{'kept': True, 'overlaps': True,
        'received': '2026-10-10', 'ref': '$REF'}]"
    rm -r "$SAR_HOME/cases/$REF"
    run -0 sar-export request --ref SAR-2026-0043
    [[ $output == *"The same number asked before: case $REF, received 2026-10-10, about some of the same days; its folder is gone."* ]]
    run -0 sar-export status --ref SAR-2026-0043
    [[ $output == *"The same number asked before: case $REF, received 2026-10-10, about some of the same days; its folder is gone."* ]]
    run -0 sar-export status --ref SAR-2026-0043 --json
    [[ ${lines[0]} == *'"earlier":[{"kept":false,"overlaps":true,'*"\"ref\":\"$REF\"}]"* ]]
    run -0 request --range 2025-01-01/2025-01-31 --range 2025-03-01/2025-03-31 \
        --number '07700 900456' --json
    summary "s['earlier'] == [{'kept': True, 'overlaps': False,
        'received': '2026-10-11', 'ref': 'SAR-2026-0043'}]"
    # Another number has nothing to do with it.
    run -0 ask --number '07700 900457' --json
    summary "s['earlier'] == []"
    # An HMAC-SHA256 under the home's key, and nothing that digits can be had
    # from without it.
    grep -h '"type":"receive"' "$SAR_HOME"/log/entries-* | python3 -c '
import base64, hashlib, hmac, json, sys
key = bytes.fromhex(open(sys.argv[1]).read().strip())
assert len(key) == 32
def tags(*numbers):
    return sorted(hmac.new(key, n.encode(), hashlib.sha256).digest()
                  for n in numbers)
said = [[base64.b64decode(t) for t in json.loads(line)["tags"]]
        for line in sys.stdin]
assert said == [tags("+441632960123"), tags("+447700900456", "+441632960123"),
                tags("+447700900456"), tags("+447700900457")], said
' "$SAR_HOME/keys/tag.key"
    run ! grep -qE '960123|900456' "$SAR_HOME"/log/entries-*
    # Who has lost the key is told, once.
    mv "$SAR_HOME/keys/tag.key" lost
    run -0 ask --number '07700 900459'
    [[ $output == *"cannot be told: keys/tag.key is missing."* ]]
    run -0 ask --number '07700 900460' --json
    summary "s['earlier_known'] is True"
    # A key that others can read is none.
    chmod 644 "$SAR_HOME/keys/tag.key"
    run -12 ask --number '07700 900458'
}

@test "a representative, a way and a wish: in the request, and no name in the log" {
    run -0 ask --number '01632 960123' --agent 'Sam Example LLP' \
        --channel email --prefer mp3 --name 'Zoe Example' \
        --adjustments 'letter in large print' --identity verified
    recorded receive 1 "r['agent'] is True and r['channel'] == 'email' and
        'corrects' not in r"
    run -0 sar-export status --ref SAR-2026-0001
    [[ $output == *"a representative asks"*"asks for mp3"*"needs: letter in large print"* ]]
    run sar-export plan --ref SAR-2026-0001
    [[ $output == *"The requester needs: letter in large print"* ]]
    run sar-export plan --ref SAR-2026-0001 --json
    summary "s['adjustments'] == 'letter in large print'"
    run ! grep -rqlE 'Example LLP|Zoe Example|large print' "$SAR_HOME/log" \
        "$SAR_HOME/index.db" "$SAR_HOME/outbox" "$SAR_HOME/staging"
    run -2 --separate-stderr ask --number '01632 960124' --channel pigeon
    [[ $stderr == *"channel: expected letter, email"* ]]
    [[ $stderr != *pigeon* ]]
}

@test "what the person prefers is packaged, unless the command line says another" {
    sed 's/^name/prefer = mp3\nname/' "$SAMPLE/requests/$REF.conf" > r.conf
    sed -i 's/^format = .*/format = flac/' "$SAR_HOME/sar.conf"
    sar-export request --quiet --file r.conf
    formats() {
        { sar-export plan --json --ref "$REF" "$@" || [ $? -eq 5 ]; } | python3 -c '
import json, sys
print(*sorted({o["format"] for o in map(json.loads, sys.stdin)
               if o["type"] == "item" and o["format"]}))'
    }
    cp "$SAMPLE"/marks/*.marks "$SAR_HOME/cases/$REF/marks/"
    [ "$(formats)" = mp3 ]
    [ "$(formats --format opus)" = opus ]
    run sar-export find --json --ref "$REF"
    [[ $output == *'"format":"mp3"'* && $output != *'"format":"flac"'* ]]
}

@test "a corrected answer is a case of its own, that says what it takes the place of" {
    open_case
    echo "One call was left out." > why
    # Not before there is an answer, nor without a word.
    run -6 --separate-stderr sar-export request --corrects "$REF" --text why
    [[ $stderr == *"was not answered: there is nothing to correct"* ]]
    [ "$(ls "$SAR_HOME/cases")" = "$REF" ]
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    run -2 --separate-stderr sar-export request --corrects "$REF"
    [[ $stderr == *"is not said"*"--text"* ]]
    # Nothing is left that stands in the way of one that is said.
    [ "$(ls "$SAR_HOME/cases")" = "$REF" ]
    # Nor is it a way to somebody else's calls, or to more than was asked for.
    for change in 's/960123/960199/' 's/2026-04-01/2026-03-01/' \
        's/^name.*/&\nagent = Quill and Partners/'; do
        sed -e 's/^ref = .*/ref = Y-1/' -e "s/^number/corrects = $REF\n&/" \
            -e "$change" "$SAMPLE/requests/$REF.conf" > y.conf
        run -6 --separate-stderr sar-export request --file y.conf --text why
        [[ $stderr == *"case Y-1: numbers, days or who asks are not those"* ]]
        [ "$(ls "$SAR_HOME/cases")" = "$REF" ]
    done
    run -0 sar-export request --corrects "$REF" --text why --by u7
    [[ ${lines[0]} == "Case $REF-C1 is open: it corrects the answer to case $REF, without delay." ]]
    [[ $output != *"acknowledgement"* ]]
    recorded receive '$' "r['corrects'] == '$REF' and r['case'] == '$REF-C1'
        and r['received'] == '2026-10-10'"
    recorded identity '$' "r['what'] == 'verified' and r['case'] == '$REF-C1'"
    diff -r "$SAR_HOME/cases/$REF/marks" "$SAR_HOME/cases/$REF-C1/marks"
    cmp why "$SAR_HOME/cases/$REF-C1/correction.txt"
    run ! grep -q "left out" "$SAR_HOME"/log/entries-*
    # Again it is the same, and there is one correction of one answer.
    run -0 sar-export request --corrects "$REF" --json
    summary "s['ref'] == '$REF-C1' and s['logged'] is False and
        s['corrects'] == '$REF' and 'due' not in s"
    run -6 --separate-stderr sar-export request --corrects "$REF" --text why \
        --ref SAR-2026-0777
    [[ $stderr == *"is corrected by case $REF-C1 already"* ]]
    sar-export run --quiet --ref "$REF-C1" --by u1041 --allow-partial \
        --passphrase-out pass2 || [ $? -eq 3 ]
    [ "$(records release)" -eq 2 ]
    tr -d '\r' < "$SAR_HOME/cases/$REF-C1/letter.txt" > letter
    grep -qx "This answer takes the place of another" letter
    grep -q "reference $REF" letter
    grep -qx "  One call was left out." letter
    # Another day is another request.
    run -2 --separate-stderr sar-export request --corrects "$REF-C1" \
        --received 2026-10-11 --number '01632 960123' --from 2026-05-01 \
        --to 2026-06-30 --text why
    # And that one can be corrected in turn.
    run -0 sar-export request --corrects "$REF-C1" --text why
    [[ ${lines[0]} == "Case $REF-C2 is open: it corrects the answer to case $REF-C1, without delay." ]]
}

@test "who did not show who they were in one case is not known in the next by a word" {
    ask --ref O-1 --quiet --number '01632 960123' --by u1
    sar-export id --quiet --ref O-1 --what failed --by u1
    before=$(everything)
    for word in verified "not-needed known-caller"; do
        run -6 --separate-stderr sar-export request --ref O-2 --by u2 \
            --received 2026-10-11 --from 2026-06-01 --to 2026-06-30 \
            --number '020 7946 0123' --number '01632 960123' \
            --identity "$word"
        [[ $stderr == *"in case O-1 did not show who they were"*"id --what verified"* ]]
        run -6 ask --ref O-2 --number '01632 960123' --identity "$word" --dry-run
    done
    printf 'ref = O-2\nnumber = 01632960123\nfrom = 2026-06-01\nto = 2026-06-30\nreceived = 2026-10-11\nidentity = verified\n' > r.conf
    run -6 sar-export run --file r.conf --by u2 --passphrase-out p
    [ "$(everything)" = "$before" ]
    # By another number it is another's; and what was shown is a step.
    ask --ref O-3 --quiet --number '020 7946 0123' --identity verified --by u2
    sed -i 's/verified/unknown/' r.conf
    run -0 sar-export request --file r.conf --by u2
    run -0 sar-export id --ref O-2 --what verified --kind passport --by u2
}

# SIGKILL before the N-th call of a kind, for every kind that changes something:
# then the same again.  The reference is asked for anew each time.
@test "killed at any call, the same request again completes it" {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
    cp -R "$SAR_HOME" clean
    again=(sar-export request --quiet --json --by u7 --received 2026-10-11
        --number '01632 960123' --from 2026-05-01 --to 2026-06-30
        --identity verified)
    n=0 seen=0
    for call in mkdir rename linkat write pwrite64 fsync fdatasync flock \
        ftruncate unlink; do
        for i in $(seq 1 60); do
            n=$((n + 1))
            [ -n "${SAR_SOAK:-}" ] || [ $((n % 4)) -eq 1 ] || continue
            rm -rf "$SAR_HOME"
            cp -R clean "$SAR_HOME"
            status=0
            strace -f -o /dev/null -e "trace=$call" \
                -e "inject=$call:signal=KILL:when=$i" \
                "${again[@]}" > /dev/null 2>&1 || status=$?
            [ "$status" -ne 0 ] || break
            [ "$status" -eq 137 ]
            seen=$((seen + 1))
            # Nothing that is half a case.
            sar-export status --quiet
            run -0 "${again[@]}"
            summary "s['ref'] == 'SAR-2026-0001' and s['held'] > 0"
            [ "$(ls -A "$SAR_HOME/cases")" = \
                $'.last-SAR-2026\nSAR-2026-0001' ]
            [ "$(records receive)" -eq 1 ]
            [ "$(records identity)" -eq 1 ]
            [ "$(records hold)" -eq 1 ]
            log_verifies
        done
    done
    echo "$seen kills"
    [ "$seen" -ge 10 ]
}
