#include "export/settings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "export/recorder.h"
#include "letter/letter.h"

#define CONF_MAX ((size_t)1 << 20)

/* A key of these that is added elsewhere is added here, and in sar.conf(5). */
static const struct sar_setting own[] = {
	{ "organisation", "name", false, NULL },
	{ "organisation", "origin", false, NULL },
	{ "policy", "zone", false, NULL },
	{ "policy", "retention-months", false, "6" },
	{ "policy", "nation", false, "england-and-wales" },
	{ "policy", "holidays", false, NULL },
	{ "policy", "target-days", false, NULL },
	{ "policy", "case-months", false, NULL },
	{ "policy", "templates", false, "templates" },
	{ "policy", "fill", false, "tone" },
	{ "policy", "format", false, "same" },
	{ "policy", "fade", false, "0" },
	{ "policy", "redaction-proofs", false, "yes" },
	{ "policy", "decisions", false, "required" },
	{ "policy", "approval", false, "optional" },
	{ "policy", "ref-prefix", false, "SAR" },
	{ "policy", "log-network", false, "no" },
	{ "policy", "names", false, "neutral" },
	{ "policy", "padding", false, "none" },
	{ "policy", "volume-size", false, "none" },
	{ "policy", "vcon", false, "no" },
	{ "policy", "passphrase-words", false, "6" },
	{ "policy", "recovery-recipient", true, NULL },
	{ "review", "heard-at-least", false, "0" },
	{ "review", "player", false, NULL },
	{ "recorder", "recordings", false, NULL },
	{ SAR_RECORDER, "country", false, "44" },
	{ SAR_RECORDER, "outside", false, NULL },
	{ SAR_RECORDER, "area", false, NULL },
	{ SAR_RECORDER, "extensions", false, "2-6" },
	{ SAR_RECORDER, "exit-code", false, NULL },
	{ SAR_RECORDER, "bare-national", false, "no" },
	{ SAR_RECORDER, "bare-country-code", false, "no" },
	{ "recorder", "recorded", true, NULL },
	{ "recorder", "own", true, NULL },
	{ SAR_RECORDER, "headerless", true, NULL },
	{ SAR_RECORDER_NAMED, "country", false, "44" },
	{ SAR_RECORDER_NAMED, "outside", false, NULL },
	{ SAR_RECORDER_NAMED, "area", false, NULL },
	{ SAR_RECORDER_NAMED, "extensions", false, "2-6" },
	{ SAR_RECORDER_NAMED, "exit-code", false, NULL },
	{ SAR_RECORDER_NAMED, "bare-national", false, "no" },
	{ SAR_RECORDER_NAMED, "bare-country-code", false, "no" },
	{ SAR_RECORDER_NAMED, "zone", false, NULL },
	{ SAR_RECORDER_NAMED, "headerless", true, NULL },
};

#define OWN (sizeof(own) / sizeof(own[0]))
#define ALL_MAX 96

/* Ours and the letter's, built once a process. */
static struct {
	struct sar_setting settings[ALL_MAX];
	struct sar_conf_key keys[ALL_MAX + 1]; /* ended by NULL */
	size_t n;
} all;

static void
build(void)
{
	const struct sar_conf_key *more;
	size_t i;

	memcpy(all.settings, own, sizeof(own));
	all.n = OWN;
	for (more = sar_letter_keys(); more->key != NULL; more++) {
		assert(all.n < ALL_MAX);
		all.settings[all.n++] = (struct sar_setting){ more->section,
			more->key, more->many, NULL };
	}
	for (i = 0; i < all.n; i++)
		all.keys[i] = (struct sar_conf_key){ all.settings[i].section,
			all.settings[i].key, all.settings[i].many };
}

const struct sar_setting *
sar_settings_all(size_t *n)
{
	if (all.n == 0)
		build();
	*n = all.n;
	return all.settings;
}

const struct sar_conf_key *
sar_settings_keys(void)
{
	if (all.n == 0)
		build();
	return all.keys;
}

/* What padme pads has its names hidden: one follows from the other. */
static const char *
fallback_of(const struct sar_conf *conf, const struct sar_setting *setting)
{
	const char *padding = sar_conf_get(conf, "policy", "padding");

	if (strcmp(setting->key, "names") == 0 && padding != NULL &&
	    strcmp(padding, "padme") == 0)
		return "hidden";
	return setting->fallback;
}

/* Give every section that ${key}'s stands for what it lacks. */
static int
complete_one(struct sar_conf *conf, const struct sar_conf_key *key,
    const char *value, struct sar_err *err)
{
	const char *section;
	size_t n;

	if (strchr(key->section, '*') == NULL)
		return sar_conf_default(conf, key, key->section, value, err);
	for (n = 0; (section = sar_conf_section(conf, key->section, n)) != NULL;
	     n++)
		if (sar_conf_default(conf, key, section, value, err) == -1)
			return -1;
	return 0;
}

int
sar_settings_complete(struct sar_conf *conf, struct sar_err *err)
{
	const struct sar_conf_key *keys = sar_settings_keys();
	const char *value;
	size_t i;

	for (i = 0; i < all.n; i++) {
		value = fallback_of(conf, &all.settings[i]);
		if (value != NULL &&
		    complete_one(conf, &keys[i], value, err) == -1)
			return -1;
	}
	return 0;
}

/* Whoever can write it decides what is deleted, and what a package shows. */
static int
check_mode(int fd, const char *path, struct sar_err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return sar_err_errno(err, "%s", path);
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) == 0)
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "%s: others than its owner can write it", path);
	sar_err_hint(err, "chmod go-w, and see whether it says what it should");
	return -1;
}

struct sar_conf *
sar_settings_load(const char *path, struct sar_err *err)
{
	struct sar_conf *conf = NULL;
	char *text = NULL;
	size_t len = 0;
	int fd = sar_file_open(path, err);

	if (fd == -1)
		return NULL;
	if (check_mode(fd, path, err) == 0 &&
	    sar_file_read_fd(fd, path, CONF_MAX, &text, &len, err) == 0 &&
	    (conf = sar_conf_parse(path, text, len, sar_settings_keys(),
		 err)) != NULL &&
	    sar_settings_complete(conf, err) == -1) {
		sar_conf_free(conf);
		conf = NULL;
	}
	if (text != NULL)
		explicit_bzero(text, len);
	free(text);
	(void)close(fd);
	return conf;
}
