#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "redact/blocks.h"
#include "redact/ggm.h"
#include "redact/proof.h"
#include "tlog/tree.h"

/* The nodes over what is withheld are kept, and nothing else that grows. */
struct sar_redact_prover {
	struct sar_redact_proof proof;
	struct sar_blocks *blocks;
	struct sar_ggm ggm[SAR_REDACT_CHANNELS];
	struct sar_tree edge[SAR_REDACT_CHANNELS];
	struct sar_tree node[SAR_REDACT_CHANNELS]; /* the one begun */
	size_t next[SAR_REDACT_CHANNELS];          /* of hashes: its number */
};

static bool
next_salt(void *ctx, uint32_t channel, uint64_t block,
    uint8_t salt[SAR_SHA256_LEN])
{
	struct sar_redact_prover *prover = ctx;

	/* Longer than it was: told at the end. */
	if (block >= sar_redact_blocks(&prover->proof.shape))
		return false;
	sar_ggm_next(&prover->ggm[channel], salt);
	return true;
}

/* A block that is withheld is added up in a tree of its own. */
static void
take_leaf(void *ctx, uint32_t channel, uint64_t block,
    const uint8_t leaf[SAR_SHA256_LEN])
{
	struct sar_redact_prover *prover = ctx;
	struct sar_cover *hashes = &prover->proof.hashes;
	size_t *next = &prover->next[channel];
	struct sar_tree *own = &prover->node[channel];
	struct sar_cover_node *node;

	node = *next < hashes->n ? &hashes->node[*next] : NULL;
	if (node == NULL || node->channel != channel ||
	    node->index > block >> node->level) {
		sar_tree_add_leaf(&prover->edge[channel], leaf);
		return;
	}
	sar_tree_add_leaf(own, leaf);
	if (own->size >> node->level == 0)
		return;
	sar_tree_root(own, node->value);
	sar_tree_add_whole(&prover->edge[channel], node->level, node->value);
	own->size = 0;
	++*next;
}

/* What is borrowed of ${what} is not freed with the prover. */
static int
take_what(struct sar_redact_proof *proof, const struct sar_redact_prove *what,
    struct sar_err *err)
{
	size_t len = strlen(what->line);

