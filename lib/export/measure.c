/* Each recording once, as it will be packaged, for its size and digest. */
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "export/build_state.h"

#define BLOCK 65536

struct measuring {
	struct build *b;
	uint8_t *blocks[SAR_CREW_MAX]; /* one a thread */
	struct sar_sha256 *hashes[SAR_CREW_MAX];
};

static int
ready(struct measuring *m, unsigned worker, struct sar_err *err)
{
	if (m->blocks[worker] == NULL &&
	    (m->blocks[worker] = malloc(BLOCK)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (m->hashes[worker] == NULL &&
	    (m->hashes[worker] = sar_sha256_new(err)) == NULL)
		return -1;
	return 0;
}

static int
measure_one(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	struct measuring *m = ctx;
	struct sar_recording *rec = &m->b->recordings[i];
	struct sar_content_entry *entry = &m->b->measured[i];
	struct sar_stream stream;
	ssize_t n;

	if (ready(m, worker, err) == -1 ||
	    sar_recording_stream(rec, &stream, err) == -1)
		return -1;
	while ((n = stream.read(stream.ctx, m->blocks[worker], BLOCK, err)) >
	       0) {
		sar_sha256_add(m->hashes[worker], m->blocks[worker], (size_t)n);
		entry->size += (uint64_t)n;
		sar_build_did(m->b, (uint64_t)n);
	}
	sar_sha256_end(m->hashes[worker], entry->sha256);
	sar_stream_close(&stream);
	return n < 0 ? -1 : 0;
}

int
sar_build_measure(struct build *b, struct sar_err *err)
{
	struct measuring m = { .b = b };
	unsigned k;
	size_t i;
	int rc;

	sar_build_phase(b, SAR_BUILD_MEASURING, NULL,
	    sar_build_expected(b, 0, b->n_recordings));
	b->measured = calloc(b->n_recordings + 1, sizeof(*b->measured));
	if (b->measured == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < b->n_recordings; i++)
		b->measured[i].name = b->recordings[i].item->name;
	rc = sar_crew_run(b->jobs, b->n_recordings, measure_one, &m, err);
	for (k = 0; k < SAR_CREW_MAX; k++) {
		if (m.blocks[k] != NULL)
			explicit_bzero(m.blocks[k], BLOCK);
		free(m.blocks[k]);
		sar_sha256_free(m.hashes[k]);
	}
	return rc;
}
