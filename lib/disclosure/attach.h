#ifndef SAR_DISCLOSURE_ATTACH_H
#define SAR_DISCLOSURE_ATTACH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * The log's file "cosignatures": notes one after another, only ever added to.
 * Each is a checkpoint of the log with the log's signature and a witness's.  A
 * write cut short leaves the beginning of one: the next write ends its line
 * with a '~', so that it is no note, and readers pass it over.
 */
#define SAR_ATTACH_FILE "cosignatures"
#define SAR_ATTACH_MAX ((size_t)16 << 20) /* bytes of that file */

struct sar_attach_one {
	const char *note; /* the checkpoint as it is in the log, LF and all */
	size_t note_len;
	const char *line; /* of the witness, LF and all */
	size_t line_len;
};

/**
 * sar_attach_find: Is it among the ${len} bytes at ${text}, what such a
 * file holds?
 */
bool sar_attach_find(const char *text, size_t len,
    const struct sar_attach_one *one);

/**
 * sar_attach_add: Take the lock file ${lock}, waiting at most ${wait_s}
 * seconds, and add ${one}, which verifies, to the log in ${dir}, unless it is
 * there, which *${added} tells.  It is durable when this returns.
 */
SAR_MUST_CHECK int sar_attach_add(const char *dir, const char *lock,
    unsigned wait_s, const struct sar_attach_one *one, bool *added,
    struct sar_err *err);

#endif
