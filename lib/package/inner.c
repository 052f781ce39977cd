#include "package/inner.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "package/inner_record.h"

enum stage {
	HEADER, /* of the next entry */
	DATA,
	DIRECTORY,
	END,
	DONE
};

struct inner {
	struct sar_inner_options options;
	struct sar_inner_place *places; /* n */
	size_t i;                       /* the entry that is being written */
	enum stage stage;
	struct sar_buf staged; /* a record, not data */
	size_t at;             /* of staged is given */
	uint64_t end;          /* of all that was given or staged */
	uint64_t directory;    /* where it begins */
	bool zip64;            /* a central header has such a field */
	uint64_t size;         /* of the entry, so far */
	struct sar_sha256 *hash;
};

/* A record has been staged: it counts, and memory may have run out. */
static int
stage(struct inner *in, struct sar_err *err)
{
	if (sar_buf_check(&in->staged, err) == -1)
		return -1;
	in->end += in->staged.len;
	return 0;
}

static int
begin_entry(struct inner *in, struct sar_err *err)
{
	const struct sar_inner_entry *entry = &in->options.entries[in->i];
	struct sar_inner_place *place = &in->places[in->i];

	if (entry->stream->read == NULL &&
	    in->options.make(in->options.ctx, in->i, entry->stream, err) == -1)
		return -1;
	place->name = entry->listed->name;
	place->offset = in->end;
	place->size = entry->stream->size;
	place->large = place->size >= SAR_INNER_FULL &&
		       place->size != SAR_STREAM_UNSIZED;
	place->crc = (uint32_t)crc32_z(0, NULL, 0);
	in->size = 0;
	in->stage = DATA;
	sar_inner_local(place, &in->staged);
	return stage(in, err);
}

static int
end_entry(struct inner *in, struct sar_err *err)
{
	const struct sar_inner_entry *entry = &in->options.entries[in->i];
	struct sar_inner_place *place = &in->places[in->i];

	if (place->size != SAR_STREAM_UNSIZED && in->size != place->size)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: ended before the size it had said", place->name);
	place->size = entry->listed->size = in->size;
	sar_sha256_end(in->hash, entry->listed->sha256);
	/* A recording's file is not kept open until all others are done. */
	sar_stream_close(entry->stream);
	sar_inner_descriptor(place, &in->staged);
	if (stage(in, err) == -1)
		return -1;
	in->stage = HEADER;
	if (++in->i < in->options.n)
		return 0;
	in->i = 0;
	in->stage = DIRECTORY;
	in->directory = in->end;
	return 0;
}

/* Central headers one at a time: there may be very many. */
static int
next_central(struct inner *in, struct sar_err *err)
{
	const struct sar_inner_place *place = &in->places[in->i];

	in->zip64 = in->zip64 || sar_inner_needs64(place);
	sar_inner_central(place, &in->staged);
	if (++in->i == in->options.n)
		in->stage = END;
	return stage(in, err);
}

static int
end_all(struct inner *in, struct sar_err *err)
{
	sar_inner_end(in->options.n, in->directory, in->end - in->directory,
	    in->zip64 || in->directory >= SAR_INNER_FULL, &in->staged);
	in->stage = DONE;
	return stage(in, err);
}

/* Data of the entry, straight to who reads; 0 at their end. */
static ssize_t
pull(struct inner *in, void *buf, size_t len, struct sar_err *err)
{
	const struct sar_stream *stream = in->options.entries[in->i].stream;
	struct sar_inner_place *place = &in->places[in->i];
	struct sar_err why = SAR_ERR_INIT;
	ssize_t n;

	n = stream->read(stream->ctx, buf, len, &why);
	if (n < 0) {
		/* A failure that says nothing must not pass for success. */
		if (why.code == SAR_OK)
			(void)sar_err_set(&why, SAR_EFAIL, "%s: cannot be read",
			    place->name);
		*err = why;
		return -1;
	}
	if ((size_t)n > len || (place->size != SAR_STREAM_UNSIZED &&
				   (size_t)n > place->size - in->size))
		return sar_err_set(err, SAR_EFAIL,
		    "%s: longer than the size it had said", place->name);
	if (!place->large && (size_t)n >= SAR_INNER_FULL - in->size)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: 4 GiB or more, which was not known before",
		    place->name);
	sar_sha256_add(in->hash, buf, (size_t)n);
	place->crc = (uint32_t)crc32_z(place->crc, buf, (size_t)n);
	in->size += (size_t)n;
	in->end += (size_t)n;
	return n;
}

static ssize_t
take_staged(struct inner *in, void *buf, size_t len)
{
	if (len > in->staged.len - in->at)
		len = in->staged.len - in->at;
	memcpy(buf, in->staged.data + in->at, len);
	in->at += len;
	if (in->at == in->staged.len)
		in->at = in->staged.len = 0;
	return (ssize_t)len;
}

static ssize_t
read_inner(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	static int (*const next[])(struct inner *, struct sar_err *) = {
		[HEADER] = begin_entry,
		[DATA] = end_entry,
		[DIRECTORY] = next_central,
		[END] = end_all,
	};
	struct inner *in = ctx;
	ssize_t n;

	if (len == 0)
		return 0;
	while (in->staged.len == 0 && in->stage != DONE) {
		if (in->stage == DATA && (n = pull(in, buf, len, err)) != 0)
			return n;
		if (next[in->stage](in, err) == -1)
			return -1;
	}
	return in->staged.len > 0 ? take_staged(in, buf, len) : 0;
}

static void
close_inner(void *ctx)
{
	struct inner *in = ctx;

	sar_buf_free(&in->staged);
	sar_sha256_free(in->hash);
	free(in->places);
	free(in);
}

int
sar_inner_stream(const struct sar_inner_options *options,
    struct sar_stream *stream, struct sar_err *err)
{
	struct inner *in = calloc(1, sizeof(*in));

	if (in == NULL ||
	    (in->places = calloc(options->n, sizeof(*in->places))) == NULL) {
		free(in);
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	if ((in->hash = sar_sha256_new(err)) == NULL) {
		close_inner(in);
		return -1;
	}
	in->options = *options;
	stream->ctx = in;
	stream->read = read_inner;
	stream->close = close_inner;
	stream->size = SAR_STREAM_UNSIZED;
	return 0;
}

uint64_t
sar_inner_size(const struct sar_content_entry *entries, size_t n)
{
	struct sar_inner_place place = { 0 };
	uint64_t directory = 0;
	bool zip64 = false;
	size_t i;

	for (i = 0; i < n; i++) {
		place.name = entries[i].name;
		place.size = entries[i].size;
		place.large = place.size >= SAR_INNER_FULL;
		zip64 = zip64 || sar_inner_needs64(&place);
		directory += sar_inner_central_len(&place);
		place.offset += sar_inner_local_len(&place) + place.size +
				sar_inner_descriptor_len(&place);
	}
	return place.offset + directory +
	       sar_inner_end_len(zip64 || place.offset >= SAR_INNER_FULL);
}
