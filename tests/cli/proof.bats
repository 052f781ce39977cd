# The proof beside a package: what it shows to who has nothing of ours but a
# public key, and that nobody can make one up.
setup_file() {
    load common
    make_home
    cd "$BATS_FILE_TMPDIR" || return 1
    for name in one many; do
        SAR_HOME=$BATS_FILE_TMPDIR/$name
        export SAR_HOME
        cp -R home "$SAR_HOME"
        open_case
    done
    release one
    release many --volume-size 300kB
    # Another log of the same name, by another key.
    sar-export init --quiet --home other --config "$SAMPLE/sar.conf"
}

# release HOME OPTION...: its package, and the passphrase beside it
release() {
    SAR_HOME=$BATS_FILE_TMPDIR/$1 sar-export run --quiet --ref "$REF" \
        --marks "$SAMPLE/marks" --by u1041 --allow-partial \
        --passphrase-out "$BATS_FILE_TMPDIR/$1.pass" "${@:2}" || [ $? -eq 3 ]
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
    one=$BATS_FILE_TMPDIR/one
    many=$BATS_FILE_TMPDIR/many
    zip=$one/outbox/$REF.zip
    proof=$zip.tlog-proof
    vkey=$one/log.vkey
    skey=$one/keys/log.skey
    vectors=$SAR_TESTS/vectors/log
    release=$(SAR_HOME=$one record_of release)
    total=$(SAR_HOME=$one log_size)
}

check() {
    run --separate-stderr sar-verify proof --vkey "$vkey" "$@"
    echo "$status: $output $stderr"
}

# A copy of the proof, changed: CHANGE...
forge() {
    python3 "$ROOT/tests/cli/proof.py" "$proof" forged "$@"
}

# refused STATUS MESSAGE [OPTION...]: what is in "forged" is, and nothing is
# said of it that is not so.
refused() {
    local want=$1 message=$2
    shift 2
    check "$@" forged
    [ "$status" -eq "$want" ]
    [[ $stderr == "sar-verify: "*"$message"* ]]
    [[ $output != *OK* && $output != *Record* ]]
    run ! second forged "$vkey"
}

# What a program that was written from the manual page alone says.
second() {
    python3 "$SAR_TESTS/vectors/verify_proof.py" "$@"
}

@test "a proof shows the release, and the package beside it, without a log" {
    cp "$proof" p
    cp "$zip" z.zip
    check --package z.zip p
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [[ $output == "OK: record $release is in the log sar.wexcombe.example/log, as it was when it had $total records"* ]]
    [[ $output == *"OK: z.zip is the package it released, to the byte"* ]]
    [[ $output == *"SHA-256 of the package: $(sha256sum < z.zip | cut -d' ' -f1)"* ]]
    [[ $output == *"its size in bytes: $(stat -c %s z.zip)"* ]]
    # The provision in the words the person is told it in.
    [[ $output == *"under: DPA 2018 Sch. 2 para. 16 (TP): It is about somebody else"* ]]
    [[ $output == *"reviewed by: u1041"* ]]
    # And what it does not show.
    [[ $output == *"NOT SHOWN: that what the record says is true"* ]]
    [[ $output == *"with no witness, another could be shown to others"* ]]
    [[ $output == *"what is in the package"* ]]
    [[ $output != *"NOT CHECKED"* ]]
    run -0 second p "$vkey"
    [ "$output" = "OK: record $release of $total" ]
    # Without it, that is said.
    check p
    [ "$status" -eq 0 ]
    [[ $output == *"NOT CHECKED: whether a package is the one"* ]]
}

@test "--json has the record whole, the log, the witnesses and the packages" {
    check --json --package "$zip" "$proof"
    [ "$status" -eq 0 ]
    summary_is 0
    sed -n $((release + 1))p "$one"/log/entries-* > line
    python3 - "$output" line "$zip" "$release" "$total" <<'END'
import json, sys
s = json.loads(sys.argv[1].splitlines()[-1])
with open(sys.argv[2]) as f:
    assert s["record"] == json.load(f)
assert s["number"] == int(sys.argv[4]) and s["records"] == int(sys.argv[5])
assert s["witnesses"] == []
assert s["log"] == "sar.wexcombe.example/log" and s["policy_met"]
assert s["packages"] == [{"file": sys.argv[3], "released": True, "volume": 1}]
assert s["volumes"] == s["volumes_right"] == 1
END
}

