# What an export calls a recording is opened below the recordings' folder, if
# it is a file there, and nowhere else.
setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
    SAR_HOME=$BATS_TEST_TMPDIR/home
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    sar-index init --quiet
    mkdir audio
    good=$(find "$SAMPLE/other-recorder/audio" -name '*.wav' | head -n 1)
    cp "$good" audio/good.wav
    mkdir outside
    cp "$good" outside/secret.wav
}

# An export that names each of the paths given, one a line.
calls() {
    printf 'Call ID;Started;Direction;From;To;Talk seconds;Result;Audio file\n'
    local n=0 path
    for path; do
        n=$((n + 1))
        printf 'C-%d;12/05/2026 09:31:15;Inbound;01632 960123;01632 960000;' \
            "$n"
        printf '7;Answered;%s\n' "$path"
    done
}

# Import it under strace, within ten seconds; what it opened is in ${trace}.
traced() {
    local tracer=(strace -f -s 300 -o trace -e 'trace=open,openat,openat2')
    export ASAN_OPTIONS=detect_leaks=0
    "${tracer[@]}" true 2> /dev/null || tracer=()
    run --separate-stderr timeout 10 "${tracer[@]}" sar-index import --json \
        --rejects rejects.tsv --force --mapping "$SAMPLE/other-recorder/mapping.conf" \
        --recordings "$PWD/audio" calls.csv
    [ "$status" -eq 0 ] || { echo "$status: $stderr"; return 1; }
}

rejected() { # HOW_MANY REASON
    [[ $output == *"\"rows_rejected\":$1,"* ]] || { echo "$output"; return 1; }
    [ "$(grep -c "	$2" rejects.tsv)" -eq "$1" ] ||
        { cat rejects.tsv; return 1; }
}

# Only ever looked at (O_PATH), if at all.
not_opened() { # WORD
    [ -s trace ] || skip "strace is not installed, or tracing not allowed"
    grep -q 'good.wav' trace
    ! grep -F "$1" trace | grep -v O_PATH | grep -vF calls.csv
}

@test "paths that lead out by themselves are rejects and never looked at" {
    calls good.wav ../outside/secret.wav "$PWD/outside/secret.wav" \
        sub/../../outside/secret.wav ./../outside/secret.wav \
        '..\outside\secret.wav' //outside/secret.wav > calls.csv
    traced
    rejected 6 'unsafe path'
    [ -s trace ] || skip "strace is not installed, or tracing not allowed"
    grep -q good.wav trace
    run ! grep -F secret trace
}

@test "symbolic links are rejects, to a file or a folder, in and out" {
    ln -s ../outside/secret.wav audio/link.wav
    ln -s ../outside audio/folder
    ln -s good.wav audio/inner.wav
    ln -s "$PWD/outside/secret.wav" audio/absolute.wav
    ln -s nowhere audio/dangling.wav
    ln -s loop.wav audio/loop.wav
    calls good.wav link.wav folder/secret.wav inner.wav absolute.wav \
        dangling.wav loop.wav > calls.csv
    traced
    rejected 6 'a symbolic link'
    not_opened link.wav
    not_opened secret
    run ! grep -aF outside "$SAR_HOME/index.db"
}

@test "a FIFO, a socket, a folder and a device are rejects; nothing waits" {
    mkfifo audio/fifo.wav
    mkdir audio/dir.wav
    python3 -c 'import socket
socket.socket(socket.AF_UNIX).bind("audio/socket.wav")'
    calls good.wav fifo.wav dir.wav socket.wav > calls.csv
    traced
    rejected 3 'not a regular file'
    not_opened fifo.wav
    not_opened socket.wav
    # A device, where one can be made: what is mounted there is one.
    touch audio/device.wav
    unshare -Urm true 2> /dev/null || return 0
    calls good.wav device.wav > calls.csv
    run unshare -Urm sh -c 'mount --bind /dev/zero audio/device.wav && exec "$@"' \
        sh timeout 10 sar-index import --json --rejects rejects.tsv --force \
        --mapping "$SAMPLE/other-recorder/mapping.conf" \
        --recordings "$PWD/audio" calls.csv
    [ "$status" -eq 0 ]
    rejected 1 'not a regular file'
}

@test "a folder on the way that is a file is no recording, and no failure" {
    calls good.wav good.wav/inside.wav nowhere/x.wav > calls.csv
    traced
    [[ $output == *'"rows_rejected":0,'* ]]
    [[ $output == *'"recordings_missing":2'* ]]
}

@test "a recording that was a file and is a link or FIFO since is not opened" {
    calls good.wav then.wav fifo.wav > calls.csv
    cp audio/good.wav audio/then.wav
    cp audio/good.wav audio/fifo.wav
    traced
    rm audio/then.wav audio/fifo.wav
    ln -s ../outside/secret.wav audio/then.wav
    mkfifo audio/fifo.wav
    calls good.wav then.wav fifo.wav good.wav > calls.csv
    traced
    not_opened fifo.wav
    not_opened then.wav
    not_opened secret
}

@test "a number changed by --again is gone from the index's files" {
    calls good.wav good.wav good.wav > calls.csv
    traced
    grep -aq '01632 960123' "$SAR_HOME/index.db"
    sed -i 's/01632 960123/01632 960777/' calls.csv
    run sar-index import --json --again --recordings "$PWD/audio" \
        --mapping "$SAMPLE/other-recorder/mapping.conf" calls.csv
    [ "$status" -eq 0 ]
    [[ $output == *'"rows_changed":3,'* ]]
    grep -aq '01632 960777' "$SAR_HOME/index.db"
    run ! grep -al '01632 960123' "$SAR_HOME"/index.db*
    # As its key, six bytes of a big-endian integer.
    python3 - "$SAR_HOME" <<'PY'
import glob, sys
for name in glob.glob(sys.argv[1] + "/index.db*"):
    data = open(name, "rb").read()
    assert (441632960123).to_bytes(6, "big") not in data, name
    assert name.endswith(".db") == ((441632960777).to_bytes(6, "big") in data)
PY
    [ ! -e "$SAR_HOME/index.db-wal" ]
    [ ! -e "$SAR_HOME/index.db-journal" ]
}
