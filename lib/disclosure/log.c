#include "disclosure/log.h"

#include "base/grow.h"
#include "disclosure/log_state.h"

uint64_t
sar_log_size(const struct sar_log *log)
{
	return log->tree.size;
}

const uint8_t *
sar_log_root(const struct sar_log *log)
{
	return log->root;
}

const char *
sar_log_checkpoint(const struct sar_log *log)
{
	return log->last;
}

size_t
sar_log_checkpoints(const struct sar_log *log)
{
	return (size_t)log->points;
}

size_t
sar_log_unverified(const struct sar_log *log)
{
	return (size_t)log->unverified;
}

const struct sar_log_key *
sar_log_keys(const struct sar_log *log, size_t *n)
{
	*n = log->n_keys;
	return log->keys;
}

const struct sar_log_erasure *
sar_log_erasures(const struct sar_log *log, size_t *n)
{
	*n = log->pending.n;
	return log->erasures;
}

const uint64_t *
sar_log_pending(const struct sar_log *log, size_t *n)
{
	*n = log->pending.n;
	return log->pending.all;
}

const uint64_t *
sar_log_unattested(const struct sar_log *log, size_t *n)
{
	*n = log->unattested.n;
	return log->unattested.all;
}

bool
sar_log_rotating(const struct sar_log *log)
{
	return log->rotating;
}

const struct sar_log_tail_part *
sar_log_tails(const struct sar_log *log, size_t *n)
{
	*n = log->n_tails;
	return log->tails;
}

uint64_t
sar_log_tail(const struct sar_log *log)
{
	uint64_t bytes = 0;
	size_t i;

	for (i = 0; i < log->n_tails; i++)
		if (!log->tails[i].told)
			bytes += log->tails[i].bytes;
	return bytes;
}

const struct sar_tree *
sar_log_tree(const struct sar_log *log)
{
	return &log->tree;
}

const struct sar_log_end *
sar_log_end(const struct sar_log *log)
{
	return &log->end;
}

int
sar_log_list_add(struct sar_log_list *list, uint64_t seq, struct sar_err *err)
{
	uint64_t *grown;

	grown = sar_grow_by_one(list->all, list->n, &list->room, sizeof(*grown),
	    err);
	if (grown == NULL)
		return -1;
	list->all = grown;
	list->all[list->n++] = seq;
	return 0;
}
