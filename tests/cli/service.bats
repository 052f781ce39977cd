# What systemd and cron run, and what they let it do.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    export UNITS=$BATS_FILE_TMPDIR/units
    mkdir "$UNITS"
    for unit in "$ROOT"/cmd/service/*.service "$ROOT"/cmd/service/*.timer; do
        sed "s,@BINDIR@,$BUILD/bin,; s,/etc/sar/on-failure,/bin/true," "$unit" \
            > "$UNITS/${unit##*/}"
    done
}

setup() {
    load common
    cd "$BATS_TEST_TMPDIR" || return 1
}

need() {
    command -v "$1" > /dev/null || skip "$1 is not installed"
}

# The system calls that the filter of a unit leaves, one a line.
calls_of() {
    python3 - "$1" <<'END'
import re, subprocess, sys
def expand(word):
    if not word.startswith("@"):
        return {word}
    text = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager",
        word], check=True, universal_newlines=True,
        stdout=subprocess.PIPE).stdout
    out = set()
    for line in text.split("\n")[1:]:
        line = line.strip()
        if line and not line.startswith("#"):
            out |= expand(line)
    return out
calls = set()
for line in open(sys.argv[1]):
    if not line.startswith("SystemCallFilter="):
        continue
    words = line.strip().split("=", 1)[1]
    taken = words.startswith("~")
    for word in words.lstrip("~").split():
        calls = calls - expand(word) if taken else calls | expand(word)
assert len(calls) > 150, len(calls)
print("\n".join(sorted(calls)))
END
}

@test "every unit is one systemd takes, and has what timers are to have" {
    need systemd-analyze
    for program in $(make --no-print-directory -s -C "$ROOT" \
        --eval 'p: ; $(info $(PROGRAMS)) @:' p); do
        [ -x "$BUILD/bin/$program" ]
    done
    # Pages are not installed where it is built.
    sed -i '/^Documentation=/d' "$UNITS"/*
    run --separate-stderr systemd-analyze verify "$UNITS"/*
    [ "$status" -eq 0 ]
    [ -z "$stderr$output" ]
    for timer in "$UNITS"/*.timer; do
        [ -f "${timer%.timer}.service" ]
        grep -qx 'Persistent=true' "$timer"
        grep -q '^RandomizedDelaySec=' "$timer"
        when=$(sed -n 's/^OnCalendar=//p' "$timer")
        [[ $when == *" UTC" ]]
        systemd-analyze calendar "$when" > /dev/null
    done
    for service in "$UNITS"/*.service; do
        [[ $service == *failed@* ]] && continue
        [ -f "${service%.service}.timer" ]
        grep -qx 'SuccessExitStatus=4' "$service"
        grep -qx 'OnFailure=sar-failed@%n.service' "$service"
    done
    grep -lx 'LoadCredential=log.skey:sar-log.skey' "$UNITS"/*.service |
        sed 's,.*/,,' > with
    # Whatever logs something, but for what changes the key in the home.
    diff with - <<'END'
sar-export-run.service
sar-index-import.service
sar-log-verify.service
sar-retain-check.service
sar-retain-purge.service
END
}

