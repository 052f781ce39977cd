# A purge that is killed at whatever it does to a file, or stopped there while a
# hold is placed: what is held stays, what went was logged once, and the next
# run completes.  Some of the steps here; make soak tries each.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
    cd "$BATS_FILE_TMPDIR" || return 1
    gcc -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o steps.so \
        "$ROOT/tests/cli/steps.c" -ldl
    mkdir work
}

setup() {
    load common
    cd "$BATS_FILE_TMPDIR" || return 1
}

# HOW SHARE LEAST [HOME]: with SHARE 1 at each step.
happens() {
    local share=$2
    [ -z "${SAR_SOAK:-}" ] || [[ $2 = unlink || $1 = race ]] || share=1
    run -0 python3 "$ROOT/tests/cli/retain.py" "$PWD/steps.so" \
        "${4:-$PWD/home}" "$PWD/work" "$1" "$share"
    echo "$output"
    [ "${output%% *}" != 0 ]
    [ -z "$3" ] || [ "$output" -ge "$3" ]
}

@test "killed at a step: the next run completes, and nothing is logged twice" {
    happens kill 7 9
}

@test "killed at a step, then held: what is there then stays" {
    happens hold 11 5
}

# A purge killed before its first deletion, or after some; NAME is a home anew.
killed() {
    SAR_HOME=$PWD/$1
    export SAR_HOME
    rm -rf "$SAR_HOME" away
    cp -R home "$SAR_HOME"
    store=$SAR_HOME/recorder/monitor
    STEPS_DO=kill STEPS_AT=$2 LD_PRELOAD="$PWD/steps.so" \
        ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0 \
        run sar-retain purge --scheduled --at-most 99 --by cron
    [ "$status" -eq 137 ]
    claimed=$(sqlite3 "$SAR_HOME/index.db" \
        'SELECT count(*) FROM purge WHERE state = 0')
    [ "$claimed" -gt 1 ]
}

scheduled() {
    run "$1" sar-retain purge --scheduled --at-most 99 --by cron
}

@test "killed, and its folders away: none is called deleted till they are seen" {
    killed away_home unlink
    files=$(cd "$store" && find . -type f | sort)
    # A disk of that year; a root or parent that is left; and one that is empty.
    mkdir "$store/other" "$PWD/away"
    mv "$store/2026" away/
    for left in . 2026 2026/04; do
        mkdir -p "$store/$left"
        scheduled -3
        [[ $output == *"$claimed of a purge that was cut short cannot be seen"* ]]
        run -3 sar-retain purge --dry-run --by u1
    done
    # The folder that a disk was mounted on.
    sqlite3 "$SAR_HOME/index.db" 'SELECT path FROM recording r JOIN purge p
        ON p.recording = r.id' | while read -r path; do
        mkdir -p "$store/${path%/*}"
        touch -d 2020-01-01 "$store/${path%/*}"
    done
    scheduled -3
    run -5 sar-retain check
    [ "$(records delete)" -eq 0 ]
    [ ! -e "$SAR_HOME/purges" ]
    run ! grep -q '"delete"' "$SAR_HOME"/log/entries-*
    rm -r "$store/2026"
    mv away/2026 "$store/"
    [ "$(cd "$store" && find . -type f | sort)" = "$files" ]
    scheduled -0
    [ "$(records delete)" -eq 1 ]
    [ "$(cd "$store" && find . -type f | wc -l)" -eq \
        "$(($(wc -l <<< "$files") - claimed))" ]
    [ -z "$(sqlite3 "$SAR_HOME/index.db" 'SELECT * FROM purge WHERE state < 2')" ]
}

