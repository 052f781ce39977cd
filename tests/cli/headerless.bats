# Files without a header: what they are the catalogue says, or nobody.
setup() {
    load common
    empty_home
}

# Put lines after those of [recorder].
configure() {
    cat >> "$SAR_HOME/sar.conf"
}

# Calls of a vendor, one for each FILE; further columns from "WORDS;FILE".
export_of() {
    local n=0 words file
    echo 'Id;Start;From;To;Secs;File;Codec;Rate;Channels'
    for words; do
        n=$((n + 1))
        file=${words##*;}
        [ "$file" != "$words" ] && words=${words%;*} || words=';;'
        printf 'a%s;2026-05-%02d 10:00:00;01632960123;2001;5;%s;%s\n' \
            $n $n "$file" "$words"
    done
}

mapping() {
    printf '[csv]\ndelimiter = semicolon\n'
    vendor_mapping
}

# Half a second of a sweep as SUFFIX, by sox.
sweep() { # NAME RATE CHANNELS [SOX OPTION...]
    local name=$1 rate=$2 channels=$3
    shift 3
    sox -R -n -r "$rate" -c "$channels" "$@" "$monitor/$name" \
        synth 0.5 sine 300-900 gain -6
}

# state|codec|rate|channels|frames|finding of a recording
about() {
    sqlite3 "$SAR_HOME/index.db" "SELECT state, codec, rate, channels, frames,
        finding FROM recording WHERE path = '$1'"
}

import() {
    sar-index import --json --mapping map.conf "$@"
}

# The summary of the last run has "KEY":N.
says() {
    [[ $(printf '%s\n' "$output" | tail -n 1) == *"\"$1\":$2"[,}]* ]] ||
        { printf '%s\n' "$output"; return 1; }
}

@test "without a word about them they are unsupported, and told what to do" {
    mapping > map.conf
    export_of a.gsm b.alaw c.sln16 d.txt > calls.csv
    sweep a.gsm 8000 1
    head -c 4000 /dev/zero | tr '\0' '\325' > "$monitor/b.alaw"
    head -c 4000 /dev/zero > "$monitor/c.sln16"
    head -c 4000 /dev/zero > "$monitor/d.txt"
    run --separate-stderr import calls.csv
    [ "$status" -eq 0 ]
    says recordings_undeclared 3
    [[ $stderr == *'sar.conf what they are ("headerless")'* ]]
    for f in a.gsm b.alaw c.sln16; do
        [ "$(about $f)" = "4||0|0|0|no-header-and-undeclared" ]
    done
    # A name tells whom to ask, and nothing else.
    [ "$(about d.txt)" = "3||0|0|0|" ]
}

@test "what sar.conf says of an ending is what its files are" {
    mapping > map.conf
    export_of a.gsm b.alaw c.ulaw d.sln16 e.sln > calls.csv
    configure <<'EOF'
[recorder vendor]
headerless = .gsm gsm610 8000 1
headerless = .alaw alaw 8000 2
headerless = .ulaw ulaw 8000 1
headerless = .sln16 pcm16 16000 1
headerless = .sln pcm16 8000 1
EOF
    sweep a.gsm 8000 1
    sweep b.alaw 8000 2 -t al
    sweep c.ulaw 8000 1 -t ul
    sweep d.sln16 16000 1 -t sw
    sweep e.sln 8000 1 -t sw
    run --separate-stderr import calls.csv
    [ "$status" -eq 0 ] && [ -z "$stderr" ]
    says recordings_undeclared 0
    # 25 whole frames of GSM; half a second of the others.
    [ "$(about a.gsm)" = "0|gsm610|8000|1|4000|headerless" ]
    [ "$(about b.alaw)" = "0|alaw|8000|2|4000|headerless" ]
    [ "$(about c.ulaw)" = "0|ulaw|8000|1|4000|headerless" ]
    [ "$(about d.sln16)" = "0|pcm16|16000|1|8000|headerless" ]
    [ "$(about e.sln)" = "0|pcm16|8000|1|4000|headerless" ]
}

