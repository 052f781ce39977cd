# What a later run is told of a release; what a dry run refuses as a build does.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    open_case
    cp -R "$SAR_HOME" "$BATS_FILE_TMPDIR/open"
    cd "$BATS_FILE_TMPDIR" || return 1
    BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR answer > /dev/null 2>&1 || [ $? -eq 3 ]
}

setup() {
    load common
    use_home
    cp "$BATS_FILE_TMPDIR/pass" pass
    package=$SAR_HOME/outbox/$REF.zip
    printf 'quartz-lantern-mossy-oboe-tundra-veil-9\n' > other
    chmod 600 other
}

# The case as it was before the release.
unreleased() {
    rm -rf "$SAR_HOME"
    cp -R "$BATS_FILE_TMPDIR/open" "$SAR_HOME"
    rm pass
}

build() {
    run --separate-stderr sar-export build --ref "$REF" \
        --marks "$SAMPLE/marks" --by u1041 --allow-partial "$@"
}

deliver() {
    sar-export deliver --quiet --ref "$REF" --by u1 --channel "$1" --what "$2" \
        "${@:3}"
}

# A real and a dry run both end with ${1}.
both() {
    expected=$1
    shift
    build "$@" --dry-run
    [ "$status" -eq "$expected" ]
    said=$stderr
    build "$@"
    [ "$status" -eq "$expected" ]
    # How it ends is put in other words: "released" without some.
    [ "$expected" -ne 3 ] || said=$(sed -n '/^warning:/p' <<< "$said")
    [ "$expected" -ne 3 ] || stderr=$(sed -n '/^warning:/p' <<< "$stderr")
    [ "$stderr" = "$said" ]
}

# Member ${1} of the summary is ${2}, in JSON or a word.
summary_has() {
    tail -n 1 <<< "$output" | python3 -c '
import json, sys
got = json.loads(sys.stdin.read())[sys.argv[1]]
assert sys.argv[2] in (got, json.dumps(got)), got
' "$1" "$2"
}

@test "another passphrase than the release's is refused: 6" {
    both 6 --passphrase-file other
    [[ $stderr == *"passphrase given: not the passphrase of the package"* ]]
    [[ $stderr == *"hint: "*"do not send another"* ]]
    build --passphrase-command "cat other"
    [ "$status" -eq 6 ]
    # A dry run does not run the command: who knows what it does?
    build --passphrase-command "touch ran" --dry-run
    [ "$status" -eq 3 ]
    [ ! -e ran ]
    # A file that is there is taken for this run's by who sends it.
    both 6 --passphrase-out other
    [[ $stderr == *"other: not the passphrase of the package"* ]]
    cmp other <(echo quartz-lantern-mossy-oboe-tundra-veil-9)
    chmod 644 other
    both 6 --passphrase-out other
    [ "$(records intent)" -eq 1 ]
}

@test "the release's own is fine, and said so" {
    both 3 --passphrase-file pass
    [[ $stderr != *warning* ]]
    both 3 --passphrase-out pass --quiet
    [[ $stderr != *warning* ]]
    build --passphrase-file pass --json
    summary_has passphrase same
}

@test "a passphrase that cannot be written is said, also with --quiet" {
    both 3 --passphrase-out new --quiet
    [[ $stderr == *"warning: --passphrase-out: not written: "* ]]
    [ ! -e new ]
    build --passphrase-out new --json
    summary_has passphrase unwritten
    # Nothing to try one on.
    mv "$package" gone.zip
    both 3 --passphrase-file other --quiet
    [[ $stderr == *"warning: passphrase: not tried: "* ]]
    build --passphrase-file other --json
    summary_has passphrase untested
}

@test "how to package has no effect after the release, and that is said" {
    both 3 --passphrase-out pass --quiet --hide-names --padding padme \
        --volume-size "1 MB" --vcon
    for option in hide-names padding volume-size vcon; do
        [[ $stderr == *"warning: --$option: no effect: "* ]]
    done
    build --passphrase-out pass --json --vcon
    summary_has ignored '["--vcon"]'
    # Policy is no option.
    sed -i "s/^\[policy\]\$/&\nvcon = yes/" "$SAR_HOME/sar.conf"
    both 3 --passphrase-out pass --quiet
    [[ $stderr != *warning* ]]
}

@test "a hidden package's passphrase is tried too" {
    unreleased
    answer --quiet --hide-names 2> /dev/null || [ $? -eq 3 ]
    both 6 --passphrase-file other
    both 3 --passphrase-file pass
}

@test "a delivery of another package than the released one is refused: 14" {
    cp "$package" whole
    printf 'x' >> "$package"
    run --separate-stderr deliver post package
    [ "$status" -eq 14 ]
    [[ $stderr == *"not the package the log released"* ]]
    [[ $stderr == *"hint: do not send it"* ]]
    [ "$(records deliver)" -eq 0 ]
    # That of the passphrase is another matter, and so is one that was moved.
    deliver text passphrase
    rm "$package"
    deliver post package
    cp whole "$package"
    deliver post package --again
    [ "$(records deliver)" -eq 3 ]
}

