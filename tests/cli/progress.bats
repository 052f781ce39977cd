# How far a build has come, on a terminal; and that it can be stopped in each of
# its phases, which leaves nothing.
setup_file() {
    load common
    make_home
    cc -std=c11 -D_GNU_SOURCE -shared -fPIC -o "$BATS_FILE_TMPDIR/leaps.so" \
        "$ROOT/tests/cli/leaps.c"
}

setup() {
    load common
    use_home
    open_case
}

need_strace() {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
}

# A build of several volumes.  It shows how far it is whenever that may have
# changed: to it a second has passed since.
build() {
    echo env ASAN_OPTIONS="$ASAN_OPTIONS:verify_asan_link_order=0" \
        "LD_PRELOAD=$BATS_FILE_TMPDIR/leaps.so" \
        sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --volume-size 250kB --passphrase-out pass --jobs 1
}

# The same, taking its time to read, to be stopped meanwhile.
slowly() {
    echo strace -D -f -o /dev/null -e trace=pread64 \
        -e inject=pread64:delay_enter=8000 "$(build)"
}

# What there is on a terminal: OUT [WORD] -- COMMAND...
on_terminal() {
    python3 "$ROOT/tests/cli/screen.py" "$@"
}

@test "a terminal shows each phase, how far it is, and nothing of it at the end" {
    run on_terminal screen -- $(build)
    [ "$status" -eq 3 ]
    tr '\r' '\n' < screen > lines
    grep -qE 'measuring: [0-9]+ bytes' lines
    grep -qE 'packaging 1 of [3-9]: \[[#.]+\] +[0-9]+% of [0-9]+ bytes' lines
    grep -qE 'checking 2 of [3-9]: \[[#.]+\] +[0-9]+% of [0-9]+ bytes' lines
    # The last thing done to that line is to clear it.
    python3 - screen <<'END'
import sys
data = open(sys.argv[1], "rb").read()
last = data.rindex(b"\r\033[K")
assert b"bytes" not in data[last:last + 20] and b"%" not in data[last:], data[last:]
assert b"Released: record" in data[last:]
END
}

@test "neither --quiet on a terminal nor anything else shows it" {
    run on_terminal screen -- $(build) --quiet
    [ "$status" -eq 3 ]
    run ! grep -aE 'measuring|packaging|checking' screen
    rm -rf "$SAR_HOME" pass
    use_home
    open_case
    $(build) > out 2> err || [ $? -eq 3 ]
    run ! grep -aE 'measuring|packaging|checking' out err
}

# Stopped at ${1}: nothing is left, and the log says that nothing came of it.
stopped_at() {
    need_strace
    run on_terminal screen "$1" -- $(slowly)
    [ "$status" -eq 130 ]
    [ ! -e pass ]
    [ -z "$(ls -A "$SAR_HOME/staging" "$SAR_HOME/outbox" |
        grep -v ':$' | tr -d '\n')" ]
    [ ! -e "$SAR_HOME/cases/$REF/certificates" ]
    [ ! -e "$SAR_HOME/cases/$REF/certificates.sha256" ]
    [ "$(records release)" -eq 0 ]
    [ "$(records intent)" -eq "$2" ]
    [ "$(records void)" -eq "$2" ]
    log_verifies
}

@test "stopped while measuring: 130, and there is not even an intent" {
    stopped_at "measuring: " 0
}

@test "stopped while packaging: 130, void, nothing left" {
    stopped_at "packaging 2 of " 1
}

@test "stopped while checking: 130, void, nothing left" {
    stopped_at "checking 3 of " 1
    # And the next run does it all.
    answer --quiet --volume-size 250kB || [ $? -eq 3 ]
    [ "$(records release)" -eq 1 ]
    [ -f "$SAR_HOME/outbox/$REF-part-3.zip" ]
}
