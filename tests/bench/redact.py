"""Time the redaction of recordings against sox and ffmpeg on the same cuts.

sox has no way to silence a part, so it is made to do the least that has the
same result, in one process: trim away the 60 parts and pad silence in their
places, without dither.  ffmpeg sets the volume to 0 between the two times of
each cut.  Both write no more than we do.
"""
import os
import statistics
import subprocess
import sys

import measure
from speech import RATE, speech

ROUNDS = 7
HOUR, CUT, CALLS, CALL = 3600, 5, 100, 180
# The files of the last part: name, options of ffmpeg, format of the file.
CODECS = (("pcm16", [], "wav"), ("flac", [], "flac"),
          ("ima-adpcm", ["-c:a", "adpcm_ima_wav"], "wav"),
          ("mp3", ["-b:a", "32k"], "mp3"), ("gsm610", None, "wav"),
          ("vorbis", ["-c:a", "libvorbis"], "ogg"),
          ("opus", ["-c:a", "libopus", "-b:a", "24k"], "ogg"))


class Bench:
    def __init__(self, tool, work):
        self.tool, self.work = tool, work
        self.bad = 0

    def path(self, name):
        return self.work + "/" + name

    def shape(self, name, frames, cuts):
        with open(self.path(name), "w") as f:
            f.write("%d %d 1\n" % (frames, RATE))
            for a, b in cuts:
                f.write("%d %d\n" % (a, b))

    def ours(self, shape, codec, form, pairs, peaks=False):
        return [self.tool] + ["--peaks"] * peaks + [
            self.path(shape), codec, form] + pairs

    def times(self, ways, rounds=ROUNDS):
        """CPU seconds of each way, by name, round by round in turn."""
        out = {name: [] for name in ways}
        for name, argv in ways.items():
            measure.run(argv, self.work)  # warm
        for _ in range(rounds):
            for name, argv in ways.items():
                out[name].append(measure.run(argv, self.work)[0][0])
        return out

    def ratio(self, times, over, under, what, least=None, most=None):
        by = [a / b for a, b in zip(times[over], times[under])]
        ratio = statistics.median(by)
        asked = ""
        if least is not None:
            asked = ", asked at least %.1f" % least
        if most is not None:
            asked = ", asked at most %.2f" % most
        if (least is not None and ratio < least) or (
                most is not None and ratio > most):
            asked += ": MISSED"
            self.bad += 1
        print("  %6.2fx [%.2f..%.2f]  %s (%.3f s / %.3f s)%s" % (
            ratio, min(by), max(by), what, statistics.median(times[over]),
            statistics.median(times[under]), asked), flush=True)

    def extra(self, times, over, base, unit, what, most):
        """What over takes more than base, as a share of unit."""
        by = [(a - b) / c for a, b, c in zip(times[over], times[base],
                                             times[unit])]
        share = statistics.median(by)
        missed = share > most
        self.bad += missed
        print("  %6.1f%% [%.1f..%.1f]  %s, asked at most %.0f%%%s" % (
            100 * share, 100 * min(by), 100 * max(by), what, 100 * most,
            ": MISSED" if missed else ""), flush=True)


def sox_cuts(cuts):
    """Trim the parts away, then pad silence where each was."""
    trim, pad, gone = ["trim", "0"], ["pad"], 0
    for a, b in cuts:
        trim += ["=%ds" % a, "=%ds" % b]
        pad.append("%ds@%ds" % (b - a, a - gone))
        gone += b - a
    return trim + pad


def ffmpeg_cuts(cuts):
    return ["-af", "volume=0:enable='" + "+".join(
        "between(t,%.6f,%.6f)" % (a / RATE, (b - 1) / RATE)
        for a, b in cuts) + "'"]


FFMPEG = ["ffmpeg", "-v", "error", "-nostdin", "-y"]


def make(bench, name, pcm, options, form):
    raw = bench.path("make.pcm")
    with open(raw, "wb") as f:
        pcm.tofile(f)
    shape = ["-f", "s16le", "-ar", str(RATE), "-ac", "1"]
    if options is None:
        subprocess.run(["sox", "-t", "raw", "-r", str(RATE), "-e", "signed",
                        "-b", "16", "-c", "1", raw, "-e", "gsm-full-rate",
                        bench.path(name)], check=True)
    else:
        subprocess.run(FFMPEG + shape + ["-i", raw] + options + ["-ar",
                       str(RATE), "-f", form, bench.path(name)], check=True)
    os.unlink(raw)


def same_sound(bench, a, b):
    """Two decodes by ffmpeg, compared."""
    sums = [subprocess.run(FFMPEG + ["-i", bench.path(n), "-f", "md5", "-"],
                           check=True, capture_output=True).stdout
            for n in (a, b)]
    if sums[0] != sums[1]:
        sys.exit("%s and %s do not sound the same" % (a, b))


