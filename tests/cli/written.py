"""Search all that was written for what must be nowhere but in the case.

usage: written.py HOME SECRETS [-t TRACE]... [-f PLACE]... [-k BEGIN]...

SECRETS has a line each: "number E.164-digits", "name Words" or "text Words".
A number is searched for in every way it is written: national, international,
bare, with what people put between digits, in UTF-16, in Base64, as a binary
integer, and as its SHA-256, which is as good as the number to who tries all
there are; a name or text also in capitals, and each long word of a name by
itself.  Searched are the writes in each TRACE, of strace -f -y -xx, with the
names of files made and the arguments of programs run; and each file at or
below each PLACE, its name too.

Nothing is searched in HOME/cases, in the index and in the recorder's own
files, where these belong, nor in what has a path that begins with BEGIN: what
somebody is meant to read.  Exit 1 naming what was found and where, never
itself.
"""
import argparse
import base64
import hashlib
import os
import re
import sys

from strace import plain, written

BETWEEN = rb"[ ().,/\-\t]{0,3}"
LONG = 5  # letters of a word that names somebody by itself
NAMED = re.compile(r"\b(openat|mkdir|mkdirat|link|linkat|rename|renameat2?|"
                   r"symlink|symlinkat|execve|setxattr|bind)\((.*)")


def wide(text):
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")


def based(text):
    """In Base64: all but the ends, which depend on what is next to it."""
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + text.encode())
        coded = coded[4 if shift else 0:-4]
        # A shorter piece is in any long text.
        if len(coded) >= 10:
            yield re.escape(coded)


def number_patterns(digits):
    if not digits.startswith("44") or len(digits) != 12:
        sys.exit("expected a British number")
    national = digits[2:]
    # The ends of all forms: national, and local without the area code.
    for part in (national, national[-6:]):
        yield BETWEEN.join(re.escape(bytes([c])) for c in part.encode())
    for form in (digits, "0" + national):
        yield from (re.escape(data) for data in wide(form))
        yield from based(form)
    for form in (digits, "+" + digits, "0" + national):
        digest = hashlib.sha256(form.encode()).digest()
        for data in (digest, digest.hex().encode(), base64.b64encode(digest)):
            yield re.escape(data)
    value = int(digits)
    size = (value.bit_length() + 7) // 8
    yield re.escape(value.to_bytes(size, "big"))
    yield re.escape(value.to_bytes(size, "little"))


def text_patterns(text, words):
    forms = [text] + [w for w in re.split(r"\W+", text)
                      if words and len(w) >= LONG]
    for form in forms:
        for data in (form.encode(), *wide(form)):
            yield b"(?i:" + re.escape(data) + b")"
        yield from based(form)


def read_secrets(path):
    """Label and pattern of each; a label tells which line, not what it says."""
    found = []
    with open(path, encoding="utf-8") as f:
        for n, line in enumerate(f, 1):
            kind, text = line.rstrip("\n").split(" ", 1)
            patterns = number_patterns(text) if kind == "number" else \
                text_patterns(text, kind == "name")
            found.append(("%s %d" % (kind, n),
                          re.compile(b"|".join(patterns))))
    return found


class Search:
    def __init__(self, args):
        self.secrets = read_secrets(args.secrets)
        home = os.path.realpath(args.home)
        self.belongs = tuple(os.path.join(home, n) for n in
                             ("cases/", "recorder/", "index.db"))
        self.belongs += tuple(args.keep)
        self.bytes = self.places = 0
        self.found = []

    def may_hold(self, path):
        return path.startswith(self.belongs)

    def look(self, data, where):
        self.bytes += len(data)
        self.places += 1
        for label, pattern in self.secrets:
            if pattern.search(data):
                self.found.append("%s: %s" % (where, label))

    def trace(self, path):
        for where, data in written(path):
            if not self.may_hold(where):
                self.look(data, "written to " + where)
        with open(path, encoding="latin-1") as f:
            for line in f:
                call = NAMED.search(line)
                if not call or call[1] == "openat" and \
                        not re.search("O_CREAT|O_TMPFILE", line):
                    continue
                said = plain(call[2])
                # What is in a case may be named as it likes.
                if call[1] == "execve" or \
                        not any(p in said for p in self.belongs):
                    self.look(said.encode("latin-1"), "named: " + call[1])

    def place(self, top):
        if os.path.isfile(top):
            return self.file(top)
        for folder, folders, names in os.walk(top):
            for name in sorted(folders + names):
                path = os.path.join(folder, name)
                if self.may_hold(os.path.realpath(path)):
                    continue
                self.look(name.encode(), "the name of a file in " + folder)
                if name in names and os.path.isfile(path):
                    self.file(path)

    def file(self, path):
        with open(path, "rb") as f:
            self.look(f.read(), path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("home")
    parser.add_argument("secrets")
    parser.add_argument("-t", dest="trace", action="append", default=[])
    parser.add_argument("-f", dest="place", action="append", default=[])
    parser.add_argument("-k", dest="keep", action="append", default=[])
    args = parser.parse_args()
    search = Search(args)
    for path in args.trace:
        search.trace(path)
    for path in args.place:
        search.place(path)
    if search.found:
        print("\n".join(sorted(set(search.found))))
        sys.exit(1)
    print("%d secrets in %d bytes of %d pieces" % (
        len(search.secrets), search.bytes, search.places))
    if search.bytes < 1000:
        sys.exit("nothing was looked at")


main()
