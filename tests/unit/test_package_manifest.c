/* Packages of another writer whose contents deny the manifest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "package_check.h"
#include "package_forge.h"
#include "package_zip.h"

#define GIB (UINT64_C(1) << 30)

static struct sar_buf
manifest_of(const struct content *contents, size_t n)
{
	return manifest_with(contents, n, NULL, 1, 1);
}

/* The manifest's own name, and how long its signature is. */
struct ending {
	const char *manifest;
	const char *signature;
	size_t len;
};

static const struct ending usual = { "manifest.json", "manifest.json.minisig",
	288 };

/* How opening and checking ${n} of ${contents} with ${manifest} ends. */
static struct sar_err
check_ended(const struct content *contents, size_t n, const char *manifest,
    const struct ending *ending)
{
	static const char signature[1100] = "untrusted comment: \n";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct zip_made zip = { .n = 0 };
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_package_reader *reader;
	struct sar_source source;
	size_t i;
	int rc = -1;

	for (i = 0; i < n; i++)
		zip_entry(&zip, secret, contents[i].name, contents[i].data,
		    contents[i].len);
	zip_entry(&zip, secret, ending->manifest, manifest, strlen(manifest));
	if (ending->signature != NULL)
		zip_entry(&zip, secret, ending->signature, signature,
		    ending->len);
	zip_end(&zip, false);
	source = zip_source_of(&zip);
	if ((reader = sar_package_open(&source, &err)) != NULL)
		rc = check_reader(reader, secret, digest, &err);
	assert_int_equal(rc, err.code == SAR_OK ? 0 : -1);
	sar_package_close(reader);
	sar_secret_free(secret);
	zip_free(&zip);
	return err;
}

static struct sar_err
check(const struct content *contents, size_t n, const char *manifest)
{
	return check_ended(contents, n, manifest, &usual);
}

static const struct content three[] = {
	{ "call-01.wav", "first", 5, false },
	{ "call-02.wav", "other", 5, false },
	{ "letter.txt", "Dear requester", 14, false },
};

static void
the_second_writer_makes_packages(void **state)
{
	struct sar_buf text = manifest_of(three, 3);
	struct sar_err err = check(three, 3, text.data);

	(void)state;
	assert_string_equal(err.msg, "");
	assert_int_equal(err.code, SAR_OK);
	sar_buf_free(&text);
}

