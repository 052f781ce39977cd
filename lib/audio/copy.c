#include "audio/copy.h"

#include <stdlib.h>
#include <string.h>

#include "audio/fill.h"
#include "audio/peaks.h"
#include "audio/pump.h"
#include "audio/riff.h"
#include "audio/shape.h"
#include "media/coded.h"

/* Bytes at a time: a signal is to be heeded between them. */
#define READ_MAX ((size_t)1 << 20)

struct copy {
	struct sar_audio_job job;
	struct sar_media_coded coded;
	enum sar_fill_form form;
	struct sar_fill *fill;
	struct sar_riff riff;
	size_t frame;                     /* bytes of one */
	uint64_t at;                      /* frames done */
	uint8_t small[SAR_RIFF_HEAD_MAX]; /* header, pad or a frame in parts */
	size_t small_len;
	size_t small_at;
	bool ended;
};

static int
tell_peaks(const struct copy *copy, const uint8_t *data, size_t frames,
    struct sar_err *err)
{
	struct sar_peaks *peaks = copy->job.peaks;

	if (peaks == NULL)
		return 0;
	if (copy->form == SAR_FILL_ALAW)
		return sar_peaks_alaw(peaks, data, frames, err);
	if (copy->form == SAR_FILL_ULAW)
		return sar_peaks_ulaw(peaks, data, frames, err);
	return sar_peaks_pcm16(peaks, data, frames, err);
}

/* The next ${frames} frames to ${out}, redacted; after a failure, zeros. */
static int
copy_frames(struct copy *copy, uint8_t *out, size_t frames, struct sar_err *err)
{
	if (sar_shape_stopped(&copy->job, err) == -1 ||
	    sar_source_read(copy->job.source, out, frames * copy->frame,
		copy->coded.off + copy->at * copy->frame, err) == -1) {
		/* What was read till then has not been redacted. */
		explicit_bzero(out, frames * copy->frame);
		return -1;
	}
	sar_fill_frames(copy->fill, copy->at, out, frames);
	copy->at += frames;
	return tell_peaks(copy, out, frames, err);
}

static int
end_copy(struct copy *copy, struct sar_err *err)
{
	copy->ended = true;
	copy->small[0] = 0;
	copy->small_at = 0;
	copy->small_len = (size_t)(copy->riff.data % 2);
	return copy->job.peaks == NULL ? 0
				       : sar_peaks_end(copy->job.peaks, err);
}

static size_t
take_small(struct copy *copy, uint8_t *out, size_t len)
{
	if (len > copy->small_len - copy->small_at)
		len = copy->small_len - copy->small_at;
	if (len > 0)
		memcpy(out, copy->small + copy->small_at, len);
	copy->small_at += len;
	return len;
}

static ssize_t
read_copy(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct copy *copy = ctx;
	uint64_t left = copy->job.frames - copy->at;
	size_t n = take_small(copy, buf, len);

	if (n > 0 || len == 0 || copy->ended)
		return (ssize_t)n;
	if (left == 0) {
		if (end_copy(copy, err) == -1)
			return -1;
		return (ssize_t)take_small(copy, buf, len);
	}
	if (len < copy->frame) {
		if (copy_frames(copy, copy->small, 1, err) == -1)
			return -1;
		copy->small_at = 0;
		copy->small_len = copy->frame;
		return (ssize_t)take_small(copy, buf, len);
	}
	n = (len < READ_MAX ? len : READ_MAX) / copy->frame;
	if (n > left)
		n = (size_t)left;
	if (copy_frames(copy, buf, n, err) == -1)
		return -1;
	return (ssize_t)(n * copy->frame);
}

static void
close_copy(void *ctx)
{
	struct copy *copy = ctx;

	if (copy == NULL)
		return;
	sar_fill_free(copy->fill);
	free(copy);
}

/* Is the source stored just as the output is to be? */
static bool
form_of(const struct sar_audio_job *job, enum sar_codec codec,
    enum sar_fill_form *form)
{
	if (job->format == SAR_FORMAT_WAV)
		*form = SAR_FILL_PCM16;
	else if (job->format == SAR_FORMAT_WAV_ALAW)
		*form = SAR_FILL_ALAW;
	else
		*form = SAR_FILL_ULAW;
	return (job->format == SAR_FORMAT_WAV && codec == SAR_CODEC_PCM16) ||
	       (job->format == SAR_FORMAT_WAV_ALAW &&
		   codec == SAR_CODEC_ALAW) ||
	       (job->format == SAR_FORMAT_WAV_ULAW && codec == SAR_CODEC_ULAW);
}

/* Is what was found what was imported? */
static int
check_found(const struct sar_audio_job *job,
    const struct sar_media_coded *coded, struct sar_err *err)
{
	struct sar_media_info info = { 0 };

	info.codec = coded->codec;
	info.rate = coded->rate;
	info.channels = coded->channels;
	if (sar_shape_same(job, &info, err) == -1)
		return -1;
	if (coded->frames == job->frames)
		return 0;
	return sar_pump_length(job,
	    coded->frames < job->frames ? "is shorter" : "is longer", err);
}

static int
begin(struct copy *copy, struct sar_err *err)
{
	struct sar_encoder_shape shape = sar_pump_shape(&copy->job);

	if (sar_riff_make(&shape, &copy->riff, err) == -1 ||
	    check_found(&copy->job, &copy->coded, err) == -1)
		return -1;
	copy->fill = sar_fill_new(&copy->job, copy->form, err);
	if (copy->fill == NULL)
		return -1;
	copy->frame = (size_t)copy->riff.width * copy->job.channels;
	memcpy(copy->small, copy->riff.head, copy->riff.head_len);
	copy->small_len = copy->riff.head_len;
	if (copy->job.peaks == NULL)
		return 0;
	return sar_peaks_begin(copy->job.peaks, copy->job.rate,
	    copy->job.channels, err);
}

int
sar_copy_open(const struct sar_audio_job *job, bool *is,
    struct sar_stream *stream, struct sar_err *err)
{
	struct copy *copy = calloc(1, sizeof(*copy));

	*is = false;
	if (copy == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	copy->job = *job;
	if (sar_media_coded(job->source, job->raw, &copy->coded, is, err) == -1)
		goto failed;
	*is = *is && form_of(job, copy->coded.codec, &copy->form);
	if (!*is) {
		close_copy(copy);
		return 0;
	}
	if (begin(copy, err) == -1)
		goto failed;
	stream->ctx = copy;
	stream->read = read_copy;
	stream->close = close_copy;
	stream->size = sar_riff_size(&copy->riff);
	return 0;

failed:
	close_copy(copy);
	return -1;
}
