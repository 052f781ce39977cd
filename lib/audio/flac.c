#include <sndfile.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "audio/encoder.h"

/* "fLaC", a block header, STREAMINFO (RFC 9639, 8.2). */
#define MARKER 4
#define BLOCK_HEADER 4
#define STREAMINFO 34
#define HEADER (MARKER + BLOCK_HEADER + STREAMINFO)
#define INFO (MARKER + BLOCK_HEADER)

/*
 * libFLAC writes forward but for STREAMINFO, which it goes back to when it
 * ends.  A stream cannot go back, so the header is held till it is whole,
 * completed with what is known beforehand, and later changes are dropped.
 */
struct sar_encoder {
	SNDFILE *file;
	struct sar_queue *queue;
	uint64_t frames;
	uint8_t header[HEADER];
	uint64_t at;        /* where the codec writes next */
	uint64_t end;       /* bytes it has written */
	struct sar_err err; /* of the sink: libsndfile passes on no cause */
	bool failed;
};

static sf_count_t
sink_length(void *ctx)
{
	const struct sar_encoder *encoder = ctx;

	return (sf_count_t)encoder->end;
}

static sf_count_t
sink_seek(sf_count_t offset, int whence, void *ctx)
{
	struct sar_encoder *encoder = ctx;
	sf_count_t base = 0;

	/* Refusing would make libFLAC append STREAMINFO at the end. */
	if (whence == SEEK_CUR)
		base = (sf_count_t)encoder->at;
	else if (whence == SEEK_END)
		base = (sf_count_t)encoder->end;
	if (offset < -base || base + offset > (sf_count_t)encoder->end)
		return -1;
	encoder->at = (uint64_t)(base + offset);
	return (sf_count_t)encoder->at;
}

static sf_count_t
sink_tell(void *ctx)
{
	const struct sar_encoder *encoder = ctx;

	return (sf_count_t)encoder->at;
}

static sf_count_t
sink_read(void *buf, sf_count_t len, void *ctx)
{
	(void)buf;
	(void)len;
	(void)ctx;
	return 0;
}

/*
 * Put the number of frames where libFLAC would at its end; sizes of encoded
 * frames and the MD5 become 0, "unknown".
 */
static int
complete_header(struct sar_encoder *encoder)
{
	static const uint8_t expected[INFO] = { 'f', 'L', 'a', 'C', 0, 0, 0,
		STREAMINFO };
	uint8_t *info = encoder->header + INFO;
	uint64_t frames = encoder->frames;
	size_t i;

	if (memcmp(encoder->header, expected, sizeof(expected)) != 0)
		return sar_err_set(&encoder->err, SAR_EFAIL,
		    "the FLAC encoder wrote an unknown header");
	memset(info + 4, 0, 6);
	info[13] = (uint8_t)((info[13] & 0xf0) | (frames >> 32 & 0x0f));
	for (i = 0; i < 4; i++)
		info[14 + i] = (uint8_t)(frames >> (24 - 8 * i));
	memset(info + 18, 0, 16);
	return sar_queue_put(encoder->queue, encoder->header, HEADER,
	    &encoder->err);
}

/* Bytes at the end of what has been written; the first 42 are held. */
static int
append(struct sar_encoder *encoder, const uint8_t *data, size_t len)
{
	size_t part;

	if (encoder->end < HEADER) {
		part = HEADER - (size_t)encoder->end;
		if (part > len)
			part = len;
		memcpy(encoder->header + encoder->end, data, part);
		encoder->end += part;
		data += part;
		len -= part;
		if (encoder->end == HEADER && complete_header(encoder) == -1)
			return -1;
	}
	encoder->end += len;
	return sar_queue_put(encoder->queue, data, len, &encoder->err);
}

static sf_count_t
sink_write(const void *data, sf_count_t count, void *ctx)
{
	struct sar_encoder *encoder = ctx;
	const uint8_t *bytes = data;
	size_t len = (size_t)count;
	size_t old = 0;

	if (count < 0 || encoder->failed)
		return 0;
	if (encoder->at < encoder->end) {
		old = (size_t)(encoder->end - encoder->at);
		if (old > len)
			old = len;
		/* Only STREAMINFO may be left as it was. */
		if (encoder->at + old > HEADER) {
			(void)sar_err_set(&encoder->err, SAR_EFAIL,
			    "the FLAC encoder went back into the audio");
			encoder->failed = true;
			return 0;
		}
	}
	if (append(encoder, bytes + old, len - old) == -1) {
		encoder->failed = true;
		return 0;
	}
	encoder->at += len;
	return count;
}

struct sar_encoder *
sar_encoder_flac(const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err)
{
	SF_VIRTUAL_IO io = { sink_length, sink_seek, sink_read, sink_write,
		sink_tell };
	SF_INFO info = { 0 };
	struct sar_encoder *encoder;

	/* STREAMINFO has 36 bits for the number of frames. */
	if (shape->frames >= UINT64_C(1) << 36) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "the recording is too long for a FLAC file");
		return NULL;
	}
	if ((encoder = calloc(1, sizeof(*encoder))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	encoder->queue = queue;
	encoder->frames = shape->frames;
	info.samplerate = (int)shape->rate;
	info.channels = (int)shape->channels;
	info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
	encoder->file = sf_open_virtual(&io, SFM_WRITE, &info, encoder);
	if (encoder->file == NULL) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "FLAC cannot hold %u channels at %u Hz", shape->channels,
		    shape->rate);
		sar_encoder_flac_free(encoder);
		return NULL;
	}
	return encoder;
}

static int
sink_failure(const struct sar_encoder *encoder, struct sar_err *err)
{
	if (encoder->failed)
		*err = encoder->err;
	else
		(void)sar_err_set(err, SAR_EFAIL, "the FLAC encoder failed");
	return -1;
}

int
sar_encoder_flac_put(struct sar_encoder *encoder, const int16_t *samples,
    size_t frames, struct sar_err *err)
{
	sf_count_t n = sf_writef_short(encoder->file, samples,
	    (sf_count_t)frames);

	if (n != (sf_count_t)frames || encoder->failed)
		return sink_failure(encoder, err);
	return 0;
}

int
sar_encoder_flac_end(struct sar_encoder *encoder, struct sar_err *err)
{
	int rc = sf_close(encoder->file);

	encoder->file = NULL;
	if (rc != 0 || encoder->failed || encoder->end < HEADER)
		return sink_failure(encoder, err);
	return 0;
}

void
sar_encoder_flac_free(struct sar_encoder *encoder)
{
	if (encoder == NULL)
		return;
	if (encoder->file != NULL)
		(void)sf_close(encoder->file);
	explicit_bzero(encoder, sizeof(*encoder));
	free(encoder);
}
