# Nothing of a package, decrypted, depends on what was cut out of it: two homes
# that differ in nothing but the sound under the cuts.  In redaction proofs
# alone hashes do, each under a salt that nobody is given, and what rests on
# them; their number and places do not.

setup_file() {
    load common
    umask 077
    printf 'six words are enough for one test\n' > "$BATS_FILE_TMPDIR/pass"
    gcc -std=c11 -D_GNU_SOURCE -shared -fPIC -o "$BATS_FILE_TMPDIR/drawn.so" \
        "$ROOT/tests/cli/drawn.c"
    # One key for all, so that signatures are compared too.
    sar-export init --quiet --home "$BATS_FILE_TMPDIR/empty" \
        --config "$SAMPLE/sar.conf"
    for way in "noise 0" "square 0" "silence 0" "noise 1"; do
        make_one "${way% *}" "${way#* }"
    done
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR"
}

# A home with a call in each format: SECRET EDGE
make_one() {
    local work=$BATS_FILE_TMPDIR/$1-$2
    mkdir -p "$work"
    cp -R "$BATS_FILE_TMPDIR/empty" "$work/home"
    python3 "$ROOT/tests/cli/interference.py" "$work/home" "$work" "$1" "$2"
    sar-index init --quiet --home "$work/home"
    # With the same seeds and salts.
    ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS:-} DRAWN=1 \
        LD_PRELOAD=$BATS_FILE_TMPDIR/drawn.so \
        sar-index import --quiet --home "$work/home" "$work/cdr.csv"
}

# Build a package of SECRET-EDGE and unpack it to there: FOLDER OPTIONS...
package() {
    local name=$1 home=$BATS_TEST_TMPDIR/$1-home
    shift
    cp -R "$BATS_FILE_TMPDIR/$name/home" "$home"
    # The case's own secret, which UUIDs are made of, is one for all too.
    ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS:-} DRAWN=1 \
        LD_PRELOAD=$BATS_FILE_TMPDIR/drawn.so \
        sar-export request --quiet --home "$home" --ref NI-1 \
        --number "01632 960123" --from 2026-06-01 --to 2026-06-01 \
        --received 2026-06-10 --identity verified
    sar-export run --quiet --home "$home" --ref NI-1 --by u1041 \
        --marks "$BATS_FILE_TMPDIR/$name/marks" \
        --passphrase-file "$BATS_FILE_TMPDIR/pass" "$@"
    opened "$home/outbox" NI-1 "$BATS_FILE_TMPDIR/pass" "$name"
    # What anybody can see of it, who has no passphrase.
    (cd "$home/outbox" && stat -c '%n %s' ./*) > "$name.seen"
    rm -r "$home"
}

sounds() {
    find "$1" -name 'call-*' ! -name '*.json' ! -name '*.redaction-proof'
}

# Every recording is there, and two secrets give the same bytes, but in so many
# proofs: PROOFS OPTIONS...
same_whatever_was_cut() {
    local proofs=$1 all
    shift
    all=$(find "$BATS_FILE_TMPDIR/noise-0/marks" -type f | wc -l)
    [ "$proofs" != all ] || proofs=$all
    package noise-0 "$@"
    [ "$(sounds noise-0 | wc -l)" -eq "$all" ]
    [ "$(find noise-0 -name '*.redaction-proof' | wc -l)" -eq "$proofs" ]
    for entry in letter.txt schedule.txt schedule.csv listen.html \
        redactions.json; do
        [ -s "noise-0/$entry" ]
    done
    for other in square-0 silence-0; do
        package "$other" "$@"
        if [ "$proofs" -eq 0 ]; then
            diff -r noise-0 "$other"
        else
            run -0 python3 "$ROOT/tests/cli/proofs.py" same noise-0 "$other"
            [ "$output" -eq "$proofs" ]
            diff -rq noise-0 "$other" | grep -v -e '\.redaction-proof differ$' \
                -e '/manifest[^/ ]*\.json differ$' \
                -e '/manifest[^/ ]*\.json\.minisig differ$' > others || true
            [ ! -s others ]
        fi
        cmp noise-0.seen "$other.seen"
    done
    # One frame more of the secret at each end shows in every recording.
    package noise-1 "$@"
    for call in $(sounds noise-0); do
        run ! cmp -s "$call" "noise-1/${call##*/}"
    done
}

@test "the default formats tell nothing of what was cut" {
    same_whatever_was_cut all
}

@test "without proofs nothing at all is another, wherever the cut is" {
    same_whatever_was_cut 0 --redaction-proofs no
}

@test "WAV tells nothing of what was cut" {
    same_whatever_was_cut all --format wav --fill silence
}

@test "FLAC tells nothing of what was cut, nor do volumes with hidden names" {
    same_whatever_was_cut all --format flac --fill tone --hide-names \
        --volume-size "200 kB"
    [ "$(wc -l < noise-0.seen)" -gt 2 ]
}

@test "MP3 tells nothing of what was cut, nor does padding" {
    same_whatever_was_cut 0 --format mp3 --fill silence --padding padme
}

@test "Opus tells nothing of what was cut, nor do vCons" {
    same_whatever_was_cut 0 --format opus --fill tone --vcon
    [ "$(find noise-0 -name 'call-*.vcon.json' -size +0 | wc -l)" -eq \
        "$(find noise-0 -name 'call-*.opus' | wc -l)" ]
}
