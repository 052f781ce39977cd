# Keys that sign: made, shown, changed, and where they may come from.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    name=audit.example.org/w1
    echo "correct horse battery staple" > phrase
    chmod 600 phrase
}

# The public key of a bare skey, by the specification and not by us.
vkey_of() {
    python3 - "$1" "$2" <<'PY'
import base64, hashlib, subprocess, sys
line = open(sys.argv[1]).read().rstrip("\n")
private, word, name, key_id, key = line.split("+", 4)
assert (private, word) == ("PRIVATE", "KEY")
raw = base64.b64decode(key)
assert len(raw) == 33 and raw[0] == int(sys.argv[2], 16)
der = bytes.fromhex("302e020100300506032b657004220420") + raw[1:]
public = subprocess.run(["openssl", "pkey", "-inform", "DER", "-pubout",
    "-outform", "DER"], input=der, stdout=subprocess.PIPE,
    check=True).stdout[-32:]
typed = raw[:1] + public
digest = hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8]
assert digest == key_id
print("%s+%s+%s" % (name, digest, base64.b64encode(typed).decode()))
PY
}

@test "make --plain: a key of 0600 whose public key others compute too" {
    run -0 --separate-stderr sar-export key make "$name" --plain --out log.skey
    [ "$output" = "$(vkey_of log.skey 01)" ]
    [[ $stderr == *"give it to whoever is to check"* ]]
    [ "$(stat -c %a log.skey)" = 600 ]
    run -0 --separate-stderr sar-export key make "$name" --plain \
        --kind witness --out wit.skey --json
    summary_is 0
    [[ $output == *"\"vkey\":\"$(vkey_of wit.skey 04)\""* ]]
    [[ $output == *'"kind":"witness"'* ]]
    run -0 sar-export key show wit.skey
    [ "$output" = "$(vkey_of wit.skey 04)" ]
    # No two are the same, and no secret is shown.
    sar-export key make "$name" --plain --quiet --out other > shown 2>&1
    run ! cmp -s log.skey other
    run ! grep -q PRIVATE shown
}

@test "make: a key under a passphrase, that only it opens" {
    run -0 --separate-stderr sar-export key make "$name" --kind witness \
        --out key --passphrase-file phrase
    vkey=$output
    [[ $vkey == "$name+"*+* ]]
    [ "$(stat -c %a key)" = 600 ]
    [[ $(head -1 key) == "sar-key/v1 argon2id m=262144 t=3 p=1 s="* ]]
    [ "$(sed -n 2p key)" = "vkey $vkey" ]
    run ! grep -q PRIVATE key
    run -0 sar-export key show key --passphrase-file phrase
    [ "$output" = "$vkey" ]
    run -0 sar-export key show key --passphrase-fd 5 5< phrase
    [ "$output" = "$vkey" ]
    run -0 sar-export key show key --passphrase-command 'cat phrase' --json
    [[ $output == *"\"vkey\":\"$vkey\""* && $output == *'"minisign":"RW'* ]]
    (umask 077 && echo "correct horse battery stable" > wrong)
    run -12 sar-export key show key --passphrase-file wrong
    # A changed key is none, whatever it says of itself.
    sed -i '2s/w1/w2/' key
    run -12 sar-export key show key --passphrase-file phrase
}

@test "make asks twice on a terminal, and shows nothing of what is typed" {
    python3 "$ROOT/tests/cli/type.py" screen \
        "new key: =correct horse battery staple" \
        "again: =correct horse battery staple" -- \
        sar-export key make "$name" --out key
    run ! grep -q horse screen
    python3 "$ROOT/tests/cli/type.py" screen \
        "of the key: =correct horse battery staple" -- sar-export key show key
    run ! grep -q horse screen
    grep -qF "$(sed -n 's/^vkey //p' key)" screen
    run -12 python3 "$ROOT/tests/cli/type.py" screen \
        "new key: =correct horse battery staple" \
        "again: =correct horse battery stable" -- \
        sar-export key make "$name" --out other
    grep -q "not the same" screen
    run -12 python3 "$ROOT/tests/cli/type.py" screen "new key: =" -- \
        sar-export key make "$name" --out other
    [ ! -e other ]
}

@test "make: what is not right, before anything is asked or written" {
    echo kept > there
    run -6 --separate-stderr sar-export key make "$name" --plain --out there
    [[ $stderr == *"there: exists already"*"overwritten"* ]]
    [ "$(cat there)" = kept ]
    run -6 sar-export key make "$name" --out there
    run -2 sar-export key make "$name" --plain
    run -2 sar-export key make "two words" --plain --out new
    run -2 sar-export key make "plus+sign" --plain --out new
    run -2 sar-export key make "" --plain --out new
    run -2 sar-export key make --plain --out new
    run -2 sar-export key make "$name" other --plain --out new
    run -2 sar-export key make "$name" --plain --kind human --out new
    run -2 sar-export key make "$name" --plain --passphrase-file phrase \
        --out new
    run -2 sar-export key make "$name" --passphrase-file phrase \
        --passphrase-command 'cat phrase' --out new
    run -12 --separate-stderr sar-export key make "$name" --out new < /dev/null
    [[ $stderr == *"no terminal"* ]]
    (umask 077 && echo short > weak)
    run -12 sar-export key make "$name" --passphrase-file weak --out new
    [ ! -e new ]
    run -2 --separate-stderr sar-export key mak
    [[ $stderr == *'"mak" is not a command'* ]]
}

