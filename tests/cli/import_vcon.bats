# sar-index import of vCons: conversations in JSON.
setup() {
    load common
    empty_home
    fixtures=$ROOT/../shared/fixtures/vcon
}

q() {
    sqlite3 "$SAR_HOME/index.db" "$1"
}

# One vCon: make NAME PYTHON; the code changes ${v}.
make() {
    python3 - "$1" "$2" <<'EOF'
import base64, hashlib, json, sys
def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
v = {
    "vcon": "0.3.0",
    "uuid": "01900000-0000-8000-8000-000000000001",
    "created_at": "2026-05-01T09:00:00Z",
    "parties": [
        {"tel": "tel:+441632960101", "name": "A. Caller"},
        {"sip": "sip:2001@council.example", "name": "B. Agent"},
        {"tel": "+441632960102", "mailto": "c@council.example"},
        {"name": "anonymous"},
    ],
    "dialog": [{
        "type": "recording", "start": "2026-05-01T10:31:07.500+01:00",
        "duration": 12.25, "parties": [0, 1], "mediatype": "audio/x-wav",
        "filename": "call.wav", "url": "https://recorder.example/call.wav",
    }],
}
d = v["dialog"][0]
sound = open("call.wav", "rb").read() if len(sys.argv) > 3 else b""
exec(sys.argv[2])
with open(sys.argv[1], "w") as out:
    json.dump(v, out, indent=1)
EOF
}

# A second of 8 kHz, 16-bit, of ${1} channels.
sound() {
    python3 - "$1" "$2" <<'EOF'
import struct, sys, wave
with wave.open(sys.argv[2], "wb") as w:
    n = int(sys.argv[1])
    w.setnchannels(n)
    w.setsampwidth(2)
    w.setframerate(8000)
    for i in range(8000):
        w.writeframes(struct.pack("<h", (i * 37) % 2000) * n)
EOF
}

refused() {
    run --separate-stderr sar-index import "$1"
    [ "$status" -eq 2 ]
    [[ $stderr == *"$2"* ]]
    [ "$(q 'SELECT count(*) FROM leg')" -eq 0 ]
}

rejected() {
    run sar-index import --json --rejects rejects --force "$1"
    [ "$status" -eq 0 ]
    [ "$(cut -f1-3 rejects)" = "$2" ]
}

@test "a recording is a leg: times, parties, roles, group, no name" {
    make a.json ''
    sar-index import --quiet a.json
    [ "$(q 'SELECT ref, call, start, finish, talk, answered, recorded,
        start_raw FROM leg')" = \
        "01900000-0000-8000-8000-000000000001:0|01900000-0000-8000-8000-000000000001|$(date -ud '2026-05-01 09:31:07' +%s)|$(date -ud '2026-05-01 09:31:20' +%s)|13|1|2|2026-05-01T10:31:07.500+01:00" ]
    [ "$(q 'SELECT role, kind, raw FROM party ORDER BY nr')" = \
        $'0|0|tel:+441632960101\n1|1|sip:2001@council.example' ]
    run ! grep -aq 'A. Caller' "$SAR_HOME/index.db"
    [ "$(q 'SELECT basis, grouped FROM source')" = '3|uuid' ]
}

@test "importing it again changes nothing; the same in other bytes is the same" {
    make a.json ''
    sar-index import --quiet a.json
    before=$(q '.dump leg')$(q '.dump party')
    run sar-index import --json a.json
    [[ $output == *'"known":true'* ]]
    python3 -c 'import json; print(json.dumps(json.load(open("a.json"))))' \
        > b.json
    run sar-index import --json b.json
    [[ $output == *'"rows_new":0'* && $output == *'"rows_same":1'* ]]
    [ "$(q '.dump leg')$(q '.dump party')" = "$before" ]
}

@test "what is elsewhere is expected and missing, and never fetched" {
    make a.json ''
    run sar-index import --json a.json
    [[ $output == *'"recordings_missing":1'* ]]
    [ "$(q 'SELECT path, state FROM recording')" = \
        'vcon/01900000-0000-8000-8000-000000000001/0.wav|1' ]
    # A file of that name proves nothing without a digest.
    sound 1 "$SAR_HOME/recorder/monitor/call.wav"
    sar-index import --quiet --again a.json
    [ "$(q 'SELECT count(*) FROM recording WHERE state <> 1')" -eq 0 ]
}

@test "a digest tells whether the file here is the one that is elsewhere" {
    sound 1 call.wav
    cp call.wav "$SAR_HOME/recorder/monitor/call.wav"
    for how in 'd["content_hash"] = "sha512-" + b64(hashlib.sha512(sound).digest())' \
        'd["content_hash"] = ["sha256-" + b64(hashlib.sha256(sound).digest())]' \
        'd["alg"] = "SHA-512"; d["signature"] = b64(hashlib.sha512(sound).digest())'
    do
        rm -f "$SAR_HOME/index.db"
        sar-index init --quiet
        make a.json "sound = open('call.wav', 'rb').read(); $how"
        sar-index import --quiet a.json
        [ "$(q 'SELECT path, state, frames FROM recording')" = \
            'call.wav|0|8000' ]
    done
    rm "$SAR_HOME/index.db"
    sar-index init --quiet
    make a.json 'd["content_hash"] = "sha512-" + b64(bytes(64))'
    sar-index import --quiet a.json
    [ "$(q 'SELECT path, state FROM recording')" = \
        'vcon/01900000-0000-8000-8000-000000000001/0.wav|1' ]
}

@test "a relative or file: URL is read below the root and held to its digest" {
    mkdir "$SAR_HOME/recorder/monitor/in"
    sound 1 "$SAR_HOME/recorder/monitor/in/a b.wav"
    make a.json 'd["url"] = "in/a%20b.wav"
d["content_hash"] = "sha256-" + b64(bytes(32))'
    sar-index import --quiet a.json
    [ "$(q 'SELECT path, state, finding FROM recording')" = \
        'in/a b.wav|3|content-hash-differs' ]
    rm "$SAR_HOME/index.db"
    sar-index init --quiet
    make a.json "d['url'] = 'file://$SAR_HOME/recorder/monitor/in/a%20b.wav'"
    sar-index import --quiet a.json
    [ "$(q 'SELECT path, state FROM recording')" = 'in/a b.wav|0' ]
}

@test "a URL that leads out of the root is a reject" {
    for url in ../secret.wav file:///etc/passwd in/..%2f..%2fsecret.wav \
        'a%00b.wav' /etc/passwd; do
        make a.json "d['url'] = '$url'"
        rejected a.json "$(printf '1\turl\t%s' "$(case $url in
            file:*) echo "leads out of the recordings' folder" ;;
            a%00*) echo 'not a URL' ;;
            *) echo 'unsafe path' ;;
        esac)")"
    done
    [ "$(q 'SELECT count(*) FROM leg')" -eq 0 ]
}

