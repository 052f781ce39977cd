/* Private to review: the page's data as JSON. */
#ifndef SAR_REVIEW_DATA_H
#define SAR_REVIEW_DATA_H

#include <jansson.h>

#include "review/review.h"

/**
 * sar_review_data: "sar-review.page/1", see sar-review(5); a new reference, or
 * NULL when memory runs out.
 */
SAR_MUST_CHECK json_t *sar_review_data(const struct sar_review_page *page);

/** sar_review_sound: Add to ${item} what can be heard of it; 0 or -1. */
SAR_MUST_CHECK int sar_review_sound(json_t *item,
    const struct sar_review_sound *sound);

/** sar_review_text: A string, whatever the bytes are; or NULL. */
SAR_MUST_CHECK json_t *sar_review_text(const char *text);

/** sar_review_list: ${value} at the end of ${list}; both are taken, and NULL is
 * given when either is or there is no memory. */
SAR_MUST_CHECK json_t *sar_review_list(json_t *list, json_t *value);

#endif
