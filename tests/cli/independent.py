"""independent.py FOLDER: what sar-verify says of each forged log, and what the
verifier that shares no code with it says.  Both have to agree, and be right."""
import concurrent.futures
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ['SAR_TESTS'], 'vectors'))
import forge_cases  # noqa: E402
import verify_log  # noqa: E402

# Open items are told apart from tampering, and from each other by the manual.
STATUS = {'ok': [0], 'open': [5], 'bad': [13], 'any': [0, 5, 10, 13]}


def look(folder):
    log, vkey = os.path.join(folder, 'log'), os.path.join(folder, 'vkey')
    ours = subprocess.run(['sar-verify', 'log', '--vkey', vkey, log],
                          capture_output=True, text=True)
    return ours, verify_log.main(log, vkey)


def main(folder):
    made = forge_cases.make(folder)
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        said = pool.map(lambda m: look(os.path.join(folder, m[0])), made)
        for (name, verdict), (ours, (theirs, words)) in zip(made, said):
            if (ours.returncode != theirs or
                    ours.returncode not in STATUS[verdict]):
                wrong += 1
                print('%s is %s: sar-verify %d, verify_log.py %d\n%s%s' % (
                    name, verdict, ours.returncode, theirs, ours.stderr,
                    words))
    print('%d logs, %d wrong' % (len(made), wrong))
    return 1 if wrong else 0


sys.exit(main(sys.argv[1]))
