# A build is stopped by somebody else's number or name in what goes out.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
}

# The sample request under the reference and with the name given.
request_named() {
    sed "s/^ref = .*/ref = $1/; s/^name = .*/name = $2/" \
        "$SAMPLE/requests/$REF.conf" > request.conf
    sar-export request --quiet --file request.conf
}

build() {
    rm -f pass
    run --separate-stderr sar-export run --ref "$1" --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial --passphrase-out pass
}

@test "somebody else's number stops the build before anything is logged: 14" {
    # Of another call of the index, of nobody's, and of one of the found calls.
    python3 - "$SAR_HOME/index.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
n = db.execute("SELECT count(*) FROM party WHERE key = 447700900123")
assert n.fetchone()[0] > 0, "the sample has a stranger"
PY
    n=0
    for number in "07700 900123" "+44 (0)7700-900123" "020 7946 0777"; do
        n=$((n + 1))
        request_named "P-$n" "A. Sample, c\/o $number"
        build "P-$n"
        [ "$status" -eq 14 ]
        [[ $stderr == *"letter.txt: line "[0-9]*": has a telephone number"* ]]
        line=$(sed -n 's/.*letter\.txt: line \([0-9]*\):.*/\1/p' <<< "$stderr")
        sed -n "${line}p" "$SAR_HOME/cases/P-$n/letter.txt" | grep -qF "$number"
        run ! grep -E '7700|7946' <<< "$output$stderr"
        [ ! -e pass ]
        [ ! -e "$SAR_HOME/outbox/P-$n.zip" ]
        [ -z "$(ls -A "$SAR_HOME/staging")" ]
    done
    [ "$(records intent)" -eq 0 ]
}

@test "the organisation's numbers stop nothing, however they are written" {
    sed -i 's/^contact = .*/contact = The manager, (020) 7946 0777/
        s/^purposes = .*/&; ring +44 1632 960 555/' "$SAR_HOME/sar.conf"
    request_named P-1 "A. Sample"
    build P-1
    [ "$status" -eq 3 ]
    # Once taken out of the profile it is a number that nobody knows.
    cp "$SAMPLE/sar.conf" "$SAR_HOME/sar.conf"
    request_named P-2 "A. Sample, 020 7946 0777"
    build P-2
    [ "$status" -eq 14 ]
    # And the requester's own may be anywhere.
    request_named P-3 "A. Sample, 01632 960-123"
    build P-3
    [ "$status" -eq 3 ]
}

@test "a nil return is looked through as well" {
    sed "s/^ref = .*/ref = P-1/; s/^name = .*//" \
        "$SAMPLE/requests/SAR-2026-0043.conf" > request.conf
    echo 'name = B. Sample, 020 7946 0777' >> request.conf
    sar-export request --quiet --file request.conf
    run sar-export run --ref P-1 --by u1041 --passphrase-out pass
    [ "$status" -eq 14 ]
    [ "$(records nil-return)" -eq 0 ]
}
