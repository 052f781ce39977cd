/* schedule.csv beside redactions.json: what they both say must be the same. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/state.h"

static const char header[] =
    "item,file,date,time,length_seconds,outcome,reason,"
    "places_removed,seconds_removed,provisions\r\n";

enum column {
	ITEM,
	FILE_NAME,
	DATE,
	TIME,
	LENGTH,
	OUTCOME,
	REASON,
	PLACES,
	SECONDS,
	PROVISIONS,
	COLUMNS
};

/* A cell without its quotes; a doubled quote in it stays so. */
struct cell {
	const char *at;
	size_t len;
};

/* Strict RFC 4180, and no cell has a line break. */
static bool
take_cell(const char **at, const char *end, struct cell *cell)
{
	const char *p = *at;

	if (p < end && *p == '"') {
		for (cell->at = ++p; p < end; p++)
			if (*p == '"' && (p + 1 == end || *++p != '"'))
				break;
		/* One behind the closing quote. */
		cell->len = (size_t)(p - cell->at);
		if (cell->len == 0)
			return false;
		cell->len--;
	} else {
		for (cell->at = p; p < end && strchr(",\r\n\"", *p) == NULL;)
			p++;
		cell->len = (size_t)(p - cell->at);
	}
	*at = p;
	return memchr(cell->at, '\n', cell->len) == NULL;
}

static bool
take_row(const char **at, const char *end, struct cell cells[COLUMNS])
{
	int i;

	for (i = 0; i < COLUMNS; i++) {
		if (!take_cell(at, end, &cells[i]))
			return false;
		if (i + 1 == COLUMNS)
			break;
		if (*at == end || **at != ',')
			return false;
		++*at;
	}
	if (end - *at < 2 || memcmp(*at, "\r\n", 2) != 0)
		return false;
	*at += 2;
	return true;
}

static bool
is(const struct cell *cell, const char *text)
{
	return strlen(text) == cell->len &&
	       memcmp(cell->at, text, cell->len) == 0;
}

/* Seconds with one decimal, to the nearest; what there is is never 0.0. */
static bool
is_seconds(const struct cell *cell, uint64_t frames, uint32_t rate)
{
	uint64_t tenths = frames / rate * 10 +
			  (frames % rate * 10 + rate / 2) / rate;
	char text[32];

	if (tenths == 0 && frames > 0)
		tenths = 1;
	(void)snprintf(text, sizeof(text), "%" PRIu64 ".%" PRIu64, tenths / 10,
	    tenths % 10);
	return is(cell, text);
}

static bool
is_count(const struct cell *cell, size_t n)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%zu", n);
	return is(cell, text);
}

/* What differs between a row and the recording it is about; NULL: nothing. */
static const char *
difference(const struct cell cells[COLUMNS],
    const struct sar_redactions_file *file)
{
	uint64_t frames = 0;
	size_t i;

	for (i = 0; i < file->n_cuts; i++)
		frames += file->cuts[i].to - file->cuts[i].from;
	if (!is_count(&cells[PLACES], file->n_cuts))
		return "another number of places";
	if (!is_seconds(&cells[SECONDS], frames, file->rate))
		return "another number of seconds removed";
	if (!is_seconds(&cells[LENGTH], file->frames, file->rate))
		return "another length";
	return NULL;
}

/* As much of a cell as a date or time has. */
static void
copy(const struct cell *cell, char out[SAR_AUDIT_CELL])
{
	size_t len = cell->len < SAR_AUDIT_CELL ? cell->len : 0;

	memcpy(out, cell->at, len);
	out[len] = '\0';
}

/* The vCon, if there is one, may come before or after. */
static int
keep(struct sar_audit_volume *volume, size_t item,
    const struct cell cells[COLUMNS], struct sar_err *err)
{
	struct sar_audit_told *told = sar_audit_told_of(volume, item);

	if (told == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	copy(&cells[DATE], told->date);
	copy(&cells[TIME], told->time);
	return 0;
}

static int
differs(struct sar_audit_volume *volume, size_t line, const char *why,
    struct sar_err *err)
{
	return sar_audit_say(volume->audit, SAR_AUDIT_REDACTIONS, SAR_ECORRUPT,
	    err, "schedule.csv: line %zu: %s than redactions.json", line, why);
}

int
sar_audit_table(struct sar_audit_volume *volume, const char *text, size_t len,
    struct sar_err *err)
{
	const struct sar_redactions *all = volume->redactions;
	const char *end = text + len;
	const char *at = text + sizeof(header) - 1;
	struct cell cells[COLUMNS];
	const char *why;
	size_t line = 1;
	size_t i = 0;

	if (len < sizeof(header) - 1 ||
	    memcmp(text, header, sizeof(header) - 1) != 0)
		return sar_audit_say(volume->audit, SAR_AUDIT_REDACTIONS,
		    SAR_ECORRUPT, err, "schedule.csv: not the header it has");
	while (at < end) {
		line++;
		if (!take_row(&at, end, cells))
			return sar_audit_say(volume->audit,
			    SAR_AUDIT_REDACTIONS, SAR_ECORRUPT, err,
			    "schedule.csv: line %zu: not a row of it", line);
		if (cells[FILE_NAME].len == 0)
			continue;
		if (i == all->n || !is(&cells[FILE_NAME], all->files[i].name))
			return differs(volume, line, "another recording", err);
		if (keep(volume, i, cells, err) == -1)
			return -1;
		why = difference(cells, &all->files[i++]);
		if (why != NULL && differs(volume, line, why, err) == -1)
			return -1;
	}
	return i == all->n ? 0 : differs(volume, line, "fewer recordings", err);
}
