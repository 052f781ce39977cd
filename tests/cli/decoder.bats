# Recordings are decoded by processes that hold nothing else: what they are
# confined by, and what comes of one that is killed.
setup_file() {
    load common
    # Two hours, which take a moment to decode, and a second.
    python3 - "$BATS_FILE_TMPDIR" <<'END'
import random, sys, wave
random.seed(1)
second = random.randbytes(16000)
for name, n in (("long", 7200), ("short", 1)):
    w = wave.open("%s/%s.wav" % (sys.argv[1], name), "wb")
    w.setparams((1, 2, 8000, 0, "NONE", ""))
    for i in range(n):
        w.writeframesraw(second)
    w.close()
END
    for n in long short; do
        flac --silent -0 "$BATS_FILE_TMPDIR/$n.wav"
    done
    rm "$BATS_FILE_TMPDIR/long.wav"
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    SAR_HOME=$BATS_TEST_TMPDIR/home
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    sar-index init --quiet
    mkdir audio
    ln "$BATS_FILE_TMPDIR/long.flac" audio/1.flac ||
        cp "$BATS_FILE_TMPDIR/long.flac" audio/1.flac
    cp "$BATS_FILE_TMPDIR/short.flac" audio/2.flac
    {
        printf 'Call ID;Started;Direction;From;To;Talk seconds;Result;'
        printf 'Audio file\n'
        for n in 1 2; do
            printf 'C-%d;12/05/2026 09:31:15;Inbound;01632 960123;' "$n"
            printf '01632 960000;7;Answered;%d.flac\n' "$n"
        done
    } > calls.csv
}

# Import with PROGRAM in the background, until the first recording's decoder
# is there: ${importer} and ${decoder}, which is stopped.
import_until_it_decodes() { # PROGRAM
    "$1" import --json --mapping "$SAMPLE/other-recorder/mapping.conf" \
        --recordings "$PWD/audio" calls.csv > out 2> err 3>&- &
    importer=$!
    decoder=
    for _ in $(seq 1000); do
        decoder=$(pgrep -P "$importer" -x sar-sandboxed) && break
        sleep 0.002
    done
    [ -n "$decoder" ] || { cat out err; return 1; }
    kill -STOP "$decoder"
}

ended() {
    status=0
    wait "$importer" || status=$?
}

# Dead, at least, where whoever inherited it has not looked yet.
is_gone() { # PID
    for _ in $(seq 100); do
        kill -0 "$1" 2> /dev/null || return 0
        ! grep -q '^State:.Z' "/proc/$1/status" 2> /dev/null || return 0
        sleep 0.05
    done
    return 1
}

states() {
    sqlite3 "$SAR_HOME/index.db" \
        "SELECT path, state FROM recording ORDER BY path" | tr '\n' ' '
}

@test "--version says on a line of its own what decoders are confined by" {
    for program in sar-index sar-export sar-verify; do
        run -0 "$program" --version
        [ "${#lines[@]}" -eq 2 ]
        [[ ${lines[0]} == "$program "[0-9]* ]]
        [[ ${lines[1]} == "decoders run apart, confined by "*"limits on time and memory"* ]]
        for word in Landlock seccomp; do
            [[ ${lines[1]} == *"$word"* ]]
        done
    done
}

@test "a decoder killed by a fault spoils its recording and not the import" {
    import_until_it_decodes sar-index
    kill -SEGV "$decoder"
    kill -CONT "$decoder"
    ended
    [ "$status" -eq 0 ]
    output=$(cat out)
    [[ $output == *'"recordings_damaged":1,'* ]]
    [[ $output == *'"recordings_measured":2,'* ]]
    [ ! -s err ]
    good=$(states)
    # The same file, left alone, is none of the damaged.
    rm -r "$SAR_HOME/index.db"
    sar-index init --quiet
    run -0 sar-index import --json --recordings "$PWD/audio" \
        --mapping "$SAMPLE/other-recorder/mapping.conf" calls.csv
    [[ $output == *'"recordings_damaged":0,'* ]]
    [ "$good" != "$(states)" ]
}

@test "a decoder has no rights, a filter, and limits on all there is" {
    # The program as it is installed: sanitised it maps terabytes.
    import_until_it_decodes "$BUILD/bin/sar-index"
    cat "/proc/$decoder/status" > status
    cat "/proc/$decoder/limits" > limits
    ls "/proc/$decoder/fd" > fds 2> /dev/null || rm -f fds
    kill -CONT "$decoder"
    ended
    [ "$status" -eq 0 ]
    grep -q '^NoNewPrivs:	1$' status
    grep -q '^CapPrm:	0*$' status
    grep -q '^CapEff:	0*$' status
    if sar-index --version | grep -q 'by.*seccomp.*limits'; then
        grep -q '^Seccomp:	2$' status
    fi
    grep -Eq '^Max cpu time +7200 +7201 ' limits
    grep -Eq '^Max data size +33554432 +33554432 ' limits
    grep -Eq '^Max address space +1107296256 +1107296256 ' limits
    grep -Eq '^Max file size +0 +0 ' limits
    grep -Eq '^Max core file size +0 +0 ' limits
    grep -Eq '^Max processes +0 +0 ' limits
    grep -Eq '^Max open files +5 +5 ' limits
    # 0 to 2 are /dev/null; the channel; the recording.
    [ ! -e fds ] || [ "$(tr '\n' ' ' < fds)" = "0 1 2 3 4 " ]
    # And it is small.
    kb=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' status)
    [ "$kb" -lt 32768 ]
}

@test "an import killed with its decoder at work leaves no process" {
    import_until_it_decodes sar-index
    all=$(pgrep -P "$importer")
    [ "$(wc -w <<< "$all")" -eq 2 ]
    kill -KILL "$importer"
    ended
    [ "$status" -eq 137 ]
    for pid in $all; do
        is_gone "$pid"
    done
}

@test "^C goes to all of them: the import ends in order, 130, and quietly" {
    set -m
    import_until_it_decodes sar-index
    kill -INT -- "-$importer"
    kill -0 "$decoder"
    kill -CONT "$decoder"
    ended
    set +m
    [ "$status" -eq 130 ]
    [ "$(wc -l < err)" -le 1 ]
    run ! grep -i decod err
    is_gone "$decoder"
}
