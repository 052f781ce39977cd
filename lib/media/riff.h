#ifndef SAR_MEDIA_RIFF_H
#define SAR_MEDIA_RIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/media.h"

/*
 * Our own reading of a WAV file's chunks.  libsndfile gets to see only what
 * is found here, so the two cannot disagree on where the sound is.
 */
#define SAR_MEDIA_FMT_MAX 256

struct sar_media_riff {
	struct sar_media_info info; /* frames: those the data must give */
	uint8_t fmt[SAR_MEDIA_FMT_MAX];
	size_t fmt_len;
	uint64_t data_off;
	uint64_t data_len; /* bytes of it that are there */
};

/** sar_media_is_riff: Does ${source} begin as a WAV file does? */
SAR_MUST_CHECK int sar_media_is_riff(const struct sar_source *source, bool *is,
    struct sar_err *err);

/**
 * sar_media_riff_read: Find format and sound of the WAV file ${source}.
 * Return 0, or -1 with ${err} set to SAR_ECORRUPT; ${riff}'s info then holds
 * what was known by then.
 */
SAR_MUST_CHECK int sar_media_riff_read(const struct sar_source *source,
    struct sar_media_riff *riff, struct sar_err *err);

/** sar_media_fmt_read: Set ${riff}'s info from its fmt chunk; -1: as above. */
SAR_MUST_CHECK int sar_media_fmt_read(const char *name,
    struct sar_media_riff *riff, struct sar_err *err);

#define SAR_MEDIA_CHANNELS_MAX 8
#define SAR_MEDIA_RATE_MIN 1000
#define SAR_MEDIA_RATE_MAX 192000

/** sar_media_shape_ok: Are channels and rate within our bounds? */
SAR_MUST_CHECK int sar_media_shape_ok(const char *name,
    const struct sar_media_info *info, struct sar_err *err);

uint32_t sar_media_u16(const uint8_t *p);
uint32_t sar_media_u32(const uint8_t *p);

#endif
