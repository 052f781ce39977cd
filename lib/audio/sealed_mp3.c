/*
 * What an MP3 file has between the sound of its frames (ISO 11172-3, 13818-3).
 * A frame has as many bytes as its bit rate gives, and what its sound does not
 * need is ancillary data: of any frame that is quiet, nearly all.  LAME writes
 * its name and version there, and then zeros.
 */
#include <stdlib.h>
#include <string.h>

#include "audio/container.h"
#include "audio/sealed_state.h"
#include "audio/shape.h"

#define HEAD 4
#define FRAME_MAX 1024 /* 192 kbit/s at 32000: 864 */
#define NAME "LAME"
#define VERSION_MAX 12

struct mp3 {
	const struct sar_audio_job *job;
	struct sar_container_mp3 frames;
	uint8_t frame[FRAME_MAX];
	size_t bits; /* of the frame */
	size_t at;   /* the next of them */
	char version[VERSION_MAX];
	size_t n;    /* of its characters, as far as they were seen */
	bool closed; /* to its end */
};

static uint32_t
take(struct mp3 *m, size_t n)
{
	uint32_t value = 0;

	for (; n > 0 && m->at < m->bits; n--, m->at++)
		value = value << 1 |
			((uint32_t)m->frame[m->at / 8] >> (7 - m->at % 8) & 1);
	return value;
}

/* Go behind the sound of a frame; false if its parts are not as they must. */
static bool
skip_sound(struct mp3 *m)
{
	bool mpeg1 = m->frames.version == 3;
	bool mono = m->job->channels == 1;
	size_t private_bits = mpeg1 ? (mono ? 5 : 3) : (mono ? 1 : 2);
	size_t granules = (mpeg1 ? 2 : 1) * (size_t)m->job->channels;
	size_t sound = 0;
	size_t i;

	m->at = (size_t)HEAD * 8;
	if (take(m, mpeg1 ? 9 : 8) != 0 || take(m, private_bits) != 0)
		return false;
	if (mpeg1)
		(void)take(m, 4 * (size_t)m->job->channels);
	for (i = 0; i < granules; i++) {
		sound += take(m, 12);
		m->at += mpeg1 ? 47 : 51; /* how it is coded */
	}
	m->at += sound;
	return m->at <= m->bits;
}

/* The next character of the version: the same in every frame. */
static bool
take_version(struct mp3 *m, size_t i)
{
	char c = (char)take(m, 8);

	if (i < m->n)
		return c == m->version[i];
	m->closed = m->closed || c == '\0';
	if (m->closed)
		return c == '\0';
	if (i == VERSION_MAX || ((c < '0' || c > '9') && (i == 0 || c != '.')))
		return false;
	m->version[m->n++] = c;
	return true;
}

static bool
check_rest(struct mp3 *m)
{
	size_t i;

	for (i = 0; NAME[i] != '\0' && m->bits - m->at >= 8; i++)
		if (take(m, 8) != (uint8_t)NAME[i])
			return false;
	/* All of it or none, but where it does not fit. */
	if (m->bits - m->at >= 32)
		for (i = 0; i <= VERSION_MAX && m->bits - m->at >= 8; i++)
			if (!take_version(m, i))
				return false;
	while (m->at < m->bits)
		if (take(m, 1) != 0)
			return false;
	return true;
}

static bool
check_frame(struct mp3 *m)
{
	return skip_sound(m) && check_rest(m);
}

int
sar_sealed_mp3(const struct sar_audio_job *job, struct sar_err *err)
{
	struct mp3 m = { .job = job };
	uint64_t at = 0;
	size_t len;

	if (!sar_container_mp3_begin(&m.frames, job))
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not a recording MP3 can hold", job->source->name);
	for (; at < job->source->size; at += len) {
		len = sar_container_mp3_next(&m.frames);
		m.bits = len * 8;
		if (sar_shape_stopped(job, err) == -1)
			return -1;
		/* That they fit was seen before; a changing file is refused. */
		if (len > sizeof(m.frame) || len > job->source->size - at)
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: ends in a frame", job->source->name);
		if (sar_source_read(job->source, m.frame, len, at, err) == -1)
			return -1;
		if (!check_frame(&m))
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: the MP3 file has more than its sound",
			    job->source->name);
	}
	return 0;
}
