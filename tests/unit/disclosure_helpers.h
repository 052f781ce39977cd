#ifndef SAR_TEST_DISCLOSURE_HELPERS_H
#define SAR_TEST_DISCLOSURE_HELPERS_H

/* What the disclosure tests share: logs made by hand. */

#include "disclosure/log.h"
#include "tlog_helpers.h"

#define SEGMENT "entries-0000-000000000000.jsonl"

static inline void
create(const struct world *w, const char *dir)
{
	struct sar_err err = SAR_ERR_INIT;

	if (sar_log_create(dir, w->key, NOW, NULL, &err) == -1)
		fail_msg("%s", err.msg);
}

/* Append an intent or a nil return whose case is ${ref}. */
static inline int
try_append(const struct world *w, const char *dir, const char *type,
    const char *ref, uint64_t *seq, struct sar_err *err)
{
	struct sar_log_writer writer = {
		.dir = dir,
		.lock = w->lock,
		.lock_wait = 60,
		.key = w->key,
		.now = NOW,
	};
	json_t *members = json_pack("{sssssssisiss}", "by", "u1041", "case",
	    ref, "due", "2026-02-05", "found", 0, "select", 0, "subject",
	    "ahnw+0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2AkQ28=");
	int rc = sar_log_append(&writer, type, members, seq, err);

	json_decref(members);
	return rc;
}

static inline uint64_t
append(const struct world *w, const char *dir, const char *ref)
{
	struct sar_err err = SAR_ERR_INIT;
	uint64_t seq = 0;

	if (try_append(w, dir, "nil-return", ref, &seq, &err) == -1)
		fail_msg("%s", err.msg);
	return seq;
}

/* What was told of a log while it was read; NULL for a tombstone. */
#define TOLD_MAX 512
struct told {
	struct sar_record *all[TOLD_MAX];
	size_t n;
	size_t notes;
};

static inline int
told_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct told *told = ctx;

	assert_int_equal(record->seq, told->n);
	assert_true((record->t == 0) == (record->type == SAR_RECORD_ERASED));
	assert_true(told->n < TOLD_MAX);
	told->all[told->n++] = record->type == SAR_RECORD_ERASED
				   ? NULL
				   : sar_record_new("told", record->line,
					 record->len, record->seq, err);
	return 0;
}

static inline int
told_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct told *told = ctx;

	(void)err;
	assert_true(note->size <= told->n);
	told->notes++;
	return 0;
}

static inline void
drop_told(struct told *told)
{
	while (told->n > 0)
		sar_record_free(told->all[--told->n]);
}

/* Read it as one who trusts no signature that was not looked at. */
static inline struct sar_log *
read_log(const struct world *w, const char *dir, struct told *told,
    struct sar_err *err)
{
	struct sar_log_reading how = { .dir = dir,
		.key = w->public,
		.every_signature = true,
		.record = told == NULL ? NULL : told_record,
		.note = told == NULL ? NULL : told_note,
		.ctx = told };

	return sar_log_open(&how, err);
}

static inline struct sar_log *
open_told(const struct world *w, const char *dir, struct told *told)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log;

	if (told != NULL)
		memset(told, 0, sizeof(*told));
	log = read_log(w, dir, told, &err);
	if (log == NULL)
		fail_msg("%s", err.msg);
	return log;
}

static inline struct sar_log *
open_ok(const struct world *w, const char *dir)
{
	return open_told(w, dir, NULL);
}

static inline void
open_fails(const struct world *w, const char *dir, enum sar_code code,
    const char *message)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log = read_log(w, dir, NULL, &err);

	if (log != NULL)
		fail_msg("opened, instead of: %s",
		    message == NULL ? "failing" : message);
	if (message != NULL)
		assert_string_equal(err.msg, message);
	assert_int_equal(err.code, code);
}

/*
 * Write a log by hand: ${n} lines, in one segment, with a checkpoint after
 * every one, signed with the vectors' key, whatever the lines say.
 */
static inline void
write_log(const struct world *w, const char *const *lines, size_t n)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf entries = SAR_BUF_INIT;
	struct sar_buf notes = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_tree tree = { .size = 0 };
	char path[PATH_LEN];
	size_t i;

	for (i = 0; i < n; i++) {
		sar_buf_puts(&entries, lines[i]);
		sar_buf_puts(&entries, "\n");
		/* A tombstone's leaf is in the line, not of it. */
		if (lines[i][0] == '-' && strlen(lines[i]) == 45) {
			size_t got;

			assert_true(sar_b64_get(lines[i] + 1, 44, root,
			    sizeof(root), &got));
			sar_tree_add_leaf(&tree, root);
		} else {
			sar_tree_add(&tree, lines[i], strlen(lines[i]));
		}
		sar_tree_root(&tree, root);
		assert_int_equal(sar_note_add(&notes, w->key, i + 1, root,
				     &err),
		    0);
	}
	(void)mkdir(w->log, 0700);
	path_in(path, w->log, SEGMENT);
	spill(path, entries.data, entries.len);
	path_in(path, w->log, "checkpoints");
	spill(path, notes.data, notes.len);
	sar_buf_free(&entries);
	sar_buf_free(&notes);
}

#define VKEY                                     \
	"sar-export.example.gov.uk/log+ad0a17ad" \
	"+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define SALT "\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\","
#define COMMON(seq, type)                                        \
	SALT "\"seq\":" seq ",\"t\":\"2026-01-05T09:00:00Z\",\"" \
	     "type\":\"" type "\",\"v\":1}"
#define VOID_BODY "\"by\":\"u1041\",\"intent\":0,\"reason\":\"failed\","
#define VOID(seq) "{" VOID_BODY COMMON(seq, "void")
#define ERASE(seq, target, leaf)                                            \
	"{\"basis\":\"art17\",\"by\":\"u1041\",\"leaf\":\"" leaf "\"," SALT \
	"\"seq\":" seq ",\"t\":\"2026-01-05T09:00:00Z\",\"target\":" target \
	",\"type\":\"erase\",\"v\":1}"
#define GENESIS "{\"key\":\"" VKEY "\"," COMMON("0", "genesis")

/* entries.jsonl with the checkpoints named, as a log. */
static inline void
vector_log(const struct world *w, const char *const *names, size_t n)
{
	struct sar_buf notes = SAR_BUF_INIT;
	char path[PATH_LEN];
	size_t len, i;
	char *text = vector("entries.jsonl", &len);

	assert_int_equal(mkdir(w->log, 0700), 0);
	path_in(path, w->log, SEGMENT);
	spill(path, text, len);
	free(text);
	for (i = 0; i < n; i++) {
		text = vector(names[i], &len);
		sar_buf_add(&notes, text, len);
		free(text);
	}
	path_in(path, w->log, "checkpoints");
	spill(path, notes.data, notes.len);
	sar_buf_free(&notes);
}

#endif
