#!/usr/bin/env python3
"""verify_log.py LOGDIR VKEYFILE [CASEDIR]: a second reading of sar-log(5).

Written from the format, not from the C code.  Exit status 0: present, whole and
verified; 5: verified, and something in it is not finished; 10: not there; 13:
it does not verify, or is cut short.  VKEYFILE may be any key the log has had.
With CASEDIR the last approval of that case has to be of its approved plan and
letter, and of the saved review that it rests on, if it does.
"""
import base64
import datetime
import json
import os
import re
import sys

from tlog import DASH, Key, Note, Tamper, Tree, need, read_key, sha, unbase64

B32 = '[A-Za-z0-9+/]{43}='
DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
PLAIN = '[A-Za-z0-9_][A-Za-z0-9._-]'
KINDS = {
    'digest': B32, 'salt': '[A-Za-z0-9+/]{22}==', 'date': DATE,
    'scope': DATE + '/' + DATE, 'time': DATE + 'T[0-9]{2}(:[0-9]{2}){2}Z',
    'ref': PLAIN + '{0,39}', 'staff': PLAIN + '{0,31}',
    'word': PLAIN + '{0,31}', 'code': '[a-z0-9-]{1,32}',
    'provision': '[A-Z0-9-]{1,16}', 'name': r'[!#-*,-\[\]-~]{1,128}',
    'vkey': r'[!#-\[\]-~]{1,255}', 'tool': '[A-Za-z0-9._/+-]{1,64}'}
# Members of a type: name:kind, with ? where it may be absent, [] for a list.
INTENT = ('by:staff case:ref due:date found:number latest:date? '
          'received:date? scope:scope? scopes:scope[]? select:number '
          'subject:digest')
SWEEP = 'by:staff n:number root:digest'
STEP = 'by:staff case:ref on:date'
TYPES = {
    'genesis': 'key:vkey origin:name? policy:digest? tool:tool?',
    'register': SWEEP, 'retain': SWEEP,
    'delete': SWEEP + ' evidence:digest? late:number?',
    'intent': INTENT, 'nil-return': INTENT,
    'release': 'approval:number? by:staff certificates:digest? '
               'content:digest? exempt:provision[]? expired:word? '
               'failed:number? intent:number manifest:digest? manifests:digest[]? '
               'pkg:digest? pkgs:digest[]? proofs:number? recovery:number? '
               'redacted_ms:number? reviewer:staff[]? size:number? '
               'sizes:number[]? unavailable:number? withheld:number?',
    'approve': 'by:staff case:ref letter:digest? plan:digest '
               'review:digest?',
    'deliver': 'by:staff case:ref channel:code on:date release:number '
               'what:code',
    'reveal': 'by:staff case:ref release:number',
    'refuse': 'by:staff case:ref on:date? reason:code text:digest?',
    'void': 'by:staff intent:number reason:code',
    'recover': 'note_bytes:number? note_sha256:digest? tail_bytes:number '
               'tail_records:number tail_sha256:digest',
    'key-rotate': 'by:staff new:vkey old:vkey',
    'erase': 'basis:code by:staff leaf:digest tag:digest? target:number',
    'cosigned': 'by:name key:vkey size:number ts:number',
    'verify': 'by:staff exceptions:number ok:bool through:number',
    'review': 'by:staff exceptions:number report:digest? through:number',
    'receive': 'agent:bool? by:staff case:ref channel:code? corrects:ref? '
               'holidays:digest? nation:code received:date request:digest '
               'scope:scope scopes:scope[]? tags:digest[]?',
    'identity': STEP + ' kind:code? reason:word? text:digest? what:code '
                'who:code',
    'clarify': STEP + ' text:digest? what:code',
    'extend': STEP + ' reason:code text:digest',
    'fee': STEP + ' pence:number? reason:code? text:digest? what:code',
    'search': 'by:staff case:ref expiring:number? found:number index:digest? '
              'missing:number? past:number? result:digest',
    'mark': 'by:staff case:ref item:number marks:digest',
    'hold': 'by:staff case:ref? missing:number? n:number name:word '
            'owner:staff reason:code review:date root:digest',
    'lift': 'by:staff hold:number reason:code',
    'letter': 'by:staff case:ref? channel:code name:word? on:date '
              'text:digest what:code',
    'complain': 'by:staff case:ref? name:word on:date outcome:code? '
                'text:digest? what:code',
    'close': STEP + ' reason:code'}
COMMON = ' salt:salt seq:number t:time type:code v:number'
KEPT = {'genesis', 'recover', 'key-rotate', 'erase', 'cosigned'}


