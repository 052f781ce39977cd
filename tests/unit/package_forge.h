/* Manifests of packages that another writer makes. */
#ifndef TEST_PACKAGE_FORGE_H
#define TEST_PACKAGE_FORGE_H

#include "package/manifest.h"
#include "package_make.h"

#define FORGE_MAX 16

/*
 * The manifest of ${n} of ${contents}; the digest of the content is what it
 * should be when there is no ${content}.
 */
static inline struct sar_buf
manifest_with(const struct content *contents, size_t n, const uint8_t *content,
    unsigned volume, unsigned volumes)
{
	struct sar_content_entry entries[FORGE_MAX];
	struct sar_manifest manifest = { .entries = entries,
		.n = n,
		.volume = volume,
		.volumes = volumes };
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	assert_in_range(n, 0, FORGE_MAX);
	for (i = 0; i < n; i++) {
		entries[i].name = contents[i].name;
		entries[i].size = contents[i].len;
		assert_int_equal(sar_sha256_text(contents[i].data,
				     contents[i].len, entries[i].sha256, &err),
		    0);
	}
	if (content != NULL)
		memcpy(manifest.content, content, SAR_SHA256_LEN);
	else
		assert_int_equal(sar_content_digest(entries, n,
				     manifest.content, &err),
		    0);
	sar_manifest_text(&manifest, &text);
	assert_int_equal(sar_buf_check(&text, &err), 0);
	return text;
}

#endif
