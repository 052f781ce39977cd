# Packages in other people's readers, each with code of its own for zip and for
# its encryption: what opens them gives every byte the manifest says, and what
# is known not to open them fails as sar-package(5) says.
setup_file() {
    load common
    make_home
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    open_case
    cd "$BATS_FILE_TMPDIR" || return 1
    (umask 077 && echo wrong-wrong-wrong-wrong > wrong &&
        echo six words are enough for one test > pass)
    cp -R home clean
    built plain
    built hidden --padding padme
    built volumes --volume-size "250 kB"
}

# A package of the case, of this kind, in the folder NAME: NAME OPTIONS...
built() {
    local name=$1
    shift
    rm -rf home
    cp -R clean home
    sar-export run --quiet --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-file pass "$@" || [ $? -eq 3 ]
    mkdir "$name"
    mv home/outbox/*.zip "$name"
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
    zip=$BATS_FILE_TMPDIR/plain/$REF.zip
    pass=$BATS_FILE_TMPDIR/pass
}

# The readers: ZIP FOLDER PASSPHRASE_FILE.
by_7z() {
    7z x -y -bso0 -bsp0 -p"$(cat "$3")" -o"$2" "$1"
}

by_bsdtar() {
    bsdtar -x --passphrase "$(cat "$3")" -C "$2" -f "$1"
}

by_zipjs() {
    ZIPJS=$BUILD/receivers/node_modules/@zip.js/zip.js \
        node "$ROOT/tests/receivers/zipjs.mjs" "$@"
}

by_zip4j() {
    local jars=/usr/share/java
    java -Xshare:auto -cp $jars/bsh.jar:$jars/zip4j.jar bsh.Interpreter \
        "$ROOT/tests/receivers/zip4j.bsh" "$@"
}

need() {
    local tool
    for tool; do
        command -v "$tool" > /dev/null || skip "$tool is not installed"
    done
}

# zip.js as package-lock.json pins it, by its digest; once a build folder.
need_zipjs() {
    local from=$ROOT/tests/receivers to=$BUILD/receivers
    need node npm
    [ -e "$to/done" ] && cmp -s "$from/package-lock.json" "$to/done" && return
    rm -rf "$to"
    mkdir -p "$to"
    cp "$from/package.json" "$from/package-lock.json" "$to"
    if ! npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund \
        --fetch-retries 1 --fetch-timeout 20000 > npm.log 2>&1; then
        cat npm.log
        grep -qE 'ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|UNREACH|ENOTCACHED' \
            npm.log && skip "the npm registry cannot be reached"
        return 1
    fi
    cp "$from/package-lock.json" "$to/done"
}

need_zip4j() {
    need java
    [ -e /usr/share/java/zip4j.jar ] && [ -e /usr/share/java/bsh.jar ] ||
        skip "zip4j and BeanShell are not installed"
}

# Is all in the folder what its manifests list, and the other way round?
as_listed() {
    python3 - "$1" <<'PY'
import hashlib, json, os, re, sys
there = set(os.listdir(sys.argv[1]))
own = {n for n in there if re.fullmatch(r"manifest(-\d+)?\.json(\.minisig)?", n)}
manifests = [json.load(open(os.path.join(sys.argv[1], n)))
             for n in own if n.endswith(".json")]
assert len(own) == 2 * len(manifests) > 0, own
assert len(manifests) in (1, manifests[0]["volumes"])
assert len({m["content"] for m in manifests}) == 1
names = set()
for m in manifests:
    assert len(m["entries"]) > 2, m
    for e in m["entries"]:
        data = open(os.path.join(sys.argv[1], e["name"]), "rb").read()
        assert hashlib.sha256(data).hexdigest() == e["sha256"], e["name"]
        assert len(data) == e["size"], e["name"]
        names.add(e["name"])
assert there == own | names, there
PY
}

# What a reader must do: READER.
reads_it() {
    local reader=$1 volume
    mkdir good bad spoiled
    "$reader" "$zip" good "$pass"
    as_listed good
    # It tells a wrong passphrase, and one bit that is not as it was sealed.
    run "$reader" "$zip" bad "$BATS_FILE_TMPDIR/wrong"
    [ "$status" -ne 0 ]
    for name in $(ls bad); do
        run ! cmp -s "bad/$name" "good/$name"
    done
    python3 - "$zip" spoiled.zip <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 1
open(sys.argv[2], "wb").write(data)
PY
    run "$reader" spoiled.zip spoiled "$pass"
    [ "$status" -ne 0 ]
    # A zip in a zip, and each of several by itself.
    mkdir outer inner
    "$reader" "$BATS_FILE_TMPDIR/hidden/$REF.zip" outer "$pass"
    [ "$(ls outer)" = package.zip ]
    "$reader" outer/package.zip inner "$pass"
    as_listed inner
    [ "$(find inner -name 'call-*' | wc -l)" -eq \
        "$(find good -name 'call-*' | wc -l)" ]
    for volume in "$BATS_FILE_TMPDIR"/volumes/*.zip; do
        mkdir volume
        "$reader" "$volume" volume "$pass"
        as_listed volume
        mkdir -p all
        mv volume/* all
        rmdir volume
    done
    # All in one folder: the same content, nothing lost.
    as_listed all
    (cd good && find . ! -name 'manifest*' -type f) | sort > names
    (cd all && find . ! -name 'manifest*' -type f) | sort | cmp - names
}

@test "no salt is used twice, in no volume and in no build" {
    # With one passphrase the same salt would be the same keystream.
    python3 - "$BATS_FILE_TMPDIR"/{plain,hidden,volumes}/*.zip <<'PY'
import struct, sys, zipfile
salts = []
for name in sys.argv[1:]:
    raw = open(name, "rb").read()
    for i in zipfile.ZipFile(name).infolist():
        n, extra = struct.unpack_from("<HH", raw, i.header_offset + 26)
        at = i.header_offset + 30 + n + extra
        salts.append(raw[at:at + 16])
assert len(salts) > 20 and len(set(salts)) == len(salts), len(salts)
PY
}

@test "7-Zip gives every byte" {
    need 7z
    reads_it by_7z
}

@test "bsdtar gives every byte" {
    need bsdtar
    reads_it by_bsdtar
}

@test "zip.js, in web pages, gives every byte" {
    need_zipjs
    reads_it by_zipjs
}

@test "zip4j, in Java and on Android, gives every byte" {
    need_zip4j
    reads_it by_zip4j
}

# sar-package(5) names a reader, and what it says or does: WORDS...
manual_says() {
    local words
    mandoc -T utf8 "$ROOT/man/sar-package.5" | sed 's/.\x08//g' |
        tr -s ' \n' ' ' > manual
    for words; do
        grep -qF "$words" manual || {
            echo "not in sar-package(5): $words"
            return 1
        }
    done
}

@test "Info-ZIP unzip skips every entry, as the manual says" {
    need unzip mandoc
    mkdir out
    run unzip -P "$(cat "$pass")" -d out "$zip"
    [ "$status" -eq 81 ]
    [ "$(grep -c 'need PK compat. v5.1' <<< "$output")" -eq \
        "$(7z l -ba "$zip" | wc -l)" ]
    [ -z "$(ls -A out)" ]
    manual_says "Info-ZIP unzip" "need PK compat. v5.1"
}

@test "Python's zipfile refuses, as the manual says" {
    need python3 mandoc
    run python3 - "$zip" "$pass" <<'PY'
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
z.setpassword(open(sys.argv[2], "rb").read().strip())
for name in z.namelist():
    try:
        z.read(name)
    except NotImplementedError as e:
        assert str(e) == "That compression method is not supported", e
    else:
        sys.exit("it opens: " + name)
PY
    [ "$status" -eq 0 ]
    manual_says "Python's zipfile" "NotImplementedError"
}

@test "libzip 1.7.3 reads all and calls it damaged, as the manual says" {
    need ziptool mandoc 7z
    ziptool -h 2>&1 | grep -q . || skip "ziptool says nothing"
    dpkg-query -W -f '${Version}' libzip4 2> /dev/null | grep -q '^1\.7\.' ||
        skip "libzip is another than 1.7"
    mkdir good
    by_7z "$zip" good "$pass"
    # By the order of the entries.
    n=0
    while read -r name; do
        status=0
        ziptool "$zip" set_password "$(cat "$pass")" cat "$n" > data 2> err ||
            status=$?
        [ "$status" -ne 0 ]
        grep -q 'CRC error' err
        cmp data "good/$name"
        n=$((n + 1))
    done < <(7z l -ba -slt "$zip" | sed -n 's/^Path = //p')
    [ "$n" -gt 3 ]
    manual_says "libzip before 1.9" "CRC error"
}

@test "what is hidden in a package opens where the encryption is not known" {
    need unzip python3
    mkdir outer by_unzip by_python
    by_7z "$BATS_FILE_TMPDIR/hidden/$REF.zip" outer "$pass"
    unzip -q -d by_unzip outer/package.zip
    as_listed by_unzip
    python3 -c '
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
z.extractall(sys.argv[2])' outer/package.zip by_python
    diff -r by_unzip by_python
    # As large as others, whatever is in it: see sar-package(5).
    python3 - "$(stat -c %s outer/package.zip)" <<'PY'
import math, sys
size = int(sys.argv[1])
e = math.floor(math.log2(size))
low = e - (math.floor(math.log2(e)) + 1)
assert size % (1 << low) == 0, size
PY
}
