# Witnesses without a network: the council offers, the auditor cosigns, the
# council keeps what the auditor signed; and every way to cheat either.
setup_file() {
    load common
    cd "$BATS_FILE_TMPDIR" || return 1
    gcc -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o clock.so \
        "$ROOT/tests/cli/clock.c"
    gcc -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o points.so \
        "$ROOT/tests/cli/points.c" -ldl
    SAR_HOME=$BATS_FILE_TMPDIR/council sar-export init --quiet \
        --config "$SAMPLE/sar.conf"
    python3 "$ROOT/tests/cli/witness.py" append council/log \
        council/keys/log.skey 3
}

# The council's home, and what the auditor has: a key, the log's vkey.
setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
    SAR_HOME=$PWD/home
    export SAR_HOME
    cp -R "$BATS_FILE_TMPDIR/council" home
    vectors=$ROOT/tests/vectors/log
    install -m 600 "$vectors/wit.skey" wit.key
    cp "$vectors/wit.vkey" wit.vkey
    cp home/log.vkey log.vkey
    log=home/log
    skey=home/keys/log.skey
}

world() {
    python3 "$ROOT/tests/cli/witness.py" "$@"
}

offer() {
    sar-verify offer --quiet --vkey log.vkey "$@" "$log"
}

cosign() {
    sar-verify cosign --quiet --vkey log.vkey --key wit.key --state w.state "$@"
}

attach() {
    sar-verify attach --witness wit.vkey "$@"
}

compare() {
    sar-verify compare --vkey log.vkey "$@"
}

# A first visit: the state is there, of the log's size.
visit() {
    offer > first
    cosign first > first.cosig 2> /dev/null
    world note "$log" > first.note
}

# A program loaded with something, whether it is sanitised or not.
loaded() {
    local library=$1
    shift
    ASAN_OPTIONS=detect_leaks=1:verify_asan_link_order=0 \
        LD_PRELOAD=$BATS_FILE_TMPDIR/$library "$@"
}

# The state stays as it was, to the byte, and nothing was printed.
refused() {
    local status=$1
    shift
    cp w.state before
    run --separate-stderr "-$status" cosign "$@"
    [ -z "$output" ]
    cmp before w.state
}

folder_sum() {
    (cd "$1" && find . -type f -exec sha256sum {} + | sort)
}

# --- the story ---------------------------------------------------------------

@test "two visits: offered, cosigned, attached, and the log has it" {
    offer -o request
    [ "$(stat -c %a request)" = 600 ]
    run -0 world check-request request "$log"
    [ "$output" = '0 4' ]
    run -0 --separate-stderr cosign request
    printf '%s\n' "$output" > cosig
    [[ $stderr == *'never saw the log sar.wexcombe.example/log before'* ]]
    [[ $stderr == *'sar-verify log'* ]]
    world note "$log" > note
    run -0 world check-cosignature note cosig wit.vkey
    [ $(($(date +%s) - output)) -le 60 ]
    [ "$(stat -c %a w.state)" = 600 ]
    cat note cosig | cmp - w.state

    run -0 attach cosig
    [ "$output" = 'audit.example.org/w1: size 4, attached' ]
    cat note cosig | cmp - "$log/cosignatures"
    [ "$(records cosigned)" -eq 1 ]
    grep -q '"size":4,.*"type":"cosigned"' "$log"/entries-*

    world append "$log" "$skey" 4
    offer --since 4 > second
    offer --since w.state | cmp - second
    offer --since note | cmp - second
    world make-request "$log" "$skey" 4 | cmp - second
    run -0 world check-request second "$log"
    [ "$output" = '4 9' ]
    run -0 --separate-stderr cosign second
    [ -z "$stderr" ]
    printf '%s\n' "$output" > cosig2
    world note "$log" > note2
    world check-cosignature note2 cosig2 wit.vkey
    attach --quiet cosig2
    cat note cosig note2 cosig2 | cmp - "$log/cosignatures"
    [ "$(records cosigned)" -eq 2 ]
    log_verifies
}

@test "the vectors of the protocol: the same bytes as over HTTP" {
    printf 'old 0\n\n' | cat - "$vectors/cp2" > add2
    cosignature() {
        sar-verify cosign --quiet --vkey "$vectors/log.vkey" --key wit.key \
            --state v.state "$1" 2> /dev/null
    }
    loaded clock.so env CLOCK_AHEAD=-100000000 \
        sar-verify cosign --quiet --vkey "$vectors/log.vkey" --key wit.key \
        --state v.state add2 > /dev/null 2>&1
    # At the vector's second the cosignature is the vector's.
    for _ in {1..20}; do
        cp v.state before
        ahead=$((1768298400 - $(date +%s)))
        loaded clock.so env "CLOCK_AHEAD=$ahead" sar-verify cosign --quiet \
            --vkey "$vectors/log.vkey" --key wit.key --state v.state \
            "$vectors/add25" > cs5
        cmp -s cs5 "$vectors/cs5" && break
        cp before v.state
    done
    cmp cs5 "$vectors/cs5"
    cmp v.state "$vectors/cp5w"
    run --separate-stderr -6 cosignature "$vectors/add25"
    mkdir vlog
    cp "$vectors/entries.jsonl" vlog/entries-0000-000000000000.jsonl
    cat "$vectors"/cp2 "$vectors"/cp4 "$vectors"/cp5 > vlog/checkpoints
    sar-verify offer --quiet --vkey "$vectors/log.vkey" --since 2 vlog |
        cmp - "$vectors/add25"
}

