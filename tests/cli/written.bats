# Whoever asked, whoever else is in the calls, what was said of them and the
# passphrase are in the case, the index and the recordings, and in nothing else
# that is ever written: files, names of files, messages, the system's log, what
# goes to other processes.  Each command of a request's whole life is run under
# strace, and every byte is searched.
setup_file() {
    load common
    command -v strace > /dev/null || return 0
    strace -o /dev/null true 2> /dev/null || return 0
    cd "$BATS_FILE_TMPDIR" || return 1
    mkdir traces said seen secret given
    SAR_HOME=$PWD/home
    export SAR_HOME
    secrets
    whole_life
    echo done > lived
}

setup() {
    load common
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    [ -e "$BATS_FILE_TMPDIR/lived" ]
    cd "$BATS_TEST_TMPDIR" || return 1
    life=$BATS_FILE_TMPDIR
    SAR_HOME=$life/home
}

# What must not be found: who asked, with two numbers; who is in the same
# calls, by number and by the name the exchange shows; what staff noted.
secrets() {
    cat > secrets <<'END'
number 441632960123
number 447700900462
number 442079460123
number 447700900123
name Zebedee Quillfeather
name Ermintrude Ploverton
name Marmaduke Thistlewood
name Philomena Grandiflora
name Bartholomew Snodgrass
text in braille by Michaelmas
text mislaid in the vestry
text bankruptcy of his sister
text hysterectomy next month
text asked her by a letter
END
    sed -e 's/^ref = .*/ref = SAR-1/' -e 's/^name = .*/name = Zebedee Quillfeather/' \
        -e 's/^number = .*/&\nnumber = +44 7700 900462/' \
        "$SAMPLE/requests/$REF.conf" > given/request.conf
    sed -e 's/^ref = .*/ref = SAR-2/' \
        -e 's/^name = .*/&\nadjustments = in braille by Michaelmas/' \
        given/request.conf > given/second.conf
    sed -e 's/^ref = .*/ref = SAR-3/' -e 's/^number = .*/number = 07700 900462/' \
        -e '/^number = +/d' given/request.conf > given/third.conf
    # Several ranges, and somebody who asks for them.
    sed -i -e 's/^from = .*/range = 2026-04-01\/2026-06-10/' \
        -e 's/^to = .*/range = 2026-06-12\/2026-10-10/' \
        -e 's/^name = .*/&\nagent = Bartholomew Snodgrass/' given/request.conf
    echo "A call was mislaid in the vestry." > given/why.txt
    sed -e 's/""01632960123""/""Ermintrude Ploverton""/' \
        -e 's/""07700900123""/""Marmaduke Thistlewood""/' \
        -e 's/""02079460123""/""Philomena Grandiflora""/' \
        "$SAMPLE/recorder/cdr.csv" > given/cdr.csv
    cp -R "$SAMPLE/marks" given/marks
    # One is decided here.
    rm "$(grep -l '^recording: sha256:30c748ef' given/marks/*)"
    [ "$(grep -c 'Ploverton\|Thistlewood\|Grandiflora' given/cdr.csv)" -gt 5 ]
    sed -e 's/^information: .*/information: the bankruptcy of his sister, Philomena Grandiflora/' \
        -e 's/^steps: .*/steps: asked her by a letter, 020 7946 0123/' \
        "$SAMPLE/decisions/02.txt" > given/decision.txt
    printf '0.5\t1.5\tTP Marmaduke Thistlewood, hysterectomy next month\n' \
        > given/labels.txt
}

# Run COMMAND... to its end with status ${1}; what it wrote is kept.
n=100
life() {
    local want=$1 status=0
    shift
    n=$((n + 1))
    ASAN_OPTIONS=detect_leaks=0 strace -f --seccomp-bpf -y -xx -s 4194304 \
        -o "traces/$n" -e trace="$(python3 "$ROOT/tests/cli/strace.py" names)" \
        "$@" > "${to:-said}/$n-$2.out" 2> "said/$n-$2.err" || status=$?
    [ "$status" -eq "$want" ] && return
    echo "$* ended with $status, not $want" >&2
    cat said/"$n"-*.err >&2
    return 1
}

