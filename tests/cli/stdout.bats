# Standard output that cannot be written, and what stands where when both
# outputs are one file.
load common
load logs

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

# Exceptions: status 5, more than a buffer of them.
odd_log() {
    {
        echo "$GENESIS"
        for i in $(seq 90); do
            echo "register 2026-01-05T23:10:07Z by=cron n=0 root=@$i"
        done
    } | log_of log
}

NO_ROOM='sar-verify: standard output: cannot write'

# The file out has room for a kilobyte, and not for all of it.
cramped() {
    run sh -c 'trap "" XFSZ; ulimit -f 1; exec "$@" > out 2> said' sh "$@"
}

@test "what is cut short by a full disk says so, whatever else is found: 15" {
    odd_log
    for command in log report 'log --json' 'report --json'; do
        for to in /dev/full out; do
            # shellcheck disable=SC2086
            if [ $to = out ]; then
                cramped sar-verify $command --vkey "$VKEY" log
                [ "$(stat -c %s out)" -le 1024 ]
            else
                run sh -c '"$@" > /dev/full 2> said' sh \
                    sar-verify $command --vkey "$VKEY" log
            fi
            [ "$status" -eq 15 ]
            [ "$(tail -n 1 said)" = "$NO_ROOM" ]
            [ "$(grep -c . said)" -eq 3 ]
        done
    done
}

@test "so does every program, of a success and of a failure" {
    for command in 'sar-verify --version' 'sar-index --help' \
        'sar-export --help' 'sar-export status --json --home none' \
        'sar-index stat --json --home none' 'sar-verify log --json none'; do
        # shellcheck disable=SC2086
        run sh -c '"$@" > /dev/full 2> said' sh $command
        [ "$status" -eq 15 ]
        [ "$(tail -n 1 said)" = "${command%% *}: standard output: cannot write" ]
    done
}

@test "a log that lies stays 13, and the output is told of" {
    odd_log
    sed -i 's/cron/crom/' log/entries-*
    run sh -c '"$@" > /dev/full 2> said' sh \
        sar-verify log --json --vkey "$VKEY" log
    [ "$status" -eq 13 ]
    [ "$(tail -n 1 said)" = "$NO_ROOM" ]
}

@test "nothing to print is no failure, nor is a standard output that is shut" {
    odd_log
    run sh -c '"$@" > /dev/full 2> said' sh \
        sar-verify log --quiet --vkey "$VKEY" log
    [ "$status" -eq 5 ]
    run sh -c '"$@" >&- 2> said' sh \
        sar-verify log --quiet --vkey "$VKEY" log
    [ "$status" -eq 5 ]
}

@test "in one file, what is said of a report follows it" {
    odd_log
    for command in log report; do
        run sh -c '"$@" > all 2>&1' sh sar-verify "$command" --vkey "$VKEY" log
        [ "$status" -eq 5 ]
        sar-verify "$command" --vkey "$VKEY" log > out 2> said || true
        cat out said | diff - all
    done
}
