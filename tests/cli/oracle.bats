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
    # Italy's and San Marino's 0 as if it were dialled before their numbers.
    sed -i 's/{ 1, 7, 39, 47,/{ 1, 7, 47,/; s/ 378, 379,//; s/ 33, 40,/ 33, 39, 40,/' \
        lib/phone/country.c
    run cmp -s lib/phone/country.c "$ROOT/lib/phone/country.c"
    [ "$status" -eq 1 ]
    grep -q ' 33, 39, 40,' lib/phone/country.c
    run bash tests/oracle/phone.sh "$BATS_TEST_TMPDIR" 100000 1
    [ "$status" -ne 77 ] || skip "${output#skip: }"
    [ "$status" -eq 1 ]
    [[ $output == *"read for certain"* ]]
}
