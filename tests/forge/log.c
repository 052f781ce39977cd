#include "log.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/b64.h"
#include "base/file.h"
#include "disclosure/log.h"
#include "tlog/cosign.h"
#include "tlog/note.h"
#include "tlog/tlogproof.h"
#include "tlog/tree.h"

#define TEXT_MAX ((size_t)1 << 30)
#define SEGMENT "entries-0000-000000000000.jsonl"
#define TOMBSTONE 45 /* "-" and a hash in Base64 */

static struct sar_err err = SAR_ERR_INIT;

static _Noreturn void
die(const char *why)
{
	(void)fprintf(stderr, "forge: %s\n", why == NULL ? err.msg : why);
	exit(2);
}

static char *
slurp(const char *path, size_t *len)
{
	char *text = NULL;

	if (sar_file_read(path, TEXT_MAX, &text, len, &err) == -1)
		die(NULL);
	return text;
}

static struct sar_key_secret *
load_key(const char *path)
{
	size_t len;
	char *text = slurp(path, &len);
	struct sar_secret *skey;
	struct sar_key_secret *key;

	skey = sar_secret_new(text, strcspn(text, "\n"), &err);
	if (skey == NULL || (key = sar_key_secret_parse(skey, &err)) == NULL)
		die(NULL);
	sar_secret_free(skey);
	free(text);
	return key;
}

static void
put_file(const char *folder, const char *name, const struct sar_buf *buf)
{
	char *path = sar_file_join(folder, name, &err);

	if (path == NULL || sar_buf_check(buf, &err) == -1 ||
	    sar_file_write(path, buf->data, buf->len, 0600, true, &err) == -1)
		die(NULL);
	free(path);
}

/* A tombstone's leaf is in the line, not of it. */
static void
add_line(struct sar_tree *tree, const char *line, size_t len)
{
	uint8_t leaf[SAR_SHA256_LEN];
	size_t got;

	if (len == TOMBSTONE && line[0] == '-' &&
	    sar_b64_get(line + 1, len - 1, leaf, sizeof(leaf), &got))
		sar_tree_add_leaf(tree, leaf);
	else
		sar_tree_add(tree, line, len);
}

/* argv: KEY FOLDER LINES [each]: a checkpoint at the end, or after each. */
void
forge_log(int argc, char **argv)
{
	struct sar_key_secret *key = load_key(argv[0]);
	struct sar_buf notes = SAR_BUF_INIT, entries = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_tree tree = { .size = 0 };
	size_t len, n;
	char *text = slurp(argv[2], &len), *p = text, *lf;

	for (; (lf = memchr(p, '\n', (size_t)(text + len - p))) != NULL;
	     p = lf + 1) {
		add_line(&tree, p, (size_t)(lf - p));
		if (argc < 4 && lf + 1 < text + len)
			continue;
		sar_tree_root(&tree, root);
		if (sar_note_add(&notes, key, tree.size, root, &err) == -1)
			die(NULL);
	}
	n = (size_t)(p - text);
	sar_buf_add(&entries, text, n);
	(void)mkdir(argv[1], 0700);
	put_file(argv[1], SEGMENT, &entries);
	put_file(argv[1], "checkpoints", &notes);
	sar_buf_free(&notes);
	sar_buf_free(&entries);
	sar_key_secret_free(key);
	free(text);
}

/* argv: WITNESS TIME NOTE: that note with one more line, on standard output. */
void
forge_cosign(char **argv)
{
	struct sar_key_secret *key = load_key(argv[0]);
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_buf line = SAR_BUF_INIT;
	struct sar_note note;
	size_t len;
	char *text = slurp(argv[2], &len);

	if (!sar_note_read(text, len, origin, &note))
		die("no note");
	if (sar_cosign_add(&line, key, text, note.text_len,
		strtoll(argv[1], NULL, 10), &err) == -1)
		die(NULL);
	(void)printf("%.*s%s", (int)note.len, text, line.data);
	sar_buf_free(&line);
	sar_key_secret_free(key);
	free(text);
}

struct proving {
	struct sar_range *range;
	uint64_t index;
	char *line;
};

static int
take(void *ctx, const struct sar_record *record, struct sar_err *error)
{
	struct proving *proving = ctx;

	(void)error;
	sar_range_leaf(proving->range, record->leaf);
	if (record->seq == proving->index)
		proving->line = strndup(record->line, record->len);
	return 0;
}

/* argv: VKEY LOG INDEX SIZE: the proof at the log's last checkpoint, which has
   SIZE records, on standard output. */
void
forge_proof(char **argv)
{
	struct sar_tlogproof proof = {
		.index = strtoull(argv[2], NULL, 10),
	};
	struct proving proving = { .index = proof.index };
	struct sar_log_reading how = { .dir = argv[1],
		.record = take,
		.ctx = &proving };
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_key_public key;
	struct sar_log *log;
	size_t len;
	char *vkey = slurp(argv[0], &len);

	how.key = &key;
	proving.range = sar_range_inclusion(proof.index,
	    strtoull(argv[3], NULL, 10), &err);
	if (proving.range == NULL ||
	    sar_key_public_parse("vkey", vkey, len, &key, &err) == -1 ||
	    (log = sar_log_open(&how, &err)) == NULL ||
	    sar_range_end(proving.range, &proof.path, &err) == -1)
		die(NULL);
	proof.extra = proving.line;
	proof.extra_len = strlen(proving.line);
	proof.checkpoint = strdup(sar_log_checkpoint(log));
	if (proof.checkpoint == NULL)
		die("out of memory");
	proof.checkpoint_len = strlen(proof.checkpoint);
	if (sar_tlogproof_add(&buf, &proof, &err) == -1)
		die(NULL);
	(void)fwrite(buf.data, 1, buf.len, stdout);
	sar_buf_free(&buf);
	sar_tlogproof_clear(&proof);
	sar_range_free(proving.range);
	sar_log_free(log);
	free(vkey);
}
