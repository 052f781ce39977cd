#include "disclosure/checkpoints.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tlog/note.h"

#define DASH "\n\n\xe2\x80\x94 " /* an em dash begins a signature line */
#define DIGITS 19                /* of 2^63 - 1 */
#define WINDOW ((size_t)SAR_CHECKPOINTS_TORN + SAR_CHECKPOINTS_NOTE)
#define FIRST_READ 4096

/* What is still to be read. */
struct scan {
	const char *p;
	const char *end;
};

static size_t
left(const struct scan *scan)
{
	return (size_t)(scan->end - scan->p);
}

static bool
take(struct scan *scan, const char *text, size_t len)
{
	if (left(scan) < len || memcmp(scan->p, text, len) != 0)
		return false;
	scan->p += len;
	return true;
}

/* "<size>\n": no sign, no leading zero, at most 2^63 - 1. */
static bool
take_size(struct scan *scan, uint64_t *size)
{
	const char *from = scan->p;
	uint64_t n = 0;

	while (left(scan) > 0 && *scan->p >= '0' && *scan->p <= '9' &&
	       scan->p - from < DIGITS)
		n = n * 10 + (uint64_t)(*scan->p++ - '0');
	*size = n;
	return scan->p > from && (*from != '0' || scan->p - from == 1) &&
	       n <= INT64_MAX && take(scan, "\n", 1);
}

static bool
skip(struct scan *scan, size_t len, const char **at)
{
	if (left(scan) < len)
		return false;
	*at = scan->p;
	scan->p += len;
	return true;
}

bool
sar_checkpoints_parse(const char *text, size_t len, const char *origin,
    bool end, struct sar_checkpoint *out)
{
	struct scan scan = { text, text + len };
	size_t name = strlen(origin);

	if (!take(&scan, origin, name) || !take(&scan, "\n", 1) ||
	    !take_size(&scan, &out->size) ||
	    !skip(&scan, SAR_CHECKPOINTS_ROOT, &out->root))
		return false;
	out->signed_len = (size_t)(scan.p - text) + 1;
	if (!take(&scan, DASH, strlen(DASH)) || !take(&scan, origin, name) ||
	    !take(&scan, " ", 1) ||
	    !skip(&scan, SAR_CHECKPOINTS_BLOB, &out->blob) ||
	    !(take(&scan, "\n", 1) || (end && left(&scan) == 0)))
		return false;
	out->text = text;
	out->len = (size_t)(scan.p - text);
	/* Not one cut short just before an LF, and no zeros that a file system
	   left where bytes never arrived. */
	return memchr(out->blob, '\n', SAR_CHECKPOINTS_BLOB) == NULL &&
	       memchr(text, '\0', out->len) == NULL;
}

int
sar_checkpoints_foreign(const char *origin, uint64_t line, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ETAMPER,
	    SAR_CHECKPOINTS_FILE ": line %" PRIu64
				 ": not a checkpoint signed by this key",
	    line);
	sar_err_hint(err,
	    "is this the log's own public key? the key given is that of %s",
	    origin);
	return -1;
}

/* The last line of the window on which a whole note begins. */
static bool
find_last(const struct sar_checkpoints *points, const char *text, size_t len,
    bool whole, struct sar_checkpoint *out)
{
	const char *p, *lf = text + len;

	for (;;) {
		lf = memrchr(text, '\n', (size_t)(lf - text));
		if (lf == NULL && !whole)
			return false;
		p = lf == NULL ? text : lf + 1;
		if (sar_checkpoints_parse(p, (size_t)(text + len - p),
			points->origin, true, out))
			return true;
		if (lf == NULL)
			return false;
	}
}

