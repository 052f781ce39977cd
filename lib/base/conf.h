#ifndef SAR_BASE_CONF_H
#define SAR_BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * "key = value" text with [sections], as sar.conf(5) describes: '#' or ';'
 * begins a comment line, a line that begins with white space continues the
 * value above.  Read by inih.
 */
struct sar_conf; /* opaque */

/* One key a file may have.  The list ends with a NULL key. */
struct sar_conf_key {
	const char *section; /* "" before the first section; "recorder *"
				stands for all [recorder NAME] */
	const char *key;
	bool many; /* may be given more than once */
};

/**
 * sar_conf_parse(name, text, len, known, err):
 * Read ${len} bytes at ${text}, which messages call ${name}.  The caller frees
 * the result, and ${known} outlives it.  NULL with ${err} set to SAR_EINPUT,
 * naming the line, for a malformed line, a NUL byte, a key not in ${known}
 * (the nearest is named) or one given twice.  No message quotes a value.
 */
SAR_MUST_CHECK struct sar_conf *sar_conf_parse(const char *name,
    const char *text, size_t len, const struct sar_conf_key *known,
    struct sar_err *err);

/** sar_conf_load: The same from the file ${path}, at most 1 MiB. */
SAR_MUST_CHECK struct sar_conf *sar_conf_load(const char *path,
    const struct sar_conf_key *known, struct sar_err *err);

void sar_conf_free(struct sar_conf *conf);

/** sar_conf_get: The value, or NULL when absent; ${conf} owns it. */
const char *sar_conf_get(const struct sar_conf *conf, const char *section,
    const char *key);

/** sar_conf_nth: The ${n}th value (from 0) of a key with many; else NULL. */
const char *sar_conf_nth(const struct sar_conf *conf, const char *section,
    const char *key, size_t n);

/**
 * sar_conf_section: The ${n}th section (from 0, in the order of the file) that
 * ${pattern}, as "recorder *", stands for, even one without keys; NULL when
 * there are no more.  ${conf} owns it; the other functions take it.
 */
const char *sar_conf_section(const struct sar_conf *conf, const char *pattern,
    size_t n);

/**
 * sar_conf_default: Where ${key} of ${section} (as it stands in the file, or as
 * sar_conf_section() has it) is not given, it has ${value}, from line 0.
 */
SAR_MUST_CHECK int sar_conf_default(struct sar_conf *conf,
    const struct sar_conf_key *key, const char *section, const char *value,
    struct sar_err *err);

/** sar_conf_line: The line the ${n}th value of the key stands on; 0 when it is
 * not given, also where a default holds. */
unsigned sar_conf_line(const struct sar_conf *conf, const char *section,
    const char *key, size_t n);

/** sar_conf_name: What messages call the file. */
const char *sar_conf_name(const struct sar_conf *conf);

/**
 * sar_conf_need: The value; NULL with ${err} set to SAR_EINPUT when the key
 * is absent or empty.
 */
SAR_MUST_CHECK const char *sar_conf_need(const struct sar_conf *conf,
    const char *section, const char *key, struct sar_err *err);

/**
 * sar_conf_number: The value as a whole number from ${min} to ${max}, or
 * ${fallback} when absent, in *${out}.
 */
SAR_MUST_CHECK int sar_conf_number(const struct sar_conf *conf,
    const char *section, const char *key, uint64_t min, uint64_t max,
    uint64_t fallback, uint64_t *out, struct sar_err *err);

/**
 * sar_conf_bad: Set ${err} to SAR_EINPUT, "NAME: line N: KEY: EXPECTED";
 * return -1.
 */
int sar_conf_bad(const struct sar_conf *conf, const char *section,
    const char *key, size_t n, const char *expected, struct sar_err *err);

#endif
