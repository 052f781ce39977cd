/* Private to letter: how dates, lengths and cuts are written. */
#ifndef SAR_LETTER_WORDS_H
#define SAR_LETTER_WORDS_H

#include "base/buf.h"
#include "plan/plan.h"

/** sar_words_date: "10 October 2026". */
void sar_words_date(struct sar_buf *buf, struct sar_date date);

/** sar_words_length: "2 minutes 5 seconds". */
void sar_words_length(struct sar_buf *buf, uint64_t seconds);

/** sar_words_item_seconds: Whole seconds of a recording, or of talk without
 * one. */
uint64_t sar_words_item_seconds(const struct sar_plan *plan, size_t i);

/** sar_words_cut_ms: Milliseconds the item's cuts take out. */
uint64_t sar_words_cut_ms(const struct sar_plan_item *item);

/** sar_words_bases: All provisions the item's cuts rest on, as a set. */
uint32_t sar_words_bases(const struct sar_plan_item *item);

/** sar_words_is_given: Is the item (or part of it) in the package? */
bool sar_words_is_given(const struct sar_plan_item *item);

/** sar_words_crlf: The text with CRLF line ends; frees ${buf}. */
char *sar_words_crlf(struct sar_buf *buf, struct sar_err *err);

#endif
