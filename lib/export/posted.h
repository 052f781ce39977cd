#ifndef SAR_EXPORT_POSTED_H
#define SAR_EXPORT_POSTED_H

#include "export/complaint.h"
#include "export/delivery.h"
#include "export/event.h"

/* A letter of a case that went out. */
struct sar_posted_options {
	const char *kind; /* "refusal", as its file is called */
	const char *name; /* of several, "letters/refusal-2.txt"; NULL: the
			     last */
	enum sar_delivery_channel channel;
	struct sar_date on;
	const char *by;
	bool again;
	int64_t now;
	unsigned lock_wait;
};

struct sar_posted {
	uint64_t record;
	bool logged;
	char *name; /* of the letter, below the case; owned */
};

/**
 * sar_posted_record(c, options, out, err):
 * Record that letters/KIND.txt of ${c}, which is locked, went out, or of
 * several the last, letters/KIND-2.txt and so on; that of an answer with
 * nothing held, "nil", is letter.txt.  What a step of the case has written, a
 * refusal, the notice of an extension, a question, a fee or of a complaint, has
 * to be what the log has.  The caller frees ${out}'s name in any case.  -1 with
 * ${err} set: SAR_EMISSING when there is no such letter; SAR_ECORRUPT when it
 * is not what the log has; SAR_EREFUSED for an answer or refusal that the log
 * does not have; SAR_EINPUT for a kind or a channel that is none of a letter.
 */
SAR_MUST_CHECK int sar_posted_record(const struct sar_case *c,
    const struct sar_posted_options *options, struct sar_posted *out,
    struct sar_err *err);

/** sar_posted_complaint: The same of a letter of ${complaint}, which is outside
 * any case. */
SAR_MUST_CHECK int sar_posted_complaint(const struct sar_complaint *complaint,
    const struct sar_posted_options *options, struct sar_posted *out,
    struct sar_err *err);

#endif
