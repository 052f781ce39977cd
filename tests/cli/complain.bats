# Complaints: their own 30 days, what is kept of them, and the hold on what they
# are about.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    today=$(TZ=Europe/London date +%F)
    echo "These were not my calls." > complaint
    echo "We looked again, and you are right." > found
}

complain() {
    sar-export complain --by u7 "$@"
}

@test "of a case: a name, 30 days, letters, and a hold of its own" {
    open_case
    held=$(records hold)
    run complain received --ref "$REF" --text complaint
    [ "$status" -eq 0 ]
    name=C-${today%%-*}-0001
    [ "${lines[0]}" = "Complaint $name, received, $today: record $(record_of \
        complain) of the log." ]
    [ "${lines[1]}" = "Acknowledge it by $(date -d "$today +30 days" +%F)." ]
    [ "${lines[2]}" = \
        "Text: $SAR_HOME/cases/$REF/complaints/$name.txt" ]
    [[ ${lines[3]} == "Held: 13 recordings, 13 of them by this." ]]
    cmp complaint "$SAR_HOME/cases/$REF/complaints/$name.txt"
    [ "$(records hold)" -eq $((held + 1)) ]
    grep -q "to be acknowledged by $(date -d "$today +30 days" +%F)" \
        "$SAR_HOME/cases/$REF/timeline.txt"
    # Again it is the same, and nothing is held twice.
    run complain received --ref "$REF" --text complaint --json
    summary_is 0
    [[ $output == *"\"name\":\"$name\""* && $output == *'"held_now":0'* ]]
    [ "$(records complain)" -eq 1 ]
    [ "$(records hold)" -eq $((held + 1)) ]
    run ! complain decided --ref "$REF" --text found
    run ! complain decided --ref "$REF" --outcome upheld
    run ! complain acknowledged --ref "$REF" --outcome upheld
    complain acknowledged --ref "$REF" --quiet
    complain decided --ref "$REF" --text found --outcome partly-upheld --quiet
    grep -q "you are right" "$SAR_HOME/cases/$REF/letters/complaint-outcome.txt"
    grep -q "$name" \
        "$SAR_HOME/cases/$REF/letters/complaint-acknowledgement.txt"
    # A draft of a letter is that letter.
    sar-export letter --quiet --ref "$REF" --name "$name" \
        --kind complaint-acknowledgement
    cmp "$SAR_HOME/cases/$REF/letters/complaint-acknowledgement"{,.draft}.txt
    run --separate-stderr complain decided --ref "$REF" --text complaint \
        --outcome upheld
    [ "$status" -eq 6 ]
    # The log has nothing of what was said.
    run ! grep -rqE "calls|right" "$SAR_HOME/log"
    run sar-verify log --json --vkey "$SAR_HOME/log.vkey" "$SAR_HOME/log"
    [[ $output != *complaint* || $output != *'"exceptions":[1-9]'* ]]
}

@test "of several it is said which; names are nobody else's" {
    open_case
    complain received --ref "$REF" --text complaint --quiet
    complain received --ref "$REF" --text found --quiet
    year=${today%%-*}
    [ -f "$SAR_HOME/cases/$REF/complaints/C-$year-0002.txt" ]
    run --separate-stderr complain acknowledged --ref "$REF"
    [ "$status" -eq 2 ]
    [ "$stderr" = "sar-export: --name: missing: there are several complaints" ]
    complain acknowledged --ref "$REF" --name "C-$year-0001" --quiet
    run --separate-stderr complain received --text complaint \
        --name "C-$year-0002"
    [ "$status" -eq 6 ]
    [ ! -e "$SAR_HOME/complaints" ]
    for name in 01632960123 .. a/b; do
        run --separate-stderr complain received --text complaint --name "$name"
        [ "$status" -eq 2 ]
        [[ $stderr != *0123* ]]
    done
    run --separate-stderr complain acknowledged --ref "$REF" --name C-2020-1
    [ "$status" -eq 10 ]
    # Of no case there is none yet.
    run --separate-stderr complain acknowledged
    [ "$status" -eq 10 ]
}

@test "outside any request: what a search finds is held, once there is an index" {
    # It is of no case, and needs no reference.
    grep -v '^ref' "$SAMPLE/requests/$REF.conf" > search.conf
    # Four are past retention.
    run sar-retain purge --dry-run --by u7 --json
    [[ $output == *'"due":4,'*'"held":0,'* ]]
    mv "$SAR_HOME/index.db" away
    state=$(find "$SAR_HOME" -type f ! -name '*lock' | sort)
    run --separate-stderr complain received
    [ "$status" -eq 2 ]
    [ "$state" = "$(find "$SAR_HOME" -type f ! -name '*lock' | sort)" ]
    run --separate-stderr complain received --text complaint \
        --file search.conf
    [ "$status" -eq 10 ]
    [[ $stderr == *"hint: the complaint is in the log, its hold is not"* ]]
    [ "$(records complain)" -eq 1 ]
    name=C-${today%%-*}-0001
    cmp complaint "$SAR_HOME/complaints/$name/complaint.txt"
    cmp search.conf "$SAR_HOME/complaints/$name/search.conf"
    [ "$(stat -c %a "$SAR_HOME/complaints/$name/search.conf")" = 600 ]
    mv away "$SAR_HOME/index.db"
    run complain received --text complaint --file search.conf
    [ "$status" -eq 0 ]
    [[ $output == *"record $(record_of complain) of the log, as before."* ]]
    [[ $output == *"Held: 13 recordings, 13 of them by this."* ]]
    [ "$(records complain)" -eq 1 ]
    [ "$(records hold)" -eq 1 ]
    [ ! -e "$SAR_HOME/cases/$REF" ]
    # What it is about, and who it is from, is not said anew.
    sed 's/^name = .*/name = B. Other/' search.conf > other.conf
    run ! cmp -s search.conf other.conf
    for more in "" --dry-run "--name $name"; do
        # shellcheck disable=SC2086 # these are words
        run -6 complain received --text complaint --file other.conf $more
    done
    cmp search.conf "$SAR_HOME/complaints/$name/search.conf"
    [ "$(records hold)" -eq 1 ]
    complain acknowledged --quiet
    # Who complains is in what was searched for.
    grep -q $'^To: A. Sample\r$' \
        "$SAR_HOME/complaints/$name/letters/complaint-acknowledgement.txt"
    # What is held is not deleted, whatever retention says.
    (cd "$SAR_HOME" && find recorder -type f | sort) > before
    run sar-retain purge --scheduled --at-most 100 --by u7 --json
    [ "$status" -eq 0 ]
    [[ $output == *'"deleted":0,"due":4,'*'"held":4,'* ]]
    cmp before <(cd "$SAR_HOME" && find recorder -type f | sort)
    run sar-export hold --ref "$REF" --by u7
    [ "$status" -eq 10 ]
}

