/*
 * Any bytes as a vCon.  A dry run ends with a count that balances, or a
 * message; neither that nor a reject says a number that stands in it.
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

static void
write_input(const char *path, const uint8_t *data, size_t size)
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
	static char root[] = "/tmp/fuzz-vcon-XXXXXX";
	static char path[64];
	static struct sar_zone *zone;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ingest_options options = { .plan = &plan,
		.dry_run = true,
		.format = "vcon" };
	struct sar_ingest_report r;
	char *rejects = NULL;
	size_t len;
	int rc;

	/* A database is opened before any format has a say. */
	if (size >= 6 && memcmp(data, "SQLite", 6) == 0)
		return 0;
	if (zone == NULL) {
		require((zone = sar_zone_open("Europe/London", &err)) != NULL);
		require(mkdtemp(root) != NULL);
		(void)snprintf(path, sizeof(path), "%s/export", root);
	}
	write_input(path, data, size);
	options.zone = zone;
	options.root = root;
	options.rejects = open_memstream(&rejects, &len);
	require(options.rejects != NULL);
	rc = sar_ingest_file(NULL, path, &options, &r, &err);
	(void)fclose(options.rejects);
	require(strstr(rejects, "1632960") == NULL);
	free(rejects);
	if (rc == -1)
		require(err.code == SAR_EINPUT && err.msg[0] != '\0' &&
			strstr(err.msg, "1632960") == NULL);
	else
		require(r.rows_read == r.rows_new + r.rows_same +
					   r.rows_changed + r.rows_rejected);
	return 0;
}
