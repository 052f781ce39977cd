#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "package/manifest.h"
#include "package/pad.h"
#include "package/reader_state.h"

#define BLOCK 65536

/* One check of a whole package. */
struct check {
	struct sar_package_reader *reader;
	const struct sar_package_check_options *options;
	struct sar_sha256 *hash;
	struct sar_content_entry *found; /* layout.n */
	char *own[SAR_MANIFEST_OWN];     /* text of manifest and signature */
	size_t good;                     /* entries whose tag fits */
	uint8_t block[BLOCK];
};

/* Of what is in a hidden package the tag is of all, and the CRC of each. */
static int
check_end(const struct sar_reader_entry *entry, uint32_t crc,
    struct sar_err *err)
{
	if (entry->reader->outer.n == 0)
		return sar_reader_tag(entry->reader, entry->place, entry->ae2,
		    err);
	if (crc != entry->place->crc)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: CRC-32 does not fit", entry->reader->source->name,
		    entry->place->name);
	return 0;
}

static bool
is_padding(const struct check *c, size_t i)
{
	return c->reader->layout.padded &&
	       i + SAR_MANIFEST_OWN + 1 == c->reader->layout.n;
}

/* One block of ${entry}, at ${off}: authenticated, decrypted, hashed. */
static int
read_block(struct check *c, const struct sar_reader_entry *entry, uint64_t off,
    size_t len, struct sar_err *err)
{
	if (sar_source_read(c->reader->source, c->block, len,
		entry->head + SAR_AE2_HEAD + entry->from + off, err) == -1)
		return -1;
	if (c->reader->outer.n == 0 &&
	    sar_ae2_auth(entry->ae2, c->block, len, err) == -1)
		return -1;
	if (sar_ae2_crypt(entry->ae2, c->block, len, entry->from + off, err) ==
	    -1)
		return -1;
	sar_sha256_add(c->hash, c->block, len);
	return 0;
}

/*
 * Read all of entry ${i}, once: what is authenticated is what is hashed, and,
 * of manifest and signature, what is kept.
 */
static int
read_entry(struct check *c, size_t i, struct sar_err *err)
{
	struct sar_reader_entry *entry = &c->reader->entries[i];
	const struct sar_layout_entry *place = entry->place;
	size_t listed = c->reader->layout.n - SAR_MANIFEST_OWN;
	char *keep = i < listed ? NULL : c->own[i - listed];
	uint32_t crc = (uint32_t)crc32_z(0, NULL, 0);
	uint64_t off;
	size_t len;

	for (off = 0; off < place->size; off += len) {
		len = sizeof(c->block);
		if (len > place->size - off)
			len = (size_t)(place->size - off);
		if (read_block(c, entry, off, len, err) == -1)
			return -1;
		if (c->reader->outer.n > 0)
			crc = (uint32_t)crc32_z(crc, c->block, len);
		if (keep != NULL)
			memcpy(keep + off, c->block, len);
		if (is_padding(c, i) && !sodium_is_zero(c->block, len))
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: %s: not zeros", c->reader->source->name,
			    place->name);
	}
	sar_sha256_end(c->hash, c->found[i].sha256);
	return check_end(entry, crc, err);
}

/* Show entry ${i} to whoever asked for the check. */
static int
tell(struct check *c, size_t i, struct sar_err *err)
{
	struct sar_source plain;

	if (c->options->each == NULL || is_padding(c, i) ||
	    i + SAR_MANIFEST_OWN >= c->reader->layout.n)
		return 0;
	if (sar_package_entry(c->reader, i, &plain, err) == -1)
		return -1;
	return c->options->each(c->options->each_ctx, i, &plain, err);
}

/* Unlock, authenticate and hash entry ${i}. */
static int
try_entry(struct check *c, size_t i, struct sar_err *err)
{
	const struct sar_layout_entry *place = c->reader->entries[i].place;
	int rc = -1;

	c->found[i].name = place->name;
	c->found[i].size = place->size;
	if (sar_package_unlock(c->reader, i, c->options->passphrase, err) ==
		0 &&
	    read_entry(c, i, err) == 0)
		rc = tell(c, i, err);
	/* The keys of all of many entries would take much memory. */
	sar_package_lock(c->reader, i);
	c->good += rc == 0;
	return rc;
}

/*
 * Look at every entry until it is clear what is wrong with one.  A wrong
 * passphrase opens none, but passes the verifier of one in 65536; with the
 * right one, an entry it does not open is damaged.
 */
static int
try_entries(struct check *c, struct sar_err *err)
{
	const struct sar_package_reader *reader = c->reader;
	struct sar_err first = SAR_ERR_INIT;
	size_t bad = 0;
	size_t i;

	for (i = 0; i < reader->layout.n; i++) {
		if (first.code != SAR_OK && c->good > 0)
			break;
		if (try_entry(c, i, err) == 0)
			continue;
		if (err->code != SAR_ESECRET && err->code != SAR_ECORRUPT)
			return -1;
		if (first.code == SAR_OK ||
		    (first.code == SAR_ECORRUPT && err->code == SAR_ESECRET)) {
			first = *err;
			bad = i;
		}
	}
	if (first.code == SAR_OK)
		return 0;
	*err = first;
	if (c->good > 0 && first.code == SAR_ESECRET)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: the passphrase opens other entries, not this one",
		    reader->source->name, reader->entries[bad].place->name);
	return -1;
}

