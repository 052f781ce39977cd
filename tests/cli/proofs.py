"""What may and may not be in redaction proofs.

    proofs.py same A B        what two packages, unpacked to A and B, whose
                              recordings differ under the cuts alone, may
                              differ in
    proofs.py secrets HOME FOLDER...
                              no salt above a block that is withheld is in any
                              file of the folders, and no seed but in the index
    proofs.py check VKEY FOLDER RECORDINGS
                              each proof by hashlib, against the recordings
                              unpacked beside it
"""
import base64
import hashlib
import json
import os
import sqlite3
import subprocess
import sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64(text):
    data = base64.b64decode(text, validate=True)
    assert base64.b64encode(data).decode() == text
    return data


class Proof:
    """A proof, in the parts that an empty line ends."""

    def __init__(self, path):
        text = open(path, encoding="ascii", errors="surrogateescape").read()
        head, line, batch, rest = text.split("\n\n", 3)
        self.head = [l.split(" ") for l in head.split("\n")]
        assert self.head[0] == ["sar-redaction-proof@v1"]
        self.line, self.log = line, rest
        batch = batch.split("\n")
        self.batch, self.path = batch[0].split(" "), batch[1:]
        self.size = os.path.getsize(path)

    def of(self, word):
        return [l[1:] for l in self.head if l[0] == word]


def proofs_in(folder):
    return sorted(n for n in os.listdir(folder)
                  if n.endswith(".redaction-proof"))


def same_proof(a, b, name):
    a, b = Proof(a + "/" + name), Proof(b + "/" + name)
    assert a.size == b.size, name
    assert len(a.head) == len(b.head), name
    changed = {"root": 0, "hash": 0}
    for x, y in zip(a.head, b.head):
        # A root or a node over what is withheld; its place is the same.
        if x[0] in changed:
            changed[x[0]] += x != y
            x, y = x[:-1], y[:-1]
        assert x == y, (name, x, y)
    # It would say nothing if it did not depend on what was cut.  Of codecs
    # with guards a node may be over nothing but these.
    assert a.of("withheld"), name
    assert changed["root"] == len(a.of("root")), name
    assert changed["hash"] >= len(a.of("root")), name
    one, two = json.loads(a.line), json.loads(b.line)
    for key in ("file", "roots"):
        del one[key], two[key]
    assert one == two, name
    assert a.batch == b.batch and len(a.path) == len(b.path), name
    logs = a.log.split("\n"), b.log.split("\n")
    assert list(map(len, logs[0])) == list(map(len, logs[1])), name
    assert logs[0][2] == logs[1][2] and logs[0][2].startswith("index ")


def manifest(folder, name):
    m = json.load(open(folder + "/" + name))
    del m["content"]
    for entry in m["entries"] if "entries" in m else m["files"]:
        if entry["name"].endswith(".redaction-proof"):
            del entry["sha256"]
    return m


def same(a, b):
    names = sorted(os.listdir(a))
    assert names == sorted(os.listdir(b))
    done = 0
    for name in names:
        one, two = (open(f + "/" + name, "rb").read() for f in (a, b))
        assert len(one) == len(two), name
        if name.endswith(".redaction-proof"):
            same_proof(a, b, name)
            done += 1
        elif name.startswith("manifest") and name.endswith(".json"):
            # It names the proofs by their digests.
            assert manifest(a, name) == manifest(b, name), name
            assert done == 0 or one != two
        elif not name.endswith(".minisig"):
            assert one == two, name
    print(done)


def ways_down(seed, height, block):
    """The salts from the seed down to that of the block."""
    out = [seed]
    for bit in range(height - 1, -1, -1):
        out.append(sha(b"\3" if block >> bit & 1 else b"\2", out[-1]))
    return out


def forms(secret):
    return secret, secret.hex().encode(), base64.b64encode(secret)


