#ifndef SAR_PLAN_GUARDS_H
#define SAR_PLAN_GUARDS_H

#include <stdint.h>

/*
 * How far outside a mark a codec carries its sound: what is cut is wider than
 * what was marked by that much.
 */
struct sar_guard {
	const char *codec; /* sar_media_codec_name() */
	uint32_t before_ms;
	uint32_t after_ms;
};

/**
 * sar_guards_of: The guard of ${codec}; NULL for one that has not been
 * measured, which is not redacted.
 */
const struct sar_guard *sar_guards_of(const char *codec);

#endif
