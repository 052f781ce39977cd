# Passphrases that are given, and those sealed to the organisation's own key.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
}

# A key as ours makes it, in ${1}, and its line in sar.conf.
use_key() {
    sar-export recovery-key --quiet --out "$1"
    recipient=$(sed -n 's/^# public key: //p' "$1")
    policy "recovery-recipient = $recipient"
}

# One more line of [policy].
policy() {
    sed -i "s/^\[policy\]\$/&\n$1/" "$SAR_HOME/sar.conf"
}

sealed() {
    echo "$SAR_HOME/cases/$REF/passphrase.age"
}

@test "what is sealed is the passphrase, by age and by ours" {
    use_key key
    answer > out 2>&1 || [ $? -eq 3 ]
    [ "$(stat -c %a "$(sealed)")" = 600 ]
    [ "$(age -d -i key "$(sealed)")" = "$(cat pass)" ]
    run sar-export passphrase "$REF" --identity key --by u7 \
        --passphrase-out again
    [ "$status" -eq 0 ]
    [[ $output == "Recovered by u7: record "* ]]
    cmp pass again
    [ "$(stat -c %a again)" = 600 ]
    [ "$(records reveal)" -eq 1 ]
    log_verifies
    # The release says that it was sealed, and to how many keys.
    grep -h '"type":"release"' "$SAR_HOME"/log/*.jsonl | grep -q '"recovery":1,'
    # In no other file of the home.
    run ! grep -rqF "$(cat pass)" "$SAR_HOME" out
    grep -qF "$(cat pass)" again
}

@test "a key of age-keygen does, several do, and each opens it" {
    age-keygen -o one 2> note
    use_key two
    policy "recovery-recipient = $(sed -n 's/^# public key: //p' one)"
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    for key in one two; do
        sar-export passphrase --ref "$REF" --quiet --identity "$key" \
            --passphrase-out "by-$key"
        cmp pass "by-$key"
    done
    [ "$(age -d -i two "$(sealed)")" = "$(cat pass)" ]
    # Both in one file, and by a descriptor and a command.
    (umask 077 && age-keygen 2> note > keys && cat one >> keys)
    sar-export passphrase --ref "$REF" --quiet --identity-fd 5 \
        --passphrase-out by-fd 5< keys
    sar-export passphrase --ref "$REF" --quiet \
        --identity-command 'cat keys' --passphrase-out by-command
    cmp pass by-fd
    cmp pass by-command
}

@test "keys on one line of sar.conf, and what is no key" {
    age-keygen -o one 2> note
    age-keygen -o two 2> note
    a=$(sed -n 's/^# public key: //p' one)
    b=$(sed -n 's/^# public key: //p' two)
    cp "$SAR_HOME/sar.conf" before
    policy "recovery-recipient = $a $b"
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    [ "$(age -d -i two "$(sealed)")" = "$(cat pass)" ]
    line=$(grep -n '^recovery-recipient' "$SAR_HOME/sar.conf" | cut -d: -f1)
    # Its last character, which is a q now and then, is another.
    other=${a%?}q
    [ "$other" != "$a" ] || other=${a%?}p
    for value in "$other" "${a%?}" "$a,$b" "$a $a" age1 AGE \
        "$(tr "[:lower:]" "[:upper:]" <<< "$a")" "$(grep AGE one)" "" "$a ssh-ed25519"; do
        cp before "$SAR_HOME/sar.conf"
        policy "recovery-recipient = $value"
        run --separate-stderr sar-export status
        [ "$status" -eq 2 ]
        [[ $stderr == *"line $line: recovery-recipient: "* ]]
        run ! grep -F "$(grep AGE one)" <<< "$stderr"
    done
}

@test "without a key in sar.conf nothing is kept, and that is said: 10" {
    age-keygen -o key 2> note
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    [ ! -e "$(sealed)" ]
    run --separate-stderr sar-export passphrase "$REF" --identity key \
        --passphrase-out again
    [ "$status" -eq 10 ]
    [[ $stderr == *"case $REF: no passphrase is sealed"* ]]
    [[ $stderr == *recovery-recipient* ]]
    [ ! -e again ]
    [ "$(records reveal)" -eq 0 ]
}

@test "a given passphrase is sealed like a generated one" {
    use_key key
    (umask 077 && echo 'abacus banjo canopy dagger eagle falcon' > given)
    sar-export run --ref "$REF" --marks "$SAMPLE/marks" --by u1041 \
        --allow-partial --passphrase-file given > /dev/null 2>&1 ||
        [ $? -eq 3 ]
    sar-export passphrase "$REF" --quiet --identity key --passphrase-out again
    cmp given again
    7z t -bso0 -p"$(cat again)" "$SAR_HOME/outbox/$REF.zip"
}

@test "another key is 12, a key others can read is 12, and no event" {
    use_key key
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    age-keygen -o other 2> note
    run --separate-stderr sar-export passphrase "$REF" --identity other \
        --passphrase-out again
    [ "$status" -eq 12 ]
    [[ $stderr == *"sealed to another key than this"* ]]
    chmod 644 key
    run --separate-stderr sar-export passphrase "$REF" --identity key \
        --passphrase-out again
    [ "$status" -eq 12 ]
    chmod 600 key
    run --separate-stderr sar-export passphrase "$REF" --identity pass \
        --passphrase-out again
    [ "$status" -eq 12 ]
    run ! grep -F "$(cat pass)" <<< "$stderr"
    [ ! -e again ]
    [ "$(records reveal)" -eq 0 ]
}

@test "a sealed passphrase that was changed is 14" {
    use_key key
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    # A letter of the payload: its last full line.
    python3 - "$(sealed)" <<'PY'
import sys
text = open(sys.argv[1]).read()
at = len(text) - 60
new = "A" if text[at] != "A" else "B"
open(sys.argv[1], "w").write(text[:at] + new + text[at + 1:])
PY
    run sar-export passphrase "$REF" --identity key --passphrase-out again
    [ "$status" -eq 14 ]
    [ ! -e again ]
    [ "$(records reveal)" -eq 0 ]
}

@test "the log has it before anybody sees it; locked, nobody does: 11" {
    use_key key
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    exec 6> "$SAR_HOME/log.lock"
    flock 6
    run sar-export passphrase "$REF" --identity key --passphrase-out again
    [ "$status" -eq 11 ]
    [ ! -e again ]
    exec 6>&-
    # Nowhere to show it: no event either.
    run setsid sar-export passphrase "$REF" --identity key
    [ "$status" -eq 2 ]
    run sar-export passphrase "$REF" --identity key --passphrase-out pass
    [ "$status" -eq 6 ]
    [ "$(records reveal)" -eq 0 ]
}

@test "on a terminal it is shown there and not on standard output" {
    use_key key
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    script -qec "sar-export passphrase $REF --identity key > shown.out" \
        terminal > /dev/null
    grep -qF "$(cat pass)" terminal
    run ! grep -qF "$(cat pass)" shown.out
    [ "$(records reveal)" -eq 1 ]
}

@test "a build that fails after the sealing leaves nothing sealed" {
    use_key key
    # A terminal, but not one of this session, to show the passphrase on.
    run script -qec "setsid -w sar-export run --ref $REF --by u1041 \
        --marks '$SAMPLE/marks' --allow-partial" terminal
    [ "$status" -eq 2 ]
    [ "$(records release)" -eq 0 ]
    [ "$(records void)" -eq 1 ]
    [ ! -e "$(sealed)" ]
    run sar-export passphrase "$REF" --identity key --passphrase-out again
    [ "$status" -eq 10 ]
    # What a killed run left is not what the next one releases.
    echo stale > "$(sealed)"
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    [ "$(age -d -i key "$(sealed)")" = "$(cat pass)" ]
}

@test "what a killed run left goes where the policy names no key any more" {
    echo stale > "$(sealed)"
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    [ ! -e "$(sealed)" ]
}

@test "recovery-key: a new file of 0600 that age reads; never over another" {
    run --separate-stderr sar-export recovery-key --out key
    [ "$status" -eq 0 ]
    [[ $output == "recovery-recipient = age1"* ]]
    [ "$(stat -c %a key)" = 600 ]
    [ "$output" = "recovery-recipient = $(age-keygen -y key)" ]
    run ! grep -F "$(grep AGE key)" <<< "$output$stderr"
    run sar-export recovery-key --out key
    [ "$status" -eq 6 ]
    run sar-export recovery-key
    [ "$status" -eq 2 ]
    run sar-export recovery-key --json --out other
    [ "$status" -eq 0 ]
    summary_is 0
    [[ $output == *"\"recipient\":\"$(age-keygen -y other)\""* ]]
}

@test "a given passphrase that cannot be strong, or not be typed, is 12" {
    for given in 'correct horse battery staple' 'aaaaaaaaaaaaaaaaaaaa' \
        'Winter-2026!' '7441-2098-3310' "$(printf '%0100d' 7)" \
        'pound£pound£pound£pound£' short ''; do
        (umask 077 && printf '%s\n' "$given" > given)
        for how in '--passphrase-file given' '--passphrase-fd 5' \
            '--passphrase-command cat\ given'; do
            eval "set -- $how"
            run --separate-stderr sar-export run --ref "$REF" \
                --marks "$SAMPLE/marks" --by u1041 --allow-partial "$@" \
                5< given
            [ "$status" -eq 12 ]
            # Beside what the sample is warned of.
            [ "$(grep -vc '^warning: ' <<< "$stderr")" -le 2 ]
            [ -z "$given" ] || run ! grep -F "$given" <<< "$stderr"
        done
    done
    [ "$(records intent)" -eq 0 ]
}

# What the program writes while it does ${@:2}, into ${1}.
traced() {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
    ASAN_OPTIONS=detect_leaks=0 strace -f --seccomp-bpf -y -s 65536 -o "$1" \
        -e trace=write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,mmap \
        "${@:2}"
}

@test "in clear a passphrase is written nowhere but where it was asked for" {
    use_key key
    (umask 077 && echo 'abacus banjo canopy dagger eagle falcon' > given)
    traced trace sar-export run --ref "$REF" --marks "$SAMPLE/marks" \
        --by u1041 --allow-partial --passphrase-file given \
        > /dev/null 2>&1 || [ $? -eq 3 ]
    [ -f "$(sealed)" ]
    # The trace does have what is written, the sealed one too.
    grep -q 'BEGIN AGE ENCRYPTED FILE' trace
    run ! grep -F 'abacus banjo' trace
    traced trace2 sar-export passphrase "$REF" --identity key \
        --passphrase-out again > /dev/null
    cmp given again
    [ "$(grep -cF 'abacus banjo' trace2)" -eq 1 ]
    grep -F 'abacus banjo' trace2 | grep -q "<$PWD/"
    run ! grep -F 'AGE-SECRET-KEY' trace2
}

@test "options of passphrase that do not fit are 2" {
    use_key key
    for options in "" "--identity key --identity-fd 5" \
        "--ref $REF --identity key" "$REF"; do
        # shellcheck disable=SC2086 # options are words
        run sar-export passphrase $REF $options --passphrase-out again
        [ "$status" -eq 2 ]
    done
    run sar-export passphrase --identity key --passphrase-out again
    [ "$status" -eq 2 ]
}
