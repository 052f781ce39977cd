"""Time packing against other people's programs, in turn, in one run.

All store the same files and encrypt with AES-256, and all have the same two
processors.  Ours and libzip, as libraries, are given them in memory, which is
where a recording is that was cut and encoded; the programs have to read them.
Processor time is what to go by: it is much the same whatever else the machine
does; ratios are of runs that followed each other.

Of what is compared, only ours takes the SHA-256 of every file, which is in the
manifest.  What 7z and that take together is there too.
"""
import os
import shutil
import statistics
import subprocess
import sys

import measure

ROUNDS = int(os.environ.get("ROUNDS", "5"))
MIB = 1 << 20
SHAPES = (("one file of 512 MiB", 1, 512 * MIB),
          ("100 files of 5 MiB", 100, 5 * MIB))
PASSPHRASE = "abacus-banjo-canopy-dagger-eagle-falcon"


class Bench:
    def __init__(self, tool, work):
        self.tool, self.work = tool, work
        self.out = work + "/out.zip"
        self.times = {}
        self.missed = 0

    def make(self, shape, n, size):
        """${n} files of noise: encrypted audio is no more regular."""
        folder = os.path.join(self.work, shape.replace(" ", "-"))
        os.mkdir(folder)
        for i in range(n):
            with open("%s/call-%03d.wav" % (folder, i + 1), "wb") as f:
                for _ in range(0, size, 5 * MIB):
                    f.write(os.urandom(min(size, 5 * MIB)))
                f.truncate(size)
        self.bytes = n * size
        return sorted(folder + "/" + name for name in os.listdir(folder))

    def note(self, name, wall, cpu):
        self.times.setdefault(name, []).append((wall, cpu))

    def other(self, name, argv):
        if os.path.exists(self.out):
            os.remove(self.out)
        (cpu, wall, _), _ = measure.run(argv, self.work)
        self.note(name, wall, cpu)

    def driver(self, names, argv):
        if os.path.exists(self.out):
            os.remove(self.out)
        said = subprocess.run([self.tool] + argv, check=True,
                              capture_output=True, text=True).stdout
        for name, line in zip(names, said.splitlines()):
            wall, cpu = line.split()
            self.note(name, float(wall), float(cpu))

    def ours(self, jobs, files):
        self.driver(["ours, %s, %d" % (part, jobs) for part in (
            "write", "read back, with the zip's digest", "verify")],
            ["ours", str(jobs), self.work] + files)

    def round(self, files):
        self.ours(1, files)
        if shutil.which("7z"):
            self.other("7z", ["7z", "a", "-bd", "-bso0", "-bsp0", "-tzip",
                              "-mx0", "-mem=AES256", "-p" + PASSPHRASE,
                              self.out] + files)
        self.ours(2, files)
        self.driver(["libzip"], ["libzip", self.out] + files)
        if shutil.which("bsdtar"):
            self.other("bsdtar", [
                "bsdtar", "--format", "zip", "--options",
                "zip:compression=store,zip:encryption=aes256",
                "--passphrase", PASSPHRASE, "-cf", self.out] + files)
        self.other("sha256", ["openssl", "dgst", "-sha256"] + files)

    def table(self):
        for name, runs in self.times.items():
            wall = statistics.median(r[0] for r in runs)
            cpu = statistics.median(r[1] for r in runs)
            print("  %-42s %5.2f CPU s/GB %6.0f MB/s" % (
                name, cpu / self.bytes * 1e9, self.bytes / wall / 1e6))

    def ratio(self, what, over, under, which, asked=None, least=True):
        """Medians of the ratios in each round; ${which}: 0 wall, 1 CPU."""
        if over[0] not in self.times or under[0] not in self.times:
            print("  %-58s skipped: no such program" % what)
            return
        by = [sum(self.times[o][i][which] for o in over) /
              sum(self.times[u][i][which] for u in under)
              for i in range(ROUNDS)]
        ratio, said = statistics.median(by), ""
        if asked is not None:
            met = ratio >= asked if least else ratio <= asked
            self.missed += not met
            said = "  asked at %s %.1f: %s" % (
                "least" if least else "most", asked,
                "met" if met else "NOT MET")
        print("  %-58s %5.2f%s" % (what, ratio, said))

    def report(self):
        write = ["ours, write, 1"]
        two = ["ours, write, 2"]
        self.table()
        self.ratio("CPU, libzip : writing", ["libzip"], write, 1, 6)
        self.ratio("CPU, writing : 7z", write, ["7z"], 1, 1, False)
        self.ratio("CPU, writing : 7z and SHA-256 of the same", write,
                   ["7z", "sha256"], 1)
        self.ratio("wall, 7z : writing with two threads", ["7z"], two, 0, 1.3)
        for jobs in 1, 2:
            over = ["ours, verify, %d" % jobs]
            under = ["ours, write, %d" % jobs]
            words = "verifying : writing, threads: %d" % jobs
            self.ratio("CPU, " + words, over, under, 1, 1, False)
            self.ratio("wall, " + words, over, under, 0, 1, False)


def main():
    tool, work = sys.argv[1:]
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    missed = 0
    for shape, n, size in SHAPES:
        bench = Bench(tool, work)
        files = bench.make(shape, n, size)
        for _ in range(ROUNDS):
            bench.round(files)
        print("%s, median of %d rounds, files %s" % (
            shape, ROUNDS, "in memory" if work.startswith("/dev/shm")
            else "on disk"))
        bench.report()
        missed += bench.missed
        shutil.rmtree(os.path.dirname(files[0]))
    print("not met: %d" % missed)


main()
