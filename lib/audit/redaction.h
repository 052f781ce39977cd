#ifndef SAR_AUDIT_REDACTION_H
#define SAR_AUDIT_REDACTION_H

#include "base/source.h"
#include "redact/redact.h"

/*
 * One recording beside its redaction proof, without the package they came in.
 * Both may be hostile.
 */
struct sar_audit_redaction {
	const struct sar_redact_proof *proof;
	const struct sar_source *recording;
	const volatile int *stop; /* a signal's number once one came; NULL */
};

/** sar_audit_redaction_sound: Is the recording of a lossless format and in its
 * strict form, is each of its blocks what was registered unless the proof says
 * that it is withheld, and is each that is nothing but silence, or nothing but
 * the tone?  SAR_ECORRUPT if not; SAR_EINPUT for MP3, Opus, and what is no
 * recording of a package. */
SAR_MUST_CHECK int sar_audit_redaction_sound(const struct sar_audit_redaction
						 *redaction,
    struct sar_err *err);

#endif
