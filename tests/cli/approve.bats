# approve --plan: what was saved on the page of a review, held against the case.
setup_file() {
    load common
    make_home
    export SAR_HOME=$home
    open_case
    sar-export plan --ref "$REF" --json > "$BATS_FILE_TMPDIR/plan" ||
        [ $? -eq 5 ]
    saved new "$BATS_FILE_TMPDIR/plan" u1041 > "$BATS_FILE_TMPDIR/saved.json"
}

setup() {
    load common
    use_home
    case=$SAR_HOME/cases/$REF
    cp "$BATS_FILE_TMPDIR/saved.json" saved.json
}

saved() {
    python3 "$SAR_TESTS/cli/saved.py" "$@"
}

policy() {
    sed -i "s/^\[policy\]/[policy]\n$1/" "$SAR_HOME/sar.conf"
}

# All that there is, byte by byte, but locks.
all_of() {
    (cd "$SAR_HOME" && find cases log -type f ! -name '*lock' -exec \
        sha256sum {} + | sort)
}

# approve FILE BY [...]
approve() {
    sar-export approve --ref "$REF" --plan "$1" --by "$2" "${@:3}"
}

# The plan that would come of it.
plan_of() {
    approve "$1" u2002 --dry-run --json 2> /dev/null | tail -n 1 |
        sed -n 's/.*"plan":"\([0-9a-f]*\)".*/\1/p'
}

# Refused with STATUS, by this MESSAGE, and nothing changed.
refused() {
    local before
    before=$(all_of)
    run --separate-stderr approve saved.json u2002 --dry-run
    [ "$status" -eq "$1" ]
    [[ $stderr == *"$2"* ]]
    run --separate-stderr approve saved.json u2002 --confirm "$(printf '%064d' 0)"
    [ "$status" -eq "$1" ]
    [ "$(all_of)" = "$before" ]
}

# One of the plan as it is now, or as it was at the beginning.
fresh() {
    cp "$BATS_FILE_TMPDIR/saved.json" saved.json
}
again() {
    sar-export plan --ref "$REF" --json > plan 2> /dev/null || [ $? -eq 5 ]
    saved new plan "${1:-u1041}" ${2+"$2"} > saved.json
}
today() {
    date -u +%FT%TZ
}

