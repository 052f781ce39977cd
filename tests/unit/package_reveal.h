/* Hidden packages of another writer. */
#ifndef TEST_PACKAGE_REVEAL_H
#define TEST_PACKAGE_REVEAL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "package/pad.h"
#include "package_check.h"
#include "package_forge.h"
#include "package_inner.h"
#include "package_zip.h"

/* A hidden package of another writer. */
struct recipe {
	const struct content *contents;
	size_t n;
	const char *outer; /* NULL: as it has to be called */
	unsigned volume, volumes;
	bool padded;
	const char *padding; /* NULL: as it has to be called */
	int more;            /* bytes of padding than it has to have */
	const char *spoil; /* after this text, in the inner zip, a bit flips */
};

static const struct content some[] = {
	{ "letter.txt", "Dear requester", 14, false },
	{ "call-01.wav", "RIFF and more", 13, true },
};

static const struct recipe usual = { .contents = some,
	.n = 2,
	.volume = 1,
	.volumes = 1 };

/* What is to be in the inner zip. */
struct filling {
	struct content contents[FORGE_MAX];
	size_t n;
	char manifest_name[SAR_MANIFEST_NAME_MAX + 1];
	char padding_name[SAR_MANIFEST_NAME_MAX + 1];
	char signature_name[SAR_MANIFEST_NAME_MAX + 10];
	struct sar_buf manifest;
	char *zeros;
};

static inline void
end_filling(struct filling *f, const struct recipe *r)
{
	static const char signature[] = "untrusted comment: signed\n";

	sar_buf_free(&f->manifest);
	f->manifest = manifest_with(f->contents, f->n, NULL, r->volume,
	    r->volumes);
	f->contents[f->n] = (struct content){ f->manifest_name,
		f->manifest.data, f->manifest.len, false };
	f->contents[f->n + 1] = (struct content){ f->signature_name, signature,
		sizeof(signature) - 1, false };
}

static inline void
pad_filling(struct filling *f, const struct recipe *r)
{
	struct sar_content_entry sizes[FORGE_MAX];
	struct sar_err err = SAR_ERR_INIT;
	uint64_t padding;
	size_t i;

	sar_manifest_padding(r->volume, r->volumes, f->padding_name);
	if (r->padding != NULL)
		(void)snprintf(f->padding_name, sizeof(f->padding_name), "%s",
		    r->padding);
	f->contents[f->n++] = (struct content){ f->padding_name, "", 0, false };
	end_filling(f, r);
	for (i = 0; i < f->n + 2; i++) {
		sizes[i].name = f->contents[i].name;
		sizes[i].size = f->contents[i].len;
	}
	assert_int_equal(sar_pad_solve(sizes, f->n + 2, &padding, &err), 0);
	padding = (uint64_t)((int64_t)padding + r->more);
	f->zeros = calloc(1, (size_t)padding + 1);
	assert_non_null(f->zeros);
	f->contents[f->n - 1].data = f->zeros;
	f->contents[f->n - 1].len = (size_t)padding;
}

static inline struct sar_buf
make_filling(const struct recipe *r)
{
	struct filling f = { .n = r->n };
	struct sar_content_entry listed[FORGE_MAX];
	struct sar_buf inner;
	char *at;

	memcpy(f.contents, r->contents, r->n * sizeof(*r->contents));
	sar_manifest_own(r->volume, r->volumes, f.manifest_name);
	(void)snprintf(f.signature_name, sizeof(f.signature_name), "%s.minisig",
	    f.manifest_name);
	if (r->padded)
		pad_filling(&f, r);
	end_filling(&f, r);
	inner = make_inner(f.contents, f.n + 2, 999, listed);
	if (r->spoil != NULL) {
		at = memmem(inner.data, inner.len, r->spoil, strlen(r->spoil));
		assert_non_null(at);
		at[strlen(r->spoil)] ^= 1;
	}
	sar_buf_free(&f.manifest);
	free(f.zeros);
	return inner;
}

/* An open package; ctx of the source is the zip. */
struct opened {
	struct zip_made zip;
	struct sar_source source;
	struct sar_secret *secret;
	struct sar_package_reader *reader;
};

static inline void
open_hidden(const char *outer, const struct sar_buf *inner, struct opened *o)
{
	struct sar_err err = SAR_ERR_INIT;

	memset(o, 0, sizeof(*o));
	o->secret = secret_of(PASSPHRASE);
	zip_entry(&o->zip, o->secret, outer, inner->data, inner->len);
	zip_end(&o->zip, false);
	o->source = zip_source_of(&o->zip);
	o->reader = sar_package_open(&o->source, &err);
	assert_string_equal(err.msg, "");
	assert_non_null(o->reader);
}

static inline void
open_recipe(const struct recipe *r, struct opened *o)
{
	char name[SAR_MANIFEST_NAME_MAX + 1];
	struct sar_buf inner = make_filling(r);

	sar_manifest_hidden(r->volume, r->volumes, name);
	open_hidden(r->outer != NULL ? r->outer : name, &inner, o);
	sar_buf_free(&inner);
}

static inline void
close_opened(struct opened *o)
{
	sar_package_close(o->reader);
	sar_secret_free(o->secret);
	zip_free(&o->zip);
}

/* How the check of what ${r} makes ends. */
static inline struct sar_err
verdict(const struct recipe *r)
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t manifest[SAR_SHA256_LEN];
	struct opened o;
	int rc;

	open_recipe(r, &o);
	rc = check_reader(o.reader, o.secret, manifest, &err);
	assert_int_equal(rc, err.code == SAR_OK ? 0 : -1);
	close_opened(&o);
	return err;
}

#endif