@test "a key under a passphrase; a wrong one is 12 and signs nothing" {
    install -m 600 "$vectors/wit.key" wit.key
    printf 'correct horse battery staple\n' > pass
    printf 'correct horse battery stable\n' > wrong
    chmod 600 pass wrong
    offer > request
    run --separate-stderr -12 cosign --passphrase-file wrong request
    [ -z "$output" ]
    [ ! -e w.state ]
    run --separate-stderr -12 cosign request < /dev/null
    [ ! -e w.state ]
    run -0 --separate-stderr cosign --passphrase-file pass request
    printf '%s\n' "$output" > cosig
    world note "$log" > note
    world check-cosignature note cosig wit.vkey
}

@test "a key that others may read, or a log's, is 12" {
    offer > request
    chmod 640 wit.key
    run --separate-stderr -12 cosign request
    chmod 600 wit.key
    install -m 600 "$skey" wit.key
    run --separate-stderr -12 cosign request
    [[ $stderr == *'the key of a log, not of a witness' ]]
    [ ! -e w.state ]
}

@test "--json has it all in the summary" {
    run -0 --separate-stderr sar-verify offer --json --vkey log.vkey "$log"
    summary_is 0
    python3 -c 'import json, sys
s = json.loads(sys.argv[1])
assert (s["old"], s["size"]) == (0, 4)
open("request", "w").write(s["request"])' "$output"
    offer | cmp - request
    run -0 --separate-stderr cosign --json request
    summary_is 0
    python3 -c 'import json, sys
s = json.loads(sys.argv[1])
assert s["size"] == 4 and s["first"] is True, s
open("cosig", "w").write(s["cosignature"])' "$output"
    world note "$log" > note
    [ "$(world check-cosignature note cosig wit.vkey)" -gt 0 ]
    run --separate-stderr -6 cosign --json request
    summary_is 6
    [[ $output == *'"size":4'* ]]
}

@test "evidence by two keys of a log is checked so too" {
    visit
    cp -R "$log" other
    sar-export key rotate --quiet --by u1041
    # The new key signs another story of what the first had signed.
    world rewrite other "$skey" 2
    world note other > second.note
    run --separate-stderr -13 sar-verify compare --vkey home/log.vkey \
        -o evidence first.note second.note
    [ "$(grep -c '^key ' evidence)" -eq 2 ]
    sed -n '/^\.\\" openssl begins/,/^\.\\" openssl ends/p' \
        "$ROOT/man/sar-verify.1" | grep -v '^\.' | sed 's/\\e/\\/g' > check.sh
    run -0 env PATH=/usr/bin:/bin sh -e check.sh
    [ "$(grep -c 'Signature Verified Successfully' <<< "$output")" -eq 2 ]
    run ! cmp text1 text2
    # Neither key does for the other's.
    sed -i '2{h;d};3{G}' evidence
    run env PATH=/usr/bin:/bin sh check.sh
    [ "$(grep -c 'Signature Verified Successfully' <<< "$output")" -eq 0 ]
}

