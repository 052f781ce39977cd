"""What becomes of recordings when a purge is killed or stopped at a step.

    retain.py LIBRARY HOME WORK HOW SHARE

LIBRARY is steps.c; HOME is a home in which a few recordings are past retention,
of which a case that is closed asks for some; WORK is a folder to work in.  HOW:

    kill    at the step; the next run has to complete
    hold    killed; a hold is placed, then the next run
    stop    stopped at the step; a hold is placed meanwhile; then it goes on

At each SHARE-th step, or at the first deletion ("unlink").  Prints how many
steps were tried.  HOW may also be:

    race    SHARE times, not stopped at all, with holds placed meanwhile
"""
import base64
import glob
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

library, clean, work, how, share = sys.argv[1:6]
HOME = work + "/home"
PURGE = ["sar-retain", "purge", "--scheduled", "--at-most", "999", "--by",
         "cron", "--quiet"]
WORDS = ["--owner", "u1", "--reason", "test", "--review", "2199-01-01",
         "--by", "u1"]


def need(truth, what):
    if not truth:
        print(what, file=sys.stderr)
        sys.exit(1)


def fresh():
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.copytree(clean, HOME)


def env(act, at):
    return dict(os.environ, SAR_HOME=HOME, LD_PRELOAD=library, STEPS_DO=act,
                STEPS_AT=str(at), STEPS_OUT=work + "/steps",
                ASAN_OPTIONS="detect_leaks=0:verify_asan_link_order=0")


def run(*command, **more):
    return subprocess.run(command, env=dict(os.environ, SAR_HOME=HOME),
                          capture_output=True, text=True, **more)


def files():
    root = HOME + "/recorder/monitor"
    return {os.path.relpath(os.path.join(f, n), root)
            for f, _, names in os.walk(root) for n in names}


def listed():
    """The numbers of what is past retention, and their paths."""
    done = run("sar-retain", "list", "--past", "--report", work + "/list",
               "--force", "--quiet")
    need(done.returncode == 0, "list: " + done.stderr)
    rows = [line.rstrip("\n").split("\t") for line in open(work + "/list")]
    return {int(row[0]): row[6] for row in rows}


def records():
    """Those that a checkpoint covers: what a killed run left is none."""
    size = int(open(HOME + "/log/checkpoints").read().split("\n")[-5])
    names = sorted(glob.glob(HOME + "/log/entries-*"))
    begins = [int(n.rpartition("-")[2].partition(".")[0]) for n in names]
    found = []
    for name, end in zip(names, begins[1:] + [size]):
        for line in open(name):
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if record["seq"] < end:
                found.append(record)
    return found


def log_is_whole():
    done = run("sar-verify", "log", "--quiet", "--vkey", HOME + "/log.vkey",
               HOME + "/log")
    need(done.returncode in (0, 5), "log: " + done.stderr)


def proved(gone):
    """Each file that went is of one delete record and its evidence."""
    leaves = []
    digests = {}
    for path in glob.glob(HOME + "/purges/*.json"):
        text = open(path, "rb").read()
        digest = base64.b64encode(hashlib.sha256(text).digest()).decode()
        digests[digest] = json.loads(text)
    deletes = [r for r in records() if r["type"] == "delete"]
    for record in deletes:
        said = digests[record["evidence"]]
        need(said["deleted"] == record["n"] == len(said["registrations"]),
             "evidence of another number")
        need(said["root"] == record["root"], "evidence of another root")
        leaves += [r["leaf"] for r in said["registrations"]]
    need(len(leaves) == len(set(leaves)), "logged twice")
    db = sqlite3.connect("file:%s/index.db?mode=ro" % HOME, uri=True)
    of = {base64.b64encode(leaf).decode(): (recording, state)
          for leaf, recording, state in db.execute(
              "SELECT leaf, g.recording, p.state FROM registration g LEFT "
              "JOIN purge p ON p.recording = g.recording")}
    db.close()
    need({of[leaf] for leaf in leaves} == {(i, 2) for i in gone},
         "logged: %r, gone: %r" % ({of[leaf] for leaf in leaves}, gone))


def index_is_clean(gone):
    db = sqlite3.connect("file:%s/index.db?mode=ro" % HOME, uri=True)
    rows = db.execute("SELECT r.id, path, sha256, seeds, file_salt FROM "
                      "recording r LEFT JOIN commitment c ON c.recording = "
                      "r.id").fetchall()
    for number, path, digest, seeds, salt in rows:
        if number in gone:
            need(path.startswith(".purged/") and digest is None and
                 seeds is None and salt is None, "row %d is left" % number)
    need(not db.execute("SELECT 1 FROM purge WHERE state < 2").fetchall() and
         not db.execute("SELECT 1 FROM purge_run WHERE record IS NULL")
         .fetchall(), "a run is open")
    db.close()
    done = run("sar-index", "check", "--index-only", "--quiet")
    need(done.returncode == 0, "index: " + done.stderr)


