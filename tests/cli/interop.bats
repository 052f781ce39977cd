# Programs that are not ours on what ours write: golang.org/x/mod, whose log the
# Go project runs, and openssl.
setup_file() {
    load common
    export VECTORS=$SAR_TESTS/vectors/log
    make_home
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
    open_case
    cd "$BATS_FILE_TMPDIR" || return 1
    BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR answer > /dev/null 2>&1 || [ $? -eq 3 ]
    mkdir vectors
    cp "$VECTORS/entries.jsonl" vectors/entries-0000-000000000000.jsonl
    cat "$VECTORS"/cp[0245] > vectors/checkpoints
}

setup() {
    load common
    cd "$BATS_FILE_TMPDIR" || return 1
    SAR_HOME=$BATS_FILE_TMPDIR/home
    export SAR_HOME
}

# Debian's golang-go and golang-golang-x-mod-dev, no network.
need_go() {
    local source=/usr/share/gocode
    command -v go > /dev/null || skip "no go"
    [ -d "$source/src/golang.org/x/mod/sumdb/tlog" ] ||
        skip "no golang-golang-x-mod-dev"
    [ -x tlog ] || GO111MODULE=off GOPATH=$source GOFLAGS= \
        GOCACHE=$BATS_FILE_TMPDIR/cache go build -o tlog \
        "$SAR_TESTS/cli/tlog.go"
}

# The vkey's 32 bytes as openssl reads a public key.
der_of() {
    printf '302a300506032b6570032100' | xxd -r -p
    cut -d + -f 3- "$1" | base64 -d | tail -c 32
}

@test "Go verifies the vectors' log and proofs, and no other" {
    need_go
    run ./tlog vectors "$VECTORS/log.vkey" "$VECTORS/rel3.tlog-proof" \
        "$VECTORS/rel3x.tlog-proof" "$VECTORS/add25"
    [ "$status" -eq 0 ]
    [ "$output" = 'OK: 5 records, 4 checkpoints, 3 proofs' ]
    sed 's/^index 3/index 2/' "$VECTORS/rel3x.tlog-proof" > moved
    run ./tlog vectors "$VECTORS/log.vkey" moved
    [ "$status" -eq 1 ]
    sed 's/^old 2/old 3/' "$VECTORS/add25" > older
    run ./tlog vectors "$VECTORS/log.vkey" older
    [ "$status" -eq 1 ]
    run ./tlog vectors "$VECTORS/log2.vkey"
    [ "$status" -eq 1 ]
}

@test "Go verifies a release's log, proof and offers, and no log that was changed" {
    need_go
    offers=()
    # From nothing, from each size the log had, and from all of it.
    for size in 0 $(grep -x '[0-9]*' "$SAR_HOME/log/checkpoints"); do
        sar-verify offer --quiet --vkey "$SAR_HOME/log.vkey" \
            --since "$size" -o "offer-$size" "$SAR_HOME/log"
        offers+=("offer-$size")
    done
    [ "${#offers[@]}" -gt 3 ]
    run ./tlog "$SAR_HOME/log" "$SAR_HOME/log.vkey" "${offers[@]}" \
        "$SAR_HOME/outbox/$REF.zip.tlog-proof"
    [ "$status" -eq 0 ]
    [[ $output == 'OK: '*" checkpoints, $((${#offers[@]} + 1)) proofs" ]]
    cp -R "$SAR_HOME/log" changed
    sed -i 's/"select":/"sElect":/' changed/entries-*
    run ./tlog changed "$SAR_HOME/log.vkey"
    [ "$status" -eq 1 ]
}

@test "openssl verifies the signature of a release's checkpoint" {
    der_of "$SAR_HOME/log.vkey" > key.der
    tail -n 5 "$SAR_HOME/log/checkpoints" > last
    head -n 3 last > text
    tail -n 1 last | sed 's/.* //' | base64 -d | tail -c 64 > sig
    openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key.der \
        -in text -sigfile sig
    sed -i 's/^[0-9]*$/99/' text
    run ! openssl pkeyutl -verify -rawin -pubin -keyform DER \
        -inkey key.der -in text -sigfile sig
}

@test "the keys in the manual are those of the vectors" {
    # A backslash there says that a line goes on.
    sed -e ':a' -e '/\\e$/{N;s/\\e\n//;ba' -e '}' \
        "$SAR_TESTS/../man/sar-key.5" > joined
    for name in log.vkey log.skey wit.vkey wit.key; do
        while IFS= read -r line; do
            grep -qxF -- "$line" joined
        done < "$VECTORS/$name"
    done
}
