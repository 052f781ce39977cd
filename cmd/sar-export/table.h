#ifndef SAR_EXPORT_CMD_TABLE_H
#define SAR_EXPORT_CMD_TABLE_H

#include "export/answer.h"

/** table_items: What was found, a row an item, and totals that balance. */
void table_items(const struct sar_case *c, const struct sar_find *find);

/* Room for table_why(). */
#define TABLE_WHY 160

/** table_why: Why the item's sound cannot be had whole; "" when it can. */
void table_why(const struct sar_item *item, char out[TABLE_WHY]);

/** table_plan: What becomes of each item, and totals that balance. */
void table_plan(const struct sar_plan *plan);

/** table_items_json: One JSON line an item; totals into the summary. */
void table_items_json(const struct sar_case *c, const struct sar_find *find);

/** table_plan_json: The same of the plan. */
void table_plan_json(const struct sar_plan *plan);

#endif
