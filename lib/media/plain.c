#include "media/plain.h"

#include <stdlib.h>
#include <string.h>

#include "media/coded.h"

#define BLOCK 16384 /* frames; measured: larger gains nothing */

struct sar_plain {
	const struct sar_source *source;
	struct sar_media_found found;
	struct sar_media_info *info; /* the caller's, told frames at the end */
	uint64_t done;
	uint8_t *bytes; /* a block; plaintext */
};

bool
sar_plain_is(const struct sar_media_found *found)
{
	return found->block_frames == 1 &&
	       sar_media_width(found->info.codec) > 0;
}

/* Is it worth a look by the chunks alone? */
static bool
is_chunks(const struct sar_media_found *found, const struct sar_media_raw *raw)
{
	if (raw != NULL)
		return raw->codec != SAR_CODEC_GSM610;
	return found->box == SAR_BOX_WAV || found->box == SAR_BOX_AU ||
	       found->box == SAR_BOX_AIFF || found->box == SAR_BOX_CAF;
}

int
sar_plain_try(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_media_found *found, bool *is, struct sar_err *err)
{
	*is = false;
	memset(found, 0, sizeof(*found));
	if (sar_media_box(source, found, err) == -1)
		return -1;
	if (!is_chunks(found, raw))
		return 0;
	if (sar_media_look(source, raw, found, err) == -1)
		return -1;
	*is = sar_plain_is(found);
	return 0;
}

int
sar_media_coded(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_coded *coded, bool *is,
    struct sar_err *err)
{
	struct sar_media_found found;
	const struct sar_media_info *info = &found.info;
	int rc = sar_plain_try(source, raw, &found, is, err);

	memset(coded, 0, sizeof(*coded));
	/* Bytes that are not as a WAV file has them are not for copying. */
	if (*is && (found.is_signed ||
		       (found.swapped && sar_media_width(info->codec) > 1)))
		*is = false;
	if (rc == 0 && !*is)
		return 0;
	coded->codec = info->codec;
	coded->rate = info->rate;
	coded->channels = info->channels;
	coded->findings = info->findings;
	if (rc == -1)
		return -1;
	coded->off = found.off;
	coded->frames = info->frames;
	coded->len = info->frames * found.block;
	return 0;
}

struct sar_plain *
sar_plain_open(const struct sar_source *source,
    const struct sar_media_found *found, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_plain *plain = calloc(1, sizeof(*plain));

	if (plain == NULL ||
	    (plain->bytes = malloc((size_t)BLOCK * found->block)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(plain);
		return NULL;
	}
	plain->source = source;
	plain->found = *found;
	plain->info = info;
	return plain;
}

/* Into the order and the zero that a WAV file has. */
static void
turn(const struct sar_media_found *found, uint8_t *bytes, size_t len)
{
	size_t width = sar_media_width(found->info.codec);
	uint8_t *p;
	uint8_t byte;
	size_t i;

	for (p = bytes; found->swapped && width > 1 && p < bytes + len;
	     p += width)
		for (i = 0; i < width / 2; i++) {
			byte = p[i];
			p[i] = p[width - 1 - i];
			p[width - 1 - i] = byte;
		}
	for (i = 0; found->is_signed && i < len; i++)
		bytes[i] ^= 0x80;
}

ssize_t
sar_plain_read(struct sar_plain *plain, int16_t *out, size_t frames,
    struct sar_err *err)
{
	const struct sar_media_found *found = &plain->found;
	uint64_t left = found->info.frames - plain->done;
	size_t len;

	if (frames > BLOCK)
		frames = BLOCK;
	if (frames > left)
		frames = (size_t)left;
	if (frames == 0) {
		if (left == 0)
			plain->info->frames = plain->done;
		return 0;
	}
	len = frames * found->block;
	if (sar_source_read(plain->source, plain->bytes, len,
		found->off + plain->done * found->block, err) == -1)
		return -1;
	turn(found, plain->bytes, len);
	sar_media_convert(found->info.codec, plain->bytes,
	    frames * found->info.channels, out);
	plain->done += frames;
	return (ssize_t)frames;
}

void
sar_plain_close(struct sar_plain *plain)
{
	if (plain == NULL)
		return;
	explicit_bzero(plain->bytes, (size_t)BLOCK * plain->found.block);
	free(plain->bytes);
	free(plain);
}
