# sar-verify package: what an auditor is told of packages that are right and
# of those that are not, made by somebody who has the log's key.
setup_file() {
    load common
    sar-export init --quiet --home "$BATS_FILE_TMPDIR/home" \
        --config "$SAMPLE/sar.conf"
    cd "$BATS_FILE_TMPDIR" || return 1
    cp home/log.vkey vkey
    cp home/keys/log.skey key
    (umask 077 && echo horse-battery-staple-correct > pass)
    python3 "$SAR_TESTS/cli/package.py" made > names
    seal right.zip plain
    printf '%s\n' '01632 960123' '020 7946 0999' > known
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
    cp -R "$BATS_FILE_TMPDIR"/{vkey,key,pass,made,names,known,right.zip} .
    touch -r right.zip made
}

# seal OUT HOW [NAME...]: a package of what is in the folder made.
seal() {
    local out=$1 how=$2
    shift 2
    # shellcheck disable=SC2046 # the names are words
    "$BUILD/san/forge/forge" seal key pass "$out" "$how" made \
        $([ $# -gt 0 ] && printf '%s ' "$@" || cat names)
}

# Verify with the passphrase and say nothing of numbers.
check() {
    run --separate-stderr sar-verify package --vkey vkey \
        --passphrase-file pass "$@"
}

# check_fails STATUS MESSAGE ARGUMENT...: this finding and no other.
check_fails() {
    local want=$1 message=$2
    shift 2
    check "$@"
    [ "$status" -eq "$want" ]
    [ "$stderr" = "sar-verify: $message" ]
}

# rewrite FILE PYTHON: change the bytes d of a file in the folder made.
rewrite() {
    python3 - "made/$1" "$2" <<'END'
import struct, sys
path, code = sys.argv[1:]
with open(path, "rb") as f:
    names = {"d": bytearray(f.read()), "struct": struct}
exec(code, names)
with open(path, "wb") as f:
    f.write(names["d"])
END
}

# The state of a check in the summary.
state() {
    printf '%s\n' "$output" | tail -n 1 | python3 -c '
import json, sys
print(json.loads(sys.stdin.read())["checks"][sys.argv[1]])
' "$1"
}

@test "a package that is right: each check by name, and what was not checked" {
    check right.zip
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "$output" = 'OK: 9 entries, all encrypted, nothing else in it
NOT CHECKED: whether a log released it: no --log given
OK: every entry opens and matches the manifest
OK: the log'"'"'s key signed the manifest
OK: 2 recordings are as long as redactions.json says, and their 2 cuts hold nothing but tone or silence
NOT CHECKED: whether letter, schedules and listen.html list what was taken out: they are of another release
NOT CHECKED: 2 recordings carry no redaction proof
NOT CHECKED: what listen.html shows and does: its style and script are not those of this release
NOT CHECKED: 2 lines with telephone numbers: no --known given
NOT CHECKED: names: no --absent given' ]
    check --json right.zip
    [ "$status" -eq 0 ]
    summary_is 0
    [ "$(state structure) $(state contents) $(state signature)" = 'ok ok ok' ]
    [ "$(state log)" = not-checked ]
    [ "$(state redactions) $(state metadata)" = 'not-checked not-checked' ]
    [[ $output == *'"page_of_another_release":true,"papers_compared":false'* ]]
    [ "$(state numbers)" = not-checked ]
    [[ $output == *'"log":false'* ]]
    [[ $output == *'"contents":true'* ]]
}

@test "without the passphrase only the outside is checked, and that is said" {
    run --separate-stderr sar-verify package --vkey vkey right.zip
    [ "$status" -eq 0 ]
    [ "$output" = 'OK: 9 entries, all said to be encrypted with AES-256, nothing else in it
NOT CHECKED: whether a log released it: no --log given
NOT CHECKED: contents, and whether they are encrypted, though they look so: no passphrase given' ]
    run --separate-stderr sar-verify package --json --vkey vkey right.zip
    [ "$(state structure) $(state contents)" = 'ok not-checked' ]
}

@test "a hidden package is checked as any other, a padded one too" {
    for how in hidden padded; do
        seal $how.zip $how
        check $how.zip
        [ "$status" -eq 0 ]
        [[ $output == *'2 recordings are as long'* ]]
        check --json $how.zip
        [[ $output == *'"hidden":true'* ]]
    done
}

@test "no key, no package, no list: 2 and 10" {
    run --separate-stderr sar-verify package right.zip
    [ "$status" -eq 2 ]
    [ "$stderr" = 'sar-verify: --vkey or --policy is needed' ]
    check_fails 10 'gone.zip: No such file or directory' gone.zip
    check --known gone right.zip
    [ "$status" -eq 10 ]
    echo '' > blank
    printf 'Ann Example\nAnn 01632 960777\n' > muddled
    check_fails 2 'muddled: line 2: neither a name of at most 8 words nor a number' \
        --absent muddled right.zip
    check --jobs -1 right.zip
    [ "$status" -eq 2 ]
}

@test "the wrong passphrase is 12 and is not taken for damage" {
    (umask 077 && echo wrong-wrong-wrong-wrong > other)
    for how in plain hidden; do
        seal $how.zip $how
        run --separate-stderr sar-verify package --json --vkey vkey \
            --passphrase-file other $how.zip
        [ "$status" -eq 12 ]
        summary_is 12
        [ "$(state contents)" = not-checked ]
        [[ $output == *'"contents":false'* ]]
        [ "$(state redactions)" = not-checked ]
    done
}

@test "another's key is 13, and all else is told all the same" {
    sar-export init --quiet --home other --config "$SAMPLE/sar.conf"
    run --separate-stderr sar-verify package --json --vkey other/log.vkey \
        --passphrase-file pass right.zip
    [ "$status" -eq 13 ]
    summary_is 13
    [ "$(state signature) $(state contents)" = 'failed ok' ]
    [ "$(state redactions) $(state metadata)" = 'not-checked not-checked' ]
}

@test "a note behind the signature is found" {
    seal bad.zip noted
    check_fails 14 'manifest.json.minisig: not as long as a signature' bad.zip
}

@test "a flipped bit anywhere is found, a truncated archive too" {
    size=$(stat -c %s right.zip)
    for ((at = 7; at < size; at += size / 40)); do
        cp right.zip bad.zip
        byte=$(od -An -tu1 -j $at -N 1 right.zip)
        printf '%b' "\\0$(printf %o $((byte ^ 1)))" |
            dd of=bad.zip bs=1 seek=$at conv=notrunc status=none
        check bad.zip
        [ "$status" -eq 14 ] || [ "$status" -eq 12 ]
    done
    for keep in 0 21 $((size / 2)) $((size - 1)); do
        head -c $keep right.zip > bad.zip
        check bad.zip
        [ "$status" -eq 14 ]
        [ -z "$(grep OK <<<"$output")" ]
    done
}

@test "one sample in a cut that is not the fill is found, by its frame" {
    rewrite call-01.wav 'd[44 + 2 * 3999] ^= 1'
    seal bad.zip plain
    check_fails 14 'call-01.wav: frame 3999 of a cut is not the fill' bad.zip
    run --separate-stderr sar-verify package --json --vkey vkey \
        --passphrase-file pass bad.zip
    [ "$(state redactions) $(state contents)" = 'failed ok' ]
    [ "$(state metadata)" = not-checked ]
    # What is not cut may be anything.
    rewrite call-01.wav 'd[44 + 2 * 3999] ^= 1; d[44 + 2 * 4000] ^= 1'
    seal good.zip plain
    check good.zip
    [ "$status" -eq 0 ]
}

@test "only the channel that is cut must be the fill" {
    rewrite call-02.wav 'd[44 + 4 * 800 + 2] ^= 1'
    seal good.zip plain
    check good.zip
    [ "$status" -eq 0 ]
    rewrite call-02.wav 'd[44 + 4 * 7999] ^= 1'
    seal bad.zip plain
    check_fails 14 'call-02.wav: frame 7999 of a cut is not the fill' bad.zip
}

@test "a cut that redactions.json leaves out and schedule.csv counts is found" {
    rewrite redactions.json 'd[:] = d.replace(b"""[{"basis":["TP"],\
"channels":[1],"fill":"tone","from":2000,"to":4000}]""", b"[]")'
    grep -q '"cuts":\[\]' made/redactions.json
    seal bad.zip plain
    check bad.zip
    [ "$status" -eq 14 ]
    [[ $stderr == *'schedule.csv: line 3: another number of places than redactions.json'* ]]
    [[ $stderr == *'listen.html: line 1'*': another number of places than redactions.json'* ]]
}

@test "seconds, lengths and recordings that the table has otherwise are found" {
    cp made/schedule.csv table
    while IFS='|' read -r from to message; do
        cp table made/schedule.csv
        sed -i "s/$from/$to/" made/schedule.csv
        run ! cmp table made/schedule.csv
        seal bad.zip plain
        check_fails 14 "schedule.csv: $message" bad.zip
        rm bad.zip
    done <<'END'
1,0.3,|1,0.2,|line 3: another number of seconds removed than redactions.json
41:07",1.0|41:07",2.0|line 3: another length than redactions.json
call-02|call-01|line 4: another recording than redactions.json
"call-02.wav","9 May 2026","16:42:07",1.0,"Disclosed in part"|"","9 May 2026","16:42:07",1.0,"Withheld"|line 4: fewer recordings than redactions.json
provisions|provision|line 1: not the header it has
"Disclosed in part","x",1,0.3|"Disclosed in full","x",1,0.3|line 3: another outcome than redactions.json
"Not available"|"Disclosed in full"|line 2: disclosed, and no recording of it
^2,|3,|line 3: another item is due
1,0.9,|1,0.9|line 4: not a row of it
END
}

@test "a recording that is not in redactions.json is found, and the reverse" {
    cp made/call-01.wav made/call-03.wav
    # shellcheck disable=SC2046
    seal bad.zip plain $(cat names) call-03.wav
    check bad.zip
    [ "$status" -eq 14 ]
    [ "$stderr" = 'sar-verify: redactions.json: lists other recordings than the package has
sar-verify: call-03.wav: not in redactions.json' ]
    # shellcheck disable=SC2046
    seal less.zip plain $(sed 's/ call-02.wav//' names)
    check_fails 14 'redactions.json: lists other recordings than the package has' \
        less.zip
}

# page SED [STATE]: what of listen.html is changed so is found.
page_fails() {
    sed "$1" page > made/listen.html
    run ! cmp page made/listen.html
    rm -f bad.zip
    seal bad.zip plain
    run --separate-stderr sar-verify package --json --vkey vkey \
        --passphrase-file pass bad.zip
    [ "$status" -eq 14 ]
    [[ $stderr == 'sar-verify: listen.html: line '*": $2" ]]
    [ "$(state "${3:-metadata}")" = failed ]
}

@test "a page that leads out, says other places or runs more is found" {
    cp made/listen.html page
    page_fails 's|letter.txt|https://evil.example/|' \
        'a link that leads out of the package'
    page_fails 's|"letter.txt"|"javascript:alert(1)"|' \
        'a link that leads out of the package'
    page_fails 's|src="call-01.wav"|src="../call-01.wav"|' \
        'a source that is no recording of the package'
    page_fails 's|<body>|<body><img src="http://evil.example/" />|' \
        'an element it must not have'
    page_fails 's|<body>|<body onload="x()">|' 'an attribute it must not have'
    page_fails 's|<body>|<body><script>x()</script>|' \
        'a second style or script, or one before the policy'
    page_fails 's|use strict|use strict!|' 'not the policy it must have'
    page_fails "s|media-src|connect-src *; media-src|" \
        'not the policy it must have'
    # Whatever ends the head before the policy makes a browser pass it over.
    page_fails 's|<head>|<head><p></p>|' 'not as it must begin'
    page_fails 's|<meta charset|x<meta charset|' 'not as it must begin'
    page_fails 's|<title>|<p></p><title>|' 'an element the head must not have'
    page_fails 's|<title>|x<title>|' 'text where there must be none'
    page_fails 's|<body>|<body><meta name="viewport" content="x" />|' \
        'an element the body must not have'
    page_fails 's|<title>|<meta http-equiv="refresh" content="0;url=https://evil.example/" /><title>|' \
        'a meta it must not have'
    page_fails 's|<body>|<body><!-- somebody -->|' 'a comment'
    page_fails 's|</body>|</bodi>|' 'not well-formed'
    page_fails 's|0.250|0.249|' 'another place than redactions.json' redactions
    page_fails 's|<tr data-from="0.250".*|<!---->|' 'a comment'
    page_fails 's|<tr data-from="0.250".*||' \
        'another number of places than redactions.json' redactions
    page_fails 's|call-02|call-01|' 'another recording than redactions.json' \
        redactions
}

@test "a length that is not that of redactions.json is found" {
    rewrite call-01.wav 'd += bytes(2)
struct.pack_into("<I", d, 4, len(d) - 8)
struct.pack_into("<I", d, 40, len(d) - 44)'
    seal bad.zip plain
    check bad.zip
    [ "$status" -eq 14 ]
    [[ $stderr == *'call-01.wav: '* ]]
    run --separate-stderr sar-verify package --json --vkey vkey \
        --passphrase-file pass bad.zip
    [ "$(state redactions) $(state metadata)" = 'failed failed' ]
}

@test "a chunk, a tag and a byte after the sound are found" {
    cp made/call-01.wav wav
    for tail in 'LIST\4\0\0\0INFO' 'TAGsomebody' '\0\0'; do
        cp wav made/call-01.wav
        printf "$tail" >> made/call-01.wav
        seal bad.zip plain
        run --separate-stderr sar-verify package --json --vkey vkey \
            --passphrase-file pass bad.zip
        [ "$status" -eq 14 ]
        [ "$(state metadata)" = failed ]
        rm bad.zip
    done
}

@test "an entry that no package has is found, and one in another place" {
    echo hello > made/notes.txt
    # shellcheck disable=SC2046
    seal bad.zip plain $(cat names) notes.txt
    check_fails 14 'notes.txt: no entry of a package' bad.zip
    seal order.zip plain schedule.txt letter.txt schedule.csv listen.html \
        redactions.json call-01.wav call-02.wav
    check_fails 14 'letter.txt: not where it belongs' order.zip
    rm made/notes.txt
    echo hello > made/call-1.wav
    # shellcheck disable=SC2046
    seal name.zip plain $(cat names) call-1.wav
    check_fails 14 'call-1.wav: no entry of a package' name.zip
}

@test "control characters and bytes that are not UTF-8 are found" {
    printf 'a\r\nb\033[31m\r\n' > made/schedule.txt
    seal one.zip plain
    check_fails 14 'schedule.txt: line 2: a control character' one.zip
    printf 'a\377\r\n' > made/schedule.txt
    seal two.zip plain
    check_fails 14 'schedule.txt: not UTF-8' two.zip
}

@test "redactions.json in another way of writing is found" {
    rewrite redactions.json 'd[:] = d.replace(b",", b", ", 1)'
    seal bad.zip plain
    check_fails 14 'redactions.json: not written as it must be' bad.zip
    # By what should the recordings have been looked at?
    run --separate-stderr sar-verify package --json --vkey vkey \
        --passphrase-file pass bad.zip
    [ "$(state redactions) $(state metadata)" = 'failed not-checked' ]
}

@test "a number that is not known is found by entry and line, never said" {
    check --known known right.zip
    [ "$status" -eq 0 ]
    [[ $output == *'OK: 5 texts have no telephone number that is not known'* ]]
    printf 'With +44 (0)1632 960777.\r\n' >> made/schedule.txt
    seal bad.zip plain
    check_fails 14 'schedule.txt: line 2: a telephone number that is not known' \
        --known known bad.zip
    [[ $output$stderr != *960777* ]]
    # Without a list it is counted.
    check bad.zip
    [ "$status" -eq 0 ]
    [[ $output == *'NOT CHECKED: 3 lines with telephone numbers'* ]]
}

@test "a name or number that must be nowhere is found however it is written" {
    printf 'Siobh\303\241n O\342\200\231Example\n\n01632 960777\n' > absent
    check --absent absent right.zip
    [ "$status" -eq 0 ]
    [[ $output == *'OK: 5 texts have no name or number that must be nowhere'* ]]
    cp made/listen.html page
    for hidden in 'SIOBHAN O&#39;EXAMPLE' '&#48;1632&#160;960<span>777</span>' \
        '<p id="x0044 1632 960 777" />' 'tel:%2B441632960777'; do
        sed "s|<body>|<body><p>${hidden//&/\\&}</p>|" page > made/listen.html
        seal bad.zip plain
        check --absent absent bad.zip
        [ "$status" -eq 14 ]
        [[ $stderr == *'listen.html: line 9: a '*' that must be nowhere'* ]]
        [[ $output$stderr != *960777* && $output$stderr != *iobh* ]]
        rm bad.zip
    done
}

@test "all findings are told, the gravest last, which is the status" {
    sar-export init --quiet --home other --config "$SAMPLE/sar.conf"
    rewrite call-01.wav 'd[44 + 2 * 3000] ^= 1'
    printf '07700 900123\r\n' >> made/schedule.txt
    seal bad.zip plain
    run --separate-stderr sar-verify package --vkey other/log.vkey \
        --known known --passphrase-file pass bad.zip
    [ "$status" -eq 13 ]
    told=$(grep -v '^sar-verify: hint: ' <<<"$stderr")
    [ "$(wc -l <<<"$told")" -eq 3 ]
    [[ $(tail -n 1 <<<"$told") == *'another key'* ]]
    [[ $stderr == *'schedule.txt: line 2'* ]]
    [[ $stderr == *'frame 3000'* ]]
}

# Two volumes: all texts in each, a recording in each.
make_volumes() {
    texts='letter.txt schedule.txt schedule.csv listen.html redactions.json'
    # shellcheck disable=SC2046
    content=$("$BUILD/san/forge/forge" content made $(cat names))
    # shellcheck disable=SC2086
    seal v1.zip "1/2:$content" $texts call-01.wav
    # shellcheck disable=SC2086
    seal v2.zip "2/2:$content" $texts call-02.wav
}

@test "volumes in any order are one package, with the content of one zip" {
    make_volumes
    check --json v2.zip v1.zip
    [ "$status" -eq 0 ]
    [[ $output == *'"volumes":2'* ]]
    [[ $output == *'"recordings":2'* ]]
    [ "$(state contents)" = ok ]
}

@test "a volume that is not given is 3, and which one is told" {
    make_volumes
    check_fails 3 'volume 1 of 2 was not given: not checked' v2.zip
    [[ $output == *'OK: 1 recording is'* ]]
    run --separate-stderr sar-verify package --vkey vkey v2.zip
    [ "$status" -eq 0 ]
}

@test "a volume given twice is 2, one of another package is 14" {
    make_volumes
    check_fails 2 'v1.zip: the same volume as v1.zip' v1.zip v1.zip
    # Another zip of the same volume, with other salts.
    # shellcheck disable=SC2086
    seal v1b.zip "1/2:$content" $texts call-01.wav
    check_fails 2 'v1b.zip: the same volume as v1.zip' v1.zip v1b.zip
    # That, with the second of the first build, is the same package.
    check v1b.zip v2.zip
    [ "$status" -eq 0 ]
    check_fails 14 'right.zip: not a volume of the same package as v2.zip' \
        v2.zip right.zip
}

@test "what holds for one volume is not said of two" {
    make_volumes
    head -c 1000 v2.zip > cut.zip
    run --separate-stderr sar-verify package --json --vkey vkey \
        --passphrase-file pass v1.zip cut.zip
    [ "$status" -eq 14 ]
    [ "$(state structure) $(state contents)" = 'failed not-checked' ]
    [ "$(state signature) $(state redactions)" = 'not-checked not-checked' ]
}

@test "a recording that is in two volumes is found" {
    make_volumes
    rm v2.zip
    # shellcheck disable=SC2086
    seal v2.zip "2/2:$content" $texts call-01.wav call-02.wav
    check_fails 14 'call-01.wav: in more than one volume' v1.zip v2.zip
}

@test "what could not be looked into is said, and why" {
    make_volumes
    head -c 1000 v2.zip > cut.zip
    check v1.zip cut.zip
    [ "$status" -eq 14 ]
    [[ $output == *'NOT CHECKED: redactions: not every volume could be looked into'* ]]
    # shellcheck disable=SC2046
    seal less.zip plain $(sed 's/ redactions.json//' names)
    check less.zip
    [ "$status" -eq 14 ]
    [[ $output == *'NOT CHECKED: redactions: no redactions.json to go by'* ]]
}

@test "a content digest that is not that of the volumes is found" {
    make_volumes
    content=${content//[0-7]/8}
    rm v1.zip v2.zip
    # shellcheck disable=SC2086
    seal v1.zip "1/2:$content" $texts call-01.wav
    # shellcheck disable=SC2086
    seal v2.zip "2/2:$content" $texts call-02.wav
    check_fails 14 'package: the content digest is not that of its entries' \
        v1.zip v2.zip
}

@test "a text that differs between volumes is found" {
    make_volumes
    rm v2.zip
    printf 'Another list.\r\n' > made/schedule.txt
    # shellcheck disable=SC2086
    seal v2.zip "2/2:$content" $texts call-02.wav
    check_fails 14 'schedule.txt: not the same in every volume' v1.zip v2.zip
}

@test "texts larger than any are refused before they are read" {
    cp made/redactions.json proof
    python3 -c 'print("[" * (9 << 20))' > made/redactions.json
    seal one.zip plain
    check one.zip
    [ "$status" -eq 14 ]
    [[ $stderr == *'redactions.json: more than 8 MiB'* ]]
    cp proof made/redactions.json
    head -c 33M /dev/zero | tr '\0' x > made/schedule.txt
    seal two.zip plain
    check_fails 14 'schedule.txt: more than 32 MiB, which no text has' two.zip
    # What nobody looked through is not said to name nobody.
    run --separate-stderr sar-verify package --json --vkey vkey \
        --passphrase-file pass --known known two.zip
    [ "$(state numbers)" = not-checked ]
    check --known known two.zip
    [[ $output == *'NOT CHECKED: names and numbers of a text that is too long'* ]]
    [[ $output != *'no telephone number that is not known'* ]]
}

@test "a thousand entries that are not known are a thousand findings, soon" {
    for i in $(seq 1000); do
        echo x > made/note-$i.txt
    done
    # shellcheck disable=SC2046
    seal many.zip plain $(cat names) $(seq -f 'note-%g.txt' 1000)
    check many.zip
    [ "$status" -eq 14 ]
    [ "$(grep -c 'no entry of a package' <<<"$stderr")" -eq 1000 ]
}

@test "a name is found behind more numbers than are told" {
    echo 'Jo Example' > absent
    for i in $(seq 100 199); do printf '01632 960%s\r\n' $i; done \
        > made/schedule.txt
    seal good.zip plain
    check --absent absent good.zip
    [ "$status" -eq 0 ]
    [[ $output == *'NOT CHECKED: 102 lines with telephone numbers'* ]]
    printf 'jo example\r\n' >> made/schedule.txt
    seal bad.zip plain
    check_fails 14 'schedule.txt: line 101: a name that must be nowhere, that of line 1' \
        --absent absent bad.zip
}

# describe [PYTHON]: a vCon beside each recording, v those of both, then changed;
# names2 has the names of all.
describe() {
    python3 - "$1" <<'END'
import json, sys
v = []
for name, start, fill, a, n, c in (
        ("call-01", "2026-04-09T15:41:07Z", "tone", .25, .25, [0]),
        ("call-02", "2026-05-09T15:42:07Z", "silence", .1, .9, [0])):
    v.append({
        "created_at": "2026-10-12T00:00:00Z",
        "dialog": [{"duration": 1.0, "filename": name + ".wav",
                    "mediatype": "audio/x-wav", "parties": [0, 1, 2],
                    "sar_redactions": [{
                        "channels": c, "duration": n, "method": fill,
                        "reason": "DPA 2018 Sch. 2 para. 16", "start": a}],
                    "start": start, "type": "recording"}],
        "extensions": ["sar_redactions"],
        "parties": [{"tel": "tel:+441632960123"},
                    {"org": "Wexcombe", "type": "organization"},
                    {"name": "anonymous"}],
        "redacted": {"type": "third-party",
                     "uuid": "00000000-0000-8000-8000-00000000000" + name[6]},
        "uuid": "00000000-0000-8000-9000-00000000000" + name[6]})
exec(sys.argv[1])
names = open("names").read().split()
for i, one in enumerate(v, 1):
    if one is None:
        continue
    names.append("call-0%d.vcon.json" % i)
    with open("made/" + names[-1], "w") as f:
        json.dump(one, f, sort_keys=True, separators=(",", ":"))
open("names2", "w").write(" ".join(names))
END
}

# described_fails MESSAGE PYTHON: what is told of vCons changed so.
described_fails() {
    describe "$2"
    rm -f vcon.zip
    # shellcheck disable=SC2046 # the names are words
    seal vcon.zip plain $(cat names2)
    check_fails 14 "$1" vcon.zip
}

@test "vCons agree with each other, with the table, and all recordings have one" {
    describe ''
    # shellcheck disable=SC2046 # the names are words
    seal vcon.zip plain $(cat names2)
    check vcon.zip
    printf '%s\n' "$stderr"
    [ "$status" -eq 0 ]
    described_fails 'call-02.wav: its vCon has not the same date as another' \
        'v[1]["created_at"] = "2026-10-13T00:00:00Z"'
    described_fails 'call-02.wav: its vCon has not the same organisation as another' \
        'v[1]["parties"][1]["org"] = "The surgery of Dr Example"'
    for start in 1999-01-01T00:00:00Z 2026-05-09T15:42:08Z \
        2026-05-10T16:42:07Z 2026-05-09T15:43:07Z; do
        described_fails 'call-02.wav: its vCon has not the same start as schedule.csv' \
            "v[1]['dialog'][0]['start'] = '$start'"
    done
    described_fails 'call-02.vcon.json: not as it must be: its recording' \
        'v[1]["dialog"][0]["content_hash"] = "QUJD" * 30000'
    described_fails 'call-02.wav: has no vCon, though others have one' \
        'v[1] = None'
    described_fails 'call-01.wav: has no vCon, though others have one' \
        'v[0] = None'
}

@test "a vCon of much and nothing takes no memory" {
    describe ''
    python3 -c 'print("[" + ",".join(["[]"] * 8000000) + "]", end="")' \
        > made/call-02.vcon.json
    # shellcheck disable=SC2046 # the names are words
    seal vcon.zip plain $(cat names2)
    [ "$(stat -c %s vcon.zip)" -gt 24000000 ]
    run --separate-stderr python3 "$SAR_TESTS/cli/many.py" peak \
        "$BUILD/bin/sar-verify" package --quiet --vkey vkey \
        --passphrase-file pass vcon.zip
    [ "$status" -eq 14 ]
    echo "$output"
    [ "$output" -lt 300000 ]
}

# plain WHICH: that entry of plain.zip has its text in place of ciphertext.
plain() {
    python3 - "$1" <<'END'
import struct, sys
zip = bytearray(open("right.zip", "rb").read())
at = 0
while zip[at:at + 4] == b"PK\3\4":
    stored, = struct.unpack("<I", zip[at + 18:at + 22])
    name, extra = struct.unpack("<HH", zip[at + 26:at + 30])
    what = zip[at + 30:at + 30 + name].decode()
    data = at + 30 + name + extra
    if what == sys.argv[1]:
        text = open("made/" + what, "rb").read()
        zip[data + 18:data + 18 + len(text)] = text
    at = data + stored
open("plain.zip", "wb").write(zip)
END
}

@test "text and sound under headers that say AES are found without a passphrase" {
    for name in letter.txt schedule.txt schedule.csv listen.html \
        redactions.json call-01.wav call-02.wav; do
        plain $name
        run ! cmp -s plain.zip right.zip
        run --separate-stderr sar-verify package --vkey vkey plain.zip
        if [ $name = schedule.txt ]; then # 36 bytes: too few to tell
            [ "$status" -eq 0 ]
            continue
        fi
        [ "$status" -eq 14 ]
        [ "$stderr" = "sar-verify: plain.zip: $name: said to be encrypted, and does not look so" ]
        [[ $output != *'all said to be encrypted'* ]]
        check plain.zip
        [ "$status" -ne 0 ]
    done
}
