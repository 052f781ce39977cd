#include "package/hidden.h"

#include <stdlib.h>

#include "package/inner.h"
#include "package/manifest.h"

struct sar_hidden {
	struct sar_late *late;
	struct sar_stream *streams; /* n */
	struct sar_inner_entry *entries;
	size_t n;
};

struct sar_hidden *
sar_hidden_new(struct sar_ahead *ahead, size_t n, struct sar_late *late,
    struct sar_err *err)
{
	struct sar_hidden *hidden = calloc(1, sizeof(*hidden));
	size_t i;

	if (hidden == NULL)
		goto failed;
	hidden->late = late;
	hidden->n = late->n + SAR_MANIFEST_OWN;
	hidden->streams = calloc(hidden->n, sizeof(*hidden->streams));
	hidden->entries = calloc(hidden->n, sizeof(*hidden->entries));
	if (hidden->streams == NULL || hidden->entries == NULL)
		goto failed;
	for (i = 0; i < hidden->n; i++) {
		if (i < n)
			sar_ahead_stream(ahead, i, &hidden->streams[i]);
		hidden->entries[i].stream = &hidden->streams[i];
		hidden->entries[i].listed = &late->listed[i];
	}
	return hidden;

failed:
	sar_hidden_free(hidden);
	(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return NULL;
}

static int
make_late(void *ctx, size_t i, struct sar_stream *stream, struct sar_err *err)
{
	struct sar_hidden *hidden = ctx;
	struct sar_late *late = hidden->late;

	if (i < late->n)
		return sar_late_padding(late, stream, err);
	return i == late->n ? sar_late_manifest(late, stream, err)
			    : sar_late_signature(late, stream, err);
}

int
sar_hidden_stream(struct sar_hidden *hidden, struct sar_stream *stream,
    struct sar_err *err)
{
	const struct sar_inner_options options = {
		.entries = hidden->entries,
		.n = hidden->n,
		.make = make_late,
		.ctx = hidden,
	};

	return sar_inner_stream(&options, stream, err);
}

void
sar_hidden_free(struct sar_hidden *hidden)
{
	size_t i;

	if (hidden == NULL)
		return;
	for (i = 0; hidden->streams != NULL && i < hidden->n; i++)
		sar_stream_close(&hidden->streams[i]);
	free(hidden->streams);
	free(hidden->entries);
	free(hidden);
}
