#include "media/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/child.h"
#include "media/decode.h"
#include "media/plain.h"

#define BLOCK 16384 /* frames; measured: larger gains nothing */

/* Of our own reading of sound: another number when samples come out other
   than before. */
#define OWN_DECODER "sar-export/1"

struct sar_media {
	struct sar_plain *plain; /* one of the two */
	struct sar_child *child;
	uint64_t announced; /* as far as we saw it ourselves */
	enum sar_codec codec;
	uint32_t channels;
};

/* Sound without memory we read ourselves; all else is not touched here. */
static int
open_either(struct sar_media *media, const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_media_found found;
	struct sar_child_job job = { .source = source,
		.raw = raw,
		.seen = &found,
		.bounds = &sar_child_usual };
	bool is = false;
	int rc = sar_plain_try(source, raw, &found, &is, err);

	*info = found.info;
	info->frames = 0;
	if (rc == -1)
		return -1;
	if (found.info.frames != SAR_MEDIA_COUNT)
		media->announced = found.info.frames;
	if (info->codec != SAR_CODEC_UNKNOWN && !sar_media_decodes(info->codec))
		return sar_media_bad(source,
		    "a codec this release does not decode", err);
	if (is)
		media->plain = sar_plain_open(source, &found, info, err);
	else
		media->child = sar_child_open(&job, info, err);
	media->codec = info->codec;
	media->channels = info->channels;
	return media->plain != NULL || media->child != NULL ? 0 : -1;
}

struct sar_media *
sar_media_open(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_media_info *info, struct sar_err *err)
{
	struct sar_media *media = calloc(1, sizeof(*media));

	memset(info, 0, sizeof(*info));
	if (media == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if (open_either(media, source, raw, info, err) == 0)
		return media;
	sar_media_close(media);
	return NULL;
}

ssize_t
sar_media_read(struct sar_media *media, int16_t *out, size_t frames,
    struct sar_err *err)
{
	if (media->plain != NULL)
		return sar_plain_read(media->plain, out, frames, err);
	return sar_child_read(media->child, out, frames, err);
}

int
sar_media_each(struct sar_media *media, sar_media_fn *fn, void *ctx,
    struct sar_err *err)
{
	size_t size = (size_t)BLOCK * media->channels * sizeof(int16_t);
	int16_t *block = malloc(size);
	ssize_t n;

	if (block == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	while ((n = sar_media_read(media, block, BLOCK, err)) > 0)
		if (fn(ctx, block, (size_t)n, err) == -1) {
			n = -1;
			break;
		}
	explicit_bzero(block, size);
	free(block);
	return n == 0 ? 0 : -1;
}

void
sar_media_close(struct sar_media *media)
{
	if (media == NULL)
		return;
	sar_plain_close(media->plain);
	sar_child_close(media->child);
	free(media);
}

uint64_t
sar_media_announced(const struct sar_media *media)
{
	if (media->announced != 0 || media->child == NULL)
		return media->announced;
	return sar_child_announced(media->child);
}

bool
sar_media_decoder_own(const char *name)
{
	return strncmp(name, OWN_DECODER " ", sizeof(OWN_DECODER)) == 0;
}

void
sar_media_decoder(const struct sar_media *media,
    char out[SAR_MEDIA_DECODER_LEN])
{
	(void)snprintf(out, SAR_MEDIA_DECODER_LEN, "%.40s %s",
	    media->plain != NULL ? OWN_DECODER : sar_decode_version(),
	    sar_media_codec_name(media->codec));
}

static int
pass_by(void *ctx, const int16_t *samples, size_t frames, struct sar_err *err)
{
	(void)ctx;
	(void)samples;
	(void)frames;
	(void)err;
	return 0;
}

int
sar_media_measure(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_media *media = sar_media_open(source, raw, info, err);
	int rc;

	if (media == NULL) {
		if (info->codec == SAR_CODEC_UNKNOWN ||
		    sar_media_decodes(info->codec))
			return -1;
		*err = (struct sar_err)SAR_ERR_INIT;
		return 0;
	}
	rc = sar_media_each(media, pass_by, NULL, err);
	sar_media_close(media);
	return rc;
}
