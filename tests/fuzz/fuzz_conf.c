#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sar_conf_key known[] = {
	{ "", "a", false },
	{ "", "m", true },
	{ "s", "a", false },
	{ "s", "key", false },
	{ "t", "m", true },
	{ "r *", "a", false },
	{ "r *", "m", true },
	{ NULL, NULL, false },
};

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* One value as text that is read back to it: a line break is an indent. */
static void
write_value(struct sar_buf *out, const char *key, const char *value)
{
	sar_buf_printf(out, "%s =", key);
	sar_buf_puts(out, *value == '\0' ? "" : " ");
	for (; *value != '\0'; value++)
		if (*value == '\n')
			sar_buf_puts(out, "\n ");
		else
			sar_buf_add(out, value, 1);
	sar_buf_puts(out, "\n");
}

/* The ${n}th section that the key is in; NULL when there are no more. */
static const char *
section_of(const struct sar_conf *conf, const struct sar_conf_key *key,
    size_t n)
{
	if (strchr(key->section, '*') != NULL)
		return sar_conf_section(conf, key->section, n);
	return n == 0 ? key->section : NULL;
}

static void
write_key(struct sar_buf *out, const struct sar_conf *conf, const char *section,
    const struct sar_conf_key *key)
{
	const char *value;
	size_t n;

	if (section[0] != '\0')
		sar_buf_printf(out, "[%s]\n", section);
	for (n = 0; (value = sar_conf_nth(conf, section, key->key, n)) != NULL;
	     n++) {
		must(sar_conf_line(conf, section, key->key, n) > 0);
		must(key->many || n == 0);
		write_value(out, key->key, value);
	}
}

/* ${conf} as text. */
static char *
written(const struct sar_conf *conf)
{
	struct sar_buf out = SAR_BUF_INIT;
	const struct sar_conf_key *key;
	const char *section;
	size_t i;

	for (key = known; key->key != NULL; key++)
		for (i = 0; (section = section_of(conf, key, i)) != NULL; i++)
			write_key(&out, conf, section, key);
	return sar_buf_take(&out);
}

static void
same_key(const struct sar_conf *a, const struct sar_conf *b,
    const char *section, const char *key)
{
	const char *x;
	const char *y;
	size_t n;

	for (n = 0;; n++) {
		x = sar_conf_nth(a, section, key, n);
		y = sar_conf_nth(b, section, key, n);
		must((x == NULL) == (y == NULL));
		if (x == NULL)
			break;
		must(strcmp(x, y) == 0);
	}
}

static void
same(const struct sar_conf *a, const struct sar_conf *b)
{
	const struct sar_conf_key *key;
	const char *x;
	const char *y;
	size_t i;

	for (key = known; key->key != NULL; key++)
		for (i = 0;; i++) {
			x = section_of(a, key, i);
			y = section_of(b, key, i);
			must((x == NULL) == (y == NULL));
			if (x == NULL)
				break;
			must(strcmp(x, y) == 0);
			same_key(a, b, x, key->key);
		}
}

/* What is read, written out and read again is the same; else it is refused,
   with a line. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf, *again;
	char *text;

	conf = sar_conf_parse("f", (const char *)data, size, known, &err);
	if (conf == NULL) {
		must(err.code == SAR_EINPUT && strchr(err.msg, '\n') == NULL);
		must(strncmp(err.msg, "f: line ", 8) == 0 || size > (size_t)1
									<< 20);
		return 0;
	}
	must((text = written(conf)) != NULL);
	again = sar_conf_parse("g", text, strlen(text), known, &err);
	must(again != NULL);
	same(conf, again);
	free(text);
	sar_conf_free(again);
	sar_conf_free(conf);
	return 0;
}
