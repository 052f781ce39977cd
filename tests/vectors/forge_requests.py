"""Requests to cosign, made from the specification alone, right and wrong.

make(folder) puts each in a folder of its own, with the log's key, the witness's
and what it cosigned last, and gives its name and verdict.
"""
import os

from forge_log import Secret, b64, filled
from forge_proofs import SAID, WITNESS, damaged, tree_root
from tlog import sha


def subproof(m, leaves, whole=True):
    """RFC 9162, 2.1.4.1."""
    n = len(leaves)
    if m == n:
        return [] if whole else [tree_root(leaves)]
    k = 1 << (n - 1).bit_length() - 1
    if m <= k:
        return subproof(m, leaves[:k], whole) + [tree_root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [tree_root(leaves[:k])]


class Made:
    """A request from ${old} to all of a log; any part can be another."""

    def __init__(self, forge, old):
        self.leaves = [sha(b'\0', line) for line in forge.lines]
        self.old = str(old)
        self.proof = []
        self.note = forge.last
        self.seen = None
        if old:
            self.proof = [b64(h) for h in subproof(old, self.leaves)]
            text = forge.text(size=old, root=tree_root(self.leaves[:old]))
            self.seen = self.state(forge.key, text)

    @staticmethod
    def state(key, text):
        return (text + b'\n' + key.line(text) +
                WITNESS.cosign(text, SAID - 86400))

    def data(self, **other):
        for name, value in other.items():
            setattr(self, name, value)
        return self.seen, b''.join([
            b'old %s\n' % self.old.encode(),
            *(h.encode() + b'\n' for h in self.proof), b'\n', self.note])


def cases():
    """(name, verdict, state, request)"""
    f = filled()
    n = len(f.lines)
    for old in range(n + 1):
        yield ('from-%d' % old, 'ok', *Made(f, old).data())
    new = Made(f, 6)
    other = sha(b'x')
    two = [b64(other), b64(sha(b'y'))]
    rewritten = Made.state(f.key, f.text(size=6, root=other))
    for name, change in (
            ('another-old', dict(old='5')),
            ('old-with-a-zero', dict(old='06')),
            ('old-past-the-end', dict(old=str(n + 1))),
            ('from-nothing-with-a-proof', dict(old='0', seen=None)),
            ('from-nothing-though-seen', dict(old='0', proof=[])),
            ('proof-empty', dict(proof=[])),
            ('proof-shorter', dict(proof=new.proof[:-1])),
            ('proof-without-its-first', dict(proof=new.proof[1:])),
            ('proof-longer', dict(proof=new.proof + two[:1])),
            ('proof-of-64', dict(proof=two * 32)),
            ('proof-the-other-way', dict(proof=new.proof[::-1])),
            ('proof-from-another-size', dict(proof=Made(f, 7).proof)),
            ('history-rewritten', dict(seen=rewritten)),
            ('another-key', dict(note=f.note(key=Secret(7)))),
            ('another-root', dict(note=f.note(root=other))),
            # Of one more the proof may have the same form.
            ('another-size', dict(note=f.note(size=4 * n))),
            ('extension', dict(note=f.text() + b'x\n\n' + f.key.line(
                f.text() + b'x\n'))),
            ('signature-of-another-text', dict(
                note=f.text() + b'\n' + f.key.line(f.text() + b'x'))),
            ('signed-twice', dict(note=f.last + f.key.line(f.text()))),
            ('more-behind-it', dict(note=f.last + b'\n')),
            ('line-that-does-not-end', dict(note=f.last[:-1]))):
        yield (name, 'bad', *Made(f, 6).data(**change))
    for i in range(len(new.proof)):
        proof = list(new.proof)
        proof[i] = two[0]
        yield ('hash-%d' % i, 'bad', *Made(f, 6).data(proof=proof))
    yield ('cosigned-already', 'ok', *Made(f, 6).data(
        note=f.last + WITNESS.cosign(f.text(), SAID)))
    yield ('same-size-another-root', 'bad', *Made(f, n).data(
        seen=Made.state(f.key, f.text(root=other))))


def make(folder, n=30, seed=6):
    made = []
    every = list(cases())
    state, request = every[6][2:]
    for name, verdict, seen, data in every + [
            (name, verdict, state, data)
            for name, verdict, data in damaged(request, n, seed)]:
        place = os.path.join(folder, name)
        os.makedirs(place)
        for part, content in (
                ('request', data), ('state', seen),
                ('vkey', filled().pinned.encode()),
                ('key', b'PRIVATE+KEY+%s+%s+%s\n' % (
                    WITNESS.key.name.encode(), WITNESS.key.id.hex().encode(),
                    b64(b'\4' + WITNESS.seed).encode()))):
            if content is None:
                continue
            path = os.path.join(place, part)
            with open(path, 'wb') as f:
                f.write(content)
            os.chmod(path, 0o600)
        made.append((name, verdict))
    return made
