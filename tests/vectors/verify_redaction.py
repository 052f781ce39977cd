#!/usr/bin/env python3
"""verify_redaction.py PROOF RECORDING.wav VKEYFILE: a second reading of
sar-redaction-proof(5), written from the format, not from the C code.

Prints "CHANNEL FROM TO" in blocks for what is withheld.  Exit status 0: all of
it holds; 13: it does not.  Needs openssl for the log's signature, and for WAV
files nothing else.
"""
import array
import base64
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile


class Wrong(Exception):
    pass


def need(ok, why):
    if not ok:
        raise Wrong(why)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64(text, size=32):
    data = base64.b64decode(text, validate=True)
    need(len(data) == size and base64.b64encode(data).decode() == text, "b64")
    return data


def alaw(code):
    code ^= 0x55
    value = (code & 15) * 16 + 8
    if code >> 4 & 7:
        value = (value + 256) << (code >> 4 & 7) - 1
    return value if code & 128 else -value


def ulaw(code):
    code = ~code & 255
    value = (((code & 15) * 8 + 132) << (code >> 4 & 7)) - 132
    return -value if code & 128 else value


def nearest(decode):
    """What a sample becomes in G.711: the middle of its interval."""
    values = sorted({decode(code) for code in range(256)})
    up = [v for v in values if v >= 0]

    def near(value):
        size = abs(value)
        best = min(up, key=lambda v: (abs(v - size), -v))
        return best if value >= 0 else -best
    return near


