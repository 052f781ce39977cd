"""redaction.py: recordings for redaction.bats, and changes to them.

  make SOURCE REDACTED RATE CHANNELS FRAMES [CHANNEL:FROM:TO[:tone]]...
      noise, and the same with these blocks silent, or the tone
  change FROM TO flip SAMPLE | swap A B | shift | drop N | add N | mono
      a WAV file of 16 bits, somewhat changed; A and B are blocks
"""
import array
import random
import sys
import wave


def read(path):
    with wave.open(path) as w:
        return (w.getframerate(), w.getnchannels(),
                array.array("h", w.readframes(w.getnframes())))


def write(path, rate, channels, samples):
    with wave.open(path, "wb") as w:
        w.setnchannels(channels)
        w.setsampwidth(2)
        w.setframerate(rate)
        w.writeframes(samples.tobytes())


def tone_at(frame, rate):
    """By sar-plan(5)."""
    turn, sign = 2 * (1000 * frame % rate), 1
    if turn >= rate:
        turn, sign = turn - rate, -1
    up = turn * (rate - turn)
    return sign * (3277 * 16 * up // (5 * rate * rate - 4 * up))


def make(source, redacted, rate, channels, frames, *cuts):
    rate, channels, frames = int(rate), int(channels), int(frames)
    noise = random.Random(frames)
    samples = array.array("h", (noise.randrange(-9000, 9000)
                                for _ in range(frames * channels)))
    write(source, rate, channels, samples)
    block = rate // 10
    for cut in cuts:
        channel, a, b, *tone = cut.split(":")
        for f in range(int(a) * block, min(int(b) * block, frames)):
            value = tone_at(f, rate) if tone else 0
            samples[f * channels + int(channel)] = value
    write(redacted, rate, channels, samples)


def change(source, target, what, *numbers):
    rate, channels, samples = read(source)
    n = [int(x) for x in numbers]
    block = rate // 10 * channels
    if what == "flip":
        samples[n[0]] ^= 1
    elif what == "swap":
        a, b = (slice(x * block, (x + 1) * block) for x in n)
        samples[a], samples[b] = samples[b], samples[a]
    elif what == "shift":
        samples = samples[-channels:] + samples[:-channels]
    elif what == "drop":
        samples = samples[:-n[0] * channels]
    elif what == "add":
        samples.extend([0] * (n[0] * channels))
    elif what == "mono":
        samples, channels = samples[::channels], 1
    write(target, rate, channels, samples)


{"make": make, "change": change}[sys.argv[1]](*sys.argv[2:])
