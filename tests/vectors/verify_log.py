#!/usr/bin/env python3
"""verify_log.py LOGDIR VKEYFILE [CASEDIR]: a second reading of sar-log(5).

Written from the format, not from the C code.  Exit status 0: present, whole
and verified; 10: not there; 13: it does not verify, or is cut short.
With CASEDIR the last approval of that case has to be of its approved plan.
"""
import base64
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

TYPES = set('genesis register intent release nil-return refuse void retain '
            'delete recover key-rotate erase cosigned verify review '
            'approve'.split())


class Tamper(Exception):
    pass


def need(ok, why):
    if not ok:
        raise Tamper(why)


def sha(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def unbase64(text, length=None):
    need(isinstance(text, str) and text.isascii(), 'not Base64')
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Tamper('not Base64')
    need(base64.b64encode(data).decode() == text, 'Base64 in another form')
    need(length in (None, len(data)), 'of another length')
    return data


class Tree:
    """RFC 6962: (size, hash) of the whole subtrees, largest first."""

    def __init__(self):
        self.edge, self.size = [], 0

    def add(self, leaf):
        self.size += 1
        node = (1, leaf)
        while self.edge and self.edge[-1][0] == node[0]:
            left = self.edge.pop()
            node = (2 * node[0], sha(b'\1', left[1], node[1]))
        self.edge.append(node)

    def root(self):
        if not self.edge:
            return sha()
        root = self.edge[-1][1]
        for _, left in self.edge[-2::-1]:
            root = sha(b'\1', left, root)
        return root


def read_vkey(path):
    vkey = open(path).read().rstrip('\n')
    name, keyid, b64 = vkey.split('+', 2)
    typed = unbase64(b64, 33)
    need(typed[0] == 1 and
         sha(name.encode(), b'\n', typed)[:4].hex() == keyid, 'not a vkey')
    return vkey, name, bytes.fromhex(keyid), typed[1:]


def signed(public, text, signature):
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


def torn_line(line, name):
    """May a write cut short have left this line of a note?"""
    head = '\u2014 '.encode() + name + b' '
    line = line.rstrip(b'\0')
    return (name.startswith(line) or head.startswith(line) or
            re.fullmatch(rb'[0-9]{1,19}|[A-Za-z0-9+/=]{1,44}', line) or
            line.startswith(head) and
            re.fullmatch(rb'[A-Za-z0-9+/=]{0,91}', line[len(head):]))


def read_checkpoints(data, name, keyid, public):
    """The notes, as (size, root), and the gaps: (bytes, next note)."""
    dash = '\u2014 '.encode()
    note = re.compile(
        b'(' + re.escape(name) + rb'\n(0|[1-9][0-9]{0,18})\n([^\n]{44})\n)\n'
        b'((?:' + dash + rb'[^\n]+(?:\n|\Z))+)')
    notes, gaps, at, start = [], [], 0, 0
    while at < len(data):
        m = note.match(data, at)
        ours = [] if not m else [
            line for line in m[4].splitlines()
            if re.fullmatch(dash + re.escape(name) + b' [^ ]{92}', line) and
            unbase64(line.split(b' ')[2].decode())[:4] == keyid]
        if len(ours) == 1:
            blob = unbase64(ours[0].split(b' ')[2].decode(), 68)
            need(signed(public, m[1], blob[4:]), 'signature, byte %d' % at)
            if at > start:
                gaps.append((data[start:at], len(notes)))
            need(not notes or int(m[2]) >= notes[-1][0], 'size went down')
            notes.append((int(m[2]), unbase64(m[3].decode(), 32)))
            at = start = m.end()
        else:
            lf = data.find(b'\n', at)
            at = len(data) if lf == -1 else lf + 1
    torn = data[start:]
    need(all(torn_line(line, name) for line in torn.split(b'\n')),
         'checkpoints: byte %d: not a checkpoint' % start)
    return notes, gaps, torn


def no_duplicates(pairs):
    need(len(dict(pairs)) == len(pairs), 'a member twice')
    return dict(pairs)


def refuse(text):
    raise Tamper('a number that is not whole')


def simple(value):
    return isinstance(value, (str, bool)) or (
        isinstance(value, int) and abs(value) < 2 ** 53)


def read_record(line, seq):
    need(len(line) <= 16384 and line[:1] == b'{' and line[-1:] == b'}' and
         min(line) >= 0x20, 'not a record')
    r = json.loads(line.decode(), object_pairs_hook=no_duplicates,
                   parse_float=refuse, parse_constant=refuse)
    for value in r.values():
        need(simple(value) or isinstance(value, list) and
             all(map(simple, value)), 'a value of another kind')
    need(type(r.get('v')) is int and r['v'] == 1, 'v')
    need(type(r.get('seq')) is int and r['seq'] == seq, 'seq')
    need(r.get('type') in TYPES, 'type')
    t = r.get('t', '')
    need(re.fullmatch(r'[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z', t), 't')
    datetime.datetime.strptime(t, '%Y-%m-%dT%H:%M:%SZ')
    unbase64(r.get('salt'), 16)
    if r['type'] == 'release' and 'certificates' in r:
        unbase64(r['certificates'], 32)
    if r['type'] == 'approve':
        unbase64(r['plan'], 32)
    return r


def check_recover(r, left, notes, gaps, seq):
    need(r['tail_bytes'] == len(left) and
         r['tail_records'] == left.count(b'\n') and
         unbase64(r['tail_sha256'], 32) == sha(left), 'the tail has changed')
    if 'note_bytes' in r:
        told = unbase64(r['note_sha256'], 32)
        after = sum(1 for size, _ in notes if size <= seq)
        match = [g for g in gaps if g[1] == after and
                 g[0][r['note_bytes']:] in (b'', b'\n') and
                 sha(g[0][:r['note_bytes']]) == told]
        need(match and r['note_bytes'] > 0, 'the torn checkpoint has changed')
        gaps.remove(match[0])


def check_approval(r, case):
    with open(os.path.join(case, 'plan.salt')) as f:
        salt = bytes.fromhex(f.read())
    with open(os.path.join(case, 'approved-plan.json'), 'rb') as f:
        plan = f.read()
    need(len(salt) == 32, 'the salt of a plan is 32 bytes')
    need(r['case'] == json.loads(plan)['ref'], 'the approval of another case')
    need(sha(b'sar-export/commit/v1\0', salt, plan) ==
         unbase64(r['plan'], 32), 'the approved plan is another')


def verify(logdir, vkeyfile, case=None):
    vkey, name, keyid, public = read_vkey(vkeyfile)
    names = sorted(n for n in os.listdir(logdir) if n.startswith('entries-'))
    path = os.path.join(logdir, 'checkpoints')
    data = open(path, 'rb').read() if os.path.exists(path) else b''
    files = [open(os.path.join(logdir, n), 'rb').read() for n in names]
    if not data and not any(files):
        raise FileNotFoundError('no log here')
    notes, gaps, torn = read_checkpoints(data, name.encode(), keyid, public)
    need(notes, 'no checkpoint')
    size = notes[-1][0]
    firsts = []
    for i, n in enumerate(names):
        m = re.fullmatch(r'entries-(\d{4})-(\d{12})\.jsonl', n)
        need(m and int(m[1]) == i, n + ': name')
        firsts.append(int(m[2]))

    tree, left, erased, roots = Tree(), b'', {}, list(notes)
    ref = case and os.path.basename(os.path.normpath(case))
    approval = None

    def compare():
        while roots and roots[0][0] == tree.size:
            need(roots.pop(0)[1] == tree.root(),
                 'record %d: root' % (tree.size - 1))

    compare()
    for i, text in enumerate(files):
        need(firsts[i] == tree.size, names[i] + ': first record')
        end = min(firsts[i + 1:i + 2] + [size])
        begin = tree.size
        while tree.size < end:
            line, lf, text = text.partition(b'\n')
            need(lf, 'record %d: missing' % tree.size)
            seq = tree.size
            if re.fullmatch(rb'-[A-Za-z0-9+/]{43}=', line):
                erased[seq] = leaf = unbase64(line[1:].decode(), 32)
                need(seq > 0, 'genesis')
            else:
                r, leaf = read_record(line, seq), sha(b'\0', line)
                need((r['type'] == 'genesis') == (seq == 0), 'genesis')
                if seq == 0:
                    need(r['key'] == vkey and
                         r.get('origin', name) == name, 'genesis: key')
                if r['type'] == 'recover':
                    need(i > 0 and seq == begin, 'recover: place')
                    check_recover(r, left, notes, gaps, seq)
                    left = b''
                if r['type'] == 'approve' and r['case'] == ref:
                    approval = r
                if r['type'] == 'erase':
                    need(erased.pop(r['target'], None) ==
                         unbase64(r['leaf'], 32), 'erase')
            need(seq > begin or not left, names[i] + ': tail not told of')
            tree.add(leaf)
            compare()
        left += text
    need(tree.size == size, 'records are missing')
    need(not gaps, 'checkpoints: a gap no record tells of')
    need(not erased, 'a record erased and not told of')
    if case is not None:
        need(approval, 'the case has no approval')
        check_approval(approval, case)
    print('OK: %d records, %d checkpoints, root %s, tail of %d bytes' % (
        size, len(notes), base64.b64encode(notes[-1][1]).decode(),
        len(left) + len(torn)))


if __name__ == '__main__':
    try:
        verify(*sys.argv[1:4])
    except OSError as e:
        print('MISSING: %s' % e, file=sys.stderr)
        sys.exit(10)
    except (Tamper, ValueError, KeyError, TypeError) as e:
        print('TAMPER: %s' % e, file=sys.stderr)
        sys.exit(13)
