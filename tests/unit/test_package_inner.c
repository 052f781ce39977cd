/* The writer of the zip that is in a hidden package. */
#include "package_setting.h"

#include "package_inner.h"
#include "package_shell.h"

#define LARGE 200000

/* --- what other people's readers make of it -------------------------------*/

/* Sizes around the blocks that streams are read in. */
static const struct content *
some_contents(size_t *n)
{
	static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, LARGE, 5 };
	static const char *const names[] = { "empty.txt", "s1", "s65535.wav",
		"s65536.wav", "s65537.wav", "large.flac", "manifest.json" };
	static struct content contents[7];
	static uint8_t data[LARGE];
	size_t i;

	for (i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * i / 7 + i);
	for (i = 0; i < 7; i++) {
		contents[i].name = names[i];
		contents[i].data = data;
		contents[i].len = sizes[i];
		contents[i].unsized = i % 2 == 1;
	}
	*n = 7;
	return contents;
}

/* Is all of ${contents} in ${folder}, byte for byte?  Removes it. */
static void
take_contents(const char *folder, const struct content *contents, size_t n)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path, *text;
	size_t i, len;

	for (i = 0; i < n; i++) {
		path = sar_file_join(folder, contents[i].name, &err);
		assert_non_null(path);
		assert_int_equal(sar_file_read(path, LARGE, &text, &len, &err),
		    0);
		assert_int_equal(len, contents[i].len);
		assert_memory_equal(text, contents[i].data, len);
		assert_int_equal(unlink(path), 0);
		free(text);
		free(path);
	}
}

static void
everybody_extracts_every_byte(void **state)
{
	/* Python's unpacker, and libarchive when it cannot go back, too. */
	static const char *const commands[] = {
		"7z x -y package.zip",
		"unzip package.zip",
		"bsdtar -xf package.zip",
		"cat package.zip | bsdtar -xf -",
		"python3 -c 'import zipfile; z = zipfile.ZipFile("
		"\"package.zip\"); assert z.testzip() is None; z.extractall()'",
		"7z t package.zip && unzip -tq package.zip && "
		"7z x -y package.zip",
	};
	struct sar_content_entry listed[INNER_MAX];
	struct sar_err err = SAR_ERR_INIT;
	char *folder = make_folder();
	char *zip = sar_file_join(folder, "package.zip", &err);
	const struct content *contents;
	struct sar_buf bytes;
	size_t i, n;

	(void)state;
	contents = some_contents(&n);
	bytes = make_inner(contents, n, 4096, listed);
	assert_int_equal(sar_file_write(zip, bytes.data, bytes.len, 0600, false,
			     &err),
	    0);
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		printf("%s\n", commands[i]);
		assert_int_equal(shell_in(folder, commands[i]), 0);
		take_contents(folder, contents, n);
	}
	assert_int_equal(unlink(zip), 0);
	free(zip);
	sar_buf_free(&bytes);
	remove_folder(folder);
}

/* --- what it is -----------------------------------------------------------*/

static void
it_is_the_same_however_it_is_read(void **state)
{
	static const size_t steps[] = { 1, 7, 65536, 1 << 20 };
	struct sar_content_entry listed[INNER_MAX];
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	const struct content *contents;
	struct sar_buf first, again;
	size_t i, n;

	(void)state;
	contents = some_contents(&n);
	first = make_inner(contents, n, 4096, listed);
	assert_true(sar_inner_size(listed, n) == first.len);
	for (i = 0; i < n; i++) {
		assert_int_equal(sar_sha256_text(contents[i].data,
				     contents[i].len, digest, &err),
		    0);
		assert_memory_equal(listed[i].sha256, digest, sizeof(digest));
		assert_int_equal(listed[i].size, contents[i].len);
	}
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		again = make_inner(contents, n, steps[i], listed);
		assert_int_equal(again.len, first.len);
		assert_memory_equal(again.data, first.data, first.len);
		sar_buf_free(&again);
	}
	sar_buf_free(&first);
}

/* Byte by byte, as sar-package(5) has it; the CRC of "abc" by cksum -a crc32b.
 */
static void
it_is_what_the_manual_says(void **state)
{
	static const struct content abc = { "a.txt", "abc", 3, false };
	static const char want[] = "PK\3\4"
				   "\x14\0"
				   "\x08\0"
				   "\0\0"
				   "\0\0"
				   "\x21\0"
				   "\0\0\0\0"
				   "\0\0\0\0"
				   "\0\0\0\0"
				   "\5\0"
				   "\0\0"
				   "a.txt"
				   "abc"
				   "PK\7\x08"
				   "\xc2\x41\x24\x35"
				   "\3\0\0\0"
				   "\3\0\0\0"
				   "PK\1\2"
				   "\x3f\3"
				   "\x14\0"
				   "\x08\0"
				   "\0\0"
				   "\0\0"
				   "\x21\0"
				   "\xc2\x41\x24\x35"
				   "\3\0\0\0"
				   "\3\0\0\0"
				   "\5\0"
				   "\0\0"
				   "\0\0"
				   "\0\0"
				   "\0\0"
				   "\0\0\xa4\x81"
				   "\0\0\0\0"
				   "a.txt"
				   "PK\5\6"
				   "\0\0"
				   "\0\0"
				   "\1\0"
				   "\1\0"
				   "\x33\0\0\0"
				   "\x36\0\0\0"
				   "\0\0";
	struct sar_content_entry listed[1];
	struct sar_buf bytes = make_inner(&abc, 1, 99, listed);

	(void)state;
	assert_int_equal(bytes.len, sizeof(want) - 1);
	assert_memory_equal(bytes.data, want, sizeof(want) - 1);
	sar_buf_free(&bytes);
}

