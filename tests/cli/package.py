"""package.py DIR: what a package has in it, made without sar-export.

Two calls of a second at 8000 Hz: of call-01, 0.25 s to 0.5 s are a tone; of
call-02, in two channels, the left is silent from 0.1 s on.  The texts are
short; one has the number of the organisation.  Prints the names in their
order."""
import base64
import hashlib
import json
import os
import random
import struct
import sys

RATE = 8000


def tone(frame):
    """Bhaskara's sine at 1000 Hz and a tenth of full scale."""
    turn = frame % RATE * 1000 % RATE * 2
    half = turn % RATE
    up = half * (RATE - half)
    value = 52432 * up // (5 * RATE * RATE - 4 * up)
    return value if turn < RATE else -value


def wav(frames):
    channels = len(frames[0])
    data = b"".join(struct.pack("<%dh" % channels, *f) for f in frames)
    return (b"RIFF" + struct.pack("<I", len(data) + 36) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, 1, channels, RATE,
                        RATE * channels * 2, channels * 2, 16) +
            b"data" + struct.pack("<I", len(data)) + data)


def recordings():
    rng = random.Random(5)
    noise = [rng.randrange(-9000, 9000) for _ in range(3 * RATE)]
    one = [[n] for n in noise[:RATE]]
    for i in range(2000, 4000):
        one[i] = [tone(i)]
    two = [list(p) for p in zip(noise[RATE:2 * RATE], noise[2 * RATE:])]
    for i in range(800, RATE):
        two[i][0] = 0
    return {"call-01.wav": wav(one), "call-02.wav": wav(two)}


def redactions():
    def entry(name, channels, cut):
        return {"channels": channels, "cuts": [cut], "fade": 0,
                "format": "wav", "frames": RATE, "name": name, "rate": RATE}
    return {"recordings": [
        entry("call-01.wav", 1,
              {"basis": ["TP"], "channels": [1], "fill": "tone",
               "from": 2000, "to": 4000}),
        entry("call-02.wav", 2,
              {"basis": ["TP"], "channels": [1], "fill": "silence",
               "from": 800, "to": RATE})],
        "schema": "sar-package.redactions/1"}


TABLE = """\
item,file,date,time,length_seconds,outcome,reason,places_removed,\
seconds_removed,provisions
1,"","2 April 2026","10:05:31",,"Not available","It is ""gone"".",0,0.0,""
2,"call-01.wav","9 April 2026","16:41:07",1.0,"Disclosed in part","x",1,0.3,"a"
3,"call-02.wav","9 May 2026","16:42:07",1.0,"Disclosed in part","x",1,0.9,"a"
""".replace("\n", "\r\n")

LETTER = """\
Dear Robin Sample,

These are the recordings of your calls from 01632 960123, 9 April 2026.
Questions: 020 7946 0999.
""".replace("\n", "\r\n")

STYLE = "p{margin:0}"
SCRIPT = '"use strict";'


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def page():
    players = "".join(
        '<audio controls="controls" src="%s"></audio>\n<table><tbody>\n'
        '<tr data-from="%s" data-to="%s"><td>tone</td></tr>\n'
        "</tbody></table>\n" % row
        for row in (("call-01.wav", "0.250", "0.500"),
                    ("call-02.wav", "0.100", "1.000")))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n'
        '<meta charset="utf-8" />\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src '
        "'none'; media-src 'self' file:; base-uri 'none'; form-action 'none'; "
        "style-src 'sha256-%s'; script-src 'sha256-%s'\" />\n"
        "<title>Recordings</title>\n<style>%s</style>\n</head>\n<body>\n"
        '<p>See <a href="letter.txt">the letter</a>, <a href="#here">here'
        '</a>.</p>\n%s<script>%s</script>\n</body>\n</html>\n'
        % (digest(STYLE), digest(SCRIPT), STYLE, players, SCRIPT))


def entries():
    files = {
        "letter.txt": LETTER.encode(),
        "schedule.txt": b"Two calls, 9 April and 9 May 2026.\r\n",
        "schedule.csv": TABLE.encode(),
        "listen.html": page().encode(),
        "redactions.json": json.dumps(
            redactions(), sort_keys=True, separators=(",", ":")).encode(),
    }
    files.update(recordings())
    return files


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    files = entries()
    for name, data in files.items():
        with open(os.path.join(sys.argv[1], name), "wb") as f:
            f.write(data)
    print(" ".join(files))


if __name__ == "__main__":
    main()
