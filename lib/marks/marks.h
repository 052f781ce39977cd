#ifndef SAR_MARKS_MARKS_H
#define SAR_MARKS_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil.h"
#include "base/err.h"
#include "base/sha256.h"
#include "marks/basis.h"
#include "marks/decision.h"

#define SAR_MARKS_MAX 1048576U       /* bytes of a marks or label file */
#define SAR_MARKS_LABELS_MAX 100000U /* labels of one */
#define SAR_MARKS_FORMAT_NAME 20     /* of a format, with the NUL */
#define SAR_MARKS_CHANNELS_MAX 8     /* a label can name */

/* Is the person who asked the one who speaks?  A number is not a person. */
enum sar_speaker {
	SAR_SPEAKER_REQUESTER,
	SAR_SPEAKER_OTHER /* withheld: not the requester's call */
};

enum sar_mark_fill {
	SAR_MARK_FILL_POLICY, /* the label does not say */
	SAR_MARK_FILL_TONE,
	SAR_MARK_FILL_SILENCE
};

/*
 * One span to take out, in microseconds from the start of the recording,
 * start rounded down and end up when it was read.
 */
struct sar_mark {
	uint64_t from_us;
	uint64_t to_us;
	char basis[SAR_BASIS_MAX]; /* code of the provision, as "TP" */
	uint32_t channels; /* bit c: channel c, from 0; none set: every one */
	enum sar_mark_fill fill;
	/* id of the decision it rests on; "": the only one */
	char decision[SAR_DECISION_ID];
	unsigned line; /* of the file it came from */
};

/* What whoever listened says of the marks as they stand. */
enum sar_standing {
	SAR_STANDING_SETTLED,  /* nothing more: they count */
	SAR_STANDING_REJECTED, /* the recording must not leave so */
	SAR_STANDING_SECOND    /* another person has to listen to it */
};

#define SAR_MARKS_STAFF 33      /* a staff id, with the NUL */
#define SAR_MARKS_ASKED_MAX 16U /* who asked for a second person */

/*
 * What the recording was, by the index, when it was heard: times are of that
 * sound, and the same bytes can be read as another.
 */
struct sar_marks_heard {
	char codec[24]; /* sar_media_codec_name() */
	uint32_t rate;
	uint32_t channels;
	uint64_t frames; /* 0: the file does not say */
};

/* A reviewed marks file, sar-marks(5): what one person decided. */
struct sar_marks {
	char *name; /* of the file, for messages */
	/* What the marks of it are called there, counted by their "line";
	   NULL: lines. */
	const char *place;
	uint8_t recording[SAR_SHA256_LEN]; /* that was listened to */
	enum sar_speaker speaker;
	char reviewer[SAR_MARKS_STAFF]; /* pseudonymous staff id */
	struct sar_date reviewed;
	struct sar_marks_heard heard;
	/* The recording is damaged, was heard to its end, and times fit. */
	bool damage_heard;
	enum sar_standing standing;
	/* Who asked for a second person before this reviewer, and still waits:
	   only of marks that are not settled. */
	char asked[SAR_MARKS_ASKED_MAX][SAR_MARKS_STAFF];
	size_t n_asked;
	bool has_review;                /* they come from a saved review: */
	uint8_t review[SAR_SHA256_LEN]; /* of its bytes */
	char suggested[SAR_MARKS_FORMAT_NAME]; /* by a program: "rttm"; or "" */
	bool confirmed;  /* a person has heard what was suggested */
	bool has_labels; /* the cuts were handed in as a file: */
	uint8_t labels[SAR_SHA256_LEN]; /* of its bytes */
	struct sar_mark *marks; /* in the order of the file; none: no cuts */
	size_t n;
	struct sar_decision_record *decisions; /* sorted by id */
	size_t n_decisions;
	char *decided; /* file of the decisions, for messages; or NULL: here */
};

/**
 * sar_marks_parse: Read a marks file: a header of "key: value" lines that
 * ends with an empty line, then Audacity labels.  The caller frees the result.
 * NULL with ${err} set to SAR_EINPUT, or to SAR_EREVIEW for what a program
 * suggested and nobody confirmed.
 */
SAR_MUST_CHECK struct sar_marks *sar_marks_parse(const char *name,
    const char *text, size_t len, struct sar_err *err);

/**
 * sar_marks_format: The marks file for ${marks}; the caller frees it.  NULL
 * with ${err} set: SAR_EREVIEW for suggestions that nobody confirmed.
 */
SAR_MUST_CHECK char *sar_marks_format(const struct sar_marks *marks,
    struct sar_err *err);

/**
 * sar_marks_digest: The SHA-256 of what sar_marks_format() gives, which fails
 * alike.
 */
SAR_MUST_CHECK int sar_marks_digest(const struct sar_marks *marks,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err);

/**
 * sar_marks_labels_format: The ${n} marks as Audacity labels, which read again
 * give the same marks; the caller frees the text.
 */
SAR_MUST_CHECK char *sar_marks_labels_format(const struct sar_mark *marks,
    size_t n, struct sar_err *err);

/** sar_marks_standing_name: "rejected", "second-person"; "" of settled ones. */
const char *sar_marks_standing_name(enum sar_standing standing);

/** sar_marks_standing_parse: By that name, not ""; false if it is none. */
SAR_MUST_CHECK bool sar_marks_standing_parse(const char *name,
    enum sar_standing *out);

/** sar_marks_asked: Does ${who} wait for a second person, having asked? */
bool sar_marks_asked(const struct sar_marks *marks, const char *who);

/**
 * sar_marks_follow(marks, before, err):
 * ${marks} are to take the place of ${before}.  Whoever asked for a second
 * person is remembered until somebody else settles it.  -1 with ${err} set to
 * SAR_EREFUSED when ${marks} are settled by one who asked, and ${marks} as they
 * were.
 */
SAR_MUST_CHECK int sar_marks_follow(struct sar_marks *marks,
    const struct sar_marks *before, struct sar_err *err);

/** sar_marks_bad: SAR_EINPUT, "NAME: line N: WHY", of ${line}; return -1. */
int sar_marks_bad(const struct sar_marks *marks, unsigned line, const char *why,
    struct sar_err *err);

/** sar_marks_neither: Is even that there is a recording not to be told? */
bool sar_marks_neither(const struct sar_marks *marks);

void sar_marks_free(struct sar_marks *marks);

#endif
