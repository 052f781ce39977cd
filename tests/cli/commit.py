"""What an index commits to, against hashlib and sox: commit.py HOME.

commit.py HOME rename PATH NAME gives the commitment of a recording another
decoder's name; commit.py HOME reseed gives those of our own decoder other seeds
than they were committed with; commit.py HOME secrets prints every seed and salt
in hex."""
import base64
import glob
import hashlib
import json
import os
import sqlite3
import struct
import subprocess
import sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\1", root_of(leaves[:k]), root_of(leaves[k:]))


def salts(seed, n):
    level = [seed]
    for _ in range((n - 1).bit_length()):
        level = [sha(b"\2" if i == 0 else b"\3", s) for s in level
                 for i in (0, 1)]
    return level[:n]


def channel_root(seed, pcm, block):
    step = 2 * block
    blocks = [pcm[i:i + step] for i in range(0, len(pcm), step)]
    return root_of([sha(b"\0", salt, b)
                    for salt, b in zip(salts(seed, len(blocks)), blocks)])


def decoded(path, channels):
    raw = subprocess.run(["sox", "-D", path, "-t", "raw", "-e", "signed",
                          "-b", "16", "-L", "-"], check=True,
                         capture_output=True).stdout
    samples = [raw[i:i + 2] for i in range(0, len(raw), 2)]
    return [b"".join(samples[c::channels]) for c in range(channels)]