static void
swapped_names_are_noticed(void **state)
{
	struct content swapped[3] = { three[1], three[0], three[2] };
	struct sar_buf text = manifest_of(three, 3);
	struct sar_err err;

	(void)state;
	err = check(swapped, 3, text.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_non_null(strstr(err.msg, "call-02.wav: "));
	swapped[0].name = three[0].name;
	swapped[1].name = three[1].name;
	err = check(swapped, 3, text.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_non_null(strstr(err.msg, "call-01.wav: not the sha256"));
	sar_buf_free(&text);
}

static void
a_missing_or_added_entry_is_noticed(void **state)
{
	struct sar_buf all = manifest_of(three, 3);
	struct sar_buf fewer = manifest_of(three, 2);
	struct sar_err err;

	(void)state;
	err = check(three, 2, all.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	err = check(three + 1, 2, all.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	err = check(three, 0, all.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	err = check(three, 3, fewer.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	sar_buf_free(&all);
	sar_buf_free(&fewer);
}

#define ABC                                                                 \
	"\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410" \
	"ff61f20015ad\""
#define A "{\"name\":\"a\"," ABC ",\"size\":3}"

/* By sha256sum(1), of {"entries":[A],"schema":"sar-package.content/1"}. */
#define DIGEST                             \
	"9b22c5360ede2f52dc5392f58571dae9" \
	"894292092fd159226f46a74d55f8eca2"
#define CONTENT "{\"content\":\"" DIGEST "\","
#define VOLUMES ",\"volume\":1,\"volumes\":1}"
#define TAIL ",\"schema\":\"sar-package.manifest/2\"" VOLUMES

static const struct content abc = { "a", "abc", 3, false };

static void
a_manifest_is_written_in_one_way_only(void **state)
{
	static const char *const wrong[] = {
		"",
		"{}",
		"[]",
		"null",
		CONTENT "\"entries\":[" TAIL,
		CONTENT "\"entries\":[" A "]}",
		CONTENT "\"entries\":[" A "],\"schema\":"
			"\"sar-package.manifest/3\"" VOLUMES,
		CONTENT "\"entries\":" A TAIL,
		CONTENT "\"entries\":[]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"b\"," ABC
			",\"size\":3}]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"a\"," ABC
			",\"size\":4}]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"a\"," ABC
			",\"size\":-3}]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"a\"," ABC
			",\"size\":3.0}]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"a\"," ABC
			",\"size\":\"3\"}]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"a\"," ABC "}]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"a\",\"size\":3}]" TAIL,
		CONTENT "\"entries\":[{" ABC ",\"size\":3}]" TAIL,
		CONTENT "\"entries\":[null]" TAIL,
		CONTENT "\"entries\":[" A "," A "]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"a\",\"name\":\"a\"," ABC
			",\"size\":3}]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"a\"," ABC
			",\"size\":3,\"more\":1}]" TAIL,
		CONTENT "\"entries\":[" A "]" TAIL "\n",
		CONTENT "\"entries\":[{\"name\":\"a\"," ABC
			", \"size\":3}]" TAIL,
		CONTENT "\"entries\":[{" ABC
			",\"name\":\"a\",\"size\":3}]" TAIL,
		CONTENT "\"entries\":[{\"name\":\"\\u0061\"," ABC
			",\"size\":3}]" TAIL,
		"{\"entries\":[" A "]" TAIL,
		CONTENT "\"entries\":[" A "],\"more\":1,\"schema\":"
			"\"sar-package.manifest/2\"" VOLUMES,
	};
	struct sar_err err;
	size_t i;

	(void)state;
	err = check(&abc, 1, CONTENT "\"entries\":[" A "]" TAIL);
	assert_string_equal(err.msg, "");
	assert_int_equal(err.code, SAR_OK);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		err = check(&abc, 1, wrong[i]);
		assert_int_equal(err.code, SAR_ECORRUPT);
	}
}

/* It had no digest of the content and nothing signed it. */
static void
a_manifest_of_schema_1_is_refused_by_its_name(void **state)
{
	static const char first[] = "{\"entries\":[" A "],"
				    "\"schema\":\"sar-package.manifest/1\"}";
	struct sar_err err = check(&abc, 1, first);

	(void)state;
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg,
	    "manifest: not of schema sar-package.manifest/2");
}

/* --- content, volumes, signature ------------------------------------------*/

static void
a_wrong_digest_of_the_content_is_noticed(void **state)
{
	uint8_t content[SAR_SHA256_LEN] = { 1 };
	struct sar_buf text = manifest_with(three, 3, content, 1, 1);
	struct sar_err err = check(three, 3, text.data);

	(void)state;
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg, "manifest: not the digest of its content");
	sar_buf_free(&text);
}

static void
a_digest_that_is_none_is_refused(void **state)
{
	static const char *const wrong[] = { "{\"content\":1,",
		"{\"content\":\"\",", "{\"content\":\"0" DIGEST "\",",
		"{\"content\":\"g\"," };
	char text[400];
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s\"entries\":[%s]%s",
		    wrong[i], A, TAIL);
		err = check(&abc, 1, text);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg,
		    "manifest: no digest of the content");
	}
}

/* Of one of several volumes, only the manifest can say what the others hold. */
static void
a_volume_has_the_digest_of_all(void **state)
{
	static const struct ending second = { "manifest-2.json",
		"manifest-2.json.minisig", 288 };
	uint8_t content[SAR_SHA256_LEN] = { 1 };
	struct sar_buf text = manifest_with(three, 3, content, 2, 3);
	struct sar_err err = check_ended(three, 3, text.data, &second);

	(void)state;
	assert_string_equal(err.msg, "");
	assert_int_equal(err.code, SAR_OK);
	sar_buf_free(&text);
}

