#ifndef SAR_PACKAGE_INNER_H
#define SAR_PACKAGE_INNER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/stream.h"
#include "package/content.h"

/*
 * Private to the package module: the zip that is in a hidden package, as a
 * stream that never goes back.  Its entries are stored and not encrypted; CRC
 * and sizes come after the data, times and attributes are always the same.
 */
struct sar_inner_entry {
	struct sar_content_entry *listed; /* name; digest and size go here */
	struct sar_stream *stream;        /* closed when it has been read */
};

struct sar_inner_options {
	struct sar_inner_entry *entries;
	size_t n;
	/*
	 * Asked for the stream of entry ${i} when those before it have been
	 * read and it has none yet.
	 */
	int (*make)(void *ctx, size_t i, struct sar_stream *stream,
	    struct sar_err *err);
	void *ctx;
};

/**
 * sar_inner_stream: The zip of all entries, whose pointees outlive ${stream}.
 * Its size is not known.  An entry whose size is not known either can only
 * have less than 4 GiB: its header, which comes first, has to say so.
 */
SAR_MUST_CHECK int sar_inner_stream(const struct sar_inner_options *options,
    struct sar_stream *stream, struct sar_err *err);

/** sar_inner_size: How long the zip of ${n} entries with these sizes is. */
uint64_t sar_inner_size(const struct sar_content_entry *entries, size_t n);

#endif
