# When a case has to be answered: status, and the calendar.
load common

setup_file() {
    cc -shared -fPIC -o "$BATS_FILE_TMPDIR/clock.so" "$ROOT/tests/cli/clock.c"
}

setup() {
    empty_home
}

# ${1} DATE, at noon: sar-export's arguments
on() {
    local at=$1
    shift
    LD_PRELOAD=$(cc -print-file-name=libasan.so):$BATS_FILE_TMPDIR/clock.so \
        CLOCK_AT=$(date -ud "$at 12:00" +%s) sar-export "$@"
}

# REF DATE [OPTION...]: a request that comes that day
came() {
    on "$2" request --quiet --by u1 --ref "$1" --number '01632 960123' \
        --from 2025-01-01 --to "$2" --received "$2" --name 'A. Nobody' \
        "${@:3}"
}

# REF DATE FIELD: what status --json says of it then
says() {
    on "$2" status --json --ref "$1" | head -n 1 | python3 -c '
import json, sys
value = json.load(sys.stdin).get(sys.argv[1])
print(value if isinstance(value, str) else json.dumps(value))' "$3"
}

@test "a case from its receipt to an extension: each day as the law has it" {
    came SAR-1 2026-05-01 --identity unknown
    on 2026-05-02 id --quiet --ref SAR-1 --by u1 --what asked
    run on 2026-05-03 status
    [[ ${lines[1]} == "SAR-1 "*"2026-05-01  2026-06-03  waiting "*"31 days left" ]]
    [[ ${lines[2]} == *"waits for: identity" ]]
    [[ ${lines[3]} == *"has not started: the day moves" ]]
    [ "$(says SAR-1 2026-05-03 provisional)" = true ]
    [ "$(says SAR-1 2026-05-03 waits_for)" = '["identity"]' ]
    on 2026-05-04 id --quiet --ref SAR-1 --by u1 --what received \
        --kind passport
    on 2026-05-05 id --quiet --ref SAR-1 --by u1 --what verified
    [ "$(says SAR-1 2026-05-05 start)" = 2026-05-04 ]
    [ "$(says SAR-1 2026-05-05 due)" = 2026-06-04 ]

    echo 'Which of the lines was it?' > question
    on 2026-05-05 clarify asked --quiet --ref SAR-1 --by u1 --text question
    run on 2026-05-07 status --ref SAR-1
    [[ ${lines[1]} == *"2026-06-08  paused "*"32 days left" ]]
    [[ $output == *"waits for: clarification"* ]]
    [[ $output == *"stands still, so the day moves; since 2026-05-05"* ]]
    [ "$(says SAR-1 2026-05-07 paused_since)" = 2026-05-05 ]
    on 2026-05-08 clarify answered --quiet --ref SAR-1 --by u1
    run on 2026-05-09 status --ref SAR-1
    [[ ${lines[1]} == *"2026-06-08  open "*"30 days left" ]]
    [[ $output == *"notice of an extension by 2026-06-07"* ]]
    [[ $output != *'waits for'* && $output != *OVERDUE* ]]
    [ "$(says SAR-1 2026-05-09 paused_days)" = 4 ]
    [ "$(says SAR-1 2026-05-09 paused_since)" = null ]

    echo 'Many recordings of many years.' > reasons
    on 2026-06-07 extend --quiet --ref SAR-1 --by u1 --reason complex \
        --text reasons
    run on 2026-06-08 status
    # The two counts of paused days: 7 August is a Friday.
    [[ ${lines[1]} == *"2026-08-07  open "*"60 days left" ]]
    [[ ${lines[2]} == *"last day of the law: 2026-08-10" ]]
    [[ ${lines[3]} == *"extended by two months" ]]
    [ "$(says SAR-1 2026-06-08 latest)" = 2026-08-10 ]
    [ "$(says SAR-1 2026-06-08 extended)" = true ]
    [ "$(says SAR-1 2026-06-08 notice_by)" = null ]
    [[ $(on 2026-08-11 status) == *"4 days OVERDUE"* ]]
    [ "$(says SAR-1 2026-08-11 days_left)" = -4 ]
}