def siphash(key, data):
    """SipHash-2-4 (Aumasson and Bernstein), as digests of rows."""
    mask = (1 << 64) - 1
    k0, k1 = struct.unpack("<QQ", key)
    v = [k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d,
         k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573]

    def turn(x, n):
        return (x << n | x >> (64 - n)) & mask

    def rounds(n):
        for _ in range(n):
            v[0] = (v[0] + v[1]) & mask
            v[1] = turn(v[1], 13) ^ v[0]
            v[0] = turn(v[0], 32)
            v[2] = (v[2] + v[3]) & mask
            v[3] = turn(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & mask
            v[3] = turn(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & mask
            v[1] = turn(v[1], 17) ^ v[2]
            v[2] = turn(v[2], 32)

    tail = data + bytes(7 - len(data) % 8) + bytes([len(data) & 255])
    for (word,) in struct.iter_unpack("<Q", tail):
        v[3] ^= word
        rounds(2)
        v[0] ^= word
    v[2] ^= 255
    rounds(4)
    return struct.unpack("<q", struct.pack("<Q", v[0] ^ v[1] ^ v[2] ^ v[3]))[0]


def digest_of(row):
    data = b"commitment\0" + struct.pack("<q", row["recording"])
    data += row["decoder"].encode() + b"\0"
    data += struct.pack("<qqq", row["block"], len(row["roots"]) // 32,
                        row["seeds"] is None)
    if row["seeds"] is not None:
        data += row["seeds"] + row["file_salt"]
    return siphash(b"sar-index rows 2", data + row["roots"])


def log_records(home):
    for name in sorted(glob.glob(home + "/log/entries-*")):
        for line in open(name, "rb"):
            yield json.loads(line)


def check_line(row, rec, line):
    want = {"ch": rec["channels"], "codec": rec["codec"],
            "frames": rec["frames"], "rate": rec["rate"], "v": 2}
    said = sha(b"sar-export/commit/v1\0", row["file_salt"],
               rec["sha256"].hex().encode())
    want["file"] = base64.b64encode(said).decode()
    if row["roots"]:
        want.update(B=row["block"], dec=row["decoder"], fmt="s16le", roots=[
            base64.b64encode(row["roots"][i:i + 32]).decode()
            for i in range(0, len(row["roots"]), 32)])
    got = json.loads(line)
    for key in ("rec", "salt"):
        assert len(base64.b64decode(got.pop(key))) == 16, line
    got.pop("was", None)
    assert got == want, (got, want)
    # In the one form there is, and nothing of the file in it.
    again = json.dumps(json.loads(line), sort_keys=True, ensure_ascii=True,
                       separators=(",", ":"))
    assert again == line, line
    for digest in (rec["sha256"].hex(),
                   base64.b64encode(rec["sha256"]).decode()):
        assert digest not in line


def check_recording(db, root, rec):
    row = db.execute("SELECT * FROM commitment WHERE recording = ?",
                     (rec["id"],)).fetchone()
    assert row is not None, rec["path"]
    assert row["digest"] == digest_of(row), rec["path"]
    line = db.execute("SELECT line FROM registration WHERE recording = ? AND "
                      "seq = ?", (rec["id"], rec["registered"])).fetchone()[0]
    check_line(row, rec, line)
    if rec["state"] != 0:
        assert row["roots"] == b"" and row["seeds"] == b"", rec["path"]
        return 0
    assert row["block"] == rec["rate"] // 10
    seeds = [row["seeds"][i:i + 32] for i in range(0, len(row["seeds"]), 32)]
    assert len(set(seeds)) == rec["channels"]
    if rec["finding"]:
        return 1  # sox believes headers
    pcm = decoded(os.path.join(root, rec["path"]), rec["channels"])
    assert sum(map(len, pcm)) == 2 * rec["frames"] * rec["channels"], rec["path"]
    assert row["roots"] == b"".join(
        channel_root(s, c, row["block"]) for s, c in zip(seeds, pcm)), rec["path"]
    return 1


def check_batches(db, home):
    for seq, record in enumerate(log_records(home)):
        if record["type"] != "register":
            continue
        rows = db.execute("SELECT nr, leaf, line FROM registration "
                          "WHERE seq = ? ORDER BY nr", (seq,)).fetchall()
        assert [r["nr"] for r in rows] == list(range(record["n"])), seq
        leaves = [sha(b"\0", r["line"].encode()) for r in rows]
        assert [r["leaf"] for r in rows] == leaves
        assert base64.b64encode(root_of(leaves)).decode() == record["root"]


def opened(home):
    db = sqlite3.connect("file:%s/index.db?mode=ro" % home, uri=True)
    db.row_factory = sqlite3.Row
    return db


def check(home):
    db = opened(home)
    conf = open(home + "/sar.conf").read()
    root = [l.split("=", 1)[1].strip() for l in conf.splitlines()
            if l.startswith("recordings")][0]
    root = os.path.join(home, root)
    done = [check_recording(db, root, rec) for rec in db.execute(
        "SELECT * FROM recording WHERE state <> 1 AND "
        "registered IS NOT NULL")]
    check_batches(db, home)
    seeds = b"".join(r[0] for r in db.execute("SELECT seeds FROM commitment"))
    seeds = [seeds[i:i + 32] for i in range(0, len(seeds), 32)]
    assert len(set(seeds)) == len(seeds)
    print(len(done), sum(done))


def rename(home, path, name):
    db = sqlite3.connect(home + "/index.db")
    db.row_factory = sqlite3.Row
    row = dict(db.execute("SELECT c.* FROM commitment c JOIN recording r ON "
                          "r.id = c.recording WHERE path = ?",
                          (path,)).fetchone())
    row["decoder"] = name
    with db:
        db.execute("UPDATE commitment SET decoder = ?, digest = ? WHERE "
                   "recording = ?", (name, digest_of(row), row["recording"]))


def reseed(home):
    db = sqlite3.connect(home + "/index.db")
    db.row_factory = sqlite3.Row
    for row in map(dict, db.execute("SELECT * FROM commitment WHERE decoder "
                                    "GLOB 'sar-export*'").fetchall()):
        row["seeds"] = sha(row["seeds"]) * (len(row["seeds"]) // 32)
        with db:
            db.execute("UPDATE commitment SET seeds = ?, digest = ? WHERE "
                       "recording = ?", (row["seeds"], digest_of(row),
                                         row["recording"]))


def secrets(home):
    for row in opened(home).execute("SELECT seeds, file_salt FROM commitment"):
        for blob in row:
            for i in range(0, len(blob or b""), 32):
                print(blob[i:i + 32].hex())


if sys.argv[2:3] == ["rename"]:
    rename(sys.argv[1], *sys.argv[3:])
elif sys.argv[2:3] == ["reseed"]:
    reseed(sys.argv[1])
elif sys.argv[2:3] == ["secrets"]:
    secrets(sys.argv[1])
else:
    check(sys.argv[1])
