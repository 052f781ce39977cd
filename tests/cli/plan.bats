# The plan: shown, linted, approved; and what makes an approval stale.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
}

# The sample's marks as the case's own, without building anything.
take_marks() {
    local m
    for m in "$SAMPLE"/marks/*.marks; do
        cp "$m" "$SAR_HOME/cases/$REF/marks/$(sed -n \
            's/^recording: sha256:\(.\{16\}\).*/\1/p' "$m").marks"
    done
}

policy() {
    sed -i "s/^\[policy\]/[policy]\n$1/" "$SAR_HOME/sar.conf"
}

build() {
    sar-export build --ref "$REF" --allow-partial --by u1041 --quiet \
        --passphrase-out pass
}

# One of the files in the case that has a label.
marked() {
    grep -l "$(printf '\tTP')" "$SAR_HOME/cases/$REF"/marks/*.marks | head -n 1
}

# The path of the recording that a marks file is of.
recording_of() {
    local hash
    hash=$(sed -n 's/^recording: sha256://p' "$1")
    find "$SAR_HOME/recorder" -type f -exec sha256sum {} + |
        sed -n "s/^$hash  //p" | head -n 1
}

@test "plan shows each cut, who decided it, and writes nothing" {
    take_marks
    before=$(listing)
    run sar-export plan --ref "$REF"
    [ "$status" -eq 0 ]
    # Marked from 46357 to 78735, with the codec's guards.
    [[ $output == *"0:05.700 to 0:09.900  frames 45600 to 79200"* ]]
    [[ $output == *"widened to whole tenths of a second"* ]]
    [[ $output == *"all channels  tone  TP"* ]]
    [[ $output == *"decision 1: redact, by u1041 on 2026-10-12, consent not-sought"* ]]
    [[ $output == *"with 150 ms before and 1000 ms after each mark"* ]]
    [[ $output == *"Nobody has approved it."* ]]
    # What was weighed stays in the case's files.
    [[ $output != *"somebody else in the room"* ]]
    [ "$(listing)" = "$before" ]
}

@test "plan says what waits for a person, and ends with 5" {
    run --separate-stderr sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"error    item"*"nobody has listened to it"* ]]
    [[ $output == *"whether it is the requester's is for a person"* ]]
    [[ $stderr == "sar-export: case $REF: "*"wait for a person"* ]]
    run sar-export approve --ref "$REF" --by u2002
    [ "$status" -eq 5 ]
    [ ! -e "$SAR_HOME/cases/$REF/approval.json" ]
    [ "$(records approve)" -eq 0 ]
}

@test "the machine form is JSON, item by item, and its plan is what is approved" {
    take_marks
    sar-export plan --json --ref "$REF" > out
    sar-export approve --json --ref "$REF" --by u2002 > approved
    python3 - out approved "$SAR_HOME/cases/$REF" <<'PY'
import hashlib, json, sys
lines = [json.loads(l) for l in open(sys.argv[1])]
items = [l for l in lines if l["type"] == "item"]
s = lines[-1]
assert s["type"] == "summary" and s["exit_code"] == 0, s
assert s["approval"] == "none" and s["errors"] == 0
assert s["counts"]["items"] == len(items) > 10
a = json.loads(open(sys.argv[2]).read().splitlines()[-1])
assert a["plan"] == s["plan"] and a["by"] == "u2002"
text = open(sys.argv[3] + "/approved-plan.json", "rb").read()
assert hashlib.sha256(text).hexdigest() == s["plan"]
plan = json.loads(text)
assert json.dumps(plan, sort_keys=True, separators=(",", ":")) == \
    text.decode(), "canonical"
for item in items:
    item.pop("type")
    assert item.pop("schema") == plan["schema"] == "sar-export.plan/2"
assert items == plan["items"]
cuts = [c for i in items for c in i["cuts"]]
assert len(cuts) == 4 and all(c["decisions"] == ["1"] for c in cuts)
assert all(c["channels"] == 0 and c["fill"] == "tone" for c in cuts)
kept = json.load(open(sys.argv[3] + "/approval.json"))
assert kept["schema"] == "sar-export.approval/1"
assert kept["plan"] == s["plan"] and kept["record"] == a["record"]
PY
}

@test "the marks' digest in the plan is that of the file in the case" {
    take_marks
    sar-export plan --json --ref "$REF" > out
    python3 - out "$SAR_HOME/cases/$REF/marks" <<'PY'
import glob, hashlib, json, sys
items = [json.loads(l) for l in open(sys.argv[1])]
in_plan = {i["review"]["marks"] for i in items
           if i["type"] == "item" and i["review"]}
on_disk = {hashlib.sha256(open(f, "rb").read()).hexdigest()
           for f in glob.glob(sys.argv[2] + "/*.marks")}
assert in_plan == on_disk and len(on_disk) == 10
PY
}

@test "an approval is in the log once, without a name or a note" {
    take_marks
    run sar-export approve --ref "$REF"
    [ "$status" -eq 2 ]
    run sar-export approve --ref "$REF" --by "J. Smith"
    [ "$status" -eq 2 ]
    sar-export approve --quiet --ref "$REF" --by u2002
    sar-export approve --quiet --ref "$REF" --by u2002
    [ "$(records approve)" -eq 1 ]
    log_verifies
    python3 "$SAR_TESTS/vectors/verify_log.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey"
    run ! grep -rE '960123|room|Sample' "$SAR_HOME/log"
    # What the log has of the plan says nothing without the case's salt.
    kept=$SAR_HOME/cases/$REF
    python3 "$SAR_TESTS/vectors/verify_log.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey" "$kept"
    python3 - "$kept/approved-plan.json" "$SAR_HOME/log" <<'PY'
import base64, glob, hashlib, sys
plain = hashlib.sha256(open(sys.argv[1], "rb").read()).digest()
for name in glob.glob(sys.argv[2] + "/*"):
    text = open(name).read()
    assert base64.b64encode(plain).decode() not in text
    assert plain.hex() not in text
PY
    [ "$(stat -c %a "$kept/plan.salt")" = 600 ]
    sed 's/redact/redacx/' "$kept/approved-plan.json" > other
    mkdir -p "$REF"
    cp other "$REF/approved-plan.json"
    cp "$kept/plan.salt" "$kept/approved-letter.txt" "$REF"
    run python3 "$SAR_TESTS/vectors/verify_log.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey" "$REF"
    [ "$status" -eq 13 ]
    sed 's/Sample/Simple/' "$kept/approved-letter.txt" \
        > "$REF/approved-letter.txt"
    cp "$kept/approved-plan.json" "$REF"
    run python3 "$SAR_TESTS/vectors/verify_log.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey" "$REF"
    [ "$status" -eq 13 ]
    run sar-export plan --ref "$REF"
    [ "$status" -eq 0 ]
    [[ $output == *"Approved by u2002 at "* ]]
    run sar-export plan --changes --ref "$REF"
    [ "$status" -eq 0 ]
    [ "$(sar-export status --json --ref "$REF" | grep -c approved)" -eq 1 ]
    run build
    [ "$status" -eq 3 ]
    [ "$(records release)" -eq 1 ]
    run --separate-stderr sar-export approve --ref "$REF" --by u3003
    [ "$status" -eq 6 ]
}

@test "marks that change make the approval stale: nothing is built" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002
    file=$(marked)
    sed -i 's/^5\.794625\t/5.894625\t/; s/^10\.332125\t/10.4\t/
        s/^5\.746750\t/5.9\t/; s/^5\.534250\t/5.7\t/' "$file"
    run --separate-stderr sar-export plan --changes --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"a cut is elsewhere"* ]]
    [[ $output == *"the marks file is another"* ]]
    [[ $output == *"ANOTHER PLAN was approved by u2002"* ]]
    run --separate-stderr build
    [ "$status" -eq 5 ]
    [[ $stderr == *"the approval is stale"*"--changes"* ]]
    [ ! -e "$SAR_HOME/outbox/$REF.zip" ]
    [ "$(records intent)" -eq 0 ]
    run sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    run sar-export build --dry-run --ref "$REF" --allow-partial
    [ "$status" -eq 5 ]
    # Looked at and approved again, it is built.
    sar-export approve --quiet --ref "$REF" --by u2002
    run build
    [ "$status" -eq 3 ]
    [ "$(records approve)" -eq 2 ]
}

@test "a word of a decision that changes makes the approval stale" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002
    sed -i 's/^\(decision.1.steps: \).*/\1we wrote to them/' "$(marked)"
    run --separate-stderr sar-export plan --changes --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"a record of a decision"* ]]
    [[ $output$stderr != *"wrote to them"* ]]
    run build
    [ "$status" -eq 5 ]
}

