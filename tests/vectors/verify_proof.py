#!/usr/bin/env python3
"""verify_proof.py PROOF VKEYFILE [-w VKEYFILE]... [-r RECORD]

Is the record that PROOF, a tlog-proof, is of in the log whose key is in
VKEYFILE?  Each witness given with -w has to have cosigned.  RECORD is a file
with the record without its LF, for a proof that does not carry it.  Exit status
0: it is; 5: only witnesses are missing; 13: it is not.
"""
import argparse
import sys

from tlog import Proof, Review, Tamper, need, read_key, sha
from verify_log import read_record


def verify(args):
    key = read_key(args.vkey)
    witnesses = [read_key(w, 4) for w in args.w]
    with open(args.proof, 'rb') as f:
        proof = Proof(f.read())
    record = proof.extra
    if args.r:
        with open(args.r, 'rb') as f:
            record = f.read()
    need(record is not None, 'there is no record')
    read_record(record, proof.index)
    proof.verify(sha(b'\0', record), key, witnesses)
    return 'OK: record %d of %d' % (proof.index, proof.note.size)


def main(argv=None):
    """The exit status, and what to say of it."""
    args = argparse.ArgumentParser()
    args.add_argument('proof')
    args.add_argument('vkey')
    args.add_argument('-w', action='append', default=[])
    args.add_argument('-r')
    try:
        return 0, verify(args.parse_args(argv))
    except Review as e:
        return 5, 'REVIEW: %s' % e
    except (Tamper, ValueError, KeyError, TypeError, RecursionError) as e:
        return 13, 'TAMPER: %s' % e


if __name__ == '__main__':
    rc, words = main()
    print(words, file=sys.stderr if rc else sys.stdout)
    sys.exit(rc)