# What the auditor has of the keys is the first; the rest is the log's to show.
@test "a change of key between two visits, and two logs of one auditor" {
    sed "s|^origin = .*|origin = north.example/log|" "$SAMPLE/sar.conf" > conf
    SAR_HOME=$PWD/north sar-export init --quiet --config conf
    visit
    attach --quiet first.cosig
    sar-verify offer --quiet --vkey north/log.vkey -o n.request north/log
    {
        printf 'log %s\n' "$(cat log.vkey)"
        printf 'log %s\n' "$(cat north/log.vkey)"
        printf 'quorum none\n'
    } > policy
    both() {
        sar-verify cosign --quiet --policy policy --key wit.key --state "$@"
    }
    both n.state n.request > n.cosig 2> /dev/null
    run --separate-stderr -2 both w.state n.request
    SAR_HOME=$PWD/north attach --quiet n.cosig
    run --separate-stderr -13 attach n.cosig

    cp home/keys/log.skey old.skey
    sar-export key rotate --quiet --by u1041
    # The old key signs that it is no longer the one.
    run -0 --separate-stderr sar-verify offer --vkey log.vkey --since w.state \
        -o turn.request "$log"
    [[ $stderr == *"signed with key 1 of 2, "*": $(cat log.vkey)" ]]
    cp w.state turn.state
    sar-verify cosign --quiet --vkey log.vkey --key wit.key --state turn.state \
        turn.request > turn.cosig
    sar-export log review --quiet --by u1041 --exceptions 0
    run -0 --separate-stderr sar-verify offer --vkey log.vkey --since w.state \
        -o second.request "$log"
    [[ $stderr == *'signed with key 2 of 2, which the witness has to know'* ]]
    run -0 world check-request second.request "$log"
    [ "$output" = '4 7' ]
    # The first key did not sign it, the second not the state.
    refused 2 second.request
    [[ $stderr == *'its newer one is needed'* ]]
    run sar-verify log --vkey log.vkey "$log"
    sed -n 's/^key: number 2, from record 6 on: //p' <<< "$output" \
        > new.vkey
    sar-export key show | tail -n 1 | cut -f 2 | cmp - new.vkey
    cp w.state before
    run --separate-stderr -13 sar-verify cosign --vkey new.vkey --key wit.key \
        --state w.state second.request
    [[ $stderr == *'older one too'* ]]
    cmp before w.state
    # Both, or a copy of the log, which the older is enough for.
    cp before copy.state
    sar-verify cosign --quiet --vkey log.vkey --log "$log" --key wit.key \
        --state copy.state second.request > with-log
    # log.vkey, as it is now, has both.
    cp before list.state
    sar-verify cosign --quiet --vkey home/log.vkey --key wit.key \
        --state list.state second.request > with-list
    cosign --vkey new.vkey second.request > second.cosig
    world note "$log" > second.note
    world check-cosignature second.note second.cosig wit.vkey
    world check-cosignature second.note with-log wit.vkey
    world check-cosignature second.note with-list wit.vkey
    attach --quiet second.cosig
    [ "$(records cosigned)" -eq 2 ]
    log_verifies
    # From then on the newer one will do.
    sar-export log review --quiet --by u1041 --exceptions 0
    offer --since w.state > third
    sar-verify cosign --quiet --vkey new.vkey --key wit.key --state w.state \
        third > third.cosig
    attach --quiet third.cosig
    run -0 compare "$log" w.state
    run -0 compare first.note "$log"
    # Whoever has the old key goes on with no log.
    cp -R "$log" stolen
    world batch stolen old.skey 2
    world make-request stolen old.skey 9 > request
    refused 13 --vkey new.vkey request
    [[ $stderr == *'older key of the log than what was cosigned' ]]
    world make-request stolen home/keys/log.skey 9 > request
    cp w.state kept
    cosign --vkey new.vkey request > /dev/null
    mv kept w.state
    # The new key alone forges what it signed, and is found out.
    cp -R "$log" forged
    rm forged/cosignatures
    world rewrite forged home/keys/log.skey 8
    run --separate-stderr -13 compare -o evidence forged w.state
    run -0 world check-evidence evidence new.vkey
    run --separate-stderr -13 sar-verify compare --vkey new.vkey evidence
    run --separate-stderr -5 compare evidence
}

@test "with a copy of the log nothing is taken on trust" {
    offer > request
    run -0 --separate-stderr cosign --log "$log" request
    [ -z "$stderr" ]
    printf '%s\n' "$output" > cosig
    attach --quiet cosig
    cp -R "$log" old
    world append "$log" "$skey" 3
    offer --since w.state > request
    refused 5 --log old request
    [[ $stderr == *'old: shorter than the checkpoint in request'* ]]
    world change-bit "$log"/entries-0000-000000000000.jsonl 300 > bad
    cp -R "$log" damaged
    cp bad damaged/entries-0000-000000000000.jsonl
    refused 13 --log damaged request
    cosign --log "$log" request > /dev/null
    # A rewritten log is shown with proof, not only refused.
    cp -R "$log" rewritten
    rm rewritten/cosignatures
    world rewrite rewritten "$skey" 2
    world append rewritten "$skey" 2
    sar-verify offer --quiet --vkey log.vkey --since 8 rewritten > request
    refused 13 --log rewritten request
    [[ $stderr == *'contradict each other'* ]]
    run -0 world check-evidence w.state.evidence log.vkey
    [ "$output" = '8 8' ]
    # One log for the auditor's eyes, another for the signature.
    rm w.state.evidence
    world append "$log" "$skey" 3
    refused 13 --log "$log" request
    run -0 world check-evidence w.state.evidence log.vkey
    [ "$output" = '10 10' ]
}

@test "a key made by sar-export key make signs as well" {
    printf 'a passphrase of several words\n' > pass
    chmod 600 pass
    run -0 sar-export key make auditor.example/w --kind witness --out my.key \
        --passphrase-file pass
    sed -n 's/^vkey //p' my.key > my.vkey
    offer > request
    sar-verify cosign --quiet --vkey log.vkey --key my.key --state my.state \
        --passphrase-file pass request > cosig 2> /dev/null
    world note "$log" > note
    world check-cosignature note cosig my.vkey
    sar-verify attach --quiet --witness my.vkey cosig
    log_verifies
}

# --- cosign: what it refuses ---------------------------------------------------

@test "a request again is a conflict that names the size, and changes nothing" {
    visit
    refused 6 first
    [[ $stderr == *'begins at size 0, this witness has size 4'* ]]
    [[ $stderr == *'the state has the cosignature'* ]]
    world append "$log" "$skey" 2
    offer > fresh
    refused 6 fresh
    [[ $stderr == *'sar-verify offer --since 4'* ]]
}

@test "the same size and root from where it is: cosigned again" {
    visit
    offer --since 4 > again
    [ "$(head -n 1 again)" = 'old 4' ]
    run -0 --separate-stderr cosign again
    printf '%s\n' "$output" > cosig
    world check-cosignature first.note cosig wit.vkey
}

