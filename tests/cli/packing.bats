# How a package is put together, and its content digest: what is in it is the
# same at every build of the same case, plan and letter, though no byte is.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    cp -R "$SAR_HOME" clean
    day=$(TZ=Europe/London date +%F)
}

# Build from the beginning; the summary is in ${1}.json, the package in ${1}.zip.
again() {
    rm -rf "$SAR_HOME" pass
    cp -R clean "$SAR_HOME"
    answer --json "${@:2}" > all || [ $? -eq 3 ]
    tail -n 1 all > "$1.json"
    cp "$SAR_HOME/outbox/$REF.zip" "$1.zip"
    member content "$1.json" > "$1.content"
}

member() {
    python3 -c '
import json, sys
print(json.load(open(sys.argv[2]))[sys.argv[1]])' "$1" "$2"
}

# The letter has its date.
same_day() {
    [ "$(TZ=Europe/London date +%F)" = "$day" ] || skip "it was midnight"
}

@test "two builds of one case give one content digest and different bytes" {
    again first --jobs 1
    again second --jobs 2
    again third --jobs 8
    same_day
    [[ $(cat first.content) =~ ^[0-9a-f]{64}$ ]]
    cmp first.content second.content
    cmp first.content third.content
    run ! cmp -s first.zip second.zip
    [ "$(member sha256 first.json)" != "$(member sha256 second.json)" ]
    # Another fill is another content.
    again other --fill silence
    run ! cmp -s first.content other.content
}

@test "the log has the digest, and it is that of the entries" {
    again first
    7z x -bso0 -p"$(cat pass)" -oopened first.zip
    python3 - first.content "$SAR_HOME"/log/entries-* opened <<'PY'
import base64, hashlib, json, os, sys
said = bytes.fromhex(open(sys.argv[1]).read())
log = [json.loads(l) for l in open(sys.argv[2])]
(release,) = [r for r in log if r["type"] == "release"]
assert base64.b64decode(release["content"]) == said
with open(os.path.join(sys.argv[3], "manifest.json")) as f:
    m = json.load(f)
for e in m["entries"]:
    data = open(os.path.join(sys.argv[3], e["name"]), "rb").read()
    assert hashlib.sha256(data).hexdigest() == e["sha256"]
text = json.dumps({"entries": m["entries"], "schema": "sar-package.content/1"},
                  sort_keys=True, separators=(",", ":"))
assert hashlib.sha256(text.encode()).digest() == said
assert m["content"] == said.hex()
PY
    # A later run of the released case says the same.
    answer --json > all || [ $? -eq 3 ]
    tail -n 1 all > later.json
    [ "$(member outcome later.json)" = released-before ]
    [ "$(member content later.json)" = "$(cat first.content)" ]
}

@test "a wrong word about the package is refused before anything is done" {
    before=$(listing)
    for option in --padding=yes --padding= --volume-size=20 \
        "--volume-size=99 kB" --volume-size=; do
        run --separate-stderr answer "$option"
        [ "$status" -eq 2 ]
        [[ $stderr == "sar-export: ${option%%=*}: expected "* ]]
        run --separate-stderr answer --dry-run "$option"
        [ "$status" -eq 2 ]
    done
    [ "$(listing)" = "$before" ]
    sed -i 's/^fill = .*/&\npadding = padme\nnames = neutral/' \
        "$SAR_HOME/sar.conf"
    run --separate-stderr answer
    [ "$status" -eq 2 ]
    line=$(grep -n '^names' "$SAR_HOME/sar.conf" | cut -d: -f1)
    [[ $stderr == *"sar.conf: line $line: names: must be hidden"* ]]
    [ "$(records intent)" -eq 0 ]
}

# What the package NAME.zip holds, in the folder NAME.
unpacked() {
    7z x -bso0 -bsp0 -p"$(cat pass)" -o"$1" "$1.zip"
}

@test "every byte that is encrypted is the same, with one thread and with eight" {
    again one --jobs 1
    unpacked one
    again eight --jobs 8
    unpacked eight
    same_day
    diff -r one eight
    [ "$(find one -type f | wc -l)" -gt 8 ]
}

@test "on another day the letter is another, and so the content; no recording is" {
    gcc -std=c11 -D_GNU_SOURCE -shared -fPIC -o clock.so \
        "$ROOT/tests/cli/clock.c"
    again one
    unpacked one
    same_day
    ASAN_OPTIONS=verify_asan_link_order=0:$ASAN_OPTIONS \
        LD_PRELOAD=$PWD/clock.so CLOCK_AHEAD=172800 again two
    unpacked two
    run ! cmp -s one.content two.content
    # The signature is of the manifest, which has the letter's digest.
    diff -rq one two > differ || true
    for name in letter.txt manifest.json manifest.json.minisig; do
        grep -q "^Files one/$name and two/$name differ$" differ
    done
    run ! grep -vE '^Files one/[^ ]* and two/[^ ]* differ$' differ
    run ! grep -E 'call-|redactions|schedule.csv' differ
}

