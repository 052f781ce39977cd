#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	struct sar_tree tree = { .size = 0 };
	const char *lf, *end = text + size;

	while (tree.size < n &&
	       (lf = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		sar_tree_add(&tree, text, (size_t)(lf - text));
		text = lf + 1;
	}
	sar_tree_root(&tree, root);
	must(sar_note_add(notes, key(), tree.size, root, &err) == 0);
}

/* Where the log is put, each time anew. */
static const char *
folder(void)
{
	static char dir[] = "/tmp/fuzz-log-XXXXXX";
	static int made;

	if (!made)
		must(mkdtemp(dir) != NULL);
	made = 1;
	return dir;
}

static void
put_file(const char *name, const char *data, size_t len)
{
	char path[128];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", folder(), name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	must(fd != -1);
	must(write(fd, data, len) == (ssize_t)len);
	(void)close(fd);
}

/*
 * A log of two files, split at a line, and a checkpoint for all whole lines
 * but ${spare}.
 */
static void
make_log(const char *text, size_t size, size_t split, size_t spare,
    char second[SAR_SEGMENT_NAME])
{
	struct sar_buf notes = SAR_BUF_INIT;
	char name[SAR_SEGMENT_NAME];
	size_t at = 0, lines = 0, i;

	for (i = 0; i < size; i++)
		lines += text[i] == '\n';
	spare = lines > spare ? lines - spare : lines;
	for (i = 0; i < split && at < size; at++)
		i += text[at] == '\n';
	sar_segment_name(0, 0, name);
	put_file(name, text, at);
	sar_segment_name(1, i, second);
	put_file(second, text + at, size - at);
	sign(text, size, spare, &notes);
	put_file(SAR_LOG_CHECKPOINTS, notes.data, notes.len);
	sar_buf_free(&notes);
}

/* What was told: how far in the text, and of which record. */
struct told {
	const char *text;
	size_t size;
	size_t at;
	uint64_t seq;
};

/* The records are the lines as they stood, in order, each of its number. */
static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct told *told = ctx;
	uint64_t n;

	(void)err;
	must(record->seq == told->seq++);
	must(record->len < told->size - told->at);
	must(memcmp(record->line, told->text + told->at, record->len) == 0);
	told->at += record->len;
	must(told->text[told->at++] == '\n');
	must(record->type == SAR_RECORD_ERASED ||
	     (sar_record_number(record, "seq", &n) && n == record->seq));
	return 0;
}

static void
check_log(const struct sar_log *log, const struct told *told)
{
	const struct sar_log_tail_part *tails;
	size_t n, i, len = 0;

	must(sar_log_size(log) == told->seq);
	/* Every byte is a record's, or a tail's. */
	tails = sar_log_tails(log, &n);
	for (i = 0; i < n; i++)
		len += tails[i].bytes;
	must(len == told->size - told->at);
}

/*
 * Lines signed by the log's own key: either they are a log, and then it is
 * these lines and no other, or they are refused with a reason.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told told = { (const char *)data + 1, size - 1, 0, 0 };
	struct sar_log_reading how = { .key = sar_key_secret_public(key()),
		.jobs = 1,
		.record = take_record,
		.ctx = &told };
	struct sar_err err = SAR_ERR_INIT;
	char second[SAR_SEGMENT_NAME], path[128];
	struct sar_log *log;

	if (size < 1)
		return 0;
	make_log(told.text, told.size, data[0] & 7, data[0] >> 6, second);
	how.dir = folder();
	if ((log = sar_log_read(&how, &err)) != NULL) {
		check_log(log, &told);
	} else {
		must(err.code == SAR_ETAMPER);
		must(strchr(err.msg, '\n') == NULL);
	}
	sar_log_free(log);
	(void)snprintf(path, sizeof(path), "%s/%s", folder(), second);
	(void)unlink(path);
	return 0;
}
