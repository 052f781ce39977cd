# sar-export listen: a recording drawn on the terminal, and played by a player
# of the test's own, which keeps what it is given.
# shellcheck disable=SC2154 # stderr is of run
setup_file() {
    load common
    make_home
    sed -i 's/^\[policy\]$/&\ndecisions = optional/' "$home/sar.conf"
    export SAR_HOME=$home
    open_case
    cd "$BATS_FILE_TMPDIR" || return 1
    printf '5.794\t9.841\tTP\n' > four.txt
    printf '2.500\t3.500\tTP channel=1\n1\t1.02\tLPP channel=2\n' > eight.txt
    sar-export mark --quiet --ref "$REF" --item 4 --speaker requester \
        --by u1041 --labels four.txt
    sar-export mark --quiet --ref "$REF" --item 8 --speaker requester \
        --by u1041 --labels eight.txt
    sar-export mark --quiet --ref "$REF" --item 11 --speaker requester \
        --by u1041 --nothing-to-cut
    # What it gets on standard input, and whatever else it has.
    cat > player <<'END'
#!/bin/sh
env > "$1/env"
ls /proc/self/fd > "$1/fds"
(: < /dev/tty) 2> /dev/null && : > "$1/has-tty"
cat > "$1/wav"
END
    chmod +x player
}

# Nothing here changes the home but what makes one of its own.
setup() {
    load common
    export SAR_HOME=$BATS_FILE_TMPDIR/home
    cd "$BATS_TEST_TMPDIR" || return 1
    player="$BATS_FILE_TMPDIR/player $PWD"
}

listen() {
    run --separate-stderr sar-export listen "$REF" "$@"
}

# The same on a terminal, whose screen is in the file of that name; with AT a
# SIGINT comes once that is on it.
on_terminal() { # [AT] -- ARGUMENT...
    local word=()
    [ "$1" = -- ] || { word=("$1"); shift; }
    shift
    run python3 "$ROOT/tests/cli/screen.py" screen "${word[@]}" -- \
        env TERM=xterm "$(type -P sar-export)" listen "$REF" "$@"
}

# The recorder's file of an item, by what the index says of it.
file_of() { # ITEM
    local hex
    hex=$(sar-export listen "$REF" "$1" --json |
        sed -n 's/.*"recording":"\([0-9a-f]*\)".*"type":"sound".*/\1/p')
    (cd "$SAR_HOME/recorder" && find . -name '*.wav' -exec sha256sum {} +) |
        sed -n "s,^$hex  ,$SAR_HOME/recorder/,p" | grep .
}

# No line is wider, and none has what a terminal would act on.
fits() { # WIDTH
    python3 -c '
import sys
for line in sys.stdin.read().split("\nCuts")[0].split("\n")[5:]:
    assert len(line) <= int(sys.argv[1]), line
    assert all(" " <= c and c != "\x7f" for c in line), line
' "$1" <<< "$output"
}

@test "a picture: the bands, the cuts as the plan has them, a scale, a legend" {
    listen 8
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    fits 80
    grep -qx 'Item 8 of SAR-2026-0042, .*' <<< "$output"
    # One band and one line of cuts a channel, and one of times.
    [ "$(grep -c '^[12]    0 │' <<< "$output")" -eq 2 ]
    [ "$(grep -c '^   -20 │\|^       │\|^   -40 │' <<< "$output")" -eq 10 ]
    grep '^cut ' <<< "$output" > cuts
    [ "$(wc -l < cuts)" -eq 2 ]
    # 2.5 to 3.5 of 6.98 s in 72 columns; 20 ms are widened to a tenth of a
    # second, about a column.
    grep -qxE 'cut    │ {25}\[2═{9}\]' <<< "$(head -n 1 cuts)"
    grep -qxE 'cut    │ {10}\[\]' <<< "$(tail -n 1 cuts)"
    grep -qE '^time   │0:00 +0:01 ' <<< "$output"
    grep -qx '1 column: 0:00.096; height: dB of full scale, 0 to -60' <<< "$output"
    grep -qx '░ loudest moment' <<< "$output"
    grep -q '^\[1═\] taken out, with its number; I in less than' <<< "$output"
    # The list: just what "plan" says is cut.
    sar-export plan --ref "$REF" > plan || [ $? -eq 5 ]
    for cut in '1  0:01.000 to 0:01.100' '2  0:02.500 to 0:03.500'; do
        grep -q "^ *$cut  frames" plan
        grep -qE "^ *$cut  channel [12]  (TP|LPP)  tone\$" <<< "$output"
    done
    grep -qx 'Talk on channel 2: 0:0[1-6].[0-9]* in [0-9]* stretch[es]*' <<< "$output"
    grep -qx '       marked 0:01.000 to 0:01.020, channel 2, LPP' <<< "$output"
}