@test "audio that changes on disk makes the approval stale" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002
    printf 'X' | dd of="$(recording_of "$(marked)")" bs=1 seek=5000 \
        conv=notrunc status=none
    run sar-export plan --changes --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"is not the one that was imported"* ]]
    run sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    run build
    [ "$status" -eq 14 ]
    [ ! -e "$SAR_HOME/outbox/$REF.zip" ]
    run sar-export approve --ref "$REF" --by u3003
    [ "$status" -eq 14 ]
    [ "$(records approve)" -eq 1 ]
}

@test "a recording the index has since makes the approval stale" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002
    # The recorder's record of the call names another file now.
    wav=$(recording_of "$(marked)")
    cp "$wav" "${wav%.wav}-b.wav"
    printf 'X' | dd of="${wav%.wav}-b.wav" bs=1 seek=5000 conv=notrunc \
        status=none
    name=$(basename "$wav" .wav)
    sed "s/$name\.wav/$name-b.wav/" "$SAMPLE/recorder/cdr.csv" > again.csv
    sar-index import --quiet again.csv
    run --separate-stderr sar-export plan --changes --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"was not in the plan"* ]]
    run build
    [ "$status" -eq 5 ]
}

@test "marks of a recording that is not found any more stop the build" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002
    sed -i 's/^recording: sha256:..../&0000/; s/^\(recording: .*\)....$/\1/' \
        "$(marked)"
    run --separate-stderr sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"of a recording that is not found any more"* ]]
    [[ $output == *"nobody has listened to it"* ]]
    run --separate-stderr sar-export plan --changes --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"nobody speaks for it any more"* ]]
    [[ $output == *"a cut less"* ]]
    run build
    [ "$status" -eq 5 ]
}