@test "status --due-within has what a person has to see to, and says so: 5" {
    came SAR-1 2026-05-01 --identity verified
    came SAR-2 2026-05-20 --identity verified
    run --separate-stderr on 2026-05-20 status --due-within 5
    [ "$status" -eq 0 ]
    [ -z "$output$stderr" ]
    run --separate-stderr on 2026-05-27 status --due-within 5
    [ "$status" -eq 5 ]
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 2 ]
    [[ ${lines[1]} == 'SAR-1 '*'5 days left' ]]
    run on 2026-05-26 status --due-within 5
    [ "$status" -eq 0 ]
    run on 2026-06-30 status --due-within 0 --json
    [ "$status" -eq 5 ]
    [ "${#lines[@]}" -eq 3 ]
    [[ ${lines[2]} == *'"exit_code":5,'*'"status":"REVIEW"'* ]]
    on 2026-06-30 close --quiet --ref SAR-1 --by u1 --reason withdrawn
    run on 2026-06-30 status --due-within 0
    [ "${#lines[@]}" -eq 2 ]
    [[ ${lines[1]} == 'SAR-2 '*'8 days OVERDUE' ]]
    for days in -1 3651 x; do
        run on 2026-06-30 status --due-within "$days"
        [ "$status" -eq 2 ]
    done
}

@test "the nation, the table of holidays and the target are sar.conf's" {
    came SAR-1 2026-03-03 --identity verified
    [ "$(says SAR-1 2026-03-03 due)" = 2026-04-07 ]
    cat > "$SAR_HOME/holidays.conf" <<'EOF'
[scotland]
from = 2026-01-01
through = 2026-04-30
source = GOV.UK, 2 January 2026
holiday = 2026-04-03 Good Friday
EOF
    sed -i 's/^\[policy\]$/&\nnation = scotland\nholidays = holidays.conf\ntarget-days = 20/' \
        "$SAR_HOME/sar.conf"
    came SAR-2 2026-03-03 --identity verified
    came SAR-3 2026-04-01 --identity verified
    # A case keeps the nation it came under, and of that one the table has
    # nothing.
    [ "$(says SAR-1 2026-03-03 nation)" = england-and-wales ]
    [ "$(says SAR-1 2026-03-03 due)" = 2026-04-03 ]
    [ "$(says SAR-1 2026-03-03 holidays_cover)" = false ]
    [ "$(says SAR-2 2026-03-03 due)" = 2026-04-06 ]
    [ "$(says SAR-2 2026-03-03 target)" = 2026-03-23 ]
    run on 2026-04-01 status --ref SAR-3
    [[ ${lines[1]} == *"2026-05-01 "* ]]
    [[ $output == *"known do not reach that far: the day is not moved"* ]]
    [[ $output == *"own target: 2026-04-21"* ]]
    echo x >> "$SAR_HOME/holidays.conf"
    run --separate-stderr sar-export status
    [ "$status" -eq 2 ]
    [[ $stderr == *"holidays.conf: line 6: "* ]]
    rm "$SAR_HOME/holidays.conf"
    run --separate-stderr sar-export status
    [ "$status" -eq 10 ]
}

