/* An Ogg Opus file page by page (RFC 3533, 7845): one stream, no tags. */
#include <string.h>

#include "audio/check.h"
#include "audio/container.h"

#define PAGE_HEAD 27
#define SERIAL "XRAS"
#define GRANULES 48000
#define SKIP 312 /* what libopus looks ahead, whatever the rate */
#define HEAD_MAX (21 + SAR_AUDIO_CHANNELS_MAX)
#define TAGS_MAX 256

#define FIRST 2 /* flags of a page */
#define LAST 4

struct page {
	uint8_t flags;
	uint64_t granule;
	uint32_t number;
	uint64_t body; /* offset */
	uint64_t len;  /* of the body */
};

static int
read_page(const struct sar_audio_job *job, const struct sar_source *output,
    uint64_t at, struct page *page, struct sar_err *err)
{
	uint8_t head[PAGE_HEAD + 255];
	size_t segments;
	size_t i;

	if (output->size - at < PAGE_HEAD)
		return sar_check_fails(job, "bytes follow the Ogg stream", err);
	if (sar_source_read(output, head, PAGE_HEAD, at, err) == -1)
		return -1;
	segments = head[26];
	if (memcmp(head, "OggS\0", 5) != 0 || memcmp(head + 14, SERIAL, 4) != 0)
		return sar_check_fails(job, "the Ogg file has a page not ours",
		    err);
	if (sar_source_read(output, head + PAGE_HEAD, segments, at + PAGE_HEAD,
		err) == -1)
		return -1;
	page->flags = head[5];
	page->granule = sar_container_little(head + 6, 8);
	page->number = (uint32_t)sar_container_little(head + 18, 4);
	page->body = at + PAGE_HEAD + segments;
	page->len = 0;
	for (i = 0; i < segments; i++)
		page->len += head[PAGE_HEAD + i];
	return 0;
}

/* Channels past two are streams of their own, in their order. */
static bool
is_mapping(const uint8_t *head, uint32_t channels)
{
	uint32_t c;

	if (channels <= 2)
		return head[18] == 0;
	if (head[18] != 255 || head[19] != channels || head[20] != 0)
		return false;
	for (c = 0; c < channels; c++)
		if (head[21 + c] != c)
			return false;
	return true;
}

/* OpusHead: nothing else is dropped at the start, where sound could be. */
static int
check_head(const struct sar_audio_job *job, const struct sar_source *output,
    const struct page *page, struct sar_err *err)
{
	bool many = job->channels > 2;
	uint8_t head[HEAD_MAX] = { 0 };

	if (page->len != (many ? 21 + job->channels : 19))
		return sar_check_fails(job, "the Opus header is not ours", err);
	if (sar_source_read(output, head, (size_t)page->len, page->body, err) ==
	    -1)
		return -1;
	if (memcmp(head, "OpusHead\1", 9) != 0 || head[9] != job->channels ||
	    sar_container_little(head + 10, 2) != SKIP ||
	    sar_container_little(head + 12, 4) != job->rate ||
	    sar_container_little(head + 16, 2) != 0 ||
	    !is_mapping(head, job->channels))
		return sar_check_fails(job, "the Opus header is not ours", err);
	return 0;
}

/* OpusTags: the name of the encoder, no tag, and no more. */
static int
check_tags(const struct sar_audio_job *job, const struct sar_source *output,
    const struct page *page, struct sar_err *err)
{
	uint8_t tags[TAGS_MAX];
	size_t len = (size_t)page->len;

	if (page->len < 16 || page->len > TAGS_MAX)
		return sar_check_fails(job, "the Opus file has tags", err);
	if (sar_source_read(output, tags, len, page->body, err) == -1)
		return -1;
	if (memcmp(tags, "OpusTags", 8) != 0 ||
	    sar_container_little(tags + 8, 4) != page->len - 16 ||
	    memcmp(tags + 12, "libopus ", 8) != 0 ||
	    sar_container_little(tags + len - 4, 4) != 0)
		return sar_check_fails(job, "the Opus file has tags", err);
	return 0;
}

/* Flags and numbers as one stream has them from end to end. */
static bool
in_order(const struct page *page, uint32_t number, bool last)
{
	uint8_t flags = page->flags & (FIRST | LAST);

	return page->number == number &&
	       flags == ((number == 0 ? FIRST : 0) | (last ? LAST : 0));
}

int
sar_container_opus(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_err *err)
{
	uint64_t length = (job->frames * GRANULES + job->rate - 1) / job->rate;
	struct page page = { 0 };
	uint64_t at = 0;
	uint32_t number;

	for (number = 0; at < output->size || number < 3; number++) {
		if (read_page(job, output, at, &page, err) == -1)
			return -1;
		at = page.body + page.len;
		if (at > output->size ||
		    !in_order(&page, number, at == output->size))
			return sar_check_fails(job,
			    "the Ogg file is more or less than one stream",
			    err);
		if (number == 0 && check_head(job, output, &page, err) == -1)
			return -1;
		if (number == 1 && check_tags(job, output, &page, err) == -1)
			return -1;
	}
	if (page.granule != length + SKIP)
		return sar_check_fails(job, "the Opus file has another length",
		    err);
	return 0;
}
