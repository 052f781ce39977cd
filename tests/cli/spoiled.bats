# Recordings that were fine when they were imported: all that fail are named,
# and what follows depends on how they fail.
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

# The item numbers and paths of what would be packaged, in order.
packaged() {
    sar-export run --ref "$REF" --marks "$SAMPLE/marks" --allow-partial \
        --dry-run --json 2> /dev/null | python3 -c '
import json, sys
for line in sys.stdin:
    o = json.loads(line)
    if o.get("type") == "outcome" and "name" in o:
        print(o["item"])'
}

path_of() {
    sqlite3 "$SAR_HOME/index.db" "SELECT path FROM recording WHERE sha256 =
        X'$(sar-export find --ref "$REF" --json | python3 -c '
import json, sys
for line in sys.stdin:
    o = json.loads(line)
    if o.get("type") == "item" and o["item"] == int(sys.argv[1]):
        print(o["recording"])' "$1")'"
}

# Another byte in the middle of its sound.
spoil() {
    python3 - "$SAR_HOME/recorder/monitor/$(path_of "$1")" <<'END'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(3000)
    byte = f.read(1)
    f.seek(3000)
    f.write(bytes([byte[0] ^ 0x40]))
END
}

need_strace() {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
}

# Run a command; the ${1}th read of the recording ${2} gives it other bytes than
# the disk has.
poked() {
    n=$1
    file=$SAR_HOME/recorder/monitor/$2
    shift 2
    strace -f -o told -P "$file" -e trace=pread64 \
        -e "inject=pread64:poke_exit=@arg2=5041:when=$n" "$@"
}