@test "the calendar is iCalendar, the same at every run, and names nobody" {
    sed -i 's/^name = .*/name = Cyngor Bwrdeistref Tŷ Gŵyr; Dŵr, Llŷn a’r Cylch\\Môn/
        s/^\[policy\]$/&\ntarget-days = 28/' "$SAR_HOME/sar.conf"
    came SAR-1 2026-05-01 --identity verified
    echo 'Which of the lines was it?' > question
    on 2026-05-05 clarify asked --quiet --ref SAR-1 --by u1 --text question
    on 2026-05-08 clarify answered --quiet --ref SAR-1 --by u1
    came SAR-2 2026-05-06 --identity unknown
    on 2026-05-06 id --quiet --ref SAR-2 --by u1 --what asked
    came SAR-3 2026-05-06 --identity verified
    on 2026-05-08 close --quiet --ref SAR-3 --by u1 --reason withdrawn
    on 2026-05-10 calendar > one.ics
    run --separate-stderr on 2026-05-10 calendar --out two.ics
    [ "$status" -eq 0 ]
    [ -z "$output$stderr" ]
    cmp one.ics two.ics
    [ "$(stat -c %a two.ics)" = 600 ]
    run on 2026-05-11 calendar --out two.ics
    [ "$status" -eq 6 ]
    run on 2026-05-11 calendar --out two.ics --force --json
    [[ $output == *'"cases":2,'*'"events":6,'* ]]
    run on 2026-05-11 calendar --json
    [ "$status" -eq 2 ]
    run ! grep -E 'Nobody|960123|which of' -i one.ics
    /usr/bin/python3 - one.ics two.ics <<'PY'
import re
import sys
from datetime import date, timedelta
import icalendar

raw = open(sys.argv[1], "rb").read()
assert raw.endswith(b"\r\nEND:VCALENDAR\r\n")
assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in \
    raw.replace(b"\r\n", b"")
for line in raw.split(b"\r\n"):
    assert len(line) <= 75, line
    line.decode("utf-8")
calendars = [icalendar.Calendar.from_ical(open(f, "rb").read())
             for f in sys.argv[1:]]
assert str(calendars[0]["X-WR-CALNAME"]) == (
    "Cyngor Bwrdeistref Tŷ Gŵyr; Dŵr, Llŷn a’r Cylch\\Môn"
    ": subject access requests")
days = []
for c in calendars:
    assert c["VERSION"] == "2.0" and c["PRODID"]
    days.append({str(e["UID"]): e for e in c.walk("VEVENT")})
assert days[0].keys() == days[1].keys()
one = {uid: e["DTSTART"].dt for uid, e in days[0].items()}
log = "@sar.wexcombe.example/log"
assert one == {
    "target-SAR-1" + log: date(2026, 6, 1),
    "notice-SAR-1" + log: date(2026, 6, 4),
    "due-SAR-1" + log: date(2026, 6, 4),
    "latest-SAR-1" + log: date(2026, 6, 5),
    "target-SAR-2" + log: date(2026, 6, 7),
    "due-SAR-2" + log: date(2026, 6, 10)}, one
# SAR-2 waits, so its days move; the others' do not.
two = {uid: e["DTSTART"].dt for uid, e in days[1].items()}
assert {u for u in one if one[u] != two[u]} == {
    "target-SAR-2" + log, "due-SAR-2" + log}
for uid, e in days[0].items():
    assert type(e["DTSTART"].dt) is date
    assert e["DTEND"].dt - e["DTSTART"].dt == timedelta(1)
    assert e["DTSTAMP"].dt.isoformat().startswith("2026-05-10T12:00:00")
    assert e["STATUS"] == ("TENTATIVE" if "SAR-2" in uid else "CONFIRMED")
    assert "SAR-" in e["SUMMARY"] and e["DESCRIPTION"]
    alarms = [a["TRIGGER"].dt for a in e.walk("VALARM")]
    assert alarms and all(a < timedelta(0) for a in alarms), alarms
due = days[0]["due-SAR-1" + log]
assert [a["TRIGGER"].dt for a in due.walk("VALARM")] == [
    timedelta(days=-6, hours=-15), timedelta(hours=-15)]
PY
}

