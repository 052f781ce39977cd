"""Logs of what can happen to requests, in any order: make(folder).

Whoever writes them knows no rule but how a record looks, and, of half the due
dates, what verify_cases.py makes of them.  What each log has to be told of is
for that and for sar-verify to agree on.
"""
import datetime
import os
import random

import verify_cases
from forge_log import Forge, digest

REFS = ('SAR-1', 'SAR-2', 'SAR-3', 'SAR-4')
TEXT = digest('text')


class Life:
    def __init__(self, seed):
        self.rand = random.Random(seed)
        self.f = Forge()
        self.at = datetime.datetime(2026, 1, 5, 10) + datetime.timedelta(
            self.rand.randrange(300))
        self.register = verify_cases.Register(
            verify_cases.Holidays(verify_cases.TABLE))
        self.seen, self.open, self.given, self.held = 1, [], [], []

    def chance(self, one_in):
        return self.rand.randrange(one_in) == 0

    def on(self):
        """The day something happened: as a rule that of its record."""
        back = self.rand.choice((0, 0, 0, 0, 0, 1, 2, 9, 40))
        if self.chance(25):
            back = -1
        return str((self.at - datetime.timedelta(back)).date())

    def add(self, kind, /, **members):
        if not self.chance(3):
            self.at += datetime.timedelta(
                self.rand.choice((0, 0, 1, 2, 5, 17, 28)),
                self.rand.randrange(7200))
        members.setdefault('by', 'u1')
        if self.rand.randrange(9) == 0 and 'text' in members:
            if kind not in ('extend', 'letter'):
                del members['text']
        members['t'] = self.at.strftime('%Y-%m-%dT%H:%M:%SZ')
        record = self.f.record(kind, **members)
        self.register.take(self.seen, record)
        self.seen += 1
        return self.f.add(kind, **members)

    def receive(self, ref):
        more = {}
        if self.chance(4):
            more['agent'] = True
        if self.chance(8):
            more['corrects'] = self.rand.choice(REFS)
        nations = ['england-and-wales', 'scotland', 'northern-ireland'] * 5
        self.add('receive', case=ref, received=self.on(),
                 nation=self.rand.choice(nations + ['atlantis']),
                 request=TEXT, scope='2025-01-01/2025-12-31', **more)

    def identity(self, ref):
        what = self.rand.choice(('asked', 'asked', 'received', 'verified',
                                 'verified', 'not-needed', 'failed', 'lost'))
        self.add('identity', case=ref, on=self.on(), what=what,
                 who=self.rand.choice(('requester', 'requester', 'authority')))

    def clarify(self, ref):
        self.add('clarify', case=ref, on=self.on(), text=TEXT,
                 what=self.rand.choice(('asked', 'asked', 'answered',
                                        'answered', 'withdrawn', 'none')))

    def extend(self, ref):
        self.add('extend', case=ref, on=self.on(), text=TEXT,
                 reason=self.rand.choice(('complex', 'numerous', 'tired')))

    def fee(self, ref):
        self.add('fee', case=ref, on=self.on(), text=TEXT, reason='excessive',
                 what=self.rand.choice(('asked', 'paid', 'waived', 'lost')))

    def dates(self, ref):
        """Due and latest: right, or as good as."""
        case = self.register.cases.get(ref)
        today = verify_cases.local_day(
            {'t': self.at.strftime('%Y-%m-%dT%H:%M:%SZ')})
        if not case or self.chance(3):
            said = {'due': self.on(), 'latest': self.on()}
            if not case and self.chance(2):
                said['received'] = self.on()
            return said
        safe, last, _ = case.dates(today - datetime.timedelta(self.chance(6)))
        said = {'due': str(safe), 'latest': str(last)}
        if self.chance(4):
            del said['latest']
        if self.chance(6):
            said['received'] = str(case.received)
        return said

    def intent(self, ref):
        self.open.append(self.add(
            'intent', case=ref, found=3, subject=TEXT,
            select=self.rand.randrange(3), **self.dates(ref)))

    def release(self, _):
        if self.open:
            self.given.append((self.add(
                'release', intent=self.rand.choice(self.open), pkg=TEXT,
                manifest=TEXT, size=1), self.rand.choice(REFS)))

    def void(self, _):
        if self.open:
            self.add('void', intent=self.open.pop(), reason='failed')

    def nil(self, ref):
        self.add('nil-return', case=ref, found=0, select=0, subject=TEXT,
                 **self.dates(ref))

    def refuse(self, ref):
        self.add('refuse', case=ref, reason='excessive', text=TEXT)

    def letter(self, ref):
        self.add('letter', case=ref, on=self.on(), channel='post', text=TEXT,
                 what=self.rand.choice(('nil', 'refusal', 'correction',
                                        'acknowledgement')))

    def deliver(self, _):
        if self.given:
            release, ref = self.rand.choice(self.given)
            self.add('deliver', case=ref, release=release, on=self.on(),
                     channel='post', what=self.rand.choice(
                         ('package', 'passphrase')))

    def hold(self, ref):
        more = {} if self.chance(4) else {'case': ref}
        self.held.append(self.add(
            'hold', n=1, root=TEXT, owner='u1', reason='legal',
            name=self.rand.choice(('request', 'request', 'police', 'C-1')),
            review=str((self.at + datetime.timedelta(
                self.rand.randrange(300))).date()), **more))

    def lift(self, _):
        if self.held:
            self.add('lift', reason='over', hold=self.rand.choice(self.held))

    def complain(self, ref):
        if self.chance(3):
            more = {} if self.chance(5) else {
                'name': self.rand.choice(('C-1', 'C-2'))}
            self.add('letter', on=self.on(), channel='post', text=TEXT,
                     what='complaint-outcome', **more)
            return
        more = {} if self.chance(2) else {'case': ref}
        self.add('complain', name=self.rand.choice(('C-1', 'C-2')),
                 on=self.on(), what=self.rand.choice(
                     ('received', 'received', 'acknowledged', 'decided',
                      'forgotten')), **more)

    def close(self, ref):
        self.add('close', case=ref, on=self.on(), reason=self.rand.choice(
            ('answered', 'refused', 'withdrawn', 'no-reply', 'lost',
             'bored')))

    def other(self, ref):
        if self.chance(2):
            self.add('approve', case=ref, plan=TEXT)
        else:
            self.add('search', case=ref, found=2, result=TEXT, **{
                name: self.rand.randrange(2) for name in (
                    'past', 'expiring') if not self.chance(3)})

    def live(self):
        kinds = [self.identity] * 5 + [self.clarify] * 4 + [
            self.intent] * 3 + [self.release, self.hold] * 2 + [
            self.receive, self.extend, self.fee, self.void, self.nil,
            self.letter, self.deliver, self.lift, self.complain, self.other]
        for ref in REFS:
            if not self.chance(8):
                self.receive(ref)
                if not self.chance(3):
                    self.hold(ref)
        for _ in range(self.rand.randrange(12, 40)):
            kind = self.rand.choice(kinds)
            if self.chance(25):
                kind = self.rand.choice((self.refuse, self.close))
            kind(self.rand.choice(REFS))
        self.f.commit()
        if self.chance(3):
            self.f.erase(self.rand.randrange(1, self.seen), t=self.at.strftime(
                '%Y-%m-%dT%H:%M:%SZ'))
        return self.f


def make(folder, n=60, seed=7):
    made = []
    for i in range(n):
        name = 'life-%03d' % i
        Life('%d/%d' % (seed, i)).live().put(os.path.join(folder, name))
        made.append((name, 'cases'))
    return made
