#include "audit/redaction.h"

#include <stdlib.h>
#include <string.h>

#include "audio/sealed.h"

#define HEAD 64 /* bytes that tell a format */

/* WAVE_FORMAT_: of PCM, G.711 A-law, G.711 mu-law. */
static int
wav_format(unsigned tag, enum sar_plan_format *format)
{
	static const struct {
		unsigned tag;
		enum sar_plan_format format;
	} tags[] = {
		{ 1, SAR_FORMAT_WAV },
		{ 6, SAR_FORMAT_WAV_ALAW },
		{ 7, SAR_FORMAT_WAV_ULAW },
	};
	size_t i;

	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (tags[i].tag == tag) {
			*format = tags[i].format;
			return 0;
		}
	return -1;
}

static bool
is_lossy(const uint8_t *head)
{
	return memcmp(head, "OggS", 4) == 0 || memcmp(head, "ID3", 3) == 0 ||
	       (head[0] == 0xff && (head[1] & 0xe0) == 0xe0);
}

/* By its first bytes: that it is just that is checked later. */
static int
find_format(const struct sar_source *source, enum sar_plan_format *format,
    struct sar_err *err)
{
	uint8_t head[HEAD] = { 0 };
	size_t len = source->size < HEAD ? (size_t)source->size : HEAD;

	if (sar_source_read(source, head, len, 0, err) == -1)
		return -1;
	if (is_lossy(head))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: MP3 and Opus keep no sample as it was: only WAV and "
		    "FLAC can be held against a redaction proof",
		    source->name);
	if (memcmp(head, "fLaC", 4) == 0) {
		*format = SAR_FORMAT_FLAC;
		return 0;
	}
	if (memcmp(head, "RIFF", 4) == 0 && memcmp(head + 8, "WAVE", 4) == 0 &&
	    wav_format(head[20] | (unsigned)head[21] << 8, format) == 0)
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "%s: not a recording as packages have them", source->name);
}

/* A range of blocks, channel after channel, that is being gone through. */
struct walk {
	const struct sar_redact_range *ranges;
	size_t n;
	size_t next[SAR_REDACT_CHANNELS];
	size_t end[SAR_REDACT_CHANNELS];
};

static void
begin_walk(struct walk *walk)
{
	uint32_t c;
	size_t i = 0;

	for (c = 0; c < SAR_REDACT_CHANNELS; c++) {
		walk->next[c] = i;
		while (i < walk->n && walk->ranges[i].channel == c)
			i++;
		walk->end[c] = i;
	}
}

/* Which channels are withheld at block ${at}, and up to which block that is
 * so: *${to}. */
static uint32_t
step(struct walk *walk, uint64_t at, uint64_t *to)
{
	const struct sar_redact_range *range;
	uint32_t channels = 0;
	uint32_t c;

	for (c = 0; c < SAR_REDACT_CHANNELS; c++) {
		if (walk->next[c] < walk->end[c] &&
		    walk->ranges[walk->next[c]].to <= at)
			walk->next[c]++;
		if (walk->next[c] == walk->end[c])
			continue;
		range = &walk->ranges[walk->next[c]];
		if (range->from <= at) {
			channels |= UINT32_C(1) << c;
			*to = range->to < *to ? range->to : *to;
		} else {
			*to = range->from < *to ? range->from : *to;
		}
	}
	return channels;
}

/* The withheld blocks as cuts, malloc'd; their fill is not known. */
static struct sar_plan_cut *
cuts_of(const struct sar_redact_proof *proof, size_t *n, struct sar_err *err)
{
	const struct sar_redact_shape *shape = sar_redact_proof_shape(proof);
	uint64_t block = sar_redact_block(shape->rate);
	uint64_t blocks = sar_redact_blocks(shape);
	struct walk walk = { .n = 0 };
	struct sar_plan_cut *cuts;
	uint32_t channels;
	uint64_t at, to;

	walk.ranges = sar_redact_proof_withheld(proof, &walk.n);
	begin_walk(&walk);
	/* Between two cuts a range begins, or ends. */
	cuts = calloc(2 * walk.n + 1, sizeof(*cuts));
	if (cuts == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	for (*n = 0, at = 0; at < blocks; at = to) {
		to = blocks;
		if ((channels = step(&walk, at, &to)) == 0)
			continue;
		cuts[*n].from = at * block;
		cuts[*n].to = to == blocks ? shape->frames : to * block;
		cuts[*n].channels = channels;
		++*n;
	}
	return cuts;
}

static int
add(void *ctx, const int16_t *samples, size_t frames, struct sar_err *err)
{
	return sar_redact_verifier_add(ctx, samples, frames, err);
}

static int
look(const struct sar_audio_job *job, struct sar_redact_verifier *verifier,
    struct sar_err *err)
{
	struct sar_sealed_how how = { sar_redact_block(job->rate), add,
		verifier };
	struct sar_sealed_seen seen;

	if (sar_sealed_form(job, err) == -1 ||
	    sar_sealed_look(job, &how, &seen, err) == -1)
		return -1;
	return sar_redact_verifier_end(verifier, err);
}

int
sar_audit_redaction_sound(const struct sar_audit_redaction *redaction,
    struct sar_err *err)
{
	const struct sar_redact_proof *proof = redaction->proof;
	const struct sar_redact_shape *shape = sar_redact_proof_shape(proof);
	struct sar_audio_job job = { .source = redaction->recording,
		.frames = shape->frames,
		.rate = shape->rate,
		.channels = shape->channels,
		.stop = redaction->stop };
	struct sar_redact_verifier *verifier = NULL;
	struct sar_plan_cut *cuts = NULL;
	int rc = -1;

	if (find_format(redaction->recording, &job.format, err) == 0 &&
	    (cuts = cuts_of(proof, &job.n_cuts, err)) != NULL &&
	    (verifier = sar_redact_verifier_new(proof, err)) != NULL) {
		job.cuts = cuts;
		rc = look(&job, verifier, err);
	}
	sar_redact_verifier_free(verifier);
	free(cuts);
	return rc;
}
