# An answer that does not fit into one package: several, each of which opens by
# itself, all of them released or none.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    outbox=$SAR_HOME/outbox
    case=$SAR_HOME/cases/$REF
}

# Members of the summary, which is the last line of ${output}.
summary() {
    printf '%s\n' "$output" | tail -n 1 > summary.json
    python3 - "$@" <<'PY'
import json, sys
s = json.load(open("summary.json"))
for key in sys.argv[1:]:
    print(json.dumps(s.get(key), sort_keys=True))
PY
}

@test "each volume opens by itself, is no larger than it may be, and holds its part" {
    cp -R "$SAR_HOME" whole
    SAR_HOME=$PWD/whole run answer --json
    summary content > whole.content
    7z x -bso0 -p"$(cat pass)" -oone "whole/outbox/$REF.zip"
    rm pass
    run answer --json --volume-size "250 kB"
    [ "$status" -eq 3 ]
    summary content > content
    [ "$(TZ=Europe/London date +%F)" = "$(TZ=Europe/London date -r one +%F)" ] ||
        skip "it was midnight"
    cmp whole.content content
    for zip in "$outbox"/*.zip; do
        [ "$(stat -c %s "$zip")" -le 250000 ]
        [ "$(stat -c %a "$zip")" = 600 ]
        7z x -bso0 -p"$(cat pass)" "-o$(basename "$zip" .zip)" "$zip"
    done
    run ! ls "$outbox/$REF.zip"
    python3 - "$REF" "$SAR_HOME"/log/entries-* <<'PY'
import base64, hashlib, json, os, sys
ref = sys.argv[1]
(release,) = [r for r in map(json.loads, open(sys.argv[2]))
              if r["type"] == "release"]
assert not {"pkg", "manifest", "size"} & set(release)
n = len(release["pkgs"])
assert n >= 3 and n == len(release["manifests"]) == len(release["sizes"])
home = os.environ["SAR_HOME"]
summary = json.load(open("summary.json"))
assert not {"package", "sha256", "size"} & set(summary)
assert len(summary["packages"]) == n and summary["present"] is True
seen, parts, sizes = {}, [], []
for k in range(1, n + 1):
    path = os.path.join(home, "outbox", "%s-part-%d.zip" % (ref, k))
    data = open(path, "rb").read()
    assert base64.b64decode(release["pkgs"][k - 1]) == hashlib.sha256(
        data).digest()
    assert release["sizes"][k - 1] == len(data)
    assert summary["packages"][k - 1] == {
        "name": "%s-part-%d.zip" % (ref, k), "present": True, "size": len(data),
        "proof": "%s-part-%d.zip.tlog-proof" % (ref, k),
        "sha256": hashlib.sha256(data).hexdigest()}
    folder = "%s-part-%d" % (ref, k)
    name = "manifest-%d.json" % k
    text = open(os.path.join(folder, name), "rb").read()
    assert base64.b64decode(release["manifests"][k - 1]) == hashlib.sha256(
        text).digest()
    m = json.loads(text)
    assert m["volume"] == k and m["volumes"] == n
    assert m["content"] == base64.b64decode(release["content"]).hex()
    listed = {e["name"] for e in m["entries"]}
    assert listed | {name, name + ".minisig"} == set(os.listdir(folder))
    proofs = [e for e in listed if e.endswith(".redaction-proof")]
    parts.append([e for e in listed if e.startswith("call-")
                  and e not in proofs])
    assert {e.split(".")[0] for e in proofs} == {
        e.split(".")[0] for e in parts[-1]}
    sizes.append(sum(e["size"] for e in m["entries"]))
    for e in m["entries"]:
        data = open(os.path.join(folder, e["name"]), "rb").read()
        assert hashlib.sha256(data).hexdigest() == e["sha256"]
        # Texts are the same in all.
        assert seen.setdefault(e["name"], data) == data
    if k > 1:
        # In order, and as many in each as there is room for.
        assert max(parts[k - 2]) < min(parts[k - 1])
        first = sum(os.path.getsize(os.path.join(folder, e)) for e in listed
                    if e.startswith(min(parts[k - 1]).split(".")[0] + "."))
        assert sizes[k - 2] + first > 250000 - 5000
assert all(parts)
whole = {n: open(os.path.join("one", n), "rb").read()
         for n in os.listdir("one") if not n.startswith("manifest")}
assert whole == seen
PY
    # All certificates, and a name for all of it in one place.
    (cd "$case" && sha256sum --quiet -c certificates.sha256)
    [ "$(find "$case/certificates" -name 'call-*' | wc -l)" -eq \
        "$(find one -name 'call-*' ! -name '*.redaction-proof' | wc -l)" ]
    [ -f "$outbox/$REF-HOW-TO-OPEN.txt" ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    sar-verify package --quiet --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --passphrase-file pass "$outbox"/*.zip
    # All volumes go into one folder.
    mkdir all
    for zip in "$outbox"/*.zip; do
        7z x -bso0 -aos -p"$(cat pass)" -oall "$zip"
    done
    [ "$(find all -name 'manifest-*' | wc -l)" -ge 6 ]
}

@test "what fits into one package is not split, measured or not" {
    for format in same flac opus; do
        rm -rf "$SAR_HOME" pass
        use_home
        open_case
        run answer --json --volume-size "1 MB" --format "$format"
        [ "$status" -eq 3 ]
        [ -f "$outbox/$REF.zip" ]
        [ "$(find "$outbox" -name '*.zip' | wc -l)" -eq 1 ]
        [[ $(summary packages size) == *'"name": "'"$REF.zip"'"'* ]]
    done
}

@test "the number of jobs changes neither the volumes nor what is in them" {
    cp -R "$SAR_HOME" clean
    for jobs in 1 2 8; do
        rm -rf "$SAR_HOME" pass opened
        cp -R clean "$SAR_HOME"
        answer --quiet --jobs "$jobs" --volume-size 200kB --format flac ||
            [ $? -eq 3 ]
        for zip in "$outbox"/*.zip; do
            7z x -bso0 -p"$(cat pass)" "-oopened/$(basename "$zip")" "$zip"
        done
        (cd opened && find . -name 'call-*' -o -name 'manifest-*.json' | sort |
            xargs sha256sum) > "sums.$jobs"
        cmp sums.1 "sums.$jobs"
    done
}

@test "a recording that no volume can hold is refused by its name: 6" {
    before=$(listing)
    run --separate-stderr answer --volume-size "100 kB"
    [ "$status" -eq 6 ]
    [[ $stderr == *"sar-export: call-"*".flac: larger than a volume may be"* ]]
    [[ $stderr == *"hint: "*"--volume-size"*"--format"* ]]
    [ "$(records intent)" -eq 0 ]
    [ ! -e pass ]
    [ ! -e "$case/certificates" ]
    [ -z "$(ls -A "$outbox" "$SAR_HOME/staging" | grep -v ':$' | tr -d '\n')" ]
    # As it says: a smaller format, or more room.
    run answer --volume-size "100 kB" --format opus
    [ "$status" -eq 3 ]
    [ -f "$outbox/$REF-part-2.zip" ]
}

# The smallest size that ${stderr} says there is room in, in kB.
said() {
    local size=${stderr##*hint: --volume-size \"}
    printf '%s\n' "${size%% kB\" is the smallest*}"
}

@test "what is refused says how large it would be, to the byte, and what is enough" {
    cp -R "$SAR_HOME" clean
    for how in "" --hide-names --padding=padme; do
        rm -rf "$SAR_HOME" pass
        cp -R clean "$SAR_HOME"
        run --separate-stderr answer --volume-size "100 kB" $how
        [ "$status" -eq 6 ]
        size=$(said)
        # One less is too small, and told with what is too large by it.
        run --separate-stderr answer --volume-size "$((size - 1)) kB" $how
        [ "$status" -eq 6 ]
        [ "$(said)" = "$size" ]
        [[ $stderr =~ sar-export:\ call-0[0-9]\.(flac|wav): ]]
        [[ $stderr =~ "may be: that of item "([0-9]+)" would have "([0-9]+)" bytes" ]]
        bytes=${BASH_REMATCH[2]}
        [ "$bytes" -gt $(((size - 1) * 1000)) ]
        [ "$bytes" -le $((size * 1000)) ]
        answer --quiet --volume-size "$size kB" $how || [ $? -eq 3 ]
        # Padded, another may be as large.
        [ "$(find "$outbox" -name '*.zip' -size "${bytes}c" | wc -l)" -ge 1 ]
        [ -z "$(find "$outbox" -name '*.zip' -size +$((size * 1000))c)" ]
    done
}

@test "letters that no volume can hold are refused: 6" {
    python3 - "$SAR_HOME/sar.conf" <<'PY'
import re, sys
text = open(sys.argv[1]).read()
text = re.sub(r"(?m)^(purposes = )", r"\1" + "why " * 40000, text, count=1)
open(sys.argv[1], "w").write(text)
PY
    run --separate-stderr answer --volume-size "100 kB"
    [ "$status" -eq 6 ]
    [[ $stderr == *"the letter and what goes with it: larger than"* ]]
    [ "$(records intent)" -eq 0 ]
    size=${stderr##*hint: --volume-size \"}
    answer --quiet --volume-size "${size%% kB*} kB" || [ $? -eq 3 ]
}

@test "the policy's volumes count, and the option instead of them" {
    sed -i 's/^fill = .*/&\nvolume-size = 300 kB/' "$SAR_HOME/sar.conf"
    cp -R "$SAR_HOME" clean
    answer --quiet || [ $? -eq 3 ]
    [ -f "$outbox/$REF-part-2.zip" ]
    rm -rf "$SAR_HOME" pass
    cp -R clean "$SAR_HOME"
    answer --quiet --volume-size none || [ $? -eq 3 ]
    [ -f "$outbox/$REF.zip" ]
    [ ! -e "$outbox/$REF-part-1.zip" ]
}

