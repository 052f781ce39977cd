"""hear.py HEAR WORK CHECK: what is heard of sound, by tests/bench/hear.c, held
against programs that are none of ours: what sox and espeak-ng put together,
where ffmpeg's silencedetect finds silence, what multimon-ng reads of the keys.
Prints what it measured."""
import array
import math
import random
import re
import subprocess
import sys
import wave

RATE = 8000
KEYS = "123A456B789C*0#D"
LOW, HIGH = (697, 770, 852, 941), (1209, 1336, 1477, 1633)


def run(*argv, data=b""):
    return subprocess.run(argv, input=data, capture_output=True, check=True)


def raw(samples):
    return array.array("h", [max(-32768, min(32767, round(x)))
                             for x in samples]).tobytes()


def hear(data, rate=RATE, channels=1):
    out = run(sys.argv[1], str(rate), str(channels), data=data).stdout.decode()
    lines = [line.split("\t") for line in out.splitlines()]
    return [(k, float(a) / 1000, float(b) / 1000, what)
            for k, a, b, _, what in lines]


def save(path, data, rate=RATE):
    with wave.open(path, "wb") as w:
        w.setnchannels(1)
        w.setsampwidth(2)
        w.setframerate(rate)
        w.writeframes(data)


def through(codec, data):
    """What a codec makes of it: sox and libgsm, not ours."""
    if codec == "pcm16":
        return data
    form = ["-t", "raw", "-r", "8000", "-c", "1", "-e", "signed", "-b", "16"]
    code = {"alaw": ["-t", "al"], "ulaw": ["-t", "ul"], "gsm": ["-t", "gsm"],
            "ima": ["-t", "ima"]}[codec]
    code += ["-r", "8000", "-c", "1"]
    coded = run("sox", "-D", *form, "-", *code, "-", data=data).stdout
    return run("sox", "-D", *code, "-", *form, "-", data=coded).stdout


