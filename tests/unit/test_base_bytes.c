#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "base/stream.h"

#define SIZE(a) (sizeof(a) / sizeof((a)[0]))

static void
a_buffer_reads_as_a_string_at_every_size(void **state)
{
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		sar_buf_add(&buf, "x", 1);
		assert_int_equal(buf.len, i + 1);
		assert_int_equal(strlen(buf.data), i + 1);
	}
	sar_buf_printf(&buf, "%d-%s", 42, "end");
	sar_buf_puts(&buf, "!");
	assert_int_equal(sar_buf_check(&buf, &err), 0);
	assert_string_equal(buf.data + 3000, "42-end!");
	sar_buf_free(&buf);
	assert_null(buf.data);
	sar_buf_free(&buf);
}

static void
a_buffer_keeps_nul_bytes(void **state)
{
	struct sar_buf buf = SAR_BUF_INIT;

	(void)state;
	sar_buf_add(&buf, "a\0b", 3);
	assert_int_equal(buf.len, 3);
	assert_memory_equal(buf.data, "a\0b", 4);
	sar_buf_free(&buf);
}

static void
an_empty_buffer_is_taken_as_an_empty_string(void **state)
{
	struct sar_buf buf = SAR_BUF_INIT;
	char *text = sar_buf_take(&buf);

	(void)state;
	assert_non_null(text);
	assert_string_equal(text, "");
	assert_null(buf.data);
	free(text);
}

static void
a_failed_buffer_stays_failed_and_gives_nothing(void **state)
{
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	sar_buf_puts(&buf, "before");
	sar_buf_add(&buf, "", SIZE_MAX / 2);
	sar_buf_puts(&buf, "after");
	assert_int_equal(buf.len, 6);
	assert_int_equal(sar_buf_check(&buf, &err), -1);
	assert_int_equal(err.code, SAR_EFAIL);
	assert_null(sar_buf_take(&buf));
}

