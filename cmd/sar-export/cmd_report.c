#include <stdlib.h>
#include <time.h>

#include "board/board.h"
#include "common/listing.h"
#include "docket/dockets.h"
#include "export/history.h"
#include "sar-export/board_view.h"
#include "sar-export/commands.h"

static struct {
	char *from, *to, *as_of, *csv, *html;
	int force;
} args;

static const struct poptOption options[] = {
	{ "from", '\0', POPT_ARG_STRING, &args.from, 1,
	    "first day of the report", "YYYY-MM-DD" },
	{ "to", '\0', POPT_ARG_STRING, &args.to, 2, "last day of the report",
	    "YYYY-MM-DD" },
	{ "as-of", '\0', POPT_ARG_STRING, &args.as_of, 3,
	    "the day open cases are judged on (default today)", "YYYY-MM-DD" },
	{ "csv", '\0', POPT_ARG_STRING, &args.csv, 4,
	    "write a table of the months to this new file too", "FILE" },
	{ "html", '\0', POPT_ARG_STRING, &args.html, 5,
	    "write a page with a chart to this new file too", "FILE" },
	{ "force", '\0', POPT_ARG_NONE, &args.force, 6,
	    "replace these files if there are any", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
read_day(const char *name, const char *text, int32_t *out, struct sar_err *err)
{
	struct sar_date date;

	if (text == NULL)
		return sar_err_set(err, SAR_EINPUT, "%s: missing", name);
	if (!sar_date_parse(text, &date))
		return sar_err_set(err, SAR_EINPUT, "%s: expected YYYY-MM-DD",
		    name);
	*out = (int32_t)sar_date_days(date);
	return 0;
}

static int
read_days(const struct sar_home *home, struct sar_board_options *o,
    struct sar_err *err)
{
	if (read_day("--from", args.from, &o->from, err) == -1 ||
	    read_day("--to", args.to, &o->to, err) == -1)
		return -1;
	o->holidays = home->holidays;
	o->today = (int32_t)
	    sar_date_days(sar_zone_local(home->zone, (int64_t)time(NULL)).date);
	if (args.as_of != NULL)
		return read_day("--as-of", args.as_of, &o->today, err);
	return 0;
}

/* Both files, or neither: what cannot be written is found before a name is
   taken. */
static int
write_files(const struct board_view *view, struct sar_err *err)
{
	struct cmd_listing csv = { 0 }, html = { 0 };
	int rc = -1;

	if (cmd_listing_open(&csv, args.csv, args.force != 0, err) == -1 ||
	    cmd_listing_open(&html, args.html, args.force != 0, err) == -1)
		goto out;
	if (csv.to != NULL)
		board_csv(view, csv.to);
	if (html.to != NULL && board_html(view, html.to, err) == -1)
		goto out;
	if (cmd_listing_end(&csv, err) == 0)
		rc = cmd_listing_end(&html, err);

out:
	cmd_listing_drop(&csv);
	cmd_listing_drop(&html);
	return rc;
}

static int
report(struct sar_err *err)
{
	struct sar_home *home = sar_home_open(cmd_home(), err);
	struct sar_board_options asked = { 0 };
	struct sar_dockets *dockets = NULL;
	struct sar_board board = { 0 };
	struct board_view view = { .board = &board };
	int rc = -1;

	if (home == NULL || read_days(home, &asked, err) == -1 ||
	    (dockets = sar_history_dockets(home, err)) == NULL ||
	    sar_board_make(dockets, &asked, &board, err) == -1)
		goto out;
	view.today = asked.today;
	view.organisation = sar_conf_get(home->conf, "organisation", "name");
	if (view.organisation == NULL)
		view.organisation = "";
	if (write_files(&view, err) == -1)
		goto out;
	if (cmd_options.json)
		board_json(&view);
	else
		board_text(&view);
	rc = 0;

out:
	sar_board_clear(&board);
	sar_dockets_free(dockets);
	sar_home_free(home);
	return rc;
}

int
cmd_report_board(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--from DATE --to DATE",
	    &rest, &err);
	if (rc == -1 || (rc == 0 && report(&err) == -1))
		status = cmd_report(&err);
	free(args.from);
	free(args.to);
	free(args.as_of);
	free(args.csv);
	free(args.html);
	return status;
}
