# What is heard of sound, against programs that are none of ours.
setup() {
    load common
}

against() {
    run python3 "$SAR_TESTS/cli/hear.py" "$BUILD/san/bench/hear" \
        "$BATS_TEST_TMPDIR" "$1"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "keys through five codecs: as many as were pressed, no fewer than multimon-ng" {
    against keys
}

@test "keys over talk: most, where they are louder" {
    against over
}

@test "talk by espeak-ng, loud and low, has no keys and no tones in it" {
    against speech
}

@test "silence is where ffmpeg's silencedetect has it" {
    against silence
}
