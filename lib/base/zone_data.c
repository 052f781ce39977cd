#include "base/zone_data.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define NAME_MAX_LEN 64
#define DATA_MAX 65536
#define HEADER 44 /* of TZif, RFC 9636 */

/*
 * Letters, digits, '_', '-' and '+' between single slashes; the C library
 * would take a leading ':' or '/', climb over "..", or read anything else as
 * a rule.  The folders right/ and posix/, and these two links, are this
 * machine's, not IANA's: what they mean differs from place to place.
 */
static bool
is_plain(const char *name)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789_-+/";
	size_t len = strnlen(name, NAME_MAX_LEN + 1);

	return len > 0 && len <= NAME_MAX_LEN && strspn(name, plain) == len &&
	       name[0] != '/' && name[len - 1] != '/' &&
	       strstr(name, "//") == NULL && strncmp(name, "right/", 6) != 0 &&
	       strncmp(name, "posix/", 6) != 0 &&
	       strcmp(name, "posixrules") != 0 &&
	       strcmp(name, "localtime") != 0;
}

static int
unknown(struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EINPUT,
	    "time zone: not a name this machine knows");
	sar_err_hint(err,
	    "IANA names look like Europe/London; is tzdata installed?");
	return -1;
}

/* Aliases are symbolic links, so these are followed here. */
static int
open_regular(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	(void)close(fd);
	return -1;
}

int
sar_zone_data_read(const char *name, struct sar_zone_data *data,
    struct sar_err *err)
{
	const char *folder = secure_getenv("TZDIR");
	char *path;
	int fd, rc;

	if (!is_plain(name))
		return unknown(err);
	if (folder == NULL || *folder == '\0')
		folder = "/usr/share/zoneinfo";
	if ((path = sar_file_join(folder, name, err)) == NULL)
		return -1;
	fd = open_regular(path);
	free(path);
	if (fd == -1)
		return unknown(err);
	rc = sar_file_read_fd(fd, "time zone", DATA_MAX, &data->bytes,
	    &data->len, err);
	(void)close(fd);
	if (rc == -1)
		return -1;
	if (data->len > HEADER && memcmp(data->bytes, "TZif", 4) == 0)
		return 0;
	sar_zone_data_free(data);
	return unknown(err);
}

void
sar_zone_data_free(struct sar_zone_data *data)
{
	free(data->bytes);
	data->bytes = NULL;
	data->len = 0;
}

bool
sar_zone_data_names(const struct sar_zone_data *data, const char *abbreviation)
{
	return *abbreviation != '\0' &&
	       memmem(data->bytes, data->len, abbreviation,
		   strlen(abbreviation) + 1) != NULL;
}
