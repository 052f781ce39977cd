# What is neither confirmed nor denied: the same case with such a recording and
# without it gives the same answer, to the byte, in whatever way it is packaged.

setup_file() {
    load common
    umask 077
    local work=$BATS_FILE_TMPDIR
    printf 'six words are enough for one test\n' > "$work/pass"
    cat > "$work/decision.txt" <<'END'
outcome: redact
prejudice: to know of it would warn somebody who is investigated
parent: crime
by: u7
on: 2026-10-12
END
    # The call of 15 June is in one index and not in the other.
    make_without
    cp -R "$work/without" "$work/with"
    sar-index import --quiet --home "$work/with" "$SAMPLE/recorder/cdr.csv"
    gcc -std=c11 -D_GNU_SOURCE -shared -fPIC -o "$work/drawn.so" \
        "$ROOT/tests/cli/drawn.c"
    for way in with without; do
        # The case's own secret, which UUIDs come from, is one for both.
        ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS:-} DRAWN=1 \
            LD_PRELOAD=$work/drawn.so sar-export request --quiet \
            --home "$work/$way" --file "$SAMPLE/requests/$REF.conf"
    done
    cmp "$work"/with{,out}/cases/"$REF"/plan.salt
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    umask 077
}

make_without() {
    local home=$BATS_FILE_TMPDIR/without
    sar-export init --quiet --home "$home" --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" "$home/recorder"
    grep -v '^2026-06-15' "$SAMPLE/recorder/cdr.csv" > "$home/less.csv"
    sar-index init --quiet --home "$home"
    sar-index import --quiet --home "$home" "$home/less.csv"
    mkdir "$BATS_FILE_TMPDIR/marks"
    cp "$SAMPLE"/marks/*.marks "$BATS_FILE_TMPDIR/marks"
    rm "$BATS_FILE_TMPDIR/marks/05.marks"
}

# Answer as WITH or WITHOUT it and unpack it to a folder of that name.
package() {
    local way=$1 home=$BATS_TEST_TMPDIR/$1-home
    shift
    cp -R "$BATS_FILE_TMPDIR/$way" "$home"
    if [ "$way" = with ]; then
        sar-export mark --home "$home" --ref "$REF" --item 8 --by u1041 \
            --speaker requester --neither --reviewed 2026-10-12 \
            --decision "$BATS_FILE_TMPDIR/decision.txt"
    fi
    sar-export run --quiet --home "$home" --ref "$REF" --by u1041 \
        --marks "$BATS_FILE_TMPDIR/marks" --allow-partial \
        --passphrase-file "$BATS_FILE_TMPDIR/pass" "$@" || [ $? -eq 3 ]
    opened "$home/outbox" "$REF" "$BATS_FILE_TMPDIR/pass" "$way"
    (cd "$home/outbox" && stat -c '%n %s' ./*.zip ./*.txt) > "$way.seen"
    cat "$home"/outbox/*HOW-TO-OPEN.txt > "$way.how"
}

# What the release says of it, which goes out with its proof.
release() {
    cat "$1-home"/log/*.jsonl | grep -h '"type":"release"' |
        python3 -c '
import json, sys
record = json.loads(sys.stdin.read())
for key in ("salt", "t", "seq", "intent", "certificates", "pkg", "pkgs"):
    record.pop(key, None)
print(json.dumps(record, sort_keys=True))'
}

same() {
    package without "$@"
    package with "$@"
    [ "$(find with -name 'call-*' | wc -l)" -ge 7 ]
    diff -r without with
    cmp without.seen with.seen
    cmp without.how with.how
    release with > with.release
    release without > without.release
    [ -s with.release ]
    cmp with.release without.release
    for paper in letter.txt schedule.csv schedule.txt listen.html; do
        cmp "without-home/cases/$REF/$paper" "with-home/cases/$REF/$paper"
    done
    # It says of every such answer what is true of each.
    grep -q 'neither confirm nor deny' without/letter.txt
}

@test "the package with it is the package without it: proofs, vCons, names" {
    same --vcon
    [ "$(find with -name '*.redaction-proof' | wc -l)" -gt 0 ]
    # No trace of it: its day, its code, its number in a gap.
    run ! grep -rlE 'NEITHER|15 June|neither confirmed|2026-06-15' with
    grep -q '^14,' with/schedule.csv
    run ! grep -q '^15,' with/schedule.csv
    [ "$(grep -c 'Item ' with/letter.txt)" -eq 14 ]

    # What stays in the case has it, and why.
    dir=with-home/cases/$REF
    grep -q '"reason":"neither"' "$dir/plan.json"
    grep '^8,0,' "$dir/register.csv" | grep '"NEITHER"' |
        grep '"crime"' | grep -q 'would warn somebody'
    grep -q 'The requester is not told of it' "$dir/register.txt"
    [ "$(tr -d '\r' < "$dir/register.csv" | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
told = [int(r["told_as"]) for r in rows]
assert all(len(r) == len(rows[0]) for r in rows)
sys.stdin = open(sys.argv[1], newline="")
head = next(csv.reader(sys.stdin))
assert len(set(head)) == len(head) and None not in rows[0], head
print(sorted(set(told)))' "$dir/register.csv")" = "$(python3 -c 'print(list(range(15)))')" ]
    # Of the log, the number found alone, which stays in the house.
    found() { cat "$1-home"/log/*.jsonl | grep -h '"type":"intent"' |
        sed -E 's/.*"found":([0-9]+).*/\1/'; }
    [ "$(found with)" -eq 15 ]
    [ "$(found without)" -eq 14 ]

    # Auditors find nothing amiss with either.
    for way in with without; do
        sar-verify package --vkey "$way-home/log.vkey" \
            --passphrase-file "$BATS_FILE_TMPDIR/pass" \
            "$way-home/outbox/$REF.zip"
    done
}

