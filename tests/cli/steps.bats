# The steps of a case between its receipt and its end: what each changes, what
# does not fit, and that nothing is answered before all is as it has to be.
setup_file() {
    load common
    cc -shared -fPIC -o "$BATS_FILE_TMPDIR/clock.so" "$ROOT/tests/cli/clock.c"
    home=$BATS_FILE_TMPDIR/home
    at 2026-04-30 sar-export init --quiet --home "$home" \
        --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$home/recorder"
    at 2026-04-30 sar-index init --quiet --home "$home"
    at 2026-04-30 sar-index import --quiet --home "$home" \
        "$SAMPLE/recorder/cdr.csv"
    export SAR_HOME=$home
    cd "$BATS_FILE_TMPDIR" || return 1
    # The worked case of the reference: Friday, 1 May 2026.
    request A-1 unknown
    at 2026-05-01 sar-export request --quiet --file A-1.conf
}

setup() {
    load common
    use_home
    echo "Which of the calls do you mean?" > question
    echo "There are very many of them." > reasons
}

# A request of 1 May in a file: REF IDENTITY [LINE...].
request() {
    printf '%s\n' "ref = $1" "number = 01632 960123" "from = 2025-11-01" \
        "to = 2026-04-30" "received = 2026-05-01" "identity = $2" \
        "${@:3}" > "$1.conf"
}

# At noon of a day: DAY COMMAND...
at() {
    local at
    at=$(date -d "$1 12:00Z" +%s)
    ASAN_OPTIONS=verify_asan_link_order=0:$ASAN_OPTIONS \
        LD_PRELOAD=$BATS_FILE_TMPDIR/clock.so CLOCK_AT=$at "${@:2}"
}

# DAY COMMAND...: of the case A-1, by u1041.
step() {
    at "$1" sar-export "$2" --ref A-1 --by u1041 "${@:3}"
}

# How the whole home is, byte for byte, but for locks.
state() {
    (cd "$SAR_HOME" && find . -type f ! -name '*lock' \
        ! -name 'index.db*' -exec sha256sum {} + | sort -k 2)
}

# STATUS DAY COMMAND...: ends so and writes nothing.
refused() {
    state > before
    run --separate-stderr "-$1" step "${@:2}"
    [ -z "$output" ]
    cmp before <(state)
}

@test "the worked case: a question of 5 May, answered on the 8th" {
    run step 2026-05-05 clarify asked --text question
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Question of A-1, asked, 2026-05-05: record $(record_of \
        clarify) of the log." ]
    [ "${lines[1]}" = \
        "The days till the question is answered do not count." ]
    [ "${lines[2]}" = \
        "Letter: $SAR_HOME/cases/A-1/letters/clarification.txt" ]
    run step 2026-05-08 clarify answered
    [ "$status" -eq 0 ]
    [ "${lines[1]}" = "Answer by 2026-06-04, at the latest 2026-06-05." ]
    grep -A 2 "the question was answered" \
        "$SAR_HOME/cases/A-1/timeline.txt" > told
    grep -q "answer by 2026-06-04, at the latest 2026-06-05" told
    # The log has a commitment to what was asked, and nothing of it.
    python3 - "$SAR_HOME" <<'PY'
import base64, glob, hashlib, json, sys
home = sys.argv[1]
case = home + "/cases/A-1/"
lines = b"".join(open(p, "rb").read()
                 for p in sorted(glob.glob(home + "/log/entries-*")))
assert b"Which" not in lines and b"calls" not in lines
asked = [r for r in map(json.loads, lines.splitlines())
         if r["type"] == "clarify" and r["what"] == "asked"]
salt = bytes.fromhex(open(case + "plan.salt").read())
text = open(case + "letters/clarification.txt", "rb").read()
assert b"Which of the calls do you mean?" in text
want = hashlib.sha256(b"sar-export/commit/v1\0" + salt + text).digest()
assert [base64.b64decode(r["text"]) for r in asked] == [want]
PY
    # Which letter went out is the last, or said.
    step 2026-05-09 clarify asked --text reasons
    run step 2026-05-09 deliver --what letter --letter clarification \
        --channel post
    [[ $output == *", letters/clarification-2.txt, post, "* ]]
    run step 2026-05-09 deliver --what letter --letter clarification \
        --channel post --file letters/clarification.txt
    [[ $output == *", letters/clarification.txt, post, "* ]]
    [ "$(records letter)" -eq 2 ]
    refused 10 2026-05-09 deliver --what letter --letter clarification \
        --channel post --file ../request.conf
    step 2026-05-09 clarify withdrawn
    # A pause has one question and one answer, in this order.
    refused 6 2026-05-09 clarify answered
    [[ $stderr == *"case A-1: clarify: "* ]]
    step 2026-05-10 clarify asked --text reasons
    refused 6 2026-05-10 clarify asked --text question
    refused 6 2026-05-10 clarify answered --on 2026-05-07
    step 2026-05-10 clarify withdrawn
    run step 2026-05-10 clarify withdrawn --json
    summary_is 0
    [[ $output == *'"due":"2026-06-04"'*'"latest":"2026-06-05"'* ]]
    [[ $output == *'"logged":false'* ]]
}

