# The redaction certificates: there after a release, true, bound to the log, and
# nowhere else.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    case=$SAR_HOME/cases/$REF
}

# A member of the release record.
released() {
    cat "$SAR_HOME"/log/entries-*.jsonl | python3 -c '
import json, sys
for line in sys.stdin:
    record = json.loads(line)
    if record["type"] == "release":
        print(record[sys.argv[1]])
' "$1"
}

no_certificates() {
    [ ! -e "$case/certificates" ]
    [ ! -e "$case/certificates.new" ]
    [ ! -e "$case/certificates.sha256" ]
}

@test "one for each recording, 0600, listed for sha256sum, the list in the log" {
    answer --quiet || [ $? -eq 3 ]
    (cd "$case" && sha256sum --strict -c certificates.sha256) > checked
    packaged=$(7z l -slt -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip" |
        sed -n 's/^Path = \(call-.*\)/\1/p' | grep -v redaction-proof | sort)
    [ "$(cd "$case/certificates" && ls -- *.json)" = \
        "$(printf '%s\n' "$packaged" | sed 's/$/.json/')" ]
    # All that is in the folder is in the list.
    [ "$(grep -c ': OK$' checked)" -eq \
        "$(find "$case/certificates" -type f | wc -l)" ]
    [ -z "$(find "$case/certificates" "$case/certificates.sha256" -type f \
        ! -perm 0600)" ]
    [ "$(released certificates)" = "$(python3 -c '
import base64, hashlib, sys
data = open(sys.argv[1], "rb").read()
print(base64.b64encode(hashlib.sha256(data).digest()).decode())
' "$case/certificates.sha256")" ]
    sar-verify package --quiet --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --certificates "$case/certificates.sha256" \
        "$SAR_HOME/outbox/$REF.zip"
    sed '1d' "$case/certificates.sha256" > fewer
    run --separate-stderr sar-verify package --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --certificates fewer \
        "$SAR_HOME/outbox/$REF.zip"
    [ "$status" -eq 14 ]
    [ "$stderr" = "sar-verify: fewer: not the list of certificates in the log" ]
    python3 "$SAR_TESTS/vectors/verify_log.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey"
    # It is in no way in the package.
    7z x -bso0 -oopened -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip"
    run ! grep -rl redaction/1 opened
}

@test "what it says is so: digests, cuts and counts by other programs" {
    answer --quiet || [ $? -eq 3 ]
    7z x -bso0 -oopened -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip"
    python3 - "$case" "$SAR_HOME/recorder/monitor" opened <<'END'
import hashlib, json, os, sys
case, recorder, opened = sys.argv[1:]
digest = lambda data: hashlib.sha256(data).hexdigest()
sources = {}
for folder, _, names in os.walk(recorder):
    for name in names:
        data = open(os.path.join(folder, name), "rb").read()
        sources[digest(data)] = len(data)
plan_text = open(case + "/plan.json", "rb").read()
plan = {i["name"]: i for i in json.loads(plan_text)["items"] if i["name"]}
cut = 0
for name in os.listdir(case + "/certificates"):
    if name == "salt":
        continue
    text = open(case + "/certificates/" + name).read()
    c = json.loads(text)
    assert text == json.dumps(c, sort_keys=True, separators=(",", ":"))
    item = plan[name[:-len(".json")]]
    output = open(opened + "/" + c["name"], "rb").read()
    check, source = c["self_check"], c["source"]
    assert c["schema"] == "sar-export.redaction/1"
    assert c["name"] + ".json" == name and c["item"] == item["number"]
    assert c["plan_sha256"] == digest(plan_text)
    assert sources[source["sha256"]] == source["bytes"]
    assert source["sha256"] == item["recording"]["sha256"]
    assert c["output"]["sha256"] == digest(output)
    assert c["output"]["bytes"] == len(output)
    assert check["result"] == "passed"
    assert check["frames"] == source["frames"]
    assert check["frames_cut"] == sum(k[1] - k[0] for k in c["cuts"])
    assert check["frames_kept"] + check["frames_cut"] == check["frames"]
    assert len(c["cuts"]) == len(item["cuts"])
    cut += len(c["cuts"])
assert cut > 3, cut
END
}

@test "no telephone number, name, staff id or date is in any" {
    answer --quiet || [ $? -eq 3 ]
    cat "$case"/certificates/*.json > all
    grep -q redaction/1 all
    sed -E 's/[0-9a-f]{64}//g' all > said
    run ! grep -E '1632 ?960|960 ?123|Sample|u1041|20[0-9]{2}-[01][0-9]-[0-3]' \
        said
}

@test "a build that fails or is stopped leaves none" {
    touch pass
    run answer --quiet
    [ "$status" -eq 6 ]
    no_certificates
    rm pass
    # A terminal, but not one of this session, to show the passphrase on: found
    # out after the certificates.
    run script -qec "setsid -w sar-export run --ref $REF --by u1041 \
        --marks '$SAMPLE/marks' --allow-partial" terminal
    [ "$status" -eq 2 ]
    no_certificates
    [ "$(records void)" -eq 1 ]
    run answer --quiet
    [ "$status" -eq 3 ]
    (cd "$case" && sha256sum --status --strict -c certificates.sha256)
}

@test "those a killed run left are gone before another is made" {
    mkdir "$case/certificates" "$case/certificates.new"
    echo '{"self_check":{"result":"passed"}}' \
        > "$case/certificates/call-99.wav.json"
    cp "$case/certificates/call-99.wav.json" "$case/certificates.new/"
    echo junk > "$case/certificates.sha256"
    answer --quiet || [ $? -eq 3 ]
    [ ! -e "$case/certificates/call-99.wav.json" ]
    [ ! -e "$case/certificates.new" ]
    (cd "$case" && sha256sum --status --strict -c certificates.sha256)
}

@test "two builds of one case: the same certificates, another salt" {
    cp -R "$SAR_HOME" "$BATS_TEST_TMPDIR/other"
    answer --quiet --jobs 1 || [ $? -eq 3 ]
    rm pass
    SAR_HOME=$BATS_TEST_TMPDIR/other answer --quiet --jobs 4 || [ $? -eq 3 ]
    diff -r --exclude=salt "$case/certificates" \
        "$BATS_TEST_TMPDIR/other/cases/$REF/certificates"
    run ! cmp -s "$case/certificates/salt" \
        "$BATS_TEST_TMPDIR/other/cases/$REF/certificates/salt"
}
