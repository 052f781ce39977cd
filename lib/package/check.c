#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "package/manifest.h"
#include "package/reader_state.h"

#define BLOCK 65536

/* One check of a whole package. */
struct check {
	struct sar_package_reader *reader;
	const struct sar_secret *passphrase;
	struct sar_sha256 *hash;
	struct sar_manifest_entry *found; /* layout.n */
	char *manifest;
	size_t good; /* entries whose tag fits */
	uint8_t block[BLOCK];
};

static int
check_tag(const struct sar_reader_entry *entry, struct sar_err *err)
{
	const struct sar_layout_entry *place = entry->place;
	const struct sar_source *source = entry->reader->source;
	uint8_t tag[SAR_AE2_TAG], want[SAR_AE2_TAG];

	if (sar_source_read(source, tag, sizeof(tag),
		place->data + SAR_AE2_HEAD + place->size, err) == -1 ||
	    sar_ae2_tag(entry->ae2, want, err) == -1)
		return -1;
	if (sodium_memcmp(tag, want, sizeof(tag)) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: authentication code does not fit", source->name,
		    place->name);
	return 0;
}

/*
 * Read all of entry ${i}, once: what is authenticated is what is hashed, and,
 * of the manifest, what is kept.
 */
static int
read_entry(struct check *c, size_t i, struct sar_err *err)
{
	struct sar_reader_entry *entry = &c->reader->entries[i];
	const struct sar_layout_entry *place = entry->place;
	bool keep = i == c->reader->layout.n - 1;
	uint64_t off;
	size_t len;

	for (off = 0; off < place->size; off += len) {
		len = sizeof(c->block);
		if (len > place->size - off)
			len = (size_t)(place->size - off);
		if (sar_source_read(c->reader->source, c->block, len,
			place->data + SAR_AE2_HEAD + off, err) == -1 ||
		    sar_ae2_auth(entry->ae2, c->block, len, err) == -1 ||
		    sar_ae2_crypt(entry->ae2, c->block, len, off, err) == -1)
			return -1;
		sar_sha256_add(c->hash, c->block, len);
		if (keep)
			memcpy(c->manifest + off, c->block, len);
	}
	sar_sha256_end(c->hash, c->found[i].sha256);
	return check_tag(entry, err);
}

/* Unlock, authenticate and hash entry ${i}. */
static int
try_entry(struct check *c, size_t i, struct sar_err *err)
{
	const struct sar_layout_entry *place = c->reader->entries[i].place;
	int rc = -1;

	c->found[i].name = place->name;
	c->found[i].size = place->size;
	if (sar_package_unlock(c->reader, i, c->passphrase, err) == 0)
		rc = read_entry(c, i, err);
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
	free(c->manifest);
	/* It held the last of the plaintext. */
	sodium_memzero(c, sizeof(*c));
	free(c);
}

static struct check *
check_new(struct sar_package_reader *reader,
    const struct sar_secret *passphrase, struct sar_err *err)
{
	size_t n = reader->layout.n;
	uint64_t size = reader->layout.entries[n - 1].size;
	struct check *c;

	if (size > sar_manifest_max(n - 1)) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: larger than a manifest", reader->source->name,
		    SAR_MANIFEST_NAME);
		return NULL;
	}
	if ((c = calloc(1, sizeof(*c))) == NULL ||
	    (c->found = calloc(n, sizeof(*c->found))) == NULL ||
	    (c->manifest = malloc((size_t)size + 1)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if ((c->hash = sar_sha256_new(err)) == NULL)
		goto failed;
	c->reader = reader;
	c->passphrase = passphrase;
	return c;

failed:
	check_free(c);
	return NULL;
}

int
sar_package_check(struct sar_package_reader *reader,
    const struct sar_secret *passphrase, uint8_t manifest[SAR_SHA256_LEN],
    struct sar_err *err)
{
	size_t last = reader->layout.n - 1;
	struct check *c;
	int rc = -1;

	if ((c = check_new(reader, passphrase, err)) == NULL)
		return -1;
	if (try_entries(c, err) == 0 &&
	    sar_manifest_check(c->manifest, (size_t)c->found[last].size,
		c->found, last, err) == 0) {
		memcpy(manifest, c->found[last].sha256, SAR_SHA256_LEN);
		rc = 0;
	}
	check_free(c);
	return rc;
}
