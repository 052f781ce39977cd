#!/usr/bin/env python3
"""clock.py SEED COUNT HOLIDAYS.CONF

The time for an answer, rules C1 to C13 of the reference, counted day by day
from the rules and from nothing of the programs.  Prints COUNT random lives of
a case, one JSON a line, with what each event does and what follows of all.
"""
import calendar
import json
import random
import sys
from datetime import date, timedelta

DAY = timedelta(1)
EPOCH = date(1970, 1, 1)
NEEDS = ('identity', 'authority', 'fee')
NATIONS = ('england-and-wales', 'scotland', 'northern-ireland')


def months_after(day, months):
    """C3: the same day number, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


class Table:
    """A table of bank holidays, sar-holidays(5)."""

    def __init__(self, path):
        self.of = {}
        with open(path, encoding='utf-8') as f:
            for line in f:
                line = line.strip()
                if line.startswith('['):
                    nation = self.of.setdefault(line[1:-1], {'days': set()})
                elif line and not line.startswith('#'):
                    key, value = line.split(' = ', 1)
                    if key == 'holiday':
                        nation['days'].add(date.fromisoformat(value[:10]))
                    elif key != 'source':
                        nation[key] = date.fromisoformat(value)

    def roll(self, nation, day):
        """C4: the day, and whether the table knows."""
        table = self.of.get(nation)
        at = day
        while table and table['from'] <= at <= table['through']:
            if at.weekday() < 5 and at not in table['days']:
                return at, True
            at += DAY
        return day, False


def span(first, last):
    """All days from first to last, both of them."""
    return {first + n * DAY for n in range((last - first).days + 1)}


class Clock:
    def __init__(self, received):
        self.received = received
        self.needs = {}   # name: asked, seen, met or None, failed
        self.pauses = []  # [asked, seen, answered or None]
        self.dropped = {}
        self.notice = None  # the day it counts from

    def walk(self, start, months, inclusive, today):
        """The last day, the paused days, and whether the last question
        counts and is open: one day after the other."""
        paused = set()
        last, is_open = self.count(start, months, paused), False
        for asked, seen, answered in self.pauses:
            if seen > last:
                break
            is_open = answered is None
            until = max(today, asked) if is_open else answered
            more = span(asked, until)
            if not inclusive:
                more.discard(until)
            paused |= {day for day in more if day >= start}
            last = self.count(start, months, paused)
        return last, len(paused), is_open

    @staticmethod
    def count(start, months, paused):
        left = (months_after(start, months) - start).days + 1
        day = start - DAY
        while left:
            day += DAY
            if day not in paused:
                left -= 1
        return day

    def months(self, start, today):
        if self.notice is None:
            return 1
        return 3 if self.notice <= self.walk(start, 1, False, today)[0] else 1

    def begin(self, today):
        """C1: the start, and what is waited for."""
        start, waits = self.received, []
        for name, need in sorted(self.needs.items(),
                                 key=lambda n: (n[1]['seen'],
                                                NEEDS.index(n[0]))):
            law = self.walk(start, self.months(start, today), True, today)[0]
            if need['seen'] > law:
                continue
            if need['met'] is None:
                waits.append(name)
            start = max(start, need['met'] or today)
        return start, waits

    def is_over(self, today):
        start, _ = self.begin(today)
        return today > self.walk(start, self.months(start, today), True,
                                 today)[0]

    def take(self, kind, name, on, logged):
        if on < self.received:
            return 'early'
        if on > logged:
            return 'future'
        if kind == 'extended':
            return self.extend(logged)
        if kind in ('question', 'answer', 'withdrawn'):
            return self.question(kind, on, logged)
        return self.need(kind, name, on, logged)

    def extend(self, logged):
        if self.notice is not None:
            return 'extended-before'
        start, waits = self.begin(logged)
        if waits:
            return 'not-running'
        if logged > self.walk(start, 1, False, logged)[0]:
            return 'notice-late'
        self.notice = logged
        return 'fits'

    def question(self, kind, on, logged):
        is_open = bool(self.pauses) and self.pauses[-1][2] is None
        if kind == 'question':
            if is_open:
                return 'asked-before'
            if self.pauses and on < self.pauses[-1][2]:
                return 'backwards'
            if self.is_over(logged):
                return 'over'
            self.pauses.append([on, logged, None])
            return 'fits'
        if not is_open:
            return 'not-asked'
        if on < self.pauses[-1][0]:
            return 'backwards'
        if kind == 'withdrawn':
            self.pauses.pop()
        else:
            self.pauses[-1][2] = on
        return 'fits'

    def need(self, kind, name, on, logged):
        need = self.needs.get(name)
        if kind == 'asked':
            if need and not need['failed']:
                return 'asked-before'
            before = need or self.dropped.get(name)
            if before and on < before['asked']:
                return 'backwards'
            if need and need['met'] is None:
                need['failed'] = False
                return 'fits'
            if self.is_over(logged):
                return 'over'
            seen = need['seen'] if need else logged
            self.needs[name] = {'asked': on, 'seen': seen, 'met': None,
                                'failed': False}
            return 'fits'
        if not need or (kind == 'met' and need['met'] is not None and
                        not need['failed']):
            return 'not-asked'
        if on < need['asked'] or (need['met'] and on < need['met']):
            return 'backwards'
        if kind == 'met' and need['met'] is not None:
            need['failed'] = False
        elif kind == 'doubted' or kind == 'failed' and self.is_over(logged):
            need['failed'] = True
        elif kind == 'dropped':
            self.dropped[name] = self.needs.pop(name)
        else:
            need['met'] = on if kind == 'met' else None
            need['failed'] = kind == 'failed'
        return 'fits'

    def dates(self, table, nation, today):
        start, waits = self.begin(today)
        months = self.months(start, today)
        law, inclusive, is_open = self.walk(start, months, True, today)
        safe, exclusive, _ = self.walk(start, months, False, today)
        latest, covered = table.roll(nation, law)
        due, covered_too = table.roll(nation, safe)
        return {
            'state': 'waiting' if waits else 'paused' if is_open else
                     'running',
            'waits': sorted(waits), 'start': number(start),
            'paused': [inclusive, exclusive], 'extended': months == 3,
            'notice_by': number(self.walk(start, 1, False, today)[0]),
            'base': number(months_after(start, months)),
            'latest': number(latest), 'safe': number(due),
            'rolled': latest != law or due != safe,
            'covered': covered and covered_too}


def number(day):
    return (day - EPOCH).days


KINDS = ('asked', 'met', 'failed', 'dropped', 'doubted', 'question',
         'answer', 'withdrawn', 'extended')
# What may well follow, so that not all is refused.
LIVELY = (3, 3, 1, 1, 1, 4, 4, 1, 2)


def life(rng, table):
    """One case.  Ends of months and of the table are where it breaks."""
    received = date(rng.choice((2018, 2019, 2023, 2024, 2026, 2027, 2028)),
                    1, 1) + rng.randrange(366) * DAY
    if rng.random() < 0.4:
        received = received.replace(day=1) - rng.randrange(4) * DAY
    clock, nation = Clock(received), rng.choice(NATIONS)
    events, now = [], received
    for _ in range(rng.randrange(12)):
        now += rng.choice((0, 0, 1, 1, 2, 3, 7, 12, 29)) * DAY
        on = now
        if rng.random() < 0.25:
            on += rng.choice((-40, -7, -3, -1, -1, 1)) * DAY
        kind = rng.choices(KINDS, LIVELY)[0]
        name = rng.choices(NEEDS, (4, 1, 2))[0]
        events.append([kind, name, number(on), number(now),
                       clock.take(kind, name, on, now)])
    today = now + rng.choice((0, 0, 1, 5, 40)) * DAY
    return {'received': number(received), 'nation': nation, 'events': events,
            'today': number(today), **clock.dates(table, nation, today)}


def main():
    rng = random.Random(int(sys.argv[1]))
    table = Table(sys.argv[3])
    for _ in range(int(sys.argv[2])):
        print(json.dumps(life(rng, table), separators=(',', ':')))


if __name__ == '__main__':
    main()
