#include "common/listing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

static int
refuse(const char *path, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREFUSED, "%s: exists already", path);
	sar_err_hint(err, "give another name, or --force to replace it");
	return -1;
}

/* A file of another name in the same folder, 0600. */
static int
start(struct cmd_listing *listing, struct sar_err *err)
{
	const char *slash = strrchr(listing->path, '/');
	int len = slash == NULL ? 0 : (int)(slash - listing->path) + 1;
	int fd;

	if (asprintf(&listing->temp, "%.*s.sar-XXXXXX", len, listing->path) ==
	    -1) {
		listing->temp = NULL;
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	if ((fd = mkostemp(listing->temp, O_CLOEXEC)) == -1) {
		(void)sar_err_output(err, "%s", listing->path);
		free(listing->temp);
		listing->temp = NULL;
		return -1;
	}
	if ((listing->to = fdopen(fd, "w")) != NULL)
		return 0;
	(void)sar_err_output(err, "%s", listing->path);
	(void)close(fd);
	cmd_listing_drop(listing);
	return -1;
}

int
cmd_listing_open(struct cmd_listing *listing, const char *path, bool force,
    struct sar_err *err)
{
	*listing = (struct cmd_listing){ .path = path, .force = force };
	if (path == NULL)
		return 0;
	if (!force && sar_file_exists(path))
		return refuse(path, err);
	return start(listing, err);
}

int
cmd_listing_end(struct cmd_listing *listing, struct sar_err *err)
{
	const char *path = listing->path;
	int rc = 0;

	if (listing->to == NULL)
		return 0;
	if (fflush(listing->to) != 0 || fsync(fileno(listing->to)) == -1)
		rc = sar_err_output(err, "%s", path);
	else if (listing->force ? rename(listing->temp, path) == -1
				: link(listing->temp, path) == -1)
		rc = errno == EEXIST ? refuse(path, err)
				     : sar_err_output(err, "%s", path);
	cmd_listing_drop(listing);
	return rc;
}

void
cmd_listing_drop(struct cmd_listing *listing)
{
	if (listing->to != NULL)
		(void)fclose(listing->to);
	listing->to = NULL;
	if (listing->temp != NULL)
		(void)unlink(listing->temp);
	free(listing->temp);
	listing->temp = NULL;
}
