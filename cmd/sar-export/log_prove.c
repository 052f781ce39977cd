#include "sar-export/log_prove.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "common/cmd.h"
#include "disclosure/prove.h"
#include "export/home.h"
#include "sar-export/log_args.h"

static char *out_path;
static int cosigned;

static const struct poptOption options[] = {
	{ "out", 'o', POPT_ARG_STRING, &out_path, 1,
	    "write it to a new file (0600), not to standard output", "FILE" },
	{ "cosigned", '\0', POPT_ARG_NONE, &cosigned, 2,
	    "against the first checkpoint with it that a witness cosigned",
	    NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* The proof's text, of record ${seq}. */
static int
make(const struct sar_home *home, uint64_t seq, struct sar_buf *text,
    struct sar_err *err)
{
	struct sar_key_public key;
	struct sar_tlogproof proof = { 0 };
	struct sar_prove what = { .key = &key,
		.seqs = &seq,
		.n = 1,
		.cosigned = cosigned != 0 };
	char *dir = sar_home_path(home, "log", err);
	char *mark = sar_home_path(home, SAR_HOME_MARK, err);
	int rc = -1;

	what.dir = dir;
	what.mark = mark;
	if (dir != NULL && mark != NULL &&
	    sar_home_verify_key(home, &key, err) == 0 &&
	    sar_prove_records(&what, &proof, err) == 0)
		rc = sar_tlogproof_add(text, &proof, err);
	sar_tlogproof_clear(&proof);
	free(mark);
	free(dir);
	return rc;
}

static int
put(const struct sar_buf *text, struct sar_err *err)
{
	if (out_path == NULL) {
		if (!cmd_options.json)
			(void)fwrite(text->data, 1, text->len, stdout);
		return 0;
	}
	if (sar_file_write(out_path, text->data, text->len, 0600, false, err) ==
	    -1)
		return -1;
	(void)json_object_set_new(cmd_summary(), "out", json_string(out_path));
	return 0;
}

static int
prove(const char *argument, struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_home *home = NULL;
	uint64_t seq;
	int rc = -1;

	if (log_args_record(argument, &seq, err) == -1)
		return -1;
	if (out_path == NULL && cmd_options.json)
		return sar_err_set(err, SAR_EINPUT, "--json: needs --out");
	if ((home = sar_home_open(cmd_home(), err)) != NULL &&
	    make(home, seq, &text, err) == 0 && put(&text, err) == 0) {
		(void)json_object_set_new(cmd_summary(), "record",
		    json_integer((json_int_t)seq));
		rc = 0;
	}
	sar_buf_free(&text);
	sar_home_free(home);
	return rc;
}

int
log_prove(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "RECORD", &rest, &err);
	if (rc == -1 || (rc == 0 && prove(rest[0], &err) == -1))
		status = cmd_report(&err);
	free(out_path);
	out_path = NULL;
	cosigned = 0;
	return status;
}
