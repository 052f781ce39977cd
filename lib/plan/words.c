/* Classes and reasons, for machines and for people. */
#include <string.h>

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
	{ "damage-not-confirmed",
	    "The recording is damaged, and nobody has yet said that what was "
	    "marked is where it is heard." },
	{ "possible-match",
	    "It has not yet been decided whether the recording is of "
	    "the person who asked." },
	{ "not-requester", "The speaker is not the person who asked." },
	{ "exempt", "All of the recording is exempt." },
	{ "held-past-retention",
	    "The recording is past the end of its retention period "
	    "but has not been deleted yet." },
	{ "retention-boundary",
	    "It cannot be said for certain on which day the retention "
	    "period ends." },
	{ "missing", "The recording should be held but cannot be found." },
	{ "damaged", "The recording is damaged and cannot be played." },
	{ "unsupported-format",
	    "The recording is in a format that cannot be redacted." },
	{ "expired", "The recording was deleted at the end of its retention "
		     "period." },
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
