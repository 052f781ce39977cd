/* The strict reader over hidden packages, true ones and forged. */
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
	int more;          /* bytes of padding than it has to have */
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
	char signature_name[SAR_MANIFEST_NAME_MAX + 10];
	struct sar_buf manifest;
	char *zeros;
};

static void
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

static void
pad_filling(struct filling *f, const struct recipe *r)
{
	struct sar_content_entry sizes[FORGE_MAX];
	struct sar_err err = SAR_ERR_INIT;
	uint64_t padding;
	size_t i;

	f->contents[f->n++] = (struct content){ "padding.bin", "", 0, false };
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

static struct sar_buf
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

static void
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

static void
open_recipe(const struct recipe *r, struct opened *o)
{
	char name[SAR_MANIFEST_NAME_MAX + 1];
	struct sar_buf inner = make_filling(r);

	sar_manifest_hidden(r->volume, r->volumes, name);
	open_hidden(r->outer != NULL ? r->outer : name, &inner, o);
	sar_buf_free(&inner);
}

static void
close_opened(struct opened *o)
{
	sar_package_close(o->reader);
	sar_secret_free(o->secret);
	zip_free(&o->zip);
}

/* How the check of what ${r} makes ends. */
static struct sar_err
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

/* --- true ones ------------------------------------------------------------*/

static void
nothing_is_told_before_it_is_revealed(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct opened o;

	(void)state;
	open_recipe(&usual, &o);
	assert_true(sar_package_hidden(o.reader));
	assert_int_equal(sar_package_count(o.reader), 1);
	assert_string_equal(sar_package_name(o.reader, 0), "package.zip");
	assert_null(memmem(o.zip.bytes.data, o.zip.bytes.len, "letter", 6));
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), 0);
	assert_true(sar_package_hidden(o.reader));
	assert_int_equal(sar_package_count(o.reader), 4);
	assert_string_equal(sar_package_name(o.reader, 1), "call-01.wav");
	assert_int_equal(sar_package_size(o.reader, 1), 13);
	/* Once is enough. */
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), 0);
	assert_int_equal(sar_package_count(o.reader), 4);
	close_opened(&o);
}

