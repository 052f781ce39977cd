# What programs print with --json: each command at the exit statuses it comes
# to in a case's life, against man/schemas.  All that other tests print so is
# held against them too, by run.sh.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    export LINES_SEEN=$BATS_TEST_TMPDIR/lines RUNS=$BATS_TEST_TMPDIR/runs
    # What is printed is looked at, not how: programs that are not sanitised
    # take a tenth of the time, and all others are.
    [ ! -x "$BUILD/bin/sar-verify" ] || PATH=$BUILD/bin:$PATH
    # Our own keeping; what the others have would keep it twice.
    unset -f sar-export sar-index sar-retain sar-verify
}

# STATUS COMMAND...: run it with --json.
j() {
    local want=$1 rc=0
    shift
    "$@" --json > one 2> said || rc=$?
    echo "$*" >> "$RUNS"
    cat one >> "$LINES_SEEN"
    if [ "$rc" -ne "$want" ]; then
        echo "$*: $rc"
        cat one said
        return 1
    fi
    # One summary, the last line, which has the status.
    [ "$(grep -c '"type":"summary"' one)" -eq 1 ]
    tail -n 1 one | grep -q "\"exit_code\":$rc,.*\"type\":\"summary\""
}

e() {
    local want=$1
    shift
    j "$want" sar-export "$@"
}

v() {
    local want=$1
    shift
    j "$want" sar-verify "$@"
}

# What the log is kept with, and looked at by.
of_the_log() {
    vkey=(--vkey "$SAR_HOME/log.vkey")
    log=$SAR_HOME/log
    e 0 log verify --by u1
    e 0 log review --exceptions 0 --by u1
    e 0 log prove 0 --out proof0
    e 6 log erase 0 --basis error --by u1
    e 6 log adopt --by u1
    e 2 log adopt
    e 0 key show
    e 0 key make other.example/log --plain --out other.skey
    e 0 key rotate --by u1
    e 0 recovery-key --out recovery.key
    v 5 log "${vkey[@]}" "$log"
    v 2 log "$log"
    v 10 log "${vkey[@]}" nowhere
    v 5 report "${vkey[@]}" "$log"
    v 0 sample "${vkey[@]}" --seed word -n 3 "$log"
    v 0 proof "${vkey[@]}" proof0
    v 0 compare "${vkey[@]}" "$log" "$log"
    v 0 offer "${vkey[@]}" --out offer "$log"
    sar-export key make w.example/w --kind witness --plain --quiet --out w.skey
    sar-export key show w.skey > w.vkey
    v 0 cosign "${vkey[@]}" --key w.skey --state w.state --out cosigned offer
    v 0 attach --witness w.vkey cosigned
}

# Where nothing is decided yet, and every step of a case.
of_cases() {
    echo "Which of the calls do you mean?" > text
    e 0 request --file "$SAMPLE/requests/$REF.conf"
    e 0 find --ref "$REF"
    e 2 find
    e 0 hold --ref "$REF" --by u1
    e 0 suggest --ref "$REF" --item 4
    e 0 suggest --ref "$REF" --item 8 --sound
    e 2 suggest --ref "$REF" --item 1
    e 0 listen "$REF" 4
    e 5 listen "$REF" 4 --redacted
    e 5 approve --ref "$REF" --by u2
    e 5 plan --ref "$REF"
    e 0 review "$REF"
    e 0 review "$REF" --purge
    e 5 build --ref "$REF" --by u1 --passphrase-out none
    e 0 status
    sed 's/^ref = .*/ref = SAR-2026-0090/; s/^identity = .*/identity = unknown/
        s/^received = .*/received = '"$(date +%Y-%m-%d)"'/
        s/^to = .*/to = '"$(date +%Y-%m-%d)"'/' \
        "$SAMPLE/requests/$REF.conf" > r.conf
    e 0 request --file r.conf
    e 0 id --ref SAR-2026-0090 --by u1 --what asked --who requester
    e 6 build --ref SAR-2026-0090 --by u1 --passphrase-out none
    e 0 id --ref SAR-2026-0090 --by u1 --what verified --who requester
    e 0 clarify --ref SAR-2026-0090 --by u1 asked --text text
    e 0 clarify --ref SAR-2026-0090 --by u1 answered
    e 0 extend --ref SAR-2026-0090 --by u1 --reason complex --text text
    e 0 fee --ref SAR-2026-0090 --by u1 asked --pence 500 --reason excessive \
        --text text
    e 0 fee --ref SAR-2026-0090 --by u1 waived --reason goodwill
    e 0 complain --ref SAR-2026-0090 --by u1 received --text text
    e 0 status --ref SAR-2026-0090
    e 0 letter --ref SAR-2026-0090 --kind refusal --reason excessive \
        --text text
    e 2 letter --ref SAR-2026-0090 --kind refusal --text text
    e 0 letter --ref SAR-2026-0090 --pages --format pdf
    e 0 letter --list-placeholders all
    e 0 letter --check
    e 0 refuse --ref SAR-2026-0090 --by u1 --reason excessive --text text
    e 6 close --ref SAR-2026-0090 --by u1 --reason refused
    e 0 deliver --ref SAR-2026-0090 --by u1 --what letter --letter refusal \
        --channel post
    e 0 close --ref SAR-2026-0090 --by u1 --reason refused
    e 6 close --ref "$REF" --by u1 --reason answered
    e 0 mark --ref "$REF" --item 3 --speaker requester --by u1 \
        --nothing-to-cut --standing second-person
    e 0 mark --ref "$REF" --item 4 --speaker requester --by u1 \
        --nothing-to-cut
    sar-export plan --ref "$REF" --json > plan || [ $? -eq 5 ]
    python3 "$ROOT/tests/cli/saved.py" new plan u1041 \
        "$(date -u +%FT%TZ)" > saved.json
    e 0 approve --ref "$REF" --by u2 --plan saved.json --dry-run
    e 2 approve --ref "$REF" --by u2 --plan saved.json < /dev/null
    # The sample's own say another thing of it.
    rm "$SAR_HOME/cases/$REF/marks/"*
    e 3 run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 --allow-partial \
        --passphrase-out pass
    e 3 build --ref "$REF" --by u1 --passphrase-out again
    e 0 listen "$REF" 4 --redacted
    e 0 deliver --ref "$REF" --by u1 --what package --channel post
    e 6 approve --ref "$REF" --by u2
    e 0 status --ref "$REF"
    e 2 passphrase --ref "$REF"
    e 0 report --from 2026-01-01 --to 2026-12-31
    e 0 calendar --out dates.ics
    e 6 calendar --out dates.ics
    e 0 letter --ref "$REF" --kind acknowledgement
    e 0 letter --list-placeholders all
    e 0 letter --check
    e 4 run --file "$SAMPLE/requests/SAR-2026-0043.conf" --by u1 \
        --passphrase-out none
    mkdir -m 700 dir
    e 0 run --all --passphrase-dir dir
}

