#include "prove.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "media/media.h"
#include "redact/redact.h"
#include "tlog/tree.h"

#define RANGES_MAX 1000
#define FRAMES 4096

struct proving {
	struct sar_source source;
	struct sar_media_info info;
	struct sar_redact_shape shape;
	struct sar_redact_seeds seeds;
	struct sar_redact_roots roots;
	struct sar_redact_range ranges[RANGES_MAX];
	size_t n;
	char line[4096];
	struct sar_range_proof path;
	struct sar_tlogproof log;
};

typedef int take(void *to, const int16_t *samples, size_t frames,
    struct sar_err *err);

static int
commit_add(void *to, const int16_t *samples, size_t frames, struct sar_err *err)
{
	return sar_redact_commit_add(to, samples, frames, err);
}

static int
prover_add(void *to, const int16_t *samples, size_t frames, struct sar_err *err)
{
	return sar_redact_prover_add(to, samples, frames, err);
}

static int
each(struct proving *p, take *fn, void *to, struct sar_err *err)
{
	struct sar_media *media = sar_media_open(&p->source, NULL, &p->info,
	    err);
	int16_t *block = calloc((size_t)FRAMES * 8, sizeof(*block));
	ssize_t n = -1;

	while (media != NULL && block != NULL &&
	       (n = sar_media_read(media, block, FRAMES, err)) > 0)
		if (fn(to, block, (size_t)n, err) == -1) {
			n = -1;
			break;
		}
	free(block);
	sar_media_close(media);
	return n == 0 ? 0 : -1;
}

static int
commit(struct proving *p, struct sar_err *err)
{
	struct sar_redact_commit *made;
	bool again = true;
	int rc = -1;

	if (sar_media_measure(&p->source, NULL, &p->info, err) == -1)
		return -1;
	p->shape.frames = p->info.frames;
	p->shape.rate = p->info.rate;
	p->shape.channels = p->info.channels;
	randombytes_buf(&p->seeds, sizeof(p->seeds));
	made = sar_redact_commit_new(&p->shape, &p->seeds, err);
	if (made != NULL && each(p, commit_add, made, err) == 0)
		rc = sar_redact_commit_end(made, &p->roots, &p->shape.frames,
		    &again, err);
	sar_redact_commit_free(made);
	return again ? -1 : rc;
}

static void
put_line(struct proving *p)
{
	const char *codec = sar_media_codec_name(p->info.codec);
	char roots[512] = "", b64[64];
	uint32_t c;

	for (c = 0; c < p->shape.channels; c++) {
		sar_b64_put(p->roots.root[c], SAR_SHA256_LEN, b64);
		(void)snprintf(roots + strlen(roots),
		    sizeof(roots) - strlen(roots), "%s\"%s\"",
		    c == 0 ? "" : ",", b64);
	}
	(void)snprintf(p->line, sizeof(p->line),
	    "{\"B\":%u,\"ch\":%u,\"codec\":\"%s\",\"dec\":\"sar-export/1 "
	    "%s\",\"file\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\""
	    ",\"fmt\":\"s16le\",\"frames\":%llu,\"rate\":%u,\"rec\":"
	    "\"oKCgoKCgoKCgoKCgoKCgoA==\",\"roots\":[%s],\"salt\":"
	    "\"oaGhoaGhoaGhoaGhoaGhoQ==\",\"v\":2}",
	    sar_redact_block(p->shape.rate), p->shape.channels, codec, codec,
	    (unsigned long long)p->shape.frames, p->shape.rate, roots);
}

