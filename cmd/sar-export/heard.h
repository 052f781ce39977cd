#ifndef SAR_EXPORT_CMD_HEARD_H
#define SAR_EXPORT_CMD_HEARD_H

#include <stdio.h>

#include "export/advice.h"

/**
 * heard_print_label: A label of what was heard.  It begins with "sound:", which
 * is no provision: "mark" refuses a file that still has one.
 */
void heard_print_label(FILE *to, const struct sar_advice *one);

/** heard_print_json: The same as a line of JSON. */
void heard_print_json(const struct sar_item *item,
    const struct sar_advice *one);

/** heard_sum: Of the sound, for the summary and for people: how much of it was
 * heard, and how each kind was found out.  Return how many there are. */
size_t heard_sum(const struct sar_advice_list *all);

#endif
