"""Each case is a log and what has to be said of it: 'ok' or 'bad'.

What is 'clean' has nothing in it for a person to look at, what is 'ok' may have
something that only sar-verify looks for.  What is 'open' verifies, and is not
finished.  make(folder) puts all of them, each in a folder of its own, and gives
their names and verdicts; 'any' is for both verifiers to agree on.
"""
import json
import os
import random

from forge_log import (FILLED, NAME, Files, Forge, Secret, b64, digest, filled,
                       rich)
from tlog import sha

CASES = []
SAID = 1767603600 + FILLED - 1  # when filled() was cosigned


def case(verdict):
    def add(make):
        CASES.append((make.__name__, verdict, make))
        return make
    return add


case('clean')(filled)
case('clean')(rich)


@case('clean')
def no_more_than_the_first():
    return Forge()


@case('ok')
def pinned_by_the_second_key():
    f = rich()
    f.pinned = Secret(64).vkey
    return f


@case('ok')
def pinned_by_the_last_key():
    f = rich()
    f.pinned = Secret(96).vkey
    return f


@case('bad')
def pinned_by_a_key_it_never_had():
    f = rich()
    f.pinned = Secret(7).vkey
    return f


@case('bad')
def pinned_by_the_key_of_another_log():
    f = rich()
    f.pinned = Secret(0, 'other.example/log').vkey
    return f


@case('ok')
def a_record_in_another_form_of_json():
    f = filled()
    r = f.record('void', by='u1', intent=2, reason='failed')
    f.line(json.dumps(dict(reversed(list(r.items())))).encode())
    f.commit()
    return f


def one_record(kind, **members):
    f = filled()
    f.add(kind, **members)
    f.commit()
    return f


REGISTER = dict(by='cron', n=1, root=digest('x'))
for name, members in {
        'a_member_that_is_not_known': dict(REGISTER, name='x'),
        'a_member_missing': dict(by='cron', n=1),
        'a_number_as_text': dict(REGISTER, n='1'),
        'a_number_below_zero': dict(REGISTER, n=-1),
        'a_number_of_2_to_the_53': dict(REGISTER, n=2 ** 53),
        'a_number_that_is_true': dict(REGISTER, n=True),
        'a_number_with_a_fraction': dict(REGISTER, n=1.5),
        'a_digest_too_short': dict(REGISTER, root=b64(b'x' * 31)),
        'a_digest_in_another_form': dict(REGISTER,
                                         root=digest('x')[:-2] + 'B='),
        'a_salt_too_long': dict(REGISTER, salt=b64(b'x' * 17)),
        'a_salt_missing': dict(REGISTER, salt=None),
        'a_day_that_is_not': dict(REGISTER, t='2026-02-30T00:00:00Z'),
        'a_leap_second': dict(REGISTER, t='2026-01-05T23:59:60Z'),
        'a_time_with_an_offset': dict(REGISTER, t='2026-01-05T23:59:5+0'),
        'a_staff_id_with_a_space': dict(REGISTER, by='A Person'),
        'a_staff_id_empty': dict(REGISTER, by=''),
        'v_of_2': dict(REGISTER, v=2),
        'v_of_true': dict(REGISTER, v=True),
        'another_seq': dict(REGISTER, seq=3),
        'a_type_that_is_not_known': dict(REGISTER, type='unregister'),
        'a_type_that_is_none': dict(REGISTER, type=None),
        'a_list_in_place_of_a_text': dict(REGISTER, by=['cron']),
        'an_object_in_place_of_a_text': dict(REGISTER, by={}),
        'null_in_place_of_a_text': dict(REGISTER, by='\0')}.items():
    def make(members=members):
        return one_record('register', **members)
    make.__name__ = name
    case('bad')(make)

for name, members in {
        'a_release_of_nothing': {},
        'a_release_with_no_size': dict(pkg=digest('a'), manifest=digest('b')),
        'a_release_of_one_volume': dict(pkgs=[digest('a')], sizes=[1],
                                        manifests=[digest('b')]),
        'a_release_of_both': dict(
            pkg=digest('a'), manifest=digest('b'), size=1, sizes=[1, 2],
            pkgs=[digest('a')] * 2, manifests=[digest('b')] * 2),
        'a_release_of_unlike_lists': dict(
            pkgs=[digest('a')] * 2, manifests=[digest('b')] * 3,
            sizes=[1, 2])}.items():
    def make(members=members):
        return one_record('release', by='u1', intent=2, **members)
    make.__name__ = name
    case('bad')(make)


