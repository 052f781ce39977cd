# Every recording of a package is held against its source before anything is
# released: each is spoiled in turn from outside, between the calls.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    case=$SAR_HOME/cases/$REF
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
    cp -R "$SAR_HOME" clean
    find_recordings
}

# The program under strace, which gets what is before "--".
build() {
    local traced=()
    while [ "$1" != -- ]; do
        traced+=("$1")
        shift
    done
    shift
    status=0
    strace -f "${traced[@]}" sar-export run --ref "$REF" \
        --marks "$SAMPLE/marks" --by u1041 --allow-partial --json \
        --passphrase-out pass "$@" > out 2> err || status=$?
    return "$status"
}

again() {
    rm -rf "$SAR_HOME" pass stops
    cp -R clean "$SAR_HOME"
}

# "ITEM NAME PATH" of each recording that is packaged, in "recordings".
find_recordings() {
    sar-export run --ref "$REF" --marks "$SAMPLE/marks" --allow-partial \
        --dry-run --json > outcomes 2> /dev/null || [ $? -eq 3 ]
    sar-export find --ref "$REF" --json > found
    python3 - outcomes found "$SAR_HOME/index.db" > recordings <<'END'
import json, sqlite3, sys
lines = lambda name: map(json.loads, open(name))
digest = {o["item"]: o["recording"] for o in lines(sys.argv[2])
          if o.get("type") == "item" and o.get("recording")}
db = sqlite3.connect(sys.argv[3])
for o in lines(sys.argv[1]):
    if o.get("type") == "outcome" and "name" in o:
        (path,), = db.execute("SELECT path FROM recording WHERE sha256 = ?",
                              [bytes.fromhex(digest[o["item"]])])
        print(o["item"], o["name"], path)
END
    [ "$(wc -l < recordings)" -gt 5 ]
}

# Another byte, in the middle of its sound.
spoil_source() {
    python3 - "$SAR_HOME/recorder/monitor/$1" <<'END'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(3000)
    byte = f.read(1)
    f.seek(3000)
    f.write(bytes([byte[0] ^ 0x40]))
END
}

# Another byte in the middle of the entry ${1} of the package being made, which
# has no name: it is a descriptor of the process ${pid}.
spoil_output() {
    python3 - "$1" "$pid" <<'END'
import os, sys, zipfile
name, pid = sys.argv[1:]
folder = "/proc/" + pid + "/fd/"
fd, = [f for f in os.listdir(folder) if "/staging/" in os.readlink(folder + f)]
with open(folder + fd, "r+b") as f:
    with zipfile.ZipFile(open(folder + fd, "rb")) as package:
        entry = package.getinfo(name)
    at = entry.header_offset + 200 + entry.compress_size // 2
    f.seek(at)
    byte = f.read(1)
    f.seek(at)
    f.write(bytes([byte[0] ^ 0x40]))
END
}

# Another byte in the package that has its name in staging.
spoil_staged() {
    python3 - "$SAR_HOME/staging/$REF.zip" <<'END'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(1000)
    byte = f.read(1)
    f.seek(1000)
    f.write(bytes([byte[0] ^ 0x40]))
END
}

# Run it with ${1} threads and strace's arguments ${2}, which stop it once; then
# do the rest, and let it go on.
stopped() {
    local words
    read -ra words <<< "$2"
    build -o stops "${words[@]}" -- --jobs "$1" 3>&- &
    local job=$!
    shift 2
    pid=
    for _ in $(seq 600); do
        pid=$(sed -n 's/^\([0-9]*\) .*--- stopped by SIGSTOP.*/\1/p' stops \
            2> /dev/null | head -n 1)
        [ -z "$pid" ] || break
        sleep 0.05
    done
    [ -n "$pid" ]
    "$@"
    kill -CONT "$pid"
    status=0
    wait "$job" || status=$?
}