@test "notice of an extension: within the first month, once, three from the start" {
    refused 6 2026-06-02 extend --reason complex --text reasons
    [[ $stderr == *"hint: notice has to be given within the first month"* ]]
    refused 6 2026-06-02 extend --reason complex --text reasons \
        --on 2026-05-30
    refused 2 2026-05-20 extend --reason complex --text reasons \
        --on 2026-05-21
    refused 2 2026-05-20 extend --reason complex --text reasons \
        --on 2026-04-30
    refused 2 2026-05-20 extend --reason tired --text reasons
    refused 2 2026-05-20 extend --reason complex
    # 1 August is a Saturday.
    run step 2026-06-01 extend --reason complex --text reasons
    [ "$status" -eq 0 ]
    [ "${lines[1]}" = "Answer by 2026-08-03." ]
    refused 6 2026-06-01 extend --reason numerous --text reasons
    grep -q "answer by 2026-08-03" "$SAR_HOME/cases/A-1/timeline.txt"
}

@test "who asks: asked for late, it starts the clock; what did not do does not" {
    refused 2 2026-05-06 id --what received
    refused 2 2026-05-06 id --what not-needed
    refused 2 2026-05-06 id --what verified --reason known
    refused 2 2026-05-06 id --what verified --kind "Ms Sample"
    refused 2 2026-05-06 id --what verified --who authority --kind \
        01632960123
    refused 6 2026-05-06 id --what verified --who authority
    step 2026-05-06 id --what asked
    run step 2026-05-10 id --what received --kind utility-bill
    [ "$status" -eq 0 ]
    step 2026-05-11 id --what failed
    refused 6 2026-05-12 extend --reason complex --text reasons
    # The letter that was sent stays; the log has a commitment to each.
    letters=$SAR_HOME/cases/A-1/letters
    cp "$letters/identity.txt" first
    cp "$letters/identity.html" first.html
    step 2026-05-13 id --what asked
    cmp first "$letters/identity.txt"
    cmp first.html "$letters/identity.html"
    grep -q 'letter: 13 May 2026' "$letters/identity-2.txt"
    [ -e "$letters/identity-2.html" ]
    [ "$(cat "$SAR_HOME"/log/*.jsonl | grep '"what":"asked"' |
        grep -o '"text":"[^"]*"' | sort -u | wc -l)" -eq 2 ]
    # One that was changed does not go out as it.
    mv "$letters/identity-2.txt" away
    echo >> "$letters/identity.txt"
    refused 14 2026-05-14 deliver --what letter --letter identity --channel post
    mv first "$letters/identity.txt"
    mv away "$letters/identity-2.txt"
    step 2026-05-14 deliver --what letter --letter identity --channel post
    run step 2026-05-20 id --what verified --kind passport
    [ "$status" -eq 0 ]
    # A month from the 20th is a Saturday.
    [ "${lines[1]}" = "Answer by 2026-06-22." ]
    grep -q "requester's identity was verified, passport" \
        "$SAR_HOME/cases/A-1/timeline.txt"
}

