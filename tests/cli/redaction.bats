# A recording beside its redaction proof: sar-verify redaction.
load common

VECTORS=$SAR_TESTS/vectors/log
CUTS=(0:10:25 0:40:41 1:0:12)

setup() {
    cd "$BATS_TEST_TMPDIR"
    cp "$VECTORS/log.skey" log.skey
    chmod 600 log.skey
}

forge() {
    "$BUILD/san/forge/forge" prove log.skey "$@"
}

sounds() {
    python3 "$SAR_TESTS/cli/redaction.py" "$@"
}

# source.wav, call.wav and call.proof: stereo of 5.03 s, three cuts.
stereo() {
    sounds make source.wav call.wav 8000 2 40240 "${CUTS[@]}"
    forge source.wav call.proof "${CUTS[@]}"
}

check() {
    run --separate-stderr sar-verify redaction --vkey "$VECTORS/log.vkey" "$@"
}

# The blocks of arguments that tell of a tone too.
blocks() {
    local cut
    for cut in "$@"; do
        echo "${cut%:tone}" | tr : ' '
    done
}

# It fails with ${1}, and says ${2}.
fails() {
    [ "$status" -eq "$1" ]
    [[ "$stderr" == *"$2"* ]]
    [ -z "$output" ]
}

second() {
    python3 "$SAR_TESTS/vectors/verify_redaction.py" "$1" "$2" \
        "$VECTORS/log.vkey"
}

@test "redaction says what is withheld, what is proved, and what is not" {
    stereo
    check call.proof call.wav
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    cat >want <<'END'
withheld: channel 1, from 0:00:01.000 to 0:00:02.500
withheld: channel 1, from 0:00:04.000 to 0:00:04.100
withheld: channel 2, from 0:00:00.000 to 0:00:01.200
OK: 2 channels of 0:00:05.030: every sample that is not withheld is, where it is, what was registered
OK: what is withheld, 0:00:02.800 in all, is silence or tone
OK: it is recording 2 of 3 that record 2 of the log registered, 2026-01-05T23:10:07Z by the log's clock
OK: sar-export.example.gov.uk/log signed a log of 5 records with that one
NOT SHOWN: who speaks, what was done to the recording before it was registered, that what is withheld had to be, and that no other recording was held
END
    diff want - <<<"$output"
}

@test "redaction --json has the same for programs" {
    stereo
    check --json call.proof call.wav
    [ "$status" -eq 0 ]
    python3 - "$output" <<'END'
import json, sys
say = json.loads(sys.argv[1])
assert say["withheld"] == [
    {"channel": 1, "from": 8000, "to": 20000},
    {"channel": 1, "from": 32000, "to": 32800},
    {"channel": 2, "from": 0, "to": 9600}], say
assert (say["rate"], say["channels"], say["frames"]) == (8000, 2, 40240)
assert (say["record"], say["size"]) == (2, 5), say
assert say["log"] == "sar-export.example.gov.uk/log"
assert say["decoder"] == "sar-export/1 pcm16" and say["witnesses"] == []
END
}

@test "a second reading of the format agrees, of any shape" {
    local shape n=0
    for shape in '8000 1 1' '8000 1 799 0:0:1' '8000 1 800' \
        '16000 1 40000 0:3:4:tone 0:7:25' '8000 2 8001 0:0:11 1:0:11' \
        '11025 2 30000 1:5:6' '8000 3 25000 0:1:2 2:30:32' \
        '8000 8 5000 0:0:1 3:1:4 3:5:7 5:3:6 7:2:7' \
        '48000 1 96000 0:0:1 0:2:3 0:4:5 0:6:7'; do
        read -ra shape <<<"$shape"
        sounds make source.wav call.wav "${shape[@]}"
        forge source.wav call.proof "${shape[@]:3}"
        check call.proof call.wav
        [ "$status" -eq 0 ]
        run --separate-stderr second call.proof call.wav
        [ "$status" -eq 0 ]
        [ "$output" = "$(blocks "${shape[@]:3}")" ]
        n=$((n + 1))
    done
    [ "$n" -eq 9 ]
}

@test "a recording in G.711 is held against what it decodes to" {
    local codec
    for codec in alaw mulaw; do
        sounds make pcm.wav redacted.wav 8000 1 24000
        ffmpeg -v error -y -i pcm.wav -c:a "pcm_$codec" -bitexact source.wav
        forge source.wav call.proof
        check call.proof source.wav
        [ "$status" -eq 0 ]
        second call.proof source.wav
    done
}

@test "a block that is part tone and part silence is found, by both readers" {
    sounds make source.wav tone.wav 8000 1 8000 0:3:5:tone
    sounds make source.wav half.wav 8000 1 8000 0:3:5:tone
    forge source.wav call.proof 0:3:5
    check call.proof tone.wav
    [ "$status" -eq 0 ]
    second call.proof tone.wav
    python3 - <<'END'
data = bytearray(open("half.wav", "rb").read())
data[44 + 2 * 2800:44 + 2 * 3200] = bytes(800)
open("half.wav", "wb").write(data)
END
    check call.proof half.wav
    fails 14 'of a cut is not the fill'
    run -13 second call.proof half.wav
}

@test "whatever is changed in the recording is found, by both readers" {
    local change
    stereo
    for change in 'flip 0' 'flip 15999' 'flip 80479' 'swap 30 31' \
        'swap 12 30' 'shift' 'drop 1' 'drop 800' 'add 1' 'mono'; do
        # shellcheck disable=SC2086
        sounds change call.wav bad.wav $change
        check call.proof bad.wav
        [ "$status" -eq 14 ]
        [ -z "$output" ]
        run -13 second call.proof bad.wav
    done
}

