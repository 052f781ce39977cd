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

const char *
sar_log_line(const struct sar_log *log, uint64_t seq, size_t *len)
{
	*len = 0;
	if (seq >= log->n_lines)
		return NULL;
	*len = log->lines[seq].len;
	return log->lines[seq].text;
}

const json_t *
sar_log_record(const struct sar_log *log, uint64_t seq)
{
	const struct sar_log_line *line;
	const char *why;

	if (seq >= log->n_lines || log->records == NULL)
		return NULL;
	line = &log->lines[seq];
	/* Most callers want few records: one is read when it is asked for. */
	if (log->records[seq] == NULL && line->text[0] == '{')
		log->records[seq] = sar_record_parse(line->text, line->len, seq,
		    &why);
	return log->records[seq];
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