@test "show: the keys of the log, and files that are none" {
    run -0 sar-export key show
    [ "$output" = "0	$(cat "$SAR_HOME/log.vkey")" ]
    run -0 sar-export key show --json
    summary_is 0
    [[ ${lines[0]} == *'"kind":"log"'*'"since":0'* ]]
    run -0 sar-export key show "$SAR_HOME/keys/log.skey"
    [ "$output" = "$(cat "$SAR_HOME/log.vkey")" ]
    run -12 sar-export key show absent
    cp "$SAR_HOME/keys/log.skey" open
    chmod 644 open
    run -12 --separate-stderr sar-export key show open
    [[ $stderr == *"others may use it"* ]]
    (umask 077 && echo nonsense > bad)
    run -12 sar-export key show bad
}

@test "rotate: the log goes on with another key, and the first still checks it" {
    old=$(cat "$SAR_HOME/keys/log.skey")
    first=$PWD/first.vkey
    cp "$SAR_HOME/log.vkey" "$first"
    run -0 sar-export key rotate --by u7
    [[ ${lines[0]} == "Changed by u7: record $(record_of key-rotate) of the log." ]]
    [[ ${lines[1]} == "From now on it is signed with "* ]]
    [[ ${lines[2]} == "log.vkey has this key too now"* ]]
    [ "$(cat "$SAR_HOME/keys/log.skey")" != "$old" ]
    [ "$(ls "$SAR_HOME/keys")" = log.skey ]
    [ "$(stat -c %a "$SAR_HOME/keys/log.skey")" = 600 ]
    run ! grep -rqF "$old" "$SAR_HOME"
    run -0 sar-export key show
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[0]}" = "0	$(cat "$first")" ]
    [[ ${lines[1]} == "4	"* ]]
    # All keys are in log.vkey, the first in its first line.
    printf '%s\n' "${lines[@]}" | cut -f 2 | cmp - "$SAR_HOME/log.vkey"
    [ "$(stat -c %a "$SAR_HOME/log.vkey")" = 644 ]
    log_verifies
    # One note of three lines with two signatures, the old key's first.
    note=$SAR_HOME/log/rotation-0001.note
    [ "$(wc -l < "$note")" -eq 6 ]
    [ "$(sed -n 2p "$note")" = 3 ]
    # The first key of the log does for all of it, and the newest too.
    run -0 sar-export key show "$SAR_HOME/keys/log.skey"
    echo "$output" > now.vkey
    sar-verify log --quiet --vkey now.vkey "$SAR_HOME/log"
    run -0 sar-verify log --vkey "$first" "$SAR_HOME/log"
    [[ $output == *"the key given is the log's first of 2"* ]]
    run -0 sar-verify log --vkey "$SAR_HOME/log.vkey" "$SAR_HOME/log"
    [[ $output == *"the key given is the log's first of 2"* ]]
    open_case
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    sar-export key rotate --quiet
    # A list that was lost is there again with the next record.
    cp "$first" "$SAR_HOME/log.vkey"
    sar-export log verify --quiet
    [ "$(wc -l < "$SAR_HOME/log.vkey")" -eq 3 ]
    sar-export key show | cut -f 2 | cmp - "$SAR_HOME/log.vkey"
    log_verifies
    [ "$(records key-rotate)" -eq 2 ]
    # Without the log: what is in log.vkey now does, what was once does not.
    sar-verify proof --quiet --vkey "$SAR_HOME/log.vkey" \
        --package "$SAR_HOME/outbox/$REF.zip" \
        "$SAR_HOME/outbox/$REF.zip.tlog-proof"
    sar-verify package --quiet --vkey "$SAR_HOME/log.vkey" \
        --passphrase-file pass --proof "$SAR_HOME/outbox/$REF.zip.tlog-proof" \
        "$SAR_HOME/outbox/$REF.zip"
    run -13 --separate-stderr sar-verify package --vkey "$first" \
        --passphrase-file pass "$SAR_HOME/outbox/$REF.zip"
    [[ $stderr == *"by another key than the log's"*"newer (or older) one"* ]]
    run -13 --separate-stderr sar-verify proof --vkey "$first" \
        "$SAR_HOME/outbox/$REF.zip.tlog-proof"
    [[ $stderr == *"not signed by a log"*"newer (or older) one"*"log.vkey"* ]]
    sar-verify package --quiet --log "$SAR_HOME/log" \
        --vkey "$SAR_HOME/log.vkey" --passphrase-file pass \
        "$SAR_HOME/outbox/$REF.zip"
}