RELEASE = dict(by='u1', intent=2, pkg=digest('a'), manifest=digest('b'),
               size=1)


@case('ok')
def lists_that_are_empty():
    return one_record('release', exempt=[], reviewer=[], **RELEASE)


@case('ok')
def what_could_not_be_given():
    return one_record('release', unavailable=5, failed=2, **RELEASE)


@case('bad')
def what_failed_as_text():
    return one_record('release', unavailable=5, failed='2', **RELEASE)


@case('ok')
def a_list_of_99():
    return one_record('release', exempt=['A'] * 99, **RELEASE)


@case('bad')
def a_list_of_100():
    return one_record('release', exempt=['A'] * 100, **RELEASE)


@case('bad')
def a_list_with_a_number():
    return one_record('release', exempt=['A', 1], **RELEASE)


@case('ok')
def a_release_of_volumes():
    return one_record('release', by='u1', intent=2, pkgs=[digest('a')] * 2,
                      manifests=[digest('b')] * 2, sizes=[1, 2])


@case('bad')
def a_genesis_twice():
    f = filled()
    return one_record('genesis', key=f.pinned, origin=NAME)


@case('bad')
def a_genesis_of_another_origin():
    f = Forge()
    g = Forge()
    g.lines, g.tree = [], type(g.tree)()
    g.files = {'checkpoints': b'', g.name: b''}
    g.add('genesis', key=f.pinned, origin='other.example/log')
    g.commit()
    return g


@case('bad')
def no_genesis():
    g = Forge()
    g.lines, g.tree = [], type(g.tree)()
    g.files = {'checkpoints': b'', g.name: b''}
    g.add('register', **REGISTER)
    g.commit()
    return g


for name, line in {
        'a_line_empty': b'', 'a_line_of_no_json': b'{no}',
        'a_line_of_a_list': b'[]', 'a_line_not_utf8': b'{"v":"\xff"}',
        'a_tombstone_of_nothing': b'-' + digest('x').encode(),
        'a_tombstone_cut_short': b'-' + digest('x').encode()[:-1]}.items():
    def make(line=line):
        f = filled()
        f.line(line)
        f.commit()
        return f
    make.__name__ = name
    case('bad')(make)


def changed_line(change):
    f = filled()
    r = json.dumps(f.record('register', **REGISTER), sort_keys=True,
                   separators=(',', ':'))
    f.line(change(r).encode())
    f.commit()
    return f


@case('bad')
def a_member_twice():
    return changed_line(lambda r: r.replace('"n":1', '"n":1,"n":1'))


@case('bad')
def a_tab_in_a_record():
    return changed_line(lambda r: r.replace('"n":1', '"n":\t1'))


@case('bad')
def a_carriage_return():
    return changed_line(lambda r: r + '\r')


@case('bad')
def a_line_too_long():
    return changed_line(lambda r: r[:-1] + ' ' * 16384 + '}')


@case('ok')
def a_line_as_long_as_may_be():
    return changed_line(lambda r: r[:-1] + ' ' * (16384 - len(r)) + '}')


# --- checkpoints ---

@case('bad')
def a_checkpoint_twice():
    f = filled()
    f.commit()
    return f


@case('bad')
def a_checkpoint_cosigned_by_somebody():
    f = filled()
    w = Secret(32, 'audit.example.org/w1', 4)
    f.files['checkpoints'] += w.cosign(f.text(), SAID)
    return f


@case('bad')
def a_checkpoint_of_another_root():
    f = filled()
    f.commit(root=sha(b'x'))
    return f


@case('bad')
def a_checkpoint_of_more_than_there_is():
    f = filled()
    f.commit(size=f.tree.size + 1)
    return f


@case('bad')
def a_checkpoint_that_goes_back():
    f = filled()
    f.files['checkpoints'] += Forge().last
    return f


@case('bad')
def a_checkpoint_by_another_key():
    f = filled()
    f.add('register', **REGISTER)
    f.commit(key=Secret(7))
    return f


