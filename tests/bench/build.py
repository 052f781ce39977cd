"""Time sar-export's build against sox and 7z on the same calls and cuts."""
import os
import shutil
import statistics
import sys

import measure
from calls import Calls, make

ROUNDS = 5

# Asked for: as many times less CPU and wall time than the script, to WAV.
ASKED = (3, 4)


def staff_script(work, jobs):
    """What staff do today: one sox a call, then 7z over the lot."""
    lines = ["set -eu", "rm -rf out out.zip; mkdir out"]
    for n, (path, cuts) in enumerate(jobs, 1):
        parts, at = [], 0.0
        for a, b in cuts:
            parts.append('"|sox %s -p trim %.6f %.6f"' % (path, at, a - at))
            parts.append('"|sox -n -r 8000 -c 1 -b 16 -p synth %.6f sine 1000 '
                         'vol 0.1"' % (b - a))
            at = b
        parts.append('"|sox %s -p trim %.6f"' % (path, at))
        lines.append("sox %s out/call-%02d.wav" % (" ".join(parts), n))
    lines.append("7z a -bso0 -bsp0 -tzip -mx0 -mem=AES256 "
                 "-pcorrect-horse-battery-staple out.zip out")
    with open(work + "/staff.sh", "w") as f:
        f.write("\n".join(lines) + "\n")
    return ["sh", "staff.sh"]


def ours(work, of, form, *options):
    """A fresh case, so that every round does the whole job."""
    for folder in ("cases", "outbox"):
        shutil.rmtree("%s/home/%s" % (work, folder))
        os.mkdir("%s/home/%s" % (work, folder))
    if os.path.exists(work + "/pass"):
        os.unlink(work + "/pass")
    of.runs += 1
    return ["sar-export", "run", "--home", work + "/home", "--ref",
            "BENCH-%d" % of.runs, "--number", "01632 960123", "--from",
            "2026-06-01", "--to", "2026-06-01", "--received", "2026-06-10",
            "--identity", "verified", "--marks", work + "/marks",
            "--passphrase-out", work + "/pass", "--format", form, "--quiet",
            *options]


def compare(work, conf, of):
    """Each in turn, round after round; what it cost, and how many times less
    than the script."""
    os.mkdir(work)
    staff = staff_script(work, make(work, conf, of))
    script = "sox and 7z script, WAV"
    commands = {
        "sar-export run, WAV": lambda: ours(work, of, "wav"),
        "the same, one thread": lambda: ours(work, of, "wav", "--jobs", "1"),
        "the same, FLAC": lambda: ours(work, of, "flac"),
        script: lambda: staff,
    }
    runs = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            runs[name].append(measure.run(command(), work)[0])
    print("build: %s, %d rounds in turn (medians)" % (of, ROUNDS))
    print("  %-24s %8s %8s %9s %9s %9s" % (
        "", "CPU s", "wall s", "peak MiB", "CPU", "wall"))
    for name, mine in runs.items():
        cost = [statistics.median(run[k] for run in mine) for k in range(3)]
        less = [statistics.median(t[k] / m[k] for m, t in
                                  zip(mine, runs[script])) for k in range(2)]
        print("  %-24s %8.3f %8.3f %9.1f %8.2fx %8.2fx" % (
            name, *cost, *less))


def main():
    work, conf = sys.argv[1:]
    compare(work + "/long", conf, Calls(20, 180, 3))
    compare(work + "/short", conf, Calls(100, 20, 1))
    print("  (asked for: the first line %dx in CPU and %dx in wall time on two "
          "cores;\n   ours finds, checks, encrypts, reads back, compares every "
          "sample and logs,\n   the script does not)" % ASKED)


main()
