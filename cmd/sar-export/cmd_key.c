#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/group.h"
#include "common/passphrase.h"
#include "disclosure/log.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/key.h"
#include "sar-export/log_args.h"
#include "tlog/keyfile.h"
#include "tlog/minisig.h"

/* One public key, and from which size of the log on it signs. */
static int
say_key(const struct sar_key_public *key, const char *since,
    struct sar_err *err)
{
	char vkey[SAR_VKEY_MAX], minisig[SAR_MINISIG_PUBLIC];
	json_t *object;

	sar_key_public_format(key, vkey);
	if (sar_minisig_public(key, minisig, err) == -1)
		return -1;
	cmd_say("%s%s%s\n", since, since[0] == '\0' ? "" : "\t", vkey);
	if (!cmd_options.json)
		return 0;
	object = json_pack("{ssssssssss}", "type", "key", "name", key->name,
	    "kind", key->kind == SAR_KEY_LOG ? "log" : "witness", "vkey", vkey,
	    "minisign", minisig);
	if (object == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (since[0] != '\0')
		(void)json_object_set_new(object, "since",
		    json_integer(strtoll(since, NULL, 10)));
	cmd_print_json(object);
	return 0;
}

/* A file of a secret key, sealed or bare. */
static int
show_file(const char *path, struct sar_err *err)
{
	struct sar_secret *text = sar_secret_lines_from_file(path, err);
	struct sar_secret *passphrase = NULL;
	struct sar_key_secret *key = NULL;
	int rc = -1;

	if (text == NULL)
		return -1;
	/* What a sealed file says of its key only the passphrase proves. */
	if (sar_keyfile_sealed(text) &&
	    (passphrase = passphrase_get("Passphrase of the key", false,
		 err)) == NULL)
		goto out;
	if ((key = sar_keyfile_open(text, passphrase, err)) != NULL)
		rc = say_key(sar_key_secret_public(key), "", err);

out:
	sar_key_secret_free(key);
	sar_secret_free(passphrase);
	sar_secret_free(text);
	return rc;
}

/* All keys the home's log has been signed with, oldest first. */
static int
show_home(struct sar_err *err)
{
	struct sar_home *home = sar_home_open(cmd_home(), err);
	const struct sar_log_key *keys;
	struct sar_log *log = NULL;
	char since[32];
	size_t n = 0, i;
	int rc = -1;

	if (home == NULL || (log = sar_home_log_open(home, NULL, err)) == NULL)
		goto out;
	rc = 0;
	keys = sar_log_keys(log, &n);
	for (i = 0; i < n && rc == 0; i++) {
		(void)snprintf(since, sizeof(since), "%" PRIu64, keys[i].since);
		rc = say_key(&keys[i].key, since, err);
	}

out:
	sar_log_free(log);
	sar_home_free(home);
	return rc;
}

static const struct poptOption show_options[] = {
	ARGS_INCLUDE(passphrase_options, "Where the passphrase comes from:"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
run_show(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, show_options, 0, 1, "[FILE]", &rest, &err);
	if (rc == 0)
		rc = rest[0] == NULL ? show_home(&err)
				     : show_file(rest[0], &err);
	if (rc == -1)
		status = cmd_report(&err);
	passphrase_free();
	return status;
}

static const struct poptOption rotate_options[] = {
	ARGS_BY,
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
rotate(struct sar_err *err)
{
	struct sar_care care = { 0 };
	struct sar_home *home = NULL;
	struct sar_key_public key;
	char vkey[SAR_VKEY_MAX];
	uint64_t seq;
	int rc = -1;

	if (log_args_care(false, &care, &home, err) == -1 ||
	    sar_care_rotate(&care, &key, &seq, err) == -1)
		goto out;
	sar_key_public_format(&key, vkey);
	(void)json_object_set_new(cmd_summary(), "record",
	    json_integer((json_int_t)seq));
	(void)json_object_set_new(cmd_summary(), "vkey", json_string(vkey));
	cmd_say("Changed by %s: record %" PRIu64 " of the log.\n"
		"From now on it is signed with %s\n"
		"log.vkey has this key too now: whoever is to check what is "
		"released from now on needs it again\n",
	    care.by, seq, vkey);
	rc = 0;

out:
	sar_home_free(home);
	return rc;
}

static int
run_rotate(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, rotate_options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && rotate(&err) == -1))
		status = cmd_report(&err);
	args_free();
	return status;
}

int
cmd_key(int argc, const char **argv)
{
	static const struct cmd commands[] = {
		{ "make", "make a key for a log or a witness", key_make },
		{ "show", "show public keys: the log's, or that of a file",
		    run_show },
		{ "rotate", "change the key that signs the log", run_rotate },
		{ NULL, NULL, NULL },
	};

	return cmd_group(commands, argc, argv);
}
