# Our reading of telephone numbers against libphonenumber's, where it is.
@test "100,000 forms differ from libphonenumber's only where it is known why" {
    cd "$ROOT"
    run bash tests/oracle/phone.sh "$BATS_TEST_TMPDIR" 100000 1
    [ "$status" -ne 77 ] || skip "${output#skip: }"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"   100000  in all"* ]]
}

@test "the oracle finds a reader that drops a 0 which is of the number" {
    cd "$ROOT"
    cp -R lib tests "$BATS_TEST_TMPDIR"
    cd "$BATS_TEST_TMPDIR"
    sed -i 's/ 378 379 / /; s/"1 7 39 /"1 7 /; s/"44 353 /"44 39 353 /' \
        lib/phone/country.c
    ! cmp -s lib/phone/country.c "$ROOT/lib/phone/country.c"
    run bash tests/oracle/phone.sh "$BATS_TEST_TMPDIR" 100000 1
    [ "$status" -ne 77 ] || skip "${output#skip: }"
    [ "$status" -eq 1 ]
    [[ $output == *"read for certain"* ]]
}
