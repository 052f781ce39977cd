"""What becomes of a build when, at one of its steps, something happens.

    points.py LIBRARY WORK HOW SHARE COMMAND...

LIBRARY is points.c, WORK has clean/, the home to begin with; COMMAND builds in
WORK/home and writes the passphrase to WORK/out/pass.  HOW is one of:

    order       nothing: what has a name is on the disk, and what the log says
                too, before the log says it
    once, full  a step fails; all do that need room from there
    kill, int, term

At each kind of step that HOW has not tried, or at SHARE of the kinds ("1/3"),
or at each step there is ("all").  A run that fails has to leave the old state,
and the next has to complete.  Prints how many steps were tried.
"""
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys

library, work, how, share = sys.argv[1:5]
command = sys.argv[5:]
HOME, OUT = work + "/home", work + "/out"
SIGNALS = {"kill": 9, "int": 2, "term": 15}


class Wrong(Exception):
    pass


def need(truth, what):
    if not truth:
        raise Wrong(what)


def fresh():
    for folder in (HOME, OUT):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(work + "/clean", HOME)
    os.mkdir(OUT)


def build(act=None, at=0):
    env = dict(os.environ, SAR_HOME=HOME)
    if act:
        env.update(LD_PRELOAD=library, POINTS_UNDER=work, POINTS_DO=act,
                   POINTS_AT=str(at), POINTS_LIST=OUT + "/../steps",
                   ASAN_OPTIONS="detect_leaks=1:verify_asan_link_order=0")
    done = subprocess.run(command, env=env, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, cwd=work, timeout=120)
    return done.returncode, done.stderr.decode(errors="replace")


def steps():
    fresh()
    if os.path.exists(work + "/steps"):
        os.remove(work + "/steps")
    status, said = build("list")
    need(status == 0, "listing: status %d: %s" % (status, said))
    complete()
    return [line.rstrip("\n").split("\t") for line in open(work + "/steps")]


def kind(step):
    """Steps that differ in nothing but a name made up or a number."""
    path = re.sub(r"\.sar-.*|#\d+ \(deleted\)", "*", step[1])
    return step[0], re.sub(r"call-\d+", "call", path)


