#!/usr/bin/env python3
"""Write the sample recorders, requests, labels and marks anew.

usage: make.py            (needs espeak-ng and sox; writes beside itself)

What it writes is committed, so nobody needs to run it to use the data.  Run
it after a change here; with the same espeak-ng and sox it writes the same
bytes.  Everybody in it is invented, and every public telephone number is from
the ranges Ofcom keeps for drama.

A call is a list of lines, (who, what is said).  Who speaks when is known from
the lengths of the lines, so the labels around the third party's words are
exact, and 0.15 s generous on either side.
"""
import array
import csv
import datetime
import hashlib
import io
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import wave

HERE = os.path.dirname(os.path.abspath(__file__))
RATE = 8000
PAUSE = int(0.30 * RATE)
GENEROUS = int(0.15 * RATE)
RING = 6  # seconds before somebody answers
# Every sample call lies in British Summer Time of 2026.
BST = datetime.timezone(datetime.timedelta(hours=1))

VOICES = {
    "caller": ("en-gb+f3", 165),
    "agent": ("en-gb+m2", 170),
    "office": ("en-gb+m5", 165),
    "third": ("en-gb+m7", 160),
    "stranger": ("en-gb+f4", 165),
}
REQUESTER = "01632960123"
CENTRE = "01632960000"
REVIEWER = "u1041"
REVIEWED = "2026-10-12"
# Why the third party's words go: what para. 16 wants weighed.
DECISION = (
    ("outcome", "redact"),
    ("without-identifying", "no"),
    ("consent", "not-sought"),
    ("information", "what somebody else in the room says about themselves"),
    ("confidentiality", "none beyond that of the call"),
    ("steps", "none: who they are and where to reach them is not known"),
    ("capability", "n/a"),
    ("refusal", "n/a"),
    ("by", REVIEWER),
    ("on", REVIEWED),
)

COLUMNS = (
    "calldate clid src dst dcontext channel dstchannel lastapp lastdata "
    "duration billsec disposition amaflags accountcode uniqueid userfield did "
    "cnum cnam outbound_cnum outbound_cnam dst_cnam recordingfile linkedid "
    "peeraccount sequence").split()


# --- sound -------------------------------------------------------------------

def say(who, text):
    """The line as samples: 8 kHz, 16 bit, one channel."""
    voice, speed = VOICES[who]
    spoken = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text],
        check=True, stdout=subprocess.PIPE).stdout
    raw = subprocess.run(
        ["sox", "-D", "-V1", "--ignore-length", "-t", "wav", "-", "-t", "raw",
         "-r", str(RATE), "-e", "signed", "-b", "16", "-L", "-c", "1", "-",
         "gain", "-3", "rate", str(RATE)],
        input=spoken, check=True, stdout=subprocess.PIPE).stdout
    samples = array.array("h")
    samples.frombytes(raw)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def talk(lines):
    """(samples, the side of each sample's speaker, spans of the third)."""
    samples = array.array("h", bytes(2 * PAUSE))
    sides = bytearray(PAUSE)
    spans = []
    for who, text in lines:
        line = say(who, text)
        if who == "third":
            spans.append((len(samples), len(samples) + len(line)))
        samples.extend(line)
        sides.extend(bytes([who in ("agent", "office")]) * len(line))
        samples.extend(array.array("h", bytes(2 * PAUSE)))
        sides.extend(bytes(PAUSE))
    return samples, sides, spans


def stereo(samples, sides):
    """The council's people on the right, everybody else on the left."""
    both = array.array("h", bytes(4 * len(samples)))
    for i, value in enumerate(samples):
        both[2 * i + sides[i]] = value
    return both


def pcm(samples, channels=1):
    out = io.BytesIO()
    with wave.open(out, "wb") as w:
        w.setnchannels(channels)
        w.setsampwidth(2)
        w.setframerate(RATE)
        w.writeframes(samples.tobytes())
    return out.getvalue()


def coded(samples, encoding):
    """The WAV in another codec.  By file: sox cannot go back in a pipe."""
    with tempfile.TemporaryDirectory() as tmp:
        before = os.path.join(tmp, "before.wav")
        after = os.path.join(tmp, "after.wav")
        with open(before, "wb") as f:
            f.write(pcm(samples))
        subprocess.run(["sox", "-D", "-V1", before, "-e", encoding, after],
                       check=True)
        with open(after, "rb") as f:
            return f.read()


def crashed(samples):
    """A recorder killed before it closed the file: both sizes still 0."""
    data = bytearray(pcm(samples))
    data[4:8] = struct.pack("<I", 0)
    data[40:44] = struct.pack("<I", 0)
    return bytes(data)