@case('bad')
def a_checkpoint_with_another_s_signature_as_ours():
    f = filled()
    f.add('register', **REGISTER)
    text = f.text()
    f.files['checkpoints'] += text + b'\n' + f.key.line(text + b'x')
    return f


@case('bad')
def a_checkpoint_with_two_signatures_of_ours():
    f = filled()
    f.add('register', **REGISTER)
    f.files['checkpoints'] += f.note() + f.key.line(f.text())
    return f


@case('bad')
def a_checkpoint_with_an_extension():
    f = filled()
    f.add('register', **REGISTER)
    text = f.text() + b'more\n'
    f.files['checkpoints'] += text + b'\n' + f.key.line(text)
    return f


@case('bad')
def no_checkpoints():
    f = filled()
    del f.files['checkpoints']
    return f


@case('bad')
def no_records():
    f = filled()
    del f.files[f.name]
    return f


@case('bad')
def another_line_between_checkpoints():
    f = filled()
    f.files['checkpoints'] = f.files['checkpoints'].replace(
        b'=\n' + NAME.encode(), b'=\nx\n' + NAME.encode(), 1)
    return f


@case('ok')
def a_last_checkpoint_without_its_lf():
    f = filled()
    f.files['checkpoints'] = f.files['checkpoints'][:-1]
    return f


@case('open')
def a_checkpoint_torn_and_zeros():
    f = filled()
    f.add('register', **REGISTER)
    f.files['checkpoints'] += f.note()[:-20] + bytes(20)
    return f


@case('open')
def a_checkpoint_torn():
    f = filled()
    f.add('register', **REGISTER)
    f.files['checkpoints'] += f.note()[:-20]
    return f


# --- segments and tails ---

@case('open')
def a_line_that_is_not_signed():
    f = filled()
    f.add('register', **REGISTER)
    return f


@case('open')
def a_file_that_is_empty_yet():
    f = filled()
    f.files[f.name] += b'{"torn'
    f.segment()
    return f


@case('bad')
def a_tail_that_is_not_told_of():
    f = filled()
    f.files[f.name] += b'{"torn'
    f.segment()
    f.add('register', **REGISTER)
    f.commit()
    return f


def recovered(**other):
    f = filled()
    f.files[f.name] += b'x\ny\nz'
    f.segment()
    members = dict(tail_bytes=5, tail_records=2, tail_sha256=digest('x\ny\nz'))
    members.update(other)
    f.add('recover', **members)
    f.commit()
    return f


case('ok')(recovered)
for name, members in {
        'a_tail_of_other_bytes': dict(tail_sha256=digest('x')),
        'a_tail_of_another_length': dict(tail_bytes=4),
        'a_tail_of_other_lines': dict(tail_records=3),
        'a_torn_note_that_is_not': dict(note_bytes=3,
                                        note_sha256=digest('abc')),
        'a_torn_note_half_told': dict(note_bytes=3)}.items():
    def make(members=members):
        return recovered(**members)
    make.__name__ = name
    case('bad')(make)


def torn_and_told(lf, lost=None, **other):
    f = filled()
    lost = f.note()[:-20] if lost is None else lost
    f.files['checkpoints'] += lost + lf
    f.segment()
    members = dict(tail_bytes=0, tail_records=0, tail_sha256=digest(''),
                   note_bytes=len(lost), note_sha256=b64(sha(lost)))
    members.update(other)
    f.add('recover', **members)
    f.commit()
    return f


@case('ok')
def a_torn_note_told_of():
    return torn_and_told(b'\n')


@case('ok')
def two_torn_notes_and_zeros_told_of():
    note = Forge().last
    return torn_and_told(b'\n', note[:-20] + b'\0\n' + note[:40] + b'\0' * 9)


for name, lost in {
        'other_bytes_told_of': b'evil',
        'a_line_of_digits_told_of': b'12',
        'another_history_told_of':
            b'Mrs A. Sample\n#' + Forge().note(root=b'\1' * 32)[:-1],
        'zeros_and_more_told_of': b'\0\0x',
        'a_torn_note_of_another_log_told_of': b'another.example/log\n7'}.items():
    def make(lost=lost):
        return torn_and_told(b'\n', lost)
    make.__name__ = name
    case('bad')(make)