# Whatever leads to an answer stops with STATUS and a message, and writes
# nothing, marks neither: STATUS MESSAGE [few].
no_way() {
    local way ways=("run --passphrase-out pass --marks $SAMPLE/marks" approve)
    [ "${3-}" = few ] || ways+=("build --passphrase-out pass"
        "build --passphrase-out pass --marks $SAMPLE/marks"
        "run --passphrase-out pass" "run --dry-run" "build --dry-run")
    for way in "${ways[@]}"; do
        state > before
        # shellcheck disable=SC2086 # these are words
        run --separate-stderr "-$1" step 2026-05-20 $way
        [[ $stderr == *"case A-1: $2"* ]]
        [ ! -e pass ]
        cmp before <(state)
    done
    # All that are ready: it is not, and that is no failure.
    mkdir -p -m 700 dir
    run --separate-stderr at 2026-05-20 sar-export run --all --by u1041 \
        --passphrase-dir dir
    [ -z "$(ls dir)" ]
    cmp before <(state)
}

@test "nothing is answered of a request that the log has not received" {
    mv "$SAR_HOME/cases" cases
    rm -rf "$SAR_HOME/log" "$SAR_HOME"/log.* "$SAR_HOME/keys"
    SAR_HOME=$BATS_TEST_TMPDIR/other
    at 2026-04-30 sar-export init --quiet --config "$SAMPLE/sar.conf"
    rmdir "$SAR_HOME/cases"
    mv cases "$SAR_HOME"
    cp "$BATS_TEST_TMPDIR/home/index.db" "$SAR_HOME"
    cp -R "$SAMPLE/recorder" "$SAR_HOME"
    sed -i 's/unknown/verified/' "$SAR_HOME/cases/A-1/request.conf"
    no_way 5 "its receipt is not in the log"
    refused 5 2026-05-20 extend --reason complex --text reasons
}

@test "nothing is answered to somebody who is not known" {
    no_way 6 "the requester's identity is not verified"
    # What request.conf is made to say afterwards counts for nothing.
    cp "$SAR_HOME/cases/A-1/request.conf" .
    sed -i 's/unknown/verified/' "$SAR_HOME/cases/A-1/request.conf"
    no_way 6 "the requester's identity is not verified" few
    for what in asked "received --kind passport" failed; do
        # shellcheck disable=SC2086 # these are words
        step 2026-05-20 id --what $what
        no_way 6 "the requester's identity is not verified" few
    done
    step 2026-05-20 id --what not-needed --reason known-caller
    # Nor is it anybody else who is known now: another's calls do not go out.
    for change in s/unknown/verified/ 's/960123/960188/' 's/2025-11/2024-11/'; do
        sed "$change" request.conf > "$SAR_HOME/cases/A-1/request.conf"
        state > before
        for way in "build --passphrase-out pass" "run --passphrase-out pass" \
            approve "mark --item 1 --speaker requester --nothing-to-cut" hold; do
            # shellcheck disable=SC2086 # these are words
            refused 6 2026-05-20 $way
            [[ $stderr == *"request.conf is not the request whose receipt"* ]]
        done
    done
    cp request.conf "$SAR_HOME/cases/A-1/request.conf"
    run step 2026-05-20 build --passphrase-out pass
    [ "$status" -eq 5 ]
    [[ $output == *"wait for a person's decision"* ]]
}

