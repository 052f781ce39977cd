#!/usr/bin/env python3
"""board.py SEED COUNT HOLIDAYS.CONF

Logs of made-up cases and what a board is told of them, counted from what
happened in each case and from nothing of the programs; days of the law are
clock.py's.  Prints a JSON a line: {"record": [type, time, members]} for each
record, and after those of a log {"from", "to", "today", "want"}.
"""
import json
import os
import random
import statistics
import sys
from datetime import date, timedelta

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from clock import DAY, NATIONS, Clock, Table, number  # noqa: E402

DIGEST = 'A' * 43 + '='
WHATS = ('received', 'answered', 'on_time', 'in_law', 'redacted', 'refused',
         'nil', 'extended', 'paused', 'corrected', 'closed', 'past_retention',
         'past_retention_recordings', 'complaints',
         'complaints_acknowledged_in_time')
NOWS = ('open', 'open_waiting', 'open_paused', 'unsent', 'overdue', 'past_law',
        'complaints_open', 'complaints_late', 'without_receipt',
        'without_holidays')


class Case:
    """One case, as it goes on; its records have the day they are logged."""

    def __init__(self, rng, number_, first):
        self.rng = rng
        self.ref = 'SAR-%d' % number_
        self.nation = rng.choice(NATIONS)
        self.received = first + rng.randrange(300) * DAY
        self.now = self.received + rng.randrange(4) * DAY
        self.clock = Clock(self.received)
        self.records = []
        self.past = 0
        self.corrects = self.known = False
        self.answered = self.closed = self.given = None
        self.kind = None
        self.complaints = []

    def log(self, kind, **members):
        members = {'by': 'u1', 'case': self.ref, **members}
        self.records.append([self.now, kind, members])

    def tick(self, kind, name, event, what, **members):
        on = self.now - self.rng.choice((0, 0, 0, 1, 3)) * DAY
        self.log(event, what=what, on=on.isoformat(), **members)
        self.clock.take(kind, name, on, self.now)

    def step(self):
        rng = self.rng
        pick = rng.randrange(9)
        if pick == 0:
            self.tick('asked', 'identity', 'identity', 'asked',
                      who='requester')
        elif pick == 1 and 'identity' in self.clock.needs:
            self.tick('met', 'identity', 'identity', 'verified',
                      who='requester')
        elif pick == 2:
            self.tick('question', None, 'clarify', 'asked', text=DIGEST)
        elif pick in (3, 4) and self.clock.pauses:
            word = rng.choice(('answered', 'answered', 'withdrawn'))
            self.tick('answer' if word == 'answered' else word, None,
                      'clarify', word)
        elif pick == 5:
            self.log('extend', on=self.now.isoformat(), reason='complex',
                     text=DIGEST)
            self.clock.take('extended', None, self.now, self.now)
        elif pick == 6:
            self.past = rng.randrange(3)
            self.log('search', found=5, past=self.past, result=DIGEST)
        elif pick == 7:
            self.complain(self.ref)

    def complain(self, ref):
        name = 'C-%s-%d' % (self.ref, len(self.complaints))
        got = {'received': self.now, 'acknowledged': None}
        self.complaints.append(got)
        self.log('complain', name=name, what='received',
                 on=self.now.isoformat(), text=DIGEST)
        for what in self.rng.choice(((), ('acknowledged',), ('decided',),
                                     ('acknowledged', 'decided'),
                                     ('decided', 'acknowledged'))):
            self.now += self.rng.choice((1, 10, 30, 31, 45)) * DAY
            self.log('complain', name=name, what=what,
                     on=self.now.isoformat())
            # A decision acknowledges it, too.
            got['acknowledged'] = got['acknowledged'] or self.now
        if ref is None:
            for record in self.records:
                record[2].pop('case', None)

    def end(self):
        rng = self.rng
        pick = rng.choice(('release', 'release', 'nil', 'refuse', 'close', ''))
        asked = dict(due='2026-01-01', found=3, select=1, subject=DIGEST)
        if pick == 'release':
            self.log('intent', **asked)
            cut = rng.randrange(2)
            self.records.append([self.now, 'release', {
                'by': 'u1', 'intent': self.ref, 'pkg': DIGEST,
                'manifest': DIGEST, 'size': 1, 'redacted_ms': cut}])
            self.kind = 'redacted' if cut else 'whole'
        elif pick == 'nil':
            self.log('nil-return', **asked)
            self.kind = 'nil'
        elif pick == 'refuse':
            self.log('refuse', reason='unfounded', text=DIGEST)
            self.kind = 'refused'
        elif pick == 'close' and self.known:
            self.log('close', reason='withdrawn', on=self.now.isoformat())
            self.closed = self.now
        if self.kind:
            self.answered = self.now
            self.send()

    def send(self):
        """Whole, in part, or not at all."""
        rng, days = self.rng, {}
        letter = {'nil': 'nil', 'refused': 'refusal'}.get(self.kind)
        for what in (letter,) if letter else rng.sample(
                ('package', 'passphrase'), 2):
            if rng.random() < 0.2:
                continue
            self.now += rng.choice((0, 0, 1, 2, 9, 40)) * DAY
            on = days[what] = self.now - rng.choice((0, 0, 1, 50)) * DAY
            if on < self.received:
                del days[what]
            self.log('letter' if letter else 'deliver', what=what,
                     on=on.isoformat(), channel='post',
                     **({'text': DIGEST} if letter else {'release': 0}))
        if len(days) == (1 if letter else 2):
            self.given = max(self.answered, *days.values())

    def live(self):
        rng = self.rng
        if rng.random() < 0.93:
            self.known = True
            more = {}
            if rng.random() < 0.1:
                self.corrects, more['corrects'] = True, 'SAR-X'
            self.log('receive', nation=self.nation, request=DIGEST,
                     received=self.received.isoformat(),
                     scope='2026-01-01/2026-02-01', **more)
            for _ in range(rng.randrange(7)):
                self.now += rng.choice((0, 1, 3, 8, 20)) * DAY
                self.step()
        self.now += rng.choice((0, 1, 5, 14, 25)) * DAY
        self.end()
        return self


