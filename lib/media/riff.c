/* WAV and RF64: a row of chunks, little-endian. */
#include "media/found.h"

#include <string.h>

#define CHUNK_HEAD 8
#define RIFF_HEAD 12
#define FMT_MIN 16
#define DS64_MIN 24
#define UNSIZED 0xFFFFFFFFU
#define CHUNKS_MAX 4096 /* a file of nothing but headers must end */

/* A walk over the chunks. */
struct walk {
	const struct sar_source *source;
	struct sar_media_found *found;
	uint64_t at;
	uint64_t announced; /* of all of it */
	bool has_fmt;
	bool has_data;
	bool has_ds64;
	uint64_t ds64_data;
	uint64_t ds64_frames;
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

static int
bad(const struct walk *w, const char *why, struct sar_err *err)
{
	return sar_media_bad(w->source, why, err);
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
	struct sar_media_found *found = w->found;

	if (w->has_fmt)
		return bad(w, "two fmt chunks", err);
	if (size < FMT_MIN || size > SAR_MEDIA_FMT_MAX ||
	    size > w->source->size - w->at)
		return bad(w, "fmt chunk of a wrong size", err);
	if (sar_source_read(w->source, found->fmt, size, w->at, err) == -1)
		return -1;
	found->fmt_len = size;
	w->has_fmt = true;
	return sar_media_fmt_read(w->source->name, found, err);
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

/* The sizes of a file that may be longer than 4 GiB. */
static int
take_ds64(struct walk *w, uint32_t size, struct sar_err *err)
{
	uint8_t sizes[DS64_MIN];

	if (w->has_ds64 || w->has_fmt || w->has_data)
		return bad(w, "a ds64 chunk that is not the first", err);
	if (size < sizeof(sizes) || size > w->source->size - w->at)
		return bad(w, "ds64 chunk of a wrong size", err);
	if (sar_source_read(w->source, sizes, sizeof(sizes), w->at, err) == -1)
		return -1;
	w->has_ds64 = true;
	w->announced = sar_media_u64(sizes);
	if (w->announced <= UINT64_MAX - CHUNK_HEAD)
		w->announced += CHUNK_HEAD;
	w->ds64_data = sar_media_u64(sizes + 8);
	w->ds64_frames = sar_media_u64(sizes + 16);
	return 0;
}

/*
 * The size of the sound.  ffmpeg counts the pad byte of an odd chunk in ds64,
 * but not in the number of samples there.
 */
static uint64_t
data_size(const struct walk *w, uint32_t size)
{
	const struct sar_media_found *found = w->found;

	if (!w->has_ds64 || size != UNSIZED)
		return size;
	if (found->block == 1 && w->ds64_frames % 2 == 1 &&
	    w->ds64_data == w->ds64_frames + 1)
		return w->ds64_frames;
	return w->ds64_data;
}

static bool
means_unsized(const struct walk *w, uint32_t size)
{
	if (w->has_ds64 && size == UNSIZED)
		return w->ds64_data == 0 || w->ds64_data >= UINT64_MAX / 2;
	return is_unsized(size);
}

/* A size may be off by the pad byte of an odd chunk. */
static bool
is_close(uint64_t a, uint64_t b)
{
	return (a > b ? a - b : b - a) <= 1;
}

static int
take_data(struct walk *w, uint32_t head, struct sar_err *err)
{
	struct sar_media_found *found = w->found;
	uint64_t left = w->source->size - w->at;
	uint64_t size = data_size(w, head);
	bool empty = false;

	if (!w->has_fmt)
		return bad(w, "data before fmt", err);
	if (w->has_data)
		return bad(w, "two data chunks", err);
	/* Some believe the one of these, some the other. */
	if (w->has_ds64 && head != UNSIZED && !is_close(head, w->ds64_data))
		return bad(w, "two sizes of the sound", err);
	w->has_data = true;
	found->off = w->at;
	found->len = size;
	if (size == 0 && left > 0 && really_empty(w, &empty, err) == -1)
		return -1;
	if (size == 0 && (left == 0 || empty))
		return 0;
	if (size == 0 || size > left) {
		found->len = left;
		found->info.findings |= means_unsized(w, head)
					    ? SAR_MEDIA_REPAIRED
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
	w->found->info.findings |= SAR_MEDIA_TRAILING;
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
	if (is(&chunk, "RIFF") || is(&chunk, "RF64"))
		return bad(w, "a second recording in the same file", err);
	w->at += CHUNK_HEAD;
	if (is(&chunk, "fmt ") && take_fmt(w, chunk.size, err) == -1)
		return -1;
	if (is(&chunk, "ds64") && take_ds64(w, chunk.size, err) == -1)
		return -1;
	if (is(&chunk, "data")) {
		if (take_data(w, chunk.size, err) == -1)
			return -1;
		end = w->at + w->found->len;
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

static int
walk_all(struct walk *w, struct sar_err *err)
{
	const struct sar_source *source = w->source;
	struct chunk first;
	bool more = true;
	int n;

	if (chunk_at(w, 0, &first, err) == -1)
		return -1;
	w->announced = (uint64_t)first.size + CHUNK_HEAD;
	for (n = 0; more && source->size - w->at >= CHUNK_HEAD; n++) {
		if (n == CHUNKS_MAX)
			return bad(w, "too many chunks", err);
		if (step(w, &more, err) == -1)
			return -1;
	}
	if (!w->has_fmt)
		return bad(w, "no fmt chunk", err);
	if (!w->has_data)
		return bad(w, "no data chunk", err);
	return 0;
}

int
sar_media_look_riff(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err)
{
	struct walk w = { .source = source, .found = found, .at = RIFF_HEAD };
	struct sar_media_info *info = &found->info;

	if (walk_all(&w, err) == -1)
		return -1;
	if (w.at < source->size)
		info->findings |= SAR_MEDIA_TRAILING;
	if ((info->findings & SAR_MEDIA_TRUNCATED) == 0 &&
	    !is_close(w.announced, w.at) &&
	    !is_close(w.announced, source->size))
		info->findings |= SAR_MEDIA_REPAIRED;
	if (found->len == 0) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return bad(&w, "holds no audio", err);
	}
	/* MP3 has no blocks of a fixed size; what is foreign, none we know. */
	return found->block == 0 ? 0 : sar_media_fit(source->name, found, err);
}
