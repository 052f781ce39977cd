# sar-export review: a page to look at and listen to, and copies of recordings
# that are there for no longer than they have to be.
setup_file() {
    load common
    make_home
    export SAR_HOME=$home
    open_case
    cp "$SAMPLE"/marks/*.marks "$home/cases/$REF/marks/"
    sar-export review "$REF" --quiet
}

teardown() {
    chattr -R -i "$SAR_HOME/cases" 2> /dev/null || true
}

setup() {
    load common
    use_home
    folder=$SAR_HOME/cases/$REF/review
}

page() {
    python3 "$SAR_TESTS/cli/review.py" "$@" "$SAR_HOME" "$REF"
}

# One recording is missing: 3.
built() {
    sar-export build --ref "$REF" --by u1 --allow-partial --quiet \
        --passphrase-out "$BATS_TEST_TMPDIR/pass" "$@" || [ $? -eq 3 ]
}

@test "the folder is for its owner alone, and says of nothing where it is from" {
    [ "$(stat -c %a "$folder")" = 700 ]
    [ "$(stat -c %a "$folder"/* | sort -u)" = 600 ]
    [ "$(ls -A "$SAR_HOME/cases/$REF" | grep -c '^\.')" -eq 0 ]
    run ! grep -rqE '0?1632 ?960123|monitor|\.wav([^a-z]|$)' "$folder"
    run ! grep -rqF "$SAR_HOME" "$folder"
}

@test "the page says what plan and index say, and asks for nothing" {
    page data
}

@test "originals are the source's samples, and redacted copies the package's" {
    page sound
    built --format flac
    cd "$BATS_TEST_TMPDIR"
    7z x -bso0 -o"opened" -p"$(cat pass)" "$SAR_HOME/outbox/$REF.zip"
    page package opened
}

@test "a copy of what is cut does not change with what was said there" {
    page secret
    mv "$SAR_HOME" before
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    cp -R recorder "$SAR_HOME/recorder"
    sar-index init --quiet
    sar-index import --quiet recorder/cdr.csv
    open_case
    cp marks/*.marks "$SAR_HOME/cases/$REF/marks/"
    sar-export review "$REF" --quiet
    page same
}

# What is there, so that anything left behind is seen.
all_of() {
    (cd "$SAR_HOME/cases/$REF" && find . -type f -exec sha256sum {} + | sort)
}

@test "a new review takes the place of the old one, and what was put there stays" {
    echo '{}' > "$folder/$REF-review.json"
    echo old > "$folder/original-99.flac"
    run --separate-stderr sar-export review --ref "$REF" --jobs 1 --json
    [ "$status" -eq 0 ]
    [ ! -e "$folder/original-99.flac" ]
    [ "$(cat "$folder/$REF-review.json")" = '{}' ]
    rm "$folder/$REF-review.json"
    page data
    tail -n1 <<< "$output" | python3 -c '
import hashlib, json, os, sys
s = json.load(sys.stdin)
page = open(s["page"], "rb").read()
assert s["command"] == "review" and s["exit_code"] == 0, s
assert s["page_sha256"] == hashlib.sha256(page).hexdigest()
assert s["items"] == 15 and s["originals"] == 11 and s["redacted"] == 9, s
assert s["spoiled"] == 0 and s["peaks_per_second"] == 100
names = os.listdir(os.path.dirname(s["page"]))
assert s["bytes"] == sum(os.path.getsize(
    os.path.join(os.path.dirname(s["page"]), n)) for n in names)'
}

@test "the page knows with which options it was made, and how much to hear" {
    printf '[review]\nheard-at-least = 50\n' >> "$SAR_HOME/sar.conf"
    sar-export review "$REF" --quiet --include-expired --reason claim \
        --fill silence --fade 0
    page says heard_at_least 500 options \
        '--include-expired --reason claim --fill silence --fade 0'
    # Given the same, approve has the same plan.
    python3 - "$folder/index.html" "$REF" > saved.json <<'SAVED'
import json, re, sys
page = open(sys.argv[1], encoding="utf-8").read()
data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])
print(json.dumps({"schema": "sar-review.saved/1", "ref": sys.argv[2],
                  "base": data["base"], "by": "u1041",
                  "saved": data["made"], "items": [
    {"item": i["item"], "recording": i["recording"], "verdict": "undecided",
     "speaker": "requester", "damage_heard": False, "heard_permille": 0,
     "note": "", "cuts": [], "decisions": []}
    for i in data["items"] if i["reviewable"]]}))
SAVED
    run -5 sar-export approve --ref "$REF" --plan saved.json --by u1041 \
        --dry-run
    [[ $output == *'the plan has changed'* ]]
    run sar-export approve --ref "$REF" --plan saved.json --by u1041 \
        --dry-run --include-expired --reason claim --fill silence --fade 0
    [[ $output != *'the plan has changed'* ]]
    page says options '--include*'
    sar-export review "$REF" --quiet
    page says options ''
}

@test "recordings that are not what they were have no copy, and are named: 3" {
    page files > items
    rm "$(sed -n 1p items)"
    printf x >> "$(sed -n 2p items)"
    run --separate-stderr sar-export review "$REF" --json
    [ "$status" -eq 3 ]
    [ "$(grep -c '"type":"spoiled"' <<< "$output")" -eq 2 ]
    grep -q '"state":"gone"' <<< "$output"
    grep -q '"state":"changed"' <<< "$output"
    page wrong 2
}

@test "whatever is wrong, the old review stays and nothing else does" {
    before=$(all_of)
    run ! sar-export review "$REF" --jobs 0
    run ! sar-export review "$REF" --format nonsense
    run ! sar-export review "$REF" --ref "$REF"
    run ! sar-export review SAR-2026-9999
    [ "$(all_of)" = "$before" ]
    # No room: a file system of its own is for root alone, a quota too.
    (
        ulimit -f 40
        trap '' XFSZ
        run --separate-stderr sar-export review "$REF"
        [ "$status" -eq 15 ]
    )
    [ "$(all_of)" = "$before" ]
}

@test "a disk without room is found out before anything is written: 15" {
    unshare -rm true 2> /dev/null || skip "no file system can be mounted here"
    export ASAN_OPTIONS=detect_leaks=0
    cp -R "$SAR_HOME/cases/$REF" case
    run --separate-stderr unshare -rm bash -c '
        mount -t tmpfs -o size=8m,mode=700 tmpfs "$1" && cp -R case/. "$1" &&
        strace -f -qq -o trace -e trace=openat sar-export review "$2"
        status=$?
        ls -A "$1" > after
        exit "$status"' none "$SAR_HOME/cases/$REF" "$REF"
    [ "$status" -eq 15 ]
    [[ $stderr == *'no room for copies of the recordings'* ]]
    diff after <(ls -A case)
    run ! grep -E 'flac|CREAT.*review' trace
}

@test "a run that is ended, in whatever way, leaves the old review" {
    local sig n
    for sig in TERM KILL; do
        for n in 0.1 0.5; do
            sar-export review "$REF" --jobs 1 --quiet &
            sleep "$n"
            kill -"$sig" $! || true
            wait $! || true
            # Whoever has the case's lock next takes away what a kill left.
            sar-export hold --ref "$REF" --by u1 --quiet > hold 2>&1
            [ -z "$(find "$SAR_HOME/cases/$REF" -name '.sar-*')" ]
        done
    done
    page data
}

# A run is killed before its call number N of KIND, as long as it has so many.
@test "killed between the steps that put it in place, one of the two is there, whole" {
    local kind n status
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
    # Exchanged, then named as the old one, then emptied.
    while read -r kind n; do
        echo mine > "$folder/mine"
        status=0
        strace -f -qq -o trace -e trace="$kind" \
            -e inject="$kind:signal=KILL:when=$n" \
            sar-export review "$REF" --quiet < /dev/null > said 2>&1 ||
            status=$?
        [ "$status" -eq 137 ]
        # Whoever locks the case next puts it right.
        sar-export hold --ref "$REF" --by u1 --quiet < /dev/null
        [ -z "$(find "$SAR_HOME/cases/$REF" -name '.sar-*')" ]
        [ "$(cat "$folder/mine")" = mine ]
        rm "$folder/mine"
        page whole
    done <<'CALLS'
renameat2 2
renameat 1
unlinkat 1
unlinkat 9
CALLS
}

@test "something else in the place of the folder is left alone, and refused" {
    mkdir elsewhere
    echo mine > elsewhere/original-01.flac
    mv "$folder" kept
    ln -s "$PWD/elsewhere" "$folder"
    run --separate-stderr sar-export review "$REF"
    [ "$status" -eq 6 ]
    [[ $stderr == *'review: is not a folder'* ]]
    run ! sar-export review "$REF" --purge
    [ "$(ls -A elsewhere)" = original-01.flac ]
    [ -L "$folder" ]
    rm "$folder"
    # A link among the files is not followed either.
    mv kept "$folder"
    rm "$folder/original-03.flac"
    ln -s "$PWD/elsewhere/original-01.flac" "$folder/original-03.flac"
    sar-export review "$REF" --quiet
    [ "$(cat elsewhere/original-01.flac)" = mine ]
    page whole
}

# sar-retain on a day when recordings of the case are past their retention.
retain() {
    LD_PRELOAD="$(cc -print-file-name=libasan.so):$PWD/clock.so" \
        CLOCK_AT=$(date -ud "2026-11-26 12:00" +%s) sar-retain "$@"
}

# The answer has gone out, and nothing holds its recordings any more.
gone_out() {
    cc -shared -fPIC -o clock.so "$ROOT/tests/cli/clock.c"
    built
    sar-export deliver --ref "$REF" --by u1 --what package --channel email \
        --quiet
    sar-export deliver --ref "$REF" --by u1 --what passphrase --quiet \
        --channel telephone
    sar-retain release --ref "$REF" --name request --reason case-closed \
        --by u1 --quiet
}

@test "a recording is purged after the copies that a review has of it" {
    gone_out
    # Somebody listens once more, and forgets it.
    sar-export review "$REF" --quiet
    page files > files
    # The case is at work: what it has copies of does not go, and all else.
    cp "$folder/recordings" list
    sed -i 2d "$folder/recordings"
    exec {lock}> "$SAR_HOME/cases/$REF/lock"
    flock -x "$lock"
    run -11 retain purge --scheduled --at-most 99 --by cron
    [[ $output == *'recordings that it has copies of are for the next run'* ]]
    run ! xargs -d '\n' ls < files
    [ "$(xargs -d '\n' ls < files 2> missing | wc -l)" -eq 10 ]
    [ "$(wc -l < missing)" -eq 1 ]
    [ "$(ls "$folder"/*.flac | wc -l)" -eq 20 ]
    exec {lock}>&-
    cp list "$folder/recordings"
    run -0 retain purge --scheduled --at-most 99 --by cron
    [ ! -e "$folder" ]
    run ! xargs -d '\n' ls < files
    # A list that is none stops the purge: of what are there copies?
    mkdir -m 700 "$folder"
    echo nonsense > "$folder/recordings"
    run -14 retain purge --scheduled --at-most 99 --by cron
    sar-export review "$REF" --purge --quiet
    run -0 retain purge --scheduled --at-most 99 --by cron
}

@test "what a review that was killed left may be a copy of what is purged" {
    local aside=$SAR_HOME/cases/$REF/.sar-review
    mv "$folder" kept
    gone_out
    # Killed before it had a list, and something that nobody can take away.
    mkdir -m 700 "$aside"
    cp kept/original-02.flac "$aside"
    exec {lock}> "$SAR_HOME/cases/$REF/lock"
    flock -x "$lock"
    run -11 retain purge --scheduled --at-most 99 --by cron
    [ -e "$aside/original-02.flac" ]
    exec {lock}>&-
    mkdir "$SAR_HOME/cases/$REF/.sar-review-old" "$folder"
    mkdir "$SAR_HOME/cases/$REF/.sar-review-old/mine"
    run -0 --separate-stderr retain purge --scheduled --at-most 99 --by cron
    [[ $output == *'Deleted'* ]]
    [ -z "$(find "$SAR_HOME/cases/$REF" -name '.sar-*' -o -name '*.flac')" ]
    [ -d "$folder/mine" ]
    # Nothing is due any more: what is left is taken away all the same.
    mkdir -m 700 "$aside"
    cp kept/original-02.flac "$aside"
    run -0 retain purge --scheduled --at-most 99 --by cron
    [ ! -e "$aside" ]
}

@test "a review that is made while its recordings are purged has no copy of them" {
    local n=0 purge
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    export ASAN_OPTIONS=detect_leaks=0
    sar-export review "$REF" --purge --quiet
    gone_out
    # It has looked for copies, and is about to delete.
    strace -f -qq -o trace -e trace=unlinkat \
        -e inject=unlinkat:delay_enter=6000000:when=1 \
        -E LD_PRELOAD="$(cc -print-file-name=libasan.so):$PWD/clock.so" \
        -E CLOCK_AT="$(date -ud "2026-11-26 12:00" +%s)" \
        sar-retain purge --scheduled --at-most 99 --by cron > said &
    purge=$!
    until python3 "$SAR_TESTS/cli/review.py" claimed "$SAR_HOME" "$REF"; do
        n=$((n + 1))
        [ "$n" -lt 100 ]
        sleep 0.1
    done
    sleep 0.3
    run -3 sar-export review "$REF" --json
    [ "$(grep -c '"state":"gone"' <<< "$output")" -eq 4 ]
    wait "$purge"
    grep -q 'Deleted 4 recordings' said
    page wrong 4
    [ "$(find "$folder" -name '*.flac' | wc -l)" -lt 20 ]
}

@test "one thing that cannot go keeps no copy, and no review from being made" {
    mkdir "$folder/original-99.flac"
    run --separate-stderr sar-export review "$REF" --purge
    [ "$status" -eq 0 ]
    [ "$output" = "20 copies of recordings of $REF taken away." ]
    [[ $stderr == *'1 thing in it that is not of the review and stays'* ]]
    [ "$(ls -A "$folder")" = original-99.flac ]
    sar-export review "$REF" --quiet
    sar-export review "$REF" --quiet
    [ -d "$folder/original-99.flac" ]
    [ -z "$(find "$SAR_HOME/cases/$REF" -name '.sar-*')" ]
    rmdir "$folder/original-99.flac"
    page whole
    # What somebody put aside, where there is no review, is put into one.
    sar-export review "$REF" --purge --quiet
    mkdir "$SAR_HOME/cases/$REF/.sar-review"
    echo mine > "$SAR_HOME/cases/$REF/.sar-review/notes.txt"
    sar-export review "$REF" --quiet
    [ "$(cat "$folder/notes.txt")" = mine ]
    rm "$folder/notes.txt"
    page whole
}

@test "an older copy that cannot be taken away is named, and not made a second of" {
    local aside=$SAR_HOME/cases/$REF/.sar-review-old
    chattr -d "$folder" 2> /dev/null || skip "files have no attributes here"
    chattr +i "$folder/original-05.flac" 2> /dev/null ||
        skip "no file can be made immutable here"
    run --separate-stderr sar-export review "$REF"
    [ "$status" -eq 15 ]
    [[ $stderr == *'what an older review left: Operation not permitted'* ]]
    page whole
    # All but the one is gone, and it is said again.
    [ "$(ls -A "$aside")" = original-05.flac ]
    run -15 sar-export review "$REF"
    run -15 sar-export review "$REF" --purge
    [ "$(find "$SAR_HOME/cases/$REF" -name '*.flac' | wc -l)" -eq 1 ]
    chattr -i "$aside/original-05.flac" || chattr -i "$folder/original-05.flac"
    sar-export review "$REF" --quiet
    page whole
}

@test "purge takes page and copies away, and says what it leaves" {
    echo mine > "$folder/notes"
    run --separate-stderr sar-export review "$REF" --purge
    [ "$status" -eq 0 ]
    [ "$output" = "20 copies of recordings of $REF taken away." ]
    [[ $stderr == *'1 thing in it that is not of the review and stays'* ]]
    [ "$(ls -A "$folder")" = notes ]
    rm "$folder/notes"
    run --separate-stderr sar-export review --purge "$REF" --json
    [ "$status" -eq 0 ]
    [ ! -e "$folder" ]
    run sar-export review --purge "$REF"
    [ "$status" -eq 0 ]
    [ "$output" = "There is no review of $REF." ]
}

@test "copies are told of, and go when the answer has gone out" {
    run sar-export status --ref "$REF"
    [[ $output == *'20 copies of recordings in review/'* ]]
    sar-export status --ref "$REF" --json | grep -q '"review_copies": *20'
    built
    sar-export deliver --ref "$REF" --by u1 --what package --channel email
    [ -e "$folder/index.html" ]
    run sar-export deliver --ref "$REF" --by u1 --what passphrase \
        --channel telephone
    [ "$status" -eq 0 ]
    [[ $output == *'20 copies of recordings taken away.'* ]]
    [ ! -e "$folder" ]
    # What is made after that somebody has to take away, and is told so.
    run --separate-stderr sar-export review "$REF" --quiet
    [ "$status" -eq 0 ]
    [[ $stderr == *'has gone out: nothing can be approved any more'* ]]
    page says clock answered clock_text \
        'The answer has gone out: nothing can be handed in any more, *'
    run --separate-stderr sar-retain check --json
    [ "$status" -eq 5 ]
    grep '"kind": *"review-copies"' <<< "$output" | grep -q "$REF"
    sar-export close --ref "$REF" --by u1 --reason answered
    [ ! -e "$folder" ]
    run --separate-stderr sar-export review "$REF"
    [ "$status" -eq 6 ]
    [ ! -e "$folder" ]
}

@test "every key of the page is in sar-review(5), and no other" {
    python3 - "$ROOT" <<'END'
import glob, re, sys
keys = set()
for name in glob.glob(sys.argv[1] + "/lib/review/page/*.js"):
    keys |= set(re.findall(r'(?:actionButton|move|give)\(\s*"[^"]*",\s*"([^"]+)"',
                           open(name, encoding="utf-8").read()))
text = open(sys.argv[1] + "/man/sar-review.5", encoding="utf-8").read()
text = text.split("Each key is a button")[1].split("turns them off")[0]
told = set(re.findall(r"Cm (?:\\&)?(\S)( ?[;,.])?$", text, re.M))
told = {key for key, _ in told}
words = {" ": "Space", "escape": "Esc", "ArrowLeft": "arrow keys", "ArrowRight":
         "arrow keys", "Shift+ArrowLeft": "Shift", "Shift+ArrowRight": "Shift"}
single = {key for key in keys if key not in words}
assert len(keys) >= 25, keys
assert single == told, single ^ told
for key in keys - single:
    assert words[key] in text, key
END
}