@test "nothing of [recorder] holds for a recorder of its own" {
    mapping > map.conf
    export_of a.alaw > calls.csv
    sweep a.alaw 8000 1 -t al
    sed -i 's/^\[recorder\]$/&\nheaderless = .alaw alaw 8000 1/' \
        "$SAR_HOME/sar.conf"
    configure <<< '[recorder vendor]'
    import calls.csv
    [ "$(about a.alaw)" = "4||0|0|0|no-header-and-undeclared" ]
    import --again --system elsewhere calls.csv
    [ "$(about a.alaw)" = "0|alaw|8000|1|4000|headerless" ]
}

@test "the same export again measures anew what could not be decoded" {
    mapping > map.conf
    export_of a.alaw > calls.csv
    sweep a.alaw 8000 1 -t al
    import calls.csv
    [ "$(about a.alaw)" = "4||0|0|0|no-header-and-undeclared" ]
    run --separate-stderr sar-index check --json --since 2026-04-05
    [ "$status" -eq 0 ]
    says unsupported 1
    says unknown 1
    configure <<< $'[recorder vendor]\nheaderless = .alaw ulaw 8000 1'
    run --separate-stderr sar-index check --json --since 2026-04-05
    [ "$status" -eq 3 ]
    says readable-now 1
    [[ $stderr == *--again* ]]
    import calls.csv
    [ "$(about a.alaw)" = "4||0|0|0|no-header-and-undeclared" ]
    import --again --dry-run calls.csv
    [ "$(about a.alaw)" = "4||0|0|0|no-header-and-undeclared" ]
    import --again calls.csv
    [ "$(about a.alaw)" = "0|ulaw|8000|1|4000|headerless" ]
    # A correction is taken too; what nobody takes back stays said.
    sed -i 's/\.alaw ulaw/.alaw alaw/' "$SAR_HOME/sar.conf"
    import --again calls.csv
    [ "$(about a.alaw)" = "0|alaw|8000|1|4000|headerless" ]
    sed -i '/^headerless/d' "$SAR_HOME/sar.conf"
    import --again calls.csv
    [ "$(about a.alaw)" = "0|alaw|8000|1|4000|headerless" ]
    run sar-index check --json --since 2026-04-05
    [ "$status" -eq 0 ]
    says same 1
    sar-index check --index-only
    log_verifies
}

@test "a file that is not what was imported is not measured anew" {
    mapping > map.conf
    export_of a.alaw > calls.csv
    sweep a.alaw 8000 1 -t al
    import calls.csv
    printf x >> "$monitor/a.alaw"
    configure <<< $'[recorder vendor]\nheaderless = .alaw alaw 8000 1'
    run import --again calls.csv
    says recordings_changed 1
    [ "$(about a.alaw)" = "4||0|0|0|no-header-and-undeclared" ]
}

@test "a codec that is named and not decoded is unsupported, by its name" {
    mapping > map.conf
    export_of a.g729 b.siren > calls.csv
    configure <<'EOF'
[recorder vendor]
headerless = .g729 g729 8000 1
headerless = .siren other 32000 1
EOF
    head -c 1000 /dev/zero > "$monitor/a.g729"
    head -c 1000 /dev/zero > "$monitor/b.siren"
    import calls.csv
    [ "$(about a.g729)" = "4|g729|8000|1|0|headerless" ]
    [ "$(about b.siren)" = "4|other|32000|1|0|headerless" ]
    run sar-index stat --json
    [[ $output == *'"unsupported_by_codec":{"g729":1,"other":1}'* ]]
    run sar-index stat
    [[ $output == *'g729 1 (1 not decoded)'* ]]
    run --separate-stderr sar-index check --json --since 2026-04-05 \
        --report report
    [ "$status" -eq 0 ]
    [[ $output == *'"unsupported_by_codec":{"g729":1,"other":1}'* ]]
    grep -q "^unsupported	1	0	g729	a.g729$" report
    run sar-export find --json --ref SAR-2026-0001 --number 01632960123 \
        --from 2026-05-01 --to 2026-05-03 --received 2026-05-20 \
        --identity verified
    [[ $output == *'"codec":"g729"'* ]]
    [[ $output == *'"decision":"unsupported-format"'* ]]
}