@test "a saved review is shown, confirmed, stored, logged and approved, once" {
    before=$(all_of)
    run --separate-stderr approve saved.json u2002 --dry-run
    [ "$status" -eq 0 ]
    [[ $output == *"Item 3: approved; the requester, 1 cut, 100.0 % played"* ]]
    [[ $output == *"was:     Withheld. Nobody has yet listened"* ]]
    [[ $output == *"will be: Disclosed in part."* ]]
    [[ $output == *"marked:  0:01.000 to 0:02.000, TP, decision 1 by u1041 on 2026-10-12"* ]]
    [[ $output == *"item 3: 0:01.000 to 0:02.000: a cut more"* ]]
    [[ $output != *"MORE LEAVES"* ]]
    [[ $output == *"Listened to by u1041, handed in by u2002."* ]]
    [[ $output == *"Nothing was changed."* ]]
    [ "$(all_of)" = "$before" ]
    # Nobody is there to type, and nobody confirmed.
    run --separate-stderr approve saved.json u2002 < /dev/null
    [ "$status" -eq 2 ]
    [[ $stderr == *"nobody confirmed"*"--dry-run"* ]]
    [ "$(all_of)" = "$before" ]
    plan=$(plan_of saved.json)
    approve saved.json u2002 --confirm "$plan" --json > lines
    [ "$(records mark)" -eq 11 ]
    [ "$(records approve)" -eq 1 ]
    after=$(all_of)
    approve saved.json u2002 --confirm "$plan" --quiet
    [ "$(all_of)" = "$after" ]
    python3 - lines saved.json "$case" "$plan" <<'PY'
import hashlib, json, os, sys
lines = [json.loads(x) for x in open(sys.argv[1])]
raw = open(sys.argv[2], "rb").read()
case, plan = sys.argv[3:]
s, hexd = lines[-1], hashlib.sha256(raw).hexdigest()
assert s["plan"] == plan and s["review"] == hexd and s["waiting"] == 0, s
assert s["reviewer"] == "u1041" and s["by"] == "u2002"
assert s["marks_logged"] == 11 and s["dry_run"] is False
kept = open(case + "/approved-plan.json", "rb").read()
assert hashlib.sha256(kept).hexdigest() == plan
assert sorted(os.listdir(case + "/reviews")) == [hexd + ".json",
                                                 hexd + ".taken"]
assert open(case + "/reviews/" + hexd + ".json", "rb").read() == raw
for name in os.listdir(case + "/reviews"):
    assert os.stat(case + "/reviews/" + name).st_mode & 0o777 == 0o600
said = [x for x in lines if x["type"] == "verdict"]
assert [x["item"] for x in said] == [x["item"] for x in
                                     json.loads(raw)["items"]]
marks = [open(case + "/marks/" + x).read() for x in
         os.listdir(case + "/marks")]
assert len(marks) == 11
for text in marks:
    assert "\nreview: sha256:" + hexd + "\n" in text
    assert "\nreviewer: u1041\nreviewed: 2026-11-25\n" in text
assert sum("1.000000\t2.000000\tTP decision=1\n" in x for x in marks) == 1
PY
    # Whoever has the log and the case can tell, without this program.
    python3 "$SAR_TESTS/vectors/verify_log.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey" "$case"
    echo >> "$(ls "$case"/reviews/*.json)"
    run python3 "$SAR_TESTS/vectors/verify_log.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey" "$case"
    [ "$status" -eq 13 ]
    log_verifies
    sar-export build --ref "$REF" --by u1 --allow-partial --quiet \
        --passphrase-out pass || [ $? -eq 3 ]
    [ "$(records release)" -eq 1 ]
}

@test "200 others of a good file are refused, and change nothing" {
    mkdir others
    saved edit saved.json 'i[4].update(verdict="rejected"); i[5].update(
        verdict="second-person", speaker="other"); i[7].update(
        verdict="undecided"); i[8]["cuts"] = [cut(1, 2, channels=[1],
        basis="LPP", decision="a"), cut(5, 9, fill="tone", decision="b")]