@test "sound inside the vCon is registered as unsupported, by its digest" {
    sound 1 call.wav
    make a.json 'd.pop("url"); d["encoding"] = "base64url"
d["body"] = b64(open("call.wav", "rb").read())'
    sar-index import --quiet a.json
    [ "$(q 'SELECT state, finding, bytes, lower(hex(sha256)) FROM recording')" = \
        "4|embedded|$(stat -c %s call.wav)|$(sha256sum call.wav | cut -d' ' -f1)" ]
    make b.json 'v["uuid"] = "b"; d.pop("url"); d["body"] = "%%%"
d["encoding"] = "base64url"'
    rejected b.json $'1\tbody\tnot Base64'
}

@test "a list for each channel gives streams; a plain list says nothing" {
    sound 2 "$SAR_HOME/recorder/monitor/two.wav"
    make a.json 'd["url"] = "two.wav"; d["parties"] = [[0, 2], None, 1]
d["originator"] = 1'
    make b.json 'v["uuid"] = "b"; d["url"] = "two.wav"'
    sar-index import --quiet a.json b.json
    [ "$(q "SELECT s.channel, p.raw FROM stream s JOIN party p ON
        p.leg = s.leg AND p.nr = s.party JOIN leg l ON l.id = s.leg
        WHERE l.call <> 'b' ORDER BY 1, 2")" = \
        $'0|+441632960102\n0|tel:+441632960101\n2|sip:2001@council.example' ]
    [ "$(q "SELECT count(*) FROM stream s JOIN leg l ON l.id = s.leg
        WHERE l.call = 'b'")" -eq 0 ]
    [ "$(q "SELECT raw FROM party p JOIN leg l ON l.id = p.leg
        WHERE l.call <> 'b' AND role = 0")" = 'sip:2001@council.example' ]
}

