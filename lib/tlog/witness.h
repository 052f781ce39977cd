#ifndef SAR_TLOG_WITNESS_H
#define SAR_TLOG_WITNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "tlog/cosign.h"
#include "tlog/key.h"
#include "tlog/note.h"
#include "tlog/policy.h"

/*
 * A witness that has no network (C2SP tlog-witness): what it remembers of a
 * log and what it makes of a request.  Its memory of a log is one file: the
 * note it cosigned last, with the log's signature and its own, which covers
 * the time too, so that no change goes unnoticed.
 */
#define SAR_WITNESS_STATE_MAX 65536 /* bytes of that file */

struct sar_witness_state {
	char *text; /* the note, and a NUL; NULL: the log is new to us */
	size_t len;
	struct sar_note note;             /* all zero for a new log */
	const struct sar_key_public *log; /* of the policy: signed it */
	int64_t time;                     /* of the cosignature */
};

/**
 * sar_witness_state_parse: Read the ${len} bytes at ${text}, which messages
 * call ${name}: what ${witness} cosigned last of the log ${origin}.  SAR_EINPUT
 * when it is another log's; SAR_ETAMPER when it is not just one note, signed by
 * a log's key of ${policy}, which outlives the result, and cosigned by
 * ${witness}.  To be cleared in any case.
 */
SAR_MUST_CHECK int sar_witness_state_parse(const char *name, const char *text,
    size_t len, const char *origin, const struct sar_key_public *witness,
    const struct sar_policy *policy, struct sar_witness_state *out,
    struct sar_err *err);

/** sar_witness_state_load: The same of a file; one that is absent is that of a
 * new log. */
SAR_MUST_CHECK int sar_witness_state_load(const char *path, const char *origin,
    const struct sar_key_public *witness, const struct sar_policy *policy,
    struct sar_witness_state *out, struct sar_err *err);
void sar_witness_state_clear(struct sar_witness_state *state);

/* What to make of a request.  In HTTP: 200, 409, no number of its own, 422. */
enum sar_witness_answer {
	SAR_WITNESS_COSIGN,
	SAR_WITNESS_CONFLICT, /* old is not the size we have */
	SAR_WITNESS_FORK,     /* the size we have, and another root */
	SAR_WITNESS_UNPROVEN  /* its proof does not show that ours is in it */
};

/** sar_witness_judge: The log's signature was looked at before. */
enum sar_witness_answer sar_witness_judge(const struct sar_witness_state *state,
    const struct sar_cosign_request *request);

/**
 * sar_witness_request: Read the request at ${text} and find the key of
 * ${policy} its checkpoint is signed by, *${log}.  SAR_EINPUT: malformed, or
 * another log's; SAR_ETAMPER: signed by none of the keys.
 */
SAR_MUST_CHECK int sar_witness_request(const char *name, const char *text,
    size_t len, const struct sar_policy *policy,
    const struct sar_key_public **log, struct sar_cosign_request *out,
    struct sar_err *err);

/**
 * sar_witness_sign: Cosign the checkpoint of ${request}, by ${log}: the line
 * goes to ${line}, the note with it, which is to be the state before the line
 * is given away, to ${next}.  SAR_EREFUSED when ${now} is before the time of
 * ${state}.
 */
SAR_MUST_CHECK int sar_witness_sign(const struct sar_key_secret *witness,
    const struct sar_key_public *log, const struct sar_witness_state *state,
    const struct sar_cosign_request *request, int64_t now, struct sar_buf *line,
    struct sar_buf *next, struct sar_err *err);

/** sar_witness_note: Add the note at ${text} with no signature but ${key}'s. */
void sar_witness_note(struct sar_buf *buf, const struct sar_key_public *key,
    const char *text, const struct sar_note *note);

#endif
