# Packages as large as they get, which need the fields of zip64: an entry of more
# than 4 GiB, packages of more, as many entries as there may be.  Sealed and read
# back by us, and opened by 7-Zip and bsdtar, which have to give what went in.
setup() {
    load ../cli/common
    cd "$BATS_TEST_TMPDIR" || return 1
    local free
    free=$(df --output=avail -B 1M . | tail -n 1)
    [ "$free" -ge 12000 ] || skip "less than 12 GB free for temporary files"
    pass=abacus-banjo-canopy-dagger-eagle-falcon
}

teardown() {
    rm -rf "$BATS_TEST_TMPDIR"
}

# "name size sha256" of each entry the manifest of ZIP lists.
listed() {
    7z x -so -p"$pass" "$1" manifest.json | python3 -c '
import json, sys
for e in json.load(sys.stdin)["entries"]:
    print(e["name"], e["size"], e["sha256"])'
}

# Two readers give NAME of ZIP as SHA256.
both_give() {
    [ "$(7z x -so -p"$pass" "$1" "$2" | sha256sum)" = "$3  -" ]
    [ "$(bsdtar -xOf "$1" --passphrase "$pass" "$2" | sha256sum)" = "$3  -" ]
}

@test "an entry of more than 4 GiB, and one behind it" {
    "$BUILD/soak/large" entry p.zip
    [ "$(stat -c %s p.zip)" -gt $((1 << 32)) ]
    7z t -bso0 -bsp0 -p"$pass" p.zip
    listed p.zip > listed
    [ "$(awk '$2 > 2 ^ 32' listed | wc -l)" -eq 1 ]
    while read -r name size digest; do
        both_give p.zip "$name" "$digest"
    done < listed
    [ "$(wc -l < listed)" -eq 3 ]
}

@test "the same in a hidden package, and in the zip that is in it" {
    "$BUILD/soak/large" entry hidden p.zip
    7z t -bso0 -bsp0 -p"$pass" p.zip
    7z x -bso0 -bsp0 -p"$pass" p.zip
    rm p.zip
    # Readers of plain zips besides.
    unzip -tq package.zip
    7z t -bso0 -bsp0 package.zip
    listed package.zip > listed
    while read -r name size digest; do
        both_give package.zip "$name" "$digest"
        [ "$(unzip -p package.zip "$name" | sha256sum)" = "$digest  -" ]
        [ "$(python3 -c '
import hashlib, sys, zipfile
h = hashlib.sha256()
with zipfile.ZipFile("package.zip").open(sys.argv[1]) as f:
    while data := f.read(1 << 20):
        h.update(data)
print(h.hexdigest())' "$name")" = "$digest" ]
    done < listed
    [ "$(awk '$2 > 2 ^ 32' listed | wc -l)" -eq 1 ]
}

@test "as many entries as there may be" {
    "$BUILD/soak/large" many p.zip > said
    grep -q '^65534 entries' said
    mkdir by7z
    7z x -bso0 -bsp0 -p"$pass" -oby7z p.zip
    (cd by7z && listed ../p.zip | awk '{ print $3 "  " $1 }' |
        sha256sum --status --strict -c)
    bsdtar -xOf p.zip --passphrase "$pass" 'call-*' | sha256sum > bsdtar
    find by7z -name 'call-*' -print0 | sort -z | xargs -0 cat | sha256sum |
        cmp - bsdtar
}

@test "a case of more than 4 GiB, by the programs, in 64 MiB of memory" {
    SAR_HOME=$PWD/home
    export SAR_HOME
    # Six days of G.711.
    python3 "$ROOT/tests/cli/many.py" make made alaw 80000 80000 80000 80000 \
        80000 80000 80001
    sed "s|^recordings = .*|recordings = $PWD/made/audio|
        s/^zone = .*/&\ndecisions = optional/" "$SAMPLE/sar.conf" > sar.conf
    sar-export init --quiet --config sar.conf
    sar-index init --quiet
    sar-index import --quiet --mapping made/mapping.conf made/calls.csv
    open_case
    printf '0.5\t1.5\tTP x\n' > labels
    for item in 1 2 3 4 5 6 7; do
        sar-export mark --quiet --ref "$REF" --item "$item" --by u1041 \
            --speaker requester --labels labels
    done
    python3 "$ROOT/tests/cli/many.py" peak sar-export build --ref "$REF" \
        --by u1041 --passphrase-out pass --quiet > took
    [ "$(cat took)" -lt 65536 ]
    zip=$SAR_HOME/outbox/$REF.zip
    [ "$(stat -c %s "$zip")" -gt $((1 << 32)) ]
    rm -r made
    sar-verify package --quiet --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --passphrase-file pass "$zip"
    pass=$(cat pass)
    7z t -bso0 -bsp0 -p"$pass" "$zip"
    listed "$zip" > listed
    while read -r name size digest; do
        both_give "$zip" "$name" "$digest"
    done < <(grep -v 'call-0[2-6]' listed)
    grep -q call-07 listed
}