@test "a later run lists the same volumes, also when some have been sent" {
    answer --quiet --volume-size "250 kB" || [ $? -eq 3 ]
    n=$(find "$outbox" -name '*.zip' | wc -l)
    run answer --json
    [ "$status" -eq 3 ]
    [ "$(summary outcome)" = '"released-before"' ]
    [ "$(summary present)" = true ]
    rm "$outbox/$REF-part-1.zip"
    run answer --json --volume-size none
    [ "$status" -eq 3 ]
    [ "$(summary present)" = false ]
    [ "$(summary packages | grep -o '"present": true' | wc -l)" -eq $((n - 1)) ]
    [ "$(records release)" -eq 1 ]
    [ ! -e "$outbox/$REF.zip" ]
}

@test "a file in the way of one volume is refused before anything is built: 6" {
    echo mine > "$outbox/$REF-part-2.zip"
    run --separate-stderr answer --volume-size "250 kB"
    [ "$status" -eq 6 ]
    [[ $stderr == *"/outbox/$REF-part-2.zip: exists already"*"hint: "* ]]
    [ "$(cat "$outbox/$REF-part-2.zip")" = mine ]
    [ "$(records intent)" -eq 0 ]
    [ ! -e pass ]
    rm "$outbox/$REF-part-2.zip"
    echo mine > "$SAR_HOME/staging/$REF-part-2.zip"
    run --separate-stderr answer --volume-size "250 kB"
    [ "$status" -eq 6 ]
    [ "$(cat "$SAR_HOME/staging/$REF-part-2.zip")" = mine ]
    # It is in nobody's way where there is one package: but whose is it?
    rm "$SAR_HOME/staging/$REF-part-2.zip"
    answer --quiet --volume-size "250 kB" || [ $? -eq 3 ]
    [ -f "$outbox/$REF-part-2.zip" ]
}

