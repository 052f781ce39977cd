/* What of a hold is there to be held. */
#include <unistd.h>

#include "export/disk.h"
#include "export/hold_place.h"
#include "index/each.h"

struct look {
	const struct sar_home *home;
	bool gone;
};

/*
 * Where the disk cannot be asked, as one that is not mounted, it is as the
 * index has it.  One that was missing when it was imported may have come back.
 */
static int
look_at_disk(void *ctx, const struct sar_index_recording *rec,
    struct sar_err *err)
{
	struct look *look = ctx;
	struct sar_err ignored = SAR_ERR_INIT;
	int fd;

	(void)err;
	fd = sar_disk_open(look->home->recordings, rec->path, "recording",
	    &look->gone, &ignored);
	if (fd != -1)
		(void)close(fd);
	else if (rec->state == SAR_RECORDING_MISSING)
		look->gone = true;
	return 0;
}

int
sar_hold_place_count(const struct sar_home *home, struct sar_index *index,
    const struct sar_index_held *held, struct sar_hold_count *count,
    struct sar_err *err)
{
	struct look look = { home, false };
	bool known;

	if (sar_index_recording_of(index, held->recording, &known, look_at_disk,
		&look, err) == -1)
		return -1;
	count->n++;
	count->gone += !known || look.gone;
	count->expiring += known && !look.gone &&
			   held->expires != SAR_INDEX_NO_DAY &&
			   held->expires < count->until;
	return 0;
}

struct counting {
	const struct sar_home *home;
	struct sar_index *index;
	struct sar_hold_count *count;
};

static int
count_one(void *ctx, const struct sar_index_held *held, struct sar_err *err)
{
	const struct counting *counting = ctx;

	return sar_hold_place_count(counting->home, counting->index, held,
	    counting->count, err);
}

int
sar_hold_place_count_all(const struct sar_home *home, struct sar_index *index,
    int64_t id, struct sar_hold_count *count, struct sar_err *err)
{
	struct counting counting = { home, index, count };

	return sar_index_each_held(index, id, count_one, &counting, err);
}

int
sar_hold_gone(const struct sar_home *home, struct sar_index *index, int64_t id,
    uint64_t *gone, struct sar_err *err)
{
	struct sar_hold_count count = { .until = INT32_MIN };

	*gone = 0;
	if (sar_hold_place_count_all(home, index, id, &count, err) == -1)
		return -1;
	*gone = count.gone;
	return 0;
}