def one_hour(bench, base):
    cuts = [((60 * k + 20) * RATE + 37 * k, (60 * k + 20 + CUT) * RATE + 37 * k)
            for k in range(HOUR // 60)]
    hour = base * (HOUR // CALL)
    make(bench, "hour.wav", hour, ["-c:a", "pcm_alaw"], "wav")
    bench.shape("hour.shape", len(hour), cuts)
    source, sox, ff = bench.path("hour.wav"), sox_cuts(cuts), ffmpeg_cuts(cuts)
    say = "an hour of A-law, 60 cuts, to A-law: "

    def ours(form, out, peaks=False):
        return bench.ours("hour.shape", "alaw", form,
                          [source, bench.path(out)], peaks)

    times = bench.times({
        "ours": ours("alaw", "a.wav"),
        "peaks": ours("alaw", "ap.wav", True),
        "decode": ours("wav", "d.wav"),
        "cat": ["sh", "-c", "cat hour.wav > cat.wav"],
        "sox": ["sox", "-D", source, bench.path("s.wav")] + sox,
        "ffmpeg": FFMPEG + ["-i", source] + ff + [
            "-c:a", "pcm_alaw", bench.path("f.wav")]})
    same_sound(bench, "a.wav", "s.wav")
    same_sound(bench, "a.wav", "ap.wav")
    bench.ratio(times, "sox", "ours", say + "sox / ours", least=5)
    bench.ratio(times, "ffmpeg", "ours", say + "ffmpeg / ours", least=8)
    bench.ratio(times, "ours", "cat", say + "ours / cat", most=1.3)
    # Kept bytes are copied and not decoded, so nothing else pays for a peak.
    bench.extra(times, "peaks", "ours", "decode",
                say + "peaks, of a decode to 16 bits", 0.10)
    bench.ratio(times, "peaks", "ours", say + "with peaks / without")
    say = "the same, to FLAC: "
    times = bench.times({
        "ours": ours("flac", "a.flac"),
        "peaks": ours("flac", "ap.flac", True),
        "sox": ["sox", "-D", source, bench.path("s.flac")] + sox,
        "sox5": ["sox", "-D", source, "-C", "5", bench.path("s5.flac")] + sox,
        "ffmpeg": FFMPEG + ["-i", source] + ff + [bench.path("f.flac")]})
    same_sound(bench, "a.flac", "s.flac")
    bench.ratio(times, "sox", "ours", say + "sox / ours", least=2)
    bench.ratio(times, "ffmpeg", "ours", say + "ffmpeg / ours", least=2)
    bench.ratio(times, "sox5", "ours", say + "sox -C 5 / ours")
    bench.ratio(times, "peaks", "ours", say + "with peaks / without", most=1.1)
    sizes = [os.path.getsize(bench.path(n)) for n in ("a.flac", "s.flac",
                                                      "s5.flac", "f.flac")]
    print("           sizes of ours, sox, sox -C 5, ffmpeg: %s"
          % " ".join("%.1f MB" % (s / 1e6) for s in sizes))
    say = "the same, to WAV of 16 bits: "
    times = bench.times({
        "ours": ours("wav", "b.wav"), "peaks": ours("wav", "bp.wav", True),
        "sox": ["sox", "-D", source, "-b", "16", "-e", "signed",
                bench.path("bs.wav")] + sox,
        "ffmpeg": FFMPEG + ["-i", source] + ff + [
            "-c:a", "pcm_s16le", bench.path("bf.wav")]})
    for name in ("sox", "ffmpeg"):
        bench.ratio(times, name, "ours", say + name + " / ours")
    bench.ratio(times, "peaks", "ours", say + "with peaks / without", most=1.1)


def calls(bench, base):
    cuts = [((50 * k + 20) * RATE, (50 * k + 25) * RATE) for k in range(3)]
    bench.shape("call.shape", CALL * RATE, cuts)
    script = {form: [] for form in ("flac", "wav")}
    pairs = {form: [] for form in script}
    flags = " ".join("'%s'" % a.replace("'", "'\\''")
                     for a in ffmpeg_cuts(cuts))
    for n in range(CALLS):
        turn = n * 7919 % len(base)
        make(bench, "%d.wav" % n, base[turn:] + base[:turn],
             ["-c:a", "pcm_alaw"], "wav")
        for form in script:
            pairs[form] += [bench.path("%d.wav" % n),
                            bench.path("o%d.%s" % (n, form))]
            script[form].append("ffmpeg -v error -nostdin -y -i %d.wav %s "
                                "-map_metadata -1 f%d.%s"
                                % (n, flags, n, form))
    for form, lines in script.items():
        with open(bench.path(form + ".sh"), "w") as f:
            f.write("set -e\n" + "\n".join(lines) + "\n")
        times = bench.times({
            "ours": bench.ours("call.shape", "alaw", form, pairs[form]),
            "ffmpeg": ["sh", form + ".sh"]}, 3)
        bench.ratio(times, "ffmpeg", "ours",
                    "100 calls of 3 minutes to %s: ffmpeg a call / ours"
                    % form.upper(), least=5)


def codecs(bench, base):
    ten = base * 3
    for codec, options, form in CODECS:
        name = "ten-%s.%s" % (codec, form)
        make(bench, name, ten, options, form)
        frames = int(subprocess.run(
            [bench.tool, "--frames", bench.path(name)], check=True,
            capture_output=True, text=True).stdout)
        bench.shape("ten.shape", frames, [])
        times = bench.times({
            "ours": bench.ours("ten.shape", codec, "wav",
                               [bench.path(name), bench.path("ten.wav")]),
            "ffmpeg": FFMPEG + ["-i", bench.path(name), "-ar", str(RATE),
                                "-c:a", "pcm_s16le", bench.path("ten-f.wav")]})
        bench.ratio(times, "ffmpeg", "ours",
                    "nine minutes of %s to WAV: ffmpeg / ours" % codec)


def main():
    bench = Bench(sys.argv[1], sys.argv[2])
    parts = sys.argv[3:] or ["hour", "calls", "codecs"]
    base = speech(CALL)
    print("redact: CPU, user and system, medians of the ratios of the rounds "
          "in turn [least..most]", flush=True)
    for name, part in (("hour", one_hour), ("calls", calls),
                       ("codecs", codecs)):
        if name in parts:
            part(bench, base)
    if bench.bad:
        print("  %d of what was asked MISSED" % bench.bad)
    return 1 if bench.bad else 0


sys.exit(main())