i[8]["decisions"] = [decision("a"), decision("b", consent="refused", refusal=
        "said so", **{"consent-date": "2026-10-01", "consent-evidence": "x"})]'
    [ "$(saved judge saved.json)" = "saved.json other" ]
    good=$(plan_of saved.json)
    [ -n "$good" ]
    # What reads them is fuzzed, and its unit tests are sanitised.
    [ ! -x "$BUILD/bin/sar-export" ] || PATH=$BUILD/bin:$PATH
    saved mutants saved.json others
    saved judge others/*.json > judged
    before=$(all_of)
    taken=0
    while read -r file judged; do
        status=0
        approve "$file" u2002 --confirm "$good" --quiet 2>> said || status=$?
        # What is well formed may be of something else: another plan.
        if [ "$status" -eq 5 ]; then
            taken=$((taken + 1))
            [ "$judged" = other ] && continue
        elif [ "$status" -eq 2 ]; then
            continue
        fi
        echo "$file: $status, and it is $judged"
        return 1
    done < judged
    [ "$taken" -gt 10 ]
    [ "$(grep -c ' refused$' judged)" -gt 100 ]
    run ! grep -qE '07700900123|<b>|2099|xxx' said
    [ "$(all_of)" = "$before" ]
    # And the good one is still as good.
    run approve saved.json u2002 --confirm "$good" --quiet
    [ "$status" -eq 5 ]
}

@test "what is of another case, another plan or another day is refused" {
    saved edit saved.json 's["ref"] = "SAR-2026-0043"'
    refused 2 "ref: is of another case"
    fresh
    saved edit saved.json 's["saved"] = "2099-01-01T00:00:00Z"'
    refused 2 "saved: is in the future"
    fresh
    saved edit saved.json 's["saved"] = "2026-01-01T00:00:00Z"'
    refused 2 "saved: is before the call"
    fresh
    saved edit saved.json 'i[3]["decisions"][0]["on"] = "2099-01-01"'
    refused 2 "item 3: decision 1: on: is in the future"
    fresh
    saved edit saved.json 'i[3]["recording"] = i[4]["recording"]'
    refused 2 "item 3: recording: is another than the case's"
    fresh
    saved edit saved.json 'i[15]["item"] = 16'
    refused 2 "the case has no such item that can be heard"
    fresh
    saved edit saved.json 'i[2]["item"] = 1'
    refused 2 "item 1: the case has no such item that can be heard"
    fresh
    saved edit saved.json 's["by"] = "07700900123"'
    refused 2 "by: "
    fresh
    saved edit saved.json 'i[3]["damage_heard"] = True'
    refused 2 "item 3: damage_heard: the recording is not damaged"
    # Past the end, on channels there are not, and on top of each other.
    fresh
    saved edit saved.json 'i[3]["cuts"].append(cut(2000000, 9284000))'
    refused 2 "item 3: cut 2: mark past the end of the recording"
    fresh
    saved edit saved.json 'i[3]["cuts"][0]["channels"] = [2]'
    refused 2 "item 3: cut 1: names a channel that the recording has not got"
    fresh
    saved edit saved.json 'i[3]["cuts"] += [cut(1500000, 2500000),
        cut(1000000, 9283250)]'
    run approve saved.json u2002 --dry-run
    [ "$status" -eq 0 ]
    [[ $output == *"item 3: 0:01.000 to 0:09.283: a cut more"* ]]
    # The page of what was then: somebody has marked since.
    again
    sar-export mark --ref "$REF" --item 4 --nothing-to-cut --quiet \
        --speaker requester --by u7 --reviewed 2026-11-20
    refused 5 "base: the plan has changed since the page was made"
    again
    mv "$SAR_HOME/recorder" away
    refused 10 ""
    cp -R away "$SAR_HOME/recorder"
    find "$SAR_HOME/recorder" -name '*.wav' -exec sh -c \
        'printf x >> "$1"' - {} \;
    refused 14 ""
}

@test "the day it was saved is not before that of the page" {
    sar-export review "$REF" --quiet
    saved edit saved.json 's["saved"] = "2026-10-20T10:00:00Z"'
    # The page is of the day of the test.
    refused 2 "saved: is before the page was made"
    rm -r "$case/review"
    run approve saved.json u2002 --dry-run
    [ "$status" -eq 0 ]
    # Of a plan that rests on marks it is not older than they are.
    sar-export mark --ref "$REF" --item 3 --nothing-to-cut --by u3 --quiet \
        --speaker requester --reviewed 2026-10-21
    again u1041 2026-10-20T10:00:00Z
    refused 2 "saved: is before marks that the case has"
    again u1041 2026-10-21T10:00:00Z
    approve saved.json u2002 --dry-run --quiet
}

@test "what waits is stored and named, and nothing is approved or built" {
    saved edit saved.json 'i[4].update(verdict="rejected")
i[5].update(verdict="second-person"); i[7].update(verdict="undecided")
i[8]["cuts"] = [cut(1000000, 2000000, decision="")]
i[14]["damage_heard"] = False; s["items"] = [x for x in s["items"]
    if x["item"] != 15]'
    # A dry run ends as the run will.
    before=$(all_of)
    run --separate-stderr approve saved.json u1041 --dry-run
    [ "$status" -eq 5 ]
    [[ $stderr == *"would not be approved: items 4, 5, 7, 8, 14, 15 wait for"* ]]
    [[ $output == *"Nothing was changed."*"Item 7 would wait: nobody has"* ]]
    [ "$(all_of)" = "$before" ]
    run --separate-stderr approve saved.json u1041 \
        --confirm "$(plan_of saved.json)"
    [ "$status" -eq 5 ]
    [[ $stderr == *"not approved: items 4, 5, 7, 8, 14, 15 wait for a person"* ]]
    [[ $output == *"Item 4 waits: whoever listened says that it must not"* ]]
    [[ $output == *"Item 7 waits: nobody has listened to it."* ]]
    [[ $output == *"Item 15 waits: "* ]]
    [ "$(records approve)" -eq 0 ]
    [ "$(records mark)" -eq 9 ]
    [ "$(grep -l '^standing: rejected$' "$case"/marks/* | wc -l)" -eq 1 ]
    run sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"must not leave as it stands"* ]]
    [[ $output == *"asks for another person"* ]]
    for command in "approve --ref $REF --by u2002" \
        "build --ref $REF --by u1 --allow-partial --passphrase-out p" \
        "run --ref $REF --by u1 --allow-partial --passphrase-out p"; do
        # shellcheck disable=SC2086 # words
        run sar-export $command
        [ "$status" -eq 5 ]
    done
    mkdir -m 700 many
    run sar-export run --all --by u1 --allow-partial --passphrase-dir many
    [ "$status" -eq 0 ]
    [[ $output == *"$REF: waits for a person: "* ]]
    [ ! -e p ] && [ -z "$(ls many)" ]
    [ "$(records intent)" -eq 0 ]
    sar-export status --ref "$REF" --json | grep -q '"marks":9'
}

@test "who asked for a second person cannot settle it, another can" {
    saved edit saved.json 'i[3].update(verdict="second-person")'
    approve saved.json u1041 --confirm "$(plan_of saved.json)" --quiet ||
        [ $? -eq 5 ]
    marks=$(grep -l '^standing: second-person$' "$case"/marks/*)
    again
    refused 6 "who asked for a second person cannot settle it"
    again U1041
    refused 6 "who asked for a second person cannot settle it"
    before=$(all_of)
    run sar-export mark --ref "$REF" --item 3 --nothing-to-cut --by u1041 \
        --speaker requester --reviewed 2026-11-25 --force
    [ "$status" -eq 6 ]
    [ "$(all_of)" = "$before" ]
    # Not by rejecting it first, either.
    sar-export mark --ref "$REF" --item 3 --nothing-to-cut --by u1041 \
        --speaker requester --reviewed 2026-11-25 --force --quiet \
        --standing rejected
    grep -q '^asked: u1041$' "$marks"
    again
    refused 6 "who asked for a second person cannot settle it"
    # Nor by handing in what somebody else is said to have heard, nor under
    # another name of the file.
    again u1041x
    sed -i 's/"by": "u1041x"/"by": "u1042"/' saved.json
    mv "$marks" "$case/marks/03.marks"
    marks=$case/marks/03.marks
    for who in u1041 U1041; do
        run --separate-stderr approve saved.json $who --dry-run
        [ "$status" -eq 6 ]
        [[ $stderr == *"who asked for a second person cannot hand in"* ]]
    done
    run sar-export mark --ref "$REF" --item 3 --nothing-to-cut --by u1041 \
        --speaker requester --reviewed 2026-11-25 --force
    [ "$status" -eq 6 ]
    again u2002
    approve saved.json u2002 --confirm "$(plan_of saved.json)" --quiet
    run ! grep -qE '^(standing|asked):' "$marks"
    [ "$(records approve)" -eq 1 ]
}

# Item 2 is held past retention, and left out without anybody: that settles it.
@test "what the file leaves undecided is as it is in the case" {
    saved edit saved.json 'i[4].update(verdict="rejected", note="ask legal")
i[5].update(verdict="second-person")
i[2].update(verdict="undecided", speaker="other")'
    approve saved.json u1041 --confirm "$(plan_of saved.json)" --quiet ||
        [ $? -eq 5 ]
    marks() {
        (cd "$case/marks" && grep -l '^reviewer: u1041$' ./* | xargs sha256sum)
    }
    sar-export review "$REF" --quiet
    python3 - "$case/review/index.html" <<'PY'
import json, re, sys
page = open(sys.argv[1], encoding="utf-8").read()
data = json.loads(re.search('id="data">(.*?)</script>', page, re.S)[1])
said = {x["item"]: x.get("review") for x in data["items"]}
assert said[4]["note"] == "ask legal", said[4]
assert said[5]["note"] == "" and said[2] is None
PY
    again u2002 "$(today)"
    # Who saves what another rejected and has not touched it says no more of it.
    saved edit saved.json 'for x in s["items"]: x["verdict"] = "undecided"
i[3].update(speaker="other"); i[4].update(verdict="rejected", heard_permille=0)
i[5].update(verdict="second-person", heard_permille=0)'
    before=$(marks)
    run --separate-stderr approve saved.json u2002 --dry-run
    [ "$status" -eq 5 ]
    # Item 3 was changed there, and nobody has approved what was changed.
    [[ $output == *"Item 3 would wait: it was changed in the review, and "* ]]
    [[ $stderr == *"would not be approved: items 3, 4, 5 wait for a person"* ]]
    [[ $output == *"Item 2: left as it is, nobody has listened to it; "* ]]
    [[ $output == *"Item 3: left as it is: the requester, 1 cut, by u1041 on"*"2026-11-25; Disclosed in part"* ]]
    [[ $output == *"Item 4: left as it is: "*", by u1041 on 2026-11-25, rejected;"* ]]
    [[ $output != *"not the requester"* ]]
    approve saved.json u2002 --confirm "$(plan_of saved.json)" --json \
        > lines || [ $? -eq 5 ]
    [ "$(marks)" = "$before" ]
    grep '"item":3,' lines | grep '"stays":true' |
        grep -q '"speaker":"requester"'
    # What waited is settled, the rest stays, and the answer is approved.
    again u2002 "$(today)"
    saved edit saved.json 'for x in s["items"]: x["verdict"] = "undecided"
i[4].update(verdict="approved"); i[5].update(verdict="approved")
# In another order than the page has them, they are the same cuts.
for x in s["items"]: x["cuts"].reverse()'
    approve saved.json u2002 --confirm "$(plan_of saved.json)" --quiet
    [ "$(records approve)" -eq 1 ]
    [ "$(grep -l '^reviewer: u2002$' "$case"/marks/* | wc -l)" -eq 2 ]
}

@test "what leaves that was decided not to is told first" {
    saved edit saved.json 'i[3]["cuts"].append(cut(3000000, 5000000))
i[4].update(cuts=[cut(1000000, 2000000)], decisions=[decision()])
i[5].update(speaker="other")
i[8].update(cuts=[cut(1000000, 2000000)], decisions=[decision()])'
    approve saved.json u1041 --confirm "$(plan_of saved.json)" --quiet
    again
    # One begins later and ends earlier, one is gone, one has another voice,
    # and one is wider.
    saved edit saved.json 'i[3].update(cuts=[cut(1250000, 1750000),
    cut(2500000, 3500000), cut(3500000, 6000000)])
i[4].update(cuts=[], decisions=[])
i[5].update(speaker="requester")
i[8].update(cuts=[cut(500000, 2500000)], decisions=[decision()])'
    run --separate-stderr approve saved.json u1041 --dry-run
    [ "$status" -eq 0 ]
    # In whole blocks of the proofs, so wider than they are marked.
    [[ $output == *"saved 2026-11-25T15:04:05Z"*"

MORE LEAVES THAN WAS DECIDED BEFORE:
  item 3: 0:01.000 to 0:01.200
  item 3: 0:01.800 to 0:02.000
  item 4: 0:01.000 to 0:02.000
  item 5: all of it

Item 2: "* ]]
}

@test "what the page has and the file has not is missing from it: 2" {
    sar-export review "$REF" --quiet
    again u1041 "$(today)"
    saved edit saved.json 's["items"] = [x for x in s["items"]
    if x["item"] != 4]'
    refused 2 "saved.json: items: item 4 is missing, which the page has"
}

@test "another file is told of in plain words, and the case is a word" {
    for file in "$SAMPLE/labels/03.txt" "$SAMPLE/sar.conf"; do
        run --separate-stderr sar-export approve "$REF" --plan "$file" \
            --by u2002 --dry-run
        [ "$status" -eq 2 ]
        [[ $stderr == *"not a file that the page of a review saved"*"REF-review-TIME.json"* ]]
    done
    echo '{"schema":"x"}' > other.json
    run --separate-stderr sar-export approve "$REF" --plan other.json --by u1
    [ "$status" -eq 2 ]
    [[ $stderr == *"not a file that the page of a review saved"*"REF-review-TIME.json"* ]]
    run sar-export approve "$REF" --ref "$REF" --by u1
    [ "$status" -eq 2 ]
    sar-export approve "$REF" --plan saved.json --by u2002 --dry-run --quiet
}

@test "another person approves where policy wants it, and hands in no marks" {
    policy 'approval = other-person'
    plan=$(plan_of saved.json)
    # Who brought marks may have made them, whatever the file says.
    before=$(all_of)
    run --separate-stderr approve saved.json u2002 --dry-run --quiet
    [ "$status" -eq 6 ]
    [[ $stderr == *"would be stored; somebody else"*"approve --ref $REF --by ID"* ]]
    [ "$(all_of)" = "$before" ]
    cp -R "$SAR_HOME" keep
    run --separate-stderr approve saved.json u2002 --confirm "$plan" --quiet
    [ "$status" -eq 6 ]
    [[ $stderr == *"somebody else"*"approve --ref $REF --by ID"* ]]
    [ "$(records mark)" -eq 11 ]
    run approve saved.json u2002 --confirm "$plan" --quiet
    [ "$status" -eq 6 ]
    rm -r "$SAR_HOME"
    mv keep "$SAR_HOME"
    run approve saved.json u1041 --confirm "$plan" --quiet
    [ "$status" -eq 6 ]
    run approve saved.json U1041 --confirm "$plan" --quiet
    [ "$status" -eq 6 ]
    run approve saved.json u1041 --dry-run --quiet
    [ "$status" -eq 6 ]
    [ "$(records approve)" -eq 0 ]
    approve saved.json u2002 --dry-run --quiet
    approve saved.json u2002 --confirm "$plan" --quiet
    [ "$(records approve)" -eq 1 ]
    [ "$(records mark)" -eq 11 ]
    grep -q '"review":"' "$SAR_HOME"/log/entries-*.jsonl
}

@test "what was hardly played is told of, and refused where policy says so" {
    saved edit saved.json 'i[3]["heard_permille"] = 949
i[4]["heard_permille"] = 950
i[5].update(heard_permille=10, speaker="other")'
    run --separate-stderr approve saved.json u2002 --dry-run --quiet
    [ "$status" -eq 0 ]
    [[ $stderr == *"warning: item 3: approved, and only 94.9 % of it was played"* ]]
    [[ $stderr != *"item 4: approved"* && $stderr != *"item 5: approved"* ]]
    printf '[review]\nheard-at-least = 95\n' >> "$SAR_HOME/sar.conf"
    refused 5 "item 3: heard_permille: less of it was played than the 95 %"
    sed -i 's/heard-at-least = 95/heard-at-least = 94/' "$SAR_HOME/sar.conf"
    run approve saved.json u2002 --dry-run --quiet
    [ "$status" -eq 0 ]
    sed -i 's/heard-at-least = 94/heard-at-least = 101/' "$SAR_HOME/sar.conf"
    run approve saved.json u2002 --dry-run --quiet
    [ "$status" -eq 2 ]
}

@test "on a terminal the reference has to be typed" {
    before=$(all_of)
    type() {
        python3 - "$1" sar-export approve --ref "$REF" --plan saved.json \
            --by u2002 --quiet <<'PY'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b""
try:
    while b"type the reference" not in seen:
        seen += os.read(fd, 4096)
    if sys.argv[1].startswith("kill "):
        os.kill(pid, int(sys.argv[1][5:]))
    else:
        os.write(fd, sys.argv[1].encode() + b"\n")
    while True:
        seen += os.read(fd, 4096)
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
PY
    }
    for signal in 2 15; do
        run type "kill $signal"
        [ "$status" -eq $((128 + signal)) ]
        [ "$(all_of)" = "$before" ]
    done
    for word in "" yes "$REF " "${REF,,}" SAR-2026-0043; do
        run type "$word"
        [ "$status" -eq 2 ]
        [ "$(all_of)" = "$before" ]
    done
    type "$REF"
    [ "$(records approve)" -eq 1 ]
}

@test "killed at any step and run again, it is complete" {
    seen=()
    # Two that somebody put there under another name, one of which has that of
    # a recording's own: each recording keeps one file.
    for item in 3 4; do
        sar-export mark --ref "$REF" --item $item --nothing-to-cut --by u3 \
            --speaker requester --reviewed 2026-11-24 --quiet
        mv "$(grep -l '^reviewer: u3$' "$case"/marks/[0-9a-f]*.marks)" \
            "$case/marks/hand-$item.marks"
    done
    again
    mv "$case/marks/hand-4.marks" "$case/marks/$(python3 -c 'import json
print(json.load(open("saved.json"))["items"][4]["recording"][:16])').marks"
    plan=$(plan_of saved.json)
    cp -R "$SAR_HOME" whole
    (SAR_HOME=$PWD/whole; approve saved.json u2002 --confirm "$plan" --quiet)
    marks=$(cd whole/cases/"$REF"/marks && sha256sum ./* )
    [ "$(wc -l <<< "$marks")" -eq 11 ]
    [[ $marks == *"/hand-3.marks"* ]]
    cp -R "$SAR_HOME" keep
    # The two files of the review, that marks count, each into its place, that
    # they are there, the log's two batches, what was approved.
    for step in rename:1 rename:2 rename:3 renameat:2 renameat:7 renameat:12 \
        unlink,unlinkat:1 fdatasync:1 fdatasync:3 fdatasync:5 rename:6 \
        rename:8; do
        call=${step%:*}
        rm -r "$SAR_HOME"
        cp -R keep "$SAR_HOME"
        status=0
        ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o /dev/null \
            -e trace="$call" -e inject="$call:signal=KILL:when=${step#*:}" \
            "$BUILD/bin/sar-export" approve --ref "$REF" --quiet \
            --plan saved.json --by u2002 --confirm "$plan" \
            > /dev/null 2>&1 || status=$?
        [ "$status" -eq 137 ]
        # Whoever looks sees all of the marks, or none.
        sar-export plan --ref "$REF" --json > seen 2> /dev/null ||
            [ $? -eq 5 ]
        seen[$(grep -c '"reviewer":"u1041"' seen || true)]=yes
        approve saved.json u2002 --confirm "$plan" --quiet 2> /dev/null
        [ "$(cd "$case/marks" && sha256sum ./*)" = "$marks" ]
        [ ! -e "$case/marks.next" ]
        [ -z "$(find "$case" -name '.sar-*')" ]
        [ "$(records mark):$(records approve)" = 13:1 ]
    done
    [ "${!seen[*]}" = "0 11" ]
    log_verifies
}