def value_ok(value, kind):
    if kind == 'number':
        return type(value) is int and 0 <= value < 2 ** 53
    if kind == 'bool':
        return isinstance(value, bool)
    if not isinstance(value, str) or not re.fullmatch(KINDS[kind], value):
        return False
    if kind in ('digest', 'salt'):
        unbase64(value)
    for part in re.findall(DATE, value) if kind in ('date', 'scope') else ():
        datetime.date.fromisoformat(part)
    if kind == 'time':
        datetime.datetime.strptime(value, '%Y-%m-%dT%H:%M:%SZ')
    return True


def read_record(line, seq):
    def once(pairs):
        need(len(dict(pairs)) == len(pairs), 'a member twice')
        return dict(pairs)

    def whole(_):
        raise Tamper('a number that is not whole')
    need(len(line) <= 16384 and line[:1] == b'{' and line[-1:] == b'}' and
         min(line) >= 0x20, 'not a record')
    r = json.loads(line.decode(), object_pairs_hook=once, parse_float=whole,
                   parse_constant=whole)
    need(isinstance(r.get('type'), str) and r['type'] in TYPES, 'type')
    known = set()
    for member in (TYPES[r['type']] + COMMON).split():
        name, kind = member.rstrip('?').split(':')
        known.add(name)
        if name not in r:
            need(member.endswith('?'), name + ' is missing')
        elif kind.endswith('[]'):
            need(isinstance(r[name], list) and len(r[name]) < 100 and all(
                value_ok(v, kind[:-2]) for v in r[name]), name)
        else:
            need(value_ok(r[name], kind), name)
    need(set(r) <= known, 'a member that its type has not')
    need(r['v'] == 1 and r['seq'] == seq, 'v or seq')
    if r['type'] == 'release':
        one = [n in r for n in ('pkg', 'manifest', 'size')]
        many = [len(r.get(n, ())) for n in ('pkgs', 'manifests', 'sizes')]
        need(all(one) and not any(n in r for n in (
            'pkgs', 'manifests', 'sizes')) or not any(one) and
            len(set(many)) == 1 and many[0] > 1, 'volumes')
    need(('note_bytes' in r) == ('note_sha256' in r), 'note_bytes')
    return r


def fragment(name):
    """What a note is made of, byte by byte: which, and how many at most."""
    base64s = rb'[A-Za-z0-9+/=]'
    parts = [(c, 1) for c in name + b'\n']
    parts += [(rb'[0-9]', 19), (10, 1), (base64s, 44)]
    parts += [(c, 1) for c in b'\n\n' + DASH + name + b' ']
    parts += [(base64s, 91)]
    return [(re.compile(c if isinstance(c, bytes) else re.escape(bytes([c]))),
             most) for c, most in parts]


def torn(text, name):
    """Is it made of notes cut short, with the zeros that a file system puts
    for what never arrived, and the LFs that later notes began with?"""
    parts, at = fragment(name), 0
    while at < len(text):
        stop = at
        for what, most in parts:
            n = 0
            while n < most and what.match(text, stop):
                stop, n = stop + 1, n + 1
            if n == 0:
                break
        while text[stop:stop + 1] == b'\0':
            stop += 1
        if stop == len(text):
            return True
        if text[stop:stop + 1] == b'\n' and stop > at:
            at = stop + 1
            continue
        lf = text.rfind(b'\n', at, stop)
        if lf == -1:
            return False
        at = lf + 1
    return True