@test "complaints to acknowledge and holds to review are in both" {
    rm -rf "$SAR_HOME"
    make_home
    use_home
    on 2026-11-02 request --quiet --by u1 --file "$SAMPLE/requests/$REF.conf"
    echo 'Not all of it came.' > text
    on 2026-11-20 complain received --quiet --by u1 --ref "$REF" --text text
    on 2026-11-21 complain received --quiet --by u1 --text text \
        --file "$SAMPLE/requests/SAR-2026-0043.conf"
    run on 2026-11-22 status
    [[ ${lines[1]} == "$REF "*"2026-11-10 "*"12 days OVERDUE" ]]
    [[ ${lines[2]} == "C-2026-0001 "*"2026-11-20  2026-12-20  complaint "*"28 days left" ]]
    [[ ${lines[3]} == "C-2026-0002 "*"2026-11-21  2026-12-21  complaint "*"29 days left" ]]
    # One of the case asked about, the other of none.
    [[ $(on 2026-11-22 status --ref "$REF") != *C-2026-0002* ]]
    run on 2026-12-20 status --due-within 0
    [ "$status" -eq 5 ]
    [[ $output == *C-2026-0001* && $output != *C-2026-0002* ]]
    on 2026-11-23 calendar > both.ics
    on 2026-11-23 complain acknowledged --quiet --by u1 --name C-2026-0002 \
        --text text
    on 2026-11-23 complain decided --quiet --by u1 --name C-2026-0001 \
        --ref "$REF" --outcome upheld --text text
    run on 2026-11-24 status
    [[ ${lines[2]} == "C-2026-0001 "*"decided "*"2026-11-23, upheld" ]]
    [[ ${lines[3]} == "C-2026-0002 "*"acknowledged "*"2026-11-23" ]]
    on 2026-11-24 calendar > none.ics
    run ! grep -F 'Not all' both.ics
    /usr/bin/python3 - <<'PY'
from datetime import date
import icalendar

def days(name):
    with open(name, "rb") as f:
        return {str(e["UID"]).split("@")[0]: e["DTSTART"].dt
                for e in icalendar.Calendar.from_ical(f.read()).walk("VEVENT")}

holds = {
    "due-SAR-2026-0042": date(2026, 11, 10),
    "review-SAR-2026-0042/request": date(2027, 5, 2),
    "review-SAR-2026-0042/C-2026-0001": date(2027, 5, 20)}
assert days("none.ics") == holds, days("none.ics")
assert days("both.ics") == dict(holds, **{
    "acknowledge-C-2026-0001": date(2026, 12, 20),
    "acknowledge-C-2026-0002": date(2026, 12, 21)}), days("both.ics")
PY
}

@test "a case that cannot be read hides no other, nor its own day" {
    came SAR-1 2026-05-01 --identity verified
    came SAR-2 2026-05-05 --identity verified
    came SAR-3 2026-05-06 --identity verified
    echo x >> "$SAR_HOME/cases/SAR-1/request.conf"
    rm -r "$SAR_HOME/cases/SAR-2"
    # A folder may be kept elsewhere; a file among them is no case.
    mv "$SAR_HOME/cases/SAR-3" elsewhere
    ln -s "$PWD/elsewhere" "$SAR_HOME/cases/SAR-3"
    ln -s nowhere "$SAR_HOME/cases/SAR-4"
    touch "$SAR_HOME/cases/notes.txt"
    run --separate-stderr on 2026-05-10 status
    [ "$status" -eq 2 ]
    [[ $stderr == *"SAR-1/request.conf: line "* ]]
    [[ ${lines[1]} == "SAR-1 "*"2026-06-01 "*"22 days left" ]]
    [[ ${lines[2]} == *"folder cannot be read: this is what the log says" ]]
    [[ ${lines[3]} == "SAR-3 "*"2026-06-08 "*"29 days left" ]]
    [[ ${lines[4]} == "SAR-2 "*"2026-06-05 "*"26 days left" ]]
    [[ ${lines[5]} == *"folder cannot be read: this is what the log says" ]]
    run --separate-stderr on 2026-05-31 status --due-within 5 --json
    [ "$status" -eq 2 ]
    [ "${#lines[@]}" -eq 3 ]
    [[ $output == *'"folder":false,'*'"ref":"SAR-1"'* ]]
    [[ $output == *'"folder":false,'*'"ref":"SAR-2"'* ]]
    on 2026-05-11 close --quiet --ref SAR-3 --by u1 --reason withdrawn
    run --separate-stderr on 2026-05-12 status --ref SAR-3
    [ "$status" -eq 0 ]
    [[ ${lines[1]} == "SAR-3 "*" closed "*"2026-05-11" ]]
}

