#ifndef SAR_EXPORT_LISTEN_H
#define SAR_EXPORT_LISTEN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "export/home.h"
#include "plan/plan.h"

/* The sound of one recording, for a person's eyes and ears. */
struct sar_listen; /* opaque */

/* Everything is borrowed, and outlives what reads it. */
struct sar_listen_what {
	const struct sar_home *home;
	const struct sar_plan *plan;
	const struct sar_plan_item *item; /* of the plan; has a recording */
	bool redacted;                    /* what the plan leaves of it */
	uint64_t from;                    /* frames, [from, to) */
	uint64_t to;                      /* at most as many as there are */
	const volatile int *stop;         /* a signal's number; or NULL */
};

/**
 * sar_listen_open: To read the frames of ${what}.  The file is opened with the
 * first of them, and it must be the one that was imported: SAR_ECORRUPT
 * otherwise.  Redacted it is the sound that is packaged, before it is encoded
 * in the format of the package.  The caller frees the result; NULL with ${err}
 * set when memory runs out.
 */
SAR_MUST_CHECK struct sar_listen *sar_listen_open(const struct sar_listen_what
						      *what,
    struct sar_err *err);
void sar_listen_free(struct sar_listen *listen); /* accepts NULL */

/** sar_listen_read: Up to ${frames} next frames, interleaved; 0 at the end; -1
 * with ${err} set. */
SAR_MUST_CHECK ssize_t sar_listen_read(struct sar_listen *listen, int16_t *out,
    size_t frames, struct sar_err *err);

#endif
