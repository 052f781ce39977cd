"""Time commitments to an hour of a call, at 8000 Hz in one channel, against
decoding it: processor time of the process and of the decoder's, in turn, in one
process.  What is asked: that committing takes no more than half as much again
as openssl takes to hash the samples and nothing else; that, of what is really
decoded, it takes less than the decoding; and that verifying takes no more than
committing, or hardly.  PCM and G.711 are copied rather than decoded, by
libsndfile too: that is faster than anything that has to look at each byte.
"""
import statistics
import subprocess
import sys

import measure
from speech import RATE, speech

ROUNDS = 7
# codec, options of ffmpeg
CODECS = (("pcm16", ["-c:a", "pcm_s16le"], "wav"),
          ("ulaw", ["-c:a", "pcm_mulaw"], "wav"),
          ("flac", ["-c:a", "flac"], "flac"),
          ("mp3", ["-b:a", "32k"], "mp3"))


def make(path, pcm, options):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "s16le",
                    "-ar", str(RATE), "-ac", "1", "-i", pcm] + options +
                   ["-ar", str(RATE), path], check=True)


def openssl(work, megabytes):
    """Seconds that hashing as many bytes takes at the very least."""
    path = work + "/zeros"
    with open(path, "wb") as f:
        f.truncate(megabytes * 1000000)
    return measure.run(["openssl", "dgst", "-sha256", path], work)[0][0]


def main():
    tool, work = sys.argv[1:]
    pcm = work + "/hour.pcm"
    with open(pcm, "wb") as f:
        (speech(300) * 12).tofile(f)
    bad = 0
    floor = min(openssl(work, 58) for _ in range(ROUNDS))
    print("commit: an hour, 8000 Hz, one channel, 57.6 MB of samples; openssl "
          "dgst -sha256 of as many bytes: %.3f s" % floor)
    for codec, options, form in CODECS:
        path = "%s/hour.%s" % (work, form)
        make(path, pcm, options)
        out = subprocess.run([tool, str(ROUNDS), path], check=True,
                             capture_output=True, text=True).stdout
        rounds = [[float(x) for x in line.split()]
                  for line in out.splitlines()]
        theirs, decode, commit, prove, verify = (
            statistics.median(r[k] for r in rounds) for k in range(5))
        print("  %-6s libsndfile %.3f s, ours %.3f s, and commit %.3f s, or "
              "prove %.3f s, or verify %.3f s; proof %.1f KB"
              % (codec, theirs, decode, commit, prove, verify,
                 rounds[0][5] / 1000))
        own = [r[2] - r[1] for r in rounds]
        most = None if form == "wav" else 1.0
        for what, most, by in (
                ("committing, of openssl dgst of the samples", 1.5,
                 [c / floor for c in own]),
                ("committing, of decoding by ours", most,
                 [c / r[1] for c, r in zip(own, rounds)]),
                ("committing, of decoding by libsndfile", most,
                 [c / r[0] for c, r in zip(own, rounds)]),
                ("decoding and verifying, of decoding and committing", 1.25,
                 [r[4] / r[2] for r in rounds])):
            share = statistics.median(by)
            missed = most is not None and share > most
            bad += missed
            print("    %5.2f  %s%s%s" % (
                share, what, "" if most is None
                else ", asked at most %.2f" % most,
                ": MISSED" if missed else ""), flush=True)
    return 1 if bad else 0


sys.exit(main())
