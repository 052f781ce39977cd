"""tlog-proofs made from the specification alone, right and wrong.

make(folder) puts each in a folder of its own, with the key and a policy that
asks for one witness, and gives its name and verdict: 'ok', 'review', 'bad'.
"""
import os
import random

from forge_log import Secret, b64, filled
from tlog import Tree, sha

SAID = 1768298400
PINNED = Secret(0).vkey.encode()
WITNESS = Secret(32, 'audit.example.org/w1', 4)


def tree_root(leaves):
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def path_of(m, leaves):
    """RFC 9162, 2.1.3.1."""
    n = len(leaves)
    if n == 1:
        return []
    k = 1 << (n - 1).bit_length() - 1
    if m < k:
        return path_of(m, leaves[:k]) + [tree_root(leaves[k:])]
    return path_of(m - k, leaves[k:]) + [tree_root(leaves[:k])]


class Made:
    """A proof of record ${at} of a log; any part of it can be another."""

    def __init__(self, forge, at):
        leaves = [sha(b'\0', line) for line in forge.lines]
        self.head = b'c2sp.org/tlog-proof@v1\n'
        self.extra, self.index = forge.lines[at], str(at)
        self.path = [b64(h) for h in path_of(at, leaves)]
        self.text, self.key = forge.text(), forge.key
        self.lines = [forge.key.line(self.text),
                      WITNESS.cosign(self.text, SAID)]

    def data(self, **other):
        for name, value in other.items():
            setattr(self, name, value)
        return b''.join([
            self.head,
            b'' if self.extra is None else
            b'extra %s\n' % b64(self.extra).encode(),
            b'index %s\n' % self.index.encode(),
            *(h.encode() + b'\n' for h in self.path), b'\n', self.text, b'\n',
            *self.lines])


def cases():
    """(name, verdict, proof)"""
    f = filled()
    n = len(f.lines)
    for at in range(n):
        yield 'record-%d' % at, 'ok', Made(f, at).data()
    new = Made(f, 4)
    old, witness = new.lines
    two = [b64(sha(b'x')), b64(sha(b'y'))]
    for name, verdict, other in (
            ('no-record', 'bad', dict(extra=None)),
            ('another-record', 'bad', dict(extra=f.lines[5])),
            ('record-with-its-lf', 'bad', dict(extra=f.lines[4] + b'\n')),
            ('another-index', 'bad', dict(index='5')),
            ('index-past-the-end', 'bad', dict(index=str(n))),
            ('index-with-a-zero', 'bad', dict(index='04')),
            ('index-with-a-sign', 'bad', dict(index='+4')),
            ('index-2-to-the-64-more', 'bad', dict(index=str(4 + 2 ** 64))),
            ('path-empty', 'bad', dict(path=[])),
            ('path-shorter', 'bad', dict(path=new.path[:-1])),
            ('path-longer', 'bad', dict(path=new.path + two[:1])),
            ('path-the-other-way', 'bad', dict(path=new.path[::-1])),
            ('path-of-64', 'bad', dict(path=two * 32)),
            ('another-head', 'bad', dict(head=b'c2sp.org/tlog-proof@v2\n')),
            ('another-root', 'bad', dict(
                text=f.text(root=sha(b'x')),
                lines=[f.key.line(f.text(root=sha(b'x')))])),
            ('another-key', 'bad', dict(lines=[Secret(7).line(f.text())])),
            ('another-origin', 'bad', dict(lines=[
                Secret(0, 'other.example/log').line(f.text())])),
            ('signature-of-another-text', 'bad', dict(
                lines=[f.key.line(f.text() + b'x'), witness])),
            ('signed-twice', 'bad', dict(lines=[old, old, witness])),
            ('not-signed', 'bad', dict(lines=[])),
            ('cosigned-only', 'bad', dict(lines=[witness])),
            ('extension', 'bad', dict(
                text=f.text() + b'more\n',
                lines=[f.key.line(f.text() + b'more\n')])),
            ('cosignature-wrong', 'bad', dict(lines=[
                old, WITNESS.cosign(f.text() + b'x', SAID)])),
            ('cosignature-wrong-beside-a-right-one', 'bad', dict(lines=[
                old, witness, WITNESS.cosign(f.text() + b'x', SAID)])),
            ('cosigned-twice', 'ok', dict(lines=[
                old, witness, WITNESS.cosign(f.text(), SAID + 1)])),
            ('cosigned-by-another-too', 'ok', dict(lines=[
                old, Secret(9, 'w.example', 4).cosign(f.text(), SAID),
                witness])),
            ('witness-first', 'ok', dict(lines=[witness, old])),
            ('not-cosigned', 'review', dict(lines=[old])),
            ('cosigned-by-another', 'review', dict(lines=[
                old, Secret(9, 'w.example', 4).cosign(f.text(), SAID)])),
            ('sixteen-lines', 'ok', dict(lines=[old, witness] + [
                Secret(9, 'w.example', 4).cosign(f.text(), SAID)] * 14)),
            ('seventeen-lines', 'bad', dict(lines=[old, witness] + [
                Secret(9, 'w.example', 4).cosign(f.text(), SAID)] * 15)),
            ('line-of-no-name', 'bad', dict(lines=[
                old, witness, '\u2014  AAAAAAAA\n'.encode()])),
            ('line-with-a-plus', 'bad', dict(lines=[
                old, witness, '\u2014 a+b AAAAAAAA\n'.encode()])),
            ('line-of-an-id-only', 'bad', dict(lines=[
                old, witness, '\u2014 a AAAAAA==\n'.encode()])),
            ('line-that-does-not-end', 'bad', dict(lines=[
                old, witness[:-1]])),
            ('more-behind-it', 'bad', dict(lines=[old, witness, b'\n']))):
        yield name, verdict, Made(f, 4).data(**other)
    # No record at all, though the log has it and signed it.
    f.line(b'{"seq":%d}' % n)
    yield 'no-such-record', 'bad', Made(f, n).data()


def damaged(proof, n, seed):
    rand = random.Random(seed)
    for i in range(n):
        data = bytearray(proof)
        at = rand.randrange(len(data))
        if i % 3 == 0:
            data[at] ^= 1 << rand.randrange(8)
        elif i % 3 == 1:
            del data[at]
        else:
            data[at:at] = bytes([rand.choice(b'0 \n=A\r\0')])
        yield 'damaged-%d' % i, 'any', bytes(data)


def make(folder, n=60, seed=6):
    made = []
    every = list(cases())
    for name, verdict, data in every + list(damaged(every[4][2], n, seed)):
        place = os.path.join(folder, name)
        os.makedirs(place)
        for part, content in (
                ('proof', data), ('vkey', PINNED),
                ('witness', WITNESS.vkey.encode()),
                ('policy', b'log %s\nwitness w %s\nquorum w\n' % (
                    PINNED, WITNESS.vkey.encode()))):
            with open(os.path.join(place, part), 'wb') as f:
                f.write(content)
        made.append((name, verdict))
    return made
