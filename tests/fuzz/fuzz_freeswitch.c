/*
 * Any bytes as FreeSWITCH's records: the first byte says in which of its
 * formats.  A dry run ends with a count that balances, or a message; one that
 * the format's own probe does not know is read all the same.
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

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* Did the rejects, which are ${size} bytes, say just why? */
static void
require_reasons(const char *rejects, size_t size, uint64_t rows)
{
	uint64_t lines = 0, tabs = 0;
	size_t i;

	for (i = 0; i < size; i++) {
		lines += rejects[i] == '\n';
		tabs += rejects[i] == '\t';
		require(rejects[i] == '\n' || rejects[i] == '\t' ||
			(rejects[i] >= ' ' && rejects[i] < 0x7f));
	}
	require(lines == rows && tabs == 2 * rows);
}

static void
import(const char *path, struct sar_ingest_options *options)
{
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;
	char *rejects = NULL;
	size_t size = 0;

	require((options->rejects = open_memstream(&rejects, &size)) != NULL);
	if (sar_ingest_file(NULL, path, options, &report, &err) == -1) {
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
		(void)fclose(options->rejects);
	} else {
		require(report.rows_read == report.rows_new + report.rows_same +
						report.rows_changed +
						report.rows_rejected);
		(void)fclose(options->rejects);
		require_reasons(rejects, size, report.rows_rejected);
	}
	free(rejects);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = { "freeswitch-json",
		"freeswitch-xml", "freeswitch-csv", "fusionpbx-csv" };
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	static const char magic[] = "SQLite format 3";
	static char root[] = "/tmp/fuzz-freeswitch-XXXXXX";
	static char path[64];
	static struct sar_zone *zone;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ingest_options options = { .plan = &plan, .dry_run = true };
	int fd;

	if (zone == NULL) {
		require((zone = sar_zone_open("Europe/London", &err)) != NULL);
		require(mkdtemp(root) != NULL);
		(void)snprintf(path, sizeof(path), "%s/export", root);
	}
	/* A database is SQLite's to read, and fails in ways of its own. */
	if (size == 0 || (size > sizeof(magic) &&
			     memcmp(data + 1, magic, sizeof(magic)) == 0))
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	require(fd != -1 &&
		write(fd, data + 1, size - 1) == (ssize_t)size - 1 &&
		close(fd) == 0);
	options.zone = zone;
	options.root = root;
	options.format = formats[data[0] % 4];
	import(path, &options);
	return 0;
}
