/* Sealing a package: what is in the file, and what is left when it fails. */
#include "package_setting.h"

#include "base/hex.h"

/* --- what is in the file --------------------------------------------------*/

static uint64_t
number(const char *at, unsigned len)
{
	uint64_t value = 0;

	while (len-- > 0)
		value = value << 8 | (uint8_t)at[len];
	return value;
}

static void
every_header_says_nothing_of_its_entry(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	const char *end = made.data + made.len;
	const char *at = made.data;
	unsigned local = 0, central = 0;

	(void)state;
	while (number(at, 4) == 0x04034B50) {
		assert_int_equal(number(at + 10, 4), 0x00210000);
		assert_int_equal(number(at + 14, 4), 0); /* CRC */
		at += 30 + number(at + 26, 2) + number(at + 28, 2) +
		      number(at + 18, 4);
		local++;
	}
	while (number(at, 4) == 0x02014B50) {
		assert_int_equal(number(at + 12, 4), 0x00210000);
		assert_int_equal(number(at + 16, 4), 0); /* CRC */
		assert_int_equal(number(at + 32, 2), 0); /* comment */
		assert_int_equal(number(at + 38, 4), 0x81A40000);
		at += 46 + number(at + 28, 2) + number(at + 30, 2);
		central++;
	}
	assert_int_equal(local, 4);
	assert_int_equal(central, 4);
	assert_ptr_equal(at, end - 22);
	assert_null(memmem(made.data, made.len, "RIFF", 4));
	assert_null(memmem(made.data, made.len, "sha256", 6));
	assert_null(memmem(made.data, made.len, "signed", 6));
	free(made.data);
}

static void
the_clock_and_the_time_zone_are_not_in_it(void **state)
{
	static const char *const zones[] = { "Europe/London",
		"Pacific/Auckland", "America/New_York", "Asia/Kathmandu",
		"UTC" };
	struct made made;
	size_t i;

	(void)state;
	/* The strict reader inside sealing refuses any other date. */
	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		assert_int_equal(setenv("TZ", zones[i], 1), 0);
		tzset();
		made = make_package(PASSPHRASE, two, 2);
		assert_int_equal(number(made.data + 10, 4), 0x00210000);
		free(made.data);
	}
	assert_int_equal(unsetenv("TZ"), 0);
	tzset();
}

static void
two_seals_share_the_manifest_and_nothing_else(void **state)
{
	struct made a = make_package(PASSPHRASE, two, 2);
	struct made b = make_package(PASSPHRASE, two, 2);

	(void)state;
	assert_int_equal(a.len, b.len);
	assert_int_equal(a.receipt.entries, 4);
	assert_memory_equal(a.receipt.manifest, b.receipt.manifest,
	    SAR_SHA256_LEN);
	assert_memory_equal(a.receipt.content, b.receipt.content,
	    SAR_SHA256_LEN);
	assert_memory_not_equal(a.receipt.sha256, b.receipt.sha256,
	    SAR_SHA256_LEN);
	/* Salts, the first after a header of 30 + 10 + 11. */
	assert_memory_not_equal(a.data + 51, b.data + 51, 16);
	free(a.data);
	free(b.data);
}

static void
salts_differ_within_a_package(void **state)
{
	static const struct content same[] = { { "a", "same", 4, false },
		{ "b", "same", 4, false } };
	struct made made = make_package(PASSPHRASE, same, 2);
	const char *first = made.data + 30 + 1 + 11;
	const char *second = first + 28 + 4 + 30 + 1 + 11;

	(void)state;
	assert_memory_not_equal(first, second, 16);
	assert_memory_not_equal(first + 18, second + 18, 4);
	free(made.data);
}

