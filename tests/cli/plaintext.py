"""Search what a traced run wrote for pieces of what the package holds.

usage: plaintext.py TRACE HOME OPENED

TRACE is strace -f -y -xx output, HOME the home with its recorder/ tree, OPENED
the package's contents.  Exit 1 when any 24 bytes at a multiple of 64 of a
recording (as stored, or as delivered) were in any write, or of any other
entry in a write to anything but the case's folder, where staff have the letter
and what else is written for them; or when something was written in a way the
trace does not show.
"""
import os
import sys

from strace import written

WINDOW = 24
STEP = 64
AUDIO = (".wav", ".flac", ".gsm", ".mp3", ".opus", ".au", ".aiff", ".zip")
def windows(path):
    """Pieces of a file that are not silence or a tone."""
    data = open(path, "rb").read()
    # A redaction proof ends with what the log has, which anybody may read.
    if path.endswith(".redaction-proof"):
        data = data[:data.index(b"c2sp.org/tlog-proof@v1")]
    for at in range(0, len(data) - WINDOW, STEP):
        piece = data[at:at + WINDOW]
        if len(set(piece)) > 10:
            yield piece


def pieces(tops):
    """What to look for: pieces of sound, and of texts."""
    sound, text = {}, {}
    for top in tops:
        for folder, _, names in os.walk(top):
            for name in names:
                kind = sound if name.lower().endswith(AUDIO) else text
                for piece in windows(os.path.join(folder, name)):
                    kind[piece] = name
    return sound, text


def main():
    trace, home, opened = sys.argv[1:]
    sound, text = pieces((os.path.join(home, "recorder"), opened))
    # How to open it names the council too, and nobody else.
    outbox = os.path.join(home, "outbox")
    for name in os.listdir(outbox):
        if name.endswith("HOW-TO-OPEN.txt"):
            with open(os.path.join(outbox, name), "rb") as f:
                how = f.read()
            text = {k: v for k, v in text.items() if k not in how}
    if len(sound) < 1000 or len(text) < 50:
        sys.exit("too little to search for")
    cases = os.path.join(os.path.realpath(home), "cases") + os.sep
    total = 0
    for where, data in written(trace):
        total += len(data)
        either = where.startswith(cases)
        for at in range(len(data) - WINDOW + 1):
            piece = data[at:at + WINDOW]
            if piece in sound:
                sys.exit("a piece of %s was written" % sound[piece])
            if not either and piece in text:
                sys.exit("a piece of %s was written to %s" % (text[piece],
                                                             where))
    if total < 1000:
        sys.exit("the trace shows no writes")
    print("%d bytes written, %d pieces searched for" % (
        total, len(sound) + len(text)))


main()
