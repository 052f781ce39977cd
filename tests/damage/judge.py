"""Is what came out the recording with its cuts, and nothing that was cut?

Knows the seed and what was done to it; shares nothing with what it judges.
"""
import array
import math
import operator
import subprocess

import seeds as sound

LEAK, PLACE = 160, 400  # frames that are looked at together
LOUD = 0.01 * 32768
MP3_LATE = 1105

TABLE = [(math.cos(2 * math.pi * sound.SECRET_HZ * i / sound.RATE),
          math.sin(2 * math.pi * sound.SECRET_HZ * i / sound.RATE))
         for i in range(LEAK)]
COS, SIN = [c for c, _ in TABLE], [s for _, s in TABLE]


def dot(a, b):
    return sum(map(operator.mul, a, b))


# --- Reading what was written ---
def g711(code, alaw):
    """ITU-T G.711: the value of a code, in 16 bits."""
    code ^= 0x55 if alaw else 0xff
    step, part = code >> 4 & 7, code & 15
    if alaw:
        value = (part << 4) + 8 if step == 0 else (part * 16 + 264) << step - 1
        return value if code & 0x80 else -value
    value = ((part << 3) + 132 << step) - 132
    return -value if code & 0x80 else value


ALAW = [g711(c, True) for c in range(256)]
ULAW = [g711(c, False) for c in range(256)]


def read_wav(data):
    """(tag, channels, rate, samples); the file must be nothing but these."""
    at, fmt, body = 12, b"", None
    while at < len(data):
        name = data[at:at + 4]
        size = int.from_bytes(data[at + 4:at + 8], "little")
        if name == b"fmt ":
            fmt = data[at + 8:at + 8 + size]
        elif name == b"data":
            body = data[at + 8:at + 8 + size]
            if len(body) != size:
                raise ValueError("sound is cut")
        elif name != b"fact":
            raise ValueError("a chunk that is no sound")
        at += 8 + size + (size & 1)
    tag = int.from_bytes(fmt[:2], "little")
    if tag == 1:
        out = array.array("h", body)
    else:
        table = {6: ALAW, 7: ULAW}[tag]
        out = array.array("h", [table[c] for c in body])
    return fmt[2], int.from_bytes(fmt[4:8], "little"), out


def read(path, rate, channels):
    """The samples of an output, a list a channel."""
    with open(path, "rb") as f:
        head = f.read()
    if head[:4] == b"RIFF":
        n, hz, out = read_wav(head)
        if (n, hz) != (channels, rate):
            raise ValueError("another rate or number of channels")
    else:
        argv = ["ffmpeg", "-v", "error", "-nostdin", "-i", path, "-f", "s16le",
                "-ar", str(rate), "-"]
        if head[:4] == b"fLaC":
            argv = ["flac", "-dcs", "--force-raw-format", "--endian=little",
                    "--sign=signed", path]
        out = array.array("h", subprocess.run(
            argv, check=True, capture_output=True).stdout)
    # MP3 begins with what its encoder and its decoder are late by.
    late = MP3_LATE * channels if head[:1] == b"\xff" else 0
    return [out[late + c::channels] for c in range(channels)]


# --- What is heard ---
def spans(cuts, frames, step):
    """Where each window outside the cuts starts."""
    at = 0
    for a, b in list(cuts) + [(frames, frames)]:
        while at + step <= min(a, frames):
            yield at
            at += step
        at = max(at, b)


def secret_at(samples, cuts):
    """The first frame outside the cuts where the secret is heard, or None."""
    for at in spans(cuts, len(samples), LEAK):
        part = samples[at:at + LEAK]
        power = 2 * (dot(part, COS) ** 2 + dot(part, SIN) ** 2) / LEAK
        if power > LEAK * LOUD * LOUD / 2 and power > 0.5 * dot(part, part):
            return at
    return None


def pitch(part):
    """The frequency of a tone by its zero crossings; 0: no tone."""
    marks = [i for i in range(1, len(part)) if (part[i] < 0) != (part[i-1] < 0)]
    if len(marks) < 10:
        return 0
    first, last = (i - 1 + part[i-1] / (part[i-1] - part[i])
                   for i in (marks[0], marks[-1]))
    hz = (len(marks) - 1) * sound.RATE / (2 * (last - first))
    turn = 2 * math.pi * hz / sound.RATE
    power = (dot(part, [math.cos(turn * i) for i in range(len(part))]) ** 2 +
             dot(part, [math.sin(turn * i) for i in range(len(part))]) ** 2)
    energy = dot(part, part) * len(part) / 2
    return hz if power > 0.8 * energy else 0


