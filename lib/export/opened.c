#include "export/opened.h"

#include <unistd.h>

#include "base/file.h"

int
sar_opened_open(const char *path, struct sar_opened *opened,
    struct sar_err *err)
{
	opened->reader = NULL;
	if ((opened->fd = sar_file_open(path, err)) == -1 ||
	    sar_source_fd(&opened->fd, path, &opened->source, err) == -1)
		return -1;
	opened->reader = sar_package_open(&opened->source, err);
	return opened->reader == NULL ? -1 : 0;
}

void
sar_opened_close(struct sar_opened *opened)
{
	sar_package_close(opened->reader);
	opened->reader = NULL;
	if (opened->fd != -1)
		(void)close(opened->fd);
	opened->fd = -1;
}
