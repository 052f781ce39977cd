"""Time sar-export's review against ffmpeg on the same calls and cuts."""
import json
import os
import shutil
import statistics
import subprocess
import sys

import measure
from calls import Calls, make

ROUNDS = 3
REF = "BENCH-1"


def staff_script(work, jobs):
    """What staff do today: one ffmpeg a call."""
    lines = ["set -eu", "rm -rf out; mkdir out"]
    for n, (path, cuts) in enumerate(jobs, 1):
        mute = ",".join("volume=0:enable='between(t,%.6f,%.6f)'" % cut
                        for cut in cuts)
        lines.append(
            'ffmpeg -v error -i %s -filter_complex '
            '"[0:a]asplit=3[a][b][c];[b]%s[d];'
            '[c]showwavespic=s=1800x240:split_channels=1[e]" '
            '-map "[a]" out/original-%02d.flac -map "[d]" '
            'out/redacted-%02d.flac -map "[e]" -frames:v 1 out/%02d.png'
            % (path, mute, n, n, n))
    with open(work + "/staff.sh", "w") as f:
        f.write("\n".join(lines) + "\n")
    return ["sh", "staff.sh"]


def open_case(work):
    subprocess.run(
        ["sar-export", "request", "--home", work + "/home", "--ref", REF,
         "--number", "01632 960123", "--from", "2026-06-01", "--to",
         "2026-06-01", "--received", "2026-06-10", "--identity", "verified",
         "--quiet"], check=True)
    marks = "%s/home/cases/%s/marks/" % (work, REF)
    for name in os.listdir(work + "/marks"):
        shutil.copy(work + "/marks/" + name, marks)


def compare(work, conf, of):
    os.mkdir(work)
    staff = staff_script(work, make(work, conf, of))
    open_case(work)
    review = ["sar-export", "review", REF, "--home", work + "/home", "--json"]
    commands = {
        "sar-export review": review,
        "the same, one thread": review + ["--jobs", "1"],
        "ffmpeg script": staff,
    }
    runs = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            cost, said = measure.run(command, work)
            runs[name].append(cost)
            if name != "ffmpeg script":
                made = json.loads(said.splitlines()[-1])
    print("review: %s, %d rounds in turn (medians)" % (of, ROUNDS))
    print("  %-24s %8s %8s %9s %9s %9s" % (
        "", "CPU s", "wall s", "peak MiB", "CPU", "wall"))
    for name, mine in runs.items():
        cost = [statistics.median(run[k] for run in mine) for k in range(3)]
        less = [statistics.median(t[k] / m[k] for m, t in
                                  zip(mine, runs["ffmpeg script"]))
                for k in range(2)]
        print("  %-24s %8.3f %8.3f %9.1f %8.2fx %8.2fx" % (
            name, *cost, *less))
    print("  page of %.1f MB, %d peaks a second" % (
        os.path.getsize(made["page"]) / 1e6, made["peaks_per_second"]))


def main():
    work, conf = sys.argv[1:]
    compare(work + "/long", conf, Calls(1, 3 * 3600, 60, channels=2))
    compare(work + "/many", conf, Calls(100, 120, 3))
    print("  (ours also finds the calls, checks each file's digest, holds every "
          "sample of\n   both copies against the recording and listens for what "
          "to suggest)")


main()