@test "history becomes events and segments; keys pressed are never kept" {
    sound 1 "$SAR_HOME/recorder/monitor/one.wav"
    make a.json 'd["url"] = "one.wav"
t = "2026-05-01T09:31:%sZ"
d["party_history"] = [
  {"party": 0, "event": "join", "time": t % "07.500"},
  {"party": 0, "event": "keydown", "time": t % "08", "button": "7"},
  {"party": 1, "event": "hold", "time": t % "09"},
  {"party": 1, "event": "unhold", "time": t % "10"},
  {"party": 3, "event": "join", "time": t % "11"},
  {"party": 0, "event": "drop", "time": t % "17.500"}]'
    sar-index import --quiet a.json
    base=$(date -ud '2026-05-01 09:31:00' +%s)000
    [ "$(q 'SELECT what, party, at - '"$base"' FROM event ORDER BY nr')" = \
        $'0|0|7500\n2|1|9000\n3|1|10000\n0|2|11000\n1|0|17500' ]
    [ "$(q 'SELECT party, starts, ends FROM segment ORDER BY 1')" = \
        $'0|0|10000\n2|3500|12250' ]
    [ "$(q 'SELECT hold FROM leg')" -eq 2 ]
}

@test "a transfer is no leg but links, and the whole call is found" {
    make a.json 'import copy
v["parties"] = [{"tel": "+441632960101"}, {"tel": "+441632960102"},
    {"tel": "+441632960103"}]
v["dialog"] = [copy.deepcopy(d) for i in range(3)]
v["dialog"][1].update(parties=[1, 2], start="2026-05-01T09:32:00Z")
v["dialog"][2].update(parties=[0, 2], start="2026-05-01T09:33:00Z")
v["dialog"].append({"type": "transfer", "transferee": 0, "transferor": 1,
    "transfer-target": 2, "original": 0, "consultation": [1],
    "target-dialog": 2})'
    sar-index import --quiet a.json
    [ "$(q 'SELECT count(*) FROM leg')" -eq 3 ]
    u=01900000-0000-8000-8000-000000000001
    [ "$(q 'SELECT leg.ref, target, kind, evidence FROM link JOIN leg ON
        leg.id = leg ORDER BY 2')" = \
        "$u:0|$u:1|3|vCon transfer
$u:0|$u:2|2|vCon transfer" ]
    run sar-export find --json --ref SAR-1 --number '01632 960101' \
        --from 2026-05-01 --to 2026-05-02 --received 2026-05-20 \
        --identity verified
    [ "$status" -eq 0 ]
    # The consultation began as somebody else's call: by its link it is found.
    [[ $output == *'"evidence":"vCon transfer","found":"link"'* ]]
    [[ $output != *'"possible":true'* ]]
    [ "$(grep -c '"type":"item"' <<< "$output")" -eq 3 ]
}

@test "redacted, amended and grouped vCons are linked to the others" {
    make a.json 'v["amended"] = {"uuid": "older"}
v["group"] = [{"uuid": "one"}, {"uuid": "two"}, {"uuid": "one"}]'
    make b.json 'v["uuid"] = "b"; v["redacted"] = {"uuid": "whole"}'
    make c.json 'v["uuid"] = "c"; v["appended"] = {"uuid": "older"}'
    sar-index import --quiet a.json b.json c.json
    [ "$(q 'SELECT target, kind, to_call, evidence FROM link ORDER BY leg, 1')" = \
        $'older|0|1|amended\none|0|1|group\ntwo|0|1|group\nwhole|0|1|redacted\nolder|0|1|appended' ]
}

@test "an incomplete call, a set and a hidden party are counted" {
    make a.json 'v["dialog"] = [
  {"type": "incomplete", "start": "2026-05-01T09:31:07Z", "parties": [0, 1],
   "disposition": "no-answer"},
  {"type": "recording-set", "start": "2026-05-01T09:31:07Z", "duration": 3,
   "parties": [0, 3], "recordings": [2]},
  dict(d, recording_set=1, parties=0)]'
    sar-index import --quiet a.json
    [ "$(q 'SELECT answered, talk, recorded FROM leg ORDER BY ref')" = \
        $'0|0|1\n1|3|2\n1|13|2' ]
    [ "$(q "SELECT kind FROM party WHERE raw = 'anonymous'")" -eq 2 ]
    [ "$(q 'SELECT count(*) FROM recording')" -eq 1 ]
}

@test "what is no call, or cannot be read, is a reject that tells no value" {
    make a.json 'v["dialog"] += [
  {"type": "text", "start": "2026-05-01T09:31:07Z", "parties": [0],
   "body": "Hello", "encoding": "none"}, {}, {"type": "dream"},
  dict(d, start="yesterday"), dict(d, start="2026-05-01T09:31:07"),
  dict(d, duration=-1), dict(d, parties=[9]), dict(d, originator=-1),
  {"type": "transfer", "original": 99},
  dict(d, party_history=[{"party": 0, "event": "sing", "time": "x"}]),
  dict(d, content_hash="sha512-short")]