@test "an approval is of the fill and the format too" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002 --fill silence
    run build
    [ "$status" -eq 5 ]
    run sar-export plan --changes --ref "$REF" --fill silence
    [ "$status" -eq 0 ]
    run sar-export build --ref "$REF" --allow-partial --by u1041 --quiet \
        --passphrase-out pass --fill silence
    [ "$status" -eq 3 ]
}

@test "an approval is of the letter too: whatever changes it makes it stale" {
    take_marks
    cases=$SAR_HOME/cases/$REF
    sar-export approve --quiet --ref "$REF" --by u2002
    # Another day's letter is the same letter, and it is as it was approved.
    SOURCE=$cases/approved-letter.txt
    grep -q '^letter.txt [0-9]*$' "$SOURCE"
    grep -q 'Date of this letter: unknown' "$SOURCE"
    run sar-export plan --changes --ref "$REF"
    [ "$status" -eq 0 ]
    cp "$SAR_HOME/sar.conf" "$cases/request.conf" .
    # The requester's name, the profile, a template: none of them is in the plan.
    mkdir "$SAR_HOME/templates"
    for change in 's/A. Sample/Alix Example/ '"$cases/request.conf" \
        's/^contact = .*/contact = Somebody Else, 1 High Street/ '"$SAR_HOME/sar.conf" \
        template; do
        if [ "$change" = template ]; then
            cat > "$SAR_HOME/templates/answer.txt" <<'END'
{{organisation}}

{{#name}}Dear {{name}}{{/name}}
Our reference: {{reference}}
Date of this letter: {{date}}
Your request came on: {{received}}

{{correction}}

{{our-answer}}
{{files}}
{{search}}
{{account}}
{{rights}}
{{organisation}}
END
        else
            sed -i "${change% *}" "${change##* }"
        fi
        # The request is not to be changed at all.
        want=5 why="the approval is stale: the letter has changed since"
        cmp -s request.conf "$cases/request.conf" ||
            want=6 why="request.conf is not the request whose receipt"
        run --separate-stderr build
        [ "$status" -eq "$want" ]
        [[ $stderr == *"$why"* ]]
        run --separate-stderr sar-export run --ref "$REF" --allow-partial \
            --passphrase-out pass
        [ "$status" -eq "$want" ]
        run sar-export build --dry-run --ref "$REF" --allow-partial
        [ "$status" -eq "$want" ]
        run sar-export plan --ref "$REF"
        [ "$status" -eq 5 ]
        cp sar.conf "$SAR_HOME/sar.conf"
        cp request.conf "$cases/request.conf"
        rm -f "$SAR_HOME/templates/answer.txt"
    done
    [ ! -e pass ]
    [ "$(ls "$SAR_HOME/outbox" "$SAR_HOME/staging" | grep -c .)" -eq 2 ]
    [ "$(records intent)" -eq 0 ]
    # And it is the very same that goes out, but for the day.
    run build
    [ "$status" -eq 3 ]
    python3 - "$cases" <<'PY'
import re, sys
kept = open(sys.argv[1] + "/approved-letter.txt", "rb").read()
for name in (b"letter.txt", b"schedule.txt", b"schedule.csv", b"listen.html"):
    m = re.match(rb"(\S+) (\d+)\n", kept)
    assert m[1] == name, m
    text = kept[m.end():m.end() + int(m[2])]
    kept = kept[m.end() + int(m[2]) + 1:]
    sent = open(sys.argv[1] + "/" + name.decode(), "rb").read()
    day = re.search(rb"Date of this letter: (.*)\r\n", open(
        sys.argv[1] + "/letter.txt", "rb").read())[1]
    assert sent.replace(day, b"unknown") == text, name
    assert name == b"schedule.csv" or day in sent
assert kept == b""
PY
}

@test "what of the letter changed is shown: where to all, what it says when asked" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002
    sed -i 's/A. Sample/Alix Example/' "$SAR_HOME/cases/$REF/request.conf"
    sed -i 's/^purposes = .*/purposes = another purpose/' "$SAR_HOME/sar.conf"
    run --separate-stderr sar-export plan --changes --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"letter.txt, line 6: not as approved (line 6 then)"* ]]
    [[ $output == *'under "'*'": not as approved'* ]]
    [[ $output == *"ANOTHER LETTER was approved by u2002"* ]]
    [[ $output$stderr != *Alix* ]]
    [[ $output$stderr != *"another purpose"* ]]
    run --separate-stderr sar-export plan --changes --diff --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"-To: A. Sample"*"+To: Alix Example"* ]]
    [[ $output == *"another purpose"* ]]
    [[ $stderr != *Alix* ]]
    run --separate-stderr sar-export plan --changes --json --ref "$REF"
    [ "$status" -eq 5 ]
    summary_is 5
    [[ $output != *Alix* ]]
    [[ $output == *'"changes":0'*'"letter_changes":2'* ]]
    run --separate-stderr sar-export plan --json --ref "$REF"
    [[ $output == *'"approval":"stale"'*'"stale":"letter"'* ]]
    run sar-export plan --diff --ref "$REF"
    [ "$status" -eq 2 ]
    # The text that was approved is in the case alone, and held against the log.
    run ! grep -rlE 'Alix|A\. Sample' "$SAR_HOME/log"
    sed -i 's/A. Sample/A. Simple/' "$SAR_HOME/cases/$REF/approved-letter.txt"
    run sar-export plan --changes --ref "$REF"
    [ "$status" -eq 14 ]
}