class Log:
    def __init__(self, logdir, pinned):
        self.dir, self.pinned = logdir, pinned
        every = sorted(os.listdir(logdir))
        self.names = [n for n in every if n.startswith('entries-')]
        self.rotations = [n for n in every if n.startswith('rotation-')]
        self.cps = self.read('checkpoints')
        self.files = [self.read(n) for n in self.names]
        if not self.cps and not any(self.files):
            raise FileNotFoundError('no log here')
        self.firsts = []
        for i, n in enumerate(self.names):
            m = re.fullmatch(r'entries-([0-9]{4})-([0-9]{12})\.jsonl', n)
            need(m and int(m[1]) == i, n + ': name')
            self.firsts.append(int(m[2]))
        need(self.firsts[:1] == [0], 'the first file')
        first = json.loads(self.files[0].partition(b'\n')[0])
        self.keys = [(Key(first['key'], 1), 0)]  # and from which size on
        need(self.keys[0][0].name == pinned.name, 'the key of another log')
        self.tree, self.at, self.segment = Tree(), 0, 0
        self.left = b''      # tails not told of
        self.erased, self.pending, self.leaves = {}, {}, []
        self.named = set()   # what an erase record says is erased
        self.unfinished = None  # the rotation that has no note yet
        self.notes, self.gaps, self.cosigned = [], [], []
        self.records = []

    def read(self, name):
        path = os.path.join(self.dir, name)
        if not os.path.lexists(path):
            return b''
        need(os.path.isfile(path) and not os.path.islink(path), name)
        with open(path, 'rb') as f:
            return f.read()

    def checkpoints(self):
        """Each whole note by the key of the time; what is between, a gap."""
        at = start = 0
        while at < len(self.cps):
            key = self.keys[-1][0]
            try:
                note = Note(self.cps[at:at + 300000])
                if note.origin != key.name or len(note.lines) != 1 or [
                        len(payload) for payload in note.by(key)] != [64]:
                    raise ValueError
            except ValueError:
                lf = self.cps.find(b'\n', at)
                at = len(self.cps) if lf == -1 else lf + 1
                continue
            if at > start:
                need(torn(self.cps[start:at], key.name.encode()),
                     'checkpoints: byte %d: not a checkpoint' % start)
                self.gaps.append((self.cps[start:at], len(self.notes)))
            self.checkpoint(note, key)
            at = start = at + note.len
        name = self.keys[0][0].name.encode()
        need(torn(self.cps[start:], name),
             'checkpoints: byte %d: not a checkpoint' % start)
        return self.cps[start:]

    def checkpoint(self, note, key):
        need(note.signed(key), 'signature')
        need(not self.notes or note.size > self.notes[-1].size, 'no larger')
        need(self.unfinished is None or note.size == self.tree.size,
             'a change of key without its note')
        while self.tree.size < note.size:
            self.record(note.size)
        need(self.tree.root() == note.root,
             'the root of size %d' % note.size)
        self.notes.append(note)
        if self.keys[-1][1] == note.size and note.size > 0:
            self.rotation(note)

    def rotation(self, note):
        """The note that both keys signed, unless it is not written yet."""
        name = 'rotation-%04d.note' % (len(self.keys) - 1)
        if name not in self.rotations:
            self.unfinished = note
            return
        data = self.read(name)
        try:
            both = Note(data)
        except ValueError:
            raise Tamper(name)
        old, new = self.keys[-2][0], self.keys[-1][0]
        need(both.len == len(data) and data.endswith(b'\n') and
             both.text == note.text and [line[1] for line in both.lines] ==
             [old.id, new.id] and both.signed(old) and both.signed(new), name)

    def record(self, end):
        """One more record, of those that a checkpoint of ${end} covers."""
        seq = self.tree.size
        while self.firsts[self.segment + 1:self.segment + 2] == [seq]:
            self.next_file()
        need(not self.firsts[self.segment + 1:] or
             self.firsts[self.segment + 1] > seq, 'first record')
        text = self.files[self.segment]
        lf = text.find(b'\n', self.at)
        need(lf != -1, 'record %d: missing' % seq)
        line, begins, self.at = text[self.at:lf], self.at == 0, lf + 1
        if re.fullmatch(b'-' + B32.encode(), line):
            need(seq > 0, 'genesis')
            leaf, r = unbase64(line[1:], 32), None
            self.erased[seq] = leaf
        else:
            leaf, r = sha(b'\0', line), read_record(line, seq)
            need((r['type'] == 'genesis') == (seq == 0), 'genesis')
            self.meaning(r, begins, end)
        need(not begins or not self.left, 'a tail that is not told of')
        self.leaves.append(leaf)
        self.records.append(r)
        self.tree.add(leaf)

    def next_file(self):
        self.left += self.files[self.segment][self.at:]
        self.segment, self.at = self.segment + 1, 0

    def meaning(self, r, begins, end):
        """What a record says has to fit where it stands."""
        seq, key = r['seq'], self.keys[-1][0]
        if r['type'] == 'genesis':
            need(r.get('origin', key.name) == key.name, 'origin')
        if r['type'] == 'recover':
            need(begins and self.segment > 0, 'recover: place')
            self.recover(r)
        if r['type'] == 'key-rotate':
            new = Key(r['new'], 1)
            need(seq + 1 == end and r['old'] == key.vkey and
                 new.name == key.name and all(
                     new.public != k.public for k, _ in self.keys), 'rotate')
            self.keys.append((new, end))
        if r['type'] == 'erase':
            self.erase(r)
        if r['type'] == 'cosigned':
            need(Key(r['key'], 4).name == r['by'] and r['size'] <= seq,
                 'cosigned')
            self.cosigned.append(r)

    def erase(self, r):
        target, leaf = r['target'], unbase64(r['leaf'], 32)
        need(0 < target < r['seq'] and self.leaves[target] == leaf, 'erase')
        need(target not in self.named, 'erase: twice')
        self.named.add(target)
        if self.records[target] is None:
            self.erased.pop(target, None)
            return
        need(self.records[target]['type'] not in KEPT, 'erase: kept')
        self.pending[target] = leaf

    def recover(self, r):
        left, self.left = self.left, b''
        need(r['tail_bytes'] == len(left) and
             r['tail_records'] == left.count(b'\n') and
             unbase64(r['tail_sha256'], 32) == sha(left), 'the tail changed')
        if 'note_bytes' in r:
            told, n = unbase64(r['note_sha256'], 32), r['note_bytes']
            match = [g for g in self.gaps if g[1] == len(self.notes) and
                     g[0][n:] in (b'', b'\n') and sha(g[0][:n]) == told]
            need(match and n > 0, 'the torn checkpoint has changed')
            self.gaps.remove(match[0])

    def cosignatures(self):
        """Is all there that the records tell of?  Bytes that are no note do
        nothing."""
        data, at, found = self.read('cosignatures'), 0, set()
        origin = self.keys[0][0].name.encode()
        known = {n.text for n in self.notes}
        witnesses = {r['key']: Key(r['key'], 4) for r in self.cosigned}
        while at < len(data):
            try:
                note = Note(data[at:at + 300000])
                if note.origin.encode() != origin:
                    raise ValueError
            except ValueError:
                # What a write cut short left: the next one begins a line.
                more = data.find(b'\n' + origin + b'\n', at)
                at = len(data) if more == -1 else more + 1
                continue
            need(note.text in known and
                 any(note.signed(k) for k, _ in self.keys),
                 'cosignatures: byte %d' % at)
            # One of another length was cut short: it is none.
            note.lines = [line for line in note.lines if len(line[2]) == 72]
            for vkey, witness in witnesses.items():
                for time in note.cosigned(witness):
                    found.add((vkey, note.size, time))
            at += note.len
        return all((r['key'], r['size'], r['ts']) in found
                   for r in self.cosigned)

    def verify(self):
        torn = self.checkpoints()
        need(self.notes, 'no checkpoint')
        while self.segment + 1 < len(self.files):
            need(self.firsts[self.segment + 1] == self.tree.size,
                 'first record')
            self.next_file()
        tail = len(self.left) + len(self.files[self.segment]) - self.at
        need(not self.gaps, 'checkpoints: a gap that no record tells of')
        need(not self.erased, 'a record erased and not told of')
        written = len(self.keys) - 1 - (self.unfinished is not None)
        need(self.rotations == ['rotation-%04d.note' % (i + 1)
                                for i in range(written)], 'rotation notes')
        need(any(k.vkey == self.pinned.vkey for k, _ in self.keys),
             'the log never had this key')
        whole = self.cosignatures()
        status = 5 if (not whole or self.pending or self.unfinished or
                       tail + len(torn)) else 0
        return status, '%s: %d records, %d checkpoints, root %s, tail of %d ' \
            'bytes' % ('OPEN' if status else 'OK', self.tree.size,
                       len(self.notes), base64.b64encode(
                           self.tree.root()).decode(), tail + len(torn))