v["parties"].append({"tel": 441632960101}); v["dialog"].append(
  dict(d, parties=4))'
    run sar-index import --json --rejects rejects --force a.json
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":1'* && $output == *'"rows_rejected":12'* ]]
    [ "$(cut -f1,2 rejects | tr '\t' ' ')" = "2 type
3 dialog
4 type
5 start
6 start
7 duration
8 parties
9 originator
10 original
11 party_history
12 content_hash
13 parties" ]
    run ! grep -qE 'yesterday|Hello|dream|441632|sing' rejects
}

@test "a signed vCon is read and said to be unverified" {
    make a.json 'v = {"payload": b64(json.dumps(v).encode()),
    "signatures": [{"protected": "e30", "signature": "AAAA"}]}'
    run --separate-stderr sar-index import --json a.json
    [ "$status" -eq 0 ]
    [[ $output == *'"signatures_unverified":1'* ]]
    [[ $stderr == *'not verified'* ]]
    [[ $(q 'SELECT evidence FROM source') == *'not verified'* ]]
    [ "$(q 'SELECT count(*) FROM leg')" -eq 1 ]
}

@test "an encrypted vCon, an unknown version and a must are refused" {
    make a.json 'v = {"unprotected": {"uuid": "x"}, "recipients": [{}],
    "iv": "A", "ciphertext": "AAAA", "tag": "A"}'
    refused a.json 'encrypted: its key is not held here'
    make a.json 'v["vcon"] = "9.0.0"'
    refused a.json 'vcon: a version that is not read here'
    make a.json 'v["critical"] = ["x"]'
    refused a.json 'critical: an extension that is not read here'
    make a.json 'v["must_support"] = ["x"]'
    refused a.json 'must_support: an extension'
    for version in 0.0.1 0.0.2 0.3.0 0.4.0; do
        make a.json "v['vcon'] = '$version'; v['uuid'] = 'u-$version'"
        sar-index import --quiet a.json
    done
    [ "$(q 'SELECT count(*) FROM leg')" -eq 4 ]
}

@test "bombs, doubled names and torn text are refused within seconds" {
    python3 -c 'print("{\"vcon\": \"0.3.0\", \"x\": " + "[" * 100000 +
        "]" * 100000 + "}")' > deep.json
    python3 -c 'print("{\"vcon\": \"0.3.0\", \"x\": [" + "0," * 2000000 +
        "0]}")' > wide.json
    printf '{"vcon": "0.3.0", "dialog": [], "dialog": []}' > twice.json
    make a.json ''
    head -c 400 a.json > torn.json
    make many.json 'v["dialog"] = [d] * 5000'
    make moved.json 'v["dialog"] = [{"type": "transfer"}] * 300'
    for file in deep:'too deep' wide:'too many values' \
        twice:'one name twice' torn:'not well-formed JSON' \
        many:'more than 4096 of them' moved:'more than 256 transfers'; do
        SECONDS=0
        refused "${file%%:*}.json" "${file#*:}"
        [ "$SECONDS" -le 5 ]
    done
    [[ $stderr != *0.3.0* ]]
}

@test "in a folder one that cannot be read is a reject, the rest goes in" {
    mkdir in
    make in/a.json ''
    printf '{"vcon": "9", "dialog": []}' > in/b.json
    run sar-index import --json --rejects rejects --force in
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":1'* && $output == *'"rows_rejected":1'* ]]
    grep -q 'version that is not read here' rejects
}

@test "the examples of the drafts are read in all their versions" {
    [ -d "$fixtures" ] || skip 'the vCon examples are not there'
    cp "$fixtures"/ab_call.wav "$fixtures"/ab_call.mp3 \
        "$SAR_HOME/recorder/monitor/"
    run sar-index import --json --rejects rejects --force "$fixtures"
    [ "$status" -eq 0 ]
    [[ $output == *'"files":8'* && $output == *'"rows_new":6'* ]]
    [ "$(cut -f1-3 rejects)" = $'2\ttype\ttext, which is no call: not taken' ]
    # By digest: the drafts' own, of 0.0.1 in its older form.
    [ "$(q 'SELECT path, finding, count(*) FROM recording JOIN leg_recording
        ON recording = id GROUP BY 1 ORDER BY 1')" = \
        $'ab_call.mp3||4\nab_call.wav||1\nvcon/019f155a-5131-80ec-b9a2-279e0d16bc46/0.wav|embedded|1' ]
    run sar-export find --json --ref SAR-1 --number +19876543210 \
        --from 2022-06-01 --to 2022-07-01 --received 2022-07-20 \
        --identity verified
    [ "$status" -eq 0 ]
    [ "$(grep -c '"type":"item"' <<< "$output")" -eq 3 ]
    # The redacted one has no number left: its record links it.
    [[ $output == *'"evidence":"redacted","found":"link"'* ]]
}
