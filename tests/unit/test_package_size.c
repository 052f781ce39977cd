/* How large a package is going to be: said before, held against real ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "package/size.h"
#include "package_make.h"

#define ENTRIES_MAX 30
#define BYTES_MAX 150000

/* The same ones at every run. */
static uint64_t state = 0x5a52;

static uint64_t
next(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

/* A package to be, of random names and sizes. */
struct trial {
	struct sar_content_entry entries[ENTRIES_MAX];
	char names[ENTRIES_MAX][64];
	size_t n;
};

static void
make_trial(struct trial *t)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	uint64_t most = (uint64_t)1 << next(18);
	size_t i, k, len;

	memset(t, 0, sizeof(*t));
	t->n = next(ENTRIES_MAX + 1);
	for (i = 0; i < t->n; i++) {
		len = next(40);
		(void)snprintf(t->names[i], sizeof(t->names[i]), "e%zu", i);
		for (k = strlen(t->names[i]); k < len; k++)
			t->names[i][k] = letters[next(sizeof(letters) - 2)];
		t->entries[i].name = t->names[i];
		t->entries[i].size = next(most < BYTES_MAX ? most : BYTES_MAX);
		t->entries[i].unsized = next(2) == 0;
	}
}

static void
fill_trial(const struct trial *t, struct sar_package *package)
{
	static char zeros[BYTES_MAX];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	size_t i;

	for (i = 0; i < t->n; i++) {
		assert_int_equal(sar_stream_text(zeros,
				     (size_t)t->entries[i].size, &stream, &err),
		    0);
		if (t->entries[i].unsized)
			stream.size = SAR_STREAM_UNSIZED;
		assert_int_equal(sar_package_add(package, t->names[i], &stream,
				     &err),
		    0);
	}
}

/* The size of a real one. */
static uint64_t
seal_trial(const struct trial *t, const struct sar_package_options *options)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_receipt receipt;
	struct sar_package *package;

	package = sar_package_new(options, &err);
	assert_non_null(package);
	fill_trial(t, package);
	if (sar_package_seal(package, &receipt, &err) == -1)
		fail_msg("%s", err.msg);
	sar_package_free(package);
	return receipt.size;
}

/* As long as those of the log's key. */
static int
sign_so(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	(void)ctx;
	(void)manifest;
	(void)len;
	(void)err;
	sar_buf_printf(out, "%0288d", 0);
	return 0;
}

/* One of 1 to 999 volumes, with any number of digits. */
static void
be_a_volume(struct sar_package_options *options)
{
	static const unsigned most[] = { 1, 9, 99, 999 };

	options->volumes = (unsigned)next(most[next(4)]) + 1;
	options->volume = (unsigned)next(options->volumes) + 1;
}

static void
try_many(struct sar_package_options *options, unsigned trials)
{
	static const uint8_t content[SAR_SHA256_LEN];
	struct trial t;
	uint64_t said, real;
	char *folder = make_folder();
	struct sar_secret *secret = secret_of(PASSPHRASE);

	options->folder = folder;
	options->passphrase = secret;
	options->sign = sign_so;
	options->jobs = 1;
	for (; trials > 0; trials--) {
		make_trial(&t);
		be_a_volume(options);
		options->content = options->volumes == 1 ? NULL : content;
		said = sar_size_of(options, 288, t.entries, t.n);
		real = seal_trial(&t, options);
		if (real != said)
			fail_msg("%zu entries: %llu bytes, not %llu", t.n,
			    (unsigned long long)real, (unsigned long long)said);
	}
	sar_secret_free(secret);
	remove_folder(folder);
}

static void
each_package_is_as_large_as_was_said_to_the_byte(void **none)
{
	struct sar_package_options options = { 0 };

	(void)none;
	try_many(&options, 24);
}

static void
hidden_ones_too(void **none)
{
	struct sar_package_options options = { .hidden = true };

	(void)none;
	try_many(&options, 24);
}

static void
and_padded_ones(void **none)
{
	struct sar_package_options options = { .hidden = true, .padded = true };

	(void)none;
	try_many(&options, 24);
}

static void
one_byte_more_is_one_more(void **none)
{
	struct sar_package_options options = { 0 };
	struct sar_content_entry entry = { .name = "call-01.flac" };
	uint64_t last = sar_size_of(&options, 288, NULL, 0);
	uint64_t size;

	(void)none;
	assert_true(sar_size_of(&options, 288, &entry, 1) > last);
	for (; entry.size < 100000; entry.size += 1 + entry.size / 50) {
		size = sar_size_of(&options, 288, &entry, 1);
		assert_true(size > last);
		last = size;
	}
}

/* Beyond 4 GiB there are more fields, and beyond all sense there is no size. */
static void
sizes_without_bounds_are_said_or_refused(void **none)
{
	struct sar_package_options options = { 0 };
	struct sar_content_entry entries[3] = {
		{ .name = "a", .size = 0xFFFFFFFF },
		{ .name = "b", .size = (uint64_t)1 << 40 },
		{ .name = "c", .size = INT64_MAX / 2 },
	};
	uint64_t small = sar_size_of(&options, 288, entries, 2);

	(void)none;
	/*
	 * Names twice and the fixed parts of two headers, the overhead of the
	 * data, manifest and signature; the local field of a and b, and the
	 * central ones: both sizes of a, these and the offset of b, the offset
	 * of the two; and zip64's own end.
	 */
	assert_int_equal(small,
	    0xFFFFFFFF + ((uint64_t)1 << 40) + 2 * (1 + 1 + 13 + 21) +
		4 * (30 + 46 + 2 * 11 + 28) + 364 + 288 + 2 * 20 + (4 + 16) +
		(4 + 24) + 2 * (4 + 8) + 22 + 76);
	assert_true(sar_size_of(&options, 288, entries, 3) < INT64_MAX);
	entries[2].size = INT64_MAX;
	assert_true(sar_size_of(&options, 288, entries, 3) == UINT64_MAX);
	entries[2].size = UINT64_MAX;
	assert_true(sar_size_of(&options, 288, entries, 3) == UINT64_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_package_is_as_large_as_was_said_to_the_byte),
		cmocka_unit_test(hidden_ones_too),
		cmocka_unit_test(and_padded_ones),
		cmocka_unit_test(one_byte_more_is_one_more),
		cmocka_unit_test(sizes_without_bounds_are_said_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