def check_approval(log, case):
    ref = os.path.basename(os.path.normpath(case))
    found = [r for r in log.records
             if r and r['type'] == 'approve' and r['case'] == ref]
    need(found, 'the case has no approval')
    with open(os.path.join(case, 'plan.salt')) as f:
        salt = bytes.fromhex(f.read())
    with open(os.path.join(case, 'approved-plan.json'), 'rb') as f:
        plan = f.read()
    need(len(salt) == 32, 'the salt of a plan is 32 bytes')
    need(ref == json.loads(plan)['ref'], 'the approval of another case')
    need(sha(b'sar-export/commit/v1\0', salt, plan) ==
         unbase64(found[-1]['plan'], 32), 'the approved plan is another')
    with open(os.path.join(case, 'approved-letter.txt'), 'rb') as f:
        letter = f.read()
    need(sha(b'sar-export/commit/v1\0', salt, letter) ==
         unbase64(found[-1]['letter'], 32), 'the approved letter is another')
    if 'review' in found[-1]:
        need(unbase64(found[-1]['review'], 32) in saved_reviews(case, salt),
             'the saved review it rests on is not there')


def saved_reviews(case, salt):
    """The commitments to those that are kept, each under its SHA-256."""
    folder, found = os.path.join(case, 'reviews'), []
    for name in os.listdir(folder):
        if not name.endswith('.json'):
            continue
        with open(os.path.join(folder, name), 'rb') as f:
            text = f.read()
        need(name == sha(text).hex() + '.json', 'a saved review is another')
        found.append(sha(b'sar-export/commit/v1\0', salt, text))
    return found


def main(logdir, vkeyfile, case=None):
    """The exit status, and what to say of it."""
    try:
        log = Log(logdir, read_key(vkeyfile))
        status, said = log.verify()
        if case is not None:
            check_approval(log, case)
        return status, said
    except OSError as e:
        return 10, 'MISSING: %s' % e
    except (Tamper, ValueError, KeyError, TypeError, AttributeError,
            RecursionError) as e:
        return 13, 'TAMPER: %s' % e


if __name__ == '__main__':
    rc, words = main(*sys.argv[1:4])
    print(words, file=sys.stderr if rc > 5 else sys.stdout)
    sys.exit(rc)
