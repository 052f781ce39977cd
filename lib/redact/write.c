#include <inttypes.h>

#include "base/b64.h"
#include "redact/proof.h"

int
sar_redact_proof_nodes(struct sar_redact_proof *proof, struct sar_err *err)
{
	const struct sar_redact_range *ranges = proof->withheld;
	size_t n = proof->n_withheld;
	bool exact = false;

	if (!sar_cover_ranges_ok(&proof->shape, ranges, n))
		return sar_err_set(err, SAR_EFAIL,
		    "redaction proof: ranges out of order or past the end");
	if (sar_cover_withheld(ranges, n, &proof->hashes, err) == -1 ||
	    sar_cover_disclosed(&proof->shape, ranges, n, &proof->salts, err) ==
		-1 ||
	    sar_cover_exact(&proof->shape, ranges, n, &proof->hashes,
		&proof->salts, &exact, err) == -1)
		return -1;
	return exact ? 0
		     : sar_err_set(err, SAR_EFAIL,
			   "redaction proof: a salt of what is withheld");
}

static void
put_nodes(struct sar_buf *buf, const char *what, const struct sar_cover *cover)
{
	char text[SAR_B64_LEN(SAR_SHA256_LEN)];
	const struct sar_cover_node *node = cover->node;
	size_t i;

	for (i = 0; i < cover->n; i++, node++) {
		sar_b64_put(node->value, SAR_SHA256_LEN, text);
		sar_buf_printf(buf, "%s %" PRIu32 " %u %" PRIu64 " %s\n", what,
		    node->channel, node->level, node->index, text);
	}
}

static void
put_audio(struct sar_buf *buf, const struct sar_redact_proof *proof)
{
	const struct sar_redact_shape *shape = &proof->shape;
	char text[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint32_t c;
	size_t i;

	sar_buf_printf(buf,
	    "audio s16le %" PRIu32 " %" PRIu32 " %" PRIu64 " %" PRIu32 "\n",
	    shape->rate, shape->channels, shape->frames,
	    sar_redact_block(shape->rate));
	for (c = 0; c < shape->channels; c++) {
		sar_b64_put(proof->roots.root[c], SAR_SHA256_LEN, text);
		sar_buf_printf(buf, "root %" PRIu32 " %s\n", c, text);
	}
	for (i = 0; i < proof->n_withheld; i++)
		sar_buf_printf(buf,
		    "withheld %" PRIu32 " %" PRIu64 " %" PRIu64 "\n",
		    proof->withheld[i].channel, proof->withheld[i].from,
		    proof->withheld[i].to);
}

int
sar_redact_proof_write(const struct sar_redact_proof *proof,
    struct sar_buf *buf, struct sar_err *err)
{
	char text[SAR_B64_LEN(SAR_SHA256_LEN)];
	size_t before = buf->len;
	size_t i;

	sar_buf_puts(buf, SAR_REDACT_PROOF_HEADER);
	put_audio(buf, proof);
	put_nodes(buf, "hash", &proof->hashes);
	put_nodes(buf, "salt", &proof->salts);
	sar_buf_puts(buf, "\n");
	sar_buf_add(buf, proof->line, proof->line_len);
	sar_buf_printf(buf, "\n\nbatch %" PRIu64 " %" PRIu64 "\n", proof->nr,
	    proof->of);
	for (i = 0; i < proof->path.n; i++) {
		sar_b64_put(proof->path.hashes[i], SAR_SHA256_LEN, text);
		sar_buf_printf(buf, "%s\n", text);
	}
	sar_buf_puts(buf, "\n");
	if (sar_tlogproof_add(buf, &proof->log, err) == -1 ||
	    sar_buf_check(buf, err) == -1)
		return -1;
	if (buf->len - before > SAR_REDACT_PROOF_MAX)
		return sar_err_set(err, SAR_EREFUSED,
		    "redaction proof: too many cuts");
	return 0;
}
