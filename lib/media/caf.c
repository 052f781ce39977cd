/* Apple's Core Audio Format: chunks with 64-bit sizes, big-endian. */
#include <math.h>
#include <string.h>

#include "media/coded.h"
#include "media/found.h"

#define CAF_HEAD 8
#define CHUNK_HEAD 12
#define DESC_LEN 32
#define EDITS 4 /* a count before the sound */
#define PAKT_HEAD 24
#define UNSIZED UINT64_MAX
#define CHUNKS_MAX 4096

struct walk {
	const struct sar_source *source;
	struct sar_media_found *found;
	uint64_t at;
	uint64_t valid; /* frames, by the packet table */
	bool has_desc;
	bool has_data;
	bool has_pakt;
};

static void
set_lpcm(struct sar_media_found *found, uint32_t flags, uint32_t bits)
{
	found->info.codec = sar_media_tag((flags & 1) != 0 ? 3 : 1, bits);
	found->swapped = (flags & 2) == 0;
	found->is_signed = found->info.codec == SAR_CODEC_PCM8;
}

static void
set_codec(struct sar_media_found *found, const uint8_t desc[DESC_LEN])
{
	static const struct {
		const char *name;
		enum sar_codec codec;
	} kinds[] = { { "alaw", SAR_CODEC_ALAW }, { "ulaw", SAR_CODEC_ULAW },
		{ "alac", SAR_CODEC_ALAC }, { "ima4", SAR_CODEC_QT_IMA },
		{ "aac ", SAR_CODEC_AAC }, { "samr", SAR_CODEC_AMR },
		{ "ilbc", SAR_CODEC_ILBC } };
	size_t i;

	found->info.codec = SAR_CODEC_OTHER;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (memcmp(desc + 8, kinds[i].name, 4) == 0)
			found->info.codec = kinds[i].codec;
	/* As ffmpeg writes it: libsndfile wants 1 to 4, for 16 to 32 bits. */
	if (found->info.codec == SAR_CODEC_ALAC &&
	    (sar_media_b32(desc + 12) == 0 || sar_media_b32(desc + 12) > 4))
		found->info.codec = SAR_CODEC_ALAC_OTHER;
	if (memcmp(desc + 8, "lpcm", 4) == 0)
		set_lpcm(found, sar_media_b32(desc + 12),
		    sar_media_b32(desc + 28));
	found->block = (uint32_t)sar_media_width(found->info.codec) *
		       found->info.channels;
	found->block_frames = found->block != 0;
}

static uint32_t
rate_of(const uint8_t *p)
{
	uint64_t bits = sar_media_b64(p);
	double rate;

	memcpy(&rate, &bits, sizeof(rate));
	if (!(rate >= SAR_MEDIA_RATE_MIN && rate <= SAR_MEDIA_RATE_MAX) ||
	    rate != floor(rate))
		return 0;
	return (uint32_t)rate;
}

static int
take_desc(struct walk *w, uint64_t size, struct sar_err *err)
{
	struct sar_media_found *found = w->found;
	uint8_t desc[DESC_LEN];

	if (w->has_desc)
		return sar_media_bad(w->source, "two desc chunks", err);
	if (size != sizeof(desc))
		return sar_media_bad(w->source, "desc chunk of a wrong size",
		    err);
	if (sar_source_read(w->source, desc, sizeof(desc), w->at, err) == -1)
		return -1;
	w->has_desc = true;
	found->info.channels = sar_media_b32(desc + 24);
	found->info.rate = rate_of(desc);
	if (sar_media_shape_ok(w->source->name, &found->info, err) == -1)
		return -1;
	set_codec(found, desc);
	if (found->block != 0 && (sar_media_b32(desc + 16) != found->block ||
				     sar_media_b32(desc + 20) != 1))
		return sar_media_bad(w->source,
		    "block size does not fit the codec", err);
	return 0;
}

static int
take_pakt(struct walk *w, uint64_t size, struct sar_err *err)
{
	uint8_t head[PAKT_HEAD];

	if (w->has_pakt)
		return sar_media_bad(w->source, "two pakt chunks", err);
	if (size < sizeof(head))
		return sar_media_bad(w->source, "pakt chunk of a wrong size",
		    err);
	if (sar_source_read(w->source, head, sizeof(head), w->at, err) == -1)
		return -1;
	w->has_pakt = true;
	w->valid = sar_media_b64(head + 8);
	return 0;
}

