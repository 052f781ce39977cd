"""Ways to damage a sound file, with the truth about what each one did.

Each way takes (rng, seed, all seeds) and returns the bytes, what was done to
the sound, and whether a file that is taken must carry a finding:

  whole    the sound is all there, in its place
  start    only its end is gone
  altered  bytes differ and none is gone: each sound is in its place
  moved    something inside is gone, or is there twice: what is behind it is
           not in its place, and the file itself shows so
  any      a file that is another file: only the way it ends is judged
"""
import seeds as sound

JUNK = (b"\0", b"\xff", b"RIFF\x24\0\0\0WAVEfmt ", b"not sound at all. ",
        b"OggS\0\0", b"fLaC\0\0\0\x22", b"\xff\xfb\x90\x64", b"data")
SIZES = (0, 1, 2, 7, 8, 36, 0x7ffff000, 0x7fffffff, 0x80000000, 0xfffff000,
         0xfffffffe, 0xffffffff)


def le(value, size):
    return (value % (1 << 8 * size)).to_bytes(size, "little")


def put(data, at, new):
    return data[:at] + new + data[at + len(new):]


def junk(rng, size):
    if rng.random() < 0.5:
        return rng.randbytes(size)
    piece = rng.choice(JUNK)
    return (piece * (size // len(piece) + 1))[:size]


def inside(rng, seed, size):
    """A place in the sound with that many bytes behind it."""
    a, b = seed.sound
    return rng.randrange(a, max(a + 1, b - size))


# --- Any file ---
def cut_head(rng, seed, _):
    at = rng.randrange(seed.sound[0] + 9)
    if rng.random() < 0.3:
        at = min(rng.choice((0, 1, 4, 11, 12, 20, 28, 36, 43, 44, 45)), at)
    return seed.data[:at], "start", False


def cut_sound(rng, seed, _):
    at = inside(rng, seed, 1500)
    return seed.data[:at], "start", not seed.bare


def cut_tail(rng, seed, _):
    return seed.data[:-rng.randrange(1, 64)], "start", False


def trail(rng, seed, _):
    more = junk(rng, rng.choice((1, 2, 3, 7, 8, 100, 512, 4096, 20000)))
    return (seed.data + more, "any" if seed.family == "raw" else "whole",
            # A byte may be a pad; MP3 is a stream, junk in it is skipped;
            # zeros do not change the sum that the last frame of FLAC has.
            len(more) > 1 and seed.family != "mp3" and
            (seed.family != "flac" or more.strip(b"\0") != b""))


def lead(rng, seed, _):
    return junk(rng, rng.choice((1, 4, 10, 128, 4096))) + seed.data, "any", \
        False


def twice(rng, seed, every):
    other = seed if rng.random() < 0.5 else rng.choice(every)
    strict = seed.family not in ("raw", "mp3", "ogg")
    return seed.data + other.data, "whole" if strict else "any", strict


def hole(rng, seed, _):
    size = rng.choice((1, 2, 65, 160, 1000, 1024, 4000, 20000))
    size = min(size, (seed.sound[1] - seed.sound[0]) // 2)
    at = inside(rng, seed, size)
    # One byte of a chunk that is padded is nothing one can see.
    return seed.data[:at] + seed.data[at + size:], "moved", \
        not seed.bare and size > 2


def again(rng, seed, _):
    size = rng.choice((1, 64, 160, 1000, 4000))
    at = inside(rng, seed, size)
    return seed.data[:at] + seed.data[at:at + size] + seed.data[at:], \
        "moved", not seed.bare and size > 1


def noise(rng, seed, _):
    size = rng.choice((4, 64, 512, 2048, 4096))
    at = inside(rng, seed, size)
    size = min(size, seed.sound[1] - at)
    return put(seed.data, at, rng.randbytes(size)), "altered", False


def blank(rng, seed, _):
    size = rng.choice((16, 512, 4096, 8192))
    at = inside(rng, seed, size)
    size = min(size, seed.sound[1] - at)
    return put(seed.data, at, rng.choice((b"\0", b"\xff")) * size), \
        "altered", False


def flip(rng, seed, low, high):
    data = bytearray(seed.data)
    for _ in range(rng.choice((1, 1, 1, 2, 8, 64))):
        data[rng.randrange(low, high)] ^= 1 << rng.randrange(8)
    return bytes(data)


def flip_sound(rng, seed, _):
    return flip(rng, seed, *seed.sound), "altered", False


def flip_head(rng, seed, _):
    return flip(rng, seed, 0, seed.sound[0] + 16), "any", False


def splice(rng, seed, every):
    other = rng.choice(every).data
    size = rng.choice((64, 512, 4096))
    at, source = inside(rng, seed, size), rng.randrange(len(other))
    return put(seed.data, at, other[source:source + size])[:len(seed.data)], \
        "any", False


def swap(rng, seed, _):
    size = rng.choice((65, 160, 512, 2000))
    a, b = sorted((inside(rng, seed, size), inside(rng, seed, size)))
    b = max(b, a + size)
    data = seed.data
    return data[:a] + data[b:b + size] + data[a + size:b] + \
        data[a:a + size] + data[b + size:], "any", False


def tiny(rng, seed, _):
    return junk(rng, rng.randrange(0, 13)), "any", False


def mask(rng, seed, _):
    """The first bytes of one format, then what is none."""
    return seed.data[:rng.randrange(1, seed.sound[0] + 17)] + \
        junk(rng, rng.choice((100, 4096, 40000))), "any", False


ANY = [cut_head, cut_sound, cut_sound, cut_sound, cut_tail, trail, trail,
       lead, twice, hole, hole, hole, again, noise, noise, blank, flip_sound,
       flip_sound, flip_head, flip_head, splice, swap, tiny, mask]


# --- WAV ---
def wav_dead(rng, seed, _):
    """What a recorder leaves that died, or wrote into a pipe."""
    at = seed.sound[0] - 4
    riff, data = rng.choice((
        (0, 0), (36, 0), (8, 0), (len(seed.data) - 8, 0), (0xffffffff,) * 2,
        (0x7ffff024, 0x7ffff000), (0x80000024, 0x80000000),
        (0xfffff024, 0xfffff000), (0, 0xffffffff)))
    return put(put(seed.data, 4, le(riff, 4)), at, le(data, 4)), "whole", True


def wav_stale(rng, seed, _):
    """A header from before the sound had grown."""
    a, b = seed.sound
    size = rng.randrange(1000, (b - a) * 3 // 4) & ~1
    return put(put(seed.data, a - 4, le(size, 4)), 4, le(size + a - 8, 4)), \
        "start", True


def wav_long(rng, seed, _):
    a, b = seed.sound
    return put(seed.data, a - 4,
               le(b - a + rng.choice((2, 100, 4096, 1 << 20)), 4)), \
        "whole", True


def wav_riff_size(rng, seed, _):
    return put(seed.data, 4, le(rng.choice(SIZES), 4)), "whole", False


def wav_two(rng, seed, _):
    a, b = seed.sound
    half = (b - a) // 4 * 2
    return put(seed.data[:a + half], a - 4, le(half, 4)) + b"data" + \
        le(b - a - half, 4) + seed.data[a + half:], "start", True


def wav_back(rng, seed, _):
    """The sound before what says how to read it."""
    at = seed.sound[0] - 8
    return seed.data[:12] + seed.data[at:] + seed.data[12:at], "whole", False


def wav_chunk(rng, seed, _):
    """One more chunk before the sound or behind it, maybe of a wrong size."""
    name = rng.choice((b"LIST", b"bext", b"JUNK", b"id3 ", b"cue ", b"fact",
                       b"iXML", b"PAD ", b"fmt ", b"data", b"\0\0\0\0"))
    body = junk(rng, rng.choice((0, 4, 26, 27, 602, 4097)))
    wrong = rng.random() < 0.4
    size = rng.choice(SIZES) if wrong else len(body)
    chunk = name + le(size, 4) + body + b"\0" * (len(body) & 1)
    at = rng.choice((12, seed.sound[0] - 8, len(seed.data)))
    odd = wrong or name in (b"fmt ", b"data", b"fact", b"\0\0\0\0")
    return seed.data[:at] + chunk + seed.data[at:], \
        "any" if odd else "whole", False


def wav_fmt(rng, seed, _):
    at = seed.data.index(b"fmt ", 12)
    field, values = rng.choice((
        (4, (0, 1, 14, 15, 17, 255, 4096, 0xffffffff)), (8, ()), (10, ()),
        (12, (0, 1, 999, 192001, 0xffffffff)), (20, (0, 1, 3, 64, 65535)),
        (22, (0, 1, 4, 7, 17, 64, 65535))))
    if not values:
        return put(seed.data, at + field, le(rng.choice(
            (0, 2, 3, 9, 0x11, 0x31, 0x45, 0x50, 0x55, 255, 65535)), 2)), \
            "any", False
    return put(seed.data, at + field,
               le(rng.choice(values), 4 if field in (4, 12) else 2)), \
        "any", False


def wav_odd(rng, seed, _):
    """A chunk of an odd size, with its pad byte, without, or cut in it."""
    a, b = seed.sound
    data = put(seed.data[:b - 1], a - 4, le(b - a - 1, 4))
    return data + rng.choice((b"\0", b"", b"\xff\xff")), "start", False


RIFF = [wav_dead, wav_dead, wav_dead, wav_stale, wav_stale, wav_long, wav_two,
        wav_riff_size, wav_back, wav_chunk, wav_chunk, wav_fmt, wav_fmt,
        wav_odd]


def rf64_sizes(rng, seed, _):
    at = seed.data.index(b"ds64") + 8
    field = rng.choice((0, 8, 16))
    value = rng.choice(SIZES + (1 << 40, 1 << 63, (1 << 64) - 1))
    return put(seed.data, at + field, le(value, 8)), "any", False


def big_size(rng, seed, _):
    """A size or an offset in the header of AU, AIFF or CAF."""
    at = rng.randrange(4, min(seed.sound[0], 200)) & ~3
    return put(seed.data, at, rng.choice(SIZES).to_bytes(4, "big")), "any", \
        False


# --- FLAC ---
def flac_info(rng, seed, _):
    data = bytearray(seed.data)
    what = rng.choice(("total", "unknown", "sum", "nosum", "shape"))
    if what == "total":
        data[25] ^= 1 << rng.randrange(2, 7)
        return bytes(data), "whole", True
    if what == "unknown":
        data[21] &= 0xf0
        data[22:26] = bytes(4)
        return bytes(data), "whole", False
    if what == "shape":
        data[rng.randrange(8, 21)] ^= 1 << rng.randrange(8)
        return bytes(data), "any", False
    data[26:42] = rng.randbytes(16) if what == "sum" else bytes(16)
    return bytes(data), "whole", False


def flac_block(rng, seed, _):
    kind, size = rng.randrange(8), rng.choice((0, 4, 34, 1000, 1 << 23))
    body = junk(rng, rng.choice((size % 5000, 50)))
    return seed.data[:42] + bytes([kind]) + size.to_bytes(3, "big") + body + \
        seed.data[42:], "any", False


def order(rng, data, pieces, ways):
    """Drop, repeat or swap one of the pieces; it is never the last one."""
    k = rng.randrange(len(pieces) - 1)
    a, b = pieces[k]
    c = pieces[k + 1][1]
    way = rng.choice(ways)
    if way == "drop":
        return data[:a] + data[b:]
    if way == "again":
        return data[:b] + data[a:]
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def flac_order(rng, seed, _):
    return order(rng, seed.data, sound.flac_frames(seed.data, seed.sound[0]),
                 ("drop", "again", "swap")), "moved", True


# --- Ogg ---
def ogg_crc(page):
    """The page with its sum put right."""
    page = page[:22] + bytes(4) + page[26:]
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = crc << 1 ^ (0x104c11db7 if crc & 0x80000000 else 0)
    return page[:22] + le(crc, 4) + page[26:]


def ogg_body(seed):
    pages = [p for p in sound.ogg_pages(seed.data) if p[0] >= seed.sound[0]]
    # One page of sound: what is before it is the one before.
    return pages if len(pages) > 1 else sound.ogg_pages(seed.data)[-2:]


def ogg_drop(rng, seed, _):
    return order(rng, seed.data, ogg_body(seed), ("drop",)), "moved", True


def ogg_order(rng, seed, _):
    return order(rng, seed.data, ogg_body(seed), ("again", "swap")), \
        "altered", False


def ogg_heads(rng, seed, _):
    pages = sound.ogg_pages(seed.data)
    heads = [p for p in pages if p[0] < seed.sound[0]] + [pages[-1]]
    return order(rng, seed.data, heads, ("drop", "again")), "any", False


def ogg_between(rng, seed, _):
    at = rng.choice(ogg_body(seed))[0]
    return seed.data[:at] + junk(rng, rng.choice((1, 27, 300, 5000))) + \
        seed.data[at:], "altered", False


def ogg_field(rng, seed, _):
    """A page whose sum is right and whose header is not."""
    a, b = rng.choice(ogg_body(seed)[:-1])
    at, size = rng.choice(((5, 1), (6, 8), (14, 4), (18, 4), (26, 1)))
    page = put(seed.data[a:b], at, rng.choice(
        (rng.randbytes(size), b"\0" * size, b"\xff" * size)))
    return seed.data[:a] + ogg_crc(page) + seed.data[b:], "altered", False


def ogg_sum(rng, seed, _):
    a = rng.choice(ogg_body(seed)[:-1])[0]
    return put(seed.data, a + 22, rng.randbytes(4)), "moved", True


def ogg_endless(rng, seed, _):
    a, b = sound.ogg_pages(seed.data)[-1]
    return seed.data[:a] + ogg_crc(put(seed.data[a:b], 5, b"\0")), "whole", \
        False


# --- MP3 ---
def mp3_order(rng, seed, _):
    frames = sound.mp3_frames(seed.data)[1:]
    # Nothing in a bare stream tells one frame from the next.
    return order(rng, seed.data, frames, ("drop", "again", "swap")), \
        "any" if seed.bare else "moved", False


def mp3_lost(rng, seed, _):
    frames = sound.mp3_frames(seed.data)[1:]
    k = rng.randrange(len(frames) - 8)
    return seed.data[:frames[k][0]] + seed.data[frames[k + 6][0]:], \
        "any" if seed.bare else "moved", not seed.bare


def mp3_between(rng, seed, _):
    at = rng.choice(sound.mp3_frames(seed.data)[1:])[0]
    return seed.data[:at] + junk(rng, rng.choice((1, 3, 417, 5000))) + \
        seed.data[at:], "altered", False


def mp3_tags(rng, seed, _):
    size = rng.choice((0, 10, 127, 0x0fffffff, 0x200000))
    said = bytes(size >> 7 * k & 127 for k in (3, 2, 1, 0))
    tag = b"ID3\4\0" + bytes([rng.choice((0, 0x80, 0x10))]) + said + \
        junk(rng, min(size, 100))
    return tag * rng.choice((1, 2, 500)) + seed.data, "any", False


def mp3_tail(rng, seed, _):
    return seed.data + rng.choice(
        (b"TAG" + bytes(125), b"APETAGEX" + b"\xd0\7\0\0" + b"\xff" * 20,
         b"LYRICSBEGIN" + bytes(50))), "whole", False


def mp3_xing(rng, seed, _):
    at = max(seed.data.find(b"Xing"), seed.data.find(b"Info"))
    if at == -1:
        return flip_head(rng, seed, _)
    return put(seed.data, at + rng.choice((4, 8, 12, 141)),
               rng.randbytes(4)), "any", False


FAMILY = {
    "riff": RIFF, "rf64": [rf64_sizes, wav_fmt, wav_back],
    "au": [big_size], "aiff": [big_size, big_size],
    "caf": [big_size, big_size], "raw": [],
    "flac": [flac_info, flac_info, flac_block, flac_order, flac_order],
    "ogg": [ogg_drop, ogg_drop, ogg_order, ogg_order, ogg_heads, ogg_between,
            ogg_field, ogg_field, ogg_sum, ogg_endless],
    "mp3": [mp3_order, mp3_lost, mp3_between, mp3_tags, mp3_tail, mp3_xing]}


def damage(rng, every):
    """(seed, way, bytes, truth, whether a finding is needed)."""
    seed = rng.choice(every)
    own = FAMILY[seed.family]
    way = rng.choice(own) if own and rng.random() < 0.5 else rng.choice(ANY)
    return (seed, way.__name__) + way(rng, seed, every)
