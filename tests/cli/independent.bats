# sar-verify beside a second verifier that shares no code with it.
# shellcheck disable=SC2154 # lines is of run
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

@test "both say the same of forged tlog-proofs" {
    agree proofs forged
    [[ ${lines[-1]} =~ ^[0-9]{3}' proofs, '([0-9]+)' bad, 0 wrong'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 60 ]
}

@test "both say the same of forged redaction proofs" {
    agree redactions forged
    [[ ${lines[-1]} =~ ^[0-9]{3}' redactions, '([0-9]+)' bad, 0 wrong'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 100 ]
}

@test "both say the same of a release's log, and of damaged copies of it" {
    agree copies copies "$SAR_HOME/log" "$SAR_HOME/log.vkey"
    [[ ${lines[-1]} =~ ^'61 copies, '([0-9]+)' bad, 0 wrong'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 40 ]
}
