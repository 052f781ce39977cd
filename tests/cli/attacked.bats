# What must not pass for a package, and what must not be lost or sent twice:
# damage in each part of it, two builds at once, other people's files.
setup_file() {
    load common
    make_home
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    open_case
    cp -R "$SAR_HOME" "$BATS_FILE_TMPDIR/built"
    SAR_HOME=$BATS_FILE_TMPDIR/built
    cd "$BATS_FILE_TMPDIR" || return 1
    sar-export run --quiet --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out built.pass || [ $? -eq 3 ]
}

setup() {
    load common
    use_home
    zip=$BATS_FILE_TMPDIR/built/outbox/$REF.zip
}

# What sar-verify says of a package that came from the built home.
verdict() {
    sar-verify package --quiet --log "$BATS_FILE_TMPDIR/built/log" \
        --vkey "$BATS_FILE_TMPDIR/built/log.vkey" "$@"
}

# Damage of a kind is 14, each time, by what the package is: the log, which has
# its digest, is not looked at.
each_damage_is_14() {
    verdict --passphrase-file "$BATS_FILE_TMPDIR/built.pass" "$zip"
    run -0 python3 "$ROOT/tests/cli/damage.py" "$1" "$zip" copy.zip 14 \
        sar-verify package --quiet \
        --vkey "$BATS_FILE_TMPDIR/built/log.vkey" \
        --passphrase-file "$BATS_FILE_TMPDIR/built.pass" copy.zip
    echo "$output"
    [ "$output" -gt 40 ]
}

@test "one flipped bit in any field of any record: 14, and why" {
    each_damage_is_14 flip
}

@test "cut short at and by any border: 14, and why" {
    each_damage_is_14 cut
}

@test "bytes before and after, and nothing at all: 14" {
    { printf 'MZ'; cat "$zip"; } > copy.zip
    run --separate-stderr verdict copy.zip
    [ "$status" -eq 14 ]
    { cat "$zip"; printf '\n'; } > copy.zip
    run --separate-stderr verdict copy.zip
    [ "$status" -eq 14 ]
    : > copy.zip
    run --separate-stderr verdict copy.zip
    [ "$status" -eq 14 ]
}

@test "another package of the case, whole, is not what was released: 14" {
    open_again=$BATS_TEST_TMPDIR/again
    cp -R "$SAR_HOME" "$open_again"
    SAR_HOME=$open_again answer --quiet || [ $? -eq 3 ]
    run --separate-stderr verdict "$open_again/outbox/$REF.zip"
    [ "$status" -eq 14 ]
    run ! cmp -s "$zip" "$open_again/outbox/$REF.zip"
}

# Run two commands of this file at once and keep how they ended.
both() {
    "$1" > one.out 2> one.err &
    local one=$!
    "$2" > two.out 2> two.err &
    local two=$!
    first=0
    wait "$one" || first=$?
    second=0
    wait "$two" || second=$?
}

released() {
    find "$1" -maxdepth 1 -name '*.zip' | wc -l
}

build_to() {
    sar-export run --quiet --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out "$@"
}

to_one() { build_to pass1; }
to_two() { build_to pass2; }
to_one_waiting() { build_to pass1 --lock-wait 60; }
to_two_waiting() { build_to pass2 --lock-wait 60; }

# One release, whose passphrase is in the one file there is.
released_once() {
    [ "$(records release)" -eq 1 ]
    [ "$(records intent)" -eq 1 ]
    [ "$(find . -maxdepth 1 -name 'pass?' | wc -l)" -eq 1 ]
    [ "$(released "$SAR_HOME/outbox")" -eq 1 ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    7z t -p"$(cat pass?)" "$SAR_HOME/outbox/$REF.zip" > /dev/null
    log_verifies
}

@test "two builds of a case at once: one releases, the other is 11" {
    cp -R "$SAR_HOME" clean
    locked=0
    # Till they were at it at the same time.
    for _ in 1 2 3 4 5 6 7 8; do
        rm -rf "$SAR_HOME" pass1 pass2
        cp -R clean "$SAR_HOME"
        both to_one to_two
        case "$first $second" in
        "3 11") grep -q 'another run' two.err ;;
        "11 3") grep -q 'another run' one.err ;;
        # The one had ended before the other began.
        *) [ "$first $second" = "3 3" ] ;;
        esac
        released_once
        [ "$first $second" = "3 3" ] || { locked=1; break; }
    done
    [ "$locked" -eq 1 ]
}

@test "two builds of a case at once that wait: both end as the one release" {
    both to_one_waiting to_two_waiting
    [ "$first $second" = "3 3" ]
    released_once
}

to_other() {
    sar-export run --quiet --ref SAR-2026-0099 --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial --passphrase-out pass2
}

@test "builds of two cases at once both release" {
    sed "s/^ref = .*/ref = SAR-2026-0099/" "$SAMPLE/requests/$REF.conf" > r
    sar-export request --quiet --file r
    cp -R "$SAR_HOME" clean
    for _ in 1 2 3; do
        rm -rf "$SAR_HOME" pass1 pass2
        cp -R clean "$SAR_HOME"
        both to_one to_other
        cat one.err two.err
        [ "$first $second" = "3 3" ]
        [ "$(records release)" -eq 2 ]
        log_verifies
        7z t -p"$(cat pass1)" "$SAR_HOME/outbox/$REF.zip" > /dev/null
        7z t -p"$(cat pass2)" "$SAR_HOME/outbox/SAR-2026-0099.zip" > /dev/null
    done
}

