#include "export/register.h"

#include <assert.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "index/commitment.h"
#include "tlog/commitment.h"
#include "tlog/tree.h"

#define ID_LEN 16

/* One recording of a batch. */
struct member {
	int64_t recording;
	char *line;
	bool bare; /* it has no commitment yet: */
	uint8_t file_salt[SAR_INDEX_COMMIT_SECRET];
};

struct batch {
	struct sar_index *index;
	struct member *members;
	size_t n;
	size_t cap;
};

static void
free_batch(struct batch *batch)
{
	size_t i;

	for (i = 0; i < batch->n; i++)
		free(batch->members[i].line);
	if (batch->members != NULL)
		explicit_bzero(batch->members,
		    batch->cap * sizeof(*batch->members));
	free(batch->members);
}

static int
grow(struct batch *batch, struct sar_err *err)
{
	size_t cap = batch->cap == 0 ? 64 : batch->cap * 2;
	struct member *members;

	if (batch->n < batch->cap)
		return 0;
	/* Not by reallocarray(), which would leave salts behind. */
	if ((members = calloc(cap, sizeof(*members))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (batch->n > 0) {
		memcpy(members, batch->members, batch->n * sizeof(*members));
		explicit_bzero(batch->members, batch->n * sizeof(*members));
	}
	free(batch->members);
	batch->members = members;
	batch->cap = cap;
	return 0;
}

static json_t *
bytes_json(const uint8_t *bytes, size_t len)
{
	char text[SAR_B64_LEN(SAR_SHA256_LEN)];

	assert(len <= SAR_SHA256_LEN);
	sar_b64_put(bytes, len, text);
	return json_string(text);
}

/*
 * What is shown in proofs must not tell of the file: its digest would, to
 * whoever has a guess at what was withheld, and its size tells of that.
 */
static json_t *
file_json(const struct sar_index_recording *rec,
    const uint8_t salt[SAR_COMMITMENT_SALT], struct sar_err *err)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	uint8_t sum[SAR_SHA256_LEN];

	sar_hex_put(rec->sha256, SAR_SHA256_LEN, hex);
	if (sar_commitment_make(salt, hex, sum, err) == -1)
		return NULL;
	return bytes_json(sum, sizeof(sum));
}

/* What is said of sound that is committed to. */
static int
put_sound(json_t *object, const struct sar_index_commitment *c)
{
	json_t *roots = json_array();
	uint32_t i;

	for (i = 0; i < c->channels; i++)
		if (json_array_append_new(roots,
			bytes_json(c->roots[i], SAR_SHA256_LEN)) == -1) {
			json_decref(roots);
			return -1;
		}
	if (json_object_set_new(object, "roots", roots) == -1 ||
	    json_object_set_new(object, "B",
		json_integer((json_int_t)c->block)) == -1 ||
	    json_object_set_new(object, "dec", json_string(c->decoder)) == -1 ||
	    json_object_set_new(object, "fmt", json_string("s16le")) == -1)
		return -1;
	return 0;
}

/* The id in the line before, in whose place this one comes. */
static int
put_was(json_t *object, const char *before)
{
	json_t *old = before == NULL
			  ? NULL
			  : json_loads(before, JSON_REJECT_DUPLICATES, NULL);
	json_t *rec = json_object_get(old, "rec");
	int rc = 0;

	if (json_is_string(rec))
		rc = json_object_set(object, "was", rec);
	json_decref(old);
	return rc;
}

/* One registration line: what was imported, under an id that says nothing. */
static char *
make_line(const struct sar_index_recording *rec,
    const struct sar_index_commitment *c, const char *before,
    struct sar_err *err)
{
	uint8_t random[2 * ID_LEN];
	json_t *object;
	char *line = NULL;

	randombytes_buf(random, sizeof(random));
	object = json_pack("{sIsssosIsIsososi}", "ch",
	    (json_int_t)rec->channels, "codec", rec->codec, "file",
	    file_json(rec, c->file_salt, err), "frames",
	    (json_int_t)rec->frames, "rate", (json_int_t)rec->rate, "rec",
	    bytes_json(random, ID_LEN), "salt",
	    bytes_json(random + ID_LEN, ID_LEN), "v", 2);
	if (object != NULL && put_was(object, before) == 0 &&
	    (c->channels == 0 || put_sound(object, c) == 0))
		line = json_dumps(object,
		    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(object);
	if (line == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return line;
}

/* What stands for ${rec}; for its file alone where there is nothing yet. */
static int
find_commitment(struct batch *batch, const struct sar_index_recording *rec,
    struct member *member, struct sar_index_commitment *c, struct sar_err *err)
{
	bool there = false;

	if (sar_index_get_commitment(batch->index, rec->id, &there, c, err) ==
	    -1)
		return -1;
	member->bare = !there || c->forgotten;
	if (!member->bare)
		return 0;
	memset(c, 0, sizeof(*c));
	randombytes_buf(c->file_salt, sizeof(c->file_salt));
	memcpy(member->file_salt, c->file_salt, sizeof(c->file_salt));
	return 0;
}

static int
take(void *ctx, const struct sar_index_recording *rec, struct sar_err *err)
{
	struct batch *batch = ctx;
	struct sar_index_commitment c = { .channels = 0 };
	struct member *member;
	char *before = NULL;
	int rc = -1;

	if (grow(batch, err) == -1)
		return -1;
	member = &batch->members[batch->n];
	member->recording = rec->id;
	if (find_commitment(batch, rec, member, &c, err) == 0 &&
	    sar_index_registered_before(batch->index, rec->id, &before, err) ==
		0 &&
	    (member->line = make_line(rec, &c, before, err)) != NULL) {
		batch->n++;
		rc = 0;
	}
	explicit_bzero(&c, sizeof(c));
	free(before);
	return rc;
}

/* The root of the batch, in Base64. */
static void
root_of(const struct batch *batch, char out[SAR_B64_LEN(SAR_SHA256_LEN)])
{
	struct sar_tree tree = { .size = 0 };
	uint8_t root[SAR_SHA256_LEN];
	size_t i;

	for (i = 0; i < batch->n; i++)
		sar_tree_add(&tree, batch->members[i].line,
		    strlen(batch->members[i].line));
	sar_tree_root(&tree, root);
	sar_b64_put(root, sizeof(root), out);
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
	json_t *members;
	int rc;

	root_of(batch, root64);
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
store_one(struct sar_index *index, const struct member *member, uint64_t seq,
    uint64_t nr, struct sar_err *err)
{
	struct sar_index_commitment c = { .channels = 0 };
	int rc = 0;

	if (member->bare) {
		memcpy(c.file_salt, member->file_salt, sizeof(c.file_salt));
		rc = sar_index_put_commitment(index, member->recording, &c,
		    err);
		explicit_bzero(&c, sizeof(c));
	}
	if (rc == 0)
		rc = sar_index_registered(index, member->recording, seq, nr,
		    member->line, err);
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
		if (store_one(index, &batch->members[i], seq, i, err) == -1) {
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
	struct batch batch = { .index = index };
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
