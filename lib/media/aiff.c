/* AIFF and AIFF-C: a row of chunks, big-endian. */
#include <string.h>

#include "media/coded.h"
#include "media/found.h"

#define CHUNK_HEAD 8
#define FORM_HEAD 12
#define COMM_MIN 18
#define COMM_MAX 22 /* as much of it as we need */
#define SSND_HEAD 8
#define CHUNKS_MAX 4096

struct walk {
	const struct sar_source *source;
	struct sar_media_found *found;
	uint64_t at;
	uint64_t said; /* frames, by the COMM chunk */
	bool compressed;
	bool has_comm;
	bool has_ssnd;
};

static const struct {
	const char *name;
	enum sar_codec codec; /* PCM16: by the number of bits */
	bool little;
	bool is_unsigned;
} kinds[] = {
	{ "NONE", SAR_CODEC_PCM16, false, false },
	{ "twos", SAR_CODEC_PCM16, false, false },
	{ "sowt", SAR_CODEC_PCM16, true, false },
	{ "in24", SAR_CODEC_PCM24, false, false },
	{ "in32", SAR_CODEC_PCM32, false, false },
	{ "raw ", SAR_CODEC_PCM8, false, true },
	{ "fl32", SAR_CODEC_FLOAT, false, false },
	{ "FL32", SAR_CODEC_FLOAT, false, false },
	{ "fl64", SAR_CODEC_DOUBLE, false, false },
	{ "FL64", SAR_CODEC_DOUBLE, false, false },
	{ "alaw", SAR_CODEC_ALAW, false, false },
	{ "ALAW", SAR_CODEC_ALAW, false, false },
	{ "ulaw", SAR_CODEC_ULAW, false, false },
	{ "ULAW", SAR_CODEC_ULAW, false, false },
	{ "ima4", SAR_CODEC_QT_IMA, false, false },
};

/* Sample sizes that fill their bytes are what recorders write. */
static enum sar_codec
pcm_of(uint32_t bits)
{
	return bits == 0 || bits > 32 || bits % 8 != 0 ? SAR_CODEC_OTHER
						       : sar_media_tag(1, bits);
}

static void
set_codec(struct walk *w, const char kind[4], uint32_t bits)
{
	struct sar_media_found *found = w->found;
	size_t i;

	found->info.codec = SAR_CODEC_OTHER;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (memcmp(kinds[i].name, kind, 4) != 0)
			continue;
		found->info.codec = kinds[i].codec;
		if (kinds[i].codec == SAR_CODEC_PCM16)
			found->info.codec = pcm_of(bits);
		found->swapped = !kinds[i].little;
		found->is_signed = found->info.codec == SAR_CODEC_PCM8 &&
				   !kinds[i].is_unsigned;
	}
	found->block = (uint32_t)sar_media_width(found->info.codec) *
		       found->info.channels;
	found->block_frames = 1;
}

/* A whole number in the 80-bit floating point of the 68881; else 0. */
static uint32_t
rate_of(const uint8_t *p)
{
	uint32_t exponent = sar_media_b16(p);
	uint64_t mantissa = sar_media_b64(p + 2);
	uint32_t shift;

	if (exponent < 16383 || exponent > 16383 + 31)
		return 0;
	shift = 63 - (exponent - 16383);
	if ((mantissa & ((UINT64_C(1) << shift) - 1)) != 0)
		return 0;
	return (uint32_t)(mantissa >> shift);
}

static int
take_comm(struct walk *w, uint32_t size, struct sar_err *err)
{
	struct sar_media_info *info = &w->found->info;
	uint8_t comm[COMM_MAX] = { 0 };
	uint32_t want = w->compressed ? COMM_MAX : COMM_MIN;

	if (w->has_comm)
		return sar_media_bad(w->source, "two COMM chunks", err);
	if (size < want || size > w->source->size - w->at)
		return sar_media_bad(w->source, "COMM chunk of a wrong size",
		    err);
	if (sar_source_read(w->source, comm, want, w->at, err) == -1)
		return -1;
	w->has_comm = true;
	info->channels = sar_media_b16(comm);
	w->said = sar_media_b32(comm + 2);
	info->rate = rate_of(comm + 8);
	if (sar_media_shape_ok(w->source->name, info, err) == -1)
		return -1;
	set_codec(w, w->compressed ? (const char *)comm + 18 : "NONE",
	    sar_media_b16(comm + 6));
	return 0;
}

