#!/usr/bin/env python3
"""verify_redaction.py PROOF RECORDING.wav VKEYFILE: a second reading of
sar-redaction-proof(5), written from the format, not from the C code.

Prints "CHANNEL FROM TO" in blocks for what is withheld.  Exit status 0: all of
it holds; 13: it does not.  Needs Python's standard library, openssl for the
log's signature, and tlog.py and verify_log.py beside it.
"""
import array
import json
import re
import struct
import sys

from tlog import (Proof, Tamper, need, node, number, read_key,
                  root_from_path, sha, unbase64)
from verify_log import read_record

DAY = 86400
MOST = 2 ** 53 + 1
HEAD = re.compile(
    rb'sar-redaction-proof@v1\naudio s16le (\d+) ([1-8]) (\d+) (\d+)\n'
    rb'((?:root \d [^\n]{44}\n)+)((?:withheld \d+ \d+ \d+\n)*)'
    rb'((?:hash \d+ \d+ \d+ [^\n]{44}\n)*)((?:salt \d+ \d+ \d+ [^\n]{44}\n)*)'
    rb'\n([^\n]+)\n\nbatch (\d+) (\d+)\n((?:[^\n]{44}\n){0,64})\n')


def cover(first, last):
    """The greedy aligned nodes over [first, last): (level, index)."""
    while first < last:
        level = 0
        while not first >> level & 1 and first + (2 << level) <= last:
            level += 1
        yield level, first >> level
        first += 1 << level


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
    with open(path, 'rb') as f:
        data = f.read()
    need(data[:4] == b'RIFF' and data[8:12] == b'WAVE', 'not a WAV file')
    at, pcm = 12, b''
    while at < len(data):
        size = struct.unpack('<I', data[at + 4:at + 8])[0]
        body = data[at + 8:at + 8 + size]
        if data[at:at + 4] == b'fmt ':
            tag, channels, rate = struct.unpack('<HHI', body[:8])
        if data[at:at + 4] == b'data':
            pcm = body
        at += 8 + size + size % 2
    if tag == 1:
        samples = array.array('h', pcm)
        if sys.byteorder == 'big':
            samples.byteswap()
    else:
        table = [{6: alaw, 7: ulaw}[tag](code) for code in range(256)]
        samples = array.array('h', [table[code] for code in pcm])
    near = {1: lambda v: v, 6: nearest(alaw), 7: nearest(ulaw)}[tag]
    return (rate, channels, [samples[c::channels] for c in range(channels)],
            near)


def check_json(text, members, may):
    def once(pairs):
        need(len(dict(pairs)) == len(pairs), 'a member twice')
        return dict(pairs)

    def whole(_):
        raise Tamper('a number that is not whole')
    r = json.loads(text.decode(), object_pairs_hook=once, parse_float=whole,
                   parse_constant=whole)
    need(isinstance(r, dict) and sorted(set(r) - {may}) == sorted(
        members.split()), 'other members')
    return r


