/* Private to ingest: local times in the form a mapping names. */
#ifndef SAR_INGEST_TIMEFORM_H
#define SAR_INGEST_TIMEFORM_H

#include <stdbool.h>

#include "base/civil.h"

/**
 * sar_timeform_ok: Is ${form} usable: YYYY, MM, DD, HH, MI each once, SS at
 * most once, and no other letters or digits?
 */
bool sar_timeform_ok(const char *form);

/** sar_timeform_read: Read all of ${text} by ${form}; a time that exists. */
bool sar_timeform_read(const char *form, const char *text,
    struct sar_civil *out);

#endif