@test "the shell of the manual page checks it, with nothing of ours" {
    sed -n "/^sed -n 's.\\^extra/,/^cat record/p" "$ROOT/man/sar-proof.5" |
        sed 's/\\e/\\/g' > shell
    [ "$(wc -l < shell)" -gt 40 ]
    cp "$proof" p
    cp "$vkey" log.vkey
    cp "$zip" zip
    run sh shell
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Signature Verified Successfully" ]
    [ "${lines[1]}" = "THE RECORD IS IN THE LOG" ]
    [ "${lines[2]}" = "THE RECORD NAMES THE PACKAGE" ]
    [ "${lines[3]}" = "$(sed -n $((release + 1))p "$one"/log/entries-*)" ]
    # A longer way up, and one of the vectors.
    cp "$vectors/rel3x.tlog-proof" p
    cp "$vectors/log.vkey" log.vkey
    run sh shell
    [ "${lines[0]}" = "Signature Verified Successfully" ]
    [ "${lines[1]}" = "THE RECORD IS IN THE LOG" ]
    [[ ${lines[2]} == "{"* ]]
    # What it says is worth something.
    sed -i 's/^index 3/index 2/' p
    run sh shell
    [[ $output != *"THE RECORD IS IN THE LOG"* ]]
}

@test "it is the same to the byte as one written from the format" {
    cp "$proof" forged
    forge
    cmp forged "$proof"
    # The note is the log's own, and the record its line.
    grep -qF "$(sed -n '/^$/,$p' "$proof" | sed -n 4p)" "$one/log/checkpoints"
    [ "$(sed -n 's/^extra //p' "$proof" | base64 -d)" = \
        "$(sed -n $((release + 1))p "$one"/log/entries-*)" ]
}

@test "a record, place or way that was changed is 13" {
    forge 'member=redacted_ms:1'
    refused 13 forged
    forge 'member=exempt:[]'
    refused 13 forged
    forge index=$((release - 1))
    refused 13 forged
    forge index=0
    refused 13 forged
    forge size=$((total + 1))
    refused 13 forged
    for n in 0 1; do
        forge drop=$n
        refused 13 forged
        forge add=$n
        refused 13 forged
    done
    forge drop=0 drop=0
    refused 13 forged
    # Each hash, each letter of it.
    python3 - "$proof" <<'END'
import sys
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
for at in (3, 4):
    for i in (0, 20, 41):
        changed = list(lines)
        old = changed[at]
        changed[at] = old[:i] + ("A" if old[i] != "A" else "B") + old[i + 1:]
        with open("flipped-%d-%d" % (at, i), "w", encoding="utf-8") as f:
            f.write("\n".join(changed))
END
    for file in flipped-*; do
        cp "$file" forged
        refused 13 forged
    done
}

@test "another log, another key and a signature of something else are 13" {
    forge origin=sar.wexcombe.example/log2
    refused 13 forged
    forge "sign=$BATS_FILE_TMPDIR/other/keys/log.skey"
    refused 13 forged
    # All of it by another key that has the same name.
    forge index=0 member=seq:0 alone \
        "sign=$BATS_FILE_TMPDIR/other/keys/log.skey"
    refused 13 forged
    run -0 sar-verify proof --quiet --vkey "$BATS_FILE_TMPDIR/other/log.vkey" \
        forged
    # The signature of another checkpoint of the log.
    python3 - "$proof" "$one/log/checkpoints" <<'END'
import sys
text = open(sys.argv[1], encoding="utf-8").read()
first = open(sys.argv[2], encoding="utf-8").read().split("\n")[4]
lines = text.rstrip("\n").split("\n")
lines[-1] = first
open("forged", "w", encoding="utf-8").write("\n".join(lines) + "\n")
END
    refused 13 forged
    # A witness's word is not the log's.
    forge "sign=$vectors/wit.skey"
    refused 13 forged
}

