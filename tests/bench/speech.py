"""Something with a voice's spectrum and pauses, the same every time."""
import array
import math
import random

RATE = 8000


def speech(seconds, seed=1):
    rng = random.Random(seed)
    out = array.array("h")
    phase = 0.0
    while len(out) < seconds * RATE:
        pitch = rng.uniform(90, 220)
        loud = rng.choice((0, 2000, 6000, 9000))
        for _ in range(RATE // 4):
            phase += 2 * math.pi * pitch / RATE
            out.append(int(loud * (math.sin(phase) + 0.5 * math.sin(3 * phase))
                           / 1.5 + rng.randint(-200, 200)))
    return out[:seconds * RATE]
