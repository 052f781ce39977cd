/* Private to review: taking members of a saved review, strictly. */
#ifndef SAR_REVIEW_SAVED_READ_H
#define SAR_REVIEW_SAVED_READ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "marks/marks.h"

/* Whole microseconds of JavaScript at most. */
#define SAR_SAVED_US_MAX ((json_int_t)1 << 53)

/* Where in the file we are, for messages. */
struct sar_saved_at {
	const char *name;
	unsigned item;    /* its number; 0: of no item yet */
	const char *list; /* "cut" or "decision"; NULL: of none */
	size_t place;     /* of it, from 1 */
	struct sar_err *err;
};

/** sar_saved_bad: SAR_EINPUT, "NAME: item N: cut N: MEMBER: WHY"; -1. */
int sar_saved_bad(const struct sar_saved_at *at, const char *member,
    const char *why);

/** sar_saved_members: Has ${object} just the ${n} members ${keys}?  -1 if not.
 */
SAR_MUST_CHECK int sar_saved_members(const struct sar_saved_at *at,
    const json_t *object, const char *const *keys, size_t n);

/** sar_saved_number: A whole number from ${min} to ${max}, no fraction. */
SAR_MUST_CHECK int sar_saved_number(const struct sar_saved_at *at,
    const json_t *object, const char *key, json_int_t min, json_int_t max,
    json_int_t *out);

/** sar_saved_text: A string; NULL when it is none. */
SAR_MUST_CHECK const char *sar_saved_text(const struct sar_saved_at *at,
    const json_t *object, const char *key);

/** sar_saved_digest: 64 digits. */
SAR_MUST_CHECK int sar_saved_digest(const struct sar_saved_at *at,
    const json_t *object, const char *key, uint8_t out[SAR_SHA256_LEN]);

/** sar_saved_word: Which of the ${n} ${words} it is, in *${out}. */
SAR_MUST_CHECK int sar_saved_word(const struct sar_saved_at *at,
    const json_t *object, const char *key, const char *const *words, size_t n,
    size_t *out);

/** sar_saved_line: May ${text} stand in a line of a file, for all who read it?
 */
bool sar_saved_line(const char *text);

/** sar_saved_cuts: All cuts of ${item} into ${marks}, which has none. */
SAR_MUST_CHECK int sar_saved_cuts(struct sar_saved_at *at, const json_t *item,
    struct sar_marks *marks);

/** sar_saved_decisions: All decisions of ${item}, likewise. */
SAR_MUST_CHECK int sar_saved_decisions(struct sar_saved_at *at,
    const json_t *item, struct sar_marks *marks);

#endif