static void
what_is_inside_is_read_as_in_any_package(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source entry;
	const char *call = some[1].data;
	struct opened o;
	char text[20];
	size_t from;

	(void)state;
	open_recipe(&usual, &o);
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), 0);
	assert_int_equal(sar_package_entry(o.reader, 1, &entry, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(sar_package_unlock(o.reader, 1, o.secret, &err), 0);
	assert_int_equal(sar_package_entry(o.reader, 1, &entry, &err), 0);
	assert_string_equal(entry.name, "call-01.wav");
	assert_int_equal(entry.size, 13);
	for (from = 0; from < 13; from++) {
		assert_int_equal(sar_source_read(&entry, text, 13 - from, from,
				     &err),
		    0);
		assert_memory_equal(text, &call[from], 13 - from);
	}
	sar_package_lock(o.reader, 1);
	assert_int_equal(sar_source_read(&entry, text, 1, 0, &err), -1);
	close_opened(&o);
}

static void
the_wrong_passphrase_reveals_nothing(void **state)
{
	struct sar_secret *wrong = secret_of("something-else");
	struct sar_err err = SAR_ERR_INIT;
	uint8_t manifest[SAR_SHA256_LEN];
	struct opened o;

	(void)state;
	open_recipe(&usual, &o);
	assert_int_equal(sar_package_reveal(o.reader, wrong, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(check_reader(o.reader, wrong, manifest, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(sar_package_count(o.reader), 1);
	/* It can be tried again, and a third time. */
	assert_int_equal(check_reader(o.reader, o.secret, manifest, &err), 0);
	assert_int_equal(check_reader(o.reader, wrong, manifest, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(check_reader(o.reader, o.secret, manifest, &err), 0);
	sar_secret_free(wrong);
	close_opened(&o);
}

struct seen {
	size_t n;
	char text[4][20];
};

static int
see(void *ctx, size_t i, const struct sar_source *entry, struct sar_err *err)
{
	struct seen *seen = ctx;

	assert_int_equal(i, seen->n);
	assert_in_range(entry->size, 1, 19);
	seen->n++;
	return sar_source_read(entry, seen->text[i], (size_t)entry->size, 0,
	    err);
}

static void
a_check_finds_what_it_finds_in_any_package(void **state)
{
	struct made open = make_package(PASSPHRASE, some, 2);
	struct recipe recipe = usual;
	struct sar_err err = SAR_ERR_INIT;
	struct opened o;
	unsigned padded;

	(void)state;
	for (padded = 0; padded < 2; padded++) {
		struct sar_package_findings found = { 0 };
		struct seen seen = { .n = 0 };
		struct sar_package_check_options options = { .jobs = 1,
			.each = see,
			.each_ctx = &seen };

		recipe.padded = padded == 1;
		open_recipe(&recipe, &o);
		options.passphrase = o.secret;
		assert_int_equal(sar_package_check(o.reader, &options, &found,
				     &err),
		    0);
		/* The padding is in the manifest, but no content. */
		assert_int_equal(memcmp(found.manifest, open.receipt.manifest,
				     SAR_SHA256_LEN) == 0,
		    padded == 0);
		assert_memory_equal(found.content, open.receipt.content,
		    SAR_SHA256_LEN);
		assert_int_equal(found.padded, padded == 1);
		assert_int_equal(seen.n, 2);
		assert_string_equal(seen.text[0], "Dear requester");
		assert_string_equal(seen.text[1], "RIFF and more");
		assert_int_equal(sar_package_count(o.reader), 4 + padded);
		sar_package_findings_free(&found);
		close_opened(&o);
	}
	free(open.data);
}

static void
a_volume_is_called_by_its_number(void **state)
{
	static const struct {
		const char *outer;
		unsigned volume, volumes;
		bool good;
	} cases[] = { { "package.zip", 1, 1, true },
		{ "package-2.zip", 2, 3, true },
		{ "package-1.zip", 1, 1, false },
		{ "package.zip", 2, 3, false },
		{ "package-3.zip", 2, 3, false } };
	struct recipe recipe = usual;
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		recipe.outer = cases[i].outer;
		recipe.volume = cases[i].volume;
		recipe.volumes = cases[i].volumes;
		err = verdict(&recipe);
		assert_int_equal(err.code,
		    cases[i].good ? SAR_OK : SAR_ECORRUPT);
	}
}

/* --- forged ones ----------------------------------------------------------*/

static void
only_package_zip_hides_a_package(void **state)
{
	static const char *const wrong[] = { "package-0.zip", "package-01.zip",
		"package-1000.zip", "package.zip.zip", "package-1-2.zip",
		"packages.zip", "letter.txt", "manifest.json" };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct zip_made zip;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		memset(&zip, 0, sizeof(zip));
		zip_sparse(&zip, wrong[i], 500, false);
		zip_end(&zip, false);
		source = zip_source_of(&zip);
		assert_null(sar_package_open(&source, &err));
		assert_int_equal(err.code, SAR_ECORRUPT);
		zip_free(&zip);
	}
	/* Nor with something beside it. */
	memset(&zip, 0, sizeof(zip));
	zip_sparse(&zip, "package.zip", 500, false);
	zip_sparse(&zip, "manifest.json", 100, false);
	zip_sparse(&zip, "manifest.json.minisig", 100, false);
	zip_end(&zip, false);
	source = zip_source_of(&zip);
	assert_null(sar_package_open(&source, &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	zip_free(&zip);
}

/* Each was encrypted by somebody who has the passphrase. */
static void
what_does_not_fit_inside_is_named(void **state)
{
	static const struct {
		const char *spoil;
		const char *why;
	} cases[] = {
		{ "Dear request", "zip: letter.txt: CRC-32 does not fit" },
		{ "untrusted comment: sig",
		    "zip: manifest.json.minisig: CRC-32 does not fit" },
		{ "\"volumes\"", "zip: manifest.json: CRC-32 does not fit" },
		{ "moreP", "zip: package.zip: entry 2: descriptor and central "
			   "header differ" },
		{ "PK\1\2", "zip: package.zip: entry 1: version made by not "
			    "as in a package" },
		{ "PK\3", "zip: package.zip: entry 1: local header not as in "
			  "a package" },
		{ "PK\5", "zip: package.zip: end record not as in a package" },
		{ "letter", "zip: package.zip: entry 1: local and central "
			    "names differ" },
	};
	struct recipe recipe = usual;
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		recipe.spoil = cases[i].spoil;
		err = verdict(&recipe);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg, cases[i].why);
	}
}

/* Where a word could be hidden, or a length told. */
static void
padding_is_zeros_and_as_many_as_there_have_to_be(void **state)
{
	static const int more[] = { -1, 1, -8, 8, 16, 64 };
	struct recipe recipe = usual;
	struct sar_err err;
	size_t i;

	(void)state;
	recipe.padded = true;
	err = verdict(&recipe);
	assert_string_equal(err.msg, "");
	for (i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		recipe.more = more[i];
		err = verdict(&recipe);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg,
		    "zip: padding.bin: not as long as it has to be");
	}
	recipe.more = 0;
	recipe.spoil = "padding.bin";
	err = verdict(&recipe);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg, "zip: padding.bin: not zeros");
}

static void
what_is_hidden_is_a_whole_package(void **state)
{
	static const struct content one[] = { { "package.zip", "PK", 2,
	    false } };
	struct sar_content_entry listed[1];
	struct sar_buf inner = make_inner(one, 1, 99, listed);
	struct sar_err err = SAR_ERR_INIT;
	struct opened o;

	(void)state;
	open_hidden("package.zip", &inner, &o);
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg, "zip: package.zip: does not end with "
				     "manifest and signature");
	assert_int_equal(sar_package_count(o.reader), 1);
	close_opened(&o);
	inner.len = 10;
	open_hidden("package.zip", &inner, &o);
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	close_opened(&o);
	sar_buf_free(&inner);
}

/*
 * Not only those that would be seen inside: the tag is over all of it.  All
 * bits of what is not encrypted; of the rest one of each byte, and all of them
 * in a soak.
 */
static void
one_flipped_bit_is_never_a_success(void **state)
{
	static const struct content one = { "a", "x", 1, false };
	const struct recipe recipe = { .contents = &one,
		.n = 1,
		.volume = 1,
		.volumes = 1 };
	bool soak = getenv("SAR_SOAK") != NULL;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	uint8_t manifest[SAR_SHA256_LEN];
	struct opened o;
	unsigned bit;
	size_t at;

	(void)state;
	open_recipe(&recipe, &o);
	for (at = 0; at < o.zip.bytes.len; at++)
		for (bit = 0; bit < 8; bit++) {
			o.zip.bytes.data[at] = (char)(o.zip.bytes.data[at] ^
						      (1 << bit));
			reader = sar_package_open(&o.source, &err);
			if (reader != NULL && (soak || bit == at % 8))
				assert_int_equal(check_reader(reader, o.secret,
						     manifest, &err),
				    -1);
			assert_true(err.code == SAR_ECORRUPT ||
				    err.code == SAR_ESECRET);
			sar_package_close(reader);
			o.zip.bytes.data[at] = (char)(o.zip.bytes.data[at] ^
						      (1 << bit));
		}
	assert_int_equal(check_reader(o.reader, o.secret, manifest, &err), 0);
	close_opened(&o);
}

/* A disk that breaks, here and there. */
struct breaking {
	struct sar_source inner;
	size_t calls;
	size_t fail; /* the call that does */
};

static ssize_t
pread_breaking(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	struct breaking *b = ctx;

	if (++b->calls == b->fail)
		return sar_err_set(err, SAR_ESPACE, "disk: broken");
	if (len > 1 + b->calls % 200)
		len = 1 + b->calls % 200;
	return b->inner.pread(b->inner.ctx, buf, len, off, err);
}

static void
a_source_that_fails_is_reported_as_it_says(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct breaking broken = { .calls = 0 };
	struct sar_package_reader *reader;
	uint8_t manifest[SAR_SHA256_LEN];
	struct sar_source source;
	struct opened o;
	size_t calls;

	(void)state;
	open_recipe(&usual, &o);
	broken.inner = source = o.source;
	source.ctx = &broken;
	source.pread = pread_breaking;
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(check_reader(reader, o.secret, manifest, &err), 0);
	sar_package_close(reader);
	for (calls = broken.calls; calls > 0; calls -= calls > 7 ? 7 : 1) {
		broken.calls = 0;
		broken.fail = calls;
		err.code = SAR_OK;
		reader = sar_package_open(&source, &err);
		assert_true(reader == NULL || check_reader(reader, o.secret,
						  manifest, &err) == -1);
		assert_int_equal(err.code, SAR_ESPACE);
		assert_string_equal(err.msg, "disk: broken");
		sar_package_close(reader);
	}
	close_opened(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_told_before_it_is_revealed),
		cmocka_unit_test(what_is_inside_is_read_as_in_any_package),
		cmocka_unit_test(the_wrong_passphrase_reveals_nothing),
		cmocka_unit_test(a_check_finds_what_it_finds_in_any_package),
		cmocka_unit_test(a_volume_is_called_by_its_number),
		cmocka_unit_test(only_package_zip_hides_a_package),
		cmocka_unit_test(what_does_not_fit_inside_is_named),
		cmocka_unit_test(
		    padding_is_zeros_and_as_many_as_there_have_to_be),
		cmocka_unit_test(what_is_hidden_is_a_whole_package),
		cmocka_unit_test(one_flipped_bit_is_never_a_success),
		cmocka_unit_test(a_source_that_fails_is_reported_as_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