@test "no reference is one that another case's volumes are called by: 2" {
    for ref in "$REF-part-1" "$REF-PART-99" a-part-0; do
        sed "s/^ref = .*/ref = $ref/" "$SAMPLE/requests/$REF.conf" > r
        run --separate-stderr sar-export request --quiet --file r
        [ "$status" -eq 2 ]
        [[ $stderr == *"ref: ends in \"-part-\" and a number"* ]]
        [ ! -e "$SAR_HOME/cases/$ref" ]
        # Nor is a case that got one some other way.
        mkdir "$SAR_HOME/cases/$ref"
        cp r "$SAR_HOME/cases/$ref/request.conf"
        run sar-export run --quiet --ref "$ref" --marks "$SAMPLE/marks" \
            --by u1041 --allow-partial --passphrase-out pass
        [ "$status" -eq 2 ]
        [ ! -e pass ]
    done
    [ "$(records intent)" -eq 0 ]
    # A number alone is a reference's own business.
    sed "s/^ref = .*/ref = $REF-1/" "$SAMPLE/requests/$REF.conf" > r
    sar-export request --quiet --file r
    sar-export run --quiet --ref "$REF-1" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out pass1 || [ $? -eq 3 ]
    answer --quiet --volume-size "250 kB" || [ $? -eq 3 ]
    7z t -p"$(cat pass1)" "$outbox/$REF-1.zip" > /dev/null
    7z t -p"$(cat pass)" "$outbox/$REF-part-1.zip" > /dev/null
}

