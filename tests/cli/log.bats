# What is done to the log itself: verified, reviewed, erased from, put back from
# a backup, on a disk that is full or may only be added to.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    before=$(log_bytes)
}

teardown() {
    [ "$(id -u)" -ne 0 ] || chattr -R -a "$SAR_HOME/log" 2> /dev/null || true
}

# What is in the log, in one sum.
log_bytes() {
    cat "$SAR_HOME"/log/* | sha256sum
}

unchanged() {
    [ "$(log_bytes)" = "$before" ]
}

# The members of the last record of a type, as Python's dictionary in ${1}.
last_record() {
    cat "$SAR_HOME"/log/entries-* | python3 -c '
import json, sys
last = None
for line in sys.stdin:
    try:
        record = json.loads(line)
    except ValueError:
        continue
    if record["type"] == sys.argv[1]:
        last = record
assert eval(sys.argv[2], {"r": last}), last
' "$1" "$2"
}

@test "verify says so in the log, and who asked for it" {
    run -0 sar-export log verify
    [[ $output == "The log verifies: 2 records. Record 2 says so." ]]
    last_record verify 'r["ok"] is True and r["through"] == 2'
    last_record verify "r['exceptions'] == 0 and r['by'] == 'uid$(id -u)'"
    run -0 sar-export log verify --by u7 --json
    summary_is 0
    [[ $output == *'"through":3'*'"action":"verify"'* ||
        $output == *'"action":"verify"'*'"through":3'* ]]
    last_record verify 'r["by"] == "u7"'
    log_verifies
}

@test "verify tells of what a stopped run left, once" {
    printf '{"by"' >> "$SAR_HOME"/log/entries-0000-000000000000.jsonl
    run -5 --separate-stderr sar-export log verify
    [[ $output == *"5 bytes"* ]]
    [[ $stderr == *"log: it had open items"* ]]
    last_record verify 'r["ok"] is False and r["exceptions"] == 1'
    run -0 sar-export log verify
    last_record verify 'r["ok"] is True'
    log_verifies
}

@test "verify of a log that was changed is 13 and says nothing in it" {
    sed -i 's/"n":/"m":/' "$SAR_HOME"/log/entries-0000-000000000000.jsonl
    before=$(log_bytes)
    run -13 sar-export log verify
    unchanged
}

@test "review: who, how many exceptions, and the digest of a report" {
    echo "two cases late" > report.txt
    run -0 sar-export log review --by u7 --exceptions 2 --report report.txt
    [[ $output == "Reviewed by u7, 2 records: record $(record_of review) of the log." ]]
    sum=$(openssl dgst -sha256 -binary report.txt | base64)
    last_record review "r['report'] == '$sum' and r['exceptions'] == 2"
    run -0 sar-export log review --by u7 --exceptions 0 --json
    summary_is 0
    last_record review 'r["through"] == 3 and "report" not in r'
    log_verifies
}

@test "review: what it cannot do without, and what is not right" {
    run -2 --separate-stderr sar-export log review --by u7
    [[ $stderr == *"--exceptions: expected how many"* ]]
    run -2 sar-export log review --by u7 --exceptions -1
    run -2 sar-export log review --by u7 --exceptions 1x
    run -2 sar-export log review --exceptions 1
    run -2 sar-export log review --by "A Name" --exceptions 1
    run -2 sar-export log review --by 01632960123 --exceptions 1
    run -10 sar-export log review --by u7 --exceptions 1 --report absent
    run -2 sar-export log review --by u7 --exceptions 1 extra
    unchanged
}

@test "the log's commands: none, a wrong one, and help" {
    run -2 --separate-stderr sar-export log
    [[ $stderr == *"expected a command"*"sar-export log --help lists them"* ]]
    run -2 --separate-stderr sar-export log vrify
    [[ $stderr == *'"vrify" is not a command'* ]]
    run -0 sar-export log --help
    [[ $output == *"erase "*"adopt "* ]]
    run -2 --separate-stderr sar-export log erase --json
    summary_is 2
    unchanged
}

@test "erase: the record gives way to its hash, and the log verifies" {
    forgotten_case
    grep -q u4711 "$SAR_HOME"/log/entries-*
    run -0 sar-export log erase "$nil" --basis art17 --by u7
    [[ $output == "Erased record $nil: record $(record_of erase) of the log says so." ]]
    run ! grep -q u4711 "$SAR_HOME"/log/entries-*
    sed -n $((nil + 1))p "$SAR_HOME"/log/entries-0000-000000000000.jsonl > line
    grep -qxE -e '-[A-Za-z0-9+/]{43}=' line
    last_record erase "r['leaf'] == '$(cut -c2- line)'"
    last_record erase "r['target'] == $nil and r['basis'] == 'art17'"
    log_verifies
    [ "$(ls "$SAR_HOME"/log)" = "$(printf '%s\n' checkpoints \
        entries-0000-000000000000.jsonl)" ]
    run -6 --separate-stderr sar-export log erase "$nil" --basis art17 --by u7
    [[ $stderr == *"is erased already"* ]]
    sar-export log verify --quiet
    log_verifies
}

# Root, who alone can lift "chattr +a", is not who writes to the log.
@test "erase: the file is still its owner's" {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    forgotten_case
    chown 4242:4343 "$SAR_HOME"/log/entries-0000-000000000000.jsonl
    chmod 640 "$SAR_HOME"/log/entries-0000-000000000000.jsonl
    sar-export log erase --quiet "$nil" --basis art17 --by u7
    [ "$(stat -c '%u:%g %a' "$SAR_HOME"/log/entries-0000-000000000000.jsonl)" \
        = '4242:4343 640' ]
    log_verifies
}

@test "erase: what cannot be erased, and what is not right" {
    run -6 sar-export log erase 0 --basis art17 --by u7
    # What was registered is proved with this record.
    run -6 --separate-stderr sar-export log erase 1 --basis art17 --by u7
    [[ $stderr == *"nothing personal in it"* ]]
    run -2 sar-export log erase 9 --basis art17 --by u7
    run -2 sar-export log erase -1 --basis art17 --by u7
    run -2 sar-export log erase 1x --basis art17 --by u7
    run -2 sar-export log erase 1 --basis because --by u7
    run -2 --separate-stderr sar-export log erase 1 --by u7
    [[ $stderr == *'hint: art17, court-order, retention or error' ]]
    run -2 sar-export log erase 1 --basis art17
    run -2 sar-export log erase --basis art17 --by u7
    unchanged
    forgotten_case
    sar-export log review --quiet --by u7 --exceptions 0
    sar-export log erase --quiet "$nil" --basis error --by u7
    before=$(log_bytes)
    run -6 sar-export log erase "$(record_of review)" --basis error --by u7
    run -6 sar-export log erase "$(record_of erase)" --basis error --by u7
    unchanged
}

# Without them it would be released again, or its passphrase follow its package.
@test "erase: no record of a case that is open or kept, and all of one that is not" {
    open_case
    sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 --quiet \
        --allow-partial --passphrase-out pass || [ $? -eq 3 ]
    sar-export deliver --quiet --ref "$REF" --what package --channel post \
        --by u1041
    forgotten_case
    of_case() {
        cat "$SAR_HOME"/log/entries-* | python3 -c '
import json, sys
mine, refs = [], {}
for line in sys.stdin:
    if line[0] == "-":
        continue
    r = json.loads(line)
    ref = r.get("case") or refs.get(r.get("intent", r.get("hold")))
    refs[r["seq"]] = ref
    if ref == sys.argv[1]:
        mine.append(r["seq"])
print(*mine)' "$1"
    }
    refused() {
        run -6 --separate-stderr sar-export log erase "$1" --basis "$2" --by u7
        [[ $stderr == *"$3"* ]] || { echo "$stderr"; false; }
    }
    before=$(log_bytes)
    # The log says that it is open, whether its folder is there or elsewhere.
    for at in "$SAR_HOME/cases/$REF" moved; do
        [ -d "$at" ] || mv "$SAR_HOME/cases/$REF" moved
        for seq in $(of_case "$REF"); do
            [ "$seq" -ne "$(record_of hold)" ] || continue
            refused "$seq" art17 "case $REF: is open in the log"
            [[ $stderr == *"hint: it is answered and that sent, or closed"* ]]
        done
        refused "$(record_of hold)" court-order "is of a hold that stands"
    done
    unchanged
    mv moved "$SAR_HOME/cases/$REF"
    # So it is not released twice, and the passphrase not sent the same way.
    run sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out pass
    [ "$(records release)" -eq 1 ]
    run -6 sar-export deliver --ref "$REF" --what passphrase --channel post \
        --by u1041
    sar-export deliver --quiet --ref "$REF" --what passphrase \
        --channel telephone --by u1041
    sar-export close --quiet --ref "$REF" --reason answered --by u1041
    before=$(log_bytes)
    refused "$(record_of receive)" retention "case $REF: is kept, and its"
    [[ $stderr == *"hint: the case is deleted first"* ]]
    # Whatever is in its place is in the way.
    mv "$SAR_HOME/cases/$REF" moved
    ln -s nowhere "$SAR_HOME/cases/$REF"
    refused "$(record_of receive)" art17 "case $REF: is kept, and its"
    rm "$SAR_HOME/cases/$REF"
    # Closed without what it was closed for, it would be open again.
    refused "$(record_of release)" art17 \
        "would be open in the log without record $(record_of release)"
    [[ $stderr == *"hint: its receipt, record $(record_of receive), goes first"* ]]
    sed -i 's/^\[policy\]$/&\ncase-months = 36/' "$SAR_HOME/sar.conf"
    refused "$(record_of receive)" retention "case $REF: is to be kept until 20"
    unchanged
    sed -i '/^case-months/d' "$SAR_HOME/sar.conf"
    sar-retain release --quiet --ref "$REF" --reason answered --by u1041
    lift=$(record_of lift)
    refused "$lift" art17 "record $lift: ended a hold that the log has"
    n=0
    for seq in $(of_case "$REF") $nil; do
        sar-export log erase --quiet "$seq" --basis retention --by u7
        n=$((n + 1))
    done
    [ "$n" -gt 10 ]
    [ "$(records erase)" -eq "$n" ]
    [ "$(records release)" -eq 0 ]
    run ! grep -q "\"$REF\"" "$SAR_HOME"/log/entries-*
    log_verifies
}

@test "erase: a reference whose records are gone is not given again" {
    ask() {
        sar-export request --quiet --number '01632 960777' --from 2026-05-01 \
            --to 2026-05-31 --received 2026-10-12 --by u1041 "$@"
    }
    ask --ref MINE
    receive=$(record_of receive)
    mv "$SAR_HOME/cases/MINE" moved
    for basis in retention error art17 court-order; do
        run -6 --separate-stderr sar-export log erase "$receive" --by u7 \
            --basis "$basis"
        [[ $stderr == *"case MINE: is open in the log"* ]]
    done
    mv moved "$SAR_HOME/cases/MINE"
    sar-export close --quiet --ref MINE --reason withdrawn --by u1041
    rm -r "$SAR_HOME/cases/MINE"
    run -6 --separate-stderr sar-export log erase "$(record_of close)" --by u7 \
        --basis art17
    [[ $stderr == *"would be open in the log"*"record $receive, goes first"* ]]
    sar-export log erase --quiet "$receive" --basis art17 --by u7
    last_record erase "len(r['tag']) == 44"
    # The rest of its records tells of it; then what says they were erased.
    for seq in $(record_of close) -; do
        run -6 --separate-stderr ask --ref MINE --identity verified
        [[ $stderr == *"case MINE: was received before, and its folder is gone"* ]]
        [ "$seq" = - ] ||
            sar-export log erase --quiet "$seq" --basis art17 --by u7
    done
    run ! grep -q '"MINE"' "$SAR_HOME"/log/entries-*
    [ ! -e "$SAR_HOME/cases/MINE" ]
    ask --ref OTHER
    log_verifies
    # Who has no key cannot tell: then only numbers of ours are given.
    rm "$SAR_HOME/keys/tag.key"
    run -6 --separate-stderr ask --ref MINE2
    [[ $stderr == *"without keys/tag.key nobody can tell"* ]]
    ask
    [ -d "$SAR_HOME/cases/SAR-2026-0001" ]
}

@test "prove: a proof that others check without the log" {
    forgotten_case
    run -0 sar-export log prove "$nil" -o proof
    [ -z "$output" ]
    [ "$(stat -c %a proof)" = 600 ]
    sar-export log prove "$nil" | cmp - proof
    [ "$(head -1 proof)" = c2sp.org/tlog-proof@v1 ]
    [ "$(sed -n 's/^extra //p' proof | base64 -d)" = \
        "$(sed -n $((nil + 1))p \
            "$SAR_HOME"/log/entries-0000-000000000000.jsonl)" ]
    sar-verify proof --vkey "$SAR_HOME/log.vkey" proof
    # After a change of key too, of records before and after it.
    sar-export key rotate --quiet
    sar-export log verify --quiet
    sar-export log prove "$nil" | cmp - proof
    sar-export log prove "$(record_of verify)" -o new
    sar-export key show "$SAR_HOME/keys/log.skey" > now.vkey
    sar-verify proof --vkey now.vkey new
    run -6 sar-export log prove "$nil" -o proof
    run -2 sar-export log prove "$(log_size)"
    run -2 sar-export log prove x
    run -2 sar-export log prove
    run -2 sar-export log prove 1 --json
    run -0 sar-export log prove 1 --json -o other
    summary_is 0
    sar-export log erase --quiet "$nil" --basis error --by u7
    run -6 sar-export log prove "$nil"
}

@test "a log put back from a backup is not added to, and the newest is" {
    open_case
    cp -R "$SAR_HOME/log" backup
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    cp -R "$SAR_HOME/log" newest
    rm -rf "$SAR_HOME/log"
    cp -R backup "$SAR_HOME/log"
    # The log by itself is one that verifies.
    log_verifies
    before=$(log_bytes)
    for command in "log verify" "log review --by u7 --exceptions 0" \
        "log adopt --by u7" "key rotate --by u7" \
        "log erase 1 --basis error --by u7"; do
        # shellcheck disable=SC2086
        run -13 --separate-stderr sar-export $command
        [[ $stderr == *"older than its last checkpoint"* ]]
        [[ $stderr == *"hint: put the newest copy of its folder"* ]]
    done
    # Who only reads says nothing of a log that is not the newest.
    for command in status "status --ref $REF" "key show" "log prove 1" \
        "plan --ref $REF" "build --ref $REF --by u7 --dry-run" \
        "deliver --ref $REF --what package --channel post --by u7"; do
        # shellcheck disable=SC2086
        run -13 --separate-stderr sar-export $command
        [ -z "$output" ]
        [[ $stderr == *"older than its last checkpoint"* ]]
        [[ $stderr == *"hint: put the newest copy of its folder"* ]]
    done
    rm pass "$SAR_HOME/outbox/$REF"*
    run -13 answer
    unchanged
    [ -z "$(ls -A "$SAR_HOME/outbox" "$SAR_HOME/staging" | grep -v ':$' |
        grep .)" ]
    [ ! -e pass ]
    rm -rf "$SAR_HOME/log"
    cp -R newest "$SAR_HOME/log"
    sar-export log verify --quiet
    log_verifies
}

@test "a missing mark is for a person to judge" {
    rm "$SAR_HOME/log.mark"
    run -13 --separate-stderr sar-export log verify
    [[ $stderr == *"log.mark: missing"*"sar-export log adopt --by ID"* ]]
    run -13 --separate-stderr sar-export key show
    [[ $stderr == *"log.mark: missing"*"sar-export log adopt --by ID"* ]]
    unchanged
    run -2 sar-export log adopt
    run -0 sar-export log adopt --by u7
    [[ $output == "Adopted by u7: record $(record_of verify) of the log." ]]
    last_record verify 'r["by"] == "u7" and r["ok"] is False'
    sar-export log verify --quiet
    run -6 --separate-stderr sar-export log adopt --by u7
    [[ $stderr == *"there is nothing to adopt"* ]]
    log_verifies
}

@test "each checkpoint goes to the system's log, which need not listen" {
    unshare -m true 2> /dev/null || skip "no mount namespaces here"
    cat > listen.py <<'PY'
import os, socket, subprocess, sys
subprocess.check_call(["mount", "-t", "tmpfs", "tmpfs", "/dev"])
for name, minor in (("null", 3), ("zero", 5), ("urandom", 9)):
    os.mknod("/dev/" + name, 0o20666, os.makedev(1, minor))
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("/dev/log")
s.settimeout(5)
for command in sys.argv[1:]:
    subprocess.check_call(["sar-export"] + command.split())
    print(s.recv(1024).decode())
# Nobody reads any more: the socket fills up, and nothing waits.
for i in range(40):
    subprocess.check_call(["sar-export", "log", "verify", "--quiet"])
s.setblocking(False)
n = 0
try:
    while True:
        s.recv(1024)
        n += 1
except BlockingIOError:
    pass
print("queued", n)
PY
    run -0 unshare -m python3 listen.py "log verify --quiet" \
        "log review --quiet --by u7 --exceptions 0"
    head -3 "$SAR_HOME/log/checkpoints" > first
    [[ ${lines[0]} =~ ^'<85>sar-log: sar-log checkpoint '"$(head -1 first) 3 "[A-Za-z0-9+/]{43}=$ ]]
    [[ ${lines[1]} == '<85>sar-log: sar-log checkpoint '*' 4 '* ]]
    grep -qxF "${lines[1]##* }" "$SAR_HOME/log/checkpoints"
    [[ ${lines[2]} == "queued "* ]]
    [ "$(records verify)" -eq 41 ]
}

# On ext4 and as root; nothing else can say what chattr does.
@test "all but an erasure works where files may only be added to" {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    chattr +a "$SAR_HOME"/log "$SAR_HOME"/log/* 2> /dev/null ||
        skip "chattr +a is refused here"
    run ! rm "$SAR_HOME/log/checkpoints"
    sar-export log verify --quiet
    printf '{"by"' >> "$SAR_HOME"/log/entries-0000-000000000000.jsonl
    printf 'sar.wex' >> "$SAR_HOME"/log/checkpoints
    chattr +a "$SAR_HOME"/log/*
    run -5 sar-export log verify
    chattr +a "$SAR_HOME"/log/*
    sar-export key rotate --quiet --by u7
    chattr +a "$SAR_HOME"/log/*
    open_case
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    forgotten_case
    log_verifies
    before=$(log_bytes)
    run -6 --separate-stderr sar-export log erase "$nil" --basis error --by u7
    [[ $stderr == *"may not be replaced"*"chattr -a"* ]]
    unchanged
    chattr -R -a "$SAR_HOME/log"
    sar-export log erase --quiet "$nil" --basis error --by u7
    log_verifies
    [ -z "$(find "$SAR_HOME/log" -name '.sar-*' -o -name '*.new')" ]
}

# statfs(2) is what says it; here a library says it of the log's folder.
@test "a log on a network file system is refused, unless that is allowed" {
    cat > fuse.c <<'C'
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
int fstatfs(int fd, struct statfs *fs)
{
	int rc = (int)syscall(SYS_fstatfs, fd, fs);
	fs->f_type = 0x65735546;
	return rc;
}
C
    gcc -D_GNU_SOURCE -shared -fPIC -o fuse.so fuse.c
    export ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0
    run -6 --separate-stderr env LD_PRELOAD="$PWD/fuse.so" \
        sar-export log verify
    [[ $stderr == *"on a network file system, or on FUSE"*log-network* ]]
    unchanged
    sed -i 's/^\[policy\]$/&\nlog-network = yes/' "$SAR_HOME/sar.conf"
    env LD_PRELOAD="$PWD/fuse.so" sar-export log verify --quiet
    log_verifies
    sed -i 's/^log-network = .*/log-network = maybe/' "$SAR_HOME/sar.conf"
    run -2 --separate-stderr sar-export log verify
    [[ $stderr == *"log-network"*"expected no or yes"* ]]
}

