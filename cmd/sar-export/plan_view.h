#ifndef SAR_EXPORT_CMD_PLAN_VIEW_H
#define SAR_EXPORT_CMD_PLAN_VIEW_H

#include "export/answer.h"
#include "export/approval.h"
#include "plan/changes.h"
#include "plan/lint.h"

/** plan_view_text: The plan for people: each item and each of its cuts. */
void plan_view_text(const struct sar_case *c, const struct sar_plan *plan,
    const struct sar_approval *approval);

/** plan_view_json: The items of plan.json, a line each. */
SAR_MUST_CHECK int plan_view_json(const struct sar_case *c,
    const struct sar_plan *plan, struct sar_err *err);

/** plan_view_approval: Who approved it, and whether that still holds. */
void plan_view_approval(const struct sar_approval *approval);

/** plan_view_finding: One finding, a line of text or of JSON. */
void plan_view_finding(const struct sar_plan *plan,
    const struct sar_finding *finding, const char *text);

/**
 * plan_view_warnings: What of the plan's channels may leave something of a cut
 * to be heard, on standard error, also with --quiet; with --json as findings,
 * too.  ${item} is the one item asked about, or 0.
 */
void plan_view_warnings(const struct sar_plan *plan, unsigned item);

/** plan_view_change: One change, a line of text or of JSON. */
void plan_view_change(const struct sar_change *change);

/**
 * plan_view_lines: Lines of letter or schedules that are not as they were
 * approved: where they are, and with ${diff} what they say, which may be
 * personal.
 */
void plan_view_lines(const struct sar_approval_lines *lines, bool diff);

#endif
