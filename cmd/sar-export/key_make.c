#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/secret.h"
#include "common/passphrase.h"
#include "package/passphrase.h"
#include "sar-export/args.h"
#include "sar-export/key.h"
#include "tlog/keyfile.h"

/* About a second of one core, and a quarter of a gigabyte. */
static const struct sar_keyfile_cost cost = { .memory = 262144, .passes = 3 };

static char *out_path, *kind_word;
static int plain;

static const struct poptOption options[] = {
	{ "out", 'o', POPT_ARG_STRING, &out_path, 1,
	    "put the key into a new file (0600)", "FILE" },
	{ "kind", '\0', POPT_ARG_STRING, &kind_word, 2,
	    "what it will sign: a log of its name (default), or other logs' "
	    "checkpoints",
	    "log|witness" },
	{ "plain", '\0', POPT_ARG_NONE, &plain, 3,
	    "without a passphrase: for a log that nobody attends", NULL },
	ARGS_INCLUDE(passphrase_options, "Where the passphrase comes from:"),
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* What can be refused before anything is asked for. */
static int
check(const char *name, struct sar_err *err)
{
	if (!sar_key_name_ok(name))
		return sar_err_set(err, SAR_EINPUT,
		    "expected a name of 1 to %d ASCII characters without "
		    "spaces and '+'",
		    SAR_KEY_NAME_MAX);
	if (out_path == NULL)
		return sar_err_set(err, SAR_EINPUT, "--out: missing");
	if (kind_word != NULL && strcmp(kind_word, "log") != 0 &&
	    strcmp(kind_word, "witness") != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--kind: expected log or witness");
	if (plain != 0 && passphrase_given())
		return sar_err_set(err, SAR_EINPUT,
		    "--plain: there is no passphrase with it");
	if (!sar_file_exists(out_path))
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED, "%s: exists already", out_path);
	sar_err_hint(err, "--out needs a new file: a key that is overwritten "
			  "signs nothing any more");
	return -1;
}

static struct sar_secret *
generate(const char *name, struct sar_err *err)
{
	if (kind_word != NULL && strcmp(kind_word, "witness") == 0)
		return sar_key_generate_witness(name, err);
	return sar_key_generate(name, err);
}

static struct sar_secret *
seal(const struct sar_secret *skey, struct sar_err *err)
{
	struct sar_secret *passphrase, *sealed = NULL;

	passphrase = passphrase_get("Passphrase of the new key", true, err);
	if (passphrase != NULL && sar_passphrase_check(passphrase, err) == 0)
		sealed = sar_keyfile_seal(skey, passphrase, &cost, err);
	sar_secret_free(passphrase);
	return sealed;
}

static int
write_key(const struct sar_secret *skey, struct sar_err *err)
{
	struct sar_secret *sealed;
	int rc;

	if (plain != 0)
		return sar_secret_to_file(skey, out_path, err);
	if ((sealed = seal(skey, err)) == NULL)
		return -1;
	rc = sar_file_write(out_path, sar_secret_data(sealed),
	    sar_secret_len(sealed), 0600, false, err);
	sar_secret_free(sealed);
	return rc;
}

static void
say_made(const struct sar_key_public *key)
{
	char vkey[SAR_VKEY_MAX];
	json_t *s = cmd_summary();

	sar_key_public_format(key, vkey);
	(void)json_object_set_new(s, "vkey", json_string(vkey));
	(void)json_object_set_new(s, "kind",
	    json_string(key->kind == SAR_KEY_LOG ? "log" : "witness"));
	(void)json_object_set_new(s, "out", json_string(out_path));
	cmd_say("%s\n", vkey);
	cmd_note("That is the public key: give it to whoever is to check what "
		 "this key signs.\n"
		 "The secret key is in the file: keep it out of backups that "
		 "others can read.\n");
}

static int
make(const char *name, struct sar_err *err)
{
	struct sar_secret *skey = NULL;
	struct sar_key_secret *key = NULL;
	int rc = -1;

	if (check(name, err) == 0 && (skey = generate(name, err)) != NULL &&
	    (key = sar_key_secret_parse(skey, err)) != NULL &&
	    write_key(skey, err) == 0) {
		say_made(sar_key_secret_public(key));
		rc = 0;
	}
	sar_key_secret_free(key);
	sar_secret_free(skey);
	return rc;
}

int
key_make(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "NAME --out FILE", &rest,
	    &err);
	if (rc == -1 || (rc == 0 && make(rest[0], &err) == -1))
		status = cmd_report(&err);
	free(out_path);
	free(kind_word);
	out_path = kind_word = NULL;
	plain = 0;
	passphrase_free();
	return status;
}
