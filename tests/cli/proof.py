"""Change a proof that lies beside a package, as somebody might who forges one.

usage: proof.py PROOF NEW [CHANGE...]

Each CHANGE is one of, in order:

    member=NAME:JSON   of the record, or none when JSON is empty
    record=TEXT        the record, whole
    index=N  size=N  origin=NAME
    drop=N  add=N      the Nth hash; another one in its place
    alone              the tree has this record only and those before are gone
    sign=SKEYFILE      the note is signed, and no more, by this key
    cosign=SKEYFILE[:TIME]  and by this witness
    flip=witness       a bit in the last signature line
    tail=TEXT          at the end of the file

What depends on what was changed is not put right, unless "alone" does: then
the root is the hash of the record, so that "sign" makes a true proof of it.
Written from sar-proof(5) alone: hashlib and openssl.
"""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HEAD = "c2sp.org/tlog-proof@v1"


def b64(data):
    return base64.b64encode(data).decode()


class Proof:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        head, note, signatures = text.split("\n\n")
        lines = head.split("\n")
        assert lines[0] == HEAD
        self.record = base64.b64decode(lines[1].split(" ")[1])
        self.index = lines[2].split(" ")[1]
        self.hashes = lines[3:]
        self.origin, self.size, self.root = note.split("\n")
        self.signatures = signatures.rstrip("\n").split("\n")
        self.tail = ""

    def note(self):
        return "%s\n%s\n%s\n" % (self.origin, self.size, self.root)

    def text(self):
        return "\n".join([HEAD, "extra " + b64(self.record),
                          "index " + self.index] + self.hashes) + \
            "\n\n" + self.note() + "\n" + \
            "".join(s + "\n" for s in self.signatures) + self.tail


def read_key(path):
    """Name, type byte and seed of an skey line."""
    with open(path) as f:
        rest = f.read().strip()[len("PRIVATE+KEY+"):]
    name, _, coded = rest.split("+", 2)
    data = base64.b64decode(coded)
    return name, data[:1], data[1:]


def openssl(seed, arguments, message):
    with tempfile.TemporaryDirectory() as tmp:
        key, text = os.path.join(tmp, "key"), os.path.join(tmp, "text")
        with open(key, "wb") as f:
            f.write(bytes.fromhex("302e020100300506032b657004220420") + seed)
        with open(text, "wb") as f:
            f.write(message)
        return subprocess.run(
            ["openssl"] + [a % {"key": key, "text": text} for a in arguments],
            check=True, capture_output=True).stdout


def public(seed):
    return openssl(seed, ["pkey", "-inform", "DER", "-in", "%(key)s",
                          "-pubout", "-outform", "DER"], b"")[-32:]


def signature(seed, message):
    return openssl(seed, ["pkeyutl", "-sign", "-rawin", "-keyform", "DER",
                          "-inkey", "%(key)s", "-in", "%(text)s"], message)


def line(path, note, payload):
    name, kind, seed = read_key(path)
    ident = hashlib.sha256(name.encode() + b"\n" + kind +
                           public(seed)).digest()[:4]
    return "\u2014 %s %s" % (name, b64(ident + payload(seed, note.encode())))


def cosigned(when):
    return lambda seed, note: when.to_bytes(8, "big") + signature(
        seed, b"cosignature/v1\ntime %d\n" % when + note)


def flip(text):
    """Another signature, of the same length."""
    head, coded = text.rsplit(" ", 1)
    data = bytearray(base64.b64decode(coded))
    data[-1] ^= 1
    return head + " " + b64(bytes(data))


def change(p, what, value):
    if what == "member":
        name, text = value.split(":", 1)
        record = json.loads(p.record)
        record.pop(name, None)
        if text:
            record[name] = json.loads(text)
        p.record = json.dumps(record, sort_keys=True,
                              separators=(",", ":")).encode()
    elif what == "record":
        p.record = value.encode()
    elif what in ("index", "size", "origin", "tail"):
        setattr(p, what, value)
    elif what == "drop":
        del p.hashes[int(value)]
    elif what == "add":
        p.hashes.insert(int(value), b64(bytes(32)))
    elif what == "alone":
        p.index, p.size, p.hashes = "0", "1", []
        p.root = b64(hashlib.sha256(b"\0" + p.record).digest())
    elif what == "sign":
        p.signatures = [line(value, p.note(), signature)]
    elif what == "cosign":
        path, _, when = value.partition(":")
        p.signatures.append(line(path, p.note(),
                                 cosigned(int(when or 1768298400))))
    elif what == "flip":
        p.signatures[-1] = flip(p.signatures[-1])
    else:
        sys.exit("no such change: " + what)


def main():
    proof = Proof(sys.argv[1])
    for argument in sys.argv[3:]:
        what, _, value = argument.partition("=")
        change(proof, what, value)
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        f.write(proof.text())


main()
