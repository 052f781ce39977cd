#include "disclosure/scan.h"

#include <string.h>

#include "base/civil.h"
#include "base/date.h"
#include "disclosure/value.h"

/* Where in a line the scanner is; what is right so far. */
struct scanner {
	const char *p;
	const char *end;
	uint64_t seq;
	const struct sar_schema *schema;
	struct sar_record *record;
};

/*
 * Find the type, so that its table says what comes next.  In the order of
 * names hardly any come after it: it is looked for from the end.
 */
static bool
find_type(struct scanner *s, const char *line)
{
	static const char tag[] = "\"type\":\"", last[] = "\",\"v\":1}";
	const size_t tag_len = sizeof(tag) - 1, last_len = sizeof(last) - 1;
	const char *at, *close = s->end - last_len;

	if (close - line < (ptrdiff_t)(tag_len + last_len))
		return false;
	at = close;
	if (memcmp(close, last, last_len) == 0)
		while (at > line && at[-1] != '"')
			at--;
	/* Of some types there are members after it. */
	for (at -= tag_len; at > line && memcmp(at, tag, tag_len) != 0;)
		at--;
	if (at <= line)
		return false;
	at += tag_len;
	for (close = at; close < s->end && *close != '"';)
		close++;
	s->record->type = sar_schema_find(at, (size_t)(close - at));
	if (s->record->type == SAR_RECORD_TYPES)
		return false;
	s->schema = sar_schema_of(s->record->type);
	return true;
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

/* Does ${tag} come next?  Then go past it. */
static bool
take_tag(struct scanner *s, const struct sar_schema_member *member)
{
	size_t left = (size_t)(s->end - s->p), len = member->tag_len;

	/* After the quote: most that may be there are not. */
	if (left < 2 || s->p[1] != member->tag[1])
		return false;
	if (left >= SAR_SCHEMA_TAG
		? !same16(s->p, member->tag, len)
		: left < len || memcmp(s->p, member->tag, len) != 0)
		return false;
	s->p += len;
	return true;
}

/* A value that is no list. */
static bool
take_one(struct scanner *s, enum sar_schema_kind kind,
    struct sar_record_member *out)
{
	const char *after = sar_value_take(s->p, s->end, kind, &out->number);

	if (after == NULL)
		return false;
	/* Without its quotes. */
	out->text = s->p + (*s->p == '"');
	out->len = (uint32_t)(after - s->p - (*s->p == '"' ? 2 : 0));
	s->p = after;
	return true;
}

static bool
take_list(struct scanner *s, enum sar_schema_kind kind,
    struct sar_record_member *out)
{
	struct sar_record_member one = { 0 };
	const char *from = s->p + 1;
	uint64_t n = 0;

	if (s->p == s->end || *s->p != '[')
		return false;
	for (s->p++; s->p < s->end && *s->p != ']'; n++) {
		if (n > 0 && *s->p++ != ',')
			return false;
		if (n == SAR_RECORD_LIST || !take_one(s, kind, &one))
			return false;
	}
	if (s->p == s->end)
		return false;
	out->text = from;
	out->len = (uint32_t)(s->p++ - from);
	out->number = n;
	return true;
}

/* What the members of every record have to say. */
static bool
common_ok(struct scanner *s, const struct sar_record_member *m)
{
	if (m->kind == SAR_KIND_V)
		return m->number == 1;
	if (m->kind == SAR_KIND_SEQ)
		return m->number == s->seq;
	if (m->kind == SAR_KIND_TIME)
		s->record->t = (int64_t)m->number;
	return true;
}

static bool
take_member(struct scanner *s, const struct sar_schema_member *member,
    struct sar_record_member *out)
{
	bool ok;

	out->name = member->name;
	out->kind = member->kind;
	out->list = member->list != 0;
	ok = out->list ? take_list(s, member->kind, out)
		       : take_one(s, member->kind, out);
	/* A comma, or the brace that ends the line. */
	if (!ok || s->p == s->end || !common_ok(s, out))
		return false;
	if (*s->p == ',')
		s->p++;
	else if (*s->p != '}' || s->p + 1 != s->end)
		return false;
	return true;
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
sar_scan(const char *line, size_t len, uint64_t seq,
    struct sar_record_member *members, struct sar_record *record,
    struct sar_record_fault *fault)
{
	struct scanner s = { line + 1, line + len, seq, NULL, record };
	const struct sar_schema_member *member;
	struct groups groups = { .uneven = false };
	size_t i, n = 0;

	*fault = (struct sar_record_fault){ NULL, "not a record" };
	if (len < 2 || len > SAR_RECORD_MAX || line[0] != '{' ||
	    line[len - 1] != '}' || !find_type(&s, line))
		return false;
	for (i = 0; i < s.schema->n; i++) {
		member = &s.schema->members[i];
		fault->member = member->name;
		fault->is_not = NULL;
		if (!take_tag(&s, member)) {
			if (member->need == SAR_NEED_REQUIRED)
				return false;
			continue;
		}
		if (!take_member(&s, member, &members[n]))
			return false;
		if (member->group != SAR_GROUP_NONE)
			add_to_group(&groups, member->group, &members[n]);
		n++;
	}
	*fault = (struct sar_record_fault){ NULL, "not a record" };
	if (s.p + 1 != s.end || s.p[-1] == ',')
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