@test "nor do volumes with hidden names and padding tell of it" {
    same --redaction-proofs no --format mp3 --padding padme \
        --volume-size "200 kB"
}

@test "an answer of nothing else is that nothing has to be told of" {
    for way in with without; do
        home=$BATS_TEST_TMPDIR/$way-home
        cp -R "$BATS_FILE_TMPDIR/$way" "$home"
        rm -r "$home/cases/$REF"
        sar-export request --quiet --home "$home" --ref N-1 \
            --number "01632 960123" --from 2026-06-15 --to 2026-06-15 \
            --received 2026-10-10 --identity verified
        [ "$way" = without ] || sar-export mark --quiet --home "$home" \
            --ref N-1 --item 1 --by u1041 --speaker requester --neither \
            --decision "$BATS_FILE_TMPDIR/decision.txt"
        run sar-export build --home "$home" --ref N-1 --by u1041 \
            --passphrase-file "$BATS_FILE_TMPDIR/pass"
        [ "$status" -eq 4 ]
        [ -z "$(ls "$home/outbox")" ]
    done
    cmp with-home/cases/N-1/letter.txt without-home/cases/N-1/letter.txt
    grep -q 'neither confirm nor deny' with-home/cases/N-1/letter.txt
    run ! grep -qi 'hold no recording' with-home/cases/N-1/letter.txt
    grep -q NEITHER with-home/cases/N-1/register.csv
    # One case has one answer: who was told of nothing is not sent a package.
    export SAR_HOME=$PWD/with-home
    sar-export mark --quiet --ref N-1 --item 1 --by u1041 --force \
        --speaker requester --nothing-to-cut
    run --separate-stderr sar-export build --ref N-1 --by u1041 \
        --passphrase-file "$BATS_FILE_TMPDIR/pass"
    [ "$status" -eq 6 ]
    [[ $stderr == *"was answered that nothing is held"*"--corrects N-1"* ]]
    [ -z "$(ls "$SAR_HOME/outbox")" ]
}

