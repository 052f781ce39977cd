#ifndef SAR_EXPORT_RECORDER_H
#define SAR_EXPORT_RECORDER_H

#include "base/conf.h"
#include "base/err.h"
#include "ingest/ingest.h"
#include "phone/phone.h"

/* The recorders of sar.conf: how each dials, and whose clock it has. */

/* "recorder NAME"; without a name it is every other recorder. */
#define SAR_RECORDER "recorder"
#define SAR_RECORDER_NAMED "recorder *"

/**
 * sar_recorder_plan: The dial plan that ${section} of ${conf} says.  -1 with
 * ${err} set to SAR_EINPUT naming the line of what it cannot be.
 */
SAR_MUST_CHECK int sar_recorder_plan(const struct sar_conf *conf,
    const char *section, struct sar_phone_plan *plan, struct sar_err *err);

/**
 * sar_recorder_headerless: What ${section} says its files without a header
 * are; the caller frees ${list}->entries.
 */
SAR_MUST_CHECK int sar_recorder_headerless(const struct sar_conf *conf,
    const char *section, struct sar_headerless_list *list, struct sar_err *err);

/**
 * sar_recorder_all: All [recorder NAME] of ${conf}, in its order, in *${list},
 * which sar_recorder_free() releases and ${conf} outlives.
 */
SAR_MUST_CHECK int sar_recorder_all(const struct sar_conf *conf,
    struct sar_ingest_recorder **list, size_t *n, struct sar_err *err);
void sar_recorder_free(struct sar_ingest_recorder *list, size_t n);

#endif
