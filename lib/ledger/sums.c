#include <stdlib.h>
#include <string.h>

#include "ledger/state.h"

void
sar_ledger_add(uint64_t *sum, uint64_t n)
{
	*sum = n > INT64_MAX - *sum ? INT64_MAX : *sum + n;
}

/* In order, so that what is told is the same whatever comes first. */
void
sar_ledger_tally(struct sar_ledger_tallies *tallies, const char *word,
    size_t len)
{
	char text[SAR_LEDGER_WORD];
	size_t i;
	int order = 1;

	if (len >= sizeof(text)) {
		tallies->others++;
		return;
	}
	memcpy(text, word, len);
	text[len] = '\0';
	for (i = 0; i < tallies->n; i++)
		if ((order = strcmp(tallies->all[i].word, text)) >= 0)
			break;
	if (i < tallies->n && order == 0) {
		tallies->all[i].n++;
		return;
	}
	if (tallies->n == SAR_LEDGER_WORDS) {
		tallies->others++;
		return;
	}
	memmove(&tallies->all[i + 1], &tallies->all[i],
	    (tallies->n - i) * sizeof(tallies->all[0]));
	memcpy(tallies->all[i].word, text, len + 1);
	tallies->all[i].n = 1;
	tallies->n++;
}

static int
by_days(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

int
sar_ledger_median(struct sar_ledger *ledger, struct sar_err *err)
{
	const unsigned both = SAR_CASE_ANSWERED | SAR_CASE_RECEIVED;
	const struct sar_ledger_case *of;
	int32_t *days;
	size_t i, n = 0;

	if ((days = calloc(ledger->cases.n + 1, sizeof(*days))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < ledger->cases.n; i++) {
		of = sar_ledger_case_at(ledger, (uint32_t)i);
		if (sar_ledger_received(of) != NULL &&
		    of->docket->corrects[0] != '\0')
			continue;
		if ((of->flags & both) == both && of->answered >= of->received)
			days[n++] = of->answered - of->received;
	}
	qsort(days, n, sizeof(*days), by_days);
	if (n > 0) {
		ledger->sums.has_median = true;
		ledger->sums.median_days = (uint64_t)days[(n - 1) / 2];
		ledger->sums.longest_days = (uint64_t)days[n - 1];
	}
	free(days);
	return 0;
}