@test "nobody alone keeps back what nobody is to be told of" {
    home=$BATS_TEST_TMPDIR/home
    cp -R "$BATS_FILE_TMPDIR/with" "$home"
    export SAR_HOME=$home
    sed -i 's/^\[policy\]/[policy]\napproval = other-person/' "$home/sar.conf"
    for ref in N-1 N-3; do
        day=2026-06-15
        [ "$ref" = N-1 ] || day=2026-06-14
        sar-export request --quiet --ref "$ref" --number "01632 960123" \
            --from "$day" --to "$day" --received 2026-10-10 \
            --identity verified
    done
    sar-export mark --quiet --ref N-1 --item 1 --by u1041 \
        --speaker requester --neither --decision "$BATS_FILE_TMPDIR/decision.txt"
    run --separate-stderr -5 sar-export run --ref N-1 --by u2 \
        --passphrase-file "$BATS_FILE_TMPDIR/pass"
    [[ $stderr == *"nobody has approved the plan"* ]]
    [ "$(records nil-return)" -eq 0 ]
    run --separate-stderr -6 sar-export approve --ref N-1 --by u1041
    sar-export approve --quiet --ref N-1 --by u2
    run -4 sar-export build --ref N-1 --by u1041 \
        --passphrase-file "$BATS_FILE_TMPDIR/pass"
    [ "$(records nil-return)" -eq 1 ]
    # Where nothing was found nobody decided anything.
    run -4 sar-export build --ref N-3 --by u1041 \
        --passphrase-file "$BATS_FILE_TMPDIR/pass"
    [ "$(records nil-return)" -eq 2 ]
}

# Letters of a case that finds only this, or nothing, before it is answered.
letters_of() {
    local home=$BATS_TEST_TMPDIR/$1-home out=$BATS_TEST_TMPDIR/$1-letters kind
    cp -R "$BATS_FILE_TMPDIR/$1" "$home"
    export SAR_HOME=$home
    echo "Which calls do you mean?" > text
    sar-export request --quiet --ref N-2 --number "01632 960123" \
        --from 2026-06-15 --to 2026-06-15 --received "$(date +%F)"
    sar-export id --quiet --ref N-2 --by u1041 --what asked
    for kind in authority clarification extension fee refusal; do
        case $kind in
            extension) set -- --reason numerous --text text ;;
            fee) set -- --reason copies --pence 1050 --text text ;;
            refusal) set -- --reason exempt --text text ;;
            clarification) set -- --text text ;;
            *) set -- ;;
        esac
        sar-export letter --quiet --ref N-2 --kind "$kind" "$@"
    done
    sar-export complain --quiet --ref N-2 --by u1041 --text text received
    sar-export complain --quiet --ref N-2 --by u1041 acknowledged \
        --name "C-$(date +%Y)-0001"
    cp -R "$home/cases/N-2/letters" "$out"
}

@test "no letter before the answer tells whether there is anything" {
    letters_of with
    letters_of without
    # The one holds a recording, the other none: the letters are the same.
    held() { cat "$1-home"/log/*.jsonl | grep -c '"case":"N-2".*"type":"hold"'; }
    [ "$(held with)" -eq 2 ]
    [ "$(held without)" -eq 0 ]
    [ "$(find with-letters -name '*.txt' | wc -l)" -eq 8 ]
    diff -r with-letters without-letters
    for name in acknowledgement clarification.draft; do
        tr -s '\r\n ' ' ' < "with-letters/$name.txt" |
            grep -q 'If we have such recordings, we keep them until'
    done
}

@test "it needs a parent and a note, and all of the recording" {
    home=$BATS_TEST_TMPDIR/home
    cp -R "$BATS_FILE_TMPDIR/with" "$home"
    mark() {
        sar-export mark --home "$home" --ref "$REF" --item 8 --by u1041 \
            --speaker requester "$@"
    }
    for field in parent prejudice; do
        grep -v "^$field" "$BATS_FILE_TMPDIR/decision.txt" > less.txt
        run --separate-stderr -2 mark --neither --decision less.txt
        [[ $stderr == *"no \"$field\""* ]]
    done
    run --separate-stderr -2 mark --neither
    [[ $stderr == *"--neither: has to rest on a decision"*"hint: --decision FILE"* ]]
    printf '0.0\t2.0\tNEITHER\n' > part.txt
    run --separate-stderr -2 mark --labels part.txt \
        --decision "$BATS_FILE_TMPDIR/decision.txt"
    [[ $stderr == *"NEITHER is of all of a recording"* ]]
    printf '0.0\t2.0\tNEITHER\n2.0\t3.0\tLPP\n' > part.txt
    run --separate-stderr -2 mark --labels part.txt \
        --decision "$BATS_FILE_TMPDIR/decision.txt"
    [[ $stderr == *"goes with no other provision"* ]]
    run --separate-stderr -2 mark --neither --nothing-to-cut
    [ -z "$(find "$home/cases/$REF" -name '*.marks')" ]
}
