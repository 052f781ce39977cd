/* Private to marks: what the text of a mark says. */
#ifndef SAR_MARKS_WORDS_H
#define SAR_MARKS_WORDS_H

#include "base/buf.h"
#include "marks/lines.h"
#include "marks/marks.h"

/**
 * sar_words_read(lines, number, text, len, code, mark, err):
 * The ${len} bytes at ${text}, of line ${number}, are the code of a provision,
 * then "channel=1,2", "fill=tone" and "decision=ID" in any order, then text
 * that is not used.  Without a code of its own the mark has ${code}, when that
 * is not NULL.  -1 with ${err} set to SAR_EINPUT, which quotes nothing.
 */
SAR_MUST_CHECK int sar_words_read(const struct sar_lines *lines,
    unsigned number, const char *text, size_t len, const char *code,
    struct sar_mark *mark, struct sar_err *err);

/** sar_words_is: Are the ${len} bytes ${word}, which is small, in any case? */
bool sar_words_is(const char *text, size_t len, const char *word);

/** sar_words_basis: Give ${mark} the code that is all of ${text}. */
bool sar_words_basis(const char *text, size_t len, struct sar_mark *mark);

/* What is said about a mark besides its code. */
enum sar_words_key {
	SAR_WORDS_CHANNEL,
	SAR_WORDS_FILL,
	SAR_WORDS_DECISION,
	SAR_WORDS_KEYS
};

/** sar_words_set: Set it; what was expected instead, or NULL. */
const char *sar_words_set(struct sar_mark *mark, enum sar_words_key key,
    const char *value, size_t len);

/** sar_words_add: The text of ${mark}, as sar_words_read() takes it. */
void sar_words_add(struct sar_buf *buf, const struct sar_mark *mark);

#endif