@test "what is not a proof in its one form is 2" {
    size=$(stat -c %s "$proof")
    for n in 0 1 20 23 24 30 $((size / 2)) $((size - 2)) $((size - 1)); do
        head -c "$n" "$proof" > forged
        check forged
        [ "$status" -eq 2 ] || [ "$status" -eq 13 ]
        [[ $output != *OK* ]]
        run ! second forged "$vkey"
    done
    for tail in 'x' $'\n' $'\n\n' $'more\n' ' '; do
        forge "tail=$tail"
        check forged
        [ "$status" -eq 2 ] || [ "$status" -eq 13 ]
        [[ $output != *OK* ]]
    done
    sed 's/$/\r/' "$proof" > forged
    refused 2 forged
    [[ $stderr == *'hint: its line ends were changed'* ]]
    sed 's/@v1/@v2/' "$proof" > forged
    refused 2 forged
    sed "s/^index $release/index 0$release/" "$proof" > forged
    refused 2 forged
    sed "s/^index $release/index +$release/" "$proof" > forged
    refused 2 forged
    sed "s/^index $release/index 99999999999999999999/" "$proof" > forged
    refused 2 forged
    sed 's/^extra /extra  /' "$proof" > forged
    refused 2 forged
    { cat "$proof"; head -c 10000000 /dev/zero; } > forged
    refused 2 forged
    yes AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= | head -n 2000 > hashes
    sed '3r hashes' "$proof" > forged
    refused 2 forged
    sed '/^extra/d' "$proof" > forged
    refused 2 'no record in it'
    ln -s "$proof" link
    check link
    [ "$status" -eq 10 ]
    check "$one"
    [ "$status" -ne 0 ]
    check absent
    [ "$status" -eq 10 ]
}

# Whoever has the log's key can sign anything: it is still held to the table.
@test "a record that no record may be is 13, though the log signed it" {
    forge index=0 member=seq:0 alone "sign=$skey"
    check forged
    [ "$status" -eq 0 ]
    # Each is signed, and includes itself.
    while read -r changed; do
        forge index=0 member=seq:0 "$changed" alone "sign=$skey"
        refused 13 forged
        # Neither who it is nor what was said is repeated.
        [[ $stderr != *Zebedee* && $stderr != *960123* ]]
    done <<'END'
member=note:"Zebedee"
member=by:"Zebedee Quillfeather"
member=by:
member=seq:1
member=type:"other"
member=exempt:["about Zebedee's sister"]
member=pkg:"Zebedee"
member=redacted_ms:-1
member=redacted_ms:1.5
member=t:"yesterday"
member=reviewer:[["u1"]]
member=name:{"a":1}
record={"by":"u1","v":1}
record=Zebedee Quillfeather, 01632 960123
END
    forge index=0 'record={"seq":0,"seq":0}' alone "sign=$skey"
    refused 13 forged
}

