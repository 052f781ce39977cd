-- What an index says, in the order of what recorders call things: its own ids
-- and the time of an import are none of it.
.bail on
.mode list
.nullvalue -
SELECT 'leg', s.name, ref, call, start, finish, clock, talk, uncertain,
    answered, direction, hold, recorded, start_raw, g.digest
FROM system s JOIN leg g ON g.system = s.id ORDER BY 2, 3;
SELECT 'party', s.name, ref, p.nr, role, kind, certain, rules, key, raw, since,
    until
FROM system s JOIN leg g ON g.system = s.id JOIN party p ON p.leg = g.id
ORDER BY 2, 3, 4;
SELECT 'use', s.name, ref, path, offset, length
FROM system s JOIN leg g ON g.system = s.id
JOIN leg_recording l ON l.leg = g.id JOIN recording r ON r.id = l.recording
ORDER BY 2, 3, 4;
SELECT 'event', s.name, ref, e.nr, what, party, at
FROM system s JOIN leg g ON g.system = s.id JOIN event e ON e.leg = g.id
ORDER BY 2, 3, 4;
SELECT 'link', s.name, ref, to_call, target, kind, evidence
FROM system s JOIN leg g ON g.system = s.id JOIN link k ON k.leg = g.id
ORDER BY 2, 3, 4, 5, 6;
SELECT 'stream', s.name, ref, path, channel, party
FROM system s JOIN leg g ON g.system = s.id
JOIN stream t ON t.leg = g.id JOIN recording r ON r.id = t.recording
ORDER BY 2, 3, 4, 5, 6;
SELECT 'segment', s.name, ref, t.nr, path, party, starts, ends
FROM system s JOIN leg g ON g.system = s.id
JOIN segment t ON t.leg = g.id JOIN recording r ON r.id = t.recording
ORDER BY 2, 3, 4;
SELECT 'recording', path, state, hex(sha256), bytes, frames, rate, channels,
    codec, finding, digest, registered IS NOT NULL,
    (SELECT count(*) > 0 FROM registration n WHERE n.recording = r.id)
FROM recording r ORDER BY 2;
SELECT 'unread', first, last, kind, n FROM unread WHERE n <> 0
ORDER BY 2, 3, 4;
SELECT 'from', s.name, ref, hex(o.sha256), line
FROM system s JOIN leg g ON g.system = s.id JOIN source o ON o.id = g.source
ORDER BY 2, 3;
SELECT 'source', hex(sha256), name, importer, zone, basis, evidence, grouped,
    rows_read, rows_new, rows_same, rows_changed, rows_rejected, legs, digest
FROM source ORDER BY 2;
SELECT 'late', name FROM sqlite_schema WHERE type = 'index' ORDER BY 2;
PRAGMA journal_mode;
PRAGMA integrity_check;
PRAGMA foreign_key_check;