# What its keeper and an auditor do.
care_of_the_log() {
    (umask 077 && echo quagmire-zeppelin-turnip-mongoose > secret/pass-key)
    life 0 sar-export key make audit.example/w1 --kind witness \
        --out secret/witness --passphrase-file secret/pass-key
    life 0 sar-export key show secret/witness \
        --passphrase-file secret/pass-key
    life 0 sar-export log verify --by u7
    life 0 sar-export log review --by u7 --exceptions 1 \
        --report given/decision.txt
    # The nil return: who asked, as a commitment, goes from the log too, once
    # the case is gone.
    life 0 sar-export close --ref SAR-3 --reason withdrawn --by u7
    rm -r home/cases/SAR-3
    life 0 sar-export log erase "$(records_of nil-return)" --by u7 \
        --basis art17
    life 0 sar-export key rotate --by u7
    life 0 sar-verify offer --vkey home/log.vkey --out said/request home/log
    life 0 sar-verify cosign --vkey home/log.vkey --key secret/witness \
        --passphrase-file secret/pass-key --state said/state \
        --out said/cosignature said/request
    sed -n 's/^vkey //p' secret/witness > said/witness.vkey
    life 0 sar-verify attach --witness said/witness.vkey said/cosignature
    life 0 sar-export log prove "$(records_of release)" --cosigned --out said/proof
    life 5 sar-verify log --vkey home/log.vkey --every-signature \
        --outbox home/outbox --csv said/log.csv home/log
    life 5 sar-verify report --vkey home/log.vkey --html said/report.html \
        --csv said/report.csv home/log
    life 5 sar-verify report --json --vkey home/log.vkey home/log
    life 0 sar-verify sample --vkey home/log.vkey --n 9 home/log
    life 0 sar-verify compare --vkey home/log.vkey said/request home/log
    opened home/outbox SAR-1 secret/pass-1 seen/opened
    for proof in seen/opened/*.redaction-proof; do
        life 0 sar-verify redaction --vkey home/log.vkey "$proof" \
            "$(ls "${proof%.redaction-proof}".{wav,flac} 2> /dev/null)"
    done
}

# The number of the last record of a type.
records_of() {
    sed -n "s/.*\"seq\":\([0-9]*\),.*\"type\":\"$1\".*/\1/p" \
        home/log/entries-* | tail -n 1
}

passphrases() {
    for file in secret/pass*; do
        echo "text $(cat "$file")"
    done
}

whole_life() {
    life 0 sar-export init --config "$SAMPLE/sar.conf"
    cp -R "$SAMPLE/recorder" home/recorder
    life 0 sar-export recovery-key --out secret/key
    sed -i "s/^\[policy\]\$/&\nrecovery-recipient = $(sed -n \
        's/^# public key: //p' secret/key)/" home/sar.conf
    life 0 sar-index init
    life 0 sar-index import given/cdr.csv
    life 0 sar-index stat
    # The recorder's own names of files have numbers.
    life 3 sar-index check --report seen/check.tsv
    life 0 sar-export request --file given/request.conf --dry-run
    life 0 sar-export request --file given/request.conf
    life 0 sar-export request --ref SAR-1 --json
    life 0 sar-export id --ref SAR-1 --by u7 --who authority --what verified
    life 0 sar-export find --ref SAR-1
    life 0 sar-export find --json --ref SAR-1
    life 0 sar-export mark --ref SAR-1 --item 3 --speaker requester --by u1041 \
        --labels given/labels.txt --decision given/decision.txt
    life 0 sar-export suggest --ref SAR-1 --item 4 -o seen/suggested.txt
    life 5 sar-export plan --ref SAR-1
    # Whoever asks for the plan itself gets the notes that are in it.
    to=seen life 5 sar-export plan --json --ref SAR-1
    # The rest of its decisions, from files.
    life 3 sar-export run --ref SAR-1 --marks given/marks --by u1041 \
        --allow-partial --passphrase-out secret/pass-1
    life 3 sar-export run --json --file given/second.conf \
        --marks "$SAMPLE/marks" --by u1041 --allow-partial --hide-names \
        --padding padme --vcon --passphrase-out secret/pass-2
    life 4 sar-export run --file given/third.conf --by u1041 \
        --passphrase-out secret/pass-3
    life 3 sar-export build --ref SAR-1 --by u1041 --allow-partial \
        --passphrase-file secret/pass-1
    life 0 sar-export deliver --ref SAR-1 --by u1041 --what package \
        --channel email
    life 0 sar-export deliver --ref SAR-1 --by u1041 --what passphrase \
        --channel post
    life 0 sar-export passphrase SAR-1 --identity secret/key --by u7 \
        --passphrase-out secret/pass-again
    life 0 sar-export request --corrects SAR-1 --text given/why.txt --by u7
    # What SAR-2 needs staff are shown.
    to=seen life 0 sar-export status
    to=seen life 0 sar-export status --json
    life 0 sar-export status --ref SAR-1
    # 5: the sample's answers are late.
    life 5 sar-verify log --vkey home/log.vkey home/log
    life 0 sar-verify package --vkey home/log.vkey --log home/log \
        --passphrase-file secret/pass-1 home/outbox/SAR-1.zip
    life 0 sar-verify package --vkey home/log.vkey \
        --proof home/outbox/SAR-1.zip.tlog-proof home/outbox/SAR-1.zip
    life 0 sar-verify proof --vkey home/log.vkey \
        --package home/outbox/SAR-1.zip home/outbox/SAR-1.zip.tlog-proof
    care_of_the_log
    # What fails says no more: no such case, another's number, not a file.
    life 10 sar-export plan --ref SAR-9
    life 2 sar-export request --file given/decision.txt
    life 2 sar-export request --file given/cdr.csv
    passphrases >> secrets
}

