#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "redact/proof.h"

#define NUMBER_MAX (UINT64_C(1) << 53)
#define B64_32 44 /* characters */
#define LINE_MAX 8192
#define FIELD 21 /* digits of a number, and the NUL */

/* A proof that is read, line by line; nothing in it is believed. */
struct reader {
	const char *name;
	const char *at; /* the line after this */
	const char *end;
	size_t number; /* of this line, from 1 */
	const char *line;
	size_t len; /* without its LF */
};

static int
wrong(const struct reader *r, const char *want, struct sar_err *err)
{
	return sar_err_set(err, SAR_EINPUT, "%s: line %zu: expected %s",
	    r->name, r->number, want);
}

static int
next(struct reader *r, struct sar_err *err)
{
	size_t left = (size_t)(r->end - r->at);
	const char *lf = left == 0 ? NULL : memchr(r->at, '\n', left);

	r->number++;
	if (lf == NULL || lf - r->at > LINE_MAX)
		return wrong(r, "a line that ends", err);
	r->line = r->at;
	r->len = (size_t)(lf - r->at);
	r->at = lf + 1;
	return 0;
}

static bool
begins(const struct reader *r, const char *word)
{
	size_t len = strlen(word);

	return r->len >= len && memcmp(r->line, word, len) == 0;
}

/* Does the line that comes next begin so? */
static bool
follows(const struct reader *r, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(r->end - r->at) >= len && memcmp(r->at, word, len) == 0;
}

/* A decimal number of the line from *${at} on, written in the one way. */
static bool
take_number(const struct reader *r, size_t *at, uint64_t max, uint64_t *out)
{
	size_t first = *at;

	for (*out = 0; *at < r->len; ++*at) {
		if (r->line[*at] < '0' || r->line[*at] > '9')
			break;
		*out = *out * 10 + (uint64_t)(r->line[*at] - '0');
		if (*out > max)
			return false;
	}
	return *at > first && (r->line[first] != '0' || *at == first + 1);
}

/* ${n} numbers behind ${word}, with one space between, and nothing else. */
static bool
take_numbers(const struct reader *r, const char *word, uint64_t *out, size_t n)
{
	size_t at = strlen(word);
	size_t i;

	if (!begins(r, word))
		return false;
	for (i = 0; i < n; i++) {
		if (i > 0 && (at >= r->len || r->line[at++] != ' '))
			return false;
		if (!take_number(r, &at, NUMBER_MAX, &out[i]))
			return false;
	}
	return at == r->len;
}

/* A digest behind ${word}, and nothing else. */
static bool
take_digest(const struct reader *r, const char *word,
    uint8_t out[SAR_SHA256_LEN])
{
	size_t len = strlen(word);
	size_t got = 0;

	return begins(r, word) && r->len == len + B64_32 &&
	       sar_b64_get(r->line + len, B64_32, out, SAR_SHA256_LEN, &got) &&
	       got == SAR_SHA256_LEN;
}

static int
read_audio(struct reader *r, struct sar_redact_proof *proof,
    struct sar_err *err)
{
	char word[FIELD + sizeof("root  ")];
	uint64_t n[4];
	uint32_t c;

	if (next(r, err) == -1)
		return -1;
	if (!take_numbers(r, "audio s16le ", n, 4) || n[0] > UINT32_MAX ||
	    n[1] > SAR_REDACT_CHANNELS)
		return wrong(r, "\"audio\" and its shape", err);
	proof->shape.rate = (uint32_t)n[0];
	proof->shape.channels = (uint32_t)n[1];
	proof->shape.frames = n[2];
	if (!sar_extent_ok(&proof->shape) ||
	    n[3] != sar_redact_block(proof->shape.rate))
		return wrong(r, "the shape of a recording", err);
	for (c = 0; c < proof->shape.channels; c++) {
		(void)snprintf(word, sizeof(word), "root %" PRIu32 " ", c);
		if (next(r, err) == -1)
			return -1;
		if (!take_digest(r, word, proof->roots.root[c]))
			return wrong(r, "the next channel's root", err);
	}
	return 0;
}

static int
add_range(struct sar_redact_proof *proof, size_t *cap, const uint64_t n[3],
    struct sar_err *err)
{
	size_t more = *cap == 0 ? 16 : *cap * 2;
	struct sar_redact_range *grown = proof->withheld;

	if (proof->n_withheld == *cap) {
		grown = reallocarray(proof->withheld, more, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		proof->withheld = grown;
		*cap = more;
	}
	grown[proof->n_withheld++] = (struct sar_redact_range){
		(uint32_t)n[0],
		n[1],
		n[2],
	};
	return 0;
}

static int
read_withheld(struct reader *r, struct sar_redact_proof *proof,
    struct sar_err *err)
{
	uint64_t n[3];
	size_t cap = 0;
	size_t last;

