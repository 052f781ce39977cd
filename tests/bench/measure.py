"""What one run of a command cost, by the kernel's own account of it."""
import os
import subprocess
import sys
import time


def run(argv, cwd, text="", good=(0,)):
    """((cpu s, wall s, peak MiB of the largest process), standard output)."""
    out, inp = cwd + "/measured-out", cwd + "/measured-in"
    # time(1) between: else the peak of this interpreter counts as the child's.
    peak = cwd + "/measured-peak"
    argv = ["/usr/bin/time", "-q", "-o", peak, "-f", "%M"] + argv
    with open(inp, "w") as f:
        f.write(text)
    with open(inp) as i, open(out, "w") as o:
        start = time.perf_counter()
        child = subprocess.Popen(argv, cwd=cwd, stdin=i, stdout=o,
                                 stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    with open(out) as f:
        said = f.read()
    if child.returncode not in good:
        sys.exit("%s: exit %d\n%s" % (argv[6], child.returncode, said))
    return (usage.ru_utime + usage.ru_stime, wall,
            float(open(peak).read()) / 1024), said
