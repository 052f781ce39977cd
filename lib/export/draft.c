#include "export/draft.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

static int
fill(struct sar_draft *draft, const char *text, struct sar_err *err)
{
	size_t len = strlen(text);

	if (sar_file_write_all(draft->fd, draft->path, text, len, err) == -1)
		return -1;
	if (ftruncate(draft->fd, (off_t)len) == -1 || fsync(draft->fd) == -1)
		return sar_err_errno(err, "%s", draft->path);
	return 0;
}

int
sar_draft_open(const struct sar_case *c, const char *name, const char *text,
    struct sar_draft *draft, struct sar_err *err)
{
	if ((draft->path = sar_case_path(c, name, err)) == NULL)
		return -1;
	/* A run that is killed leaves it to the next, which sweeps. */
	if ((draft->temp = sar_case_path(c, ".sar-XXXXXX", err)) == NULL)
		goto failed;
	if ((draft->fd = mkostemp(draft->temp, O_CLOEXEC)) == -1) {
		(void)sar_err_output(err, "%s", draft->path);
		free(draft->temp);
		draft->temp = NULL;
		goto failed;
	}
	draft->room = strlen(text);
	if (fill(draft, text, err) == 0)
		return 0;

failed:
	sar_draft_drop(draft);
	return -1;
}

int
sar_draft_refill(struct sar_draft *draft, const char *text, struct sar_err *err)
{
	assert(strlen(text) <= draft->room);
	if (lseek(draft->fd, 0, SEEK_SET) == -1)
		return sar_err_errno(err, "%s", draft->path);
	return fill(draft, text, err);
}

int
sar_draft_name(struct sar_draft *draft, const struct sar_case *c,
    struct sar_err *err)
{
	if (rename(draft->temp, draft->path) == -1)
		return sar_err_errno(err, "%s", draft->path);
	free(draft->temp);
	draft->temp = NULL;
	return sar_file_sync_dir(c->dir, err);
}

void
sar_draft_drop(struct sar_draft *draft)
{
	if (draft->fd != -1)
		(void)close(draft->fd);
	if (draft->temp != NULL)
		(void)unlink(draft->temp);
	free(draft->temp);
	free(draft->path);
	*draft = (struct sar_draft)SAR_DRAFT_INIT;
}