@test "nothing is answered to a representative without authority" {
    request A-2 verified "agent = Quill and Partners"
    at 2026-05-02 sar-export request --quiet --file A-2.conf
    mv "$SAR_HOME/cases/A-1" away
    # The same ways, of the other case.
    step() { at "$1" sar-export "$2" --ref A-2 --by u1041 "${@:3}"; }
    state > before
    for way in "build --passphrase-out pass" "run --passphrase-out pass" \
        approve; do
        # shellcheck disable=SC2086 # these are words
        refused 6 2026-05-20 $way
        [[ $stderr == *"case A-2: the representative's authority is not"* ]]
    done
    step 2026-05-20 id --who authority --what verified --kind letter
    run step 2026-05-20 build --passphrase-out pass
    [ "$status" -eq 5 ]
}

@test "a fee, a refusal and an end stop an answer, each by itself" {
    step 2026-05-02 id --what verified --kind passport
    refused 2 2026-05-03 fee asked --reason copies --text reasons
    refused 2 2026-05-03 fee asked --pence 0 --reason copies --text reasons
    refused 2 2026-05-03 fee asked --pence 1000 --reason dear --text reasons
    refused 2 2026-05-03 fee paid --pence 1000
    refused 6 2026-05-03 fee paid
    step 2026-05-03 fee asked --pence 1000 --reason excessive --text reasons
    grep -q "£10.00" "$SAR_HOME/cases/A-1/letters/fee.txt"
    no_way 6 "a fee was asked for and has not come"
    grep -q "a fee was asked for, excessive, £10.00" \
        "$SAR_HOME/cases/A-1/timeline.txt"
    cp -R "$SAR_HOME" asked
    run step 2026-05-20 fee paid
    # The clock starts when it is paid: 20 June is a Saturday.
    [ "${lines[1]}" = "Answer by 2026-06-22." ]
    rm -rf "$SAR_HOME"
    mv asked "$SAR_HOME"
    # A concession has its reason, too.
    refused 2 2026-05-20 fee waived
    refused 2 2026-05-20 fee waived --reason copies
    run step 2026-05-20 fee waived --reason hardship
    # As it is in the log, and in the timeline.
    grep -q "the fee was waived, hardship" "$SAR_HOME/cases/A-1/timeline.txt"
    grep -q '"reason":"hardship".*"what":"waived"' "$SAR_HOME"/log/entries-*
    [ "${lines[1]}" = "Answer by 2026-06-01." ]
    refused 6 2026-05-20 close --reason answered
    refused 6 2026-05-20 close --reason no-reply
    refused 6 2026-05-20 refuse --reason no-authority --text reasons
    refused 2 2026-05-20 refuse --reason exempt
    step 2026-05-20 refuse --reason unfounded --text reasons
    no_way 6 "was refused" few
    refused 6 2026-05-20 refuse --reason excessive --text question
    refused 6 2026-05-20 clarify asked --text question
    # It is refused once the letter went out, as it is in the log.
    refused 6 2026-05-20 close --reason refused
    cp "$SAR_HOME/cases/A-1/letters/refusal.txt" refusal
    echo "and more" >> "$SAR_HOME/cases/A-1/letters/refusal.txt"
    refused 14 2026-05-21 deliver --what letter --letter refusal \
        --channel post
    cp refusal "$SAR_HOME/cases/A-1/letters/refusal.txt"
    refused 2 2026-05-21 deliver --what letter --letter refusal \
        --channel telephone
    step 2026-05-21 deliver --what letter --letter refusal --channel post
    run at 2026-05-21 sar-export status --ref A-1 --json
    [ "$status" -eq 0 ]
    refused 6 2026-05-22 close --reason answered
    step 2026-05-22 close --reason refused
    no_way 6 "is closed" few
    refused 6 2026-05-22 id --what asked
    refused 6 2026-05-22 close --reason withdrawn
    run sar-verify log --json --vkey "$SAR_HOME/log.vkey" "$SAR_HOME/log"
    [[ $output != *step-out-of-order* ]]
}

