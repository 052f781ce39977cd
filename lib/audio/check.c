/*
 * The redaction looked at from outside: decoded anew and compared, by code
 * that shares nothing with what wrote it.
 */
#include "audio/check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audio/container.h"
#include "audio/shape.h"

/* Of MP3 and Opus: how far a cut's edge is heard inside it. */
#define RING_MP3_MS 200
#define RING_OPUS_MS 400

int
sar_check_fails(const struct sar_audio_job *job, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: self-check: %s",
	    job->source->name, why);
}

int
sar_check_differs(const struct sar_check *check, uint64_t frame,
    const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT,
	    "%s: self-check: frame %" PRIu64 " %s", check->job->source->name,
	    frame, why);
}

static int
read_block(struct sar_check *check, struct sar_err *err)
{
	size_t channels = check->job->channels;
	ssize_t n = 1;

	for (check->n = 0; check->n < SAR_AUDIO_BLOCK && n > 0;
	     check->n += (size_t)n) {
		n = sar_media_read(check->in,
		    check->block + check->n * channels,
		    SAR_AUDIO_BLOCK - check->n, err);
		if (n == -1)
			return -1;
	}
	return 0;
}

int
sar_check_next(struct sar_check *check, struct sar_err *err)
{
	uint64_t done = check->expect.frame;

	check->first = done;
	if (sar_shape_stopped(check->job, err) == -1 ||
	    read_block(check, err) == -1)
		return -1;
	if (check->n > check->job->frames - done ||
	    (check->n == 0 && done != check->job->frames))
		return sar_check_fails(check->job,
		    "the source has another length", err);
	sar_expect_block(&check->expect, check->block, check->n, check->frames);
	return 0;
}

static uint64_t
ring_of(const struct sar_audio_job *job)
{
	if (job->format == SAR_FORMAT_MP3)
		return (uint64_t)job->rate * RING_MP3_MS / 1000;
	if (job->format == SAR_FORMAT_OPUS)
		return (uint64_t)job->rate * RING_OPUS_MS / 1000;
	return 0;
}

static size_t
block_size(const struct sar_audio_job *job)
{
	return sizeof(int16_t) * SAR_AUDIO_BLOCK * job->channels;
}

static int
open_check(struct sar_check *check, struct sar_err *err)
{
	const struct sar_audio_job *job = check->job;

	check->block = malloc(block_size(job));
	check->frames = calloc(SAR_AUDIO_BLOCK, sizeof(*check->frames));
	if (check->block == NULL || check->frames == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	check->in = sar_media_open(job->source, job->raw, &check->in_info, err);
	if (check->in == NULL ||
	    sar_shape_same(job, &check->in_info, err) == -1)
		return -1;
	return sar_expect_begin(&check->expect, job, ring_of(job), err);
}

static void
close_check(struct sar_check *check)
{
	sar_media_close(check->in);
	sar_expect_end(&check->expect);
	if (check->block != NULL)
		explicit_bzero(check->block, block_size(check->job));
	free(check->block);
	free(check->frames);
}

int
sar_audio_check(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_audio_check *result,
    struct sar_err *err)
{
	struct sar_check check = { .job = job, .output = output };
	enum sar_audio_method method = sar_audio_lossless(job->format)
					   ? SAR_AUDIO_EVERY_SAMPLE
					   : SAR_AUDIO_ENCODED_AGAIN;
	int rc = -1;

	if (sar_shape_check(job, err) == -1 ||
	    sar_container_check(job, output, err) == -1)
		return -1;
	if (open_check(&check, err) == -1)
		goto out;
	rc = method == SAR_AUDIO_EVERY_SAMPLE ? sar_check_samples(&check, err)
					      : sar_check_again(&check, err);
	if (rc == 0) {
		*result = check.expect.seen;
		result->method = method;
	}

out:
	close_check(&check);
	return rc;
}
