#include "export/inspect.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "export/home.h"
#include "export/letters.h"
#include "export/settings.h"
#include "index/index.h"
#include "letter/letter.h"
#include "tlog/vkeys.h"

static void
tell(struct sar_inspect *inspect, const struct sar_err *finding)
{
	if (inspect->n++ == 0)
		inspect->first = *finding;
	if (inspect->found != NULL)
		inspect->found(inspect->ctx, finding);
}

/* The answer names every item of Art. 15: all that are wanting, each by name.
 */
static void
look_at_profile(struct sar_inspect *inspect, const struct sar_conf *conf)
{
	const struct sar_conf_key *key;
	struct sar_err err = SAR_ERR_INIT;
	size_t before = inspect->n;

	if (sar_conf_need(conf, "organisation", "name", &err) == NULL)
		tell(inspect, &err);
	for (key = sar_letter_keys(); key->key != NULL; key++)
		if (sar_conf_need(conf, key->section, key->key, &err) == NULL)
			tell(inspect, &err);
	/* What may not be "none"; what is absent was told. */
	if (inspect->n == before && sar_letter_check(conf, &err) == -1)
		tell(inspect, &err);
}

void
sar_inspect_conf(struct sar_inspect *inspect, const char *path)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = sar_settings_load(path, &err);

	if (conf == NULL || sar_home_check_conf(conf, &err) == -1)
		tell(inspect, &err);
	if (conf != NULL)
		look_at_profile(inspect, conf);
	sar_conf_free(conf);
}

/* A folder of the home, which has no rights of ${forbidden}. */
static void
look_at_folder(struct sar_inspect *inspect, const struct sar_home *home,
    const char *name, mode_t forbidden, enum sar_code code)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path = sar_home_path(home, name, &err);
	struct stat st;

	if (path == NULL) {
		tell(inspect, &err);
		return;
	}
	if (stat(path, &st) == -1) {
		(void)sar_err_errno(&err, "%s", path);
		tell(inspect, &err);
	} else if (!S_ISDIR(st.st_mode)) {
		(void)sar_err_set(&err, SAR_EMISSING, "%s: not a folder", path);
		tell(inspect, &err);
	} else if ((st.st_mode & forbidden) != 0) {
		(void)sar_err_set(&err, code,
		    "%s: others can get at it who should not", path);
		sar_err_hint(&err, "chmod %s",
		    (forbidden & S_IRWXG) == S_IRWXG ? "go-rwx"
		    : (forbidden & S_IWGRP) != 0     ? "go-w"
						     : "o-rwx");
		tell(inspect, &err);
	}
	free(path);
}

static void
look_at_folders(struct sar_inspect *inspect, const struct sar_home *home)
{
	/* Staff of one group may work in cases together; keys are nobody's. */
	look_at_folder(inspect, home, ".", S_IWGRP | S_IWOTH, SAR_EREFUSED);
	look_at_folder(inspect, home, "cases", S_IRWXO, SAR_EREFUSED);
	look_at_folder(inspect, home, "outbox", S_IRWXO, SAR_EREFUSED);
	look_at_folder(inspect, home, "staging", S_IRWXO, SAR_EREFUSED);
	look_at_folder(inspect, home, "keys", S_IRWXG | S_IRWXO, SAR_ESECRET);
	look_at_folder(inspect, home, "log", S_IWGRP | S_IWOTH, SAR_EREFUSED);
}

/* A package is moved from one to the other, whole: that is a rename. */
static void
look_at_staging(struct sar_inspect *inspect, const struct sar_home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	char *staging = sar_home_path(home, "staging", &err);
	char *outbox = sar_home_path(home, "outbox", &err);
	struct stat from, to;

	if (staging != NULL && outbox != NULL && stat(staging, &from) == 0 &&
	    stat(outbox, &to) == 0 && from.st_dev != to.st_dev) {
		(void)sar_err_set(&err, SAR_EINPUT,
		    "%s: not on one file system with the outbox", staging);
		tell(inspect, &err);
	}
	free(staging);
	free(outbox);
}

