/* Classes, reasons and changes, for machines and for people. */
#include <string.h>

#include "plan/changes.h"
#include "plan/plan.h"

const char *sar_plan_class_name(enum sar_class class)
{
	switch (class) {
	case SAR_CLASS_DISCLOSED:
		return "disclosed";
	case SAR_CLASS_PART_DISCLOSED:
		return "part-disclosed";
	case SAR_CLASS_WITHHELD:
		return "withheld";
	case SAR_CLASS_UNAVAILABLE:
		return "unavailable";
	}
	return "";
}

const char *sar_plan_class_text(enum sar_class class)
{
	switch (class) {
	case SAR_CLASS_DISCLOSED:
		return "Disclosed in full";
	case SAR_CLASS_PART_DISCLOSED:
		return "Disclosed in part";
	case SAR_CLASS_WITHHELD:
		return "Withheld";
	case SAR_CLASS_UNAVAILABLE:
		return "Not available";
	}
	return "";
}

const char *
sar_plan_fill_name(enum sar_plan_fill fill)
{
	return fill == SAR_FILL_TONE ? "tone" : "silence";
}

/* The one reason that no requester is told. */
#define NEITHER "neither"

static const struct {
	const char *code;
	const char *text;
} reasons[] = {
	{ "inside", "The whole recording is disclosed." },
	{ "redacted", "Parts that may not be disclosed were taken out." },
	{ "past-retention-included",
	    "We still held the recording after the end of its "
	    "retention period and disclose it." },
	{ "retention-boundary-included",
	    "The recording may have been past the end of its "
	    "retention period; we disclose what we hold." },
	{ "not-reviewed", "Nobody has yet listened to the recording." },
	{ "no-decision",
	    "Why something is to be taken out has not yet been written "
	    "down." },
	{ "rejected", "What is to be taken out has not yet been settled." },
	{ "second-person",
	    "Another person has yet to listen to the recording." },
	{ "damage-not-confirmed",
	    "The recording is damaged, and nobody has yet said that all of it "
	    "was heard, and that what was marked is where it is heard." },
	{ "heard-otherwise",
	    "The recording is read in another way than when somebody listened "
	    "to it." },
	{ "possible-match",
	    "It has not yet been decided whether the recording is of "
	    "the person who asked." },
	{ "not-requester", "The speaker is not the person who asked." },
	{ "exempt", "All of the recording is exempt." },
	{ NEITHER, "It is neither confirmed nor denied that we hold it; the "
		   "requester is not told of it." },
	{ "held-past-retention",
	    "The recording is past the end of its retention period "
	    "but has not been deleted yet." },
	{ "retention-boundary",
	    "It cannot be said for certain on which day the retention "
	    "period ends." },
	{ "missing", "The recording should be held but cannot be found." },
	/* A player might play some of it: that is not for us to say. */
	{ "damaged",
	    "The recording is damaged or holds no sound, and we cannot take "
	    "other people's words out of it safely." },
	{ "unsupported-format",
	    "The recording is in a format that cannot be redacted." },
	{ "expired", "The recording is not held any more: its retention period "
		     "ended before your request came." },
	{ "deleted-on-schedule",
	    "The recording is not held any more: it was deleted when its "
	    "retention period ended, after your request came." },
	{ "deleted-after-receipt",
	    "The recording is not held any more: it was held when your request "
	    "came, although its retention period had ended, and it was deleted "
	    "after that." },
	{ "not-recorded-by-design",
	    "Calls to or from this number are not recorded." },
	{ "not-answered",
	    "The call was not answered, so nothing was recorded." },
};

const char *
sar_plan_reason_text(const char *reason)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(reasons[i].code, reason) == 0)
			return reasons[i].text;
	return reason;
}

const char *
sar_plan_reason_find(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(reasons[i].code, NEITHER) != 0 &&
		    strlen(reasons[i].text) == len &&
		    memcmp(reasons[i].text, text, len) == 0)
			return reasons[i].code;
	return NULL;
}

static const struct {
	const char *code;
	const char *text;
} changes[] = {
	{ "audio-replaced", "the recording is another file" },
	{ "audio-on-disk",
	    "the file on disk is gone, or is not the one that was imported" },
	{ "audio-measured", "the index says something else of the recording" },
	{ "review-added", "somebody has listened to it since" },
	{ "review-gone", "nobody speaks for it any more" },
	{ "marks-changed", "the marks file is another" },
	{ "speaker-changed", "whether the requester speaks" },
	{ "reviewer-changed", "who listened, or when" },
	{ "damage-changed", "whether the damage was heard" },
	{ "standing-changed",
	    "whether whoever listened settles it, rejects it or wants another "
	    "person to listen" },
	{ "review-file-changed", "which saved review it comes from" },
	{ "decisions-changed", "a record of a decision" },
	{ "cut-added", "a cut more" },
	{ "cut-moved", "a cut is elsewhere" },
	{ "cut-removed", "a cut less" },
	{ "cut-changed", "channels, fill, provision or decision of a cut" },
	{ "outcome-changed", "what becomes of it" },
	{ "retention-changed", "what retention says of it" },
	{ "match-changed", "whether it is a possible match" },
	{ "format-changed", "the format" },
	{ "fill-changed", "what a cut sounds like" },
	{ "fade-changed", "how what is kept next to a cut is softened" },
	{ "proofs-changed",
	    "whether there are proofs of what was cut, and of which blocks" },
	{ "guards-changed", "the guards around marks" },
	{ "evidence-changed", "how it was found" },
	{ "number-changed", "its number" },
	{ "name-changed", "its name in the package" },
	{ "start-changed", "when the call began" },
	{ "item-added", "was not in the plan" },
	{ "item-gone", "is in the plan no more" },
	{ "unattributed-changed",
	    "how many calls in the period nobody can attribute" },
	{ "expired-reason-changed",
	    "why what is held past retention was taken in" },
	{ "other-changed", "something else" },
};

const char *
sar_changes_text(const char *what)
{
	size_t i;

	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (strcmp(changes[i].code, what) == 0)
			return changes[i].text;
	return what;
}