/* --- made when it is read -------------------------------------------------*/

struct late {
	struct sar_content_entry *listed;
	bool closed;
	size_t asked;
};

/* The second says how long the first was, which is closed by then. */
static int
make_late(void *ctx, size_t i, struct sar_stream *stream, struct sar_err *err)
{
	struct late *late = ctx;
	char text[32];

	assert_int_equal(i, 1);
	assert_true(late->closed);
	late->asked++;
	(void)snprintf(text, sizeof(text), "%u",
	    (unsigned)late->listed[0].size);
	return sar_stream_text(text, strlen(text), stream, err);
}

static void
an_entry_can_be_made_when_those_before_have_been_read(void **state)
{
	struct sar_content_entry listed[2] = { { .name = "a" },
		{ .name = "b" } };
	struct late late = { .listed = listed };
	struct sar_stream streams[2] = { { 0 } };
	struct sar_inner_entry entries[2] = { { &listed[0], &streams[0] },
		{ &listed[1], &streams[1] } };
	struct sar_inner_options options = { .entries = entries,
		.n = 2,
		.make = make_late,
		.ctx = &late };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	struct sar_buf bytes;

	(void)state;
	streams[0] = make_tap((struct tap){ .total = 70000,
				  .fail = UINT64_MAX,
				  .closed = &late.closed },
	    SAR_STREAM_UNSIZED);
	assert_int_equal(sar_inner_stream(&options, &stream, &err), 0);
	bytes = read_all(&stream, 1000);
	assert_int_equal(late.asked, 1);
	assert_int_equal(listed[1].size, 5);
	assert_non_null(memmem(bytes.data, bytes.len, "b70000PK", 8));
	sar_buf_free(&bytes);
}

/* --- failures -------------------------------------------------------------*/

/* How reading a zip of ${tap}, said to have ${size} bytes, fails. */
static struct sar_err
failure(struct tap tap, uint64_t size)
{
	struct sar_content_entry listed = { .name = "call-01.wav" };
	struct sar_stream inside = make_tap(tap, size);
	struct sar_inner_entry entry = { &listed, &inside };
	struct sar_inner_options options = { .entries = &entry, .n = 1 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	char block[1000];
	ssize_t n;

	assert_int_equal(sar_inner_stream(&options, &stream, &err), 0);
	while ((n = stream.read(stream.ctx, block, sizeof(block), &err)) > 0)
		continue;
	assert_int_equal(n, -1);
	sar_stream_close(&stream);
	sar_stream_close(&inside);
	return err;
}

static void
a_failure_of_what_is_read_is_the_one_reported(void **state)
{
	struct sar_err err;

	(void)state;
	err = failure((struct tap){ .total = 5000, .fail = 0 }, 5000);
	assert_string_equal(err.msg, "tap: ran dry");
	assert_int_equal(err.code, SAR_EREVIEW);
	err = failure((struct tap){ .total = 5000, .fail = 4000 }, 5000);
	assert_string_equal(err.msg, "tap: ran dry");
	err =
	    failure((struct tap){ .total = 5000, .fail = 4000, .silent = true },
		5000);
	assert_string_equal(err.msg, "call-01.wav: cannot be read");
	assert_int_equal(err.code, SAR_EFAIL);
}

static void
a_size_that_was_not_true_is_a_failure(void **state)
{
	struct tap tap = { .total = 5000, .fail = UINT64_MAX };

	(void)state;
	assert_string_equal(failure(tap, 5001).msg,
	    "call-01.wav: ended before the size it had said");
	assert_string_equal(failure(tap, 4999).msg,
	    "call-01.wav: longer than the size it had said");
}

static ssize_t
read_large(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	uint64_t *left = ctx;

	(void)buf;
	(void)err;
	if (len > *left)
		len = (size_t)*left;
	*left -= len;
	return (ssize_t)len;
}

/* How ${size} bytes, which nobody knew to be as many, end. */
static struct sar_err
read_unsized(uint64_t size)
{
	struct sar_content_entry listed = { .name = "call-01.flac" };
	struct sar_stream inside = { &size, read_large, NULL,
		SAR_STREAM_UNSIZED };
	struct sar_inner_entry entry = { &listed, &inside };
	struct sar_inner_options options = { .entries = &entry, .n = 1 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	char *block = calloc(1, 1 << 20);

	assert_non_null(block);
	assert_int_equal(sar_inner_stream(&options, &stream, &err), 0);
	while (stream.read(stream.ctx, block, 1 << 20, &err) > 0)
		continue;
	sar_stream_close(&stream);
	free(block);
	return err;
}

/* Its header, which went before it, says that its size has 4 bytes. */
static void
more_than_was_made_room_for_is_a_failure(void **state)
{
	struct sar_err err = read_unsized(0xFFFFFFFF);

	(void)state;
	assert_int_equal(err.code, SAR_EFAIL);
	assert_string_equal(err.msg,
	    "call-01.flac: 4 GiB or more, which was not known before");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_extracts_every_byte),
		cmocka_unit_test(it_is_the_same_however_it_is_read),
		cmocka_unit_test(it_is_what_the_manual_says),
		cmocka_unit_test(
		    an_entry_can_be_made_when_those_before_have_been_read),
		cmocka_unit_test(a_failure_of_what_is_read_is_the_one_reported),
		cmocka_unit_test(a_size_that_was_not_true_is_a_failure),
		cmocka_unit_test(more_than_was_made_room_for_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