@test "a package that is not the one is 14; with all volumes 0, with some 3" {
    cp "$zip" changed.zip
    printf x >> changed.zip
    check --package changed.zip "$proof"
    [ "$status" -eq 14 ]
    [[ $stderr == *"changed.zip: not a package that record $release released"* ]]
    # Nothing in it reads as if all were well, and it is the first thing said.
    [[ $output == "WRONG: changed.zip is not a package that record $release released"$'\n'"the proof alone: record $release "* ]]
    [[ $output != *OK* ]]
    [[ $stderr != *"was not given"* ]]
    check --json --package changed.zip "$proof"
    [[ $output == *'"released":false'*'"volumes_right":0'* ]]
    check --package "$many/outbox/$REF-part-1.zip" "$proof"
    [ "$status" -eq 14 ]
    vkey=$many/log.vkey
    packages=()
    for volume in "$many"/outbox/*.zip; do
        packages+=(--package "$volume")
    done
    n=${#packages[@]}
    [ "$n" -ge 6 ]
    for volume in "$many"/outbox/*.zip; do
        cmp "$volume.tlog-proof" "$many/outbox/$REF-part-1.zip.tlog-proof"
        check "${packages[@]}" "$volume.tlog-proof"
        [ "$status" -eq 0 ]
    done
    # In any order, and with one changed or left out.
    check --package "$many/outbox/$REF-part-3.zip" \
        --package "$many/outbox/$REF-part-1.zip" "$volume.tlog-proof"
    [ "$status" -eq 3 ]
    [[ $stderr == *"volume 2 of "*" was not given: not checked"* ]]
    [[ $output == *"part-3.zip is volume 3 of the $((n / 2))"* ]]
    check "${packages[@]}" --package changed.zip "$volume.tlog-proof"
    [ "$status" -eq 14 ]
    check "${packages[@]}" --package "$volume" "$volume.tlog-proof"
    [ "$status" -eq 2 ]
    [[ $stderr == *"was given before"* ]]
    check --package absent.zip "$volume.tlog-proof"
    [ "$status" -eq 10 ]
}

@test "a package in the proof's place is told to be no proof" {
    check --package "$proof" "$zip"
    [ "$status" -eq 2 ]
    [[ $stderr == *"$zip: not a proof"*"--package"* ]]
    [[ $stderr != *larger* ]]
    [ -z "$output" ]
    run --separate-stderr sar-verify package --vkey "$vkey" --proof "$zip" "$zip"
    [ "$status" -eq 2 ]
    [[ $stderr == *"not a proof"* ]]
}

@test "a record that releases nothing names no package: 14" {
    forge 'record={"by":"u1","case":"A-1","reason":"unfounded","salt":"oKCgoKCgoKCgoKCgoKCgoA==","seq":0,"t":"2026-01-05T09:00:00Z","type":"refuse","v":1}' \
        index=0 alone "sign=$skey"
    check forged
    [ "$status" -eq 0 ]
    [[ $output == *"Record 0, refuse:"*"reason: unfounded"* ]]
    check --package "$zip" forged
    [ "$status" -eq 14 ]
    [[ $stderr == *"releases no package"* ]]
}

@test "each member of a record is said for what it is" {
    head='"salt":"oKCgoKCgoKCgoKCgoKCgoA==","seq":0,"t":"2026-01-05T09:00:00Z"'
    forge 'record={"by":"u1","exceptions":2,"ok":false,'"$head"',"through":7,"type":"verify","v":1}' \
        index=0 alone "sign=$skey"
    check forged
    [ "$status" -eq 0 ]
    [[ $output == *$'\n  ok: no\n  of so many records: 7\n'* ]]
    key=$(cat "$SAR_TESTS/vectors/log/wit.vkey")
    forge 'record={"by":"'"${key%%+*}"'","key":"'"$key"'",'"${head%,*}"',"size":7,'"${head##*,}"',"ts":1767603600,"type":"cosigned","v":1}' \
        index=0 alone "sign=$skey"
    check forged
    [ "$status" -eq 0 ]
    [[ $output == *$'\n  a checkpoint of so many records: 7\n'* ]]
    none='"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="'
    forge 'record={"note_bytes":9,"note_sha256":'"$none,$head"',"tail_bytes":0,"tail_records":0,"tail_sha256":'"$none"',"type":"recover","v":1}' \
        index=0 alone "sign=$skey"
    check forged
    [ "$status" -eq 0 ]
    [[ $output == *$'\n  bytes of checkpoints cut short: 9\n'* ]]
}

@test "cosignatures count by the policy; too few are 5, a wrong one is 13" {
    printf 'log %s\nwitness w1 %s\nquorum w1\n' "$(cat "$vkey")" \
        "$(cat "$vectors/wit.vkey")" > policy
    run --separate-stderr sar-verify proof --policy policy "$proof"
    echo "$status: $output $stderr"
    [ "$status" -eq 5 ]
    [[ $output == OK* ]]
    [[ $stderr == *'hint: '*'log prove --cosigned'* ]]
    forge "cosign=$vectors/wit.skey:1768298400"
    run --separate-stderr sar-verify proof --policy policy --package "$zip" \
        forged
    [ "$status" -eq 0 ]
    [[ $output == *"OK: cosigned by audit.example.org/w1 at 2026-01-13T10:00:00Z"* ]]
    [[ $output != *"with no witness"* ]]
    run -0 second forged "$vkey" -w "$vectors/wit.vkey"
    run -5 second "$proof" "$vkey" -w "$vectors/wit.vkey"
    run --separate-stderr sar-verify proof --json --policy policy forged
    [[ $output == *'"witnesses":[{"at":"2026-01-13T10:00:00Z","name":"audit.example.org/w1"}]'* ]]
    # Known or not, one that is wrong is not passed over.
    forge "cosign=$vectors/wit.skey" flip=witness
    run --separate-stderr sar-verify proof --policy policy forged
    [ "$status" -eq 13 ]
    forge "cosign=$vectors/wit.skey"
    sed 's/^quorum .*/quorum none/' policy > lax
    sed -i '$s/ tAOMNQAAAAB/ tAOMNQAAAAC/' forged
    run --separate-stderr sar-verify proof --policy lax forged
    [ "$status" -eq 13 ]
    # Who only has the log's key is told that there is one.
    forge "cosign=$vectors/wit.skey"
    check forged
    [ "$status" -eq 0 ]
    [[ $output == *"NOT CHECKED: 1 cosignature by keys"* ]]
    [[ $output == *"with no witness"* ]]
}

