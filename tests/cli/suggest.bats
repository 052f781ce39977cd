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
    [[ $stderr == '1 suggested; nothing is cut until a person has listened'* ]]
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
    [[ $stderr == 'Nothing to suggest:'* ]]
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