static void
the_manifest_has_the_name_of_its_volume(void **state)
{
	static const struct {
		unsigned volume, volumes;
		struct ending ending;
	} wrong[] = {
		{ 1, 1, { "manifest-1.json", "manifest-1.json.minisig", 9 } },
		{ 1, 2, { "manifest.json", "manifest.json.minisig", 9 } },
		{ 2, 2, { "manifest.json", "manifest.json.minisig", 9 } },
		{ 2, 3, { "manifest-3.json", "manifest-3.json.minisig", 9 } },
		{ 2, 2, { "manifest-02.json", "manifest-02.json.minisig", 9 } },
		{ 2, 2, { "manifest-2.json", "manifest.json.minisig", 9 } },
		{ 2, 2, { "manifest-2.json", "manifest-1.json.minisig", 9 } },
		{ 0, 1, { "manifest.json", "manifest.json.minisig", 9 } },
		{ 0, 2, { "manifest-0.json", "manifest-0.json.minisig", 9 } },
		{ 3, 2, { "manifest-3.json", "manifest-3.json.minisig", 9 } },
		{ 1, 1000,
		    { "manifest-1.json", "manifest-1.json.minisig", 9 } },
		{ 1000, 1000,
		    { "manifest-1000.json", "manifest-1000.json.minisig", 9 } },
	};
	struct sar_buf text;
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		text = manifest_with(&abc, 1, NULL, wrong[i].volume,
		    wrong[i].volumes);
		err = check_ended(&abc, 1, text.data, &wrong[i].ending);
		assert_int_equal(err.code, SAR_ECORRUPT);
		sar_buf_free(&text);
	}
}

static void
a_signature_is_there_by_its_name_and_short(void **state)
{
	static const struct ending good = { "manifest.json",
		"manifest.json.minisig", 1024 };
	static const struct {
		struct ending ending;
		const char *why;
	} wrong[] = {
		{ { "manifest.json", NULL, 0 },
		    "zip: does not end with manifest and signature" },
		{ { "manifest.json", "manifest.json.sig", 288 },
		    "zip: does not end with manifest and signature" },
		{ { "manifest.json", "manifest.minisig", 288 },
		    "zip: does not end with manifest and signature" },
		{ { "manifest.json.minisig", "manifest.json", 288 },
		    "zip: does not end with manifest and signature" },
		{ { "manifest.json", "manifest.json.minisig", 1025 },
		    "zip: larger than a manifest and its signature" },
	};
	struct sar_buf text = manifest_of(three, 3);
	struct sar_err err;
	size_t i;

	(void)state;
	err = check_ended(three, 3, text.data, &good);
	assert_int_equal(err.code, SAR_OK);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		err = check_ended(three, 3, text.data, &wrong[i].ending);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg, wrong[i].why);
	}
	sar_buf_free(&text);
}

/* Its size is not authenticated when memory is asked for. */
static void
a_manifest_far_too_large_is_refused_unread(void **state)
{
	struct zip_made zip = { .n = 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of(PASSPHRASE);
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_package_reader *reader;
	struct sar_source source;

	(void)state;
	zip_sparse(&zip, "a", 5, false);
	zip_sparse(&zip, "manifest.json", 3 * GIB, false);
	zip_sparse(&zip, "manifest.json.minisig", 288, false);
	zip_end(&zip, false);
	source = zip_source_of(&zip);
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(check_reader(reader, secret, digest, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	sar_package_close(reader);
	sar_secret_free(secret);
	zip_free(&zip);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_second_writer_makes_packages),
		cmocka_unit_test(swapped_names_are_noticed),
		cmocka_unit_test(a_missing_or_added_entry_is_noticed),
		cmocka_unit_test(a_manifest_is_written_in_one_way_only),
		cmocka_unit_test(a_manifest_of_schema_1_is_refused_by_its_name),
		cmocka_unit_test(a_wrong_digest_of_the_content_is_noticed),
		cmocka_unit_test(a_digest_that_is_none_is_refused),
		cmocka_unit_test(a_volume_has_the_digest_of_all),
		cmocka_unit_test(the_manifest_has_the_name_of_its_volume),
		cmocka_unit_test(a_signature_is_there_by_its_name_and_short),
		cmocka_unit_test(a_manifest_far_too_large_is_refused_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
