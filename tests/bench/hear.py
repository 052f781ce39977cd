"""Time hearing an hour and three hours of decoded sound, against ffmpeg's
silencedetect on the same samples, which tells silence and nothing else.
Processor time of whole processes, in turn, in one run.  What is asked: that it
takes no more than MOST times as long as that, for it listens for tones, keys,
music and voices as well; that three hours take no more memory than one, but for
the list; and that a recording of three hours in two channels is heard in
half a minute, for somebody waits for it."""
import statistics
import sys

import measure
from speech import RATE, speech

ROUNDS = 3
MOST = 12
# rate, channels, hours
SHAPES = (RATE, 1, 1), (RATE, 2, 1), (RATE, 2, 3), (48000, 2, 1)


def make(path, rate, channels, hours):
    """As many samples as that, of talk."""
    if rate == RATE:
        block = speech(300)
    else:
        block = speech(300 * RATE // rate + 1)
        block = block.__class__("h", (x for x in block
                                      for _ in range(rate // RATE)))
    block = block.tobytes()
    want = rate * channels * hours * 3600 * 2
    with open(path, "wb") as f:
        for _ in range(want // len(block) + 1):
            f.write(block)
        f.truncate(want)


def main():
    tool, work = sys.argv[1:]
    bad, peaks = 0, []
    for rate, channels, hours in SHAPES:
        path = work + "/sound.raw"
        make(path, rate, channels, hours)
        ours, theirs, peak = [], [], 0
        for _ in range(ROUNDS):
            (cpu, _, mib), _ = measure.run(
                [tool, str(rate), str(channels), path], work)
            ours.append(cpu)
            peak = max(peak, mib)
            (cpu, _, _), _ = measure.run(
                ["ffmpeg", "-v", "error", "-nostdin", "-f", "s16le", "-ar",
                 str(rate), "-ac", str(channels), "-i", path, "-af",
                 "silencedetect=noise=-50dB:d=2", "-f", "null", "-"], work)
            theirs.append(cpu)
        mine, other = statistics.median(ours), statistics.median(theirs)
        print("hear: %d h, %d Hz, %d channel%s: %.2f s, ffmpeg's silencedetect "
              "%.2f s: %.1f times; peak %.1f MiB" % (
                  hours, rate, channels, "s" * (channels > 1), mine, other,
                  mine / other, peak))
        peaks.append(peak)
        bad += mine > MOST * other or mine > 30
    bad += peaks[2] > peaks[1] + 4
    sys.exit("hear: slower or larger than is asked" if bad else 0)


main()