@test "a log whose key was changed has a proof for each of its keys" {
    forge index=0 member=seq:0 alone \
        "sign=$BATS_FILE_TMPDIR/other/keys/log.skey"
    later=$BATS_FILE_TMPDIR/other/log.vkey
    check forged
    [ "$status" -eq 13 ]
    check --vkey "$later" forged
    [ "$status" -eq 0 ]
    check --vkey "$later" --package "$zip" "$proof"
    [ "$status" -eq 0 ]
    printf 'log %s\nlog %s\nquorum none\n' "$(cat "$vkey")" "$(cat "$later")" > policy
    run -0 sar-verify proof --quiet --policy policy forged
    run -0 sar-verify proof --quiet --policy policy "$proof"
    # Another log's key beside it is a mistake.
    check --vkey "$vectors/log.vkey" "$proof"
    [ "$status" -eq 2 ]
    run sar-verify proof "$proof"
    [ "$status" -eq 2 ]
}

@test "what is under the name of a proof and is none is not sent, and not removed: 14" {
    cp -R "$one" home
    export SAR_HOME=$PWD/home
    file=$SAR_HOME/outbox/$REF.zip.tlog-proof
    forge 'member=redacted_ms:1'
    for bad in forged "$vectors/rel3x.tlog-proof" "$zip" /dev/null; do
        cp "$bad" "$file"
        before=$(sha256sum "$file")
        run --separate-stderr sar-export run --ref "$REF" --by u1041 \
            --marks "$SAMPLE/marks" --allow-partial --passphrase-file \
            "$BATS_FILE_TMPDIR/one.pass"
        echo "$bad: $status: $stderr"
        [ "$status" -eq 14 ]
        [[ $stderr == *"$REF.zip.tlog-proof: not the proof of the package's release"* ]]
        run --separate-stderr sar-export deliver --ref "$REF" --by u1041 \
            --what package --channel post
        [ "$status" -eq 14 ]
        [ "$(sha256sum "$file")" = "$before" ]
    done
    [ "$(records deliver)" -eq 0 ]
    # Nor is what nobody looked at, as its package is gone.
    mv "$SAR_HOME/outbox/$REF.zip" kept.zip
    mv "$file" "$SAR_HOME/staging"
    run sar-export run --ref "$REF" --by u1041 --marks "$SAMPLE/marks" \
        --allow-partial --passphrase-file "$BATS_FILE_TMPDIR/one.pass"
    [ "$status" -eq 3 ]
    [ ! -e "$file" ]
    rm "$SAR_HOME/staging/$REF.zip.tlog-proof"
    mv kept.zip "$SAR_HOME/outbox/$REF.zip"
    # One with a cosignature is one, and stays.
    forge "cosign=$vectors/wit.skey"
    cp forged "$file"
    sar-export deliver --quiet --ref "$REF" --by u1041 --what package \
        --channel post
    cmp forged "$file"
}

@test "a name that is taken is found before anything is logged: 6" {
    cp -R "$BATS_FILE_TMPDIR/home" home
    export SAR_HOME=$PWD/home
    open_case
    for name in outbox/$REF.zip.tlog-proof staging/$REF.zip.tlog-proof \
        staging/$REF-part-2.zip.tlog-proof; do
        echo mine > "$SAR_HOME/$name"
        run --separate-stderr answer
        [ "$status" -eq 6 ]
        [[ $stderr == *"/$name: exists already"* ]]
        [ "$(cat "$SAR_HOME/$name")" = mine ]
        [ "$(records intent)" -eq 0 ]
        [ ! -e pass ]
        rm "$SAR_HOME/$name"
    done
}

