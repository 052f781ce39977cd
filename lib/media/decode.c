#include "media/decode.h"

#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#include "media/coded.h"
#include "media/plain.h"
#include "media/view.h"

#define BLOCK 16384 /* frames; measured: larger gains nothing */
#define G72X_FRAMES 120

/* How libsndfile is asked for samples. */
enum as {
	AS_SHORT,
	AS_INT,
	AS_FLOAT
};

struct sar_decode {
	struct sar_plain *plain;    /* or: */
	struct sar_media_view view; /* libsndfile keeps its address */
	struct sar_media_found found;
	SNDFILE *file;
	struct sar_media_info *info; /* the caller's, told frames at the end */
	enum as as;
	void *wide; /* a block of what is not short; plaintext */
	uint64_t frames;
	bool ended;
};

static int
bad(const struct sar_decode *decode, const char *why, struct sar_err *err)
{
	/* A disk that cannot be read is not a damaged recording. */
	if (decode->view.err.code != SAR_OK) {
		*err = decode->view.err;
		return -1;
	}
	return sar_media_bad(decode->view.source, why, err);
}

/* What libsndfile must call it: the container and the coding. */
static int
format_of(const struct sar_media_found *found)
{
	static const int formats[] = {
		[SAR_CODEC_GSM610] = SF_FORMAT_WAV | SF_FORMAT_GSM610,
		[SAR_CODEC_IMA_ADPCM] = SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM,
		[SAR_CODEC_MS_ADPCM] = SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM,
		[SAR_CODEC_G721] = SF_FORMAT_AU | SF_FORMAT_G721_32,
		[SAR_CODEC_G723_24] = SF_FORMAT_AU | SF_FORMAT_G723_24,
		[SAR_CODEC_G723_40] = SF_FORMAT_AU | SF_FORMAT_G723_40,
		[SAR_CODEC_VORBIS] = SF_FORMAT_OGG | SF_FORMAT_VORBIS,
		[SAR_CODEC_OPUS] = SF_FORMAT_OGG | SF_FORMAT_OPUS,
		[SAR_CODEC_MP3] = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
		[SAR_CODEC_FLAC] = SF_FORMAT_FLAC,
		[SAR_CODEC_ALAC] = SF_FORMAT_CAF,
	};

	if (found->box == SAR_BOX_RAW)
		return SF_FORMAT_RAW | SF_FORMAT_GSM610;
	return formats[found->info.codec];
}

/* Of these two libsndfile alone says how wide the samples are. */
static bool
any_width(enum sar_codec codec)
{
	return codec == SAR_CODEC_FLAC || codec == SAR_CODEC_ALAC;
}

/* The frames that libsndfile gives, its own blocks filled up. */
static uint64_t
whole(const struct sar_media_found *found)
{
	uint64_t frames = found->info.frames;

	if (frames == SAR_MEDIA_COUNT || found->block == 0)
		return frames;
	return (frames + G72X_FRAMES - 1) / G72X_FRAMES * G72X_FRAMES;
}

/* Does libsndfile see what we saw? */
static bool
agrees(const struct sar_media_found *found, const SF_INFO *sf)
{
	const struct sar_media_info *info = &found->info;
	int mask = SF_FORMAT_TYPEMASK;

	if (!any_width(info->codec))
		mask |= SF_FORMAT_SUBMASK;
	if ((sf->format & mask) != format_of(found) ||
	    sf->channels != (int)info->channels ||
	    sf->samplerate != (int)info->rate)
		return false;
	/* Compressed streams are counted while they are decoded. */
	if (found->block_frames == 0)
		return true;
	/* libsndfile takes the pad byte of an odd chunk for one more block. */
	if (info->codec == SAR_CODEC_GSM610 &&
	    (uint64_t)sf->frames == info->frames + 320)
		return true;
	return (uint64_t)sf->frames == info->frames ||
	       (uint64_t)sf->frames == whole(found);
}

/*
 * Codecs that compute in floating point are asked for just that: read as
 * short they wrap around where they overload (libsndfile 1.2.0).
 */
static enum as as_of(enum sar_codec codec, int format)
{
	int sub = format & SF_FORMAT_SUBMASK;

	if (codec == SAR_CODEC_VORBIS || codec == SAR_CODEC_OPUS ||
	    codec == SAR_CODEC_MP3)
		return AS_FLOAT;
	if (any_width(codec) && sub != SF_FORMAT_PCM_16 &&
	    sub != SF_FORMAT_ALAC_16)
		return AS_INT;
	return AS_SHORT;
}

static int
open_file(struct sar_decode *decode, const struct sar_source *source,
    struct sar_err *err)
{
	struct sar_media_found *found = &decode->found;
	SF_VIRTUAL_IO io = sar_media_view_io();
	SF_INFO sf = { 0 };

