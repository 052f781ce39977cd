#include "export/event_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "export/plan_salt.h"

/* Every member that is a commitment to a text of the case. */
static const char *const members[] = { "text", "letter", "plan", "request" };

int
sar_event_texts_take(struct sar_event_texts *texts,
    const struct sar_record *record, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	void *all;
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (!sar_record_digest(record, members[i], digest))
			continue;
		all = reallocarray(texts->all, texts->n + 1,
		    sizeof(*texts->all));
		if (all == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		texts->all = all;
		memcpy(texts->all[texts->n++], digest, sizeof(digest));
	}
	return 0;
}

void
sar_event_texts_free(struct sar_event_texts *texts)
{
	free(texts->all);
	texts->all = NULL;
	texts->n = 0;
}

bool
sar_event_texts_have(const struct sar_event_texts *texts,
    const uint8_t digest[SAR_SHA256_LEN])
{
	size_t i;

	for (i = 0; i < texts->n; i++)
		if (memcmp(texts->all[i], digest, SAR_SHA256_LEN) == 0)
			return true;
	return false;
}

char *
sar_event_text_name(const char *name, unsigned k, struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	const char *dot = strrchr(name, '.');
	char *numbered = NULL;

	if (dot == NULL)
		dot = name + strlen(name);
	sar_buf_add(&buf, name, (size_t)(dot - name));
	if (k > 1)
		sar_buf_printf(&buf, "-%u", k);
	sar_buf_puts(&buf, dot);
	if (sar_buf_check(&buf, err) == 0)
		numbered = sar_buf_take(&buf);
	sar_buf_free(&buf);
	return numbered;
}

enum place {
	PLACE_FREE,  /* nothing there, or nothing that anybody counts on */
	PLACE_SAME,  /* this very text */
	PLACE_TAKEN, /* by another */
	PLACE_FAILED
};

/* What is under ${path}? */
static enum place
look(const char *dir, const char *path, const char *text,
    const struct sar_event_texts *texts, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	enum place place = PLACE_FAILED;
	char *old = NULL;
	size_t len;
	bool there;

	if (!sar_file_exists(path))
		return PLACE_FREE;
	if (sar_file_read(path, SAR_STEP_TEXT_MAX, &old, &len, err) == -1)
		return PLACE_FAILED;
	if (len == strlen(text) && memcmp(old, text, len) == 0)
		place = PLACE_SAME;
	else if (sar_plan_salt_commit_in(dir, old, digest, &there, err) == 0)
		place = there && sar_event_texts_have(texts, digest)
			    ? PLACE_TAKEN
			    : PLACE_FREE;
	free(old);
	return place;
}

/* The folder a name is in, "letters", has to be there. */
static int
make_folder(const char *dir, const char *name, struct sar_err *err)
{
	const char *slash = strchr(name, '/');
	char *folder, *path;
	int rc = -1;

	if (slash == NULL)
		return 0;
	if ((folder = strndup(name, (size_t)(slash - name))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if ((path = sar_file_join(dir, folder, err)) != NULL)
		rc = sar_file_mkdir(path, 0700, err);
	if (rc == 0)
		rc = sar_file_sync_dir(dir, err);
	free(path);
	free(folder);
	return rc;
}

static int
sync_folder(char *path, struct sar_err *err)
{
	char *slash = strrchr(path, '/');
	int rc;

	*slash = '\0';
	rc = sar_file_sync_dir(path, err);
	*slash = '/';
	return rc;
}

/* Put it there, if that is where it can be. */
static int
put(char *path, const char *text, enum place place, struct sar_err *err)
{
	switch (place) {
	case PLACE_FREE:
		return sar_file_write(path, text, strlen(text), 0600, true,
		    err);
	case PLACE_SAME:
		/* Who wrote it may have been stopped before it was sure to
		   last. */
		return sync_folder(path, err);
	case PLACE_TAKEN:
		return sar_err_set(err, SAR_EREFUSED,
		    "%s: more than %d of them", path, SAR_EVENT_TEXTS);
	case PLACE_FAILED:
		break;
	}
	return -1;
}

int
sar_event_text_keep(const char *dir, const char *name, const char *text,
    const struct sar_event_texts *texts, char **kept, struct sar_err *err)
{
	enum place place = PLACE_TAKEN;
	char *path = NULL, *numbered = NULL;
	unsigned k;
	int rc = -1;

	if (make_folder(dir, name, err) == -1)
		return -1;
	for (k = 1; k <= SAR_EVENT_TEXTS && place == PLACE_TAKEN; k++) {
		free(path);
		free(numbered);
		path = NULL;
		if ((numbered = sar_event_text_name(name, k, err)) == NULL ||
		    (path = sar_file_join(dir, numbered, err)) == NULL)
			goto out;
		place = look(dir, path, text, texts, err);
	}
	rc = put(path, text, place, err);
	if (rc == 0 && kept != NULL) {
		*kept = numbered;
		numbered = NULL;
	}

out:
	free(numbered);
	free(path);
	return rc;
}
