#include "export/register.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/file.h"
#include "tlog/tree.h"

#define ID_LEN 16

/* The lines of one batch, and which recording each is of. */
struct batch {
	char **lines;
	int64_t *ids;
	size_t n;
	size_t cap;
};

static void
free_batch(struct batch *batch)
{
	size_t i;

	for (i = 0; i < batch->n; i++)
		free(batch->lines[i]);
	free(batch->lines);
	free(batch->ids);
}

static int
grow(struct batch *batch, struct sar_err *err)
{
	size_t cap = batch->cap == 0 ? 64 : batch->cap * 2;
	char **lines;
	int64_t *ids;

	if (batch->n < batch->cap)
		return 0;
	lines = reallocarray(batch->lines, cap, sizeof(*lines));
	if (lines == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	batch->lines = lines;
	ids = reallocarray(batch->ids, cap, sizeof(*ids));
	if (ids == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	batch->ids = ids;
	batch->cap = cap;
	return 0;
}

/* One registration line: what was imported, under an id that says nothing. */
static char *
make_line(const struct sar_index_recording *rec)
{
	char id[SAR_B64_LEN(ID_LEN)], salt[SAR_B64_LEN(ID_LEN)];
	char sum[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t random[2 * ID_LEN];
	json_t *object;
	char *line = NULL;

	randombytes_buf(random, sizeof(random));
	sar_b64_put(random, ID_LEN, id);
	sar_b64_put(random + ID_LEN, ID_LEN, salt);
	sar_b64_put(rec->sha256, SAR_SHA256_LEN, sum);
	object = json_pack("{sIsIsssIsIsssssssi}", "bytes",
	    (json_int_t)rec->bytes, "ch", (json_int_t)rec->channels, "codec",
	    rec->codec, "frames", (json_int_t)rec->frames, "rate",
	    (json_int_t)rec->rate, "rec", id, "salt", salt, "sha256", sum, "v",
	    1);
	if (object != NULL)
		line = json_dumps(object,
		    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(object);
	return line;
}

static int
take(void *ctx, const struct sar_index_recording *rec, struct sar_err *err)
{
	struct batch *batch = ctx;
	char *line;

	if (grow(batch, err) == -1)
		return -1;
	if ((line = make_line(rec)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	batch->lines[batch->n] = line;
	batch->ids[batch->n] = rec->id;
	batch->n++;
	return 0;
}

static int
append(const struct sar_home *home, const struct batch *batch,
    const struct sar_register_options *options, uint64_t *seq,
    struct sar_err *err)
{
	struct sar_home_record record = { .type = "register",
		.lock_wait = options->lock_wait,
		.now = options->now };
	char root64[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t root[SAR_SHA256_LEN];
	json_t *members;
	int rc;

	if (sar_tree_of_lines((const char *const *)batch->lines, batch->n,
		root, err) == -1)
		return -1;
	sar_b64_put(root, sizeof(root), root64);
	members = json_pack("{sssIss}", "by", options->by, "n",
	    (json_int_t)batch->n, "root", root64);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	record.members = members;
	rc = sar_home_log(home, &record, seq, err);
	json_decref(members);
	return rc;
}

static int
store(struct sar_index *index, const struct batch *batch, uint64_t seq,
    unsigned wait_s, struct sar_err *err)
{
	size_t i;

	if (sar_index_begin(index, wait_s, err) == -1)
		return -1;
	for (i = 0; i < batch->n; i++) {
		if (sar_index_registered(index, batch->ids[i], seq, i,
			batch->lines[i], err) == -1) {
			sar_index_rollback(index);
			return -1;
		}
	}
	return sar_index_commit(index, err);
}

int
sar_register_new(const struct sar_home *home, struct sar_index *index,
    const struct sar_register_options *options, uint64_t *n,
    struct sar_err *err)
{
	struct batch batch = { 0 };
	uint64_t seq = 0;
	int rc = -1;

	*n = 0;
	if (sar_index_unregistered(index, take, &batch, err) == -1)
		goto out;
	if (batch.n > 0 &&
	    (append(home, &batch, options, &seq, err) == -1 ||
		store(index, &batch, seq, options->lock_wait, err) == -1))
		goto out;
	*n = batch.n;
	rc = 0;

out:
	free_batch(&batch);
	return rc;
}
