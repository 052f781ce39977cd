#include "ingest/walk.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int
add_file(struct sar_walk *walk, const char *path, bool found,
    struct sar_err *err)
{
	size_t cap = walk->cap == 0 ? 64 : walk->cap * 2;
	struct sar_walk_file *wide, *file;

	if (walk->n == walk->cap) {
		wide = reallocarray(walk->files, cap, sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		walk->files = wide;
		walk->cap = cap;
	}
	file = &walk->files[walk->n];
	if ((file->path = strdup(path)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	file->found = found;
	walk->n++;
	return 0;
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int
take_entry(struct sar_walk *walk, const char *root, FTS *fts, FTSENT *entry,
    struct sar_err *err)
{
	if (entry->fts_level > 0 && entry->fts_name[0] == '.') {
		(void)fts_set(fts, entry, FTS_SKIP);
		return 0;
	}
	switch (entry->fts_info) {
	case FTS_F:
		return add_file(walk, entry->fts_path, true, err);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		/* A folder passed over would be calls missed.  Names below
		   the folder may be personal: only the root is named. */
		errno = entry->fts_errno;
		return sar_err_errno(err, "%s: a folder or file below it",
		    root);
	default:
		return 0;
	}
}

static int
add_folder(struct sar_walk *walk, const char *path, struct sar_err *err)
{
	char *root = strdup(path);
	char *roots[] = { root, NULL };
	FTSENT *entry;
	FTS *fts = NULL;
	int rc = -1;

	if (root == NULL || (fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR,
				 by_name)) == NULL) {
		(void)sar_err_errno(err, "%s", path);
		goto out;
	}
	errno = 0;
	while ((entry = fts_read(fts)) != NULL)
		if (take_entry(walk, path, fts, entry, err) == -1)
			goto out;
	if (errno != 0)
		(void)sar_err_errno(err, "%s", path);
	else
		rc = 0;

out:
	if (fts != NULL)
		(void)fts_close(fts);
	free(root);
	return rc;
}

int
sar_walk_add(struct sar_walk *walk, const char *path, struct sar_err *err)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return add_folder(walk, path, err);
	return add_file(walk, path, false, err);
}

void
sar_walk_free(struct sar_walk *walk)
{
	size_t i;

	for (i = 0; i < walk->n; i++)
		free(walk->files[i].path);
	free(walk->files);
	*walk = (struct sar_walk){ 0 };
}