	sar_media_view_make(&decode->view, source, found);
	/* Room for what libsndfile has 32 bits for. */
	if (found->block_frames != 0 && decode->view.size > UINT32_MAX / 2)
		return bad(decode, "longer than 2 GiB", err);
	if (found->box == SAR_BOX_RAW) {
		sf.format = SF_FORMAT_RAW | SF_FORMAT_GSM610;
		sf.channels = (int)found->info.channels;
		sf.samplerate = (int)found->info.rate;
	}
	decode->file = sf_open_virtual(&io, SFM_READ, &sf, &decode->view);
	if (decode->file == NULL)
		return bad(decode, "not sound that can be decoded", err);
	if (!agrees(found, &sf))
		return bad(decode, "header is not consistent", err);
	decode->as = as_of(found->info.codec, sf.format);
	if (decode->as != AS_SHORT &&
	    (decode->wide = calloc((size_t)BLOCK * found->info.channels,
		 sizeof(float))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

static int
open_found(struct sar_decode *decode, const struct sar_source *source,
    struct sar_err *err)
{
	if (!sar_media_decodes(decode->found.info.codec))
		return sar_media_bad(source,
		    "a codec this release does not decode", err);
	if (!sar_plain_is(&decode->found))
		return open_file(decode, source, err);
	decode->plain = sar_plain_open(source, &decode->found, decode->info,
	    err);
	return decode->plain != NULL ? 0 : -1;
}

struct sar_decode *
sar_decode_open(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_decode *decode = calloc(1, sizeof(*decode));
	int rc;

	memset(info, 0, sizeof(*info));
	if (decode == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	rc = sar_media_look(source, raw, &decode->found, err);
	*info = decode->found.info;
	info->frames = 0;
	decode->info = info;
	if (rc == 0 && open_found(decode, source, err) == 0)
		return decode;
	sar_decode_close(decode);
	return NULL;
}

/* All of it has been read: was that all it should have been? */
static int
end(struct sar_decode *decode, struct sar_err *err)
{
	const struct sar_media_found *found = &decode->found;
	uint64_t said = found->info.frames;

	if (decode->view.err.code != SAR_OK || sf_error(decode->file) != 0)
		return bad(decode, "cannot be decoded to its end", err);
	if (decode->frames == 0) {
		decode->info->findings |= SAR_MEDIA_NO_AUDIO;
		return bad(decode, "holds no audio", err);
	}
	if (said != SAR_MEDIA_COUNT &&
	    (decode->frames > said + found->spare ||
		decode->frames + found->spare < said))
		return bad(decode, "decodes to another length", err);
	decode->info->frames = decode->frames;
	decode->ended = true;
	return 0;
}

/* The same rounding as sar_media_convert(). */
static void
narrow(const struct sar_decode *decode, size_t samples, int16_t *out)
{
	const float *reals = decode->wide;
	const int *wholes = decode->wide;
	float scaled;
	size_t i;

	if (decode->as == AS_INT) {
		for (i = 0; i < samples; i++)
			out[i] = (int16_t)(wholes[i] >> 16);
		return;
	}
	for (i = 0; i < samples; i++) {
		scaled = reals[i] * 32768.0F;
		if (scaled >= 32767.0F)
			out[i] = 32767;
		else if (scaled > -32768.0F)
			out[i] = (int16_t)lrintf(scaled);
		else
			out[i] = scaled <= -32768.0F ? -32768 : 0;
	}
}

static sf_count_t
read_some(struct sar_decode *decode, int16_t *out, size_t frames)
{
	sf_count_t n;

	if (decode->as == AS_SHORT)
		return sf_readf_short(decode->file, out, (sf_count_t)frames);
	if (decode->as == AS_INT)
		n = sf_readf_int(decode->file, decode->wide,
		    (sf_count_t)frames);
	else
		n = sf_readf_float(decode->file, decode->wide,
		    (sf_count_t)frames);
	if (n > 0)
		narrow(decode, (size_t)n * decode->found.info.channels, out);
	return n;
}

/*
 * How many of ${frames} may be asked for.  One too many tells of more; but of
 * FLAC, which has bytes behind it that are a finding and no failure.
 */
static size_t
allowed(const struct sar_decode *decode, size_t frames)
{
	const struct sar_media_found *found = &decode->found;
	uint64_t left;

	if (frames > BLOCK)
		frames = BLOCK;
	if (found->info.frames == SAR_MEDIA_COUNT)
		return frames;
	left = found->info.frames - decode->frames;
	if (found->block_frames == 0 && found->box != SAR_BOX_FLAC)
		left += found->spare + 1;
	return frames < left ? frames : (size_t)left;
}

ssize_t
sar_decode_read(struct sar_decode *decode, int16_t *out, size_t frames,
    struct sar_err *err)
{
	const struct sar_media_info *info = &decode->found.info;
	sf_count_t n = 0;

	if (decode->plain != NULL)
		return sar_plain_read(decode->plain, out, frames, err);
	if (decode->ended || frames == 0)
		return 0;
	frames = allowed(decode, frames);
	if (frames > 0)
		n = read_some(decode, out, frames);
	if (n < 0 || decode->view.err.code != SAR_OK ||
	    sf_error(decode->file) != 0)
		return bad(decode, "cannot be decoded to its end", err);
	if (n == 0)
		return end(decode, err);
	decode->frames += (uint64_t)n;
	/* 24 hours of silence are a FLAC file of 2 MB. */
	if (decode->frames > (uint64_t)info->rate * SAR_MEDIA_MAX_SECONDS)
		return bad(decode, "longer than a day", err);
	if (info->frames != SAR_MEDIA_COUNT &&
	    decode->frames > info->frames + decode->found.spare)
		return bad(decode, "decodes to another length", err);
	return (ssize_t)n;
}

uint64_t
sar_decode_announced(const struct sar_decode *decode)
{
	uint64_t frames = decode->found.info.frames;

	return frames == SAR_MEDIA_COUNT ? 0 : frames;
}

const char *
sar_decode_version(void)
{
	return sf_version_string();
}

void
sar_decode_close(struct sar_decode *decode)
{
	if (decode == NULL)
		return;
	if (decode->file != NULL)
		(void)sf_close(decode->file);
	if (decode->wide != NULL)
		explicit_bzero(decode->wide, (size_t)BLOCK *
						 decode->found.info.channels *
						 sizeof(float));
	free(decode->wide);
	sar_plain_close(decode->plain);
	free(decode);
}
