#ifndef SAR_EXPORT_SETTINGS_H
#define SAR_EXPORT_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"
#include "base/err.h"

/*
 * Every key of sar.conf(5) and what holds where it is not given.  What is not
 * in the file is put in from here before anything reads it, so that what runs
 * and what "sar-export config show" says cannot differ.
 */
struct sar_setting {
	const char *section; /* "recorder *": of every [recorder NAME] */
	const char *key;
	bool many;
	const char *fallback; /* NULL: nothing holds where it is not given */
};

/** sar_settings_all: All of them, in the order of the manual, *${n} of them. */
const struct sar_setting *sar_settings_all(size_t *n);

/** sar_settings_keys: The same as sar_conf_parse() takes them. */
const struct sar_conf_key *sar_settings_keys(void);

/** sar_settings_complete: Give ${conf}, parsed by these keys, what it lacks. */
SAR_MUST_CHECK int sar_settings_complete(struct sar_conf *conf,
    struct sar_err *err);

/** sar_settings_load: The sar.conf at ${path}, read and completed.
 * SAR_EREFUSED when others than its owner can write it. */
SAR_MUST_CHECK struct sar_conf *sar_settings_load(const char *path,
    struct sar_err *err);

#endif
