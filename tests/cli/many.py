"""many.py: many or long calls, and what memory a program takes for them.

  make DIR CODEC SECONDS...   a call of each length, to import by mapping
  peak COMMAND...             run it; print the KiB that it and its children
                              took at most, and end as it did
"""
import os
import random
import struct
import subprocess
import sys
import time


def make(folder, codec, lengths):
    os.makedirs(folder + '/audio')
    tag, width = {'alaw': (6, 1), 'pcm16': (1, 2)}[codec]
    with open(folder + '/mapping.conf', 'w') as f:
        f.write('[system]\nname = made\n[csv]\ndelimiter = semicolon\n'
                '[time]\ncolumn = Started\nformat = DD/MM/YYYY HH:MI:SS\n'
                'zone = Europe/London\n[columns]\nref = Id\ncaller = From\n'
                'called = To\ntalk = Seconds\nrecording = File\n')
    rows = ['Id;Started;From;To;Seconds;File']
    rng = random.Random(4)
    noise = rng.randbytes(1 << 20)
    for i, seconds in enumerate(lengths):
        left = seconds * 8000 * width
        name = 'c%05d.wav' % i
        with open(folder + '/audio/' + name, 'wb') as f:
            f.write(b'RIFF' + struct.pack('<I', 36 + left) + b'WAVEfmt ' +
                    struct.pack('<IHHIIHH', 16, tag, 1, 8000, 8000 * width,
                                width, 8 * width) +
                    b'data' + struct.pack('<I', left))
            f.write(struct.pack('<I', i))  # no two alike
            left -= 4
            while left > 0:
                f.write(noise[:left])
                left -= min(left, len(noise))
        day = 1 + i % 28
        rows.append('C-%d;%02d/07/2026 %02d:%02d:00;01632 960123;'
                    '01632 960000;%d;%s' % (i, day, 8 + i // 28 % 12,
                                            i // 336 % 60, seconds, name))
    with open(folder + '/calls.csv', 'w') as f:
        f.write('\n'.join(rows) + '\n')


def tree(root):
    """The process and all below it."""
    parents = {}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            stat = open('/proc/%s/stat' % pid).read()
        except OSError:
            continue
        parents.setdefault(int(stat.rsplit(')', 1)[1].split()[1]),
                           []).append(int(pid))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += parents.get(pid, [])
    return found


def pss(pid):
    try:
        for line in open('/proc/%d/smaps_rollup' % pid):
            if line.startswith('Pss:'):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def peak(command):
    most = 0
    child = subprocess.Popen(command, stdout=sys.stderr)
    while child.poll() is None:
        most = max(most, sum(map(pss, tree(child.pid))))
        time.sleep(0.01)
    print(most)
    sys.exit(child.returncode)


if sys.argv[1] == 'make':
    make(sys.argv[2], sys.argv[3], list(map(int, sys.argv[4:])))
else:
    peak(sys.argv[2:])
