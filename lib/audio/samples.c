/* The self-check of what keeps every sample. */
#include <stdlib.h>
#include <string.h>

#include "audio/check.h"
#include "audio/shape.h"

#define MINUS_ZERO 0x7f /* of mu-law, which silence is not written as */
#define G711_HEAD 58

struct samples {
	struct sar_check *check;
	struct sar_media *out;
	struct sar_media_info info;
	int16_t *block;
	uint8_t *codes; /* of mu-law: the bytes of the file */
};

static int
compare_block(const struct samples *s, struct sar_err *err)
{
	const struct sar_check *check = s->check;
	size_t channels = check->job->channels;
	size_t i;
	bool cut;

	if (memcmp(s->block, check->block,
		check->n * channels * sizeof(*s->block)) == 0)
		return 0;
	for (i = 0; i < check->n * channels; i++) {
		if (s->block[i] == check->block[i])
			continue;
		cut = (check->frames[i / channels].cut >> i % channels & 1) !=
		      0;
		return sar_check_differs(check, check->first + i / channels,
		    cut ? "of a cut is not the fill"
			: "was changed outside a cut",
		    err);
	}
	return 0;
}

/*
 * Two codes of mu-law decode to 0.  In a cut there must be but one: a second
 * could say something.
 */
static int
compare_codes(const struct samples *s, struct sar_err *err)
{
	const struct sar_check *check = s->check;
	size_t channels = check->job->channels;
	size_t i;

	if (s->codes == NULL || check->n == 0)
		return 0;
	if (sar_source_read(check->output, s->codes, check->n * channels,
		G711_HEAD + check->first * channels, err) == -1)
		return -1;
	for (i = 0; i < check->n * channels; i++)
		if (s->codes[i] == MINUS_ZERO &&
		    (check->frames[i / channels].cut >> i % channels & 1) != 0)
			return sar_check_differs(check,
			    check->first + i / channels,
			    "of a cut is not the fill", err);
	return 0;
}

/* As many frames of the output as the source just gave. */
static int
read_same(struct samples *s, struct sar_err *err)
{
	const struct sar_check *check = s->check;
	size_t done = 0;
	ssize_t n;

	while (done < check->n) {
		n = sar_media_read(s->out,
		    s->block + done * check->job->channels, check->n - done,
		    err);
		if (n == -1)
			return -1;
		if (n == 0)
			return sar_check_differs(check, check->first + done,
			    "is the end, which is too early", err);
		done += (size_t)n;
	}
	return 0;
}

static int
check_end(struct samples *s, struct sar_err *err)
{
	uint64_t end = s->check->job->frames;
	ssize_t n = sar_media_read(s->out, s->block, 1, err);

	if (n == -1)
		return -1;
	if (n > 0)
		return sar_check_differs(s->check, end,
		    "is past the end of the source", err);
	/* Bytes no decoder plays can still be read by somebody. */
	if (s->info.findings != 0)
		return sar_check_differs(s->check, end,
		    "is the end, and bytes follow", err);
	return 0;
}

static int
open_samples(struct samples *s, struct sar_err *err)
{
	const struct sar_audio_job *job = s->check->job;
	size_t n = (size_t)SAR_AUDIO_BLOCK * job->channels;

	if ((s->block = calloc(n, sizeof(*s->block))) == NULL ||
	    (job->format == SAR_FORMAT_WAV_ULAW &&
		(s->codes = malloc(n)) == NULL))
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	s->out = sar_media_open(s->check->output, NULL, &s->info, err);
	if (s->out == NULL)
		return -1;
	if (s->info.rate != job->rate || s->info.channels != job->channels)
		return sar_check_fails(job,
		    "another rate or number of channels", err);
	return 0;
}

static int
compare_all(struct samples *s, struct sar_err *err)
{
	do {
		if (sar_check_next(s->check, err) == -1 ||
		    read_same(s, err) == -1 || compare_block(s, err) == -1 ||
		    compare_codes(s, err) == -1)
			return -1;
	} while (s->check->n > 0);
	return check_end(s, err);
}

int
sar_check_samples(struct sar_check *check, struct sar_err *err)
{
	struct samples s = { .check = check };
	int rc = -1;

	if (open_samples(&s, err) == 0)
		rc = compare_all(&s, err);
	sar_media_close(s.out);
	free(s.block);
	free(s.codes);
	return rc;
}
