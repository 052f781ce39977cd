#ifndef SAR_MEDIA_FOUND_H
#define SAR_MEDIA_FOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/media.h"

/*
 * Private to media: our own reading of each container.  libsndfile gets to
 * see only what is found here, so the two cannot disagree on where the sound
 * is; what it says of the sound must agree with it.
 */
#define SAR_MEDIA_FMT_MAX 256
#define SAR_MEDIA_COUNT UINT64_MAX /* frames that only decoding tells */

enum sar_media_box {
	SAR_BOX_NONE,
	SAR_BOX_RAW, /* no header: by the catalogue */
	SAR_BOX_WAV, /* and RF64 */
	SAR_BOX_AU,
	SAR_BOX_AIFF,
	SAR_BOX_CAF,
	SAR_BOX_FLAC,
	SAR_BOX_OGG,
	SAR_BOX_MPEG,
	SAR_BOX_FOREIGN /* known by name, not decoded */
};

struct sar_media_found {
	enum sar_media_box box;
	struct sar_media_info info; /* frames: those the sound must give */
	uint64_t off;               /* of the sound in the source */
	uint64_t len;               /* bytes of it that are there */
	uint32_t block;             /* bytes, ... */
	uint32_t block_frames;      /* ... and the frames they hold */
	bool swapped;               /* big-endian */
	bool is_signed;             /* bytes that are PCM8 */
	uint8_t fmt[SAR_MEDIA_FMT_MAX];
	size_t fmt_len;
	uint64_t spare; /* frames that libsndfile may announce besides */
};

/**
 * sar_media_look: Find the sound of ${source}.  Return 0, or -1 with ${err}
 * set to SAR_ECORRUPT; ${found}'s info then holds what was known by then.
 */
SAR_MUST_CHECK int sar_media_look(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_found *found,
    struct sar_err *err);

/**
 * sar_media_box: Tell by its first bytes what ${source} is, and of a foreign
 * one the codec.  ${found} is zeros but for that.
 */
SAR_MUST_CHECK int sar_media_box(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);

/** One for each container; as sar_media_look(). */
SAR_MUST_CHECK int sar_media_look_riff(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);
SAR_MUST_CHECK int sar_media_look_au(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);
SAR_MUST_CHECK int sar_media_look_aiff(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);
SAR_MUST_CHECK int sar_media_look_caf(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);
SAR_MUST_CHECK int sar_media_look_flac(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);
SAR_MUST_CHECK int sar_media_look_ogg(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);
SAR_MUST_CHECK int sar_media_look_mpeg(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);

/**
 * sar_media_hidden: Is ${found}, PCM, in truth another codec by what its sound
 * begins with?  Then it is SAR_CODEC_OTHER.
 */
SAR_MUST_CHECK int sar_media_hidden(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err);

/** sar_media_fmt_read: Set ${found} from the fmt chunk in it. */
SAR_MUST_CHECK int sar_media_fmt_read(const char *name,
    struct sar_media_found *found, struct sar_err *err);

/** sar_media_tag: The codec of a WAV file's tag; OTHER when not known. */
enum sar_codec sar_media_tag(uint32_t tag, uint32_t bits);

/**
 * sar_media_fit: Set ${found}'s frames from its len and block; bytes that are
 * left over are a finding.  Return 0, or -1 with ${err} set when that is
 * nothing or more than a day.
 */
SAR_MUST_CHECK int sar_media_fit(const char *name,
    struct sar_media_found *found, struct sar_err *err);

#define SAR_MEDIA_CHANNELS_MAX 8
#define SAR_MEDIA_RATE_MIN 1000
#define SAR_MEDIA_RATE_MAX 192000

/** sar_media_shape_ok: Are channels and rate within our bounds? */
SAR_MUST_CHECK int sar_media_shape_ok(const char *name,
    const struct sar_media_info *info, struct sar_err *err);

/** sar_media_bad: Set SAR_ECORRUPT, "name: why"; -1. */
int sar_media_bad(const struct sar_source *source, const char *why,
    struct sar_err *err);

/** Little-endian and big-endian numbers. */
uint32_t sar_media_u16(const uint8_t *p);
uint32_t sar_media_u32(const uint8_t *p);
uint64_t sar_media_u64(const uint8_t *p);
uint32_t sar_media_b16(const uint8_t *p);
uint32_t sar_media_b32(const uint8_t *p);
uint64_t sar_media_b64(const uint8_t *p);

#endif
