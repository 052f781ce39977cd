#ifndef SAR_BASE_CONF_ENTRY_H
#define SAR_BASE_CONF_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"

/* Private to conf.c and conf_read.c: what a file was read into. */

/* No file of ours is larger; it also keeps inih's line buffer an int. */
#define CONF_MAX ((size_t)1 << 20)

struct sar_conf_entry {
	const struct sar_conf_key *key; /* of the caller's list */
	const char *section;            /* key's, or one of sections below */
	char *value;
	unsigned line;
};

struct sar_conf {
	char *name;
	struct sar_conf_entry *entries; /* in the order of the file */
	size_t n;
	char **sections; /* those with a name of their own, each once */
	size_t n_sections;
};

/**
 * sar_conf_stands_for: Is the section ${pattern} of a key ${section}, or does
 * it end in '*' and stand for it?
 */
bool sar_conf_stands_for(const char *pattern, const char *section);

/** sar_conf_find: The ${nth} entry of the key, or NULL. */
const struct sar_conf_entry *sar_conf_find(const struct sar_conf *conf,
    const char *section, const char *key, size_t nth);

#endif
