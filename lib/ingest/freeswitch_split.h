/* Private to ingest: a file of JSON objects, one after the other. */
#ifndef SAR_INGEST_FREESWITCH_SPLIT_H
#define SAR_INGEST_FREESWITCH_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define SAR_FREESWITCH_DEPTH 32
#define SAR_FREESWITCH_AGAIN 99

/* A name that old versions write again and again into one object: the 2nd is
   renamed to "callfl02", and so on, so that all are read. */
#define SAR_FREESWITCH_CALLFLOW "callflow"

/**
 * sar_freeswitch_callflow_name: The name of the ${n}th, 2 to
 * SAR_FREESWITCH_AGAIN, into ${name}, which is as long as the first.
 */
void sar_freeswitch_callflow_name(unsigned n, char *name);

/*
 * Cuts a file into its objects without building anything: each is handed over
 * when it ends, with the line that it began on.  What is torn is a fault, and
 * reading goes on with the next line that begins an object.  No more than one
 * object is in memory, and none larger than SAR_FREESWITCH_RECORD_MAX.
 */
struct sar_freeswitch_split {
	int (*object)(void *ctx, char *text, size_t len, uint64_t line,
	    struct sar_err *err);
	int (*fault)(void *ctx, uint64_t line, const char *why,
	    struct sar_err *err);
	void *ctx;
	/* Its own; zero at first. */
	struct sar_buf text;
	uint64_t lines; /* ended so far */
	uint64_t began; /* the line the object began on; 0: in none */
	uint64_t bytes;
	size_t depth;
	size_t string; /* where the last string of the object itself began */
	unsigned flows;
	bool mid_line; /* something stood on this line before */
	bool quoted, escaped;
	bool skipping; /* to the end of the line */
};

/** sar_freeswitch_split_add: -1 with ${err} set when a callback failed. */
SAR_MUST_CHECK int sar_freeswitch_split_add(struct sar_freeswitch_split *split,
    const char *text, size_t len, struct sar_err *err);

/** sar_freeswitch_split_open: Is it in an object; *${line} it began on. */
bool sar_freeswitch_split_open(const struct sar_freeswitch_split *split,
    uint64_t *line);
void sar_freeswitch_split_free(struct sar_freeswitch_split *split);

#endif
