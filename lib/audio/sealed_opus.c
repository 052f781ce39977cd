/*
 * An Opus file packet by packet (RFC 3533, 6716, 7845), without its sound: no
 * page that decoders would drop, no padding in a packet, no packets behind the
 * end of the sound, and of the encoder's name no more than a name.
 */
#include <stdlib.h>
#include <string.h>

#include "audio/container.h"
#include "audio/sealed_state.h"
#include "audio/shape.h"

#define HEAD 27
#define PAGE_MAX (HEAD + 255 + 255 * 255)
#define GRANULES 48000
#define FRAME_MAX 960 /* 20 ms, of what is written */
#define FIRST 2       /* flags of a page */
#define LAST 4
#define VENDOR_AT 12 /* of OpusTags: behind the length of the name */

struct ogg {
	const struct sar_audio_job *job;
	uint32_t table[256]; /* of the sum of a page */
	uint64_t samples;    /* of all packets, at 48000 */
	uint64_t last;       /* of the last of them */
	uint64_t skip;       /* of them, before the sound */
	bool begun;          /* the last packet goes on in the next page */
	uint8_t page[PAGE_MAX];
	size_t len; /* of the page */
};

static void
make_table(uint32_t table[256])
{
	uint32_t sum;
	uint32_t i;
	int bit;

	for (i = 0; i < 256; i++) {
		sum = i << 24;
		for (bit = 0; bit < 8; bit++)
			sum = sum << 1 ^
			      ((sum & 0x80000000U) != 0 ? 0x04c11db7U : 0);
		table[i] = sum;
	}
}

/* A page whose sum does not fit is nothing to a decoder, and could be read. */
static bool
sum_fits(struct ogg *o)
{
	uint64_t said = sar_container_little(o->page + 22, 4);
	uint32_t sum = 0;
	size_t i;

	memset(o->page + 22, 0, 4);
	for (i = 0; i < o->len; i++)
		sum = sum << 8 ^ o->table[(sum >> 24 ^ o->page[i]) & 0xff];
	return sum == said;
}

/* Samples at 48000 of a frame, by the upper five bits of a packet. */
static uint32_t
frame_of(unsigned config)
{
	static const uint16_t silk[] = { 480, 960, 1920, 2880 };

	if (config < 12)
		return silk[config % 4];
	if (config < 16)
		return config % 2 == 0 ? 480 : 960;
	return 120U << config % 4;
}

/* A packet of one frame or more, none of them padded. */
static bool
take_packet(struct ogg *o, const uint8_t *packet, size_t len)
{
	unsigned code = len == 0 ? 0 : packet[0] & 3U;
	uint32_t frames = code == 0 ? 1 : 2;

	if (len == 0)
		return false;
	if (code == 3) {
		if (len < 2 || (packet[1] & 0x40) != 0)
			return false;
		frames = packet[1] & 0x3f;
	}
	o->last = (uint64_t)frames * frame_of(packet[0] >> 3);
	o->samples += o->last;
	return true;
}

/* "1.3.1", "1.5-rc2": begins with a digit, and has no space. */
static size_t
version(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-_+~");

	if (n > 24 || ((text[0] < '0' || text[0] > '9') &&
			  (n != 7 || memcmp(text, "unknown", n) != 0)))
		return 0;
	return n;
}

/* "libopus 1.3.1, libopusenc 0.2.1" and nobody's name. */
static bool
is_vendor(const uint8_t *text, size_t len)
{
	char name[80] = "";
	const char *at = name;
	size_t n;

	if (len >= sizeof(name) || memchr(text, '\0', len) != NULL)
		return false;
	memcpy(name, text, len);
	if (strncmp(at, "libopus ", 8) != 0 || (n = version(at + 8)) == 0)
		return false;
	at += 8 + n;
	if (strncmp(at, ", libopusenc ", 13) != 0 ||
	    (n = version(at + 13)) == 0)
		return false;
	return at[13 + n] == '\0';
}

