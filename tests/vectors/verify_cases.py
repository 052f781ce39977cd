#!/usr/bin/env python3
"""verify_cases.py LOGDIR VKEYFILE [DATE [HOLIDAYS]]: where the cases of a log
stand, and by which day each has to be answered.

Written from "A case" in sar-log(5), not from the C code; the log itself is read
by verify_log.py.  Prints what does not follow from the records before it: code,
record, and what was expected where that is a date.  Judged as of DATE, else the
day of the latest record.  HOLIDAYS is a table as sar-holidays(5) has it.
"""
import bisect
import datetime
import os
import sys
import zoneinfo

import verify_log

ZONE = zoneinfo.ZoneInfo('Europe/London')
TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..',
                     'lib', 'clock', 'holidays.conf')
DAY = datetime.timedelta(1)
LATE = 7 * DAY
NEEDS = ('requester', 'authority', 'fee')
GOES_ON = {'complain', 'hold', 'lift', 'letter', 'deliver', 'void'}
ANSWERS = {'intent', 'release', 'nil-return', 'refuse'}


def date(text):
    return datetime.date.fromisoformat(text)


def local_day(record):
    utc = datetime.datetime.strptime(record['t'], '%Y-%m-%dT%H:%M:%SZ')
    return utc.replace(tzinfo=datetime.timezone.utc).astimezone(ZONE).date()


