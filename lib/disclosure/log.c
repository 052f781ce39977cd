#include "disclosure/log.h"

#include <stdlib.h>
#include <string.h>

#include "disclosure/log_state.h"
#include "disclosure/record.h"
#include "tlog/tree.h"

uint64_t
sar_log_size(const struct sar_log *log)
{
	return log->n_lines;
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
	return log->points.n;
}

const struct sar_log_key *
sar_log_keys(const struct sar_log *log, size_t *n)
{
	*n = 1;
	return &log->first;
}

const uint64_t *
sar_log_pending(const struct sar_log *log, size_t *n)
{
	(void)log;
	*n = 0;
	return NULL;
}

bool
sar_log_rotating(const struct sar_log *log)
{
	(void)log;
	return false;
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
