#include <stdlib.h>

#include "ingest/ingest.h"
#include "sar-index/commands.h"

static struct {
	char *guess;
} args;

static const struct poptOption options[] = {
	{ "guess", '\0', POPT_ARG_STRING, &args.guess, 1,
	    "propose a mapping for this CSV, on standard output", "FILE" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

static void
add(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

/* Not even with --quiet is the proposal left out: it is the answer. */
static int
print(const struct sar_buf *out, const struct sar_ingest_guess *guess,
    struct sar_err *err)
{
	if (cmd_options.json) {
		(void)json_object_set_new(cmd_summary(), "mapping",
		    json_string(out->data));
		add("rows", guess->rows);
		add("columns", guess->columns);
		add("doubts", guess->doubts);
		add("left", guess->left);
	} else {
		(void)fwrite(out->data, 1, out->len, stdout);
	}
	if (guess->left == 0)
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "%s: the proposal leaves %u lines to a person", args.guess,
	    guess->left);
	sar_err_hint(err, "read its comments, and see sar-mapping(5)");
	return -1;
}

int
cmd_map(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_ingest_guess guess;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--guess FILE", &rest, &err);
	if (rc == 0 && args.guess == NULL)
		rc = sar_err_set(&err, SAR_EINPUT, "--guess: missing");
	if (rc == -1 || (rc == 0 && (sar_ingest_guess(args.guess, &out, &guess,
					 &err) == -1 ||
					print(&out, &guess, &err) == -1)))
		status = cmd_report(&err);
	sar_buf_free(&out);
	free(args.guess);
	return status;
}
