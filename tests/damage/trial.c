#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "damage.h"

static const struct {
	const char *name;
	enum sar_plan_format format;
} formats[] = {
	{ "wav", SAR_FORMAT_WAV },
	{ "flac", SAR_FORMAT_FLAC },
	{ "mp3", SAR_FORMAT_MP3 },
	{ "opus", SAR_FORMAT_OPUS },
	{ "alaw", SAR_FORMAT_WAV_ALAW },
	{ "ulaw", SAR_FORMAT_WAV_ULAW },
	{ "same", SAR_FORMAT_SAME },
};

/* An open file and the bytes of it. */
struct opened {
	int fd;
	struct sar_source source;
};

/* --- The line --- */
static bool
parse_format(const char *name, enum sar_plan_format *format)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i].name, name) == 0) {
			*format = formats[i].format;
			return true;
		}
	return false;
}

/* "CODEC:RATE:CHANNELS", or "-" for a file that has a header. */
static bool
parse_raw(char *text, struct trial *trial)
{
	char *rate = strchr(text, ':');
	char *channels = rate == NULL ? NULL : strchr(rate + 1, ':');

	trial->is_raw = strcmp(text, "-") != 0;
	if (!trial->is_raw)
		return true;
	if (channels == NULL)
		return false;
	*rate = '\0';
	trial->raw.codec = sar_media_codec_of(text);
	trial->raw.rate = (uint32_t)strtoul(rate + 1, NULL, 10);
	trial->raw.channels = (uint32_t)strtoul(channels + 1, NULL, 10);
	return trial->raw.codec != SAR_CODEC_UNKNOWN;
}

/* "FROM-TO,FROM-TO", in frames, sorted. */
static bool
parse_cuts(char *text, struct trial *trial)
{
	struct sar_plan_cut *cut;
	char *at = text;

	while (*at != '\0') {
		if (trial->n_cuts ==
		    sizeof(trial->cuts) / sizeof(trial->cuts[0]))
			return false;
		cut = &trial->cuts[trial->n_cuts++];
		cut->from = strtoull(at, &at, 10);
		if (*at++ != '-')
			return false;
		cut->to = strtoull(at, &at, 10);
		if (*at == ',')
			at++;
	}
	return true;
}

bool
trial_parse(char *line, struct trial *trial)
{
	char *field[6];
	size_t i;

	for (i = 0; i < 6; i++)
		if ((field[i] = strsep(&line, "\t")) == NULL)
			return false;
	trial->in = field[0];
	trial->out = field[1];
	/* Silence with the kept sound faded up to it, or with hard edges. */
	trial->fill = strcmp(field[3], "tone") == 0 ? SAR_FILL_TONE
						    : SAR_FILL_SILENCE;
	trial->fade = strcmp(field[3], "fade") == 0 ? 40 : 0;
	return line == NULL && parse_format(field[2], &trial->format) &&
	       parse_raw(field[4], trial) && parse_cuts(field[5], trial);
}

/* --- The work --- */
static int
failed(FILE *reply, const char *stage, const struct sar_err *err)
{
	/* An error nobody can act on is not a named one. */
	if (err->code == SAR_OK || err->msg[0] == '\0') {
		(void)fprintf(reply, "unnamed error at %s", stage);
		return 3;
	}
	(void)fprintf(reply, "error\t%s\t%s\t%s", stage,
	    sar_err_name(err->code), err->msg);
	return 0;
}

static int
open_file(const char *path, int flags, struct opened *o, struct sar_err *err)
{
	if ((o->fd = open(path, flags | O_CLOEXEC, 0600)) == -1)
		return sar_err_errno(err, "file");
	return sar_source_fd(&o->fd, "file", &o->source, err);
}

/* As the index has it resolved for an item. */
static enum sar_plan_format
resolve(enum sar_plan_format format, enum sar_codec codec)
{
	if (format != SAR_FORMAT_SAME)
		return format;
	if (codec == SAR_CODEC_ALAW)
		return SAR_FORMAT_WAV_ALAW;
	if (codec == SAR_CODEC_ULAW)
		return SAR_FORMAT_WAV_ULAW;
	return SAR_FORMAT_FLAC;
}

/* The job; cuts beyond what was measured are left out, as a plan would. */
static void
make_job(struct trial *trial, const struct sar_source *source,
    const struct sar_media_info *info, struct sar_audio_job *job)
{
	size_t n = 0;

	while (n < trial->n_cuts && trial->cuts[n].from < info->frames) {
		if (trial->cuts[n].to > info->frames)
			trial->cuts[n].to = info->frames;
		trial->cuts[n].fill = trial->fill;
		n++;
	}
	job->source = source;
	job->raw = trial->is_raw ? &trial->raw : NULL;
	job->frames = info->frames;
	job->rate = info->rate;
	job->channels = info->channels;
	job->cuts = trial->cuts;
	job->n_cuts = n;
	job->codec = info->codec;
	job->fade = trial->fade;
	job->format = resolve(trial->format, info->codec);
}

static int
redact(const struct sar_audio_job *job, int fd, struct sar_err *err)
{
	struct sar_stream stream = { 0 };
	char block[65536];
	ssize_t n;

	if (sar_audio_open(job, &stream, err) == -1)
		return -1;
	while ((n = stream.read(stream.ctx, block, sizeof(block), err)) > 0)
		if (write(fd, block, (size_t)n) != n) {
			n = sar_err_errno(err, "output");
			break;
		}
	sar_stream_close(&stream);
	return n == 0 ? 0 : -1;
}

static int
process(struct trial *trial, FILE *reply, struct opened *in, struct opened *out)
{
	struct sar_audio_job job = { 0 };
	struct sar_audio_check check;
	struct sar_media_info info = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	char findings[SAR_MEDIA_FINDINGS_LEN];

	if (open_file(trial->in, O_RDONLY, in, &err) == -1 ||
	    sar_media_measure(&in->source, trial->is_raw ? &trial->raw : NULL,
		&info, &err) == -1)
		return failed(reply, "measure", &err);
	if (!sar_media_decodes(info.codec)) {
		(void)fprintf(reply, "error\tmeasure\tCODEC\t%s",
		    sar_media_codec_name(info.codec));
		return 0;
	}
	make_job(trial, &in->source, &info, &job);
	if (open_file(trial->out, O_RDWR | O_CREAT | O_TRUNC, out, &err) == -1)
		return failed(reply, "output", &err);
	if (redact(&job, out->fd, &err) == -1)
		return failed(reply, "redact", &err);
	if (sar_source_fd(&out->fd, "output", &out->source, &err) == -1 ||
	    sar_audio_check(&job, &out->source, &check, &err) == -1)
		return failed(reply, "check", &err);
	sar_media_findings_name(info.findings, findings);
	(void)fprintf(reply,
	    "ok\t%s\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu64 "\t%s",
	    sar_media_codec_name(info.codec), info.rate, info.channels,
	    info.frames, findings);
	return 0;
}

int
trial_run(struct trial *trial, FILE *reply)
{
	struct opened in = { .fd = -1 };
	struct opened out = { .fd = -1 };
	int rc = process(trial, reply, &in, &out);

	if (in.fd != -1)
		(void)close(in.fd);
	if (out.fd != -1)
		(void)close(out.fd);
	return rc;
}
