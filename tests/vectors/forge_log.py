"""Logs as sar-log(5) has them, and logs that are not: forge_log.logs().

Whoever has the log's key can sign whatever he likes, so what a verifier says of
that has to be tested with his key.  Signing is the openssl command's.
"""
import base64
import hashlib
import json
import os
import subprocess
import tempfile

from tlog import DASH, Key, Tree, sha

NAME = 'sar-export.example.gov.uk/log'
T0 = '2026-01-05T09:00:%02dZ'


def b64(data):
    return base64.b64encode(data).decode()


def digest(text):
    return b64(hashlib.sha256(text.encode()).digest())


class Secret:
    """An Ed25519 key of 32 bytes ${first}, ${first} + 1 and so on."""
    made, signed = {}, {}

    def __init__(self, first, name=NAME, kind=1):
        self.seed = bytes((first + i) % 256 for i in range(32))
        self.der = bytes.fromhex('302e020100300506032b657004220420') + self.seed
        if self.seed not in Secret.made:
            Secret.made[self.seed] = self.openssl(
                ['pkey', '-inform', 'DER', '-pubout', '-outform', 'DER'])[-32:]
        typed = bytes([kind]) + Secret.made[self.seed]
        keyid = sha(name.encode(), b'\n', typed)[:4]
        self.vkey = '%s+%s+%s' % (name, keyid.hex(), b64(typed))
        self.key = Key(self.vkey, kind)

    def openssl(self, command, text=None):
        with tempfile.TemporaryDirectory() as tmp:
            for name, data in (('key', self.der), ('text', text or b'')):
                with open(os.path.join(tmp, name), 'wb') as f:
                    f.write(data)
            return subprocess.run(['openssl', *command, '-in' if command[0] ==
                                   'pkey' else '-inkey', 'key'], cwd=tmp,
                                  capture_output=True, check=True).stdout

    def sign(self, text):
        """Ed25519 always signs a text alike: once is enough."""
        if (self.seed, text) not in Secret.signed:
            Secret.signed[self.seed, text] = self.openssl(
                ['pkeyutl', '-sign', '-rawin', '-keyform', 'DER', '-in',
                 'text'], text)
        return Secret.signed[self.seed, text]

    def line(self, text):
        return DASH + self.key.name.encode() + b' ' + b64(
            self.key.id + self.sign(text)).encode() + b'\n'

    def cosign(self, text, time):
        said = b'cosignature/v1\ntime %d\n' % time + text
        return DASH + self.key.name.encode() + b' ' + b64(
            self.key.id + time.to_bytes(8, 'big') + self.sign(said)
        ).encode() + b'\n'


class Files:
    """What is in a log's folder, and the key that is known of it."""

    def __init__(self, files, pinned):
        self.files, self.pinned = files, pinned

    def put(self, folder):
        log = os.path.join(folder, 'log')
        os.makedirs(log)
        for name, data in self.files.items():
            with open(os.path.join(log, name), 'wb') as f:
                f.write(data)
        with open(os.path.join(folder, 'vkey'), 'w') as f:
            f.write(self.pinned + '\n')


class Forge(Files):
    """A log being written; every file can be changed before it is put."""

    def __init__(self):
        self.key = Secret(0)
        super().__init__({}, self.key.vkey)
        self.lines, self.tree, self.segments = [], Tree(), 0
        self.files['checkpoints'] = b''
        self.segment()
        self.add('genesis', key=self.key.vkey, origin=NAME)
        self.commit()

    def segment(self):
        self.name = 'entries-%04d-%012d.jsonl' % (
            self.segments, len(self.lines))
        self.segments += 1
        self.files[self.name] = b''

    def now(self):
        """When the last record was written."""
        return 1767603600 + self.tree.size - 1

    def record(self, kind, /, **members):
        seq = len(self.lines)
        r = {'v': 1, 'type': kind, 'seq': seq, 't': T0 % (seq % 60),
             'salt': b64(sha(b'salt %d' % seq)[:16])}
        r.update(members)
        return {k: v for k, v in r.items() if v is not None}

    def add(self, kind, /, **members):
        return self.line(json.dumps(
            self.record(kind, **members), sort_keys=True,
            separators=(',', ':')).encode())

    def line(self, line):
        """Any line at all, as a record."""
        self.lines.append(line)
        self.files[self.name] += line + b'\n'
        self.tree.add(sha(b'\0', line))
        return len(self.lines) - 1

    def text(self, size=None, root=None):
        return b'%s\n%d\n%s\n' % (
            NAME.encode(), self.tree.size if size is None else size,
            b64(root or self.tree.root()).encode())

    def note(self, key=None, **other):
        text = self.text(**other)
        return text + b'\n' + (key or self.key).line(text)

    def commit(self, **other):
        self.last = self.note(**other)
        self.files['checkpoints'] += self.last

    def rotate(self, first, note=True):
        new = Secret(first)
        self.add('key-rotate', by='u1', old=self.key.vkey, new=new.vkey)
        self.commit()
        both = self.last + new.line(self.text())
        if note:
            self.files['rotation-%04d.note' % note] = both
        old, self.key = self.key, new
        return old, both

    def erase(self, at, done=True, **other):
        members = dict(by='u1', target=at, basis='art17', leaf=b64(
            sha(b'\0', self.lines[at])))
        members.update(other)
        self.add('erase', **members)
        self.commit()
        if done:
            self.tombstone(at)

    def tombstone(self, target):
        line = self.lines[target]
        for name in self.files:
            if name.startswith('entries-'):
                self.files[name] = self.files[name].replace(
                    line + b'\n', b'-' + b64(sha(b'\0', line)).encode() +
                    b'\n')