@test "build, status and deliver say where the proof is, or that there is none" {
    cp -R "$one" home
    export SAR_HOME=$PWD/home
    file=$SAR_HOME/outbox/$REF.zip.tlog-proof
    again=(sar-export run --ref "$REF" --by u1041 --marks "$SAMPLE/marks" \
        --allow-partial --passphrase-file "$BATS_FILE_TMPDIR/one.pass")
    run "${again[@]}"
    [[ $output == *"Proof: $file"* ]]
    run "${again[@]}" --json
    [[ ${lines[-1]} == *"\"proof\":\"$file\""* ]]
    [[ ${lines[-1]} == *"\"proof\":\"$REF.zip.tlog-proof\""* ]]
    run sar-export status
    [[ $output == *"Proof: $file"* ]]
    rm "$file"
    run --separate-stderr sar-export status --json
    [[ $output == *'"packages":['* && $output != *tlog-proof* ]]
    run --separate-stderr sar-export status
    [[ $output == *"Proof: none beside $SAR_HOME/outbox/$REF.zip"* ]]
    run --separate-stderr sar-export deliver --ref "$REF" --by u1041 \
        --what package --channel post
    [ "$status" -eq 0 ]
    [[ $stderr == *"warning: $SAR_HOME/outbox/$REF.zip: no proof beside it"* ]]
    # The next run makes it, although it releases nothing.
    run "${again[@]}"
    cmp "$file" "$proof"
    run --separate-stderr sar-export deliver --ref "$REF" --by u1041 \
        --what package --channel courier
    [[ $output == *"Proof: $file"* && -z $stderr ]]
    # Once the package is gone, nobody needs it, and none is made.
    rm "$file" "$SAR_HOME/outbox/$REF.zip"
    run "${again[@]}"
    [ "$status" -eq 3 ]
    [ ! -e "$file" ]
    # To look writes nothing.
    cp "$zip" "$SAR_HOME/outbox/"
    run "${again[@]}" --dry-run
    [ ! -e "$file" ]
}

@test "it checks a proof and writes nothing" {
    command -v strace > /dev/null || skip 'no strace'
    ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=openat,open,creat,unlink,rename,socket \
        -o trace sar-verify proof --vkey "$vkey" --package "$zip" "$proof"
    grep -v '"/dev/null"' trace > opened
    [ -s opened ]
    run ! grep -E 'O_WRONLY|O_RDWR|O_CREAT|creat\(|unlink|rename|socket' opened
}

