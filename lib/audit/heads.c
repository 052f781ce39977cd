/* What proofs say of the log, held against each other. */
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"

static bool
agree(const struct sar_audit_head *a, const struct sar_audit_head *b)
{
	if (strcmp(a->log, b->log) != 0)
		return true;
	if (a->size == b->size && memcmp(a->root, b->root, SAR_SHA256_LEN) != 0)
		return false;
	return a->record != b->record ||
	       memcmp(a->leaf, b->leaf, SAR_SHA256_LEN) == 0;
}

static bool
is_same(const struct sar_audit_head *a, const struct sar_audit_head *b)
{
	return strcmp(a->log, b->log) == 0 && a->size == b->size &&
	       a->record == b->record &&
	       memcmp(a->root, b->root, SAR_SHA256_LEN) == 0 &&
	       memcmp(a->leaf, b->leaf, SAR_SHA256_LEN) == 0;
}

/* With the lock held. */
static int
look(struct sar_audit *audit, const struct sar_audit_head *head, bool *agrees,
    struct sar_err *err)
{
	struct sar_audit_head *grown = audit->heads;
	size_t n = audit->n_heads;
	size_t i;

	*agrees = true;
	for (i = 0; i < n && *agrees; i++) {
		if (is_same(&grown[i], head))
			return 0;
		*agrees = agree(&grown[i], head);
	}
	if (!*agrees)
		return 0;
	if ((n & (n - 1)) == 0) { /* 0, or a power of two: full */
		grown = reallocarray(grown, n == 0 ? 1 : 2 * n, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		audit->heads = grown;
	}
	grown[n] = *head;
	audit->n_heads++;
	return 0;
}

int
sar_audit_head_released(struct sar_audit *audit, struct sar_err *err)
{
	const struct sar_audit_options *options = audit->options;
	struct sar_audit_head head;
	bool agrees;

	if (options->release == NULL || options->released == NULL)
		return 0;
	head.log = options->released->log->name;
	head.size = options->released->size;
	head.record = options->release->seq;
	memcpy(head.root, options->released->root, SAR_SHA256_LEN);
	memcpy(head.leaf, options->release->leaf, SAR_SHA256_LEN);
	return sar_audit_head(audit, &head, &agrees, err);
}

int
sar_audit_head(struct sar_audit *audit, const struct sar_audit_head *head,
    bool *agrees, struct sar_err *err)
{
	int rc;

	(void)pthread_mutex_lock(&audit->lock);
	rc = look(audit, head, agrees, err);
	(void)pthread_mutex_unlock(&audit->lock);
	return rc;
}
