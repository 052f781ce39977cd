/*
 * Any bytes as a recorder's SQLite database: a header is put before those that
 * have none, so that most of them are opened.  A dry run of each format that
 * reads one ends with a count that balances, or a message; the same rows have
 * the same digest; and nothing is written to or beside the file.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.h"
#include "ingest/database.h"
#include "ingest/ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char root[] = "/tmp/fuzz-database-XXXXXX";
static char path[64];

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
write_file(const uint8_t *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	require(fd != -1 && write(fd, data, size) == (ssize_t)size &&
		close(fd) == 0);
}

static void
is_untouched(const uint8_t *data, size_t size)
{
	static uint8_t again[1 << 17];
	int fd = open(path, O_RDONLY);
	struct dirent *entry;
	DIR *dir = opendir(root);
	size_t n = 0;

	require(size < sizeof(again) && fd != -1 && dir != NULL);
	require(read(fd, again, sizeof(again)) == (ssize_t)size &&
		memcmp(again, data, size) == 0);
	while ((entry = readdir(dir)) != NULL)
		n += entry->d_name[0] != '.';
	require(n == 1);
	(void)closedir(dir);
	(void)close(fd);
}

static void
digests_agree(void)
{
	static const char sql[] = "SELECT * FROM sqlite_schema";
	uint8_t digest[2][SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_database *db = sar_database_open(path, &err);

	if (db == NULL) {
		require(err.code != SAR_OK && err.msg[0] != '\0');
		return;
	}
	if (sar_database_digest(db, "db", sql, digest[0], &err) == 0)
		require(sar_database_digest(db, "db", sql, digest[1], &err) ==
			    0 &&
			memcmp(digest[0], digest[1], SAR_SHA256_LEN) == 0);
	sar_database_close(db);
}

static void
import(const char *format, const struct sar_zone *zone)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	struct sar_ingest_options options = { .plan = &plan,
		.zone = zone,
		.root = root,
		.format = format,
		.dry_run = true };
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;

	if (sar_ingest_file(NULL, path, &options, &report, &err) == -1)
		require(err.code != SAR_OK && err.msg[0] != '\0');
	else
		require(report.rows_read ==
			report.rows_new + report.rows_rejected);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = { NULL, "freepbx-sqlite",
		"asterisk-sqlite", "mikopbx-sqlite" };
	static struct sar_zone *zone;
	struct sar_err err = SAR_ERR_INIT;
	uint8_t *file;

	if (zone == NULL) {
		require((zone = sar_zone_open("Europe/London", &err)) != NULL);
		require(mkdtemp(root) != NULL);
		(void)snprintf(path, sizeof(path), "%s/cdr.db", root);
	}
	if (size < 100 || (file = malloc(size)) == NULL)
		return 0;
	memcpy(file, data, size);
	memcpy(file, "SQLite format 3", 16);
	write_file(file, size);
	digests_agree();
	import(formats[data[0] % (sizeof(formats) / sizeof(formats[0]))], zone);
	is_untouched(file, size);
	free(file);
	return 0;
}
