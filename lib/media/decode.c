#include "media/decode.h"

#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#include "media/view.h"

#define BLOCK 4096 /* frames; larger gains nothing (audio.md 4c) */

struct sar_decode {
	struct sar_media_view view; /* libsndfile keeps its address */
	SNDFILE *file;
	struct sar_media_info *info; /* the caller's, told frames at the end */
	enum sar_codec codec;
	uint32_t rate;
	uint64_t announced; /* UINT64_MAX: nothing, count */
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
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s",
	    decode->view.source->name, why);
}

/* Which of ours libsndfile opened, if it is not a WAV file. */
static enum sar_codec
codec_of(int format)
{
	if ((format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC &&
	    (format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_16)
		return SAR_CODEC_FLAC;
	return SAR_CODEC_OTHER;
}

/* Does libsndfile see what we saw? */
static bool
agrees(const struct sar_media_info *info, const SF_INFO *sf)
{
	if (info->codec == SAR_CODEC_OTHER)
		return true;
	if (sf->channels != (int)info->channels ||
	    sf->samplerate != (int)info->rate)
		return false;
	/* libsndfile takes the pad byte of an odd chunk for one more block. */
	if (info->codec == SAR_CODEC_GSM610 &&
	    (uint64_t)sf->frames == info->frames + 320)
		return true;
	return (uint64_t)sf->frames == info->frames;
}

/* Note how many frames libsndfile announces. */
static int
announce(struct sar_decode *decode, const SF_INFO *sf,
    struct sar_media_info *info, struct sar_err *err)
{
	if (sf->frames == 0) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return bad(decode, "holds no audio", err);
	}
	decode->announced = (uint64_t)sf->frames;
	/* A FLAC stream may leave its length out; so do cut Ogg files. */
	if (sf->frames < 0 || sf->frames == SF_COUNT_MAX)
		decode->announced = UINT64_MAX;
	return 0;
}

static int
open_riff(struct sar_decode *decode, const struct sar_source *source,
    struct sar_media_info *info, struct sar_err *err)
{
	SF_VIRTUAL_IO io = sar_media_view_io();
	struct sar_media_riff riff = { 0 };
	SF_INFO sf = { 0 };
	int rc = sar_media_riff_read(source, &riff, err);

	*info = riff.info;
	if (rc == -1)
		return -1;
	sar_media_view_riff(&decode->view, source, &riff);
	decode->file = sf_open_virtual(&io, SFM_READ, &sf, &decode->view);
	if (decode->file == NULL)
		return bad(decode, "not sound that can be decoded", err);
	if (!agrees(info, &sf))
		return bad(decode, "header is not consistent", err);
	if (info->codec == SAR_CODEC_OTHER)
		return announce(decode, &sf, info, err);
	decode->announced = info->frames;
	return 0;
}

static int
open_other(struct sar_decode *decode, const struct sar_source *source,
    struct sar_media_info *info, struct sar_err *err)
{
	SF_VIRTUAL_IO io = sar_media_view_io();
	SF_INFO sf = { 0 };

	sar_media_view_whole(&decode->view, source);
	if (source->size == 0) {
		info->findings = SAR_MEDIA_NO_AUDIO;
		return bad(decode, "holds no audio", err);
	}
	decode->file = sf_open_virtual(&io, SFM_READ, &sf, &decode->view);
	if (decode->file == NULL)
		return bad(decode, "not a sound file known here", err);
	info->codec = codec_of(sf.format);
	info->channels = (uint32_t)sf.channels;
	info->rate = (uint32_t)sf.samplerate;
	if (sar_media_shape_ok(source->name, info, err) == -1)
		return -1;
	return announce(decode, &sf, info, err);
}

struct sar_decode *
sar_decode_open(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_decode *decode = calloc(1, sizeof(*decode));
	bool is_riff = false;
	int rc;

	(void)raw;
	memset(info, 0, sizeof(*info));
	if (decode == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if (sar_media_is_riff(source, &is_riff, err) == -1)
		goto failed;
	rc = is_riff ? open_riff(decode, source, info, err)
		     : open_other(decode, source, info, err);
	info->frames = 0;
	if (rc == -1)
		goto failed;
	decode->info = info;
	decode->codec = info->codec;
	decode->rate = info->rate;
	if (decode->codec != SAR_CODEC_OTHER)
		return decode;
	if (decode->announced != UINT64_MAX)
		info->frames = decode->announced;
	(void)sar_err_set(err, SAR_ECORRUPT,
	    "%s: a codec this release does not decode", source->name);

failed:
	sar_decode_close(decode);
	return NULL;
}

/* All of it has been read: was that all it should have been? */
static int
end(struct sar_decode *decode, struct sar_err *err)
{
	if (decode->view.err.code != SAR_OK || sf_error(decode->file) != 0)
		return bad(decode, "cannot be decoded to its end", err);
	if (decode->announced != UINT64_MAX &&
	    decode->frames != decode->announced)
		return bad(decode, "decodes to another length", err);
	if (decode->frames == 0) {
		decode->info->findings |= SAR_MEDIA_NO_AUDIO;
		return bad(decode, "holds no audio", err);
	}
	if (decode->codec == SAR_CODEC_FLAC &&
	    decode->view.furthest < decode->view.size)
		decode->info->findings |= SAR_MEDIA_TRAILING;
	decode->info->frames = decode->frames;
	decode->ended = true;
	return 0;
}

ssize_t
sar_decode_read(struct sar_decode *decode, int16_t *out, size_t frames,
    struct sar_err *err)
{
	sf_count_t n;

	if (decode->ended || frames == 0)
		return 0;
	if (frames > BLOCK)
		frames = BLOCK;
	if (frames > decode->announced - decode->frames)
		frames = (size_t)(decode->announced - decode->frames);
	if (frames == 0)
		return end(decode, err);
	n = sf_readf_short(decode->file, out, (sf_count_t)frames);
	if (n < 0 || decode->view.err.code != SAR_OK ||
	    sf_error(decode->file) != 0)
		return bad(decode, "cannot be decoded to its end", err);
	if (n == 0)
		return end(decode, err);
	decode->frames += (uint64_t)n;
	/* 24 hours of silence are a FLAC file of 2 MB. */
	if (decode->frames > (uint64_t)decode->rate * SAR_MEDIA_MAX_SECONDS)
		return bad(decode, "longer than a day", err);
	return (ssize_t)n;
}

void
sar_decode_close(struct sar_decode *decode)
{
	if (decode == NULL)
		return;
	if (decode->file != NULL)
		(void)sf_close(decode->file);
	free(decode);
}