@test "outside any request: a letter says to whom it is, and goes out" {
    sent() {
        sar-export deliver --by u7 --what letter --channel post "$@"
    }
    name=C-${today%%-*}-0001
    complain received --text complaint --quiet
    run ! complain received --text complaint --to "Zebedee Quillfeather"
    # Nothing was written that could have gone.
    run --separate-stderr sent --complaint "$name" \
        --letter complaint-acknowledgement
    [ "$status" -eq 10 ]
    [ "${stderr_lines[0]}" = "sar-export: complaint $name: has no such letter" ]
    run --separate-stderr complain acknowledged --dry-run
    [[ $stderr == "warning: nobody is named as who the letter is for"* ]]
    complain acknowledged --to "Zebedee Quillfeather" --quiet
    letter=$SAR_HOME/complaints/$name/letters/complaint-acknowledgement.txt
    grep -q $'^To: Zebedee Quillfeather\r$' "$letter"
    run --separate-stderr sent --ref "$name" --letter complaint-acknowledgement
    [ "$status" -eq 10 ]
    [[ ${stderr_lines[1]} == *"a complaint outside any case: --complaint NAME"* ]]
    run --separate-stderr sent --ref A-1 --complaint "$name" \
        --letter complaint-acknowledgement
    [ "$status" -eq 2 ]
    run --separate-stderr sar-export deliver --by u7 --what package \
        --channel post --complaint "$name"
    [ "$status" -eq 2 ]
    run --separate-stderr sent --complaint C-2020-0001 \
        --letter complaint-acknowledgement
    [ "$status" -eq 10 ]
    run ! sent --complaint "$name" --letter complaint-acknowledgement \
        --on "$(date -d "$today -1 day" +%F)"
    [ "$(records letter)" -eq 0 ]
    run sent --complaint "$name" --letter complaint-acknowledgement --json
    summary_is 0
    [[ $output == *"\"complaint\":\"$name\""*'"logged":true'* ]]
    run sent --complaint "$name" --letter complaint-acknowledgement
    [ "$status" -eq 0 ]
    [[ $output == "Letter of $name, letters/complaint-acknowledgement.txt, "*", as before." ]]
    [ "$(records letter)" -eq 1 ]
    # What was changed is not what was written.
    echo more >> "$letter"
    run --separate-stderr sent --again --complaint "$name" \
        --letter complaint-acknowledgement
    [ "$status" -eq 14 ]
    run ! grep -rq Quillfeather "$SAR_HOME/log"
    log_verifies
}

@test "a closed case takes complaints, and the hold is placed again" {
    open_case
    answer --quiet 2> /dev/null || [ $? -eq 3 ]
    sar-export deliver --quiet --ref "$REF" --what package --channel post \
        --by u7
    sar-export deliver --quiet --ref "$REF" --what passphrase \
        --channel telephone --by u7
    sar-export close --quiet --ref "$REF" --reason answered --by u7
    run complain received --ref "$REF" --text complaint
    [ "$status" -eq 0 ]
    run sar-export hold --ref "$REF" --by u7 --json
    summary_is 0
    [[ $output == *'"held":13'*'"held_now":0'* ]]
    run sar-export hold --ref "$REF" --by u7 --dry-run
    [ "$status" -eq 0 ]
    [[ $output == "Would be held: 13 recordings"* ]]
}

# Run a complaint till its N-th call of CALL, which it does not survive.
killed_at() {
    strace -f -o /dev/null -e trace="$2" \
        -e inject="$2":signal=KILL:when="$1" \
        sar-export complain --by u7 received --text complaint > /dev/null 2>&1
}

@test "SIGKILL at each flush and link of a complaint: again completes it" {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
    cp -R "$SAR_HOME" clean
    name=C-${today%%-*}-0001
    for call in fsync linkat; do
        for n in $(seq 1 20); do
            rm -rf "$SAR_HOME"
            cp -R clean "$SAR_HOME"
            status=0
            killed_at "$n" "$call" || status=$?
            [ "$status" -ne 0 ] || break
            echo killed >> seen
            complain received --text complaint > out 2>&1 ||
                { cat out; false; }
            grep -q "Complaint $name, " out
            [ "$(records complain)" -eq 1 ]
            [ "$(ls "$SAR_HOME/complaints")" = "$name" ]
            cmp complaint "$SAR_HOME/complaints/$name/complaint.txt"
            [ -z "$(find "$SAR_HOME/complaints" -name '.sar-*')" ]
        done
        [ "$status" -eq 0 ]
    done
    [ "$(wc -l < seen)" -gt 5 ]
}