static int
take_ssnd(struct walk *w, uint32_t size, struct sar_err *err)
{
	struct sar_media_found *found = w->found;
	uint64_t left = w->source->size - w->at;
	uint8_t head[SSND_HEAD];
	uint64_t skip;

	if (w->has_ssnd)
		return sar_media_bad(w->source, "two SSND chunks", err);
	if (left < sizeof(head))
		return sar_media_bad(w->source, "holds no audio", err);
	if (sar_source_read(w->source, head, sizeof(head), w->at, err) == -1)
		return -1;
	skip = SSND_HEAD + (uint64_t)sar_media_b32(head);
	w->has_ssnd = true;
	/* Sizes of nothing are a crashed recorder's. */
	if (size <= SSND_HEAD || size == 0xFFFFFFFFU)
		found->info.findings |= SAR_MEDIA_REPAIRED;
	else if (size > left)
		found->info.findings |= SAR_MEDIA_TRUNCATED;
	found->len = size > SSND_HEAD && size <= left ? size : left;
	if (skip > found->len)
		return sar_media_bad(w->source, "SSND chunk of a wrong size",
		    err);
	found->off = w->at + skip;
	w->at += found->len;
	found->len -= skip;
	return 0;
}

static int
step(struct walk *w, bool *more, struct sar_err *err)
{
	uint8_t head[CHUNK_HEAD];
	uint32_t size;

	*more = false;
	if (sar_source_read(w->source, head, sizeof(head), w->at, err) == -1)
		return -1;
	size = sar_media_b32(head + 4);
	if (memcmp(head, "FORM", 4) == 0)
		return sar_media_bad(w->source,
		    "a second recording in the same file", err);
	w->at += CHUNK_HEAD;
	if (memcmp(head, "SSND", 4) == 0) {
		if (take_ssnd(w, size, err) == -1)
			return -1;
	} else {
		if (size > w->source->size - w->at) {
			w->at -= CHUNK_HEAD;
			if (!w->has_ssnd)
				return sar_media_bad(w->source,
				    "a chunk longer than the file", err);
			return 0;
		}
		if (memcmp(head, "COMM", 4) == 0 &&
		    take_comm(w, size, err) == -1)
			return -1;
		w->at += size;
	}
	if (size % 2 == 1 && w->at < w->source->size)
		w->at++;
	*more = true;
	return 0;
}

/* The number of frames is said twice. */
static int
compare(struct walk *w, struct sar_err *err)
{
	struct sar_media_found *found = w->found;
	struct sar_media_info *info = &found->info;

	if (w->said == 0 && found->len > 0)
		info->findings |= SAR_MEDIA_REPAIRED;
	else if (w->said > info->frames)
		info->findings |= SAR_MEDIA_TRUNCATED;
	else if (w->said < info->frames &&
		 (info->findings & SAR_MEDIA_REPAIRED) == 0)
		return sar_media_bad(w->source,
		    "its two lengths are not the same", err);
	return 0;
}

int
sar_media_look_aiff(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err)
{
	struct walk w = { .source = source, .found = found, .at = FORM_HEAD };
	uint8_t head[FORM_HEAD];
	bool more = true;
	int n;

	if (sar_source_read(source, head, sizeof(head), 0, err) == -1)
		return -1;
	w.compressed = memcmp(head + 8, "AIFC", 4) == 0;
	for (n = 0; more && source->size - w.at >= CHUNK_HEAD; n++) {
		if (n == CHUNKS_MAX)
			return sar_media_bad(source, "too many chunks", err);
		if (step(&w, &more, err) == -1)
			return -1;
	}
	if (!w.has_comm)
		return sar_media_bad(source, "no COMM chunk", err);
	if (!w.has_ssnd) {
		found->info.findings |= SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(source, "no SSND chunk", err);
	}
	if (w.at < source->size)
		found->info.findings |= SAR_MEDIA_TRAILING;
	if (found->block == 0)
		return 0;
	/* libsndfile counts the pad byte of an odd chunk. */
	if (w.said % 2 == 1 && found->block % 2 == 1 &&
	    found->len == w.said * found->block + 1)
		found->len--;
	if (sar_media_fit(source->name, found, err) == -1)
		return -1;
	return compare(&w, err);
}
