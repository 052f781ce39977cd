"""sounds.py: recordings made by other programs, and what they hold to.

  make DIR             recordings of several codecs in DIR, with calls.csv and
                       mapping.conf to import them by
  check FORMAT CASE RECORDINGS OPENED
                       hold what was packaged against the recordings, both
                       decoded by ffmpeg and flac
"""
import array
import json
import os
import subprocess
import sys

CUT = (1.0, 1.5)  # seconds, as in the labels
# file: arguments for ffmpeg; milliseconds of guard, sar-plan(5); how far the
# samples of two decoders may be from each other.
SOUNDS = {
    'pcm16.wav': ('-ar 8000 -ac 1 -c:a pcm_s16le', (0, 0), 0),
    'stereo.wav': ('-ar 16000 -ac 2 -c:a pcm_s16le', (0, 0), 0),
    'alaw.wav': ('-ar 8000 -ac 1 -c:a pcm_alaw', (0, 0), 0),
    'alaw2.wav': ('-ar 8000 -ac 2 -c:a pcm_alaw', (0, 0), 0),
    'ulaw.wav': ('-ar 8000 -ac 1 -c:a pcm_mulaw', (0, 0), 0),
    'ulaw2.wav': ('-ar 8000 -ac 2 -c:a pcm_mulaw', (0, 0), 0),
    'lossless.flac': ('-ar 8000 -ac 1 -c:a flac', (0, 0), 0),
    'pcm24.wav': ('-ar 44100 -ac 2 -c:a pcm_s24le', (0, 0), 1),
    'float.wav': ('-ar 8000 -ac 1 -c:a pcm_f32le', (0, 0), 1),
    'sun.au': ('-ar 8000 -ac 1 -c:a pcm_mulaw', (0, 0), 0),
    'vorbis.ogg': ('-ar 16000 -ac 2 -c:a libvorbis', (300, 400), 2),
    'layer3.mp3': ('-ar 16000 -ac 1 -c:a libmp3lame', (400, 400), 2),
    'raw.alaw': ('-ar 8000 -ac 1 -c:a pcm_alaw -f alaw', (0, 0), 0),
    'raw.sln': ('-ar 8000 -ac 1 -c:a pcm_s16le -f s16le', (0, 0), 0),
    'gsm.wav': (None, (150, 1000), 0),
}
LOSSY = ('mp3', 'opus')


def make(folder):
    os.makedirs(folder + '/audio')
    rows = ['Id;Started;From;To;Seconds;File']
    for i, (name, (how, _, _)) in enumerate(SOUNDS.items()):
        # Two voices that no two files have at the same pitch.
        tone = ('aevalsrc=exprs=0.3*sin(2*PI*%d*t)*(1.1+sin(9*t))/2|'
                '0.2*sin(2*PI*%d*t)*(1.1+cos(7*t))/2:s=48000:d=4' %
                (300 + 37 * i, 900 + 51 * i))
        path = folder + '/audio/' + name
        out = path if how else folder + '/plain.wav'
        subprocess.run(
            ['ffmpeg', '-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i',
             tone, '-bitexact'] + (how or '-ar 8000 -ac 1').split() + [out],
            check=True)
        if not how:
            subprocess.run(['sox', '-D', out, '-e', 'gsm-full-rate', path],
                           check=True)
        rows.append('C-%d;%02d/07/2026 10:00:00;01632 960123;01632 960000;4;%s'
                    % (i, i + 1, name))
    with open(folder + '/calls.csv', 'w') as f:
        f.write('\n'.join(rows) + '\n')
    with open(folder + '/mapping.conf', 'w') as f:
        f.write('[system]\nname = made\n[csv]\ndelimiter = semicolon\n'
                '[time]\ncolumn = Started\nformat = DD/MM/YYYY HH:MI:SS\n'
                'zone = Europe/London\n[columns]\nref = Id\ncaller = From\n'
                'called = To\ntalk = Seconds\nrecording = File\n')


def ffmpeg(path):
    told = {'.alaw': ['-f', 'alaw', '-ar', '8000', '-ac', '1'],
            '.sln': ['-f', 's16le', '-ar', '8000', '-ac', '1']}
    how = told.get(os.path.splitext(path)[1], [])
    raw = subprocess.run(['ffmpeg', '-v', 'error', '-nostdin'] + how +
                         ['-i', path, '-f', 's16le', '-c:a', 'pcm_s16le', '-'],
                         check=True, capture_output=True).stdout
    return array.array('h', raw)


