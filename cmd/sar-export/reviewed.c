#include "sar-export/reviewed.h"

#include <jansson.h>

#include "common/cmd.h"

void
reviewed_others(const struct sar_review_there *was)
{
	if (was->others == 0)
		return;
	(void)json_object_set_new(cmd_summary(), "review_others",
	    json_integer((json_int_t)was->others));
	cmd_warn("warning: review/: %zu thing%s in it that %s not of the "
		 "review and stay%s\n",
	    was->others, was->others == 1 ? "" : "s",
	    was->others == 1 ? "is" : "are", was->others == 1 ? "s" : "");
}

int
reviewed_end(const struct sar_case *c, struct sar_err *err)
{
	struct sar_review_there was;

	if (sar_review_over(c, &was, err) == -1) {
		sar_err_hint(err, "the step is logged; \"sar-export review "
				  "--purge\" takes the copies away");
		return -1;
	}
	if (!was.any)
		return 0;
	(void)json_object_set_new(cmd_summary(), "review_purged",
	    json_integer((json_int_t)was.copies));
	cmd_say("The review is over: %zu cop%s of recordings taken away.\n",
	    was.copies, was.copies == 1 ? "y" : "ies");
	reviewed_others(&was);
	return 0;
}
