/* Private to export: where the texts of a case's steps are kept. */
#ifndef SAR_EXPORT_EVENT_TEXT_H
#define SAR_EXPORT_EVENT_TEXT_H

#include "export/event.h"

/* The commitments that the log has to texts of one case. */
struct sar_event_texts {
	uint8_t (*all)[SAR_SHA256_LEN];
	size_t n;
};

/** sar_event_texts_take: Add those of ${record}; to be freed in any case. */
SAR_MUST_CHECK int sar_event_texts_take(struct sar_event_texts *texts,
    const struct sar_record *record, struct sar_err *err);
bool sar_event_texts_have(const struct sar_event_texts *texts,
    const uint8_t digest[SAR_SHA256_LEN]);
void sar_event_texts_free(struct sar_event_texts *texts);

#define SAR_EVENT_TEXTS 99 /* of one name */

/** sar_event_text_name: What the ${k}th, from 1 on, of those called ${name}
 * is called: "letters/fee.txt", "letters/fee-2.txt".  The caller frees it. */
SAR_MUST_CHECK char *sar_event_text_name(const char *name, unsigned k,
    struct sar_err *err);

/**
 * sar_event_text_keep: Put ${text} below the folder ${dir}, which has a salt,
 * as ${name}: on the disk when this returns.  A file of that name with another
 * text that ${texts} have is left, and this one gets a number; one that the log
 * does not know was left by a run that was cut short, and is replaced.
 * *${kept}, if ${kept} is not NULL, becomes the name it has; the caller frees
 * it.
 */
SAR_MUST_CHECK int sar_event_text_keep(const char *dir, const char *name,
    const char *text, const struct sar_event_texts *texts, char **kept,
    struct sar_err *err);

#endif
