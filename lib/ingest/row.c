#include "ingest/row.h"

#include <string.h>

#include "base/text.h"

#define SECONDS_MAX (UINT64_C(3653) * 86400)

bool
sar_ingest_reject(struct sar_ingest_reject *reject, const char *column,
    const char *reason)
{
	reject->column = column;
	reject->reason = reason;
	return false;
}

static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7F)
			return true;
	return false;
}

bool
sar_ingest_text_ok(const char *text, const char *column,
    struct sar_ingest_reject *reject)
{
	size_t len = strlen(text);

	if (len > SAR_INGEST_TEXT_MAX)
		return sar_ingest_reject(reject, column, "too-long");
	if (!sar_text_utf8(text, len) || has_control(text))
		return sar_ingest_reject(reject, column, "not-text");
	return true;
}

bool
sar_ingest_seconds_ok(const char *text, const char *column, uint64_t *out,
    struct sar_ingest_reject *reject)
{
	if (sar_text_number(text, SECONDS_MAX, out))
		return true;
	return sar_ingest_reject(reject, column, "bad-number");
}

static bool
is_same(const struct sar_index_party *party, enum sar_role role,
    const struct sar_phone *number, const char *raw)
{
	if (number->key == 0)
		return party->role == role && strcmp(party->raw, raw) == 0;
	return party->number.key == number->key &&
	       party->number.certain == number->certain &&
	       (party->role == role || role == SAR_ROLE_OTHER);
}

bool
sar_ingest_add_party(struct sar_ingest_row *row, enum sar_role role,
    const char *raw, const struct sar_phone_plan *plan)
{
	struct sar_index_leg *leg = &row->leg;
	struct sar_phone number;
	size_t i;

	sar_phone_read(plan, raw, strlen(raw), &number);
	for (i = 0; i < leg->n_parties; i++)
		if (is_same(&leg->parties[i], role, &number, raw))
			return true;
	if (leg->n_parties == SAR_INDEX_PARTIES)
		return false;
	leg->parties[leg->n_parties].role = role;
	leg->parties[leg->n_parties].number = number;
	leg->parties[leg->n_parties].raw = raw;
	leg->n_parties++;
	return true;
}

void
sar_ingest_set_start(struct sar_ingest_row *row, const struct sar_zone *zone,
    const struct sar_civil *local)
{
	row->leg.start = sar_zone_resolve(zone, local, &row->fit,
	    &row->leg.uncertain);
}

/* One part of a path, ${len} bytes of it. */
static bool
is_safe_part(const char *part, size_t len)
{
	return len > 0 && !(len == 1 && part[0] == '.') &&
	       !(len == 2 && part[0] == '.' && part[1] == '.');
}

bool
sar_ingest_path_ok(const char *path)
{
	size_t len;

	if (has_control(path) || !sar_text_utf8(path, strlen(path)))
		return false;
	for (;;) {
		len = strcspn(path, "/");
		if (!is_safe_part(path, len))
			return false;
		if (path[len] == '\0')
			return true;
		path += len + 1;
	}
}
