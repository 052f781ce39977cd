#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "spot/spot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

static const char list[] = "Ann Example\n01632 960123\n4021\n";

static struct sar_spot *
make(void)
{
	static const struct sar_phone_plan plan = { .country = 44 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_spot *spot = sar_spot_new(&plan, &err);

	must(spot != NULL);
	must(sar_spot_list(spot, SAR_SPOT_ABSENT, "list", list,
		 sizeof(list) - 1, &err) == 0);
	return spot;
}

/* Is item ${item} seen in ${len} bytes? */
static int
is_seen(const struct sar_spot *spot, enum sar_spot_form form, const char *text,
    size_t len, size_t item)
{
	struct sar_spot_sights sights;
	struct sar_err err = SAR_ERR_INIT;
	size_t i;
	size_t lines = 1;

	for (i = 0; i < len; i++)
		lines += text[i] == '\n';
	must(sar_spot_look(spot, form, text, len, &sights, &err) == 0);
	must(sights.n <= SAR_SPOT_SIGHTS_MAX);
	for (i = 0; i < sights.n; i++)
		must(sights.list[i].line >= 1 && sights.list[i].line <= lines);
	if (sights.more > 0)
		return 1;
	for (i = 0; i < sights.n; i++)
		if (sights.list[i].item == item)
			return 1;
	return 0;
}

/*
 * Whatever else a text has, a name or a number that stands in it with a line
 * of its own around it is seen; and a text is a list as well.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const plants[] = { "\n;\nAnn Example\n;\n",
		"\n;\n01632 960123\n;\n", "\n;\n4021\n;\n" };
	struct sar_spot *spot = make();
	struct sar_err err = SAR_ERR_INIT;
	size_t which = size % 3;
	size_t n = strlen(plants[which]);
	char *text = malloc(2 * size + n + 1);

	must(text != NULL);
	memcpy(text, data, size);
	memcpy(text + size, plants[which], n);
	memcpy(text + size + n, data, size);
	must(is_seen(spot, SAR_SPOT_TEXT, text, 2 * size + n, which + 1));
	must(is_seen(spot, SAR_SPOT_JSON, text, 2 * size + n, which + 1));
	(void)!sar_spot_list(spot, SAR_SPOT_ABSENT, "list", text, size, &err);
	(void)!sar_spot_list(spot, SAR_SPOT_KNOWN, "list", text, size, &err);
	(void)is_seen(spot, SAR_SPOT_TEXT, text, size, 0);
	free(text);
	sar_spot_free(spot);
	return 0;
}
