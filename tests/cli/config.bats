# What is set, where it is from, and whether all is as it should be.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    export TODAY=2026-11-26
    always_on "$TODAY"
    make_home
}

setup() {
    load common
    use_home
    export CONF=$SAR_HOME/sar.conf
}

# Put a line into [policy].
policy() {
    sed -i "s/^\[policy\]\$/&\n$1/" "$CONF"
}

@test "show: every value is the file's or its default, and says which line" {
    printf '\n[recorder sip]\ncountry = 353\nheaderless = .gsm gsm610 8000 1\n' >> "$CONF"
    printf 'headerless = .al alaw 8000 1\n' >> "$CONF"
    policy 'padding = padme'
    run -0 --separate-stderr sar-export config show --json
    summary_is 0
    [ -z "$stderr" ]
    printf '%s\n' "$output" > shown
    # Read by somebody else's program.
    python3 - shown "$CONF" <<'END'
import json, re, sys
given = {}
section = None
for number, line in enumerate(open(sys.argv[2]), 1):
    line = line.strip()
    if line.startswith("["):
        section = line[1:-1]
    elif line and line[0] not in "#;":
        key, value = re.split(r"\s*=\s*", line, maxsplit=1)
        given.setdefault((section, key), []).append((value, number))
shown, defaults, none = {}, {}, set()
for line in open(sys.argv[1]):
    one = json.loads(line)
    if one["type"] == "summary" or "section" not in one:
        continue
    assert one["schema"] == "sar-export.setting/1", one
    name = (one["section"], one["key"])
    if one["origin"] == "file":
        shown.setdefault(name, []).append((one["value"], one["line"]))
    elif one["origin"] == "default":
        assert name not in defaults and "line" not in one, one
        defaults[name] = one["value"]
    else:
        assert one["origin"] == "none" and "value" not in one, one
        none.add(name)
assert shown == given, set(map(str, shown.items())) ^ set(map(str, given.items()))
assert not (set(shown) & set(defaults)) and not (none & set(shown)), none
assert defaults[("policy", "names")] == "hidden", defaults
assert defaults[("policy", "approval")] == "optional", defaults
assert defaults[("recorder sip", "extensions")] == "2-6", defaults
assert ("recorder sip", "zone") in none and ("policy", "fade") in defaults
END
}

@test "show: what it prints is a sar.conf that says the same" {
    sed -i 's/^purposes = .*/purposes = One thing;\n\tand another\n\tand more/' "$CONF"
    run -0 sar-export config show
    printf '%s\n' "$output" > again.conf
    sar-export config check again.conf
    sar-export init --quiet --home other --config again.conf
    sar-export --help > /dev/null
    sar-export config show --home other | sed 1,2d > second
    sed 1,2d again.conf | cmp - second
    grep -qx 'and another' <(sed 's/^\t//' second)
}

@test "show --origin: of home, environment, option, credential and file" {
    line=$(grep -n '^zone = ' "$CONF" | cut -d: -f1)
    run -0 sar-export config show --origin
    [ "${lines[0]}" = "environment SAR_HOME"$'\t'"home = $SAR_HOME" ]
    [ "${lines[1]}" = "default"$'\t'"log-key = $SAR_HOME/keys/log.skey" ]
    grep -qx "sar.conf:$line"$'\t'"\[policy\] zone = Europe/London" <<< "$output"
    grep -qx "default"$'\t'"\[policy\] vcon = no" <<< "$output"
    grep -qx "none"$'\t'"\[policy\] recovery-recipient" <<< "$output"
    mkdir credentials
    cp "$SAR_HOME/keys/log.skey" credentials/
    CREDENTIALS_DIRECTORY=$PWD/credentials run -0 sar-export config show \
        --origin --home "$SAR_HOME"
    [ "${lines[0]}" = "option --home"$'\t'"home = $SAR_HOME" ]
    [ "${lines[1]}" = "environment CREDENTIALS_DIRECTORY"$'\t'"log-key = $PWD/credentials/log.skey" ]
}

@test "every key there is, is told of in sar.conf(5)" {
    sar-export config show --json |
        sed -n 's/.*"key":"\([a-z-]*\)".*"section":.*/\1/p' | sort -u > keys
    [ "$(wc -l < keys)" -gt 30 ]
    while read -r key; do
        grep -Eq "^\.(It )?Cm (.*[ ,])?$key( |\$)" "$ROOT/man/sar.conf.5" ||
            { echo "not in sar.conf(5): $key"; return 1; }
    done < keys
}

