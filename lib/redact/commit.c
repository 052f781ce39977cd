#include <sodium.h>
#include <stdlib.h>

#include "redact/blocks.h"
#include "redact/ggm.h"
#include "tlog/tree.h"

/* Memory does not grow with the recording: a way down and an edge a channel. */
struct sar_redact_commit {
	struct sar_redact_shape shape; /* its length is a guess */
	unsigned height;               /* of the tree of salts */
	struct sar_blocks *blocks;
	struct sar_ggm ggm[SAR_REDACT_CHANNELS];
	struct sar_tree edge[SAR_REDACT_CHANNELS];
};

static bool
next_salt(void *ctx, uint32_t channel, uint64_t block,
    uint8_t salt[SAR_SHA256_LEN])
{
	struct sar_redact_commit *commit = ctx;

	/* Longer than was guessed: all salts will be others. */
	if (block >> commit->height != 0)
		return false;
	sar_ggm_next(&commit->ggm[channel], salt);
	return true;
}

static void
take_leaf(void *ctx, uint32_t channel, uint64_t block,
    const uint8_t leaf[SAR_SHA256_LEN])
{
	struct sar_redact_commit *commit = ctx;

	(void)block;
	sar_tree_add_leaf(&commit->edge[channel], leaf);
}

struct sar_redact_commit *
sar_redact_commit_new(const struct sar_redact_shape *shape,
    const struct sar_redact_seeds *seeds, struct sar_err *err)
{
	struct sar_blocks_user user = { NULL, next_salt, take_leaf };
	struct sar_redact_commit *commit;
	uint32_t c;

	if (!sar_extent_ok(shape)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "no recording has this length, rate or number of "
		    "channels");
		return NULL;
	}
	if ((commit = calloc(1, sizeof(*commit))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	user.ctx = commit;
	commit->shape = *shape;
	commit->height = sar_extent_height(sar_redact_blocks(shape));
	for (c = 0; c < shape->channels; c++)
		sar_ggm_begin(&commit->ggm[c], seeds->seed[c], commit->height);
	if ((commit->blocks = sar_blocks_new(shape, &user, err)) == NULL) {
		sar_redact_commit_free(commit);
		return NULL;
	}
	return commit;
}

void
sar_redact_commit_free(struct sar_redact_commit *commit)
{
	if (commit == NULL)
		return;
	sar_blocks_free(commit->blocks);
	sodium_memzero(commit, sizeof(*commit));
	free(commit);
}

int
sar_redact_commit_add(struct sar_redact_commit *commit, const int16_t *samples,
    size_t frames, struct sar_err *err)
{
	(void)err;
	sar_blocks_add(commit->blocks, samples, frames);
	return 0;
}

int
sar_redact_commit_end(struct sar_redact_commit *commit,
    struct sar_redact_roots *roots, uint64_t *frames, bool *again,
    struct sar_err *err)
{
	uint32_t c;

	commit->shape.frames = *frames = sar_blocks_end(commit->blocks);
	if (!sar_extent_ok(&commit->shape))
		return sar_err_set(err, SAR_EINPUT,
		    "longer than any recording");
	*again = sar_extent_height(sar_redact_blocks(&commit->shape)) !=
		 commit->height;
	*roots = (struct sar_redact_roots){ 0 };
	for (c = 0; !*again && c < commit->shape.channels; c++)
		sar_tree_root(&commit->edge[c], roots->root[c]);
	return 0;
}
