/* How large a package is going to be, known before anything is written. */
#include "package/size.h"

#include <stdbool.h>
#include <stdio.h>
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

/* In a local header, with two sizes; in the central one 8 bytes for each that
 * is FULL or more. */
#define LOCAL64 20
#define CENTRAL64 4

/* What a manifest has for each entry, and around them. */
#define LISTED "{\"name\":\"\",\"sha256\":\"\",\"size\":},"
#define AROUND                                                       \
	"{\"content\":\"\",\"entries\":[],\"schema\":\"sar-package." \
	"manifest/2\",\"volume\":,\"volumes\":}"

#define TEXT(literal) (sizeof(literal) - 1)

/* What it is the size of. */
struct sizing {
	unsigned volume, volumes;
	bool padded;
	size_t signature;
	char padding[SAR_MANIFEST_NAME_MAX + 1];
	char manifest[SAR_MANIFEST_NAME_MAX + 1];
	char minisig[SAR_MANIFEST_NAME_MAX + sizeof(SAR_MANIFEST_SUFFIX)];
	char hidden[SAR_MANIFEST_NAME_MAX + 1];
	struct sar_content_entry *all; /* with its own */
	size_t n;
};

#define HEX ((uint64_t)2 * SAR_SHA256_LEN)

/* A zip so far; none once it is larger than can be said. */
struct tally {
	uint64_t offset; /* of what comes next */
	uint64_t directory;
	bool zip64;
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
add_entry(struct tally *tally, const struct sar_content_entry *entry)
{
	size_t len = strlen(entry->name);
	uint64_t local = LOCAL + len + AES_EXTRA + SAR_AE2_OVERHEAD;
	uint64_t central = CENTRAL + len + AES_EXTRA;
	bool large = entry->size >= FULL - SAR_AE2_OVERHEAD;
	uint64_t wide = 0;

	if (large)
		wide += 8;
	if (entry->size >= FULL)
		wide += 8;
	if (tally->offset >= FULL)
		wide += 8;
	if (large || entry->unsized)
		local += LOCAL64;
	if (wide > 0)
		central += CENTRAL64 + wide;
	tally->zip64 = tally->zip64 || wide > 0;
	add_to(tally, &tally->directory, central);
	add_to(tally, &tally->offset, local);
	add_to(tally, &tally->offset, entry->size);
}

static uint64_t
end_of(struct tally *tally)
{
	if (tally->offset >= FULL)
		tally->zip64 = true;
	add_to(tally, &tally->offset, tally->directory);
	add_to(tally, &tally->offset, END + (tally->zip64 ? END64 : 0));
	return tally->none ? UINT64_MAX : tally->offset;
}

/* Of all before it; where there are none, there is no comma to be less. */
static uint64_t
manifest_size(const struct sizing *s)
{
	uint64_t size = TEXT(AROUND) + HEX + sar_text_decimals(s->volume) +
			sar_text_decimals(s->volumes);
	size_t i;

	for (i = 0; i < s->n; i++)
		size += TEXT(LISTED) + HEX + strlen(s->all[i].name) +
			sar_text_decimals(s->all[i].size);
	return size - (s->n > 0 ? 1 : 0);
}

/* Padding, manifest, signature. */
static void
add_own(struct sizing *s)
{
	sar_manifest_padding(s->volume, s->volumes, s->padding);
	sar_manifest_own(s->volume, s->volumes, s->manifest);
	sar_manifest_hidden(s->volume, s->volumes, s->hidden);
	(void)snprintf(s->minisig, sizeof(s->minisig), "%s" SAR_MANIFEST_SUFFIX,
	    s->manifest);
	if (s->padded)
		s->all[s->n++].name = s->padding;
	s->all[s->n].size = manifest_size(s);
	s->all[s->n++].name = s->manifest;
	s->all[s->n].size = s->signature;
	s->all[s->n++].name = s->minisig;
}

/* Encrypted one by one. */
static uint64_t
plain_size(const struct sizing *s)
{
	struct tally tally = { 0 };
	size_t i;

	for (i = 0; i < s->n; i++)
		add_entry(&tally, &s->all[i]);
	return end_of(&tally);
}

/* In a zip of their own, which is the one entry. */
static uint64_t
hidden_size(struct sizing *s)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_content_entry outer = { .name = s->hidden, .unsized = true };
	struct sar_content_entry *padding;
	struct tally tally = { 0 };
	uint64_t size = 0;
	size_t i;

	for (i = 0; i < s->n; i++)
		add_to(&tally, &size, s->all[i].size);
	if (tally.none)
		return UINT64_MAX;
	if (s->padded) {
		if (sar_pad_solve(s->all, s->n, &size, &ignored) == -1)
			return UINT64_MAX;
		/* The manifest has the digits of one zero already. */
		padding = &s->all[s->n - SAR_MANIFEST_OWN - 1];
		padding[1].size += sar_text_decimals(size) - 1;
		padding->size = size;
	}
	outer.size = sar_inner_size(s->all, s->n);
	add_entry(&tally, &outer);
	return end_of(&tally);
}

uint64_t
sar_size_of(const struct sar_package_options *options, size_t signature,
    const struct sar_content_entry *entries, size_t n)
{
	bool split = options->volumes > 1;
	struct sizing s = {
		.volume = split ? options->volume : 1,
		.volumes = split ? options->volumes : 1,
		.padded = options->hidden && options->padded,
		.signature = signature,
		.n = n,
	};
	uint64_t size;
	size_t i;

	s.all = calloc(n + 1 + SAR_MANIFEST_OWN, sizeof(*s.all));
	if (s.all == NULL)
		return UINT64_MAX;
	for (i = 0; i < n; i++)
		s.all[i] = entries[i];
	add_own(&s);
	size = options->hidden ? hidden_size(&s) : plain_size(&s);
	free(s.all);
	return size;
}
