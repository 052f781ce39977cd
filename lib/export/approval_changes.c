/* What is not as it was when the plan was approved. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/source.h"
#include "export/approval_texts.h"
#include "export/disk.h"

int
sar_approval_audio(const struct sar_case *c, const struct sar_plan_item *item,
    struct sar_err *err)
{
	const struct sar_index_recording *recording = item->item->recording;
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;
	char name[40];
	bool gone;
	int rc = -1;
	int fd;

	(void)snprintf(name, sizeof(name), "recording of item %u",
	    item->item->number);
	fd = sar_disk_open(c->home->recordings, recording->path, name, &gone,
	    err);
	if (fd == -1)
		return -1;
	if (sar_source_fd(&fd, name, &source, err) == -1 ||
	    sar_sha256_source(&source, digest, err) == -1)
		goto out;
	if (memcmp(digest, recording->sha256, sizeof(digest)) != 0) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: the file is not the one that was imported", name);
		sar_err_hint(err, "an incident: find out who replaced it");
		goto out;
	}
	rc = 0;

out:
	(void)close(fd);
	return rc;
}

/* What the log says was approved. */
static int
read_history(const struct sar_case *c, struct sar_history *history,
    struct sar_err *err)
{
	if (sar_history_read(c->home, c->request->ref, history, err) == -1)
		return -1;
	if (history->approved)
		return 0;
	return sar_err_set(err, SAR_EREVIEW,
	    "case %s: nobody has approved a plan", c->request->ref);
}

/* The plan that was approved, or nothing. */
static struct sar_plan_kept *
read_approved(const struct sar_case *c, struct sar_err *err)
{
	struct sar_plan_kept *plan = NULL;
	struct sar_history history;
	char *text;

	if (read_history(c, &history, err) == -1 ||
	    (text = sar_approval_kept(c, SAR_APPROVAL_PLAN,
		 history.approved_plan, err)) == NULL)
		return NULL;
	plan = sar_plan_read(SAR_APPROVAL_PLAN, text, strlen(text), err);
	free(text);
	return plan;
}

/* Audio on disk that nobody has imported, or is not there. */
static int
audio_changes(const struct sar_case *c, const struct sar_plan *plan,
    sar_changes_fn *fn, void *ctx, size_t *n, struct sar_err *err)
{
	struct sar_change change = { .what = "audio-on-disk" };
	struct sar_err why = SAR_ERR_INIT;
	size_t i;

	for (i = 0; i < plan->n; i++) {
		if (plan->items[i].name[0] == '\0' ||
		    sar_approval_audio(c, &plan->items[i], &why) == 0)
			continue;
		if (why.code != SAR_ECORRUPT) {
			*err = why;
			return -1;
		}
		change.item = plan->items[i].item->number;
		fn(ctx, &change);
		(*n)++;
	}
	return 0;
}

int
sar_approval_changes(const struct sar_case *c, const struct sar_answer *answer,
    sar_changes_fn *fn, void *ctx, size_t *n, struct sar_err *err)
{
	struct sar_plan_kept *then = read_approved(c, err);
	struct sar_plan_kept *now = NULL;
	char *text = NULL;
	int rc = -1;

	if (then == NULL ||
	    (text = sar_plan_json(answer->plan, c->request->ref, err)) ==
		NULL ||
	    (now = sar_plan_read("plan", text, strlen(text), err)) == NULL ||
	    sar_changes_find(then, now, fn, ctx, n, err) == -1)
		goto out;
	rc = audio_changes(c, answer->plan, fn, ctx, n, err);

out:
	sar_plan_kept_free(then);
	sar_plan_kept_free(now);
	free(text);
	return rc;
}
