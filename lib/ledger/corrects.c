/* An answer that takes the place of another's: of the same request. */
#include <string.h>

#include "base/sha256.h"
#include "ledger/state.h"

static void
add_text(struct sar_sha256 *hash, const char *text, size_t len)
{
	uint64_t n = len;

	sar_sha256_add(hash, &n, sizeof(n));
	sar_sha256_add(hash, text, len);
}

static void
add_list(struct sar_sha256 *hash, const struct sar_record *record,
    const char *name)
{
	uint64_t n = sar_record_count(record, name);
	const char *text;
	size_t len, i;

	sar_sha256_add(hash, &n, sizeof(n));
	for (i = 0; i < n; i++)
		if ((text = sar_record_text_at(record, name, i, &len)) != NULL)
			add_text(hash, text, len);
}

int
sar_ledger_asked(const struct sar_record *record, struct sar_ledger_case *of,
    struct sar_err *err)
{
	struct sar_sha256 *hash = sar_sha256_new(err);
	const char *text;
	size_t len;

	if (hash == NULL)
		return -1;
	add_list(hash, record, "tags");
	add_list(hash, record, "scopes");
	if ((text = sar_record_text(record, "scope", &len)) != NULL)
		add_text(hash, text, len);
	add_text(hash, "agent", of->docket->agent ? 5 : 0);
	sar_sha256_end(hash, of->asked);
	sar_sha256_free(hash);
	return 0;
}

/* What corrects an answer is the same request. */
static int
check_another(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, const struct sar_ledger_case *old,
    const char *ref, size_t len, struct sar_err *err)
{
	if (sar_ledger_received(old) == NULL ||
	    memcmp(old->asked, of->asked, SAR_SHA256_LEN) == 0)
		return 0;
	sar_ledger_raise(ledger, SAR_LEDGER_CORRECTION_OF_ANOTHER, record,
	    NULL);
	sar_ledger_expect(ledger, "asked as %.*s was", (int)len, ref);
	return sar_ledger_say(ledger, err,
	    "other numbers, days or representation");
}

int
sar_ledger_correction(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_case *of,
    struct sar_err *err)
{
	const struct sar_ledger_case *old = NULL;
	size_t len;
	const char *ref = sar_record_text(record, "corrects", &len);
	uint64_t at;

	if (ref == NULL)
		return 0;
	if (sar_map_get(&ledger->refs, ref, len, &at))
		old = sar_ledger_case_at(ledger, (uint32_t)at);
	if (old != NULL && (old->flags & SAR_CASE_ANSWERED) != 0)
		return check_another(ledger, record, of, old, ref, len, err);
	sar_ledger_raise(ledger, SAR_LEDGER_CORRECTION_OF_NOTHING, record,
	    NULL);
	sar_ledger_expect(ledger, "an answer to %.*s before it", (int)len, ref);
	return sar_ledger_say(ledger, err, "none%s",
	    ledger->erased.n > 0 ? " that can be read" : "");
}