@case('bad')
def a_torn_note_told_of_otherwise():
    return torn_and_told(b'\n', note_sha256=digest('x'))


@case('bad')
def a_torn_note_with_more_behind_it():
    return torn_and_told(b'\n\n')


@case('bad')
def a_torn_note_not_told_of():
    return torn_and_told(b'\n', note_bytes=None, note_sha256=None)


@case('bad')
def a_recover_in_the_middle():
    return one_record('recover', tail_bytes=0, tail_records=0,
                      tail_sha256=digest(''))


def renamed(was, becomes):
    f = rich()
    f.files = {becomes if n == was else n: d for n, d in f.files.items()}
    return f


SECOND = 'entries-0001-%012d.jsonl' % FILLED
for name, becomes in {
        'a_file_of_another_number': 'entries-0003-%012d.jsonl' % FILLED,
        'a_file_of_another_first_record': 'entries-0001-%012d.jsonl' % (
            FILLED - 1),
        'a_file_with_another_name': 'entries-1-%d.jsonl' % FILLED,
        'a_file_with_another_end': 'entries-0001-%012d.json' % FILLED,
        'a_file_that_is_gone': 'segment'}.items():
    def make(becomes=becomes):
        return renamed(SECOND, becomes)
    make.__name__ = name
    case('bad')(make)


@case('bad')
def a_file_too_many():
    f = rich()
    f.files['entries-0003-000000000099.jsonl'] = b''
    return f


@case('ok')
def a_file_that_is_not_the_log_s():
    f = rich()
    f.files['README'] = b'x'
    return f


# --- change of key ---

@case('open')
def a_change_of_key_without_its_note_yet():
    f = filled()
    f.rotate(64, note=False)
    return f


@case('bad')
def a_change_of_key_without_its_note():
    f = filled()
    f.rotate(64, note=False)
    f.add('register', **REGISTER)
    f.commit()
    return f


@case('bad')
def a_note_of_a_change_that_was_not():
    f = filled()
    g = filled()
    g.rotate(64, 1)
    f.files['rotation-0001.note'] = g.files['rotation-0001.note']
    return f


def rotation(change):
    f = filled()
    f.rotate(64, 1)
    f.files['rotation-0001.note'] = change(f)
    f.add('register', **REGISTER)
    f.commit()
    return f


for name, change in {
        'a_rotation_by_the_old_key_only': lambda f: f.last,
        'a_rotation_by_the_new_key_only': lambda f: f.note(),
        'a_rotation_the_wrong_way_round':
            lambda f: f.note() + Secret(0).line(f.text()),
        'a_rotation_of_another_root':
            lambda f: f.note(key=Secret(0), root=sha(b'x')) +
            f.key.line(f.text(root=sha(b'x'))),
        'a_rotation_by_somebody_else':
            lambda f: f.last + Secret(7).line(f.text()),
        'a_rotation_with_one_more':
            lambda f: f.files['rotation-0001.note'] +
            Secret(7).line(f.text()),
        'a_rotation_note_with_more_behind_it':
            lambda f: f.files['rotation-0001.note'] + b'\n',
        'a_rotation_note_cut_short':
            lambda f: f.files['rotation-0001.note'][:-1],
        'a_rotation_note_empty': lambda f: b''}.items():
    def make(change=change):
        return rotation(change)
    make.__name__ = name
    case('bad')(make)


@case('bad')
def a_rotation_note_of_another_name():
    f = rotation(lambda f: f.files['rotation-0001.note'])
    f.files['rotation-1.note'] = f.files.pop('rotation-0001.note')
    return f


@case('bad')
def a_change_from_a_key_it_has_not():
    f = filled()
    f.add('key-rotate', by='u1', old=Secret(7).vkey, new=Secret(64).vkey)
    f.commit()
    return f


@case('bad')
def a_change_to_the_key_of_another_name():
    f = filled()
    new = Secret(64, 'other.example/log')
    f.add('key-rotate', by='u1', old=f.key.vkey, new=new.vkey)
    f.commit()
    return f


@case('bad')
def a_change_to_no_key():
    f = filled()
    f.add('key-rotate', by='u1', old=f.key.vkey, new='x')
    f.commit()
    return f


