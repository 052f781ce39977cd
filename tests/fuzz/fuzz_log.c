#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "disclosure/log_state.h"
#include "tlog/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* The key of tests/vectors/log. */
static const struct sar_key_secret *
key(void)
{
	static const char skey[] =
	    "PRIVATE+KEY+sar-export.example.gov.uk/log+ad0a17ad+"
	    "AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
	static struct sar_key_secret *parsed;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;

	if (parsed == NULL) {
		secret = sar_secret_new(skey, sizeof(skey) - 1, &err);
		must(secret != NULL);
		parsed = sar_key_secret_parse(secret, &err);
		must(parsed != NULL);
		sar_secret_free(secret);
	}
	return parsed;
}

/* Sign the first ${n} lines of ${text}, whatever they say. */
static void
sign(const char *text, size_t size, size_t n, struct sar_buf *notes)
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_tree tree;
	const char *lf, *end = text + size;

	must(sar_tree_init(&tree, &err) == 0);
	while (tree.size < n &&
	       (lf = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		sar_tree_add(&tree, text, (size_t)(lf - text));
		text = lf + 1;
	}
	sar_tree_root(&tree, root);
	must(sar_note_add(notes, key(), tree.size, root, &err) == 0);
	sar_tree_clear(&tree);
}

static void
put_file(struct sar_segment_file *file, const char *name, const char *data,
    size_t len)
{
	must(strlen(name) < sizeof(file->name));
	memcpy(file->name, name, strlen(name) + 1);
	must((file->data = malloc(len + 1)) != NULL);
	if (len > 0)
		memcpy(file->data, data, len);
	file->data[len] = '\0';
	file->len = len;
}

/*
 * A log in memory: two files, split at a line, and a checkpoint for all whole
 * lines but ${spare}.
 */
static struct sar_log *
make_log(const char *text, size_t size, size_t split, size_t spare)
{
	struct sar_log *log = calloc(1, sizeof(*log));
	struct sar_buf notes = SAR_BUF_INIT;
	char name[SAR_SEGMENT_NAME];
	size_t at = 0, lines = 0, i;

	must(log != NULL);
	for (i = 0; i < size; i++)
		lines += text[i] == '\n';
	spare = lines > spare ? lines - spare : lines;
	for (i = 0; i < split && at < size; at++)
		i += text[at] == '\n';
	log->key = *sar_key_secret_public(key());
	log->n_segments = 2;
	log->segments = calloc(2, sizeof(*log->segments));
	must(log->segments != NULL);
	log->segments[1].number = 1;
	log->segments[1].first = i;
	sar_segment_name(0, 0, name);
	put_file(&log->segments[0].file, name, text, at);
	sar_segment_name(1, i, name);
	put_file(&log->segments[1].file, name, text + at, size - at);
	sign(text, size, spare, &notes);
	put_file(&log->notes, SAR_LOG_CHECKPOINTS, notes.data, notes.len);
	sar_buf_free(&notes);
	return log;
}

/* The records are the lines as they stood, in order, each of its number. */
static void
check_log(const struct sar_log *log, const char *text, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record *record;
	uint64_t seq, n;
	const char *line;
	size_t len, at = 0;

	for (seq = 0; seq < sar_log_size(log); seq++) {
		line = log->lines[seq].text;
		len = log->lines[seq].len;
		must(len < size - at && memcmp(line, text + at, len) == 0);
		must(text[at + len] == '\n');
		at += len + 1;
		record = sar_record_new("log", line, len, seq, &err);
		must(record != NULL || line[0] == '-');
		must(record == NULL ||
		     (sar_record_number(record, "seq", &n) && n == seq));
		sar_record_free(record);
	}
	/* Every byte is a record's, or a tail's. */
	must(at <= size);
	for (len = 0, seq = 0; seq < log->n_tails; seq++)
		len += log->tails[seq].bytes;
	must(len == size - at);
}

/*
 * Lines signed by the log's own key: either they are a log, and then it is
 * these lines and no other, or they are refused with a reason.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	const char *text = (const char *)data + 1;
	struct sar_log *log;

	if (size < 1)
		return 0;
	log = make_log(text, size - 1, data[0] & 7, data[0] >> 6);
	if (sar_log_verify(log, &err) == 0) {
		check_log(log, text, size - 1);
	} else {
		must(err.code == SAR_ETAMPER);
		must(strchr(err.msg, '\n') == NULL);
	}
	sar_log_free(log);
	return 0;
}
