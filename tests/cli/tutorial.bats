# sar-tutorial(7), as a new member of staff goes through it.
setup_file() {
    load common
    always_on 2026-11-26
}

setup() {
    load common
}

@test "every command of the tutorial does what it says" {
    cd "$BATS_TEST_TMPDIR"
    cp -R "$ROOT/sample-data" .
    unset SAR_HOME
    run python3 "$ROOT/tests/cli/tutorial.py" "$ROOT/man/sar-tutorial.7"
    if [ "$status" -ne 0 ]; then
        tail -n 40 <<< "$output"
        return 1
    fi
    [[ $output =~ commands:\ ([0-9]+)$ ]]
    [ "${BASH_REMATCH[1]}" -ge 35 ]
    # By the page that staff are to use, and of all that it found.
    grep -q '^\$ sar-export review TRAINING-1$' <<< "$output"
    grep -q '^To store this, type the reference .*: TRAINING-1$' <<< "$output"
    [ "${BASH_REMATCH[1]}" -eq "$(grep -c '^\$ ' "$ROOT/man/sar-tutorial.7")" ]
}

@test "a tutorial that says something else is found out" {
    cd "$BATS_TEST_TMPDIR"
    printf '.Bd -literal\n$ echo one\none\n$ false\nexit status 1\n.Ed\n' > good.7
    python3 "$ROOT/tests/cli/tutorial.py" good.7
    sed 's/^one$/two/' good.7 > bad.7
    run ! python3 "$ROOT/tests/cli/tutorial.py" bad.7
    sed 's/exit status 1/exit status 2/' good.7 > bad.7
    run ! python3 "$ROOT/tests/cli/tutorial.py" bad.7
    sed '/exit status 1/d' good.7 > bad.7
    run ! python3 "$ROOT/tests/cli/tutorial.py" bad.7
}

# What whoever tries it for the first time sees of the page.
@test "README: the page of the sample is where it says, and what is saved is taken" {
    cd "$BATS_TEST_TMPDIR"
    cp -R "$ROOT/sample-data" .
    mkdir build
    ln -s "$(dirname "$(type -P sar-export)")" build/bin
    sh sample-data/review.sh build > out
    page=$(grep -o 'build/review-home/[^ `]*/index[.]html' "$ROOT/README.md")
    [ "$(cat out)" = "$PWD/$page" ]
    grep -q '^    make review-sample ' "$ROOT/README.md"
    python3 "$ROOT/tests/cli/tutorial.py" save build/review-home SAR-2026-0042
    # The command of README itself, which has FILE for what was downloaded.
    sed -n '/^    SAR_HOME=build/,/--plan FILE$/p' "$ROOT/README.md" > said
    [ "$(wc -l < said)" -eq 2 ]
    sed -i 's/FILE$/SAR-2026-0042-review-*.json --dry-run/' said
    run --separate-stderr bash said
    [ "$status" -eq 0 ]
    [[ $output == *u1041*"Nothing was changed." ]]
}