static void
base64_is_that_of_rfc_4648(void **state)
{
	static const char *const pairs[][2] = { { "", "" }, { "f", "Zg==" },
		{ "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
		{ "\xfb\xff\xbf", "+/+/" } };
	char text[SAR_B64_LEN(6)];
	uint8_t back[8];
	size_t i, len, got;

	(void)state;
	for (i = 0; i < SIZE(pairs); i++) {
		len = strlen(pairs[i][0]);
		sar_b64_put((const uint8_t *)pairs[i][0], len, text);
		assert_string_equal(text, pairs[i][1]);
		assert_true(sar_b64_get(text, strlen(text), back, sizeof(back),
		    &got));
		assert_int_equal(got, len);
		assert_memory_equal(back, pairs[i][0], len);
	}
}

static void
base64_written_another_way_is_refused(void **state)
{
	static const char *const bad[] = { "Zg",
		"Zg=", "Zg===", "Zh==", "Zm9=", "=", "==", "====", "Z",
		"Z===", "Zm9v\n", " Zm9v", "Zm 9v",
		"Zm9v=", "Zm9vYg==Zg==", "Z=g=", "-_-_", "Zm9\x80", "Zm9vZ" };
	uint8_t out[32];
	size_t i, got;

	(void)state;
	for (i = 0; i < SIZE(bad); i++)
		assert_false(sar_b64_get(bad[i], strlen(bad[i]), out,
		    sizeof(out), &got));
	assert_false(sar_b64_get("Zm\0v", 4, out, sizeof(out), &got));
	/* Three bytes do not go into two. */
	assert_false(sar_b64_get("Zm9v", 4, out, 2, &got));
	/* Not ours to read: the text ends before its padding. */
	assert_false(sar_b64_get("Zg==", 3, out, sizeof(out), &got));
}

/* Of all texts that begin with A and end in =, those taken are those one gets.
 */
static void
base64_has_one_text_for_each_value(void **state)
{
	unsigned taken[4] = { 0 };
	char text[] = "A  =", again[SAR_B64_LEN(3)];
	uint8_t out[3];
	unsigned i;
	size_t got;

	(void)state;
	for (i = 0; i < 65536; i++) {
		text[1] = (char)(i >> 8);
		text[2] = (char)(i & 255);
		if (!sar_b64_get(text, 4, out, sizeof(out), &got))
			continue;
		sar_b64_put(out, got, again);
		assert_memory_equal(again, text, 4);
		taken[got]++;
	}
	assert_int_equal(taken[1], 4);
	assert_int_equal(taken[2], 64 * 16);
	assert_int_equal(taken[0] + taken[3], 0);
}

static void
hexadecimal_is_lower_case_and_just_as_long(void **state)
{
	static const char *const bad[] = { "", "00ff1", "00ff1aa", "00FF1A",
		"00ff1g", "00:f1a", " 0ff1a" };
	static const uint8_t data[] = { 0, 0xff, 0x1a };
	char text[SAR_HEX_LEN(3)];
	uint8_t back[3];
	size_t i;

	(void)state;
	sar_hex_put(data, 3, text);
	assert_string_equal(text, "00ff1a");
	assert_true(sar_hex_get(text, back, 3));
	assert_memory_equal(back, data, 3);
	for (i = 0; i < SIZE(bad); i++)
		assert_false(sar_hex_get(bad[i], back, 3));
}

static void
assert_digest(const uint8_t got[SAR_SHA256_LEN], const char *want)
{
	char text[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(got, SAR_SHA256_LEN, text);
	assert_string_equal(text, want);
}

#define OF_NOTHING                         \
	"e3b0c44298fc1c149afbf4c8996fb924" \
	"27ae41e4649b934ca495991b7852b855"
#define OF_ABC                             \
	"ba7816bf8f01cfea414140de5dae2223" \
	"b00361a396177a9cb410ff61f20015ad"
#define OF_MILLION                         \
	"cdc76e5c9914fb9281a1c7e284d73e67" \
	"f1809a48a497200e046d39ccc7112cd0"

static void
a_digest_is_that_of_fips_180_and_starts_afresh(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_sha256 *hash = sar_sha256_new(&err);
	uint8_t out[SAR_SHA256_LEN];
	unsigned i;

	(void)state;
	assert_non_null(hash);
	sar_sha256_end(hash, out);
	assert_digest(out, OF_NOTHING);
	sar_sha256_add(hash, "a", 1);
	sar_sha256_add(hash, "bc", 2);
	sar_sha256_end(hash, out);
	assert_digest(out, OF_ABC);
	for (i = 0; i < 100000; i++)
		sar_sha256_add(hash, "aaaaaaaaaa", 10);
	sar_sha256_end(hash, out);
	assert_digest(out, OF_MILLION);
	sar_sha256_free(hash);
	sar_sha256_free(NULL);
	assert_int_equal(sar_sha256_text("abc", 3, out, &err), 0);
	assert_digest(out, OF_ABC);
}

static void
a_source_is_hashed_whole(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	uint8_t out[SAR_SHA256_LEN];
	char *data = malloc(1000000);
	const char *text = data;

	(void)state;
	assert_non_null(data);
	memset(data, 'a', 1000000);
	sar_source_text(&text, 1000000, "million", &source);
	assert_int_equal(sar_sha256_source(&source, out, &err), 0);
	assert_digest(out, OF_MILLION);
	free(data);
}

static void
a_source_cut_short_under_us_is_corrupt(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	uint8_t out[SAR_SHA256_LEN];
	char block[8];
	FILE *f = tmpfile();
	int fd;

	(void)state;
	assert_non_null(f);
	fd = fileno(f);
	assert_int_equal(write(fd, "12345678", 8), 8);
	assert_int_equal(sar_source_fd(&fd, "recording", &source, &err), 0);
	assert_int_equal(source.size, 8);
	assert_int_equal(sar_source_read(&source, block, 4, 4, &err), 0);
	assert_memory_equal(block, "5678", 4);
	assert_int_equal(ftruncate(fd, 6), 0);
	assert_int_equal(sar_source_read(&source, block, 4, 4, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg, "recording: ends too early");
	assert_int_equal(sar_sha256_source(&source, out, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_int_equal(fclose(f), 0);
}

static void
reading_past_a_source_fails(void **state)
{
	static const char *text = "1234";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	char block[8];

	(void)state;
	sar_source_text(&text, 4, "text", &source);
	assert_int_equal(sar_source_read(&source, block, 4, 0, &err), 0);
	assert_int_equal(sar_source_read(&source, block, 0, 4, &err), 0);
	assert_int_equal(sar_source_read(&source, block, 5, 0, &err), -1);
	assert_int_equal(sar_source_read(&source, block, 4, 1, &err), -1);
	assert_int_equal(sar_source_read(&source, block, 4, UINT64_MAX - 1,
			     &err),
	    -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
}

static void
a_pipe_is_no_source(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(sar_source_fd(&ends[0], "pipe", &source, &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
	assert_int_equal(close(ends[0]) + close(ends[1]), 0);
}

static void
a_text_stream_owns_its_copy(void **state)
{
	char text[] = "abcdef", block[4];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream = { 0 };

	(void)state;
	assert_int_equal(sar_stream_text(text, 6, &stream, &err), 0);
	memset(text, 'x', 6);
	assert_int_equal(stream.size, 6);
	assert_int_equal(stream.read(stream.ctx, block, 4, &err), 4);
	assert_memory_equal(block, "abcd", 4);
	assert_int_equal(stream.read(stream.ctx, block, 4, &err), 2);
	assert_memory_equal(block, "ef", 2);
	assert_int_equal(stream.read(stream.ctx, block, 4, &err), 0);
	sar_stream_close(&stream);
	sar_stream_close(&stream);
	assert_null(stream.ctx);
}

/* Small hashes are made without a context; EVP-like ones are the measure. */
static void
a_marked_hash_and_a_node_are_what_adding_up_gives(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t data[300], want[SAR_SHA256_LEN], is[SAR_SHA256_LEN];
	uint8_t room[1 + sizeof(data) + SAR_SHA256_PAD];
	struct sar_sha256 *hash = sar_sha256_new(&err);
	uint8_t mark = 1;
	size_t len, i;

	(void)state;
	assert_non_null(hash);
	for (len = 0; len < sizeof(data); len++)
		data[len] = (uint8_t)(len * 37);
	for (len = 0; len < sizeof(data); len++) {
		sar_sha256_add(hash, &mark, 1);
		sar_sha256_add(hash, data, len);
		sar_sha256_end(hash, want);
		sar_sha256_marked(mark, data, len, is);
		assert_memory_equal(is, want, sizeof(is));
		room[0] = mark;
		memcpy(room + 1, data, sizeof(data));
		memset(room + 1 + sizeof(data), 0xA5, SAR_SHA256_PAD);
		sar_sha256_inplace(room, len + 1, is);
		assert_memory_equal(is, want, sizeof(is));
		assert_memory_equal(room + 1, data, sizeof(data));
		for (i = 0; i < SAR_SHA256_PAD; i++)
			assert_int_equal(room[1 + sizeof(data) + i], 0xA5);
		if (len != 2 * SAR_SHA256_LEN)
			continue;
		sar_sha256_node(data, data + SAR_SHA256_LEN, is);
		assert_memory_equal(is, want, sizeof(is));
		memcpy(is, data, sizeof(is));
		sar_sha256_node(is, data + SAR_SHA256_LEN, is);
		assert_memory_equal(is, want, sizeof(is));
		memcpy(is, data + SAR_SHA256_LEN, sizeof(is));
		sar_sha256_node(data, is, is);
		assert_memory_equal(is, want, sizeof(is));
	}
	sar_sha256_free(hash);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buffer_reads_as_a_string_at_every_size),
		cmocka_unit_test(a_buffer_keeps_nul_bytes),
		cmocka_unit_test(an_empty_buffer_is_taken_as_an_empty_string),
		cmocka_unit_test(
		    a_failed_buffer_stays_failed_and_gives_nothing),
		cmocka_unit_test(
		    a_marked_hash_and_a_node_are_what_adding_up_gives),
		cmocka_unit_test(base64_is_that_of_rfc_4648),
		cmocka_unit_test(base64_written_another_way_is_refused),
		cmocka_unit_test(base64_has_one_text_for_each_value),
		cmocka_unit_test(hexadecimal_is_lower_case_and_just_as_long),
		cmocka_unit_test(
		    a_digest_is_that_of_fips_180_and_starts_afresh),
		cmocka_unit_test(a_source_is_hashed_whole),
		cmocka_unit_test(a_source_cut_short_under_us_is_corrupt),
		cmocka_unit_test(reading_past_a_source_fails),
		cmocka_unit_test(a_pipe_is_no_source),
		cmocka_unit_test(a_text_stream_owns_its_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