search() {
    run python3 "$ROOT/tests/cli/written.py" "$SAR_HOME" "$life/secrets" "$@"
    echo "$status: $output"
}

@test "nothing that was written holds who asked, who else is in it, or what was noted" {
    args=()
    for trace in "$life"/traces/*; do
        args+=(-t "$trace")
    done
    # To be read by whom it is for, once, and not kept in the home.
    search "${args[@]}" -f "$SAR_HOME" -f "$life/said" -k "$life/secret/" \
        -k "$life/seen/"
    [ "$status" -eq 0 ]
    # All the life of a request is in there.
    [ "$(find "$life/traces" -size +0 | wc -l)" -ge 25 ]
    [ -s "$SAR_HOME/outbox/SAR-2.zip" ]
    for type in register receive identity hold intent release deliver reveal erase key-rotate \
        cosigned verify review; do
        [ "$(records "$type")" -ge 1 ]
    done
    # What is said to the system's log is among it: "checkpoint".
    cat "$life"/traces/* |
        grep -q 'sendto(.*\\x63\\x68\\x65\\x63\\x6b\\x70\\x6f\\x69\\x6e\\x74'
}

@test "the search finds each of them, where it belongs" {
    # In the case, the index and what the recorder wrote they are all there.
    while read -r line; do
        echo "$line" > one
        cat "$SAR_HOME"/cases/*/* "$SAR_HOME"/cases/*/*/* \
            "$life"/secret/pass* "$SAR_HOME/index.db" "$life"/given/* > all 2> /dev/null || true
        run python3 "$ROOT/tests/cli/written.py" "$SAR_HOME" one -f all
        echo "$line: $output"
        [ "$status" -eq 1 ]
    done < "$life/secrets"
}

@test "the search finds a number in every form, a name in capitals and by itself" {
    i=0
    while IFS= read -r form; do
        i=$((i + 1))
        mkdir "place$i"
        printf '%b' "some text $form more of it" > "place$i/file"
        search -f "place$i" -f "$SAMPLE/README"
        [ "$status" -eq 1 ]
    done <<'END'
01632960123
01632 960123
01632-960-123
+44 1632 960123
+44 (0)1632 960 123
441632960123
00441632960123
tel:+441632960123
960123
960 123
0\x001\x006\x003\x002\x009\x006\x000\x001\x002\x003\x00
\x66\xd3\x60\x2e\x7b
\x7b\x2e\x60\xd3\x66
MDE2MzI5NjAxMjM=
ZBw2yDLZ3kaPE9YmpRYrCQg1MuMVCC22twnrdy0nD+Y=
Zebedee Quillfeather
ZEBEDEE QUILLFEATHER
quillfeather
P\x00l\x00o\x00v\x00e\x00r\x00t\x00o\x00n\x00
UXVpbGxmZWF0aGVy
the Bankruptcy of his sister
END
    # And not the organisation's, nor a part of a longer one.
    mkdir none
    printf '01632 960000, 01632 961230, sister' > none/file
    search -f none -f "$SAMPLE/sar.conf"
    [ "$status" -eq 0 ]
}

@test "the search finds what is written in any way, and a name of a file" {
    # Itself, not a script that finds it.
    python=$(python3 -c 'import sys; print(sys.executable)')
    yes 'Zebedee Quillfeather, 01632 960123;' | head -c 20000 > text
    for way in write writev pwritev thread unnamed sent; do
        rm -f leaked
        strace -f --seccomp-bpf -y -xx -s 4194304 -o trace \
            -e trace="$(python3 "$ROOT/tests/cli/strace.py" names)" \
            "$python" "$ROOT/tests/cli/leak.py" "$way" text "$PWD/leaked"
        search -t trace
        echo "$way"
        [ "$status" -eq 1 ]
        [[ $output == *"name 5"* && $output == *"number 1"* ]]
    done
    for made in "mkdir x-01632960123" "touch y-Quillfeather" \
        "ln -s 01632-960123 z" "true +441632960123"; do
        # shellcheck disable=SC2086
        strace -f --seccomp-bpf -y -xx -s 4194304 -o trace \
            -e trace="$(python3 "$ROOT/tests/cli/strace.py" names)" $made
        search -t trace
        [ "$status" -eq 1 ]
        [[ $output == *"named: "* ]]
    done
    # In the home it is found too, but where it belongs.
    mkdir -p home/cases/SAR-1 home/log
    cp text home/cases/SAR-1/letter.txt
    head -c 5000 /dev/zero > home/log/checkpoints
    run python3 "$ROOT/tests/cli/written.py" home "$life/secrets" -f home
    [ "$status" -eq 0 ]
    cp text home/log/checkpoints
    run python3 "$ROOT/tests/cli/written.py" home "$life/secrets" -f home
    [ "$status" -eq 1 ]
}