@test "an answer that is late says so in the timeline, and by how much" {
    step 2026-06-03 refuse --reason unfounded --text reasons --on 2026-06-01
    run ! grep -q LATE "$SAR_HOME/cases/A-1/timeline.txt"
    request A-2 verified
    at 2026-05-01 sar-export request --quiet --file A-2.conf
    at 2026-06-03 sar-export refuse --ref A-2 --by u1041 --reason unfounded \
        --text reasons
    grep -A 1 "the request was refused" "$SAR_HOME/cases/A-2/timeline.txt" |
        grep -q "2 days LATE: the last day to answer was 2026-06-01$"
}

@test "no reply: only when something is waited for, and not too soon" {
    step 2026-05-05 clarify asked --text question
    cp -R "$SAR_HOME" asked
    # Said before it is closed, for that is for good.
    refused 5 2026-05-20 close --reason no-reply
    refused 5 2026-06-04 close --reason no-reply
    refused 2 2026-06-04 close --reason withdrawn --early
    run --separate-stderr step 2026-05-20 close --reason no-reply
    [[ $stderr == *"asked for less than a month before"*"--early"* ]]
    run --separate-stderr step 2026-05-20 close --reason no-reply --early
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    rm -rf "$SAR_HOME"
    mv asked "$SAR_HOME"
    # How long the folder is kept after that, by policy.
    sed -i 's/^\[policy\]$/&\ncase-months = 36/' "$SAR_HOME/sar.conf"
    run --separate-stderr step 2026-06-05 close --reason no-reply
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "${lines[1]}" = "The case's folder is to be kept until 2029-06-05." ]
    grep -q "the case was closed, no-reply" "$SAR_HOME/cases/A-1/timeline.txt"
}

@test "the same step again is the same step; a dry run is none" {
    steps=("id --what asked" "id --what verified --kind passport"
        "clarify asked --text question" "clarify answered"
        "extend --reason numerous --text reasons"
        "fee asked --pence 500 --reason copies --text reasons" "fee waived --reason hardship"
        "refuse --reason unfounded --text reasons"
        "deliver --what letter --letter refusal --channel post"
        "complain received --text question"
        "complain acknowledged"
        "complain decided --outcome upheld --text reasons"
        "close --reason refused")
    day=2
    for one in "${steps[@]}"; do
        on=2026-05-$(printf %02d $((day++)))
        case $one in
        extend* | *received* | close*)
            state > before
            # shellcheck disable=SC2086 # these are words
            run step "$on" $one --dry-run
            [ "$status" -eq 0 ]
            [[ $output == *"would be logged"* ]]
            cmp before <(state)
            ;;
        esac
        # shellcheck disable=SC2086 # these are words
        step "$on" $one --quiet
        state > before
        # Another day, another run of the same job.
        # shellcheck disable=SC2086 # these are words
        run step 2026-05-28 $one --on "$on" --json
        [ "$status" -eq 0 ]
        summary_is 0
        [[ $output == *'"logged":false'* ]]
        cmp before <(state)
    done
    [ "$(records close)" -eq 1 ]
    # By somebody else it is another, and does not fit.
    run --separate-stderr at 2026-05-28 sar-export extend --ref A-1 --by u2 \
        --on 2026-05-06 --reason numerous --text reasons
    [ "$status" -eq 6 ]
}

