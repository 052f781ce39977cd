"""Run a command on a terminal and type into it:
type.py OUT PROMPT=TEXT... -- COMMAND...

Each PROMPT is waited for, in order, and its TEXT typed, with a line end.  What
the terminal showed is in OUT.  The status is the command's own, and that of a
shell where a signal ended it; 99 when a prompt never came."""
import os
import pty
import sys


def main():
    at = sys.argv.index("--")
    typed = [word.split("=", 1) for word in sys.argv[2:at]]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[at + 1], sys.argv[at + 1:])
    seen = b""
    from_here = 0
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        seen += data
        if typed and typed[0][0].encode() in seen[from_here:]:
            from_here = len(seen)
            os.write(terminal, typed.pop(0)[1].encode() + b"\n")
    with open(sys.argv[1], "wb") as out:
        out.write(seen)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if typed:
        sys.exit(99)
    sys.exit(status if status >= 0 else 128 - status)


main()
