"""Time the verification of logs against hashing alone.

The base is "openssl dgst -sha256" over the files of the records, a process,
and 1,000,000 hashes of 65 bytes (a node of the tree each) made by our own
library in the cheapest way it has, another.  Ours is all there is to verifying:
reading, each line's hash, what each record says held against its type's table,
the tree, each checkpoint's root, and the signatures that are looked at.  With a
checkpoint for every record there are a million roots more, of ten nodes each on
the average, so the base does not compare; what is asked there is a time.
"""
import glob
import os
import statistics
import sys

import measure

ROUNDS = 5
MILLION, COUNCIL = 1000000, 100000


class Bench:
    def __init__(self, tool, work):
        self.tool, self.work = tool, work
        self.key = work + "/vkey"
        self.bad = 0

    def make(self, name, n, each):
        path = self.work + "/" + name
        with open(self.key, "w") as f:
            f.write(measure.run([self.tool, "make", path, str(n), str(each)],
                                self.work)[1])
        return path

    def verify(self, path, jobs=0):
        return [self.tool, "verify", path, self.key, str(jobs)]

    def rounds(self, ways):
        """(cpu, wall, peak) of each way, round by round in turn."""
        out = {name: [] for name in ways}
        for name, argv in ways.items():
            measure.run(argv, self.work)  # warm
        for _ in range(ROUNDS):
            for name, argv in ways.items():
                out[name].append(measure.run(argv, self.work)[0])
        return out

    def asked(self, value, most):
        missed = value > most
        self.bad += missed
        return "asked at most %g%s" % (most, ": MISSED" if missed else "")


def segments(path):
    return sorted(glob.glob(path + "/entries-*"))


def say_times(name, times):
    cpu = statistics.median(t[0] for t in times)
    wall = statistics.median(t[1] for t in times)
    print("           %s: %.3f s CPU, %.3f s wall" % (name, cpu, wall))
    return cpu, wall


def million(bench):
    log = bench.make("million", MILLION, 1000)
    size = sum(os.path.getsize(p) for p in segments(log))
    print("  %d records of %.0f bytes, a checkpoint for every 1000"
          % (MILLION, size / MILLION))
    times = bench.rounds({
        "ours": bench.verify(log), "one": bench.verify(log, 1),
        "dgst": ["openssl", "dgst", "-sha256"] + segments(log),
        "hash": [bench.tool, "hash", str(MILLION)]})
    by = [a[0] / (b[0] + c[0]) for a, b, c in zip(times["ours"],
                                                  times["dgst"],
                                                  times["hash"])]
    ratio = statistics.median(by)
    print("  %6.2fx [%.2f..%.2f]  CPU, ours / (openssl dgst + a node each), %s"
          % (ratio, min(by), max(by), bench.asked(ratio, 1.5)))
    for name in ("dgst", "hash"):
        say_times(name, times[name])
    cpu, wall = say_times("ours, all cores", times["ours"])
    _, single = say_times("ours, one thread", times["one"])
    print("  %6.2fx  wall, one thread / all of %d cores"
          % (single / wall, os.cpu_count()))
    return max(t[2] for t in times["ours"])


def council(bench, each, what):
    log = bench.make("council-%d" % each, COUNCIL, each)
    times = bench.rounds({"ours": bench.verify(log)})["ours"]
    cpu, wall = say_times("%d records, %s" % (COUNCIL, what), times)
    print("  %6.2f s  CPU, less than a person notices: %s"
          % (cpu, bench.asked(cpu, 0.4)))
    return max(t[2] for t in times)


def each_one(bench):
    log = bench.make("each", MILLION, 1)
    times = bench.rounds({"ours": bench.verify(log)})["ours"]
    say_times("%d records, a checkpoint for each" % MILLION, times)
    return max(t[2] for t in times)


def main():
    bench = Bench(*sys.argv[1:3])
    print("log: medians of rounds in turn [least..most]", flush=True)
    peaks = [council(bench, 1000, "a checkpoint for every 1000"),
             council(bench, 1, "a checkpoint for each"), million(bench),
             each_one(bench)]
    grown = max(peaks) - min(peaks)
    print("           peaks: %s MiB" % " ".join("%.1f" % p for p in peaks))
    print("  %6.1f MiB more for ten times the records, %s"
          % (grown, bench.asked(grown, 4)))
    if bench.bad:
        print("  %d of what was asked MISSED" % bench.bad)
    return 1 if bench.bad else 0


sys.exit(main())