FILLED = 38


def filled():
    """A log with a record of every type that means nothing to its neighbours,
    some to a commit: FILLED of them."""
    f = Forge()
    f.add('register', by='cron', n=2, root=digest('batch'))
    f.add('intent', by='u1', case='SAR-1', received='2026-01-02',
          due='2026-02-02', scope='2025-01-01/2025-12-31', found=3, select=2,
          subject=digest('subject'))
    f.commit()
    f.add('approve', by='u2', case='SAR-1', plan=digest('plan'))
    f.add('release', by='u1', intent=2, pkg=digest('zip'),
          manifest=digest('manifest'), size=1000, content=digest('content'),
          redacted_ms=18400, withheld=1, exempt=['DPA-S2-16'],
          reviewer=['u2'], proofs=1)
    f.commit()
    f.add('deliver', by='u1', case='SAR-1', release=4, what='package',
          channel='post', on='2026-01-05')
    f.add('reveal', by='u1', case='SAR-1', release=4)
    f.add('nil-return', by='u1', case='SAR-2', received='2026-01-02',
          due='2026-02-02', scope='2025-01-01/2025-12-31', found=0, select=0,
          subject=digest('other'))
    f.add('refuse', by='u1', case='SAR-3', reason='excessive')
    f.add('intent', by='u1', case='SAR-4', received='2026-01-02',
          due='2026-02-02', scope='2025-01-01/2025-12-31', found=1, select=1,
          subject=digest('another'))
    f.add('void', by='u1', intent=9, reason='failed')
    f.commit()
    f.add('retain', by='cron', n=1, root=digest('kept'))
    f.add('delete', by='cron', n=1, root=digest('deleted'))
    f.add('verify', by='cron', ok=True, through=10, exceptions=0)
    f.add('review', by='u2', through=10, exceptions=1)
    f.commit()
    return life(f)


def life(f):
    """What can happen to a request, from its receipt on."""
    def step(kind, /, **members):
        return f.add(kind, **dict(dict(by='u1', case='SAR-5', on='2026-01-05'),
                                  **members))

    text = digest('text')
    step('receive', on=None, agent=True, channel='email', nation='scotland',
         holidays=digest('table'), received='2026-01-02',
         request=digest('request'), scope='2025-01-01/2025-12-31',
         scopes=['2025-01-01/2025-03-31', '2025-10-01/2025-12-31'],
         tags=[digest('tag')])
    step('identity', what='asked', who='requester', text=text)
    step('identity', what='verified', who='requester', kind='passport')
    step('identity', what='not-needed', who='authority', reason='parent')
    step('clarify', what='asked', text=text)
    step('clarify', what='answered')
    step('extend', reason='numerous', text=text)
    f.commit()
    step('fee', what='asked', pence=1000, reason='excessive', text=text)
    step('fee', what='waived')
    step('search', on=None, found=3, missing=1, expiring=1, past=1,
         result=digest('found'), index=digest('index'))
    step('mark', on=None, item=1, marks=digest('marks'))
    held = step('hold', on=None, n=2, name='request', owner='u1',
                reason='access-request', review='2026-07-05',
                root=digest('held'))
    due = dict(due='2026-04-06', latest='2026-04-06')
    begun = step('intent', on=None, received='2026-01-02', found=3, select=2,
                 subject=digest('subject'),
                 scope='2025-01-01/2025-12-31', **due)
    step('approve', on=None, plan=digest('plan'), letter=digest('letter'),
         review=digest('review'))
    f.add('void', by='u1', intent=begun, reason='cancelled')
    step('refuse', reason='excessive', text=text)
    step('letter', what='refusal', channel='post', text=text)
    step('close', reason='refused')
    f.add('lift', by='u1', hold=held, reason='answered')
    f.add('delete', by='cron', n=1, late=1, evidence=digest('evidence'),
          root=digest('more'))
    f.add('complain', by='u1', name='C-1', on='2026-01-05', what='received')
    step('complain', name='C-2', what='received', text=text)
    f.add('letter', by='u1', name='C-1', on='2026-01-05', channel='post',
          text=text, what='complaint-acknowledgement')
    f.commit()
    return f


def rich():
    """A log in which everything has happened."""
    f = filled()
    f.files[f.name] += b'{"torn":'
    f.segment()
    f.add('recover', tail_bytes=8, tail_sha256=digest('{"torn":'),
          tail_records=0)
    f.commit()
    f.rotate(64, 1)
    witness = Secret(32, 'audit.example.org/w1', 4)
    f.add('register', by='cron', n=1, root=digest('more'))
    f.commit()
    f.files['cosignatures'] = f.last + witness.cosign(f.text(), f.now())
    f.add('cosigned', by=witness.key.name, key=witness.vkey,
          size=f.tree.size, ts=f.now())
    f.commit()
    f.erase(1)
    f.rotate(96, 2)
    f.segment()
    f.add('verify', by='cron', ok=True, through=3, exceptions=0)
    f.commit()
    return f