int
sar_checkpoints_look(struct sar_checkpoints *points, struct sar_err *err)
{
	struct sar_checkpoint last;
	char *text = NULL;
	uint64_t from;
	size_t len;
	int rc = -1;

	if (sar_segment_grown(&points->file, err) == -1)
		return -1;
	len = points->file.len < WINDOW ? (size_t)points->file.len : WINDOW;
	from = points->file.len - len;
	if ((text = malloc(len + 1)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (sar_segment_read(&points->file, from, text, len, err) == -1)
		goto out;
	if (!find_last(points, text, len, from == 0, &last)) {
		(void)sar_checkpoints_foreign(points->origin, 1, err);
		goto out;
	}
	points->last = from + (size_t)(last.text - text);
	points->end = points->last + last.len;
	points->goal = last.size;
	points->next = 0;
	rc = 0;

out:
	free(text);
	return rc;
}

/* The bytes of a batch, as far as they are read. */
struct filling {
	struct sar_checkpoints *points;
	struct sar_checkpoints_batch *batch;
	uint64_t from; /* offset of text */
	size_t have;
	size_t at;
};

/* Read on, up to the end of the last note; false if there is no more. */
static int
fill(struct filling *f, bool *more, struct sar_err *err)
{
	uint64_t there = f->points->end - f->from;
	size_t want = f->have == 0 ? FIRST_READ : 4 * f->have;

	if (want > sizeof(f->batch->text))
		want = sizeof(f->batch->text);
	if (want > there)
		want = (size_t)there;
	*more = want > f->have;
	if (!*more)
		return 0;
	if (sar_segment_read(&f->points->file, f->from + f->have,
		f->batch->text + f->have, want - f->have, err) == -1)
		return -1;
	f->have = want;
	return 0;
}

static void
count_lines(struct sar_checkpoints *points, const char *text, size_t len)
{
	const char *end = text + len;

	while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		points->line++;
		text++;
	}
}

/* The next line on which a note begins; 0 if there is none. */
static size_t
find_next(const struct filling *f, struct sar_checkpoint *note)
{
	const char *end = f->batch->text + f->have;
	const char *p = f->batch->text;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		if (sar_checkpoints_parse(p, (size_t)(end - p),
			f->points->origin,
			f->from + f->have == f->points->file.len, note))
			return (size_t)(p - f->batch->text);
	}
	return 0;
}

/*
 * The end of the fragment at ${p}, with what a file system may have put in
 * place of bytes that never arrived, and the LF a later writer began with.
 * NULL if it is not the beginning of a checkpoint.
 */
static const char *
fragment_end(const char *p, const char *end, const struct sar_key_public *key)
{
	const char *stop = p + sar_note_torn(p, (size_t)(end - p), key);
	const char *lf;

	while (stop < end && *stop == '\0')
		stop++;
	if (stop == end)
		return end;
	if (*stop == '\n' && stop > p)
		return stop + 1;
	/* It may have been cut after an LF of its own. */
	lf = memrchr(p, '\n', (size_t)(stop - p));
	return lf == NULL ? NULL : lf + 1;
}

/* Are the bytes made of checkpoints cut short? */
static bool
is_torn(const char *text, size_t len, const char *origin)
{
	struct sar_key_public key = { .kind = SAR_KEY_LOG };
	const char *end = text + len;

	memcpy(key.name, origin, strlen(origin) + 1);
	while (text != NULL && text < end)
		text = fragment_end(text, end, &key);
	return text != NULL;
}

/* What is between two notes, as a recover record tells of it. */
static int
set_gap(struct filling *f, size_t len, struct sar_err *err)
{
	struct sar_checkpoints_gap *gap = &f->batch->gap;
	const char *text = f->batch->text;

	gap->offset = f->from;
	gap->line = f->points->line;
	gap->len = len;
	count_lines(f->points, text, len);
	f->points->offset += len;
	f->at = len;
	if (sar_sha256_text(text, len, gap->sha256, err) == -1)
		return -1;
	/* A note begins a line, so that an LF comes before it. */
	return sar_sha256_text(text, len - 1, gap->sha256_short, err);
}

/* No note begins here: where is the next, if it is one of those asked for? */
static int
take_gap(struct filling *f, uint64_t size, struct sar_err *err)
{
	struct sar_checkpoint note;
	size_t len = 0;
	bool more = true;

	while (f->at == 0 && more && (len = find_next(f, &note)) == 0 &&
	       f->have < WINDOW)
		if (fill(f, &more, err) == -1)
			return -1;
	/* A record that tells of them makes no other bytes good. */
	if (len == 0 || len > SAR_CHECKPOINTS_TORN ||
	    !is_torn(f->batch->text, len, f->points->origin))
		return sar_err_set(err, SAR_ETAMPER,
		    SAR_CHECKPOINTS_FILE ": line %" PRIu64
					 ": neither a checkpoint nor the "
					 "beginning of one",
		    f->points->line);
	if (note.size > size)
		return 0;
	return set_gap(f, len, err);
}

/* Take the note parsed, at f->at. */
static void
add_note(struct filling *f, const struct sar_checkpoint *note)
{
	struct sar_checkpoints *points = f->points;
	struct sar_checkpoint *one = &f->batch->all[f->batch->n++];

	*one = *note;
	one->offset = points->offset;
	one->line = points->line;
	points->offset += note->len;
	points->line += 5; /* three lines, an empty one, the signature's */
	points->size = note->size;
	points->count++;
	points->open = note->text[note->len - 1] != '\n';
	f->at += note->len;
}

