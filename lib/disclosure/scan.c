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

/* Find the type, so that its table says what comes next. */
static bool
find_type(struct scanner *s, const char *line, size_t len)
{
	static const char tag[] = "\"type\":\"";
	const char *at = memmem(line, len, tag, sizeof(tag) - 1);
	const char *close;

	if (at == NULL)
		return false;
	at += sizeof(tag) - 1;
	close = memchr(at, '"', (size_t)(s->end - at));
	if (close == NULL)
		return false;
	s->record->type = sar_schema_find(at, (size_t)(close - at));
	if (s->record->type == SAR_RECORD_TYPES)
		return false;
	s->schema = sar_schema_of(s->record->type);
	return true;
}

/* Does ${tag} come next?  Then go past it. */
static bool
take_tag(struct scanner *s, const struct sar_schema_member *member)
{
	if ((size_t)(s->end - s->p) < member->tag_len ||
	    memcmp(s->p, member->tag, member->tag_len) != 0)
		return false;
	s->p += member->tag_len;
	return true;
}

/* A value that is no list. */
static bool
take_one(struct scanner *s, enum sar_schema_kind kind,
    struct sar_record_member *out)
{
	const char *after;

	if (kind == SAR_KIND_NUMBER || kind == SAR_KIND_SEQ ||
	    kind == SAR_KIND_V)
		after = sar_value_number(s->p, s->end, &out->number);
	else if (kind == SAR_KIND_BOOL)
		after = sar_value_bool(s->p, s->end, &out->number);
	else
		after = sar_value_text(s->p, s->end, kind);
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
		s->record->t = sar_value_time(m->text);
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

/* A release has one zip, or volumes: as many of each. */
static const char *
check_release(const struct sar_record *record)
{
	size_t n = sar_record_count(record, "pkgs");
	bool one = sar_record_has(record, "pkg");

	if (one != sar_record_has(record, "manifest") ||
	    one != sar_record_has(record, "size") ||
	    one == sar_record_has(record, "pkgs"))
		return "needs pkg, manifest and size, or pkgs, manifests and "
		       "sizes";
	if (n != sar_record_count(record, "manifests") ||
	    n != sar_record_count(record, "sizes") ||
	    (one && (sar_record_has(record, "manifests") ||
			sar_record_has(record, "sizes"))) ||
	    (!one && n < 2))
		return "pkgs, manifests and sizes do not belong together";
	return NULL;
}

/* What one member says of another. */
static const char *
check_together(const struct sar_record *record)
{
	if (record->type == SAR_RECORD_RELEASE)
		return check_release(record);
	if (record->type == SAR_RECORD_RECOVER &&
	    sar_record_has(record, "note_bytes") !=
		sar_record_has(record, "note_sha256"))
		return "note_bytes and note_sha256 belong together";
	return NULL;
}

bool
sar_scan(const char *line, size_t len, uint64_t seq,
    struct sar_record_member *members, struct sar_record *record,
    struct sar_record_fault *fault)
{
	struct scanner s = { line + 1, line + len, seq, NULL, record };
	const struct sar_schema_member *member;
	size_t i, n = 0;

	*fault = (struct sar_record_fault){ NULL, "not a record" };
	if (len < 2 || len > SAR_RECORD_MAX || line[0] != '{' ||
	    line[len - 1] != '}' || !find_type(&s, line, len))
		return false;
	for (i = 0; i < s.schema->n; i++) {
		member = &s.schema->members[i];
		fault->member = member->name;
		fault->is_not = NULL;
		if (!take_tag(&s, member)) {
			if (member->need == SAR_NEED_REQUIRED)
				return false;
		} else if (!take_member(&s, member, &members[n++])) {
			return false;
		}
	}
	fault->member = NULL;
	if (s.p + 1 != s.end || s.p[-1] == ',')
		return false;
	record->seq = seq;
	record->line = line;
	record->len = len;
	record->members = members;
	record->n_members = n;
	return (fault->is_not = check_together(record)) == NULL;
}

bool
sar_scan_tombstone(const char *line, size_t len, uint8_t leaf[SAR_SHA256_LEN])
{
	return len == 1 + SAR_VALUE_DIGEST && line[0] == '-' &&
	       sar_value_b64(line + 1, SAR_VALUE_DIGEST, leaf, SAR_SHA256_LEN);
}
