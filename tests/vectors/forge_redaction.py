"""Redaction proofs made from sar-redaction-proof(5) alone, right and wrong.

make(folder, wav) puts folders with a log's vkey, a proof, the recording as a
WAV and as samples; the samples are what is heard in it.
"""
import json
import os
import random
import struct
import wave

from forge_log import Forge, Secret, b64
from forge_proofs import path_of, tree_root
from tlog import sha


def cover(first, last):
    """The greedy aligned nodes over [first, last): (level, index)."""
    while first < last:
        level = 0
        while not first >> level & 1 and first + (2 << level) <= last:
            level += 1
        yield level, first >> level
        first += 1 << level


class Call:
    """A recording of noise, and its commitment."""

    def __init__(self, rate, channels, frames, seed):
        rand = random.Random(seed)
        self.rate, self.channels, self.frames = rate, channels, frames
        self.block = max(1, rate // 10)
        self.blocks = -(-frames // self.block)
        self.sound = [[rand.randrange(-9000, 9000) for _ in range(channels)]
                      for _ in range(frames)]
        self.seeds = [rand.randbytes(32) for _ in range(channels)]
        self.ids = [b64(rand.randbytes(n)) for n in (32, 16, 16)]
        self.leaves = [[self.leaf(c, i) for i in range(self.blocks)]
                       for c in range(channels)]
        self.roots = [tree_root(leaves) for leaves in self.leaves]

    def salt(self, c, level, index):
        salt = self.seeds[c]
        height = max(0, (self.blocks - 1).bit_length())
        for bit in range(height - level - 1, -1, -1):
            salt = sha(b'\3' if index >> bit & 1 else b'\2', salt)
        return salt

    def leaf(self, c, i):
        pcm = b''.join(struct.pack('<h', frame[c]) for frame in
                       self.sound[i * self.block:(i + 1) * self.block])
        return sha(b'\0', self.salt(c, 0, i), pcm)

    def line(self, **other):
        members = {
            'B': self.block, 'ch': self.channels, 'codec': 'pcm',
            'dec': 'sar-export/1 pcm', 'file': self.ids[0], 'fmt': 's16le',
            'frames': self.frames, 'rate': self.rate, 'rec': self.ids[1],
            'roots': [b64(r) for r in self.roots], 'salt': self.ids[2], 'v': 2}
        members.update(other)
        return json.dumps(members, sort_keys=True,
                          separators=(',', ':')).encode()

    def disclosed(self, withheld):
        """The samples with silence for what is withheld."""
        sound = [list(frame) for frame in self.sound]
        for c, a, b in withheld:
            for i in range(a * self.block, min(b * self.block, self.frames)):
                sound[i][c] = 0
        return sound

    def nodes(self, withheld):
        def between(c):
            at = 0
            for _, a, b in (r for r in withheld if r[0] == c):
                yield at, a
                at = b
            yield at, self.blocks
        hashes = [(c, level, i, tree_root(
            self.leaves[c][i << level:i + 1 << level]))
            for c, a, b in withheld for level, i in cover(a, b)]
        salts = [(c, level, i, self.salt(c, level, i))
                 for c in range(self.channels)
                 for a, b in between(c) for level, i in cover(a, b)]
        return ([('hash', *n) for n in hashes] +
                [('salt', *n) for n in salts])

    def head(self, withheld):
        text = 'sar-redaction-proof@v1\naudio s16le %d %d %d %d\n' % (
            self.rate, self.channels, self.frames, self.block)
        for c, root in enumerate(self.roots):
            text += 'root %d %s\n' % (c, b64(root))
        for r in withheld:
            text += 'withheld %d %d %d\n' % r
        for n in self.nodes(withheld):
            text += '%s %d %d %d %s\n' % (*n[:4], b64(n[4]))
        return text.encode()


class Batch:
    """A log with a batch of lines registered, and their proofs."""

    def __init__(self, lines, **record):
        self.forge = Forge()
        self.leaves = [sha(b'\0', line) for line in lines]
        self.lines = lines
        members = dict(by='cron', n=len(lines), root=b64(
            tree_root(self.leaves)))
        members.update(record)
        self.seq = self.forge.add(members.pop('type', 'register'), **members)
        self.forge.add('verify', by='cron', ok=True, through=1, exceptions=0)
        self.forge.commit()

    def tail(self, at, **other):
        path = path_of(at, self.leaves)
        text = b'\n' + self.lines[at] + b'\n\nbatch %d %d\n' % (
            other.get('nr', at), other.get('of', len(self.lines)))
        text += b''.join(b64(h).encode() + b'\n' for h in path) + b'\n'
        log = [sha(b'\0', line) for line in self.forge.lines]
        text += b'c2sp.org/tlog-proof@v1\nextra %s\nindex %d\n' % (
            b64(self.forge.lines[self.seq]).encode(), self.seq)
        for h in path_of(self.seq, log):
            text += b64(h).encode() + b'\n'
        return text + b'\n' + self.forge.last


def samples(sound):
    return b''.join(struct.pack('<%dh' % len(frame), *frame)
                    for frame in sound)


def put(folder, call, proof, sound, vkey):
    os.makedirs(folder)
    for name, data in (('proof', proof), ('pcm', samples(sound)),
                       ('vkey', vkey.encode() + b'\n')):
        with open(os.path.join(folder, name), 'wb') as f:
            f.write(data)
    with wave.open(os.path.join(folder, 'wav'), 'wb') as f:
        f.setnchannels(call.channels)
        f.setsampwidth(2)
        f.setframerate(call.rate)
        f.writeframes(samples(sound))


SHAPES = ((8000, 1, 8000 * 3 + 17, [(0, 3, 9), (0, 20, 31)]),
          (8000, 2, 12345, [(0, 0, 4), (1, 2, 16)]),
          (8000, 2, 8000, [(1, 0, 10)]),
          (16000, 1, 1600, []),
          (16000, 1, 1601, [(0, 0, 2)]),
          (8000, 1, 1, []))


def honest(folder):
    """Each shape, proved; a third of them with nothing withheld."""
    for i, (rate, channels, frames, withheld) in enumerate(SHAPES):
        call = Call(rate, channels, frames, i)
        others = [Call(8000, 1, 900, 50 + j).line() for j in range(i)]
        # Every other one was registered before.
        again = {'was': b64(bytes(16))} if i % 2 else {}
        batch = Batch(others + [call.line(**again)])
        yield 'honest-%d' % i, call, call.head(withheld) + batch.tail(
            len(others)), call.disclosed(withheld), batch


def wrong(call, withheld, batch):
    """Proofs of the honest recording that are none."""
    head, tail = call.head(withheld), batch.tail(0)
    sound = call.disclosed(withheld)
    first, last = sound[0][:], sound[-1][:]

    def with_sample(at, value):
        changed = [frame[:] for frame in sound]
        changed[at][0] = value
        return changed
    other = Call(call.rate, call.channels, call.frames, 99)
    yield 'another-recording', head + tail, other.disclosed(withheld)
    yield 'first-sample', head + tail, with_sample(0, first[0] ^ 1)
    yield 'last-sample', head + tail, with_sample(-1, last[0] ^ 1)
    yield 'a-frame-less', head + tail, sound[:-1]
    yield 'a-frame-more', head + tail, sound + [last]
    yield 'two-blocks-swapped', head + tail, (
        sound[800:1600] + sound[:800] + sound[1600:])
    yield 'blocks-of-another', other.head(withheld) + tail, sound
    yield 'another-line', head + Batch([other.line()]).tail(0), sound
    yield 'another-place', head + batch.tail(0, nr=1, of=2), sound
    yield 'another-batch', head + Batch([call.line()], root=b64(
        bytes(32))).tail(0), sound
    yield 'another-count', head + Batch([call.line()], n=2).tail(0), sound
    yield 'no-registration', head + Batch([call.line()],
                                          type='retain').tail(0), sound
    yield 'roots-of-another', head + Batch([call.line(
        roots=[b64(r) for r in other.roots])]).tail(0), sound
    yield 'a-line-before-it-cut-short', head + Batch([call.line(
        was=b64(bytes(15)))]).tail(0), sound
    yield 'a-member-more', head + Batch([call.line(x=1)]).tail(0), sound
    yield 'withheld-more', call.head([(0, 3, 10), (0, 20, 31)]) + tail, sound
    lines = head.split(b'\n')
    for i in range(len(lines) - 1):
        yield 'without-line-%d' % i, b'\n'.join(
            lines[:i] + lines[i + 1:]) + tail, sound
        yield 'line-twice-%d' % i, b'\n'.join(
            lines[:i + 1] + lines[i:]) + tail, sound


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
            data[at:at] = bytes([rand.choice(b'0 \n=A\r')])
        yield 'damaged-%d' % i, bytes(data)


def make(folder, n=40, seed=6):
    """(name, verdict) of each that was put."""
    made = []

    def add(name, verdict, call, proof, sound, batch):
        put(os.path.join(folder, name), call, proof, sound,
            batch.forge.pinned)
        made.append((name, verdict))
    for name, call, proof, sound, batch in honest(folder):
        add(name, 'ok', call, proof, sound, batch)
    call, withheld = Call(*SHAPES[0][:3], 0), SHAPES[0][3]
    batch = Batch([call.line()])
    for name, proof, sound in wrong(call, withheld, batch):
        add(name, 'bad', call, proof, sound, batch)
    sound = call.disclosed(withheld)
    proof = call.head(withheld) + batch.tail(0)
    for name, data in damaged(proof, n, seed):
        add(name, 'bad', call, data, sound, batch)
    batch.forge.pinned = Secret(7).vkey
    add('another-key', 'bad', call, proof, sound, batch)
    return made
