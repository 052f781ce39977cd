"""Search what a traced run wrote for pieces of audio.

usage: plaintext.py TRACE HOME OPENED

TRACE is strace -xx output, HOME the home with its recorder/ tree, OPENED the
package's contents.  Exit 1 when any 24 bytes at a multiple of 64 of a
recording (as stored, or as delivered) were in any write, or when something
was written in a way the trace does not show.
"""
import os
import re
import sys

WINDOW = 24
STEP = 64
CALL = re.compile(r'\b(write|pwrite64|writev|pwritev2?|sendto)\((\d+)')
BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
OTHER = re.compile(r'\b(sendfile|copy_file_range|splice)\(')
MEMORY = re.compile(r'\bmemfd_create\("([^"]*)"')
SHARED = re.compile(r'mmap\(.*PROT_WRITE.*MAP_SHARED[^_][^<]*<([^>]*)>')


def plain(text):
    """The characters strace -xx wrote as hexadecimal numbers."""
    return re.sub(r'\\x([0-9a-f]{2})', lambda m: chr(int(m[1], 16)), text)


def written(trace):
    """Everything written, per call, one bytes object a buffer."""
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
        if not CALL.search(line):
            continue
        for m in BYTES.finditer(line):
            if m[2]:
                sys.exit("the trace cut a write short")
            yield bytes.fromhex(m[1].replace("\\x", ""))


def windows(path):
    """Pieces of a file that are not silence or a tone."""
    data = open(path, "rb").read()
    for at in range(0, len(data) - WINDOW, STEP):
        piece = data[at:at + WINDOW]
        if len(set(piece)) > 10:
            yield piece


def main():
    trace, home, opened = sys.argv[1:]
    secret = {}
    for top in (os.path.join(home, "recorder"), opened):
        for folder, _, names in os.walk(top):
            for name in names:
                if name.lower().endswith((".wav", ".flac", ".gsm", ".mp3",
                                          ".opus")):
                    for piece in windows(os.path.join(folder, name)):
                        secret[piece] = name
    if len(secret) < 1000:
        sys.exit("too little audio to search for")
    total = 0
    for data in written(trace):
        total += len(data)
        for at in range(len(data) - WINDOW + 1):
            if data[at:at + WINDOW] in secret:
                sys.exit("a piece of a recording was written")
    if total < 1000:
        sys.exit("the trace shows no writes")
    print("%d bytes written, %d pieces searched for" % (total, len(secret)))


main()
