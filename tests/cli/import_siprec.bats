# sar-index import of SIPREC metadata (RFC 7865).
setup() {
    load common
    empty_home
    fixtures=$ROOT/../shared/fixtures/siprec
}

q() {
    sqlite3 "$SAR_HOME/index.db" "$1"
}

at() {
    date -ud "$1" +%s
}

# A document of ${1}, complete or partial, with what standard input has.
doc() {
    echo '<?xml version="1.0" encoding="UTF-8"?>'
    echo '<recording xmlns="urn:ietf:params:xml:ns:recording:1">'
    echo "<datamode>$1</datamode>"
    cat
    echo '</recording>'
}

# A call of two, complete.
call() {
    doc complete <<'EOF'
<group group_id="g=="><associate-time>2026-05-01T09:31:00Z</associate-time>
</group>
<session session_id="s/1=="><group-ref>
  g==</group-ref><start-time>2026-05-01T10:31:07+01:00</start-time></session>
<participant participant_id="a"><nameID aor="sip:+441632960101@a.example">
  <name>A. Caller</name></nameID></participant>
<participant participant_id="b"><nameID aor="sip:2001@council.example"/>
  <nameID aor="tel:+441632960102"/></participant>
<stream stream_id="x" session_id="s/1=="><label>1</label></stream>
<participantsessionassoc participant_id="a" session_id="s/1==">
  <associate-time>2026-05-01T09:31:07Z</associate-time>
</participantsessionassoc>
<participantsessionassoc participant_id="b" session_id="s/1==">
  <associate-time>2026-05-01T09:31:09.250Z</associate-time>
</participantsessionassoc>
<participantstreamassoc participant_id="a"><send>x</send>
</participantstreamassoc>
EOF
}

# How it ended.
ending() {
    doc partial <<'EOF'
<session session_id="s/1=="><stop-time>2026-05-01T09:33:07Z</stop-time>
</session>
<participantsessionassoc participant_id="b" session_id="s/1==">
  <disassociate-time>2026-05-01T09:33:00Z</disassociate-time>
</participantsessionassoc>
EOF
}

refused() {
    run --separate-stderr sar-index import "$1"
    [ "$status" -eq 2 ]
    [[ $stderr == *"$2"* ]]
    [ "$(q 'SELECT count(*) FROM leg')" -eq 0 ]
}

@test "a session is a leg: times, parties, events, group, no name" {
    call > a.xml
    sar-index import --quiet a.xml
    start=$(at '2026-05-01 09:31:07')
    [ "$(q 'SELECT ref, call, start, finish, uncertain, recorded FROM leg')" = \
        "s/1==|g==|$start|$((start + 3))|0|2" ]
    [ "$(q 'SELECT role, kind, raw FROM party ORDER BY nr')" = \
        $'3|0|sip:+441632960101@a.example\n3|1|sip:2001@council.example\n3|0|tel:+441632960102' ]
    [ "$(q "SELECT what, party, at - ${start}000 FROM event ORDER BY nr")" = \
        $'0|0|0\n0|1|2250' ]
    run grep -aq 'A. Caller' "$SAR_HOME/index.db"
    [ "$status" -eq 1 ]
    [ "$(q 'SELECT count(*) FROM stream')" -eq 0 ]
}

@test "a partial document updates the ones before it, and once only" {
    mkdir in
    call > in/1.xml
    ending > in/2.xml
    run sar-index import --json in
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_rejected":0'* ]]
    start=$(at '2026-05-01 09:31:07')
    [ "$(q 'SELECT start, finish, talk FROM leg')" = \
        "$start|$((start + 120))|120" ]
    [ "$(q 'SELECT count(*) FROM party')" -eq 3 ]
    [ "$(q "SELECT what, party, at - ${start}000 FROM event ORDER BY nr")" = \
        $'0|0|0\n0|1|2250\n1|1|113000' ]
    before=$(q '.dump leg')$(q '.dump event')
    run sar-index import --json in
    [[ $output == *'"known":true'* ]]
    sar-index import --quiet --again in
    [ "$(q '.dump leg')$(q '.dump event')" = "$before" ]
}

