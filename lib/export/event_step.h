/* Private to export: a step on its way into the log. */
#ifndef SAR_EXPORT_EVENT_STEP_H
#define SAR_EXPORT_EVENT_STEP_H

#include "docket/dockets.h"
#include "export/event.h"
#include "export/event_text.h"

struct sar_event_step {
	const struct sar_event_place *place;
	const struct sar_case_event *event;
	json_t *members;  /* all of them but the text's */
	char *text;       /* what was said; NULL: nothing, or not written yet */
	char *commitment; /* to it, in Base64; NULL without a salt */
	struct sar_event_texts texts;
	struct sar_dockets *dockets;
	uint64_t next; /* number of the next record */
	uint64_t same; /* the record that says it already */
	bool found;
};

/** sar_event_texted: Has the record a commitment to a text? */
bool sar_event_texted(const struct sar_case_event *event);

/** sar_event_member: The member that is that. */
const char *sar_event_member(const struct sar_case_event *event);

/**
 * sar_event_say: What is said in the step of a case that stands as the dockets
 * have it now, in ${step}, and a commitment to it, if the folder has a salt.
 */
SAR_MUST_CHECK int sar_event_say(struct sar_event_step *step,
    struct sar_err *err);

/** sar_event_commit: That commitment; none without a salt. */
SAR_MUST_CHECK int sar_event_commit(struct sar_event_step *step,
    struct sar_err *err);

/**
 * sar_event_compare: Does ${record}, of the step's case and of which the
 * dockets have not been told, say the same?  Then the step has what was said.
 */
SAR_MUST_CHECK int sar_event_compare(struct sar_event_step *step,
    const struct sar_record *record, struct sar_err *err);

#endif
