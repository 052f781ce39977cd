"""A home with the calls of one requester, and marks of what is to be cut."""
import array
import csv
import hashlib
import os
import random
import subprocess
import wave

from speech import RATE, speech

CUT = 5  # seconds


def spread(mono, channels):
    """The samples on so many channels, each with its own beginning."""
    out = array.array("h", bytes(2 * channels * len(mono)))
    for c in range(channels):
        at = c * len(mono) // channels
        out[c::channels] = mono[at:] + mono[:at]
    return out.tobytes()


class Calls:
    """So many, so long each, with so many cuts."""

    def __init__(self, calls, seconds, cuts, channels=1):
        self.calls, self.seconds, self.cuts = calls, seconds, cuts
        self.channels = channels
        self.runs = 0

    def __str__(self):
        return "%d calls of %d s, %d cuts" % (
            self.calls, self.seconds, self.calls * self.cuts)


def make(work, conf, of):
    """A home, the calls of the requester, and their marks."""
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
    base = speech(of.seconds)
    jobs = []
    with open(work + "/cdr.csv", "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(columns.split(","))
        for i in range(of.calls):
            at = 9 * 60 + 4 * i  # minutes
            uid = "%d.%d" % (1780300800 + i * 240, i)
            name = "in-01632960000-01632960123-20260601-%02d%02d00-%s.wav" % (
                at // 60, at % 60, uid)
            shift = rng.randrange(len(base))
            with wave.open(root + name, "wb") as w:
                w.setparams((of.channels, 2, RATE, 0, "NONE", ""))
                w.writeframes(
                    spread(base[shift:] + base[:shift], of.channels))
            out.writerow([
                "2026-06-01 %02d:%02d:00" % (at // 60, at % 60), "",
                "01632960123", "2001", "ext", "PJSIP/t-%d" % i, "PJSIP/2001-1",
                "Dial", "", of.seconds, of.seconds, "ANSWERED", 3, "", uid, "",
                "01632960000", "01632960123", "", "", "", "", name, uid, "",
                i])
            part = of.seconds / of.cuts
            first = part / 3 + i % 8 / 8
            cuts = [(first + part * k, first + part * k + CUT)
                    for k in range(of.cuts)]
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
