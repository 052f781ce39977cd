#include "sar-export/hold_place.h"

#include <inttypes.h>

#include "common/cmd.h"
#include "export/find.h"
#include "export/ready.h"

static void
put(const char *name, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), name,
	    json_integer((json_int_t)n));
}

static void
say(const struct sar_hold_result *held, bool dry)
{
	put("held", held->n);
	put("held_now", held->added);
	put("gone", held->gone);
	if (held->n > 0 && !dry)
		put("hold_record", held->record);
	if (held->n == 0)
		cmd_say("No recording to hold was found.\n");
	else
		cmd_say("%s: %" PRIu64 " recording%s, %" PRIu64 " of them by "
			"this.\n",
		    dry ? "Would be held" : "Held", held->n,
		    held->n == 1 ? "" : "s", held->added);
	if (held->gone > 0)
		cmd_say("Of these %" PRIu64 " %s not on the disk.\n",
		    held->gone, held->gone == 1 ? "is" : "are");
	if (held->deleted > 0)
		cmd_warn("warning: %" PRIu64 " recording%s asked for %s been "
			 "deleted: no hold can be placed\n",
		    held->deleted, held->deleted == 1 ? "" : "s",
		    held->deleted == 1 ? "has" : "have");
}

int
hold_place(const struct hold_place *place, struct sar_err *err)
{
	struct sar_hold_result held;
	struct sar_find find;
	int rc;

	if (sar_ready_request(place->c, err) == -1 ||
	    sar_find_run(place->c, &find, err) == -1)
		return -1;
	rc = place->of_case
		 ? sar_hold_case(place->c, &find, &place->with, &held, err)
		 : sar_hold_found(place->home, &find, &place->with, &held, err);
	if (rc == 0)
		say(&held, place->with.dry_run);
	sar_find_free(&find);
	return rc;
}