static void
check_free(struct check *c)
{
	if (c == NULL)
		return;
	sar_sha256_free(c->hash);
	free(c->found);
	free(c->own[0]);
	free(c->own[1]);
	/* It held the last of the plaintext. */
	sodium_memzero(c, sizeof(*c));
	free(c);
}

static struct check *
check_new(struct sar_package_reader *reader,
    const struct sar_package_check_options *options, struct sar_err *err)
{
	size_t n = reader->layout.n;
	const struct sar_layout_entry *own =
	    &reader->layout.entries[n - SAR_MANIFEST_OWN];
	struct check *c;

	if (own[0].size > sar_manifest_max(n - SAR_MANIFEST_OWN) ||
	    own[1].size > SAR_MANIFEST_SIGNATURE_MAX) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: larger than a manifest and its signature",
		    reader->source->name);
		return NULL;
	}
	if ((c = calloc(1, sizeof(*c))) == NULL ||
	    (c->found = calloc(n, sizeof(*c->found))) == NULL ||
	    (c->own[0] = calloc(1, (size_t)own[0].size + 1)) == NULL ||
	    (c->own[1] = calloc(1, (size_t)own[1].size + 1)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if ((c->hash = sar_sha256_new(err)) == NULL)
		goto failed;
	c->reader = reader;
	c->options = options;
	return c;

failed:
	check_free(c);
	return NULL;
}

/* What ${c} found goes to who asked for it. */
static void
take_findings(struct check *c, const struct sar_manifest *manifest,
    struct sar_package_findings *findings)
{
	memset(findings, 0, sizeof(*findings));
	memcpy(findings->manifest, c->found[manifest->n].sha256,
	    SAR_SHA256_LEN);
	memcpy(findings->content, manifest->content, SAR_SHA256_LEN);
	findings->volume = manifest->volume;
	findings->volumes = manifest->volumes;
	findings->padded = c->reader->layout.padded;
	findings->text = c->own[0];
	findings->len = (size_t)c->found[manifest->n].size;
	findings->signature = c->own[1];
	c->own[0] = c->own[1] = NULL;
}

/* Have the manifest, and what all is hidden in, the names they must have? */
static int
check_names(const struct check *c, const struct sar_manifest *manifest,
    struct sar_err *err)
{
	const struct sar_layout *outer = &c->reader->outer;
	char name[SAR_MANIFEST_NAME_MAX + 1];

	sar_manifest_own(manifest->volume, manifest->volumes, name);
	if (strcmp(name, c->found[manifest->n].name) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the manifest of this volume",
		    c->found[manifest->n].name);
	sar_manifest_hidden(manifest->volume, manifest->volumes, name);
	if (outer->n > 0 && strcmp(name, outer->entries[0].name) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the name of this volume", outer->entries[0].name);
	return 0;
}

/* Padding tells nothing when its length is the one that follows. */
static int
check_padding(const struct check *c, struct sar_err *err)
{
	size_t n = c->reader->layout.n;
	uint64_t size;

	if (!c->reader->layout.padded)
		return 0;
	if (sar_pad_solve(c->found, n, &size, err) == -1)
		return -1;
	if (size != c->found[n - SAR_MANIFEST_OWN - 1].size)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: not as long as it has to be",
		    c->reader->source->name, SAR_MANIFEST_PADDING);
	return 0;
}

static int
check_all(struct check *c, struct sar_package_findings *findings,
    struct sar_err *err)
{
	struct sar_manifest manifest = {
		.entries = c->found,
		.n = c->reader->layout.n - SAR_MANIFEST_OWN,
	};

	if (try_entries(c, err) == -1 ||
	    sar_manifest_check(c->own[0], (size_t)c->found[manifest.n].size,
		&manifest, err) == -1 ||
	    check_names(c, &manifest, err) == -1 || check_padding(c, err) == -1)
		return -1;
	take_findings(c, &manifest, findings);
	return 0;
}

int
sar_package_check(struct sar_package_reader *reader,
    const struct sar_package_check_options *options,
    struct sar_package_findings *findings, struct sar_err *err)
{
	struct check *c;
	int rc;

	if (sar_reveal_checked(reader, options, err) == -1)
		return -1;
	if ((c = check_new(reader, options, err)) == NULL)
		return -1;
	rc = check_all(c, findings, err);
	check_free(c);
	return rc;
}

void
sar_package_findings_free(struct sar_package_findings *findings)
{
	free(findings->text);
	free(findings->signature);
	memset(findings, 0, sizeof(*findings));
}
