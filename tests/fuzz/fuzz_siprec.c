/*
 * Any bytes as SIPREC metadata: up to four documents of one folder, a line
 * "%%" between them.  Imported in their order they end with a count that
 * balances; no reject says a number that stands in them, and the same once
 * more counts the same.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ingest/ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define BETWEEN "\n%%\n"
#define FILES 4

static char root[] = "/tmp/fuzz-siprec-XXXXXX";
static char paths[FILES][64];
static struct sar_zone *zone;

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
write_input(const char *path, const uint8_t *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	require(fd != -1 && write(fd, data, size) == (ssize_t)size &&
		close(fd) == 0);
}

/* Return how many documents there are. */
static size_t
split(const uint8_t *data, size_t size)
{
	const uint8_t *cut;
	size_t n = 0, len;

	for (;;) {
		cut = n == FILES - 1
			  ? NULL
			  : memmem(data, size, BETWEEN, strlen(BETWEEN));
		len = cut == NULL ? size : (size_t)(cut - data);
		write_input(paths[n++], data, len);
		if (cut == NULL)
			return n;
		len += strlen(BETWEEN);
		data += len;
		size -= len;
	}
}

static void
import(size_t n, struct sar_ingest_report *r)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ingest_options options = { .plan = &plan,
		.dry_run = true,
		.format = "siprec",
		.zone = zone,
		.root = root };
	const char *list[FILES];
	char *rejects = NULL;
	size_t len;
	size_t i;
	int rc;

	for (i = 0; i < n; i++)
		list[i] = paths[i];
	options.rejects = open_memstream(&rejects, &len);
	require(options.rejects != NULL);
	rc = sar_ingest_files(NULL, list, n, &options, r, &err);
	(void)fclose(options.rejects);
	require(strstr(rejects, "1632960") == NULL);
	free(rejects);
	if (rc == -1)
		require(err.code == SAR_EINPUT && err.msg[0] != '\0' &&
			strstr(err.msg, "1632960") == NULL);
	else
		require(r->rows_read == r->rows_new + r->rows_same +
					    r->rows_changed + r->rows_rejected);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_ingest_report once, twice;
	struct sar_err err = SAR_ERR_INIT;
	size_t i, n;

	/* A database is opened before any format has a say. */
	if (memmem(data, size, "SQLite", 6) != NULL)
		return 0;
	if (zone == NULL) {
		require((zone = sar_zone_open("Europe/London", &err)) != NULL);
		require(mkdtemp(root) != NULL);
		for (i = 0; i < FILES; i++)
			(void)snprintf(paths[i], sizeof(paths[i]), "%s/%zu.xml",
			    root, i);
	}
	n = split(data, size);
	import(n, &once);
	import(n, &twice);
	require(once.rows_read == twice.rows_read &&
		once.rows_rejected == twice.rows_rejected);
	return 0;
}