static void
the_receipt_is_of_the_file_and_of_the_manifest(void **state)
{
	static const char entries[] =
	    "\"entries\":[{\"name\":\"a.txt\",\"sha256\":\"ba7816bf8f01cfea41"
	    "4140de5dae2223b00361a396177a9cb410ff61f20015ad\",\"size\":3}],";
	/* By sha256sum(1), of these and schema sar-package.content/1. */
	static const char content[] = "513f8d2d8499bf7b269712dd4ea54c7f"
				      "739b8f0a955a033d3b060e386f188adc";
	static const struct content abc = { "a.txt", "abc", 3, true };
	struct made made = make_package(PASSPHRASE, &abc, 1);
	char manifest[400], hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(sar_sha256_text(made.data, made.len, digest, &err), 0);
	assert_memory_equal(made.receipt.sha256, digest, SAR_SHA256_LEN);
	assert_int_equal(made.receipt.size, made.len);
	assert_int_equal(made.receipt.entries, 3);
	sar_hex_put(made.receipt.content, SAR_SHA256_LEN, hex);
	assert_string_equal(hex, content);
	(void)snprintf(manifest, sizeof(manifest),
	    "{\"content\":\"%s\",%s\"schema\":\"sar-package.manifest/2\","
	    "\"volume\":1,\"volumes\":1}",
	    content, entries);
	assert_int_equal(sar_sha256_text(manifest, strlen(manifest), digest,
			     &err),
	    0);
	assert_memory_equal(made.receipt.manifest, digest, SAR_SHA256_LEN);
	free(made.data);
}

/* --- what is refused ------------------------------------------------------*/

