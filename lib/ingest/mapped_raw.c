#include <string.h>

#include "base/text.h"
#include "ingest/mapped.h"

#define SECTION "headerless"

/* What a mapping's keys are called, as the codecs themselves. */
static const enum sar_codec codecs[] = { SAR_CODEC_PCM16, SAR_CODEC_ALAW,
	SAR_CODEC_ULAW, SAR_CODEC_GSM610, SAR_CODEC_G722, SAR_CODEC_G726,
	SAR_CODEC_G729, SAR_CODEC_AMR, SAR_CODEC_OTHER };
#define CODECS (sizeof(codecs) / sizeof(codecs[0]))

static const char numerals[] = "0123456789";

/* A number for all rows, or the name of the column that has it. */
static int
read_amount(const struct sar_mapping *m, const char *key, const char **column,
    uint32_t *all, struct sar_err *err)
{
	const char *value = sar_conf_get(m->conf, SECTION, key);
	uint64_t n;

	if (value == NULL || value[0] == '\0')
		return sar_conf_bad(m->conf, SECTION, "column", 0,
		    "needs rate and channels beside it", err);
	if (strspn(value, numerals) != strlen(value)) {
		*column = value;
		return 0;
	}
	if (!sar_text_number(value, UINT32_MAX, &n) || n == 0)
		return sar_conf_bad(m->conf, SECTION, key, 0,
		    "expected a number or a column", err);
	*all = (uint32_t)n;
	return 0;
}

int
sar_mapping_raw(struct sar_mapping *m, struct sar_err *err)
{
	static const char *const others[] = { "rate", "channels", "suffix" };
	size_t i;

	m->codec = sar_conf_get(m->conf, SECTION, "column");
	if (m->codec != NULL) {
		if (m->recording == NULL)
			return sar_conf_bad(m->conf, SECTION, "column", 0,
			    "there is no recording", err);
		return read_amount(m, "rate", &m->rate, &m->all_rate, err) == -1
			   ? -1
			   : read_amount(m, "channels", &m->channels,
				 &m->all_channels, err);
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (sar_conf_get(m->conf, SECTION, others[i]) != NULL)
			return sar_conf_bad(m->conf, SECTION, others[i], 0,
			    "without column", err);
	for (i = 0; i < CODECS; i++)
		if (sar_conf_get(m->conf, SECTION,
			sar_media_codec_name(codecs[i])) != NULL)
			return sar_conf_bad(m->conf, SECTION,
			    sar_media_codec_name(codecs[i]), 0,
			    "without column", err);
	return 0;
}

/* Are files of this name what the columns tell of? */
static bool
is_told(const struct sar_mapping *m, const char *path)
{
	const char *suffix;
	size_t len = strlen(path);
	size_t n;

	for (n = 0;
	     (suffix = sar_conf_nth(m->conf, SECTION, "suffix", n)) != NULL;
	     n++)
		if (len >= strlen(suffix) &&
		    strcmp(path + len - strlen(suffix), suffix) == 0)
			return true;
	return n == 0;
}

static enum sar_codec
codec_of(const struct sar_mapping *m, const char *value)
{
	size_t i;

	for (i = 0; i < CODECS; i++)
		if (sar_mapping_says(m, SECTION,
			sar_media_codec_name(codecs[i]), value))
			return codecs[i];
	return SAR_CODEC_UNKNOWN;
}

static bool
read_number(const char *const *field, size_t at, uint32_t all, uint32_t *out)
{
	uint64_t n = all;

	if (at != SAR_MAPPED_ABSENT &&
	    !sar_text_number(field[at], UINT32_MAX, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}

bool
sar_mapped_raw(const struct sar_mapped *x, const char *const *field,
    struct sar_row *row, struct sar_row_file *file)
{
	const struct sar_mapping *m = x->m;
	struct sar_media_raw raw = { .codec = SAR_CODEC_UNKNOWN };

	if (x->codec == SAR_MAPPED_ABSENT || !is_told(m, file->path))
		return true;
	raw.codec = codec_of(m, field[x->codec]);
	if (raw.codec == SAR_CODEC_UNKNOWN)
		return true;
	if (!read_number(field, x->rate, m->all_rate, &raw.rate) ||
	    !read_number(field, x->channels, m->all_channels, &raw.channels) ||
	    sar_headerless_check(&raw) != NULL)
		return sar_row_reject(row, m->codec,
		    "codec, rate and channels do not go together");
	file->raw = raw;
	return true;
}
