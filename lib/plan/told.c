/* What the requester is told of a plan. */
#include <stdlib.h>

#include "plan/plan.h"

/* The plan first: a pointer to it is one to all of it. */
struct told {
	struct sar_plan plan;
	struct sar_item *items; /* as many as it has, numbered again */
};

static void
add(struct told *told, const struct sar_plan_item *of)
{
	struct sar_plan *plan = &told->plan;
	struct sar_plan_item *item = &plan->items[plan->n];
	struct sar_item *number = &told->items[plan->n];

	*item = *of;
	*number = *of->item;
	item->item = number;
	number->number = (unsigned)++plan->n;
	plan->count[item->class]++;
}

void
sar_plan_retell(struct sar_plan *told, const struct sar_plan *plan)
{
	struct told *all = (struct told *)told;
	struct sar_plan_item *items = told->items;
	size_t i;

	*told = *plan;
	told->items = items;
	told->n = 0;
	told->neither = 0;
	for (i = 0; i <= SAR_CLASS_UNAVAILABLE; i++)
		told->count[i] = 0;
	for (i = 0; i < plan->n; i++)
		if (!plan->items[i].neither)
			add(all, &plan->items[i]);
}

struct sar_plan *
sar_plan_told(const struct sar_plan *plan, struct sar_err *err)
{
	struct told *told = calloc(1, sizeof(*told));

	if (told == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	told->plan.items = calloc(plan->n + 1, sizeof(*told->plan.items));
	told->items = calloc(plan->n + 1, sizeof(*told->items));
	if (told->plan.items == NULL || told->items == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		sar_plan_told_free(&told->plan);
		return NULL;
	}
	sar_plan_retell(&told->plan, plan);
	return &told->plan;
}

void
sar_plan_told_free(struct sar_plan *told)
{
	struct told *all = (struct told *)told;

	if (all == NULL)
		return;
	free(all->items);
	free(all->plan.items);
	free(all);
}
