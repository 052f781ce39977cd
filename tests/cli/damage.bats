# Damaged recordings end as a right output or a named error: a sample of what
# make damage runs.

@test "each of 300 damaged recordings is cut right, flagged or refused" {
	run bash "$ROOT/tests/damage/run.sh" "$BUILD" 300
	printf '%s\n' "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == *'damaged files'* ]]
}