nothing_released() {
    [ "$(records release)" -eq 0 ]
    [ ! -e pass ]
    [ ! -e "$case/certificates" ]
    [ ! -e "$case/certificates.sha256" ]
    [ -z "$(ls -A "$SAR_HOME/outbox")" ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    log_verifies
}

@test "all that were changed are named, with one thread and with more: 14" {
    mapfile -t items < <(packaged)
    spoil "${items[1]}"
    spoil "${items[4]}"
    spoil "${items[6]}"
    for jobs in 1 2 8; do
        run --separate-stderr answer --quiet --jobs "$jobs"
        [ "$status" -eq 14 ]
        for i in 1 4 6; do
            [[ $stderr == *"recording of item ${items[i]}: the file is not the "* ]]
        done
        [ "$(grep -c 'recording of item' <<< "$stderr")" -eq 3 ]
        [[ $stderr == *"not what was imported: 3 of ${#items[@]} recordings"* ]]
        nothing_released
    done
}

@test "a recording gone since its import stops it, as such: 14" {
    mapfile -t items < <(packaged)
    rm "$SAR_HOME/recorder/monitor/$(path_of "${items[3]}")"
    run --separate-stderr answer --quiet
    [ "$status" -eq 14 ]
    [[ $stderr == *"recording of item ${items[3]}: gone since it was imported"* ]]
    [[ $stderr == *"gone since they were imported: 1 of "*"from a backup"* ]]
    [[ $stderr != *"replaced"* ]]
    nothing_released
}

@test "a store that is away, or empty as an unmounted disk: 10, no incident" {
    store=$SAR_HOME/recorder/monitor
    mv "$store" away
    for how in absent empty; do
        [ "$how" = absent ] || mkdir "$store"
        run --separate-stderr answer --quiet
        [ "$status" -eq 10 ]
        [[ $stderr == *"recording root: "*"is the disk mounted"* ]]
        [[ $stderr != *incident* ]]
        nothing_released
        run --separate-stderr sar-export plan --ref "$REF"
        [ "$status" -eq 10 ]
        run --separate-stderr sar-export approve --ref "$REF" --by u2002
        [ "$status" -eq 10 ]
        [ "$(records approve)" -eq 0 ]
    done
}

@test "a recording that may not be read is no incident: 10" {
    need_strace
    mapfile -t items < <(packaged)
    # The second opening is the one to read.
    run --separate-stderr strace -f -o /dev/null -e trace=openat2 \
        -e inject=openat2:error=EACCES:when=2+2 \
        sar-export run --ref "$REF" --marks "$SAMPLE/marks" --allow-partial \
        --by u1041 --jobs 1 --quiet --passphrase-out pass
    [ "$status" -eq 10 ]
    [[ $stderr == *"recording of item "*": may not be read"*"owner and mode"* ]]
    [[ $stderr != *incident* ]]
    nothing_released
}

@test "a link in the place of a recording is an incident: 14" {
    mapfile -t items < <(packaged)
    file=$SAR_HOME/recorder/monitor/$(path_of "${items[3]}")
    mv "$file" other
    ln -s "$PWD/other" "$file"
    run --separate-stderr answer --quiet
    [ "$status" -eq 14 ]
    [[ $stderr == *"recording of item ${items[3]}: something else is in its"* ]]
    [[ $stderr == *"an incident"* ]]
    nothing_released
}

# A request that finds one recording, with its marks in "some".
one_recording() {
    sed 's/^from = .*/from = 2026-04-10/; s/^to = .*/to = 2026-04-10/
        s/^ref = .*/ref = ONE/' "$SAMPLE/requests/$REF.conf" > one.conf
    sar-export request --quiet --file one.conf
    sar-export find --ref ONE --json | python3 -c '
import json, sys
print(*(o["recording"] for o in map(json.loads, sys.stdin)
        if "recording" in o))' > digest
    mkdir some
    cp "$(grep -l "$(cat digest)" "$SAMPLE"/marks/*.marks)" some/
    only=$(sqlite3 "$SAR_HOME/index.db" "SELECT path FROM recording
        WHERE sha256 = X'$(cat digest)'")
    cp -R "$SAR_HOME" clean
}

build_one() {
    "$@" sar-export run --ref ONE --marks some --by u1041 --jobs 1 --json \
        --passphrase-out pass > out 2> err
}

# What was seen of the one: nothing of it is left.
outcome() {
    [ "$1" -eq 14 ] || return 1
    [ ! -e pass ] || return 1
    [ -z "$(ls -A "$SAR_HOME/outbox" "$SAR_HOME/staging" |
        grep -v : | grep .)" ] || return 1
    [ ! -e "$SAR_HOME/cases/ONE/certificates" ] || return 1
    [ ! -e "$SAR_HOME/cases/ONE/certificates.sha256" ] || return 1
    [ "$(records release)" -eq 0 ] || return 1
    grep -q '"state":"changed"' out
}

again() {
    rm -rf "$SAR_HOME" pass
    cp -R clean "$SAR_HOME"
}

# For one read only, as by somebody who exchanges bytes after the digest was
# taken and puts them back: what is decoded is what has the digest, or nothing.
@test "whichever read of a recording lies, it is seen: 14" {
    need_strace
    one_recording
    strace -f -o counted -P "$SAR_HOME/recorder/monitor/$only" \
        -e trace=pread64 sar-export run --ref ONE --marks some --by u1041 \
        --jobs 1 --quiet --passphrase-out pass
    reads=$(grep -c pread64 counted)
    # The digest, and the sound when it is cut and when it is compared.
    [ "$reads" -ge 5 ]
    seen=0
    for n in $(seq 1 "$reads"); do
        again
        status=0
        build_one poked "$n" "$only" || status=$?
        # Each thread counts for itself: there may be no nth of any.
        grep -q INJECTED told || continue
        seen=$((seen + 1))
        outcome "$status" ||
            { echo "at $n: $status"; cat out err; false; }
    done
    [ "$seen" -ge 5 ]
}

# Run a command whose decoders are killed while they decode.  The oldest of its
# processes is the one that makes them.  A leak checker's, as of the sanitised
# programs, is one too, and without it the end would be waited for for ever.
undecoded() {
    ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 "$@" &
    local run=$! decoder seen=
    while kill -0 "$run" 2> /dev/null; do
        sleep 0.05
        # Those of short recordings are gone when they are looked for again.
        for decoder in $(pgrep -P "$run" | sort -n | tail -n +2); do
            [[ $seen != *" $decoder "* ]] || kill -9 "$decoder" || :
            seen+=" $decoder "
        done
    done
    wait "$run"
}

# The case anew, with one long recording that needs a decoder: its digest is in
# "digest", the marks are in "marks".
one_decoded() {
    mapfile -t items < <(packaged)
    sound=$SAR_HOME/recorder/monitor/$(path_of "${items[1]}")
    old=$(sha256sum < "$sound" | cut -d' ' -f1)
    ffmpeg -v error -i "$sound" -af apad=whole_dur=7200 as.flac
    mv as.flac "$sound"
    sha256sum < "$sound" | cut -d' ' -f1 > digest
    rm "$SAR_HOME"/index.db*
    sar-index init --quiet
    sar-index import --quiet "$SAMPLE/recorder/cdr.csv"
    mkdir marks
    for m in "$SAMPLE"/marks/*.marks; do
        sed "s/$old/$(cat digest)/" "$m" > "marks/${m##*/}"
    done
}

# The log counts what the letter counts: what is asked for is given, withheld
# or not available, and of that the log says how much should have been there.
counts_balance() {
    python3 - "$case/plan.json" "$SAR_HOME"/log/entries-* <<'END'
import json, sys
counts = json.load(open(sys.argv[1]))["counts"]
log = [json.loads(l) for p in sys.argv[2:] for l in open(p)
       if not l.startswith("-")]
release = [r for r in log if r["type"] == "release"][-1]
intent = log[release["intent"]]
assert release["unavailable"] == counts["unavailable"], release
assert release["failed"] == counts["failed"] < release["unavailable"], release
given = counts["disclosed"] + counts["part-disclosed"]
assert intent["found"] == counts["items"]
assert counts["items"] == \
    given + release["withheld"] + release["unavailable"], (intent, release)
END
    sar-export log prove "$(python3 - "$SAR_HOME"/log/entries-* <<'END'
import json, sys
for path in sys.argv[1:]:
    for line in open(path):
        r = json.loads(line)
        if r["type"] == "release":
            print(r["seq"])
END
    )" -o release.proof
    run -0 sar-verify proof --vkey "$SAR_HOME/log.vkey" release.proof
    [[ $output =~ items\ that\ could\ not\ be\ given:?\ +[1-9] ]]
    [[ $output =~ of\ which\ should\ have\ been\ there:?\ +2 ]]
}

