#!/usr/bin/env python3
"""verify_proof.py PROOF VKEYFILE [-w VKEYFILE]... [-r RECORD | -s SAMPLES]

Is what PROOF, a tlog-proof or a redaction proof, is of in the log whose key is
in VKEYFILE?  Each witness given has to have cosigned.  RECORD is a file with
the record without its LF, for a tlog-proof that does not carry it.  SAMPLES is
the disclosed recording, decoded, as interleaved 16-bit little-endian samples.
Exit status 0: it is; 5: only witnesses are missing; 13: it is not.
"""
import argparse
import json
import re
import sys

from tlog import (Key, Proof, Review, Tamper, need, node, number, read_key,
                  root_from_path, sha, unbase64)

DAY = 86400
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


def check_json(text, members):
    def once(pairs):
        need(len(dict(pairs)) == len(pairs), 'a member twice')
        return dict(pairs)

    def whole(_):
        raise Tamper('a number that is not whole')
    r = json.loads(text.decode(), object_pairs_hook=once, parse_float=whole,
                   parse_constant=whole)
    need(isinstance(r, dict) and sorted(r) == sorted(members.split()),
         'other members')
    return r


class Redaction:
    """A redaction proof: its parts, each in its one form."""

    def __init__(self, data):
        m = HEAD.match(data)
        need(m and len(data) <= 8 << 20, 'not a redaction proof')
        self.rate, self.channels, self.frames, self.block = (
            number(m[i], 2 ** 53) for i in (1, 2, 3, 4))
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
        self.nr, self.of = number(m[10], 2 ** 53), number(m[11], 2 ** 53)
        self.path = [unbase64(h, 32) for h in m[12].split(b'\n')[:-1]]
        self.proof = Proof(data[m.end():])

    def read_withheld(self, lines):
        ranges, last = [], (0, -1)
        for line in lines.splitlines():
            c, a, b = (number(n, 2 ** 53) for n in line.split(b' ')[1:])
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
            need(tuple(number(n, 2 ** 53) for n in head) == place, 'nodes')
            found[place] = unbase64(b64, 32)
        return found

    def chain(self, key, witnesses):
        """Are these the roots that the log registered?"""
        line = check_json(self.line, 'B ch codec dec file fmt frames rate rec '
                                     'roots salt v')
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
        need(json.dumps(line, sort_keys=True, separators=(',', ':')).encode()
             == self.line, 'the line is in another form')
        need(self.proof.extra is not None, 'no record')
        r = check_json(self.proof.extra, 'by n root salt seq t type v')
        need(r['type'] == 'register' and r['v'] == 1 and
             r['seq'] == self.proof.index and r['n'] == self.of,
             'another record')
        need(root_from_path(self.nr, self.of, sha(b'\0', self.line), self.path)
             == unbase64(r['root'], 32), 'not in the batch')
        self.proof.verify(sha(b'\0', self.proof.extra), key, witnesses)

    def leaves(self, c, samples):
        """The leaf hashes of the disclosed blocks of channel ${c}."""
        leaf, step = {}, 2 * self.channels
        height = max(0, (self.blocks - 1).bit_length())

        def open_salt(level, index, salt):
            if index << level >= self.blocks:
                return
            if level > 0:
                open_salt(level - 1, 2 * index, sha(b'\2', salt))
                open_salt(level - 1, 2 * index + 1, sha(b'\3', salt))
                return
            block = samples[index * self.block * step:
                            (index + 1) * self.block * step]
            pcm = b''.join(block[i:i + 2]
                           for i in range(2 * c, len(block), step))
            leaf[index] = sha(b'\0', salt, pcm)
        for (channel, level, index), salt in self.salts.items():
            need(level <= height, 'a salt above the root')
            if channel == c:
                open_salt(level, index, salt)
        return leaf

    def compare(self, samples):
        """Is every block that is not withheld as it was registered?"""
        need(len(samples) == 2 * self.channels * self.frames, 'length')
        for c in range(self.channels):
            leaf = self.leaves(c, samples)

            def root(first, n):
                level = (n - 1).bit_length()
                known = self.hashes.get((c, level, first >> level))
                if known is not None and n == 1 << level:
                    return known
                if n == 1:
                    need(first in leaf, 'a block of neither kind')
                    return leaf[first]
                k = 1 << (n - 1).bit_length() - 1
                return node(root(first, k), root(first + k, n - k))
            need((root(0, self.blocks) if self.blocks else sha()) ==
                 self.roots[c], 'a disclosed block is not as registered')


def main():
    args = argparse.ArgumentParser()
    args.add_argument('proof')
    args.add_argument('vkey')
    args.add_argument('-w', action='append', default=[])
    args.add_argument('-r')
    args.add_argument('-s')
    args = args.parse_args()
    key = read_key(args.vkey)
    witnesses = [read_key(w, 4) for w in args.w]
    with open(args.proof, 'rb') as f:
        data = f.read()
    if data.startswith(b'sar-redaction-proof@'):
        redaction = Redaction(data)
        redaction.chain(key, witnesses)
        if args.s:
            with open(args.s, 'rb') as f:
                redaction.compare(f.read())
        print('OK: %d blocks withheld of %d' % (
            sum(b - a for _, a, b in redaction.withheld),
            redaction.blocks * redaction.channels))
        return
    proof = Proof(data)
    record = proof.extra
    if args.r:
        with open(args.r, 'rb') as f:
            record = f.read()
    need(record is not None, 'there is no record')
    proof.verify(sha(b'\0', record), key, witnesses)
    print('OK: record %d of %d' % (proof.index, proof.note.size))


if __name__ == '__main__':
    try:
        main()
    except Review as e:
        print('REVIEW: %s' % e, file=sys.stderr)
        sys.exit(5)
    except (Tamper, ValueError, KeyError, TypeError, RecursionError) as e:
        print('TAMPER: %s' % e, file=sys.stderr)
        sys.exit(13)
