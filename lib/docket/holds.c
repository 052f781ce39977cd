/* Holds and complaints. */
#include <stdlib.h>
#include <string.h>

#include "docket/state.h"

int
sar_docket_place(const struct sar_docket_step *step, struct sar_err *err)
{
	struct sar_docket *docket = step->docket;
	struct sar_docket_held *grown, *one;
	char name[SAR_DOCKET_WORD];
	size_t i;

	(void)sar_record_copy(step->record, "name", name, sizeof(name));
	docket->hold = step->record->seq;
	/* Placed again under its name it is the same hold, of more. */
	for (i = 0; i < docket->n_held; i++)
		if (strcmp(docket->held[i].name, name) == 0) {
			docket->held[i].record = step->record->seq;
			return 0;
		}
	if (docket->n_held == SAR_DOCKET_MANY)
		return sar_docket_slipped(step, SAR_DOCKET_TOO_MANY);
	grown = reallocarray(docket->held, docket->n_held + 1, sizeof(*grown));
	if (grown == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	docket->held = grown;
	one = &grown[docket->n_held++];
	one->record = step->record->seq;
	memcpy(one->name, name, sizeof(name));
	return 0;
}

void
sar_docket_unplace(const struct sar_docket_step *step)
{
	struct sar_docket *docket = step->docket;
	uint64_t hold, last = SAR_DOCKET_NO;
	size_t i, n = 0;

	if (!sar_record_number(step->record, "hold", &hold))
		return;
	for (i = 0; i < docket->n_held; i++) {
		if (docket->held[i].record == hold)
			continue;
		docket->held[n++] = docket->held[i];
		if (last == SAR_DOCKET_NO || docket->held[i].record > last)
			last = docket->held[i].record;
	}
	if (n == docket->n_held)
		(void)sar_docket_slipped(step, SAR_DOCKET_NO_HOLD);
	docket->n_held = n;
	docket->hold = last;
}

static struct sar_docket_complaint *
find(const struct sar_docket *docket, const char *name)
{
	size_t i;

	for (i = 0; i < docket->n_complaints; i++)
		if (strcmp(docket->complaints[i].name, name) == 0)
			return &docket->complaints[i];
	return NULL;
}

static struct sar_docket_complaint *
add(struct sar_docket *docket, const struct sar_docket_complaint *one,
    struct sar_err *err)
{
	struct sar_docket_complaint *grown;

	grown = reallocarray(docket->complaints, docket->n_complaints + 1,
	    sizeof(*grown));
	if (grown == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	docket->complaints = grown;
	grown[docket->n_complaints] = *one;
	return &grown[docket->n_complaints++];
}

int
sar_docket_complained(const struct sar_docket_step *step, struct sar_err *err)
{
	struct sar_docket *docket = step->docket;
	struct sar_docket_complaint one, *old;
	enum sar_docket_slip slip;

	if (!sar_docket_dated(step))
		return 0;
	sar_docket_complaint_begin(&one, step->record);
	old = find(docket, one.name);
	slip = sar_docket_complain(old == NULL ? &one : old, step->record);
	if (slip != SAR_DOCKET_FITS)
		return sar_docket_slipped(step, slip);
	if (old != NULL)
		return 0;
	if (docket->n_complaints == SAR_DOCKET_MANY)
		return sar_docket_slipped(step, SAR_DOCKET_TOO_MANY);
	return add(docket, &one, err) == NULL ? -1 : 0;
}

void
sar_docket_complaint_begin(struct sar_docket_complaint *one,
    const struct sar_record *record)
{
	*one = (struct sar_docket_complaint){ .record = record->seq,
		.received = SAR_DOCKET_NEVER,
		.acknowledged = SAR_DOCKET_NEVER,
		.decided = SAR_DOCKET_NEVER };
	(void)sar_record_copy(record, "name", one->name, sizeof(one->name));
	(void)sar_record_copy(record, "case", one->ref, sizeof(one->ref));
}

/* The day there, once and not before the complaint came. */
static enum sar_docket_slip
note_day(const struct sar_docket_complaint *one, int32_t *day, int32_t on)
{
	if (*day != SAR_DOCKET_NEVER)
		return SAR_DOCKET_COMPLAINT_AGAIN;
	if (one->received == SAR_DOCKET_NEVER || on < one->received)
		return SAR_DOCKET_NO_COMPLAINT;
	*day = on;
	return SAR_DOCKET_FITS;
}

enum sar_docket_slip
sar_docket_complain(struct sar_docket_complaint *one,
    const struct sar_record *record)
{
	static const char *const words[] = { "received", "acknowledged",
		"decided" };
	enum sar_docket_slip slip;
	int32_t on;

	if (!sar_docket_date(record, "on", &on))
		return SAR_DOCKET_NO_WORD;
	if (record->type == SAR_RECORD_LETTER)
		return one->received == SAR_DOCKET_NEVER || on < one->received
			   ? SAR_DOCKET_NO_COMPLAINT
			   : SAR_DOCKET_FITS;
	switch (sar_docket_word(record, "what", words, 3)) {
	case 0:
		if (one->received != SAR_DOCKET_NEVER)
			return SAR_DOCKET_COMPLAINT_AGAIN;
		one->received = on;
		return SAR_DOCKET_FITS;
	case 1:
		return note_day(one, &one->acknowledged, on);
	case 2:
		if ((slip = note_day(one, &one->decided, on)) ==
		    SAR_DOCKET_FITS)
			(void)sar_record_copy(record, "outcome", one->outcome,
			    sizeof(one->outcome));
		return slip;
	default:
		return SAR_DOCKET_NO_WORD;
	}
}
