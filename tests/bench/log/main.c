/*
 * log make DIR N EACH: write a log of N records, of 231 bytes each on the
 * average, with a checkpoint after every EACH of them; its public key is on
 * standard output.
 * log verify DIR VKEY [JOBS]: read and verify it, and nothing else.
 * log hash N: N hashes of 65 bytes, the length of a tree's node, as anything is
 * hashed here; log nodes N: the same as the tree does it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/file.h"
#include "disclosure/log.h"
#include "tlog/note.h"
#include "tlog/tree.h"

#define SEGMENT_MAX ((size_t)64 << 20)

static _Noreturn void
die(const char *what)
{
	(void)fprintf(stderr, "log: %s\n", what);
	exit(1);
}

static const struct sar_key_secret *
key(void)
{
	static const char skey[] =
	    "PRIVATE+KEY+sar-export.example.gov.uk/log+ad0a17ad+"
	    "AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
	static struct sar_key_secret *parsed;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;

	if (parsed != NULL)
		return parsed;
	secret = sar_secret_new(skey, sizeof(skey) - 1, &err);
	if (secret == NULL ||
	    (parsed = sar_key_secret_parse(secret, &err)) == NULL)
		die(err.msg);
	sar_secret_free(secret);
	return parsed;
}

/* What is being written. */
struct making {
	const char *dir;
	struct sar_tree tree;
	struct sar_buf lines; /* of the segment */
	struct sar_buf notes;
	unsigned segment;
	uint64_t first; /* record in it */
};

static void
put(const struct making *m, const char *name, const struct sar_buf *text)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path = sar_file_join(m->dir, name, &err);

	if (path == NULL ||
	    sar_file_write(path, text->data, text->len, 0600, true, &err) == -1)
		die(err.msg);
	free(path);
}

static void
put_segment(struct making *m)
{
	char name[64];

	(void)snprintf(name, sizeof(name), "entries-%04u-%012llu.jsonl",
	    m->segment++, (unsigned long long)m->first);
	put(m, name, &m->lines);
	sar_buf_free(&m->lines);
	m->first = m->tree.size;
}

/* 32 bytes that differ, in Base64. */
static void
digest(uint64_t seed, char out[SAR_B64_LEN(SAR_SHA256_LEN)])
{
	uint8_t sum[SAR_SHA256_LEN];

	sar_sha256_marked(0x07, &seed, sizeof(seed), sum);
	sar_b64_put(sum, sizeof(sum), out);
}

/* In turn what a request brings: a record of a case, and one of a release. */
static void
add_record(struct making *m, uint64_t seq, const char *salt, const char *a,
    const char *b)
{
	unsigned long long n = (unsigned long long)seq;

	if (seq == 0) {
		char vkey[SAR_VKEY_MAX];

		sar_key_public_format(sar_key_secret_public(key()), vkey);
		sar_buf_printf(&m->lines,
		    "{\"key\":\"%s\",\"salt\":\"%s\",\"seq\":0,\"t\":"
		    "\"2026-01-05T09:00:00Z\",\"type\":\"genesis\",\"v\":1}\n",
		    vkey, salt);
		(void)puts(vkey);
	} else if (seq % 10 < 6) {
		sar_buf_printf(&m->lines,
		    "{\"by\":\"u1041\",\"case\":\"SAR-2026-%04llu\",\"due\":"
		    "\"2026-02-05\",\"found\":3,\"salt\":\"%s\",\"select\":2,"
		    "\"seq\":%llu,\"subject\":\"%s\",\"t\":"
		    "\"2026-01-12T10:02:11Z\",\"type\":\"intent\",\"v\":1}\n",
		    n % 10000, salt, n, a);
	} else if (seq % 10 < 9) {
		sar_buf_printf(&m->lines,
		    "{\"by\":\"u1041\",\"intent\":%llu,\"manifest\":\"%s\","
		    "\"pkg\":\"%s\",\"redacted_ms\":18400,\"salt\":\"%s\","
		    "\"seq\":%llu,\"size\":4123312,\"t\":"
		    "\"2026-01-12T10:02:40Z\",\"type\":\"release\",\"v\":1}\n",
		    n - 5, a, b, salt, n);
	} else {
		sar_buf_printf(&m->lines,
		    "{\"by\":\"cron\",\"n\":2,\"root\":\"%s\",\"salt\":\"%s\","
		    "\"seq\":%llu,\"t\":\"2026-01-05T23:10:07Z\",\"type\":"
		    "\"register\",\"v\":1}\n",
		    a, salt, n);
	}
}