static int
path_of(const char *const *lines, size_t n, size_t index,
    struct sar_range_proof *path, uint8_t root[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct sar_range *range = sar_range_inclusion(index, n, err);
	uint8_t leaf[SAR_SHA256_LEN];
	struct sar_tree tree = { 0 };
	size_t i;
	int rc = -1;

	if (range != NULL) {
		for (i = 0; i < n; i++) {
			sar_tree_leaf(lines[i], strlen(lines[i]), leaf);
			sar_tree_add_leaf(&tree, leaf);
			sar_range_leaf(range, leaf);
		}
		sar_tree_root(&tree, root);
		rc = sar_range_end(range, path, err);
	}
	sar_range_free(range);
	return rc;
}

/* A batch of three, and a log of five records of which one is of it. */
static int
enter(struct proving *p, const struct sar_key_secret *key, struct sar_err *err)
{
	const char *batch[3] = { "{\"v\":2}", p->line, "{\"v\":1}" };
	const char *records[5] = { "a", "b", NULL, "d", "e" };
	struct sar_buf note = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN];
	char b64[64], *record = NULL;

	if (path_of(batch, 3, 1, &p->path, root, err) == -1)
		return -1;
	sar_b64_put(root, SAR_SHA256_LEN, b64);
	if (asprintf(&record,
		"{\"by\":\"cron\",\"n\":3,\"root\":\"%s\",\"salt\":"
		"\"oaGhoaGhoaGhoaGhoaGhoQ==\",\"seq\":2,\"t\":"
		"\"2026-01-05T23:10:07Z\",\"type\":\"register\",\"v\":1}",
		b64) == -1)
		return -1;
	records[2] = p->log.extra = record;
	p->log.extra_len = strlen(record);
	p->log.index = 2;
	if (path_of(records, 5, 2, &p->log.path, root, err) == -1 ||
	    sar_note_add(&note, key, 5, root, err) == -1)
		return -1;
	p->log.checkpoint_len = note.len;
	p->log.checkpoint = sar_buf_take(&note);
	return 0;
}

static int
write_proof(struct proving *p, const char *path, struct sar_err *err)
{
	struct sar_redact_prove what = { p->shape, &p->seeds, p->ranges, p->n,
		p->line, 1, 3, &p->path, &p->log };
	struct sar_redact_prover *prover = sar_redact_prover_new(&what, err);
	struct sar_buf text = SAR_BUF_INIT;
	int rc = -1;
	int fd;

	if (prover != NULL && each(p, prover_add, prover, err) == 0 &&
	    sar_redact_prover_end(prover, &text, err) == 0) {
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		rc = sar_file_write_all(fd, path, text.data, text.len, err);
		(void)close(fd);
	}
	sar_redact_prover_free(prover);
	sar_buf_free(&text);
	return rc;
}

static struct sar_key_secret *
load_key(const char *path, struct sar_err *err)
{
	struct sar_secret *secret = sar_secret_from_file(path, err);
	struct sar_key_secret *key = NULL;

	if (secret != NULL)
		key = sar_key_secret_parse(secret, err);
	sar_secret_free(secret);
	return key;
}

static int
take_range(struct proving *p, const char *text)
{
	unsigned long long from, to;
	unsigned channel;

	if (p->n == RANGES_MAX ||
	    sscanf(text, "%u:%llu:%llu", &channel, &from, &to) != 3)
		return -1;
	p->ranges[p->n++] = (struct sar_redact_range){ channel, from, to };
	return 0;
}

int
prove(char **argv)
{
	static struct proving p;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_secret *key = load_key(argv[0], &err);
	int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	char **range;
	int rc = 0;

	for (range = argv + 3; *range != NULL && rc == 0; range++)
		rc = take_range(&p, *range);
	if (rc == -1 || key == NULL || fd == -1 ||
	    sar_source_fd(&fd, argv[1], &p.source, &err) == -1 ||
	    commit(&p, &err) == -1)
		rc = -1;
	if (rc == 0) {
		put_line(&p);
		rc = enter(&p, key, &err) == -1
			 ? -1
			 : write_proof(&p, argv[2], &err);
	}
	if (rc == -1)
		(void)fprintf(stderr, "forge: %s\n", err.msg);
	sar_tlogproof_clear(&p.log);
	sar_key_secret_free(key);
	(void)close(fd);
	return rc == 0 ? 0 : 2;
}
