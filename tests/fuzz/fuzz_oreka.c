/*
 * Any bytes as a log with Oreka's tape messages, or, by the first byte, as an
 * SQL dump of its tables or of rtpengine's.  A dry run ends with a count that
 * balances, or with a message; twice the same bytes say the same.
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

static char path[64];

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
write_export(const uint8_t *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	require(fd != -1 && write(fd, data, size) == (ssize_t)size &&
		close(fd) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	static char root[] = "/tmp/fuzz-oreka-XXXXXX";
	static struct sar_zone *zone;
	struct sar_err err = SAR_ERR_INIT, again = SAR_ERR_INIT;
	static const char *const formats[] = { "oreka-tape", "oreka-sql",
		"rtpengine-sql" };
	struct sar_ingest_options options = { .plan = &plan, .dry_run = true };
	struct sar_ingest_report report, second;
	int rc;

	if (zone == NULL) {
		require((zone = sar_zone_open("Europe/London", &err)) != NULL);
		require(mkdtemp(root) != NULL);
		(void)snprintf(path, sizeof(path), "%s/export", root);
	}
	if (size == 0)
		return 0;
	options.format = formats[data[0] % 3];
	options.zone = zone;
	options.root = root;
	write_export(data + 1, size - 1);
	rc = sar_ingest_file(NULL, path, &options, &report, &err);
	require(sar_ingest_file(NULL, path, &options, &second, &again) == rc);
	if (rc == -1) {
		require(err.code == again.code && err.msg[0] != '\0');
		return 0;
	}
	require(report.rows_read == report.rows_new + report.rows_same +
					report.rows_changed +
					report.rows_rejected);
	require(report.rows_read == second.rows_read &&
		report.rows_rejected == second.rows_rejected);
	return 0;
}