@test "an approval is of a vCon beside each recording too" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002 --vcon
    run build
    [ "$status" -eq 5 ]
    run sar-export plan --changes --ref "$REF" --vcon
    [ "$status" -eq 0 ]
    run sar-export build --ref "$REF" --allow-partial --by u1041 --quiet \
        --passphrase-out pass --vcon
    [ "$status" -eq 3 ]
}

@test "a plan put in place of the approved one is not believed" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002
    sed -i 's/tone/silence/' "$SAR_HOME/cases/$REF/approved-plan.json"
    run --separate-stderr sar-export plan --changes --ref "$REF"
    [ "$status" -eq 14 ]
    rm "$SAR_HOME/cases/$REF"/approv*.json
    # What counts is in the log.
    run build
    [ "$status" -eq 3 ]
}

@test "policy may want an approval, and of another person" {
    take_marks
    policy "approval = required"
    run --separate-stderr build
    [ "$status" -eq 5 ]
    [[ $stderr == *"nobody has approved the plan"* ]]
    # A file that says so is no approval.
    echo '{}' > "$SAR_HOME/cases/$REF/approval.json"
    run build
    [ "$status" -eq 5 ]
    sar-export approve --quiet --ref "$REF" --by u1041
    run sar-export plan --ref "$REF"
    [ "$status" -eq 0 ]
    [[ $output == *"warning"*"another person should"* ]]
    sed -i 's/^approval = required/approval = other-person/' \
        "$SAR_HOME/sar.conf"
    run sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    run --separate-stderr build
    [ "$status" -eq 6 ]
    for by in u1041 U1041; do
        run sar-export approve --ref "$REF" --by $by
        [ "$status" -eq 6 ]
    done
    sar-export approve --quiet --ref "$REF" --by u2002
    run build
    [ "$status" -eq 3 ]
}

@test "a nil return needs no approval" {
    policy "approval = required"
    sar-export request --quiet --file "$SAMPLE/requests/SAR-2026-0043.conf"
    run sar-export run --ref SAR-2026-0043 --passphrase-out p --quiet
    [ "$status" -eq 4 ]
}

@test "a cut without its decision waits, unless policy asks for none" {
    take_marks
    sed -i '/^decision/d' "$(marked)"
    run --separate-stderr sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"error    item"*"no record of who decided it and why"* ]]
    run build
    [ "$status" -eq 5 ]
    policy "decisions = optional"
    run sar-export plan --ref "$REF"
    [ "$status" -eq 0 ]
    [[ $output == *"warning  item"*"no record of who decided it and why"* ]]
    run build
    [ "$status" -eq 3 ]
}

@test "mark takes a decision as people write it, and says what is missing" {
    hash=$(sed -n 's/^recording: sha256://p' "$SAMPLE/marks/02.marks")
    mark() {
        sar-export mark --ref "$REF" --recording "$hash" --by u1041 \
            --speaker requester --reviewed 2026-10-12 \
            --labels "$SAMPLE/labels/02.txt" "$@"
    }
    run mark
    [ "$status" -eq 0 ]
    [[ $output == *"still waits for a person"*"mark --decision"* ]]
    sar-export mark --decision-template > template
    run --separate-stderr mark --force --decision template
    [ "$status" -eq 2 ]
    [[ $stderr == *"template: line "*": outcome: expected redact or disclose"* ]]
    sed '/^steps/d' "$SAMPLE/decisions/02.txt" > partly
    run --separate-stderr mark --force --decision partly
    [ "$status" -eq 2 ]
    [[ $stderr == *'the decision has no "steps"'* ]]
    { sed 's/not-sought/given/' "$SAMPLE/decisions/02.txt"
        echo "consent-date: 2026-10-11"
        echo "consent-evidence: letter 4"; } > given
    run --separate-stderr mark --force --decision given
    [ "$status" -eq 2 ]
    [[ $stderr == *"withholding it is not reasonable"* ]]
    run mark --force --decision "$SAMPLE/decisions/02.txt"
    [ "$status" -eq 0 ]
    [[ $output != *"waits"* ]]
    # The same but for the digest of the labels that were handed in.
    sed "/^labels: sha256:$(sha256sum < "$SAMPLE/labels/02.txt" |
        cut -d ' ' -f 1)\$/d; /^heard: /d" \
        "$SAR_HOME/cases/$REF/marks/${hash:0:16}.marks" > without
    cmp "$SAMPLE/marks/02.marks" without
    run --separate-stderr sar-export mark --ref "$REF" --recording "$hash" \
        --by u1041 --speaker other --decision partly
    [ "$status" -eq 2 ]
}

