#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/file.h"
#include "package/age.h"
#include "sar-export/commands.h"

#define TEXT_MAX 512

static char *out_path;

static const struct poptOption options[] = {
	{ "out", 'o', POPT_ARG_STRING, &out_path, 1,
	    "put the key into a new file (0600)", "FILE" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* The file as age-keygen writes it, so that age reads it too. */
static int
write_key(const struct sar_secret *key, const char *recipient,
    struct sar_err *err)
{
	char *text = sodium_malloc(TEXT_MAX);
	int rc;

	if (text == NULL)
		return sar_err_set(err, SAR_EFAIL, "%s: no protected memory",
		    out_path);
	(void)snprintf(text, TEXT_MAX, "# public key: %s\n%s\n", recipient,
	    sar_secret_data(key));
	rc = sar_file_write(out_path, text, strlen(text), 0600, false, err);
	if (rc == -1 && err->code == SAR_EREFUSED)
		sar_err_hint(err, "--out needs a new file: a key that is "
				  "overwritten opens nothing any more");
	sodium_free(text);
	return rc;
}

static int
make_key(struct sar_err *err)
{
	char text[SAR_AGE_RECIPIENT_LEN];
	struct sar_age_recipient recipient;
	struct sar_secret *key;
	int rc;

	if (out_path == NULL)
		return sar_err_set(err, SAR_EINPUT, "--out: missing");
	if ((key = sar_age_identity_generate(&recipient, err)) == NULL)
		return -1;
	sar_age_recipient_format(&recipient, text);
	rc = write_key(key, text, err);
	sar_secret_free(key);
	if (rc == -1)
		return -1;
	(void)json_object_set_new(cmd_summary(), "recipient",
	    json_string(text));
	(void)json_object_set_new(cmd_summary(), "out", json_string(out_path));
	cmd_say("recovery-recipient = %s\n", text);
	cmd_note("Put that line into [policy] of sar.conf: from then on each "
		 "build seals its\npassphrase to this key.\n"
		 "Keep the key off this machine, on two media in two locked "
		 "places. Who has it\nand the case folder has the passphrase; "
		 "without it no sealed passphrase can be\nrecovered.\n");
	return 0;
}

int
cmd_recovery_key(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--out FILE", &rest, &err);
	if (rc == -1 || (rc == 0 && make_key(&err) == -1))
		status = cmd_report(&err);
	free(out_path);
	out_path = NULL;
	return status;
}
