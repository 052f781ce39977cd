# What "mark" takes as labels: each format, what it refuses, and what it keeps.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    item=$(sar-export find --json --ref "$REF" | python3 -c '
import json, sys
for l in sys.stdin:
    o = json.loads(l)
    if o.get("decision") == "inside":
        print(o["item"])
        break')
}

mark() {
    sar-export mark --ref "$REF" --item "$item" --speaker requester --by u1 \
        --labels "$@"
}

# What stands in the case: the cuts of its one marks file.
cuts() {
    sed '1,/^$/d' "$SAR_HOME/cases/$REF/marks"/*.marks
}

nothing_kept() {
    [ -z "$(ls -A "$SAR_HOME/cases/$REF/marks")" ]
}

# Refused with this status and this end of the message; nothing is kept, and
# what stood in the file is not said.
refused() {
    local wanted=$1 message=$2
    shift 2
    run --separate-stderr mark "$@"
    [ "$status" -eq "$wanted" ]
    [ -z "$output" ]
    [[ ${stderr_lines[0]} == "sar-export: $message" ]]
    [[ $stderr != *Esme* ]]
    nothing_kept
}

ONE=$'0.250000\t0.500000\tTP'

@test "mark: each format gives the same cut" {
    printf '0.25\t0.5\tTP Esme\n' > 1
    printf 'start;end;code\n0,25;0:00:00,5;tp\n' > 2
    printf 'WEBVTT\n\n00:00.250 --> 00:00.500\n<v Esme>TP her\n' > 3
    printf '1\r\n00:00:00,250 --> 00:00:00,500\r\nTP\r\n' > 4
    printf '%s\n' 'File type = "ooTextFile"' 'Object class = "TextGrid"' '' 0 \
        1 '<exists>' 1 '"IntervalTier"' '"cuts"' 0 1 3 0 0.25 '""' 0.25 0.5 \
        '"TP"' 0.5 1 '""' | iconv -t UTF-16 > 5
    for n in 1 2 3 4 5; do
        mark "$n" --force --quiet
        [ "$(cuts)" = "$ONE" ]
        grep -qx "labels: sha256:$(sha256sum < "$n" | cut -d' ' -f1)" \
            "$SAR_HOME/cases/$REF/marks"/*.marks
        run ! grep -E '^(suggested|confirmed):|Esme' \
            "$SAR_HOME/cases/$REF/marks"/*.marks
    done
}

@test "mark: channels and fill of a label are kept" {
    printf '0.25\t0.5\tTP fill=silence channel=1 Esme\n' > labels
    mark labels --quiet
    [ "$(cuts)" = "$ONE channel=1 fill=silence" ]
}

@test "mark: a file that is not understood is 2, by file and line" {
    printf '0.25\t0.5\tTP chanel=1\n' > labels
    refused 2 'labels: line 1: expected channel=, fill= or decision= after the code' labels
    printf 'start,end,code\n0.25,0.5,Esme\n' > labels
    refused 2 'labels: line 2: the code is not that of a provision' labels
    printf 'WEBVTT\n\n00:00.250 --> 00:00.500\n<v Esme>her\n' > labels
    refused 2 'labels: line 3: the label does not begin with the code of a provision' labels
    mark labels --code TP --quiet
    [ "$(cuts)" = "$ONE" ]
}

@test "mark: a format nobody can tell is asked for" {
    printf 'Esme 0.25 0.5\n' > labels
    run --separate-stderr mark labels
    [ "$status" -eq 2 ]
    [[ $stderr == *'it cannot be told which format this is'* ]]
    [[ $stderr == *--labels-format* ]]
    refused 2 'labels: line 1: expected start TAB end TAB code' labels \
        --labels-format audacity
    refused 2 '--labels-format: expected auto, audacity, csv, webvtt, srt, textgrid, rttm or diarisation-json' \
        labels --labels-format txt
}

@test "mark: what a program suggests is 5 until a person confirms it" {
    printf 'SPEAKER f 1 0.25 0.25 <NA> <NA> Esme <NA> <NA>\n' > s.rttm
    printf '[{"start":0.25,"end":0.5,"speaker":"Esme"}]' > s.json
    for f in s.rttm s.json; do
        refused 2 "$f: expected the speaker to cut and the code of a provision" \
            "$f"
        refused 5 "$f: a program suggested these cuts, and nobody has confirmed them" \
            "$f" --cut-speaker Esme --code TP
        refused 2 "$f: no segment of the speaker to cut" \
            "$f" --cut-speaker esme --code TP --confirm
        mark "$f" --cut-speaker Esme --code TP --confirm --quiet
        [ "$(cuts)" = "$ONE" ]
        grep -qx 'confirmed: yes' "$SAR_HOME/cases/$REF/marks"/*.marks
        rm "$SAR_HOME/cases/$REF/marks"/*.marks
    done
    mark s.rttm --cut-speaker Esme --code TP --confirm --quiet
    grep -qx 'suggested: rttm' "$SAR_HOME/cases/$REF/marks"/*.marks
    run ! grep -q Esme "$SAR_HOME/cases/$REF/marks"/*.marks
}

@test "mark: suggestions in a folder of marks that nobody confirmed are 5" {
    printf 'SPEAKER f 1 0.25 0.25 <NA> <NA> B <NA> <NA>\n' > s.rttm
    mark s.rttm --cut-speaker B --code TP --confirm --quiet
    mkdir given
    sed '/^confirmed:/d' "$SAR_HOME/cases/$REF/marks"/*.marks > given/a.marks
    run --separate-stderr sar-export run --ref "$REF" --marks given --by u1 \
        --passphrase-out pass
    [ "$status" -eq 5 ]
    [[ $stderr == *'nobody has confirmed them'* ]]
    [ ! -e pass ]
}

@test "mark: points and spectral labels are widened only when asked" {
    printf '0.5\t0.5\tTP\n' > points
    refused 2 'points: line 1: a point label has no length to cut' points
    refused 2 '--widen-points: expected up to 60000 milliseconds' points \
        --widen-points 60001
    mark points --widen-points 250 --quiet
    [ "$(cuts)" = $'0.250000\t0.750000\tTP' ]
    printf '0.25\t0.5\tTP\n\\\t100.0\t200.0\n' > spectral
    mark spectral --widen --quiet --force
    [ "$(cuts)" = "$ONE" ]
}

@test "mark: options about labels go with labels of their kind" {
    run --separate-stderr sar-export mark --ref "$REF" --item "$item" --by u1 \
        --speaker requester --nothing-to-cut --confirm
    [ "$status" -eq 2 ]
    printf '0.25\t0.5\tTP\n' > labels
    refused 2 '--confirm: labels holds no suggestions' labels --confirm
    refused 2 'labels: a tier was named, and only a TextGrid has tiers' \
        labels --tier x
    refused 2 'labels: a speaker was named, and only RTTM and diarisation have speakers' \
        labels --cut-speaker Esme
    refused 2 '--code: expected the code of a provision' labels --code XX
    printf '\n\n' > labels
    refused 2 'labels: no labels' labels
}

@test "mark: what Python's csv and json write is read to the microsecond" {
    python3 - << 'EOF'
import csv, json, random
random.seed(7)
rows = []
for i in range(60):
    a = random.randrange(0, 600000)
    rows.append((a, a + 1 + random.randrange(0, 99999)))
point = lambda us: "%d.%06d" % divmod(us, 1000000)
comma = lambda us: point(us).replace(".", ",")
for name, dialect, number in (("csv1", dict(), point),
        ("csv2", dict(delimiter=";", quoting=csv.QUOTE_ALL), comma),
        ("csv3", dict(dialect="excel-tab"), point),
        ("csv4", dict(lineterminator="\n"), comma)):
    with open(name, "w", newline="") as f:
        w = csv.writer(f, **dialect)
        w.writerow(["code", "text", "end", "start"])
        for a, b in rows:
            w.writerow(["TP", 'x,"y";\nz', number(b), number(a)])
with open("json", "w") as f:
    json.dump([{"speaker": "B\u00e9", "end": (b + 1000000) / 1000000,
        "start": (a + 1000000) / 1000000, "x": ["\u2028"]} for a, b in rows], f)
for name, by in (("want", 0), ("want-json", 1000000)):
    with open(name, "w") as f:
        for a, b in rows:
            f.write("%s\t%s\tTP\n" % (point(a + by), point(b + by)))
EOF
    for f in csv1 csv2 csv3 csv4; do
        mark "$f" --quiet --force
        cuts > got
        cmp got want
    done
    mark json --quiet --force --cut-speaker Bé --code TP --confirm
    cuts > got
    cmp got want-json
}

heard() {
    sar-export mark --ref "$REF" --item "$item" --by u1 --speaker requester \
        --nothing-to-cut "$@"
}

# The path of the item's recording.
path_of_item() {
    sqlite3 "$SAR_HOME/index.db" "SELECT path FROM recording WHERE
        lower(hex(sha256)) = '$(sar-export find --json --ref "$REF" |
            sed -n "s/.*\"item\":$item,.*\"recording\":\"\([0-9a-f]*\)\".*/\1/p" |
            head -n 1)'"
}

