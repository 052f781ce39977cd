#include "media/riff.h"

#include <string.h>

#define CHUNK_HEAD 8
#define RIFF_HEAD 12
#define FMT_MIN 16
#define GSM_BLOCK 65
#define GSM_FRAMES 320
#define CHUNKS_MAX 4096 /* a file of nothing but headers must end */

/* A walk over the chunks. */
struct walk {
	const struct sar_source *source;
	struct sar_media_riff *riff;
	uint64_t at;
	bool has_fmt;
	bool has_data;
};

struct chunk {
	uint8_t id[4];
	uint32_t size;
};

static bool
is(const struct chunk *chunk, const char *id)
{
	return memcmp(chunk->id, id, 4) == 0;
}

/* Chunk names are printable; anything else is not a chunk. */
static bool
is_name(const uint8_t id[4])
{
	int i;

	for (i = 0; i < 4; i++)
		if (id[i] < ' ' || id[i] > '~')
			return false;
	return true;
}

/* The sizes programs write that cannot go back to a pipe's beginning. */
static bool
is_unsized(uint32_t size)
{
	return size == 0 || size >= 0xFFFFF000U ||
	       (size >= 0x7FFFF000U && size <= 0x80000000U);
}

int
sar_media_is_riff(const struct sar_source *source, bool *is_wav,
    struct sar_err *err)
{
	uint8_t head[RIFF_HEAD];

	*is_wav = false;
	if (source->size < sizeof(head))
		return 0;
	if (sar_source_read(source, head, sizeof(head), 0, err) == -1)
		return -1;
	*is_wav = memcmp(head, "RIFF", 4) == 0 &&
		  memcmp(head + 8, "WAVE", 4) == 0;
	return 0;
}

static int
bad(const struct walk *w, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s", w->source->name, why);
}

/* The chunk header at ${at}; the caller knows that 8 bytes are there. */
static int
chunk_at(const struct walk *w, uint64_t at, struct chunk *chunk,
    struct sar_err *err)
{
	uint8_t head[CHUNK_HEAD];

	if (sar_source_read(w->source, head, sizeof(head), at, err) == -1)
		return -1;
	memcpy(chunk->id, head, 4);
	chunk->size = sar_media_u32(head + 4);
	return 0;
}

static int
take_fmt(struct walk *w, uint32_t size, struct sar_err *err)
{
	struct sar_media_riff *riff = w->riff;

	if (w->has_fmt)
		return bad(w, "two fmt chunks", err);
	if (size < FMT_MIN || size > SAR_MEDIA_FMT_MAX ||
	    size > w->source->size - w->at)
		return bad(w, "fmt chunk of a wrong size", err);
	if (sar_source_read(w->source, riff->fmt, size, w->at, err) == -1)
		return -1;
	riff->fmt_len = size;
	w->has_fmt = true;
	return sar_media_fmt_read(w->source->name, riff, err);
}

/*
 * Is what follows a data chunk of size 0 a row of whole chunks up to the end?
 * Then the chunk is really empty; else a recorder died before it wrote the
 * size, and what follows is sound.
 */
static int
really_empty(const struct walk *w, bool *empty, struct sar_err *err)
{
	uint64_t at = w->at;
	struct chunk chunk;
	int n;

	*empty = false;
	for (n = 0; w->source->size - at >= CHUNK_HEAD; n++) {
		if (chunk_at(w, at, &chunk, err) == -1)
			return -1;
		at += CHUNK_HEAD;
		if (!is_name(chunk.id) || chunk.size > w->source->size - at ||
		    n == CHUNKS_MAX)
			return 0;
		at += chunk.size;
		if (chunk.size % 2 == 1 && at < w->source->size)
			at++;
	}
	*empty = at == w->source->size;
	return 0;
}

static int
take_data(struct walk *w, uint32_t size, struct sar_err *err)
{
	struct sar_media_riff *riff = w->riff;
	uint64_t left = w->source->size - w->at;
	bool empty = false;

	if (!w->has_fmt)
		return bad(w, "data before fmt", err);
	if (w->has_data)
		return bad(w, "two data chunks", err);
	w->has_data = true;
	riff->data_off = w->at;
	riff->data_len = size;
	if (size == 0 && left > 0 && really_empty(w, &empty, err) == -1)
		return -1;
	if (size == 0 && (left == 0 || empty))
		return 0;
	if (size == 0 || size > left) {
		riff->data_len = left;
		riff->info.findings |= is_unsized(size) ? SAR_MEDIA_REPAIRED
							: SAR_MEDIA_TRUNCATED;
	}
	return 0;
}

