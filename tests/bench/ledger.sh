#!/usr/bin/env bash
# A million records followed as a register of cases, against only reading them:
# as a council writes them, and as somebody would who wants it to take long.
# Processor time, in turn, in one run.
# Usage: ledger.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
python3 - "$build/bench/ledger" <<'END'
import statistics
import subprocess
import sys

N, ROUNDS = 1000000, 5
MOST, KIB = 3.0, 160 * 1024  # of what reading costs; of memory


def run(*args):
    out = subprocess.run([sys.argv[1], *args], check=True,
                         capture_output=True, text=True).stdout.split()
    return float(out[0]), int(out[1]), int(out[2])


bad = 0
for kind in ("council", "letters", "early", "one", "odd"):
    ratios, spent, peak, told = [], [], 0, 0
    for _ in range(ROUNDS):
        read = run(kind, str(N), "read")[0]
        full, kib, told = run(kind, str(N))
        ratios.append(full / read)
        spent.append(full - read)
        peak = max(peak, kib)
    ratio = statistics.median(ratios)
    print("%-8s %.2f of reading them (asked at most %.1f), %.2f us a record, "
          "%d MiB, %d exceptions"
          % (kind, ratio, MOST, statistics.median(spent) / N * 1e6,
             peak // 1024, told))
    bad += ratio > MOST or peak > KIB
sys.exit(bad != 0)
END
