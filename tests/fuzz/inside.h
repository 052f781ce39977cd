#ifndef FUZZ_INSIDE_H
#define FUZZ_INSIDE_H

/*
 * The decoder in this process, where the fuzzer sees what it does: this takes
 * the place of lib/media/child.c when the target is linked.
 */
#include <stdlib.h>

#include "media/child.h"
#include "media/decode.h"
#include "media/wire.h"

struct sar_child {
	struct sar_decode *decode;
	struct sar_media_found seen;
	uint64_t frames;
};

const struct sar_child_bounds sar_child_usual = { 0 };

/* A decoder that is no liar must never be taken for one. */
static void
must_fit(bool fits)
{
	if (!fits)
		abort();
}

struct sar_child *
sar_child_open(const struct sar_child_job *job, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_child *child = calloc(1, sizeof(*child));

	if (child == NULL)
		abort();
	child->seen = *job->seen;
	child->decode = sar_decode_open(job->source, job->raw, info, err);
	if (child->decode != NULL) {
		must_fit(sar_wire_fits(info, job->raw, &child->seen));
		return child;
	}
	free(child);
	return NULL;
}

ssize_t
sar_child_read(struct sar_child *child, int16_t *out, size_t frames,
    struct sar_err *err)
{
	ssize_t n = sar_decode_read(child->decode, out, frames, err);

	if (n > 0)
		child->frames += (uint64_t)n;
	if (n == 0 && frames > 0)
		must_fit(sar_wire_whole(child->frames, &child->seen));
	return n;
}

pid_t
sar_child_pid(const struct sar_child *child)
{
	(void)child;
	return 0;
}

void
sar_child_close(struct sar_child *child)
{
	if (child == NULL)
		return;
	sar_decode_close(child->decode);
	free(child);
}

#endif
