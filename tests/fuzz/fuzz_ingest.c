/*
 * Any bytes as an export: the first byte says whether as FreePBX's CSV or
 * through a mapping.  A dry run ends with a count that balances, or a message.
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

static const char mapping[] =
    "[system]\nname = x\n[time]\ncolumn = t\nformat = DD/MM/YYYY HH:MI\n"
    "[columns]\nref = r\ncaller = a\ncalled = b\ntalk = s\nrecording = f\n";

static void
require(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	static char root[] = "/tmp/fuzz-ingest-XXXXXX";
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
	if (size == 0)
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	require(fd != -1 &&
		write(fd, data + 1, size - 1) == (ssize_t)size - 1 &&
		close(fd) == 0);
	options.zone = zone;
	options.root = root;
	if ((data[0] & 1) != 0) {
		options.mapping = mapping;
		options.mapping_len = strlen(mapping);
		options.mapping_name = "mapping";
	}
	if (sar_ingest_file(NULL, path, &options, &report, &err) == -1)
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
	else
		require(report.rows_read == report.rows_new + report.rows_same +
						report.rows_changed +
						report.rows_rejected);
	return 0;
}
