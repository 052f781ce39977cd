# What is done to the log, killed at each call that changes something, and at
# any moment: whatever is logged next completes it, and nothing is lost.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
    BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR SAR_HOME=$home forgotten_case
}

setup() {
    load common
    use_home
    export ASAN_OPTIONS=detect_leaks=0
    cp -R "$SAR_HOME" clean
    nil=$(record_of nil-return)
}

again() {
    rm -rf "$SAR_HOME"
    cp -R clean "$SAR_HOME"
}

# As it must be after the next command: nothing open, nothing left over.
settled() {
    status=0
    sar-export log verify --quiet 2> err || status=$?
    # 5: there was something to settle.
    [ "$status" -eq 0 ] || [ "$status" -eq 5 ] || { cat err; false; }
    log_verifies
    [ "$(ls "$SAR_HOME/keys")" = $'log.skey\ntag.key' ]
    [ "$(records nil-return)" -eq "${nils:-1}" ]
    [ "$(sar-export key show | tail -n 1 | cut -f2)" = \
        "$(sar-export key show "$SAR_HOME/keys/log.skey")" ]
}

# Kill "sar-export $@" before each of its calls, or before some of them: the
# rest are for make soak, and for the unit tests' disk.  Check after each.
killed_everywhere() {
    local call i n=0 seen=0
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    for call in write pwrite64 fsync fdatasync linkat rename renameat unlink; do
        for i in $(seq 1 30); do
            n=$((n + 1))
            [ -n "${SAR_SOAK:-}" ] || [ $((n % 2)) -eq 1 ] || continue
            again
            status=0
            strace -f -o /dev/null -e "trace=$call" \
                -e "inject=$call:signal=KILL:when=$i" \
                sar-export "$@" --quiet > /dev/null 2>&1 || status=$?
            # It has no such call left.
            [ "$status" -ne 0 ] || break
            [ "$status" -eq 137 ]
            seen=$((seen + 1))
            settled
        done
    done
    again
    sar-export "$@" --quiet
    settled
    echo "$seen kills"
    [ "$seen" -ge 2 ]
}

@test "a change of key" {
    killed_everywhere key rotate --by u7
    [ "$(records key-rotate)" -eq 1 ]
}

# What was logged is carried out.
settled_erasure() {
    if [ "$(records erase)" -eq 1 ]; then
        run ! grep -q u4711 "$SAR_HOME"/log/entries-*
    else
        grep -q u4711 "$SAR_HOME"/log/entries-*
    fi
}

@test "an erasure" {
    eval "$(declare -f settled | sed '1s/settled/settled_log/')"
    settled() {
        nils=$((1 - $(records erase)))
        settled_log
        settled_erasure
    }
    killed_everywhere log erase "$nil" --basis art17 --by u7
    [ "$(records erase)" -eq 1 ]
}

# Asked for once more instead: it is done, and the log says it once.
@test "an erasure that was cut short and is asked for again" {
    settled() {
        status=0
        sar-export log erase "$nil" --basis error --by u8 --quiet 2> err || status=$?
        # 6: it was done by then.
        [ "$status" -eq 0 ] || { [ "$status" -eq 6 ] &&
            grep -q "is erased already" err; } || { cat err; false; }
        log_verifies
        [ "$(records erase)" -eq 1 ]
        run ! grep -q u4711 "$SAR_HOME"/log/entries-*
        [ "$(ls "$SAR_HOME/log" | grep -c '^erasing')" -eq 0 ]
    }
    killed_everywhere log erase "$nil" --basis art17 --by u7
}

@test "an append" {
    killed_everywhere log verify
}

# Four writers at once, killed again and again: who was told a number has it.
@test "SIGKILL at any moment to several writers" {
    cat > writers.py <<'PY'
import json, os, random, signal, subprocess, time
random.seed(6)
home = os.environ["SAR_HOME"]
told, running = [], []
end = time.time() + 12
kills = 0
while time.time() < end or running:
    while time.time() < end and len(running) < 4:
        running.append((subprocess.Popen(
            ["sar-export", "log", "verify", "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL),
            time.time() + random.uniform(0.02, 0.6)))
    time.sleep(0.01)
    for one in list(running):
        process, until = one
        if process.poll() is None and time.time() > until:
            process.send_signal(signal.SIGKILL)
            kills += 1
        if process.poll() is not None:
            running.remove(one)
            out = process.stdout.read().decode()
            if process.returncode in (0, 5):
                told.append(json.loads(out.splitlines()[-1])["record"])
            else:
                assert process.returncode == -signal.SIGKILL, (
                    process.returncode, out)
lines = []
for name in sorted(os.listdir(home + "/log")):
    if name.startswith("entries-"):
        with open(home + "/log/" + name, "rb") as f:
            lines += f.read().splitlines()
there = set()
for line in lines:
    try:
        record = json.loads(line)
    except ValueError:
        continue
    if record["type"] == "verify":
        there.add(record["seq"])
assert len(told) == len(set(told)) and set(told) <= there, (told, there)
print("told", len(told), "killed", kills)
assert told and kills
PY
    run -0 python3 writers.py
    echo "$output"
    sar-export log verify --quiet || [ $? -eq 5 ]
    log_verifies
}