@test "a file that has a header after all: neither is believed" {
    mapping > map.conf
    export_of a.alaw b.g729 > calls.csv
    configure <<'EOF'
[recorder vendor]
headerless = .alaw alaw 8000 1
headerless = .g729 g729 8000 1
EOF
    sweep a.alaw 8000 1 -t wav -e a-law
    sweep b.g729 8000 1 -t wav
    run --separate-stderr import calls.csv
    [ "$status" -eq 0 ]
    says recordings_headed 2
    [[ $stderr == *'have a header, and are said to have none'* ]]
    [ "$(about a.alaw)" = "3||0|0|0|declared-headerless-has-header" ]
    [ "$(about b.g729)" = "3||0|0|0|declared-headerless-has-header" ]
    # And so where it was taken by its header before.
    sed -i '/^headerless/d' "$SAR_HOME/sar.conf"
    import --again calls.csv
    [ "$(about a.alaw)" = "0|alaw|8000|1|4000|" ]
    configure <<< 'headerless = .alaw alaw 8000 1'
    import --again calls.csv
    [ "$(about a.alaw)" = "3||0|0|0|declared-headerless-has-header" ]
}

@test "a row's own word wins over the section's" {
    { mapping; cat <<'EOF'
[headerless]
column = Codec
rate = Rate
channels = Channels
suffix = .raw
suffix = .dat
alaw = PCMA
alaw = G711A
pcm16 = L16
g722 = G722
EOF
    } > map.conf
    export_of 'PCMA;8000;2;a.raw' 'L16;16000;1;b.raw' 'G722;16000;1;c.dat' \
        'none;;;d.raw' 'PCMA;8000;1;e.wav' 'PCMA;x;1;f.raw' > calls.csv
    configure <<< $'[recorder vendor]\nheaderless = .raw ulaw 8000 1'
    sweep a.raw 8000 2 -t al
    sweep b.raw 16000 1 -t sw
    sweep c.dat 8000 1 -t al
    sweep d.raw 8000 1 -t ul
    sweep e.wav 8000 1 -b 16
    sweep f.raw 8000 1 -t al
    run --separate-stderr import --rejects rejects calls.csv
    [ "$status" -eq 0 ]
    [ "$(about a.raw)" = "0|alaw|8000|2|4000|headerless" ]
    [ "$(about b.raw)" = "0|pcm16|16000|1|8000|headerless" ]
    [ "$(about c.dat)" = "4|g722|16000|1|0|headerless" ]
    [ "$(about d.raw)" = "0|ulaw|8000|1|4000|headerless" ]
    # Columns tell of the endings that are named, and of no other file.
    [ "$(about e.wav)" = "0|pcm16|8000|1|4000|" ]
    [ -z "$(about f.raw)" ]
    [ "$(cat rejects)" = \
        "7	Codec	codec, rate and channels do not go together" ]
}

@test "an orphan is audio when the catalogue says so" {
    configure <<< $'[recorder vendor]\nheaderless = .al alaw 8000 1'
    sweep a.al 8000 1
    sweep b.ul 8000 1
    run sar-index check --json --report report
    [ "$status" -eq 3 ]
    grep -q '^orphan	0	0	audio	a.al$' report
    grep -q '^orphan	0	0	other	b.ul$' report
}

refuses() { # LINE MESSAGE
    cp "$SAR_HOME/sar.conf" before
    configure <<< "[recorder vendor]
$1"
    run --separate-stderr sar-index check
    [ "$status" -eq 2 ]
    [[ $stderr == *"headerless: $2"* ]] || { echo "$stderr"; return 1; }
    cp before "$SAR_HOME/sar.conf"
}

@test "sar.conf says all of a file without a header, or it is refused" {
    refuses 'headerless = .gsm' 'expected an ending, codec, rate and channels'
    refuses 'headerless = .gsm gsm610 8000' 'expected an ending'
    refuses 'headerless = .gsm gsm610 8000 1 x' 'expected an ending'
    refuses 'headerless = gsm gsm610 8000 1' 'expected an ending'
    refuses 'headerless = .gsm gsm 8000 1' 'expected pcm16, alaw'
    refuses 'headerless = .gsm opus 8000 1' 'expected pcm16, alaw'
    refuses 'headerless = .gsm gsm610 16000 1' 'gsm610 has 8000'
    refuses 'headerless = .gsm gsm610 8000 2' 'gsm610 has 8000'
    refuses 'headerless = .al alaw 999 1' 'expected 1000 to 192000'
    refuses 'headerless = .al alaw 8000 9' 'expected 1 to 8'
    refuses 'headerless = .al alaw 8000 -1' 'expected an ending'
    refuses $'headerless = .al alaw 8000 1\nheaderless = .al ulaw 8000 1' \
        'its ending is given twice'
}

