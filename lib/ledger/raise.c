#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ledger/state.h"

static void
copy(char out[SAR_LEDGER_REF], const char *text, size_t len)
{
	if (len >= SAR_LEDGER_REF)
		len = SAR_LEDGER_REF - 1;
	memcpy(out, text, len);
	out[len] = '\0';
}

void
sar_ledger_raise(struct sar_ledger *ledger, enum sar_ledger_code code,
    const struct sar_record *record, const struct sar_ledger_case *of)
{
	struct sar_ledger_exception *raised = &ledger->raised;
	const char *ref = NULL;
	size_t len = 0;

	memset(raised, 0, sizeof(*raised));
	raised->code = code;
	raised->record = SAR_LEDGER_NONE;
	if (record != NULL) {
		raised->record = record->seq;
		raised->t = record->t;
		raised->timed = record->type != SAR_RECORD_ERASED;
		ref = sar_record_text(record, "case", &len);
	}
	if (ref == NULL && of != NULL && of->ref != NULL) {
		ref = of->ref;
		len = strlen(ref);
	}
	if (ref != NULL)
		copy(raised->ref, ref, len);
}

void
sar_ledger_expect(struct sar_ledger *ledger, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(ledger->raised.expected,
	    sizeof(ledger->raised.expected), fmt, ap);
	va_end(ap);
}

int
sar_ledger_say(struct sar_ledger *ledger, struct sar_err *err, const char *fmt,
    ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(ledger->raised.found, sizeof(ledger->raised.found), fmt,
	    ap);
	va_end(ap);
	return sar_ledger_tell(ledger, &ledger->raised, err);
}

int
sar_ledger_unknown(struct sar_ledger *ledger, enum sar_ledger_code code,
    const struct sar_record *record, const struct sar_ledger_case *of,
    const char *what, uint64_t seq, struct sar_err *err)
{
	sar_ledger_raise(ledger, code, record, of);
	sar_ledger_expect(ledger, "%s that can be read", what);
	return sar_ledger_say(ledger, err,
	    "record %" PRIu64 ", which was erased", seq);
}

/* A terminal, a page or a table must not act on it. */
static void
clean(char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

int
sar_ledger_tell(struct sar_ledger *ledger,
    const struct sar_ledger_exception *exception, struct sar_err *err)
{
	struct sar_ledger_exception told = *exception;

	ledger->sums.exceptions++;
	ledger->sums.codes[exception->code]++;
	if (ledger->options.exception == NULL)
		return 0;
	clean(told.ref);
	clean(told.expected);
	clean(told.found);
	return ledger->options.exception(ledger->options.ctx, &told, err);
}
