/*
 * Ogg: pages that are numbered and summed.  libsndfile passes over a page that
 * is missing without a word, and all that follows is then too early.
 */
#include <stdlib.h>
#include <string.h>

#include "media/found.h"

#define PAGE_HEAD 27
#define PAGE_MAX (PAGE_HEAD + 255 + 255 * 255)
#define CONTINUED 1U
#define BOS 2U
#define EOS 4U
#define NO_GRANULE UINT64_MAX

struct walk {
	const struct sar_source *source;
	struct sar_media_found *found;
	uint8_t *page;
	size_t len;
	uint64_t at;
	uint32_t serial;
	uint32_t next; /* number of the page to come */
	uint64_t granule;
	bool ended;
	uint32_t sums[256];
};

static void
make_sums(struct walk *w)
{
	uint32_t sum;
	uint32_t i;
	int bit;

	for (i = 0; i < 256; i++) {
		sum = i << 24;
		for (bit = 0; bit < 8; bit++)
			sum = sum << 1 ^ ((sum >> 31) != 0 ? 0x04C11DB7U : 0);
		w->sums[i] = sum;
	}
}

static bool
sum_is_right(const struct walk *w)
{
	uint32_t sum = 0;
	uint8_t byte;
	size_t i;

	for (i = 0; i < w->len; i++) {
		byte = i >= 22 && i < 26 ? 0 : w->page[i];
		sum = sum << 8 ^ w->sums[(sum >> 24 ^ byte) & 0xFF];
	}
	return sum == sar_media_u32(w->page + 22);
}

/* Read the page at w->at; *${whole} says whether all of one is there. */
static int
read_page(struct walk *w, bool *whole, struct sar_err *err)
{
	uint64_t left = w->source->size - w->at;
	size_t room = left < PAGE_MAX ? (size_t)left : PAGE_MAX;
	size_t segments, i;

	*whole = false;
	w->len = 0;
	if (room < PAGE_HEAD)
		return 0;
	if (sar_source_read(w->source, w->page, room, w->at, err) == -1)
		return -1;
	if (memcmp(w->page, "OggS", 5) != 0)
		return 0;
	segments = w->page[26];
	w->len = PAGE_HEAD + segments;
	if (w->len > room)
		return 0;
	for (i = 0; i < segments; i++)
		w->len += w->page[PAGE_HEAD + i];
	*whole = w->len <= room;
	return 0;
}

/* The first packet, alone on its page, says what the stream is. */
static int
read_first(struct walk *w, struct sar_err *err)
{
	struct sar_media_info *info = &w->found->info;
	const uint8_t *packet = w->page + PAGE_HEAD + w->page[26];
	size_t len = w->len - PAGE_HEAD - w->page[26];

	if ((w->page[5] & (BOS | CONTINUED)) != BOS)
		return sar_media_bad(w->source,
		    "the beginning of the sound is missing", err);
	w->serial = sar_media_u32(w->page + 14);
	w->next = sar_media_u32(w->page + 18);
	if (len >= 30 && memcmp(packet, "\1vorbis", 7) == 0) {
		info->codec = SAR_CODEC_VORBIS;
		info->channels = packet[11];
		info->rate = sar_media_u32(packet + 12);
	} else if (len >= 19 && memcmp(packet, "OpusHead", 8) == 0) {
		info->codec = SAR_CODEC_OPUS;
		info->channels = packet[9];
		info->rate = sar_media_u32(packet + 12);
		w->found->spare = sar_media_u16(packet + 10);
	} else if (len >= 5 && memcmp(packet,
				   "\x7F"
				   "FLAC",
				   5) == 0) {
		info->codec = SAR_CODEC_OGG_FLAC;
	} else if (len >= 8 && memcmp(packet, "Speex   ", 8) == 0) {
		info->codec = SAR_CODEC_SPEEX;
	} else {
		info->codec = SAR_CODEC_OTHER;
	}
	return 0;
}

