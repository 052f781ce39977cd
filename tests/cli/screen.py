"""Run a command on a terminal and keep what it shows:
screen.py OUT [WORD] -- COMMAND...

Once WORD is on the screen the command gets a SIGINT.  The status is its own,
and that of a shell where a signal ended it; 99 when WORD never came."""
import os
import pty
import signal
import sys


def main():
    at = sys.argv.index("--")
    out = open(sys.argv[1], "wb")
    word = sys.argv[2].encode() if at > 2 else None
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[at + 1], sys.argv[at + 1:])
    seen = b""
    sent = False
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        out.write(data)
        seen += data
        if word is not None and not sent and word in seen:
            os.kill(pid, signal.SIGINT)
            sent = True
    out.close()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if word is not None and not sent:
        sys.exit(99)
    sys.exit(status if status >= 0 else 128 - status)


main()
