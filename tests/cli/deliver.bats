# What went out, when and which way.
setup_file() {
    load common
    make_home
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    open_case
    cd "$BATS_FILE_TMPDIR"
    BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR answer > /dev/null 2>&1 || [ $? -eq 3 ]
}

setup() {
    load common
    use_home
}

deliver() {
    sar-export deliver --ref "$REF" --by u1041 "$@"
}

@test "package and passphrase by two ways: two events, and status shows them" {
    today=$(TZ=Europe/London date +%F)
    run deliver --what package --channel email
    [ "$status" -eq 0 ]
    [[ ${lines[0]} == "Package of $REF, email, $today: record "*" of the log." ]]
    [ "${lines[1]}" = "Proof: $SAR_HOME/outbox/$REF.zip.tlog-proof" ]
    [ "${#lines[@]}" -eq 2 ]
    deliver --quiet --what passphrase --channel telephone
    [ "$(records deliver)" -eq 2 ]
    log_verifies
    run sar-export status --ref "$REF"
    [[ $output == *"$today  package by email, u1041"* ]]
    [[ $output == *"$today  passphrase by telephone, u1041"* ]]
    run sar-export status --json --ref "$REF"
    python3 - "$(head -n 1 <<< "$output")" "$today" <<'PY'
import json, sys
went = json.loads(sys.argv[1])["deliveries"]
assert [(d["what"], d["channel"], d["on"], d["by"]) for d in went] == [
    ("package", "email", sys.argv[2], "u1041"),
    ("passphrase", "telephone", sys.argv[2], "u1041")], went
PY
    grep -h '"type":"deliver"' "$SAR_HOME"/log/*.jsonl | head -n 1 > record
    python3 - "$today" "$(record_of release)" <<'PY'
import json, sys
r = json.load(open("record"))
assert r["channel"] == "email" and r["what"] == "package"
assert r["on"] == sys.argv[1] and r["by"] == "u1041"
assert r["release"] == int(sys.argv[2])
assert set(r) == {"by", "case", "channel", "on", "release", "salt", "seq",
                  "t", "type", "v", "what"}, r
PY
}

@test "both the same way is refused either way round: 6" {
    for channel in email post portal courier; do
        SAR_HOME=$BATS_TEST_TMPDIR/$channel
        cp -R "$BATS_FILE_TMPDIR/home" "$SAR_HOME"
        deliver --quiet --what package --channel "$channel"
        run --separate-stderr deliver --what passphrase --channel "$channel"
        [ "$status" -eq 6 ]
        [[ $stderr == *"the package has gone by $channel"* ]]
        [ "$(records deliver)" -eq 1 ]
    done
    SAR_HOME=$BATS_TEST_TMPDIR/home
    deliver --quiet --what passphrase --channel email
    run --separate-stderr deliver --what package --channel email
    [ "$status" -eq 6 ]
    [[ $stderr == *"the passphrase has gone by email"* ]]
    # Handed over, both may be.
    deliver --quiet --what package --channel in-person
    deliver --quiet --what passphrase --channel in-person
    [ "$(records deliver)" -eq 3 ]
}

@test "run again it is the same event; once more it is another" {
    run deliver --json --what package --channel post
    [ "$status" -eq 0 ]
    summary_is 0
    [[ $output == *'"logged":true'* ]]
    first=$(grep -o '"record":[0-9]*' <<< "$output")
    run deliver --json --what package --channel post
    [ "$status" -eq 0 ]
    [[ $output == *'"logged":false'* ]]
    [ "$(grep -o '"record":[0-9]*' <<< "$output")" = "$first" ]
    [ "$(records deliver)" -eq 1 ]
    deliver --quiet --what package --channel post --again
    deliver --quiet --what package --channel courier
    [ "$(records deliver)" -eq 3 ]
    log_verifies
}

@test "what cannot have happened is refused" {
    sed "s/$REF/SAR-2026-0099/" "$SAMPLE/requests/$REF.conf" > other.conf
    sar-export request --quiet --file other.conf
    run --separate-stderr sar-export deliver --ref SAR-2026-0099 --by u1 \
        --what package --channel post
    [ "$status" -eq 6 ]
    [[ $stderr == *"has not been released"* ]]
    run deliver --what package --channel telephone
    [ "$status" -eq 2 ]
    run deliver --what package --channel text
    [ "$status" -eq 2 ]
    run deliver --what package --channel post --on 2099-01-01
    [ "$status" -eq 2 ]
    run deliver --what package --channel post --on 2020-01-01
    [ "$status" -eq 2 ]
    run deliver --what package --channel post --on 2026-02-30
    [ "$status" -eq 2 ]
    run deliver --what letter --channel post
    [ "$status" -eq 2 ]
    run deliver --what package --channel pigeon
    [ "$status" -eq 2 ]
    run deliver --what package
    [ "$status" -eq 2 ]
    run sar-export deliver --ref "$REF" --what package --channel post
    [ "$status" -eq 2 ]
    run sar-export deliver --ref "$REF" --what package --channel post \
        --by "01632 960123"
    [ "$status" -eq 2 ]
    run ! grep -F 960123 <<< "$output"
    [ "$(records deliver)" -eq 0 ]
}

@test "while another run has the case: 11, and nothing is logged" {
    exec 6> "$SAR_HOME/cases/$REF/lock"
    flock 6
    run deliver --what package --channel post
    [ "$status" -eq 11 ]
    exec 6>&-
    [ "$(records deliver)" -eq 0 ]
}