class Redaction:
    """A redaction proof: its parts, each in its one form."""

    def __init__(self, data):
        m = HEAD.match(data)
        need(m and len(data) <= 8 << 20, 'not a redaction proof')
        self.rate, self.channels, self.frames, self.block = (
            number(m[i], MOST) for i in (1, 2, 3, 4))
        need(4 <= self.rate <= 655350 and
             self.frames <= DAY * self.rate and
             self.block == max(1, self.rate // 10), 'no recording')
        self.blocks = -(-self.frames // self.block)
        self.roots = [unbase64(line[len(b'root %d ' % i):], 32)
                      for i, line in enumerate(m[5].splitlines())
                      if line.startswith(b'root %d ' % i)]
        need(len(self.roots) == m[5].count(b'\n') == self.channels, 'roots')
        self.withheld = self.read_withheld(m[6])
        self.hashes = self.nodes(m[7], self.withheld)
        self.salts = self.nodes(m[8], self.disclosed())
        self.line = m[9]
        self.nr, self.of = number(m[10], MOST), number(m[11], MOST)
        self.path = [unbase64(h, 32) for h in m[12].split(b'\n')[:-1]]
        self.proof = Proof(data[m.end():])

    def read_withheld(self, lines):
        ranges, last = [], (0, -1)
        for line in lines.splitlines():
            c, a, b = (number(n, MOST) for n in line.split(b' ')[1:])
            need(c < self.channels and a < b <= self.blocks and
                 (c, a) > last, 'withheld')
            ranges.append((c, a, b))
            last = (c, b)
        return ranges

    def disclosed(self):
        for c in range(self.channels):
            at = 0
            for _, a, b in (r for r in self.withheld if r[0] == c):
                if at < a:
                    yield c, at, a
                at = b
            if at < self.blocks:
                yield c, at, self.blocks

    def nodes(self, lines, ranges):
        """The lines have to be the nodes over the ranges, in order."""
        want = [(c, *n) for c, a, b in ranges for n in cover(a, b)]
        found = {}
        lines = lines.splitlines()
        need(len(lines) == len(want), 'nodes too many or too few')
        for line, place in zip(lines, want):
            *head, b64 = line.split(b' ')[1:]
            need(tuple(number(n, MOST) for n in head) == place, 'nodes')
            found[place] = unbase64(b64, 32)
        return found

    def chain(self, key):
        """Are these the roots that the log registered?"""
        line = check_json(self.line, 'B ch codec dec file fmt frames rate rec '
                                     'roots salt v', 'was')
        need(line['v'] == 2 and line['fmt'] == 's16le' and
             (line['B'], line['ch'], line['frames'], line['rate']) ==
             (self.block, self.channels, self.frames, self.rate) and
             [unbase64(r, 32) for r in line['roots']] == self.roots,
             'the line is of another recording')
        need(len(self.line) <= 4096 and isinstance(line['codec'], str) and
             re.fullmatch('[ -~]{1,63}', line['dec']), 'the line')
        unbase64(line['file'], 32)
        unbase64(line['rec'], 16)
        unbase64(line['salt'], 16)
        unbase64(line.get('was', line['rec']), 16)
        need(json.dumps(line, sort_keys=True, separators=(',', ':')).encode()
             == self.line, 'the line is in another form')
        need(self.proof.extra is not None, 'no record')
        r = read_record(self.proof.extra, self.proof.index)
        need(r['type'] == 'register' and r['n'] == self.of, 'another record')
        need(root_from_path(self.nr, self.of, sha(b'\0', self.line), self.path)
             == unbase64(r['root'], 32), 'not in the batch')
        self.proof.verify(sha(b'\0', self.proof.extra), key)

    def leaves(self, c, channel):
        """The leaf hashes of the disclosed blocks of channel ${c}."""
        leaf = {}

        def open_salt(level, index, salt):
            if level > 0:
                open_salt(level - 1, 2 * index, sha(b'\2', salt))
                open_salt(level - 1, 2 * index + 1, sha(b'\3', salt))
                return
            block = channel[index * self.block:(index + 1) * self.block]
            if sys.byteorder == 'big':
                block.byteswap()
            leaf[index] = sha(b'\0', salt, block.tobytes())
        for (at, level, index), salt in self.salts.items():
            if at == c:
                open_salt(level, index, salt)
        return leaf

    def compare(self, rate, channels, samples, near):
        """Is every block as registered, or withheld and nothing but fill?"""
        need((rate, channels) == (self.rate, self.channels) and
             all(len(s) == self.frames for s in samples), 'another recording')
        for c in range(self.channels):
            leaf = self.leaves(c, samples[c])

            def root(first, n):
                level = (n - 1).bit_length()
                known = self.hashes.get((c, level, first >> level))
                if known is not None and n == 1 << level:
                    return known
                if n == 1:
                    return leaf[first]
                k = 1 << (n - 1).bit_length() - 1
                return node(root(first, k), root(first + k, n - k))
            need((root(0, self.blocks) if self.blocks else sha()) ==
                 self.roots[c], 'a disclosed block is not as registered')
        for c, a, b in self.withheld:
            for at in range(a * self.block, b * self.block, self.block):
                part = list(samples[c][at:at + self.block])
                need(part in ([near(0)] * len(part),
                              [near(tone(at + i, rate))
                               for i in range(len(part))]), 'no fill')


def main(path, recording, vkeyfile):
    """The exit status, and what to say of it."""
    try:
        with open(path, 'rb') as f:
            proof = Redaction(f.read())
        proof.compare(*read_wav(recording))
        proof.chain(read_key(vkeyfile))
    except (Tamper, ValueError, KeyError, TypeError, IndexError,
            struct.error, RecursionError) as why:
        return 13, 'verify_redaction.py: %s\n' % why
    return 0, ''.join('%d %d %d\n' % r for r in proof.withheld)


if __name__ == '__main__':
    rc, words = main(*sys.argv[1:])
    (sys.stderr if rc else sys.stdout).write(words)
    sys.exit(rc)