@test "what is wrong with a decision is said of the file that has it" {
    hash=$(sed -n 's/^recording: sha256://p' "$SAMPLE/marks/02.marks")
    mark() {
        run --separate-stderr sar-export mark --ref "$REF" --by u1041 \
            --recording "$hash" --speaker requester "$@"
        [ "$status" -eq 2 ]
    }
    { echo "# why"; sed '/^on:/d' "$SAMPLE/decisions/02.txt"; } > "no on.txt"
    mark --labels "$SAMPLE/labels/02.txt" --decision "no on.txt"
    [[ $stderr == *'no on.txt: line 2: decision 1: the decision has no "on"'* ]]
    mark --nothing-to-cut --decision "no on.txt"
    [[ $stderr == *'no on.txt: line 2: decision 1: '* ]]
    { sed 's/^consent: .*/consent: refused/; s/^refusal: .*/refusal: n\/a/' \
        "$SAMPLE/decisions/02.txt"
        echo "consent-date: 2026-10-11"
        echo "consent-evidence: letter 4"; } > refused
    mark --labels "$SAMPLE/labels/02.txt" --decision refused
    [[ $stderr == *"refused: line 1: decision 1: consent was refused"* ]]
    mark --nothing-to-cut --decision "$SAMPLE/decisions/02.txt"
    [[ $stderr == *"02.txt: line 1: decision 1: no label rests on this"* ]]
    # A label is still the label's own fault.
    sed 's/TP/TP decision=Z/' "$SAMPLE/labels/02.txt" > astray
    mark --labels astray --decision "$SAMPLE/decisions/02.txt"
    [[ $stderr == *"astray: line 1: rests on a decision that is not there"* ]]
}

@test "a decision written as UTF-16 is read as labels are" {
    hash=$(sed -n 's/^recording: sha256://p' "$SAMPLE/marks/02.marks")
    for enc in UTF-16 UTF-16LE UTF-16BE; do
        iconv -f UTF-8 -t "$enc" "$SAMPLE/decisions/02.txt" > wide
        sar-export mark --quiet --force --ref "$REF" --recording "$hash" \
            --by u1041 --speaker requester --reviewed 2026-10-12 \
            --labels "$SAMPLE/labels/02.txt" --decision wide
        sed '/^labels: sha256:/d; /^heard: /d' \
            "$SAR_HOME/cases/$REF/marks/${hash:0:16}.marks" > without
        cmp <(sed '/^labels: sha256:/d; /^heard: /d' "$SAMPLE/marks/02.marks") without
    done
    head -c 101 wide > half
    run --separate-stderr sar-export mark --ref "$REF" --recording "$hash" \
        --by u1041 --speaker requester --decision half --force \
        --labels "$SAMPLE/labels/02.txt"
    [ "$status" -eq 2 ]
}

@test "labels on channels, each with its own decision, come out apart" {
    { echo "id: A"; cat "$SAMPLE/decisions/02.txt"; echo
        echo "id: B"; cat "$SAMPLE/decisions/02.txt"; } > two
    printf '1.0\t2.0\tTP channel=1 fill=silence decision=A\n' > labels
    printf '1.5\t3.0\tTP decision=B\n' >> labels
    # The sample's only stereo recording.
    item=$(sar-export find --json --ref "$REF" | python3 -c '
import json, sys
print([i["item"] for i in map(json.loads, sys.stdin)
       if i.get("channels") == 2][0])')
    sar-export mark --quiet --ref "$REF" --item "$item" --by u1041 \
        --speaker requester --labels labels --decision two
    sar-export plan --ref "$REF" > out || [ $? -eq 5 ]
    grep -q "frames 8000 to 12000  channel 1  silence  TP" out
    grep -q "frames 12000 to 16000  all channels  tone  TP" out
    grep -q "frames 16000 to 24000  all channels  tone  TP" out
    grep -q "warning  item $item: .*carry an echo" out
    [ "$(grep -c "decision A: redact" out)" -eq 2 ]
    [ "$(grep -c "decision B: redact" out)" -eq 2 ]
    sed 's/decision=B/decision=C/' labels > astray
    run --separate-stderr sar-export mark --ref "$REF" --item "$item" \
        --by u1041 --speaker requester --labels astray --decision two --force
    [ "$status" -eq 2 ]
    [[ $stderr == *"line 2: rests on a decision that is not there"* ]]
}

@test "the template, filled in, is a decision" {
    sar-export mark --decision-template |
        sed 's/^outcome:$/& redact/; s/^without-identifying:$/& no/
            s/^consent:$/& not-sought/; s/^by:$/& u1/; s/YYYY-MM-DD/2026-10-12/
            s/^\([a-z]*\):$/\1: n\/a/' > filled
    hash=$(sed -n 's/^recording: sha256://p' "$SAMPLE/marks/02.marks")
    run sar-export mark --ref "$REF" --recording "$hash" --by u1041 \
        --speaker requester --labels "$SAMPLE/labels/02.txt" \
        --decision filled
    [ "$status" -eq 0 ]
    [[ $output != *"waits"* ]]
}

@test "cuts of a damaged recording wait for the reviewer's word" {
    take_marks
    # The recorder that crashed: its header was repaired while reading.
    hash=$(sar-export find --json --ref "$REF" | python3 -c '
import json, sys
print([i["recording"] for i in map(json.loads, sys.stdin)
       if "header-repaired" in i.get("finding", "")][0])')
    printf '1.0\t2.0\tTP\n' > labels
    mark() {
        sar-export mark --ref "$REF" --recording "$hash" --by u1041 --force \
            --speaker requester --labels labels \
            --decision "$SAMPLE/decisions/02.txt" "$@"
    }
    run mark
    [ "$status" -eq 0 ]
    [[ $output == *"--damage-heard"* ]]
    run sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"the recording is damaged, and nobody has said"* ]]
    run build
    [ "$status" -eq 5 ]
    mark --quiet --damage-heard
    run sar-export plan --ref "$REF"
    [ "$status" -eq 0 ]
    [[ $output == *"warning  item"*"damaged: listen to the cuts again"* ]]
    run build
    [ "$status" -eq 3 ]
}

