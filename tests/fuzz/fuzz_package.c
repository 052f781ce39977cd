/*
 * Any bytes as a package.  What the strict reader takes has plain names, ends
 * with a manifest and its signature or hides all in one entry, and is no
 * smaller than what it says is in it.  What is hidden is revealed with the
 * passphrase of the seeds, and inside it is the same.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "package/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PASSPHRASE "abacus-banjo-canopy-dagger-eagle-falcon"
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

/* Each entry has ${overhead} more bytes of the ${size} there are. */
static void
require_entries(const struct sar_package_reader *reader, size_t overhead,
    size_t size)
{
	size_t n = sar_package_count(reader);
	uint64_t total = 0;
	const char *name;
	size_t i;

	for (i = 0; i < n; i++) {
		name = sar_package_name(reader, i);
		require(name[0] != '\0' &&
			strspn(name,
			    "abcdefghijklmnopqrstuvwxyz0123456789.-") ==
			    strlen(name));
		total += sar_package_size(reader, i) + overhead;
	}
	require(total <= size);
	if (n == 1)
		require(strncmp(sar_package_name(reader, 0), "package", 7) ==
			0);
	else
		require(ends_well(sar_package_name(reader, n - 2),
		    sar_package_name(reader, n - 1)));
}

static void
require_hidden(struct sar_package_reader *reader, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new(PASSPHRASE,
	    strlen(PASSPHRASE), &err);

	require(secret != NULL);
	if (sar_package_reveal(reader, secret, &err) == 0)
		require_entries(reader, 30 + 16 + 46, size);
	else
		require(err.code == SAR_ECORRUPT || err.code == SAR_ESECRET);
	sar_secret_free(secret);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	struct sar_source source;
	size_t n;

	sar_source_text(&text, size, "package", &source);
	if ((reader = sar_package_open(&source, &err)) == NULL) {
		require(err.code == SAR_ECORRUPT);
		return 0;
	}
	n = sar_package_count(reader);
	require(n >= (sar_package_hidden(reader) ? 1 : 2));
	require_entries(reader, OVERHEAD, size);
	if (sar_package_hidden(reader))
		require_hidden(reader, size);
	sar_package_close(reader);
	return 0;
}
