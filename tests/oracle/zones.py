#!/usr/bin/python3
"""What Python's zoneinfo says of every clock change, for test_base_zoneinfo.

Usage: zones.py ZONE...

Lines of words, times in seconds since 1970 (local ones as if they were UTC):
    zone NAME CHANGES
    utc INSTANT OFFSET
    local TIME COUNT INSTANT... RESOLVED exact|repeated|skipped UNCERTAIN
    day TIME INSTANT
Rules of the hours that repeat and are skipped: the earlier of two instants,
and the offset before the gap.  Exit status 77 when there is no zoneinfo.
"""
import sys
from datetime import datetime, timedelta, timezone

try:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError
except ImportError:
    sys.exit(77)

FROM = datetime(1900, 1, 1, tzinfo=timezone.utc)
TO = datetime(2041, 1, 1, tzinfo=timezone.utc)
EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)
# Two hours to each side, by eighths of one, and the seconds next to each.
STEPS = sorted({minutes * 60 + s
                for minutes in range(-120, 121, 15) for s in (-1, 0, 1)} |
               {int(minutes * 60) for minutes in (-7.5, 7.5, 22.5, 37.5)})


def offset(zone, utc):
    return utc.astimezone(zone).utcoffset()


def changes(zone):
    """The first instant of every new offset."""
    step = timedelta(hours=12)
    at = FROM
    while at < TO:
        if offset(zone, at) != offset(zone, at + step):
            low, high = at, at + step
            while high - low > SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if offset(zone, middle) == offset(zone, at):
                    low = middle
                else:
                    high = middle
            yield high
        at += step


def number(naive):
    return (naive - EPOCH) // SECOND


def instants(zone, local):
    """Those that show this local time, earliest first."""
    found = set()
    for fold in (0, 1):
        utc = local.replace(tzinfo=zone, fold=fold).astimezone(timezone.utc)
        if utc.astimezone(zone).replace(tzinfo=None, fold=0) == local:
            found.add(number(utc.replace(tzinfo=None)))
    return sorted(found)


def width(zone, local):
    """How far apart the offsets before and after a change are, in seconds."""
    before, after = (local.replace(tzinfo=zone, fold=fold).utcoffset()
                     for fold in (0, 1))
    return before, abs(after - before) // SECOND


def show_local(zone, local):
    found = instants(zone, local)
    before, uncertain = width(zone, local)
    if len(found) == 1:
        resolved, fit, uncertain = found[0], "exact", 0
    elif found:
        resolved, fit = found[0], "repeated"
    else:
        resolved, fit = number(local) - before // SECOND, "skipped"
    print("local", number(local), len(found), *found, resolved, fit,
          uncertain)


def show_day(zone, local, change):
    """Midnight, the first of two; in a gap, the change that skips it."""
    midnight = local.replace(hour=0, minute=0, second=0)
    found = instants(zone, midnight)
    if found:
        print("day", number(midnight), found[0])
    elif (change - timedelta(days=1)).astimezone(zone).replace(
            tzinfo=None) < midnight:
        print("day", number(midnight), number(change.replace(tzinfo=None)))


def show(zone, change):
    after = change.astimezone(zone).replace(tzinfo=None, fold=0)
    before = (change - SECOND).astimezone(zone).replace(
        tzinfo=None, fold=0) + SECOND
    for step in STEPS:
        utc = change + timedelta(seconds=step)
        print("utc", number(utc.replace(tzinfo=None)),
              offset(zone, utc) // SECOND)
        # Round the time before and the time after, and so all between.
        for local in {before, after}:
            show_local(zone, local + timedelta(seconds=step))
    for days in (-1, 0, 1):
        show_day(zone, after + timedelta(days=days), change)


for name in sys.argv[1:]:
    try:
        zone = ZoneInfo(name)
    except ZoneInfoNotFoundError:
        sys.exit(77)
    found = list(changes(zone))
    print("zone", name, len(found))
    for change in found:
        show(zone, change)
