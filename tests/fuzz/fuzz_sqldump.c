/*
 * Any bytes as an SQL dump.  Rows are numbered one by one and as wide as their
 * columns; each value that is there is named and a string; what was read once
 * reads the same again; a failure says so and names a line.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "ingest/format.h"
#include "ingest/sqldump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	size_t columns;
	uint64_t nr;
	uint64_t rows;
	uint64_t hash;
};

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static bool
wants(void *ctx, const char *table)
{
	(void)ctx;
	return table[0] == 'c' || table[0] == 'C';
}

static void
mix(struct seen *seen, const char *text)
{
	for (; *text != '\0'; text++)
		seen->hash = (seen->hash ^ (uint8_t)*text) * 1099511628211U;
	seen->hash = seen->hash * 31 + 7;
}

static int
columns(void *ctx, const struct sar_sqldump_columns *c, struct sar_err *err)
{
	struct seen *seen = ctx;
	size_t i;

	(void)err;
	require(wants(NULL, c->table));
	for (i = 0; i < c->n; i++) {
		mix(seen, c->names[i]);
		mix(seen, c->types[i]);
		require(sar_sqldump_find(c, c->names[i]) <= i);
	}
	seen->columns = c->n;
	seen->nr = 0;
	return 0;
}

static int
row(void *ctx, const struct sar_sqldump_row *r, struct sar_err *err)
{
	struct seen *seen = ctx;
	size_t i;

	(void)err;
	require(r->n == seen->columns && r->at <= r->n && r->line > 0);
	require(r->nr > seen->nr && (seen->nr == 0 || r->nr == seen->nr + 1));
	seen->nr = r->nr;
	seen->rows++;
	for (i = 0; i < r->n; i++)
		mix(seen, r->values[i] == NULL ? "-" : r->values[i]);
	return 0;
}

static int
read_dump(const char *text, size_t len, struct seen *seen, struct sar_err *err)
{
	const struct sar_sqldump dump = { seen, wants, columns, row };
	uint8_t digest[SAR_SHA256_LEN], again[SAR_SHA256_LEN];
	struct sar_source source;

	*seen = (struct seen){ 0 };
	*err = (struct sar_err)SAR_ERR_INIT;
	sar_source_text(&text, len, "dump", &source);
	if (sar_sqldump_read(&source, &dump, digest, err) == -1) {
		require(err->code == SAR_EINPUT && err->msg[0] != '\0');
		return -1;
	}
	require(sar_sha256_text(text, len, again, err) == 0 &&
		memcmp(digest, again, sizeof(digest)) == 0);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const need[] = { "c", NULL };
	struct sar_probe probe = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct seen first, second;
	char *text = malloc(size + 1);
	int rc;

	require(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	rc = read_dump(text, size, &first, &err);
	require(read_dump(text, size, &second, &err) == rc);
	require(first.rows == second.rows && first.hash == second.hash);
	probe.head = text;
	probe.len = strlen(text);
	(void)sar_sqldump_has(&probe, "cdr", need);
	free(text);
	return 0;
}
