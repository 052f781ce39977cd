# What expires, what is held, and what is deleted when it is due.
setup_file() {
    load common
    dated
    cc -shared -fPIC -o "$BATS_FILE_TMPDIR/clock.so" "$ROOT/tests/cli/clock.c"
    make_home
}

setup() {
    load common
    dated
    use_home
    db=$SAR_HOME/index.db
    store=$SAR_HOME/recorder/monitor
}

# On DAY at noon: COMMAND...
on() {
    local day=$1
    shift
    LD_PRELOAD="$(cc -print-file-name=libasan.so):$BATS_FILE_TMPDIR/clock.so" \
        CLOCK_AT=$(date -ud "$day 12:00" +%s) "$@"
}

# None of the tests here may depend on the day they run on: where none is said
# it is this one, for whoever writes to the log.  After "load common", which may
# have words of its own for the programs.
dated() {
    local program
    for program in sar-export sar-index; do
        eval "$program() { today $program \"\$@\"; }"
    done
}

today() {
    local keep=command
    if [ -n "${SAR_JSON-}" ]; then
        keep=aside
    fi
    if [ -n "${CLOCK_AT:-}" ]; then
        "$keep" "$@"
    else
        on 2026-11-26 "$keep" "$@"
    fi
}

retain() {
    on 2026-11-26 sar-retain "$@"
}

purge() {
    retain purge --scheduled --at-most 99 --by cron "$@"
}

stored() {
    (cd "$store" && find . -type f | sort)
}

rows() {
    sqlite3 "$db" "$1"
}

hold_ids() {
    printf '%s\n' "$@" | retain hold --quiet --stdin --name h --owner u1 \
        --reason test --review 2027-01-01 --by u1
}

@test "list says what is past, what expires and in how many days" {
    run -0 retain list
    [[ $output == *"10 recordings inside retention, 4 past it, 0 of those held"* ]]
    run -0 retain list --plain --past
    [ "${#lines[@]}" -eq 4 ]
    [ "${lines[0]}" = $'2\t2026-10-09\t-48\tpast\t' ]
    run -0 retain list --plain --expiring 7
    [ "$output" = $'6\t2026-12-02\t6\tinside\t' ]
    run -0 retain list --plain --expiring 6
    [ -z "$output" ]
    run -0 retain list --json --expiring 7
    [[ ${lines[0]} == *'"days_left":6'* ]]
    summary_is 0
    run -2 retain list --expiring -1
}

@test "a hold of a case is all that it finds, in the log without what that is" {
    open_case
    run -0 retain hold --ref "$REF" --by u1041
    [ "$(records hold)" -eq 1 ]
    run -0 retain hold --ref "$REF" --by u1041 --json
    [[ $output == *'"logged":false'* ]]
    [ "$(records hold)" -eq 1 ]
    run -0 retain list --held --report held.tsv
    [[ $output == *"hold $REF/request: 13 recordings (2 not on the disk), owner"* ]]
    [ "$(stat -c %a held.tsv)" = 600 ]
    while IFS=$'\t' read -r _ _ _ holds sum bytes path; do
        [ "$holds" = "$REF/request" ]
        [ "$(sha256sum "$store/$path" | cut -d' ' -f1)" = "$sum" ]
        [ "$(stat -c %s "$store/$path")" -eq "$bytes" ]
    done < held.tsv
    [ "$(wc -l < held.tsv)" -eq 11 ]
    run -6 retain list --held --report held.tsv
    # No path, number or name in the log.
    run ! grep -rE '1632|wav|Wainwright|[0-9]{10}' "$SAR_HOME/log"
    log_status=0
    log_verifies || log_status=$?
    [ "$log_status" -eq 0 ] || [ "$log_status" -eq 5 ]
}

@test "an open case's hold is not released, and a purge deletes none of it" {
    open_case
    before=$(stored)
    run -0 retain purge --dry-run --by u1
    [[ $output == *"4 recordings are past retention, 4 of them held"* ]]
    run -0 purge
    [ "$(stored)" = "$before" ]
    [ "$(records hold)" -ge 1 ]
    [ "$(records retain)" -eq 1 ]
    run ! grep -q delete "$SAR_HOME"/log/entries-*
    run -6 retain release --ref "$REF" --reason x --by u1
    # The same kept once more is not logged once more.
    run -0 purge
    [ "$(records retain)" -eq 1 ]
}

