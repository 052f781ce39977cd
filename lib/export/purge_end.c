#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/file.h"
#include "export/purging.h"
#include "index/each.h"

#define ERASE_ONCE 4096 /* recordings of one transaction */
#define NAME_LEN 96

/* What a run deleted, as it is logged. */
struct ending {
	struct sar_purging *purging;
	struct sar_index_purge_run run;
	uint64_t n, late;
	uint64_t away; /* claimed still */
	struct sar_tree tree;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_buf leaves; /* of the evidence */
	uint8_t evidence[SAR_SHA256_LEN];
	uint64_t record;
};

/* Is the file of a recording on the disk? */
static int
is_there(void *ctx, const struct sar_index_recording *rec, struct sar_err *err)
{
	struct ending *ending = ctx;
	struct sar_purging *purging = ending->purging;
	enum sar_disk_claimed claimed;

	if (sar_disk_claimed(purging->home->recordings, rec->path,
		ending->run.day, &claimed, err) == -1)
		return -1;
	/* What is claimed was there: if it is not, we were killed after. */
	if (claimed == SAR_DISK_DELETED)
		return sar_index_purge_deleted(purging->index, rec->id, err);
	if (claimed == SAR_DISK_THERE)
		return sar_index_purge_unclaim(purging->index, rec->id, err);
	/* It stays claimed: whoever sees its folder again knows. */
	ending->away++;
	return 0;
}

static int
resolve_one(void *ctx, int64_t recording, const char *path, struct sar_err *err)
{
	struct ending *ending = ctx;
	bool there;

	(void)path;
	return sar_index_recording_of(ending->purging->index, recording, &there,
	    is_there, ending, err);
}

/* What is claimed still, after a kill, is deleted or it is not, or cannot be
   seen: then it is of a run apart, which stays open.  Of a run that deleted
   nothing, and has nothing claimed, nothing stays. */
static int
resolve(struct ending *ending, struct sar_err *err)
{
	struct sar_index *index = ending->purging->index;
	int64_t run = ending->run.id;

	if (sar_index_begin(index, ending->purging->options->lock_wait, err) ==
	    -1)
		return -1;
	if (sar_index_purge_each(index, run, SAR_INDEX_PURGE_CLAIMED,
		resolve_one, ending, err) == 0 &&
	    sar_index_purge_count(index, run, SAR_PURGE_LATE, &ending->n,
		&ending->late, err) == 0 &&
	    (ending->n > 0 || ending->away > 0 ||
		sar_index_purge_drop(index, run, err) == 0) &&
	    (ending->n == 0 || ending->away == 0 ||
		sar_index_purge_part(index, run, err) == 0))
		return sar_index_commit(index, err);
	sar_index_rollback(index);
	return -1;
}

/* One line of the evidence: where the log has the recording registered. */
static int
add_leaf(void *ctx, uint64_t seq, uint64_t nr,
    const uint8_t leaf[SAR_SHA256_LEN], struct sar_err *err)
{
	struct ending *ending = ctx;
	char leaf64[SAR_B64_LEN(SAR_SHA256_LEN)];

	(void)err;
	sar_b64_put(leaf, SAR_SHA256_LEN, leaf64);
	sar_buf_printf(&ending->leaves,
	    "%s  {\"leaf\":\"%s\",\"nr\":%" PRIu64 ",\"record\":%" PRIu64 "}",
	    ending->leaves.len == 0 ? "" : ",\n", leaf64, nr, seq);
	sar_tree_add_leaf(&ending->tree, leaf);
	return 0;
}

/* The evidence, from what is in the index alone: whoever is killed makes the
   same again. */
static int
write_text(const struct ending *ending, struct sar_buf *text,
    struct sar_err *err)
{
	const struct sar_index_purge_run *run = &ending->run;
	char root64[SAR_B64_LEN(SAR_SHA256_LEN)];
	char day[SAR_DATE_LEN];

