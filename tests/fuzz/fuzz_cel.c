/*
 * Any bytes as a channel event log, which the first byte says outright or
 * leaves to its content.  A dry run ends with a count that balances, or a
 * message.
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

/* No line of the rejects may hold more than a line, a column, a reason. */
static void
check_rejects(const char *text)
{
	size_t tabs = 0;

	for (; *text != '\0'; text++) {
		tabs += *text == '\t';
		if (*text != '\n')
			continue;
		require(tabs == 2);
		tabs = 0;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = { "asterisk-cel", NULL };
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	static char root[] = "/tmp/fuzz-cel-XXXXXX";
	static char rejects[1 << 22];
	static char path[64];
	static struct sar_zone *zone;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ingest_options options = { .plan = &plan, .dry_run = true };
	struct sar_ingest_report report;
	int fd;

	if (zone == NULL) {
		require((zone = sar_zone_open("Europe/London", &err)) != NULL);
		require(mkdtemp(root) != NULL);
		(void)snprintf(path, sizeof(path), "%s/export", root);
	}
	/* Databases are another parser's. */
	if (size == 0 ||
	    (size > 16 && memcmp(data + 1, "SQLite format 3", 16) == 0))
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	require(fd != -1 &&
		write(fd, data + 1, size - 1) == (ssize_t)size - 1 &&
		close(fd) == 0);
	options.zone = zone;
	options.root = root;
	options.format = formats[data[0] % 2];
	options.basis = (data[0] & 4) != 0 ? SAR_TIME_ZONE : SAR_TIME_UNKNOWN;
	rejects[0] = '\0';
	options.rejects = fmemopen(rejects, sizeof(rejects) - 1, "w");
	require(options.rejects != NULL);
	if (sar_ingest_file(NULL, path, &options, &report, &err) == -1)
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
	else
		require(report.rows_read == report.rows_new + report.rows_same +
						report.rows_changed +
						report.rows_rejected);
	require(fclose(options.rejects) == 0);
	if (err.code == SAR_OK)
		check_rejects(rejects);
	return 0;
}
