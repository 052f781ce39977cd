#include "base/zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/zone_data.h"

#define DAY INT64_C(86400)

struct sar_zone {
	char *name;
};

/* The one zone the C library holds, and how many open zones rely on it. */
static struct {
	char *name;
	unsigned users;
} held;

/* ${utc}, not outside the years 1 to 9999. */
static int64_t
bounded(int64_t utc)
{
	struct sar_civil civil = sar_civil_of_seconds(utc);

	return sar_civil_seconds(&civil);
}

static struct tm
local_of(int64_t utc)
{
	time_t t = (time_t)bounded(utc);
	struct tm tm;
	const struct tm *known = localtime_r(&t, &tm);

	/* It fails only for a year no int can hold. */
	assert(known != NULL);
	(void)known;
	return tm;
}

static struct sar_civil
civil_of(const struct tm *tm)
{
	return (struct sar_civil){
		{ tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday },
		tm->tm_hour,
		tm->tm_min,
		tm->tm_sec,
	};
}

int
sar_zone_offset(const struct sar_zone *zone, int64_t utc)
{
	struct tm tm = local_of(utc);

	(void)zone;
	return (int)tm.tm_gmtoff;
}

struct sar_civil
sar_zone_local(const struct sar_zone *zone, int64_t utc)
{
	utc = bounded(utc);
	return sar_civil_of_seconds(utc + sar_zone_offset(zone, utc));
}

/*
 * The C library takes UTC, silently, for data it cannot use, and a zone with
 * leap seconds ("right/...") moves every time by half a minute: what it
 * answers must bear an abbreviation of the zone's own file, and be the time
 * asked for.
 */
static bool
answers_from(const struct sar_zone_data *data)
{
	static const int64_t probes[] = { 1530446400, 1700000000, 1720000000 };
	struct sar_civil local;
	struct tm tm;
	size_t i;

	for (i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		tm = local_of(probes[i]);
		local = civil_of(&tm);
		if (!sar_zone_data_names(data, tm.tm_zone) ||
		    sar_civil_seconds(&local) - tm.tm_gmtoff != probes[i])
			return false;
	}
	return true;
}

static int
set_tz(const char *value)
{
	if (setenv("TZ", value, 1) == -1)
		return -1;
	tzset();
	return 0;
}

/*
 * Make ${name} the zone of the C library, which looks at a file only when the
 * name changes: hence another one in between.
 */
static int
hold(const char *name, struct sar_err *err)
{
	struct sar_zone_data data = SAR_ZONE_DATA_INIT;
	char *copy = NULL;
	int rc = -1;

	if (sar_zone_data_read(name, &data, err) == -1)
		goto out;
	if ((copy = strdup(name)) == NULL || set_tz("UTC0") == -1 ||
	    set_tz(name) == -1) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (!answers_from(&data)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "time zone: the system's data for it cannot be used");
		goto out;
	}
	held.name = copy;
	copy = NULL;
	rc = 0;

out:
	free(copy);
	sar_zone_data_free(&data);
	return rc;
}

/* One user fewer; the last one lets another zone in. */
static void
let_go(void)
{
	if (held.users > 0 && --held.users > 0)
		return;
	free(held.name);
	held.name = NULL;
}

struct sar_zone *
sar_zone_open(const char *name, struct sar_err *err)
{
	struct sar_zone *zone;

	if (held.users > 0 && strcmp(held.name, name) != 0) {
		(void)sar_err_set(err, SAR_EFAIL,
		    "time zone: this process has another one open");
		return NULL;
	}
	if (held.users == 0 && hold(name, err) == -1)
		return NULL;
	held.users++;
	if ((zone = calloc(1, sizeof(*zone))) == NULL ||
	    (zone->name = strdup(name)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(zone);
		let_go();
		return NULL;
	}
	return zone;
}

void
sar_zone_free(struct sar_zone *zone)
{
	if (zone == NULL)
		return;
	free(zone->name);
	free(zone);
	let_go();
}

const char *
sar_zone_name(const struct sar_zone *zone)
{
	return zone->name;
}

/* The offsets a day before and a day after ${local}, whatever the zone's. */
static void
offsets_around(const struct sar_zone *zone, int64_t local, int *before,
    int *after)
{
	*before = sar_zone_offset(zone, local - DAY);
	*after = sar_zone_offset(zone, local + DAY);
}

/*
 * mktime(3) would guess, and in the repeated hour guess by what it was asked
 * before.
 */
int
sar_zone_utc(const struct sar_zone *zone, const struct sar_civil *local,
    int64_t out[2])
{
	int64_t seconds = sar_civil_seconds(local);
	int64_t swap;
	int before, after;
	int n = 0;

	offsets_around(zone, seconds, &before, &after);
	if (sar_zone_offset(zone, seconds - before) == before)
		out[n++] = seconds - before;
	if (after != before && sar_zone_offset(zone, seconds - after) == after)
		out[n++] = seconds - after;
	if (n == 2 && out[1] < out[0]) {
		swap = out[0];
		out[0] = out[1];
		out[1] = swap;
	}
	return n;
}

int64_t
sar_zone_resolve(const struct sar_zone *zone, const struct sar_civil *local,
    enum sar_zone_fit *fit, uint32_t *uncertain)
{
	int64_t seconds = sar_civil_seconds(local);
	int64_t utc[2];
	int before, after;
	int n = sar_zone_utc(zone, local, utc);

	*fit = SAR_ZONE_EXACT;
	*uncertain = 0;
	if (n == 2) {
		*fit = SAR_ZONE_REPEATED;
		*uncertain = (uint32_t)(utc[1] - utc[0]);
	}
	if (n > 0)
		return utc[0];
	/* The recorder's clock had not been put forward yet. */
	offsets_around(zone, seconds, &before, &after);
	*fit = SAR_ZONE_SKIPPED;
	*uncertain = (uint32_t)abs(after - before);
	return seconds - before;
}

/* The first instant whose local time is not before ${local}, in a gap. */
static int64_t
end_of_gap(const struct sar_zone *zone, int64_t local)
{
	int64_t low = local - 2 * DAY;
	int64_t high = local + 2 * DAY;
	int64_t middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (middle + sar_zone_offset(zone, middle) < local)
			low = middle;
		else
			high = middle;
	}
	return high;
}

int64_t
sar_zone_day_start(const struct sar_zone *zone, struct sar_date date)
{
	struct sar_civil midnight = { date, 0, 0, 0 };
	int64_t utc[2];

	if (sar_zone_utc(zone, &midnight, utc) > 0)
		return utc[0];
	return end_of_gap(zone, sar_civil_seconds(&midnight));
}