@test "nobody else's number goes out in what a person writes, index or none" {
    printf 'Is this it?\nRing Ann on 07700 900 999.\n' > stranger
    for index in there gone; do
        [ "$index" = there ] || mv "$SAR_HOME/index.db" away
        refused 14 2026-05-05 clarify asked --text stranger
        [[ $stderr == *"--text: line 2: has a telephone number that is"* ]]
        [[ $stderr != *900* ]]
        refused 14 2026-05-05 refuse --reason unfounded --text stranger
        run --separate-stderr -14 sar-export letter --ref A-1 \
            --kind extension --reason complex --text stranger
        [ -z "$(find "$SAR_HOME/cases/A-1/letters" -name '*draft*')" ]
    done
    mv away "$SAR_HOME/index.db"
    # Their own, and ours.
    echo 'Is 01632 960123 yours? Ring 01632 960000 on 12 May 2026.' > own
    step 2026-05-05 clarify asked --text own
}

@test "what is written is plain text, from a file or standard input" {
    printf 'a\x1b[2Jb\n' > control
    printf '\xff\n' > latin
    printf ' \r\n' > nothing
    head -c 16385 /dev/zero | tr '\0' a > long
    for text in control latin nothing long absent; do
        state > before
        run --separate-stderr step 2026-05-05 clarify asked --text "$text"
        [ "$status" -eq 2 ] || [ "$text" = absent ]
        [ "$status" -ne 0 ]
        [ -z "$output" ]
        cmp before <(state)
    done
    run --separate-stderr step 2026-05-05 clarify asked
    [ "$status" -eq 2 ]
    run --separate-stderr step 2026-05-05 clarify answered --text question
    [ "$status" -eq 2 ]
    for by in "A. Sample" 01632960123; do
        run --separate-stderr at 2026-05-05 sar-export clarify --ref A-1 \
            --by "$by" asked --text question
        [ "$status" -eq 2 ]
        [[ $stderr != *"$by"* ]]
    done
    run --separate-stderr at 2026-05-05 sar-export clarify --ref A-1 asked \
        --text question
    [ "$status" -eq 2 ]
    printf '\xef\xbb\xbfWhich?\r\n' |
        step 2026-05-05 clarify asked --text -
    grep -q 'Which?' "$SAR_HOME/cases/A-1/letters/clarification.txt"
}

# Run a step till its N-th call of CALL, which it does not survive.
killed_at() {
    strace -f -o /dev/null -e trace="$2" \
        -e inject="$2":signal=KILL:when="$1" \
        sar-export extend --ref K-1 --by u1041 --reason complex \
        --text reasons > /dev/null 2>&1
}

@test "SIGKILL at each flush, link and rename of a step: again completes it" {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
    request K-1 verified
    sed -i "s/^received.*/received = $(date -d '-3 days' +%F)/" K-1.conf
    sar-export request --quiet --file K-1.conf
    case=$SAR_HOME/cases/K-1
    cp -R "$SAR_HOME" clean
    cp reasons kept
    for call in fsync linkat rename; do
        for n in $(seq 1 20); do
            rm -rf "$SAR_HOME"
            cp -R clean "$SAR_HOME"
            cp kept reasons
            status=0
            killed_at "$n" "$call" || status=$?
            [ "$status" -ne 0 ] || break
            # It may be another text by then, unless the log has the first.
            if [ "$(records extend)" -eq 0 ]; then
                ls "$case/letters" > /dev/null 2>&1 && echo text >> seen
                echo "Others." > reasons
            elif ! grep -q extension "$case/timeline.txt"; then
                echo record >> seen
            fi
            sar-export extend --ref K-1 --by u1041 --reason complex \
                --text reasons > out 2>&1 || { cat out; false; }
            [ "$(records extend)" -eq 1 ]
            [ "$(ls "$case/letters"/ext*.txt)" = "$case/letters/extension.txt" ]
            grep -qF "$(cat reasons)" "$case/letters/extension.txt"
            [ "$(grep -c "notice of an extension" \
                "$case/timeline.txt")" -eq 1 ]
            [ -z "$(find "$SAR_HOME/cases" -name '.sar-*')" ]
        done
        [ "$status" -eq 0 ]
    done
    # It was killed between text and record, and between record and timeline.
    grep -q text seen
    grep -q record seen
}
