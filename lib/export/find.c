#include "export/find.h"

#include <stdlib.h>
#include <string.h>

static struct sar_date
day_after(struct sar_date day)
{
	return sar_date_of_days(sar_date_days(day) + 1);
}

static bool
is_own(const struct sar_home *home, int64_t key)
{
	size_t i;

	for (i = 0; i < home->n_own; i++)
		if (home->own[i] == key)
			return true;
	return false;
}

/* Every call carries one of the organisation's own numbers.  Without an index
   (NULL) those are known that sar.conf has. */
static int
refuse_own(const struct sar_case *c, struct sar_index *index,
    struct sar_err *err)
{
	const struct sar_request *request = c->request;
	bool entry = false;
	size_t i;

	for (i = 0; i < request->n_numbers; i++) {
		if (index != NULL &&
		    sar_index_is_entry(index, request->numbers[i].key, &entry,
			err) == -1)
			return -1;
		if (entry || is_own(c->home, request->numbers[i].key))
			return sar_err_set(err, SAR_EREFUSED,
			    "case %s: number %zu is the organisation's own",
			    request->ref, i + 1);
	}
	return 0;
}

int
sar_find_check(const struct sar_case *c, struct sar_err *err)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_index *index;
	char *path;
	int rc;

	if ((path = sar_home_path(c->home, "index.db", err)) == NULL)
		return -1;
	index = sar_index_open(path, false, &ignored);
	rc = refuse_own(c, index, err);
	sar_index_close(index);
	free(path);
	return rc;
}

/* "Nothing held" is to be true also of what was never imported. */
static int
count_bare(struct sar_index *index, struct sar_find *find, struct sar_err *err)
{
	bool reaches;
	size_t i;

	if (find->calls->n_recordings > 0)
		return 0;
	for (i = 0; i < find->n_periods; i++) {
		if (sar_index_reaches(index, &find->periods[i], &reaches,
			err) == -1)
			return -1;
		find->n_bare += !reaches;
	}
	return 0;
}

static int
search(const struct sar_case *c, struct sar_find *find, struct sar_err *err)
{
	const struct sar_request *request = c->request;
	int64_t keys[SAR_REQUEST_NUMBERS];
	struct sar_index_query query = { .keys = keys };
	struct sar_index *index;
	char *path;
	int rc = -1;
	size_t i;

	for (i = 0; i < request->n_numbers; i++)
		keys[i] = request->numbers[i].key;
	query.n_keys = request->n_numbers;
	query.periods = find->periods;
	query.n_periods = find->n_periods;
	query.count = true;
	if ((path = sar_home_path(c->home, "index.db", err)) == NULL)
		return -1;
	if ((index = sar_index_open(path, false, err)) != NULL &&
	    refuse_own(c, index, err) == 0 &&
	    sar_index_state(index, find->index, err) == 0 &&
	    (find->calls = sar_index_search(index, &query, err)) != NULL)
		rc = count_bare(index, find, err);
	sar_index_close(index);
	free(path);
	return rc;
}

static size_t
count_by_number(const struct sar_calls *calls)
{
	size_t i, n = 0;

	for (i = 0; i < calls->n_legs; i++)
		n += calls->legs[i].found == SAR_FOUND_NUMBER;
	return n;
}

/* Dates asked for are local days, both inclusive (rule T3). */
static void
find_periods(const struct sar_case *c, struct sar_find *find)
{
	const struct sar_zone *zone = c->home->zone;
	const struct sar_request *request = c->request;
	size_t i;

	for (i = 0; i < request->n_ranges; i++) {
		find->periods[i].from = sar_zone_day_start(zone,
		    request->ranges[i].from);
		find->periods[i].to = sar_zone_day_start(zone,
		    day_after(request->ranges[i].to));
	}
	find->n_periods = request->n_ranges;
}

int
sar_find_run(const struct sar_case *c, struct sar_find *find,
    struct sar_err *err)
{
	const struct sar_home *home = c->home;

	memset(find, 0, sizeof(*find));
	find_periods(c, find);
	if (search(c, find, err) == -1) {
		sar_find_free(find);
		return -1;
	}
	find->n_by_number = count_by_number(find->calls);
	find->items = sar_retain_decide(find->calls, &home->retain, home->zone,
	    c->request->received, err);
	if (find->items == NULL) {
		sar_find_free(find);
		return -1;
	}
	return 0;
}

void
sar_find_free(struct sar_find *find)
{
	sar_retain_free(find->items);
	sar_index_calls_free(find->calls);
	memset(find, 0, sizeof(*find));
}

const struct sar_item *
sar_find_recording(const struct sar_find *find,
    const uint8_t sha256[SAR_SHA256_LEN])
{
	size_t i;

	for (i = 0; i < find->items->n; i++) {
		const struct sar_item *item = &find->items->items[i];

		if (item->recording != NULL && memcmp(item->recording->sha256,
						   sha256, SAR_SHA256_LEN) == 0)
			return item;
	}
	return NULL;
}
