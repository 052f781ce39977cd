#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utc.h"
#include "ledger/state.h"

int
sar_ledger_mark(struct sar_ledger *ledger, uint64_t size, struct sar_err *err)
{
	struct sar_ledger_marker *marker;

	marker = sar_ledger_push(&ledger->markers, sizeof(*marker), err);
	if (marker == NULL)
		return -1;
	marker->size = size;
	marker->record = SAR_LEDGER_NONE;
	return 0;
}

static int
by_size(const void *a, const void *b)
{
	const struct sar_ledger_marker *x = a, *y = b;

	return x->size < y->size ? -1 : x->size > y->size;
}

/* The time of the latest record before each checkpoint, when it is reached. */
static void
pass_markers(struct sar_ledger *ledger)
{
	struct sar_ledger_marker *all = ledger->markers.all;

	if (!ledger->sorted && ledger->markers.n > 0)
		qsort(all, ledger->markers.n, sizeof(*all), by_size);
	ledger->sorted = true;
	while (ledger->passed < ledger->markers.n &&
	       all[ledger->passed].size <= ledger->sums.records) {
		if (ledger->sums.timed) {
			all[ledger->passed].t = ledger->latest;
			all[ledger->passed].record = ledger->latest_of;
		}
		ledger->passed++;
	}
}

static int
backdated(struct sar_ledger *ledger, uint64_t seq, int64_t t,
    const struct sar_record *record, struct sar_err *err)
{
	char text[SAR_UTC_LEN], other[SAR_UTC_LEN];

	sar_utc_format(ledger->floor, other);
	sar_utc_format(t, text);
	sar_ledger_raise(ledger, SAR_LEDGER_BACKDATED, record, NULL);
	ledger->raised.record = seq;
	sar_ledger_expect(ledger, "not before %s", other);
	return sar_ledger_say(ledger, err, "%s", text);
}

static int
goes_back(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	char text[SAR_UTC_LEN], other[SAR_UTC_LEN];

	sar_utc_format(ledger->sums.last, other);
	sar_utc_format(record->t, text);
	sar_ledger_raise(ledger, SAR_LEDGER_TIME_GOES_BACK, record, NULL);
	sar_ledger_expect(ledger, "not before %s, of record %" PRIu64, other,
	    ledger->timed_by);
	return sar_ledger_say(ledger, err, "%s", text);
}

int
sar_ledger_time(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_sums *sums = &ledger->sums;

	pass_markers(ledger);
	if (record->type == SAR_RECORD_ERASED)
		return 0;
	if (sums->timed && record->t < sums->last &&
	    goes_back(ledger, record, err) == -1)
		return -1;
	if (ledger->floored && record->t < ledger->floor - SAR_LEDGER_SLACK &&
	    backdated(ledger, record->seq, record->t, record, err) == -1)
		return -1;
	if (!sums->timed)
		sums->first = record->t;
	if (!sums->timed || record->t > ledger->latest) {
		ledger->latest = record->t;
		ledger->latest_of = record->seq;
	}
	sums->last = record->t;
	sums->timed = true;
	ledger->timed_by = record->seq;
	return 0;
}

/* Nothing before the checkpoint can be later than its cosignature. */
static int
postdated(struct sar_ledger *ledger, struct sar_ledger_marker *marker,
    int64_t when, struct sar_err *err)
{
	char text[SAR_UTC_LEN], other[SAR_UTC_LEN];

	if (marker->told || marker->record == SAR_LEDGER_NONE ||
	    marker->t - SAR_LEDGER_SLACK <= when)
		return 0;
	marker->told = true;
	sar_utc_format(when, other);
	sar_utc_format(marker->t, text);
	sar_ledger_raise(ledger, SAR_LEDGER_POSTDATED, NULL, NULL);
	ledger->raised.record = marker->record;
	sar_ledger_expect(ledger,
	    "not after %s, cosigned with %" PRIu64 " records", other,
	    marker->size);
	return sar_ledger_say(ledger, err, "%s", text);
}

int
sar_ledger_cosigned(struct sar_ledger *ledger, uint64_t size, int64_t time,
    bool told, struct sar_err *err)
{
	struct sar_ledger_marker want = { .size = size };
	struct sar_ledger_marker *marker = NULL;

	pass_markers(ledger);
	if (ledger->passed > 0)
		marker = bsearch(&want, ledger->markers.all, ledger->passed,
		    sizeof(want), by_size);
	if (marker != NULL && postdated(ledger, marker, time, err) == -1)
		return -1;
	if (!told || (ledger->floored && time <= ledger->floor))
		return 0;
	ledger->floor = time;
	ledger->floored = true;
	if (ledger->sums.last >= time - SAR_LEDGER_SLACK)
		return 0;
	return backdated(ledger, ledger->timed_by, ledger->sums.last, NULL,
	    err);
}