def chosen(all_steps):
    if share == "all":
        return range(len(all_steps))
    part, parts = map(int, share.split("/"))
    kinds = {}
    for i, step in enumerate(all_steps):
        kinds.setdefault(kind(step), []).append(i)
    # Each HOW another share of the kinds, and of each one in the middle.
    shift = sorted(("once", "full", "kill", "int", "term")).index(how)
    return [some[len(some) // 2] for n, some in enumerate(kinds.values())
            if (n + shift) % parts < part]


def records():
    done = subprocess.run(["sar-verify", "log", "--vkey", HOME + "/log.vkey",
                           HOME + "/log"], capture_output=True, text=True)
    need(done.returncode in (0, 5), "the log: " + done.stderr)
    return dict(re.findall(r"^([a-z-]+): (\d+)$", done.stdout, re.M))


def left():
    """What no run may leave behind."""
    found = os.listdir(HOME + "/staging")
    for folder, folders, names in os.walk(HOME):
        found += [n for n in names + folders if n.startswith(".sar-") or
                  n in ("certificates.new",)]
    return found


def packages():
    return sorted(n for n in os.listdir(HOME + "/outbox")
                  if n.endswith(".zip"))


def nothing_came_of_it(void):
    said = records()
    need("release" not in said, "a failure was released")
    need(not left() and not os.listdir(HOME + "/outbox"),
         "left: %r %r" % (left(), os.listdir(HOME + "/outbox")))
    need(not os.path.exists(OUT + "/pass"), "the passphrase is still there")
    for name in os.listdir(HOME + "/cases"):
        need(not [n for n in os.listdir(HOME + "/cases/" + name)
                  if n.startswith("certificates")], "certificates are left")
    need(not void or said.get("intent") == said.get("void"),
         "intents are open: %r" % said)


def complete():
    said = records()
    need(said.get("release") == "1", "releases: %r" % said)
    need(not left() and packages(), "left %r, outbox %r" % (left(),
                                                          packages()))
    need([n for n in os.listdir(HOME + "/outbox")
          if n.endswith("HOW-TO-OPEN.txt")], "nothing says how to open it")
    with open(OUT + "/pass") as f:
        secret = f.read().strip()
    log = "".join(open(HOME + "/log/" + name).read()
                  for name in os.listdir(HOME + "/log") if "entries" in name)
    for name in packages():
        path = HOME + "/outbox/" + name
        with open(path, "rb") as f:
            digest = base64.b64encode(hashlib.sha256(f.read()).digest())
        need('"%s"' % digest.decode() in log, name + " is not in the log")
        done = subprocess.run(["7z", "t", "-p" + secret, path],
                              stdout=subprocess.DEVNULL)
        need(done.returncode == 0, name + " does not open")
        done = subprocess.run(["sar-verify", "proof", "--quiet", "--vkey",
                               HOME + "/log.vkey", "--package", path,
                               path + ".tlog-proof"], capture_output=True)
        # 3: of the volumes only this one was given.
        need(done.returncode == (0 if len(packages()) == 1 else 3),
             "%s: proof: %r" % (name, done.stderr))


def after(status, said, step):
    """Judge the run to which something happened."""
    if status == 0:
        return complete()
    if how == "kill":
        need(status == -9, "status %d: %s" % (status, said))
        return
    good = {15} if how in ("once", "full") else {128 + SIGNALS[how]}
    need(status in good, "status %d: %s" % (status, said))
    need(len(re.findall("^sar-export: (?!hint)", said, re.M)) == 1,
         "it said: " + said)
    # Once the log has the release, what is left to do is the next run's.
    if "release" not in records():
        # Of a record that could not be synced nobody knows if it is there.
        nothing_came_of_it(how != "full" and
                           not step[1].startswith("home/log/"))


def one(step, at):
    fresh()
    status, said = build(how, at)
    try:
        after(status, said, step)
        again, said = build()
        need(again == 0, "the next run: status %d: %s" % (again, said))
        complete()
    except Wrong as wrong:
        sys.exit("%s at step %d, %s: %s" % (how, at, " ".join(step), wrong))
    return status != 0


class Disk:
    """Which files and folders have been written and not synced."""

    def __init__(self):
        self.dirty = set()

    def step(self, call, path, before):
        folder = os.path.dirname(path)
        if call in ("write", "pwrite", "ftruncate"):
            self.dirty.add(path)
        elif call in ("fsync", "fdatasync"):
            self.dirty.discard(path)
        elif call in ("link", "rename"):
            need(before not in self.dirty, path + ": named, not yet synced")
            self.dirty.add(folder)
            if call == "rename":
                self.dirty.add(os.path.dirname(before))
        elif call in ("create", "mkdir", "unlink") and \
                not os.path.basename(path).startswith(".sar-"):
            self.dirty.add(folder)

    def unsaid(self):
        """What is not on the disk yet but the log itself."""
        return {p for p in self.dirty if not p.startswith("home/log") and
                p != "home"}


def order():
    """Each step in a world where the power may go after it."""
    disk, told, moved = Disk(), 0, set()
    for call, path, before in steps():
        if call == "write" and path.startswith("home/log/entries"):
            told += 1
            need(not disk.unsaid(), "record %d of the log before %r is on "
                 "the disk" % (told, disk.unsaid()))
        proof = path.endswith(".tlog-proof") or \
            told == 2 and (call, path) == ("tmpfile", "home/staging")
        if path.startswith("home/staging") and call in ("tmpfile", "pwrite",
                                                        "link"):
            need(told == 2 if proof else told == 1,
                 "staging before the intent, or after the release")
        # What is not there is only asked for, to see whether it would go.
        if call == "rename" and path.endswith("/.sar-nothing"):
            continue
        if call == "rename" and path.endswith(".zip"):
            need(path + ".tlog-proof" in moved, path + " before its proof")
        if call == "rename" and path.startswith("home/outbox/"):
            moved.add(path)
            need(told == 2 and not {p for p in disk.dirty
                                    if p.startswith("home/log/")},
                 "to the outbox before the log has the release")
        disk.step(call, path, before)
    need(told == 2 and not disk.dirty, "left unsynced: %r" % disk.dirty)
    print(told)


def main():
    try:
        if how == "order":
            return order()
        todo = steps()
    except Wrong as wrong:
        sys.exit("%s: %s" % (how, wrong))
    hit = sum(one(todo[i], i + 1) for i in chosen(todo))
    print(hit)


main()
