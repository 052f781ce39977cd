/* Private to export: what a redaction was, and that it was checked. */
#ifndef SAR_EXPORT_CERTIFICATE_H
#define SAR_EXPORT_CERTIFICATE_H

#include "audio/audio.h"
#include "base/err.h"
#include "base/sha256.h"
#include "plan/plan.h"

/* What a certificate tells of one recording.  Everything is borrowed. */
struct sar_certificate {
	const char *ref;
	const struct sar_plan *plan;
	const struct sar_plan_item *item; /* one that is packaged */
	uint8_t plan_sha256[SAR_SHA256_LEN];
	uint8_t output_sha256[SAR_SHA256_LEN]; /* of the file in the package */
	uint64_t output_bytes;
	struct sar_audio_check check; /* which has passed */
};

/**
 * sar_certificate_json: "sar-export.redaction/1" of sar-certificate(5):
 * canonical, without a time, a number dialled or a name.  Recordings that
 * differ only in what was cut differ in the source's digest alone.  The
 * caller frees it; NULL with ${err} set.
 */
SAR_MUST_CHECK char *sar_certificate_json(const struct sar_certificate *of,
    struct sar_err *err);

#endif
