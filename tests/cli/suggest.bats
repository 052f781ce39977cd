# sar-export suggest: cuts that the index itself knows of.
setup() {
    load common
    empty_home
}

# A minute of 8 kHz sound; of two channels, if not given.
sound() { # NAME [CHANNELS]
    sox -R -n -r 8000 -c "${2:-2}" -b 16 "$monitor/$1" synth 60 sine 300-900 gain -6
}

open_case() {
    sar-export request --quiet --ref "$REF" --number 01632960123 \
        --from 2026-05-01 --to 2026-05-03 --received 2026-05-20 \
        --identity verified
}

suggest() {
    run --separate-stderr sar-export suggest --ref "$REF" --item 1 "$@"
}

# What is never to be told: a number, or a name.
says_nobody() {
    [[ $output$stderr != *960* && $output$stderr != *Invented* ]]
}

# A vCon of a minute: the caller, an agent and a third who has a number; the
# code changes ${d}, its one dialog.
vcon() {
    python3 - "$1" > call.json <<'EOF'
import json, sys
v = {"vcon": "0.3.0", "uuid": "01900000-0000-8000-8000-000000000001",
     "created_at": "2026-05-01T09:00:00Z",
     "parties": [{"tel": "tel:+441632960123", "name": "A. Invented"},
                 {"tel": "tel:+441632960000", "name": "B. Invented"},
                 {"tel": "tel:+447700900456", "name": "C. Invented"}]}
d = {"type": "recording", "start": "2026-05-01T09:31:00Z", "duration": 60,
     "parties": [0, 1, 2], "originator": 0, "mediatype": "audio/x-wav",
     "url": "call.wav"}
v["dialog"] = [d]
exec(sys.argv[1])
json.dump(v, sys.stdout)
EOF
    [ -e "$monitor/call.wav" ] || sound call.wav
    sar-index import --quiet call.json
    open_case
}

@test "who joined and left, by the record's own place in the sound" {
    vcon 'd["party_history"] = [
        {"party": 2, "event": "join", "time": "2026-05-01T09:31:10Z"},
        {"party": 2, "event": "drop", "time": "2026-05-01T09:31:30Z"}]'
    suggest
    [ "$status" -eq 0 ]
    [ "$output" = "9.000	31.000	TP suggested: joined (leg 1, by its segments)" ]
    [[ $stderr == 'The records suggest 1; nothing is cut until a person has listened'* ]]
    says_nobody
    suggest --json
    [ "$status" -eq 0 ]
    summary_is 0
    says_nobody
    printf '%s\n' "$output" | head -n 1 | python3 -c '
import json, sys
s = json.loads(sys.stdin.read())
assert s == {"type": "suggestion", "schema": "sar-export.suggestion/1",
    "item": 1, "basis": "TP", "kind": "joined", "from_ms": 9000,
    "to_ms": 31000, "sure": True, "widened_ms": 1000, "evidence": {
        "record": "segments", "leg": 1, "in_recording": True,
        "links": []}}, s'
}

@test "what a person hands in is what was suggested, and not before" {
    vcon 'd["party_history"] = [
        {"party": 2, "event": "join", "time": "2026-05-01T09:31:10Z"}]'
    before=$(listing)
    suggest -o labels.txt
    [ "$status" -eq 0 ] && [ -z "$output" ]
    [ "$(stat -c %a labels.txt)" = 600 ]
    [ "$(listing)" = "$before" ]
    run sar-export find --json --ref "$REF"
    [[ $output == *'"decision":"inside"'* ]]
    [ -z "$(ls "$SAR_HOME/cases/$REF/marks")" ]
    sar-export mark --ref "$REF" --item 1 --speaker requester \
        --labels labels.txt --by u1041
    grep -q '^9.000000	60.000000	TP' "$SAR_HOME/cases/$REF/marks/"*
}