@test "README has a step for every command, and every folder of a home" {
    for program in sar-export sar-retain; do
        while read -r command; do
            [ "$command" = completion ] ||
                grep -Eq "$program $command( |\$|\`)" "$ROOT/README.md" ||
                { echo "not in README: $program $command"; return 1; }
        done < <("$program" --help | sed -n 's/^  \([a-z-]\{2,\}\)  .*/\1/p')
    done
    # What only a step makes, besides what init does.
    mkdir -p "$SAR_HOME"/{complaints,purges,templates}
    for folder in "$SAR_HOME"/*/; do
        folder=$(basename "$folder")
        [ "$folder" = recorder ] ||
            grep -q "^    $folder/" "$ROOT/README.md" ||
            { echo "not in README: $folder/"; return 1; }
    done
}

@test "a sar.conf that others can write is refused by whatever reads it" {
    for mode in 620 602 666; do
        chmod "$mode" "$CONF"
        for command in "sar-export status" "sar-export config show" \
            "sar-export config check" "sar-export config check $CONF" \
            "sar-index import nothing.csv"; do
            # shellcheck disable=SC2086 # words
            run -6 --separate-stderr $command
            [ -z "$output" ]
            [[ $stderr == *"$CONF: others than its owner can write it"* ]]
            [[ $stderr == *"hint: chmod go-w"* ]]
        done
    done
    for mode in 600 640 644 400; do
        chmod "$mode" "$CONF"
        run -0 sar-export status
    done
}

@test "check: a home as it should be is said to be, by status and line" {
    run -0 --separate-stderr sar-export config check
    [ "$output" = "$SAR_HOME: as it should be" ]
    [ -z "$stderr" ]
    run -0 --separate-stderr sar-export config check --quiet
    [ -z "$output$stderr" ]
    run -0 sar-export config check --json
    summary_is 0
    [ "${#lines[@]}" -eq 1 ]
    [[ $output == *'"findings":0'* ]]
}

@test "check: an unknown key is an error that names the line and the nearest" {
    policy 'retention-month = 6'
    line=$(grep -n '^retention-month = ' "$CONF" | cut -d: -f1)
    run -2 --separate-stderr sar-export config check
    [ "$stderr" = "sar-export: $CONF: line $line: unknown key, the nearest is \"retention-months\" of [policy]" ]
    run -2 --separate-stderr sar-export config check "$CONF"
    [[ $stderr == *"line $line: unknown key"* ]]
    sed -i '/^retention-month = /d; s/^retention-months = .*/retention-months = six/' "$CONF"
    run -2 --separate-stderr sar-export config check
    [[ $stderr == *": retention-months: expected a whole number from 1 to 120" ]]
}

@test "check: all that is wanting from the profile is told at once" {
    sed -i '/^purposes = /d; s/^source = .*/source =/; /^regulator-contact/d' "$CONF"
    run -2 --separate-stderr sar-export config check "$CONF"
    [ "$(wc -l <<< "$stderr")" -eq 3 ]
    [[ $stderr == *": purposes: missing from [profile]"* ]]
    [[ $stderr == *": source: empty"* ]]
    [[ $stderr == *": regulator-contact: missing from [profile]"* ]]
    run -2 sar-export config check "$CONF" --json
    summary_is 2
    [[ $output == *'"findings":3'* ]]
    [ "$(grep -c '"type":"finding"' <<< "$output")" -eq 3 ]
    sed "s/^source =.*/source = x/" "$SAMPLE/sar.conf" > c.conf
    sed -i 's/^complaint-route = .*/complaint-route = none/' c.conf
    run -2 --separate-stderr sar-export config check c.conf
    [[ $stderr == *': complaint-route: cannot be "none"'* ]]
}