@test "ASCII where the locale has no more, or --ascii; no wider than it may be" {
    listen 8 --ascii
    [ "$status" -eq 0 ]
    [ -z "$(tr -d '\n -~' <<< "$output")" ]
    grep -qE '^cut    \| {25}\[2={9}\]$' <<< "$output"
    ascii=$output
    for locale in C POSIX no_SUCH.UTF-8; do
        LC_ALL=$locale listen 8
        [ "$status" -eq 0 ]
        [ "$output" = "$ascii" ]
    done
    for width in 20 39 40 400; do
        listen 4 --width "$width"
        [ "$status" -eq 0 ]
        fits "$width"
        grep -q '^c\(ut    \)\? *│ *\[1═*\]$' <<< "$output"
    done
    for width in 19 401 -1 x; do
        listen 4 --width "$width"
        [ "$status" -eq 2 ] && [ -z "$output" ]
    done
}

@test "a part, and what goes on out of sight of it" {
    listen 4 --from 0:06.5 --to 8
    [ "$status" -eq 0 ]
    grep -q '^Shown: the original, from 0:06.500 to 0:08.000$' <<< "$output"
    grep -qx 'cut    │<1═*>' <<< "$output"
    grep -qx 'time   │    0:06.6 .*' <<< "$output"
    listen 4 --from 0:00 --to 0:05
    grep -qx 'cut    │' <<< "$output"
    for time in '--from 99' '--from 5 --to 5' '--from 5 --to 4' '--to 0' \
        '--from 1:2:3:4' '--from 1:60' '--from .5' '--from 5.' '--from -1' \
        '--from 1e3' '--to 0x5' '--to 99999999999999999999'; do
        # shellcheck disable=SC2086 # words
        listen 4 $time
        [ "$status" -eq 2 ] && [ -z "$output" ]
    done
}

