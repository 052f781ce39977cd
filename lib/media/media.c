#include "media/media.h"

#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#include "media/view.h"

#define BLOCK 4096 /* frames; larger gains nothing (audio.md 4c) */

struct sar_media {
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
bad(const struct sar_media *media, const char *why, struct sar_err *err)
{
	/* A disk that cannot be read is not a damaged recording. */
	if (media->view.err.code != SAR_OK) {
		*err = media->view.err;
		return -1;
	}
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s",
	    media->view.source->name, why);
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
announce(struct sar_media *media, const SF_INFO *sf,
    struct sar_media_info *info, struct sar_err *err)
{
	if (sf->frames == 0) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return bad(media, "holds no audio", err);
	}
	media->announced = (uint64_t)sf->frames;
	/* A FLAC stream may leave its length out; so do cut Ogg files. */
	if (sf->frames < 0 || sf->frames == SF_COUNT_MAX)
		media->announced = UINT64_MAX;
	return 0;
}

static int
open_riff(struct sar_media *media, const struct sar_source *source,
    struct sar_media_info *info, struct sar_err *err)
{
	SF_VIRTUAL_IO io = sar_media_view_io();
	struct sar_media_riff riff = { 0 };
	SF_INFO sf = { 0 };
	int rc = sar_media_riff_read(source, &riff, err);

	*info = riff.info;
	if (rc == -1)
		return -1;
	sar_media_view_riff(&media->view, source, &riff);
	media->file = sf_open_virtual(&io, SFM_READ, &sf, &media->view);
	if (media->file == NULL)
		return bad(media, "not sound that can be decoded", err);
	if (!agrees(info, &sf))
		return bad(media, "header is not consistent", err);
	if (info->codec == SAR_CODEC_OTHER)
		return announce(media, &sf, info, err);
	media->announced = info->frames;
	return 0;
}

static int
open_other(struct sar_media *media, const struct sar_source *source,
    struct sar_media_info *info, struct sar_err *err)
{
	SF_VIRTUAL_IO io = sar_media_view_io();
	SF_INFO sf = { 0 };

	sar_media_view_whole(&media->view, source);
	if (source->size == 0) {
		info->findings = SAR_MEDIA_NO_AUDIO;
		return bad(media, "holds no audio", err);
	}
	media->file = sf_open_virtual(&io, SFM_READ, &sf, &media->view);
	if (media->file == NULL)
		return bad(media, "not a sound file known here", err);
	info->codec = codec_of(sf.format);
	info->channels = (uint32_t)sf.channels;
	info->rate = (uint32_t)sf.samplerate;
	if (sar_media_shape_ok(source->name, info, err) == -1)
		return -1;
	return announce(media, &sf, info, err);
}

/* Open, whatever the codec. */
static struct sar_media *
open_any(const struct sar_source *source, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_media *media = calloc(1, sizeof(*media));
	bool is_riff = false;
	int rc;

	memset(info, 0, sizeof(*info));
	if (media == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if (sar_media_is_riff(source, &is_riff, err) == -1)
		goto failed;
	rc = is_riff ? open_riff(media, source, info, err)
		     : open_other(media, source, info, err);
	info->frames = 0;
	if (rc == -1)
		goto failed;
	media->info = info;
	media->codec = info->codec;
	media->rate = info->rate;
	return media;

failed:
	sar_media_close(media);
	return NULL;
}

struct sar_media *
sar_media_open(const struct sar_source *source, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_media *media;

	if ((media = open_any(source, info, err)) == NULL)
		return NULL;
	if (media->codec == SAR_CODEC_OTHER) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: a codec this release does not decode", source->name);
		sar_media_close(media);
		return NULL;
	}
	return media;
}

/* All of it has been read: was that all it should have been? */
static int
end(struct sar_media *media, struct sar_err *err)
{
	if (media->view.err.code != SAR_OK || sf_error(media->file) != 0)
		return bad(media, "cannot be decoded to its end", err);
	if (media->announced != UINT64_MAX && media->frames != media->announced)
		return bad(media, "decodes to another length", err);
	if (media->frames == 0) {
		media->info->findings |= SAR_MEDIA_NO_AUDIO;
		return bad(media, "holds no audio", err);
	}
	if (media->codec == SAR_CODEC_FLAC &&
	    media->view.furthest < media->view.size)
		media->info->findings |= SAR_MEDIA_TRAILING;
	media->info->frames = media->frames;
	media->ended = true;
	return 0;
}

ssize_t
sar_media_read(struct sar_media *media, int16_t *out, size_t frames,
    struct sar_err *err)
{
	sf_count_t n;

	if (media->ended || frames == 0)
		return 0;
	if (frames > BLOCK)
		frames = BLOCK;
	if (frames > media->announced - media->frames)
		frames = (size_t)(media->announced - media->frames);
	if (frames == 0)
		return end(media, err);
	n = sf_readf_short(media->file, out, (sf_count_t)frames);
	if (n < 0 || media->view.err.code != SAR_OK ||
	    sf_error(media->file) != 0)
		return bad(media, "cannot be decoded to its end", err);
	if (n == 0)
		return end(media, err);
	media->frames += (uint64_t)n;
	/* 24 hours of silence are a FLAC file of 2 MB. */
	if (media->frames > (uint64_t)media->rate * SAR_MEDIA_MAX_SECONDS)
		return bad(media, "longer than a day", err);
	return (ssize_t)n;
}

void
sar_media_close(struct sar_media *media)
{
	if (media == NULL)
		return;
	if (media->file != NULL)
		(void)sf_close(media->file);
	free(media);
}

int
sar_media_measure(const struct sar_source *source, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_media *media;
	int16_t *block = NULL;
	ssize_t n = -1;

	if ((media = open_any(source, info, err)) == NULL)
		return -1;
	if (media->codec == SAR_CODEC_OTHER) {
		if (media->announced != UINT64_MAX)
			info->frames = media->announced;
		n = 0;
		goto out;
	}
	block = calloc((size_t)BLOCK * info->channels, sizeof(*block));
	if (block == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	do {
		n = sar_media_read(media, block, BLOCK, err);
	} while (n > 0);

out:
	if (block != NULL)
		explicit_bzero(block,
		    (size_t)BLOCK * info->channels * sizeof(*block));
	free(block);
	sar_media_close(media);
	return n == 0 ? 0 : -1;
}
