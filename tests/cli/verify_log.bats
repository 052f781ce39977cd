# What sar-verify log says of logs that its auditor has not seen before.
load common
load logs

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

@test "a log in order is 0, and said to be so" {
    plain_log log each
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "${lines[0]%, root *}" = \
        'OK: 8 records, 8 checkpoints, through 2026-01-13T09:30:00Z' ]
    [[ $output == *$'\ndeliver: 2\n'* ]]
    [[ $output == *$'\ncases: 2: 1 released, 1 with nothing held, 0 refused, 0 not answered\n'* ]]
    [[ $output == *$'\nanswers: 2 in time, 0 late, 0 of no date; 0 open past the due date\n'* ]]
    [[ $output == *'the key given is the log'\''s first and only one'* ]]
    [[ $output != *exception* ]]
    run --separate-stderr sar-verify log --json --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 1 ]
    summary_is 0
    summary_has 's["exceptions"] == 0 and s["codes"] == {} and
        s["cases"] == {"all": 2, "released": 1, "nil": 1, "refused": 0,
            "unanswered": 0, "past_due": 0, "in_time": 2, "late": 0,
            "undated": 0, "unsent": 0, "open": 0, "median_days": 7, "longest_days": 7,
            "receipts": 0, "closed": 0, "still_open": 0, "waiting": 0,
            "paused": 0, "extended": 0, "overdue": 0, "corrections": 0,
            "extensions": 0, "pauses": 0, "held_past_retention": 0} and
        s["holidays"]["builtin"] and s["holidays"]["other"] == 0 and
        s["holds"] == s["complaints"] == s["complaints_open"] == 0 and
        s["releases"] == {"all": 1, "unapproved": 0,
            "approved_by_reviewer": 0, "undelivered": 0} and
        s["due_recomputed"] == 2 and s["open_intents"] == [] and
        s["pinned"]["number"] == 1 and s["pinned"]["of"] == 1 and
        s["checkpoint"].split("\n")[1] == "8" and
        s["types"]["release"] == 1 and s["tails"] == []'
}

@test "how many signatures were not verified is said" {
    plain_log log each
    run -0 sar-verify log --vkey "$VKEY" log
    [[ $output == *$'\nsignatures: 1 of 8 checkpoints verified, the others'* ]]
    [[ $output == *"not: --every-signature does"* ]]
    run -0 sar-verify log --every-signature --vkey "$VKEY" log
    [[ $output == *$'\nsignatures: 8 of 8 checkpoints verified\n'* ]]
    run --separate-stderr -0 sar-verify log --json --vkey "$VKEY" log
    summary_has 's["signatures_unverified"] == 7'
    # One that is altered is found by who looks.
    python3 - <<'PY'
path = "log/checkpoints"
notes = open(path).read().split("\n\n")
line = notes[1].split("\n")
line[0] = line[0][:-20] + ("B" if line[0][-20] == "A" else "A") + line[0][-19:]
notes[1] = "\n".join(line)
open(path, "w").write("\n\n".join(notes))
path = "log/checkpoints"
notes = open(path).read().split("\n\n")
line = notes[1].split("\n")
line[0] = line[0][:-20] + ("B" if line[0][-20] == "A" else "A") + line[0][-19:]
notes[1] = "\n".join(line)
open(path, "w").write("\n\n".join(notes))
PY
    run --separate-stderr -0 sar-verify log --json --vkey "$VKEY" log
    summary_has 's["signatures_unverified"] == 7'
    run -13 sar-verify log --every-signature --vkey "$VKEY" log
}

# All that one log can have wrong; what is told of each is in the unit tests.
odd_log() {
    log_of log <<END
$GENESIS
register 2026-01-05T23:10:07Z by=cron n=0 root=@batch
intent 2026-01-12T10:02:11Z $INTENT case=SAR-1 received=2026-01-05 due=2026-02-07
release 2026-03-12T10:02:40Z by=u1041 intent=2 pkg=@zip manifest=@m size=1 approval=1
release 2026-03-12T10:02:39Z by=u1041 intent=1 pkg=@zip2 manifest=@m size=1
deliver 2026-03-12T10:02:40Z by=u1041 case=SAR-9 release=3 what=package channel=email on=2026-03-12
intent 2026-03-12T10:02:41Z $INTENT case=SAR-2 received=2026-03-10 due=2026-04-10
END
}

