#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ingest/mapped.h"
#include "ingest/timeform.h"

#define WEEK (INT64_C(7) * 24 * 3600)
#define DAY (INT64_C(24) * 3600)

/* The digits at *${text}, at least ${least} and at most ${most} of them. */
static bool
take_digits(const char **text, int least, int most, uint64_t *out)
{
	int n = 0;

	*out = 0;
	while (n < most && **text >= '0' && **text <= '9') {
		*out = *out * 10 + (uint64_t)(*(*text)++ - '0');
		n++;
	}
	return n >= least;
}

/* A decimal fraction, or nothing, up to the end; is there more than zero? */
static bool
take_fraction(const char *text, bool *some)
{
	size_t n;

	*some = false;
	if (*text == '\0')
		return true;
	if (*text++ != '.')
		return false;
	n = strspn(text, "0123456789");
	*some = strspn(text, "0") < n;
	return n > 0 && text[n] == '\0';
}

static bool
take_clock(const char *text, bool hours, uint64_t *out)
{
	uint64_t h = 0, m, s;

	if (hours && (!take_digits(&text, 1, 4, &h) || *text++ != ':'))
		return false;
	if (!take_digits(&text, hours ? 2 : 1, hours ? 2 : 5, &m) ||
	    *text++ != ':' || !take_digits(&text, 2, 2, &s) || *text != '\0' ||
	    (hours && m > 59) || s > 59)
		return false;
	*out = h * 3600 + m * 60 + s;
	return true;
}

bool
sar_mapped_length(enum sar_mapping_length lengths, const char *text,
    uint32_t *out)
{
	uint64_t n = 0;
	bool more;

	*out = 0;
	if (text[0] == '\0')
		return true;
	switch (lengths) {
	case SAR_MAPPING_SECONDS:
		if (!take_digits(&text, 1, 9, &n) ||
		    !take_fraction(text, &more))
			return false;
		n += more ? 1 : 0;
		break;
	case SAR_MAPPING_MS:
		if (!sar_text_number(text, (uint64_t)WEEK * 1000, &n))
			return false;
		n = (n + 999) / 1000;
		break;
	case SAR_MAPPING_HMS:
	case SAR_MAPPING_MS60:
		if (!take_clock(text, lengths == SAR_MAPPING_HMS, &n))
			return false;
		break;
	}
	*out = (uint32_t)n;
	return n <= WEEK;
}

bool
sar_mapped_epoch(const char *text, bool ms, int64_t *out)
{
	uint64_t n;
	bool more;

	if (!take_digits(&text, 1, ms ? 13 : 10, &n) ||
	    !take_fraction(text, &more))
		return false;
	if (ms)
		n /= 1000;
	*out = (int64_t)n;
	return n <= UINT32_MAX;
}

/* A time as the mapping says they are written; *${local} for local ones. */
static bool
read_text(const struct sar_mapping *m, const char *text,
    struct sar_civil *local, int64_t *utc)
{
	size_t i;

	if (m->times == SAR_MAPPING_EPOCH || m->times == SAR_MAPPING_EPOCH_MS)
		return sar_mapped_epoch(text, m->times == SAR_MAPPING_EPOCH_MS,
		    utc);
	for (i = 0; i < m->n_forms; i++) {
		if (m->times == SAR_MAPPING_OFFSET &&
		    sar_timeform_utc(m->forms[i], text, utc))
			return true;
		if (m->times != SAR_MAPPING_OFFSET &&
		    sar_timeform_read(m->forms[i], text, local)) {
			*utc = sar_civil_seconds(local);
			return true;
		}
	}
	return false;
}

/* Are times of no zone what the mapping reads? */
static bool
is_local(const struct sar_mapping *m)
{
	return m->times == SAR_MAPPING_LOCAL || m->times == SAR_MAPPING_UTC;
}

static bool
read_start(const struct sar_mapped *x, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	const char *text = field[x->time];
	struct sar_civil local;

	if (x->clock != SAR_MAPPED_ABSENT)
		text = sar_row_format(row, "%s %s", text, field[x->clock]);
	row->leg.start_raw = text;
	if (!read_text(x->m, text, &local, &row->leg.start))
		return sar_row_reject(row, x->m->time,
		    "not a time of the mapping's format");
	if (is_local(x->m))
		sar_row_start(row, context, &local);
	return true;
}

/* The first instant of ${local} that is not before the leg's start. */
static int64_t
after_start(const struct sar_row_context *context, const struct sar_row *row,
    const struct sar_civil *local)
{
	enum sar_zone_fit fit;
	uint32_t uncertain;
	int64_t utc[2];
	int i, n;

	if (context->basis == SAR_TIME_UTC)
		return sar_civil_seconds(local);
	n = sar_zone_utc(context->zone, local, utc);
	for (i = 0; i < n; i++)
		if (utc[i] >= row->leg.start)
			return utc[i];
	return sar_zone_resolve(context->zone, local, &fit, &uncertain);
}

/*
 * When it ended, in *${end}; start when the row does not say.  An end that is
 * only a time of day is of the start's date, or, before the start, of the next.
 */
static bool
read_end(const struct sar_mapped *x, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row, int64_t *end)
{
	bool clock = x->end_clock != SAR_MAPPED_ABSENT;
	size_t from = clock ? x->end_clock : x->end;
	const char *column = clock ? x->m->end_clock : x->m->end;
	const char *day = x->end != SAR_MAPPED_ABSENT ? field[x->end]
						      : field[x->time];
	struct sar_civil local;
	const char *text;
	int64_t utc;

	*end = row->leg.start;
	if (from == SAR_MAPPED_ABSENT || field[from][0] == '\0')
		return true;
	text = clock ? sar_row_format(row, "%s %s", day, field[from])
		     : field[from];
	if (!read_text(x->m, text, &local, &utc))
		return sar_row_reject(row, column,
		    "not a time of the mapping's format");
	*end = is_local(x->m) ? after_start(context, row, &local) : utc;
	if (*end < row->leg.start && clock && x->end == SAR_MAPPED_ABSENT) {
		local = sar_civil_of_seconds(sar_civil_seconds(&local) + DAY);
		*end = after_start(context, row, &local);
	}
	if (*end < row->leg.start)
		return sar_row_reject(row, column, "before the start");
	return true;
}

/* Of the lengths the record has, the leg is as long as the longest. */
bool
sar_mapped_times(const struct sar_mapped *x,
    const struct sar_row_context *context, const char *const *field,
    struct sar_row *row)
{
	uint32_t duration = 0, talk = 0;
	int64_t end;

	if (!read_start(x, context, field, row) ||
	    !read_end(x, context, field, row, &end))
		return false;
	if (x->talk != SAR_MAPPED_ABSENT &&
	    !sar_mapped_length(x->m->lengths, field[x->talk], &talk))
		return sar_row_reject(row, x->m->talk,
		    "not a length of the mapping's format");
	if (x->duration != SAR_MAPPED_ABSENT &&
	    (!sar_mapped_length(x->m->lengths, field[x->duration], &duration) ||
		duration < talk))
		return sar_row_reject(row, x->m->duration,
		    "not a length of the mapping's format from the talk time "
		    "up");
	if (duration < talk)
		duration = talk;
	if (end < row->leg.start + duration)
		end = row->leg.start + duration;
	if (end - row->leg.start > WEEK)
		return sar_row_reject(row, x->m->time, "longer than a week");
	row->leg.end = end;
	row->leg.talk = x->talk != SAR_MAPPED_ABSENT
			    ? talk
			    : (uint32_t)(end - row->leg.start);
	return true;
}