static int
take_data(struct walk *w, uint64_t size, struct sar_err *err)
{
	struct sar_media_found *found = w->found;
	uint64_t left = w->source->size - w->at;

	if (!w->has_desc)
		return sar_media_bad(w->source, "data before desc", err);
	if (w->has_data)
		return sar_media_bad(w->source, "two data chunks", err);
	w->has_data = true;
	/* To leave the size out is legal; 0 is a crash. */
	if (size == 0 && left > 0)
		found->info.findings |= SAR_MEDIA_REPAIRED;
	else if (size != UNSIZED && size > left)
		found->info.findings |= SAR_MEDIA_TRUNCATED;
	if (size == 0 || size > left)
		size = left;
	if (size < EDITS) {
		found->info.findings |= SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(w->source, "holds no audio", err);
	}
	found->off = w->at + EDITS;
	found->len = size - EDITS;
	w->at += size;
	return 0;
}

static int
step(struct walk *w, bool *more, struct sar_err *err)
{
	uint8_t head[CHUNK_HEAD];
	uint64_t size;

	*more = false;
	if (sar_source_read(w->source, head, sizeof(head), w->at, err) == -1)
		return -1;
	size = sar_media_b64(head + 4);
	if (memcmp(head, "caff", 4) == 0)
		return sar_media_bad(w->source,
		    "a second recording in the same file", err);
	w->at += CHUNK_HEAD;
	*more = true;
	if (memcmp(head, "data", 4) == 0)
		return take_data(w, size, err);
	if (size > w->source->size - w->at) {
		w->at -= CHUNK_HEAD;
		*more = false;
		return w->has_data ? 0
				   : sar_media_bad(w->source,
					 "a chunk longer than the file", err);
	}
	if (memcmp(head, "desc", 4) == 0 && take_desc(w, size, err) == -1)
		return -1;
	if (memcmp(head, "pakt", 4) == 0 && take_pakt(w, size, err) == -1)
		return -1;
	w->at += size;
	return 0;
}

/* ALAC's packets are of any size; their table says how much is sound. */
static int
look_alac(struct walk *w, struct sar_err *err)
{
	struct sar_media_found *found = w->found;
	struct sar_media_info *info = &found->info;

	if (!w->has_pakt || (info->findings & SAR_MEDIA_REPAIRED) != 0)
		return sar_media_bad(w->source, "no table of its packets", err);
	if (w->valid == 0) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(w->source, "holds no audio", err);
	}
	if (w->valid > (uint64_t)info->rate * SAR_MEDIA_MAX_SECONDS)
		return sar_media_bad(w->source, "longer than a day", err);
	info->frames = w->valid;
	found->off = 0;
	found->len = w->at;
	return 0;
}

/* CAF pads nothing; libsndfile pads the odd chunk that ends a file. */
static int
check_end(const struct walk *w, struct sar_err *err)
{
	uint64_t left = w->source->size - w->at;
	uint8_t byte = 1;

	if (left == 1 && w->at % 2 == 1 &&
	    sar_source_read(w->source, &byte, 1, w->at, err) == -1)
		return -1;
	if (left > 0 && byte != 0)
		w->found->info.findings |= SAR_MEDIA_TRAILING;
	return 0;
}

int
sar_media_look_caf(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err)
{
	struct walk w = { .source = source, .found = found, .at = CAF_HEAD };
	bool more = true;
	int n;

	for (n = 0; more && w.at + CHUNK_HEAD <= source->size; n++) {
		if (n == CHUNKS_MAX)
			return sar_media_bad(source, "too many chunks", err);
		if (step(&w, &more, err) == -1)
			return -1;
	}
	if (!w.has_desc)
		return sar_media_bad(source, "no desc chunk", err);
	if (!w.has_data) {
		found->info.findings |= SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(source, "no data chunk", err);
	}
	if (check_end(&w, err) == -1)
		return -1;
	if (found->info.codec == SAR_CODEC_ALAC)
		return look_alac(&w, err);
	return found->block == 0 ? 0 : sar_media_fit(source->name, found, err);
}
