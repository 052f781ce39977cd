# sar-verify package: what the papers of a package say is held against what was
# done, though whoever made it has the log's key.
setup_file() {
    load common
    make_home
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    open_case
    cd "$BATS_FILE_TMPDIR" || return 1
    (umask 077 && echo abacus-zoology-crayon-lizard-tulip-ranch > pass)
    sar-export run --quiet --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-file pass || [ $? -eq 3 ]
    7z x -bso0 -bsp0 -p"$(cat pass)" -oright "$SAR_HOME/outbox/$REF.zip"
    rm right/manifest*
    ls right | grep -v '^call-' > rest
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
    key=$BATS_FILE_TMPDIR/home
    pass=$BATS_FILE_TMPDIR/pass
    cp -R "$BATS_FILE_TMPDIR/right" made
}

# verify ARGUMENT...: what is in the folder made, sealed by the log's keeper.
verify() {
    local calls
    # Proofs come last.
    calls=$(cd made && ls -- call-*.[fmow]* && ls -- call-*.redaction-proof)
    rm -f one.zip
    # shellcheck disable=SC2086
    "$BUILD/san/forge/forge" seal "$key/keys/log.skey" "$pass" one.zip plain \
        made letter.txt schedule.txt schedule.csv listen.html \
        redactions.json $calls
    run --separate-stderr sar-verify package --vkey "$key/log.vkey" \
        --passphrase-file "$pass" "$@" one.zip
}

# lie FILE PYTHON: change the bytes d of a file in the folder made.
lie() {
    cp "$BATS_FILE_TMPDIR/right/"* made
    python3 - "made/$1" "$2" <<'END'
import base64, hashlib, re, sys
path, code = sys.argv[1:]
with open(path, "rb") as f:
    old = f.read()
def part(d, name, more):
    """Style or script with more in it, and the policy that has its digest."""
    was = re.search(b"<%s>(.*?)</%s>" % (name, name), d, re.S).group(1)
    digest = lambda b: base64.b64encode(hashlib.sha256(b).digest())
    return d.replace(was, was + more).replace(digest(was), digest(was + more))
names = {"d": old, "re": re, "part": part}
exec(code, names)
assert names["d"] != old
with open(path, "wb") as f:
    f.write(names["d"])
END
}

# found FILE PYTHON MESSAGE [STATE]: that lie is told.
found() {
    lie "$1" "$2"
    verify --json
    printf '%s\n' "$stderr"
    [ "$status" -eq 14 ]
    [[ $stderr == *"sar-verify: $1: "*"$3"* ]]
    [[ $output == *"\"${4:-redactions}\":\"failed\""* ]]
}

@test "papers that are right are said to be" {
    verify
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [[ $output == *'OK: letter, schedules and listen.html list what was taken out, and nothing else'* ]]
    [[ $output == *'OK: nothing but sound'* ]]
    verify --json
    [[ $output == *'"page_of_another_release":false,"papers_compared":true'* ]]
}

come='not what redactions.json and the schedules come to'

@test "a page whose rows say something else than they play is found" {
    found listen.html 'd = re.sub(rb"<td class=.time.>[^<]*", b"<td class=\"time\">none", d, count=1)' "$come"
    found listen.html 'd = d.replace(b"a steady tone</td>", b"nothing</td>", 1)' "$come"
    found listen.html 'd = re.sub(rb"#basis-TP.>[^<]*", b"#basis-TP\">no law", d, count=1)' "$come"
    found listen.html 'd = d.replace(b"We took out 1 place", b"We took out 0 places", 1)' "$come"
    found listen.html 'd = d.replace(b"Disclosed in part", b"Disclosed in full", 1)' "$come"
    found listen.html 'd = d.replace(b"<audio ", b"<audio hidden=\"hidden\" ", 1)' "$come"
    found listen.html 'd = d.replace(b"</main>", b"<p>Nothing was taken out.</p></main>")' "$come"
    found listen.html 'd = d.replace(b"<title>", b"<title>Mrs Somebody - ").replace(b"Recordings of your calls: ", b"")' "$come"
    found listen.html 'd = re.sub(rb"<section class=.item. id=.item-2..*?</section>\n", b"", d, flags=re.S)' "$come"
}