@test "a log whose end was cut off" {
    visit
    world cut "$log" 3
    run --separate-stderr -13 offer --since 4
    [ -z "$output" ]
    [[ $stderr == *'shorter than --since says'*'its end was cut off'* ]]
    run --separate-stderr -0 offer --since 3
    run --separate-stderr -13 offer --since w.state
    [ -z "$output" ]
    [[ $stderr == *'shorter than the checkpoint in w.state'* ]]
    offer > short
    refused 6 short
    [[ $stderr == *'shorter than what was cosigned'* ]]
}

@test "history rewritten and signed with the real key is 13" {
    visit
    world rewrite "$log" "$skey" 2
    world append "$log" "$skey" 3
    log_verifies
    offer --since 4 > request
    refused 13 request
    [[ $stderr == *'sar-verify compare LOGDIR w.state'* ]]
    # Which shows it, to anybody.
    run --separate-stderr -13 compare -o evidence "$log" w.state
    run -0 world check-evidence evidence log.vkey
    [ "$output" = '4 4' ]
    # It stays one where the proof finds no room.
    run --separate-stderr -13 compare -o none/evidence "$log" w.state
    [[ ${stderr_lines[0]} == *'none/evidence: No such file or directory' ]]
    [[ ${stderr_lines[1]} == *'contradict each other' ]]
}

@test "another root of the same size: both checkpoints are written out" {
    visit
    world rewrite "$log" "$skey" 2
    offer > request
    refused 13 request
    [[ $stderr == *'contradict each other'* ]]
    [ "$(stat -c %a w.state.evidence)" = 600 ]
    run -0 world check-evidence w.state.evidence log.vkey
    [ "$output" = '4 4' ]
    # It is not written over, and does not keep the fork from being told.
    cp w.state.evidence kept
    refused 13 request
    cmp kept w.state.evidence
    refused 13 --evidence elsewhere request
    cmp kept elsewhere
    run --separate-stderr -13 compare kept
    run --separate-stderr -5 sar-verify compare kept
}

@test "a backup put back and built on is caught" {
    cp -R home backup
    world append "$log" "$skey" 2
    visit
    rm -rf home
    mv backup home
    world append "$log" "$skey" 4 otherwise
    log_verifies
    run --separate-stderr -13 offer --since w.state
    run --separate-stderr -13 offer --since w.state --evidence none/evidence
    [[ ${stderr_lines[0]} == *'none/evidence: No such file or directory' ]]
    run --separate-stderr -13 offer --since w.state --evidence evidence --json
    [[ $output == *'"evidence":"evidence"'* ]]
    run -0 world check-evidence evidence log.vkey
    [ "$output" = '6 6' ]
    offer --since 6 > request
    refused 13 request
}

@test "a proof with one bit changed, or of another size" {
    visit
    world append "$log" "$skey" 5
    offer --since 4 > request
    python3 - <<'END'
import base64
lines = open('request').read().split('\n')
for i in range(1, lines.index('')):
    raw = bytearray(base64.b64decode(lines[i]))
    raw[7] ^= 16
    bad = lines[:i] + [base64.b64encode(raw).decode()] + lines[i + 1:]
    open('bad%d' % i, 'w').write('\n'.join(bad))
open('bad-less', 'w').write('\n'.join(lines[:1] + lines[2:]))
open('bad-more', 'w').write('\n'.join(lines[:2] + lines[1:]))
END
    for bad in bad*; do
        refused 13 "$bad"
    done
    sed 's/^old 4/old 3/' request > other
    refused 6 other
    sed 's/^old 4/old 04/' request > other
    refused 2 other
    head -c 100 request > other
    refused 2 other
    : > other
    refused 2 other
    cosign request > /dev/null
}

@test "a checkpoint that is not the log's" {
    visit
    world append "$log" "$skey" 5
    offer --since 4 > request
    # Another size in it than was signed.
    sed '0,/^9$/s//8/' request > forged
    refused 13 forged
    # A key of the same name that is not the log's: its id is another.
    sed "s|^origin = .*|origin = sar.wexcombe.example/log|" "$SAMPLE/sar.conf" \
        > sar.conf
    SAR_HOME=$PWD/thief sar-export init --quiet --config sar.conf
    sar-verify offer --quiet --vkey thief/log.vkey thief/log > theirs
    refused 2 theirs
    # Another log, by name.
    run --separate-stderr -2 sar-verify cosign --vkey "$vectors/log.vkey" \
        --key wit.key --state w.state "$vectors/add25"
    [[ $stderr == *'what this witness knows of another log' ]]
    refused 2 "$vectors/add25"
}

@test "a state that is missing, damaged, another's or locked" {
    visit
    world append "$log" "$skey" 2
    offer --since 4 > request
    cp w.state good
    rm w.state
    run --separate-stderr -6 cosign request
    [[ $stderr == *'this witness has size 0'* ]]
    [[ $stderr == *'there is no such state'* ]]
    [ ! -e w.state ]

    : > w.state
    refused 13 request
    head -c 200 good > w.state
    refused 13 request
    sed 's/^4$/3/' good > w.state
    refused 13 request
    cat good good > w.state
    refused 13 request
    cp first.note w.state
    refused 13 request
    cp "$vectors/cp5w" w.state
    refused 2 request

    rm w.state
    ln -s good w.state
    run --separate-stderr -10 cosign request
    rm w.state
    mkdir w.state
    run --separate-stderr -10 cosign request
    rmdir w.state

    cp good w.state
    exec 8> w.state.lock
    flock 8
    refused 11 request
    exec 8>&-
    cosign request > /dev/null
}