@test "a key that the log has left is not signed with" {
    cp "$SAR_HOME/keys/log.skey" old
    sar-export key rotate --quiet --by u7
    cp "$SAR_HOME/keys/log.skey" new
    cp old "$SAR_HOME/keys/log.skey"
    run -12 --separate-stderr sar-export log verify
    [[ $stderr == *"signed with another key now"* ]]
    cp new "$SAR_HOME/keys/log.skey"
    sar-export log verify --quiet
    log_verifies
}

# As systemd gives it to a service: 0400, or 0440 by the mask of an ACL.
@test "a credential of systemd signs, and is not changed here" {
    mkdir -m 700 credentials
    mv "$SAR_HOME/keys/log.skey" credentials/log.skey
    run -12 sar-export log verify
    export CREDENTIALS_DIRECTORY=$PWD/credentials
    for mode in 400 440; do
        chmod "$mode" credentials/log.skey
        sar-export log verify --quiet
    done
    run -6 --separate-stderr sar-export key rotate --by u7
    [[ $stderr == *"not in a file that can be replaced"*"credential"* ]]
    chmod 444 credentials/log.skey
    run -12 --separate-stderr sar-export log verify
    [[ $stderr == *"others may use it"* ]]
    # A service without this one has the home's.
    mv credentials/log.skey "$SAR_HOME/keys/log.skey"
    chmod 600 "$SAR_HOME/keys/log.skey"
    sar-export log verify --quiet
    log_verifies
    [ "$(records verify)" -eq 3 ]
}

@test "a new home's log is begun with the credential, if it is this log's" {
    origin=$(sed -n 's/^origin = //p' "$SAMPLE/sar.conf")
    mkdir -m 700 credentials
    sar-export key make "$origin" --plain --quiet --out credentials/log.skey \
        > made
    sar-export key show credentials/log.skey > vkey
    chmod 400 credentials/log.skey
    export CREDENTIALS_DIRECTORY=$PWD/credentials
    sar-export init --quiet --home new --config "$SAMPLE/sar.conf"
    cmp vkey new/log.vkey
    [ -z "$(ls -A new/keys)" ]
    sar-export log verify --quiet --home new
    rm -f credentials/log.skey
    sar-export key make another.example/log --plain --quiet \
        --out credentials/log.skey
    chmod 400 credentials/log.skey
    run -12 --separate-stderr sar-export init --home other \
        --config "$SAMPLE/sar.conf"
    [[ $stderr == *"not the key of a log of this origin"* ]]
    [ ! -e other/log ]
}

# What is copied out of HOW-TO-OPEN.txt with an editor of Windows.
@test "log.vkey is read as Notepad leaves it, and nothing else is" {
    sar-export key rotate --quiet --by u7
    open_case
    answer > /dev/null 2>&1 || [ $? -eq 3 ]
    how=$SAR_HOME/outbox/$REF-HOW-TO-OPEN.txt
    proof=$SAR_HOME/outbox/$REF.zip.tlog-proof
    # Both keys are in it, the first one first.
    grep -a '^  [^ +]*+[0-9a-f]\{8\}+' "$how" > copied
    tr -d ' \r' < copied | cmp - "$SAR_HOME/log.vkey"
    [ "$(grep -c $'\r$' copied)" -eq 2 ]
    printf '\xef\xbb\xbf' > marked
    cat copied >> marked
    printf '\r\n\r\n' >> marked
    for file in copied marked; do
        sar-verify proof --quiet --vkey "$file" "$proof"
        sar-verify log --quiet --vkey "$file" "$SAR_HOME/log" || [ $? -eq 5 ]
        sar-verify sample --quiet --vkey "$file" "$SAR_HOME/log"
        sar-verify offer --quiet --vkey "$file" "$SAR_HOME/log" > /dev/null
        sar-verify compare --quiet --vkey "$file" "$SAR_HOME/log" \
            "$SAR_HOME/log"
    done
    # The command that it names is right as it is.
    command=$(tr -d '\r' < "$how" | grep '^  sar-verify proof')
    cp copied log.vkey
    cp "$SAR_HOME/outbox/$REF.zip" "$proof" .
    run -0 $command
    [[ $output == *"OK: $REF.zip is the package it released"* ]]
    # No other change is.
    sed 's/+/ +/' copied > bad
    run -2 --separate-stderr sar-verify proof --vkey bad "$proof"
    { cat copied; echo x; } > bad
    run -2 --separate-stderr sar-verify proof --vkey bad "$proof"
    [[ $stderr == *"bad: line 3: expected an Ed25519 vkey"* ]]
    { cat copied; cat "$ROOT/tests/vectors/log/log.vkey"; } > bad
    run -2 --separate-stderr sar-verify proof --vkey bad "$proof"
    [[ $stderr == *"bad: line 3: the key of another name"* ]]
}
