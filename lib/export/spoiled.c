/* Recordings that fail: all are named, then it is decided what follows. */
#include "base/crew.h"
#include "export/build_state.h"

struct tally {
	size_t unreadable;
	size_t gone;
	size_t changed;
	size_t differs;
	size_t unproved;
};

static const char *
state_of(enum sar_fate fate)
{
	switch (fate) {
	case SAR_FATE_UNREADABLE:
		return "unreadable";
	case SAR_FATE_GONE:
		return "gone";
	case SAR_FATE_CHANGED:
		return "changed";
	case SAR_FATE_DIFFERS:
		return "differs";
	case SAR_FATE_UNPROVED:
		return "unproved";
	case SAR_FATE_OPEN:
	case SAR_FATE_WHOLE:
	case SAR_FATE_FAILED:
		break;
	}
	return "failed";
}

static bool
is_spoiled(const struct sar_recording *rec)
{
	return rec->fate == SAR_FATE_UNREADABLE || rec->fate == SAR_FATE_GONE ||
	       rec->fate == SAR_FATE_CHANGED || rec->fate == SAR_FATE_DIFFERS ||
	       rec->fate == SAR_FATE_UNPROVED;
}

/* One that was not reached: would it have failed too? */
static int
survey_one(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	const struct build *b = ctx;
	struct sar_recording *rec = &b->recordings[i];

	(void)worker;
	if (rec->fate != SAR_FATE_OPEN || sar_recording_try(rec, err) == 0)
		return 0;
	return is_spoiled(rec) ? 0 : -1;
}

static struct tally
count(const struct build *b)
{
	struct tally tally = { 0 };
	size_t i;

	for (i = 0; i < b->n_recordings; i++) {
		tally.unreadable += b->recordings[i].fate ==
				    SAR_FATE_UNREADABLE;
		tally.gone += b->recordings[i].fate == SAR_FATE_GONE;
		tally.changed += b->recordings[i].fate == SAR_FATE_CHANGED;
		tally.differs += b->recordings[i].fate == SAR_FATE_DIFFERS;
		tally.unproved += b->recordings[i].fate == SAR_FATE_UNPROVED;
	}
	return tally;
}

static void
tell(const struct build *b)
{
	const struct sar_build_options *o = b->options;
	struct sar_build_spoiled spoiled;
	size_t i;

	for (i = 0; o->spoiled != NULL && i < b->n_recordings; i++) {
		const struct sar_recording *rec = &b->recordings[i];

		if (!is_spoiled(rec))
			continue;
		spoiled.item = rec->item->item->number;
		spoiled.state = state_of(rec->fate);
		spoiled.why = rec->why;
		o->spoiled(o->spoiled_ctx, &spoiled);
	}
}

/* What it comes to: the gravest.  Always -1. */
static int
sum_up(const struct build *b, const struct tally *tally, struct sar_err *err)
{
	const char *ref = b->c->request->ref;
	const char *plural = b->n_recordings == 1 ? "" : "s";

	if (tally->differs > 0) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "case %s: the self-check failed: %zu of %zu recording%s",
		    ref, tally->differs, b->n_recordings, plural);
		sar_err_hint(err, "nothing was released; keep the recordings "
				  "and report it");
	} else if (tally->changed > 0) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "case %s: not what was imported: %zu of %zu recording%s",
		    ref, tally->changed, b->n_recordings, plural);
		sar_err_hint(err, "an incident: find out who replaced them");
	} else if (tally->gone > 0) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "case %s: gone since they were imported: %zu of %zu "
		    "recording%s",
		    ref, tally->gone, b->n_recordings, plural);
		sar_err_hint(err, "find out who moved or deleted them, and put "
				  "them back from a backup");
	} else if (tally->unproved > 0) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "case %s: not decoded to what was committed to: %zu of %zu "
		    "recording%s",
		    ref, tally->unproved, b->n_recordings, plural);
		sar_err_hint(err, "another version of a decoder?  \"sar-index "
				  "commit --again\" commits to them anew");
	} else {
		(void)sar_err_set(err, SAR_EPARTIAL,
		    "case %s: cannot be decoded any more: %zu of %zu "
		    "recording%s",
		    ref, tally->unreadable, b->n_recordings, plural);
		sar_err_hint(err,
		    "find out why, or answer without them: --allow-partial");
	}
	return -1;
}

/*
 * After a failure of writing or of the self-check: if it was a recording's,
 * look at those not reached, tell of all, and say in ${err} what it comes to.
 * Always -1.
 */
int
sar_build_spoiled(struct build *b, struct sar_err *err)
{
	struct tally tally = count(b);
	struct sar_err why = SAR_ERR_INIT;

	if (err->code != SAR_ECORRUPT || tally.unreadable + tally.gone +
						 tally.changed + tally.differs +
						 tally.unproved ==
					     0)
		return -1;
	if (sar_crew_run(b->jobs, b->n_recordings, survey_one, b, &why) == -1) {
		*err = why;
		return -1;
	}
	tally = count(b);
	tell(b);
	return sum_up(b, &tally, err);
}

/*
 * If all that failed can be left out, take it out of the plan.  Return
 * whether that is so and there is a point in another try.
 */
bool
sar_build_leave_out(struct build *b)
{
	struct tally tally = count(b);
	size_t i;

	if (!b->options->allow_partial || tally.gone > 0 || tally.changed > 0 ||
	    tally.differs > 0 || tally.unproved > 0 || tally.unreadable == 0)
		return false;
	for (i = 0; i < b->n_recordings; i++)
		if (b->recordings[i].fate == SAR_FATE_UNREADABLE)
			sar_plan_unreadable(b->answer->plan,
			    b->recordings[i].item);
	sar_plan_retell(b->answer->told, b->answer->plan);
	return true;
}
