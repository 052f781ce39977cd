/*
 * Any bytes as a package.  What the strict reader takes has plain names, ends
 * with a manifest and its signature, and is no smaller than what it says is
 * in it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "package/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OVERHEAD 28 /* salt, verifier and tag of each entry */

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* manifest.json or manifest-K.json, and the same with .minisig. */
static bool
ends_well(const char *manifest, const char *signature)
{
	size_t len = strlen(manifest);

	return strncmp(manifest, "manifest", 8) == 0 && len >= 13 &&
	       strcmp(manifest + len - 5, ".json") == 0 &&
	       strncmp(signature, manifest, len) == 0 &&
	       strcmp(signature + len, ".minisig") == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	struct sar_source source;
	uint64_t total = 0;
	size_t i, n;

	sar_source_text(&text, size, "package", &source);
	if ((reader = sar_package_open(&source, &err)) == NULL) {
		require(err.code == SAR_ECORRUPT);
		return 0;
	}
	n = sar_package_count(reader);
	require(n >= 2);
	for (i = 0; i < n; i++) {
		const char *name = sar_package_name(reader, i);

		require(name[0] != '\0' &&
			strspn(name,
			    "abcdefghijklmnopqrstuvwxyz0123456789.-") ==
			    strlen(name));
		total += sar_package_size(reader, i) + OVERHEAD;
	}
	require(ends_well(sar_package_name(reader, n - 2),
	    sar_package_name(reader, n - 1)));
	require(total <= size);
	sar_package_close(reader);
	return 0;
}
