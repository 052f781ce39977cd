# Nothing that came from a recording reaches a file system unencrypted: every
# byte the program writes is taken down by strace and searched for the audio.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
}

@test "no write of the whole job holds a piece of any recording" {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    [ "$(id -u)" -eq 0 ] || skip "reading what is written needs root"
    status=0
    ASAN_OPTIONS=detect_leaks=0 strace -f -y -xx -s 4194304 -o trace \
        -e trace=write,pwrite64,writev,pwritev,pwritev2,sendto,sendfile,copy_file_range,splice,mmap,open,openat,openat2,creat,memfd_create \
        sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out pass --quiet || status=$?
    [ "$status" -eq 3 ]
    mkdir opened
    7z x -bso0 -p"$(cat pass)" -oopened "$SAR_HOME/outbox/$REF.zip"
    python3 "$ROOT/tests/cli/plaintext.py" trace "$SAR_HOME" opened
}

@test "the search finds a planted piece of a recording" {
    mkdir opened
    cp "$(find "$SAR_HOME/recorder" -name '*.wav' -size +20k | head -n 1)" \
        opened/call.wav
    python3 - <<'PY'
data = open("opened/call.wav", "rb").read()
piece = data[8000:12000]
with open("trace", "w") as t:
    t.write('1 write(3</tmp/x>, "%s", %d) = %d\n' % (
        "".join("\\x%02x" % b for b in piece), len(piece), len(piece)))
PY
    run python3 "$ROOT/tests/cli/plaintext.py" trace "$SAR_HOME" opened
    [ "$status" -eq 1 ]
}
