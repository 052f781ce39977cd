#ifndef SAR_EXPORT_CMD_WORKERS_H
#define SAR_EXPORT_CMD_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Jobs, each done by this program in a process of its own: what goes wrong in
 * one goes wrong in no other.  None of them outlives this one, however it ends,
 * or has a terminal to ask at.
 */

#define WORKERS_WORDS 48 /* of a command line, the NULL at its end included */

/* How a job ended. */
struct workers_end {
	int status;       /* as a shell has it: 128 and a signal's number */
	const char *line; /* the last it wrote; "" */
	const char *said; /* to standard error; "" */
};

struct workers {
	unsigned parallel; /* at once */
	size_t n;          /* jobs */
	/* Put the words of job ${i} after the program's name at ${words}. */
	void (*words)(void *ctx, size_t i, const char **words);
	/* Job ${i} has ended: told one at a time, as they end. */
	void (*end)(void *ctx, size_t i, const struct workers_end *end);
	void *ctx;
};

/**
 * workers_run: Do all jobs.  When cmd_stop is set none is begun any more, those
 * at work are asked to end and are waited for.  -1 with ${err} set when a job
 * could not be begun; those that were have ended.
 */
SAR_MUST_CHECK int workers_run(const struct workers *workers,
    struct sar_err *err);

#endif