@test "a word left in what is said to be withheld is found" {
    local sample
    stereo
    for sample in 16000 39998 64000 1; do
        sounds change call.wav bad.wav flip "$sample"
        check call.proof bad.wav
        fails 14 'of a cut is not the fill'
    done
    # The recording as it was, whose proof says that some is withheld.
    check call.proof source.wav
    fails 14 'of a cut is not the fill'
}

@test "more cut out than the proof says is found, and less" {
    stereo
    sounds make source.wav more.wav 8000 2 40240 0:10:26 0:40:41 1:0:12
    check call.proof more.wav
    fails 14 'channel 1 of the recording is not what was registered'
    sounds make source.wav less.wav 8000 2 40240 0:10:24 0:40:41 1:0:12
    check call.proof less.wav
    fails 14 'of a cut is not the fill'
}

@test "the proof of another recording does not fit" {
    stereo
    sounds change source.wav other.wav flip 79999
    forge other.wav other.proof "${CUTS[@]}"
    check other.proof call.wav
    fails 14 'channel 2 of the recording is not what was registered'
    run -13 second other.proof call.wav
}

@test "a forged proof is refused: line by line, and by the log's key" {
    stereo
    # What was withheld is said not to be, a block more is, a salt is a hash.
    sed '/^withheld 1/d' call.proof >bad.proof
    check bad.proof call.wav
    fails 2 'expected the next node of the cover'
    sed 's/^withheld 0 40 41/withheld 0 40 42/' call.proof >bad.proof
    check bad.proof call.wav
    [ "$status" -eq 2 ]
    sed 's/^salt 0 1 4 /hash 0 1 4 /' call.proof >bad.proof
    run ! cmp -s call.proof bad.proof
    check bad.proof call.wav
    [ "$status" -eq 2 ]
    # The record is another one, of the same batch or not.
    sed 's/^index 2/index 3/' call.proof >bad.proof
    check bad.proof call.wav
    [ "$status" -eq 13 ]
    sed 's/^batch 1 3/batch 0 3/' call.proof >bad.proof
    check bad.proof call.wav
    [ "$status" -eq 13 ]
    # Another log signed it.
    run --separate-stderr sar-verify redaction \
        --vkey "$VECTORS/log2.vkey" call.proof call.wav
    fails 13 ''
}

@test "nothing is said to be registered by whom nobody trusts, or nobody signed" {
    stereo
    # All of it holds but the key, or but the signature: not a word of it.
    python3 - <<'END'
import base64
text = open("call.proof").read()
head, sig = text.rsplit(" ", 1)
blob = bytearray(base64.b64decode(sig))
blob[-1] ^= 1
open("bad.proof", "w").write(head + " " + base64.b64encode(blob).decode() + "\n")
END
    run ! cmp -s call.proof bad.proof
    check bad.proof call.wav
    fails 13 'signature'
    check --json bad.proof call.wav
    [ "$status" -eq 13 ]
    run ! grep -E 'withheld|channels|decoder|record|witnesses' <<<"$output"
    run --separate-stderr sar-verify redaction --json \
        --vkey "$VECTORS/log2.vkey" call.proof call.wav
    [ "$status" -eq 13 ]
    run ! grep -E 'withheld|channels|decoder|record|witnesses' <<<"$output"
}

@test "a policy that asks for witnesses is not met by a proof without" {
    stereo
    {
        echo "log $(cat "$VECTORS/log.vkey")"
        echo "witness w $(cat "$VECTORS/wit.vkey")"
        echo 'quorum w'
    } >policy
    run --separate-stderr sar-verify redaction --policy policy call.proof \
        call.wav
    fails 5 'fewer witnesses than the policy asks for'
    sed -i 's/^quorum w/quorum none/' policy
    run --separate-stderr sar-verify redaction --policy policy call.proof \
        call.wav
    [ "$status" -eq 0 ]
}

@test "MP3 and Opus are told from what can be proved" {
    stereo
    ffmpeg -v error -i call.wav call.mp3
    ffmpeg -v error -i call.wav -c:a libopus call.opus
    check call.proof call.mp3
    fails 2 'MP3 and Opus keep no sample as it was'
    check call.proof call.opus
    fails 2 'MP3 and Opus keep no sample as it was'
    printf 'RIFF' >short.wav
    check call.proof short.wav
    fails 2 'not a recording as packages have them'
    : >empty.wav
    check call.proof empty.wav
    fails 2 'not a recording as packages have them'
}

@test "a recording with anything besides its sound is refused" {
    stereo
    ffmpeg -v error -i call.wav -metadata title=Anna -c:a copy tagged.wav
    check call.proof tagged.wav
    [ "$status" -eq 14 ]
    { cat call.wav; printf 'note'; } >longer.wav
    check call.proof longer.wav
    [ "$status" -eq 14 ]
}

@test "what is missing, given twice or not needed is a wrong command line" {
    stereo
    run --separate-stderr sar-verify redaction call.proof call.wav
    fails 2 '--vkey or --policy is needed'
    check call.proof
    [ "$status" -eq 2 ]
    check call.proof call.wav call.wav
    [ "$status" -eq 2 ]
    check none.proof call.wav
    fails 10 'none.proof'
    check call.proof none.wav
    fails 10 'none.wav'
}
