# Packages whose names, number and sizes nobody sees without the passphrase:
# one zip in the encrypted one, padded where that is asked for.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    outbox=$SAR_HOME/outbox
}

# Answer; the zip is then ${1}.zip, the content digest ${1}.content, and what
# is in it, unpacked once and once more, in ${1}.d.
build() {
    local name=$1 zip
    shift
    rm -f pass
    open_case
    answer --json "$@" > all || [ $? -eq 3 ]
    tail -n 1 all | python3 -c '
import json, sys
print(json.load(sys.stdin)["content"])' > "$name.content"
    for zip in "$outbox/$REF"*.zip; do
        cp "$zip" "$name${zip#"$outbox/$REF"}"
    done
    opened "$outbox" "$REF" pass "$name.d"
}

# A home for each build, with one key: a case is answered once.
fresh() {
    rm -rf "$SAR_HOME"
    cp -R "$BATS_FILE_TMPDIR/home" "$SAR_HOME"
}

# The Padme size of $1, by the paper's algorithm and not ours.
padme() {
    python3 -c '
import math, sys
size = int(sys.argv[1])
e = math.floor(math.log2(size))
s = math.floor(math.log2(e)) + 1
mask = (1 << (e - s)) - 1
print((size + mask) & ~mask)' "$1"
}

# The zip in $1, decrypted.
inside() {
    7z x -so -p"$(cat pass)" "$1" package.zip
}

names() {
    7z l -slt -ba "$1" | sed -n 's/^Path = //p'
}

same_day() {
    [ "$(TZ=Europe/London date +%F)" = "$day" ] || skip "it was midnight"
}

@test "hidden, padded and open packages have the same in them, to the byte" {
    day=$(TZ=Europe/London date +%F)
    build open
    fresh
    build hidden --hide-names
    [ "$(names hidden.zip)" = package.zip ]
    inside hidden.zip > inner.zip
    fresh
    build padded --padding padme
    [ "$(names padded.zip)" = package.zip ]
    inside padded.zip > padded-inner.zip
    same_day
    diff -r open.d hidden.d
    diff -r -x padding.bin -x 'manifest.json*' open.d padded.d
    cmp open.content hidden.content
    cmp open.content padded.content
    # In the same order, and nothing of it in clear.
    [ "$(names open.zip)" = "$(names inner.zip)" ]
    for zip in hidden.zip padded.zip; do
        run ! grep -aqE 'call-0|letter|schedule|manifest|RIFF|fLaC' "$zip"
    done
    # Of zeros, and of a size that does not tell.
    [ "$(tr -d '\0' < padded.d/padding.bin | wc -c)" -eq 0 ]
    size=$(stat -c %s padded-inner.zip)
    [ "$size" -eq "$(padme "$size")" ]
    [ "$size" -ge "$(stat -c %s inner.zip)" ]
}

@test "what is hidden is a plain zip to everybody" {
    build hidden --padding padme
    inside hidden.zip > inner.zip
    7z t -bso0 inner.zip
    unzip -q inner.zip -d by-unzip
    mkdir by-bsdtar by-pipe
    bsdtar -xf inner.zip -C by-bsdtar
    bsdtar -xf - -C by-pipe < <(cat inner.zip)
    python3 -m zipfile -e inner.zip by-python
    for by in by-*; do
        diff -r hidden.d "$by"
    done
}

@test "the manifest's signature is checked as the manual says" {
    vkey=$(cat "$SAR_HOME/log.vkey")
    build hidden --hide-names
    cd hidden.d
    read -ra line < <(grep -ao 'minisign -V -m manifest.json -P [^ ]*' \
        "$outbox/$REF-HOW-TO-OPEN.txt" | tr -d '\r')
    "${line[@]}" > /dev/null
    # Its own commands, out of the page.
    mandoc -Tascii "$ROOT/man/sar-package.5" | col -bx > page
    sed -n '/With OpenSSL 3:/,/This leaves/p' page | sed '1d;$d' > commands
    [ "$(grep -c openssl commands)" -eq 2 ]
    VKEY=$vkey sh -e commands | grep -q 'Verified Successfully'
    printf ' ' >> manifest.json
    run ! env VKEY="$vkey" sh -e commands
    run ! "${line[@]}"
}