/* A folder that is to be read, under whatever path sar.conf says. */
static void
look_into(struct sar_inspect *inspect, const char *path, const char *key)
{
	struct sar_err err = SAR_ERR_INIT;
	DIR *dir = opendir(path);

	if (dir == NULL) {
		(void)sar_err_errno(&err, "%s: %s", key, path);
		tell(inspect, &err);
		return;
	}
	(void)closedir(dir);
}

static void
look_at_index(struct sar_inspect *inspect, const struct sar_home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path = sar_home_path(home, "index.db", &err);
	struct sar_index *index = NULL;

	if (path == NULL || (index = sar_index_open(path, false, &err)) == NULL)
		tell(inspect, &err);
	sar_index_close(index);
	free(path);
}

/* The key that signs the log is the last that was told of in log.vkey. */
static void
look_at_key(struct sar_inspect *inspect, const struct sar_home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path = sar_home_path(home, "log.vkey", &err);
	struct sar_key_secret *secret = NULL;
	struct sar_key_public *keys = NULL;
	const char *origin = sar_conf_get(home->conf, "organisation", "origin");
	size_t n = 0;

	if (path == NULL ||
	    sar_vkeys_read(path, SAR_KEY_LOG, &keys, &n, &err) == -1 ||
	    (secret = sar_home_sign_key(home, &err)) == NULL) {
		tell(inspect, &err);
		goto out;
	}
	if (memcmp(sar_key_secret_public(secret)->public, keys[n - 1].public,
		sizeof(keys[0].public)) != 0) {
		(void)sar_err_set(&err, SAR_ESECRET,
		    "log.skey: not the key that log.vkey ends with");
		tell(inspect, &err);
	}
	if (origin == NULL || strcmp(origin, keys[0].name) != 0) {
		(void)sar_conf_bad(home->conf, "organisation", "origin", 0,
		    "not the name of the log there is", &err);
		tell(inspect, &err);
	}

out:
	sar_key_secret_free(secret);
	free(keys);
	free(path);
}

/* An answer to a request of today may take a month, two more, and pauses. */
#define AHEAD 4

static void
look_at_holidays(struct sar_inspect *inspect, const struct sar_home *home,
    int64_t now)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_date through, needed;
	char text[SAR_DATE_LEN];

	needed = sar_date_add_months(sar_zone_local(home->zone, now).date,
	    AHEAD);
	if (!sar_holidays_through(home->holidays, home->nation, &through)) {
		(void)sar_err_set(&err, SAR_EREVIEW,
		    "holidays: the table has none of %s",
		    sar_nation_name(home->nation));
	} else if (sar_date_compare(through, needed) < 0) {
		sar_date_format(through, text);
		(void)sar_err_set(&err, SAR_EREVIEW,
		    "holidays: the table ends with %s, so that days to answer "
		    "by are not moved",
		    text);
	} else {
		return;
	}
	sar_err_hint(&err, "name a newer one: holidays in sar.conf(5)");
	tell(inspect, &err);
}

static void
tell_template(void *ctx, const struct sar_err *finding)
{
	tell(ctx, finding);
}

/* Each letter by its template, which somebody may have edited. */
static void
look_at_templates(struct sar_inspect *inspect, const struct sar_home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t n = 0;

	if (sar_letters_check(home, tell_template, inspect, &n, &err) == -1 &&
	    n == 0)
		tell(inspect, &err);
}

void
sar_inspect_home(struct sar_inspect *inspect, const char *dir, int64_t now)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_home *home = sar_home_open(dir, &err);

	if (home == NULL) {
		tell(inspect, &err);
		return;
	}
	look_at_profile(inspect, home->conf);
	look_at_folders(inspect, home);
	look_at_staging(inspect, home);
	look_into(inspect, home->recordings, "recordings");
	look_at_index(inspect, home);
	look_at_key(inspect, home);
	look_at_holidays(inspect, home, now);
	look_at_templates(inspect, home);
	sar_home_free(home);
}