@test "package --proof is package --log, where the log is not at hand" {
    pass=(--passphrase-file "$BATS_FILE_TMPDIR/one.pass")
    run --separate-stderr sar-verify package --vkey "$vkey" --json \
        --proof "$proof" "${pass[@]}" "$zip"
    echo "$status: $output $stderr"
    [ "$status" -eq 0 ]
    [[ ${lines[-1]} == *'"log":"ok"'* && ${lines[-1]} == *'"proof":true'* ]]
    [[ ${lines[-1]} == *'"log":false'* && ${lines[-1]} == *"\"record\":$release"[,}]* ]]
    run --separate-stderr sar-verify package --vkey "$vkey" \
        --proof "$proof" --certificates \
        "$one/cases/$REF/certificates.sha256" "$zip"
    echo "$status: $output $stderr"
    [ "$status" -eq 0 ]
    [[ $output == "OK: released by record $release of the log, "* ]]
    [[ $output == *"OK: these are its certificates"* ]]
    [[ $output == *"NOT CHECKED: the log itself: its proof was taken for it"* ]]
    [[ $output == *"NOT SHOWN: when the record was written"* ]]
    # Another release's, one that was forged, one that is none.
    run --separate-stderr sar-verify package --vkey "$many/log.vkey" \
        --proof "$many/outbox/$REF-part-1.zip.tlog-proof" "$zip"
    [ "$status" -eq 14 ]
    [ "$stderr" = "sar-verify: package: not what the proof's record released" ]
    forge 'member=redacted_ms:1'
    run --separate-stderr sar-verify package --vkey "$vkey" --proof forged "$zip"
    [ "$status" -eq 13 ]
    [[ $output != *OK* ]]
    head -c 100 "$proof" > forged
    run --separate-stderr sar-verify package --vkey "$vkey" --proof forged "$zip"
    [ "$status" -eq 2 ]
    run sar-verify package --vkey "$vkey" --proof "$proof" --log "$one/log" "$zip"
    [ "$status" -eq 2 ]
    # A package that is not the one, and volumes that are missing.
    cp "$zip" changed.zip
    printf x >> changed.zip
    run --separate-stderr sar-verify package --vkey "$vkey" --proof "$proof" \
        changed.zip
    [ "$status" -eq 14 ]
    run --separate-stderr sar-verify package --vkey "$many/log.vkey" \
        --proof "$many/outbox/$REF-part-1.zip.tlog-proof" \
        "$many/outbox/$REF-part-2.zip"
    [ "$status" -eq 3 ]
    # A record that is true and names another size than the zip has.
    forge 'member=size:1' index=0 member=seq:0 alone "sign=$skey"
    run --separate-stderr sar-verify package --vkey "$vkey" --proof forged "$zip"
    [ "$status" -eq 14 ]
    forge 'member=manifest:"oKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKA="' \
        index=0 member=seq:0 alone "sign=$skey"
    run --separate-stderr sar-verify package --vkey "$vkey" --proof forged \
        "${pass[@]}" "$zip"
    [ "$status" -eq 14 ]
    [[ $stderr == *"the manifest is not the one in the log"* ]]
    # Witnesses count here too.
    printf 'log %s\nwitness w1 %s\nquorum w1\n' "$(cat "$vkey")" \
        "$(cat "$vectors/wit.vkey")" > policy
    run --separate-stderr sar-verify package --policy policy --proof "$proof" \
        "$zip"
    [ "$status" -eq 5 ]
    forge "cosign=$vectors/wit.skey"
    run --separate-stderr sar-verify package --policy policy --proof forged \
        "$zip"
    [ "$status" -eq 0 ]
    [[ $output == *"OK: cosigned by audit.example.org/w1"* ]]
    run --separate-stderr sar-verify package --policy policy \
        --log "$one/log" "$zip"
    [ "$status" -eq 0 ]
    [[ $output == *"NOT CHECKED: the policy's witnesses"* ]]
}

@test "once the key was changed, log and package need the first, a proof its own" {
    cp -R "$one" home
    export SAR_HOME=$PWD/home
    sar-export key rotate --quiet --by u1041
    sar-export key show | tail -n 1 | cut -f 2 > now.vkey
    sed "s/^ref = .*/ref = A-2/" "$SAMPLE/requests/$REF.conf" > request.conf
    sar-export run --quiet --file request.conf --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial --passphrase-out pass || [ $? -eq 3 ]
    later=$SAR_HOME/outbox/A-2.zip
    # The log's key as it was when it was begun, and what is signed now.
    run ! cmp now.vkey "$vkey"
    cat "$vkey" now.vkey | cmp - "$SAR_HOME/log.vkey"
    tr -d ' \r' < "$SAR_HOME/outbox/A-2-HOW-TO-OPEN.txt" > how
    grep -A 1 -Fx "$(cat "$vkey")" how | cmp - "$SAR_HOME/log.vkey"
    for file in "$later" "$zip"; do
        secret=$BATS_FILE_TMPDIR/one.pass
        [ "$file" = "$zip" ] || secret=pass
        run --separate-stderr sar-verify package --vkey "$vkey" \
            --log "$SAR_HOME/log" --passphrase-file "$secret" "$file"
        echo "$status: $output $stderr"
        [ "$status" -eq 0 ]
        [[ $output == *"the log's key signed the manifest"* ]]
        check --vkey now.vkey --package "$file" "$file.tlog-proof"
        [ "$status" -eq 0 ]
        run -0 sar-verify proof --vkey "$SAR_HOME/log.vkey" \
            --package "$file" "$file.tlog-proof"
        run -0 sar-verify package --vkey "$SAR_HOME/log.vkey" \
            --proof "$file.tlog-proof" --passphrase-file "$secret" "$file"
    done
    check --package "$later" "$later.tlog-proof"
    [ "$status" -eq 13 ]
    [[ $stderr == *"newer (or older) one is needed too"* ]]
    # The page's shell takes the key that signed, whichever it is.
    sed -n "/^sed -n 's.\\^extra/,/^cat record/p" "$ROOT/man/sar-proof.5" |
        sed 's/\\e/\\/g' > shell
    cp "$SAR_HOME/log.vkey" log.vkey
    for file in "$later" "$zip"; do
        cp "$file" zip
        cp "$file.tlog-proof" p
        run sh shell
        [ "${lines[0]}" = "Signature Verified Successfully" ]
        [ "${lines[1]}" = "THE RECORD IS IN THE LOG" ]
        [ "${lines[2]}" = "THE RECORD NAMES THE PACKAGE" ]
    done
    run --separate-stderr sar-verify package --vkey "$vkey" \
        --passphrase-file pass "$later"
    [ "$status" -eq 13 ]
    run --separate-stderr sar-verify package --vkey now.vkey \
        --proof "$later.tlog-proof" --passphrase-file pass "$later"
    [ "$status" -eq 0 ]
    # What was released before is completed as before.
    rm "$SAR_HOME/outbox/$REF.zip.tlog-proof" \
        "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt"
    sar-export run --quiet --ref "$REF" --by u1041 --marks "$SAMPLE/marks" \
        --allow-partial --passphrase-file "$BATS_FILE_TMPDIR/one.pass" ||
        [ $? -eq 3 ]
    cmp "$SAR_HOME/outbox/$REF.zip.tlog-proof" "$proof"
    grep -qF "$(cat "$vkey")" "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt"
}

