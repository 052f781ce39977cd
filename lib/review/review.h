#ifndef SAR_REVIEW_REVIEW_H
#define SAR_REVIEW_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"

/*
 * The page of sar-review(5), on which staff look at and listen to what they are
 * about to disclose.  Everything in these records is borrowed.  Times are
 * microseconds from the start of a recording.
 */

/* A half-open range. */
struct sar_review_span {
	uint64_t from_us;
	uint64_t to_us;
	uint32_t channels; /* bit c: channel c, from 0; none set: every one */
};

/* A mark as it was handed in. */
struct sar_review_cut {
	struct sar_review_span span;
	const char *basis;    /* "TP" */
	const char *fill;     /* "policy", "tone" or "silence" */
	const char *decision; /* id, or "" */
};

/* A member of a record, or a choice. */
struct sar_review_pair {
	const char *key;
	const char *value;
};

/* Why something was taken out or left in: only what was given. */
struct sar_review_decision {
	const char *id;
	const struct sar_review_pair *fields;
	size_t n_fields;
};

/* What a program thinks a person should listen to. */
struct sar_review_suggestion {
	const char *code; /* "dtmf" */
	struct sar_review_span span;
	const char *text;
	const char *how;
	const char *warning; /* or "" */
	bool cut;            /* worth making a cut of */
};

/* What somebody has said of a recording. */
struct sar_review_said {
	bool requester; /* who speaks */
	const char *reviewer;
	const char *reviewed; /* "2026-10-12" */
	const char *standing; /* "", "rejected" or "second-person" */
	bool damage_heard;
	const char *note; /* of the saved review it is from; or "" */
};

/* One file beside the page; no name: it is not there. */
struct sar_review_copy {
	const char *name;
	uint8_t sha256[SAR_SHA256_LEN];
};

/* Of one channel: min and max of each 1/peaks_per_second s, by turns. */
struct sar_review_peaks {
	const int8_t *data;
	size_t len; /* bytes */
};

#define SAR_REVIEW_CHANNELS_MAX 8

/* A recording that can be heard. */
struct sar_review_sound {
	uint64_t length_us;
	uint32_t rate;
	uint32_t channels;
	bool joint;  /* coded together: a cut is on every one */
	bool unsure; /* damaged: its reviewer has to say that all was heard */
	uint8_t recording[SAR_SHA256_LEN]; /* of the source */
	struct sar_review_copy original;
	struct sar_review_copy redacted;
	struct sar_review_peaks peaks[SAR_REVIEW_CHANNELS_MAX];
	const struct sar_review_said *said; /* NULL: nobody said anything */
	const struct sar_review_cut *cuts;
	size_t n_cuts;
	const struct sar_review_span *removed; /* by the plan, in fact */
	size_t n_removed;
	uint64_t guard_before_us; /* what the plan adds to a mark */
	uint64_t guard_after_us;
	const struct sar_review_decision *decisions;
	size_t n_decisions;
	const struct sar_review_suggestion *suggestions;
	size_t n_suggestions;
};

/* What was found, one after the other. */
struct sar_review_item {
	unsigned item;
	const char *start;     /* local, "2026-07-14 09:31:00" */
	const char *direction; /* "in", "out", "internal" or "unknown" */
	const char *class;     /* code and plain English */
	const char *class_text;
	const char *reason;
	const char *reason_text;
	bool undecided;
	const char *wrong; /* why a recording that there should be cannot be
			      heard, a sentence; or NULL */
	const struct sar_review_sound *sound; /* NULL: nothing can be heard */
};

/* A provision that a cut can rest on. */
struct sar_review_basis {
	const char *code;
	const char *provision;
	const char *plain;
	const char *test; /* "none", "factors" or "prejudice" */
};

/* What can be said in a decision. */
struct sar_review_field {
	const char *key;
	const char *label;
	const char *kind;           /* "choice", "date", "staff" or "note" */
	const char *const *choices; /* ended by NULL; or NULL */
	unsigned max;               /* bytes */
	const char *when; /* it is needed: "always", "factors", "prejudice",
			     "neither" or "whole" */
};

struct sar_review_page {
	const char *ref;
	const char *made;             /* RFC 3339 */
	uint8_t base[SAR_SHA256_LEN]; /* of the plan */
	const char *const *numbers;   /* masked */
	size_t n_numbers;
	const char *received;   /* "2026-10-01" */
	const char *due;        /* or "" */
	const char *latest;     /* or "" */
	const char *clock;      /* as status has it: "running" */
	const char *clock_text; /* plain English */
	const char *nonce;      /* another for each page: base64 */
	unsigned peaks_per_second;
	unsigned heard_at_least; /* permille, of what is approved */
	const char *options;     /* of the plan, as on a command line; or "" */
	const struct sar_review_basis *bases;
	size_t n_bases;
	const struct sar_review_field *fields;
	size_t n_fields;
	const struct sar_review_item *items;
	size_t n_items;
};

/**
 * sar_review_html(page, len, err):
 * index.html: style, scripts and data in one, *${len} bytes.  It needs no
 * network and may use none: its policy allows sound from beside it, and the
 * style and the scripts that are in it, by their digests.  Nothing of ${page}
 * is markup.  What is not UTF-8 becomes U+FFFD.  The caller frees it; NULL with
 * ${err} set when memory runs out.
 */
SAR_MUST_CHECK char *sar_review_html(const struct sar_review_page *page,
    size_t *len, struct sar_err *err);

#endif
