#include "ledger/ledger.h"

#include <stdlib.h>

#include "ledger/state.h"

struct sar_ledger *
sar_ledger_new(const struct sar_ledger_options *options, struct sar_err *err)
{
	struct sar_ledger *ledger = calloc(1, sizeof(*ledger));

	if (ledger == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	ledger->options = *options;
	sar_map_init(&ledger->refs);
	sar_map_init(&ledger->roots);
	ledger->holidays = options->holidays;
	if (ledger->holidays == NULL) {
		ledger->builtin = sar_holidays_builtin(err);
		ledger->holidays = ledger->builtin;
	}
	ledger->book = sar_docket_book_new(options->zone, err);
	if (ledger->holidays == NULL || ledger->book == NULL) {
		sar_ledger_free(ledger);
		return NULL;
	}
	return ledger;
}

void
sar_ledger_free(struct sar_ledger *ledger)
{
	struct sar_ledger_case *of;
	size_t i;

	if (ledger == NULL)
		return;
	for (i = 0; i < ledger->cases.n; i++) {
		of = sar_ledger_case_at(ledger, (uint32_t)i);
		if (of->docket != NULL)
			sar_docket_clear(of->docket);
		free(of->docket);
		free(of->ref);
	}
	free(ledger->cases.all);
	free(ledger->intents.all);
	free(ledger->releases.all);
	free(ledger->approvals.all);
	free(ledger->erased.all);
	free(ledger->early.all);
	free(ledger->markers.all);
	sar_map_clear(&ledger->refs);
	sar_map_clear(&ledger->roots);
	sar_holidays_free(ledger->builtin);
	sar_docket_book_free(ledger->book);
	free(ledger);
}

static int
take_erased(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_erased *erased = sar_ledger_push(&ledger->erased,
	    sizeof(*erased), err);

	if (erased == NULL)
		return -1;
	erased->seq = record->seq;
	return 0;
}

static int
take_erase(struct sar_ledger *ledger, const struct sar_record *record)
{
	size_t len;
	const char *basis = sar_record_text(record, "basis", &len);

	if (basis != NULL)
		sar_ledger_tally(&ledger->sums.erasures, basis, len);
	return 0;
}

static int
take_delete(struct sar_ledger *ledger, const struct sar_record *record)
{
	uint64_t n;

	if (sar_record_number(record, "n", &n))
		sar_ledger_add(&ledger->sums.deleted, n);
	if (sar_record_number(record, "late", &n))
		sar_ledger_add(&ledger->sums.deleted_late, n);
	return 0;
}

/* What there is to follow up in a record of each type. */
static int
take(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	switch (record->type) {
	case SAR_RECORD_ERASED:
		return take_erased(ledger, record, err);
	case SAR_RECORD_REGISTER:
		return sar_ledger_register(ledger, record, err);
	case SAR_RECORD_INTENT:
		return sar_ledger_intent(ledger, record, err);
	case SAR_RECORD_RELEASE:
		return sar_ledger_release(ledger, record, err);
	case SAR_RECORD_APPROVE:
		return sar_ledger_approve(ledger, record, err);
	case SAR_RECORD_DELIVER:
		return sar_ledger_deliver(ledger, record, err);
	case SAR_RECORD_REVEAL:
		return sar_ledger_reveal(ledger, record, err);
	case SAR_RECORD_NIL_RETURN:
	case SAR_RECORD_REFUSE:
		return sar_ledger_letter(ledger, record, err);
	case SAR_RECORD_VOID:
		return sar_ledger_void(ledger, record, err);
	case SAR_RECORD_ERASE:
		return take_erase(ledger, record);
	case SAR_RECORD_DELETE:
		return take_delete(ledger, record);
	case SAR_RECORD_RECEIVE:
		return sar_ledger_receive(ledger, record, err);
	case SAR_RECORD_IDENTITY:
	case SAR_RECORD_CLARIFY:
	case SAR_RECORD_EXTEND:
	case SAR_RECORD_FEE:
	case SAR_RECORD_SEARCH:
	case SAR_RECORD_MARK:
	case SAR_RECORD_CLOSE:
		return sar_ledger_step(ledger, record, err);
	case SAR_RECORD_LETTER:
		return sar_record_has(record, "case")
			   ? sar_ledger_step(ledger, record, err)
			   : sar_ledger_booked(ledger, record, err);
	case SAR_RECORD_HOLD:
	case SAR_RECORD_LIFT:
	case SAR_RECORD_COMPLAIN:
		return sar_ledger_booked(ledger, record, err);
	case SAR_RECORD_GENESIS:
	case SAR_RECORD_RETAIN:
	case SAR_RECORD_RECOVER:
	case SAR_RECORD_KEY_ROTATE:
	case SAR_RECORD_COSIGNED:
	case SAR_RECORD_VERIFY:
	case SAR_RECORD_REVIEW:
	case SAR_RECORD_TYPES:
		break;
	}
	return 0;
}

int
sar_ledger_record(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	if (sar_ledger_time(ledger, record, err) == -1 ||
	    take(ledger, record, err) == -1)
		return -1;
	ledger->sums.records++;
	ledger->sums.types[record->type]++;
	return 0;
}

static uint64_t
count_undelivered(const struct sar_ledger *ledger)
{
	const struct sar_ledger_release *all = ledger->releases.all;
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < ledger->releases.n; i++)
		n += all[i].package == 0;
	return n;
}

int
sar_ledger_end(struct sar_ledger *ledger, struct sar_err *err)
{
	if (sar_ledger_open(ledger, err) == -1 ||
	    sar_ledger_judge(ledger, err) == -1)
		return -1;
	ledger->sums.undelivered = count_undelivered(ledger);
	return sar_ledger_median(ledger, err);
}

const struct sar_ledger_sums *
sar_ledger_sums(const struct sar_ledger *ledger)
{
	return &ledger->sums;
}