def months_on(day, n):
    """The same day ${n} months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    for number in range(day.day, 27, -1):
        try:
            return datetime.date(year, month + 1, number)
        except ValueError:
            continue
    return datetime.date(year, month + 1, day.day)


class Holidays:
    """Of each nation: from when to when it is known, and the days."""

    def __init__(self, path):
        self.nations, nation = {}, None
        with open(path) as f:
            for line in f:
                key, _, value = (p.strip() for p in line.partition('='))
                if line.startswith('['):
                    nation = self.nations.setdefault(key.strip('[]'), {
                        'holiday': set()})
                elif key in ('from', 'through'):
                    nation[key] = date(value)
                elif key == 'holiday':
                    nation[key].add(date(value[:10]))

    def roll(self, day, name):
        """The first working day from there on; the same where it is not known
        whether that is one."""
        nation, on = self.nations.get(name), day
        while nation and nation['from'] <= on <= nation['through']:
            if on.weekday() < 5 and on not in nation['holiday']:
                return on
            on += DAY
        return day


class Wrong(Exception):
    """A step does not fit: the code says how."""


class Clock:
    def __init__(self, received):
        self.received = received
        self.asked, self.came, self.dropped = {}, {}, set()
        self.failed = set()
        self.questions = []   # [asked, seen, answered or None]
        self.notice = None    # of an extension: the day it was seen

    def law(self, start, months, today, both):
        """The end of so many months from ${start}, with what was paused; and
        whether a question that counts is open."""
        end, from_there, stands = months_on(start, months), start, False
        for asked, seen, answered in self.questions:
            if seen > end:
                break
            stands = answered is None
            last = max(today, asked) if stands else answered
            first, after = max(asked, from_there), last + both * DAY
            if after > first:
                end, from_there = end + (after - first), after
        return end, stands

    def months(self, start, today):
        return 3 if self.notice and self.notice <= self.law(
            start, 1, today, 0)[0] else 1

    def start(self, today):
        """When it starts, as if what it waits for came today; and whether it
        waits."""
        start, waits = self.received, False
        for need in sorted(self.asked, key=lambda n: (
                self.asked[n][1], NEEDS.index(n))):
            if need in self.dropped or self.asked[need][1] > self.law(
                    start, self.months(start, today), today, 1)[0]:
                continue
            waits = waits or need not in self.came
            start = max(start, self.came.get(need, today))
        return start, waits

    def is_paused(self, today):
        start, waits = self.start(today)
        return not waits and self.law(
            start, self.months(start, today), today, 1)[1]

    def over(self, day):
        start, _ = self.start(day)
        return day > self.law(start, self.months(start, day), day, 1)[0]

    def dates(self, today, roll):
        """Day to work to, last day of the law, and does it stand still?"""
        start, waits = self.start(today)
        months = self.months(start, today)
        last, stands = self.law(start, months, today, 1)
        safe, _ = self.law(start, months, today, 0)
        return roll(safe), roll(last), waits or stands

    def ask(self, need, on, seen):
        there = need in self.asked and need not in self.dropped
        if there and need not in self.failed:
            raise Wrong('step-order')
        if need in self.asked and on < self.asked[need][0]:
            raise Wrong('step-date')
        if there and need not in self.came:
            self.failed.discard(need)
            return
        if self.over(seen):
            raise Wrong('asked-late')
        # Anew, of what was doubted: it counts since it was first asked for.
        self.asked[need] = on, self.asked[need][1] if there else seen
        self.came.pop(need, None)
        self.dropped.discard(need)
        self.failed.discard(need)

    def settle(self, need, how, on, seen):
        if need not in self.asked or need in self.dropped or (
                how == 'came' and need in self.came and
                need not in self.failed):
            raise Wrong('step-order')
        if on < self.asked[need][0] or on < self.came.get(need, on):
            raise Wrong('step-date')
        # What did do, or fails when the time is up, was there all the same.
        if how == 'came' and need in self.came:
            self.failed.discard(need)
            return
        if how == 'doubted' or how == 'failed' and self.over(seen):
            self.failed.add(need)
            return
        self.came.pop(need, None)
        self.failed.discard(need)
        if how == 'came':
            self.came[need] = on
        elif how == 'dropped':
            self.dropped.add(need)
        else:
            self.failed.add(need)

    def question(self, on, seen):
        if self.questions and self.questions[-1][2] is None:
            raise Wrong('step-order')
        if self.questions and on < self.questions[-1][2]:
            raise Wrong('step-date')
        if len(self.questions) == 64:
            raise Wrong('step-order')
        if self.over(seen):
            raise Wrong('asked-late')
        self.questions.append([on, seen, None])

    def answer(self, on, withdrawn):
        if not self.questions or self.questions[-1][2] is not None:
            raise Wrong('answer-without-question')
        if on < self.questions[-1][0]:
            raise Wrong('step-date')
        if withdrawn:
            self.questions.pop()
        else:
            self.questions[-1][2] = on

    def extend(self, seen):
        if self.notice:
            raise Wrong('step-order')
        start, waits = self.start(seen)
        if waits:
            raise Wrong('step-order')
        if seen > self.law(start, 1, seen, 0)[0]:
            raise Wrong('extension-late')
        self.notice = seen


class Case:
    """One that has a receipt."""

    def __init__(self, receipt, roll):
        nation = receipt['nation']
        if nation not in ('england-and-wales', 'scotland', 'northern-ireland'):
            nation = 'england-and-wales'
        self.record, self.ref = receipt['seq'], receipt['case']
        self.received = date(receipt['received'])
        self.agent = receipt.get('agent', False)
        self.corrects = receipt.get('corrects')
        self.asked = [receipt.get(name) or [] for name in (
            'tags', 'scope', 'scopes')] + [self.agent]
        self.clock = Clock(self.received)
        self.roll = lambda day: roll(day, nation)
        self.known, self.fee = {}, None
        self.answered = self.by = self.given = self.closed = None
        self.late = self.refused = self.nil = self.early = False
        self.moved, self.parcels, self.search = False, {}, (0, None)
        self.nil_seq = self.refused_seq = self.last_out = -1

    def is_open(self):
        return not (self.early or self.given or self.closed)

    def dates(self, day):
        return self.clock.dates(min(day, self.answered or day), self.roll)

    def step(self, r):
        """A step of it, unless it raises Wrong."""
        seen = local_day(r)
        on = date(r['on']) if 'on' in r else seen
        if self.closed and r['type'] not in GOES_ON:
            raise Wrong('step-after-close')
        do = getattr(self, 'step_' + r['type'], None)
        if do:
            do(r, on, max(seen, on), self.received <= on <= seen)

    def step_identity(self, r, on, seen, fits):
        need, what = r['who'], r['what']
        if need not in NEEDS[:2] or what not in (
                'asked', 'received', 'verified', 'not-needed', 'failed'):
            raise Wrong('step-unknown')
        if need == 'authority' and not self.agent:
            raise Wrong('authority-without-agent')
        if what == 'asked' and self.known.get(need) in (
                'verified', 'not-needed'):
            raise Wrong('step-order')
        if not fits:
            raise Wrong('step-date')
        clock = self.clock
        there = need in clock.asked and need not in clock.dropped
        if what == 'asked':
            clock.ask(need, on, seen)
        elif there and what == 'failed':
            clock.settle(need, 'doubted' if self.known.get(need) in (
                'verified', 'not-needed') else 'failed', on, seen)
        elif there and (need not in clock.came or need in clock.failed):
            clock.settle(need, 'dropped' if what == 'not-needed'
                         else 'came', on, seen)
        else:
            there = False
        self.moved = there or what == 'asked'
        self.known[need] = what

    def step_clarify(self, r, on, seen, fits):
        if r['what'] not in ('asked', 'answered', 'withdrawn'):
            raise Wrong('step-unknown')
        if r['what'] == 'asked' and 'text' not in r:
            raise Wrong('pause-without-question')
        if not fits:
            raise Wrong('step-date')
        if r['what'] == 'asked':
            self.clock.question(on, seen)
        else:
            self.clock.answer(on, r['what'] == 'withdrawn')
        self.moved = True

    def step_extend(self, r, on, seen, fits):
        if r['reason'] not in ('complex', 'numerous'):
            raise Wrong('step-unknown')
        if not fits:
            raise Wrong('step-date')
        self.clock.extend(seen)
        self.moved = True

    def step_fee(self, r, on, seen, fits):
        if r['what'] not in ('asked', 'paid', 'waived'):
            raise Wrong('step-unknown')
        if r['what'] == 'asked' and 'text' not in r:
            raise Wrong('reasons-missing')
        if not fits:
            raise Wrong('step-date')
        if r['what'] == 'asked':
            self.clock.ask('fee', on, seen)
        else:
            self.clock.settle('fee', 'came' if r['what'] == 'paid'
                              else 'dropped', on, seen)
        self.fee, self.moved = r['what'], True

    def step_letter(self, r, on, seen, fits):
        if not fits:
            raise Wrong('step-date')
        if self.nil and r['what'] in ('nil', 'correction') or (
                self.refused and r['what'] == 'refusal'):
            self.goes_out = on
            self.last_out = max(
                self.last_out,
                self.nil_seq if r['what'] in ('nil', 'correction') else -1,
                self.refused_seq if r['what'] == 'refusal' else -1)

    def step_deliver(self, r, on, seen, fits):
        if not fits or r['what'] not in ('package', 'passphrase'):
            return
        days = self.parcels.setdefault(r['release'], {})
        days[r['what']] = min(on, days.get(r['what'], on))
        if len(days) == 2:
            self.goes_out = max(days.values())
            self.last_out = max(self.last_out, r['release'])

    def step_close(self, r, on, seen, fits):
        if r['reason'] not in ('answered', 'refused', 'withdrawn', 'no-reply',
                               'duplicate', 'transferred', 'lost'):
            raise Wrong('step-unknown')
        if (r['reason'] == 'answered' and not self.answered or
                r['reason'] == 'refused' and not self.refused):
            raise Wrong('close-unanswered')
        if not fits:
            raise Wrong('step-date')
        self.closed = r['reason']

    def step_search(self, r, on, seen, fits):
        self.search = r.get('past', 0) + r.get('expiring', 0), r['seq']

    def wants(self, r, held):
        """What it is not ready for."""
        if self.known.get('requester') not in ('verified', 'not-needed'):
            yield 'identity-missing'
        if self.agent and self.known.get('authority') not in (
                'verified', 'not-needed'):
            yield 'authority-missing'
        if self.fee == 'asked':
            yield 'fee-open'
        if r['type'] == 'intent' and r['select'] > 0 and not held:
            yield 'hold-missing'


class Register:
    def __init__(self, holidays):
        self.holidays, self.told, self.last = holidays, [], None
        self.cases, self.others = {}, {}     # others: those without a receipt
        self.came = {}                       # when these are said to have come
        self.erased, self.intents, self.releases = set(), {}, {}
        self.holds, self.names, self.complaints = {}, {}, {}
        self.missed = {}                     # what an intent's case wanted

    def tell(self, code, record, expected=None):
        self.told.append((code, record, expected))

    def take(self, seq, r):
        if r is None:
            self.erased.add(seq)
            return
        self.last = max(local_day(r), self.last or local_day(r))
        if r['type'] in ('hold', 'lift', 'complain') or (
                r['type'] == 'letter' and 'case' not in r):
            getattr(self, 'take_' + r['type'])(r)
        elif r['type'] == 'receive':
            self.receive(r)
        elif r['type'] in ANSWERS:
            self.answer(r)
        elif r['type'] == 'deliver':
            self.deliver(r)
        elif 'case' in r and r['type'] != 'reveal':
            self.step(r)

    def receive(self, r):
        case = self.cases.get(r['case'])
        if case:
            self.tell('step-after-close' if case.closed else 'receive-twice',
                      r['seq'])
            return
        case = self.cases[r['case']] = Case(r, self.holidays.roll)
        # An answer from before there was a receipt is one.
        case.answered, kinds = self.others.get(case.ref, (None, ()))
        case.refused, case.early = kinds == {'refuse'}, bool(kinds)
        if r['nation'] not in self.holidays.nations:
            self.tell('nation-unknown', r['seq'])
        if case.received > local_day(r):
            self.tell('received-later', r['seq'])
        if self.came.get(case.ref, case.received) != case.received:
            self.tell('received-differs', r['seq'])
        before = self.cases.get(case.corrects)
        if case.corrects and not (before and before.answered or
                                  case.corrects in self.others):
            self.tell('correction-of-nothing', r['seq'])
        elif before and before.asked != case.asked:
            self.tell('correction-of-another', r['seq'])

    def step(self, r):
        case = self.cases.get(r['case'])
        if not case:
            self.astray(r)
            return
        self.take_step(case, r)

    def astray(self, r):
        """Of no case that was received, or whose receipt was erased?"""
        if r['type'] in ('identity', 'clarify', 'extend', 'fee', 'close') or (
                self.erased and r['type'] != 'approve' and
                r['case'] not in self.others):
            self.tell('step-without-receipt', r['seq'])

    def take_step(self, case, r):
        case.goes_out, case.moved, was = None, False, case.closed
        try:
            case.step(r)
        except Wrong as wrong:
            case.moved = False
            self.tell(str(wrong), r['seq'])
        if case.closed and not was and not case.answered and (
                not case.corrects):
            by = case.dates(local_day(r))[1]
            if local_day(r) > by:
                case.late = True
                self.tell('out-of-time', r['seq'], 'answered by %s' % by)
        gives = self.out(case, case.goes_out, r['seq'])
        if (case.moved or gives) and local_day(r) > date(r['on']) + LATE:
            self.tell('logged-late', r['seq'],
                      'logged by %s' % (date(r['on']) + LATE))

    def answer(self, r):
        if r['type'] == 'release':
            ref = self.intents.get(r['intent'])
            if ref:
                self.releases[r['seq']] = ref
        else:
            ref = r['case']
        if r['type'] == 'intent':
            self.intents[r['seq']] = ref
        case = self.cases.get(ref)
        if not case:
            if r['type'] in ('nil-return', 'refuse', 'release') and ref:
                self.others.setdefault(ref, (local_day(r), set()))[1].add(
                    r['type'])
            if 'received' in r:
                came = date(r['received'])
                self.came[ref] = min(came, self.came.get(ref, came))
            if self.cases and r['type'] != 'release':
                self.tell('receive-missing', r['seq'])
            return
        if r['type'] in ('intent', 'nil-return'):
            self.due(case, r)
        self.ready(case, r)
        if case.closed:
            self.tell('answer-after-close', r['seq'])
        elif case.refused:
            self.tell('answer-after-refusal', r['seq'])
        elif 0 <= case.nil_seq == case.last_out:
            self.tell('answer-after-nil', r['seq'])
        if r['type'] == 'refuse':
            # The last thing that is wrong with a record is told.
            if 'text' not in r:
                if self.told[-1:] and self.told[-1][1] == r['seq']:
                    self.told.pop()
                self.tell('reasons-missing', r['seq'])
            case.refused, case.refused_seq = True, r['seq']
        if r['type'] == 'nil-return':
            case.nil, case.nil_seq = True, r['seq']
        if r['type'] != 'intent' and not case.answered:
            self.answered(case, local_day(r), r['seq'])

    def due(self, case, r):
        if 'received' in r and date(r['received']) != case.received:
            self.tell('received-differs', r['seq'])
        said = date(r['due']), r.get('latest')
        for back in (0, 1):
            safe, last, stands = case.dates(local_day(r) - back * DAY)
            if back == 0:
                first, stood = (safe, last), stands
            if (back == 0 or stood) and said[0] == safe and (
                    said[1] is None or date(said[1]) == last):
                return
        self.tell('due-differs', r['seq'], 'due %s' % first[0] + (
            ', latest %s' % first[1] if said[1] else ''))

    def ready(self, case, r):
        if r['type'] == 'refuse':
            return
        known = self.missed.get(r.get('intent'), set())
        wants = set()
        for code in case.wants(r, self.held(case)):
            wants.add(code)
            if code not in known:
                self.tell(code, r['seq'])
        if r['type'] == 'intent':
            self.missed[r['seq']] = wants
        elif r['type'] == 'release':
            self.missed[r['intent']] = known | wants

    def held(self, case):
        return any(ref == case.ref for ref, _ in self.names)

    def answered(self, case, day, seq):
        case.answered = day
        if case.corrects:
            return
        case.by = case.dates(day)[1]
        if case.clock.is_paused(day):
            self.tell('answer-while-paused', seq)
        if day > case.by:
            case.late = True
            self.tell('out-of-time', seq, 'answered by %s' % case.by)

    def out(self, case, day, seq):
        """Its answer is with the person since ${day}: was it not before?"""
        if day is None:
            return False
        day = max(day, case.answered)
        first, case.given = case.given, min(day, case.given or day)
        if not first and case.by and day > case.by and not case.late:
            case.late = True
            self.tell('out-of-time', seq, 'answered by %s' % case.by)
        return case.given != first

    def deliver(self, r):
        case = self.cases.get(r['case'])
        if case and self.releases.get(r['release']) == r['case']:
            if not case.early:
                self.take_step(case, r)

    def take_hold(self, r):
        key = r.get('case', ''), r['name']
        if key[0] and key[0] not in self.cases:
            self.astray(r)
        self.holds[r['seq']] = key, date(r['review'])
        self.names[key] = r['seq']

    def take_lift(self, r):
        key = self.holds.get(r['hold'], (None,))[0]
        if r['hold'] in self.erased:
            self.tell('hold-erased', r['seq'])
        elif self.names.get(key) != r['hold']:
            self.tell('lift-without-hold', r['seq'])
        else:
            del self.names[key]
            case, one = self.cases.get(key[0]), self.complaints.get(key)
            if (case and case.is_open() and key[1] == 'request' or
                    one and 'decided' not in one):
                self.tell('lift-while-open', r['seq'])

    def take_complain(self, r):
        key = r.get('case', ''), r['name']
        there, on = self.complaints.get(key), date(r['on'])
        if on > local_day(r) or r['what'] not in (
                'received', 'acknowledged', 'decided'):
            self.tell('complaint-order', r['seq'])
        elif r['what'] == 'received' and not there:
            self.complaints[key] = {'received': on, 'seq': r['seq']}
        elif not there or r['what'] in there or on < there['received']:
            self.tell('complaint-order', r['seq'])
        else:
            there[r['what']] = on
            if local_day(r) > on + LATE:
                self.tell('logged-late', r['seq'], 'logged by %s' % (
                    on + LATE))

    def take_letter(self, r):
        there = self.complaints.get(('', r.get('name', '')))
        if not there or not there['received'] <= date(r['on']) <= local_day(r):
            self.tell('complaint-order', r['seq'])

    def end(self, today=None):
        today = today or self.last
        for case in self.cases.values():
            if case.is_open() and case.search[0] and not self.held(case):
                self.tell('not-held', case.search[1])
            if case.corrects or case.early:
                continue
            if case.answered:
                if not case.given and not case.late and today > case.by and (
                        case.closed in (
                            None, 'answered', 'refused', 'lost')):
                    self.tell('not-sent', case.record, 'sent by %s' % case.by)
                continue
            if case.closed:
                continue
            last = case.dates(today)[1]
            if today > last:
                self.tell('out-of-time', case.record, 'answered by %s' % last)
        for key, seq in self.names.items():
            if today > self.holds[seq][1]:
                self.tell('hold-review-passed', seq,
                          'reviewed by %s' % self.holds[seq][1])
        for one in self.complaints.values():
            last = one['received'] + 30 * DAY
            done = min(one.get('acknowledged', datetime.date.max),
                       one.get('decided', datetime.date.max))
            if (today if done == datetime.date.max else done) > last:
                self.tell('complaint-not-acknowledged', one['seq'],
                          'acknowledged by %s' % last)
        return sorted(self.told, key=str)


def judge(records, today=None, table=TABLE):
    register = Register(Holidays(table))
    for seq, record in enumerate(records):
        register.take(seq, record)
    return register.end(today)


def main(logdir, vkey, today=None, table=TABLE):
    log = verify_log.Log(logdir, verify_log.read_key(vkey))
    log.verify()
    return judge(log.records, today and date(today), table)


if __name__ == '__main__':
    for told in main(*sys.argv[1:5]):
        print('%s, record %d%s' % (told[0], told[1], ': ' + told[2]
                                   if told[2] else ''))
