"""Damage sound files in every way and judge what becomes of each.

    damage.py TOOL COUNT [SEED [SHARD SHARDS [LATE]]]   judge COUNT files
    damage.py TOOL make SEED NUMBER FILE           write one of them, to see

The same seed gives the same files.  TOOL is the program built from main.c.
Each file must end as a right output or a named error, in time and in little
memory; exit status 1 when one did not.  LATE is for the judge's own test:
every cut is so many frames too late, and the secret must be heard.
"""
import collections
import os
import random
import shutil
import subprocess
import sys
import tempfile

import harm
import judge
import seeds

LIMIT = 20  # seconds
PEAK = 400 * 1024  # KiB, of a sanitised process
FORMS = ("wav", "wav", "same", "same", "flac", "mp3", "opus")


def cuts_of(seed):
    """The secrets and the codec's guards, in frames."""
    before, after = seeds.GUARDS.get(seed.codec, (0, 0))
    if seed.codec == "mp3" and seed.bare:
        before, after = before + 140, after + 140  # nothing tells the delay
    return [(max(0, a - before * 8), min(seeds.FRAMES + 2000, b + after * 8))
            for a, b in seeds.SECRETS]


def case_of(number, seed_number, every):
    rng = random.Random("%d:%d" % (seed_number, number))
    seed, way, data, what, needed = harm.damage(rng, every)
    fill = rng.choice(("silence", "silence", "tone", "fade"))
    return judge.Case(seed, way, what, needed, cuts_of(seed), fill,
                      rng.choice(FORMS)), data


def line_of(case, here, there):
    return "\t".join((here, there, case.form, case.fill, case.seed.raw,
                      ",".join("%d-%d" % cut for cut in case.cuts))) + "\n"


def verdict(case, line, there, truth):
    """(what is wrong or None, class)."""
    said, _, end = line.rpartition("| ")
    status, peak = map(int, end.split())
    if status == -14:
        return "does not end", "hang"
    if status != 0:
        return "status %d: %s" % (status, said), "crash"
    if peak > PEAK:
        return "%d KiB" % peak, "memory"
    fields = said.split("\t")
    if fields[0] == "error":
        if fields[1] == "check":
            return "self-check: " + fields[3], "check"
        # Of one recording only, but a decoder is not to crash.
        if "decoder was stopped" in fields[3]:
            return fields[3], "stopped"
        return None, "error"
    try:
        return judge.judge(case, fields[1:], there, truth)
    except (ValueError, KeyError, subprocess.CalledProcessError) as e:
        return "unreadable: %s" % e, "unreadable"


def run(tool, work, count, seed_number, shard, shards, late):
    every = seeds.make(tool, work)
    truths = {id(s): seeds.truth(s, work) for s in every}
    here, there = work + "/in", work + "/out"
    driver = subprocess.Popen([tool, "run", str(LIMIT)], text=True, bufsize=1,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    classes, wrong = collections.Counter(), 0
    for number in range(shard, count, shards):
        case, data = case_of(number, seed_number, every)
        case.cuts = [(a + late, b + late) for a, b in case.cuts]
        with open(here, "wb") as f:
            f.write(data)
        driver.stdin.write(line_of(case, here, there))
        driver.stdin.flush()
        bad, kind = verdict(case, driver.stdout.readline(), there,
                            truths[id(case.seed)])
        classes[kind] += 1
        if bad:
            wrong += 1
            print("WRONG %d:%d %s-%d %s (%s) -> %s: %s" % (
                seed_number, number, case.seed.name, case.seed.channels,
                case.way, case.what, case.form, bad), flush=True)
    driver.stdin.close()
    driver.wait()
    print("%d damaged files: %s; %d wrong" % (
        sum(classes.values()),
        ", ".join("%d %s" % (n, k) for k, n in classes.most_common()), wrong))
    return wrong == 0 and driver.returncode == 0


def main(argv):
    tool, count = argv[0], argv[1]
    work = tempfile.mkdtemp()
    try:
        if count == "make":
            case, data = case_of(int(argv[3]), int(argv[2]),
                                 seeds.make(tool, work))
            with open(argv[4], "wb") as f:
                f.write(data)
            print(line_of(case, argv[4], "OUT"), end="")
            return 0
        rest = list(map(int, argv[2:])) + [1, 0, 1, 0][len(argv) - 2:]
        return 0 if run(tool, work, int(count), *rest) else 1
    finally:
        shutil.rmtree(work)


sys.exit(main(sys.argv[1:]))
