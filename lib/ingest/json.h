/* Private to ingest: JSON that somebody else wrote, read within limits. */
#ifndef SAR_INGEST_JSON_H
#define SAR_INGEST_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* No more than this: a value costs far more memory than the text of it. */
#define SAR_JSON_DEPTH 64
#define SAR_JSON_VALUES 1000000

/**
 * sar_json_load: The ${len} bytes at ${text}, one object; the caller owns it.
 * NULL with ${err} set: SAR_EINPUT names document and line of what is not
 * well-formed, a name twice in one object, too deep or too many values; never
 * what stood there.
 */
SAR_MUST_CHECK json_t *sar_json_load(const char *name, const char *text,
    size_t len, struct sar_err *err);

/**
 * sar_json_names: Call ${fn} with each name of the outermost object that the
 * ${len} bytes at ${text}, perhaps only its beginning, have, and the first
 * byte of its value, '\0' when that is cut off.  False if it is no object.
 */
bool sar_json_names(const char *text, size_t len,
    void (*fn)(void *ctx, const char *name, size_t name_len, char value),
    void *ctx);

/** sar_json_text: The string ${name} of ${object}; NULL if it has none. */
const char *sar_json_text(const json_t *object, const char *name);

#endif
