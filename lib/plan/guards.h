#ifndef SAR_PLAN_GUARDS_H
#define SAR_PLAN_GUARDS_H

#include <stdbool.h>
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

/**
 * sar_guards_joint: Does ${codec} code channels together, so that what is said
 * on one may be decoded on another?  A cut of one channel would leave it there.
 */
bool sar_guards_joint(const char *codec);

#endif
