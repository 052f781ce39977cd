/* MPEG sound: every frame follows the last one, or something is missing. */
#include "media/mpeg.h"

#include <string.h>

#include "media/found.h"

#define ID3_HEAD 10
#define TAG_LEN 128 /* ID3v1 */
#define APE_HEAD 32
#define TAGS_MAX 16
#define XING_ROOM 192
#define XING_FLAGS 15 /* count, size, table and quality are there */
#define XING_ENCODER 120
#define XING_DELAY 141
#define XING_LEN 144
#define VBRI_AT 36
#define DELAY_MAX 1105 /* LAME's and ffmpeg's; guards.c counts on it */
#define PADDING_MAX 2304
#define SCAN_MAX 65536

struct walk {
	const struct sar_source *source;
	struct sar_media_found *found;
	struct sar_mpeg_head first;
	uint64_t at;
	uint64_t end;
	uint64_t n;     /* frames that are all there */
	uint64_t said;  /* by a Xing tag; 0 if it does not say */
	uint32_t delay; /* frames of sound that the encoder added */
	uint32_t padding;
	bool tagged; /* the first frame is no sound, and says all that */
};

/* kbit/s by version (MPEG-1 or not), layer and index. */
static const uint16_t bit_rates[2][3][16] = {
	{ { 0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256 },
	    { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 },
	    { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 } },
	{ { 0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416,
	      448 },
	    { 0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
		384 },
	    { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256,
		320 } },
};

bool
sar_mpeg_head(const uint8_t bytes[SAR_MPEG_HEAD], struct sar_mpeg_head *head)
{
	static const uint32_t rates[3] = { 44100, 48000, 32000 };
	uint32_t bits = sar_media_b32(bytes);
	uint32_t version = bits >> 19 & 3;
	uint32_t layer = 4 - (bits >> 17 & 3);
	uint32_t rate = bits >> 10 & 3;
	uint32_t pad = bits >> 9 & 1;
	uint32_t kbits;

	if (bits >> 21 != 0x7FF || version == 1 || layer == 4 || rate == 3)
		return false;
	kbits = bit_rates[version == 3][layer - 1][bits >> 12 & 15];
	if (kbits == 0)
		return false;
	head->version = version;
	head->layer = layer;
	head->rate = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
	head->channels = (bits >> 6 & 3) == 3 ? 1 : 2;
	head->frames = layer == 1 ? 384 : 1152;
	if (layer == 3 && version != 3)
		head->frames = 576;
	if (layer == 1)
		head->size = (12 * kbits * 1000 / head->rate + pad) * 4;
	else
		head->size = head->frames / 8 * kbits * 1000 / head->rate + pad;
	return true;
}

int
sar_mpeg_skip_id3(const struct sar_source *source, uint64_t *at,
    struct sar_err *err)
{
	uint8_t head[ID3_HEAD];
	uint64_t size;
	int n;

	for (n = 0; n < TAGS_MAX && source->size - *at >= ID3_HEAD; n++) {
		if (sar_source_read(source, head, sizeof(head), *at, err) == -1)
			return -1;
		if (memcmp(head, "ID3", 3) != 0 || head[3] == 0xFF ||
		    ((head[6] | head[7] | head[8] | head[9]) & 0x80) != 0)
			return 0;
		size = (uint64_t)head[6] << 21 | (uint64_t)head[7] << 14 |
		       (uint64_t)head[8] << 7 | head[9];
		size += (head[5] & 0x10) != 0 ? 2 * ID3_HEAD : ID3_HEAD;
		if (size > source->size - *at)
			return sar_media_bad(source,
			    "a tag longer than the file", err);
		*at += size;
	}
	return 0;
}