@test "a case is open as the log has it, wherever its folder is" {
    open_case
    before=$(stored)
    case_dir=$SAR_HOME/cases/$REF
    holds=$(records hold)
    # A folder that is away, or on a disk that is not mounted.
    mv "$case_dir" elsewhere
    run -6 retain release --ref "$REF" --reason x --by u1
    [[ $output == *"the case is not answered and sent, nor closed"* ]]
    run -5 purge
    [[ $output == *"case $REF: is open in the log, record "*" and has no request.conf"* ]]
    run -5 retain check
    mv elsewhere "$case_dir"
    mv "$case_dir/request.conf" r
    run -5 purge
    # Nobody may narrow what it asks for.
    sed 's/960[0-9][0-9][0-9]/960199/' r > "$case_dir/request.conf"
    run ! cmp -s r "$case_dir/request.conf"
    run -6 purge
    run -6 retain check
    cp r "$case_dir/request.conf"
    run -0 purge
    [ "$(stored)" = "$before" ]
    [ "$(records hold)" -eq "$holds" ]
    [ "$(records lift)" -eq 0 ]
}

@test "a case that is lost for good is closed by a person, and then deleted from" {
    open_case
    before=$(stored)
    close=(sar-export close --ref "$REF" --by u7 --reason lost)
    # Not while the request can be read, nor what cannot be looked at.
    run -6 "${close[@]}"
    mv "$SAR_HOME/cases" away
    run -10 "${close[@]}"
    [ ! -e "$SAR_HOME/cases" ]
    mv away "$SAR_HOME/cases"
    mv "$SAR_HOME/cases/$REF" lost
    run -5 --separate-stderr purge
    [[ $stderr == *"hint: "*"close --reason lost"* ]]
    run -10 sar-export close --ref "$REF" --by u7 --reason withdrawn
    run -2 sar-export close --ref "$REF" --reason lost
    run -5 sar-export close --ref SAR-2026-0099 --by u7 --reason lost
    run -2 sar-export close --ref ../keys --by u7 --reason lost
    run -0 "${close[@]}" --dry-run
    [ "$(records close)" -eq 0 ]
    run -0 "${close[@]}"
    [ "$(records close)" -eq 1 ]
    [ ! -e "$SAR_HOME/cases/$REF" ]
    run -0 "${close[@]}"
    [[ $output == *"as before"* ]]
    [ "$(records close)" -eq 1 ]
    run -0 retain release --ref "$REF" --reason x --by u7
    run -0 purge
    [ "$(stored)" != "$before" ]
    run -0 log_verifies
}

@test "a request.conf that is none any more is a case that is lost" {
    open_case
    echo "ref" > "$SAR_HOME/cases/$REF/request.conf"
    run -2 purge
    run -0 sar-export close --ref "$REF" --by u7 --reason lost
    grep -q "the case was closed, lost" "$SAR_HOME/cases/$REF/timeline.txt"
    run -0 purge
}

@test "an open case that cannot be searched for stops the purge" {
    open_case
    before=$(stored)
    # Its number is the organisation's own, as sar.conf has it now.
    sed -i '0,/^recorded = /s//recorded = 01632 960123\n&/' "$SAR_HOME/sar.conf"
    for command in check "purge --scheduled --at-most 99 --by cron"; do
        # shellcheck disable=SC2086 # these are words
        run -6 --separate-stderr retain $command
        [[ $stderr == *"case $REF: number 1 is the organisation's own"* ]]
        [[ $stderr == *"hint: "*"close it first"* ]]
    done
    [ "$(stored)" = "$before" ]
}

@test "what a complaint holds is released when it is decided" {
    open_case
    echo "These were not my calls." > complaint
    on 2026-11-26 sar-export complain --quiet --by u7 received --ref "$REF" \
        --text complaint --name C-9
    run -6 retain release --ref "$REF" --name C-9 --reason x --by u1
    [[ $output == *"the complaint is not decided"* ]]
    on 2026-11-26 sar-export complain --quiet --by u7 decided --ref "$REF" \
        --text complaint --outcome upheld
    run -0 retain release --ref "$REF" --name C-9 --reason x --by u1
}