	while (follows(r, "withheld ")) {
		if (next(r, err) == -1)
			return -1;
		if (!take_numbers(r, "withheld ", n, 3) ||
		    n[0] >= proof->shape.channels)
			return wrong(r, "a channel and its blocks", err);
		if (add_range(proof, &cap, n, err) == -1)
			return -1;
		last = proof->n_withheld < 2 ? 0 : proof->n_withheld - 2;
		if (!sar_cover_ranges_ok(&proof->shape, proof->withheld + last,
			proof->n_withheld - last))
			return wrong(r,
			    "blocks that are there, in order, not touching",
			    err);
	}
	return 0;
}

/* There is one way to cover what is withheld: each line is the next of it. */
static int
read_nodes(struct reader *r, const char *what, struct sar_cover *cover,
    struct sar_err *err)
{
	char word[4 * FIELD];
	struct sar_cover_node *node = cover->node;
	size_t i;

	for (i = 0; i < cover->n; i++, node++) {
		(void)snprintf(word, sizeof(word),
		    "%s %" PRIu32 " %u %" PRIu64 " ", what, node->channel,
		    node->level, node->index);
		if (next(r, err) == -1)
			return -1;
		if (!take_digest(r, word, node->value))
			return wrong(r, "the next node of the cover", err);
	}
	return 0;
}

static int
read_empty(struct reader *r, struct sar_err *err)
{
	if (next(r, err) == -1)
		return -1;
	return r->len == 0 ? 0 : wrong(r, "an empty line", err);
}

static int
read_line(struct reader *r, struct sar_redact_proof *proof, struct sar_err *err)
{
	if (read_empty(r, err) == -1 || next(r, err) == -1)
		return -1;
	if (sar_redact_line_parse(r->name, r->line, r->len, &proof->registered,
		err) == -1)
		return wrong(r,
		    "the registration line of a recording that was committed "
		    "to",
		    err);
	if ((proof->line = strndup(r->line, r->len)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	proof->line_len = r->len;
	return read_empty(r, err);
}

static int
read_path(struct reader *r, struct sar_redact_proof *proof, struct sar_err *err)
{
	struct sar_range_proof *path = &proof->path;
	uint64_t n[2];

	if (next(r, err) == -1)
		return -1;
	if (!take_numbers(r, "batch ", n, 2) || n[0] >= n[1])
		return wrong(r, "\"batch\", a number and how many", err);
	proof->nr = n[0];
	proof->of = n[1];
	for (path->n = 0;; path->n++) {
		if (next(r, err) == -1)
			return -1;
		if (r->len == 0)
			return 0;
		if (path->n == SAR_RANGE_MAX ||
		    !take_digest(r, "", path->hashes[path->n]))
			return wrong(r, "a hash of the path", err);
	}
}

static int
read_nodes_of(struct reader *r, struct sar_redact_proof *proof,
    struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;

	if (sar_redact_proof_nodes(proof, &why) == -1) {
		if (why.code != SAR_EREFUSED) {
			*err = why;
			return -1;
		}
		return wrong(r, "fewer nodes", err);
	}
	if (read_nodes(r, "hash", &proof->hashes, err) == -1)
		return -1;
	return read_nodes(r, "salt", &proof->salts, err);
}

static int
read_all(struct reader *r, struct sar_redact_proof *proof, struct sar_err *err)
{
	size_t len = sizeof(SAR_REDACT_PROOF_HEADER) - 2;

	if (next(r, err) == -1)
		return -1;
	if (r->len != len || !begins(r, "sar-redaction-proof@v1"))
		return wrong(r, "\"sar-redaction-proof@v1\"", err);
	if (read_audio(r, proof, err) == -1 ||
	    read_withheld(r, proof, err) == -1 ||
	    read_nodes_of(r, proof, err) == -1 ||
	    read_line(r, proof, err) == -1 || read_path(r, proof, err) == -1)
		return -1;
	return sar_tlogproof_parse(r->name, r->at, (size_t)(r->end - r->at),
	    &proof->log, err);
}

struct sar_redact_proof *
sar_redact_proof_parse(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct reader r = { .name = name, .at = text, .end = text + len };
	struct sar_redact_proof *proof = calloc(1, sizeof(*proof));

	if (proof == NULL || (proof->name = strdup(name)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if (len > SAR_REDACT_PROOF_MAX) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: longer than a redaction proof can be", name);
		goto failed;
	}
	if (read_all(&r, proof, err) == -1)
		goto failed;
	return proof;

failed:
	sar_redact_proof_free(proof);
	return NULL;
}

void
sar_redact_proof_free(struct sar_redact_proof *proof)
{
	if (proof == NULL)
		return;
	sar_cover_free(&proof->hashes);
	sar_cover_free(&proof->salts);
	sar_tlogproof_clear(&proof->log);
	free(proof->withheld);
	free(proof->line);
	free(proof->name);
	free(proof);
}

const struct sar_redact_shape *
sar_redact_proof_shape(const struct sar_redact_proof *proof)
{
	return &proof->shape;
}

const struct sar_redact_range *
sar_redact_proof_withheld(const struct sar_redact_proof *proof, size_t *n)
{
	*n = proof->n_withheld;
	return proof->withheld;
}

const struct sar_redact_registered *
sar_redact_proof_registered(const struct sar_redact_proof *proof)
{
	return &proof->registered;
}
