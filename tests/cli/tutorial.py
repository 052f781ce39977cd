"""tutorial.py PAGE: run every command of sar-tutorial(7), in order, in one
shell, in the current folder; each has to end as the page says, and to print
the lines that stand below it, in that order, "..." being anything."""
import re
import subprocess
import sys


def blocks(text):
    for block in re.findall(r"^\.Bd -literal\n(.*?)^\.Ed$", text,
                            re.M | re.S):
        yield block.replace("\\e", "\\").replace("\\&", "")


def commands(block):
    """Command, lines expected of it, exit status."""
    lines = block.split("\n")[:-1]
    i = 0
    while i < len(lines):
        assert lines[i].startswith("$ "), lines[i]
        command = [lines[i][2:]]
        while lines[i].endswith("\\"):
            i += 1
            command.append(lines[i])
        i += 1
        shown, status = [], 0
        while i < len(lines) and not lines[i].startswith("$ "):
            got = re.fullmatch(r"exit status (\d+)", lines[i])
            if got:
                status = int(got.group(1))
            else:
                shown.append(lines[i])
            i += 1
        yield "\n".join(command), shown, status


def pattern(line):
    """White space as wide as it is; "..." is anything, or nothing."""
    parts = [r"\s+".join(map(re.escape, re.split(r"\s+", part)))
             for part in line.split("...")]
    return re.compile(".*".join(parts) + r"\s*$")


def main():
    n = 0
    shell = subprocess.Popen(
        ["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, universal_newlines=True)
    for block in blocks(open(sys.argv[1], encoding="utf-8").read()):
        for command, shown, status in commands(block):
            shell.stdin.write(command + "\necho \"--end-- $?\"\n")
            shell.stdin.flush()
            output = []
            while True:
                line = shell.stdout.readline()
                assert line, "the shell ended: " + command
                if line.startswith("--end-- "):
                    break
                output.append(line.rstrip("\n"))
            print("$ " + command)
            print("\n".join(output))
            got = int(line.split()[1])
            assert got == status, (command, "ends with", got, "not", status)
            at = 0
            for want in shown:
                while at < len(output) and \
                        not pattern(want).match(output[at]):
                    at += 1
                assert at < len(output), (command, "does not print", want)
                at += 1
            n += 1
    shell.stdin.close()
    assert shell.wait() == 0
    print("commands:", n)


main()
