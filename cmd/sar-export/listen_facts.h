#ifndef SAR_EXPORT_CMD_LISTEN_FACTS_H
#define SAR_EXPORT_CMD_LISTEN_FACTS_H

#include "export/advice.h"
#include "export/answer.h"
#include "export/listen.h"
#include "picture/picture.h"

/* What "listen" shows of one recording. */
struct listen_facts {
	const struct sar_case *c;
	const struct sar_find *found;
	const struct sar_plan *plan;
	const struct sar_plan_item *item;
	bool redacted; /* as it would be packaged */
	uint64_t from; /* frames that are shown, and played */
	uint64_t to;
	struct sar_levels *levels;
	struct sar_picture_span *cuts; /* as the plan has them */
	struct sar_advice_list advice;
	const struct sar_advice **hints; /* of it, what is drawn */
	struct sar_picture_span *hinted; /* where each of them is */
	size_t n_hints;
	size_t n_away; /* of it, what is no part of what is shown */
};

/** listen_facts_make: Read the sound, and draw it in ${columns}; the rest of
 * ${facts} is set.  listen_facts_free() in any case. */
SAR_MUST_CHECK int listen_facts_make(struct listen_facts *facts,
    unsigned columns, struct sar_err *err);
void listen_facts_free(struct listen_facts *facts);

/** listen_facts_what: What of the recording is shown, and played. */
struct sar_listen_what listen_facts_what(const struct listen_facts *facts);

/** listen_facts_in: Is something of the mark taken out by the plan's cut? */
bool listen_facts_in(const struct listen_facts *facts,
    const struct sar_mark *mark, const struct sar_plan_cut *cut);

/** listen_facts_left: Is nothing at all taken out for that mark? */
bool listen_facts_left(const struct listen_facts *facts,
    const struct sar_mark *mark);

/** listen_facts_is_speech: Is it where there is talk, or none?  All of a
 * recording is one of the two: that is told in sum. */
bool listen_facts_is_speech(const struct sar_advice *advice);

/** listen_facts_recording: What it is all of. */
const struct sar_index_recording *listen_facts_recording(
    const struct listen_facts *facts);

/* How people are shown it. */
struct listen_shape {
	unsigned width;
	bool utf8;
	bool colour;
};

/** listen_view_text: The picture, and lists of what is in it. */
SAR_MUST_CHECK int listen_view_text(const struct listen_facts *facts,
    const struct listen_shape *shape, struct sar_err *err);

/** listen_view_json: The same as a line of JSON. */
void listen_view_json(const struct listen_facts *facts);

/** listen_play: Play it by the command ${argv}. */
SAR_MUST_CHECK int listen_play(const struct listen_facts *facts,
    char *const *argv, bool utf8, struct sar_err *err);

#endif
