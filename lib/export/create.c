#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "disclosure/log.h"
#include "export/home.h"

/*
 * What a new home's sar.conf says until staff have filled it in.  Empty
 * profile lines make every build stop: the answer must have them all.
 */
static const char template_head[] = "# What every line means: man 5 sar.conf\n"
				    "\n"
				    "[organisation]\n"
				    "name =\n";

static const char template_tail[] =
    "\n"
    "[policy]\n"
    "zone = Europe/London\n"
    "retention-months = 6\n"
    "fill = tone\n"
    "format = same\n"
    "passphrase-words = 6\n"
    "\n"
    "[recorder]\n"
    "recordings = /var/spool/asterisk/monitor\n"
    "country = 44\n"
    "outside = 9\n"
    "# Numbers and extensions whose calls are recorded, one a line:\n"
    "# recorded = 01632 960000\n"
    "\n"
    "# What the answer must tell the person (UK GDPR Art. 15): write \"none\"\n"
    "# where there is none.\n"
    "[profile]\n"
    "controller =\n"
    "contact =\n"
    "purposes =\n"
    "categories =\n"
    "recipients =\n"
    "retention =\n"
    "source =\n"
    "automated-decisions =\n"
    "transfers =\n"
    "complaint-route =\n"
    "regulator-contact =\n";

static int
make_folders(const struct sar_home *home, struct sar_err *err)
{
	static const char *const folders[] = { "cases", "keys", "outbox",
		"staging" };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		char *path = sar_home_path(home, folders[i], err);
		int rc = path == NULL ? -1 : sar_file_mkdir(path, 0700, err);

		free(path);
		if (rc == -1)
			return -1;
	}
	return 0;
}

/* sar.conf as given, or the template. */
static int
put_conf(const char *dir, const char *conf, size_t len, const char *origin,
    struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	char *path = sar_file_join(dir, "sar.conf", err);
	int rc = -1;

	if (path == NULL)
		goto out;
	if (sar_file_exists(path) && conf == NULL) {
		rc = 0;
		goto out;
	}
	if (conf != NULL) {
		sar_buf_add(&text, conf, len);
	} else {
		sar_buf_puts(&text, template_head);
		sar_buf_printf(&text, "origin = %s\n", origin);
		sar_buf_puts(&text, template_tail);
	}
	if (sar_buf_check(&text, err) == 0)
		rc = sar_file_write(path, text.data, text.len, 0640, true, err);

out:
	free(path);
	sar_buf_free(&text);
	return rc;
}

/* A key that is there signs this log only if it has its name. */
static struct sar_key_secret *
given_key(const struct sar_home *home, const char *origin, struct sar_err *err)
{
	struct sar_key_secret *key = sar_home_sign_key(home, err);
	const struct sar_key_public *public;

	if (key == NULL)
		return NULL;
	public = sar_key_secret_public(key);
	if (public->kind == SAR_KEY_LOG && strcmp(public->name, origin) == 0)
		return key;
	sar_key_secret_free(key);
	(void)sar_err_set(err, SAR_ESECRET,
	    "log.skey: not the key of a log of this origin");
	sar_err_hint(err, "\"sar-export key make ORIGIN --plain\" makes one, "
			  "and init does so itself where there is none");
	return NULL;
}

/* The log's key: the one that is there, else a new one. */
static struct sar_key_secret *
make_key(const struct sar_home *home, const char *origin, struct sar_err *err)
{
	struct sar_key_secret *key = NULL;
	struct sar_secret *skey = NULL;
	char *path = NULL;
	bool there;

	if (sar_home_has_key(home, &there, err) == -1)
		return NULL;
	if (there)
		return given_key(home, origin, err);
	path = sar_home_path(home, "keys/log.skey", err);
	if (path != NULL && (skey = sar_key_generate(origin, err)) != NULL &&
	    sar_file_write(path, sar_secret_data(skey), sar_secret_len(skey),
		0600, false, err) == 0)
		key = sar_key_secret_parse(skey, err);
	sar_secret_free(skey);
	free(path);
	return key;
}

static int
put_vkey(const struct sar_home *home, const struct sar_key_secret *key,
    struct sar_err *err)
{
	char *path = sar_home_path(home, "log.vkey", err);
	char vkey[SAR_VKEY_MAX];
	char line[SAR_VKEY_MAX + 1];
	int rc;

	if (path == NULL)
		return -1;
	sar_key_public_format(sar_key_secret_public(key), vkey);
	(void)snprintf(line, sizeof(line), "%s\n", vkey);
	rc = sar_file_write(path, line, strlen(line), 0644, true, err);
	free(path);
	return rc;
}

/* Folders, key and log under a sar.conf that has been read. */
static int
furnish(const struct sar_home *home, const char *log, int64_t now,
    struct sar_err *err)
{
	struct sar_key_secret *key = NULL;
	const char *origin;
	char *mark = NULL;
	int rc = -1;

	origin = sar_conf_need(home->conf, "organisation", "origin", err);
	if (origin == NULL)
		return -1;
	if (!sar_key_name_ok(origin))
		return sar_conf_bad(home->conf, "organisation", "origin", 0,
		    "expected a name without spaces or '+'", err);
	if (make_folders(home, err) == -1 ||
	    (key = make_key(home, origin, err)) == NULL ||
	    put_vkey(home, key, err) == -1 ||
	    (mark = sar_home_path(home, "log.mark", err)) == NULL)
		goto out;
	/* The log last: a home with a log is complete. */
	rc = sar_log_create(log, key, now, mark, err);

out:
	free(mark);
	sar_key_secret_free(key);
	return rc;
}

int
sar_home_create(const char *dir, const char *conf, size_t len,
    const char *origin, int64_t now, struct sar_err *err)
{
	struct sar_home *home = NULL;
	char *log = NULL;
	int rc = -1;

	if (sar_file_mkdir(dir, 0700, err) == -1 ||
	    (log = sar_file_join(dir, "log", err)) == NULL)
		goto out;
	if (sar_file_exists(log)) {
		(void)sar_err_set(err, SAR_EREFUSED, "%s: a log is there", log);
		sar_err_hint(err, "this home has been made already");
		goto out;
	}
	if (put_conf(dir, conf, len, origin, err) == -1 ||
	    (home = sar_home_open(dir, err)) == NULL)
		goto out;
	rc = furnish(home, log, now, err);

out:
	sar_home_free(home);
	free(log);
	return rc;
}
