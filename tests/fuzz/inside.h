#ifndef FUZZ_INSIDE_H
#define FUZZ_INSIDE_H

/*
 * The decoder in this process, where the fuzzer sees what it does: this takes
 * the place of lib/media/child.c when the target is linked.
 */
#include <stdlib.h>

#include "media/child.h"
#include "media/decode.h"

struct sar_child {
	struct sar_decode *decode;
};

const struct sar_child_bounds sar_child_usual = { 0 };

struct sar_child *
sar_child_open(const struct sar_source *source, const struct sar_media_raw *raw,
    const struct sar_child_bounds *bounds, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_child *child = malloc(sizeof(*child));

	(void)bounds;
	if (child == NULL)
		abort();
	child->decode = sar_decode_open(source, raw, info, err);
	if (child->decode != NULL)
		return child;
	free(child);
	return NULL;
}

ssize_t
sar_child_read(struct sar_child *child, int16_t *out, size_t frames,
    struct sar_err *err)
{
	return sar_decode_read(child->decode, out, frames, err);
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