def keyed(keys, on, off, db, noise, rng):
    """A sequence of keys, pressed for so many ms, over noise."""
    out = [0.0] * (RATE // 2)
    size = 32767 * 10 ** (db / 20)
    for key in keys:
        nr = KEYS.index(key)
        a = 2 * math.pi * LOW[nr // 4] / RATE
        b = 2 * math.pi * HIGH[nr % 4] / RATE
        out += [size * (math.sin(a * i) + math.sin(b * i))
                for i in range(RATE * on // 1000)]
        out += [0.0] * (RATE * off // 1000)
    out += [0.0] * (RATE // 2)
    loud = 32767 * 10 ** (noise / 20)
    return [x + rng.gauss(0, loud) for x in out]


def multimon(path):
    up = path + ".22.raw"
    run("sox", path, "-r", "22050", "-t", "raw", "-e", "signed", "-b", "16",
        up)
    out = run("multimon-ng", "-q", "-a", "DTMF", "-t", "raw", up).stdout
    return "".join(re.findall(r"DTMF: (.)", out.decode()))


def keys(work):
    """As many keys as were pressed, and no fewer than another finds."""
    rng = random.Random(1)
    total = got = theirs = 0
    for codec in "pcm16", "alaw", "ulaw", "gsm", "ima":
        for on, off, db in (100, 100, -12), (60, 60, -25), (45, 45, -15):
            pressed = "".join(rng.choice(KEYS) for _ in range(25))
            data = through(codec, raw(keyed(pressed, on, off, db, -60, rng)))
            save(work + "/keys.wav", data)
            n = sum(int(what) for kind, _, _, what in hear(data)
                    if kind == "dtmf")
            other = len(multimon(work + "/keys.wav"))
            total, got, theirs = total + 25, got + n, theirs + other
            print("keys: %s %d/%d ms %d dB: heard %d of 25, multimon-ng %d" % (
                codec, on, off, db, n, other))
            assert n == 25 or codec == "gsm" and n >= 24, n
    assert got >= theirs, (got, theirs)
    print("keys: %d of %d, multimon-ng %d" % (got, total, theirs))


def over_talk(work):
    """Keys while somebody talks: most, where the keys are louder."""
    rng = random.Random(4)
    text = open(sys.argv[0], encoding="utf-8").read()
    text = " ".join(re.findall("[a-z]{2,}", text))[1500:2700]
    run("espeak-ng", "-w", work + "/talk.wav", text)
    talk = array.array("h", run(
        "sox", "-D", work + "/talk.wav", "-r", "8000", "-b", "16", "-e",
        "signed", "-t", "raw", "-", "sinc", "300-3400").stdout)
    loud = math.sqrt(sum(x * x for x in talk) / len(talk))
    for louder, least in (0, 120), (6, 180), (10, 194):
        keyed_ = keyed("".join(rng.choice(KEYS) for _ in range(200)), 100, 100,
                       -15, -65, rng)
        by = 32767 * 10 ** ((-15 - louder) / 20) / loud
        data = raw([x + by * talk[i % len(talk)]
                    for i, x in enumerate(keyed_)])
        n = sum(int(what) for kind, _, _, what in hear(data)
                if kind == "dtmf")
        print("keys %d dB louder than talk: %d of 200" % (louder, n))
        assert least <= n <= 206, n


def speech(work):
    """Talk has no keys and no tones in it; what is silent, ffmpeg agrees."""
    voices = ("en-gb", "20"), ("en-gb+f3", "50"), ("en-us+m3", "40"), (
        "en-gb+f5", "90")
    text = open(sys.argv[0], encoding="utf-8").read()
    text = " ".join(re.findall("[a-z]{2,}", text))[:1500]
    seconds = 0
    for voice, pitch in voices:
        run("espeak-ng", "-v", voice, "-p", pitch, "-w", work + "/talk.wav", text)
        # As a telephone passes it on, loud and low.
        for gain in "-3", "-20":
            data = run("sox", "-D", work + "/talk.wav", "-r", "8000", "-b",
                       "16", "-e", "signed", "-t", "raw", "-", "gain", "-n",
                       gain, "sinc", "300-3400").stdout
            found = hear(data)
            seconds += len(data) / 2 / RATE
            assert not [x for x in found if x[0] in (
                "dtmf", "ringing", "tone")], found
            assert [x for x in found if x[0] == "talk"], found
    print("talk: %d s, no key and no tone in it" % seconds)


def silences(path):
    err = subprocess.run(
        ["ffmpeg", "-hide_banner", "-i", path, "-af",
         "silencedetect=noise=-50dB:d=2", "-f", "null", "-"],
        capture_output=True, check=True).stderr.decode()
    starts = re.findall(r"silence_start: (-?[0-9.]+)", err)
    ends = re.findall(r"silence_end: ([0-9.]+)", err)
    return list(zip(map(float, starts), map(float, ends)))


def silence(work):
    """Talk and silence in turns: where ffmpeg's silencedetect has silence."""
    rng = random.Random(2)
    run("espeak-ng", "-w", work + "/talk.wav", "One moment, please. Hello?")
    talk = array.array("h", run(
        "sox", "-D", work + "/talk.wav", "-r", "8000", "-b", "16", "-e",
        "signed", "-t", "raw", "-", "gain", "-n", "-6", "silence", "1", "0.01",
        "1%", "reverse", "silence", "1", "0.01", "1%", "reverse").stdout)
    out = []
    for _ in range(12):
        out += [0] * int(RATE * rng.uniform(2.6, 7)) + list(talk)
    out += [0] * (4 * RATE)
    out = raw([x + rng.gauss(0, 20) for x in out])
    save(work + "/silence.wav", out)
    theirs = silences(work + "/silence.wav")
    ours = [(a, b) for kind, a, b, _ in hear(out) if kind == "silence"]
    print("silence: ours %d, ffmpeg's %d" % (len(ours), len(theirs)))
    assert len(ours) == len(theirs) == 13, (ours, theirs)
    worst = 0
    for (a, b), (c, d) in zip(ours, theirs):
        # Ours leaves 0.1 s to the talk on either side.
        worst = max(worst, abs(a - c), abs(b - d))
        assert a >= c - 0.05 and b <= d + 0.05, (a, b, c, d)
    print("silence: edges differ by %.2f s at most" % worst)
    assert worst < 0.35, worst


{"keys": keys, "over": over_talk, "speech": speech, "silence": silence}[
    sys.argv[3]](sys.argv[2])