# It is found out when there are so many intents, or one, that nothing came of:
# LEAST PLAN_OPTIONS...
left_out() {
    local voids=$1
    shift
    one_decoded
    status=0
    undecoded sar-export run --ref "$REF" --marks marks \
        --by u1041 --jobs 1 --json --allow-partial --passphrase-out pass \
        "$@" > out 2> err || status=$?
    [ "$status" -eq 3 ] || { tail -3 out; cat err; false; }
    grep -q '"state":"unreadable"' out
    [ "$(records release)" -eq 1 ]
    [ "$(records void)" -ge "$voids" ]
    [ "$(records void)" -le 1 ]
    7z x -bso0 -oopened -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip"
    [ "$(find opened -name 'call-*' ! -name '*.redaction-proof' | wc -l)" -eq \
        $((${#items[@]} - 1)) ]
    python3 - "$case/plan.json" "$(cat digest)" <<'END'
import json, sys
plan = json.load(open(sys.argv[1]))
item, = [i for i in plan["items"]
         if (i["recording"] or {}).get("sha256") == sys.argv[2]]
assert (item["class"], item["reason"]) == ("unavailable", "damaged"), item
assert item["name"] == "" and item["cuts"] == [], item
assert plan["counts"]["failed"] == 2
END
    counts_balance
    # What went out is the letter of the plan as it is now.
    cmp opened/letter.txt "$case/letter.txt"
    cmp opened/schedule.csv "$case/schedule.csv"
    (cd "$case" && sha256sum --status --strict -c certificates.sha256)
    [ "$(find "$case/certificates" -name '*.json' | wc -l)" -eq \
        $((${#items[@]} - 1)) ]
    sar-verify package --quiet --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --passphrase-file pass \
        "$SAR_HOME/outbox/$REF.zip"
    # What was left out is not listed as released by a later run either.
    status=0
    sar-export run --ref "$REF" --marks marks --by u1041 --json \
        --allow-partial --passphrase-out pass2 "$@" > out || status=$?
    [ "$status" -eq 3 ]
    grep -q released-before out
    [ "$(grep -c '"name":"call-' out)" -eq $((${#items[@]} - 1)) ]
    run sar-export plan --ref "$REF" "$@"
    [ "$status" -eq 0 ]
    [[ $output == *"Released: the package was built from this plan."* ]]
}

@test "what cannot be decoded any more is left out where that is allowed" {
    # By what proves it, before anything is logged; or after that.
    left_out 0
}

@test "the same where nothing is proved" {
    left_out 1 --redaction-proofs no
}

@test "what was approved is not built without one that cannot be decoded: 5" {
    one_decoded
    for m in marks/*.marks; do
        cp "$m" "$case/marks/$(sed -n \
            's/^recording: sha256:\(.\{16\}\).*/\1/p' "$m").marks"
    done
    sar-export approve --quiet --ref "$REF" --by u2002
    status=0
    undecoded sar-export build --ref "$REF" --by u1041 --jobs 1 \
        --json --allow-partial --passphrase-out pass > out 2> err || status=$?
    [ "$status" -eq 5 ]
    grep -q '"state":"unreadable"' out
    grep -q "case $REF: the approval is stale" err
    grep -q 'hint: import the recording again' err
    nothing_released
    # Read right again it is what was approved.
    sar-export build --quiet --ref "$REF" --by u1041 --allow-partial \
        --passphrase-out pass || [ $? -eq 3 ]
    [ "$(records release)" -eq 1 ]
    [ "$(records approve)" -eq 1 ]
}

@test "one unreadable and one changed: both named, and nothing goes: 14" {
    one_decoded
    spoil "${items[5]}"
    status=0
    undecoded sar-export run --ref "$REF" --marks marks \
        --by u1041 --jobs 1 --json --allow-partial --passphrase-out pass \
        > out 2> err || status=$?
    [ "$status" -eq 14 ]
    [ "$(grep -c '"type":"spoiled"' out)" -eq 2 ]
    grep -q '"state":"unreadable"' out
    grep -q "\"item\":${items[5]},.*\"state\":\"changed\"" out
    nothing_released
}

@test "suggest --sound of what cannot be decoded to its end tells what it could: 3" {
    one_decoded
    status=0
    undecoded sar-export suggest --ref "$REF" --sound --json \
        --recording "$(cut -c 1-16 digest)" > out 2> err || status=$?
    cat out err
    [ "$status" -eq 3 ]
    grep -q 'cannot be decoded to its end' err
    grep -q '"sound":"damaged"' out
    tail -n 1 out | grep -q '"type":"summary"'
}