@test "hidden volumes have names of their own, fit and go into one folder" {
    day=$(TZ=Europe/London date +%F)
    build open
    fresh
    build split --padding padme --volume-size "250 kB"
    same_day
    cmp open.content split.content
    n=$(find . -maxdepth 1 -name 'split-*.zip' | wc -l)
    [ "$n" -ge 3 ]
    for k in $(seq "$n"); do
        [ "$(names "split-part-$k.zip")" = "package-$k.zip" ]
        [ "$(stat -c %s "split-part-$k.zip")" -le 250000 ]
        [ -f "split.d/manifest-$k.json.minisig" ]
    done
    diff -r -x 'padding-*.bin' -x 'manifest*' open.d split.d
    # Whoever looks into the folder finds each manifest to be right.
    python3 - split.d "$n" << 'PY'
import hashlib, json, os, sys
folder, n = sys.argv[1], int(sys.argv[2])
for k in range(1, n + 1):
    names = set()
    for e in json.load(open(f"{folder}/manifest-{k}.json"))["entries"]:
        data = open(f"{folder}/{e['name']}", "rb").read()
        assert hashlib.sha256(data).hexdigest() == e["sha256"], e["name"]
        assert len(data) == e["size"], e["name"]
        names.add(e["name"])
    assert {s for s in names if "padding" in s} == {f"padding-{k}.bin"}, names
PY
}

@test "the number of jobs changes nothing in what is hidden" {
    day=$(TZ=Europe/London date +%F)
    build one --padding padme --jobs 1
    inside one.zip > one-inner.zip
    fresh
    build eight --padding padme --jobs 8
    inside eight.zip > eight-inner.zip
    same_day
    cmp one-inner.zip eight-inner.zip
    run ! cmp -s one.zip eight.zip
}

@test "a little more or less to say does not show in the size" {
    build short --padding padme
    fresh
    sed -i 's/^controller = .*/& and all of its many subsidiaries/' \
        "$SAR_HOME/sar.conf"
    build long --padding padme
    run ! cmp -s short.content long.content
    [ "$(stat -c %s short.zip)" -eq "$(stat -c %s long.zip)" ]
    [ "$(stat -c %s short.d/letter.txt)" -lt "$(stat -c %s long.d/letter.txt)" ]
}

@test "the policy hides too" {
    sed -i 's/^fill = .*/&\nnames = hidden/' "$SAR_HOME/sar.conf"
    build policy
    [ "$(names policy.zip)" = package.zip ]
    [ ! -e policy.d/padding.bin ]
}

@test "a hidden package with the wrong passphrase, cut short, changed" {
    build hidden --padding padme
    verify() {
        run --separate-stderr sar-verify package \
            --vkey "$SAR_HOME/log.vkey" --passphrase-file "$@"
    }
    verify pass hidden.zip
    [ "$status" -eq 0 ]
    printf '%s\n' abacus-banjo-canopy-dagger-eagle-falcon > wrong
    chmod 600 wrong
    verify wrong hidden.zip
    [ "$status" -eq 12 ]
    head -c -1 hidden.zip > cut.zip
    verify pass cut.zip
    [ "$status" -eq 14 ]
    python3 - <<'PY'
data = bytearray(open("hidden.zip", "rb").read())
data[len(data) // 2] ^= 1
open("changed.zip", "wb").write(data)
PY
    verify pass changed.zip
    [ "$status" -eq 14 ]
    # shellcheck disable=SC2154 # bats sets it
    [[ $stderr == *"changed.zip: package.zip: authentication code does not fit" ]]
}
