#include "ingest/commit.h"

#include <sodium.h>
#include <string.h>

#include "redact/redact.h"

_Static_assert(SAR_REDACT_CHANNELS == SAR_INDEX_COMMIT_CHANNELS &&
		   SAR_REDACT_SEED == SAR_INDEX_COMMIT_SECRET &&
		   SAR_MEDIA_DECODER_LEN <= SAR_INDEX_COMMIT_DECODER,
    "a commitment can be stored");

/* A recording being committed to.  The decoder's process sees no seed. */
struct sound {
	const struct sar_source *source;
	const struct sar_media_raw *raw;
	struct sar_media_info *info;
	const struct sar_redact_seeds *seeds;
	struct sar_redact_shape shape; /* its length a guess at first */
	struct sar_redact_roots roots;
	char decoder[SAR_MEDIA_DECODER_LEN];
};

/* How long it is, about: without any other word, a byte is a sample. */
static uint64_t
guess(const struct sound *sound, const struct sar_media *media)
{
	uint64_t most = sound->info->rate * SAR_MEDIA_MAX_SECONDS;
	uint64_t frames = sar_media_announced(media);

	if (frames == 0)
		frames = sound->source->size / sound->info->channels;
	return frames < most ? frames : most;
}

static int
add(void *ctx, const int16_t *samples, size_t frames, struct sar_err *err)
{
	struct sar_redact_commit *commit = ctx;

	return sar_redact_commit_add(commit, samples, frames, err);
}

/* Decode it once; *${again}: its length was guessed wrong, and is known now. */
static int
pass(struct sound *sound, bool *again, struct sar_err *err)
{
	struct sar_redact_commit *commit = NULL;
	struct sar_media *media;
	uint64_t known = sound->shape.frames;
	int rc = -1;

	media = sar_media_open(sound->source, sound->raw, sound->info, err);
	if (media == NULL)
		return -1;
	sar_media_decoder(media, sound->decoder);
	sound->shape.rate = sound->info->rate;
	sound->shape.channels = sound->info->channels;
	sound->shape.frames = known != 0 ? known : guess(sound, media);
	commit = sar_redact_commit_new(&sound->shape, sound->seeds, err);
	if (commit != NULL && sar_media_each(media, add, commit, err) == 0)
		rc = sar_redact_commit_end(commit, &sound->roots,
		    &sound->shape.frames, again, err);
	sar_redact_commit_free(commit);
	sar_media_close(media);
	return rc;
}

static int
decode(struct sound *sound, struct sar_err *err)
{
	bool again = false;

	if (pass(sound, &again, err) == -1 ||
	    (again && pass(sound, &again, err) == -1))
		return -1;
	if (again)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: decodes to another length each time",
		    sound->source->name);
	return 0;
}

int
sar_commit_sound(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_index_commitment *out, struct sar_err *err)
{
	struct sar_redact_seeds seeds;
	struct sound sound = { .source = source,
		.raw = raw,
		.info = info,
		.seeds = &seeds };
	int rc;

	out->channels = 0;
	randombytes_buf(&seeds, sizeof(seeds));
	rc = decode(&sound, err);
	if (rc == 0) {
		memcpy(out->decoder, sound.decoder, sizeof(sound.decoder));
		out->block = sar_redact_block(info->rate);
		out->channels = info->channels;
		memcpy(out->seeds, seeds.seed,
		    info->channels * sizeof(out->seeds[0]));
		memcpy(out->roots, sound.roots.root,
		    info->channels * sizeof(out->roots[0]));
	} else if (info->codec != SAR_CODEC_UNKNOWN &&
		   !sar_media_decodes(info->codec)) {
		*err = (struct sar_err)SAR_ERR_INIT;
		rc = 0;
	}
	explicit_bzero(&seeds, sizeof(seeds));
	return rc;
}

int
sar_commit_same(const struct sar_source *source,
    const struct sar_media_raw *raw,
    const struct sar_index_commitment *commitment, bool *named, bool *same,
    struct sar_err *err)
{
	struct sar_media_info info;
	struct sar_redact_seeds seeds;
	struct sound sound = { .source = source,
		.raw = raw,
		.info = &info,
		.seeds = &seeds };
	int rc;

	memcpy(seeds.seed, commitment->seeds, sizeof(seeds.seed));
	rc = decode(&sound, err);
	explicit_bzero(&seeds, sizeof(seeds));
	if (rc == -1)
		return -1;
	*named = strcmp(sound.decoder, commitment->decoder) == 0;
	*same = info.channels == commitment->channels &&
		sar_redact_block(info.rate) == commitment->block &&
		memcmp(sound.roots.root, commitment->roots,
		    info.channels * sizeof(commitment->roots[0])) == 0;
	return 0;
}