@test "nothing is deleted at a terminal, without a word, or with too many" {
    before=$(stored)
    run -5 retain purge --by u1 < /dev/null
    [[ $output == *"nobody confirmed"* ]]
    run -0 script -qec "sar-retain purge --by u1" /dev/null < /dev/null
    run -2 --separate-stderr retain purge --scheduled --by u1
    [[ $stderr == *"hint: --at-most N: nothing is deleted if more are due"* ]]
    run -2 retain purge --scheduled --at-most 5 --confirm x --by u1
    run -6 retain purge --scheduled --at-most 3 --by u1
    run -5 retain purge --confirm 0123456789abcdef --by u1
    run -2 retain purge --dry-run
    [ "$(stored)" = "$before" ]
    run -0 retain purge --dry-run --by u1
    plan=$(sed -n 's/.*--confirm \([0-9a-f]*\) .*/\1/p' <<< "$output")
    [ "${#plan}" -eq 16 ]
    # Another day, another plan.
    run -5 on 2027-01-20 sar-retain purge --confirm "$plan" --by u1
    [ "$(stored)" = "$before" ]
    run -0 retain purge --confirm "$plan" --by u1
    [ "$(stored | wc -l)" -eq 10 ]
}

@test "what is due goes: file, path, digest and secrets; its call stays" {
    paths=$(rows "SELECT path FROM recording WHERE id BETWEEN 2 AND 5")
    run -0 purge
    [[ $output == "Deleted 4 recordings past retention: record "* ]]
    [ "$(stored | wc -l)" -eq 10 ]
    [ "$(rows "SELECT count(*) FROM commitment WHERE seeds IS NULL AND \
        file_salt IS NULL AND recording BETWEEN 2 AND 5")" -eq 4 ]
    [ "$(rows "SELECT count(*) FROM recording WHERE finding = 'purged' AND \
        sha256 IS NULL AND path GLOB '.purged/*'")" -eq 4 ]
    [ "$(rows 'SELECT count(*) FROM leg')" -eq 20 ]
    while read -r path; do
        run ! grep -rqF "$path" "$SAR_HOME/index.db" "$SAR_HOME/log" \
            "$SAR_HOME/purges"
    done <<< "$paths"
    run ! grep -rE '1632|wav' "$SAR_HOME/purges" "$SAR_HOME/log"
    run -0 sar-index check --index-only
    run sar-index check --json
    [[ $output == *'"missing":1'* ]]
    [[ $output == *'"expired":5'* ]]
    evidence=$(openssl dgst -sha256 -binary "$SAR_HOME"/purges/*.json | base64)
    grep -qF "\"evidence\":\"$evidence\"" "$SAR_HOME"/log/entries-*
    # Nothing is due: nothing is said, and nothing logged.
    run -0 --separate-stderr purge
    [ -z "$output$stderr" ]
    [ "$(records delete)" -eq 1 ]
}

@test "a record imported again does not bring it back, nor call it missing" {
    run -0 purge
    mkdir back
    cp -R "$SAMPLE/recorder/monitor/." back
    for _ in 1 2; do
        run -0 sar-index import --again "$SAMPLE/recorder/cdr.csv"
        [[ $output == *"2 missing"* ]]
        [[ $output == *"4 recordings were deleted on schedule"* ]]
        # And with the files back in their place.
        cp -R back/. "$store"
    done
    [ "$(rows "SELECT count(*) FROM recording WHERE finding = 'purged'")" -eq 4 ]
    [ "$(rows 'SELECT count(*) FROM recording')" -eq 16 ]
    run -3 sar-index check --json
    [[ $output == *'"returned":4'* ]]
    run -0 sar-index stat
    [[ $output == *"missing 2"*", 4 deleted on schedule"* ]]
}

@test "find and plan say that it was deleted on schedule, and by which record" {
    run -0 purge
    record=$(sed -n 's/.*record \([0-9]*\) of the log.*/\1/p' <<< "$output")
    open_case
    run -0 sar-export find --ref "$REF"
    # Of 9 April: past retention when the request came, and there all the same.
    [[ $output == *"held past retention when the request came, deleted after that [deleted on 2026-11-26: record $record of the log]"* ]]
    # And of 2 April, which no purge took.
    [[ $output == *"no longer held: its retention had ended"$'\n'* ]]
    [[ $output == *"deleted on schedule, after the request came [deleted on 2026-11-26: record $record of the log]"* ]]
    [[ $output == *"missing: should be held"* ]]
    run -0 sar-export find --ref "$REF" --json
    [[ $output == *'"deleted":"2026-11-26"'* ]]
    run sar-export plan --ref "$REF" --json
    [[ $output == *'"reason":"deleted-on-schedule"'* ]]
    [[ $output == *'"reason":"deleted-after-receipt"'* ]]
    [[ $output == *"\"deleted\":{\"on\":\"2026-11-26\",\"record\":$record}"* ]]
}

@test "a hold outside any case, by numbers, by path and by a search" {
    path=$(rows 'SELECT path FROM recording WHERE id = 4')
    printf '3\n./%s\n\n' "$path" | retain hold --stdin --name claim-1 \
        --owner u7 --reason legal-claim --review 2027-03-31 --by u1
    run -0 retain list --plain --held
    [ "${#lines[@]}" -eq 2 ]
    [[ ${lines[1]} == *$'\tclaim-1' ]]
    run -0 purge
    [ -e "$store/$path" ]
    [ "$(stored | wc -l)" -eq 12 ]
    grep -v '^ref' "$SAMPLE/requests/$REF.conf" > search.conf
    run -3 retain hold --file search.conf --name C-1 \
        --owner u7 --reason complaint --review 2027-03-31 --by u1
    [[ $output == *"2 recordings were deleted on schedule before"* ]]
    run -0 retain release --name claim-1 --reason settled --by u1
    run -0 retain release --name claim-1 --reason settled --by u1
    [[ $output == *"as before"* ]]
    [ "$(records lift)" -eq 1 ]
    run -0 purge
    [ -e "$store/$path" ]
    run -0 retain release --name C-1 --reason settled --by u1
    run -0 purge
    [ ! -e "$store/$path" ]
    run -10 retain release --name C-2 --reason settled --by u1
}

@test "what is asked for in a wrong way is refused, and nothing placed" {
    run -2 retain hold --by u1
    run -2 retain hold --ref "$REF" --file x --by u1
    run -2 retain hold --ref "$REF"
    run -2 retain hold --stdin --by u1 < /dev/null
    run -2 hold_ids 99
    run -2 hold_ids nothing.wav
    run -4 hold_ids ""
    for bad in "--owner 01632960123" "--reason r01632960123" "--reason It's" "--review 2020-01-01" \
        "--review tomorrow" "--by J.Smith/x"; do
        # shellcheck disable=SC2086 # options and their values
        run -2 retain hold --stdin --name h --owner u1 --reason a --by u2 \
            --review 2027-01-01 $bad <<< 3
    done
    [ "$(rows 'SELECT count(*) FROM hold')" -eq 0 ]
    run ! grep -q '"hold"' "$SAR_HOME"/log/entries-*
}

@test "a copy of what is held, under another name, is held too" {
    path=$(rows 'SELECT path FROM recording WHERE id = 2')
    mkdir "$store/copy"
    cp "$store/$path" "$store/copy/c.wav"
    printf 'Id,Start,From,To,Secs,File\n1,2026-04-09 10:00:00,%s,%s,9,%s\n' \
        07700900123 01632960000 copy/c.wav > copy.csv
    vendor_mapping > mapping.conf
    run -0 sar-index import --quiet --mapping mapping.conf copy.csv
    hold_ids 2
    run -0 purge
    [ -e "$store/$path" ]
    [ -e "$store/copy/c.wav" ]
    run -0 retain list --plain --held
    [ "${#lines[@]}" -eq 2 ]
}

@test "not the file imported: never touched, and 14 till somebody looks" {
    path=$(rows 'SELECT path FROM recording WHERE id = 2')
    printf x >> "$store/$path"
    run -14 --separate-stderr purge
    [[ $stderr == *"recording 2: is not the file that was imported"* ]]
    [ -e "$store/$path" ]
    [ "$(stored | wc -l)" -eq 11 ]
    # A link in its place, or a folder of its path.
    mv "$store/$path" elsewhere.wav
    ln -s "$PWD/elsewhere.wav" "$store/$path"
    run -14 purge
    [ -e elsewhere.wav ]
    rm "$store/$path"
    mv "$store/2026/04/09" kept
    cp "$SAMPLE/recorder/monitor/$path" kept/
    ln -s "$PWD/kept" "$store/2026/04/09"
    run -14 purge
    [ -e "kept/${path##*/}" ]
    [ "$(records delete)" -eq 1 ]
}

@test "gone before the purge came: told of once, and not as deleted by it" {
    path=$(rows 'SELECT path FROM recording WHERE id = 2')
    rm "$store/$path"
    touch -d 2026-11-26 "$store/${path%/*}"
    run -3 --separate-stderr purge
    [[ $stderr == *"recording 2: was gone before the purge came"* ]]
    grep -q '"deleted":3' "$SAR_HOME"/purges/*
    grep -q '"gone_before":1' "$SAR_HOME"/purges/*
    grep -q '"n":3' "$SAR_HOME"/log/entries-*
    run -0 purge
    [ "$(rows 'SELECT finding FROM recording WHERE id = 2')" = "" ]
}

@test "a disk that is not mounted is not files that are gone" {
    mv "$store" away
    mkdir "$store"
    run -10 purge
    [ "$(records delete)" -eq 0 ]
    # Of one of several disks the folder is left, empty.
    mkdir "$store/2026" "$store/other"
    : > "$store/other/file"
    run -3 purge
    run -3 purge
    [ "$(rows "SELECT count(*) FROM recording WHERE id BETWEEN 2 AND 5 AND \
        state = 0")" -eq 4 ]
    # And of one for each folder those that they were mounted on.
    rows 'SELECT path FROM recording WHERE id BETWEEN 2 AND 5' |
        while read -r path; do
            mkdir -p "$store/${path%/*}"
            touch -d 2020-01-01 "$store/${path%/*}"
        done
    run -3 purge
    run -3 purge
    [ "$(rows "SELECT count(*) FROM recording WHERE id BETWEEN 2 AND 5 AND \
        state = 0")" -eq 4 ]
    rm -r "$store"
    mv away "$store"
    run -0 purge
    [ "$(stored | wc -l)" -eq 10 ]
}

@test "a file with a second name is left, for its sound would be" {
    path=$(rows 'SELECT path FROM recording WHERE id = 3')
    ln "$store/$path" second
    run -3 --separate-stderr purge
    [[ $stderr == *"recording 3: has another name on the disk"* ]]
    [ -e "$store/$path" ]
    rm second
    run -0 purge
    [ ! -e "$store/$path" ]
}

@test "a log that cannot be written to: nothing is deleted" {
    before=$(stored)
    chmod 0400 "$SAR_HOME/keys/log.skey"
    mv "$SAR_HOME/keys/log.skey" key
    run purge
    [ "$status" -eq 10 ] || [ "$status" -eq 12 ]
    [ "$(stored)" = "$before" ]
    mv key "$SAR_HOME/keys/log.skey"
    entries=$(echo "$SAR_HOME"/log/entries-*)
    cp "$entries" kept
    sed -i 's/"type":"register"/"type":"registEr"/' "$entries"
    run -13 purge
    [ "$(stored)" = "$before" ]
    cp kept "$entries"
    run -0 purge
}

@test "recordings that may not be deleted: 10 or 15, and they are not claimed" {
    [ "$(id -u)" -eq 0 ] || skip "needs to be root"
    path=$(rows 'SELECT path FROM recording WHERE id = 2')
    chattr +i "$store/$path" 2> /dev/null || skip "needs chattr"
    run -10 purge
    [ -e "$store/$path" ]
    chattr -i "$store/$path"
    [ "$(rows 'SELECT count(*) FROM purge WHERE state < 2')" -eq 0 ]
    run -0 purge
    [ "$(stored | wc -l)" -eq 10 ]
}

@test "a path of whatever bytes is deleted, and listed in its line" {
    name=$'-a \'b;%c d\xc3\xa9.wav'
    mkdir "$store/o"
    cp "$store/$(rows 'SELECT path FROM recording WHERE id = 8')" "$store/o/$name"
    printf 'x' >> "$store/o/$name"
    printf 'Id,Start,From,To,Secs,File\n1,2025-01-31 10:00:00,%s,%s,9,"%s"\n' \
        07700900123 01632960000 "o/$name" > odd.csv
    vendor_mapping > mapping.conf
    run -0 sar-index import --mapping mapping.conf odd.csv
    [[ $output == *"1 measured"* ]]
    run -0 retain list --past --report past.tsv
    [ "$(wc -l < past.tsv)" -eq 5 ]
    grep -qF "o/$name" past.tsv
    run -0 purge
    [ ! -e "$store/o/$name" ]
}

@test "check is silent when all is well, and else names what is not" {
    run -0 purge
    run -0 --separate-stderr on 2026-11-26 sar-retain check
    [ -z "$output$stderr" ]
    # A day after the next has expired.
    run -0 on 2026-12-02 sar-retain check
    run -5 --separate-stderr on 2026-12-03 sar-retain check
    [[ $stderr == *"1 is past retention, the first since 2026-12-02"* ]]
    run -0 on 2026-12-03 sar-retain check --grace 1
    hold_ids 6
    run -0 on 2026-12-03 sar-retain check
    run -5 --separate-stderr on 2027-01-02 sar-retain check --grace 99
    [[ $stderr == *"hold h: 1 recording, to be reviewed by 2027-01-01"* ]]
    run -5 on 2027-01-02 sar-retain check --grace 99 --json
    [[ $output == *'"kind":"review"'* ]]
    summary_is 5
}

@test "an open case whose recordings expire before it is due, and are not held" {
    open_case
    # As an index that was made anew, and a log of before there were holds.
    sqlite3 "$db" "DELETE FROM held; DELETE FROM hold" > /dev/null
    without_sums "$db"
    run on 2026-11-26 sar-retain check --json
    [ "$status" -eq 5 ]
    [[ $output == *'"kind":"expiring"'* ]]
    if [[ $output == *'"kind":"hold-lost"'* ]]; then
        run -0 retain hold --ref "$REF" --by u1
        run on 2026-11-26 sar-retain check --json
        [[ $output != *'"kind":"hold-lost"'* ]]
        [[ $output != *'"kind":"expiring"'* ]]
    fi
}

@test "a dry run of an index made anew says what the run will do" {
    open_case
    sqlite3 "$db" "DELETE FROM held; DELETE FROM hold" > /dev/null
    without_sums "$db"
    # The case is open: the run itself holds what it asks for, and so all four.
    run -0 retain purge --dry-run --by u1
    [[ $output == *"4 recordings are past retention"* ]]
    before=$(stored)
    run -0 purge
    [ "$(stored)" = "$before" ]
}

@test "a case's hold that the index lost is placed anew as the log has it" {
    open_case
    retain hold --quiet --ref "$REF" --by u2 --name request --owner u7 \
        --reason police --review 2027-02-03
    sqlite3 "$db" "DELETE FROM held; DELETE FROM hold" > /dev/null
    without_sums "$db"
    run -0 purge
    run -0 retain list
    [[ $output == *", owner u7, police, "*"review by 2027-02-03"* ]]
    run -0 grep -h '"type":"hold"' "$SAR_HOME"/log/entries-*
    [[ ${lines[-1]} == *'"by":"cron"'*'"owner":"u7"'*'"reason":"police"'* ]]
}

@test "a hold that the index lost stops the purge until it is placed again" {
    hold_ids 3
    sqlite3 "$db" "DELETE FROM held; DELETE FROM hold" > /dev/null
    without_sums "$db"
    before=$(stored)
    run -5 purge
    [[ $output == *"has not what record"*" of the log holds: hold h"$'\n'*'hint: "sar-retain check"'* ]]
    [ "$(stored)" = "$before" ]
    run -5 retain check
    hold_ids 3
    run -0 purge
    [ "$(stored | wc -l)" -eq 11 ]
}

@test "what was deleted and is on the disk again is told of till it is not" {
    cp -R "$store" recorder
    run -0 purge
    run -0 on 2026-11-26 sar-retain check
    cp -R recorder/. "$store"
    run -0 on 2026-11-26 sar-index import --quiet --again "$SAMPLE/recorder/cdr.csv"
    run -5 --separate-stderr on 2026-11-26 sar-retain check
    [[ $stderr == *"4 that a purge deleted are on the disk again: "* ]]
    run -5 on 2026-11-26 sar-retain check --json
    [[ $output == *'"kind":"returned"'*'"recordings":4'* ]]
    [[ $output != *'"kind":"undeleted"'* ]]
    # What nobody can look at may have it too.
    mv "$store" away
    run -10 on 2026-11-26 sar-retain check
}

@test "an index of before a purge is told of: the log says what was deleted" {
    cp "$db" before.db
    cp -R "$store" recorder
    run -0 purge
    rm "$db"*
    cp before.db "$db"
    run -5 --separate-stderr on 2026-11-26 sar-retain check
    [[ $stderr == *"4 that the log says were deleted are in the index"* ]]
    # And with the recordings of before as well.
    cp -R recorder/. "$store"
    run -5 on 2026-11-26 sar-retain check --json
    [[ $output == *'"kind":"undeleted"'*'"recordings":4'* ]]
    # Evidence that is not what the log has the digest of says that it is not.
    cp -R "$SAR_HOME/purges" kept
    sed -i 's/"by":"cron"/"by":"crow"/' "$SAR_HOME"/purges/*
    run -5 --separate-stderr on 2026-11-26 sar-retain check
    [[ $stderr == *"the evidence of 1 record of the log is not there"* ]]
    cp kept/* "$SAR_HOME/purges/"
    # They are deleted once more, and the log says so once more.
    run -0 purge
    [ "$(stored | wc -l)" -eq 10 ]
    [ "$(records delete)" -eq 2 ]
    run -0 on 2026-11-26 sar-retain check
}

@test "a clock far ahead of the last call and the log deletes nothing unasked" {
    before=$(stored)
    logged=$(cat "$SAR_HOME"/log/entries-* | wc -l)
    days=$(($(date +%s) / 86400))
    ahead=$(date -ud "@$(((days + 70) * 86400))" +%F)
    run -6 on "$ahead" sar-retain purge --scheduled --at-most 500 --by cron
    [[ $output == *"clock: is "[67][0-9]" days ahead of the last call and of the log"* ]]
    [ "$(stored)" = "$before" ]
    [ "$(cat "$SAR_HOME"/log/entries-* | wc -l)" -eq "$logged" ]
    # What the same clock logged proves nothing.
    printf '8\n' | on "$ahead" sar-retain hold --quiet --stdin --name h --owner u1 \
        --reason test --review 2199-01-01 --by u1
    run -6 on "$ahead" sar-retain purge --scheduled --at-most 500 --by cron
    [ "$(stored)" = "$before" ]
    # Somebody who looked says that it is right; from then on it is.
    run -0 on "$ahead" sar-retain purge --dry-run --by u1
    plan=$(sed -n 's/.*--confirm \([0-9a-f]*\) .*/\1/p' <<< "$output")
    run -0 on "$ahead" sar-retain purge --confirm "$plan" --by u1
    [ "$(stored | wc -l)" -lt 10 ]
    later=$(date -ud "@$(((days + 120) * 86400))" +%F)
    run -0 on "$later" sar-retain purge --scheduled --at-most 500 --by cron
    # And nobody is asked where nothing is due.
    run -3 on 2040-31-31 sar-retain hold --quiet --stdin --name all --owner u1 \
        --reason test --review 2199-01-01 --by u1 < <(seq 1 16)
    run -0 on 2040-01-01 sar-retain purge --scheduled --at-most 500 --by cron
}