@test "killed, some deleted and some away: two records, each of what went" {
    killed parted unlink
    paths=$(sqlite3 "$SAR_HOME/index.db" 'SELECT path FROM recording r JOIN
        purge p ON p.recording = r.id ORDER BY path')
    first=$(head -1 <<< "$paths")
    # It deleted one, was killed, and of the rest the folders are elsewhere.
    rm "$store/$first"
    mkdir away
    away=0
    while read -r path; do
        [ "${path%/*}" != "${first%/*}" ] || continue
        mv "$store/${path%/*}" "away/$((++away))" 2> /dev/null || :
    done <<< "$paths"
    run sar-retain purge --scheduled --at-most 99 --by cron
    [ "$status" -eq 3 ]
    [ "$(records delete)" -eq 1 ]
    deleted=$(grep -ho '"deleted":[0-9]*' "$SAR_HOME"/purges/* | cut -d: -f2)
    left=$(sqlite3 "$SAR_HOME/index.db" \
        'SELECT count(*) FROM purge WHERE state = 0')
    [ "$left" -gt 0 ]
    [ "$((deleted + left))" -eq "$claimed" ]
    scheduled -3
    [ "$(records delete)" -eq 1 ]
    run -0 sar-index check --index-only
}

@test "killed, and its folders away: a hold holds what is not to be seen" {
    # By their numbers or by a search; seen by a run that could complete none.
    for what in folder seen root; do
        killed held_home unlink
        ids=$(sqlite3 "$SAR_HOME/index.db" 'SELECT recording FROM purge')
        files=$(cd "$store" && find . -type f | sort)
        which=(--stdin)
        if [ "$what" != root ]; then
            mkdir "$store/other" away
            mv "$store/2026" away/
        else
            mv "$store" away
        fi
        if [ "$what" = seen ]; then
            which=(--file "$SAMPLE/requests/$REF.conf")
            scheduled -3
        fi
        run -0 sar-retain hold "${which[@]}" --name C-9 --owner u2 \
            --reason police --review 2199-01-01 --by u1 <<< "$ids"
        [[ $output != *deleted* ]]
        if [ "$what" != root ]; then
            scheduled -0
            mv away/2026 "$store/"
            rmdir "$store/other"
        else
            mv away "$store"
        fi
        scheduled -0
        [ "$(cd "$store" && find . -type f | sort)" = "$files" ]
        [ "$(records delete)" -eq 0 ]
    done
}

@test "stopped at the first deletion: a hold that comes then waits or is late" {
    happens stop unlink 1
}

@test "stopped at a step: a hold that comes then is in time, or says so" {
    happens stop 31 2
}

@test "a store that is read-only is 15, one that may not be written 10" {
    local -A want=([read-only]=15 [denied]=10)
    SAR_HOME=$PWD/refused
    export SAR_HOME
    cp -R home "$SAR_HOME"
    before=$(find "$SAR_HOME/recorder" -type f | sort)
    for why in read-only denied; do
        run -"${want[$why]}" env STEPS_DO="$why" LD_PRELOAD="$PWD/steps.so" \
            ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0 \
            sar-retain purge --scheduled --at-most 99 --by cron
        [ "$(find "$SAR_HOME/recorder" -type f | sort)" = "$before" ]
        [ -z "$(sqlite3 "$SAR_HOME/index.db" 'SELECT * FROM purge')" ]
    done
    [ "$(records delete)" -eq 0 ]
    run -0 sar-retain purge --scheduled --at-most 99 --by cron
    [ "$(records delete)" -eq 1 ]
}

@test "holds come while a purge goes: whatever is held is there" {
    python3 "$ROOT/tests/cli/old_calls.py" . 150
    SAR_HOME=$PWD/many
    export SAR_HOME
    sar-export init --quiet --config "$SAMPLE/sar.conf"
    mkdir "$SAR_HOME/recorder"
    mv audio "$SAR_HOME/recorder/monitor"
    sar-index init --quiet
    vendor_mapping > mapping.conf
    sar-index import --quiet --mapping mapping.conf calls.csv
    happens race 2 "" "$PWD/many"
    # That they met, in at least one of them.
    [[ $output =~ [1-9] ]]
}

@test "what expires and what is deleted is what a model of its own says" {
    cc -shared -fPIC -o clock.so "$ROOT/tests/cli/clock.c"
    for zone in Europe/London America/Havana; do
        sed "s|^zone = .*|zone = $zone|" "$SAMPLE/sar.conf" > sar.conf
        for seed in 1 ${SAR_SOAK:+2 3 4 5 6 7 8 9}; do
            rm -rf model
            sar-export init --quiet --home model --config sar.conf
            sar-index init --quiet --home model
            run -0 python3 "$ROOT/tests/cli/retain_oracle.py" "$PWD/clock.so" \
                "$PWD/model" "$zone$seed" 120
            read -r compared deleted <<< "$output"
            [ "$compared" -gt 500 ]
            [ "$deleted" -gt 20 ]
        done
    done
}

@test "a build whose recording a purge took says so, logged or not" {
    SAR_HOME=$PWD/taken
    export SAR_HOME
    cp -R home "$SAR_HOME"
    # Killed between the deletion and its record.
    for ((at = 20; at < 60; at += 4)); do
        rm -rf "$SAR_HOME"
        cp -R home "$SAR_HOME"
        run env STEPS_DO=kill STEPS_AT="$at" LD_PRELOAD="$PWD/steps.so" \
            ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0 \
            sar-retain purge --scheduled --at-most 99 --by cron
        [ "$(sqlite3 "$SAR_HOME/index.db" \
            'SELECT count(*) FROM purge WHERE state = 1')" -eq 0 ] || break
    done
    [ "$at" -lt 60 ]
    open_case
    run --separate-stderr sar-export run --ref "$REF" --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial --passphrase-out pass
    [ "$status" -ne 0 ]
    [[ $stderr == *"recording of item 4: deleted on schedule by the purge of "* ]]
    [ "$(records release)" -eq 0 ]
    run sar-retain purge --scheduled --at-most 99 --by cron
    [ "$status" -eq 0 ]
    run -0 sar-export find --ref "$REF"
    [[ $output == *"deleted on schedule, after the request came [deleted on "* ]]
}
