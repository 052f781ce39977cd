#include "media/view.h"

#include <string.h>

#define G72X_FRAMES 120 /* what libsndfile decodes at once */

static void
put32(struct sar_media_view *view, uint64_t value)
{
	int i;

	for (i = 0; i < 4; i++)
		view->head[view->head_len++] = (uint8_t)(value >> (8 * i));
}

static void
put(struct sar_media_view *view, const void *data, size_t len)
{
	memcpy(view->head + view->head_len, data, len);
	view->head_len += len;
}

static void
put32_big(struct sar_media_view *view, uint64_t value)
{
	int i;

	for (i = 3; i >= 0; i--)
		view->head[view->head_len++] = (uint8_t)(value >> (8 * i));
}

/* A WAV file of whole blocks: libsndfile would fill one with stale bytes. */
static uint64_t
put_wav(struct sar_media_view *view, const struct sar_media_found *found)
{
	uint64_t data = found->info.frames / found->block_frames * found->block;
	size_t fmt = found->fmt_len + found->fmt_len % 2;

	put(view, "RIFF", 4);
	put32(view, 4 + 8 + fmt + 8 + data + data % 2);
	put(view, "WAVEfmt ", 8);
	put32(view, found->fmt_len);
	put(view, found->fmt, fmt);
	put(view, "data", 4);
	put32(view, data);
	return data + data % 2;
}

/* G.721 and G.723, in WAV files too: an AU file's header says it all. */
static uint64_t
put_au(struct sar_media_view *view, const struct sar_media_found *found)
{
	uint64_t blocks = (found->info.frames + G72X_FRAMES - 1) / G72X_FRAMES;
	uint32_t encoding = 23;
	uint64_t data;

	if (found->info.codec == SAR_CODEC_G723_24)
		encoding = 25;
	else if (found->info.codec == SAR_CODEC_G723_40)
		encoding = 26;
	data = blocks * G72X_FRAMES * found->block / found->block_frames;
	put(view, ".snd", 4);
	put32_big(view, 24);
	put32_big(view, data);
	put32_big(view, encoding);
	put32_big(view, found->info.rate);
	put32_big(view, found->info.channels);
	return data;
}

static uint64_t
put_flac(struct sar_media_view *view, const struct sar_media_found *found)
{
	put(view, "fLaC\x80\0\0\x22", 8);
	put(view, found->fmt, found->fmt_len);
	return found->len;
}

void
sar_media_view_make(struct sar_media_view *view,
    const struct sar_source *source, const struct sar_media_found *found)
{
	enum sar_codec codec = found->info.codec;
	uint64_t data = found->len;

	memset(view, 0, sizeof(*view));
	view->source = source;
	if (codec == SAR_CODEC_G721 || codec == SAR_CODEC_G723_24 ||
	    codec == SAR_CODEC_G723_40)
		data = put_au(view, found);
	else if (found->box == SAR_BOX_WAV && codec != SAR_CODEC_MP3)
		data = put_wav(view, found);
	else if (found->box == SAR_BOX_FLAC)
		data = put_flac(view, found);
	view->off = found->off;
	view->len = found->len < data ? found->len : data;
	view->size = view->head_len + data;
}

static sf_count_t
view_size(void *ctx)
{
	const struct sar_media_view *view = ctx;

	return (sf_count_t)view->size;
}

static sf_count_t
view_tell(void *ctx)
{
	const struct sar_media_view *view = ctx;

	return (sf_count_t)view->at;
}

static sf_count_t
view_seek(sf_count_t offset, int whence, void *ctx)
{
	struct sar_media_view *view = ctx;
	sf_count_t from = 0;

	if (whence == SEEK_CUR)
		from = (sf_count_t)view->at;
	else if (whence == SEEK_END)
		from = (sf_count_t)view->size;
	/* As lseek(2), past the end too: refused, libsndfile would not end. */
	if (__builtin_add_overflow(from, offset, &from) || from < 0)
		return -1;
	view->at = (uint64_t)from;
	return from;
}

/* Some next bytes, all of one of the three parts; 0 after a failure. */
static size_t
some(struct sar_media_view *view, uint8_t *out, size_t len)
{
	uint64_t at = view->at;

	if (at < view->head_len) {
		if (len > view->head_len - at)
			len = (size_t)(view->head_len - at);
		memcpy(out, view->head + at, len);
		return len;
	}
	at -= view->head_len;
	if (at >= view->len) {
		memset(out, 0, len);
		return len;
	}
	if (len > view->len - at)
		len = (size_t)(view->len - at);
	if (sar_source_read(view->source, out, len, view->off + at,
		&view->err) == -1)
		return 0;
	return len;
}

static sf_count_t
view_read(void *to, sf_count_t count, void *ctx)
{
	struct sar_media_view *view = ctx;
	uint8_t *out = to;
	size_t len, n;
	sf_count_t done = 0;

	if (count <= 0 || view->err.code != SAR_OK || view->at >= view->size)
		return 0;
	len = (size_t)count;
	if (len > view->size - view->at)
		len = (size_t)(view->size - view->at);
	while (len > 0 && (n = some(view, out, len)) > 0) {
		view->at += n;
		out += n;
		len -= n;
		done += (sf_count_t)n;
	}
	return done;
}

/* Never called: nothing is opened to be written. */
static sf_count_t
view_write(const void *from, sf_count_t count, void *ctx)
{
	(void)from;
	(void)count;
	(void)ctx;
	return 0;
}

SF_VIRTUAL_IO
sar_media_view_io(void)
{
	SF_VIRTUAL_IO io = { 0 };

	io.get_filelen = view_size;
	io.seek = view_seek;
	io.read = view_read;
	io.write = view_write;
	io.tell = view_tell;
	return io;
}
