"""independent.py logs|cases|proofs|redactions|requests FOLDER [N [SEED]]
independent.py copies FOLDER LOGDIR VKEYFILE

What sar-verify says of each that is forged into FOLDER, or of a log and damaged
copies of it, and what is said by the verifier that shares no code with it.  Both
have to agree, and be right.
"""
import concurrent.futures
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ['SAR_TESTS'], 'vectors'))
import forge_cases  # noqa: E402
import forge_life  # noqa: E402
import forge_proofs  # noqa: E402
import forge_redaction  # noqa: E402
import forge_requests  # noqa: E402
import tlog  # noqa: E402
import verify_cases  # noqa: E402
import verify_log  # noqa: E402
import verify_proof  # noqa: E402
import verify_redaction  # noqa: E402

# Statuses of sar-verify for each verdict, as its manual has them.
BAD = {2, 6, 12, 13, 14}
STATUS = {'clean': {0}, 'ok': {0, 5}, 'open': {5}, 'review': {5}, 'bad': BAD,
          'any': {0, 5, 10} | BAD, 'cases': {0}}
# What sar-verify says of cases that have no receipt, and of records alone.
ELSEWHERE = {
    'approval-missing', 'approval-other-case', 'approval-not-last',
    'approval-erased', 'deliver-without-release', 'deliver-other-case',
    'deliver-date', 'same-channel', 'intent-without-outcome', 'two-outcomes',
    'release-without-intent', 'outcome-without-intent', 'release-erased',
    'outcome-before-intent', 'intent-erased'}
TOLD = set()  # which codes
OF_RECEIPTS = {'due-differs', 'out-of-time', 'received-differs',
               'received-later'}


def ours(*args):
    done = subprocess.run(['sar-verify', *args], capture_output=True,
                          text=True)
    return done.returncode, done.stderr


def logs(folder):
    log, vkey = os.path.join(folder, 'log'), os.path.join(folder, 'vkey')
    return (ours('log', '--every-signature', '--vkey', vkey, log),
            verify_log.main(log, vkey))


def cases(folder):
    """Where the cases stand: what is told of a log, each way; 0 where both say
    the same."""
    log, vkey = os.path.join(folder, 'log'), os.path.join(folder, 'vkey')
    done = subprocess.run(['sar-verify', 'log', '--json', '--vkey', vkey, log],
                          capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    register = verify_cases.Register(verify_cases.Holidays(verify_cases.TABLE))
    second = verify_log.Log(log, tlog.read_key(vkey))
    status, said = second.verify()
    for seq, record in enumerate(second.records):
        register.take(seq, record)
    told = [list(t) for t in register.end()]
    TOLD.update(t[0] for t in told)
    mine = sorted(([e['code'], e['record'], e['expected'] if any(
        t[:2] == [e['code'], e['record']] and t[2] for t in told) else None]
        for e in lines if e['type'] == 'exception' and
        e['code'] not in ELSEWHERE and (
            e['code'] not in OF_RECEIPTS or e['case'] in register.cases and
            e['record'] >= register.cases[e['case']].record)), key=str)
    same = done.returncode in (0, 5) and status == 0 and mine == told
    return (0 if same else 1, '%s\n' % '\n'.join(
        '- %s' % t for t in mine if t not in told)), (
            0 if same else 1, '%s' % '\n'.join(
                '+ %s' % t for t in told if t not in mine))


def proofs(folder):
    proof, vkey, policy, witness = (os.path.join(folder, name) for name in (
        'proof', 'vkey', 'policy', 'witness'))
    said = subprocess.run(['sar-verify', 'proof', '--policy', policy, proof],
                          capture_output=True, text=True)
    status = said.returncode
    if status == 0 and not says_all(proof, said.stdout):
        status = -1
    return ((status, said.stdout + said.stderr),
            verify_proof.main([proof, vkey, '-w', witness]))


def says_all(proof, text):
    """A line for each member of the record, but those that say nothing."""
    with open(proof, 'rb') as f:
        record = json.loads(tlog.Proof(f.read()).extra)
    want = sum(max(1, len(value)) if isinstance(value, list) else 1
               for name, value in record.items()
               if name not in ('salt', 'seq', 'type', 'v'))
    return sum(line.startswith('  ') for line in text.splitlines()) == want


def redactions(folder):
    proof, vkey, wav = (os.path.join(folder, name) for name in (
        'proof', 'vkey', 'wav'))
    return (ours('redaction', '--vkey', vkey, proof, wav),
            verify_redaction.main(proof, wav, vkey))


def second(folder, key):
    """What another witness makes of a request: a status, and words."""
    def read(name):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            return b''
        with open(path, 'rb') as f:
            return f.read()
    try:
        seen = read('state')
        tlog.Request(read('request')).verify(
            tlog.whole_note(seen) if seen else None, tlog.read_key(key))
    except tlog.Tamper as e:
        return 13, str(e)
    return 0, ''


def requests(folder):
    vkey, key, state, request = (os.path.join(folder, name) for name in (
        'vkey', 'key', 'state', 'request'))
    # Before ours, which goes on from what it cosigns.
    other = second(folder, vkey)
    return (ours('cosign', '--vkey', vkey, '--key', key, '--state', state,
                 '-o', os.path.join(folder, 'out'), request), other)


KINDS = {'logs': (forge_cases.make, logs),
         'cases': (forge_life.make, cases),
         'copies': (forge_cases.copies, logs),
         'proofs': (forge_proofs.make, proofs),
         'redactions': (forge_redaction.make, redactions),
         'requests': (forge_requests.make, requests)}


def alike(look, verdict, one, other):
    """How a log is bad is told alike; of a proof, that it is none.  What a
    record says of a case is for sar-verify alone to look at."""
    if look is logs:
        return one == other or verdict != 'clean' and (one, other) == (5, 0)
    return one == other or {one, other} <= BAD


def main(kind, folder, *args):
    make, look = KINDS[kind]
    made = make(folder, *(int(a) if kind == 'cases' else a for a in args))
    wrong, tampered = 0, 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        said = pool.map(lambda m: look(os.path.join(folder, m[0])), made)
        for (name, verdict), (one, other) in zip(made, said):
            tampered += one[0] in BAD
            if (alike(look, verdict, one[0], other[0]) and
                    one[0] in STATUS[verdict]):
                continue
            wrong += 1
            print('%s is %s: sar-verify %d, the other %d\n%s%s' % (
                name, verdict, one[0], other[0], one[1], other[1]))
    if kind == 'cases':
        print('%d codes told' % len(TOLD))
    print('%d %s, %d bad, %d wrong' % (len(made), kind, tampered, wrong))
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
