/* A passphrase is not kept beside what it opens. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/home.h"

/* Is the file ${path}, which need not be there, below ${folder}? */
static bool
is_below(const char *path, const char *folder)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path) + 1;
	char *in = len == 0 ? strdup(".") : strndup(path, len);
	char *real = in == NULL ? NULL : realpath(in, NULL);
	char *top = realpath(folder, NULL);
	size_t n = top == NULL ? 0 : strlen(top);
	bool below = real != NULL && top != NULL &&
		     strncmp(real, top, n) == 0 &&
		     (real[n] == '/' || real[n] == '\0');

	free(in);
	free(real);
	free(top);
	return below;
}

int
sar_home_secret_out(const struct sar_home *home, const char *path,
    struct sar_err *err)
{
	static const char *const folders[] = { "outbox", "staging" };
	bool below = false;
	char *folder;
	size_t i;

	if (sar_file_exists(path)) {
		(void)sar_err_set(err, SAR_EREFUSED, "%s: exists already",
		    path);
		sar_err_hint(err, "--passphrase-out needs a new file");
		return -1;
	}
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if ((folder = sar_home_path(home, folders[i], err)) == NULL)
			return -1;
		below = below || is_below(path, folder);
		free(folder);
	}
	if (!below)
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED, "%s: beside the package", path);
	sar_err_hint(err, "a passphrase is kept and sent another way than "
			  "what it opens");
	return -1;
}