@test "the texts come first, in their order, and those for people are in the case" {
    answer --quiet || [ $? -eq 3 ]
    7z x -bso0 -p"$(cat pass)" -oopened "$SAR_HOME/outbox/$REF.zip"
    python3 - "$SAR_HOME/outbox/$REF.zip" <<'END'
import sys, zipfile
names = zipfile.ZipFile(sys.argv[1]).namelist()
assert names[:5] == ["letter.txt", "schedule.txt", "schedule.csv",
                     "listen.html", "redactions.json"], names
assert names[-2:] == ["manifest.json", "manifest.json.minisig"], names
calls = names[5:-2]
assert all(n.startswith("call-") for n in calls)
# The recordings, and then their proofs.
half = len(calls) // 2
assert calls[:half] == sorted(calls[:half])
assert calls[half:] == [
    n.rsplit(".", 1)[0] + ".redaction-proof" for n in calls[:half]]
END
    for name in letter.txt schedule.txt schedule.csv listen.html; do
        cmp "opened/$name" "$SAR_HOME/cases/$REF/$name"
    done
    # It is made of the plan, which says more.
    [ ! -e "$SAR_HOME/cases/$REF/redactions.json" ]
    python3 - "$SAR_HOME/cases/$REF/plan.json" opened/redactions.json <<'END'
import json, sys
plan, redactions = (json.load(open(p)) for p in sys.argv[1:])
# As many cuts of each recording, and of no other.
want = {i["name"]: len(i["cuts"]) for i in plan["items"] if i.get("name")}
(files,) = [v for v in redactions.values() if isinstance(v, list)]
assert {f["name"]: len(f["cuts"]) for f in files} == want, (files, want)
assert any(want.values())
END
}

@test "with vCons each recording has its own in its zip, after them, split or not" {
    # The case's secret, from which the UUIDs come, is made by the first build.
    again first --vcon
    unpacked first
    cp "$SAR_HOME/cases/$REF/plan.salt" "clean/cases/$REF/plan.salt"
    again first --vcon
    again second --vcon --hide-names
    same_day
    cmp first.content second.content
    python3 - first.zip first <<'END'
import json, os, sys, zipfile
names = zipfile.ZipFile(sys.argv[1]).namelist()[5:-2]
calls = names[:len(names) // 3]
assert len(calls) >= 5 and len(names) == 3 * len(calls)
for call, vcon, proof in zip(calls, names[len(calls):],
                             names[2 * len(calls):]):
    assert proof == call.rsplit(".", 1)[0] + ".redaction-proof", (call, proof)
    assert vcon == call.rsplit(".", 1)[0] + ".vcon.json", (call, vcon)
    text = json.load(open(os.path.join(sys.argv[2], vcon)))
    assert call in json.dumps(text["dialog"]), vcon
END
    rm -rf "$SAR_HOME" pass
    cp -R clean "$SAR_HOME"
    answer --json --vcon --volume-size "250 kB" > all || [ $? -eq 3 ]
    tail -n 1 all > split.json
    [ "$(member content split.json)" = "$(cat first.content)" ]
    for zip in "$SAR_HOME"/outbox/*.zip; do
        [ "$(stat -c %s "$zip")" -le 250000 ]
        python3 - "$zip" <<'END'
import sys, zipfile
names = zipfile.ZipFile(sys.argv[1]).namelist()[5:-2]
n = len(names) // 3
assert n > 0 and names[n:] == [
    name.rsplit(".", 1)[0] + end for end in (".vcon.json", ".redaction-proof")
    for name in names[:n]], names
END
    done
    sar-verify package --quiet --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --passphrase-file pass \
        "$SAR_HOME"/outbox/*.zip
    # By policy too; and without it there is none.
    rm -rf "$SAR_HOME" pass
    cp -R clean "$SAR_HOME"
    sed -i 's/^fill = .*/&\nvcon = yes/' "$SAR_HOME/sar.conf"
    answer --json > all || [ $? -eq 3 ]
    tail -n 1 all > policy.json
    [ "$(member content policy.json)" = "$(cat first.content)" ]
    again none
    run ! cmp -s none.content first.content
    run ! grep -aF vcon none.zip
}