@test "mark: another sound on disk than was imported is 14, nothing kept" {
    file=$SAR_HOME/recorder/$(path_of_item)
    [ -f "$file" ] || file=$(find "$SAR_HOME/recorder" -path "*/$(path_of_item)")
    [ -f "$file" ]
    cp "$file" right
    printf 'x' | dd of="$file" bs=1 seek=2000 conv=notrunc status=none
    for speaker in requester other; do
        set -- --nothing-to-cut
        [ "$speaker" = requester ] || set --
        run --separate-stderr sar-export mark --ref "$REF" --item "$item" \
            --by u1 --speaker "$speaker" "$@"
        [ "$status" -eq 14 ]
        [[ $stderr == *"not the one that was imported"* ]]
    done
    nothing_kept
    cp right "$file"
    heard --quiet
}

@test "mark: damage that there is not cannot be heard" {
    run --separate-stderr heard --damage-heard
    [ "$status" -eq 2 ]
    [[ $stderr == *"--damage-heard: the recording is not damaged"* ]]
    nothing_kept
    heard --quiet
}

# The number of the first line that is read.
first() {
    grep -nv '^#' "$1" | head -n 1 | cut -d : -f 1
}

@test "mark: a review before the call or in the future is 2, so are decisions" {
    day=$(sar-export find --json --ref "$REF" |
        sed -n "s/.*\"item\":$item,.*\"start\":\"\([0-9-]*\).*/\1/p" |
        head -n 1)
    before=$(date -d "$day - 1 day" +%F)
    future=$(date -d '+2 days' +%F)
    printf '0.25\t0.5\tPUBLIC-FN\n' > labels
    refused 2 '--reviewed: is before the call' labels --reviewed "$before"
    refused 2 '--reviewed: is in the future' labels --reviewed "$future"
    sed "s/^on: .*/on: $future/" "$SAMPLE/decisions/02.txt" > late
    refused 2 "late: line $(first late): on: is in the future" labels --decision late
    sed '/^consent:/s/.*/consent: refused/' "$SAMPLE/decisions/02.txt" |
        sed '/^consent-/d; /^refusal:/s/.*/refusal: they said no/' > said
    printf 'consent-evidence: letter\nconsent-date: %s\n' "$future" >> said
    refused 2 "said: line $(first said): consent-date: is in the future" labels \
        --decision said
    mark labels --quiet --reviewed "$day"
}