/* Is there a frame at ${at} that goes on from the first? */
static int
frame_at(const struct walk *w, uint64_t at, struct sar_mpeg_head *head,
    bool *is, struct sar_err *err)
{
	uint8_t bytes[SAR_MPEG_HEAD];

	*is = false;
	if (w->end - at < sizeof(bytes))
		return 0;
	if (sar_source_read(w->source, bytes, sizeof(bytes), at, err) == -1)
		return -1;
	*is = sar_mpeg_head(bytes, head) && head->version == w->first.version &&
	      head->layer == w->first.layer && head->rate == w->first.rate &&
	      head->channels == w->first.channels;
	return 0;
}

/* Encoders whose word on their delay every player takes; mpg123 takes any's. */
static bool
is_known_encoder(const uint8_t name[9])
{
	return memcmp(name, "LAME", 4) == 0 || memcmp(name, "Lavf", 4) == 0 ||
	       memcmp(name, "Lavc", 4) == 0;
}

/*
 * What the encoder says of its delay, in the ${tag} ${at} bytes into its frame.
 * Players agree on a tag as LAME and ffmpeg write it; of another one some trim
 * and others do not, and what was marked with the one would be cut elsewhere
 * with the other.
 */
static int
take_delay(struct walk *w, const uint8_t *tag, uint32_t at, struct sar_err *err)
{
	const uint8_t *b = tag + XING_DELAY;

	if (w->first.size < at + XING_LEN ||
	    sar_media_b32(tag + 4) != XING_FLAGS ||
	    !is_known_encoder(tag + XING_ENCODER))
		return sar_media_bad(w->source,
		    "a tag that players do not agree on: it would be cut "
		    "elsewhere than it was marked",
		    err);
	w->said = sar_media_b32(tag + 8);
	w->delay = (uint32_t)b[0] << 4 | (uint32_t)b[1] >> 4;
	w->padding = (b[1] & 15U) << 8 | b[2];
	if (w->said == 0 || w->delay > DELAY_MAX || w->padding > PADDING_MAX)
		return sar_media_bad(w->source,
		    "a delay longer than any encoder's", err);
	return 0;
}

static bool
is_xing(const uint8_t tag[4])
{
	return memcmp(tag, "Xing", 4) == 0 || memcmp(tag, "Info", 4) == 0;
}

/*
 * What the encoder wrote into a first frame that is no sound.  Behind a
 * checksum some look for a tag two bytes on and others do not, in a WAV file
 * only some look at all, and what a VBRI tag has trimmed is not the same for
 * all.
 */
static int
read_tag(struct walk *w, struct sar_err *err)
{
	uint8_t b[XING_ROOM] = { 0 };
	uint32_t side = w->first.version == 3 ? 32 : 17;
	size_t len = XING_ROOM;
	uint32_t at;

	if (w->first.channels == 1)
		side = w->first.version == 3 ? 17 : 9;
	at = SAR_MPEG_HEAD + side;
	/* Some look on behind a frame that is too short for a tag. */
	if (w->end - w->at < len)
		len = (size_t)(w->end - w->at);
	if (sar_source_read(w->source, b, len, w->at, err) == -1)
		return -1;
	w->tagged = is_xing(b + at);
	if (is_xing(b + at + 2) || memcmp(b + VBRI_AT, "VBRI", 4) == 0 ||
	    (w->tagged && ((b[1] & 1) == 0 || w->found->box == SAR_BOX_WAV)))
		return sar_media_bad(w->source,
		    "a tag where players do not agree on it: it would be cut "
		    "elsewhere than it was marked",
		    err);
	return w->tagged ? take_delay(w, b + at, at, err) : 0;
}

/* Step over the tags that may end a file. */
static int
skip_tags(struct walk *w, struct sar_err *err)
{
	uint8_t b[APE_HEAD];
	uint64_t size;
	int n;

	for (n = 0; n < TAGS_MAX && w->end - w->at >= sizeof(b); n++) {
		if (sar_source_read(w->source, b, sizeof(b), w->at, err) == -1)
			return -1;
		if (memcmp(b, "TAG", 3) == 0 && w->end - w->at == TAG_LEN) {
			w->at = w->end;
			return 0;
		}
		if (memcmp(b, "APETAGEX", 8) != 0)
			return 0;
		size = (uint64_t)sar_media_u32(b + 12) + APE_HEAD;
		if (size > w->end - w->at)
			return 0;
		w->at += size;
	}
	return 0;
}