def encode(kind, samples, sides):
    if kind == "stereo":
        return pcm(stereo(samples, sides), 2)
    if kind == "crashed":
        return crashed(samples)
    if kind == "pcm":
        return pcm(samples)
    return coded(samples, kind)


# --- files -------------------------------------------------------------------

def write(path, data):
    path = os.path.join(HERE, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def write_text(path, text):
    write(path, text.encode("utf-8"))


def labels(spans, length, note=""):
    """Audacity's label format."""
    text = ""
    for start, end in spans:
        start = max(0, start - GENEROUS)
        end = min(length, end + GENEROUS)
        text += "%.6f\t%.6f\tTP%s\n" % (start / RATE, end / RATE, note)
    return text


class Recorder:
    """FreePBX: its rows, its files, and what staff decided about them."""

    def __init__(self):
        self.rows = []
        self.marks = 0
        self.channel = 0x40
        self.sequence = 700

    def peer(self, name):
        self.channel += 1
        return "PJSIP/%s-%08x" % (name, self.channel)

    def row(self, when, src, dst, talked, **more):
        """Add a row; what the caller does not say follows from the rest."""
        start = datetime.datetime.strptime(when, "%Y-%m-%d %H:%M:%S")
        self.sequence += 1
        inbound = "did" in more
        row = dict.fromkeys(COLUMNS, "")
        row.update(
            calldate=when, clid='"%s" <%s>' % (src, src), src=src, dst=dst,
            dcontext="ext-local" if inbound else "from-internal",
            channel=self.peer("trunk" if inbound else src),
            dstchannel=self.peer(dst if len(dst) == 4 else "trunk"),
            lastapp="Dial", lastdata="PJSIP/%s,20,HhTtr" % dst,
            duration=talked + RING, billsec=talked, disposition="ANSWERED",
            amaflags=3, cnum=src, sequence=self.sequence,
            uniqueid="%d.%d" % (start.replace(tzinfo=BST).timestamp(),
                                self.sequence))
        row.update(more)
        row["linkedid"] = row["linkedid"] or row["uniqueid"]
        self.rows.append(row)
        return row

    @staticmethod
    def file_name(row, kind="in", dest=None, source=None, ext="wav"):
        stamp = row["calldate"].translate(str.maketrans(" ", "-", "-:"))
        return "%s-%s-%s-%s-%s.%s" % (
            kind, dest or row["did"], source or row["src"], stamp,
            row["uniqueid"], ext)

    def record(self, row, lines, codec="pcm", decided=None, **name):
        """Give the row a recording; decided: the speaker, for its marks."""
        samples, sides, spans = talk(lines)
        data = encode(codec, samples, sides)
        row["recordingfile"] = self.file_name(row, **name)
        row["billsec"] = -(-len(samples) // RATE)
        row["duration"] = row["billsec"] + RING
        write("recorder/monitor/%s/%s" % (
            row["calldate"][:10].replace("-", "/"), row["recordingfile"]),
            data)
        if decided:
            self.mark(data, decided, spans, len(samples),
                      "damage: heard\n" if codec == "crashed" else "")
        return row

    def mark(self, data, speaker, spans, length, damage):
        self.marks += 1
        write_text("marks/%02d.marks" % self.marks, (
            "sar-marks: 1\n"
            "recording: sha256:%s\n"
            "speaker: %s\n"
            "reviewer: %s\n"
            "reviewed: %s\n" % (hashlib.sha256(data).hexdigest(), speaker,
                                REVIEWER, REVIEWED)) + damage +
            "".join("decision.1.%s: %s\n" % field
                    for field in DECISION if spans) +
            "\n" + labels(spans, length))
        if spans:
            write_text("decisions/%02d.txt" % self.marks,
                       "".join("%s: %s\n" % field for field in DECISION))
            write_text("labels/%02d.txt" % self.marks,
                       labels(spans, length, " another voice"))

    def call_in(self, when, dst="2001", src=REQUESTER, did=CENTRE, talked=9,
                **more):
        return self.row(when, src, dst, talked, did=did, **more)

    def save(self):
        out = io.StringIO()
        table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(self.rows)
        write_text("recorder/cdr.csv", out.getvalue())


# --- the calls, in order of time ---------------------------------------------

def spring(r):
    # Its six months were over, and its file is gone, as it should be.
    row = r.call_in("2026-04-02 10:05:31")
    row["recordingfile"] = r.file_name(row)

    # Its six months ended the day before the request came; still on disk.
    r.record(r.call_in("2026-04-09 16:41:07", dst="2003"), [
        ("agent", "Wexcombe Council, good afternoon."),
        ("caller", "My brown bin was not emptied this week."),
        ("agent", "I will ask the crew to come back tomorrow."),
    ])

    # The very last day of its six months is the day the request came.
    r.record(r.call_in("2026-04-10 09:12:44"), [
        ("agent", "Wexcombe Council, how can I help?"),
        ("caller", "You said that the bin would be emptied today."),
        ("agent", "The crew is on its way. I am sorry for the delay."),
    ], decided="requester")

    # Somebody else in the caller's kitchen joins in.
    r.record(r.call_in("2026-04-21 14:03:20", dst="2002"), [
        ("agent", "Wexcombe Council, how can I help?"),
        ("caller", "I want to ask about my council tax."),
        ("third", "Tell them that I moved out in March, my name is on it too."),
        ("caller", "I live here alone now."),
        ("agent", "Then you can apply for the discount."),
    ], decided="requester")


def transfer(r):
    """One call, three rows: the centre, a word between staff, the office."""
    lines = [
        ("agent", "Wexcombe Council, how can I help?"),
        ("caller", "My neighbour's fence is on my land."),
        ("agent", "I will put you through to planning."),
        ("office", "Planning, hello. Which address is it?"),
        ("third", "It is number nine, and I put up that fence myself."),
        ("caller", "You see what I have to put up with."),
    ]
    first = r.record(r.call_in("2026-05-06 11:20:05"), lines,
                     decided="requester")
    whole = first["billsec"]
    first["billsec"] = whole // 2
    first["duration"] = first["billsec"] + RING
    # The agent asks the office first: the caller's number is not on this row.
    r.row("2026-05-06 11:20:13", "2001", "3004", 3,
          linkedid=first["linkedid"])
    second = r.call_in("2026-05-06 11:20:18", dst="3004",
                       talked=whole - first["billsec"])
    for key in ("uniqueid", "linkedid", "recordingfile", "channel"):
        second[key] = first[key]
    second["duration"] = second["billsec"]


def summer(r):
    # Dialled direct to the back office: that is not recorded.
    r.call_in("2026-05-19 15:30:52", dst="3002", did="01632960501",
              talked=212)

    # The council calls back, through 9 for an outside line.
    dialled = "9" + REQUESTER
    r.record(r.row("2026-06-02 10:47:09", "2002", dialled, 0,
                   dcontext="from-internal", outbound_cnum=CENTRE,
                   clid='"Contact centre" <2002>',
                   lastdata="PJSIP/%s@trunk,300,Tb(func-apply-sipheaders)"
                   % REQUESTER), [
        ("caller", "Hello?"),
        ("agent", "Wexcombe Council, calling about your discount."),
        ("caller", "Oh good. Has it gone through?"),
        ("agent", "It has. The new bill is in the post."),
    ], kind="out", dest=dialled, source="2002", decided="requester")

    # Two channels: the caller on the left, the agent on the right.
    r.record(r.call_in("2026-06-15 12:01:33", dst="2003"), [
        ("agent", "Wexcombe Council."),
        ("caller", "The street lamp outside is out again."),
        ("agent", "Thank you, I will report it."),
    ], codec="stereo", decided="requester")

    # A withheld number: no search by number can say whose call it is.
    r.record(r.call_in("2026-06-30 09:58:14", dst="2002", src="anonymous",
                       clid='"Anonymous" <anonymous>'), [
        ("agent", "Wexcombe Council, how can I help?"),
        ("stranger", "I would rather not give my name."),
        ("agent", "That is quite all right."),
    ])

    # GSM in a file called .WAV, which is how Asterisk tells it from .wav.
    r.record(r.call_in("2026-07-08 17:22:40"), [
        ("agent", "Wexcombe Council, how can I help?"),
        ("caller", "Can I pay for my parking permit by phone?"),
        ("third", "Ask them about my fine as well, it is for the red car."),
        ("caller", "Just the permit, please."),
        ("agent", "Of course. I will send you a link."),
    ], codec="gsm-full-rate", ext="WAV", decided="requester")

    # Nobody answered, so there was nothing to record.
    r.call_in("2026-07-22 08:31:02", talked=0, disposition="NO ANSWER",
              duration=34)


def autumn(r):
    r.record(r.call_in("2026-08-03 11:15:26", dst="2002"), [
        ("agent", "Wexcombe Council."),
        ("caller", "Which day are the bins emptied after the holiday?"),
        ("agent", "On the Wednesday, one day later than usual."),
    ], codec="a-law", decided="requester")

    # A stranger whose number ends in the same five digits.
    r.record(r.call_in("2026-08-12 13:40:00", src="02079460123"), [
        ("agent", "Wexcombe Council."),
        ("stranger", "Is the library open on Sunday?"),
        ("agent", "From eleven until four."),
    ])

    # In the call records, inside the window, and not on the disk.
    row = r.call_in("2026-08-20 10:26:48", dst="2003", talked=147)
    row["recordingfile"] = r.file_name(row)

    r.record(r.call_in("2026-09-02 16:09:55"), [
        ("agent", "Wexcombe Council, how can I help?"),
        ("caller", "I have a question about the school bus."),
        ("third", "Mum, I am not going on that bus again."),
        ("caller", "Is there another one in the morning?"),
        ("agent", "There is, at ten past eight."),
    ], codec="mu-law", decided="requester")

    # Another stranger, a mobile; the last four digits are the same.
    r.record(r.call_in("2026-09-10 09:44:19", src="07700900123"), [
        ("agent", "Wexcombe Council."),
        ("stranger", "I found a dog near the canal."),
        ("agent", "The warden will ring you back."),
    ])

    # The recorder crashed: the header says that there is no audio.
    r.record(r.call_in("2026-09-17 14:55:08", dst="2002"), [
        ("agent", "Wexcombe Council."),
        ("caller", "I would like copies of my calls, please."),
        ("agent", "You can ask for them in writing, or just tell me."),
    ], codec="crashed", decided="requester")

    # The trunk dropped the leading zero: probably the number, not surely.
    # Staff listened; it is somebody else.
    r.record(r.call_in("2026-10-01 12:12:12", src=REQUESTER[1:]), [
        ("agent", "Wexcombe Council."),
        ("stranger", "This is the surgery, about the car park."),
        ("agent", "I will take a message."),
    ], decided="other")


# --- the rest ----------------------------------------------------------------

def requests():
    for ref, number, name in (
            ("SAR-2026-0042", "01632 960123", "A. Sample"),
            ("SAR-2026-0043", "01632 960777", "B. Sample")):
        write_text("requests/%s.conf" % ref, (
            "ref = %s\n"
            "number = %s\n"
            "from = 2026-04-01\n"
            "to = 2026-10-10\n"
            "received = 2026-10-10\n"
            "identity = verified\n"
            "name = %s\n" % (ref, number, name)))
    write_text("requests/SAR-2026-0044.conf",
               "# A firm asks for A. Sample, about two times.\n"
               "ref = SAR-2026-0044\n"
               "number = 01632 960123\n"
               "range = 2026-04-10/2026-05-31\n"
               "range = 2026-09-01/2026-09-30\n"
               "received = 2026-10-12\n"
               "channel = email\n"
               "identity = verified\n"
               "name = A. Sample\n"
               "agent = Example & Partners LLP\n"
               "prefer = mp3\n"
               "adjustments = the letter in large print\n")


def other_recorder():
    """A vendor's export: day first, semicolons, its own words."""
    calls = (
        ("C-10051", "12/05/2026 09:31:15", "Inbound", "01632 960123",
         "01632 960000", [
             ("agent", "Wexcombe housing repairs."),
             ("caller", "The boiler is making a noise."),
             ("agent", "An engineer will come on Friday."),
         ]),
        ("C-10077", "03/07/2026 16:20:41", "Outbound", "2003",
         "07700 900456", [
             ("stranger", "Hello?"),
             ("agent", "Wexcombe housing, about your appointment."),
             ("stranger", "Friday is fine."),
         ]),
        ("C-10102", "21/09/2026 11:05:00", "Inbound", "020 7946 0555",
         "01632 960000", None),
    )
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerow(("Call ID", "Started", "Direction", "From", "To",
                    "Talk seconds", "Result", "Audio file"))
    for ref, started, direction, source, dest, lines in calls:
        seconds, path = 0, ""
        if lines:
            samples, _, _ = talk(lines)
            seconds = -(-len(samples) // RATE)
            path = "%s/%s/%s.wav" % (started[6:10], started[3:5], ref)
            write("other-recorder/audio/" + path, pcm(samples))
        table.writerow((ref, started, direction, source, dest, seconds,
                        "Answered" if lines else "Abandoned", path))
    write_text("other-recorder/calls.csv", out.getvalue())


def main():
    if len(sys.argv) != 1:
        sys.exit(__doc__)
    for folder in ("recorder", "labels", "decisions", "marks", "requests",
                   "other-recorder/audio"):
        shutil.rmtree(os.path.join(HERE, folder), ignore_errors=True)
    recorder = Recorder()
    for part in (spring, transfer, summer, autumn):
        part(recorder)
    recorder.save()
    requests()
    other_recorder()
    print("%d rows, %d marks files" % (len(recorder.rows), recorder.marks))


if __name__ == "__main__":
    main()
