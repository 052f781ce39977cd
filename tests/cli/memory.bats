# Memory stays below 64 MiB, the program's and its decoders' together, however
# many recordings there are and however long.  The programs as they are
# installed: sanitised ones take more.
setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
    [ -x "$BUILD/bin/sar-export" ] || skip "build the programs first"
    export PATH=$BUILD/bin:$PATH SAR_HOME=$PWD/home
    limit=65536 # KiB
}

# A home with calls made by many.py: codec, then their lengths.
make_calls() {
    python3 "$ROOT/tests/cli/many.py" make made "$@"
    sed "s|^recordings = .*|recordings = $PWD/made/audio|; s/^zone = .*/&\ndecisions = optional/" \
        "$SAMPLE/sar.conf" > sar.conf
    sar-export init --quiet --config sar.conf
    sar-index init --quiet
    sar-index import --quiet --mapping made/mapping.conf made/calls.csv
    sar-export request --quiet --file "$SAMPLE/requests/$REF.conf"
    printf '0.5\t1.5\tTP x\n' > labels
    sar-export mark --quiet --ref "$REF" --item 1 --by u1041 \
        --speaker requester --labels labels
    one=$(ls home/cases/"$REF"/marks/*.marks)
    mkdir marks
    for digest in $(sqlite3 home/index.db \
        'SELECT lower(hex(sha256)) FROM recording'); do
        sed "s/^recording: .*/recording: sha256:$digest/" "$one" \
            > "marks/$digest.marks"
    done
}

peak() {
    python3 "$ROOT/tests/cli/many.py" peak sar-export run --ref "$REF" \
        --marks marks --by u1041 --passphrase-out pass --quiet "$@" > took
    echo "KiB: $(cat took)"
    [ "$(records release)" -eq 1 ]
}

@test "a hundred recordings by eight threads" {
    # shellcheck disable=SC2046
    make_calls alaw $(yes 60 | head -n 100)
    peak --jobs 8
    [ "$(cat took)" -gt 1000 ]
    [ "$(cat took)" -lt "$limit" ]
}

@test "two recordings of an hour each, lossless" {
    make_calls pcm16 3600 3600
    peak --jobs 2
    [ "$(cat took)" -gt 1000 ]
    [ "$(cat took)" -lt "$limit" ]
}

@test "one recording of four hours, hidden, padded and with a vCon" {
    make_calls alaw 14400
    peak --padding padme --vcon
    [ "$(cat took)" -gt 1000 ]
    [ "$(cat took)" -lt "$limit" ]
    [ "$(stat -c %s "$SAR_HOME/outbox/$REF.zip")" -gt 115200000 ]
    opened "$SAR_HOME/outbox" "$REF" pass opened
    [ -s opened/call-01.vcon.json ]
}
