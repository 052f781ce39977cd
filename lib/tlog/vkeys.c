#include "tlog/vkeys.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/* A text that is read line by line; a file's name and the line's number. */
struct scan {
	const char *name;
	const char *at;
	const char *end;
	size_t line;
};

/* The next line without what an editor put around it; false at the end. */
static bool
next_line(struct scan *scan, const char **text, size_t *len)
{
	const char *lf, *end;

	if (scan->at == scan->end)
		return false;
	scan->line++;
	lf = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));
	end = lf == NULL ? scan->end : lf;
	*text = scan->at;
	scan->at = lf == NULL ? scan->end : lf + 1;
	if (lf != NULL && end > *text && end[-1] == '\r')
		end--;
	while (*text < end && **text == ' ')
		(*text)++;
	*len = (size_t)(end - *text);
	return true;
}

/* Nothing is left but empty lines? */
static bool
only_empty(struct scan rest)
{
	const char *text;
	size_t len;

	while (next_line(&rest, &text, &len))
		if (len > 0)
			return false;
	return true;
}

static int
take(const struct scan *scan, const char *text, size_t len,
    enum sar_key_kind kind, struct sar_key_public *key, struct sar_err *err)
{
	char *where;
	int rc;

	if (asprintf(&where, scan->line > 1 ? "%s: line %zu" : "%s", scan->name,
		scan->line) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = kind == SAR_KEY_LOG
		 ? sar_key_public_parse(where, text, len, key, err)
		 : sar_key_witness_parse(where, text, len, key, err);
	free(where);
	return rc;
}

static int
take_all(struct scan *scan, enum sar_key_kind kind, struct sar_key_public *keys,
    size_t *n, struct sar_err *err)
{
	const char *text;
	size_t len;

	while (next_line(scan, &text, &len)) {
		if (len == 0 && *n > 0 && only_empty(*scan))
			return 0;
		if (take(scan, text, len, kind, &keys[*n], err) == -1)
			return -1;
		if (strcmp(keys[*n].name, keys[0].name) != 0)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %zu: the key of another name than the "
			    "first",
			    scan->name, scan->line);
		(*n)++;
	}
	if (*n > 0)
		return 0;
	return sar_err_set(err, SAR_EINPUT, "%s: no key in it", scan->name);
}

static size_t
count_lines(const char *text, size_t len)
{
	size_t n = 1, i;

	for (i = 0; i < len; i++)
		n += text[i] == '\n';
	return n;
}

int
sar_vkeys_parse(const char *name, const char *text, size_t len,
    enum sar_key_kind kind, struct sar_key_public **keys, size_t *n,
    struct sar_err *err)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct scan scan = { name, text, text + len, 0 };

	*n = 0;
	*keys = NULL;
	if (len > SAR_VKEYS_FILE_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: larger than a file of public keys can be", name);
	if (len >= sizeof(mark) - 1 &&
	    memcmp(text, mark, sizeof(mark) - 1) == 0)
		scan.at += sizeof(mark) - 1;
	if ((*keys = calloc(count_lines(text, len), sizeof(**keys))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (take_all(&scan, kind, *keys, n, err) == 0)
		return 0;
	free(*keys);
	*keys = NULL;
	*n = 0;
	return -1;
}

int
sar_vkeys_read(const char *path, enum sar_key_kind kind,
    struct sar_key_public **keys, size_t *n, struct sar_err *err)
{
	char *text = NULL;
	size_t len;
	int rc;

	*keys = NULL;
	*n = 0;
	if (sar_file_read(path, SAR_VKEYS_FILE_MAX, &text, &len, err) == -1)
		return -1;
	rc = sar_vkeys_parse(path, text, len, kind, keys, n, err);
	free(text);
	return rc;
}

void
sar_vkeys_add(struct sar_buf *buf, const struct sar_key_public *key)
{
	char vkey[SAR_VKEY_MAX];

	sar_key_public_format(key, vkey);
	sar_buf_printf(buf, "%s\n", vkey);
}
