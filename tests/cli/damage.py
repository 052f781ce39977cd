"""Damage a package in every part of its structure and ask what a command says.

    damage.py flip|cut ZIP COPY STATUS COMMAND...

COPY is what the command is to look at: ZIP with one bit flipped in each field
of each of its records (flip), or cut short at and next to each border (cut).
Exit 1 at the first damage for which the command does not end with STATUS and
say why on standard error.
"""
import random
import struct
import subprocess
import sys


def records(data):
    """Where each field of each record begins, by the zip's own numbers."""
    end = data.rindex(b"PK\5\6")
    n, size, at = struct.unpack_from("<HII", data, end + 10)
    assert at + size == end and 0 < n < 100, "not a small package"
    cuts = {end + o for o in (0, 4, 6, 8, 10, 12, 16, 20, 22)}
    for _ in range(n):
        packed, = struct.unpack_from("<I", data, at + 20)
        name, extra = struct.unpack_from("<HH", data, at + 28)
        local, = struct.unpack_from("<I", data, at + 42)
        cuts |= {at + o for o in (0, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 30,
                                  32, 34, 36, 38, 42, 46, 46 + name)}
        at += 46 + name + extra
        name, extra = struct.unpack_from("<HH", data, local + 26)
        cuts |= {local + o for o in (0, 4, 6, 8, 10, 12, 14, 18, 22, 26, 28,
                                     30, 30 + name)}
        body = local + 30 + name + extra
        # Salt, verifier, ciphertext, tag.
        cuts |= {body, body + 16, body + 18, body + packed - 10,
                 body + packed}
    assert at == end
    return sorted(cuts)


def flips(data, rng):
    """One bit in a sample of the fields, all kinds of them."""
    cuts = records(data)
    fields = [(a, b) for a, b in zip(cuts, cuts[1:]) if b > a]
    # All fields of the first and the last entry and of the end; of the
    # others some.
    some = fields[:20] + fields[-32:] + rng.sample(fields[20:-32], 30)
    for a, b in some:
        copy = bytearray(data)
        at = rng.randrange(a, b)
        copy[at] ^= 1 << rng.randrange(8)
        yield "a bit at %d, in %d to %d" % (at, a, b), bytes(copy)


def shorter(data, rng):
    cuts = records(data)
    lengths = {0, 1, len(data) - 1} | {rng.randrange(len(data))
                                       for _ in range(10)}
    for cut in rng.sample(cuts, 20):
        lengths |= {cut, cut + 1}
    for n in sorted(lengths - {len(data)}):
        yield "%d bytes" % n, data[:n]


def main():
    how, source, copy, status = sys.argv[1:5]
    data = open(source, "rb").read()
    rng = random.Random(5)
    tried = 0
    for what, bad in (flips if how == "flip" else shorter)(data, rng):
        with open(copy, "wb") as f:
            f.write(bad)
        done = subprocess.run(sys.argv[5:], capture_output=True)
        said = done.stderr.decode().splitlines()
        if done.returncode != int(status) or not said or \
                not all(l.startswith("sar-verify: ") for l in said):
            sys.exit("%s: status %d, %r" % (what, done.returncode, said))
        tried += 1
    print(tried)


main()