# A file under a name the package will need is not touched and stops it.
refused_for() {
    local file=$SAR_HOME/$1
    echo mine > "$file"
    run --separate-stderr answer --quiet
    [ "$status" -eq 6 ]
    [[ $stderr == *"/$1: exists already"*"hint: "*"move it away"* ]]
    [ "$(cat "$file")" = mine ]
    [ ! -e pass ]
    [ "$(records intent)" -eq 0 ]
    [ ! -e "$SAR_HOME/cases/$REF/certificates" ]
    rm "$file"
}

@test "a file in the way is refused before anything is built, and stays: 6" {
    refused_for "outbox/$REF.zip"
    refused_for "outbox/$REF-HOW-TO-OPEN.txt"
    refused_for "staging/$REF.zip"
    # A link to nowhere is in the way too.
    ln -s nowhere "$SAR_HOME/outbox/$REF.zip"
    run answer --quiet
    [ "$status" -eq 6 ]
    [ -L "$SAR_HOME/outbox/$REF.zip" ]
    rm "$SAR_HOME/outbox/$REF.zip"
    run answer --quiet
    [ "$status" -eq 3 ]
    [ "$(records release)" -eq 1 ]
}

@test "a file that comes in the way of a logged release: 6, and then completed" {
    cp -R "$BATS_FILE_TMPDIR/built/." "$SAR_HOME"
    mv "$SAR_HOME/outbox/$REF.zip" "$SAR_HOME/staging/$REF.zip"
    echo mine > "$SAR_HOME/outbox/$REF.zip"
    run --separate-stderr answer --quiet
    [ "$status" -eq 6 ]
    [[ $stderr == *"exists already"*"the log has the release"*"run again"* ]]
    [ "$(cat "$SAR_HOME/outbox/$REF.zip")" = mine ]
    rm "$SAR_HOME/outbox/$REF.zip"
    run answer --quiet
    [ "$status" -eq 3 ]
    cmp "$SAR_HOME/outbox/$REF.zip" "$zip"
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
}

@test "the passphrase file of a leftover package goes, any other stays" {
    # As a run leaves it that was killed between passphrase and release.
    cp "$zip" "$SAR_HOME/staging/$REF.zip"
    cp "$BATS_FILE_TMPDIR/built.pass" pass
    run answer --quiet
    [ "$status" -eq 3 ]
    run ! cmp -s pass "$BATS_FILE_TMPDIR/built.pass"
    7z t -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip" > /dev/null
    rm -rf "$SAR_HOME"
    use_home
    cp "$zip" "$SAR_HOME/staging/$REF.zip"
    (umask 077 && echo mine-mine-mine-mine > pass)
    run --separate-stderr answer --quiet
    [ "$status" -eq 6 ]
    [ "$(cat pass)" = mine-mine-mine-mine ]
    [ "$(records release)" -eq 0 ]
}

@test "what took a released package's place in the outbox is not listed as it: 14" {
    cp -R "$BATS_FILE_TMPDIR/built/." "$SAR_HOME"
    # As another case's volume, or a file that was changed.
    printf x >> "$SAR_HOME/outbox/$REF.zip"
    run --separate-stderr answer --json
    [ "$status" -eq 14 ]
    [[ $stderr == *"/outbox/$REF.zip: not the package the log released"* ]]
    [[ $stderr == *"do not send it"* ]]
    [[ $output != *released-before* ]]
    # Sent and deleted is no fault.
    rm "$SAR_HOME/outbox/$REF.zip"
    run answer
    [ "$status" -eq 3 ]
    [[ $output == *"no longer there"* ]]
}

to_other_same_file() {
    sar-export run --quiet --ref SAR-2026-0099 --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial --passphrase-out pass1
}

@test "two builds to one passphrase file: one releases, the other is 6 and leaves it" {
    sed "s/^ref = .*/ref = SAR-2026-0099/" "$SAMPLE/requests/$REF.conf" > r
    sar-export request --quiet --file r
    both to_one to_other_same_file
    cat one.err two.err
    case "$first $second" in
    "3 6") ref=$REF ;;
    "6 3") ref=SAR-2026-0099 ;;
    *) false ;;
    esac
    [ "$(records release)" -eq 1 ]
    [ "$(records intent)" -eq $((1 + $(records void))) ]
    [ "$(released "$SAR_HOME/outbox")" -eq 1 ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    7z t -p"$(cat pass1)" "$SAR_HOME/outbox/$ref.zip" > /dev/null
    log_verifies
}

@test "nobody reads what it says: no success, and the release is whole" {
    cat > deaf.py <<'PY'
import os, subprocess, sys
r, w = os.pipe()
os.close(r)
sys.exit(subprocess.run(sys.argv[1:], stdout=w).returncode)
PY
    run python3 deaf.py sar-export run --ref "$REF" --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial --passphrase-out pass
    [ "$status" -eq 3 ] || [ "$status" -eq 15 ]
    [ "$(records release)" -eq 1 ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    7z t -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip" > /dev/null
    log_verifies
    run answer
    [ "$status" -eq 3 ]
    [[ $output == *"Released by an earlier run"* ]]
}