@case('bad')
def a_change_that_is_not_the_last_of_its_commit():
    f = filled()
    new = Secret(64)
    f.add('key-rotate', by='u1', old=f.key.vkey, new=new.vkey)
    text = f.text()
    f.add('register', **REGISTER)
    f.commit()
    f.files['rotation-0001.note'] = (text + b'\n' + f.key.line(text) +
                                     new.line(text))
    f.key = new
    f.add('register', **REGISTER)
    f.commit()
    return f


@case('ok')
def a_change_with_another_record_in_its_commit():
    f = filled()
    f.add('register', **REGISTER)
    f.rotate(64, 1)
    f.add('register', **REGISTER)
    f.commit()
    return f


@case('bad')
def a_change_to_the_same_key():
    f = filled()
    f.rotate(0, 1)
    f.add('register', **REGISTER)
    f.commit()
    return f


@case('bad')
def a_change_back_to_a_key_it_had():
    f = filled()
    f.rotate(64, 1)
    f.rotate(0, 2)
    f.add('register', **REGISTER)
    f.commit()
    return f


@case('bad')
def a_change_to_a_witness_s_key():
    f = filled()
    f.add('key-rotate', by='u1', old=f.key.vkey,
          new=Secret(64, NAME, 4).vkey)
    f.commit()
    return f


@case('bad')
def the_old_key_goes_on():
    f = filled()
    old, _ = f.rotate(64, 1)
    f.add('register', **REGISTER)
    f.commit(key=old)
    return f


@case('bad')
def the_new_key_signs_too_early():
    f = filled()
    f.add('key-rotate', by='u1', old=f.key.vkey, new=Secret(64).vkey)
    f.key = Secret(64)
    f.commit()
    return f


# --- erasure ---

@case('open')
def an_erasure_not_carried_out():
    f = filled()
    f.erase(1, done=False)
    return f


@case('ok')
def an_erasure():
    f = filled()
    f.erase(2)
    return f


for name, target, members in (
        ('an_erasure_of_another_leaf', 1, dict(leaf=digest('x'))),
        ('an_erasure_of_the_first_record', 0, {}),
        ('an_erasure_of_what_is_to_come', 1, dict(target=99)),
        ('an_erasure_of_itself', 1, dict(target=FILLED))):
    def make(target=target, members=members):
        f = filled()
        f.erase(target, done=False, **members)
        return f
    make.__name__ = name
    case('bad')(make)


@case('bad')
def an_erasure_of_an_erasure():
    f = filled()
    f.erase(1)
    f.erase(FILLED, done=False)
    return f


@case('bad')
def an_erasure_twice():
    f = filled()
    f.erase(1)
    f.erase(1)
    return f


@case('bad')
def an_erasure_twice_and_not_carried_out():
    f = filled()
    f.erase(1, done=False)
    f.erase(1, done=False)
    return f


@case('open')
def erasures_not_carried_out():
    f = filled()
    f.erase(2, done=False)
    f.erase(1, done=False)
    return f


@case('bad')
def an_erasure_twice_among_others():
    f = filled()
    for target in (2, 1, 3, 2):
        f.erase(target, done=False)
    return f


@case('bad')
def a_record_gone_without_an_erasure():
    f = filled()
    f.tombstone(1)
    return f


@case('bad')
def the_first_record_gone():
    f = filled()
    f.erase(0)
    return f


@case('bad')
def another_record_gone_than_was_erased():
    f = filled()
    f.erase(1, done=False)
    f.tombstone(2)
    return f


# --- cosignatures ---

def cosigned(change=None, **other):
    f = filled()
    w = Secret(32, 'audit.example.org/w1', 4)
    f.witness, f.cosigned_text = w, f.text()
    f.files['cosignatures'] = f.last + w.cosign(f.text(), SAID)
    if change:
        f.files['cosignatures'] = change(f)
    members = dict(by=w.key.name, key=w.vkey, size=f.tree.size, ts=SAID)
    members.update(other)
    f.add('cosigned', **members)
    f.commit()
    return f


case('ok')(cosigned)


@case('bad')
def a_cosigned_record_of_a_checkpoint_with_it():
    return cosigned(size=filled().tree.size + 1)


