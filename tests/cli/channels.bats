# Cuts that name channels: what of them is left on the others.
setup_file() {
    load common
    command -v ffmpeg > /dev/null || skip "ffmpeg is not installed"
    make_home
}

setup() {
    load common
    use_home
    monitor=$SAR_HOME/recorder/monitor
}

# Twelve seconds of a caller on channel 1 who tells a secret, 2000 Hz, from 4 to
# 8, and of nobody on channel 2.
speak() {
    sox -R -n -r 48000 -c 1 -b 16 one.wav synth 12 sine 440 vol 0.2
    sox -R -n -r 48000 -c 1 -b 16 two.wav synth 4 sine 2000 vol 0.3 pad 4 4
    sox -R -m one.wav two.wav said.wav
    sox -R -n -r 48000 -c 1 -b 16 nobody.wav trim 0 12
    sox -R -M said.wav nobody.wav both.wav
}

# The recording of a call, in a case, with one mark on channel 1.
mark_first_channel() { # FILE
    mkdir -p "$monitor"
    cp "$1" "$monitor/call.${1##*.}"
    python3 - "call.${1##*.}" > call.json <<'EOF'
import json, sys
json.dump({"vcon": "0.3.0", "uuid": "01900000-0000-8000-8000-000000000001",
    "created_at": "2026-05-01T09:00:00Z",
    "parties": [{"tel": "tel:+441632960123"}, {"tel": "tel:+441632960000"}],
    "dialog": [{"type": "recording", "start": "2026-05-01T09:31:00Z",
        "duration": 12, "parties": [0, 1], "originator": 0,
        "mediatype": "audio/ogg", "url": sys.argv[1]}]}, sys.stdout)
EOF
    sar-index import --quiet call.json
    sar-export request --quiet --ref SAR-2026-0100 --number 01632960123 \
        --from 2026-05-01 --to 2026-05-02 --received 2026-05-20 \
        --identity verified
    printf '4.0\t8.0\tTP channel=1\n' > labels
    run --separate-stderr sar-export mark --ref SAR-2026-0100 --item 1 \
        --by u1041 --speaker requester --labels labels \
        --decision "$SAMPLE/decisions/02.txt" "${@:2}"
}

build_it() {
    run --separate-stderr sar-export build --ref SAR-2026-0100 --by u1041 \
        --fill silence --passphrase-out pass "$@"
}

# How loud 2000 Hz is on a channel of a file between 4 and 8 s.
secret_on() { # FILE CHANNEL
    ffmpeg -v error -i "$1" -f s16le -ac 2 -ar 48000 pcm
    python3 - "$2" <<'EOF'
import array, cmath, sys
a = array.array("h", open("pcm", "rb").read())[int(sys.argv[1]) - 1::2]
a = a[48000 * 4:48000 * 8]
w = [cmath.exp(-2j * cmath.pi * k / 24) for k in range(24)]
print(int(2 * abs(sum(x * w[k % 24] for k, x in enumerate(a))) / len(a)))
EOF
    rm pcm
}

@test "what is cut of a channel is on no channel of a joint-coded source" {
    speak
    opusenc --quiet --bitrate 16 both.wav both.opus
    # Without this the test would show nothing: nobody spoke on channel 2.
    [ "$(secret_on both.wav 2)" -eq 0 ]
    [ "$(secret_on both.opus 2)" -gt 500 ]
    mark_first_channel both.opus --quiet
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ "$stderr" = "warning: item 1: in this codec the channels are coded together: the cut is on every channel" ]
    build_it --quiet
    [ "$status" -eq 0 ]
    [[ $stderr == "warning: item 1: in this codec the channels are coded together"* ]]
    7z x -bso0 -oopened -p"$(cat pass)" "$SAR_HOME/outbox/SAR-2026-0100.zip"
    [ "$(secret_on opened/call-01.flac 1)" -eq 0 ]
    [ "$(secret_on opened/call-01.flac 2)" -eq 0 ]
}

@test "each cut that names channels is warned of, and told in JSON" {
    speak
    mark_first_channel both.wav
    [ "$status" -eq 0 ]
    [[ $stderr == "warning: item 1: 0:04.000 to 0:08.000: a cut is on some channels only"* ]]
    printf '4.0\t8.0\tTP channel=1\n9.0\t10.0\tTP channel=2\n' > labels
    run --separate-stderr sar-export mark --ref SAR-2026-0100 --item 1 \
        --by u1041 --speaker requester --labels labels --force --json \
        --decision "$SAMPLE/decisions/02.txt"
    [ "$status" -eq 0 ]
    [ "$(grep -c 'warning: item 1: 0:0' <<< "$stderr")" -eq 2 ]
    [ "$(grep -c '"what":"cross-talk"' <<< "$output")" -eq 2 ]
    summary_is 0
    run --separate-stderr sar-export run --dry-run --ref SAR-2026-0100
    [ "$(grep -c 'warning: item 1: 0:0' <<< "$stderr")" -eq 2 ]
    build_it --json
    [ "$status" -eq 0 ]
    [ "$(grep -c 'warning: item 1: 0:0' <<< "$stderr")" -eq 2 ]
    [ "$(grep -c '"what":"cross-talk"' <<< "$output")" -eq 2 ]
    summary_is 0
    run sar-export plan --ref SAR-2026-0100
    [ "$(grep -c 'warning  item 1: 0:0.*some channels only' <<< "$output")" -eq 2 ]
    7z x -bso0 -oopened -p"$(cat pass)" "$SAR_HOME/outbox/SAR-2026-0100.zip"
    [ "$(secret_on opened/call-01.flac 1)" -eq 0 ]
}
