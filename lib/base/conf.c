#include "base/conf_entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define SECTION_NAME_MAX 32 /* inih cuts off what is over 49 in all */

bool
sar_conf_stands_for(const char *pattern, const char *section)
{
	size_t n = strlen(pattern);

	if (n == 0 || pattern[n - 1] != '*')
		return strcmp(pattern, section) == 0;
	return strncmp(pattern, section, n - 1) == 0 &&
	       sar_text_plain(section + n - 1, SECTION_NAME_MAX);
}

const char *
sar_conf_section(const struct sar_conf *conf, const char *pattern, size_t n)
{
	size_t i;

	for (i = 0; i < conf->n_sections; i++)
		if (sar_conf_stands_for(pattern, conf->sections[i]) && n-- == 0)
			return conf->sections[i];
	return NULL;
}

const struct sar_conf_entry *
sar_conf_find(const struct sar_conf *conf, const char *section, const char *key,
    size_t nth)
{
	size_t i;

	for (i = 0; i < conf->n; i++)
		if (strcmp(conf->entries[i].section, section) == 0 &&
		    strcmp(conf->entries[i].key->key, key) == 0 && nth-- == 0)
			return &conf->entries[i];
	return NULL;
}

void
sar_conf_free(struct sar_conf *conf)
{
	size_t i;

	if (conf == NULL)
		return;
	for (i = 0; i < conf->n; i++)
		free(conf->entries[i].value);
	for (i = 0; i < conf->n_sections; i++)
		free(conf->sections[i]);
	free(conf->sections);
	free(conf->entries);
	free(conf->name);
	free(conf);
}

int
sar_conf_default(struct sar_conf *conf, const struct sar_conf_key *key,
    const char *section, const char *value, struct sar_err *err)
{
	struct sar_conf_entry *grown;
	char *copy;

	if (sar_conf_find(conf, section, key->key, 0) != NULL)
		return 0;
	grown = reallocarray(conf->entries, conf->n + 1, sizeof(*grown));
	if (grown == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	conf->entries = grown;
	if ((copy = strdup(value)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	conf->entries[conf->n++] = (struct sar_conf_entry){
		.key = key,
		.section = section,
		.value = copy,
	};
	return 0;
}

const char *
sar_conf_nth(const struct sar_conf *conf, const char *section, const char *key,
    size_t n)
{
	const struct sar_conf_entry *entry = sar_conf_find(conf, section, key,
	    n);

	return entry == NULL ? NULL : entry->value;
}

const char *
sar_conf_get(const struct sar_conf *conf, const char *section, const char *key)
{
	return sar_conf_nth(conf, section, key, 0);
}

unsigned
sar_conf_line(const struct sar_conf *conf, const char *section, const char *key,
    size_t n)
{
	const struct sar_conf_entry *entry = sar_conf_find(conf, section, key,
	    n);

	return entry == NULL ? 0 : entry->line;
}

const char *
sar_conf_name(const struct sar_conf *conf)
{
	return conf->name;
}

const char *
sar_conf_need(const struct sar_conf *conf, const char *section, const char *key,
    struct sar_err *err)
{
	const char *value = sar_conf_get(conf, section, key);

	if (value != NULL && value[0] != '\0')
		return value;
	if (value != NULL)
		(void)sar_conf_bad(conf, section, key, 0, "empty", err);
	else if (section[0] == '\0')
		(void)sar_err_set(err, SAR_EINPUT, "%s: %s: missing",
		    conf->name, key);
	else
		(void)sar_err_set(err, SAR_EINPUT, "%s: %s: missing from [%s]",
		    conf->name, key, section);
	return NULL;
}

int
sar_conf_number(const struct sar_conf *conf, const char *section,
    const char *key, uint64_t min, uint64_t max, uint64_t fallback,
    uint64_t *out, struct sar_err *err)
{
	const char *value = sar_conf_get(conf, section, key);
	char expected[96];

	*out = fallback;
	if (value == NULL)
		return 0;
	if (sar_text_number(value, max, out) && *out >= min)
		return 0;
	(void)snprintf(expected, sizeof(expected),
	    "expected a whole number from %llu to %llu",
	    (unsigned long long)min, (unsigned long long)max);
	return sar_conf_bad(conf, section, key, 0, expected, err);
}

int
sar_conf_bad(const struct sar_conf *conf, const char *section, const char *key,
    size_t n, const char *expected, struct sar_err *err)
{
	unsigned line = sar_conf_line(conf, section, key, n);

	if (line == 0)
		return sar_err_set(err, SAR_EINPUT, "%s: %s: %s", conf->name,
		    key, expected);
	return sar_err_set(err, SAR_EINPUT, "%s: line %u: %s: %s", conf->name,
	    line, key, expected);
}
