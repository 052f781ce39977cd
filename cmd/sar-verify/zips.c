#include "sar-verify/zips.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

int
zips_open(struct zips *zips, const char *const *paths, struct sar_err *err)
{
	size_t n = 0;
	size_t i;

	while (paths[n] != NULL)
		n++;
	zips->fds = calloc(n + 1, sizeof(*zips->fds));
	zips->all = calloc(n + 1, sizeof(*zips->all));
	if (zips->fds == NULL || zips->all == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	zips->n = n;
	for (i = 0; i < n; i++)
		zips->fds[i] = -1;
	for (i = 0; i < n; i++)
		if ((zips->fds[i] = sar_file_open(paths[i], err)) == -1 ||
		    sar_source_fd(&zips->fds[i], paths[i], &zips->all[i],
			err) == -1)
			return -1;
	return 0;
}

void
zips_close(struct zips *zips)
{
	size_t i;

	for (i = 0; i < zips->n; i++)
		if (zips->fds[i] != -1)
			(void)close(zips->fds[i]);
	free(zips->fds);
	free(zips->all);
	*zips = (struct zips){ 0 };
}
