#include "disclosure/scan.h"

#include <string.h>

#include "disclosure/value.h"

/*
 * The type, so that its table says what comes next.  In the order of names
 * hardly any come after it: it is looked for from the end.
 */
static enum sar_record_type
find_type(const char *line, const char *end)
{
	static const char tag[] = "\"type\":\"", last[] = "\",\"v\":1}";
	const size_t tag_len = sizeof(tag) - 1, last_len = sizeof(last) - 1;
	const char *at, *close = end - last_len;

	if (close - line < (ptrdiff_t)(2 * tag_len))
		return SAR_RECORD_TYPES;
	at = close;
	if (memcmp(close, last, last_len) == 0)
		while (at - line > (ptrdiff_t)tag_len && at[-1] != '"')
			at--;
	/* Of some types there are members after it. */
	for (at -= tag_len; at > line && memcmp(at, tag, tag_len) != 0;)
		at--;
	if (at <= line)
		return SAR_RECORD_TYPES;
	at += tag_len;
	for (close = at; close < end && *close != '"';)
		close++;
	return sar_schema_find(at, (size_t)(close - at));
}

/* Are the first ${n} of sixteen bytes the same? */
static bool
same16(const char *a, const char *b, size_t n)
{
	static const uint8_t ones[2 * SAR_SCHEMA_TAG] = { 0xFF, 0xFF, 0xFF,
		0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
		0xFF, 0xFF, 0xFF };
	const uint8_t *mask = ones + SAR_SCHEMA_TAG - n;
	uint64_t x, y, m, z;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	memcpy(&m, mask, sizeof(m));
	z = (x ^ y) & m;
	memcpy(&x, a + sizeof(x), sizeof(x));
	memcpy(&y, b + sizeof(y), sizeof(y));
	memcpy(&m, mask + sizeof(m), sizeof(m));
	return (z | ((x ^ y) & m)) == 0;
}

/* Does the member come next? */
static bool
is_next(const char *p, const char *end, const struct sar_schema_member *member)
{
	size_t left = (size_t)(end - p), len = member->tag_len;

	/* After the quote: most that may be there are not. */
	if (left < 2 || p[1] != member->tag[1])
		return false;
	return left >= SAR_SCHEMA_TAG
		   ? same16(p, member->tag, len)
		   : left >= len && memcmp(p, member->tag, len) == 0;
}

/* Where the list that begins at ${p} ends; *${n} is how many values it has. */
static const char *
take_list(const char *p, const char *end, enum sar_schema_kind kind,
    uint64_t *n)
{
	uint64_t number;

	*n = 0;
	if (p == end || *p != '[')
		return NULL;
	for (p++; p < end && *p != ']'; (*n)++) {
		if (*n > 0 && *p++ != ',')
			return NULL;
		if (*n == SAR_RECORD_LIST)
			return NULL;
		if ((p = sar_value_take(p, end, kind, &number)) == NULL)
			return NULL;
	}
	return p == end ? NULL : p + 1;
}

/* What the members of every record have to say. */
static bool
common_ok(const struct sar_record_member *m, uint64_t seq,
    struct sar_record *record)
{
	if (m->is->kind == SAR_KIND_V)
		return m->number == 1;
	if (m->is->kind == SAR_KIND_SEQ)
		return m->number == seq;
	if (m->is->kind == SAR_KIND_TIME)
		record->t = (int64_t)m->number;
	return true;
}

/* The value that begins at ${p}: where the next member begins, or NULL. */
static const char *
take_member(const char *p, const char *end,
    const struct sar_schema_member *member, struct sar_record_member *out)
{
	const char *after = member->list
				? take_list(p, end, member->kind, &out->number)
				: sar_value_take(p, end, member->kind,
				      &out->number);
	size_t around = member->list || (p < end && *p == '"') ? 1 : 0;

	if (after == NULL || after == end)
		return NULL;
	out->is = member;
	out->text = p + around;
	out->len = (uint32_t)((size_t)(after - p) - 2 * around);
	/* A comma, or the brace that ends the line. */
	if (*after == ',')
		return after + 1;
	return *after == '}' && after + 1 == end ? after : NULL;
}

/* How many of each group there are, and how long their lists. */
struct groups {
	unsigned n[SAR_GROUPS];
	uint64_t count; /* of each list of SAR_GROUP_MANY */
	bool uneven;
};

static void
add_to_group(struct groups *groups, unsigned group,
    const struct sar_record_member *m)
{
	if (group == SAR_GROUP_MANY) {
		groups->uneven = groups->uneven || m->number < 2 ||
				 (groups->n[group] > 0 &&
				     m->number != groups->count);
		groups->count = m->number;
	}
	groups->n[group]++;
}

/* What one member says of another; NULL if it is right. */
static const char *
check_groups(enum sar_record_type type, const struct groups *groups)
{
	unsigned one = groups->n[SAR_GROUP_ONE];
	unsigned many = groups->n[SAR_GROUP_MANY];

	if (type == SAR_RECORD_RELEASE &&
	    !((one == 3 && many == 0) || (one == 0 && many == 3)))
		return "needs pkg, manifest and size, or pkgs, manifests and "
		       "sizes";
	if (groups->uneven)
		return "has pkgs, manifests and sizes that do not belong "
		       "together";
	if (groups->n[SAR_GROUP_NOTE] == 1)
		return "has one of note_bytes and note_sha256 only";
	return NULL;
}

bool
sar_scan_line(const char *line, size_t len, uint64_t seq,
    struct sar_record_member *members, struct sar_record *record,
    struct sar_record_fault *fault)
{
	const char *p = line + 1, *end = line + len;
	const struct sar_schema_member *m = NULL, *stop;
	struct groups groups = { .uneven = false };
	size_t n = 0;

	*fault = (struct sar_record_fault){ NULL, "not a record" };
	if (len < 2 || len > SAR_RECORD_MAX || line[0] != '{' || end[-1] != '}')
		return false;
	if ((record->type = find_type(line, end)) == SAR_RECORD_TYPES)
		return false;
	m = sar_schema_of(record->type)->members;
	stop = m + sar_schema_of(record->type)->n;
	for (; m < stop; m++) {
		if (!is_next(p, end, m)) {
			if (m->need == SAR_NEED_REQUIRED)
				break;
			continue;
		}
		p = take_member(p + m->tag_len, end, m, &members[n]);
		if (p == NULL || !common_ok(&members[n], seq, record))
			break;
		if (m->group != SAR_GROUP_NONE)
			add_to_group(&groups, m->group, &members[n]);
		n++;
	}
	if (m < stop)
		fault->member = m->name;
	if (m < stop || p + 1 != end || p[-1] == ',')
		return false;
	record->seq = seq;
	record->line = line;
	record->len = len;
	record->members = members;
	record->n_members = n;
	return (fault->is_not = check_groups(record->type, &groups)) == NULL;
}

bool
sar_scan_tombstone(const char *line, size_t len, uint8_t leaf[SAR_SHA256_LEN])
{
	return len == 1 + SAR_VALUE_DIGEST && line[0] == '-' &&
	       sar_value_b64(line + 1, SAR_VALUE_DIGEST, leaf, SAR_SHA256_LEN);
}
