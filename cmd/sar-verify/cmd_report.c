#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "sar-verify/book.h"
#include "sar-verify/commands.h"
#include "sar-verify/data.h"
#include "sar-verify/report.h"

static struct {
	struct book_args book;
	char *html;
} args;

static const struct poptOption options[] = {
	{ "html", '\0', POPT_ARG_STRING, &args.html, 20,
	    "write a page, and not text to standard output", "FILE" },
	BOOK_OPTIONS(args.book),
	CMD_OUTPUT,
	POPT_TABLEEND,
};

static int
report(const struct book *book, struct sar_err *err)
{
	struct paper paper = {
		.form = args.html == NULL ? &paper_text : &paper_html,
	};
	int rc = -1;

	if (report_write(book, &paper, err) == 0 &&
	    sar_buf_check(&paper.out, err) == 0)
		rc = data_put(args.html, args.book.force != 0, "report",
		    paper.out.data, paper.out.len, err);
	sar_buf_free(&paper.out);
	return rc;
}

int
cmd_report_log(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	struct book book = { 0 };
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "--vkey FILE LOGDIR", &rest,
	    &err);
	if (rc == 0 && args.html != NULL && args.book.force == 0 &&
	    sar_file_exists(args.html))
		rc = sar_err_set(&err, SAR_EREFUSED, "%s: exists already",
		    args.html);
	if (rc == 0 &&
	    (rc = book_open(&args.book, rest[0], &book, &err)) == 0 &&
	    (rc = report(&book, &err)) == 0)
		rc = book_verdict(&book, &err);
	if (rc == -1)
		status = cmd_report(&err);
	book_close(&book);
	book_free_args(&args.book);
	free(args.html);
	return status;
}
