#ifndef SAR_EXPORT_REVIEW_H
#define SAR_EXPORT_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "export/answer.h"
#include "export/case.h"

/*
 * cases/REF/review/, sar-review(5): the page on which staff look at and listen
 * to what they are about to disclose, and the copies of recordings that it
 * plays.  They are recordings as well: the folder goes when the answer has gone
 * out, when the case is closed, and before one of its recordings is purged.
 */
#define SAR_REVIEW_DIR "review"
#define SAR_REVIEW_PAGE "index.html"

/* A recording of which there can be no copy now. */
struct sar_review_spoiled {
	unsigned item;
	/* "unreadable", "gone", "changed" or "differs" */
	const char *state;
	const struct sar_err *why;
};

struct sar_review_options {
	unsigned jobs; /* threads; 0: as many as there are cores */
	int64_t now;
	const char *given; /* plan options that approve has to be given as well,
			      as on a command line; or "" */
	const volatile int *stop; /* a signal's number once one came */
	/* Told now and then, in hundredths of a second of sound, by several
	   threads but one at a time; or NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	/* Told of each recording that fails, in order of items; or NULL. */
	void (*spoiled)(void *ctx, const struct sar_review_spoiled *spoiled);
	void *ctx;
};

/* What is in the folder. */
struct sar_review_made {
	uint8_t base[SAR_SHA256_LEN]; /* of the plan it is of */
	uint8_t page[SAR_SHA256_LEN];
	size_t items;     /* all that were found */
	size_t originals; /* copies */
	size_t redacted;
	size_t spoiled; /* recordings that there should be copies of */
	uint64_t bytes; /* of all files */
	unsigned peaks_per_second;
	bool answered; /* nothing that is decided on it can be handed in */
	bool over;     /* the answer has gone out: the copies only stay */
};

/**
 * sar_review_make(c, answer, options, made, err):
 * Make the folder anew, whole or not at all: what was there before stays till
 * then.  ${c} is locked.  Recordings that cannot be decoded any more, or are
 * not those that were imported, are told of and have no copy.  Each copy is
 * held against its recording as a build does it.  -1 with ${err} set:
 * SAR_EREFUSED for a case that is closed, SAR_ESPACE when the disk has no room,
 * found out before anything is written; SAR_ESIGNAL.
 */
SAR_MUST_CHECK int sar_review_make(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_review_options *options,
    struct sar_review_made *made, struct sar_err *err);

/* What there is of it. */
struct sar_review_there {
	bool any;      /* a folder, or what a run that was killed left */
	size_t copies; /* of recordings */
	uint64_t bytes;
	size_t others; /* what somebody put there */
};

/** sar_review_look: At what is in the case's folder ${dir}, which need not be
 * there. */
SAR_MUST_CHECK int sar_review_look(const char *dir,
    struct sar_review_there *there, struct sar_err *err);

/**
 * sar_review_purge: Take away page and copies, and the folder, unless something
 * else is in it: that stays, and ${was}->others says so.  ${c} is locked.
 */
SAR_MUST_CHECK int sar_review_purge(const struct sar_case *c,
    struct sar_review_there *was, struct sar_err *err);

/**
 * sar_review_over: The same once nobody needs it any more, by the log: when the
 * answer has gone out, whole, or the case is closed.  Else nothing is taken
 * away and ${was} is empty.
 */
SAR_MUST_CHECK int sar_review_over(const struct sar_case *c,
    struct sar_review_there *was, struct sar_err *err);

#endif
