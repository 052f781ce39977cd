"""independent.py logs|proofs|redactions FOLDER: what sar-verify says of each
that is forged into FOLDER, and what is said by the verifier that shares no code
with it.  Both have to agree, and be right."""
import concurrent.futures
import os
import subprocess
import sys

VECTORS = os.path.join(os.environ['SAR_TESTS'], 'vectors')
sys.path.insert(0, VECTORS)
import forge_cases  # noqa: E402
import forge_proofs  # noqa: E402
import forge_redaction  # noqa: E402
import verify_log  # noqa: E402
import verify_proof  # noqa: E402

# Statuses of sar-verify for each verdict, as its manual has them.
STATUS = {'ok': {0}, 'open': {5}, 'review': {5}, 'bad': {2, 12, 13, 14},
          'any': {0, 2, 5, 10, 12, 13, 14}}


def ours(*args):
    done = subprocess.run(['sar-verify', *args], capture_output=True,
                          text=True)
    return done.returncode, done.stderr


def logs(folder):
    log, vkey = os.path.join(folder, 'log'), os.path.join(folder, 'vkey')
    return ours('log', '--vkey', vkey, log), verify_log.main(log, vkey)


def proofs(folder):
    proof, vkey, policy, witness = (os.path.join(folder, name) for name in (
        'proof', 'vkey', 'policy', 'witness'))
    return (ours('proof', '--policy', policy, proof),
            verify_proof.main([proof, vkey, '-w', witness]))


def redactions(folder):
    proof, vkey, wav = (os.path.join(folder, name) for name in (
        'proof', 'vkey', 'wav'))
    done = subprocess.run(
        [sys.executable, os.path.join(VECTORS, 'verify_redaction.py'), proof,
         wav, vkey], capture_output=True, text=True)
    return (ours('redaction', '--vkey', vkey, proof, wav),
            (done.returncode, done.stderr))


KINDS = {'logs': (forge_cases.make, logs),
         'proofs': (forge_proofs.make, proofs),
         'redactions': (forge_redaction.make, redactions)}


def alike(one, other):
    """Open items are told apart from the rest; how it is bad is not."""
    return one == other or {one, other} <= STATUS['bad']


def main(kind, folder):
    make, look = KINDS[kind]
    made = make(folder)
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        said = pool.map(lambda m: look(os.path.join(folder, m[0])), made)
        for (name, verdict), (one, other) in zip(made, said):
            if alike(one[0], other[0]) and one[0] in STATUS[verdict]:
                continue
            wrong += 1
            print('%s is %s: sar-verify %d, the other %d\n%s%s' % (
                name, verdict, one[0], other[0], one[1], other[1]))
    print('%d %s, %d wrong' % (len(made), kind, wrong))
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
