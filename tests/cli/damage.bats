# Damaged recordings end as a right output or a named error: a sample of what
# make damage runs.

@test "each of 300 damaged recordings is cut right, flagged or refused" {
    run bash "$ROOT/tests/damage/run.sh" "$BUILD" 300
    printf '%s\n' "$output"
    [ "$status" -eq 0 ]
    [[ "$output" == *'damaged files'* ]]
}

@test "a cut that is made too late is heard by the judge" {
    run python3 "$ROOT/tests/damage/damage.py" \
        "$BUILD/san/damage/damage" 60 1 0 1 400
    [ "$status" -eq 1 ]
    [[ "$output" == *'the secret is heard'* ]]
}
