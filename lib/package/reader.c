#include "package/reader.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "package/reader_state.h"
#include "package/salts.h"

#define BLOCK 65536

struct sar_reader_entry *
sar_reader_entries(struct sar_package_reader *reader, struct sar_err *err)
{
	const struct sar_layout *layout = &reader->layout;
	const struct sar_layout *outer = &reader->outer;
	struct sar_reader_entry *entries = calloc(layout->n, sizeof(*entries));
	size_t i;

	if (entries == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	for (i = 0; i < layout->n; i++) {
		entries[i].reader = reader;
		entries[i].place = &layout->entries[i];
		entries[i].head = outer->n > 0 ? outer->entries[0].data
					       : layout->entries[i].data;
		entries[i].from = outer->n > 0 ? layout->entries[i].data : 0;
	}
	return entries;
}

struct sar_package_reader *
sar_package_open(const struct sar_source *source, struct sar_err *err)
{
	struct sar_package_reader *reader = calloc(1, sizeof(*reader));

	if (reader == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	reader->source = source;
	if (sar_layout_read(source, &reader->layout, err) == -1 ||
	    (reader->salts = sar_salts_read(source, &reader->layout, err)) ==
		NULL ||
	    sar_salts_once(reader->salts, reader->layout.n, source->name,
		err) == -1 ||
	    (reader->kit = sar_ae2_kit_new(err)) == NULL ||
	    (reader->entries = sar_reader_entries(reader, err)) == NULL)
		goto failed;
	reader->n_salts = reader->layout.n;
	return reader;

failed:
	sar_package_close(reader);
	return NULL;
}

void
sar_package_close(struct sar_package_reader *reader)
{
	size_t i;

	if (reader == NULL)
		return;
	for (i = 0; reader->entries != NULL && i < reader->layout.n; i++)
		sar_ae2_free(reader->entries[i].ae2);
	free(reader->entries);
	sar_ae2_kit_free(reader->kit);
	sar_layout_free(&reader->layout);
	sar_layout_free(&reader->outer);
	free(reader->name);
	free(reader->salts);
	free(reader);
}

size_t
sar_package_count(const struct sar_package_reader *reader)
{
	return reader->layout.n;
}

const char *
sar_package_name(const struct sar_package_reader *reader, size_t i)
{
	assert(i < reader->layout.n);
	return reader->layout.entries[i].name;
}

uint64_t
sar_package_size(const struct sar_package_reader *reader, size_t i)
{
	assert(i < reader->layout.n);
	return reader->layout.entries[i].size;
}

int
sar_reader_unlock(struct sar_reader_entry *entry,
    const struct sar_secret *passphrase, struct sar_err *err)
{
	const struct sar_package_reader *reader = entry->reader;
	uint8_t head[SAR_AE2_HEAD];
	uint8_t verifier[SAR_AE2_VERIFIER];

	sar_ae2_free(entry->ae2);
	entry->ae2 = NULL;
	if (sar_source_read(reader->source, head, sizeof(head), entry->head,
		err) == -1 ||
	    (entry->ae2 = sar_ae2_new(reader->kit, passphrase, head, verifier,
		 err)) == NULL)
		return -1;
	if (sodium_memcmp(verifier, head + SAR_AE2_SALT, sizeof(verifier)) == 0)
		return 0;
	sar_ae2_free(entry->ae2);
	entry->ae2 = NULL;
	return sar_err_set(err, SAR_ESECRET, "%s: %s: wrong passphrase",
	    reader->source->name, entry->place->name);
}

int
sar_package_unlock(struct sar_package_reader *reader, size_t i,
    const struct sar_secret *passphrase, struct sar_err *err)
{
	assert(i < reader->layout.n);
	return sar_reader_unlock(&reader->entries[i], passphrase, err);
}

int
sar_reader_tag(const struct sar_package_reader *reader,
    const struct sar_layout_entry *place, struct sar_ae2 *ae2,
    struct sar_err *err)
{
	const struct sar_source *source = reader->source;
	uint8_t tag[SAR_AE2_TAG], want[SAR_AE2_TAG];

	if (sar_source_read(source, tag, sizeof(tag),
		place->data + SAR_AE2_HEAD + place->size, err) == -1 ||
	    sar_ae2_tag(ae2, want, err) == -1)
		return -1;
	if (sodium_memcmp(tag, want, sizeof(tag)) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: authentication code does not fit", source->name,
		    place->name);
	return 0;
}

int
sar_reader_auth(const struct sar_package_reader *reader,
    const struct sar_layout_entry *place, struct sar_ae2 *ae2,
    const volatile int *stop, struct sar_err *err)
{
	uint8_t block[BLOCK];
	uint64_t off;
	size_t len;

	for (off = 0; off < place->size; off += len) {
		len = sizeof(block);
		if (len > place->size - off)
			len = (size_t)(place->size - off);
		if (stop != NULL && *stop != 0)
			return sar_err_signal(err, *stop);
		if (sar_source_read(reader->source, block, len,
			place->data + SAR_AE2_HEAD + off, err) == -1 ||
		    sar_ae2_auth(ae2, block, len, err) == -1)
			return -1;
	}
	return sar_reader_tag(reader, place, ae2, err);
}

void
sar_package_lock(struct sar_package_reader *reader, size_t i)
{
	if (i >= reader->layout.n)
		return;
	sar_ae2_free(reader->entries[i].ae2);
	reader->entries[i].ae2 = NULL;
}

static ssize_t
pread_entry(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	const struct sar_reader_entry *entry = ctx;
	const struct sar_source *source = entry->reader->source;
	ssize_t n;

	/* Locked again when another passphrase was tried since. */
	if (entry->ae2 == NULL)
		return sar_err_set(err, SAR_ESECRET, "%s: %s: locked",
		    source->name, entry->place->name);
	n = source->pread(source->ctx, buf, len,
	    entry->head + SAR_AE2_HEAD + entry->from + off, err);
	if (n > 0 && sar_ae2_crypt(entry->ae2, buf, (size_t)n,
			 entry->from + off, err) == -1)
		return -1;
	return n;
}

int
sar_package_entry(struct sar_package_reader *reader, size_t i,
    struct sar_source *source, struct sar_err *err)
{
	struct sar_reader_entry *entry;

	assert(i < reader->layout.n);
	entry = &reader->entries[i];
	if (entry->ae2 == NULL)
		return sar_err_set(err, SAR_ESECRET, "%s: %s: locked",
		    reader->source->name, entry->place->name);
	source->ctx = entry;
	source->pread = pread_entry;
	source->size = entry->place->size;
	source->name = entry->place->name;
	return 0;
}
