# A run that is stopped at any moment is completed by the next: one release,
# nothing unencrypted, nothing left over.
setup_file() {
    load common
    make_home
    # So that each run seals its passphrase too.
    sar-export recovery-key --quiet --out "$BATS_FILE_TMPDIR/key" 2> /dev/null
    sed -i "s/^\[policy\]\$/&\nrecovery-recipient = $(sed -n \
        's/^# public key: //p' "$BATS_FILE_TMPDIR/key")/" "$home/sar.conf"
}

setup() {
    load common
    use_home
    open_case
}

# Everything as it must be after a run that completed.
complete() {
    complete_but_package
    [ -f "$SAR_HOME/outbox/$REF.zip" ]
    7z t -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip" > /dev/null
    sar-verify package --quiet --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --passphrase-file pass \
        "$SAR_HOME/outbox/$REF.zip"
    sar-verify proof --quiet --vkey "$SAR_HOME/log.vkey" \
        --package "$SAR_HOME/outbox/$REF.zip" \
        "$SAR_HOME/outbox/$REF.zip.tlog-proof"
}

complete_but_package() {
    [ "$(records release)" -eq 1 ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    [ -z "$(find "$SAR_HOME" -name '.sar-*')" ]
    [ -f "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt" ]
    # What is sealed is this run's, and not a killed one's.
    [ "$(age -d -i "$BATS_FILE_TMPDIR/key" \
        "$SAR_HOME/cases/$REF/passphrase.age")" = "$(cat pass)" ]
    log_status=0
    log_verifies || log_status=$?
    # 5: the committed part verifies, and a tail of the killed run remains.
    [ "$log_status" -eq 0 ] || [ "$log_status" -eq 5 ]
}

# The same where it is several: all of them, and those that were released.
complete_volumes() {
    complete_but_package
    python3 - "$REF" "$SAR_HOME" <<'END'
import base64, glob, hashlib, json, os, sys
ref, home = sys.argv[1:]
lines = b"".join(open(p, "rb").read() for p in sorted(
    glob.glob(home + "/log/entries-*"))).split(b"\n")
want = {}
for line in lines:
    try:
        record = json.loads(line)
    except ValueError:
        continue
    if record.get("type") == "release":
        for k, digest in enumerate(record["pkgs"], 1):
            want["%s-part-%d.zip" % (ref, k)] = base64.b64decode(digest)
assert len(want) >= 3
found = {os.path.basename(p): hashlib.sha256(open(p, "rb").read()).digest()
         for p in glob.glob(home + "/outbox/*.zip")}
assert found == want, (found, want)
END
    packages=()
    for zip in "$SAR_HOME"/outbox/*.zip; do
        7z t -p"$(cat pass)" "$zip" > /dev/null
        packages+=(--package "$zip")
    done
    for zip in "$SAR_HOME"/outbox/*.zip; do
        sar-verify proof --quiet --vkey "$SAR_HOME/log.vkey" \
            "${packages[@]}" "$zip.tlog-proof"
    done
}

# Whenever a run ends, no package is in the outbox without its proof.
each_has_its_proof() {
    for zip in "$SAR_HOME"/outbox/*.zip; do
        [ ! -e "$zip" ] || [ -s "$zip.tlog-proof" ]
    done
}

@test "SIGKILL at many moments: the next run completes" {
    cp -R "$SAR_HOME" clean
    start=$(date +%s%N)
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    total=$((($(date +%s%N) - start) / 1000))
    moments=${SAR_SOAK:+24}
    moments=${moments:-6}
    for i in $(seq 1 "$moments"); do
        rm -rf "$SAR_HOME" pass
        cp -R clean "$SAR_HOME"
        # The program itself, no function: its process is the one to kill.
        sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
            --allow-partial --passphrase-out pass > /dev/null 2>&1 &
        pid=$!
        sleep "$(python3 -c "print($total * $i / $moments / 1e6)")"
        kill -9 "$pid" 2> /dev/null || true
        wait "$pid" 2> /dev/null || true
        status=0
        answer > out 2>&1 || status=$?
        [ "$status" -eq 3 ] || { cat out; false; }
        complete
    done
}

@test "SIGKILL at many moments of a split build: the next run completes it" {
    cp -R "$SAR_HOME" clean
    start=$(date +%s%N)
    answer --volume-size 200kB > /dev/null 2>&1 || [ $? -eq 3 ]
    total=$((($(date +%s%N) - start) / 1000))
    complete_volumes
    moments=${SAR_SOAK:+24}
    moments=${moments:-5}
    for i in $(seq 1 "$moments"); do
        rm -rf "$SAR_HOME" pass
        cp -R clean "$SAR_HOME"
        sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
            --allow-partial --volume-size 200kB --passphrase-out pass \
            > /dev/null 2>&1 &
        pid=$!
        sleep "$(python3 -c "print($total * $i / $moments / 1e6)")"
        kill -9 "$pid" 2> /dev/null || true
        wait "$pid" 2> /dev/null || true
        status=0
        answer --volume-size 200kB > out 2>&1 || status=$?
        [ "$status" -eq 3 ] || { cat out; false; }
        complete_volumes
    done
}

need_strace() {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
}

# Run the split build till its ${1}th call of ${2}, which it does not survive.
# It need not be sanitised, and so takes half of the time; what comes after is.
killed_at() {
    PATH=$BUILD/bin:$PATH strace -f -o /dev/null -e trace="$2" \
        -e inject="$2":signal=KILL:when="$1" \
        sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --volume-size 330kB --passphrase-out pass \
        > /dev/null 2>&1
}

# In staging and outbox then is what is there between any two of them.
@test "SIGKILL at each link and each move of a split build" {
    need_strace
    cp -R "$SAR_HOME" clean
    for call in linkat renameat2; do
        for n in $(seq 1 30); do
            rm -rf "$SAR_HOME" pass
            cp -R clean "$SAR_HOME"
            status=0
            killed_at "$n" "$call" || status=$?
            # It has no such call left.
            [ "$status" -ne 3 ] || break
            (cd "$SAR_HOME" && find staging outbox -type f) >> seen
            each_has_its_proof
            status=0
            answer --volume-size 330kB > out 2>&1 || status=$?
            [ "$status" -eq 3 ] || { cat out; false; }
            complete_volumes
        done
        [ "$n" -gt 3 ]
        [ "$status" -eq 3 ]
    done
    grep -qF "staging/$REF-part-2.zip" seen
    grep -qF "outbox/$REF-part-2.zip" seen
    grep -qF "staging/$REF-part-2.zip.tlog-proof" seen
}

@test "volumes half moved are finished; where one was changed none is moved" {
    answer --quiet --volume-size 200kB || [ $? -eq 3 ]
    mv "$SAR_HOME/outbox/$REF-part-2.zip" "$SAR_HOME/staging/$REF-part-2.zip"
    mv "$SAR_HOME/outbox/$REF-part-3.zip" "$SAR_HOME/staging/$REF-part-3.zip"
    rm "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt"
    cp -R "$SAR_HOME" half
    run answer
    [ "$status" -eq 3 ]
    complete_volumes
    rm -rf "$SAR_HOME"
    mv half "$SAR_HOME"
    printf 'x' >> "$SAR_HOME/staging/$REF-part-3.zip"
    run answer
    [ "$status" -eq 14 ]
    [ ! -e "$SAR_HOME/outbox/$REF-part-2.zip" ]
    [ -e "$SAR_HOME/staging/$REF-part-2.zip" ]
    [ ! -e "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt" ]
}

@test "SIGINT is 130, voids the intent and leaves nothing; again completes" {
    hit=0
    for wait in 0.05 0.1 0.15 0.2 0.3 0.4 0.6; do
        status=0
        timeout -s INT "$wait" sar-export run --ref "$REF" \
            --marks "$SAMPLE/marks" --allow-partial --by u1041 \
            --passphrase-out pass --quiet 2> err || status=$?
        [ "$(records release)" -eq 0 ] || break
        [ ! -e pass ]
        [ -z "$(ls -A "$SAR_HOME/staging" "$SAR_HOME/outbox" |
            grep -v ':$' | tr -d '\n')" ]
        # 124: timeout sent the signal.
        [ "$status" -eq 124 ]
        if grep -q 'stopped by signal 2' err; then
            hit=1
            [ "$(records intent)" -eq "$(records void)" ]
        fi
    done
    [ "$hit" -eq 1 ]
    answer --quiet || [ $? -eq 3 ]
    complete
}

@test "a release whose package was not yet moved is finished by the next run" {
    answer --quiet || [ $? -eq 3 ]
    mv "$SAR_HOME/outbox/$REF.zip" "$SAR_HOME/staging/$REF.zip"
    rm "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt"
    run answer
    [ "$status" -eq 3 ]
    [ -f "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt" ]
    complete
}

@test "a proof not made, not moved or gone is there after the next run, to the byte" {
    answer --quiet --volume-size 200kB || [ $? -eq 3 ]
    cd "$SAR_HOME/outbox"
    cp "$REF-part-2.zip.tlog-proof" ../proof
    # Not made for one; made but not moved; package and proof not moved; moved
    # and not taken from where it was.
    rm "$REF-part-1.zip.tlog-proof"
    mv "$REF-part-2.zip.tlog-proof" ../staging
    mv "$REF-part-3.zip" "$REF-part-3.zip.tlog-proof" ../staging
    ln "$REF-part-4.zip.tlog-proof" ../staging
    cd "$BATS_TEST_TMPDIR"
    run answer
    [ "$status" -eq 3 ]
    complete_volumes
    for proof in "$SAR_HOME"/outbox/*.tlog-proof; do
        cmp "$proof" "$SAR_HOME/proof"
        [ "$(stat -c %a-%h "$proof")" = 600-1 ]
    done
}

@test "a package in staging that the log does not name is not released" {
    answer --quiet || [ $? -eq 3 ]
    mv "$SAR_HOME/outbox/$REF.zip" "$SAR_HOME/staging/$REF.zip"
    printf 'x' >> "$SAR_HOME/staging/$REF.zip"
    run answer
    [ "$status" -eq 14 ]
    [ ! -e "$SAR_HOME/outbox/$REF.zip" ]
}

@test "a temporary file a killed run left is gone after the next" {
    touch "$SAR_HOME/cases/$REF/.sar-abcdef" "$SAR_HOME/cases/$REF/marks/.sar-1"
    answer --quiet || [ $? -eq 3 ]
    complete
}

@test "an import killed half-way is completed by the next" {
    for delay in 0.02 0.06 0.1 0.2 0.4; do
        rm -rf fresh
        sar-export init --quiet --home fresh --config "$SAMPLE/sar.conf"
        cp -R "$SAMPLE/recorder" fresh/recorder
        sar-index init --quiet --home fresh
        timeout -s KILL "$delay" sar-index import --quiet --home fresh \
            "$SAMPLE/recorder/cdr.csv" || true
        sar-index import --quiet --home fresh "$SAMPLE/recorder/cdr.csv"
        # The last line: the sources' lines have the time of the import.
        sar-index stat --json --home fresh | tail -n 1 > again
        sar-index stat --json | tail -n 1 > once
        cmp again once
        # Every recording that is there is registered in the log.
        python3 - fresh/index.db <<'PY'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
assert c.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
PY
    done
}

@test "a full disk is 15 and leaves the old state; with room it completes" {
    unshare -Urm true 2> /dev/null || skip "no user namespaces here"
    need=$(du -sk "$SAR_HOME" | cut -f1)
    cat > inside.sh <<'SH'
set -u
mkdir -p disk
mount -t tmpfs -o "size=$(($1 + $2))k" tmpfs disk || exit 99
cp -R "$SAR_HOME" disk/home || exit 98
export SAR_HOME=$PWD/disk/home
sar-export run --ref "$REF" --marks "$SAMPLE/marks" --allow-partial \
    --by u1041 --passphrase-out pass --quiet
first=$?
echo "first $first"
ls "$SAR_HOME/outbox" "$SAR_HOME/staging" | grep -v ':$' | grep .
mount -o "remount,size=$(($1 + 20000))k" disk
sar-export run --ref "$REF" --marks "$SAMPLE/marks" --allow-partial \
    --by u1041 --passphrase-out pass --quiet
echo "second $?"
cat "$SAR_HOME"/log/entries-* | grep -c '"type":"release"'
SH
    export SAMPLE REF
    for spare in 40 200 600; do
        rm -f pass
        run -0 unshare -Urm bash inside.sh "$need" "$spare"
        [[ $output == *"first 15"* ]]
        [[ $output != *.zip* ]]
        [[ $output == *"second 3"* ]]
        [ "${lines[-1]}" = 1 ]
    done
}
