# sar-verify beside a second verifier that shares no code with it.
setup_file() {
    load common
    make_home
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    open_case
    cd "$BATS_FILE_TMPDIR" || return 1
    BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR answer > /dev/null 2>&1 || [ $? -eq 3 ]
}

setup() {
    load common
    use_home
}

# Whatever is disagreed on is shown.
agree() {
    run python3 "$SAR_TESTS/cli/independent.py" "$@"
    printf '%s\n' "$output"
    [ "$status" -eq 0 ]
}

@test "both say the same of a log that anybody or its own key forged" {
    agree logs forged
    # Not all of them can be alike.
    [[ ${lines[-1]} =~ ^[0-9]{3}' logs, '([0-9]+)' bad, 0 wrong'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 150 ]
}

@test "both say the same of cases, by which day and what does not follow" {
    agree cases forged 24
    [ "${lines[-1]}" = '24 cases, 0 bad, 0 wrong' ]
    # Nearly all there is to tell of is there.
    [[ ${lines[-2]} =~ ^([0-9]+)' codes told'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 24 ]
    # And of the case of a release, as our own programs log it, nothing but
    # that it is late: its request is of long ago.
    run python3 "$SAR_TESTS/vectors/verify_cases.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey"
    [ "$status" -eq 0 ]
    printf '%s\n' "$output"
    [[ $output =~ ^'out-of-time, record '[0-9]+': answered by '[0-9-]+$ ]]
    run python3 "$SAR_TESTS/vectors/verify_cases.py" "$SAR_HOME/log" \
        "$SAR_HOME/log.vkey" 2031-01-01
    [[ $output == *'hold-review-passed, record '* ]]
}

@test "both say the same of forged tlog-proofs" {
    agree proofs forged
    [[ ${lines[-1]} =~ ^[0-9]{3}' proofs, '([0-9]+)' bad, 0 wrong'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 60 ]
}

@test "both say the same of forged requests to cosign" {
    agree requests forged
    [[ ${lines[-1]} =~ ^[0-9]{2}' requests, '([0-9]+)' bad, 0 wrong'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 40 ]
}

@test "both say the same of the vectors, whole and cut off" {
    vectors=$SAR_TESTS/vectors/log
    verify=$SAR_TESTS/vectors/verify_log.py
    for last in 0 2 4 5; do
        rm -rf log && mkdir log
        cp "$vectors/entries.jsonl" log/entries-0000-000000000000.jsonl
        for size in 0 2 4 5; do
            [ "$size" -gt "$last" ] || cat "$vectors/cp$size"
        done > log/checkpoints
        # What is behind the last checkpoint is a tail.
        want=5
        [ "$last" -ne 5 ] || want=0
        run python3 "$verify" log "$vectors/log.vkey"
        [ "$status" -eq "$want" ]
        run sar-verify log --vkey "$vectors/log.vkey" log
        [ "$status" -eq 5 ] || [ "$status" -eq "$want" ]
        run python3 "$verify" log "$vectors/log2.vkey"
        [ "$status" -eq 13 ]
        run sar-verify log --vkey "$vectors/log2.vkey" log
        [ "$status" -eq 13 ]
    done
    verify=$SAR_TESTS/vectors/verify_proof.py
    proof=$vectors/rel3x.tlog-proof
    printf 'log %s\nwitness w %s\nquorum w\n' "$(cat "$vectors/log.vkey")" \
        "$(cat "$vectors/wit.vkey")" > policy
    sar-verify proof --policy policy "$proof"
    python3 "$verify" "$proof" "$vectors/log.vkey" -w "$vectors/wit.vkey"
    run ! sar-verify proof --vkey "$vectors/log2.vkey" "$proof"
    run ! python3 "$verify" "$proof" "$vectors/log2.vkey"
    # One without its record proves nothing by itself.
    run -2 sar-verify proof --policy policy "$vectors/rel3.tlog-proof"
    run -13 python3 "$verify" "$vectors/rel3.tlog-proof" "$vectors/log.vkey"
    sed -n 4p "$vectors/entries.jsonl" | tr -d '\n' > record
    python3 "$verify" "$vectors/rel3.tlog-proof" "$vectors/log.vkey" -r record
}

@test "both say the same of forged redaction proofs" {
    agree redactions forged
    [[ ${lines[-1]} =~ ^[0-9]{2}' redactions, '([0-9]+)' bad, 0 wrong'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 85 ]
}

# A life: cosigned, a record erased, the key changed twice, a tail told of.
lived() {
    local vectors=$SAR_TESTS/vectors/log
    install -m 0600 "$vectors/wit.skey" wit.key
    sar-verify offer --quiet --vkey "$SAR_HOME/log.vkey" -o request \
        "$SAR_HOME/log"
    sar-verify cosign --quiet --vkey "$SAR_HOME/log.vkey" --key wit.key \
        --state state -o cosig request
    sar-verify attach --quiet --witness "$vectors/wit.vkey" cosig
    forgotten_case
    sar-export log erase "$nil" --basis art17 --by u7 --quiet
    sar-export key rotate --by u7 --quiet
    sar-export log review --by u7 --exceptions 0 --quiet
    printf '{"torn' >> "$(printf '%s\n' "$SAR_HOME"/log/entries-* | tail -n 1)"
    sar-export log verify --by u7 --quiet || [ $? -eq 5 ]
    sar-export key rotate --by u7 --quiet
    sar-export log verify --by u7 --quiet || [ $? -eq 5 ]
}

@test "both say the same of a release's log, and of damaged copies of it" {
    lived
    for part in cosignatures rotation-0001.note rotation-0002.note; do
        [ -e "$SAR_HOME/log/$part" ]
    done
    grep -q '^-' "$SAR_HOME"/log/entries-0000-*
    grep -q '"type":"recover"' "$SAR_HOME"/log/entries-*
    agree copies copies "$SAR_HOME/log" "$SAR_HOME/log.vkey"
    [[ ${lines[-1]} =~ ^'41 copies, '([0-9]+)' bad, 0 wrong'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 25 ]
}

@test "the second verifier reads proofs and redaction proofs of a release" {
    mkdir opened
    opened "$SAR_HOME/outbox" "$REF" "$BATS_FILE_TMPDIR/pass" opened
    n=0
    for proof in "$SAR_HOME"/outbox/*.tlog-proof; do
        python3 "$SAR_TESTS/vectors/verify_proof.py" "$proof" \
            "$SAR_HOME/log.vkey"
        n=$((n + 1))
    done
    for proof in opened/*.redaction-proof; do
        wav=${proof%.redaction-proof}.wav
        # Whatever format it has there, ffmpeg makes samples of it.
        [ -e "$wav" ] || ffmpeg -v error -i \
            "$(printf '%s\n' "${proof%.redaction-proof}".* |
                grep -v redaction-proof)" -c:a pcm_s16le "$wav"
        python3 "$SAR_TESTS/vectors/verify_redaction.py" "$proof" "$wav" \
            "$SAR_HOME/log.vkey"
        n=$((n + 1))
    done
    # One of the package and one of each of its recordings without loss.
    [ "$n" -eq $(($(find opened -name '*.redaction-proof' | wc -l) + 1)) ]
    [ "$n" -gt 1 ]
}
