/* The self-check of what loses some of the sound: encoded again. */
#include <stdlib.h>
#include <string.h>

#include "audio/check.h"
#include "audio/encoder.h"
#include "audio/likeness.h"
#include "audio/pump.h"

#define PART 8192

struct again {
	struct sar_check *check;
	struct sar_encoder *encoder;
	struct sar_queue queue;
	struct sar_likeness *like;
	uint64_t off; /* of the output: same till there */
};

/* All that the encoder has given, beside the output. */
static int
compare_bytes(struct again *a, struct sar_err *err)
{
	const struct sar_source *output = a->check->output;
	uint8_t mine[PART];
	uint8_t theirs[PART];
	size_t n;

	while ((n = sar_queue_take(&a->queue, mine, PART)) > 0) {
		if (n > output->size - a->off)
			return sar_check_fails(a->check->job,
			    "encoding again gives more", err);
		if (sar_source_read(output, theirs, n, a->off, err) == -1)
			return -1;
		if (memcmp(mine, theirs, n) != 0)
			return sar_check_fails(a->check->job,
			    "encoding again gives other bytes", err);
		a->off += n;
	}
	return 0;
}

static int
compare_all(struct again *a, struct sar_err *err)
{
	struct sar_check *check = a->check;

	for (;;) {
		if (compare_bytes(a, err) == -1 ||
		    sar_check_next(check, err) == -1)
			return -1;
		if (check->n == 0)
			break;
		if (sar_likeness_block(a->like, err) == -1 ||
		    sar_encoder_put(a->encoder, check->block, check->n, err) ==
			-1)
			return -1;
	}
	if (sar_encoder_end(a->encoder, err) == -1 ||
	    compare_bytes(a, err) == -1)
		return -1;
	if (a->off != check->output->size)
		return sar_check_fails(check->job, "encoding again gives less",
		    err);
	return sar_likeness_end(a->like, err);
}

int
sar_check_again(struct sar_check *check, struct sar_err *err)
{
	struct sar_encoder_shape shape = sar_pump_shape(check->job);
	struct again a = { .check = check };
	int rc = -1;

	a.encoder = sar_encoder_open(&shape, &a.queue, err);
	if (a.encoder != NULL &&
	    (a.like = sar_likeness_open(check, err)) != NULL)
		rc = compare_all(&a, err);
	sar_likeness_free(a.like);
	sar_encoder_free(a.encoder);
	sar_queue_free(&a.queue);
	return rc;
}