@test "notes of decisions are in no package, letter, log or message" {
    take_marks
    sed -i 's/^\(decision.1.information: \).*/\1zyxwv notes/' "$(marked)"
    sar-export approve --ref "$REF" --by u2002 > out 2>&1
    sar-export plan --ref "$REF" >> out 2>&1
    run build
    [ "$status" -eq 3 ]
    grep -q zyxwv "$SAR_HOME/cases/$REF/plan.json"
    7z x -bso0 -p"$(cat pass)" -oopened "$SAR_HOME/outbox/$REF.zip"
    run ! grep -raq zyxwv opened "$SAR_HOME/log" out \
        "$SAR_HOME/cases/$REF/letter.txt" "$SAR_HOME/cases/$REF/schedule.csv"
}

need_strace() {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
}

# What was found and marked is in the log: an approval logs itself alone.
traced() {
    sar-export build --ref "$REF" --quiet --passphrase-out pass || [ $? -eq 3 ]
    [ ! -e pass ]
}

# Approve as ${1}, with a system call that fails or kills.
approve_with() {
    strace -f -o /dev/null -e "trace=${2%%:*}" -e "inject=$2" \
        sar-export approve --quiet --ref "$REF" --by "$1"
}

@test "an approval that cannot be kept is none: not in the log, not in the case" {
    need_strace
    take_marks
    traced
    # One of the three texts cannot be seen to the disk.
    for n in 1 2 3; do
        run --separate-stderr approve_with u9 "fsync:error=ENOSPC:when=$n"
        [ "$status" -eq 15 ]
        [[ $stderr == *"No space left on device"* ]]
        [ "$(records approve)" -eq 0 ]
        [ -z "$(find "$SAR_HOME/cases/$REF" -name '.sar-*' \
            -o -name 'approv*')" ]
    done
    # The log itself cannot.
    run --separate-stderr approve_with u9 "fdatasync:error=ENOSPC:when=1"
    [ "$status" -eq 15 ]
    [ -z "$(find "$SAR_HOME/cases/$REF" -name '.sar-*' -o -name 'approv*')" ]
    run sar-export plan --ref "$REF"
    [[ $output == *"Nobody has approved it."* ]]
    sar-export approve --quiet --ref "$REF" --by u9
    [ "$(records approve)" -eq 1 ]
    log_verifies
}

