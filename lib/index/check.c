#include "index/check.h"

#include <inttypes.h>
#include <string.h>

#include "index/search.h"

bool
sar_index_check_key(enum sar_phone_kind kind, int64_t key)
{
	switch (kind) {
	case SAR_PHONE_E164:
		return key > 0;
	case SAR_PHONE_LOCAL:
		return key < 0;
	case SAR_PHONE_WITHHELD:
	case SAR_PHONE_AMBIGUOUS:
	case SAR_PHONE_LOSSY:
	case SAR_PHONE_MULTIPLE:
	case SAR_PHONE_BAD:
		return key == 0;
	default:
		return false;
	}
}

bool
sar_index_check_path(const char *path)
{
	const char *part = path;
	size_t len;

	if (path[0] == '\0' || path[0] == '/')
		return false;
	for (;;) {
		len = strcspn(part, "/");
		if (len == 2 && memcmp(part, "..", 2) == 0)
			return false;
		if (part[len] == '\0')
			return true;
		part += len + 1;
	}
}

static bool
is_time(int64_t time)
{
	return time >= SAR_INDEX_TIME_MIN && time <= SAR_INDEX_TIME_MAX;
}

/* How far off the second clock is; one wholly wrong says nothing. */
static int64_t
clock_off(const struct sar_index_leg *leg)
{
	int64_t day = 86400;

	if (leg->clock == SAR_INDEX_NO_TIME || leg->clock < leg->start - day ||
	    leg->clock > leg->start + day)
		return 0;
	return leg->clock - leg->start;
}

int64_t
sar_index_since(const struct sar_index_leg *leg)
{
	int64_t off = clock_off(leg), uncertain = leg->uncertain;

	return leg->start - (-off > uncertain ? -off : uncertain);
}

int64_t
sar_index_until(const struct sar_index_leg *leg)
{
	int64_t off = clock_off(leg), uncertain = leg->uncertain;

	return leg->end + (off > uncertain ? off : uncertain);
}

static const char *
fault_of(const struct sar_index_leg *leg)
{
	size_t i;

	if (leg->system == NULL || leg->system[0] == '\0')
		return "no system";
	if (leg->ref == NULL || leg->ref[0] == '\0')
		return "no reference";
	if (!is_time(leg->start) || !is_time(leg->end))
		return "a time outside the years 1 to 9999";
	if (leg->clock != SAR_INDEX_NO_TIME && !is_time(leg->clock))
		return "a clock outside the years 1 to 9999";
	if (leg->end < leg->start)
		return "it ends before it starts";
	if (sar_index_until(leg) - sar_index_since(leg) > SAR_INDEX_LONGEST)
		return "longer than a week";
	if (leg->n_events > SAR_INDEX_EVENTS ||
	    leg->n_segments > SAR_INDEX_EVENTS ||
	    leg->n_links > SAR_INDEX_LINKS || leg->n_uses > SAR_INDEX_USES ||
	    leg->n_streams > SAR_INDEX_USES)
		return "too much beside it";
	if (leg->n_parties > SAR_INDEX_PARTIES)
		return "too many parties";
	for (i = 0; i < leg->n_parties; i++)
		if (!sar_index_check_key(leg->parties[i].number.kind,
			leg->parties[i].number.key))
			return "a party's key is not of its kind";
	return NULL;
}

int
sar_index_check_leg(const struct sar_index *index,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	const char *fault = fault_of(leg);

	if (fault == NULL)
		return 0;
	return sar_err_set(err, SAR_EINPUT, "%s: leg of line %" PRIu64 ": %s",
	    index->path, leg->line, fault);
}