@test "every service is as closed as it says: exposure 1.5 at most" {
    need systemd-analyze
    for service in "$UNITS"/*.service; do
        systemd-analyze security --offline=yes --threshold=15 --no-pager \
            "$service" > said || { cat said; return 1; }
        grep -q SAFE said
    done
    # That it can say no: the same with nothing closed.
    grep -E '^\[|^ExecStart|^Type' "$UNITS/sar-log-verify.service" > open.service
    run ! systemd-analyze security --offline=yes --threshold=15 --no-pager \
        "$PWD/open.service"
}

@test "every command of a service and of cron is one the program has" {
    for file in "$ROOT"/cmd/service/*.service "$ROOT/cmd/service/sar.cron"; do
        sed -n 's,.*@BINDIR@/\(sar-.*\),\1,p' "$file"
    done | sed 's/\$SAR_IMPORT //' | sort -u > all
    [ "$(wc -l < all)" -ge 6 ]
    while read -r program command rest; do
        words=("$program" "$command")
        for word in $rest; do
            [[ $word == -* ]] && break
            words+=("$word")
        done
        "${words[@]}" --help > help
        for word in $rest; do
            [[ $word == --* ]] || continue
            grep -q -- " $word[ =]" help || grep -q -- " $word\$" help ||
                { echo "${words[*]}: no $word"; return 1; }
        done
    done < all
}

# A home outside /tmp, owned by nobody, and the programs as a service has them.
enclosed() {
    local place
    place=$(mktemp -d /var/tmp/sar-service-XXXXXX)
    chmod 755 "$place"
    echo "$place" > "$BATS_FILE_TMPDIR/place"
    cc -o "$place/filtered" "$ROOT/tests/cli/filtered.c" -lseccomp
    cp -r "$BUILD/bin" "$place/bin"
    cp -r "$SAMPLE" "$place/sample-data"
    mkdir "$place/home"
    chown -R 65534:65534 "$place"
    export PLACE=$place
}

teardown() {
    [ ! -f "$BATS_FILE_TMPDIR/place" ] ||
        rm -rf "$(cat "$BATS_FILE_TMPDIR/place")"
    rm -f "$BATS_FILE_TMPDIR/place"
}

# UNIT COMMAND...: run as the unit would: no writing but in the home, no
# network, no capability, no system call but the filter's.
as_unit() {
    local unit=$1
    shift
    calls_of "$UNITS/$unit.service" > "$PLACE/calls"
    # shellcheck disable=SC2016 # the inner shell expands it
    unshare -m -n -i sh -c '
        mount --make-rprivate /
        mount --bind "$PLACE/home" "$PLACE/home"
        mount -t tmpfs none /tmp
        mount -t tmpfs none /home
        mount -o remount,bind,ro /
        cd "$PLACE/home"
        exec setpriv --reuid 65534 --regid 65534 --clear-groups \
            --no-new-privs --inh-caps=-all --bounding-set=-all \
            env -i PATH="$PLACE/bin:/usr/bin:/bin" SAR_HOME="$PLACE/home" \
            "$PLACE/filtered" "$PLACE/calls" "$@"' sh "$@"
}

@test "what the services let a program do is enough for all that it does" {
    need systemd-analyze
    need setpriv
    [ "$(id -u)" -eq 0 ] || skip "only root can close a program in so"
    unshare -m -n -i true 2> /dev/null || skip "no name spaces here"
    enclosed
    sample=$PLACE/sample-data
    # It is closed: neither a file outside, nor a call that is not allowed.
    run ! as_unit sar-log-verify touch "$PLACE/x"
    run -159 as_unit sar-log-verify /usr/sbin/chroot / true
    as_unit sar-log-verify touch "$PLACE/home/x"
    rm "$PLACE/home/x"

    as_unit sar-export-run sar-export init --quiet --config "$sample/sar.conf"
    cp -R "$sample/recorder" "$PLACE/home/recorder"
    chown -R 65534:65534 "$PLACE/home"
    as_unit sar-export-run sar-index init --quiet
    as_unit sar-index-import sar-index import --quiet "$sample/recorder/cdr.csv"
    run -3 as_unit sar-index-check sar-index check
    as_unit sar-export-run sar-export request --quiet \
        --file "$sample/requests/$REF.conf"
    run -3 as_unit sar-export-run sar-export run --ref "$REF" --marks "$sample/marks" \
        --by u1041 --allow-partial --quiet --passphrase-out "$PLACE/home/pass"
    [ -s "$PLACE/home/outbox/$REF.zip" ]
    # Decoded in processes as closed as anywhere else.
    run -0 as_unit sar-export-run sar-export --version
    [ "${lines[1]}" = "$("$BUILD/bin/sar-export" --version | sed -n 2p)" ]
    run -0 as_unit sar-retain-purge sar-retain purge --scheduled --at-most 100 \
        --by cron
    as_unit sar-retain-check sar-retain check > check.out || [ $? -eq 5 ]
    as_unit sar-key-rotate sar-export key rotate --quiet
    as_unit sar-log-verify sar-export log verify --quiet
    run -5 as_unit sar-log-verify sar-verify log \
        --vkey "$PLACE/home/log.vkey" "$PLACE/home/log"
}

@test "cron's jobs end at once where systemd runs, and run where it does not" {
    cron=$ROOT/cmd/service/sar.cron
    run ! grep -E '[^[:print:][:space:]]' "$cron"
    mkdir bin
    cat > bin/sar-any <<'END'
#!/bin/sh
echo "$0 $*" >> "$RAN"
END
    chmod +x bin/sar-any
    for name in sar-export sar-index sar-retain sar-verify; do
        cp bin/sar-any "bin/$name"
    done
    grep -E '^[0-9*]' "$cron" > jobs
    [ "$(wc -l < jobs)" -ge 5 ]
    # Five fields, the user, and a command that begins with the question.
    run ! grep -vE '^([0-9*/,-]+ ){5}sar test -d /run/systemd/system \|\| @BINDIR@/sar-' jobs
    export RAN=$PWD/ran
    mkdir booted
    for there in booted nowhere; do
        : > ran
        sed -E 's/^([0-9*\/,-]+ ){5}sar //' jobs |
            sed "s,/run/systemd/system,$PWD/$there,; s,@BINDIR@,$PWD/bin," |
            while read -r job; do sh -c "$job" || echo failed >> ran; done
        run -0 cat ran
        if [ "$there" = booted ]; then
            [ -z "$output" ]
        else
            [ "$(wc -l < ran)" -eq "$(wc -l < jobs)" ]
            run ! grep failed ran
        fi
    done
}