@test "a partial one that nothing begins is a reject, and says what helps" {
    mkdir in
    ending > in/1.xml
    call > in/2.xml
    run sar-index import --json --rejects rejects --force in
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":1'* && $output == *'"rows_rejected":1'* ]]
    grep -q 'partial, and no file before it in its folder' rejects
    # By itself it is an error.
    run --separate-stderr sar-index import --again in/1.xml
    [ "$status" -eq 2 ]
    [[ $stderr == *'--again'* ]]
    # Nor does one in another folder begin it.
    mkdir -p two/x
    call > two/a.xml
    ending > two/x/b.xml
    run sar-index import --json --again --rejects rejects --force two
    [[ $output == *'"rows_rejected":1'* ]]
}

@test "after one that cannot be read, what is partial is a reject" {
    mkdir in
    call > in/1.xml
    ending | sed 's/<.session>/<session>/' > in/2.xml
    ending > in/3.xml
    run sar-index import --json --rejects rejects --force in
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":1'* && $output == *'"rows_rejected":2'* ]]
    [ "$(cut -f4 rejects)" = $'2.xml\n3.xml' ]
}

@test "a later complete one does not take away who was there before" {
    mkdir in
    call > in/1.xml
    call | sed '/participant.*"a"/,/<.participant/d; /"a"/,/assoc>/d' \
        > in/2.xml
    run grep -c '"a"' in/2.xml
    [ "$output" = 0 ]
    sar-index import --quiet in
    [ "$(q 'SELECT count(*) FROM party')" -eq 3 ]
}

@test "the sound is what has the document's name beside it" {
    store=$SAR_HOME/recorder/monitor
    mkdir "$store/05"
    call > "$store/05/one.xml"
    sar-index import --quiet "$store/05/one.xml"
    [ "$(q 'SELECT path, state FROM recording')" = '05/one.wav|1' ]
    cp "$(find "$SAMPLE/recorder" -name '*.wav' | head -n 1)" \
        "$store/05/one.wav"
    sar-index import --quiet --again "$store/05/one.xml"
    [ "$(q 'SELECT path, state FROM recording')" = '05/one.wav|0' ]
    # Of a document from elsewhere: by the session's id.
    rm "$SAR_HOME/index.db"
    sar-index init --quiet
    call > two.xml
    sar-index import --quiet two.xml
    [ "$(q 'SELECT path, state FROM recording')" = \
        'siprec/s%2F1%3D%3D.wav|1' ]
}

@test "old drafts are read; times without an offset are as the operator says" {
    cat > a.xml <<'EOF'
<recording xmlns='urn:ietf:params:xml:ns:recording'>
<dataMode>complete</dataMode>
<session id="urn:uuid:1"><start-time>2026-05-01T09:31:07</start-time></session>
<participant id="urn:uuid:2" session="urn:uuid:1">
<aor>sip:+441632960101@a.example</aor><name>x</name>
<start-time>2026-05-01T09:31:07</start-time></participant>
</recording>
EOF
    sar-index import --quiet --times utc a.xml
    [ "$(q 'SELECT start, uncertain FROM leg')" = \
        "$(at '2026-05-01 09:31:07')|0" ]
    sar-index import --quiet --again --times local a.xml
    [ "$(q 'SELECT start, uncertain FROM leg')" = \
        "$(at '2026-05-01 08:31:07')|0" ]
    sar-index import --quiet --again a.xml
    [ "$(q 'SELECT start, uncertain FROM leg')" = \
        "$(at '2026-05-01 08:31:07')|3600" ]
    [ "$(q 'SELECT raw FROM party')" = 'sip:+441632960101@a.example' ]
}

@test "who was in which session is never guessed" {
    call | sed '/<participantsessionassoc/,/<.participantsessionassoc>/d
        s|<participant participant_id="a">|<session session_id="s2"><start-time>2026-05-01T10:31:07Z</start-time></session>&|' > a.xml
    run sar-index import --json --rejects rejects --force a.xml
    [ "$status" -eq 0 ]
    # What a participant sends is in one session; of the other nobody is.
    [ "$(q 'SELECT ref, raw FROM leg JOIN party ON leg = id')" = \
        's/1==|sip:+441632960101@a.example' ]
    [ "$(cut -f2,3 rejects)" = \
        $'participant\tnothing says who was in this session' ]
}

@test "what is not well-formed, has no mode, refers to nothing, is refused" {
    call | sed 's/participant_id="b" session_id/participant_id="z" session_id/' \
        > a.xml
    refused a.xml 'an association of a participant that is not there'
    call | sed '/datamode/d' > a.xml
    refused a.xml 'no data mode'
    call | sed 's/session session_id="[^"]*"/session/' > a.xml
    refused a.xml 'an element without its id'
    call | sed 's/<label>1/<label x=1>1/' > a.xml
    refused a.xml 'line 12: not well-formed'
    doc complete < /dev/null > a.xml
    refused a.xml 'no session in it'
    call | sed 's/2026-05-01T10:31:07+01:00/once upon a time/' > a.xml
    run sar-index import --json --rejects rejects --force a.xml
    [ "$(cut -f2,3 rejects)" = $'start-time\tnot a time of RFC 3339' ]
}