static int
take_page(struct walk *w, struct sar_err *err)
{
	uint64_t granule = sar_media_u64(w->page + 6);
	uint8_t flags = w->page[5];

	if (!sum_is_right(w))
		return sar_media_bad(w->source, "a page is damaged", err);
	if (w->ended)
		return sar_media_bad(w->source,
		    "a second recording in the same file", err);
	if (w->at == 0 && read_first(w, err) == -1)
		return -1;
	if (sar_media_u32(w->page + 14) != w->serial ||
	    (w->at > 0 && (flags & BOS) != 0))
		return sar_media_bad(w->source, "two streams in the same file",
		    err);
	if (sar_media_u32(w->page + 18) != w->next++)
		return sar_media_bad(w->source,
		    "sound is missing inside: what follows would be too early",
		    err);
	if (granule != NO_GRANULE) {
		if (granule < w->granule || granule > INT64_MAX)
			return sar_media_bad(w->source, "time runs backwards",
			    err);
		w->granule = granule;
	}
	w->ended = (flags & EOS) != 0;
	w->at += w->len;
	return 0;
}

/* There is no page where one should be: is there one further on? */
static int
look_further(struct walk *w, struct sar_err *err)
{
	uint64_t left = w->source->size - w->at;
	size_t room = left < PAGE_MAX ? (size_t)left : PAGE_MAX;
	size_t i;

	if (sar_source_read(w->source, w->page, room, w->at, err) == -1)
		return -1;
	for (i = 1; i + 5 <= room; i++)
		if (memcmp(w->page + i, "OggS", 5) == 0)
			return sar_media_bad(w->source,
			    w->ended ? "a second recording in the same file"
				     : "sound is missing inside: what follows "
				       "would be too early",
			    err);
	if (w->ended)
		w->found->info.findings |= SAR_MEDIA_TRAILING;
	return 0;
}

static int
walk_pages(struct walk *w, struct sar_err *err)
{
	bool whole = true;

	while (w->at < w->source->size) {
		if (read_page(w, &whole, err) == -1)
			return -1;
		if (!whole)
			break;
		if (take_page(w, err) == -1)
			return -1;
		if (!sar_media_decodes(w->found->info.codec))
			return 0;
	}
	if (w->at < w->source->size && look_further(w, err) == -1)
		return -1;
	if (!w->ended)
		w->found->info.findings |= SAR_MEDIA_TRUNCATED;
	return 0;
}

/* Opus counts at 48 kHz and from before the sound; its rate is a remark. */
static void
count_opus(struct walk *w)
{
	static const uint32_t rates[] = { 8000, 12000, 16000, 24000 };
	struct sar_media_info *info = &w->found->info;
	uint64_t skip = w->found->spare;
	uint32_t rate = 48000;
	size_t i;

	/* As libsndfile has it: the next that Opus knows, 0 for unknown too. */
	for (i = sizeof(rates) / sizeof(rates[0]); i-- > 0;)
		if (info->rate <= rates[i])
			rate = rates[i];
	info->rate = rate;
	w->found->spare = 0;
	info->frames = w->granule > skip ? w->granule - skip : 0;
	info->frames /= 48000 / rate;
}

static int
look(struct walk *w, struct sar_err *err)
{
	struct sar_media_info *info = &w->found->info;

	if (walk_pages(w, err) == -1)
		return -1;
	if (w->at == 0)
		return sar_media_bad(w->source, "a page is damaged", err);
	if (!sar_media_decodes(info->codec))
		return 0;
	w->found->len = w->at;
	info->frames = w->granule;
	if (info->codec == SAR_CODEC_OPUS)
		count_opus(w);
	if (sar_media_shape_ok(w->source->name, info, err) == -1)
		return -1;
	if (info->frames == 0) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(w->source, "holds no audio", err);
	}
	if (info->frames > (uint64_t)info->rate * SAR_MEDIA_MAX_SECONDS)
		return sar_media_bad(w->source, "longer than a day", err);
	return 0;
}

int
sar_media_look_ogg(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err)
{
	struct walk *w = calloc(1, sizeof(*w));
	int rc = -1;

	if (w == NULL || (w->page = malloc(PAGE_MAX)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	w->source = source;
	w->found = found;
	make_sums(w);
	rc = look(w, err);

out:
	if (w != NULL)
		free(w->page);
	free(w);
	return rc;
}
