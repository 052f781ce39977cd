#ifndef SAR_EXPORT_INTAKE_H
#define SAR_EXPORT_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "clock/clock.h"
#include "export/case.h"
#include "export/hold.h"

/*
 * A request is taken in: it gets a reference and a folder, and the log its
 * receipt.  In this order, so that a kill at any moment leaves something that
 * the same call completes:
 *
 *   1  cases/REF/ with request.conf, at once, under a lock: the number is taken
 *   2  keys/tag.key and the case's salt, where there are none
 *   3  "receive" in the log and, where the request says that nobody has to show
 *      who they are any more, "identity" with it
 *   4  what is found is held, in the index and in the log, and a letter
 *      written that says it was received: see sar_intake_settle()
 */
struct sar_intake_options {
	const char *by; /* staff id */
	int64_t now;
	unsigned lock_wait;
	bool dry;        /* write nothing */
	const char *why; /* what was not right with the answer that this one
			    corrects; NULL: nothing is said of it */
};

/* Another request by one of the numbers of this one. */
struct sar_intake_earlier {
	char ref[SAR_REQUEST_REF_MAX + 1];
	struct sar_date received;
	bool overlaps; /* some of the days asked for are the same */
	bool kept;     /* its folder is there */
};

/* Those before it, in order of receipt by the log. */
struct sar_intake_repeats {
	struct sar_intake_earlier *all; /* owned */
	size_t n;
	bool blind; /* the log has tags, and the home no key that made them:
		       nothing can be said of earlier requests */
};

struct sar_intake {
	struct sar_case *c; /* owned; not locked; in a dry run perhaps no more
			       than a request */
	uint64_t record;    /* its receipt; when dry, of one that is logged */
	bool logged;        /* by this call, or in a dry run to be */
	struct sar_intake_repeats earlier;
};

/**
 * sar_intake_run(home, name, text, len, options, out, err):
 * Take in the request of the ${len} bytes at ${text}, a request.conf(5) that
 * messages call ${name}.  Without a ref it gets the next number of the year it
 * came in, or that of the case with just this text.  Again, it changes nothing.
 * The log is read first: where it does not verify nothing is done.
 * SAR_EREFUSED for another request under a reference that a folder or the log
 * has, SAR_EINPUT for one that came later than today.  One that corrects an
 * answer is refused when there was none, or it is corrected already; it gets
 * the marks of that case and, in the log, the day that was received.
 */
SAR_MUST_CHECK int sar_intake_run(const struct sar_home *home, const char *name,
    const char *text, size_t len, const struct sar_intake_options *options,
    struct sar_intake *out, struct sar_err *err);

/** sar_intake_case: The same of the request that the case ${ref} has: for one
 * that was cut short, or that an earlier release opened. */
SAR_MUST_CHECK int sar_intake_case(const struct sar_home *home, const char *ref,
    const struct sar_intake_options *options, struct sar_intake *out,
    struct sar_err *err);

/* What became of it, once its receipt is logged. */
struct sar_intake_settled {
	struct sar_clock_dates dates; /* when it has to be answered */
	bool answered;                /* it was, or is closed: left as it is */
	bool searched;                /* what follows is known */
	size_t found;                 /* recordings and calls */
	struct sar_hold_result hold;
	const char *letter; /* below the case, if it is there; lives as long as
			       the program */
};

/**
 * sar_intake_settle: Hold all that the case of ${intake} finds, write the
 * letter that acknowledges it, unless there is one, which somebody may have
 * changed, and say when it has to be answered: ${out} is filled as far as it
 * came, so the dates are right whatever fails.  A case that was answered gets
 * no hold again that was lifted since, and no letter.  When dry it says what
 * would be.  SAR_EMISSING without an
 * index, SAR_ELOCKED while others write to it or to the case: the receipt
 * stands, and to do it again is all there is to do.
 */
SAR_MUST_CHECK int sar_intake_settle(const struct sar_intake *intake,
    const struct sar_intake_options *options, struct sar_intake_settled *out,
    struct sar_err *err);

/**
 * sar_intake_look: A request of which nothing is written: its case, or what
 * would be its case, under the number that it would have now.  The log is not
 * asked, unless for that.
 */
SAR_MUST_CHECK struct sar_case *sar_intake_look(const struct sar_home *home,
    const char *name, const char *text, size_t len, struct sar_err *err);

/** sar_intake_correct: Take in a correction of the answer to case ${old}, which
 * is kept: the same request.  ${ref} may be NULL. */
SAR_MUST_CHECK int sar_intake_correct(const struct sar_home *home,
    const char *old, const char *ref, const struct sar_intake_options *options,
    struct sar_intake *out, struct sar_err *err);

/** sar_intake_repeats: What the log has of other requests by the numbers of
 * ${c}, before it; ${out}->all is to be freed. */
SAR_MUST_CHECK int sar_intake_repeats(const struct sar_case *c,
    struct sar_intake_repeats *out, struct sar_err *err);

void sar_intake_free(struct sar_intake *intake);

#endif
