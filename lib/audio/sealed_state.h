#ifndef SAR_AUDIO_SEALED_STATE_H
#define SAR_AUDIO_SEALED_STATE_H

#include <stdbool.h>

#include "audio/sealed.h"

/* Private to audio: a recording without its source, on the way through it. */
struct sar_sealed {
	const struct sar_audio_job *job;
	const struct sar_sealed_how *how; /* or NULL */
	struct sar_sealed_seen *seen;
	struct sar_media *media;
	struct sar_media_info info;
	const int16_t *coded; /* of G.711: what a sample becomes; or NULL */
	int16_t *block;       /* SAR_AUDIO_BLOCK frames */
	uint8_t *codes;       /* of mu-law: the bytes of the block; or NULL */
	size_t next;          /* the first cut not yet passed */
	/* Where the fill is not known: what the block can still be, as bits of
	   enum sar_plan_fill, by channel. */
	unsigned fills[SAR_AUDIO_CHANNELS_MAX];
};

/** sar_sealed_in: Is ${cut} on ${channel}, counted from 0? */
bool sar_sealed_in(const struct sar_plan_cut *cut, uint32_t channel);

/** sar_sealed_differs: -1, with ${err} set: frame number ${frame} ${why}. */
int sar_sealed_differs(const struct sar_audio_job *job, uint64_t frame,
    const char *why, struct sar_err *err);

/** sar_sealed_lossy: The same of MP3 and Opus. */
SAR_MUST_CHECK int sar_sealed_lossy(struct sar_sealed *s, struct sar_err *err);

/** sar_sealed_opus: Is every page and packet of it for the sound? */
SAR_MUST_CHECK int sar_sealed_opus(const struct sar_audio_job *job,
    struct sar_err *err);

/** sar_sealed_mp3: Is there nothing between the sound of its frames? */
SAR_MUST_CHECK int sar_sealed_mp3(const struct sar_audio_job *job,
    struct sar_err *err);

/** sar_sealed_flac: Is it nothing but frames, from its header to its end? */
SAR_MUST_CHECK int sar_sealed_flac(const struct sar_audio_job *job,
    struct sar_err *err);

#endif
