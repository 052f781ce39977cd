#include "ingest/row.h"

#include <string.h>

#include "base/text.h"

#define WEEK (7 * 24 * 3600)

bool
sar_row_reject(struct sar_row *row, const char *column, const char *reason)
{
	row->column = column;
	row->reason = reason;
	return false;
}

static bool
same_party(const struct sar_index_party *a, const struct sar_index_party *b)
{
	return a->role == b->role && a->number.key != 0 &&
	       a->number.key == b->number.key &&
	       a->number.certain == b->number.certain;
}

void
sar_row_party(struct sar_row *row, const struct sar_phone_plan *plan,
    enum sar_role role, const char *text)
{
	struct sar_index_leg *leg = &row->leg;
	struct sar_index_party party = { .role = role, .raw = text };
	size_t i;

	if (text[0] == '\0' || leg->n_parties == SAR_INDEX_PARTIES)
		return;
	sar_phone_read(plan, text, strlen(text), &party.number);
	for (i = 0; i < leg->n_parties; i++)
		if (same_party(&leg->parties[i], &party))
			return;
	leg->parties[leg->n_parties++] = party;
}

void
sar_row_start(struct sar_row *row, const struct sar_row_context *context,
    const struct sar_civil *local)
{
	row->leg.start = sar_zone_resolve(context->zone, local, &row->fit,
	    &row->leg.uncertain);
}

bool
sar_row_safe(const char *path)
{
	const char *part = path;
	const char *end;
	size_t len;

	if (!sar_text_utf8(path, strlen(path)) || path[0] == '\0')
		return false;
	for (end = path; *end != '\0'; end++)
		if ((unsigned char)*end < 0x20 || *end == 0x7f || *end == '\\')
			return false;
	for (;;) {
		end = strchr(part, '/');
		len = end == NULL ? strlen(part) : (size_t)(end - part);
		/* "" too: an absolute path, or two slashes. */
		if (len == 0 || strncmp(part, "..", len) == 0)
			return false;
		if (end == NULL)
			return true;
		part = end + 1;
	}
}

bool
sar_row_seconds(const char *text, uint32_t *out)
{
	uint64_t n;

	if (!sar_text_number(text, WEEK, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}
