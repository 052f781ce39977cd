/* vCons beside each other and beside schedule.csv. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"
#include "audit/values.h"
#include "base/utc.h"
#include "letter/letter.h"

#define HOUR ((int64_t)3600)
#define DAY 86400
#define QUARTER 900 /* offsets of zones from UTC are multiples of it */

struct sar_audit_told *
sar_audit_told_of(struct sar_audit_volume *volume, size_t item)
{
	size_t n = volume->redactions->n;

	if (volume->told == NULL)
		volume->told = calloc(n + 1, sizeof(*volume->told));
	return volume->told == NULL ? NULL : &volume->told[item];
}

/* "10:05:31" as seconds of a day; -1 for anything else. */
static int64_t
seconds_of(const char *text)
{
	const struct sar_rows_cell cell = { text, strlen(text) };
	struct sar_civil time = { 0 };

	if (!sar_values_time(&cell, &time))
		return -1;
	return ((int64_t)time.hour * 60 + time.minute) * 60 + time.second;
}

/* Is ${utc} in some zone, 12 hours behind to 14 before, just that time? */
static bool
same_time(int64_t utc, const struct sar_audit_told *told)
{
	int64_t second = seconds_of(told->time);
	char text[SAR_UTC_LEN], day[SAR_LETTER_DAY];
	struct sar_date date;
	int64_t local;

	for (local = utc - 12 * HOUR; local <= utc + 14 * HOUR;
	     local += QUARTER) {
		if ((local % DAY + DAY) % DAY != second)
			continue;
		sar_utc_format(local, text);
		text[SAR_DATE_LEN - 1] = '\0';
		if (!sar_date_parse(text, &date))
			continue;
		sar_letter_day(date, day);
		if (strcmp(day, told->date) == 0)
			return true;
	}
	return false;
}

static const char *
name_of(const struct sar_audit_volume *volume, size_t item)
{
	return volume->redactions->files[item].name;
}

/* ${told} of recording ${item}, and the first vCon of all: do they agree? */
static int
check_one(struct sar_audit_volume *volume, size_t item,
    const struct sar_described *first, struct sar_err *err)
{
	const struct sar_audit_told *told = &volume->told[item];
	const char *what = NULL;

	if (strcmp(told->vcon.created, first->created) != 0)
		what = "date as another";
	else if (memcmp(told->vcon.organisation, first->organisation,
		     SAR_SHA256_LEN) != 0)
		what = "organisation as another";
	else if (!same_time(told->vcon.start, told))
		what = "start as schedule.csv";
	if (what == NULL)
		return 0;
	return sar_audit_say(volume->audit, SAR_AUDIT_METADATA, SAR_ECORRUPT,
	    err, "%s: its vCon has not the same %s", name_of(volume, item),
	    what);
}

/* Every recording of ${volume} has one, or none has. */
static int
check_volume(struct sar_audit_volume *volume, bool wanted,
    const struct sar_described **first, struct sar_err *err)
{
	const struct sar_redactions_file *file;
	struct sar_audit_told *told;
	size_t i;

	for (i = 0; i < volume->n; i++) {
		if (sar_audit_kind_of(volume->entries[i].name) !=
			SAR_AUDIT_RECORDING ||
		    (file = sar_redactions_find(volume->redactions,
			 volume->entries[i].name)) == NULL)
			continue;
		told = sar_audit_told_of(volume,
		    (size_t)(file - volume->redactions->files));
		if (told == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		if (told->described && *first == NULL)
			*first = &told->vcon;
		if (told->described &&
		    check_one(volume, told->vcon.item, *first, err) == -1)
			return -1;
		if (wanted && !told->there &&
		    sar_audit_say(volume->audit, SAR_AUDIT_METADATA,
			SAR_ECORRUPT, err,
			"%s: has no vCon, though others have one",
			file->name) == -1)
			return -1;
	}
	return 0;
}

static bool
is_looked_at(const struct sar_audit_volume *volume)
{
	return volume->good && volume->redactions != NULL;
}

int
sar_audit_described(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_described *first = NULL;
	struct sar_audit_volume *volume;
	bool wanted = false;
	size_t i, k;

	for (i = 0; i < audit->n; i++) {
		volume = &audit->volumes[i];
		for (k = 0; is_looked_at(volume) && k < volume->n; k++)
			wanted = wanted ||
				 sar_audit_kind_of(volume->entries[k].name) ==
				     SAR_AUDIT_DESCRIPTION;
	}
	for (i = 0; i < audit->n; i++)
		if (is_looked_at(&audit->volumes[i]) &&
		    check_volume(&audit->volumes[i], wanted, &first, err) == -1)
			return -1;
	return 0;
}
