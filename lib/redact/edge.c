#include "redact/edge.h"

#include <assert.h>
#include <string.h>

/* right = node(left, right) */
static void
join(struct sar_sha256 *hash, const uint8_t left[SAR_SHA256_LEN],
    uint8_t right[SAR_SHA256_LEN])
{
	static const uint8_t mark = 0x01;

	sar_sha256_add(hash, &mark, 1);
	sar_sha256_add(hash, left, SAR_SHA256_LEN);
	sar_sha256_add(hash, right, SAR_SHA256_LEN);
	sar_sha256_end(hash, right);
}

void
sar_edge_add(struct sar_edge *edge, struct sar_sha256 *hash, unsigned level,
    const uint8_t node[SAR_SHA256_LEN])
{
	uint64_t size = UINT64_C(1) << level;
	uint8_t sum[SAR_SHA256_LEN];

	assert(level <= SAR_EXTENT_HEIGHT && edge->size % size == 0 &&
	       edge->size < UINT64_C(1) << SAR_EXTENT_HEIGHT);
	memcpy(sum, node, sizeof(sum));
	/* As in adding to a binary number: a carry makes two trees one. */
	for (; (edge->size >> level & 1) != 0; level++)
		join(hash, edge->node[level], sum);
	memcpy(edge->node[level], sum, sizeof(sum));
	edge->size += size;
}

void
sar_edge_root(const struct sar_edge *edge, struct sar_sha256 *hash,
    uint8_t out[SAR_SHA256_LEN])
{
	bool any = false;
	unsigned level;

	for (level = 0; edge->size >> level != 0; level++) {
		if ((edge->size >> level & 1) == 0)
			continue;
		if (any)
			join(hash, edge->node[level], out);
		else
			memcpy(out, edge->node[level], SAR_SHA256_LEN);
		any = true;
	}
	if (!any)
		sar_sha256_end(hash, out);
}
