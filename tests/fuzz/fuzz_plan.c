/*
 * Any bytes as a plan.json.  What is read has not changed since it was read,
 * and against a plan that can be known every difference is of an item that one
 * of them has.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "plan/changes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No items: all that the other plan has was added, or is gone. */
static const char empty[] =
    "{\"counts\":{\"disclosed\":0,\"failed\":0,\"items\":0,"
    "\"part-disclosed\":0,\"unavailable\":0,\"undecided\":0,"
    "\"withheld\":0},\"fade_ms\":0,\"fill\":\"tone\",\"format\":\"same\","
    "\"items\":[],\"ref\":\"A-1\",\"schema\":\"sar-export.plan/2\"}";

static void
require(bool holds)
{
	if (!holds)
		abort();
}

struct seen {
	size_t n;
	size_t added;
	size_t gone;
	size_t of_all; /* of the plan as a whole */
};

static void
see(void *ctx, const struct sar_change *change)
{
	struct seen *seen = ctx;

	require(strcmp(sar_changes_text(change->what), change->what) != 0);
	require(change->to == 0 || change->from < change->to);
	seen->n++;
	if (strcmp(change->what, "item-added") == 0)
		seen->added++;
	else if (strcmp(change->what, "item-gone") == 0)
		seen->gone++;
	else
		seen->of_all++;
}

static struct seen
compare(const struct sar_plan_kept *then, const struct sar_plan_kept *now)
{
	struct sar_err err = SAR_ERR_INIT;
	struct seen seen = { 0 };
	size_t n;

	require(sar_changes_find(then, now, see, &seen, &n, &err) == 0);
	require(n == seen.n);
	return seen;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_plan_kept *plan, *none;
	struct seen there, back;

	plan = sar_plan_read("p", (const char *)data, size, &err);
	if (plan == NULL) {
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
		return 0;
	}
	none = sar_plan_read("e", empty, sizeof(empty) - 1, &err);
	require(none != NULL);
	require(compare(plan, plan).n == 0);
	there = compare(none, plan);
	back = compare(plan, none);
	require(there.gone == 0 && back.added == 0);
	require(there.added == back.gone);
	require(there.of_all == back.of_all);
	sar_plan_kept_free(plan);
	sar_plan_kept_free(none);
	return 0;
}
