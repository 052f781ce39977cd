# What waits for somebody else ends when it is told to.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    mkfifo fifo
    # A writer that never writes.
    exec 8<> fifo
}

teardown() {
    exec 8>&-
    [ ! -e holder ] || kill "$(cat holder)" || true
}

# The command has to end by signal ${1}, sent to it alone, and say so.
stopped() {
    signal=$1
    shift
    run --separate-stderr timeout --foreground --preserve-status -k 4 \
        -s "$signal" 1 "$@"
    number=$(kill -l "$signal")
    [ "$status" -eq $((128 + number)) ]
    [[ $stderr == *": stopped by signal $number"* ]]
    [ "$1" != sar-export ] || [ "$2" != build ] ||
        [[ $stderr == *"hint: this run released nothing; "* ]]
}

build() {
    echo sar-export build --ref "$REF" --marks "$SAMPLE/marks" --by u7 \
        --allow-partial
}

# Another process has the lock of file ${1} of the home.
hold() {
    # exec: one process, which is ended by its number.
    (exec 3>&- 8>&- && exec flock "$SAR_HOME/$1" sleep 40) &
    echo $! > holder
    for _ in $(seq 100); do
        flock -n "$SAR_HOME/$1" true || return 0
        sleep 0.02
    done
    return 1
}

nothing_done() {
    [ "$(records intent)" -eq "$(records void)" ]
    [ "$(records release)" -eq 0 ]
    [ -z "$(find "$SAR_HOME/staging" "$SAR_HOME/outbox" -type f)" ]
}

@test "a build that waits for a passphrase ends by INT, TERM and HUP" {
    for signal in INT TERM HUP; do
        # shellcheck disable=SC2046 # words of a command
        stopped "$signal" $(build) --passphrase-fd 8
    done
    [ "$(records intent)" -eq 0 ]
    nothing_done
}

@test "a build that waits for a command ends it too" {
    # A time that no other sleep here has.
    # shellcheck disable=SC2046
    stopped TERM $(build) --passphrase-command "sleep 41.25"
    run ! pgrep -f '^sleep 41\.25'
    # Not one that has shut its output, nor one that will not hear.
    printf '#!/bin/sh\nexec > /dev/null\nexec sleep 42.25\n' > shut
    printf '#!/bin/sh\ntrap "" TERM\nexec sleep 43.25\n' > deaf
    chmod +x shut deaf
    # shellcheck disable=SC2046
    stopped INT $(build) --passphrase-command ./shut
    # shellcheck disable=SC2046
    stopped HUP $(build) --passphrase-command ./deaf
    run ! pgrep -f '^sleep 4[23]\.25'
    nothing_done
}

@test "who waits for a key, and who checks a package, ends when told" {
    answer --quiet > /dev/null 2>&1 || [ $? -eq 3 ]
    stopped TERM sar-export passphrase "$REF" --identity-fd 8 --by u7 \
        --passphrase-out again
    [ ! -e again ]
    stopped INT sar-export passphrase "$REF" --by u7 --passphrase-out again \
        --identity-command "sleep 44.25"
    run ! pgrep -f '^sleep 44\.25'
    [ "$(records reveal)" -eq 0 ]
    stopped TERM sar-verify package --vkey "$SAR_HOME/log.vkey" \
        --passphrase-fd 8 "$SAR_HOME/outbox/$REF.zip"
}

@test "who waits for a case's lock, or the log's, ends when told" {
    hold "cases/$REF/lock"
    # shellcheck disable=SC2046
    stopped TERM $(build) --lock-wait 30 --passphrase-out pass
    kill "$(cat holder)"
    rm holder
    hold log.lock
    # shellcheck disable=SC2046
    stopped INT $(build) --lock-wait 30 --passphrase-out pass
    [ ! -e pass ]
    nothing_done
}
