"""C2SP notes, cosignatures, proofs and the RFC 6962 tree, read a second time.

Written from the specifications, not from the C code, with nothing but Python's
standard library and the openssl command.  verify_log.py and verify_proof.py
are what to run.
"""
import base64
import functools
import hashlib
import os
import re
import subprocess
import tempfile

DASH = '\u2014 '.encode()
LIMIT = 2 ** 63


class Tamper(Exception):
    """It does not verify, or is not of the form it must have."""


class Review(Exception):
    """It verifies, but not all that was asked for is there."""


def need(ok, why):
    if not ok:
        raise Tamper(why)


def sha(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def unbase64(text, length=None):
    """Base64 in its one form."""
    text = text.decode('latin-1') if isinstance(text, bytes) else text
    need(isinstance(text, str) and text.isascii(), 'not Base64')
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Tamper('not Base64')
    need(base64.b64encode(data).decode() == text, 'Base64 in another form')
    need(length in (None, len(data)), 'of another length')
    return data


def number(digits, below=LIMIT):
    need(re.fullmatch(rb'0|[1-9][0-9]{0,18}', digits) and int(digits) < below,
         'not a number')
    return int(digits)


def node(left, right):
    return sha(b'\1', left, right)


class Tree:
    """(size, hash) of the whole subtrees, largest first."""

    def __init__(self):
        self.edge, self.size = [], 0

    def add(self, leaf):
        self.size += 1
        one = (1, leaf)
        while self.edge and self.edge[-1][0] == one[0]:
            left = self.edge.pop()
            one = (2 * one[0], node(left[1], one[1]))
        self.edge.append(one)

    def root(self):
        if not self.edge:
            return sha()
        root = self.edge[-1][1]
        for _, left in self.edge[-2::-1]:
            root = node(left, root)
        return root


def root_from_path(index, size, leaf, path):
    """The root that the inclusion proof gives, RFC 9162 2.1.3 backwards."""
    def up(m, n, rest):
        if n == 1:
            need(not rest, 'a hash too many')
            return leaf
        need(rest, 'a hash too few')
        k = 1 << (n - 1).bit_length() - 1
        if m < k:
            return node(up(m, k, rest[:-1]), rest[-1])
        return node(rest[-1], up(m - k, n - k, rest[:-1]))
    need(0 <= index < size < LIMIT, 'no such record')
    return up(index, size, path)


def roots_from_proof(old, size, old_root, proof):
    """Both roots that the consistency proof gives, RFC 9162 2.1.4."""
    def up(m, n, whole, rest):
        if m == n:
            need(len(rest) == (0 if whole else 1), 'hashes too many or few')
            return (old_root, old_root) if whole else (rest[0], rest[0])
        need(rest, 'a hash too few')
        k = 1 << (n - 1).bit_length() - 1
        if m <= k:
            a, b = up(m, k, whole, rest[:-1])
            return a, node(b, rest[-1])
        a, b = up(m - k, n - k, False, rest[:-1])
        return node(rest[-1], a), node(rest[-1], b)
    need(0 < old <= size < LIMIT, 'no such older log')
    return up(old, size, True, proof)


@functools.lru_cache(10000)
def openssl_verifies(public, text, signature):
    with tempfile.TemporaryDirectory() as tmp:
        def put(name, data):
            with open(os.path.join(tmp, name), 'wb') as f:
                f.write(data)
        put('key', bytes.fromhex('302a300506032b6570032100') + public)
        put('text', text)
        put('sig', signature)
        return subprocess.run(
            ['openssl', 'pkeyutl', '-verify', '-rawin', '-pubin', '-keyform',
             'DER', '-inkey', 'key', '-in', 'text', '-sigfile', 'sig'],
            cwd=tmp, capture_output=True).returncode == 0


class Key:
    """A vkey: of a log (kind 1) or a witness (kind 4)."""

    def __init__(self, vkey, kind):
        name, keyid, b64 = vkey.split('+', 2)
        typed = unbase64(b64, 33)
        self.vkey, self.name, self.public = vkey, name, typed[1:]
        self.id = sha(name.encode(), b'\n', typed)[:4]
        need(typed[0] == kind and self.id.hex() == keyid and
             re.fullmatch('[!-*,-~]{1,128}', name), 'not such a vkey')

    def verifies(self, text, signature):
        return openssl_verifies(self.public, text, signature)


def read_key(path, kind=1):
    """The first of a file: a log's later keys follow it, one a line."""
    with open(path) as f:
        return Key(f.readline().removesuffix('\n'), kind)


def name_ok(name):
    try:
        text = name.decode()
    except UnicodeDecodeError:
        return False
    return bool(text) and not any(
        c.isspace() or c == '+' or c < ' ' or c == '\x7f' for c in text)


class Note:
    """A checkpoint at the beginning of ${data}; ValueError if there is none."""

    def __init__(self, data):
        m = re.match(rb'([^\n]+)\n(0|[1-9][0-9]{0,18})\n([^\n]{44})\n(\n)',
                     data)
        if not m or int(m[2]) >= LIMIT or not re.fullmatch(
                b'[!-*,-~]{1,128}', m[1]):
            raise ValueError('not a checkpoint')
        try:
            self.root = unbase64(m[3], 32)
        except Tamper:
            raise ValueError('not a checkpoint')
        self.origin, self.size = m[1].decode(), int(m[2])
        self.text, at, self.lines = data[:m.start(4)], m.end(), []
        while data.startswith(DASH, at):
            lf = data.find(b'\n', at)
            line = data[at + len(DASH):len(data) if lf == -1 else lf]
            name, _, blob = line.partition(b' ')
            try:
                blob = unbase64(blob)
            except Tamper:
                raise ValueError('not a signature')
            if not name_ok(name) or not 4 < len(blob) or len(line) > 16384:
                raise ValueError('not a signature')
            self.lines.append((name, blob[:4], blob[4:]))
            at = len(data) if lf == -1 else lf + 1
        if not 1 <= len(self.lines) <= 16:
            raise ValueError('no signatures, or too many')
        self.len = at

    def by(self, key):
        """What ${key} signed it with: payloads."""
        return [payload for name, keyid, payload in self.lines
                if name == key.name.encode() and keyid == key.id]

    def signed(self, key):
        """Just one signature by a log's key, which verifies."""
        found = self.by(key)
        return (self.origin == key.name and len(found) == 1 and
                len(found[0]) == 64 and key.verifies(self.text, found[0]))

    def cosigned(self, witness):
        """When a witness cosigned it: times; all of them verify."""
        times = []
        for payload in self.by(witness):
            time = int.from_bytes(payload[:8], 'big')
            need(len(payload) == 72 and time < LIMIT and witness.verifies(
                b'cosignature/v1\ntime %d\n' % time + self.text, payload[8:]),
                'a cosignature does not verify')
            times.append(time)
        return times


def whole_note(data):
    """A checkpoint that is all of ${data}."""
    try:
        note = Note(data)
    except ValueError as e:
        raise Tamper(str(e))
    need(note.len == len(data) and data.endswith(b'\n'), 'more than a note')
    return note


class Proof:
    """A tlog-proof, all of ${data}."""

    def __init__(self, data):
        need(len(data) <= 128 * 1024, 'too large')
        m = re.match(rb'c2sp\.org/tlog-proof@v1\n(?:extra ([^\n]+)\n)?'
                     rb'index ([0-9]+)\n((?:[^\n]{44}\n){0,63})\n', data)
        need(m, 'not a tlog-proof')
        self.extra = None if m[1] is None else unbase64(m[1])
        need(len(self.extra or b'') <= 49146, 'too large')
        self.index = number(m[2])
        self.path = [unbase64(h, 32) for h in m[3].split(b'\n')[:-1]]
        self.note = whole_note(data[m.end():])

    def verify(self, leaf, key, witnesses=()):
        """Is ${leaf} in the log of ${key}?"""
        need(self.note.signed(key), 'not signed by the log')
        times = [self.note.cosigned(w) for w in witnesses]
        need(root_from_path(self.index, self.note.size, leaf, self.path) ==
             self.note.root, 'not in the tree')
        if not all(times):
            raise Review('not cosigned by all witnesses')


class Request:
    """An add-checkpoint body of tlog-witness, all of ${data}."""

    def __init__(self, data):
        m = re.match(rb'old ([0-9]+)\n((?:[^\n]{44}\n){0,63})\n', data)
        need(m, 'not a request')
        self.old = number(m[1])
        self.proof = [unbase64(h, 32) for h in m[2].split(b'\n')[:-1]]
        self.note = whole_note(data[m.end():])

    def verify(self, seen, key):
        """May who saw the checkpoint ${seen}, or none, cosign it?"""
        need(self.note.signed(key), 'not signed by the log')
        need(self.old == (seen.size if seen else 0), 'from another size')
        if self.old == 0:
            need(not self.proof, 'a proof from nothing')
            return
        need(roots_from_proof(self.old, self.note.size, seen.root,
                              self.proof) == (seen.root, self.note.root),
             'another history')
