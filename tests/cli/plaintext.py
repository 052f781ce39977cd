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
import re
import sys

WINDOW = 24
STEP = 64
AUDIO = (".wav", ".flac", ".gsm", ".mp3", ".opus", ".au", ".aiff", ".zip")
CALL = re.compile(r'\b(write|pwrite64|writev|pwritev2?|sendto|sendmsg|sendmmsg)'
                  r'\((\d+)(?:<([^>]*)>)?')
BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
OTHER = re.compile(r'\b(sendfile|copy_file_range|splice|vmsplice|tee|'
                   r'io_uring_setup|process_vm_writev)\(')
MEMORY = re.compile(r'\bmemfd_create\("([^"]*)"')
SHARED = re.compile(r'mmap\(.*PROT_WRITE.*MAP_SHARED[^_][^<]*<([^>]*)>')


def plain(text):
    """The characters strace -xx wrote as hexadecimal numbers."""
    return re.sub(r'\\x([0-9a-f]{2})', lambda m: chr(int(m[1], 16)), text)


def written(trace):
    """Everything written, per call: where to, and a bytes object a buffer."""
    for line in open(trace, encoding="latin-1"):
        # Threads: what a call was given is all there when another cuts in.
        line = line.replace(" <unfinished ...>", "")
        if OTHER.search(line):
            sys.exit("written out of sight: " + line[:120])
        # What decoders and the program share is memory: in no file system,
        # and gone with them.
        memory = MEMORY.search(line)
        if memory and plain(memory[1]) not in ("sandbox", "filter"):
            sys.exit("memory as a file: " + line[:120])
        shared = SHARED.search(line)
        if shared:
            path = plain(shared[1])
            if not path.endswith("index.db-shm") and \
                    not path.startswith("/memfd:sandbox"):
                sys.exit("a file mapped for writing: " + path)
        call = CALL.search(line)
        if not call:
            continue
        for m in BYTES.finditer(line, call.end()):
            if m[2]:
                sys.exit("the trace cut a write short")
            yield plain(call[3] or ""), bytes.fromhex(m[1].replace("\\x", ""))


def windows(path):
    """Pieces of a file that are not silence or a tone."""
    data = open(path, "rb").read()
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
