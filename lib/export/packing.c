#include "export/packing.h"

#include <string.h>

#include "base/text.h"

#define DIGITS_MAX 16

const char sar_packing_size_expected[] =
    "expected none, or a size from 100 kB as \"20 MB\" or \"25 MiB\"";
const char sar_packing_padding_expected[] = "expected none or padme";

/* Mail gateways count in either way, and 5 MiB are not 5 MB. */
static const struct {
	const char *name;
	uint64_t bytes;
} units[] = {
	{ "kB", 1000 },
	{ "MB", 1000000 },
	{ "GB", 1000000000 },
	{ "KiB", (uint64_t)1 << 10 },
	{ "MiB", (uint64_t)1 << 20 },
	{ "GiB", (uint64_t)1 << 30 },
};

/* The bytes in one of what ${text} names; 0 for no unit. */
static uint64_t
unit_of(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(text, units[i].name) == 0)
			return units[i].bytes;
	return 0;
}

bool
sar_packing_size(const char *text, uint64_t *out)
{
	size_t len = strspn(text, "0123456789");
	char digits[DIGITS_MAX + 1] = { 0 };
	uint64_t unit, n;

	if (strcmp(text, "none") == 0) {
		*out = 0;
		return true;
	}
	if (len == 0 || len > DIGITS_MAX)
		return false;
	memcpy(digits, text, len);
	unit = unit_of(text + len + (text[len] == ' '));
	if (unit == 0 ||
	    !sar_text_number(digits, SAR_PACKING_VOLUME_MAX / unit, &n) ||
	    n * unit < SAR_PACKING_VOLUME_MIN)
		return false;
	*out = n * unit;
	return true;
}

bool
sar_packing_padding(const char *text, struct sar_packing *packing)
{
	if (strcmp(text, "none") == 0) {
		packing->padded = false;
		return true;
	}
	if (strcmp(text, "padme") != 0)
		return false;
	/* What a padded size hides, the sizes of its entries would tell. */
	packing->padded = packing->hidden = true;
	return true;
}

/* Is ${key} the second of two words, and not the first? */
static int
read_either(const struct sar_conf *conf, const char *key, const char *no,
    const char *yes, const char *expected, bool *out, struct sar_err *err)
{
	const char *word = sar_conf_get(conf, "policy", key);

	*out = word != NULL && strcmp(word, yes) == 0;
	if (word == NULL || *out || strcmp(word, no) == 0)
		return 0;
	return sar_conf_bad(conf, "policy", key, 0, expected, err);
}

int
sar_packing_read(const struct sar_conf *conf, struct sar_packing *packing,
    struct sar_err *err)
{
	const char *padding = sar_conf_get(conf, "policy", "padding");
	const char *size = sar_conf_get(conf, "policy", "volume-size");

	memset(packing, 0, sizeof(*packing));
	if (read_either(conf, "names", "neutral", "hidden",
		"expected neutral or hidden", &packing->hidden, err) == -1 ||
	    read_either(conf, "vcon", "no", "yes", "expected no or yes",
		&packing->vcon, err) == -1)
		return -1;
	if (padding != NULL && !sar_packing_padding(padding, packing))
		return sar_conf_bad(conf, "policy", "padding", 0,
		    sar_packing_padding_expected, err);
	/* Not where names is the default: padme hides them. */
	if (packing->padded && sar_conf_line(conf, "policy", "names", 0) != 0 &&
	    strcmp(sar_conf_get(conf, "policy", "names"), "hidden") != 0)
		return sar_conf_bad(conf, "policy", "names", 0,
		    "must be hidden where padding is padme", err);
	if (size != NULL && !sar_packing_size(size, &packing->volume))
		return sar_conf_bad(conf, "policy", "volume-size", 0,
		    sar_packing_size_expected, err);
	return 0;
}