# The reasons of the plan's items.
reasons() {
    sar-export plan --json --ref ONE | python3 -c '
import json, sys
for l in sys.stdin:
    o = json.loads(l)
    if o.get("type") == "item":
        print(o["class"], o["reason"])'
}

@test "marks hold for the sound that was heard, not for the same bytes read again" {
    mapping > map.conf
    export_of a.sln > calls.csv
    configure <<< $'[recorder vendor]\nheaderless = .sln pcm16 8000 1'
    sweep a.sln 8000 1 -t sw
    import calls.csv
    sar-export request --quiet --ref ONE --number 01632960123 \
        --from 2026-05-01 --to 2026-05-31 --received 2026-06-01 \
        --identity verified
    printf '0.25\t0.5\tPUBLIC-FN\n' > labels
    sed -i 's/^\[policy\]/&\ndecisions = optional/' "$SAR_HOME/sar.conf"
    sar-export mark --quiet --ref ONE --item 1 --speaker requester --by u1 \
        --labels labels
    marks=("$SAR_HOME"/cases/ONE/marks/*.marks)
    grep -qx 'heard: pcm16 8000 1 4000' "${marks[0]}"
    [ "$(reasons)" = "part-disclosed redacted" ]
    # Without the key nobody can say what was heard.
    cp "${marks[0]}" kept
    sed -i '/^heard:/d' "${marks[0]}"
    [ "$(reasons)" = "withheld heard-otherwise" ]
    cp kept "${marks[0]}"
    # The same bytes, at another rate: half as long, the cut elsewhere.
    sed -i 's/pcm16 8000 1/pcm16 16000 1/' "$SAR_HOME/sar.conf"
    import --again calls.csv
    [ "$(about a.sln)" = "0|pcm16|16000|1|4000|headerless" ]
    [ "$(reasons)" = "withheld heard-otherwise" ]
    run --separate-stderr sar-export plan --ref ONE
    [ "$status" -eq 5 ]
    [[ $output == *"listen to it again, then mark --force"* ]]
    run --separate-stderr sar-export build --ref ONE --by u1 \
        --passphrase-out pass
    [ "$status" -eq 5 ]
    [ -z "$(ls -A "$SAR_HOME/outbox")" ]
    # Nor do they when it is only said to be another codec.
    sed -i 's/pcm16 16000 1/alaw 8000 1/' "$SAR_HOME/sar.conf"
    import --again calls.csv
    [ "$(reasons)" = "withheld heard-otherwise" ]
    printf '0.1\t0.2\tPUBLIC-FN\n' > labels
    sar-export mark --quiet --ref ONE --item 1 --speaker requester --by u1 \
        --labels labels --force
    [ "$(reasons)" = "part-disclosed redacted" ]
}

@test "what cannot be decoded or has nothing in it cannot be marked: 3" {
    mapping > map.conf
    export_of a.sln b.g729 c.txt d.wav > calls.csv
    head -c 4000 /dev/zero > "$monitor/a.sln"
    head -c 1000 /dev/zero > "$monitor/b.g729"
    head -c 4000 /dev/urandom > "$monitor/c.txt"
    sox -n -r 8000 -c 1 "$monitor/d.wav" trim 0 0
    configure <<< $'[recorder vendor]\nheaderless = .g729 g729 8000 1'
    import calls.csv
    sar-export request --quiet --ref ONE --number 01632960123 \
        --from 2026-05-01 --to 2026-05-31 --received 2026-06-01 \
        --identity verified
    for item in 1 2 3 4; do
        for speaker in requester other; do
            set -- --nothing-to-cut
            [ "$speaker" = requester ] || set --
            run --separate-stderr sar-export mark --ref ONE --item $item \
                --speaker $speaker --by u1 "$@"
            [ "$status" -eq 3 ]
            [[ $stderr == *"item $item: its recording cannot be decoded, so nobody can have heard it"* ]]
        done
    done
    [ -z "$(ls -A "$SAR_HOME/cases/ONE/marks")" ]
}