# Room is kept in both files from the intent on: a disk that is full by then
# still takes what must follow it.
@test "a disk that is full after the intent takes what follows it" {
    unshare -Urm true 2> /dev/null || skip "no user namespaces here"
    open_case
    need=$(du -sk "$SAR_HOME" | cut -f1)
    cat > inside.sh <<'SH'
set -u
mkdir -p disk
mount -t tmpfs -o "size=$(($1 + 2000))k" tmpfs disk || exit 99
cp -R "$SAR_HOME" disk/home || exit 98
export SAR_HOME=$PWD/disk/home
# The disk is full once the intent is there.
(until grep -q '"type":"intent"' "$SAR_HOME"/log/entries-*; do :; done
dd if=/dev/zero of=disk/fill bs=4k 2> /dev/null) &
sar-export run --ref "$REF" --marks "$SAMPLE/marks" --allow-partial \
    --by u1041 --passphrase-out pass --quiet 2> err
echo "first $?"
wait
df --output=avail disk | tail -1
sar-verify log --vkey "$SAR_HOME/log.vkey" "$SAR_HOME/log" > found
echo "log $?"
grep -E '^(intent|void|release)' found
SH
    export SAMPLE REF
    run -0 unshare -Urm bash inside.sh "$need"
    echo "$output"
    [[ $output == *"first 15"* ]]
    # 5: a request without an answer.  What is there verifies.
    [[ $output == *"log "[05]* && $output != *tail* ]]
    [[ $output == *"intent: 1"*"void: 1"* ]]
}

@test "a staff id that could be a number is refused, however it is grouped" {
    for by in 01632960123 1-632-960-123 7700.900.123; do
        run -2 --separate-stderr sar-export log review --by "$by" \
            --exceptions 0
        [[ $stderr == *'expected an id'* && $stderr != *"$by"* ]]
    done
}