	sar_date_format(sar_date_of_days(run->day), day);
	sar_b64_put(ending->root, SAR_SHA256_LEN, root64);
	sar_buf_printf(text,
	    "{\"schema\":\"sar-retain.purge/1\",\n\"run\":%" PRId64
	    ",\"day\":\"%s\",\"by\":\"%s\",\n\"deleted\":%" PRIu64
	    ",\"late\":%" PRIu64 ",\"gone_before\":%" PRIu64
	    ",\"changed\":%" PRIu64 ",\"linked\":%" PRIu64
	    ",\n\"root\":\"%s\",\n\"registrations\":[\n",
	    run->id, day, run->by, ending->n, ending->late, run->gone,
	    run->changed, run->linked, root64);
	sar_buf_add(text, ending->leaves.data, ending->leaves.len);
	sar_buf_puts(text, "\n]}\n");
	return sar_buf_check(text, err);
}

/* Is just this there already?  An index that was made anew counts its runs
   from the first again: what is there of another stays. */
static int
is_taken(const char *path, const struct sar_buf *text, bool *same,
    struct sar_err *err)
{
	char *old = NULL;
	size_t len;

	*same = false;
	if (!sar_file_exists(path))
		return 0;
	if (sar_file_read(path, SAR_PURGING_EVIDENCE, &old, &len, err) == -1)
		return -1;
	*same = len == text->len && memcmp(old, text->data, len) == 0;
	free(old);
	return 1;
}

static void
name_of(const struct sar_index_purge_run *run, unsigned i, char out[NAME_LEN])
{
	char day[SAR_DATE_LEN];

	sar_date_format(sar_date_of_days(run->day), day);
	if (i == 1)
		(void)snprintf(out, NAME_LEN, "%s-%" PRId64 ".json", day,
		    run->id);
	else
		(void)snprintf(out, NAME_LEN, "%s-%" PRId64 ".%u.json", day,
		    run->id, i);
}

static int
write_once(const struct ending *ending, const char *folder,
    const struct sar_buf *text, struct sar_err *err)
{
	char name[NAME_LEN];
	char *path = NULL;
	unsigned i = 1;
	bool same = false;
	int rc;

	do {
		free(path);
		name_of(&ending->run, i, name);
		if ((path = sar_file_join(folder, name, err)) == NULL)
			return -1;
		rc = is_taken(path, text, &same, err);
		i++;
	} while (rc == 1 && !same);
	if (rc == 0)
		rc = sar_file_write(path, text->data, text->len, 0600, false,
		    err);
	free(path);
	return rc == -1 ? -1 : 0;
}

/* purges/DATE-N.json, before the record that has its digest. */
static int
put_evidence(struct ending *ending, struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	char *folder = sar_home_path(ending->purging->home, "purges", err);
	int rc = -1;

	if (folder != NULL && sar_file_mkdir(folder, 0700, err) == 0 &&
	    write_text(ending, &text, err) == 0 &&
	    sar_sha256_text(text.data, text.len, ending->evidence, err) == 0)
		rc = write_once(ending, folder, &text, err);
	sar_buf_free(&text);
	free(folder);
	return rc;
}

static int
gather(struct ending *ending, struct sar_err *err)
{
	if (sar_index_purge_leaves(ending->purging->index, ending->run.id,
		add_leaf, ending, err) == -1 ||
	    sar_buf_check(&ending->leaves, err) == -1)
		return -1;
	sar_tree_root(&ending->tree, ending->root);
	return put_evidence(ending, err);
}