/* What comes next at f->at. */
enum next {
	NEXT_NOTE,
	NEXT_NONE, /* no note begins here */
	NEXT_FULL, /* there is no room for it */
	NEXT_FAILED
};

static enum next
look_next(struct filling *f, struct sar_checkpoint *note, struct sar_err *err)
{
	const struct sar_checkpoints *points = f->points;
	bool more = true;

	while (!sar_checkpoints_parse(f->batch->text + f->at, f->have - f->at,
	    points->origin, f->from + f->have == points->file.len, note)) {
		if (f->have - f->at >= SAR_CHECKPOINTS_NOTE)
			return NEXT_NONE;
		if (fill(f, &more, err) == -1)
			return NEXT_FAILED;
		if (!more)
			return f->from + f->have < points->end ? NEXT_FULL
							       : NEXT_NONE;
	}
	return NEXT_NOTE;
}

/* No commit is without a record: each size is there once. */
static bool
grows(const struct sar_checkpoints *points, const struct sar_checkpoint *note)
{
	return points->count == 0 || note->size > points->size;
}

/* Take one more; *${more} is false once there is none up to ${size}. */
static int
take_one(struct filling *f, uint64_t size, bool *more, struct sar_err *err)
{
	struct sar_checkpoints *points = f->points;
	struct sar_checkpoint note = { 0 };
	enum next next = look_next(f, &note, err);

	*more = false;
	if (next == NEXT_FAILED)
		return -1;
	/* A gap begins a batch, and so does what is not right. */
	f->batch->more = f->batch->n > 0 &&
			 (next != NEXT_NOTE || !grows(points, &note));
	if (f->batch->more)
		return 0;
	if (next == NEXT_NONE) {
		if (take_gap(f, size, err) == -1)
			return -1;
		*more = f->batch->gap.len > 0;
		return 0;
	}
	if (!grows(points, &note))
		return sar_err_set(err, SAR_ETAMPER,
		    SAR_CHECKPOINTS_FILE ": line %" PRIu64
					 ": the log's size %s",
		    points->line,
		    note.size < points->size ? "went down" : "is there twice");
	points->next = note.size;
	if (note.size > size)
		return 0;
	add_note(f, &note);
	*more = true;
	return 0;
}

/* The LF that the last note wanted when it was read may be there now. */
static int
end_line(struct sar_checkpoints *points, struct sar_err *err)
{
	char c;

	if (!points->open || points->offset >= points->file.len)
		return 0;
	if (sar_segment_read(&points->file, points->offset, &c, 1, err) == -1)
		return -1;
	points->offset += c == '\n';
	points->open = false;
	return 0;
}

int
sar_checkpoints_take(struct sar_checkpoints *points, uint64_t size,
    struct sar_checkpoints_batch *batch, struct sar_err *err)
{
	struct filling f = { points, batch, 0, 0, 0 };
	bool more = true;

	batch->n = 0;
	batch->gap.len = 0;
	batch->more = false;
	if (points->next > size)
		return 0;
	if (end_line(points, err) == -1)
		return -1;
	f.from = points->offset;
	while (more && points->offset < points->end) {
		if (batch->n == SAR_CHECKPOINTS_BATCH) {
			batch->more = true;
			break;
		}
		if (take_one(&f, size, &more, err) == -1)
			return -1;
	}
	return 0;
}

static int
check_tail(const struct sar_checkpoints *points, struct sar_err *err)
{
	uint64_t len = points->file.len - points->end;
	char *text;
	int rc;

	if (len > SAR_CHECKPOINTS_TORN)
		return sar_checkpoints_foreign(points->origin, points->line,
		    err);
	if ((text = malloc((size_t)len + 1)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = sar_segment_read(&points->file, points->end, text, (size_t)len,
	    err);
	if (rc == 0 && !is_torn(text, (size_t)len, points->origin))
		rc = sar_checkpoints_foreign(points->origin, points->line, err);
	free(text);
	return rc;
}

int
sar_checkpoints_done(const struct sar_checkpoints *points, struct sar_err *err)
{
	struct sar_checkpoints rest = *points;
	struct sar_checkpoints_batch *batch;
	int rc = 0;

	if (points->offset >= points->end)
		return check_tail(points, err);
	/* The last is smaller than one before it: which is the first such? */
	if ((batch = malloc(sizeof(*batch))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rest.next = 0;
	while (rc == 0 && rest.offset < rest.end)
		rc = sar_checkpoints_take(&rest, INT64_MAX, batch, err);
	free(batch);
	return rc == -1 ? -1
			: sar_err_set(err, SAR_ETAMPER,
			      SAR_CHECKPOINTS_FILE ": line %" PRIu64
						   ": the log's size went down",
			      points->line);
}
