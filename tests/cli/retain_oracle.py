"""What expires when, and what a purge deletes, by a model of its own.

    retain_oracle.py CLOCK FOLDER SEED N

FOLDER is a home with an empty index, whose sar.conf has a time zone and
retention-months; CLOCK is clock.c.  N calls are made, some near the ends of
months and the hours in which clocks change, some of several legs, some on one
file.  The model counts by the calendar, in Python; it shares no code with what
it is held against.  Prints how many recordings were compared, and deleted.
"""
import calendar
import collections
import csv
import datetime as dt
import os
import random
import re
import subprocess
import struct
import sys
import zoneinfo

clock, home, seed, n = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
rng = random.Random(seed)
conf = open(home + "/sar.conf").read()
zone = zoneinfo.ZoneInfo(re.search(r"^zone = (.*)$", conf, re.M).group(1))
months = int(re.search(r"^retention-months = (.*)$", conf, re.M).group(1))
STORE = home + "/recorder/monitor"


def need(truth, what):
    if not truth:
        print(what, file=sys.stderr)
        sys.exit(1)


def run(day, *command, text=None):
    at = int(dt.datetime(day.year, day.month, day.day, 12,
                         tzinfo=zone).timestamp())
    env = dict(os.environ, SAR_HOME=home, CLOCK_AT=str(at), LD_PRELOAD=clock,
               ASAN_OPTIONS="detect_leaks=0:verify_asan_link_order=0")
    done = subprocess.run(command, env=env, capture_output=True, text=True,
                          input=text)
    need(done.returncode == 0, "%r: %d: %s" % (command, done.returncode,
                                              done.stderr))
    return done.stdout


def some_start():
    kind = rng.randrange(4)
    if kind == 0:  # the last days of a month, late at night
        year, month = 2025, rng.randint(1, 12)
        day = calendar.monthrange(year, month)[1] - rng.randint(0, 3)
        return dt.datetime(year, month, day, rng.choice((0, 12, 23)),
                           rng.randrange(60))
    if kind == 1:  # about the change of the clocks
        day = rng.choice((dt.date(2025, 3, 30), dt.date(2025, 10, 26)))
        return dt.datetime(day.year, day.month, day.day, rng.randint(0, 3),
                           rng.randrange(60))
    return dt.datetime(2025, 1, 1) + dt.timedelta(
        minutes=rng.randrange(365 * 1440))


def latest(start):
    """The last instant that a local time may be."""
    repeated = start.replace(tzinfo=zone, fold=1).astimezone(dt.timezone.utc)
    first = start.replace(tzinfo=zone, fold=0).astimezone(dt.timezone.utc)
    return max(first, repeated)


def add_months(day):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(
        day.day, calendar.monthrange(year, month + 1)[1]))


legs = []  # call, start, file or ""
for call in range(n):
    start = some_start()
    for leg in range(rng.choice((1, 1, 1, 2, 3))):
        # A later leg of it may begin on another day.
        legs.append((call, start + dt.timedelta(minutes=rng.randrange(
            1 + 200 * leg)), "c%d-%d.wav" % (call, rng.randrange(2))
            if leg == 0 or rng.random() < 0.5 else ""))
os.makedirs(STORE)
with open(home + "/calls.csv", "w", newline="") as f:
    out = csv.writer(f)
    out.writerow("Id Call Start From To Secs File".split())
    for i, (call, start, name) in enumerate(legs):
        out.writerow((i, "g%d" % call, start, "07700900%03d" % (call % 1000),
                      "01632960000", 5, name))
for i, name in enumerate(sorted({name for _, _, name in legs if name})):
    sound = struct.pack("<h", i) * 80
    with open(STORE + "/" + name, "wb") as f:
        f.write(b"RIFF" + struct.pack("<I", 36 + len(sound)) + b"WAVEfmt " +
                struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) +
                b"data" + struct.pack("<I", len(sound)) + sound)
with open(home + "/mapping.conf", "w") as f:
    f.write("[system]\nname = vendor\n[time]\ncolumn = Start\n"
            "format = YYYY-MM-DD HH:MI:SS\n[columns]\nref = Id\n"
            "group = Call\ncaller = From\ncalled = To\ntalk = Secs\n"
            "recording = File\n")
run(dt.date(2026, 1, 2), "sar-index", "import", "--quiet", "--mapping",
    home + "/mapping.conf", home + "/calls.csv")

of_call = collections.defaultdict(list)
for call, start, _ in legs:
    of_call[call].append(latest(start))
want = {name: add_months(max(of_call[call]).astimezone(zone).date())
        for call, _, name in legs if name}


def listed(day):
    run(day, "sar-retain", "list", "--report", home + "/list", "--force")
    rows = (line.rstrip("\n").split("\t") for line in open(home + "/list"))
    return {row[6]: (int(row[0]), row[1], row[2]) for row in rows}


def days():
    """Each day something expires on, and the one after it."""
    some = rng.sample(sorted(set(want.values())), 4)
    return sorted(set(some) | {d + dt.timedelta(days=1) for d in some})


held = {}
compared = deleted = 0
for day in days():
    rows = listed(day)
    need(set(rows) == set(want), "other recordings are listed")
    for name, (number, last, state) in rows.items():
        compared += 1
        need(last == str(want[name]), "%s: %s, %s" % (name, last, want[name]))
        need((state == "past") == (want[name] < day), "%s on %s: %s" %
             (name, day, state))
    if rng.random() < 0.5:
        for name in rng.sample(sorted(rows), min(5, len(rows))):
            held[name] = rows[name][0]
        run(day, "sar-retain", "hold", "--quiet", "--stdin", "--name", "h",
            "--owner", "u1", "--reason", "test", "--review", "2199-01-01",
            "--by", "u1", text="".join("%d\n" % i for i in held.values()))
    run(day, "sar-retain", "purge", "--quiet", "--scheduled", "--at-most",
        "9999", "--by", "cron")
    gone = {name for name in want if want[name] < day and name not in held}
    need(set(os.listdir(STORE)) == set(want) - gone, "on %s: %r" % (
        day, set(os.listdir(STORE)) ^ (set(want) - gone)))
    deleted += len(gone)
    for name in gone:
        del want[name]
print(compared, deleted)