@test "check: what is absent, or open to others, each by its status" {
    check() {
        run "-$1" --separate-stderr sar-export config check
        [ -z "$output" ]
        [[ $stderr == *"$2"* ]]
    }
    chmod 750 "$SAR_HOME/keys"
    check 12 "/keys: others can get at it who should not"
    chmod 700 "$SAR_HOME/keys"
    chmod 640 "$SAR_HOME/keys/log.skey"
    check 12 "log.skey"
    chmod 600 "$SAR_HOME/keys/log.skey"
    chmod 705 "$SAR_HOME/staging"
    check 6 "/staging: others can get at it who should not"
    chmod 700 "$SAR_HOME/staging"
    chmod 770 "$SAR_HOME"
    check 6 "others can get at it who should not"
    chmod 750 "$SAR_HOME"
    mv "$SAR_HOME/recorder" away
    check 10 "recordings: $SAR_HOME/recorder/monitor: No such file"
    mv "$SAR_HOME/index.db" away.db
    mkdir "$SAR_HOME/recorder"
    run -10 --separate-stderr sar-export config check
    [[ $stderr == *"recordings: "* ]]
    [[ $stderr == *"index.db: "* ]]
    rm -r "$SAR_HOME/recorder"
    mv away "$SAR_HOME/recorder"
    mv away.db "$SAR_HOME/index.db"
    rmdir "$SAR_HOME/outbox"
    check 10 "/outbox: No such file"
    mkdir -m 700 "$SAR_HOME/outbox"
    run -0 sar-export config check
}

@test "check: bank holidays that end too soon, and a template that is wrong" {
    # The table of this release, cut off so many months from now.
    until_month() {
        awk -v d="$(date -d "$TODAY +$1 months" +%Y-%m-%d)" '
            /^through = / { print "through = " d; next }
            /^holiday = / && $3 > d { next }
            { print }' "$ROOT/lib/clock/holidays.conf" > "$SAR_HOME/h.conf"
    }
    until_month 3
    policy 'holidays = h.conf'
    run -5 --separate-stderr sar-export config check
    [[ $stderr == *"holidays: the table ends with "* ]]
    until_month 6
    run -0 sar-export config check
    policy 'nation = scotland'
    sed -i '/^\[scotland\]$/,/^\[northern/{/^\[northern/!d}' "$SAR_HOME/h.conf"
    run -5 --separate-stderr sar-export config check
    [[ $stderr == *"holidays: the table has none of scotland"* ]]
    sed -i '/^nation = /d; /^holidays = /d' "$CONF"
    mkdir -p "$SAR_HOME/templates"
    sar-export letter --template acknowledgement > "$SAR_HOME/templates/acknowledgement.txt"
    run -0 sar-export config check
    echo '{{nonsense}}' >> "$SAR_HOME/templates/acknowledgement.txt"
    run -2 --separate-stderr sar-export config check
    [[ $stderr == *"acknowledgement.txt: line "* ]]
}

@test "check: a key that is not the log's, and a name that is not" {
    origin=$(sed -n 's/^origin = //p' "$CONF")
    cp "$SAR_HOME/keys/log.skey" kept
    sar-export key make "$origin" --plain --quiet --out other.skey
    cat other.skey > "$SAR_HOME/keys/log.skey"
    run -12 --separate-stderr sar-export config check
    [ "$stderr" = "sar-export: log.skey: not the key that log.vkey ends with" ]
    cat kept > "$SAR_HOME/keys/log.skey"
    sar-export key rotate --by u1 --quiet
    run -0 sar-export config check
    sed -i 's/^origin = .*/origin = another.example\/log/' "$CONF"
    run -2 --separate-stderr sar-export config check
    [[ $stderr == *": origin: not the name of the log there is" ]]
}

@test "config alone, and a word it does not know, are usage errors" {
    run -2 --separate-stderr sar-export config
    [ -z "$output" ]
    run -2 --separate-stderr sar-export config shew
    run -10 --separate-stderr sar-export config show --home nowhere
    run -10 --separate-stderr sar-export config check nowhere.conf
    run -2 --separate-stderr sar-export config show what
}

@test "check: a table of holidays that does not reach far enough: 5" {
    policy 'holidays = holidays.conf'
    cat > "$SAR_HOME/holidays.conf" <<EOF
[england-and-wales]
from = 2026-01-01
through = $(date -d "$TODAY +3 months" +%F)
source = made up
holiday = 2026-01-01 New Year's Day
EOF
    run -5 --separate-stderr sar-export config check
    [[ $stderr == *": holidays: the table ends with 20"*", so that days to answer by are not moved"* ]]
    sed -i "s/^through = .*/through = $(date -d "$TODAY +5 months" +%F)/" \
        "$SAR_HOME/holidays.conf"
    run -0 sar-export config check
    policy 'nation = scotland'
    run -5 --separate-stderr sar-export config check
    [[ $stderr == *": holidays: the table has none of scotland"* ]]
}
