#include "media/headerless.h"

#include <string.h>

#include "base/text.h"

/* As sar_media_open() has them. */
#define RATE_MIN 1000
#define RATE_MAX 192000
#define CHANNELS_MAX 8

static const char blank[] = " \t";

/* The next word of *${text}, and how long it is; 0 at the end. */
static size_t
next_word(const char **text)
{
	*text += strspn(*text, blank);
	return strcspn(*text, blank);
}

static bool
take_word(const char **text, char *out, size_t size)
{
	size_t len = next_word(text);

	if (len == 0 || len >= size)
		return false;
	memcpy(out, *text, len);
	out[len] = '\0';
	*text += len;
	return true;
}

static bool
take_number(const char **text, uint32_t *out)
{
	char word[12];
	uint64_t n;

	if (!take_word(text, word, sizeof(word)) ||
	    !sar_text_number(word, UINT32_MAX, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}

/* What files without a header hold. */
static bool
is_raw_codec(enum sar_codec codec)
{
	static const enum sar_codec codecs[] = { SAR_CODEC_PCM16,
		SAR_CODEC_ALAW, SAR_CODEC_ULAW, SAR_CODEC_GSM610,
		SAR_CODEC_G722, SAR_CODEC_G726, SAR_CODEC_G729, SAR_CODEC_AMR,
		SAR_CODEC_OTHER };
	size_t i;

	for (i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++)
		if (codecs[i] == codec)
			return true;
	return false;
}

const char *
sar_headerless_check(const struct sar_media_raw *raw)
{
	if (!is_raw_codec(raw->codec))
		return "expected pcm16, alaw, ulaw or gsm610, or g722, g726, "
		       "g729, amr or other";
	if (raw->rate < RATE_MIN || raw->rate > RATE_MAX)
		return "expected 1000 to 192000 frames a second";
	if (raw->channels < 1 || raw->channels > CHANNELS_MAX)
		return "expected 1 to 8 channels";
	if (raw->codec == SAR_CODEC_GSM610 &&
	    (raw->channels != 1 || raw->rate != 8000))
		return "gsm610 has 8000 frames a second and one channel";
	return NULL;
}

const char *
sar_headerless_parse(const char *text, struct sar_headerless *out)
{
	static const char expected[] =
	    "expected an ending, codec, rate and channels, as "
	    "\".gsm gsm610 8000 1\"";
	char codec[16];

	memset(out, 0, sizeof(*out));
	if (!take_word(&text, out->suffix, sizeof(out->suffix)) ||
	    !take_word(&text, codec, sizeof(codec)) ||
	    !take_number(&text, &out->raw.rate) ||
	    !take_number(&text, &out->raw.channels) || next_word(&text) != 0)
		return expected;
	/* All that "gsm" ends would be more than was meant. */
	if (out->suffix[0] != '.' || out->suffix[1] == '\0' ||
	    strchr(out->suffix, '/') != NULL)
		return expected;
	out->raw.codec = sar_media_codec_of(codec);
	return sar_headerless_check(&out->raw);
}

static bool
ends_with(const char *path, const char *suffix)
{
	size_t len = strlen(path);
	size_t n = strlen(suffix);

	return len >= n && strcmp(path + len - n, suffix) == 0;
}

const struct sar_media_raw *
sar_headerless_find(const struct sar_headerless_list *list, const char *path)
{
	const struct sar_headerless *found = NULL;
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct sar_headerless *entry = &list->entries[i];

		if (ends_with(path, entry->suffix) &&
		    (found == NULL ||
			strlen(entry->suffix) > strlen(found->suffix)))
			found = entry;
	}
	return found == NULL ? NULL : &found->raw;
}

bool
sar_headerless_usual(const char *path)
{
	static const char *const endings[] = { ".al", ".alaw", ".alw", ".g722",
		".g723", ".g726", ".g729", ".gsm", ".ilbc", ".pcm", ".pcma",
		".pcmu", ".raw", ".sln", ".sln12", ".sln16", ".sln192",
		".sln24", ".sln32", ".sln44", ".sln48", ".sln8", ".sln96",
		".slin", ".slin16", ".sw", ".ul", ".ulaw", ".ulw" };
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (ends_with(path, endings[i]))
			return true;
	return false;
}