# attached NAME...: what each has cosigned of the log as it is now
attached() {
    rm -f request
    sar-verify offer --quiet --vkey "$vkey" --out request "$SAR_HOME/log"
    for name in "$@"; do
        (umask 077 && sar-export key make "audit.example/$name" \
            --kind witness --plain --quiet --out "$name.key")
        sar-export key show "$name.key" | grep -o 'audit[^ ]*$' > "$name.vkey"
        rm -f cosignature
        sar-verify cosign --quiet --vkey "$vkey" --key "$name.key" \
            --state "$name.state" --out cosignature request
        sar-verify attach --quiet --witness "$name.vkey" cosignature
    done
}

@test "once a witness has cosigned, a proof can have that, and take the other's place" {
    cp -R "$one" home
    export SAR_HOME=$PWD/home
    file=$SAR_HOME/outbox/$REF.zip.tlog-proof
    run --separate-stderr sar-export log prove "$release" --cosigned
    [ "$status" -eq 5 ]
    [ -z "$output" ]
    [[ $stderr == *"record $release: no witness has cosigned"* ]]
    run -2 sar-export log prove 99 --cosigned
    attached w1
    # One that is later, and one more of the same checkpoint.
    sar-export log verify --quiet
    attached w2 w3
    sar-export log prove "$release" --cosigned --out better
    printf 'log %s\nwitness w1 %s\nquorum w1\n' "$(cat "$vkey")" \
        "$(cat w1.vkey)" > policy
    run --separate-stderr sar-verify proof --policy policy --package "$zip" better
    echo "$output $stderr"
    [ "$status" -eq 0 ]
    [[ $output == *"OK: cosigned by audit.example/w1 at "* ]]
    # The first that was cosigned: not later than it has to be.
    [[ $output == *"as it was when it had $total records"* ]]
    run -0 second better "$vkey" -w w1.vkey
    # Of a later record the two others, who saw the same.
    n=$(sed -n '/"type":"verify"/=' "$SAR_HOME"/log/entries-* | head -n 1)
    sar-export log prove $((n - 1)) --cosigned --out later
    [ "$(grep -c '^. audit.example' later)" -eq 2 ]
    run -0 second later "$vkey" -w w2.vkey -w w3.vkey
    run -5 second later "$vkey" -w w1.vkey
    cp better "$file"
    sar-export run --quiet --ref "$REF" --by u1041 --marks "$SAMPLE/marks" \
        --allow-partial --passphrase-file "$BATS_FILE_TMPDIR/one.pass" ||
        [ $? -eq 3 ]
    cmp better "$file"
    sar-export deliver --quiet --ref "$REF" --by u1041 --what package \
        --channel post
}
