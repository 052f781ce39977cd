/*
 * Any bytes as the zip in a hidden package.  What the strict reader takes can
 * be written in one way only: written again from its entries it is the same,
 * but for CRCs that do not fit, and those the check of a package with these
 * bytes in it refuses.
 */
#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "package/ae2.h"
#include "package/inner.h"
#include "package/layout.h"
#include "package/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PASSPHRASE "abacus-banjo-canopy-dagger-eagle-falcon"
#define ENTRIES_MAX 64

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* All that ${stream} gives. */
static struct sar_buf
read_all(struct sar_stream *stream)
{
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	char block[4096];
	ssize_t n;

	while ((n = stream->read(stream->ctx, block, sizeof(block), &err)) > 0)
		sar_buf_add(&out, block, (size_t)n);
	require(n == 0);
	sar_stream_close(stream);
	return out;
}

/* The zip of the entries ${layout} has in ${data}, written again. */
static struct sar_buf
write_again(const struct sar_layout *layout, const uint8_t *data)
{
	struct sar_content_entry listed[ENTRIES_MAX];
	struct sar_inner_entry entries[ENTRIES_MAX];
	struct sar_stream streams[ENTRIES_MAX];
	struct sar_inner_options options = { .entries = entries,
		.n = layout->n };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	struct sar_buf out;
	size_t i;

	for (i = 0; i < layout->n; i++) {
		listed[i].name = layout->entries[i].name;
		require(sar_stream_text((const char *)data +
					    layout->entries[i].data,
			    (size_t)layout->entries[i].size, &streams[i],
			    &err) == 0);
		entries[i].listed = &listed[i];
		entries[i].stream = &streams[i];
	}
	require(sar_inner_stream(&options, &stream, &err) == 0);
	out = read_all(&stream);
	require(sar_inner_size(listed, layout->n) == out.len);
	return out;
}

static void
put(struct sar_buf *out, uint64_t value, unsigned len)
{
	uint8_t byte;

	for (; len > 0; len--, value >>= 8) {
		byte = (uint8_t)value;
		sar_buf_add(out, &byte, 1);
	}
}

#define NAME "package.zip"

/* The local header of the one entry, or, ${central}, the other. */
static void
put_header(struct sar_buf *out, bool central, size_t size)
{
	static const uint8_t aes[] = { 1, 0x99, 7, 0, 2, 0, 'A', 'E', 3, 0, 0 };

	put(out, central ? 0x02014B50 : 0x04034B50, 4);
	put(out, 0x033F, central ? 2 : 0);
	put(out, 51, 2);
	put(out, 1, 2);
	put(out, 99, 2);
	put(out, 0, 2);
	put(out, 0x21, 2);
	put(out, 0, 4);
	put(out, size + SAR_AE2_OVERHEAD, 4);
	put(out, size, 4);
	put(out, strlen(NAME), 2);
	put(out, sizeof(aes), 2);
	if (central) {
		put(out, 0, 6);
		put(out, (uint64_t)0100644 << 16, 4);
		put(out, 0, 4);
	}
	sar_buf_puts(out, NAME);
	sar_buf_add(out, aes, sizeof(aes));
}

/* Salt, verifier, ciphertext, tag. */
static void
put_encrypted(struct sar_buf *out, const struct sar_secret *secret,
    const uint8_t *data, size_t size)
{
	uint8_t salt[SAR_AE2_SALT] = { 0 };
	uint8_t verifier[SAR_AE2_VERIFIER], tag[SAR_AE2_TAG];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ae2_kit *kit = sar_ae2_kit_new(&err);
	struct sar_ae2 *ae2;
	char *text;

	require(kit != NULL);
	ae2 = sar_ae2_new(kit, secret, salt, verifier, &err);
	require(ae2 != NULL);
	sar_buf_add(out, salt, sizeof(salt));
	sar_buf_add(out, verifier, sizeof(verifier));
	sar_buf_add(out, data, size);
	require(sar_buf_check(out, &err) == 0);
	text = out->data + out->len - size;
	require(sar_ae2_crypt(ae2, text, size, 0, &err) == 0);
	require(sar_ae2_auth(ae2, text, size, &err) == 0);
	require(sar_ae2_tag(ae2, tag, &err) == 0);
	sar_buf_add(out, tag, sizeof(tag));
	sar_ae2_free(ae2);
	sar_ae2_kit_free(kit);
}

/* A package with the ${size} bytes at ${data} in it, encrypted. */
static struct sar_buf
hide(const struct sar_secret *secret, const uint8_t *data, size_t size)
{
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	uint64_t directory, end;

	put_header(&out, false, size);
	put_encrypted(&out, secret, data, size);
	directory = out.len;
	put_header(&out, true, size);
	end = out.len;
	put(&out, 0x06054B50, 4);
	put(&out, 0, 4);
	put(&out, 1, 2);
	put(&out, 1, 2);
	put(&out, end - directory, 4);
	put(&out, directory, 4);
	put(&out, 0, 2);
	require(sar_buf_check(&out, &err) == 0);
	return out;
}

/* Does the package with ${data} in it pass the check? */
static bool
passes(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new(PASSPHRASE,
	    strlen(PASSPHRASE), &err);
	struct sar_package_check_options options = { .passphrase = secret,
		.jobs = 1 };
	struct sar_package_findings findings = { 0 };
	struct sar_package_reader *reader;
	struct sar_source source;
	struct sar_buf zip;
	const char *text;
	int rc;

	require(secret != NULL);
	zip = hide(secret, data, size);
	text = zip.data;
	sar_source_text(&text, zip.len, "zip", &source);
	reader = sar_package_open(&source, &err);
	require(reader != NULL && sar_package_hidden(reader));
	rc = sar_package_check(reader, &options, &findings, &err);
	require(rc == 0 || err.code == SAR_ECORRUPT);
	sar_package_findings_free(&findings);
	sar_package_close(reader);
	sar_secret_free(secret);
	sar_buf_free(&zip);
	return rc == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_layout layout;
	struct sar_source source;
	struct sar_buf again;
	bool same;

	sar_source_text(&text, size, "inner", &source);
	if (sar_layout_inner_read(&source, &layout, &err) == -1) {
		require(err.code == SAR_ECORRUPT);
		return 0;
	}
	if (layout.n <= ENTRIES_MAX) {
		again = write_again(&layout, data);
		require(again.len == size);
		same = memcmp(again.data, data, size) == 0;
		require(same || !passes(data, size));
		/* Its manifest decides about what is as it would be written. */
		if (same)
			(void)passes(data, size);
		sar_buf_free(&again);
	}
	sar_layout_free(&layout);
	return 0;
}
