/* How large a package is going to be, known before anything is written. */
#include "package/size.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "package/ae2.h"
#include "package/inner.h"
#include "package/manifest.h"
#include "package/pad.h"

/* Records of a zip, as sar-package(5) has them. */
#define LOCAL 30
#define CENTRAL 46
#define AES_EXTRA 11
#define END 22
#define END64 76
#define FULL 0xFFFFFFFFU /* more needs a zip64 field */

/*
 * A local header's zip64 field is there when a size was not known before, as
 * that of a FLAC file, however short that turns out to be.
 */
#define LOCAL64 20
#define CENTRAL64 28

/* What a manifest has for each entry, and around them, in any volume. */
#define LISTED "{\"name\":\"\",\"sha256\":\"\",\"size\":},"
#define AROUND                                                       \
	"{\"content\":\"\",\"entries\":[],\"schema\":\"sar-package." \
	"manifest/2\",\"volume\":999,\"volumes\":999}"

#define HEX ((uint64_t)2 * SAR_SHA256_LEN)

/* A zip so far; none once it is larger than can be said. */
struct tally {
	uint64_t offset; /* of what comes next */
	uint64_t directory;
	bool none;
};

static void
add_to(struct tally *tally, uint64_t *sum, uint64_t bytes)
{
	if (bytes > INT64_MAX - *sum)
		tally->none = true;
	else
		*sum += bytes;
}

static void
add_entry(struct tally *tally, const char *name, uint64_t size)
{
	size_t len = strlen(name);
	uint64_t central = CENTRAL + len + AES_EXTRA;

	if (size >= FULL - SAR_AE2_OVERHEAD || tally->offset >= FULL)
		central += CENTRAL64;
	add_to(tally, &tally->directory, central);
	add_to(tally, &tally->offset,
	    LOCAL + len + AES_EXTRA + LOCAL64 + SAR_AE2_OVERHEAD);
	add_to(tally, &tally->offset, size);
}

static uint64_t
manifest_size(const struct sar_content_entry *entries, size_t n)
{
	uint64_t size = sizeof(AROUND) + HEX;
	size_t i;

	for (i = 0; i < n; i++)
		size += sizeof(LISTED) + HEX + strlen(entries[i].name) +
			sar_text_decimals(entries[i].size);
	return size;
}

/* Those of a volume with a long number: padding, manifest, signature. */
static size_t
add_own(struct sar_content_entry *all, size_t n, bool padded)
{
	if (padded)
		all[n++].name = "padding-999.bin";
	all[n].name = "manifest-999.json";
	all[n].size = manifest_size(all, n);
	all[++n].name = "manifest-999.json" SAR_MANIFEST_SUFFIX;
	all[n++].size = SAR_MANIFEST_SIGNATURE_MAX;
	return n;
}

static uint64_t
end_of(struct tally *tally)
{
	add_to(tally, &tally->offset, tally->directory);
	add_to(tally, &tally->offset, END + END64);
	return tally->none ? UINT64_MAX : tally->offset;
}

/* Encrypted one by one. */
static uint64_t
plain_size(const struct sar_content_entry *all, size_t n)
{
	struct tally tally = { 0 };
	size_t i;

	for (i = 0; i < n; i++)
		add_entry(&tally, all[i].name, all[i].size);
	return end_of(&tally);
}

/* In a zip of their own, which is the one entry. */
static uint64_t
hidden_size(struct sar_content_entry *all, size_t n, bool padded)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_content_entry *padding = &all[n - SAR_MANIFEST_OWN - 1];
	struct tally tally = { 0 };
	uint64_t size = 0;
	size_t i;

	for (i = 0; i < n; i++)
		add_to(&tally, &size, all[i].size);
	if (tally.none)
		return UINT64_MAX;
	if (padded) {
		if (sar_pad_solve(all, n, &size, &ignored) == -1)
			return UINT64_MAX;
		/* The manifest has the digits of one zero already. */
		padding[1].size += sar_text_decimals(size) - 1;
		padding->size = size;
	}
	add_entry(&tally, "package-999.zip", sar_inner_size(all, n));
	return end_of(&tally);
}

uint64_t
sar_size_of(const struct sar_package_options *options,
    const struct sar_content_entry *entries, size_t n)
{
	struct sar_content_entry *all;
	bool padded = options->hidden && options->padded;
	uint64_t size;
	size_t i;

	all = calloc(n + 1 + SAR_MANIFEST_OWN, sizeof(*all));
	if (all == NULL)
		return UINT64_MAX;
	for (i = 0; i < n; i++)
		all[i] = entries[i];
	n = add_own(all, n, padded);
	size = options->hidden ? hidden_size(all, n, padded)
			       : plain_size(all, n);
	free(all);
	return size;
}