static void
a_name_that_is_not_plain_is_refused(void **state)
{
	static const char *const names[] = { "", ".", "..", ".hidden", "-rf",
		"a/b", "../a", "a\\b", "A.wav", "a b", "caf\xC3\xA9", "a_b",
		"a.", "manifest.json", "manifest.json.minisig",
		"manifest-2.json", "padding.bin", "padding-2.bin", "letter.txt",
		/* 101 characters */
		("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
		 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvw") };
	struct setting s = set_up(two, 2);
	bool closed;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		closed = false;
		assert_int_equal(add(&s, names[i],
				     (struct tap){ .closed = &closed }, 0),
		    -1);
		assert_int_equal(s.err.code, SAR_EINPUT);
		assert_true(closed);
	}
	take_down(&s);
}

static void
a_name_of_100_characters_is_taken(void **state)
{
	char name[101];
	struct setting s = set_up(two, 2);

	(void)state;
	memset(name, 'n', 100);
	name[100] = '\0';
	assert_int_equal(add(&s, name, (struct tap){ .total = 5, .fail = 9 },
			     5),
	    0);
	seal(&s);
	assert_int_equal(s.rc, 0);
	assert_int_equal(s.receipt.entries, 5);
	take_down(&s);
}

static void
a_passphrase_of_100_characters_is_refused(void **state)
{
	char text[101];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_options options = { .folder = "/tmp" };
	struct sar_secret *secret;
	struct sar_package *package;

	(void)state;
	memset(text, 'p', 100);
	text[100] = '\0';
	secret = secret_of(text);
	options.passphrase = secret;
	assert_null(sar_package_new(&options, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	sar_secret_free(secret);
	secret = secret_of(text + 1);
	options.passphrase = secret;
	package = sar_package_new(&options, &err);
	assert_non_null(package);
	sar_package_free(package);
	sar_secret_free(secret);
}

/* Whose manifest is signed by nobody says nothing of where it came from. */
static void
a_package_that_nobody_signs_is_not_sealed(void **state)
{
	struct setting s = set_up(NULL, 0);
	struct sar_package_options options = plain_options(s.folder, s.secret);

	(void)state;
	sar_package_free(s.package);
	options.sign = NULL;
	s.package = sar_package_new(&options, &s.err);
	assert_non_null(s.package);
	seal(&s);
	assert_int_equal(s.rc, -1);
	assert_int_equal(s.err.code, SAR_EFAIL);
	take_down(&s);
}

static int
sign_not(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	const unsigned *how = ctx;

	(void)manifest;
	(void)len;
	if (*how == 0)
		return sar_err_set(err, SAR_EMISSING, "no key");
	while (out->len <= 1024)
		sar_buf_puts(out, "much");
	return 0;
}

static void
a_manifest_that_cannot_be_signed_fails_it(void **state)
{
	static const char *const why[] = { "no key",
		"package: a signature of more than 1024 bytes" };
	struct sar_package_options options;
	struct setting s;
	unsigned how;

	(void)state;
	for (how = 0; how < 2; how++) {
		s = set_up(NULL, 0);
		sar_package_free(s.package);
		options = plain_options(s.folder, s.secret);
		options.sign = sign_not;
		options.sign_ctx = &how;
		s.package = sar_package_new(&options, &s.err);
		assert_non_null(s.package);
		seal(&s);
		assert_int_equal(s.rc, -1);
		assert_string_equal(s.err.msg, why[how]);
		assert_int_equal(count_folder(s.folder), 0);
		take_down(&s);
	}
}

static void
nothing_is_added_or_sealed_twice(void **state)
{
	struct setting s = set_up(two, 2);
	struct sar_source source;

	(void)state;
	assert_int_equal(sar_package_source(s.package, &source, &s.err), -1);
	assert_int_equal(sar_package_publish(s.package, "nowhere", &s.err), -1);
	seal(&s);
	assert_int_equal(s.rc, 0);
	assert_int_equal(add(&s, "late.txt", (struct tap){ 0 }, 0), -1);
	seal(&s);
	assert_int_equal(s.rc, -1);
	/* The sealed file is still there. */
	assert_int_equal(sar_package_source(s.package, &source, &s.err), 0);
	take_down(&s);
}

/* One more needs zip64's count, which other readers may not know. */
static void
no_more_entries_than_65534_are_taken(void **state)
{
	struct setting s = set_up(NULL, 0);
	struct sar_stream stream;
	char name[20];
	unsigned i;
	int rc = 0;

	(void)state;
	for (i = 0; i < 65532 && rc == 0; i++) {
		(void)snprintf(name, sizeof(name), "call-%05u.wav", i);
		stream = (struct sar_stream){ .size = 0 };
		rc = sar_package_add(s.package, name, &stream, &s.err);
	}
	assert_int_equal(rc, 0);
	assert_int_equal(add(&s, "call.wav", (struct tap){ 0 }, 0), -1);
	assert_int_equal(s.err.code, SAR_EINPUT);
	assert_string_equal(s.err.msg, "package: more than 65534 entries");
	take_down(&s);
}

static void
two_entries_of_one_name_are_refused(void **state)
{
	struct setting s = set_up(two, 2);
	bool closed = false;

	(void)state;
	assert_int_equal(add(&s, "call-01.wav",
			     (struct tap){ .closed = &closed }, 0),
	    -1);
	assert_int_equal(s.err.code, SAR_EINPUT);
	assert_true(closed);
	assert_int_equal(add(&s, "call-1.wav", (struct tap){ .fail = 1 }, 0),
	    0);
	seal(&s);
	assert_int_equal(s.rc, 0);
	take_down(&s);
}

/* --- how much memory ------------------------------------------------------*/

static long
peak_kib(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

static void
memory_does_not_grow_with_the_entries(void **state)
{
	const uint64_t size = UINT64_C(256) << 20;
	struct setting s = set_up(two, 2);
	long before;

	(void)state;
	seal(&s);
	assert_int_equal(s.rc, 0);
	take_down(&s);
	before = peak_kib();
	s = set_up(two, 2);
	assert_int_equal(add(&s, "call-02.wav",
			     (struct tap){ .total = size, .fail = UINT64_MAX },
			     size),
	    0);
	seal(&s);
	assert_int_equal(s.rc, 0);
	assert_true(s.receipt.size > size);
	/* What may be read ahead, and what a sanitiser holds back. */
	assert_in_range(peak_kib() - before, 0, 32768);
	take_down(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_header_says_nothing_of_its_entry),
		cmocka_unit_test(the_clock_and_the_time_zone_are_not_in_it),
		cmocka_unit_test(two_seals_share_the_manifest_and_nothing_else),
		cmocka_unit_test(salts_differ_within_a_package),
		cmocka_unit_test(
		    the_receipt_is_of_the_file_and_of_the_manifest),
		cmocka_unit_test(a_name_that_is_not_plain_is_refused),
		cmocka_unit_test(a_name_of_100_characters_is_taken),
		cmocka_unit_test(a_passphrase_of_100_characters_is_refused),
		cmocka_unit_test(a_package_that_nobody_signs_is_not_sealed),
		cmocka_unit_test(a_manifest_that_cannot_be_signed_fails_it),
		cmocka_unit_test(nothing_is_added_or_sealed_twice),
		cmocka_unit_test(no_more_entries_than_65534_are_taken),
		cmocka_unit_test(two_entries_of_one_name_are_refused),
		cmocka_unit_test(memory_does_not_grow_with_the_entries),
	};

	int failed = 0;

	for (make_jobs = 1; make_jobs <= 3; make_jobs++)
		failed += cmocka_run_group_tests(tests, NULL, NULL);
	return failed;
}
