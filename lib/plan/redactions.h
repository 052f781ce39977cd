#ifndef SAR_PLAN_REDACTIONS_H
#define SAR_PLAN_REDACTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "plan/plan.h"

/*
 * redactions.json: what was taken out of each recording of a package, and
 * what is there instead, for whoever checks that without the source
 * (sar-package(5)).  It tells what can be heard in the recordings anyway, and
 * on what grounds; nothing of what was taken out, of where the recordings came
 * from, nor of those that are not in the package.
 */
#define SAR_REDACTIONS_NAME "redactions.json"
#define SAR_REDACTIONS_SCHEMA "sar-package.redactions/1"

/* Bytes of one at most. */
#define SAR_REDACTIONS_MAX ((size_t)64 * 1024 * 1024)

/* One recording of the package. */
struct sar_redactions_file {
	char name[32]; /* as "call-01.wav" */
	enum sar_plan_format format;
	uint32_t rate;     /* of the source, and of the file unless Opus */
	uint32_t channels; /* 1 to 32 */
	uint64_t frames;   /* of the source: what there is to hear */
	uint32_t fade;     /* frames of what is kept next to a cut; or 0 */
	/* Sorted, disjoint, below frames; without decisions.  Its channels are
	   none where it is on every one, as in a plan. */
	struct sar_plan_cut *cuts;
	size_t n_cuts;
};

struct sar_redactions {
	struct sar_redactions_file *files; /* in the order of the package */
	size_t n;
};

/**
 * sar_redactions_of: The redactions of ${plan}, one a recording that has a
 * name in the package.  The caller frees them.
 */
SAR_MUST_CHECK struct sar_redactions *sar_redactions_of(const struct sar_plan
							    *plan,
    struct sar_err *err);

/**
 * sar_redactions_json: redactions.json: canonical (one line without its end,
 * sorted keys, no white space, integers only, ASCII).  The caller frees it.
 */
SAR_MUST_CHECK char *sar_redactions_json(const struct sar_redactions
					     *redactions,
    struct sar_err *err);

/**
 * sar_redactions_read(text, len, err):
 * Read a redactions.json, which may be hostile.  The caller frees the result.
 * NULL with ${err} set to SAR_ECORRUPT unless it is what sar_redactions_json()
 * writes for the result, byte for byte, and makes sense: names that count up
 * and fit the format, known provisions, cuts that are sorted, disjoint and
 * inside the recording, on channels that it has.
 */
SAR_MUST_CHECK struct sar_redactions *sar_redactions_read(const char *text,
    size_t len, struct sar_err *err);

/** sar_redactions_find: The recording called ${name}, or NULL. */
const struct sar_redactions_file *sar_redactions_find(
    const struct sar_redactions *redactions, const char *name);

void sar_redactions_free(struct sar_redactions *redactions);

#endif