static int
append(struct ending *ending, struct sar_err *err)
{
	const struct sar_purging *purging = ending->purging;
	struct sar_home_record record = { .type = "delete",
		.lock_wait = purging->options->lock_wait,
		.now = purging->options->now };
	char root64[SAR_B64_LEN(SAR_SHA256_LEN)];
	char evidence64[SAR_B64_LEN(SAR_SHA256_LEN)];
	json_t *members;
	int rc;

	sar_b64_put(ending->root, SAR_SHA256_LEN, root64);
	sar_b64_put(ending->evidence, SAR_SHA256_LEN, evidence64);
	members = json_pack("{sssssIsIss}", "by", ending->run.by, "evidence",
	    evidence64, "late", (json_int_t)ending->late, "n",
	    (json_int_t)ending->n, "root", root64);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	record.members = members;
	rc = sar_home_log(purging->home, &record, &ending->record, err);
	json_decref(members);
	purging->out->records += rc == 0;
	return rc;
}

/* Once: a run that was killed may have logged it and not been able to say. */
static int
log_once(struct ending *ending, bool again, struct sar_err *err)
{
	struct sar_kept_batch batch = { .n = ending->n };
	struct sar_kept_log kept = { .wanted = &batch };
	int rc;

	if (!again)
		return append(ending, err);
	memcpy(batch.root, ending->root, SAR_SHA256_LEN);
	rc = sar_kept_log_read(ending->purging->home, &kept, err);
	ending->record = kept.deleted;
	sar_kept_log_free(&kept);
	if (rc == -1 || kept.found)
		return rc;
	return append(ending, err);
}

struct erasing {
	struct sar_index *index;
	unsigned wait_s;
	uint64_t n;
};

static int
erase_one(void *ctx, int64_t recording, const char *path, struct sar_err *err)
{
	struct erasing *erasing = ctx;

	(void)path;
	if (sar_index_purge_erase(erasing->index, recording, err) == -1)
		return -1;
	if (++erasing->n % ERASE_ONCE != 0)
		return 0;
	return sar_index_commit(erasing->index, err) == -1 ||
		       sar_index_begin(erasing->index, erasing->wait_s, err) ==
			   -1
		   ? -1
		   : 0;
}

/* Some at a time, and the number of the record at the end: till then the run
   is one that is to be completed. */
static int
erase(struct ending *ending, struct sar_err *err)
{
	struct sar_index *index = ending->purging->index;
	struct erasing erasing = { index, ending->purging->options->lock_wait,
		0 };

	if (sar_index_begin(index, erasing.wait_s, err) == -1)
		return -1;
	if (sar_index_purge_each(index, ending->run.id, SAR_INDEX_PURGE_DELETED,
		erase_one, &erasing, err) == 0 &&
	    sar_index_purge_logged(index, ending->run.id, ending->record,
		err) == 0)
		return sar_index_commit(index, err);
	sar_index_rollback(index);
	return -1;
}

static int
end(struct ending *ending, bool again, struct sar_err *err)
{
	int rc = -1;

	if (resolve(ending, err) == -1)
		return -1;
	if (ending->n == 0)
		return 0;
	if (gather(ending, err) == 0 && log_once(ending, again, err) == 0 &&
	    erase(ending, err) == 0) {
		ending->purging->out->record = ending->record;
		rc = 0;
	}
	sar_buf_free(&ending->leaves);
	return rc;
}

int
sar_purging_end(struct sar_purging *purging, struct sar_err *err)
{
	struct ending ending = { .purging = purging, .run = purging->run };

	if (!purging->running)
		return 0;
	if (end(&ending, false, err) == -1)
		return -1;
	purging->running = false;
	purging->in_run = 0;
	purging->run.gone = purging->run.changed = purging->run.linked = 0;
	return 0;
}

int
sar_purging_complete(struct sar_purging *purging, struct sar_err *err)
{
	struct ending ending;
	bool there = false;
	int64_t run = 0;

	do {
		memset(&ending, 0, sizeof(ending));
		ending.purging = purging;
		if (sar_index_purge_open(purging->index, run, &there,
			&ending.run, err) == -1 ||
		    (there && end(&ending, true, err) == -1))
			return -1;
		run = ending.run.id;
		purging->out->completed += ending.n;
		/* Else they are of a run to come. */
		purging->out->away += ending.n == 0 ? ending.away : 0;
	} while (there);
	return 0;
}
