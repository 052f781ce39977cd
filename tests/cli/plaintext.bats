# Nothing of a package reaches a file system unencrypted: every byte the program
# writes is taken down by strace and searched for the audio and the texts.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    [ "$(id -u)" -eq 0 ] || skip "reading what is written needs root"
    use_home
    open_case
}

# All that can write, and what can take its place.
traced() {
    ASAN_OPTIONS=detect_leaks=0 strace -f --seccomp-bpf -y -xx -s 4194304 -o trace \
        -e trace="$(python3 "$ROOT/tests/cli/strace.py")" \
        "$@"
}

search() {
    python3 "$ROOT/tests/cli/plaintext.py" trace "$SAR_HOME" opened
}

# A build with OPTIONS, four threads at it: nothing of it is in any write.
nothing_written() {
    traced sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out pass --quiet --jobs 4 "$@" ||
        [ $? -eq 3 ]
    opened "$SAR_HOME/outbox" "$REF" pass opened
    run ! grep -E '960123|Sample' "$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt"
    run search
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "no write of the whole job holds a piece of any entry" {
    nothing_written
    # That a search for these very entries finds each: it may name another
    # that says the same.
    for entry in $(ls -d opened/* | grep -v "call-0[2-9]\|minisig"); do
        traced dd if="$entry" of=leaked status=none
        run search
        echo "$entry: $output"
        [ "$status" -eq 1 ]
        [[ $output == "a piece of "*" was written"* ]]
    done
}

@test "nor when it is hidden, padded, split and has vCons" {
    nothing_written --padding padme --vcon --volume-size "250 kB"
    [ -e "$SAR_HOME/outbox/$REF-part-2.zip" ]
    [ "$(find opened -name 'call-*.vcon.json' -size +0 | wc -l)" -ge 5 ]
}

@test "the search finds a recording, however it is written" {
    mkdir opened
    cp "$SAMPLE/sar.conf" opened
    # Itself, not a script that finds it.
    python=$(python3 -c 'import sys; print(sys.executable)')
    call=$(find "$SAR_HOME/recorder" -name '*.wav' -size +20k | head -n 1)
    for way in write writev pwritev thread unnamed mapped copied sendfile \
        sent ring memory; do
        rm -f leaked
        traced "$python" "$ROOT/tests/cli/leak.py" "$way" "$call" "$PWD/leaked"
        run search
        echo "$way: $output"
        [ "$status" -eq 1 ]
        [[ $output != *"shows no writes"* && $output != *"too little"* ]]
    done
}
