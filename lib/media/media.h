#ifndef SAR_MEDIA_MEDIA_H
#define SAR_MEDIA_MEDIA_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/stream.h"

/*
 * A recording, decoded from the start to the end: sound without memory by our
 * own reading (media/coded.h), all else by libsndfile in a process that holds
 * nothing else (sandbox/sandbox.h).  Never seeks (GSM cannot), never trusts a
 * file name or an announced length, and repairs the header a crashed recorder
 * left (sizes 0) by an overlay; the file is not touched.
 */
enum sar_codec {
	SAR_CODEC_UNKNOWN,
	SAR_CODEC_PCM16,
	SAR_CODEC_ALAW, /* ITU-T G.711 */
	SAR_CODEC_ULAW,
	SAR_CODEC_GSM610,
	SAR_CODEC_FLAC,
	SAR_CODEC_OTHER, /* libsndfile reads it; this release does not */
	SAR_CODEC_PCM8,
	SAR_CODEC_PCM24,
	SAR_CODEC_PCM32,
	SAR_CODEC_FLOAT, /* 32 bit */
	SAR_CODEC_DOUBLE,
	SAR_CODEC_IMA_ADPCM,
	SAR_CODEC_MS_ADPCM,
	SAR_CODEC_G721, /* ITU-T G.726 at 32 kbit/s */
	SAR_CODEC_G723_24,
	SAR_CODEC_G723_40,
	SAR_CODEC_ALAC,
	SAR_CODEC_VORBIS,
	SAR_CODEC_OPUS,
	SAR_CODEC_MP3,
	/* Known by name and not decoded. */
	SAR_CODEC_G722,
	SAR_CODEC_G726,
	SAR_CODEC_G729,
	SAR_CODEC_AMR,
	SAR_CODEC_AAC,
	SAR_CODEC_WEBM, /* also Matroska */
	SAR_CODEC_MP4,  /* ISO base media: .m4a, .3gp */
	SAR_CODEC_MP2,  /* MPEG layers I and II */
	SAR_CODEC_OGG_FLAC,
	SAR_CODEC_SPEEX,
	SAR_CODEC_WAVPACK,
	SAR_CODEC_WMA,
	SAR_CODEC_G7231, /* ITU-T G.723.1 */
	SAR_CODEC_G728,
	SAR_CODEC_ILBC,
	SAR_CODEC_SILK,
	SAR_CODEC_TRUESPEECH,
	SAR_CODEC_OKI_ADPCM, /* Dialogic .vox */
	SAR_CODEC_NMS_ADPCM,
	SAR_CODEC_NICE_ADPCM,
	SAR_CODEC_QT_IMA, /* AIFF-C and CAF "ima4" */
	SAR_CODEC_DSS,    /* dictation machines */
	SAR_CODEC_REAL,
	SAR_CODEC_ALAC_OTHER /* does not say how wide its samples are */
};

/* What was odd; more than one may hold. */
enum sar_media_finding {
	SAR_MEDIA_REPAIRED = 1,   /* header sizes were 0 or past the end */
	SAR_MEDIA_TRUNCATED = 2,  /* header promises more than is there */
	SAR_MEDIA_TRAILING = 4,   /* bytes after the audio, in no chunk */
	SAR_MEDIA_NO_AUDIO = 8,   /* not one frame; always a failure as well */
	SAR_MEDIA_HEADERLESS = 16 /* the catalogue's word for what it is */
};

struct sar_media_info {
	enum sar_codec codec;
	uint64_t frames; /* counted by decoding, not announced */
	uint32_t rate;
	uint32_t channels;
	unsigned findings;
};

/*
 * What the catalogue (the recorder's export, or the organisation's policy)
 * says of a file without a header: PCM16 (little-endian), ALAW, ULAW or
 * GSM610.  Never guessed, least of all from the file's name.
 */
struct sar_media_raw {
	enum sar_codec codec;
	uint32_t rate;
	uint32_t channels;
};

/**
 * sar_media_codec_name: "pcm16", "alaw", "ulaw", "gsm610", "flac", "other",
 * "ima-adpcm" ...; "" when unknown.  The other way round any other name is
 * unknown.
 */
const char *sar_media_codec_name(enum sar_codec codec);
enum sar_codec sar_media_codec_of(const char *name);

/** sar_media_decodes: Is it a codec that sar_media_open() decodes? */
bool sar_media_decodes(enum sar_codec codec);

#define SAR_MEDIA_FINDINGS_LEN 96

/** sar_media_findings_name: As "header-repaired truncated"; "" for none. */
void sar_media_findings_name(unsigned findings,
    char out[SAR_MEDIA_FINDINGS_LEN]);

/**
 * sar_media_decoder_own: Is ${name}, by sar_media_decoder(), our own reading
 * of now, which gives the samples that it gave?
 */
bool sar_media_decoder_own(const char *name);

struct sar_media; /* opaque: a decoder in progress */

/**
 * sar_media_open: Begin to decode ${source}, which outlives the result.  NULL
 * with ${err} set to SAR_ECORRUPT when it is no audio that can be decoded
 * (two data chunks and 0 frames are such), also for a codec that
 * is not decoded; ${info} then tells as much as was seen.  ${info} outlives
 * the result: its frames are 0, and its findings may not be all, till the end
 * has been reached.  ${raw} is NULL for files with a header; with it, one
 * that has a header after all is refused: a container known here, or an ID3 tag
 * in front of anything.  What begins as a frame of MP3, MP2 or AAC does has
 * none: their few bits of magic are found in sound too.
 */
SAR_MUST_CHECK struct sar_media *sar_media_open(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_err *err);

/**
 * sar_media_read: Up to ${frames} next frames, interleaved, at ${out}; 0 at
 * the end; -1 with ${err} set to SAR_ECORRUPT when decoding fails.
 */
SAR_MUST_CHECK ssize_t sar_media_read(struct sar_media *media, int16_t *out,
    size_t frames, struct sar_err *err);

typedef int sar_media_fn(void *ctx, const int16_t *samples, size_t frames,
    struct sar_err *err);

/**
 * sar_media_each: Decode all of it, and give it to ${fn} block by block, until
 * that returns -1; no sample is left in memory.  -1 as sar_media_read().
 */
SAR_MUST_CHECK int sar_media_each(struct sar_media *media, sar_media_fn *fn,
    void *ctx, struct sar_err *err);
void sar_media_close(struct sar_media *media);

/**
 * sar_media_announced: How many frames it will be, as far as the file tells
 * before they are decoded; 0 when it does not.  A guess: nothing may rest on
 * it.
 */
uint64_t sar_media_announced(const struct sar_media *media);

#define SAR_MEDIA_DECODER_LEN 64

/**
 * sar_media_decoder: What decodes it, and which codec: "sar-export/1 ulaw",
 * "libsndfile-1.2.0 gsm610".  The same name gives the same samples.
 */
void sar_media_decoder(const struct sar_media *media,
    char out[SAR_MEDIA_DECODER_LEN]);

/**
 * sar_media_measure: Decode all of ${source} once and count.  Return 0, also
 * for a codec that is known and not decoded (frames then as announced, or 0),
 * or -1 as sar_media_open().
 */
SAR_MUST_CHECK int sar_media_measure(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_err *err);

/* Longer is SAR_ECORRUPT. */
#define SAR_MEDIA_MAX_SECONDS (UINT64_C(24) * 3600)

#endif