@test "a passphrase file that cannot be made is found before the intent: 15, 2" {
    unreleased
    both 15 --passphrase-out no/such/p
    [[ $stderr == *"no/such/p: No such file or directory"* ]]
    echo > file
    both 15 --passphrase-out file/p
    both 2 --passphrase-out ""
    both 2 --passphrase-out new/
    both 2 --passphrase-out "$(printf 'x%.0s' {1..300})"
    # Where not even root may write.
    mkdir -p fixed
    if chattr +i fixed; then
        both 15 --passphrase-out fixed/p
        chattr -i fixed
    fi 2> /dev/null
    [ "$(records intent)" -eq 0 ]
    [ -z "$(find "$SAR_HOME/outbox" "$SAR_HOME/staging" -type f)" ]
}

@test "a dry run refuses what a build refuses" {
    unreleased
    both 6 --passphrase-out other
    both 6 --passphrase-out "$SAR_HOME/outbox/p"
    echo short > weak
    chmod 600 weak
    both 12 --passphrase-file weak
    both 12 --passphrase-file none
    echo foreign > "$package"
    both 6 --passphrase-out pass
    [[ $stderr == *"outbox/$REF.zip: exists already"* ]]
    rm "$package"
    echo foreign > "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt"
    both 6 --passphrase-out pass
    [ "$(records intent)" -eq 0 ]
    rm "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt"
    # And nothing but that.
    both 3 --passphrase-out pass
}

@test "an answer that came late says how late, in status too" {
    due=$(sar-export status | awk -v r="$REF" '$1 == r { print $3 }')
    on=$(sar-export status --json | head -n 1 | python3 -c '
import datetime, json, sys, zoneinfo
at = json.load(sys.stdin)["outcome_at"].replace("Z", "+00:00")
print(datetime.datetime.fromisoformat(at).astimezone(
    zoneinfo.ZoneInfo("Europe/London")).date())')
    days=$((($(date -ud "$on" +%s) - $(date -ud "$due" +%s)) / 86400))
    # The sample was due on a day that has passed.
    [ "$days" -gt 0 ]
    # It is answered when it was sent, package and passphrase.
    run sar-export status
    [[ $output == *" OVERDUE"* && $output != *LATE* ]]
    sar-export deliver --ref "$REF" --what package --channel email \
        --on "$on" --by u1
    sar-export deliver --ref "$REF" --what passphrase --channel telephone \
        --on "$on" --by u1
    run sar-export status
    [[ $output == *"  $on, $days day"*" LATE"* ]]
    run sar-export status --json
    [[ $output == *"\"days_late\":$days,"* ]]
    # One whose time has not come is not, nor one that waits.
    sed "s/^received = .*/received = $on/; s/^to = .*/to = $on/" \
        "$SAMPLE/requests/SAR-2026-0043.conf" > later.conf
    sar-export run --file later.conf --by u4711 --quiet \
        --passphrase-out none || [ $? -eq 4 ]
    run sar-export status --ref SAR-2026-0043
    [[ $output == *nil-return* ]]
    [[ $output != *LATE* ]]
    SAR_HOME=$BATS_FILE_TMPDIR/open
    run sar-export status
    [[ $output == *OVERDUE* ]]
    [[ $output != *LATE* ]]
}

@test "a folder without marks, and a store that is away, are named" {
    unreleased
    mkdir empty
    run --separate-stderr sar-export build --ref "$REF" --marks empty \
        --passphrase-out pass --dry-run --quiet
    [[ $stderr == *"warning: --marks: no file *.marks in that folder"* ]]
    mv "$SAR_HOME/recorder" away
    build --passphrase-out pass --quiet
    [ "$status" -eq 10 ]
    [[ $stderr == *"recording root: $SAR_HOME/recorder"*": No such file"* ]]
}

@test "init with a bad sar.conf names that one, and makes nothing" {
    for line in "fill = loud" "recordings = " "nonsense = 1"; do
        sed "s/^fill = .*/$line/" "$SAMPLE/sar.conf" > bad.conf
        run --separate-stderr sar-export init --home new --config bad.conf
        [ "$status" -eq 2 ]
        [[ $stderr == "sar-export: bad.conf: line "* ]]
        [ ! -e new ]
    done
    sed "s/^origin = .*/origin = a b/" "$SAMPLE/sar.conf" > bad.conf
    run --separate-stderr sar-export init --home new --config bad.conf
    [ "$status" -eq 2 ]
    [[ $stderr == "sar-export: bad.conf: line "* ]]
    [ ! -e new ]
    sar-export init --quiet --home new --config "$SAMPLE/sar.conf"
}
