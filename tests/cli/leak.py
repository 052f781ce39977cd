"""Write a file as no build may: by each way the search has to see.

    leak.py WAY FROM TO
"""
import ctypes
import mmap
import os
import socket
import sys
import threading

way, source, target = sys.argv[1:]
with open(source, "rb") as f:
    data = f.read()
piece = data[len(data) // 2:][:8000]


def out(flags=os.O_RDWR | os.O_CREAT):
    return os.open(target, flags, 0o600)


def unnamed():
    """A file without a name, which gets one when all is written."""
    fd = os.open(os.path.dirname(target), os.O_RDWR | os.O_TMPFILE, 0o600)
    os.write(fd, piece)
    os.link("/proc/self/fd/%d" % fd, target, src_dir_fd=0,
            follow_symlinks=True)


def mapped():
    fd = out()
    os.ftruncate(fd, len(piece))
    with mmap.mmap(fd, len(piece)) as m:
        m[:] = piece


def thread():
    t = threading.Thread(target=lambda: os.pwrite(out(), piece, 0))
    t.start()
    t.join()


def copied():
    os.copy_file_range(os.open(source, os.O_RDONLY), out(), 8000)


def sent():
    a, b = socket.socketpair()
    a.sendmsg([piece])


def ring():
    """The way writes could go that no trace of system calls shows."""
    params = (ctypes.c_char * 120)()
    ctypes.CDLL(None).syscall(425, 4, params)


WAYS = {"write": lambda: os.write(out(), piece),
        "writev": lambda: os.writev(out(), [b"x", piece]),
        "pwritev": lambda: os.pwritev(out(), [piece], 5),
        "thread": thread, "unnamed": unnamed, "mapped": mapped,
        "copied": copied, "sent": sent, "ring": ring,
        "memory": lambda: os.write(os.memfd_create("other"), b"x"),
        "sendfile": lambda: os.sendfile(out(), os.open(source, os.O_RDONLY),
                                        0, 8000)}
WAYS[way]()
