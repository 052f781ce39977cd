/* May a case be answered, and by which day? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ledger/state.h"

enum {
	NO_IDENTITY = 1 << 0,
	NO_AUTHORITY = 1 << 1,
	NO_FEE = 1 << 2,
	NO_HOLD = 1 << 3
};

/* What the case wants.  Nothing need be held of which nothing is given. */
static uint32_t
wants(const struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of)
{
	const struct sar_docket *docket = of->docket;
	uint64_t select = 0;
	uint32_t what = 0;

	if (!sar_docket_shown(docket->identity))
		what |= NO_IDENTITY;
	if (docket->agent && !sar_docket_shown(docket->authority))
		what |= NO_AUTHORITY;
	if (docket->fee == SAR_DOCKET_FEE_ASKED)
		what |= NO_FEE;
	if (record->type == SAR_RECORD_INTENT &&
	    sar_record_number(record, "select", &select) && select > 0 &&
	    sar_docket_book_holding(ledger->book, of->ref) == 0)
		what |= NO_HOLD;
	return what;
}

int
sar_ledger_ready(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, uint32_t *told, struct sar_err *err)
{
	static const struct {
		uint32_t bit;
		enum sar_ledger_code code;
		const char *expected, *found;
	} all[] = {
		{ NO_IDENTITY, SAR_LEDGER_IDENTITY_MISSING,
		    "identity verified, or not needed", "neither" },
		{ NO_AUTHORITY, SAR_LEDGER_AUTHORITY_MISSING,
		    "the representative's authority verified", "it is not" },
		{ NO_FEE, SAR_LEDGER_FEE_OPEN, "the fee paid, or waived",
		    "neither" },
		{ NO_HOLD, SAR_LEDGER_HOLD_MISSING, "a hold on what was found",
		    "none" },
	};
	uint32_t what;
	size_t i;

	/* A refusal may be because of it. */
	if (sar_ledger_received(of) == NULL ||
	    record->type == SAR_RECORD_REFUSE)
		return 0;
	what = wants(ledger, record, of) & ~*told;
	*told |= what;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if ((what & all[i].bit) == 0)
			continue;
		sar_ledger_raise(ledger, all[i].code, record, of);
		sar_ledger_expect(ledger, "%s", all[i].expected);
		if (sar_ledger_say(ledger, err, "%s", all[i].found) == -1)
			return -1;
	}
	return 0;
}

void
sar_ledger_compute(struct sar_ledger *ledger, const struct sar_docket *docket,
    int32_t day, struct sar_clock_dates *out)
{
	/* What was still open when the answer came does not move it. */
	if (docket->answered < day)
		day = docket->answered;
	sar_clock_compute(&docket->clock, ledger->holidays, docket->nation, day,
	    out);
}

/* What the record says of its dates, and what it should. */
struct said {
	int32_t due, latest;
	bool has_latest;
};

static bool
agrees(const struct said *said, const struct sar_clock_dates *dates)
{
	return said->due == dates->safe &&
	       (!said->has_latest || said->latest == dates->latest);
}

static void
format(int32_t due, int32_t latest, bool has_latest, char out[SAR_LEDGER_SAID])
{
	char day[SAR_DATE_LEN], last[SAR_DATE_LEN];

	sar_date_format(sar_date_of_days(due), day);
	sar_date_format(sar_date_of_days(latest), last);
	(void)snprintf(out, SAR_LEDGER_SAID, "due %s%s%s", day,
	    has_latest ? ", latest " : "", has_latest ? last : "");
}

static int
due_differs(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, const struct said *said,
    const struct sar_clock_dates *dates, struct sar_err *err)
{
	char expected[SAR_LEDGER_SAID], found[SAR_LEDGER_SAID];

	format(dates->safe, dates->latest, said->has_latest, expected);
	format(said->due, said->latest, said->has_latest, found);
	sar_ledger_raise(ledger, SAR_LEDGER_DUE_DIFFERS, record, of);
	sar_ledger_expect(ledger, "%s", expected);
	return sar_ledger_say(ledger, err, "%s", found);
}

static int
received_differs(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, int32_t received, struct sar_err *err)
{
	char was[SAR_DATE_LEN], text[SAR_DATE_LEN];

	sar_date_format(sar_date_of_days(of->docket->received), was);
	sar_date_format(sar_date_of_days(received), text);
	sar_ledger_raise(ledger, SAR_LEDGER_RECEIVED_DIFFERS, record, of);
	sar_ledger_expect(ledger, "received %s, as said before", was);
	return sar_ledger_say(ledger, err, "received %s", text);
}

int
sar_ledger_due(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, struct sar_err *err)
{
	const struct sar_docket *docket = of->docket;
	int32_t day = sar_ledger_day(ledger, record->t);
	struct sar_clock_dates dates, before;
	struct said said = { 0 };
	int32_t received;

	if (sar_docket_date(record, "received", &received) &&
	    received != docket->received &&
	    received_differs(ledger, record, of, received, err) == -1)
		return -1;
	if (!sar_docket_date(record, "due", &said.due))
		return 0;
	said.has_latest = sar_docket_date(record, "latest", &said.latest);
	ledger->sums.due_checked++;
	sar_ledger_compute(ledger, docket, day, &dates);
	if (agrees(&said, &dates))
		return 0;
	/* A clock that stands still is as of a day, which may just have been
	   over when the record was written. */
	sar_ledger_compute(ledger, docket, day - 1, &before);
	if (dates.state != SAR_CLOCK_RUNNING && agrees(&said, &before))
		return 0;
	return due_differs(ledger, record, of, &said, &dates, err);
}

void
sar_ledger_life(struct sar_ledger *ledger, const struct sar_ledger_case *of,
    int32_t day)
{
	const struct sar_docket *docket = sar_ledger_received(of);
	struct sar_ledger_sums *sums = &ledger->sums;
	struct sar_clock_dates dates;

	if (docket == NULL)
		return;
	sar_ledger_compute(ledger, docket, day, &dates);
	sums->extensions += dates.extended;
	sums->pauses += docket->clock.n_pauses > 0;
	sums->uncovered += !dates.covered;
	sar_ledger_add(&sums->past, docket->past);
	if ((of->flags & SAR_CASE_ANSWERED) != 0 || docket->corrects[0] != '\0')
		return;
	if (docket->closed != SAR_DOCKET_NEVER) {
		sums->closed++;
		return;
	}
	sums->still_open++;
	sums->overdue += day > dates.latest;
	sums->waiting += dates.state == SAR_CLOCK_WAITING;
	sums->paused += dates.state == SAR_CLOCK_PAUSED;
	sums->extended += dates.extended;
}
