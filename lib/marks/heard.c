#include "marks/heard.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"

#define FRAMES_MAX (UINT64_C(1) << 62)

/* The word up to the next space, or up to the end, and go past it. */
static bool
take_word(const char **at, char *out, size_t size)
{
	size_t len = strcspn(*at, " ");

	if (len == 0 || len >= size)
		return false;
	memcpy(out, *at, len);
	out[len] = '\0';
	*at += len;
	if (**at == ' ')
		(*at)++;
	return true;
}

/* Digits only, and no zero before others: it is written back the same. */
static bool
take_number(const char **at, uint64_t max, uint64_t *out)
{
	char word[24];

	return take_word(at, word, sizeof(word)) && word[0] != '0' &&
	       sar_text_number(word, max, out);
}

bool
sar_heard_parse(const char *text, struct sar_marks_heard *out)
{
	struct sar_marks_heard heard = { .frames = 0 };
	uint64_t rate;
	uint64_t channels;

	if (!take_word(&text, heard.codec, sizeof(heard.codec)) ||
	    !sar_text_plain(heard.codec, sizeof(heard.codec) - 1) ||
	    !take_number(&text, UINT32_MAX, &rate) ||
	    !take_number(&text, UINT32_MAX, &channels) ||
	    !take_number(&text, FRAMES_MAX, &heard.frames) || text[0] != '\0' ||
	    text[-1] == ' ')
		return false;
	heard.rate = (uint32_t)rate;
	heard.channels = (uint32_t)channels;
	*out = heard;
	return true;
}

void
sar_heard_format(const struct sar_marks_heard *heard, struct sar_buf *buf)
{
	if (heard->frames == 0)
		return;
	sar_buf_printf(buf, "heard: %s %" PRIu32 " %" PRIu32 " %" PRIu64 "\n",
	    heard->codec, heard->rate, heard->channels, heard->frames);
}
