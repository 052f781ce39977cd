#ifndef SAR_RETAIN_JUDGE_H
#define SAR_RETAIN_JUDGE_H

#include "retain/retain.h"

/* Private to retain: all a decision rests on. */
struct sar_judge {
	const struct sar_calls *calls;
	const struct sar_retain_policy *policy;
	const struct sar_zone *zone;
	struct sar_date received;
};

/**
 * sar_judge_item: Fill in what follows from the recording and legs of
 * ${item}: its start, last day, certainty and decision.
 */
void sar_judge_item(const struct sar_judge *judge, struct sar_item *item);

#endif