/* After the sound, bytes that are no chunk are a finding, not a failure. */
static int
stray(struct walk *w, struct sar_err *err)
{
	if (!w->has_data)
		return bad(w, "a chunk longer than the file", err);
	w->riff->info.findings |= SAR_MEDIA_TRAILING;
	return 0;
}

/* Deal with the chunk at w->at; *${more} says whether another may follow. */
static int
step(struct walk *w, bool *more, struct sar_err *err)
{
	struct chunk chunk;
	uint64_t end;

	if (chunk_at(w, w->at, &chunk, err) == -1)
		return -1;
	*more = false;
	if (is(&chunk, "RIFF"))
		return bad(w, "a second recording in the same file", err);
	w->at += CHUNK_HEAD;
	if (is(&chunk, "fmt ") && take_fmt(w, chunk.size, err) == -1)
		return -1;
	if (is(&chunk, "data")) {
		if (take_data(w, chunk.size, err) == -1)
			return -1;
		end = w->at + w->riff->data_len;
	} else {
		if (!is_name(chunk.id) ||
		    chunk.size > w->source->size - w->at) {
			w->at -= CHUNK_HEAD;
			return stray(w, err);
		}
		end = w->at + chunk.size;
	}
	/* Odd sizes are padded, by most writers. */
	if ((end - w->at) % 2 == 1 && end < w->source->size)
		end++;
	w->at = end;
	*more = true;
	return 0;
}

/* How many frames the sound gives, and whether it ends inside of one. */
static void
count_frames(struct sar_media_riff *riff)
{
	struct sar_media_info *info = &riff->info;
	uint64_t unit = sar_media_u16(riff->fmt + 12);
	uint64_t rest;

	if (info->codec == SAR_CODEC_OTHER)
		return;
	info->frames = riff->data_len / unit;
	rest = riff->data_len % unit;
	if (info->codec == SAR_CODEC_GSM610) {
		/* Asterisk counts the pad byte of an odd chunk as sound. */
		if (rest > 1)
			info->frames++;
		else
			rest = 0;
		info->frames *= GSM_FRAMES;
	}
	if (rest != 0)
		info->findings |= SAR_MEDIA_TRUNCATED;
}

static int
check_length(const struct walk *w, struct sar_err *err)
{
	struct sar_media_info *info = &w->riff->info;

	if (w->riff->data_len == 0 ||
	    (info->codec != SAR_CODEC_OTHER && info->frames == 0)) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return bad(w, "holds no audio", err);
	}
	if (info->frames > (uint64_t)info->rate * SAR_MEDIA_MAX_SECONDS ||
	    w->riff->data_len > UINT32_MAX - 2 * SAR_MEDIA_FMT_MAX)
		return bad(w, "longer than a day, or than 4 GiB", err);
	return 0;
}

/* The first header's size may be off by the pad byte of the last chunk. */
static bool
is_close(uint64_t a, uint64_t b)
{
	return a + 1 >= b && b + 1 >= a;
}

int
sar_media_riff_read(const struct sar_source *source,
    struct sar_media_riff *riff, struct sar_err *err)
{
	struct walk w = { .source = source, .riff = riff, .at = RIFF_HEAD };
	struct chunk first;
	uint64_t announced;
	bool more = true;
	int n;

	if (chunk_at(&w, 0, &first, err) == -1)
		return -1;
	announced = (uint64_t)first.size + CHUNK_HEAD;
	for (n = 0; more && source->size - w.at >= CHUNK_HEAD; n++) {
		if (n == CHUNKS_MAX)
			return bad(&w, "too many chunks", err);
		if (step(&w, &more, err) == -1)
			return -1;
	}
	if (!w.has_fmt)
		return bad(&w, "no fmt chunk", err);
	if (!w.has_data)
		return bad(&w, "no data chunk", err);
	if (w.at < source->size)
		riff->info.findings |= SAR_MEDIA_TRAILING;
	if ((riff->info.findings & SAR_MEDIA_TRUNCATED) == 0 &&
	    !is_close(announced, w.at) && !is_close(announced, source->size))
		riff->info.findings |= SAR_MEDIA_REPAIRED;
	count_frames(riff);
	return check_length(&w, err);
}
