#include "disclosure/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/scan.h"
#include "disclosure/value.h"
#include "tlog/tree.h"

static const struct sar_record_member *
find(const struct sar_record *record, const char *name)
{
	size_t i;

	for (i = 0; i < record->n_members; i++)
		if (strcmp(record->members[i].is->name, name) == 0)
			return &record->members[i];
	return NULL;
}

static bool
is_text(enum sar_schema_kind kind)
{
	return kind != SAR_KIND_V && kind != SAR_KIND_SEQ &&
	       kind != SAR_KIND_NUMBER && kind != SAR_KIND_BOOL;
}

/* A member that is one value, of a kind or of none in particular. */
static const struct sar_record_member *
find_one(const struct sar_record *record, const char *name)
{
	const struct sar_record_member *m = find(record, name);

	return m == NULL || m->is->list ? NULL : m;
}

const char *
sar_record_text(const struct sar_record *record, const char *name, size_t *len)
{
	const struct sar_record_member *m = find_one(record, name);

	*len = 0;
	if (m == NULL || !is_text(m->is->kind))
		return NULL;
	*len = m->len;
	return m->text;
}

bool
sar_record_copy(const struct sar_record *record, const char *name, char *out,
    size_t size)
{
	size_t len;
	const char *text = sar_record_text(record, name, &len);

	out[0] = '\0';
	if (text == NULL || len >= size)
		return false;
	memcpy(out, text, len);
	out[len] = '\0';
	return true;
}

bool
sar_record_is(const struct sar_record *record, const char *name,
    const char *value)
{
	size_t len;
	const char *text = sar_record_text(record, name, &len);

	return text != NULL && strlen(value) == len &&
	       memcmp(text, value, len) == 0;
}

bool
sar_record_number(const struct sar_record *record, const char *name,
    uint64_t *out)
{
	const struct sar_record_member *m = find_one(record, name);

	*out = 0;
	if (m == NULL || is_text(m->is->kind) || m->is->kind == SAR_KIND_BOOL)
		return false;
	*out = m->number;
	return true;
}

bool
sar_record_digest(const struct sar_record *record, const char *name,
    uint8_t out[SAR_SHA256_LEN])
{
	const struct sar_record_member *m = find_one(record, name);

	return m != NULL && m->is->kind == SAR_KIND_DIGEST &&
	       sar_value_b64(m->text, m->len, out, SAR_SHA256_LEN);
}

bool
sar_record_bool(const struct sar_record *record, const char *name, bool *out)
{
	const struct sar_record_member *m = find_one(record, name);

	if (m == NULL || m->is->kind != SAR_KIND_BOOL)
		return false;
	*out = m->number == 1;
	return true;
}

bool
sar_record_has(const struct sar_record *record, const char *name)
{
	return find(record, name) != NULL;
}

size_t
sar_record_count(const struct sar_record *record, const char *name)
{
	const struct sar_record_member *m = find(record, name);

	return m != NULL && m->is->list ? (size_t)m->number : 0;
}

/* Where value ${i} of a list is, and where it ends: none has a comma in it. */
static const char *
value_at(const struct sar_record *record, const char *name, size_t i, bool text,
    const char **end)
{
	const struct sar_record_member *m = find(record, name);
	const char *p, *comma;

	if (m == NULL || !m->is->list || i >= m->number ||
	    is_text(m->is->kind) != text)
		return NULL;
	*end = m->text + m->len;
	for (p = m->text;; p = comma + 1) {
		comma = memchr(p, ',', (size_t)(*end - p));
		if (i-- == 0)
			break;
	}
	if (comma != NULL)
		*end = comma;
	return p;
}

const char *
sar_record_text_at(const struct sar_record *record, const char *name, size_t i,
    size_t *len)
{
	const char *end;
	const char *at = value_at(record, name, i, true, &end);

	*len = 0;
	if (at == NULL)
		return NULL;
	*len = (size_t)(end - at) - 2;
	return at + 1;
}

bool
sar_record_number_at(const struct sar_record *record, const char *name,
    size_t i, uint64_t *out)
{
	const char *end;
	const char *at = value_at(record, name, i, false, &end);

	*out = 0;
	return at != NULL && sar_value_number(at, end, out) == end;
}

bool
sar_record_digest_at(const struct sar_record *record, const char *name,
    size_t i, uint8_t out[SAR_SHA256_LEN])
{
	size_t len;
	const char *text = sar_record_text_at(record, name, i, &len);

	return text != NULL && sar_value_b64(text, len, out, SAR_SHA256_LEN);
}

/* A record by itself, with all that it points into. */
struct kept {
	struct sar_record record; /* first: it is what callers hold */
	struct sar_record_member members[SAR_SCHEMA_MEMBERS];
	uint8_t leaf[SAR_SHA256_LEN];
	char text[]; /* the line, and room for it once more */
};

static int
read_kept(struct kept *kept, const char *name, size_t len, uint64_t seq,
    struct sar_err *err)
{
	struct sar_record_fault fault;

	if (!sar_scan_any(kept->text, len, seq, kept->text + len, kept->members,
		&kept->record, &fault))
		return sar_err_set(err, SAR_ETAMPER, "%s: %s%s%s", name,
		    fault.member == NULL ? "" : fault.member,
		    fault.member == NULL ? "" : " ", fault.is_not);
	sar_tree_leaf(kept->text, len, kept->leaf);
	kept->record.leaf = kept->leaf;
	return 0;
}

struct sar_record *
sar_record_new(const char *name, const char *line, size_t len, uint64_t seq,
    struct sar_err *err)
{
	struct kept *kept = NULL;

	if (len > SAR_RECORD_MAX) {
		(void)sar_err_set(err, SAR_ETAMPER, "%s: longer than %d bytes",
		    name, SAR_RECORD_MAX);
		return NULL;
	}
	if ((kept = calloc(1, sizeof(*kept) + 2 * len)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	memcpy(kept->text, line, len);
	if (read_kept(kept, name, len, seq, err) == -1) {
		free(kept);
		return NULL;
	}
	return &kept->record;
}

void
sar_record_free(struct sar_record *record)
{
	free(record);
}