@test "a channel of the third party alone, for its whole length" {
    sound call.wav 3
    vcon 'd["parties"] = [[0], [1], [2]]'
    sqlite3 "$SAR_HOME/index.db" 'SELECT channel, party FROM stream' > streams
    [ "$(cat streams)" = $'0|0\n1|1\n2|2' ]
    suggest
    [ "$status" -eq 0 ]
    [ "$output" = "0.000	60.000	TP channel=3 suggested: perhaps channel (leg 1, by its streams)" ]
    says_nobody
}

@test "a second caller on the same recording, by a vendor's CSV" {
    {
        vendor_mapping
        printf 'group = Call\n[direction]\ncolumn = Way\nin = in\n'
    } > map.conf
    cat > calls.csv <<'EOF'
Id,Call,Start,From,To,Secs,File,Way
1,c,2026-05-01 10:31:00,01632960123,2001,60,call.wav,in
2,c,2026-05-01 10:31:20,07700900456,2001,15,call.wav,in
3,c,2026-05-01 10:31:40,withheld,2001,5,call.wav,in
EOF
    sound call.wav
    sar-index import --quiet --mapping map.conf calls.csv
    open_case
    suggest
    [ "$status" -eq 0 ]
    [ "$output" = "19.000	36.000	TP suggested: joined (leg 2, by its times)
39.000	46.000	TP suggested: perhaps joined (leg 3, by its times)" ]
    says_nobody
}

@test "nothing to suggest is said, and is no failure and no file" {
    vcon 'd["parties"] = [0, 1]'
    suggest -o labels.txt
    [ "$status" -eq 0 ] && [ -z "$output" ]
    [[ $stderr == 'The records suggest nothing:'* ]]
    [ ! -e labels.txt ]
}

@test "what there is is not replaced, and an item must be named" {
    vcon ''
    echo mine > labels.txt
    suggest -o labels.txt
    [ "$status" -eq 6 ]
    [ "$(cat labels.txt)" = mine ]
    suggest -o labels.txt --force
    [ "$status" -eq 0 ]
    grep -q TP labels.txt
    run --separate-stderr sar-export suggest --ref "$REF"
    [ "$status" -eq 2 ]
    [[ $stderr == *'expected either --item or --recording'* ]]
    run --separate-stderr sar-export suggest --ref "$REF" --item 9
    [ "$status" -eq 2 ]
    run --separate-stderr sar-export suggest --ref "$REF" --recording \
        "$(sha256sum "$monitor/call.wav" | cut -c 1-8)"
    [ "$status" -eq 0 ] && [ -n "$output" ]
}

@test "rows beside a leg that are not what was written stop it: 14" {
    vcon 'd["party_history"] = [
        {"party": 2, "event": "join", "time": "2026-05-01T09:31:10Z"}]'
    sqlite3 "$SAR_HOME/index.db" 'UPDATE event SET at = at + 1'
    without_sums "$SAR_HOME/index.db"
    suggest
    [ "$status" -eq 14 ] && [ -z "$output" ]
}

