#include "audio/queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int
grow(struct sar_queue *queue, size_t need, struct sar_err *err)
{
	size_t cap = queue->cap == 0 ? 4096 : queue->cap;
	uint8_t *data;

	while (cap < need && cap <= SIZE_MAX / 2)
		cap *= 2;
	if (cap < need || (data = malloc(cap)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (queue->len > 0)
		memcpy(data, queue->data, queue->len);
	if (queue->data != NULL)
		explicit_bzero(queue->data, queue->cap);
	free(queue->data);
	queue->data = data;
	queue->cap = cap;
	return 0;
}

int
sar_queue_put(struct sar_queue *queue, const void *data, size_t len,
    struct sar_err *err)
{
	if (len == 0)
		return 0;
	if (len > SIZE_MAX - queue->len)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (queue->len + len > queue->cap &&
	    grow(queue, queue->len + len, err) == -1)
		return -1;
	memcpy(queue->data + queue->len, data, len);
	queue->len += len;
	return 0;
}

void
sar_queue_lend(struct sar_queue *queue, const void *data, size_t len)
{
	assert(queue->len == 0 && queue->lent_len == 0);
	queue->lent = data;
	queue->lent_len = len;
}

size_t
sar_queue_take(struct sar_queue *queue, void *out, size_t len)
{
	if (queue->lent_len > 0) {
		if (len > queue->lent_len)
			len = queue->lent_len;
		memcpy(out, queue->lent, len);
		queue->lent += len;
		queue->lent_len -= len;
		return len;
	}
	if (len > queue->len - queue->taken)
		len = queue->len - queue->taken;
	if (len > 0)
		memcpy(out, queue->data + queue->taken, len);
	queue->taken += len;
	if (queue->taken == queue->len) {
		queue->taken = 0;
		queue->len = 0;
	}
	return len;
}

void
sar_queue_free(struct sar_queue *queue)
{
	if (queue->data != NULL)
		explicit_bzero(queue->data, queue->cap);
	free(queue->data);
	memset(queue, 0, sizeof(*queue));
}