@case('open')
def a_cosignature_that_is_not_there():
    return cosigned(lambda f: b'')


@case('open')
def a_cosignature_of_another_time():
    return cosigned(ts=SAID + 1)


@case('bad')
def a_cosignature_of_a_size_that_is_no_checkpoint_s():
    return cosigned(size=filled().tree.size + 1)


@case('bad')
def a_cosignature_of_the_witness_besides_that_is_wrong():
    return cosigned(lambda f: f.files['cosignatures'] + f.witness.cosign(
        f.text() + b'x', SAID + 9))


@case('ok')
def a_cosignature_of_somebody_besides():
    return cosigned(lambda f: f.files['cosignatures'] + Secret(
        7, 'other.example/w', 4).cosign(f.text(), SAID + 9))


for name, change in {
        'a_cosignature_that_is_wrong':
            lambda f: f.last + f.witness.cosign(f.text() + b'x', SAID),
        'a_cosignature_of_another_tree':
            lambda f: f.note(root=sha(b'x')) +
            f.witness.cosign(f.text(root=sha(b'x')), SAID),
        'a_cosignature_of_a_size_that_was_not':
            lambda f: f.note(size=3) + f.witness.cosign(f.text(size=3), SAID),
        'a_cosignature_without_the_log_s':
            lambda f: f.text() + b'\n' + f.witness.cosign(f.text(), SAID),
        'a_cosignature_with_another_log_s':
            lambda f: f.note(key=Secret(7)) +
            f.witness.cosign(f.text(), SAID)}.items():
    def make(change=change):
        return cosigned(change)
    make.__name__ = name
    case('bad')(make)


@case('ok')
def other_bytes_before_cosignatures():
    return cosigned(lambda f: b'x\n' + f.files['cosignatures'])


@case('ok')
def a_note_torn_after_cosignatures():
    return cosigned(lambda f: f.files['cosignatures'] + f.last[:-120])


@case('bad')
def a_cosigner_by_another_name():
    return cosigned(by='other.example/w')


@case('bad')
def a_cosigner_that_is_a_log():
    return cosigned(by=NAME, key=Secret(7).vkey)


# --- what anybody can do, without a key ---

def spoil(data, how, rand):
    """One thing changed."""
    at = rand.randrange(len(data))
    lines = data.splitlines(keepends=True)
    k = rand.randrange(len(lines))
    if how == 0:
        flipped = bytes([data[at] ^ 1 << rand.randrange(8)])
        return data[:at] + flipped + data[at + 1:]
    if how == 1:
        return data[:at]
    if how == 2:
        return data[:at] + data[at + rand.randrange(1, 40):]
    if how == 3:
        return data[:at] + rand.choice(
            [b'\0', b'\n', b'x', b' ', b'=', b'-']) + data[at:]
    if how == 4:
        return b''.join(lines[:k] + lines[k + 1:])
    return b''.join(lines[:k] + [rand.choice(lines)] + lines[k:])


def damaged(folder, log, n, seed):
    """Copies of a log, each with one thing changed.  No verdict, as it may be
    a byte of a tail, but both have to agree."""
    rand = random.Random(seed)
    for i in range(n):
        name = rand.choice(sorted(k for k, data in log.files.items() if data))
        one = Files(dict(log.files), log.pinned)
        one.files[name] = spoil(one.files[name], i % 6, rand)
        one.put(os.path.join(folder, 'damaged-%03d' % i))
        yield 'damaged-%03d' % i, 'any'


def make(folder, n=60, seed=6):
    made = []
    for name, verdict, build in CASES:
        build().put(os.path.join(folder, name))
        made.append((name, verdict))
    made.extend(damaged(folder, rich(), n, seed))
    return made


def copies(folder, logdir, vkey, n=40, seed=6):
    """A log that is there already, whole and damaged."""
    files = {}
    for name in os.listdir(logdir):
        with open(os.path.join(logdir, name), 'rb') as f:
            files[name] = f.read()
    with open(vkey) as f:
        log = Files(files, f.read().rstrip('\n'))
    log.put(os.path.join(folder, 'whole'))
    return [('whole', 'ok'), *damaged(folder, log, n, seed)]