@test "a corrected answer has no time of its own, and is never out of sight" {
    came SAR-1 2026-05-01 --identity verified
    echo 'It asks for what it had last month.' > text
    on 2026-05-12 refuse --quiet --ref SAR-1 --by u1 --reason excessive \
        --text text
    on 2026-07-01 request --quiet --by u1 --corrects SAR-1 --text text
    run on 2026-07-01 status --ref SAR-1-C1
    [[ ${lines[1]} == *"corrects SAR-1" ]]
    [[ $output != *OVERDUE* ]]
    [ "$(says SAR-1-C1 2026-07-01 corrects)" = SAR-1 ]
    [ "$(says SAR-1-C1 2026-07-01 days_left)" = null ]
    [ "$(says SAR-1-C1 2026-07-01 due)" = null ]
    [[ ${lines[1]} == 'SAR-1-C1 '*' 2026-05-01  -   '* ]]
    run ! grep -F 'answer by' "$SAR_HOME/cases/SAR-1-C1/timeline.txt"
    # What it corrects names it.
    grep -qF 'the answer is corrected by case SAR-1-C1' \
        "$SAR_HOME/cases/SAR-1/timeline.txt"
    [[ $(on 2026-07-01 status --ref SAR-1) == \
        *'corrected by case SAR-1-C1'* ]]
    [ "$(says SAR-1 2026-07-01 corrected_by)" = SAR-1-C1 ]
    on 2026-07-01 deliver --quiet --ref SAR-1 --what letter --letter refusal \
        --channel post --by u1
    run on 2026-07-01 status --due-within 0
    [ "$status" -eq 5 ]
    [ "$(grep -c '^SAR-' <<< "$output")" -eq 1 ]
    [[ ${lines[1]} == SAR-1-C1* ]]
    run ! grep -F SAR-1-C1 <(on 2026-07-01 calendar)
}

@test "an answer that was made is due until it was sent" {
    came SAR-1 2026-05-01 --identity verified
    echo 'It asks for what it had last month.' > text
    on 2026-05-12 refuse --quiet --ref SAR-1 --by u1 --reason excessive \
        --text text
    [[ $(on 2026-05-28 status) == *'refused '*'4 days left'*'waits for: delivery'* ]]
    [[ $(on 2026-05-28 calendar) == *'SAR-1: answer due'* ]]
    [[ $(on 2026-05-28 calendar) == *'The answer is made'* ]]
    run on 2026-05-28 status --due-within 5
    [ "$status" -eq 5 ]
    run on 2026-06-03 status --due-within 0
    [[ ${lines[1]} == *'2 days OVERDUE' ]]
    run --separate-stderr on 2026-06-03 report --from 2026-05-01 --to 2026-06-30
    [[ $output =~ 'Answered '' '*0 ]]
    [[ $output =~ 'made and not sent '' '*1 ]]
    # Sent in time, so it is said, and told of long after.
    run --separate-stderr on 2026-06-12 deliver --ref SAR-1 --what letter \
        --letter refusal --channel post --by u1 --on 2026-06-02
    [ "$status" -eq 0 ]
    [[ $stderr == *'warning: logged more than 7 days after '* ]]
    [[ $(on 2026-06-12 status) == *'sent '*'2026-06-02, 1 day LATE'* ]]
    [ "$(says SAR-1 2026-06-12 given)" = 2026-06-02 ]
    run ! grep -F 'answer due' <(on 2026-06-12 calendar)
}

@test "what is asked for has to be recorded in time, and its message says so" {
    came SAR-1 2026-05-01 --identity unknown --agent 'A Firm'
    run --separate-stderr on 2026-07-01 id --ref SAR-1 --by u1 \
        --who authority --what asked --on 2026-05-04
    [ "$status" -eq 6 ]
    [[ $stderr == *'case SAR-1: authority: '*'has to be recorded while there is time'* ]]
    # Proof that nobody doubts is not asked for again.
    on 2026-05-02 id --quiet --ref SAR-1 --by u1 --what verified --kind passport
    run --separate-stderr on 2026-05-02 id --ref SAR-1 --by u1 --what asked
    [ "$status" -eq 6 ]
    [[ $stderr == *'hint: '*'--what failed'* ]]
}
