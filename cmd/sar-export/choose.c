#include "sar-export/choose.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "sar-export/args.h"

#define PREFIX_MIN 8

struct choose_args choose_args = { .item = ARGS_NONE };

const struct poptOption choose_options[] = {
	{ "item", '\0', POPT_ARG_INT, &choose_args.item, 40,
	    "the item, by its number in the list of \"find\"", "N" },
	{ "recording", '\0', POPT_ARG_STRING, &choose_args.recording, 41,
	    "the item, by the first digits (8 or more) of its digest", "HEX" },
	POPT_TABLEEND,
};

int
choose_check(struct sar_err *err)
{
	const char *recording = choose_args.recording;
	int item = choose_args.item;

	if (item != ARGS_NONE && item < 1)
		return sar_err_set(err, SAR_EINPUT,
		    "--item: expected 1 or more");
	if ((item != ARGS_NONE) == (recording != NULL))
		return sar_err_set(err, SAR_EINPUT,
		    "expected either --item or --recording");
	if (recording != NULL && strlen(recording) < PREFIX_MIN)
		return sar_err_set(err, SAR_EINPUT,
		    "--recording: expected %d digits or more", PREFIX_MIN);
	return 0;
}

static bool
is_named(const struct sar_item *one)
{
	const char *recording = choose_args.recording;
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	if (one->recording == NULL ||
	    one->recording->state == SAR_RECORDING_MISSING)
		return false;
	if (recording == NULL)
		return (int)one->number == choose_args.item;
	sar_hex_put(one->recording->sha256, SAR_SHA256_LEN, hex);
	/* Its digits are written either way. */
	return strncasecmp(hex, recording, strlen(recording)) == 0;
}

const struct sar_item *
choose_item(const struct sar_find *found, struct sar_err *err)
{
	const struct sar_item *chosen = NULL;
	const struct sar_item *one;
	size_t i;

	for (i = 0; i < found->items->n; i++) {
		one = &found->items->items[i];
		if (!is_named(one))
			continue;
		if (chosen != NULL &&
		    memcmp(chosen->recording->sha256, one->recording->sha256,
			SAR_SHA256_LEN) != 0) {
			(void)sar_err_set(err, SAR_EINPUT,
			    "--recording: more than one begins so");
			return NULL;
		}
		chosen = one;
	}
	if (chosen == NULL) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "case %s: no such item with a recording", request_args.ref);
		sar_err_hint(err, "\"sar-export find\" lists them");
	}
	return chosen;
}

void
choose_free(void)
{
	free(choose_args.recording);
}