@test "hidden and padded volumes hold the same, and are no larger either" {
    cp -R "$SAR_HOME" clean
    for how in "" "--hide-names" "--padding=padme"; do
        rm -rf "$SAR_HOME" pass opened
        cp -R clean "$SAR_HOME"
        run answer --json --volume-size "250 kB" $how
        [ "$status" -eq 3 ]
        summary content > content
        [ -f first.content ] || cp content first.content
        cmp first.content content
        for zip in "$outbox"/*.zip; do
            [ "$(stat -c %s "$zip")" -le 250000 ]
            k=${zip##*-}
            7z x -bso0 -p"$(cat pass)" "-oopened/$k" "$zip"
            [ -z "$how" ] || {
                [ "$(ls "opened/$k")" = "package-$k" ]
                7z x -bso0 "-oopened/$k" "opened/$k/package-$k"
                [ -f "opened/$k/letter.txt" ]
                ls -l "opened/$k/package-$k" | awk '{ print $5 }' >> "sizes$how"
                rm "opened/$k/package-$k"
            }
        done
        find opened -name 'call-*' -exec sha256sum {} + |
            sed 's|opened/[^/]*/||' | sort -u > calls
        [ -f first.calls ] || cp calls first.calls
        cmp first.calls calls
        for zip in "$outbox"/*.zip; do
            grep -qF "$(basename "$zip")" "$outbox/$REF-HOW-TO-OPEN.txt"
        done
        said=0
        grep -qE 'package(-1)?\.zip' "$outbox/$REF-HOW-TO-OPEN.txt" || said=$?
        [ "$said" -eq "$([ -n "$how" ] && echo 0 || echo 1)" ]
    done
    # Padme: but for the first few, all bits are zero.
    python3 - sizes--padding=padme <<'END'
import sys
for size in map(int, open(sys.argv[1])):
    e = size.bit_length() - 1
    assert size % (1 << (e - e.bit_length())) == 0, size
END
    run ! python3 - sizes--hide-names <<'END'
import sys
for size in map(int, open(sys.argv[1])):
    e = size.bit_length() - 1
    assert size % (1 << (e - e.bit_length())) == 0, size
END
}

@test "a dry run says how many packages it would be, and why it cannot be: nothing written" {
    before=$(listing)
    # A request that has no case yet, too.
    for what in "--ref $REF" "--file $SAMPLE/requests/$REF.conf"; do
        run sar-export run --dry-run --json $what --marks "$SAMPLE/marks" \
            --allow-partial --volume-size "250 kB" --vcon
        [ "$status" -eq 3 ]
        [ "$(summary vcon hidden)" = "true
false" ]
        n=$(summary volumes)
        run --separate-stderr sar-export run --dry-run $what \
            --marks "$SAMPLE/marks" --allow-partial --volume-size "100 kB"
        [ "$status" -eq 6 ]
        [[ $stderr == *"larger than a volume may be"* ]]
    done
    run sar-export run --dry-run --ref "$REF" --marks "$SAMPLE/marks" \
        --allow-partial --padding padme
    [ "$status" -eq 3 ]
    [[ $output == *"It would be 1 package, names hidden, padded."* ]]
    [ "$(listing)" = "$before" ]
    answer --quiet --volume-size "250 kB" --vcon || [ $? -eq 3 ]
    [ "$n" -ge 3 ]
    [ "$(find "$outbox" -name '*.zip' | wc -l)" -eq "$n" ]
}

# Somebody has listened to all that case ${1} finds; marks into the folder ${2}.
marks_of() {
    mkdir "$2"
    sar-export find --json --ref "$1" | python3 -c '
import json, sys
for line in sys.stdin:
    item = json.loads(line)
    if item.get("type") == "item":
        with open("%s/%d.marks" % (sys.argv[1], item["item"]), "w") as f:
            f.write("sar-marks: 1\nrecording: sha256:%s\n"
                    "speaker: requester\nreviewer: u1041\n"
                    "reviewed: 2026-10-12\n\n" % item["recording"])' "$2"
}

@test "more volumes than the log's record has room for are refused: 6" {
    # A hundred recordings, none of which fits beside another.
    python3 - "$SAR_HOME" <<'END'
import csv, os, random, struct, sys
home = sys.argv[1]
random.seed(5)
monitor = os.path.join(home, "recorder", "monitor", "many")
os.makedirs(monitor)
with open("many.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["Id", "Start", "From", "To", "Secs", "File"])
    for k in range(101):
        data = random.randbytes(200000)
        with open("%s/%d.wav" % (monitor, k), "wb") as w:
            w.write(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
                    struct.pack("<IHHIIHH", 16, 7, 1, 8000, 8000, 1, 8) +
                    b"data" + struct.pack("<I", len(data)) + data)
        out.writerow(["m%d" % k, "2026-09-%02d %02d:00:00" % (
            1 + k // 10 if k < 99 else 20, 8 + k % 10), "01632960124", "2001", "25",
            "many/%d.wav" % k])
END
    vendor_mapping > many.map
    sar-index import --quiet --mapping many.map many.csv
    sar-export request --quiet --ref SAR-2026-0077 --number "01632 960124" \
        --from 2026-09-01 --to 2026-09-30 --received 2026-10-10 \
        --identity verified
    marks_of SAR-2026-0077 all
    [ "$(find all -type f | wc -l)" -eq 101 ]
    run --separate-stderr sar-export run --ref SAR-2026-0077 --marks all \
        --by u1041 --passphrase-out pass --volume-size "500 kB"
    [ "$status" -eq 6 ]
    [[ $stderr == *"package: more than 99 volumes"*"hint: "* ]]
    [ "$(records intent)" -eq 0 ]
    # Two fewer, and it has.
    sar-export request --quiet --ref SAR-2026-0078 --number "01632 960124" \
        --from 2026-09-01 --to 2026-09-10 --received 2026-10-10 \
        --identity verified
    marks_of SAR-2026-0078 fewer
    run sar-export run --ref SAR-2026-0078 --marks fewer --by u1041 --json \
        --passphrase-out pass --volume-size "500 kB"
    [ "$status" -eq 0 ]
    [ "$(summary packages | grep -o '"name"' | wc -l)" -eq 99 ]
    log_verifies
    7z t -p"$(cat pass)" "$outbox/SAR-2026-0078-part-99.zip" > /dev/null
}
