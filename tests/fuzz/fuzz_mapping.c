/*
 * Any bytes as a mapping, a NUL, and a CSV read by it.  A mapping that is
 * read has only forms of which no two read a text as two different times; a
 * dry run ends with a count that balances, or with a message.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ingest/ingest.h"
#include "ingest/mapping.h"
#include "ingest/timeform.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
check_forms(const struct sar_ingest_options *options)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_mapping *m = sar_mapping_read(options, &err);
	size_t i, k;

	if (m == NULL) {
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
		return;
	}
	for (i = 0; i < m->n_forms; i++)
		for (k = 0; k < i; k++)
			require(!sar_timeform_clash(m->forms[i], m->forms[k]));
	sar_mapping_free(m);
}

static void
write_csv(const uint8_t *data, size_t size)
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
	static char root[] = "/tmp/fuzz-mapping-XXXXXX";
	static struct sar_zone *zone;
	const uint8_t *end = size == 0 ? NULL : memchr(data, 0, size);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ingest_options options = { .plan = &plan, .dry_run = true };
	struct sar_ingest_report report;

	if (zone == NULL) {
		require((zone = sar_zone_open("Europe/London", &err)) != NULL);
		require(mkdtemp(root) != NULL);
		(void)snprintf(path, sizeof(path), "%s/export", root);
	}
	if (end == NULL)
		return 0;
	options.zone = zone;
	options.root = root;
	options.mapping = (const char *)data;
	options.mapping_len = (size_t)(end - data);
	options.mapping_name = "mapping";
	check_forms(&options);
	write_csv(end + 1, size - options.mapping_len - 1);
	if (sar_ingest_file(NULL, path, &options, &report, &err) == -1)
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
	else
		require(report.rows_read == report.rows_new + report.rows_same +
						report.rows_changed +
						report.rows_rejected);
	return 0;
}