@test "run: marks of a folder with dates that cannot be are 2, and not taken" {
    for line in "reviewed: $(date -d '+2 days' +%F)" 'reviewed: 2026-01-01' \
        "decision.1.on: $(date -d '+2 days' +%F)"; do
        rm -rf given
        cp -R "$SAMPLE/marks" given
        sed -i "s/^${line%%: *}: .*/$line/" given/*.marks
        for dry in '' --dry-run; do
            run --separate-stderr sar-export run --ref "$REF" --marks given \
                --by u1 --allow-partial --passphrase-out pass $dry
            [ "$status" -eq 2 ]
            [[ $stderr == *"given/"*".marks: "*"is "* ]]
        done
        nothing_kept
        [ ! -e pass ]
    done
}

@test "run: other marks than the case has are 6, dry or not, and say what to do" {
    run sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --passphrase-out pass
    [ "$status" -eq 3 ]
    stored=$(cd "$SAR_HOME/cases/$REF/marks" && sha256sum ./*)
    cp -R "$SAMPLE/marks" given
    sed -i 's/^reviewer: .*/reviewer: u9/' given/01.marks
    for dry in '' --dry-run; do
        run --separate-stderr sar-export run --ref "$REF" --marks given \
            --by u1041 --allow-partial --passphrase-out pass $dry
        [ "$status" -eq 6 ]
        [[ $stderr == *".marks: other marks for this recording are there"* ]]
        [[ $stderr == *"sar-export mark --ref $REF --force"* ]]
        [ "$(cd "$SAR_HOME/cases/$REF/marks" && sha256sum ./*)" = "$stored" ]
        [ ! -e pass ]
        [ "$(records intent)" -eq 0 ]
    done
    # The very same are no other.
    run sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-out pass --dry-run
    [ "$status" -eq 3 ]
}

@test "mark --force: goes into the file that is of the recording, by any name" {
    cp "$SAMPLE"/marks/*.marks "$SAR_HOME/cases/$REF/marks"
    before=$(ls "$SAR_HOME/cases/$REF/marks")
    run sar-export mark --ref "$REF" --item 3 --speaker other --by u9
    [ "$status" -eq 6 ]
    [[ $output == *"other marks for this recording are there"* ]]
    sar-export mark --ref "$REF" --item 3 --speaker other --by u9 --force \
        --quiet
    [ "$(ls "$SAR_HOME/cases/$REF/marks")" = "$before" ]
    sar-export plan --ref "$REF" --json > plan || [ $? -eq 5 ]
    grep '"number":3,' plan | grep -q '"reviewer":"u9"'
}

# A short label is twice as long as it is stored: the case could not be read
# any more.
@test "mark: labels that are too long as they are stored are refused" {
    yes $'0.1\t0.2\tTP' | head -n 60000 > many
    [ "$(stat -c %s many)" -lt 1048576 ]
    refused 2 "many: larger than 1048576 bytes as it is stored" many
}