def judge(case, table, today, want, took):
    """What this case adds; want is of what happened on which day."""
    for one in case.complaints:
        want('complaints', one['received'])
        by = one['received'] + timedelta(30)
        if one['acknowledged'] is None:
            want('complaints_open')
            want('complaints_late', n=today > by)
        elif one['acknowledged'] <= by:
            want('complaints_acknowledged_in_time', one['received'])
    if not case.known:
        return want('without_receipt', n=bool(case.records))
    if case.corrects:
        return case.given and want('corrected', case.given)
    want('received', case.received)
    if case.clock.notice:
        want('extended', case.clock.notice)
    for asked, _, _ in case.clock.pauses:
        want('paused', asked)
    want('past_retention', case.received, case.past > 0)
    want('past_retention_recordings', case.received, case.past)
    if case.closed:
        return want('closed', case.closed)
    dates = case.clock.dates(table, case.nation, case.answered or today)
    want('without_holidays', n=not dates['covered'])
    if case.given:
        at = case.given
        want('answered', at)
        want('on_time', at, number(at) <= dates['safe'])
        want('in_law', at, number(at) <= dates['latest'])
        if case.kind != 'whole':
            want(case.kind, at)
        return took.append((at, (at - case.received).days))
    want('open')
    pauses = case.clock.pauses
    want('unsent', n=bool(case.answered))
    waits = not case.answered and any(
        n['met'] is None for n in case.clock.needs.values())
    want('open_waiting', n=waits)
    want('open_paused', n=not waits and not case.answered and pauses and
         pauses[-1][2] is None)
    want('overdue', n=number(today) > dates['safe'])
    want('past_law', n=number(today) > dates['latest'])


def board(cases, table, first, last, today):
    months, day = [], first
    while day <= last:
        end = (day.replace(day=28) + timedelta(4)).replace(day=1) - DAY
        months.append((day, min(end, last)))
        day = end + DAY
    spans = [dict.fromkeys(WHATS, 0) for _ in range(len(months) + 1)]
    now, took = dict.fromkeys(NOWS, 0), []

    def want(name, day=None, n=1):
        if name in now:
            now[name] += bool(n)
        for span, (a, b) in zip(spans, months + [(first, last)]):
            if day is not None and a <= day <= b:
                span[name] += int(n)

    for case in cases:
        judge(case, table, today, want, took)
    for span, (a, b) in zip(spans, months + [(first, last)]):
        days = [d for at, d in took if a <= at <= b]
        span['median2'] = int(2 * statistics.median(days)) if days else -1
        span['from'], span['to'] = number(a), number(b)
    return {'months': spans[:-1], 'whole': spans[-1], 'now': now}


def main():
    rng = random.Random(int(sys.argv[1]))
    table = Table(sys.argv[3])
    for _ in range(int(sys.argv[2])):
        first = date(2025, 1, 1) + rng.randrange(500) * DAY
        cases = [Case(rng, n, first).live() for n in range(rng.randrange(25))]
        if rng.random() < 0.5:
            alone = Case(rng, 900, first)
            alone.known = alone.corrects = True
            alone.complain(None)
            cases.append(alone)
        # As they are logged: by the day, and of a day in a case's own order.
        records = sorted((r[0], n, i, case.ref, r[1], r[2])
                         for n, case in enumerate(cases)
                         for i, r in enumerate(case.records))
        seqs, gave, today = {}, {}, first
        for seq, (day, _, _, ref, kind, members) in enumerate(records):
            if kind == 'intent':
                seqs[ref] = seq
            if kind == 'release':
                gave[ref] = seq
            if kind == 'deliver':
                members['release'] = gave[ref]
            if kind == 'release':
                members['intent'] = seqs[ref]
            print(json.dumps({'record': [
                kind, day.isoformat() + 'T12:00:00Z', members]}))
            today = max(today, day)
        today += rng.randrange(40) * DAY
        a = first + rng.randrange(90) * DAY
        b = a + rng.randrange(400) * DAY
        print(json.dumps({'from': number(a), 'to': number(b),
                          'today': number(today),
                          'want': board(cases, table, a, b, today)}))


if __name__ == '__main__':
    main()
