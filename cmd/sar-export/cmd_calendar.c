#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/listing.h"
#include "export/calendar.h"
#include "sar-export/commands.h"

static struct {
	char *out;
	int force;
} args;

static const struct poptOption options[] = {
	{ "out", '\0', POPT_ARG_STRING, &args.out, 1,
	    "write it here, not to standard output", "FILE" },
	{ "force", '\0', POPT_ARG_NONE, &args.force, 2,
	    "replace the file if it is there", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
put(const struct sar_buf *text, struct sar_err *err)
{
	struct cmd_listing listing = { .path = NULL };
	int rc = -1;

	if (cmd_listing_open(&listing, args.out, args.force != 0, err) == -1)
		goto out;
	/* Of standard output all is checked at the end. */
	if (fwrite(text->data, 1, text->len,
		listing.to == NULL ? stdout : listing.to) != text->len &&
	    listing.to != NULL) {
		(void)sar_err_output(err, "%s", args.out);
		goto out;
	}
	rc = cmd_listing_end(&listing, err);

out:
	cmd_listing_drop(&listing);
	return rc;
}

/* What cannot be in it is said, so that nobody takes it for all there is. */
static void
tell(const struct sar_calendar *made)
{
	if (made->unknown > 0)
		cmd_warn("cases without a day: of %zu the receipt is not in "
			 "the log\n",
		    made->unknown);
	if (made->unrolled > 0)
		cmd_warn("days not moved: %zu are beyond the table of bank "
			 "holidays\n",
		    made->unrolled);
	(void)json_object_set_new(cmd_summary(), "cases",
	    json_integer((json_int_t)made->cases));
	(void)json_object_set_new(cmd_summary(), "events",
	    json_integer((json_int_t)made->events));
	(void)json_object_set_new(cmd_summary(), "unknown",
	    json_integer((json_int_t)made->unknown));
	(void)json_object_set_new(cmd_summary(), "unrolled",
	    json_integer((json_int_t)made->unrolled));
}

static int
write_calendar(struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_home *home = NULL;
	struct sar_calendar made;
	int rc = -1;

	if (cmd_options.json != 0 && args.out == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--json: needs --out FILE for the calendar");
	if ((home = sar_home_open(cmd_home(), err)) != NULL &&
	    sar_calendar_make(home, (int64_t)time(NULL), &made, &text, err) ==
		0 &&
	    put(&text, err) == 0) {
		tell(&made);
		rc = 0;
	}
	sar_buf_free(&text);
	sar_home_free(home);
	return rc;
}

int
cmd_calendar(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && write_calendar(&err) == -1))
		status = cmd_report(&err);
	free(args.out);
	return status;
}
