#!/usr/bin/env python3
"""A council that lies, and a second reading of what witnesses and logs say.

Written from the formats (C2SP, RFC 9162, sar-log(5), sar-verify(1)), not from
the C code: hashlib, and openssl for Ed25519.
"""
import base64
import glob
import hashlib
import json
import os
import subprocess
import sys
import tempfile

DASH = '\u2014 '


def sha(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def b64(data):
    return base64.b64encode(data).decode()


def unb64(text):
    return base64.b64decode(text, validate=True)


def openssl(key, der, *args, text, sig=None):
    with tempfile.TemporaryDirectory() as tmp:
        def put(name, data):
            path = os.path.join(tmp, name)
            with open(path, 'wb') as f:
                f.write(data)
            return path
        more = [] if sig is None else ['-sigfile', put('sig', sig)]
        return subprocess.run(
            ['openssl', 'pkeyutl', *args, '-rawin', '-keyform', 'DER',
             '-inkey', put('key', bytes.fromhex(der) + key), '-in',
             put('text', text), *more], capture_output=True)


def read_key(path):
    """name, key id, kind, seed or public key, of an skey or vkey file."""
    line = open(path).read().strip()
    if line.startswith('PRIVATE+KEY+'):
        line = line[len('PRIVATE+KEY+'):]
    name, keyid, typed = line.split('+', 2)
    typed = unb64(typed)
    return name, bytes.fromhex(keyid), typed[0], typed[1:]


def sign(seed, text):
    done = openssl(seed, '302e020100300506032b657004220420', '-sign',
                   text=text)
    assert done.returncode == 0, done.stderr
    return done.stdout


def verifies(public, text, sig):
    return openssl(public, '302a300506032b6570032100', '-verify', '-pubin',
                   text=text, sig=sig).returncode == 0


# --- the tree (RFC 9162, 2.1) -----------------------------------------------

def leaf(line):
    return unb64(line[1:]) if line[:1] == b'-' else sha(b'\0', line)


def root(leaves):
    n = len(leaves)
    if n < 2:
        return leaves[0] if n else sha()
    k = 1
    while 2 * k < n:
        k *= 2
    return sha(b'\1', root(leaves[:k]), root(leaves[k:]))


def consistent(m, first, n, second, proof):
    """RFC 9162, 2.1.4.2."""
    if m == n:
        return first == second and not proof
    if m == 0 or not proof:
        return m == 0
    path = list(proof)
    if m & (m - 1) == 0:
        path.insert(0, first)
    fn, sn = m - 1, n - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha(b'\1', c, fr), sha(b'\1', c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha(b'\1', sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first and sr == second


# --- the log ----------------------------------------------------------------

def segments(log):
    return sorted(glob.glob(os.path.join(log, 'entries-*.jsonl')))


def read_lines(log):
    return [line for path in segments(log)
            for line in open(path, 'rb').read().splitlines()]


def read_note(text):
    """origin, size, root, signed text, signature lines, of a note's bytes."""
    head, sigs = text.split(b'\n\n', 1)
    origin, size, rt = head.decode().split('\n')
    return origin, int(size), unb64(rt), head + b'\n', \
        sigs.decode().splitlines()


def read_notes(log):
    dash = DASH.encode()
    notes, at = [], []
    for line in open(os.path.join(log, 'checkpoints'), 'rb').read() \
            .splitlines(keepends=True):
        if at and at[-1].startswith(dash) and not line.startswith(dash):
            notes.append(b''.join(at))
            at = []
        at.append(line)
    return notes + ([b''.join(at)] if at else [])


def note(skey, leaves):
    name, keyid, _, seed = read_key(skey)
    text = '%s\n%d\n%s\n' % (name, len(leaves), b64(root(leaves)))
    sig = b64(keyid + sign(seed, text.encode()))
    return (text + '\n' + DASH + name + ' ' + sig + '\n').encode()


def register(seq, word):
    salt = hashlib.sha256(('%s %d' % (word, seq)).encode()).digest()
    return json.dumps(
        {'by': 'cron', 'n': 1, 'root': b64(salt), 'salt': b64(salt[:16]),
         'seq': seq, 't': last_time,
         'type': 'register', 'v': 1}, sort_keys=True,
        separators=(',', ':')).encode()


last_time = None


def append(log, skey, n, word='more', every=True):
    """N more records; a checkpoint after each, or after the last."""
    global last_time
    lines = read_lines(log)
    last_time = json.loads(lines[-1])['t']
    for i in range(n):
        lines.append(register(len(lines), word))
        with open(segments(log)[-1], 'ab') as f:
            f.write(lines[-1] + b'\n')
        if every or i == n - 1:
            with open(os.path.join(log, 'checkpoints'), 'ab') as f:
                f.write(note(skey, [leaf(line) for line in lines]))


def erase(log, skey, seq):
    """Whatever record SEQ is, as earlier versions did: it was said, and a hash
    is in its place."""
    lines = read_lines(log)
    salt = hashlib.sha256(b'erased').digest()[:16]
    lines.append(json.dumps(
        {'basis': 'error', 'by': 'u7', 'leaf': b64(leaf(lines[seq])),
         'salt': b64(salt), 'seq': len(lines), 't': json.loads(lines[-1])['t'],
         'target': seq, 'type': 'erase', 'v': 1}, sort_keys=True,
        separators=(',', ':')).encode())
    with open(os.path.join(log, 'checkpoints'), 'ab') as f:
        f.write(note(skey, [leaf(line) for line in lines]))
    lines[seq] = b'-' + b64(leaf(lines[seq])).encode()
    with open(segments(log)[0], 'wb') as f:
        f.write(b''.join(line + b'\n' for line in lines))


def rewrite(log, skey, seq):
    """Another salt in record SEQ, and the checkpoints of it signed anew."""
    at = 0
    for path in segments(log):
        lines = open(path, 'rb').read().splitlines()
        if at <= seq < at + len(lines):
            record = json.loads(lines[seq - at])
            record['salt'] = b64(b'another salt 16b')
            lines[seq - at] = json.dumps(record, sort_keys=True, separators=(
                ',', ':')).encode()
            with open(path, 'wb') as f:
                f.write(b''.join(line + b'\n' for line in lines))
        at += len(lines)
    leaves = [leaf(line) for line in read_lines(log)]
    notes = [(read_note(n)[1], n) for n in read_notes(log)]
    with open(os.path.join(log, 'checkpoints'), 'wb') as f:
        f.write(b''.join(n if size <= seq else note(skey, leaves[:size])
                         for size, n in notes))


def cut(log, size):
    """Take the end off, records and checkpoints: SIZE records are left."""
    at = 0
    for path in segments(log):
        lines = open(path, 'rb').read().splitlines(keepends=True)
        if at >= size:
            os.unlink(path)
        else:
            with open(path, 'wb') as f:
                f.write(b''.join(lines[:size - at]))
        at += len(lines)
    notes = [n for n in read_notes(log) if read_note(n)[1] <= size]
    with open(os.path.join(log, 'checkpoints'), 'wb') as f:
        f.write(b''.join(notes))


def size(log):
    print(read_note(read_notes(log)[-1])[1])


def last_note(log):
    sys.stdout.buffer.write(read_notes(log)[-1])


def prove(m, leaves, whole=True):
    """RFC 9162, 2.1.4.1."""
    n = len(leaves)
    if m == n:
        return [] if whole else [root(leaves)]
    k = 1
    while 2 * k < n:
        k *= 2
    if m <= k:
        return prove(m, leaves[:k], whole) + [root(leaves[k:])]
    return prove(m - k, leaves[k:], False) + [root(leaves[:k])]


def make_request(log, skey, old):
    """What an add-checkpoint body of all records is, signed with this key."""
    leaves = [leaf(line) for line in read_lines(log)]
    proof = prove(old, leaves) if old else []
    lines = ['old %d' % old] + [b64(p) for p in proof]
    sys.stdout.buffer.write(
        '\n'.join(lines).encode() + b'\n\n' + note(skey, leaves))


# --- what others wrote ------------------------------------------------------

def check_cosignature(notefile, linefile, vkey):
    """Is each line the witness's, of the note?  Print its time."""
    text = read_note(open(notefile, 'rb').read())[3]
    name, keyid, kind, public = read_key(vkey)
    assert kind == 4
    for line in open(linefile).read().splitlines():
        assert line.startswith(DASH + name + ' '), line
        blob = unb64(line.split(' ')[2])
        assert blob[:4] == keyid and len(blob) == 4 + 8 + 64
        when = int.from_bytes(blob[4:12], 'big')
        message = b'cosignature/v1\ntime %d\n' % when + text
        assert verifies(public, message, blob[12:])
        print(when)


def check_request(path, log):
    """Is it an add-checkpoint body for the log as it is?  Print old, size."""
    head, rest = open(path, 'rb').read().split(b'\n\n', 1)
    lines = head.decode().split('\n')
    assert lines[0].startswith('old ')
    old, proof = int(lines[0][4:]), [unb64(p) for p in lines[1:]]
    origin, n, rt, text, sigs = read_note(rest)
    leaves = [leaf(line) for line in read_lines(log)][:n]
    assert root(leaves) == rt and rest == read_notes(log)[-1]
    assert consistent(old, root(leaves[:old]), n, rt, proof)
    print(old, n)


def check_evidence(path, vkey):
    """Do two checkpoints of this key in it contradict each other?"""
    head, rest = open(path, 'rb').read().split(b'\n\n', 1)
    lines = head.decode().split('\n')
    assert lines[0] == 'sar-evidence@v1'
    assert lines[1] == 'key ' + open(vkey).read().strip()
    name, keyid, _, public = read_key(vkey)
    a, b = split(rest)
    notes = [read_note(a), read_note(b)]
    for origin, _, _, text, sigs in notes:
        assert origin == name and len(sigs) == 1
        blob = unb64(sigs[0].split(' ')[2])
        assert blob[:4] == keyid and verifies(public, text, blob[4:])
    (_, m, first, _, _), (_, n, second, _, _) = notes
    more = [line.split(' ') for line in lines[2:]]
    if m == n:
        assert not more and first != second
    else:
        assert more[0][0] == 'prefix'
        shown = unb64(more[0][1])
        assert {word for word, _ in more[1:]} <= {'path'}
        assert shown != first and m < n
        assert consistent(m, shown, n, second, [unb64(p) for _, p in more[1:]])
    print(m, n)


def split(rest):
    """Two notes, an empty line between them."""
    parts = rest.split(b'\n\n')
    assert len(parts) == 4
    return parts[0] + b'\n\n' + parts[1] + b'\n', parts[2] + b'\n\n' + parts[3]


def sample(rt, n, of, seed=''):
    """What sar-verify(1) says of a sample, in ten lines."""
    drawn, counter = [], 0
    while len(drawn) < min(n, of):
        digest = sha(b'sar-verify/sample/v1\0', unb64(rt),
                     counter.to_bytes(8, 'big'), seed.encode())
        x, counter = int.from_bytes(digest[:8], 'big'), counter + 1
        if x < 2**64 - 2**64 % of and x % of not in drawn:
            drawn.append(x % of)
    print(' '.join(map(str, drawn)))


def make_witness(name, vkeyfile, skeyfile):
    """A witness's key, not sealed."""
    seed = hashlib.sha256(name.encode()).digest()
    der = openssl_public(seed)
    keyid = sha(name.encode(), b'\n\4', der)[:4].hex()
    with open(vkeyfile, 'w') as f:
        f.write('%s+%s+%s\n' % (name, keyid, b64(b'\4' + der)))
    with open(skeyfile, 'w') as f:
        f.write('PRIVATE+KEY+%s+%s+%s\n' % (name, keyid, b64(b'\4' + seed)))


def openssl_public(seed):
    done = subprocess.run(
        ['openssl', 'pkey', '-inform', 'DER', '-pubout', '-outform', 'DER'],
        input=bytes.fromhex('302e020100300506032b657004220420') + seed,
        capture_output=True, check=True)
    return done.stdout[-32:]


def change_bit(path, at):
    data = bytearray(open(path, 'rb').read())
    data[at] ^= 1
    sys.stdout.buffer.write(data)


def change_letter(path, at):
    """Base64 stays that."""
    data = bytearray(open(path, 'rb').read())
    data[at] = ord('B' if data[at] == ord('A') else 'A')
    sys.stdout.buffer.write(data)


def main():
    command, *args = sys.argv[1:]
    args = [int(a) if a.isdigit() else a for a in args]
    {'append': append, 'erase': erase, 'rewrite': rewrite, 'cut': cut, 'size': size,
     'note': last_note,
     'batch': lambda log, skey, n: append(log, skey, n, every=False),
     'check-cosignature': check_cosignature, 'check-request': check_request,
     'make-request': make_request,
     'check-evidence': check_evidence, 'sample': sample,
     'make-witness': make_witness, 'change-bit': change_bit,
     'change-letter': change_letter}[command](*args)


main()