	if (sar_redact_line_parse("registration line", what->line, len,
		&proof->registered, err) == -1)
		return -1;
	if (!sar_extent_same(&proof->registered.shape, &what->shape))
		return sar_err_set(err, SAR_ECORRUPT,
		    "the registered recording has another length, rate or "
		    "number of channels");
	if (what->of == 0 || what->nr >= what->of)
		return sar_err_set(err, SAR_EFAIL,
		    "redaction proof: no such line in its batch");
	proof->shape = what->shape;
	proof->roots = proof->registered.roots;
	proof->nr = what->nr;
	proof->of = what->of;
	proof->path = *what->path;
	proof->log = *what->registered;
	proof->line_len = len;
	proof->n_withheld = what->n_withheld;
	proof->line = strdup(what->line);
	proof->withheld = calloc(what->n_withheld + 1,
	    sizeof(*proof->withheld));
	if (proof->line == NULL || proof->withheld == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (what->n_withheld > 0)
		memcpy(proof->withheld, what->withheld,
		    what->n_withheld * sizeof(*proof->withheld));
	return sar_redact_proof_nodes(proof, err);
}

static void
let_go(struct sar_redact_proof *proof)
{
	sar_cover_free(&proof->hashes);
	sar_cover_free(&proof->salts);
	free(proof->withheld);
	free(proof->line);
}

/* The ways down, and the salts that are given out. */
static void
plant(struct sar_redact_prover *prover, const struct sar_redact_seeds *seeds)
{
	const struct sar_redact_shape *shape = &prover->proof.shape;
	unsigned height = sar_extent_height(sar_redact_blocks(shape));
	struct sar_cover *salts = &prover->proof.salts;
	struct sar_cover *hashes = &prover->proof.hashes;
	struct sar_cover_node *node;
	uint32_t c;
	size_t i;

	for (c = 0; c < shape->channels; c++) {
		sar_ggm_begin(&prover->ggm[c], seeds->seed[c], height);
		while (prover->next[c] < hashes->n &&
		       hashes->node[prover->next[c]].channel < c)
			prover->next[c]++;
	}
	for (i = 0; i < salts->n; i++) {
		node = &salts->node[i];
		sar_ggm_node(seeds->seed[node->channel], height, node->level,
		    node->index, node->value);
	}
}

struct sar_redact_prover *
sar_redact_prover_new(const struct sar_redact_prove *what, struct sar_err *err)
{
	struct sar_redact_prover *prover = calloc(1, sizeof(*prover));
	struct sar_blocks_user user = { prover, next_salt, take_leaf };

	if (prover == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if (take_what(&prover->proof, what, err) == -1 ||
	    (prover->blocks = sar_blocks_new(&what->shape, &user, err)) ==
		NULL) {
		sar_redact_prover_free(prover);
		return NULL;
	}
	plant(prover, what->seeds);
	return prover;
}

int
sar_redact_prover_add(struct sar_redact_prover *prover, const int16_t *samples,
    size_t frames, struct sar_err *err)
{
	(void)err;
	sar_blocks_add(prover->blocks, samples, frames);
	return 0;
}

/* What was added is what was registered. */
static int
check_roots(struct sar_redact_prover *prover, struct sar_err *err)
{
	const struct sar_redact_proof *proof = &prover->proof;
	uint8_t root[SAR_SHA256_LEN];
	uint32_t c;

	if (sar_blocks_end(prover->blocks) != proof->shape.frames)
		return sar_err_set(err, SAR_ECORRUPT,
		    "the recording is not as long as when it was registered");
	for (c = 0; c < proof->shape.channels; c++) {
		sar_tree_root(&prover->edge[c], root);
		if (memcmp(root, proof->roots.root[c], sizeof(root)) != 0)
			return sar_err_set(err, SAR_ECORRUPT,
			    "the recording does not decode to what was "
			    "registered");
	}
	return 0;
}

/* Whoever gets the proof reads it so: what they would refuse is not given. */
static int
check_text(const struct sar_redact_proof *made, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_redact_proof *read =
	    sar_redact_proof_parse("redaction proof", text, len, err);
	bool same;

	if (read == NULL)
		return -1;
	same = sar_extent_same(&made->shape, &read->shape) &&
	       made->n_withheld == read->n_withheld &&
	       memcmp(&made->roots, &read->roots, sizeof(made->roots)) == 0;
	sar_redact_proof_free(read);
	return same ? 0
		    : sar_err_set(err, SAR_EFAIL,
			  "redaction proof: not what was to be proved");
}

int
sar_redact_prover_end(struct sar_redact_prover *prover, struct sar_buf *buf,
    struct sar_err *err)
{
	size_t before = buf->len;

	if (check_roots(prover, err) == -1 ||
	    sar_redact_proof_write(&prover->proof, buf, err) == -1)
		return -1;
	return check_text(&prover->proof, buf->data + before, buf->len - before,
	    err);
}

void
sar_redact_prover_free(struct sar_redact_prover *prover)
{
	if (prover == NULL)
		return;
	let_go(&prover->proof);
	sar_blocks_free(prover->blocks);
	sodium_memzero(prover, sizeof(*prover));
	free(prover);
}

int
sar_redact_proof_size(const struct sar_redact_prove *what, uint64_t *size,
    struct sar_err *err)
{
	struct sar_redact_proof proof = { .n_withheld = 0 };
	struct sar_buf buf = SAR_BUF_INIT;
	int rc = -1;

	/* Every value is written with as many characters as any other. */
	if (take_what(&proof, what, err) == 0 &&
	    sar_redact_proof_write(&proof, &buf, err) == 0) {
		*size = buf.len;
		rc = 0;
	}
	let_go(&proof);
	sar_buf_free(&buf);
	return rc;
}
