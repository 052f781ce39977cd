#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "redact/blocks.h"
#include "redact/ggm.h"
#include "redact/proof.h"
#include "tlog/tree.h"

/* On the way through one channel. */
struct channel {
	struct sar_tree edge;
	struct sar_ggm ggm; /* below the salt in use */
	uint64_t salted;    /* blocks that it still has salts for */
	uint64_t hashed;    /* the first block after the last hash */
	size_t salt;        /* the next ones of the covers */
	size_t hash;
};

struct sar_redact_verifier {
	const struct sar_redact_proof *proof;
	struct sar_blocks *blocks;
	struct channel channel[SAR_REDACT_CHANNELS];
};

/* Is ${next} of ${cover} the node that begins at ${block}? */
static const struct sar_cover_node *
node_at(const struct sar_cover *cover, size_t next, uint32_t channel,
    uint64_t block)
{
	const struct sar_cover_node *node;

	if (next == cover->n)
		return NULL;
	node = &cover->node[next];
	return node->channel == channel && node->index << node->level == block
		   ? node
		   : NULL;
}

/* Each block is below one node just once, or it would not have been read. */
static bool
next_salt(void *ctx, uint32_t channel, uint64_t block,
    uint8_t salt[SAR_SHA256_LEN])
{
	struct sar_redact_verifier *v = ctx;
	const struct sar_redact_proof *proof = v->proof;
	struct channel *c = &v->channel[channel];
	const struct sar_cover_node *node;

	if ((node = node_at(&proof->hashes, c->hash, channel, block)) != NULL) {
		sar_tree_add_whole(&c->edge, node->level, node->value);
		c->hashed = block + (UINT64_C(1) << node->level);
		c->hash++;
	}
	if (block < c->hashed)
		return false;
	if ((node = node_at(&proof->salts, c->salt, channel, block)) != NULL) {
		sar_ggm_begin(&c->ggm, node->value, node->level);
		c->salted = UINT64_C(1) << node->level;
		c->salt++;
	}
	/* Past the end there is none. */
	if (c->salted == 0)
		return false;
	sar_ggm_next(&c->ggm, salt);
	c->salted--;
	return true;
}

static void
take_leaf(void *ctx, uint32_t channel, uint64_t block,
    const uint8_t leaf[SAR_SHA256_LEN])
{
	struct sar_redact_verifier *v = ctx;

	(void)block;
	sar_tree_add_leaf(&v->channel[channel].edge, leaf);
}

static void
find_first(const struct sar_cover *cover, uint32_t channel, size_t *next)
{
	while (*next < cover->n && cover->node[*next].channel < channel)
		++*next;
}

struct sar_redact_verifier *
sar_redact_verifier_new(const struct sar_redact_proof *proof,
    struct sar_err *err)
{
	struct sar_redact_verifier *v = calloc(1, sizeof(*v));
	struct sar_blocks_user user = { v, next_salt, take_leaf };
	uint32_t c;

	if (v == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	v->proof = proof;
	for (c = 0; c < proof->shape.channels; c++) {
		find_first(&proof->hashes, c, &v->channel[c].hash);
		find_first(&proof->salts, c, &v->channel[c].salt);
	}
	if ((v->blocks = sar_blocks_new(&proof->shape, &user, err)) == NULL) {
		sar_redact_verifier_free(v);
		return NULL;
	}
	return v;
}

int
sar_redact_verifier_add(struct sar_redact_verifier *v, const int16_t *samples,
    size_t frames, struct sar_err *err)
{
	(void)err;
	sar_blocks_add(v->blocks, samples, frames);
	return 0;
}

int
sar_redact_verifier_end(struct sar_redact_verifier *v, struct sar_err *err)
{
	const struct sar_redact_proof *proof = v->proof;
	uint8_t root[SAR_SHA256_LEN];
	uint32_t c;

	if (sar_blocks_end(v->blocks) != proof->shape.frames)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: the recording is not as long as what was registered",
		    proof->name);
	for (c = 0; c < proof->shape.channels; c++) {
		sar_tree_root(&v->channel[c].edge, root);
		if (memcmp(root, proof->roots.root[c], sizeof(root)) != 0)
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: channel %" PRIu32
			    " of the recording is not what was registered",
			    proof->name, c + 1);
	}
	return 0;
}

void
sar_redact_verifier_free(struct sar_redact_verifier *v)
{
	if (v == NULL)
		return;
	sar_blocks_free(v->blocks);
	free(v);
}