/* Are there frames again after bytes that are none? */
static int
look_further(struct walk *w, struct sar_err *err)
{
	struct sar_mpeg_head head, next;
	uint64_t at;
	bool is;

	for (at = w->at; w->end - at >= SAR_MPEG_HEAD; at++) {
		if (at - w->at == SCAN_MAX)
			break;
		if (frame_at(w, at, &head, &is, err) == -1)
			return -1;
		if (!is || head.size > w->end - at)
			continue;
		if (w->end - at > head.size &&
		    frame_at(w, at + head.size, &next, &is, err) == -1)
			return -1;
		if (is)
			return sar_media_bad(w->source,
			    "sound is missing inside: what follows would be "
			    "too early",
			    err);
	}
	w->found->info.findings |= SAR_MEDIA_TRAILING;
	return 0;
}

static int
walk_frames(struct walk *w, struct sar_err *err)
{
	struct sar_mpeg_head head;
	bool is = false;

	for (;;) {
		if (frame_at(w, w->at, &head, &is, err) == -1)
			return -1;
		if (!is || head.size > w->end - w->at)
			break;
		w->n++;
		w->at += head.size;
	}
	w->found->len = w->at - w->found->off;
	if (is) {
		w->found->info.findings |= SAR_MEDIA_TRUNCATED;
		return 0;
	}
	if (skip_tags(w, err) == -1)
		return -1;
	return w->at < w->end ? look_further(w, err) : 0;
}

/* How much sound that is, as a decoder gives it that heeds the tag. */
static int
count(struct walk *w, struct sar_err *err)
{
	struct sar_media_info *info = &w->found->info;
	uint64_t n = w->n - (w->tagged ? 1 : 0);
	uint64_t lost = (uint64_t)w->delay + w->padding;

	if (w->said > n)
		info->findings |= SAR_MEDIA_TRUNCATED;
	if (w->said != 0 && w->said < n)
		return sar_media_bad(w->source,
		    "a second recording in the same file", err);
	info->frames = n * w->first.frames;
	if (n == 0 || (w->tagged && info->frames <= lost)) {
		info->frames = 0;
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(w->source, "holds no audio", err);
	}
	if (info->frames > (uint64_t)info->rate * SAR_MEDIA_MAX_SECONDS)
		return sar_media_bad(w->source, "longer than a day", err);
	if (w->tagged)
		info->frames -= lost;
	/* The end that the tag would take away is not there. */
	if (w->said > n && w->tagged) {
		w->found->spare = w->padding + UINT64_C(2) * w->first.frames;
	}
	return 0;
}

int
sar_media_look_mpeg(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err)
{
	struct walk w = { .source = source, .found = found, .at = found->off };
	struct sar_media_info *info = &found->info;
	uint8_t bytes[SAR_MPEG_HEAD];

	w.end = found->off + found->len;
	if (found->len < sizeof(bytes)) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(source, "holds no audio", err);
	}
	if (sar_source_read(source, bytes, sizeof(bytes), w.at, err) == -1)
		return -1;
	if (!sar_mpeg_head(bytes, &w.first) || w.first.layer != 3)
		return sar_media_bad(source, "does not begin with a frame",
		    err);
	if (found->box == SAR_BOX_WAV &&
	    (info->rate != w.first.rate || info->channels != w.first.channels))
		return sar_media_bad(source, "header is not consistent", err);
	info->rate = w.first.rate;
	info->channels = w.first.channels;
	if (read_tag(&w, err) == -1 || walk_frames(&w, err) == -1)
		return -1;
	return count(&w, err);
}
