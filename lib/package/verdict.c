#include "package/verdict.h"

#include <string.h>

void
sar_verdict_begin(struct sar_verdict *verdict)
{
	memset(verdict, 0, sizeof(*verdict));
	(void)pthread_mutex_init(&verdict->mutex, NULL);
}

void
sar_verdict_end(struct sar_verdict *verdict)
{
	(void)pthread_mutex_destroy(&verdict->mutex);
}

void
sar_verdict_good(struct sar_verdict *verdict)
{
	(void)pthread_mutex_lock(&verdict->mutex);
	verdict->good++;
	(void)pthread_mutex_unlock(&verdict->mutex);
}

static bool
is_set(const struct sar_verdict *verdict, unsigned kind)
{
	return verdict->first[kind].err.code != SAR_OK;
}

void
sar_verdict_bad(struct sar_verdict *verdict, size_t i,
    enum sar_verdict_kind kind, const struct sar_err *err)
{
	(void)pthread_mutex_lock(&verdict->mutex);
	if (!is_set(verdict, kind) || i < verdict->first[kind].i) {
		verdict->first[kind].i = i;
		verdict->first[kind].err = *err;
	}
	(void)pthread_mutex_unlock(&verdict->mutex);
}

bool
sar_verdict_clear(struct sar_verdict *verdict)
{
	bool clear;

	(void)pthread_mutex_lock(&verdict->mutex);
	clear = is_set(verdict, SAR_VERDICT_OTHER) ||
		(verdict->good > 0 && (is_set(verdict, SAR_VERDICT_SECRET) ||
					  is_set(verdict, SAR_VERDICT_TAG)));
	(void)pthread_mutex_unlock(&verdict->mutex);
	return clear;
}

/*
 * The lowest, and of one entry the failure that explains the others.  If
 * nothing fits at all, one verifier that does not is enough to say why.
 */
static unsigned
find_first(const struct sar_verdict *verdict)
{
	unsigned kind, found = SAR_VERDICT_KINDS;

	for (kind = 0; kind < SAR_VERDICT_KINDS; kind++) {
		if (!is_set(verdict, kind))
			continue;
		if (found == SAR_VERDICT_KINDS ||
		    verdict->first[kind].i < verdict->first[found].i)
			found = kind;
		if (verdict->good == 0 && kind == SAR_VERDICT_SECRET)
			break;
	}
	return found;
}

int
sar_verdict_give(struct sar_verdict *verdict, size_t *i, bool *odd,
    struct sar_err *err)
{
	unsigned kind = find_first(verdict);

	if (kind == SAR_VERDICT_KINDS)
		return 0;
	*i = verdict->first[kind].i;
	*odd = kind == SAR_VERDICT_SECRET && verdict->good > 0;
	*err = verdict->first[kind].err;
	return -1;
}
