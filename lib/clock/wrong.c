#include "clock/clock.h"

const char *
sar_clock_wrong_text(enum sar_clock_wrong wrong)
{
	switch (wrong) {
	case SAR_CLOCK_FITS:
		break;
	case SAR_CLOCK_EARLY:
		return "before the request came";
	case SAR_CLOCK_BACKWARDS:
		return "before what it follows";
	case SAR_CLOCK_FUTURE:
		return "after the day it is logged";
	case SAR_CLOCK_NOT_ASKED:
		return "not asked for, or settled already";
	case SAR_CLOCK_ASKED_BEFORE:
		return "asked for already";
	case SAR_CLOCK_EXTENDED_BEFORE:
		return "extended already";
	case SAR_CLOCK_NOTICE_LATE:
		return "too late: the notice's last day has passed";
	case SAR_CLOCK_NOT_RUNNING:
		return "the time for the answer has not started";
	case SAR_CLOCK_OVER:
		return "too late: the time for the answer is up";
	case SAR_CLOCK_TOO_MANY:
		return "asked too many times";
	}
	return "fits";
}