static void
make(const char *dir, uint64_t n, uint64_t each)
{
	char a[SAR_B64_LEN(SAR_SHA256_LEN)], b[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct making m = { .dir = dir };
	struct sar_err err = SAR_ERR_INIT;
	uint8_t root[SAR_SHA256_LEN];
	char salt[SAR_B64_LEN(16)];
	uint64_t seq;
	size_t from;

	if (mkdir(dir, 0700) == -1)
		die(dir);
	for (seq = 0; seq < n; seq++) {
		digest(2 * seq, a);
		digest(2 * seq + 1, b);
		sar_b64_put((const uint8_t *)b, 16, salt);
		from = m.lines.len;
		add_record(&m, seq, salt, a, b);
		sar_tree_add(&m.tree, m.lines.data + from,
		    m.lines.len - from - 1);
		sar_tree_root(&m.tree, root);
		if (((seq + 1) % each == 0 || seq + 1 == n) &&
		    sar_note_add(&m.notes, key(), seq + 1, root, &err) == -1)
			die(err.msg);
		if (m.lines.len > SEGMENT_MAX - 1024)
			put_segment(&m);
	}
	put_segment(&m);
	put(&m, "checkpoints", &m.notes);
	sar_buf_free(&m.notes);
}

static void
verify(const char *dir, const char *vkey, unsigned jobs)
{
	struct sar_log_reading how = { .dir = dir, .jobs = jobs };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public public;
	struct sar_log *log;
	char *text = NULL;
	size_t len;

	if (sar_file_read(vkey, SAR_VKEY_MAX, &text, &len, &err) == -1 ||
	    sar_key_public_parse(vkey, text, len, &public, &err) == -1)
		die(err.msg);
	how.key = &public;
	if ((log = sar_log_open(&how, &err)) == NULL)
		die(err.msg);
	(void)printf("%llu records, %zu checkpoints, %zu not verified\n",
	    (unsigned long long)sar_log_size(log), sar_log_checkpoints(log),
	    sar_log_unverified(log));
	sar_log_free(log);
	free(text);
}

/* As a stream is hashed, or as the tree does it. */
static void
hash(uint64_t n, bool node)
{
	uint8_t data[1 + 2 * SAR_SHA256_LEN] = { 0x01 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_sha256 *stream = sar_sha256_new(&err);

	if (stream == NULL)
		die(err.msg);
	while (n-- > 0) {
		if (node) {
			sar_sha256_node(data + 1, data + 33, data + 1);
			continue;
		}
		sar_sha256_add(stream, data, sizeof(data));
		sar_sha256_end(stream, data + 1);
	}
	(void)printf("%02x\n", data[1]);
	sar_sha256_free(stream);
}

int
main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "make") == 0)
		make(argv[2], strtoull(argv[3], NULL, 10),
		    strtoull(argv[4], NULL, 10));
	else if ((argc == 4 || argc == 5) && strcmp(argv[1], "verify") == 0)
		verify(argv[2], argv[3],
		    argc == 5 ? (unsigned)strtoul(argv[4], NULL, 10) : 0);
	else if (argc == 3 && strcmp(argv[1], "hash") == 0)
		hash(strtoull(argv[2], NULL, 10), false);
	else if (argc == 3 && strcmp(argv[1], "nodes") == 0)
		hash(strtoull(argv[2], NULL, 10), true);
	else
		die("make DIR N EACH | verify DIR VKEY [JOBS] | hash N | nodes "
		    "N");
	return 0;
}
