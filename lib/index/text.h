#ifndef SAR_INDEX_TEXT_H
#define SAR_INDEX_TEXT_H

#include <stddef.h>

#include "base/err.h"

struct sar_index_text; /* opaque: strings that are freed together */

SAR_MUST_CHECK struct sar_index_text *sar_index_text_new(struct sar_err *err);
void sar_index_text_free(struct sar_index_text *text);

/** sar_index_text_add: A copy of ${string} that lives as long as ${text}. */
SAR_MUST_CHECK const char *sar_index_text_add(struct sar_index_text *text,
    const char *string, struct sar_err *err);

/** sar_index_text_room: ${size} bytes, aligned, that live as long. */
SAR_MUST_CHECK void *sar_index_text_room(struct sar_index_text *text,
    size_t size, struct sar_err *err);

#endif
