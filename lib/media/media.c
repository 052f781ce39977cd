#include "media/media.h"

#include <stdlib.h>
#include <string.h>

#include "media/child.h"

#define BLOCK 16384 /* frames; larger gains nothing (audio.md 4c) */

struct sar_media {
	struct sar_child *child;
};

struct sar_media *
sar_media_open(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_media_info *info, struct sar_err *err)
{
	struct sar_media *media = calloc(1, sizeof(*media));

	if (media == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	media->child = sar_child_open(source, raw, &sar_child_usual, info, err);
	if (media->child != NULL)
		return media;
	sar_media_close(media);
	return NULL;
}

ssize_t
sar_media_read(struct sar_media *media, int16_t *out, size_t frames,
    struct sar_err *err)
{
	return sar_child_read(media->child, out, frames, err);
}

void
sar_media_close(struct sar_media *media)
{
	if (media == NULL)
		return;
	sar_child_close(media->child);
	free(media);
}

int
sar_media_measure(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_media *media;
	int16_t *block;
	size_t size;
	ssize_t n = -1;

	media = sar_media_open(source, raw, info, err);
	if (media == NULL) {
		if (info->codec == SAR_CODEC_UNKNOWN ||
		    sar_media_decodes(info->codec))
			return -1;
		*err = (struct sar_err)SAR_ERR_INIT;
		return 0;
	}
	size = (size_t)BLOCK * info->channels * sizeof(*block);
	if ((block = malloc(size)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	do {
		n = sar_media_read(media, block, BLOCK, err);
	} while (n > 0);
	explicit_bzero(block, size);

out:
	free(block);
	sar_media_close(media);
	return n == 0 ? 0 : -1;
}