def moved_at(samples, truth, cuts, channel, slack):
    """The first frame that belongs elsewhere, by more than slack seconds."""
    wrong = []
    for at in spans(cuts, len(samples), PLACE):
        part, right = samples[at:at + PLACE], truth[at:at + PLACE]
        energy = dot(part, part)
        if energy < PLACE * LOUD * LOUD / 2:
            continue
        if len(right) == PLACE and dot(part, right) > 0.9 * math.sqrt(
                energy * dot(right, right)):
            continue
        hz = pitch(part)
        if not sound.LOW - 20 < hz < sound.HIGH + 20:
            continue
        time = (hz - sound.LOW) / sound.SLOPE
        if channel == 1:
            time = (sound.HIGH - hz) / sound.SLOPE
        if abs(time - (at + PLACE / 2) / sound.RATE) > slack:
            wrong.append(at)
    return wrong[0] if len(wrong) > 1 else None


def fill_broken(samples, cuts, fill, silence):
    """The first frame inside a cut that is not the fill, or None."""
    for a, b in cuts:
        for at in range(a, min(b, len(samples))):
            if fill != "tone" and samples[at] not in silence:
                return at
            if abs(samples[at]) > 3600:
                return at
    return None


def differs_at(samples, truth, cuts):
    at = 0
    for a, b in list(cuts) + [(len(samples), len(samples))]:
        a = min(a, len(samples))
        if samples[at:a] != truth[at:a]:
            return next(i for i in range(at, a)
                        if samples[i:i + 1] != truth[i:i + 1])
        at = max(at, min(b, len(samples)))
    return None


class Case:
    """One damaged file and what became of it."""

    def __init__(self, seed, way, what, needed, cuts, fill, form):
        self.seed, self.way, self.what, self.needed = seed, way, what, needed
        self.cuts, self.fill, self.form = cuts, fill, form


def judge_sound(case, channels, truth, intact):
    """What is wrong with what was kept and cut, or None."""
    seed, lossy = case.seed, case.form in ("mp3", "opus")
    slack = 0.15 if seed.codec == "mp3" or case.form == "mp3" else 0.04
    # Other bits in a packet of ALAC make its predictor ring at whatever pitch
    # the packet has, for every player: only where the cuts are is known.
    rings = (seed.codec, case.what) == ("alac", "altered")
    for c, samples in enumerate(channels):
        at = None if rings else secret_at(samples, case.cuts)
        if at is not None:
            return "the secret is heard at %d" % at
        at = None if rings else moved_at(samples, truth[c], case.cuts, c,
                                         slack)
        if at is not None:
            return "what is heard at %d belongs elsewhere" % at
        if not lossy:
            at = fill_broken(samples, case.cuts, case.fill, (0, 8, -8))
            if at is not None:
                return "not the fill at %d" % at
        if intact and not lossy and seed.codec in sound.EXACT:
            # A fade is on what is kept.
            edge = 40 if case.fill == "fade" else 0
            at = differs_at(samples, truth[c],
                            [(a - edge, b + edge) for a, b in case.cuts])
            if at is not None:
                return "another sample at %d" % at
    return None


def judge(case, said, path, truth):
    """What is wrong, or None, of one that was taken; and its class."""
    codec, rate, n, frames, findings = said
    rate, n, frames = int(rate), int(n), int(frames)
    same = (codec == case.seed.codec and rate == sound.RATE and
            n == case.seed.channels)
    if case.what == "any" or not same:
        # Of another shape, and nobody can know: only that it ends well.
        return (None, "other") if same or case.what == "any" or findings \
            else ("taken for something else", "other")
    if case.needed and not findings:
        return "taken, and nothing said", "taken"
    if case.what == "moved" and findings:
        return None, "flagged"
    channels = read(path, rate, n)
    length = len(truth[0])
    if case.what == "whole" and frames < length - 2000 and not findings:
        return "%d frames of %d, and nothing said" % (frames, length), "taken"
    wrong = judge_sound(case, channels, truth,
                        case.what in ("whole", "start"))
    return wrong, "flagged" if findings else "taken"