@test "--json: the same facts, against the samples themselves" {
    listen 8 --json --from 0:00.5 --to 0:04
    [ "$status" -eq 0 ]
    summary_is 0
    printf '%s\n' "$output" > lines
    python3 "$ROOT/tests/cli/schemas.py" "$ROOT/man/schemas" lines
    python3 - "$(file_of 8)" lines <<'END'
import array, json, math, sys, wave
w = wave.open(sys.argv[1])
s = array.array("h", w.readframes(w.getnframes()))
d = json.loads(open(sys.argv[2]).readline())
assert (d["rate"], d["channels"], d["frames"]) == (8000, 2, w.getnframes())
assert (d["from"], d["to"], d["from_us"], d["to_us"]) == (4000, 32000, 500000, 4000000)
assert [c["channels"] for c in d["cuts"]] == [[2], [1]]
assert [(c["from_us"], c["to_us"]) for c in d["cuts"]] == [(1000000, 1100000), (2500000, 3500000)]
assert d["cuts"][0]["marks"] == [{"basis": "LPP", "channels": [2], "from_us": 1000000, "to_us": 1020000}]
assert d["marks_left"] == [] and d["redacted"] is False
for channel in d["levels"]:
    assert len(channel["peak"]) == len(channel["mean"]) == 72
    for k in range(72):
        a, b = (4000 + 28000 * n // 72 for n in (k, k + 1))
        part = s[2 * a + channel["channel"] - 1:2 * b:2]
        assert channel["peak"][k] == max(map(abs, part))
        assert channel["mean"][k] == math.isqrt(sum(x * x for x in part) // len(part))
END
}

@test "on a terminal it is played: the very samples, by a pipe, and no copy" {
    before=$(listing)
    on_terminal -- 8 --player "$player"
    [ "$status" -eq 0 ]
    grep -q 'Playing the original; ctrl-C ends it.' screen
    ffmpeg -v error -i "$(file_of 8)" -f s16le source.raw
    ffmpeg -v error -f wav -i wav -f s16le played.raw
    cmp source.raw played.raw
    [ "$(ffprobe -v error -of csv=p=0 -show_entries stream=sample_rate,channels wav)" = 8000,2 ]
    [ "$(listing)" = "$before" ]
    # It has nothing but that, and 3 is what ls looks in.
    [ "$(cat fds)" = $'0\n1\n2\n3' ]
    [ ! -e has-tty ]
    run ! grep -q 'SAR_\|ASAN' env
    grep -q '^PATH=' env
    # A part of it.
    on_terminal -- 8 --player "$player" --from 1.5 --to 2.25
    [ "$status" -eq 0 ]
    ffmpeg -v error -y -f wav -i wav -f s16le played.raw
    tail -c +$((8000 * 4 * 3 / 2 + 1)) source.raw | head -c 24000 | cmp - played.raw
}

@test "--redacted is what would be packaged, and refused where nothing would" {
    on_terminal -- 8 --player "$player" --redacted --fill silence
    [ "$status" -eq 0 ]
    grep -q 'Playing what would be packaged' screen
    python3 - "$(file_of 8)" wav <<'END'
import array, sys, wave
w = wave.open(sys.argv[1])
s = array.array("h", w.readframes(w.getnframes()))
for channel, a, b in ((0, 20000, 28000), (1, 8000, 8800)):
    assert any(s[2 * a + channel:2 * b:2])
    for f in range(a, b):
        s[2 * f + channel] = 0
p = wave.open(sys.argv[2])
assert p.getnframes() == w.getnframes()
assert array.array("h", p.readframes(p.getnframes())) == s
END
    # Nobody has decided about this one; the other holds nothing.
    listen 3 --redacted
    [ "$status" -eq 5 ] && [ -z "$output" ]
    [ "$stderr" = 'sar-export: --redacted: as things stand nothing of item 3 is packaged' ]
    listen 1
    [ "$status" -eq 2 ]
}

@test "no cut is said otherwise of what leaves whole and of what is withheld whole" {
    listen 11
    [ "$status" -eq 0 ]
    grep -qx 'Cuts: none.  All of it would be packaged.' <<< "$output"
    run ! grep -q 'nothing of it is packaged' <<< "$output"
    # Held past retention, and left out of the answer.
    listen 2
    [ "$status" -eq 0 ]
    grep -qx 'As things stand nothing of it is packaged.' <<< "$output"
    grep -qx 'Cuts: none.' <<< "$output"
    listen 4
    run ! grep -q 'nothing of it is packaged' <<< "$output"
    # Cuts that wait for who decided on them: they are told, and that it stays.
    cp -R "$SAR_HOME" home
    sed -i '/^decisions = optional$/d' home/sar.conf
    SAR_HOME=home listen 4
    [ "$status" -eq 0 ]
    grep -qx 'As things stand nothing of it is packaged.' <<< "$output"
    grep -qx 'Cuts: what the plan takes out, and the marks it is for' <<< "$output"
}

@test "what is no terminal gets the picture only, and has nobody who ends it" {
    timeout 60 sar-export listen "$REF" 4 --player "$player" > out < /dev/null
    [ ! -e wav ]
    run ! grep -q $'\033' out
    timeout 60 sar-export listen "$REF" 4 --player "$player" | cat > piped
    cmp out piped
    on_terminal -- 4 --player "$player" --no-play
    [ "$status" -eq 0 ]
    on_terminal -- 4 --player "$player" --json
    [ "$status" -eq 0 ] && [ ! -e wav ]
}

@test "colour on a terminal, and not with NO_COLOR, and its sign either way" {
    on_terminal -- 4 --no-play
    grep -q $'\033\[31m' screen
    NO_COLOR=1 on_terminal -- 4 --no-play
    run ! grep -q $'\033' screen
    grep -q '\[1═*\]' screen
}

@test "players: the one of sar.conf, the first there is, none" {
    cp -R "$SAR_HOME" home
    export SAR_HOME=$PWD/home
    printf '[review]\nplayer = %s\n' "$player" >> home/sar.conf
    sar-export config check --quiet
    on_terminal -- 4
    [ "$status" -eq 0 ] && [ -s wav ]
    rm wav
    sed -i 's/^player = .*/player = not-there/' home/sar.conf
    listen 4
    [ "$status" -eq 2 ] && [ -z "$output" ]
    [ "$stderr" = 'sar-export: player in sar.conf: no such program that can be run' ]
    sed -i '/^player = /d' home/sar.conf
    # The first on PATH that is known.
    mkdir bin
    printf '#!/bin/sh\necho "$@" > "%s/words"\nexec cat > "%s/wav"\n' "$PWD" "$PWD" \
        > bin/aplay
    chmod +x bin/aplay
    ln -s "$(type -P cat)" bin/cat
    program=$(type -P sar-export)
    run python3 "$ROOT/tests/cli/screen.py" screen -- \
        env PATH="$PWD/bin" "$program" listen "$REF" 4
    [ "$status" -eq 0 ] && [ -s wav ]
    [ "$(cat words)" = '-q -' ]
    rm wav
    run python3 "$ROOT/tests/cli/screen.py" screen -- \
        env PATH= "$program" listen "$REF" 4
    [ "$status" -eq 0 ]
    grep -q 'Not played: none of ffplay, mpv, .* is installed' screen
    grep -q '\[1.*\]' screen
}

@test "a player that fails is told of, and cannot reach the terminal" {
    printf '#!/bin/sh\nprintf "\\033]0;owned\\007no \\233card\\nat all" >&2\nexit 4\n' > bad
    chmod +x bad
    NO_COLOR=1 on_terminal -- 4 --player ./bad
    [ "$status" -eq 1 ]
    grep -q 'sar-export: player: ended with status 4' screen
    grep -q 'the player says: ?]0;owned?no ?card' screen
    grep -q 'the player says: at all' screen
    run ! grep -qa $'\a\|\033]' screen
    # One that somebody closes has not failed.
    printf '#!/bin/sh\nexec head -c 100 > /dev/null\n' > early
    chmod +x early
    on_terminal -- 4 --player ./early
    [ "$status" -eq 0 ]
    grep -q 'The player ended before the sound did.' screen
    for bad in ./not-there "$PWD" './bad | cat' "'./bad"; do
        on_terminal -- 4 --player "$bad"
        [ "$status" -eq 2 ]
        run ! grep -q '0 │' screen
    done
}

@test "control-C ends the player, whatever it has started, and gives back the terminal" {
    cat > long <<'END'
#!/bin/sh
sh -c 'trap "" TERM INT HUP; echo $$ > "$1/new"; mv "$1/new" "$1/pid"
    while :; do sleep 60; done' sh "$1" &
wait
END
    chmod +x long
    # shellcheck disable=SC2016 # is for that shell
    run python3 "$ROOT/tests/cli/screen.py" screen -- sh -c '
        stty -a > before
        sar-export listen "$1" 4 --player "./long ." & pid=$!
        until [ -e pid ]; do sleep 0.05; done
        kill -INT "$pid"
        wait "$pid"; echo "status $?"
        stty -a | cmp before - && echo same' sh "$REF"
    grep -q 'status 130' screen
    grep -q same screen
    grep -q 'sar-export: .*interrupted\|sar-export: .*signal' screen
    for _ in $(seq 100); do
        grep -qs '^State:.Z\|^State:.[^Z]' "/proc/$(cat pid)/status" || break
        grep -qs '^State:.Z' "/proc/$(cat pid)/status" && break
        sleep 0.05
    done
    run ! grep -qs '^State:.[^Z]' "/proc/$(cat pid)/status"
}

@test "a file that is not the one that was imported is not shown or heard" {
    cp -R "$SAR_HOME" home
    file=$(file_of 4)
    export SAR_HOME=$PWD/home
    printf x | dd of="home/${file#"$BATS_FILE_TMPDIR"/home/}" bs=1 seek=5000 conv=notrunc \
        status=none
    on_terminal -- 4 --player "$player"
    [ "$status" -eq 14 ]
    [ ! -s wav ]
    run ! grep -q '0 │' screen
}

@test "what is suggested, by the records and the sound: drawn apart, never cut" {
    empty_home
    python3 - "$monitor/call.wav" > call.json <<'END'
import array, json, math, sys, wave
s = array.array("h", bytes(2 * 8000 * 40))
for key in range(4):
    for f in range(1200):
        s[40000 + 2000 * key + f] = int(8000 * (math.sin(2 * math.pi * 697 * f / 8000) +
                                                math.sin(2 * math.pi * 1209 * f / 8000)))
w = wave.open(sys.argv[1], "wb")
w.setnchannels(1), w.setsampwidth(2), w.setframerate(8000)
w.writeframes(s.tobytes())
json.dump({"vcon": "0.3.0", "uuid": "01900000-0000-8000-8000-000000000001",
    "created_at": "2026-05-01T09:00:00Z",
    "parties": [{"tel": "tel:+441632960123"}, {"tel": "tel:+441632960000"},
                {"tel": "tel:+447700900456", "name": "C. Invented"}],
    "dialog": [{"type": "recording", "start": "2026-05-01T09:31:00Z", "duration": 40,
        "parties": [0, 1, 2], "originator": 0, "mediatype": "audio/x-wav",
        "url": "call.wav", "party_history": [
            {"party": 2, "event": "join", "time": "2026-05-01T09:31:20Z"},
            {"party": 2, "event": "drop", "time": "2026-05-01T09:31:30Z"}]}]},
    sys.stdout)
END
    sar-index import --quiet call.json
    sar-export request --quiet --ref "$REF" --number 01632960123 \
        --from 2026-05-01 --to 2026-05-03 --received 2026-05-20 --identity verified
    listen 1 --ascii
    [ "$status" -eq 0 ]
    fits 80
    # 5 to 5.9 and 19 to 31 of 40 s, in 72 columns.
    grep -qxE 'suggest\| {8,9}\([1.]?\) {22,24}\(2\.{18,20}\)' <<< "$output"
    grep -q '^(1\.) suggested, not taken out' <<< "$output"
    grep -qx 'Cuts: none.' <<< "$output"
    grep -qE '^    1  0:0[45]\.[0-9]* to 0:0[56]\.[0-9]*  channel 1  dtmf: ' <<< "$output"
    grep -q '^       MIND: .*card' <<< "$output"
    grep -qx '    2  0:19.000 to 0:31.000  all channels  joined: .*' <<< "$output"
    [ "$(grep -c '^       how: ' <<< "$output")" -eq 2 ]
    [[ $output != *960* && $output != *Invented* ]]
    # What is not shown is counted, and neither listed nor drawn.
    listen 1 --ascii --from 18 --to 32
    grep -qE '^    1  0:19.000 to 0:31.000 .* joined: ' <<< "$output"
    grep -qxE ' +1 more before or after what is shown[.]' <<< "$output"
    [[ $output != *dtmf:* ]]
    listen 1 --ascii --from 32
    grep -qx 'Suggestions: none in what is shown.  That is no proof: listen to it.' <<< "$output"
    grep -qxE ' +2 more before or after what is shown[.]' <<< "$output"
    listen 1 --json
    python3 -c '
import json, sys
d = json.loads(sys.stdin.readline())
codes = [s["code"] for s in d["suggestions"]]
assert "dtmf" in codes and "joined" in codes and "silence" in codes, codes
assert d["cuts"] == [] and d["heard"] is True and d["more"] is False
' <<< "$output"
}