def flac(path):
    """The same by the reference decoder."""
    raw = subprocess.run(['flac', '-s', '-d', '-c', '--force-raw-format',
                          '--endian=little', '--sign=signed', path],
                         check=True, capture_output=True).stdout
    return array.array('h', raw)


def loudness(samples):
    return (sum(s * s for s in samples) / max(1, len(samples))) ** 0.5


def alike(a, b, far):
    return len(a) == len(b) and (
        a == b if far == 0 else all(abs(x - y) <= far for x, y in zip(a, b)))


def check_lossless(name, was, now, first, last, silent):
    far = SOUNDS[name][2]
    assert len(was) == len(now), (name, len(was), len(now))
    assert alike(now[:first], was[:first], far), name + ': before the cut'
    assert alike(now[last:], was[last:], far), name + ': after the cut'
    assert set(now[first:last]) == {silent}, name + ': in the cut'
    assert loudness(was[first:last]) > 1000, name + ': nothing to cut'


def check_lossy(name, was, now, first, last, scale, ch):
    # A frame of MP3 each way, or the pre-skip of Opus; then no more.
    slack = int(0.15 * len(was) / 4 / ch) * ch
    first, last = int(first * scale), int(last * scale)
    assert abs(len(now) - len(was) * scale) < 8 * slack * scale, name
    mid = now[first + int(slack * scale):last - int(slack * scale)]
    assert len(mid) > 100, name
    assert loudness(mid) < 40, (name, loudness(mid))
    for a, b in ((0, first - int(slack * scale)),
                 (last + int(slack * scale), int(len(was) * scale))):
        ratio = loudness(now[a:b]) / loudness(was[int(a / scale):
                                                  int(b / scale)])
        assert 0.7 < ratio < 1.4, (name, ratio)


def check(form, case, recordings, opened):
    plan = json.load(open(case + '/plan.json'))
    index = {}
    for name in SOUNDS:
        digest = subprocess.run(['sha256sum', recordings + '/' + name],
                                check=True, capture_output=True).stdout
        index[digest.split()[0].decode()] = name
    seen = {}
    for item in plan['items']:
        name = index[item['recording']['sha256']]
        path = opened + '/' + item['name']
        seen[name] = item['format']
        rate, ch = item['recording']['rate'], item['recording']['channels']
        was, now = ffmpeg(recordings + '/' + name), ffmpeg(path)
        if name == 'gsm.wav' and len(was) > len(now):
            was = was[:len(now)]
        before, after = SOUNDS[name][1]
        first = int((CUT[0] - before / 1000) * rate)
        last = int((CUT[1] + after / 1000) * rate)
        if 'block' in item:  # to whole blocks, for the proof
            assert item['block'] == rate // 10, name
            first -= first % item['block']
            last += -last % item['block']
            last = min(last, item['recording']['frames'])
        wanted = plan.get('redaction_proofs') and item['format'] not in LOSSY
        assert ('block' in item) == bool(wanted), name
        first, last = first * ch, last * ch
        if item['format'] in LOSSY:
            scale = 48000 / rate if item['format'] == 'opus' else 1
            check_lossy(name, was, now, first, last, scale, ch)
            continue
        silent = 8 if item['format'] == 'wav-alaw' else 0
        check_lossless(name, was, now, first, last, silent)
        if item['format'] == 'flac':
            assert flac(path) == now, name
    assert set(seen) == set(SOUNDS), seen
    same = {'alaw.wav': 'wav-alaw', 'alaw2.wav': 'wav-alaw',
            'ulaw.wav': 'wav-ulaw', 'ulaw2.wav': 'wav-ulaw',
            'sun.au': 'wav-ulaw', 'raw.alaw': 'wav-alaw'}
    for name, got in seen.items():
        want = same.get(name, 'flac') if form == 'same' else form
        assert got == want, (name, got, want)


if sys.argv[1] == 'make':
    make(sys.argv[2])
else:
    check(*sys.argv[2:])