static uint64_t
granule_of(const struct ogg *o)
{
	return sar_container_little(o->page + 6, 8);
}

/* The two pages before the sound, which the container's check has seen. */
static bool
take_header(struct ogg *o, uint64_t number)
{
	const uint8_t *body = o->page + HEAD + o->page[26];
	size_t len = o->len - HEAD - o->page[26];

	if (o->page[5] != (number == 0 ? FIRST : 0) || granule_of(o) != 0)
		return false;
	if (number == 0) {
		o->skip = sar_container_little(body + 10, 2);
		return true;
	}
	return is_vendor(body + VENDOR_AT, len - VENDOR_AT - 4);
}

/* All packets of a page of sound; one may begin in it and end in the next. */
static bool
take_sound(struct ogg *o)
{
	const uint8_t *lacing = o->page + HEAD;
	const uint8_t *body = lacing + o->page[26];
	size_t n = o->page[26];
	bool goes_on = (o->page[5] & 1) != 0;
	size_t len = 0;
	size_t i;

	if (goes_on != o->begun || (o->page[5] & 0xf8) != 0)
		return false;
	for (i = 0; i < n; i++) {
		len += lacing[i];
		if (lacing[i] == 255 && i + 1 < n)
			continue;
		if (!goes_on && !take_packet(o, body, len))
			return false;
		body += len;
		len = 0;
		goes_on = false;
		o->begun = lacing[i] == 255;
	}
	/* Of the last page it says where the sound ends, which was seen. */
	return n > 0 &&
	       ((o->page[5] & LAST) != 0 ||
		   granule_of(o) == o->samples - (o->begun ? o->last : 0));
}

static int
read_page(struct ogg *o, uint64_t at, struct sar_err *err)
{
	const struct sar_source *source = o->job->source;
	size_t i;

	/* That it is one was seen before; a changing file is only refused. */
	if (source->size - at < HEAD)
		return sar_err_set(err, SAR_ECORRUPT, "%s: ends in a page",
		    source->name);
	if (sar_source_read(source, o->page, HEAD, at, err) == -1 ||
	    sar_source_read(source, o->page + HEAD, o->page[26], at + HEAD,
		err) == -1)
		return -1;
	o->len = HEAD + (size_t)o->page[26];
	for (i = 0; i < o->page[26]; i++)
		o->len += o->page[HEAD + i];
	return sar_source_read(source, o->page + HEAD + o->page[26],
	    o->len - HEAD - o->page[26], at + HEAD + o->page[26], err);
}

static bool
take_page(struct ogg *o, uint64_t number)
{
	if (!sum_fits(o))
		return false;
	return number < 2 ? take_header(o, number) : take_sound(o);
}

/* Less than a frame may be dropped at the end. */
static bool
ends_well(const struct ogg *o)
{
	const struct sar_audio_job *job = o->job;
	uint64_t length = (job->frames * GRANULES + job->rate - 1) / job->rate;

	return !o->begun && o->samples >= o->skip + length &&
	       o->samples < o->skip + length + FRAME_MAX;
}

int
sar_sealed_opus(const struct sar_audio_job *job, struct sar_err *err)
{
	struct ogg *o = calloc(1, sizeof(*o));
	uint64_t number = 0;
	uint64_t at = 0;
	bool good = true;
	int rc = -1;

	if (o == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	o->job = job;
	make_table(o->table);
	for (; good && at < job->source->size; at += o->len, number++) {
		if (sar_shape_stopped(job, err) == -1 ||
		    read_page(o, at, err) == -1)
			goto out;
		good = take_page(o, number);
	}
	rc = 0;
	if (!good || !ends_well(o))
		rc = sar_err_set(err, SAR_ECORRUPT,
		    "%s: the Opus file has more than its sound",
		    job->source->name);

out:
	free(o);
	return rc;
}