# 14, and nothing of it outside.
nothing_released() {
    [ "$status" -eq 14 ]
    [ ! -e pass ]
    [ "$(records release)" -eq 0 ]
    [ ! -e "$case/certificates.sha256" ]
    [ -z "$(ls -A "$SAR_HOME/outbox")" ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
}

# The item ${1} is in the state ${2}, and no other is in any.
is_named() {
    echo "item $1: $(grep '"type":"spoiled"' out)"
    nothing_released
    [ "$(grep -c '"type":"spoiled"' out)" -eq 1 ]
    grep -q "\"item\":$1,.*\"state\":\"$2\"" out
}

# Between writing the package and looking at it, the page cache is let go.
between="-e trace=fadvise64 -e inject=fadvise64:signal=STOP:when=1"

@test "each source that changes before the self-check is named" {
    while read -r item _ path; do
        again
        stopped 3 "$between" spoil_source "$path"
        is_named "$item" changed
    done < recordings
}

# Other times, the same bytes: not taken for those of the digest unseen.
@test "a source that is only touched before the self-check is no incident" {
    read -r _ _ path < recordings
    stopped 3 "$between" touch "$SAR_HOME/recorder/monitor/$path"
    [ "$status" -eq 3 ]
    [ "$(records release)" -eq 1 ]
}

# A page that is written to already is written to again and its file has the
# same times: what is compared is bound to the digest all the same.
@test "a source written to unseen before the self-check is named" {
    read -r item _ path < recordings
    python3 - "$SAR_HOME/recorder/monitor/$path" 3>&- <<'END' &
import mmap, os, sys, time
with open(sys.argv[1], "r+b") as f:
    page = mmap.mmap(f.fileno(), 0)
page[3000] = page[3000]
open("mapped", "w").close()
while not os.path.exists("go"):
    time.sleep(0.02)
page[3000] ^= 0x40
open("written", "w").close()
END
    for _ in $(seq 500); do
        [ ! -e mapped ] || break
        sleep 0.02
    done
    stopped 3 "$between" eval \
        'touch go; for _ in $(seq 500); do
            [ ! -e written ] || break; sleep 0.02; done'
    is_named "$item" changed
}

@test "each entry of the package that changes before the self-check is named" {
    while read -r _ name _; do
        again
        stopped 3 "$between" spoil_output "$name"
        nothing_released
        grep -q "package: $name: authentication code does not fit" err
    done < recordings
}

# "ITEM PATH READS" of each recording that the program reads itself, all in one
# thread: how often.  The last reads are those of the comparison.
find_reads() {
    build -o counted -y -e trace=pread64 -- --jobs 1 || [ $? -eq 3 ]
    python3 - recordings counted > reads <<'END'
import sys
traced = list(open(sys.argv[2], errors="replace"))
for line in open(sys.argv[1]):
    item, _, path = line.split()
    of_it = [t for t in traced if path + ">" in t]
    if len({t.split()[0] for t in of_it}) == 1:
        print(item, path, len(of_it))
END
    [ "$(wc -l < reads)" -gt 5 ]
}

@test "each that changes between its comparison and the end is named" {
    find_reads
    while read -r item path last; do
        again
        stopped 1 "-e trace=pread64 -P $SAR_HOME/recorder/monitor/$path \
            -e inject=pread64:signal=STOP:when=$last" spoil_source "$path"
        is_named "$item" changed
    done < reads
}

@test "each is compared: other samples in its last look are named" {
    find_reads
    while read -r item path last; do
        # The last of its blocks, or if that begins in a cut the one before: one
        # read alone, for what differs is looked at again.
        for n in "$last" "$((last - 1))"; do
            again
            build -o /dev/null -P "$SAR_HOME/recorder/monitor/$path" \
                -e trace=pread64 \
                -e "inject=pread64:poke_exit=@arg2=5041:when=$n" \
                -- --jobs 1 || true
            [ "$status" -eq 3 ] || break
        done
        # Looked at again it is as it was.
        is_named "$item" changed
        grep -q 'somebody writes to the file' out
    done < reads
}

@test "a package written to once it is released is not moved to the outbox" {
    again
    # The release's own line of checkpoints is the third: what was found and
    # marked and the intent have theirs.
    stopped 3 "-P $SAR_HOME/log/checkpoints -e trace=fdatasync \
        -e inject=fdatasync:signal=STOP:when=3" spoil_staged
    [ "$status" -eq 14 ]
    [ "$(records release)" -eq 1 ]
    grep -q "staging/$REF.zip: not the package the log released" err
    [ -z "$(ls -A "$SAR_HOME/outbox")" ]
}