def forbidden(home, folders):
    """Secrets that may be in no file: all seeds, and salts of what is
    withheld."""
    db = sqlite3.connect("file:%s/index.db?mode=ro" % home, uri=True)
    seeds = {}
    salts = set()
    for line, blob in db.execute(
            "SELECT line, seeds FROM registration g JOIN commitment c ON "
            "c.recording = g.recording WHERE seeds <> x''"):
        seeds[line] = [blob[i:i + 32] for i in range(0, len(blob), 32)]
    n = 0
    for folder in folders:
        for name in proofs_in(folder):
            proof = Proof(folder + "/" + name)
            frames, block = map(int, (proof.of("audio")[0][3],
                                      proof.of("audio")[0][4]))
            height = (-(-frames // block) - 1).bit_length()
            for ch, start, end in proof.of("withheld"):
                for i in range(int(start), int(end)):
                    salts.update(ways_down(seeds[proof.line][int(ch)], height,
                                           i))
                    n += 1
    return {s for all in seeds.values() for s in all}, salts, n


def secrets(home, folders):
    seeds, salts, n = forbidden(home, folders)
    assert n > 0 and len(salts) > n
    seen = 0
    for top in [home] + folders:
        for folder, _, names in os.walk(top):
            for name in names:
                data = open(os.path.join(folder, name), "rb").read()
                own = name == "index.db"
                for secret in seeds | salts:
                    there = any(f in data for f in forms(secret))
                    assert not there or (own and secret in seeds), name
                    seen += there
    assert seen == len(seeds), seen
    print(n)


def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\1", root_of(leaves[:k]), root_of(leaves[k:]))


def spread(salt, level):
    row = [salt]
    for _ in range(level):
        row = [sha(p, s) for s in row for p in (b"\2", b"\3")]
    return row


def decoded(path, channels):
    raw = subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-i", path,
                          "-f", "s16le", "-c:a", "pcm_s16le", "-"], check=True,
                         capture_output=True).stdout
    samples = [raw[i:i + 2] for i in range(0, len(raw), 2)]
    return [b"".join(samples[c::channels]) for c in range(channels)]


def channel_root(proof, ch, pcm, n, block):
    """From the leaves of what is disclosed and the nodes over the rest."""
    known = {}
    for c, level, index, value in proof.of("salt"):
        if int(c) == ch:
            for i, salt in enumerate(spread(b64(value), int(level))):
                at = (int(index) << int(level)) + i
                if at < n:
                    part = pcm[2 * block * at:2 * block * (at + 1)]
                    known[0, at] = sha(b"\0", salt, part)
    for c, level, index, value in proof.of("hash"):
        if int(c) == ch:
            known[int(level), int(index)] = b64(value)

    def node(start, end):
        size = end - start
        level = (size - 1).bit_length()
        if size == 1 << level and (level, start >> level) in known:
            return known[level, start >> level]
        assert size > 1, "a block of neither"
        k = 1 << (level - 1)
        return sha(b"\1", node(start, start + k), node(start + k, end))

    return node(0, n)


def path_root(leaf, nr, of, path):
    """RFC 9162, 2.1.3.2."""
    fn, sn, r = nr, of - 1, leaf
    for p in path:
        assert sn > 0
        if fn & 1 or fn == sn:
            r = sha(b"\1", p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha(b"\1", r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return r


def check_log(proof, vkey):
    lines = proof.log.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    extra = b64(lines[1].split(" ")[1])
    index = int(lines[2].split(" ")[1])
    end = lines.index("", 3)
    origin, size, root = lines[end + 1:end + 4]
    got = path_root(sha(b"\0", extra), index, int(size),
                    [b64(p) for p in lines[3:end]])
    assert base64.b64encode(got).decode() == root
    assert origin == vkey.split("+")[0]
    return json.loads(extra)


def check(vkey, folder, wanted):
    vkey = open(vkey).read().strip()
    names = proofs_in(folder)
    assert len(names) == int(wanted), names
    for name in names:
        proof = Proof(folder + "/" + name)
        fmt, rate, channels, frames, block = proof.of("audio")[0]
        channels, frames, block = int(channels), int(frames), int(block)
        assert fmt == "s16le" and block == int(rate) // 10
        stem = name.split(".")[0] + "."
        sound, = [n for n in os.listdir(folder) if n.startswith(stem) and
                  n.split(".")[1] in ("wav", "flac")]
        pcm = decoded(folder + "/" + sound, channels)
        assert [len(c) for c in pcm] == [2 * frames] * channels, name
        line = json.loads(proof.line)
        n = -(-frames // block)
        for ch in range(channels):
            got = base64.b64encode(
                channel_root(proof, ch, pcm[ch], n, block)).decode()
            assert proof.of("root")[ch] == [str(ch), got], (name, ch)
            assert line["roots"][ch] == got
        nr, of = int(proof.batch[1]), int(proof.batch[2])
        batch = path_root(sha(b"\0", proof.line.encode()), nr, of,
                          [b64(p) for p in proof.path])
        record = check_log(proof, vkey)
        assert record["type"] == "register" and record["n"] == of
        assert record["root"] == base64.b64encode(batch).decode()


what, rest = sys.argv[1], sys.argv[2:]
if what == "same":
    same(*rest)
elif what == "secrets":
    secrets(rest[0], rest[1:])
else:
    check(*rest)
