"""Time sar-export find against the sqlite3 shell on the same calls."""
import datetime
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys

import measure

ROUNDS = 25


def figures(work, argv, text=""):
    return measure.run(argv, work, text, (0, 4))


def make(work, conf, csv, index):
    home = work + "/home"
    subprocess.run(["sar-export", "init", "--quiet", "--home", home,
                    "--config", conf], check=True)
    shutil.copyfile(index, home + "/index.db")
    os.chmod(home + "/index.db", 0o600)
    subprocess.run(["sqlite3", work + "/plain.db"], check=True, text=True,
                   input=".mode csv\n.import %s calls\n" % csv, cwd=work)
    subprocess.run(["cp", "plain.db", "indexed.db"], cwd=work, check=True)
    subprocess.run(["sqlite3", work + "/indexed.db"], check=True, text=True,
                   input="CREATE INDEX a ON calls(src, calldate);\n"
                         "CREATE INDEX b ON calls(dst, calldate);\n")
    return home


def questions(home):
    """Numbers that have calls, and a month each."""
    db = sqlite3.connect("file:%s/index.db?mode=ro" % home, uri=True)
    rng = random.Random(7)
    top = db.execute("SELECT max(id) FROM leg").fetchone()[0]
    asked = []
    while len(asked) < ROUNDS:
        row = db.execute(
            "SELECT p.key, l.start FROM party p JOIN leg l ON l.id = p.leg "
            "WHERE p.leg = ? AND p.role = 0 AND p.key / 10000000000 = 44",
            (rng.randrange(1, top),)).fetchone()
        if row:
            day = datetime.datetime.fromtimestamp(
                row[1], datetime.timezone.utc).date()
            asked.append(("+%d" % row[0], day - datetime.timedelta(15),
                          day + datetime.timedelta(15)))
    return asked


def main():
    work, conf, csv, index, legs = sys.argv[1:]
    home = make(work, conf, csv, index)
    names = ("sar-export find", "sqlite3, no index",
             "sqlite3, index on number, start", "sqlite3 on our own index")
    runs = {n: [] for n in names}
    found = 0
    for number, first, last in questions(home):
        a = int(datetime.datetime(first.year, first.month, first.day,
                                  tzinfo=datetime.timezone.utc).timestamp())
        b = a + 31 * 86400
        # As the export has it; its times are those of the same clock.
        raw = "0" + number[3:]
        when = "BETWEEN '%s 00:00:00' AND '%s 23:59:59'" % (first, last)
        plain = ("SELECT * FROM calls WHERE (src = '%s' OR dst = '%s') AND "
                 "calldate %s;\n" % (raw, raw, when))
        by_index = ("SELECT * FROM calls WHERE src = '%s' AND calldate %s "
                    "UNION SELECT * FROM calls WHERE dst = '%s' AND calldate "
                    "%s;\n" % (raw, when, raw, when))
        ours = ("SELECT leg FROM party WHERE key = %s AND since BETWEEN %d "
                "AND %d;\n" % (number[1:], a, b))
        got, text = figures(work, [
            "sar-export", "find", "--home", home, "--ref", "B", "--number",
            number, "--from", str(first), "--to", str(last), "--received",
            str(last), "--json"])
        runs[names[0]].append(got)
        found += text.count('"type":"item"')
        runs[names[1]].append(figures(work, ["sqlite3", "plain.db"], plain)[0])
        runs[names[2]].append(
            figures(work, ["sqlite3", "indexed.db"], by_index)[0])
        runs[names[3]].append(
            figures(work, ["sqlite3", home + "/index.db"], ours)[0])
    print("find: %s legs, index %.0f MB (%.0f bytes a leg), %d questions of 31 "
          "days, %d items found" % (
              legs, os.path.getsize(home + "/index.db") / 1e6,
              os.path.getsize(home + "/index.db") / float(legs), ROUNDS,
              found))
    print("  %-34s %8s %8s %9s   %s" % ("whole processes, medians", "CPU s",
                                        "wall s", "peak MiB",
                                        "CPU, wall against ours"))
    for name in names:
        cpu, wall, peak = (statistics.median(r[k] for r in runs[name])
                           for k in range(3))
        ratio = [sum(r[k] for r in runs[name]) /
                 max(sum(r[k] for r in runs[names[0]]), 1e-9)
                 for k in range(2)]
        print("  %-34s %8.4f %8.4f %9.1f   %.2fx %.2fx" % (
            name, cpu, wall, peak, ratio[0], ratio[1]))
    print("  (ours also normalises the number, follows each call to all its "
          "legs,\n   decides about retention and reads its policy)")


main()
