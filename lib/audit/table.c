/* schedule.csv beside redactions.json: what they both say must be the same. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit/rows.h"
#include "audit/state.h"
#include "plan/plan.h"

/* Seconds with one decimal, to the nearest; what there is is never 0.0. */
static bool
is_seconds(const struct sar_rows_cell *cell, uint64_t frames, uint32_t rate)
{
	uint64_t tenths = frames / rate * 10 +
			  (frames % rate * 10 + rate / 2) / rate;
	char text[32];

	if (tenths == 0 && frames > 0)
		tenths = 1;
	(void)snprintf(text, sizeof(text), "%" PRIu64 ".%" PRIu64, tenths / 10,
	    tenths % 10);
	return sar_rows_is(cell, text);
}

static bool
is_count(const struct sar_rows_cell *cell, size_t n)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%zu", n);
	return sar_rows_is(cell, text);
}

static bool
is_outcome(const struct sar_rows_cell *cell, enum sar_class class)
{
	return sar_rows_is(cell, sar_plan_class_text(class));
}

/* What differs between a row and the recording it is about; NULL: nothing. */
static const char *
difference(const struct sar_rows_cell cells[SAR_ROWS_COLUMNS],
    const struct sar_redactions_file *file)
{
	uint64_t frames = 0;
	size_t i;

	for (i = 0; i < file->n_cuts; i++)
		frames += file->cuts[i].to - file->cuts[i].from;
	if (!is_count(&cells[SAR_ROWS_PLACES], file->n_cuts))
		return "another number of places";
	if (!is_seconds(&cells[SAR_ROWS_SECONDS], frames, file->rate))
		return "another number of seconds removed";
	if (!is_seconds(&cells[SAR_ROWS_LENGTH], file->frames, file->rate))
		return "another length";
	if (!is_outcome(&cells[SAR_ROWS_OUTCOME],
		file->n_cuts == 0 ? SAR_CLASS_DISCLOSED
				  : SAR_CLASS_PART_DISCLOSED))
		return "another outcome";
	return NULL;
}

/* As much of a cell as a date or time has. */
static void
copy(const struct sar_rows_cell *cell, char out[SAR_AUDIT_CELL])
{
	size_t len = cell->len < SAR_AUDIT_CELL ? cell->len : 0;

	memcpy(out, cell->at, len);
	out[len] = '\0';
}

/* The vCon, if there is one, may come before or after. */
static int
keep(struct sar_audit_volume *volume, size_t item,
    const struct sar_rows_cell cells[SAR_ROWS_COLUMNS], struct sar_err *err)
{
	struct sar_audit_told *told = sar_audit_told_of(volume, item);

	if (told == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	copy(&cells[SAR_ROWS_DATE], told->date);
	copy(&cells[SAR_ROWS_TIME], told->time);
	return 0;
}

static int
wrong(struct sar_audit_volume *volume, size_t line, const char *why,
    struct sar_err *err)
{
	volume->table_wrong = true;
	return sar_audit_say(volume->audit, SAR_AUDIT_REDACTIONS, SAR_ECORRUPT,
	    err, "schedule.csv: line %zu: %s", line, why);
}

static int
differs(struct sar_audit_volume *volume, size_t line, const char *what,
    struct sar_err *err)
{
	char why[96];

	(void)snprintf(why, sizeof(why), "%s than redactions.json", what);
	return wrong(volume, line, why, err);
}

/* What is said of an item without a recording: 0, or told. */
static int
check_absent(struct sar_audit_volume *volume, size_t line,
    const struct sar_rows_cell *outcome, struct sar_err *err)
{
	if (is_outcome(outcome, SAR_CLASS_WITHHELD) ||
	    is_outcome(outcome, SAR_CLASS_UNAVAILABLE))
		return 0;
	return wrong(volume, line, "disclosed, and no recording of it", err);
}

int
sar_audit_table(struct sar_audit_volume *volume, const char *text, size_t len,
    struct sar_err *err)
{
	const struct sar_redactions *all = volume->redactions;
	struct sar_rows_cell cells[SAR_ROWS_COLUMNS];
	const char *end = text + len;
	const char *at = text;
	const char *why;
	size_t line = 1;
	size_t i = 0;

	if (!sar_rows_header(&at, end))
		return wrong(volume, line, "not the header it has", err);
	while (at < end) {
		line++;
		if (!sar_rows_take(&at, end, cells))
			return wrong(volume, line, "not a row of it", err);
		if (!is_count(&cells[SAR_ROWS_ITEM], line - 1))
			return wrong(volume, line, "another item is due", err);
		if (cells[SAR_ROWS_FILE].len == 0) {
			if (check_absent(volume, line, &cells[SAR_ROWS_OUTCOME],
				err) == -1)
				return -1;
			continue;
		}
		if (i == all->n ||
		    !sar_rows_is(&cells[SAR_ROWS_FILE], all->files[i].name))
			return differs(volume, line, "another recording", err);
		if (keep(volume, i, cells, err) == -1)
			return -1;
		why = difference(cells, &all->files[i++]);
		if (why != NULL && differs(volume, line, why, err) == -1)
			return -1;
	}
	return i == all->n ? 0 : differs(volume, line, "fewer recordings", err);
}
