#include "export/sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "export/review_folder.h"

static void
sweep(int fd)
{
	struct dirent *entry;
	DIR *dir;

	if (fd == -1)
		return;
	if ((dir = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		if (strncmp(entry->d_name, ".sar-", 5) == 0)
			(void)unlinkat(fd, entry->d_name, 0);
	(void)closedir(dir);
}

#define FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

void
sar_sweep_files(const char *dir)
{
	sweep(open(dir, FLAGS));
}

void
sar_sweep_folder(const char *dir)
{
	static const char *const folders[] = { "marks", "letters", "complaints",
		"reviews", "searches", "." };
	/* A case may be kept elsewhere, and a link lead there. */
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t i;

	if (fd == -1)
		return;
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		sweep(openat(fd, folders[i], FLAGS));
	/* What could not go is told of by whoever makes or purges one. */
	(void)sar_review_sweep(fd);
	(void)close(fd);
}
