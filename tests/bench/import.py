"""Time sar-index import against the sqlite3 shell on the same export."""
import os
import shutil
import statistics
import subprocess
import sys

import measure

ROUNDS = 3
# What a person may ask for: a number wherever it is, with a date; a call; a
# recording; and a row twice, which must not be.
INDEXES = ("src, calldate", "dst, calldate", "did, calldate", "cnum, calldate",
           "outbound_cnum, calldate", "linkedid", "recordingfile")


def fresh(work, conf):
    home = work + "/home"
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run(["sar-export", "init", "--quiet", "--home", home,
                    "--config", conf], check=True)
    os.makedirs(home + "/recorder/monitor")
    subprocess.run(["sar-index", "init", "--quiet", "--home", home],
                   check=True)
    return home


def ours(work, home, csv):
    return measure.run(["sar-index", "import", "--quiet", "--home", home, csv],
                       work)[0]


def theirs(work, csv):
    db = work + "/peer.db"
    if os.path.exists(db):
        os.unlink(db)
    text = ".mode csv\n.import %s cdr\n" % csv
    for n, columns in enumerate(INDEXES):
        text += "CREATE INDEX i%d ON cdr(%s);\n" % (n, columns)
    text += "CREATE UNIQUE INDEX u ON cdr(uniqueid, sequence);\n"
    figures = measure.run(["sqlite3", "-bail", db], work, text)[0]
    size = os.path.getsize(db)
    os.unlink(db)
    return figures, size


def forget(path):
    """Drop the file from the page cache; dd(1) says how, fincore(1) if."""
    subprocess.run(["sync", path], check=True)
    subprocess.run(["dd", "if=" + path, "iflag=nocache", "count=0",
                    "status=none"], check=True)
    left = subprocess.run(["fincore", "-nb", "-o", "RES", path], check=True,
                          capture_output=True, text=True).stdout
    if int(left) > 1 << 20:
        sys.exit("%s bytes of the index stay in memory" % left.strip())


def against_shell(work, conf, csv, rows):
    mine, peer = [], []
    for _ in range(ROUNDS):
        home = fresh(work, conf)
        mine.append(ours(work, home, csv))
        figures, size = theirs(work, csv)
        peer.append(figures)
    rate = [statistics.median(rows / m[k] for m in mine) for k in (0, 1)]
    ratio = [statistics.median(p[k] / m[k] for m, p in zip(mine, peer))
             for k in (0, 1)]
    index = os.path.getsize(home + "/index.db")
    print("  %6.2fx rate wall %.2fx CPU   import / sqlite3 .import and CREATE "
          "INDEX: %d rows, %.0f rows/s" % (ratio[1], ratio[0], rows, rate[1]))
    print("  %6.2fx size   index / that table: %.0f bytes a leg, %.0f"
          % (index / size, index / rows, size / rows))
    return statistics.median(m[2] for m in mine)


def nights(work, home, rows):
    index = home + "/index.db"
    for cold in (False, True):
        rates = []
        for day in range(3):
            if cold:
                forget(index)
            wall = ours(work, home, "%s/night-%d.csv" % (
                work, day + 3 * cold))[1]
            rates.append(rows / wall)
        print("  %6.2fx of 5,000 rows/s   %d rows into it, %s: %.0f rows/s"
              % (statistics.median(rates) / 5000, rows,
                 "cold" if cold else "warm", statistics.median(rates)))


def main():
    work, conf, few, many = sys.argv[1:5]
    rows, night = int(sys.argv[5]), int(sys.argv[6])
    small = against_shell(work, conf, few, rows)
    home = fresh(work, conf)
    _, wall, large = ours(work, home, many)
    print("  %6.2fx peak memory   import of %d rows / of %d: %.1f MiB, %.1f; "
          "%.0f rows/s" % (large / small, rows * 10, rows, large, small,
                           rows * 10 / wall))
    nights(work, home, night)


main()