def tone(frame, rate):
    hz = 1000 if rate >= 4000 else rate // 4
    turn, sign = 2 * (frame % rate * hz % rate), 1
    if turn >= rate:
        turn, sign = turn - rate, -1
    up = turn * (rate - turn)
    return sign * (3277 * 16 * up // (5 * rate * rate - 4 * up))


def read_wav(path):
    """Rate, channels, the samples of each, and what codes a sample."""
    data = open(path, "rb").read()
    need(data[:4] == b"RIFF" and data[8:12] == b"WAVE", "not a WAV file")
    at, pcm = 12, b""
    while at < len(data):
        size = struct.unpack("<I", data[at + 4:at + 8])[0]
        body = data[at + 8:at + 8 + size]
        if data[at:at + 4] == b"fmt ":
            tag, channels, rate = struct.unpack("<HHI", body[:8])
        if data[at:at + 4] == b"data":
            pcm = body
        at += 8 + size + size % 2
    if tag == 1:
        samples = array.array("h", pcm)
        if sys.byteorder == "big":
            samples.byteswap()
    else:
        table = [{6: alaw, 7: ulaw}[tag](code) for code in range(256)]
        samples = array.array("h", [table[code] for code in pcm])
    near = {1: lambda v: v, 6: nearest(alaw), 7: nearest(ulaw)}[tag]
    return (rate, channels, [samples[c::channels] for c in range(channels)],
            near)


def root_of(leaves):
    """RFC 6962, of (blocks, hash): a node for each subtree that is given."""
    if not leaves:
        return sha()
    edge = []
    for node in leaves:
        edge.append(node)
        while len(edge) > 1 and edge[-2][0] == edge[-1][0]:
            right, left = edge.pop(), edge.pop()
            edge.append((2 * left[0], sha(b"\1", left[1], right[1])))
    root = edge[-1][1]
    for _, left in edge[-2::-1]:
        root = sha(b"\1", left, root)
    return root


def included(leaf, index, size, path):
    """RFC 9162, 2.1.3.2."""
    need(0 <= index < size, "no such leaf")
    last, node, path = size - 1, leaf, list(path)
    while path:
        need(last > 0, "a path that is too long")
        step = path.pop(0)
        if index % 2 or index == last:
            node = sha(b"\1", step, node)
            while index % 2 == 0 and index > 0:
                index, last = index >> 1, last >> 1
        else:
            node = sha(b"\1", node, step)
        index, last = index >> 1, last >> 1
    need(last == 0, "a path that is too short")
    return node


def below(salt, level):
    """All salts below one of that level, in order."""
    nodes = [salt]
    for _ in range(level):
        nodes = [sha(mark, n) for n in nodes for mark in (b"\2", b"\3")]
    return nodes


def cover(ranges):
    """The one cover of some ranges: level and index of each node."""
    nodes = []
    for start, end in ranges:
        while start < end:
            level = 0
            while (start % (2 << level) == 0 and
                   start + (2 << level) <= end):
                level += 1
            nodes.append((level, start >> level))
            start += 1 << level
    return nodes


def check_channel(channel, number, blocks, block, said):
    withheld = [(a, b) for c, a, b in said["withheld"] if c == number]
    edges = [0] + [x for r in withheld for x in r] + [blocks]
    need(edges[1:-1] == sorted(set(edges[1:-1])) and edges[-2] <= blocks,
         "ranges")
    kept = [r for r in zip(edges[::2], edges[1::2]) if r[0] < r[1]]
    hashes = [n for n in said["hash"] if n[0] == number]
    salts = [n for n in said["salt"] if n[0] == number]
    need([n[1:3] for n in hashes] == cover(withheld), "cover of hashes")
    need([n[1:3] for n in salts] == cover(kept), "cover of salts")
    nodes = [(index << level, 1 << level, value)
             for _, level, index, value in hashes]
    for _, level, index, value in salts:
        for i, salt in enumerate(below(value, level)):
            at = (index << level) + i
            pcm = channel[at * block:(at + 1) * block]
            if sys.byteorder == "big":
                pcm.byteswap()
            nodes.append((at, 1, sha(b"\0", salt, pcm.tobytes())))
    nodes.sort()
    return root_of([(size, value) for _, size, value in nodes])


def parse(text):
    need(text.endswith("\n"), "no end of a line")
    audio, line, batch, rest = text.split("\n\n", 3)
    lines = audio.split("\n")
    need(lines[0] == "sar-redaction-proof@v1", "another format")
    word, form, *numbers = lines[1].split(" ")
    need((word, form) == ("audio", "s16le"), "another form of audio")
    said = {"root": [], "withheld": [], "hash": [], "salt": [],
            "shape": [int(n) for n in numbers], "line": line,
            "batch": batch.split("\n"), "log": rest}
    for entry in lines[2:]:
        word, *values = entry.split(" ")
        said[word].append(tuple(
            b64(v) if len(v) == 44 else int(v) for v in values))
    return said


def check_audio(said, path):
    rate, channels, frames, block = said["shape"]
    have_rate, have_channels, samples, near = read_wav(path)
    need((rate, channels) == (have_rate, have_channels) and
         all(len(s) == frames for s in samples), "another recording")
    need(block == max(1, rate // 10), "another block")
    blocks = -(-frames // block)
    for c in range(channels):
        root = check_channel(samples[c], c, blocks, block, said)
        need(said["root"][c] == (c, root), "root of channel %d" % c)
    for c, a, b in said["withheld"]:
        for at in range(a * block, b * block, block):
            part = list(samples[c][at:at + block])
            need(part in ([near(0)] * len(part),
                          [near(tone(at + i, rate))
                           for i in range(len(part))]), "no filler")


def check_line(said):
    line = json.loads(said["line"])
    rate, channels, frames, block = said["shape"]
    need(line["v"] == 2 and line["fmt"] == "s16le" and
         [line["rate"], line["ch"], line["frames"], line["B"]] ==
         [rate, channels, frames, block], "line of another recording")
    need([b64(r) for r in line["roots"]] == [r for _, r in said["root"]],
         "line of other roots")
    word, nr, of = said["batch"][0].split(" ")
    path = [b64(h) for h in said["batch"][1:]]
    leaf = sha(b"\0", said["line"].encode())
    return int(of), included(leaf, int(nr), int(of), path)


def check_log(said, vkey):
    of, batch = check_line(said)
    head, checkpoint = said["log"].split("\n\n", 1)
    lines = head.split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1", "not a tlog-proof")
    record = base64.b64decode(lines[1].split(" ")[1])
    index = int(lines[2].split(" ")[1])
    say = json.loads(record)
    need(say["type"] == "register" and say["seq"] == index and
         say["n"] == of and b64(say["root"]) == batch, "another batch")
    note, signatures = checkpoint.split("\n\n", 1)
    origin, size, root = note.split("\n")
    need(b64(root) == included(sha(b"\0", record), index, int(size),
                               [b64(h) for h in lines[3:]]), "another log")
    name, keyid, key = vkey.split("+", 2)
    for signature in signatures.splitlines():
        dash, who, what = signature.split(" ")
        what = base64.b64decode(what)
        if who == name == origin and what[:4].hex() == keyid:
            verify(b64(key, 33)[1:], note.encode() + b"\n", what[4:])
            return
    raise Wrong("not signed")


def verify(public, text, signature):
    with tempfile.TemporaryDirectory() as tmp:
        parts = {"key": bytes.fromhex("302a300506032b6570032100") + public,
                 "text": text, "sig": signature}
        for part, data in parts.items():
            with open(os.path.join(tmp, part), "wb") as f:
                f.write(data)
        done = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER",
             "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "sig"],
            cwd=tmp, capture_output=True)
        need(done.returncode == 0, "the signature is wrong")


def main():
    proof, recording, vkey = sys.argv[1:]
    try:
        said = parse(open(proof, encoding="utf-8", newline="\n").read())
        check_audio(said, recording)
        check_log(said, open(vkey).read().strip())
    except (Wrong, ValueError, KeyError, TypeError, IndexError) as why:
        print("verify_redaction.py: %s" % why, file=sys.stderr)
        return 13
    for c, a, b in said["withheld"]:
        print(c, a, b)
    return 0


sys.exit(main())
