/*
 * Any bytes as a recording, through everything: header, decoding, cuts, fades,
 * encoding, and the self-check of what came out.  The last bytes say what is
 * cut, how, and to which format.
 *
 * What can be measured can be redacted, and what is redacted passes the
 * self-check, of lossy formats or is refused by it.  Where a sample stands for
 * itself, other sound under a cut gives the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audio/audio.h"
#include "base/buf.h"
#include "inside.h"
#include "media/coded.h"
#include "media/media.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CUTS 3
#define CONTROL (3 + 4 * CUTS)
#define FRAMES_MAX (UINT64_C(1) << 18) /* silence in FLAC is very long */

static const enum sar_plan_format formats[] = { SAR_FORMAT_WAV, SAR_FORMAT_WAV,
	SAR_FORMAT_FLAC, SAR_FORMAT_WAV_ALAW, SAR_FORMAT_WAV_ULAW,
	SAR_FORMAT_SAME, SAR_FORMAT_MP3, SAR_FORMAT_OPUS };

static const struct sar_media_raw raws[] = {
	{ .codec = SAR_CODEC_ALAW, .rate = 8000, .channels = 1 },
	{ .codec = SAR_CODEC_ULAW, .rate = 8000, .channels = 2 },
	{ .codec = SAR_CODEC_PCM16, .rate = 16000, .channels = 1 },
	{ .codec = SAR_CODEC_GSM610, .rate = 8000, .channels = 1 },
};

struct trial {
	const struct sar_media_raw *raw;
	struct sar_media_info info;
	struct sar_plan_cut cuts[CUTS];
	struct sar_audio_job job;
};

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* Up to CUTS cuts, sorted, which may touch and may have channels of theirs. */
static void
read_cuts(struct trial *t, const uint8_t *control)
{
	uint64_t frames = t->info.frames;
	uint64_t at = 0;
	size_t n = 0;
	size_t i;

	for (i = 0; i < CUTS && at < frames; i++, control += 4) {
		struct sar_plan_cut *cut = &t->cuts[n];

		cut->from = at + (frames - at) * control[0] / 512;
		cut->to = cut->from + (frames - cut->from) * control[1] / 255;
		cut->channels = control[2] & ((1U << t->info.channels) - 1);
		cut->fill = control[3] % 2 == 0 ? SAR_FILL_TONE
						: SAR_FILL_SILENCE;
		if (cut->to == cut->from)
			continue;
		at = cut->to;
		n++;
	}
	t->job.cuts = t->cuts;
	t->job.n_cuts = n;
}

/* As it is resolved for an item. */
static enum sar_plan_format
resolve(enum sar_plan_format format, enum sar_codec codec)
{
	bool alaw = codec == SAR_CODEC_ALAW;
	bool ulaw = codec == SAR_CODEC_ULAW;

	if (format == SAR_FORMAT_SAME || format == SAR_FORMAT_WAV_ALAW ||
	    format == SAR_FORMAT_WAV_ULAW) {
		if (alaw)
			return SAR_FORMAT_WAV_ALAW;
		return ulaw ? SAR_FORMAT_WAV_ULAW : SAR_FORMAT_FLAC;
	}
	return format;
}

static void
set_job(struct trial *t, const struct sar_source *source,
    const uint8_t *control)
{
	t->job.source = source;
	t->job.raw = t->raw;
	t->job.frames = t->info.frames;
	t->job.rate = t->info.rate;
	t->job.channels = t->info.channels;
	t->job.codec = t->info.codec;
	t->job.fade = control[1] % 64;
	if (t->job.fade > t->info.rate)
		t->job.fade = 0;
	t->job.format = resolve(formats[control[0] % 8], t->info.codec);
	read_cuts(t, control + 3);
}

static bool
is_lossy(enum sar_plan_format format)
{
	return format == SAR_FORMAT_MP3 || format == SAR_FORMAT_OPUS;
}

