# An outbox that a package cannot be moved to is found out before the log has
# anything of it; a move that fails after the release is made by a later run.
setup_file() {
    load common
    make_home
}

setup() {
    load common
    use_home
    open_case
    outbox=$SAR_HOME/outbox
}

teardown() {
    [ -z "${elsewhere:-}" ] || rm -rf "$elsewhere"
}

# The build, by COMMAND..., ends with status ${1}, and its message has ${2} and
# its hint ${3}; nothing is logged or left.
refused() {
    local code=$1 message=$2 hint=$3
    shift 3
    run --separate-stderr "$@" sar-export run --json --ref "$REF" --marks \
        "$SAMPLE/marks" --by u1041 --allow-partial --passphrase-out pass
    echo "$status: $stderr"
    [ "$status" -eq "$code" ]
    [[ $stderr == *"$message"*"hint: $hint, and run again" ]]
    summary_is "$code"
    [ "$(records intent)" -eq 0 ]
    [ ! -e pass ]
    [ -z "$(find -H "$SAR_HOME/staging" "$outbox" -mindepth 1)" ]
}

# Then it goes as if nothing had been.
goes_now() {
    answer --quiet || [ $? -eq 3 ]
    [ -s "$outbox/$REF.zip" ]
    [ -s "$outbox/$REF-HOW-TO-OPEN.txt" ]
    [ -s pass ]
    [ "$(records release)" -eq 1 ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
}

@test "an outbox on another file system is refused before anything is logged: 2" {
    place=
    for folder in /dev/shm /var/tmp "$BUILD"; do
        [ -d "$folder" ] &&
            [ "$(stat -c %d "$folder")" != "$(stat -c %d "$SAR_HOME")" ] ||
            continue
        place=$folder
        break
    done
    [ -n "$place" ] || skip "there is one file system"
    elsewhere=$(mktemp -d "$place/sar-test-XXXXXX")
    rmdir "$outbox"
    ln -s "$elsewhere" "$outbox"
    refused 2 "/outbox: not on the file system of staging" \
        "make outbox and staging folders of one file system" env
    rm "$outbox"
    mkdir "$outbox"
    goes_now
}

@test "a folder that may not be written is refused before anything is logged: 15" {
    # Root may write anywhere, but for this.
    as=env
    [ "$(id -u)" -ne 0 ] ||
        as="setpriv --bounding-set=-dac_override,-dac_read_search"
    for folder in outbox staging; do
        for mode in 500 300; do
            chmod "$mode" "$SAR_HOME/$folder"
            # shellcheck disable=SC2086
            refused 15 "/$folder: may not be written" \
                "see the owner and mode of the folder" $as
            chmod 700 "$SAR_HOME/$folder"
        done
    done
    goes_now
}

@test "no outbox, or a file in its place, is refused before anything is logged: 10" {
    rmdir "$outbox"
    run --separate-stderr answer
    [ "$status" -eq 10 ]
    [[ $stderr == *"/outbox: No such file"*"hint: make the folder, or mount"* ]]
    [ "$(records intent)" -eq 0 ]
    : > "$outbox"
    refused 10 "/outbox: Not a directory" \
        "make the folder, or mount its disk" env
    rm "$outbox"
    mkdir "$outbox"
    goes_now
}

@test "a mount is another file system, and can be read-only: 2, 15" {
    unshare -Urm true 2> /dev/null || skip "no user namespaces here"
    cat > inside <<'END'
mount --bind "$SAR_HOME/outbox" "$SAR_HOME/outbox" || exit 99
[ "$1" = rw ] || mount -o remount,bind,ro "$SAR_HOME/outbox" || exit 99
shift
exec "$@"
END
    unshare -Urm bash inside ro true || skip "no mounts here"
    # The same device: the kernel moves nothing from mount to mount.
    refused 2 "/outbox: not on the file system of staging" \
        "make outbox and staging folders of one file system" \
        unshare -Urm bash inside rw
    refused 15 "/outbox: Read-only file system" \
        "mount the disk so that it can be written to" \
        unshare -Urm bash inside ro
    goes_now
}

can_trace() {
    command -v strace > /dev/null || skip "strace is not installed"
    strace -o /dev/null true 2> /dev/null || skip "tracing is not allowed here"
}

# A build in which what ${1} says is done to the move's system call.
moved_with() {
    ASAN_OPTIONS=detect_leaks=0 strace -f -o trace -e trace=renameat2 \
        -e inject="renameat2:$1" sar-export run --json --ref "$REF" --marks \
        "$SAMPLE/marks" --by u1041 --allow-partial --passphrase-out pass \
        "${@:2}"
}

@test "a move that fails after the release has the right hint, and a later run makes it" {
    can_trace
    cp -R "$SAR_HOME" clean
    what=$REF.zip.tlog-proof when=2 left=
    while read -r error code message hint; do
        rm -rf "$SAR_HOME" pass
        cp -R clean "$SAR_HOME"
        # The first one is the question whether there is a way.
        run --separate-stderr moved_with "error=$error:when=$when"
        echo "$status: $stderr"
        [ "$status" -eq "$code" ]
        [[ $stderr == *"/$what: ${message//_/ }"* ]]
        [[ $stderr == *"hint: the log has the release; $hint, and run again" ]]
        summary_is "$code"
        [ "$(records release)" -eq 1 ]
        [ "$(ls -A "$outbox")" = "$left" ]
        digest=$(sha256sum < "$SAR_HOME/staging/$REF.zip")
        run answer
        [ "$status" -eq 3 ]
        [ "$(sha256sum < "$outbox/$REF.zip")" = "$digest" ]
        [ -s "$outbox/$REF-HOW-TO-OPEN.txt" ]
        [ -z "$(ls -A "$SAR_HOME/staging")" ]
        [ "$(records release)" -eq 1 ]
        7z t -bso0 -p"$(cat pass)" "$outbox/$REF.zip"
        # The proof goes first, then the package.
        what=$REF.zip when=3 left=$REF.zip.tlog-proof
    done <<'END'
EXDEV 2 not_on_the_file_system_of_staging make outbox and staging folders of one file system
EACCES 15 may_not_be_written see the owner and mode of the folder
EROFS 15 Read-only_file_system mount the disk so that it can be written to
ENOSPC 15 No_space_left make room on the disk
EIO 15 Input/output_error see to the disk and the folder
END
}

@test "where a file system cannot rename so, as NFS, a package goes by a link" {
    can_trace
    run moved_with error=EINVAL --volume-size "250 kB"
    [ "$status" -eq 3 ]
    grep -q EINVAL trace
    [ -s "$outbox/$REF-part-2.zip" ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    for zip in "$outbox"/*.zip; do
        [ "$(stat -c %h "$zip")" -eq 1 ]
        7z t -bso0 -p"$(cat pass)" "$zip"
    done
    [ "$(records release)" -eq 1 ]
    log_verifies
}

@test "a run that ended between the link and the end of the other name is completed" {
    answer --quiet || [ $? -eq 3 ]
    ln "$outbox/$REF.zip" "$SAR_HOME/staging/$REF.zip"
    run answer
    [ "$status" -eq 3 ]
    [ -z "$(ls -A "$SAR_HOME/staging")" ]
    [ "$(stat -c %h "$outbox/$REF.zip")" -eq 1 ]
}