@test "every command prints what man/schemas says it does" {
    e 0 init --home other --config "$SAMPLE/sar.conf"
    e 6 init --home other --config "$SAMPLE/sar.conf"
    j 0 sar-index init --home other
    j 10 sar-index import nothing.csv
    j 0 sar-index import --again "$SAMPLE/recorder/cdr.csv"
    j 3 sar-index check
    j 0 sar-index stat
    j 0 sar-index commit
    j 0 sar-index formats
    j 0 sar-index map --guess "$SAMPLE/other-recorder/calls.csv"
    e 0 config show
    e 0 config check
    e 10 config check nowhere.conf
    e 2 config
    e 2 nonsense
    e 2 status --nonsense
    of_cases
    of_the_log
    j 0 sar-retain list
    j 0 sar-retain list --past
    j 0 sar-retain check
    j 0 sar-retain purge --dry-run --by u1
    j 0 sar-retain purge --scheduled --at-most 100 --by u1
    echo 1 | j 0 sar-retain hold --stdin --name h1 --owner u1 --reason police \
        --review 2030-01-01 --by u1
    j 0 sar-retain list --held
    j 0 sar-retain release --name h1 --reason case-closed --by u1
    v 0 package "${vkey[@]}" --log "$log" --passphrase-file pass \
        "$SAR_HOME/outbox/$REF.zip"
    v 2 redaction
    python3 "$ROOT/tests/cli/schemas.py" "$ROOT/man/schemas" "$LINES_SEEN"

    # No command is left out: completions know them all.
    for program in $(make --no-print-directory -s -C "$ROOT" \
        --eval 'p: ; $(info $(PROGRAMS)) @:' p); do
        "$program" completion bash |
            sed -nE "s/^    '([a-z -]+)'\) options=.*/$program \\1/p"
    done | sort > all
    [ "$(wc -l < all)" -gt 40 ]
    while read -r command; do
        grep -q "^$command\( \|\$\)" "$RUNS" || [[ $command == *completion ]] ||
            { echo "not run: $command"; return 1; }
    done < all
}

@test "a schema says what is frozen, and can be told from another" {
    for file in "$ROOT"/man/schemas/*.json; do
        python3 - "$file" <<'END'
import json, sys
s = json.load(open(sys.argv[1]))
assert s["$schema"] == "https://json-schema.org/draft/2020-12/schema"
assert s["title"] and s["description"]
assert s["type"] == "object" and s.get("additionalProperties", True) is True
assert "type" in s["required"] and "schema" in s["required"], s["required"]
assert set(s["required"]) <= set(s["properties"])
for name, one in s["properties"].items():
    assert "type" in one or "const" in one or "enum" in one, name
END
        name=${file##*/}
        grep -q "^\.It Pa $name" "$ROOT/man/sar-json.5"
    done
    # What was printed is refused when something of it is missing.
    sar-export config show --json | head -n 1 > good
    python3 "$ROOT/tests/cli/schemas.py" "$ROOT/man/schemas" good
    sed 's/"origin":"[a-z]*",//' good > bad
    run -1 python3 "$ROOT/tests/cli/schemas.py" "$ROOT/man/schemas" bad
    sed 's,sar-export.setting/1,sar-export.setting/2,' good > bad
    run -1 python3 "$ROOT/tests/cli/schemas.py" "$ROOT/man/schemas" bad
}
