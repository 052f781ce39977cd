"""Time sar-export's build against sox and 7z on the same calls and cuts."""
import csv
import hashlib
import os
import random
import shutil
import statistics
import subprocess
import sys
import wave

import measure
from speech import RATE, speech

CALLS, SECONDS, CUTS, ROUNDS = 20, 180, 3, 5


def make(work, conf):
    """A home, 20 calls of the requester, and their marks."""
    rng = random.Random(1)
    home, marks = work + "/home", work + "/marks"
    os.mkdir(marks)
    subprocess.run(["sar-export", "init", "--quiet", "--home", home,
                    "--config", conf], check=True)
    root = home + "/recorder/monitor/2026/06/01/"
    os.makedirs(root)
    columns = ("calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,"
               "lastdata,duration,billsec,disposition,amaflags,accountcode,"
               "uniqueid,userfield,did,cnum,cnam,outbound_cnum,outbound_cnam,"
               "dst_cnam,recordingfile,linkedid,peeraccount,sequence")
    base = speech(SECONDS)
    jobs = []
    with open(work + "/cdr.csv", "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(columns.split(","))
        for i in range(CALLS):
            uid = "%d.%d" % (1780300800 + i * 600, i)
            name = "in-01632960000-01632960123-20260601-%02d%02d00-%s.wav" % (
                9 + i // 6, i % 6 * 10, uid)
            shift = rng.randrange(len(base))
            with wave.open(root + name, "wb") as w:
                w.setparams((1, 2, RATE, 0, "NONE", ""))
                w.writeframes((base[shift:] + base[:shift]).tobytes())
            out.writerow([
                "2026-06-01 %02d:%02d:00" % (9 + i // 6, i % 6 * 10), "",
                "01632960123", "2001", "ext", "PJSIP/t-%d" % i, "PJSIP/2001-1",
                "Dial", "", SECONDS, SECONDS, "ANSWERED", 3, "", uid, "",
                "01632960000", "01632960123", "", "", "", "", name, uid, "",
                i])
            cuts = [(20 + 50 * k + i / 8, 25 + 50 * k + i / 8)
                    for k in range(CUTS)]
            digest = hashlib.sha256(open(root + name, "rb").read())
            with open("%s/%02d.marks" % (marks, i), "w") as m:
                m.write("sar-marks: 1\nrecording: sha256:%s\nspeaker: requester"
                        "\nreviewer: u1\nreviewed: 2026-10-12\n"
                        % digest.hexdigest())
                for field in ("outcome: redact", "without-identifying: no",
                              "consent: not-sought", "information: n/a",
                              "confidentiality: n/a", "steps: n/a",
                              "capability: n/a", "refusal: n/a", "by: u1",
                              "on: 2026-10-12"):
                    m.write("decision.1.%s\n" % field)
                m.write("\n")
                for a, b in cuts:
                    m.write("%.6f\t%.6f\tTP\n" % (a, b))
            jobs.append((root + name, cuts))
    subprocess.run(["sar-index", "init", "--quiet", "--home", home],
                   check=True)
    subprocess.run(["sar-index", "import", "--quiet", "--home", home,
                    work + "/cdr.csv"], check=True)
    return jobs


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


def ours(work, form):
    """A fresh case, so that every round does the whole job."""
    for folder in ("cases", "outbox"):
        shutil.rmtree("%s/home/%s" % (work, folder))
        os.mkdir("%s/home/%s" % (work, folder))
    if os.path.exists(work + "/pass"):
        os.unlink(work + "/pass")
    ours.n += 1
    return ["sar-export", "run", "--home", work + "/home", "--ref",
            "BENCH-%d" % ours.n, "--number", "01632 960123", "--from",
            "2026-06-01", "--to", "2026-06-01", "--received", "2026-06-10",
            "--identity", "verified", "--marks", work + "/marks",
            "--passphrase-out", work + "/pass", "--format", form, "--quiet"]


ours.n = 0


def main():
    work, conf = sys.argv[1:]
    staff = staff_script(work, make(work, conf))
    mine, flac, theirs = [], [], []
    for _ in range(ROUNDS):
        mine.append(measure.run(ours(work, "wav"), work)[0])
        flac.append(measure.run(ours(work, "flac"), work)[0])
        theirs.append(measure.run(staff, work)[0])
    print("build: %d calls of %d s, %d cuts, %d rounds in turn (medians)"
          % (CALLS, SECONDS, CALLS * CUTS, ROUNDS))
    print("  %-28s %10s %10s %10s" % ("", "CPU s", "wall s", "peak MiB"))
    for name, runs in (("sar-export run, WAV", mine),
                       ("the same, FLAC", flac),
                       ("sox and 7z script, WAV", theirs)):
        print("  %-28s %10.3f %10.3f %10.1f" % (
            name, statistics.median(r[0] for r in runs),
            statistics.median(r[1] for r in runs),
            statistics.median(r[2] for r in runs)))
    for name, runs in (("ratio script/WAV", mine), ("ratio script/FLAC", flac)):
        print("  %-28s %9.2fx %9.2fx %9.2fx" % ((name,) + tuple(
            statistics.median(t[k] / m[k] for m, t in zip(runs, theirs))
            for k in range(3))))
    print("  (ours finds, checks, encrypts, reads back, compares every sample "
          "and logs;\n   the script does not)")


main()
