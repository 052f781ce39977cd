# The same at exact places: a kill, or a failing disk, at each call that makes
# something durable or gives it a name.  strace puts them there.  Here at every
# third, another third of them for each; make soak tries all.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
    calls=fsync,fdatasync,linkat,link,rename,renameat,renameat2,unlink
    cp -R "$SAR_HOME" clean
    step=3
    [ -z "${SAR_SOAK:-}" ] || step=1
}

again() {
    rm -rf "$SAR_HOME" pass
    cp -R clean "$SAR_HOME"
}

# How many such calls a run makes.
count() {
    strace -f -o counted -e "trace=$calls" \
        sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out pass --quiet 2> /dev/null ||
        [ $? -eq 3 ]
    grep -cE '^[0-9]+ +(f|l|r|u)' counted
}

injected() {
    status=0
    strace -f -o /dev/null -e "trace=$calls" -e "inject=$calls:$1" \
        sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out pass --quiet 2> err || status=$?
}

completes() {
    status=0
    answer --quiet > out 2>&1 || status=$?
    [ "$status" -eq 3 ] || { echo "at $1:"; cat out; false; }
    [ "$(records release)" -eq 1 ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    sar-verify package --quiet --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --passphrase-file pass \
        "$SAR_HOME/outbox/$REF.zip"
}

@test "SIGKILL at a sync, link, rename or unlink: the next run completes" {
    i=1
    while :; do
        again
        injected "signal=KILL:when=$i" 2> /dev/null
        # The run came to its end before its call number $i.
        [ "$status" -ne 3 ] || break
        [ "$status" -eq 137 ]
        completes "$i"
        i=$((i + step))
    done
    [ "$i" -gt 15 ]
}

@test "a disk that fails at one of them: no success told, the next run completes" {
    n=$(count)
    for i in $(seq $(((step + 1) / 2)) "$step" "$n"); do
        again
        injected "error=EIO:when=$i"
        # 3: the failing call was not one anything depends on.
        [ "$status" -eq 15 ] || [ "$status" -eq 3 ] ||
            { echo "at $i: $status"; cat err; false; }
        completes "$i"
    done
}
