/* What may be said of a hold, in the log and for good. */
#include <string.h>

#include "export/hold_place.h"

#define CODE_MAX 32
#define DIGITS_MAX 5 /* a year; no telephone number is as short */

static size_t
digits(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text >= '0' && *text <= '9';
	return n;
}

/* The log takes no telephone number, and nothing may be held that it does not
   have. */
int
sar_hold_place_code(const char *reason, struct sar_err *err)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	if (reason[0] != '\0' && reason[0] != '-' &&
	    strspn(reason, set) == strlen(reason) &&
	    strlen(reason) <= CODE_MAX && digits(reason) <= DIGITS_MAX)
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "--reason: expected a code of a-z, 0-9 and '-', and no number");
}

/* What goes into the log is there for good. */
int
sar_hold_place_words(const struct sar_hold_place *place, struct sar_err *err)
{
	const struct sar_hold_options *o = place->options;
	struct sar_date today = sar_zone_local(place->home->zone, o->now).date;

	if (sar_home_staff(place->home, "--by", o->by, err) == -1 ||
	    (o->owner != NULL &&
		sar_home_staff(place->home, "--owner", o->owner, err) == -1) ||
	    (o->name != NULL &&
		sar_home_staff(place->home, "--name", o->name, err) == -1))
		return -1;
	if (o->reason != NULL &&
	    (sar_hold_place_code(o->reason, err) == -1 ||
		sar_home_staff(place->home, "--reason", o->reason, err) == -1))
		return -1;
	if (o->review.year != 0 && sar_date_compare(o->review, today) < 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--review: the day is past");
	return 0;
}