@test "what does not add up is told record by record, and is 5" {
    odd_log
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [ "$stderr" = "sar-verify: log: verifies, and has 8 things for a person to look at
sar-verify: hint: sar-verify(1) says of each what to do" ]
    [[ ${lines[0]} == 'REVIEW: 7 records, '* ]]
    [ "$(printf '%s\n' "$output" | grep -E '^(exception|open): ')" = \
"exception: register-empty: record 1: expected at least one recording; found none
exception: due-differs: record 2, case SAR-1: expected due 2026-02-05; found due 2026-02-07
exception: approval-missing: record 3, case SAR-1: expected an approval before it; found record 1 is none
exception: out-of-time: record 3, case SAR-1: expected answered by 2026-02-05; found answered 2026-03-12, 35 days late
exception: time-goes-back: record 4: expected not before 2026-03-12T10:02:40Z, of record 3; found 2026-03-12T10:02:39Z
exception: release-without-intent: record 4: expected an intent before it; found record 1 is none
exception: deliver-other-case: record 5, case SAR-9: expected a release of its case; found record 3, of another case
open: record 6: an intent without an outcome" ]
}

@test "exceptions as JSON lines, and counted by code" {
    odd_log
    run --separate-stderr sar-verify log --json --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    summary_is 5
    printf '%s\n' "$output" | python3 -c '
import json, sys
*rest, s = [json.loads(line) for line in sys.stdin]
assert all(r["type"] == "exception" for r in rest) and len(rest) == 8
for r in rest:
    assert set(r) >= {"code", "expected", "found", "meaning", "record"}, r
assert rest[1] == {"schema": "sar-verify.exception/1", "type": "exception",
    "code": "due-differs", "record": 2,
    "case": "SAR-1", "expected": "due 2026-02-05", "found": "due 2026-02-07",
    "meaning": "the due date logged does not follow from receipt"}, rest[1]
assert s["codes"] == {r["code"]: 1 for r in rest}
assert s["exceptions"] == 8 and s["open_intents"] == [6]
'
}

# A request that is answered after Easter, in time, and one that is open.
living_log() {
    log_of log <<END
$GENESIS
receive 2026-03-03T10:00:00Z by=u1 case=SAR-1 received=2026-03-03 nation=england-and-wales request=@r scope=2026-01-01/2026-01-31 holidays=@table
identity 2026-03-03T10:00:00Z by=u1 case=SAR-1 what=verified who=requester on=2026-03-03
hold 2026-03-03T10:00:01Z by=u1 case=SAR-1 n=2 name=request owner=u1 reason=access-request review=2026-09-03 root=@held
receive 2026-03-03T11:00:00Z by=u1 case=SAR-2 received=2026-03-03 nation=scotland request=@r scope=2026-01-01/2026-01-31
clarify 2026-03-04T10:00:00Z by=u1 case=SAR-2 what=asked on=2026-03-04 text=@question
intent 2026-04-07T10:00:00Z $INTENT case=SAR-1 due=2026-04-07 latest=2026-04-07
release 2026-04-07T10:00:01Z by=u1 intent=6 pkg=@zip manifest=@manifest size=1
deliver 2026-04-07T10:00:02Z by=u1 case=SAR-1 release=7 what=package channel=email on=2026-04-07
deliver 2026-04-07T10:00:03Z by=u1 case=SAR-1 release=7 what=passphrase channel=telephone on=2026-04-07
END
}

@test "a case is known from its receipt, and its dates are those of the law" {
    living_log
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    [[ $output == *$'\nanswers: 1 in time, 0 late, 0 of no date; 0 open past the due date\n'* ]]
    [[ $output == *$'\nrequests: 2 received, 1 open: 0 waiting, 1 paused, 0 extended, 0 overdue; 0 closed unanswered; 0 corrections\n'* ]]
    [[ $output == *$'\nholidays: the table of this release, SHA-256 '* ]]
    [[ $output == *'; 1 request was counted with another table when it was received'* ]]
    [[ $output == *$'\nholds: 1 stand' ]]
    run --separate-stderr sar-verify log --json --vkey "$VKEY" \
        --as-of 2026-09-04 log
    [ "$status" -eq 5 ]
    summary_has 's["cases"]["receipts"] == 2 and s["cases"]["paused"] == 1 and
        s["cases"]["still_open"] == 1 and s["holidays"]["other"] == 1 and
        s["codes"] == {"hold-review-passed": 1} and s["holds"] == 1'
    run --separate-stderr sar-verify report --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    [[ $output == *'Requests'*'2 with a receipt in the log;'* ]]
    [[ $output == *'Open '*'1: 0 wait'* ]]
    [[ $output == *'one that nobody entered is'* ]]
}

@test "a sample of the records of a case's life has their cases" {
    log_of log <<END
$GENESIS
hold 2026-03-03T10:00:01Z by=u1 case=SAR-1 n=2 name=request owner=u1 reason=access-request review=2026-09-03 root=@held
hold 2026-03-03T10:00:01Z by=u1 n=2 name=police owner=u1 reason=legal review=2026-09-03 root=@held
lift 2026-03-04T10:00:01Z by=u1 hold=1 reason=answered
lift 2026-03-04T10:00:01Z by=u1 hold=2 reason=over
END
    run --separate-stderr sar-verify sample --vkey "$VKEY" --seed dice \
        --type lift,hold,receive log
    [ "$status" -eq 0 ]
    [ "$output" = "1"$'\t'"hold"$'\t'"SAR-1"$'\t'"2026-03-03T10:00:01Z
2"$'\t'"hold"$'\t'"-"$'\t'"2026-03-03T10:00:01Z
3"$'\t'"lift"$'\t'"SAR-1"$'\t'"2026-03-04T10:00:01Z
4"$'\t'"lift"$'\t'"-"$'\t'"2026-03-04T10:00:01Z" ]
}

@test "--holidays counts with another table, and says so" {
    living_log
    printf '%s\n' '[england-and-wales]' 'from = 2026-01-01' \
        'through = 2026-12-31' 'source = a test' \
        'holiday = 2026-01-01 New Year' > table
    run --separate-stderr sar-verify log --vkey "$VKEY" --holidays table log
    [ "$status" -eq 5 ]
    [[ $output == *$'\nholidays: that of --holidays, SHA-256 '*' complete to england-and-wales 2026-12-31; 1 request was counted with another table when it was received; 1 date is after its end, and not moved'* ]]
    [[ $output == *'exception: due-differs: record 6, case SAR-1: expected due 2026-04-03, latest 2026-04-03; found due 2026-04-07, latest 2026-04-07'* ]]
    [[ $output == *'exception: out-of-time: record 7, case SAR-1: expected answered by 2026-04-03; found answered 2026-04-07, 4 days late'* ]]
    run ! sar-verify log --vkey "$VKEY" --holidays none log
    echo nonsense > table
    run --separate-stderr sar-verify report --vkey "$VKEY" --holidays table log
    [ "$status" -eq 2 ]
    [[ $stderr == 'sar-verify: table: line 1'* ]]
}

@test "--as-of says on which day what is open is late" {
    odd_log
    run --separate-stderr sar-verify log --vkey "$VKEY" --as-of 2026-04-10 log
    [[ $output != *"open on"* ]]
    run --separate-stderr sar-verify log --vkey "$VKEY" --as-of 2026-04-12 log
    [ "$status" -eq 5 ]
    [[ $output == *"exception: out-of-time: record 6, case SAR-2: expected answered by 2026-04-10; found open on 2026-04-12, 2 days late"* ]]
}

@test "--zone says where a day ends" {
    log_of log <<END
$GENESIS
nil-return 2026-06-10T23:30:00Z $INTENT case=SAR-1 received=2026-05-10 due=2026-06-10
END
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [[ $output == *"found answered 2026-06-11, 1 day late"* ]]
    run --separate-stderr sar-verify log --vkey "$VKEY" --zone UTC log
    [ "$status" -eq 0 ]
}

@test "--csv lists all exceptions, as RFC 4180 and no formula" {
    odd_log
    run sar-verify log --quiet --vkey "$VKEY" --csv list.csv log
    [ "$status" -eq 5 ]
    [ "$(stat -c %a list.csv)" = 600 ]
    python3 - <<'END'
import csv
text = open("list.csv", newline="").read()
assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")
rows = list(csv.DictReader(open("list.csv", newline="")))
assert len(rows) == 8
assert list(rows[0]) == ["code", "record", "time", "case", "expected",
    "found", "meaning"]
assert rows[3]["code"] == "out-of-time" and rows[3]["record"] == "3"
assert rows[3]["time"] == "2026-03-12T10:02:40Z"
assert rows[3]["case"] == "SAR-1"
assert not any(c[:1] in "=+-@\t\r" for r in rows for c in r.values() if c)
END
}

@test "a list is not replaced without --force, and none is left of a failure" {
    odd_log
    echo mine > list.csv
    run --separate-stderr sar-verify log --vkey "$VKEY" --csv list.csv log
    [ "$status" -eq 6 ]
    [ "$(< list.csv)" = mine ]
    run sar-verify log --quiet --vkey "$VKEY" --csv list.csv --force log
    [ "$status" -eq 5 ]
    [ "$(head -c 5 list.csv)" = code, ]
    run --separate-stderr sar-verify log --vkey "$VKEY" --csv none/list.csv log
    [ "$status" -eq 15 ]
    [ "$stderr" = 'sar-verify: none/list.csv: No such file or directory' ]
    [ -z "$output" ]
    sed -i 's/SAR-1/SAR-7/' log/entries-*
    run --separate-stderr sar-verify log --vkey "$VKEY" --csv new.csv log
    [ "$status" -eq 13 ]
    [ -z "$output" ]
    [ "$(find . -maxdepth 1 ! -name 'separate-*' | sort | xargs)" = \
        '. ./lines.jsonl ./list.csv ./log' ]
}

@test "more exceptions than are shown are counted, and listed" {
    {
        echo "$GENESIS"
        for i in $(seq 1200); do
            echo "register 2026-01-05T23:10:07Z by=cron n=0 root=@$i"
        done
    } | log_of log
    run --separate-stderr sar-verify log --vkey "$VKEY" --csv list.csv log
    [ "$status" -eq 5 ]
    [ "$(grep -c '^exception: ' <<< "$output")" -eq 100 ]
    [[ $output == *"exceptions: 1100 more: --csv lists them all"* ]]
    [ "$(wc -l < list.csv)" -eq 1201 ]
    run --separate-stderr sar-verify log --json --vkey "$VKEY" log
    [ "${#lines[@]}" -eq 1001 ]
    summary_has 's["exceptions"] == 1200 and s["codes"]["register-empty"] == 1200'
}

@test "the log must begin with a checkpoint kept from before" {
    plain_log log each
    head -n 5 log/checkpoints > first
    sed -n '16,20p' log/checkpoints > fourth
    head -n 3 fourth > minutes
    run --separate-stderr sar-verify log --vkey "$VKEY" --known first \
        --known minutes --known log/checkpoints log
    [ "$status" -eq 0 ]
    [[ $output == *"known: the log begins with 10 checkpoints kept from before"* ]]
    run --separate-stderr sar-verify log --json --vkey "$VKEY" \
        --known minutes log
    [ "$status" -eq 0 ]
    summary_has 's["known"] == 1 and s["known_unsigned"] == 1'
}

# Is the file ${1} taken, as ${2} checkpoints, ${3} of them unsigned?
is_known() {
    run --separate-stderr sar-verify log --json --vkey "$VKEY" --known "$1" log
    [ "$status" -eq 0 ] || { cat -A "$1"; echo "$stderr"; false; }
    summary_has "s['known'] == $2 and s['known_unsigned'] == $3"
}

@test "the three lines are taken as a person copies them from the report" {
    plain_log log each
    sar-verify report --vkey "$VKEY" log > report
    sed -n '/^For the minutes/,$p' report | tail -n 4 > block
    [ "$(head -n 2 block | tail -n 1)" = "    $LOG_NAME" ]
    is_known block 1 1
    sed 1d block > lines
    is_known lines 1 1
    # The first selected from its first letter on, no line end, much after it.
    sed '1s/^ *//' lines > copied
    is_known copied 1 1
    head -c -1 lines > copied
    is_known copied 1 1
    printf '\n\n    \n' | cat lines - > copied
    is_known copied 1 1
    sed 's/^ *//' lines > bare
    is_known bare 1 1
    # By way of Windows.
    { printf '\357\273\277'; sed 's/$/\r/' block; printf '\r\n\r\n'; } > copied
    is_known copied 1 1
    { printf '\357\273\277'; head -c -1 bare; } > copied
    is_known copied 1 1
    # And nothing else.
    for bad in 's/^/ /' 's/^/> /' '2s/$/ /' '2s/^ */    0/' '1s/$/x/' '2d' \
        '3s/=$//' '$a    more' '2i\
' 's/^/\t/' '2s/$/\r\r/'; do
        sed "$bad" lines > copied
        run --separate-stderr sar-verify log --vkey "$VKEY" --known copied log
        [ "$status" -eq 2 ] || { cat -A copied; false; }
        [ -z "$output" ]
    done
}

@test "signed notes are taken as mail leaves them, if what is left is signed" {
    plain_log log each
    sed -n '31,35p' log/checkpoints > seventh
    { printf '\357\273\277\n\n'; cat seventh; echo; echo; } > mailed
    is_known mailed 1 0
    { cat seventh; echo; echo; tail -n 5 log/checkpoints; echo; } |
        sed 's/$/\r/' > mailed
    is_known mailed 2 0
    sed '2s/$/\r/' seventh > mailed
    is_known mailed 1 0
    # Neither spaces, nor a line within, nor a CR that was none of a line end's.
    for bad in 's/^/    /' '1s/^/ /' '2s/$/ /' '2i\
' '4d' '4i\
' '2s/^/\r/' '2s/$/\r\r/' '5s/ $/\r/;5s/=/\r=/'; do
        sed "$bad" seventh > mailed
        run --separate-stderr sar-verify log --vkey "$VKEY" --known mailed log
        [ "$status" -eq 2 ] || { cat -A mailed; false; }
    done
    # What is changed as well does not verify.
    sed '2s/7/6/;s/$/\r/' seventh > mailed
    run --separate-stderr sar-verify log --vkey "$VKEY" --known mailed log
    [ "$status" -eq 13 ]
}

@test "a checkpoint that contradicts the log is 13, and both are shown" {
    plain_log old each
    head -n 5 old/checkpoints | tail -n 5 > first
    sed -n '36,40p' old/checkpoints > last
    {
        echo "$GENESIS"
        for i in $(seq 8); do
            echo "register 2026-01-05T23:10:07Z by=cron n=1 root=@$i"
        done
    } | log_of log each
    run --separate-stderr sar-verify log --vkey "$VKEY" --known last log
    [ "$status" -eq 13 ]
    [ "${stderr_lines[0]}" = 'sar-verify: last: a checkpoint of 8 records that the log does not begin with' ]
    [[ ${stderr_lines[1]} == *'hint: keep both: "sar-verify compare" of that'* ]]
    run --separate-stderr sar-verify compare --vkey "$VKEY" -o proof last log
    [ "$status" -eq 13 ]
    run sar-verify compare --vkey "$VKEY" proof
    [ "$status" -eq 13 ]
    run --separate-stderr sar-verify log --vkey "$VKEY" --known last log
    [ "$output" = "what was kept:
$(< last)

the log:
$(sed -n '36,40p' log/checkpoints)" ]
    # One that has its checkpoint there no more, and one as in minutes.
    sed -i '36,40d' log/checkpoints
    run --separate-stderr sar-verify log --vkey "$VKEY" --known last log
    [ "$status" -eq 13 ]
    [[ $output == *"$(tail -n 5 log/checkpoints)"* ]]
    head -n 3 last > minutes
    run --separate-stderr sar-verify log --json --vkey "$VKEY" \
        --known minutes log
    [ "$status" -eq 13 ]
    [[ $stderr == *"has no signature, and proves nothing to others"* ]]
    summary_has 's["contradiction"]["kept"].split("\n")[1] == "8" and
        s["contradiction"]["log"].split("\n")[1] == "9"'
}

@test "a log that was cut off is 13 with what was kept" {
    plain_log log each
    cp log/checkpoints kept
    head -n 6 log/entries-* > cut
    cp cut log/entries-0000-000000000000.jsonl
    head -n 30 kept > log/checkpoints
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    run --separate-stderr sar-verify log --vkey "$VKEY" --known kept log
    [ "$status" -eq 13 ]
    [[ ${stderr_lines[0]} == *"kept: a checkpoint of 7 records, and the log has 6: its end was cut off" ]]
    # Of which there is no proof: nothing that was signed contradicts it.
    [[ ${stderr_lines[1]} == *'hint: keep it: '*' ask for the records '* ]]
    [[ $stderr != *compare* ]]
    tail -n 5 kept | head -n 3 > minutes
    run --separate-stderr sar-verify log --vkey "$VKEY" --known minutes log
    [ "$status" -eq 13 ]
    [[ ${stderr_lines[1]} == *'ask for the records '*'no signature, and proves nothing to others' ]]
}

@test "cut off from before it changed its key, a log lacks the key, and that is said" {
    # One of its own: that of the file is of another day.
    mkdir made
    BATS_FILE_TMPDIR=$PWD/made
    make_home
    use_home
    cp -R "$SAR_HOME/log" cut
    sar-export key rotate --by u3001 --quiet
    open_case
    run answer
    [ "$status" -eq 3 ]
    tail -n 5 "$SAR_HOME/log/checkpoints" > later
    # Who has the newer key too sees that it is the same log, longer.
    run --separate-stderr sar-verify log --vkey "$SAR_HOME/log.vkey" \
        --known later cut
    [ "$status" -eq 13 ]
    [[ ${stderr_lines[0]} == *': its end was cut off' ]]
    head -n 1 "$SAR_HOME/log.vkey" > first.vkey
    verify_cut=(sar-verify log --vkey first.vkey)
    run --separate-stderr "${verify_cut[@]}" --known later cut
    [ "$status" -eq 13 ]
    [ -z "$output" ]
    [ "${stderr_lines[0]}" = 'sar-verify: later: signed with a key that this log does not have' ]
    [[ ${stderr_lines[1]} == *'hint: a later key of the log? then its end was cut off'* ]]
    run --separate-stderr "${verify_cut[@]}" --outbox "$SAR_HOME/outbox" cut
    [ "$status" -eq 5 ]
    [[ $output == *"outbox-bad-proof: expected the proof of its release; found $REF.zip: signed with a key that this log does not have: was its end cut off?"* ]]
    for side in later "$SAR_HOME/outbox/$REF.zip.tlog-proof"; do
        run --separate-stderr sar-verify compare --vkey first.vkey "$side" cut
        [ "$status" -eq 13 ]
        [[ $stderr == *"by a later key, which --vkey takes, given again; "*"its end was cut off"* ]]
    done
    # As it does with the key.
    sed -n 's/.*"new":"\([^"]*\)".*/\1/p' "$SAR_HOME"/log/entries-* > second
    run --separate-stderr "${verify_cut[@]}" --vkey second --known later cut
    [ "$status" -eq 13 ]
    [[ ${stderr_lines[0]} == *": its end was cut off" ]]
    # One that does not verify is not that.
    sed '2s/^./9/' later > forged
    run --separate-stderr "${verify_cut[@]}" --vkey second --known forged cut
    [ "$status" -eq 13 ]
    [ "$stderr" = "sar-verify: forged: the log's signature does not verify" ]
}

@test "what is no checkpoint of this log cannot be held against it" {
    plain_log log
    echo nonsense > kept
    run --separate-stderr sar-verify log --vkey "$VKEY" --known kept log
    [ "$status" -eq 2 ]
    [ "${stderr%%$'\n'*}" = 'sar-verify: kept: not a checkpoint' ]
    [[ $stderr == *'hint: '*' three lines for the minutes and nothing else' ]]
    sed "s,^$LOG_NAME,other.example/log," log/checkpoints > kept
    run --separate-stderr sar-verify log --vkey "$VKEY" --known kept log
    [ "$status" -eq 2 ]
    [ "$stderr" = 'sar-verify: kept: a checkpoint of another log' ]
    { cat log/checkpoints; echo nonsense; } > kept
    run --separate-stderr sar-verify log --vkey "$VKEY" --known kept log
    [ "$status" -eq 2 ]
    [ "$stderr" = 'sar-verify: kept: line 6: not a checkpoint' ]
    # A signature that is not the log's makes it nobody's word.
    sed '2s/8/7/' log/checkpoints > kept
    run --separate-stderr sar-verify log --vkey "$VKEY" --known kept log
    [ "$status" -eq 13 ]
}

@test "cosignatures are told, by whom they are trusted" {
    plain_log log each
    sed -n '36,40p' log/checkpoints > last
    forge cosign "$V/wit.skey" 1768298400 last > log/cosignatures
    witness_policy policy
    run --separate-stderr sar-verify log --policy policy log
    [ "$status" -eq 0 ]
    [[ $output == *"witness: $WITNESS: 1 checkpoint, the last of 8 records on 2026-01-13T10:00:00Z"* ]]
    # Nobody vouches for one that only the log names.
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    [[ $output != *"witness: "* ]]
}

@test "too few cosignatures and too old ones are exceptions" {
    plain_log log each
    witness_policy policy
    run --separate-stderr sar-verify log --policy policy log
    [ "$status" -eq 5 ]
    [[ $output == *"exception: cosignatures-too-few: expected a checkpoint cosigned as the policy asks; found none"* ]]
    sed -n '36,40p' log/checkpoints > last
    forge cosign "$V/wit.skey" 1768298400 last > log/cosignatures
    run --separate-stderr sar-verify log --policy policy --max-age 7 \
        --as-of 2026-01-19 log
    [ "$status" -eq 0 ]
    run --separate-stderr sar-verify log --policy policy --max-age 7 \
        --as-of 2026-01-20 log
    [ "$status" -eq 5 ]
    [[ $output == *"exception: cosignature-too-old: expected not before 2026-01-13T23:59:59Z; found 2026-01-13T10:00:00Z, of 8 records"* ]]
    # And by the clock.
    run --separate-stderr sar-verify log --policy policy --max-age 1 log
    [ "$status" -eq 5 ]
    [[ $output == *cosignature-too-old* ]]
}

@test "a cosignature that is not one is 13; a part of one is nothing" {
    plain_log log each
    witness_policy policy
    sed -n '36,40p' log/checkpoints > last
    forge cosign "$V/wit.skey" 1768298400 last > good
    head -c 100 good > log/cosignatures
    echo >> log/cosignatures
    cat good >> log/cosignatures
    head -c 230 good >> log/cosignatures
    run --separate-stderr sar-verify log --policy policy log
    [ "$status" -eq 0 ]
    [[ $output == *"cosignatures: 331 bytes are no note"* ]]
    # Of another time than it is of.
    python3 - <<'END'
import base64
note = open("good").read().split("\n")
name, blob = note[5][2:].split(" ")
blob = bytearray(base64.b64decode(blob))
blob[11] ^= 1
note[5] = "\u2014 " + name + " " + base64.b64encode(bytes(blob)).decode()
open("log/cosignatures", "w").write("\n".join(note))
END
    run --separate-stderr sar-verify log --policy policy log
    [ "$status" -eq 13 ]
    # Of another log's records, which the log's key signed.
    log_of other each <<< "$GENESIS
register 2026-01-05T23:10:07Z by=cron n=1 root=@other"
    tail -n 5 other/checkpoints > last
    forge cosign "$V/wit.skey" 1768298400 last > log/cosignatures
    run --separate-stderr sar-verify log --policy policy log
    [ "$status" -eq 13 ]
    [ "${stderr_lines[0]}" = 'sar-verify: cosignatures: line 1: not a checkpoint of the log' ]
}

# A log of three records that were cosigned at ${1}, which the fourth tells of;
# then a record of ${2}.
cosigned_log() {
    log_of log each <<END
$GENESIS
register 2026-01-06T09:00:00Z by=cron n=1 root=@1
register 2026-01-09T09:00:00Z by=cron n=1 root=@2
cosigned 2026-01-11T09:00:00Z by=$WITNESS key=$(< "$V/wit.vkey") size=3 ts=$1
register $2 by=cron n=1 root=@3
END
    sed -n '11,15p' log/checkpoints > third
    forge cosign "$V/wit.skey" "$1" third > log/cosignatures
}

@test "a record that tells of a cosignature is held to it" {
    cosigned_log 1768046400 2026-01-11T10:00:00Z # 2026-01-10 12:00
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    [[ $output == *"witness: $WITNESS: 1 checkpoint, the last of 3 records on 2026-01-10T12:00:00Z: named by the log alone, not trusted"* ]]
    witness_policy policy
    run --separate-stderr sar-verify log --policy policy log
    [ "$status" -eq 0 ]
    [[ $output == *"witness: $WITNESS: 1 checkpoint, the last of 3 records on 2026-01-10T12:00:00Z" ]]
    rm log/cosignatures
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [[ $output == *"exception: cosignature-missing: record 3: expected a cosignature by its witness in the log's folder; found none"* ]]
}

@test "records against the time of a cosignature" {
    cosigned_log 1768046400 2026-01-10T11:00:00Z
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [[ $output == *"exception: backdated: record 4: expected not before 2026-01-10T12:00:00Z; found 2026-01-10T11:00:00Z"* ]]
    cosigned_log 1767948000 2026-01-11T10:00:00Z # 2026-01-09 08:40
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [[ $output == *"exception: postdated: record 2: expected not after 2026-01-09T08:40:00Z, cosigned with 3 records; found 2026-01-09T09:00:00Z"* ]]
}

# An outbox with the one package of a log, and its proof.
boxed_log() {
    mkdir box
    echo "a package" > box/SAR-1.zip
    sum=$(openssl dgst -sha256 -binary box/SAR-1.zip | base64)
    log_of log each <<END
$GENESIS
intent 2026-01-12T10:02:11Z $INTENT case=SAR-1 received=2026-01-05 due=2026-02-05
release 2026-01-12T10:02:40Z by=u1041 intent=1 pkg=$sum manifest=@m size=1
intent 2026-01-12T10:03:11Z $INTENT case=SAR-2 received=2026-01-05 due=2026-02-05
release 2026-01-12T10:03:40Z by=u1041 intent=3 pkgs=[@a,@b] manifests=[@m,@n] sizes=[1,2]
END
    forge proof "$VKEY" log 2 5 > box/SAR-1.zip.tlog-proof
}

@test "an outbox whose packages were all released is in order" {
    boxed_log
    echo "how to open it" > box/SAR-1-HOW-TO-OPEN.txt
    run --separate-stderr sar-verify log --vkey "$VKEY" --outbox box log
    [ "$status" -eq 0 ]
    [[ $output == *"outbox: 1 packages, 1 named by a release, 1 with a proof that verifies; 2 released and not there any more"* ]]
    run --separate-stderr sar-verify log --json --vkey "$VKEY" --outbox box log
    summary_has 's["outbox"] == {"packages": 1, "released": 1, "proofs": 1,
        "gone": 2}'
}

@test "a package that no release names, or has no proof, is told" {
    boxed_log
    echo "another package" > box/other.zip
    cp box/SAR-1.zip.tlog-proof box/other.zip.tlog-proof
    echo "a package" > box/again.zip
    echo nonsense > box/again.zip.tlog-proof
    echo "a third" > box/third.zip
    cp box/SAR-1.zip box/linked.zip
    ln -s SAR-1.zip.tlog-proof box/linked.zip.tlog-proof
    cp box/SAR-1.zip box/huge.zip
    head -c 200000 /dev/zero > box/huge.zip.tlog-proof
    run --separate-stderr sar-verify log --vkey "$VKEY" --outbox box log
    [ "$status" -eq 5 ]
    grep ^exception <<< "$output"
    [ "$(grep ^exception <<< "$output")" = \
"exception: outbox-bad-proof: expected the proof of its release; found again.zip: not a proof
exception: outbox-bad-proof: expected the proof of its release; found huge.zip: not a proof
exception: outbox-bad-proof: expected the proof of its release; found linked.zip: not a proof
exception: outbox-no-release: expected a release that names it; found other.zip: none
exception: outbox-bad-proof: expected the proof of its release; found other.zip: of another package
exception: outbox-no-release: expected a release that names it; found third.zip: none
exception: outbox-no-proof: expected a proof beside it; found third.zip: none" ]
}

@test "a proof of a log that was cut off or written anew is 13" {
    boxed_log
    cp -R log whole
    head -n 3 whole/entries-* > log/entries-0000-000000000000.jsonl
    head -n 15 whole/checkpoints > log/checkpoints
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 0 ]
    run --separate-stderr sar-verify log --vkey "$VKEY" --outbox box log
    [ "$status" -eq 13 ]
    [[ ${stderr_lines[0]} == *"SAR-1.zip: a checkpoint of 5 records, and the log has 3: its end was cut off" ]]
    [[ $output == *"what was kept:"*$'\n5\n'*"the log:"*$'\n3\n'* ]]
}

@test "file names cannot reach the terminal raw" {
    boxed_log
    echo evil > box/$'\e[31mred\xff\u202e.zip'
    run --separate-stderr sar-verify log --vkey "$VKEY" --outbox box \
        --csv list.csv log
    [ "$status" -eq 5 ]
    run ! grep -qP '[^\x20-\x7e\n\r]' <<< "$output$(< list.csv)"
    run --separate-stderr sar-verify log --json --vkey "$VKEY" --outbox box log
    run ! grep -qP '[^\x20-\x7e\n]' <<< "${output//—/}"
}

@test "what the options cannot mean is said, and nothing else" {
    plain_log log
    witness_policy policy
    for bad in "--as-of 2026-02-30" "--zone Nowhere/At_All" "--jobs 99" \
        "--max-age -1" "--max-age 7" "--policy policy"; do
        # shellcheck disable=SC2086 # two words each
        run --separate-stderr sar-verify log --vkey "$VKEY" $bad log
        [ "$status" -eq 2 ]
        [ -z "$output" ]
        [ -n "$stderr" ]
    done
    run --separate-stderr sar-verify log log
    [ "$status" -eq 2 ]
    [ "$stderr" = 'sar-verify: --vkey or --policy is needed' ]
    run --separate-stderr sar-verify log --vkey "$VKEY" --outbox none log
    [ "$status" -eq 10 ]
    run --separate-stderr sar-verify log --vkey "$VKEY" --known none log
    [ "$status" -eq 10 ]
    [ -z "$output" ]
}

@test "a log of our own programs has no exception but its dates" {
    cd "$BATS_TEST_TMPDIR"
    CLOCK_AHEAD=$(($(date -d 2026-10-20 +%s) - $(date +%s)))
    export CLOCK_AHEAD
    cc -shared -fPIC -o clock.so "$ROOT/tests/cli/clock.c"
    LD_PRELOAD=$(cc -print-file-name=libasan.so):$PWD/clock.so
    export LD_PRELOAD
    make_home
    use_home
    open_case
    run answer
    [ "$status" -eq 3 ]
    sar-export deliver --quiet --ref "$REF" --what package --channel email \
        --by u1041
    sar-export deliver --quiet --ref "$REF" --what passphrase \
        --channel telephone --by u1041
    unset LD_PRELOAD
    run --separate-stderr sar-verify log --vkey "$SAR_HOME/log.vkey" \
        --outbox "$SAR_HOME/outbox" "$SAR_HOME/log"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"cases: 1: 1 released"* ]]
    [[ $output == *"answers: 1 in time"* ]]
    [[ $output == *"outbox: 1 packages, 1 named by a release, 1 with a proof that verifies; 0 released and not there any more"* ]]
}

@test "a log whose key changed is told by which key it was pinned" {
    empty_home
    cp "$SAR_HOME/log/checkpoints" first
    sar-export key rotate --by u3001 --quiet
    sar-export key show --json > shown || true
    sar-verify log --json --vkey "$SAR_HOME/log.vkey" "$SAR_HOME/log" \
        > summary
    python3 - <<'END'
import json
s = json.loads(open("summary").read())
assert s["exceptions"] == 0 and s["pinned"]["number"] == 1, s
assert s["pinned"]["of"] == 2 and s["pinned"]["since"] == 0
END
    # One that the first key signed, though the second signs now.
    run --separate-stderr sar-verify log --vkey "$SAR_HOME/log.vkey" \
        --known first "$SAR_HOME/log"
    [ "$status" -eq 0 ]
    echo "$output"
    [[ $output == *"the key given is the log's first of 2: whoever has the secret of the last alone could write anew no record before 2"* ]]
    [[ $output == *"the log begins with 1 checkpoint kept from before"* ]]
    sed -n 's/.*"new":"\([^"]*\)".*/\1/p' "$SAR_HOME"/log/entries-* > second
    run --separate-stderr sar-verify log --vkey second --known first \
        "$SAR_HOME/log"
    [ "$status" -eq 0 ]
    [[ $output == *"the key given is number 2 of the log's 2, from record 2 on; what is before rests on keys that nobody vouched for here"* ]]
}

@test "what is not part of the log, and a key half changed, are told" {
    plain_log log
    printf 'half a rec' >> log/entries-0000-000000000000.jsonl
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [ "${stderr_lines[0]}" = 'sar-verify: log: 10 bytes after what is signed, not part of the log' ]
    [[ $output == *"exception: uncommitted-tail: expected nothing after what is signed; found entries-0000-000000000000.jsonl: 10 bytes from byte "* ]]
    [[ $output == *"tail: entries-0000-000000000000.jsonl: 10 bytes from byte "*": not part of the log"* ]]
    rm -r log
    log_of log <<< "$GENESIS
key-rotate 2026-01-06T09:00:00Z by=u3001 old=$(< "$V/log.vkey") new=$(< "$V/log2.vkey")"
    run --separate-stderr sar-verify log --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [[ $output == *"exception: rotation-unfinished: expected a note of both keys; found none"* ]]
}

@test "an erased record is counted, and one that is to be erased is open" {
    log_of whole <<END
$GENESIS
register 2026-01-05T23:10:07Z by=cron n=1 root=@batch
nil-return 2026-01-13T09:30:00Z $INTENT case=SAR-1 received=2026-01-06 due=2026-02-06
END
    leaf=$(python3 -c '
import base64, hashlib
line = open("lines.jsonl", "rb").read().split(b"\n")[2]
print(base64.b64encode(hashlib.sha256(b"\0" + line).digest()).decode())')
    nil=$(sed -n 3p lines.jsonl)
    for state in "$nil" "-$leaf"; do
        log_of log <<END
$(sed -n 1,2p lines.jsonl)
$state
erase 2026-01-14T09:30:00Z by=u3001 target=2 leaf=$leaf basis=art17
END
        run --separate-stderr sar-verify log --vkey "$VKEY" log
        if [ "$state" = "$nil" ]; then
            [ "$status" -eq 5 ]
            [[ $output == *"exception: erasure-pending: record 2: expected erased; found still there"* ]]
        else
            [ "$status" -eq 0 ]
            [[ $output == *$'\nerased: 1\n'* ]]
            run sar-verify report --vkey "$VKEY" log
            [[ $output == *"Erased, by basis       art17 1"* ]]
        fi
    done
}

@test "an erased record vouches for no release, and for no second one" {
    sed 's/^ *//' >records <<END
        $GENESIS
        review 2026-01-05T09:00:00Z by=u7 through=1 exceptions=0
END
    leaf=$(python3 "$SAR_TESTS/cli/lines.py" <records | python3 -c '
import base64, hashlib, sys
line = sys.stdin.buffer.read().split(b"\n")[1]
print(base64.b64encode(hashlib.sha256(b"\0" + line).digest()).decode())')
    log_of log <<END
$GENESIS
-$leaf
erase 2026-01-05T09:01:00Z by=u7 target=1 leaf=$leaf basis=error
release 2026-09-12T10:02:40Z by=u1041 intent=1 pkg=@zip1 manifest=@manifest size=4123312 approval=1
release 2026-09-12T10:02:41Z by=u1041 intent=1 pkg=@zip2 manifest=@manifest size=4123312
deliver 2026-09-12T11:00:00Z by=u1041 case=SAR-1 release=1 what=package channel=email on=2026-09-12
END
    run --separate-stderr sar-verify log --csv found.csv --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    [ "$(grep ^exception: <<<"$output")" = "exception: intent-erased: record 3: expected an intent that can be read; found record 1, which was erased
exception: approval-erased: record 3: expected an approval that can be read; found record 1, which was erased
exception: two-outcomes: record 4: expected one outcome of record 1; found record 3 is one
exception: release-erased: record 5, case SAR-1: expected a release that can be read; found record 1, which was erased" ]
    [ "$(grep -c 'which was erased' found.csv)" -eq 3 ]
    grep -q two-outcomes found.csv
    run sar-verify report --vkey "$VKEY" log
    for code in intent approval release; do
        [[ $output == *"$code-erased"* ]]
    done
}
