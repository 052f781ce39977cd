# A dial plan for each recorder, in sar.conf(5).
setup() {
    load common
    empty_home
}

# Put lines after those of [recorder].
configure() {
    cat >> "$SAR_HOME/sar.conf"
}

# One call, at TIME, to what was DIALLED, as FreePBX writes it.
call() {
    head -n 1 "$SAMPLE/recorder/cdr.csv"
    printf '%s,,2001,%s,c,PJSIP/2001-1,PJSIP/t-2,Dial,,10,5,ANSWERED,3,,' \
        "$1" "$2"
    printf '%s,,,,,,,,,1.1,,7\n' "$1-$2"
}

# Key, certain and rules of whom system $1 has called.
called() {
    sqlite3 "$SAR_HOME/index.db" "
        SELECT ifnull(key, '-'), certain, rules FROM party
        JOIN leg ON leg.id = party.leg JOIN system ON system.id = leg.system
        WHERE role = 1 AND system.name = '$1' ORDER BY key"
}

start() {
    sqlite3 "$SAR_HOME/index.db" "
        SELECT start FROM leg JOIN system ON system.id = leg.system
        WHERE system.name = '$1'"
}

@test "each recorder's export is read by its own plan, others by [recorder]" {
    configure <<'EOF'
[recorder north]
outside = 8 77
area = 01632
extensions = 3
[recorder plain]
EOF
    call "2026-05-01 10:00:00" 801632960123 > a.csv
    call "2026-05-01 10:00:00" 7701632960124 > b.csv
    call "2026-05-01 10:00:00" 960125 > c.csv
    call "2026-05-01 10:00:00" 901632960126 > d.csv
    sar-index import --quiet --system north a.csv b.csv c.csv d.csv
    [ "$(called north)" = "-|0|0
441632960123|1|1
441632960124|1|1
441632960125|0|128" ]
    for f in a b c d; do
        call "2026-05-02 10:00:00" "$(awk -F, 'NR == 2 { print $4 }' $f.csv)" \
            > other-$f.csv
    done
    sar-index import --quiet --system elsewhere other-*.csv
    # 9 is [recorder]'s; six digits are an extension there.
    [ "$(called elsewhere)" = "-|0|0
-|0|0
-1960125|0|0
441632960126|1|1" ]
    # A section of its own has nothing from [recorder], even with no keys.
    call "2026-05-03 10:00:00" 901632960126 > e.csv
    sar-index import --quiet --system plain e.csv
    [ "$(called plain)" = "-|0|0" ]
}

@test "a format's own system name finds its section too" {
    printf '[recorder asterisk]\noutside = 8\n' | configure
    call "2026-05-01 10:00:00" 801632960123 > a.csv
    sar-index import --quiet a.csv
    [ "$(called asterisk)" = "441632960123|1|1" ]
}

@test "what people write is not read by a recorder's habits" {
    sed -i 's/^outside = 9$/outside = 9\nbare-national = yes/' \
        "$SAR_HOME/sar.conf"
    call "2026-05-01 10:00:00" 1632960123 > a.csv
    sar-index import --quiet --system x a.csv
    [ "$(called x)" = "441632960123|1|32" ]
    for written in "1632 960123" "01632 960123"; do
        sed "s/^number = .*/number = $written/" \
            "$SAMPLE/requests/SAR-2026-0042.conf" > r.conf
        run --separate-stderr sar-export run --dry-run --file r.conf
        [ -z "$(grep -o 'line [0-9]*: number' <<<"$stderr")" ] ||
            echo "$written" >> refused
    done
    [ "$(cat refused)" = "1632 960123" ]
}

@test "a recorder's zone is that of its exports" {
    printf '[recorder paris]\nzone = Europe/Paris\n[recorder home]\n' |
        configure
    call "2026-05-01 10:00:00" 01632960123 > a.csv
    call "2026-05-01 10:00:01" 01632960123 > b.csv
    call "2026-05-01 10:00:02" 01632960123 > c.csv
    sar-index import --quiet --times local --system paris a.csv
    [ "$(start paris)" = "$(TZ=Europe/Paris date -d '2026-05-01 10:00' +%s)" ]
    sar-index import --quiet --times local --system home b.csv
    [ "$(start home)" = \
        "$(TZ=Europe/London date -d '2026-05-01 10:00:01' +%s)" ]
    sar-index import --quiet --times local --system utc --zone UTC c.csv
    [ "$(start utc)" = "$(date -u -d '2026-05-01 10:00:02' +%s)" ]
}

@test "a zone that nobody chose is refused, not ignored" {
    printf '[recorder asterisk]\nzone = Europe/Paris\n' | configure
    call "2026-05-01 10:00:00" 01632960123 > a.csv
    run --separate-stderr sar-index import a.csv
    [ "$status" -eq 2 ]
    [ "${stderr_lines[0]}" = "sar-index: a.csv: its recorder has a time zone \
of its own in sar.conf" ]
    [[ ${stderr_lines[1]} == *"--system asterisk"* ]]
    [ -z "$(called asterisk)" ]
    sar-index import --quiet --system asterisk a.csv
    [ "$(called asterisk)" = "441632960123|1|0" ]
    # --zone is a choice.
    call "2026-05-01 10:00:01" 01632960123 > b.csv
    sar-index import --quiet --zone Europe/London b.csv
}

@test "a plan that cannot be is refused by line, whichever export it is for" {
    cp "$SAR_HOME/sar.conf" before
    line=$(($(wc -l < before) + 2))
    while IFS='|' read -r setting why; do
        { cat before; printf '[recorder x]\n%s\n' "$setting"; } \
            > "$SAR_HOME/sar.conf"
        run --separate-stderr sar-index stat
        run --separate-stderr sar-index import nothing.csv
        [ "$status" -eq 2 ]
        [ "${stderr_lines[0]}" = \
            "sar-index: $SAR_HOME/sar.conf: line $line: ${setting%% *}: $why" ]
    done <<'EOF'
outside = 99|expected one digit, or one and further prefixes after it
outside = x|expected one digit, or one and further prefixes after it
outside =|expected one digit, or one and further prefixes after it
outside = 9 8x|further prefixes are digits, 11 characters in all
outside = 9 123456789012|further prefixes are digits, 11 characters in all
area = 016320000|expected up to 7 digits
area = O1632|expected up to 7 digits
exit-code = +|expected up to 7 digits
extensions = 9|expected how many digits they have, as 4 or 3-5, at most 8
extensions = 5-3|expected how many digits they have, as 4 or 3-5, at most 8
extensions = 0|expected how many digits they have, as 4 or 3-5, at most 8
bare-national = true|expected yes or no
bare-country-code = 1|expected yes or no
country = 0|expected a whole number from 1 to 999
EOF
}

@test "two habits that contradict each other are refused" {
    printf '[recorder x]\nbare-national = yes\nbare-country-code = yes\n' |
        configure
    run --separate-stderr sar-index import nothing.csv
    [ "$status" -eq 2 ]
    [[ $stderr == *"bare-country-code: not with bare-national" ]]
}

@test "a system that no section is of draws a warning where there are sections" {
    call "2026-06-01 10:00:00" 01632960123 > a.csv
    call "2026-06-02 10:00:00" 01632960123 > b.csv
    run --separate-stderr sar-index import --system typo a.csv
    [ "$status" -eq 0 ]
    [[ $stderr != *"no [recorder"* ]]
    printf '[recorder pbx-a]\noutside = 9\n' | configure
    run --separate-stderr sar-index import --system typo b.csv
    [ "$status" -eq 0 ]
    [[ $stderr == *"sar.conf has no [recorder typo]"* ]]
    run --separate-stderr sar-index import --again --system pbx-a b.csv
    [[ $stderr != *"no [recorder"* ]]
}