@test "an approval in the log whose files were not named is completed" {
    need_strace
    take_marks
    traced
    kept=$SAR_HOME/cases/$REF
    for how in error=EIO signal=KILL; do
        for n in 1 2 3; do
            rm -f "$kept"/approv*
            by=u${how//[^A-Za-z]/}$n
            run --separate-stderr approve_with "$by" "rename:$how:when=$n"
            [ "$status" -ne 0 ]
            [ "$how" != error=EIO ] ||
                [[ $stderr == *"is in the log; run"*"again"* ]]
            # Killed, it leaves its temporary files to the next.
            [ "$how" = error=EIO ] || [ -n "$(find "$kept" -name '.sar-*')" ]
            had=$(records approve)
            run --separate-stderr sar-export plan --changes --ref "$REF"
            [ "$n" -eq 3 ] || [ "$status" -eq 10 ]
            [ "$n" -eq 3 ] || [[ $stderr == *"approve\" writes the file"* ]]
            sar-export approve --quiet --ref "$REF" --by "$by"
            [ "$(records approve)" -eq "$had" ]
            grep -q "\"by\":\"$by\"" "$kept/approval.json"
            sar-export plan --changes --ref "$REF"
            [ -z "$(find "$kept" -name '.sar-*')" ]
        done
    done
    log_verifies
}

@test "why a recording cannot be had is said by find, plan and check" {
    mapfile -t wavs < <(find "$SAR_HOME/recorder/monitor" -name '*-01632960123-*.wav' |
        sort | sed -n '2,3p')
    [ "${#wavs[@]}" -eq 2 ]
    # A FLAC whose second half is noise, and G.729 in a WAV.
    python3 - "${wavs[@]}" <<'PY'
import struct, sys
with open(sys.argv[1], "wb") as f:
    info = struct.pack(">HH", 4096, 4096) + bytes(6) + \
        ((8000 << 44) | (15 << 36) | 80000).to_bytes(8, "big") + bytes(16)
    f.write(b"fLaC\x80" + len(info).to_bytes(3, "big") + info)
    f.write(b"\xff\xf8" + b"noise" * 300)
with open(sys.argv[2], "wb") as f:
    data = bytes(4000)
    fmt = struct.pack("<HHIIHH", 0x133, 1, 8000, 1000, 10, 0)
    f.write(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
            struct.pack("<I", 16) + fmt + b"data" +
            struct.pack("<I", len(data)) + data)
PY
    rm "$SAR_HOME"/index.db*
    sar-index init --quiet
    run sar-index import --quiet "$SAMPLE/recorder/cdr.csv"
    run sar-export find --ref "$REF"
    [[ $output == *"damaged, or without sound"*"[flac cannot be decoded"* ]]
    [[ $output == *"[g729 cannot be decoded]"* ]]
    run sar-export plan --ref "$REF"
    [[ $output == *"we cannot take other people's words out of it safely."* ]]
    [[ $output == *"       flac cannot be decoded"* ]]
    [[ $output == *"g729 cannot be decoded"* ]]
    run sar-index check --report report
    grep -q "^damaged	[0-9]*	0	trailing	" report
    grep -q "^unsupported	[0-9]*	0	g729	" report
}

# A call whose two clocks lie on either side of the end of retention.
at_boundary() {
    local name=in-01632960000-01632960123-20260409-235930-1775775630.799.wav
    local day=$SAR_HOME/recorder/monitor/2026/04/09
    mkdir -p "$day"
    sox -R -n -r 8000 -b 16 "$day/$name" synth 9 sine 700 gain -9
    sed -n 1p "$SAMPLE/recorder/cdr.csv" > late.csv
    sed -n 3p "$SAMPLE/recorder/cdr.csv" |
        sed 's/2026-04-09 16:41:07/2026-04-09 23:59:30/
            s/20260409-164107/20260409-235930/g
            s/1775749267\.702/1775775630.799/g' >> late.csv
    sar-index import --quiet late.csv
}

@test "a retention boundary waits: plan says so, and how it is settled" {
    at_boundary
    take_marks
    run --separate-stderr sar-export plan --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *"error    item"*"--include-expired --reason"*"mark --speaker other"* ]]
    run --separate-stderr sar-export plan --json --ref "$REF"
    [ "$status" -eq 5 ]
    [[ $output == *'"what":"retention-boundary"'*'"errors":1'* ]]
    run --separate-stderr sar-export approve --ref "$REF" --by u2002
    [ "$status" -eq 5 ]
    [[ $stderr == *"hint: "*"--include-expired --reason CODE"* ]]
    run --separate-stderr build
    [ "$status" -eq 5 ]
    [[ $stderr == *"hint: "*"--include-expired --reason CODE"* ]]
    item=$(sar-export find --json --ref "$REF" | python3 -c '
import json, sys
print([i["item"] for i in map(json.loads, sys.stdin)
       if i.get("decision") == "retention-boundary"][0])')
    # Taken in, it is as any other.
    run sar-export plan --ref "$REF" --include-expired --reason LIT
    [ "$status" -eq 5 ]
    [[ $output == *"item $item: nobody has listened to it"* ]]
    # Decided against.
    sar-export mark --quiet --ref "$REF" --item "$item" --by u1041 \
        --speaker other
    run sar-export plan --ref "$REF"
    [ "$status" -eq 0 ]
    run build
    [ "$status" -eq 3 ]
}

