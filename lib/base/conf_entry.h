#ifndef SAR_BASE_CONF_ENTRY_H
#define SAR_BASE_CONF_ENTRY_H

#include <stddef.h>

#include "base/conf.h"

/* Private to conf.c and conf_read.c: what a file was read into. */

/* No file of ours is larger; it also keeps inih's line buffer an int. */
#define CONF_MAX ((size_t)1 << 20)

struct sar_conf_entry {
	const struct sar_conf_key *key; /* of the caller's list */
	char *value;
	unsigned line;
};

struct sar_conf {
	char *name;
	struct sar_conf_entry *entries; /* in the order of the file */
	size_t n;
};

/** sar_conf_find: The ${nth} entry of the key, or NULL. */
const struct sar_conf_entry *sar_conf_find(const struct sar_conf *conf,
    const char *section, const char *key, size_t nth);

#endif