@test "entities, depth and size are bounded" {
    { echo '<!DOCTYPE recording [<!ENTITY a "aaaaaaaaaa">'
      echo '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
      echo '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
      call | sed '1d;s/A. Caller/\&b;\&c;/'; } > a.xml
    refused a.xml 'a document type, which is not read'
    call | sed "s|A. Caller|$(printf '<x>%.0s' $(seq 100))|" > a.xml
    refused a.xml 'too deep'
    { call | sed '$d'; head -c 1100000 /dev/zero | tr '\0' ' '
      echo '</recording>'; } > a.xml
    refused a.xml 'larger than 1 MiB'
    { call | sed '$d'
      for i in $(seq 5000); do echo "<session session_id=\"$i\"/>"; done
      echo '</recording>'; } > a.xml
    refused a.xml 'more in one recording session than there is room for'
}

@test "a consultation before a transfer is found with the call, and why" {
    { call | sed '$d'
      cat <<'EOF'
<n:netsapiensExtension
  xmlns:n="http://schema.netsapiens.com/netsapiensSipRec" version="1.1">
<n:callingParty participant_id="a"><n:number>01632960104</n:number>
</n:callingParty>
<n:byAction>XferSup</n:byAction><n:xferredGroupID>consult</n:xferredGroupID>
</n:netsapiensExtension>
</recording>
EOF
    } > a.xml
    call | sed 's/g==/consult/; s|s/1==|s2|; s/960101/960105/' > b.xml
    sar-index import --quiet a.xml b.xml
    [ "$(q 'SELECT target, to_call, kind, evidence FROM link')" = \
        'consult|1|3|xferredGroupID' ]
    [ "$(q 'SELECT raw FROM party WHERE role = 0 ORDER BY nr')" = \
        $'sip:+441632960101@a.example\n01632960104' ]
    run sar-export find --json --ref SAR-1 --number '01632 960101' \
        --from 2026-05-01 --to 2026-05-02 --received 2026-05-20 \
        --identity verified
    [ "$status" -eq 0 ]
    [ "$(grep -c '"type":"item"' <<< "$output")" -eq 2 ]
    [[ $output == *'"evidence":"xferredGroupID","found":"link"'* ]]
}

@test "a real attended transfer comes out as one call, with the evidence" {
    [ -d "$fixtures" ] || skip 'the SIPREC examples are not there'
    run sar-index import --json "$fixtures"
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_new":4'* && $output == *'"rows_rejected":0'* ]]
    # Its parts have no times but their groups', which their ids confirm.
    [ "$(q "SELECT start, clock, uncertain FROM leg
        WHERE ref LIKE '2026%' ORDER BY start")" = \
        "$(for t in 17:21 17:41 17:48; do
            s=$(at "2026-07-29 20:$t"); echo "$s|$s|0"; done)" ]
    # 1001 was in the first and the last part, not in the consultation.
    run sar-export find --json --ref SAR-1 --number +448587641001 \
        --from 2026-07-29 --to 2026-07-29 --received 2026-08-20 \
        --identity verified
    [ "$status" -eq 0 ]
    [ "$(grep '"type":"item"' <<< "$output" | python3 -c '
import json, sys
for line in sys.stdin:
    i = json.loads(line)
    print(i["start"], *[e["found"] + ":" + e["evidence"]
                        for e in i["evidence"]])')" = \
        '2026-07-29T20:17:21Z number:number
2026-07-29T20:17:41Z link:xferredGroupID
2026-07-29T20:17:48Z number:number' ]
}

@test "the sample of RFC 7865 is read" {
    [ -d "$fixtures" ] || skip 'the SIPREC examples are not there'
    sar-index import --quiet "$fixtures/rfc7865-8.1-complete.xml"
    [ "$(q 'SELECT ref, call, start FROM leg')" = \
        "hVpd7YQgRW2nD22h7q60JQ==|7+OTCyoxTmqmqyA/1weDAg==|$(at '2010-12-16 23:41:07')" ]
    [ "$(q 'SELECT count(*) FROM event')" -eq 2 ]
}