@test "cron and timers run the same commands" {
    sed -n 's,.*@BINDIR@/\(sar-.*\),\1,p' "$ROOT/cmd/service/sar.cron" | sort > cron
    for service in "$ROOT"/cmd/service/*.service; do
        [[ $service == *import* ]] || sed -n 's,^ExecStart=@BINDIR@/,,p' "$service"
    done | sort | diff cron -
}

@test "logrotate takes operational logs, and the disclosure log is left alone" {
    need logrotate
    mkdir -p var/log/sar home/log
    echo line > var/log/sar/cron.log
    echo '{"record":0}' > home/log/records.jsonl
    before=$(sha256sum home/log/*)
    sed "s,/var/log/sar,$PWD/var/log/sar,; /su sar adm/d; s/ sar adm\$/ root root/" \
        "$ROOT/cmd/service/sar.logrotate" > conf
    chmod 644 conf
    run -0 logrotate -d -s state conf
    [[ $output == *"$PWD/var/log/sar/cron.log"* ]]
    [[ $output != *records* ]]
    logrotate -f -s state conf
    [ -f var/log/sar/cron.log.1 ]
    [ "$(stat -c %a var/log/sar/cron.log)" = 640 ]
    [ "$before" = "$(sha256sum home/log/*)" ]
    # No other file is named in it.
    grep -E '^/' "$ROOT/cmd/service/sar.logrotate" > named
    [ "$(cat named)" = '/var/log/sar/*.log {' ]
    run ! grep -E '^[[:space:]]*copytruncate' "$ROOT/cmd/service/sar.logrotate"
}

@test "the services' user and folders are made by sysusers and tmpfiles" {
    need systemd-sysusers
    mkdir -p root/etc
    systemd-sysusers --root="$PWD/root" "$ROOT/cmd/service/sar.sysusers"
    grep -qE '^sar:x:[0-9]+:[0-9]+:Subject access requests:/var/lib/sar:.*nologin$' \
        root/etc/passwd
    grep -qE '^sar:x:' root/etc/group
    [ "$(grep -c '^User=sar$' "$ROOT"/cmd/service/*.service | grep -vc ':1$')" -eq 0 ]
}