@test "a telephone number is nobody's id: not in the log, not in the case" {
    take_marks
    for by in 07700900123 u07700900123 447700900123 01632-960123; do
        run --separate-stderr sar-export approve --ref "$REF" --by "$by"
        [ "$status" -eq 2 ]
        [[ $stderr == "sar-export: --by: "*"no telephone number" ]]
        run sar-export build --ref "$REF" --allow-partial --by "$by" --quiet \
            --passphrase-out pass
        [ "$status" -eq 2 ]
        run sar-export mark --ref "$REF" --item 1 --by "$by" --force \
            --speaker other
        [ "$status" -eq 2 ]
        run sar-index import --by "$by" "$SAMPLE/recorder/cdr.csv"
        [ "$status" -eq 2 ]
    done
    hash=$(sed -n 's/^recording: sha256://p' "$SAMPLE/marks/02.marks")
    sed 's/^by: .*/by: 07700900123/' "$SAMPLE/decisions/02.txt" > by
    run --separate-stderr sar-export mark --ref "$REF" --recording "$hash" \
        --by u1041 --speaker requester --labels "$SAMPLE/labels/02.txt" \
        --decision by --force
    [ "$status" -eq 2 ]
    [[ $stderr != *900123* ]]
    run ! grep -rE '900123|960123' "$SAR_HOME/log" "$SAR_HOME/cases/$REF/marks"
    # What a marks file says is no way around it.
    sed -i 's/^reviewer: .*/reviewer: 07700900123/' "$(marked)"
    run build
    [ "$status" -eq 2 ]
    [ "$(records intent)" -eq 0 ]
    sed -i 's/^reviewer: .*/reviewer: 1041/' \
        "$SAR_HOME/cases/$REF"/marks/*.marks
    sar-export approve --quiet --ref "$REF" --by 2002
}

@test "without its salt nothing is approved or built, and one that is none stops" {
    take_marks
    sar-export approve --quiet --ref "$REF" --by u2002
    salt=$SAR_HOME/cases/$REF/plan.salt
    mv "$salt" salt
    run --separate-stderr sar-export plan --changes --ref "$REF"
    [ "$status" -eq 10 ]
    [[ $stderr == *"has no salt"* ]]
    # Whether it is still the request that was received cannot be told.
    for command in build "sar-export approve --ref $REF --by u2002"; do
        run --separate-stderr $command
        [ "$status" -eq 6 ]
        [[ $stderr == *"plan.salt is gone"*"hint: put it back"* ]]
    done
    [ ! -e "$salt" ]
    tr '0-9a-f' '1-9a-f0' < salt > "$salt"
    run build
    [ "$status" -eq 6 ]
    head -c 63 salt > "$salt"
    run --separate-stderr build
    [ "$status" -eq 14 ]
    [[ $stderr == *"plan.salt: not a salt"* ]]
    [ "$(records intent)" -eq 0 ]
    mv salt "$salt"
    [ "$(records approve)" -eq 1 ]
    run build
    [ "$status" -eq 3 ]
}

@test "an approval is of the reason to take in what is past retention too" {
    at_boundary
    take_marks
    expired() { # REASON COMMAND...
        "${@:2}" --ref "$REF" --include-expired --reason "$1"
    }
    item=$(sar-export find --json --ref "$REF" | python3 -c '
import json, sys
print([i["item"] for i in map(json.loads, sys.stdin)
       if i.get("decision") == "retention-boundary"][0])')
    sar-export mark --quiet --ref "$REF" --item "$item" --by u1041 \
        --speaker requester --nothing-to-cut
    for n in $(expired LIT sar-export plan --json | python3 -c '
import json, sys
print(*{l["item"] for l in map(json.loads, sys.stdin)
        if l.get("level") == "error"})'); do
        sar-export mark --quiet --ref "$REF" --item "$n" --by u1041 \
            --speaker requester --nothing-to-cut
    done
    run expired 07700900123 sar-export approve --by u2002
    [ "$status" -eq 2 ]
    expired LIT sar-export approve --quiet --by u2002
    grep -q '"expired_reason":"LIT"' \
        "$SAR_HOME/cases/$REF/approved-plan.json"
    run --separate-stderr expired OTHER sar-export plan --changes
    [ "$status" -eq 5 ]
    [[ $output == *"why what is held past retention was taken in"* ]]
    run expired OTHER sar-export build --allow-partial --by u1041 --quiet \
        --passphrase-out pass
    [ "$status" -eq 5 ]
    [ "$(records intent)" -eq 0 ]
    run expired LIT sar-export build --allow-partial --by u1041 --quiet \
        --passphrase-out pass
    [ "$status" -eq 3 ]
}

@test "the approval of one case is none for another of the same calls" {
    sed "s/^ref = .*/ref = SAR-2026-0142/" \
        "$SAMPLE/requests/$REF.conf" > other.conf
    sar-export request --quiet --file other.conf
    take_marks
    cp "$SAR_HOME/cases/$REF"/marks/*.marks \
        "$SAR_HOME/cases/SAR-2026-0142/marks/"
    policy "approval = required"
    sar-export approve --quiet --ref "$REF" --by u2002
    other() {
        sar-export build --ref SAR-2026-0142 --allow-partial --by u1041 \
            --quiet --passphrase-out pass
    }
    run --separate-stderr other
    [ "$status" -eq 5 ]
    [[ $stderr == *"case SAR-2026-0142: nobody has approved the plan"* ]]
    # Nor with its files; and with its salt the request is another.
    cp "$SAR_HOME/cases/SAR-2026-0142/plan.salt" salt
    cp "$SAR_HOME/cases/$REF"/{approval.json,approved-plan.json,plan.salt} \
        "$SAR_HOME/cases/SAR-2026-0142/"
    run other
    [ "$status" -eq 6 ]
    cp salt "$SAR_HOME/cases/SAR-2026-0142/plan.salt"
    run --separate-stderr other
    [ "$status" -eq 5 ]
    [[ $stderr == *"nobody has approved the plan"* ]]
    run sar-export plan --changes --ref SAR-2026-0142
    [ "$status" -eq 5 ]
    [ "$(records intent)" -eq 0 ]
    # The other's own does not count for the first, either.
    sar-export approve --quiet --ref SAR-2026-0142 --by u3003
    sar-export plan --json --ref "$REF" > out
    grep -q '"approved_by":"u2002"' out
    run other
    [ "$status" -eq 3 ]
    rm pass
    run build
    [ "$status" -eq 3 ]
}
