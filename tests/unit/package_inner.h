/* The zip that is in a hidden package, made by itself. */
#ifndef TEST_PACKAGE_INNER_H
#define TEST_PACKAGE_INNER_H

#include "base/buf.h"
#include "package/inner.h"
#include "package_make.h"

#define INNER_MAX 16

/* All that ${stream} gives, asked for ${step} bytes at a time; closes it. */
static inline struct sar_buf
read_all(struct sar_stream *stream, size_t step)
{
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	char *block = malloc(step);
	ssize_t n;

	assert_non_null(block);
	do {
		n = stream->read(stream->ctx, block, step, &err);
		assert_string_equal(err.msg, "");
		assert_in_range(n, 0, step);
		sar_buf_add(&out, block, (size_t)n);
	} while (n > 0);
	free(block);
	sar_stream_close(stream);
	assert_int_equal(sar_buf_check(&out, &err), 0);
	return out;
}

/* The zip of ${n} of ${contents}; ${listed} has room for what is in it. */
static inline struct sar_buf
make_inner(const struct content *contents, size_t n, size_t step,
    struct sar_content_entry *listed)
{
	struct sar_inner_entry entries[INNER_MAX];
	struct sar_stream streams[INNER_MAX];
	struct sar_inner_options options = { .entries = entries, .n = n };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	size_t i;

	assert_in_range(n, 1, INNER_MAX);
	for (i = 0; i < n; i++) {
		assert_int_equal(sar_stream_text(contents[i].data,
				     contents[i].len, &streams[i], &err),
		    0);
		if (contents[i].unsized)
			streams[i].size = SAR_STREAM_UNSIZED;
		listed[i].name = contents[i].name;
		entries[i].listed = &listed[i];
		entries[i].stream = &streams[i];
	}
	assert_int_equal(sar_inner_stream(&options, &stream, &err), 0);
	assert_true(stream.size == SAR_STREAM_UNSIZED);
	return read_all(&stream, step);
}

#endif