/* The redacted file; false: an error that is named. */
static bool
redact(const struct sar_audio_job *job, struct sar_buf *out)
{
	static char block[4096];
	struct sar_stream stream = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	ssize_t n;

	if (sar_audio_open(job, &stream, &err) == -1) {
		require(err.code != SAR_OK && err.msg[0] != '\0');
		/* The others do not have every rate and number of channels. */
		require(is_lossy(job->format));
		return false;
	}
	while ((n = stream.read(stream.ctx, block, sizeof(block), &err)) > 0)
		sar_buf_add(out, block, (size_t)n);
	require(n == 0 && sar_buf_check(out, &err) == 0);
	require(stream.size == SAR_STREAM_UNSIZED || stream.size == out->len);
	sar_stream_close(&stream);
	return true;
}

static void
check(const struct sar_audio_job *job, const struct sar_buf *out)
{
	const char *text = out->data;
	struct sar_audio_check result;
	struct sar_source source;
	struct sar_err err = SAR_ERR_INIT;

	sar_source_text(&text, out->len, "output", &source);
	if (sar_audio_check(job, &source, &result, &err) == -1) {
		/* Noise need not sound the same after a codec for voices. */
		require(err.code == SAR_ECORRUPT && is_lossy(job->format));
		return;
	}
	require(result.frames == job->frames &&
		result.frames_cut + result.frames_kept == result.frames);
}

/* Other bits in every byte of sound that is cut on every channel. */
static void
change(const struct trial *t, const struct sar_media_coded *coded,
    uint8_t *bytes)
{
	size_t width = sar_media_width(coded->codec) * coded->channels;
	const struct sar_plan_cut *cut;
	uint64_t at;
	size_t i;

	for (i = 0; i < t->job.n_cuts; i++) {
		cut = &t->job.cuts[i];
		if (cut->channels != 0)
			continue;
		for (at = coded->off + cut->from * width;
		     at < coded->off + cut->to * width; at++)
			bytes[at] = (uint8_t)(bytes[at] * 7 + 91);
	}
}

/* Sound without memory: what is under a cut makes no difference. */
static void
interfere(struct trial *t, const uint8_t *data, size_t size,
    const struct sar_buf *out)
{
	uint8_t *bytes = malloc(size);
	const char *text = (const char *)bytes;
	struct sar_media_coded coded;
	struct sar_audio_job job = t->job;
	struct sar_source source;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf other = { 0 };
	bool is;

	require(bytes != NULL);
	memcpy(bytes, data, size);
	sar_source_text(&text, size, "fuzz", &source);
	if (sar_media_coded(&source, t->raw, &coded, &is, &err) == 0 && is) {
		require(coded.frames == job.frames &&
			coded.off + coded.len <= size);
		change(t, &coded, bytes);
		job.source = &source;
		/* What has no header may now look as if it had one. */
		if (t->raw != NULL &&
		    sar_media_coded(&source, t->raw, &coded, &is, &err) == -1)
			goto out;
		require(redact(&job, &other));
		require(other.len == out->len &&
			memcmp(other.data, out->data, out->len) == 0);
	}

out:
	sar_buf_free(&other);
	free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const uint8_t *control;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf out = { 0 };
	struct sar_source source;
	struct trial t = { 0 };

	if (size < CONTROL)
		return 0;
	control = data + size - CONTROL;
	if (control[2] % 8 < sizeof(raws) / sizeof(raws[0]))
		t.raw = &raws[control[2] % 8];
	sar_source_text(&text, size - CONTROL, "fuzz", &source);
	if (sar_media_measure(&source, t.raw, &t.info, &err) == -1) {
		require(err.code != SAR_OK && err.msg[0] != '\0');
		return 0;
	}
	if (!sar_media_decodes(t.info.codec) || t.info.frames > FRAMES_MAX)
		return 0;
	set_job(&t, &source, control);
	if (redact(&t.job, &out)) {
		check(&t.job, &out);
		interfere(&t, data, size - CONTROL, &out);
	}
	sar_buf_free(&out);
	return 0;
}