# Two channels of 15 s, from nothing but tones: on the first ringing, then four
# keys; on the second nothing, and talk towards its end.
heard_call() {
    python3 - "$monitor/call.wav" <<'EOP'
import math, random, struct, sys, wave
rate, n = 8000, 15 * 8000
rng = random.Random(3)
left = [rng.gauss(0, 8) for _ in range(n)]
right = [rng.gauss(0, 8) for _ in range(n)]
def tone(at, ms, *hz):
    for i in range(rate * ms // 1000):
        left[at * rate // 1000 + i] += sum(
            3000 * math.sin(2 * math.pi * f * i / rate) for f in hz)
for at in 1000, 1600, 4000, 4600:
    tone(at, 400, 400, 450)
for at in 8000, 8200, 8400, 8600:
    tone(at, 100, 852, 1209)
for i in range(10 * rate, 13 * rate):
    t = i / rate
    right[i] += 4000 * abs(math.sin(9 * t)) * (
        math.sin(900 * t) + math.sin(1800 * t) / 2 + rng.gauss(0, .2))
with wave.open(sys.argv[1], "wb") as w:
    w.setnchannels(2), w.setsampwidth(2), w.setframerate(rate)
    w.writeframes(b"".join(struct.pack("<hh", int(a), int(b))
                           for a, b in zip(left, right)))
EOP
    vcon 'd.update(parties=[0, 1], duration=15)'
}

@test "--sound: ringing, keys and talk, by time and channel, and no file is made" {
    heard_call
    before=$(listing)
    suggest --sound
    [ "$status" -eq 0 ]
    [ "$(listing)" = "$before" ]
    says_nobody
    cut -f 3 <<<"$output" | cut -d ' ' -f 2-4 > kinds
    cat kinds
    grep -q '^channel=1 ringing: ringing' kinds
    grep -q '^channel=1 dtmf: 4$' kinds
    [ "$(grep -c dtmf: kinds)" -eq 1 ]
    grep -q '^channel=2 talk:' kinds
    [ "$(grep -c talk: kinds)" -eq 1 ]
    sort -n -c <<<"$output"
    awk '$3 == "sound:" && $5 == "ringing:" &&
            ($1 < 0.9 || $1 > 1.1 || $2 < 4.9 || $2 > 5.1) ||
        $5 == "dtmf:" && ($1 < 7.9 || $1 > 8.05 || $2 < 8.65 || $2 > 8.8) ||
        $5 == "talk:" && ($1 < 9.7 || $1 > 10.1 || $2 < 12.8 || $2 > 13.3) {
            print; bad = 1 } END { exit bad }' <<<"$output"
    [[ $stderr == *'dtmf: '*'the number of a payment card'* ]]
    [[ $stderr == *'No second voice is told of'*'That means nothing'* ]]
    # Without it all is as before.
    suggest
    [ "$status" -eq 0 ] && [ -z "$output" ]
    [[ $stderr == 'The records suggest nothing:'* ]]
}

@test "--sound --json says how each was made and which are worth a cut, and no key" {
    heard_call
    suggest --sound --json
    [ "$status" -eq 0 ]
    python3 - 3<<<"$output" <<'EOP'
import json, os
lines = [json.loads(l) for l in os.fdopen(3)]
heard = [l for l in lines if l["type"] == "heard"]
keys = [l for l in heard if l["kind"] == "dtmf"]
assert len(keys) == 1 and keys[0]["keys"] == 4, keys
assert keys[0]["cut"] and "payment card" in keys[0]["warning"]
# 7 is the one that was pressed: nowhere but in times.
said = json.dumps({k: v for k, v in keys[0].items()
                   if k not in ("from_us", "to_us")})
assert "7" not in said, said
for l in heard:
    assert l["how"].startswith("by the sound: ") and l["text"], l
    assert l["cut"] == (l["kind"] == "dtmf"), l
    assert 0 <= l["from_us"] < l["to_us"] <= 15000000, l
assert [l["from_us"] for l in heard] == sorted(l["from_us"] for l in heard)
summary = lines[-1]
assert summary["sound"] == "heard" and summary["heard"] == len(heard)
assert summary["heard_us"] == 15000000 and summary["suggestions"] == 0
EOP
}

@test "a label of sound is no cut: mark refuses it, till a person gives it a code" {
    heard_call
    suggest --sound -o labels.txt
    [ "$status" -eq 0 ] && [ -z "$output" ]
    mark=(sar-export mark --ref "$REF" --item 1 --speaker requester --by u1041)
    run --separate-stderr "${mark[@]}" --labels labels.txt
    [ "$status" -eq 2 ]
    [[ $stderr == *'does not begin with the code of a provision'* ]]
    [ -z "$(ls "$SAR_HOME/cases/$REF/marks")" ]
    sed -n '/dtmf:/s/sound:/TP/p' labels.txt > cuts.txt
    "${mark[@]}" --labels cuts.txt
    grep '^[78].*TP channel=1' "$SAR_HOME/cases/$REF/marks/"*
}

@test "--sound of a file that is not the one imported tells nothing: 14" {
    heard_call
    python3 -c '
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(2000)
    f.write(b"\1\2\3")' "$monitor/call.wav"
    suggest --sound
    [ "$status" -eq 14 ] && [ -z "$output" ]
    [[ $stderr == *'not the one that was imported'* ]]
}