def judge(all_files, past, held):
    """After a run to the end: what is past and not held is gone, the rest is
    there, and the log tells of just that."""
    gone = {i for i, path in past.items() if path not in files()}
    need(all_files - files() == {past[i] for i in gone}, "another file went")
    need(not gone & held, "a held file is gone")
    need(gone | held == set(past), "left: %r" % (set(past) - gone - held))
    log_is_whole()
    proved(gone)
    index_is_clean(gone)


def hold(past, name="h", *more):
    return run("sar-retain", "hold", "--stdin", "--name", name, *WORDS, *more,
               input="".join("%d\n" % i for i in past))


def count():
    fresh()
    done = subprocess.run(PURGE, env=env("count", 0), capture_output=True)
    need(done.returncode == 0, "purge: %r" % done.stderr)
    return int(open(work + "/steps").read())


def at_step(at):
    fresh()
    past, all_files = listed(), files()
    held = set()
    if how in ("kill", "hold"):
        done = subprocess.run(PURGE, env=env("kill", at), capture_output=True)
        if done.returncode == 0:
            return
        need(done.returncode == -signal.SIGKILL, "purge: %r" % done.stderr)
    if how == "hold":
        there = {i for i, path in past.items() if path in files()}
        done = hold(past)
        need(done.returncode == (0 if there == set(past) else 3), done.stderr)
        held = there
    if how == "stop":
        stopped = subprocess.Popen(PURGE, env=env("stop", at),
                                   stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE)
        if not wait_stopped(stopped):
            stopped.communicate()
            return
        there = {i for i, path in past.items() if path in files()}
        done = hold(past)
        need(done.returncode in (0, 3, 11), done.stderr)
        if done.returncode != 11:
            held = there
        if done.returncode == 0:
            need(there == set(past), "held, and %r are gone" %
                 (set(past) - there))
        os.kill(stopped.pid, signal.SIGCONT)
        said = stopped.communicate()[1]
        # 11: the hold was under way just then.
        need(stopped.returncode in (0, 11), "went on: %r" % said)
    done = run(*PURGE)
    need(done.returncode == 0, "again: " + done.stderr)
    judge(all_files, past, held)


def wait_stopped(process):
    for _ in range(2000):
        with open("/proc/%d/stat" % process.pid) as f:
            state = f.read().rpartition(")")[2].split()[0]
        if state == "T":
            return True
        if state == "Z":
            return False
        time.sleep(0.005)
    need(False, "neither stopped nor ended")


def held_rows():
    db = sqlite3.connect("file:%s/index.db?mode=ro" % HOME, uri=True)
    rows = db.execute("SELECT name, recording FROM held JOIN hold ON "
                      "hold.id = held.hold").fetchall()
    db.close()
    return rows


def race(seed):
    """Holds come while the purge runs: whatever is held is there."""
    rng = random.Random(seed)
    fresh()
    past, all_files = listed(), files()
    purge = subprocess.Popen(PURGE, env=dict(os.environ, SAR_HOME=HOME),
                             stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE)
    asked = {}
    for k in range(4):
        time.sleep(rng.random() * 0.05)
        ids = rng.sample(sorted(past), rng.randint(1, len(past)))
        name = "h%d" % k
        done = hold(ids, name, "--lock-wait", "60")
        need(done.returncode in (0, 3, 4), "hold: " + done.stderr)
        asked[name] = (ids, done.returncode)
    said = purge.communicate()[1]
    need(purge.returncode in (0, 11), "purge: %r" % said)
    done = run(*PURGE)
    need(done.returncode == 0, "again: " + done.stderr)
    rows = held_rows()
    held = {i for _, i in rows}
    for name, (ids, status) in asked.items():
        mine = {i for n, i in rows if n == name}
        need(mine <= set(ids), "holds another")
        need((status == 0) == (mine == set(ids)), "%d, and %r of %r" %
             (status, mine, ids))
    judge(all_files, past, held)
    return len(held), len(past)


if how == "race":
    counts = [race(n) for n in range(int(share))]
    print(*("%d/%d" % pair for pair in counts))
elif share == "unlink":
    at_step("unlink")
    print(1)
else:
    steps = count()
    tried = range(1, steps + 1, max(1, int(share)))
    for n in tried:
        at_step(n)
    print(len(tried))
