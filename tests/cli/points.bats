# A build in which, at each step it takes on the disk, something happens: the
# power goes, the disk is full or broken, somebody stops it.  Nothing is
# released twice or in part, nothing is left over, and the next run completes.
# Here for some of the kinds of steps there are; make soak tries each step.
setup_file() {
    load common
    cd "$BATS_FILE_TMPDIR" || return 1
    gcc -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o points.so \
        "$ROOT/tests/cli/points.c" -ldl
    mkdir work
    cd work || return 1
    SAR_HOME=$PWD/home
    export SAR_HOME
    python3 "$ROOT/tests/cli/many.py" make made alaw 20 21
    sed "s|^recordings = .*|recordings = $PWD/made/audio|
        s/^zone = .*/&\ndecisions = optional/" "$SAMPLE/sar.conf" > sar.conf
    sar-export init --quiet --config sar.conf
    sar-index init --quiet
    sar-index import --quiet --mapping made/mapping.conf made/calls.csv
    open_case
    printf '0.5\t1.5\tTP x\n' > labels
    for item in 1 2; do
        sar-export mark --quiet --ref "$REF" --item "$item" --by u1041 \
            --speaker requester --labels labels
    done
    mv home clean
}

setup() {
    load common
    work=$BATS_FILE_TMPDIR/work
}

# HOW SHARE LEAST OPTIONS...: something happens at LEAST steps or more.
happens() {
    local how=$1 share=$2 least=$3
    shift 3
    [ -z "${SAR_SOAK:-}" ] || share=all
    run -0 python3 "$ROOT/tests/cli/points.py" "$BATS_FILE_TMPDIR/points.so" \
        "$work" "$how" "$share" sar-export build --ref "$REF" --by u1041 \
        --passphrase-out out/pass --quiet --jobs 4 "$@"
    echo "$output"
    [ "$output" -ge "$least" ]
}

@test "on the disk before it is named, and before the log says so" {
    happens order all 2
}

@test "the same with several volumes" {
    happens order all 2 --volume-size "280 kB"
}

@test "a step that fails is 15 and leaves the old state" {
    happens once 1/4 6
}

@test "a disk full from a step on is 15 and leaves the old state" {
    happens full 1/4 6
}

@test "killed at a step, with two volumes: the next run completes" {
    happens kill 1/3 10 --volume-size "280 kB"
}

@test "SIGINT at a step is 130 and leaves the old state" {
    happens int 1/4 6
}

@test "SIGTERM at a step, with two padded volumes, is 143 and leaves the old state" {
    happens term 1/4 6 --volume-size "280 kB" --padding padme
}
