#include "export/listen.h"

#include <stdlib.h>
#include <string.h>

#include "export/recording.h"

#define BYTES 65536 /* read at a time */

struct sar_listen {
	struct sar_listen_what what;
	/* As the plan has it, but for its format, or but for its cuts. */
	struct sar_plan plan;
	struct sar_plan_item item;
	struct sar_recording recording;
	struct sar_stream stream;
	uint8_t bytes[BYTES]; /* read, and from at to len not used yet */
	size_t at;
	size_t len;
	uint64_t frame; /* that comes next */
	bool begun;
};

struct sar_listen *
sar_listen_open(const struct sar_listen_what *what, struct sar_err *err)
{
	struct sar_listen *listen = calloc(1, sizeof(*listen));

	if (listen == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	listen->what = *what;
	listen->plan = *what->plan;
	listen->item = *what->item;
	listen->item.format = SAR_FORMAT_WAV;
	if (!what->redacted) {
		listen->item.cuts = NULL;
		listen->item.n_cuts = 0;
	}
	listen->recording.home = what->home;
	listen->recording.plan = &listen->plan;
	listen->recording.item = &listen->item;
	listen->recording.stop = what->stop;
	if (sar_recording_stream(&listen->recording, &listen->stream, err) ==
	    -1) {
		sar_listen_free(listen);
		return NULL;
	}
	return listen;
}

void
sar_listen_free(struct sar_listen *listen)
{
	if (listen == NULL)
		return;
	sar_stream_close(&listen->stream);
	sar_recording_free(&listen->recording);
	explicit_bzero(listen, sizeof(*listen));
	free(listen);
}

static size_t
frame_bytes(const struct sar_listen *listen)
{
	return listen->item.item->recording->channels * sizeof(int16_t);
}

/* Read until there are ${least} bytes; less only at the end. */
static int
fill(struct sar_listen *listen, size_t least, struct sar_err *err)
{
	ssize_t n = 1;

	memmove(listen->bytes, listen->bytes + listen->at,
	    listen->len - listen->at);
	listen->len -= listen->at;
	listen->at = 0;
	while (listen->len < least && n > 0) {
		n = listen->stream.read(listen->stream.ctx,
		    listen->bytes + listen->len, BYTES - listen->len, err);
		if (n == -1)
			return -1;
		listen->len += (size_t)n;
	}
	if (listen->len >= least)
		return 0;
	return sar_err_set(err, SAR_ECORRUPT,
	    "recording of item %u: ends early", listen->item.item->number);
}

/* What a WAV file of ours has before its sound. */
static int
pass_header(struct sar_listen *listen, struct sar_err *err)
{
	uint64_t sound = listen->item.item->recording->frames *
			 frame_bytes(listen);

	if (listen->begun)
		return 0;
	if (fill(listen, (size_t)(listen->stream.size - sound), err) == -1)
		return -1;
	listen->at = (size_t)(listen->stream.size - sound);
	listen->begun = true;
	return 0;
}

/* Up to ${frames} that are there, at *${bytes}; 0 only on failure. */
static size_t
take(struct sar_listen *listen, uint64_t frames, const uint8_t **bytes,
    struct sar_err *err)
{
	size_t width = frame_bytes(listen);
	size_t n;

	if (listen->len - listen->at < width && fill(listen, width, err) == -1)
		return 0;
	n = (listen->len - listen->at) / width;
	if (n > frames)
		n = (size_t)frames;
	*bytes = listen->bytes + listen->at;
	listen->at += n * width;
	listen->frame += n;
	return n;
}

static int
pass_to_start(struct sar_listen *listen, struct sar_err *err)
{
	const uint8_t *bytes;

	if (pass_header(listen, err) == -1)
		return -1;
	while (listen->frame < listen->what.from)
		if (take(listen, listen->what.from - listen->frame, &bytes,
			err) == 0)
			return -1;
	return 0;
}

ssize_t
sar_listen_read(struct sar_listen *listen, int16_t *out, size_t frames,
    struct sar_err *err)
{
	const uint8_t *bytes = NULL;
	size_t n, i;

	if (pass_to_start(listen, err) == -1)
		return -1;
	if (frames > listen->what.to - listen->frame)
		frames = (size_t)(listen->what.to - listen->frame);
	if (frames == 0)
		return 0;
	if ((n = take(listen, frames, &bytes, err)) == 0)
		return -1;
	for (i = 0; i < n * listen->item.item->recording->channels; i++)
		out[i] = (int16_t)(bytes[2 * i] | bytes[2 * i + 1] << 8);
	return (ssize_t)n;
}