@test "schedules and a letter that say something else are found" {
    found schedule.txt 'd = b"Nothing was removed from any recording.\r\n"' "$come"
    found schedule.txt 'd = re.sub(rb"from \d+:\d\d\.\d", b"from 0:00.0", d, count=1)' "$come"
    found schedule.txt 'd = d + b"Nothing was removed.\r\n"' "$come"
    found schedule.csv 'd = d.replace(b"Disclosed in part", b"Disclosed in full", 1)' \
        'another outcome than redactions.json'
    found schedule.csv 'd = b"\r\n".join(l for l in d.split(b"\r\n") if b"Withheld" not in l)' \
        'another item is due'
    found schedule.csv 'd = re.sub(rb"DPA 2018[^\"]*", b"a law", d, count=1)' "$come"
    found schedule.csv 'd = d.replace(b"The ", b"A ", 1)' \
        'not a row that this release writes'
    found letter.txt 'd = re.sub(rb"Taken out: 1 place", b"Taken out: 0 place", d, count=1)' "$come"
    found letter.txt 'd = d.replace(b"3. What we found", b"3. What we found: nothing", 1)' "$come"
}

@test "a fade that the papers do not tell of is found" {
    lie redactions.json 'd = d.replace(b"\"fade\":0", b"\"fade\":800")'
    verify
    [ "$status" -eq 14 ]
    [[ $stderr == *"schedule.txt: line "*"$come"* ]]
    [[ $stderr == *"listen.html: line "*"$come"* ]]
    found redactions.json 'd = d.replace(b"\"fade\":0", b"\"fade\":800", 1)' \
        'fades that are not of one length'
}

@test "an item or a time that is in all papers but one is found" {
    lie schedule.csv 'd = re.sub(rb"\d\d:\d\d:\d\d", b"00:00:00", d, count=1)'
    verify
    [ "$status" -eq 14 ]
    [[ $stderr == *"schedule.txt: line "*"$come"* ]]
    lie schedule.csv 'd = d[:d.rstrip().rfind(b"\n") + 1]'
    verify
    [ "$status" -eq 14 ]
    [[ $stderr == *"schedule.txt: line "*"$come"* ]]
    [[ $stderr == *"listen.html: line "*"$come"* ]]
    [[ $stderr == *"letter.txt: sections 3 and 4: $come"* ]]
}

@test "a style or script of another release is not said to be checked" {
    for code in 'd = part(d, b"script", b"location = \"https://evil.example/\";\n")' \
        'd = part(d, b"style", b"tr{display:none}\n")'; do
        lie listen.html "$code"
        verify
        [ "$status" -eq 0 ]
        [[ $output == *'NOT CHECKED: what listen.html shows and does'* ]]
        [[ $output == *'NOT CHECKED: whether letter, schedules and listen.html'* ]]
        [[ $output != *'OK: nothing but'* ]]
        [[ $output != *'OK: letter'* ]]
        verify --json
        [[ $output == *'"metadata":"not-checked"'*'"redactions":"not-checked"'* ]]
        [[ $output == *'"page_of_another_release":true'* ]]
    done
}

@test "a style that could fetch something is found" {
    found listen.html 'd = part(d, b"style", b"p{background:url(x)}\n")' \
        'a style that could get something from elsewhere' metadata
    found listen.html 'd = part(d, b"style", b"p{background:u\\\\72l(x)}\n")' \
        'a style that could get something from elsewhere' metadata
    found listen.html 'd = part(d, b"style", b"@IMPORT \"x\";\n")' \
        'a style that could get something from elsewhere' metadata
}
