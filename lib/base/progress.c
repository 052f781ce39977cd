#include "base/progress.h"

#include <stddef.h>

int
sar_progress_tick(const struct sar_progress *progress, uint64_t done,
    uint64_t total, uint64_t every, struct sar_err *err)
{
	if (progress == NULL || progress->tick == NULL || done % every != 0)
		return 0;
	return progress->tick(progress->ctx, done, total, err);
}