@test "a clock that went back is 6, and nothing is signed" {
    visit
    world append "$log" "$skey" 1
    offer --since 4 > request
    cp w.state before
    run --separate-stderr -6 loaded clock.so env CLOCK_AHEAD=-3600 \
        sar-verify cosign --vkey log.vkey --key wit.key --state w.state request
    [ -z "$output" ]
    [[ $stderr == *'the clock is before the last cosignature'* ]]
    cmp before w.state
}

@test "a state that cannot be written: no cosignature" {
    offer > request
    run --separate-stderr -10 sar-verify cosign --vkey log.vkey \
        --key wit.key --state nowhere/w.state request
    [ -z "$output" ]
    run --separate-stderr -15 sh -c 'trap "" XFSZ; ulimit -f 0
        exec sar-verify cosign --quiet --vkey log.vkey --key wit.key \
        --state w.state request'
    [ -z "$output" ]
    [ ! -e w.state ]
}

@test "a cosignature that could not be printed is in the state, for attach" {
    offer > request
    run -15 sh -c 'sar-verify cosign --quiet --vkey log.vkey --key wit.key \
        --state w.state request > /dev/full 2> said'
    attach --quiet w.state
    [ "$(records cosigned)" -eq 1 ]
}

@test "killed anywhere, cosign has given nothing away that the state lacks" {
    local step=0 ended=137
    offer > request
    world note "$log" > note
    mkdir work
    while [ "$ended" -eq 137 ]; do
        step=$((step + 1))
        rm -rf work/*
        ended=0
        POINTS_UNDER=$PWD/work POINTS_DO=kill POINTS_AT=$step loaded points.so \
            sar-verify cosign --quiet --vkey log.vkey --key wit.key \
            --state work/w.state request > cosig 2> said || ended=$?
        if [ -s cosig ]; then
            cat note cosig | cmp - work/w.state
        fi
        if [ -e work/w.state ]; then
            run --separate-stderr -6 sar-verify cosign --vkey log.vkey \
                --key wit.key --state work/w.state request
            tail -n 1 work/w.state > line
            world check-cosignature note line wit.vkey
        fi
    done
    [ "$ended" -eq 0 ]
    [ "$step" -ge 4 ]
    [ -s cosig ]
}

# --- attach --------------------------------------------------------------------

@test "attach again changes nothing; the whole note does as well as the line" {
    visit
    attach --quiet first.cosig
    folder_sum "$log" > before
    run -0 attach first.cosig
    [ "$output" = 'audit.example.org/w1: size 4, was there' ]
    attach --quiet w.state
    attach --quiet --lock-wait 1 first.cosig
    folder_sum "$log" | cmp - before
    run -0 attach --json first.cosig
    summary_is 0
}

@test "two checkpoints cosigned in one second: each is attached once" {
    at=$(date +%s)
    offer > first
    loaded clock.so env "CLOCK_AT=$at" sar-verify cosign --quiet \
        --vkey log.vkey --key wit.key --state w.state first > one 2> /dev/null
    world append "$log" "$skey" 1
    offer --since w.state > second
    loaded clock.so env "CLOCK_AT=$at" sar-verify cosign --quiet \
        --vkey log.vkey --key wit.key --state w.state second > two
    attach --quiet one
    attach --quiet two
    folder_sum "$log" > before
    run -0 attach one
    [ "$output" = 'audit.example.org/w1: size 4, was there' ]
    run -0 attach two
    [ "$output" = 'audit.example.org/w1: size 5, was there' ]
    folder_sum "$log" | cmp - before
    [ "$(records cosigned)" -eq 2 ]
}

@test "attach takes no cosignature it cannot verify, and leaves no trace" {
    visit
    folder_sum home > before
    : > empty
    printf 'witness.example+12345678+nonsense\n' > bad.vkey
    run --separate-stderr -2 sar-verify attach --witness bad.vkey first.cosig
    run --separate-stderr -2 sar-verify attach --witness log.vkey first.cosig
    # Another witness's.
    world make-witness other.example/w2 other.vkey other.key
    run --separate-stderr -2 sar-verify attach --witness other.vkey first.cosig
    [[ $stderr == *'no cosignature by a witness that was named' ]]
    # Of another log; of no checkpoint of this log.
    run --separate-stderr -13 attach "$vectors/cs5"
    [[ $stderr == *'of no checkpoint of this log'* ]]
    world change-letter first.cosig 70 > changed
    run --separate-stderr -13 attach changed
    run --separate-stderr -2 attach first.note
    run --separate-stderr -2 attach empty
    run --separate-stderr -2 sar-verify attach first.cosig
    rm -f home/attach.lock
    folder_sum home | cmp - before
}

@test "attach to a log that was rewritten since is 13" {
    visit
    world rewrite "$log" "$skey" 2
    run --separate-stderr -13 attach first.cosig
    [ ! -e "$log/cosignatures" ]
}

@test "attach keeps no checkpoint whose signature somebody changed" {
    visit
    world append "$log" "$skey" 3
    log_verifies
    # Of the cosigned checkpoint, in the file the last line of its note.
    python3 - "$log/checkpoints" <<'END'
import sys
lines = open(sys.argv[1]).read().split('\n')
at = lines.index('4') + 3
lines[at] = lines[at][:-10] + ('A' if lines[at][-10] != 'A' else 'B') + \
    lines[at][-9:]
open(sys.argv[1], 'w').write('\n'.join(lines))
END
    run --separate-stderr -13 attach first.cosig
    [ ! -e "$log/cosignatures" ]
}

@test "several witnesses by a policy; lines of others are passed over" {
    world make-witness other.example/w2 other.vkey other.key
    chmod 600 other.key
    visit
    sar-verify cosign --quiet --vkey log.vkey --key other.key --state o.state \
        first > other.cosig 2> /dev/null
    cat w.state other.cosig > both
    {
        printf 'log %s\n' "$(cat log.vkey)"
        printf 'witness one %s\n' "$(cat wit.vkey)"
        printf 'witness two %s\n' "$(cat other.vkey)"
        printf 'group all 2 one two\nquorum all\n'
    } > policy
    run -0 attach both
    [ "$(records cosigned)" -eq 1 ]
    run -0 sar-verify attach --policy policy both
    [ "${lines[0]}" = 'audit.example.org/w1: size 4, was there' ]
    [ "${lines[1]}" = 'other.example/w2: size 4, attached' ]
    [ "$(records cosigned)" -eq 2 ]
    log_verifies
    world append "$log" "$skey" 1
    sar-verify offer --quiet --policy policy --since both "$log" > second
    sar-verify cosign --quiet --policy policy --key wit.key --state w.state \
        second > /dev/null
}

@test "a note cut short in cosignatures is no hindrance" {
    visit
    head -c 250 w.state > torn
    for n in 1 60 97 100 200 250; do
        head -c "$n" torn > "$log/cosignatures"
        rm -f "$log"/cosigned
        attach --quiet first.cosig
        tail -n 6 "$log/cosignatures" | cmp - w.state
        folder_sum "$log" > before
        attach --quiet first.cosig
        folder_sum "$log" | cmp - before
    done
    [ "$(records cosigned)" -eq 1 ]
}

@test "cosignatures is never a link or a second name" {
    visit
    : > elsewhere
    ln -s "$PWD/elsewhere" "$log/cosignatures"
    run --separate-stderr attach first.cosig
    [ "$status" -ne 0 ]
    rm "$log/cosignatures"
    ln elsewhere "$log/cosignatures"
    run --separate-stderr -13 attach first.cosig
    [ ! -s elsewhere ]
}

@test "killed at any step, attach is completed by running it again" {
    local step=0 status=137
    visit
    cp -R home clean
    while [ "$status" -eq 137 ]; do
        step=$((step + 1))
        rm -rf home
        cp -R clean home
        status=0
        POINTS_UNDER=$PWD/home POINTS_DO=kill POINTS_AT=$step loaded points.so \
            sar-verify attach --quiet --witness wit.vkey first.cosig \
            2> said || status=$?
        [ "$status" -eq 137 ] || [ "$status" -eq 0 ]
        # Nothing of it is told that is not there.
        if [ "$(records cosigned)" -eq 1 ]; then
            cmp w.state "$log/cosignatures"
        fi
        attach --quiet first.cosig
        [ "$(records cosigned)" -eq 1 ]
        tail -n 6 "$log/cosignatures" | cmp - w.state
    done
    [ "$status" -eq 0 ]
    [ "$step" -ge 5 ]
}

@test "two at a time attach it once" {
    visit
    for _ in 1 2 3 4; do
        attach --quiet --lock-wait 60 first.cosig &
    done
    wait
    [ "$(records cosigned)" -eq 1 ]
    cmp w.state "$log/cosignatures"
}

# --- compare -------------------------------------------------------------------

@test "compare: what fits together, and which is newer" {
    visit
    run -0 compare first.note w.state
    [ "${lines[-1]}" = 'OK: the same records' ]
    world append "$log" "$skey" 3
    offer --since 4 > request
    run -0 compare first.note "$log"
    [ "${lines[-1]}" = "OK: $log is newer and begins with all of first.note" ]
    run -0 compare "$log" first.note
    run -0 compare request first.note
    [ "${lines[-1]}" = 'OK: request is newer and begins with all of first.note' ]
    cp -R "$log" copy
    run -0 compare copy "$log"
    world append "$log" "$skey" 1
    run -0 --separate-stderr compare --json copy "$log"
    summary_is 0
    [[ $output == *'"newer":"home/log"'* ]]
    [[ $output == *'"verdict":"grown"'* ]]
    run -0 sar-verify compare --vkey "$vectors/log.vkey" "$vectors/cp5" \
        "$vectors/rel3x.tlog-proof"
    run -0 sar-verify compare --vkey "$vectors/log.vkey" "$vectors/cp2" \
        "$vectors/add25"
}

@test "compare: what cannot be told is 5, and says what is needed" {
    visit
    world append "$log" "$skey" 3
    world note "$log" > later
    run --separate-stderr -5 compare first.note later
    [[ $stderr == *'sar-verify offer --since 4'* ]]
    offer > request
    run --separate-stderr -5 compare first.note request
    cp -R "$log" copy
    world cut copy 5
    run --separate-stderr -5 compare copy later
    [[ $stderr == *'copy: shorter than the other'* ]]
}

@test "compare: two stories are 13, with proof, at every size" {
    world batch "$log" "$skey" 5
    cp -R "$log" other
    world append "$log" "$skey" 1
    world rewrite other "$skey" 6
    world append other "$skey" 3
    # The checkpoint of size 9 is in both; of size 10 and 12 only in one.
    run --separate-stderr -13 compare -o ev1 other "$log"
    run -0 world check-evidence ev1 log.vkey
    [ "$output" = '10 10' ]
    world cut "$log" 9
    world batch "$log" "$skey" 2
    world note "$log" > eleven
    world cut other 9
    world batch other "$skey" 4
    run --separate-stderr -13 compare -o ev2 eleven other
    run -0 world check-evidence ev2 log.vkey
    [ "$output" = '11 13' ]
    grep -q '^prefix ' ev2
    for evidence in ev1 ev2; do
        run --separate-stderr -13 compare "$evidence"
        run --separate-stderr -5 sar-verify compare "$evidence"
        run --separate-stderr -5 sar-verify compare \
            --vkey "$vectors/log.vkey" "$evidence"
        world change-bit "$evidence" 90 > bad
        run --separate-stderr -2 compare bad
    done
    # Up to where they part they agree.
    world cut other 4
    cp -R "$log" third
    world cut third 4
    run -0 compare other third
}

@test "compare: a rewritten log's request does not prove it" {
    visit
    world rewrite "$log" "$skey" 2
    world append "$log" "$skey" 3
    offer --since 4 > request
    run --separate-stderr -13 compare first.note request
    [[ $stderr == *'does not show that it begins with first.note'* ]]
}

@test "compare: what is unsigned, another's or no checkpoint" {
    visit
    world change-bit first.note 100 > bad
    run --separate-stderr compare first.note bad
    [ "$status" -eq 13 ] || [ "$status" -eq 2 ]
    run --separate-stderr -13 compare first.note "$vectors/cp5"
    run --separate-stderr compare first.note /dev/null
    [ "$status" -ne 0 ]
    # What is nothing that it knows is no lie of the log's.
    echo 'Dear all, the log is fine.' > prose
    for other in prose log.vkey /dev/null "$log/entries-0000-000000000000.jsonl"
    do
        cp "$other" other
        run --separate-stderr -2 compare first.note other
        [ "$stderr" = 'sar-verify: other: not a checkpoint, proof, request, evidence or log' ]
        run --separate-stderr -2 compare "$log" other
        run --separate-stderr -2 offer --since other
    done
    cat first.note first.note > twice
    run --separate-stderr compare first.note twice
    [ "$status" -eq 2 ] || [ "$status" -eq 13 ]
    run --separate-stderr -2 sar-verify compare first.note first.note
    [[ $stderr == *'--vkey or --policy is needed'* ]]
    run --separate-stderr -10 compare first.note nowhere
    {
        printf 'log %s\n' "$(cat log.vkey)"
        printf 'log %s\n' "$(cat "$vectors/log.vkey")"
        printf 'quorum none\n'
    } > policy
    run --separate-stderr -2 sar-verify compare --policy policy first.note \
        "$vectors/cp5"
    [[ $stderr == *'of another log than'* ]]
}

# Just what the manual says, with no program of ours.
@test "evidence is checked with openssl alone, as the manual says" {
    visit
    world rewrite "$log" "$skey" 2
    run --separate-stderr -13 compare -o evidence "$log" w.state
    mkdir bin
    sed -n '/^\.\\" openssl begins/,/^\.\\" openssl ends/p' \
        "$ROOT/man/sar-verify.1" | grep -v '^\.' | sed 's/\\e/\\/g' > check.sh
    [ "$(wc -l < check.sh)" -ge 5 ]
    run -0 env PATH=/usr/bin:/bin sh -e check.sh
    [ "$(grep -c 'Signature Verified Successfully' <<< "$output")" -eq 2 ]
    sed -i '0,/^4$/s//3/' evidence
    run env PATH=/usr/bin:/bin sh -e check.sh
    [ "$(grep -c 'Signature Verified Successfully' <<< "$output")" -lt 2 ]
}

# --- sample --------------------------------------------------------------------

UNSEEDED='NOT SHOWN: that the keeper did not choose it: without --seed, '\
'records can be added till the sample is one they like'

sampled() {
    sar-verify sample --vkey log.vkey --json "$@" "$log" 2> /dev/null |
        python3 -c 'import json, sys
s = json.loads(sys.stdin.read())
print(s["root"])
print(s["of"])
print(*(one["record"] for one in
        sorted(s["sample"], key=lambda one: one["drawn"])))'
}

@test "a sample is drawn as the manual says: anybody draws the same" {
    world batch "$log" "$skey" 90
    for n in 1 2 25 93 94; do
        mapfile -t got < <(sampled --n "$n")
        [ "${got[1]}" -eq 94 ]
        [ "$(world sample "${got[0]}" "$n" 94)" = "${got[2]}" ]
    done
    # More than there are is all of them; the first of a larger one are the
    # smaller one.
    mapfile -t got < <(sampled --n 1000)
    [ "$(tr ' ' '\n' <<< "${got[2]}" | sort -n | tr '\n' ' ')" = \
        "$(seq 0 93 | tr '\n' ' ')" ]
    mapfile -t few < <(sampled --n 7)
    [[ ${got[2]} == "${few[2]} "* ]]
    mapfile -t seeded < <(sampled --n 25 --seed 'dice 4 2 6')
    [ "$(world sample "${got[0]}" 25 94 'dice 4 2 6')" = "${seeded[2]}" ]
    world append "$log" "$skey" 1
    mapfile -t later < <(sampled --n 7)
    [ "${later[2]}" != "${few[2]}" ]
}

@test "a sample of some types counts just these; text, and what is wrong" {
    visit
    attach --quiet first.cosig
    world batch "$log" "$skey" 30
    mapfile -t got < <(sampled --n 5 --type register)
    [ "${got[1]}" -eq 33 ]
    # The register records are 1 to 3, and 5 on.
    expected=$(world sample "${got[0]}" 5 33 | tr ' ' '\n' |
        awk '{ print $1 < 3 ? $1 + 1 : $1 + 2 }' | tr '\n' ' ')
    [ "${got[2]} " = "$expected" ]
    run -0 --separate-stderr sar-verify sample --vkey log.vkey \
        --type genesis,cosigned "$log"
    [[ ${lines[0]} =~ ^0$'\t'genesis$'\t'-$'\t'20..-..-..T..:..:..Z$ ]]
    [[ ${lines[1]} == 4$'\t'cosigned$'\t'-$'\t'* ]]
    [ "${lines[2]}" = "$UNSEEDED" ]
    [ "${#lines[@]}" -eq 3 ]
    run --separate-stderr -2 sar-verify sample --vkey log.vkey --type regist \
        "$log"
    run --separate-stderr -2 sar-verify sample --vkey log.vkey --type '' "$log"
    run --separate-stderr -2 sar-verify sample --vkey log.vkey --n 0 "$log"
    run -0 --separate-stderr sar-verify sample --vkey log.vkey --type deliver \
        --seed 4163 "$log"
    [ -z "$output" ]
    world change-bit "$log"/entries-0000-000000000000.jsonl 300 > bad
    cp bad "$log/entries-0000-000000000000.jsonl"
    run --separate-stderr -13 sar-verify sample --vkey log.vkey "$log"
    [ -z "$output" ]
}

@test "an erased record is drawn, offered and compared like any" {
    sar-index init --quiet
    forgotten_case
    visit
    cp -R "$log" before
    sar-export log erase "$nil" --quiet --by u1041 --basis error
    grep -q '^-' "$log"/entries-0000-000000000000.jsonl
    offer --since w.state > request
    run -0 world check-request request "$log"
    [ "$output" = "$((nil + 2)) $((nil + 3))" ]
    cosign request > /dev/null
    run -0 compare before "$log"
    run -0 --separate-stderr sar-verify sample --vkey log.vkey --type erased \
        --seed 4163 "$log"
    [ "$output" = "$nil"$'\terased\t-\t-' ]
}

# Who keeps the log knows its root before the auditor does, and can change it.
@test "a sample without a word of the auditor's is said to prove little" {
    local seed
    world batch "$log" "$skey" 9
    for seed in '' --seed=; do
        run -0 --separate-stderr sar-verify sample --vkey log.vkey --n 3 \
            ${seed:+"$seed"} "$log"
        [ "${#lines[@]}" -eq 4 ]
        [ "${lines[3]}" = "$UNSEEDED" ]
        run -0 --separate-stderr sar-verify sample --vkey log.vkey --n 3 \
            --json ${seed:+"$seed"} "$log"
        [[ $output == *'"seed":false'* ]]
    done
    run -0 --separate-stderr sar-verify sample --vkey log.vkey --n 3 \
        --seed 4163 "$log"
    [ "${#lines[@]}" -eq 3 ]
    [[ $output != *'NOT SHOWN'* ]]
    run -0 --separate-stderr sar-verify sample --vkey log.vkey --n 3 --json \
        --seed 4163 "$log"
    [[ $output == *'"seed":true'* && $output != *4163* ]]
}

# --- what is written -----------------------------------------------------------

@test "offer, compare and sample write nothing; cosign its state and its lock" {
    visit
    folder_sum . > "$BATS_FILE_TMPDIR/before"
    offer > /dev/null
    offer --since w.state > /dev/null
    compare "$log" w.state > /dev/null
    sar-verify sample --vkey log.vkey "$log" > /dev/null 2>&1
    folder_sum . | cmp - "$BATS_FILE_TMPDIR/before"
    mkdir auditor
    sar-verify cosign --quiet --vkey log.vkey --key wit.key \
        --state auditor/w.state first > /dev/null 2>&1
    [ "$(find auditor -type f | sort | tr '\n' ' ')" = \
        'auditor/w.state auditor/w.state.lock ' ]
    run --separate-stderr -6 cosign -o first.cosig first
    # An output that is there is not replaced, and then nothing is cosigned.
    rm w.state
    run --separate-stderr -6 cosign -o first.cosig first
    [ ! -e w.state ]
}
