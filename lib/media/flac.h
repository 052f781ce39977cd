#ifndef SAR_MEDIA_FLAC_H
#define SAR_MEDIA_FLAC_H

#include <stddef.h>

#include "media/media.h"

/* Private to media: the head of a frame. */
struct sar_flac_frame {
	uint64_t number; /* of the frame; of its first sample if not fixed */
	uint32_t frames; /* of sound in it */
	bool fixed;
};

#define SAR_FLAC_HEAD_MAX 16

/** sar_flac_frame: Is the head of one at ${p}, of SAR_FLAC_HEAD_MAX bytes? */
bool sar_flac_frame(const uint8_t *p, struct sar_flac_frame *frame);

/** sar_flac_sum16: The sum of ${len} bytes; 0 for a frame with its own sum. */
unsigned sar_flac_sum16(const uint8_t *p, size_t len);

/**
 * sar_media_flac_order: Are the frames of the FLAC file ${source} behind
 * ${from} numbered in order?  *${whole}: nothing is between them or behind the
 * last.  -1 with ${err} set to SAR_ECORRUPT when one is not where it belongs.
 */
SAR_MUST_CHECK int sar_media_flac_order(const struct sar_source *source,
    uint64_t from, bool *whole, struct sar_err *err);

/**
 * sar_media_flac_tail: Private to media.  Find the frame that the FLAC file
 * ${source} ends with, at or behind ${from}.  *${end} is where its sound ends,
 * in frames; 0 when no frame ends with the file.  ${fixed} is the size of a
 * block of the stream, where it has one.
 */
SAR_MUST_CHECK int sar_media_flac_tail(const struct sar_source *source,
    uint64_t from, uint32_t fixed, uint64_t *end, struct sar_err *err);

#endif
