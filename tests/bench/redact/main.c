/*
 * redact [--peaks] SHAPE CODEC FORMAT IN OUT [IN OUT ...]: redact each IN to
 * OUT in one process, through the library and nothing else: no package, no
 * encryption, no self-check.  SHAPE is what the index and the plan have, the
 * same for every IN: a line "FRAMES RATE CHANNELS", then a line "FROM TO" in
 * frames for each cut.  What is cut is silent in the output.
 *
 * redact --frames IN: how many it has.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio/audio.h"
#include "audio/peaks.h"

#define CUTS_MAX 1000
#define BLOCK ((size_t)128 * 1024)

static struct sar_plan_cut cuts[CUTS_MAX];
static uint64_t peaks_seen;

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
};

static _Noreturn void
die(const char *what)
{
	(void)fprintf(stderr, "redact: %s\n", what);
	exit(1);
}

static void
read_shape(const char *path, struct sar_audio_job *job)
{
	FILE *file = fopen(path, "r");
	struct sar_plan_cut *cut;
	unsigned long long from;
	unsigned long long to;

	if (file == NULL ||
	    fscanf(file, "%llu %u %u", &from, &job->rate, &job->channels) != 3)
		die("shape");
	job->frames = from;
	job->cuts = cuts;
	while (fscanf(file, "%llu %llu", &from, &to) == 2) {
		if (job->n_cuts == CUTS_MAX)
			die("too many cuts");
		cut = &cuts[job->n_cuts++];
		cut->from = from;
		cut->to = to;
		cut->fill = SAR_FILL_SILENCE;
	}
	(void)fclose(file);
}

/* A picture of the whole would be drawn from these. */
static int
take_peaks(void *ctx, const struct sar_peak *peaks, size_t n,
    struct sar_err *err)
{
	(void)ctx;
	(void)peaks;
	(void)err;
	peaks_seen += n;
	return 0;
}

static void
copy(struct sar_stream *stream, int fd, struct sar_err *err)
{
	static char block[BLOCK];
	size_t have = 0;
	ssize_t n;

	do {
		n = stream->read(stream->ctx, block + have, BLOCK - have, err);
		if (n == -1)
			die(err->msg);
		have += (size_t)n;
		if (have < BLOCK && n > 0)
			continue;
		if (write(fd, block, have) != (ssize_t)have)
			die("cannot write");
		have = 0;
	} while (n > 0);
}

static void
redact(struct sar_audio_job *job, const char *in, const char *out)
{
	struct sar_stream stream = { 0 };
	struct sar_source source;
	struct sar_err err = SAR_ERR_INIT;
	int from = open(in, O_RDONLY | O_CLOEXEC);
	int to = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (from == -1 || to == -1)
		die("cannot open");
	if (sar_source_fd(&from, "file", &source, &err) == -1)
		die(err.msg);
	job->source = &source;
	if (sar_audio_open(job, &stream, &err) == -1)
		die(err.msg);
	copy(&stream, to, &err);
	sar_stream_close(&stream);
	if (close(from) == -1 || close(to) == -1)
		die("cannot close");
}

/* As an import measures them. */
static int
print_frames(const char *path)
{
	struct sar_media_info info;
	struct sar_source source;
	struct sar_err err = SAR_ERR_INIT;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1 || sar_source_fd(&fd, "file", &source, &err) == -1 ||
	    sar_media_measure(&source, NULL, &info, &err) == -1)
		die(err.msg);
	return printf("%llu\n", (unsigned long long)info.frames) < 0;
}

static bool
find_format(const char *name, enum sar_plan_format *format)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i].name, name) == 0) {
			*format = formats[i].format;
			return true;
		}
	return false;
}

int
main(int argc, char **argv)
{
	struct sar_audio_job job = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	bool peaks = argc > 1 && strcmp(argv[1], "--peaks") == 0;
	int at = peaks ? 2 : 1;

	if (argc == 3 && strcmp(argv[1], "--frames") == 0)
		return print_frames(argv[2]);
	if (argc - at < 5 || (argc - at) % 2 != 1 ||
	    !find_format(argv[at + 2], &job.format)) {
		(void)fputs("usage: redact [--peaks] SHAPE CODEC FORMAT IN OUT "
			    "[IN OUT ...]\n",
		    stderr);
		return 2;
	}
	read_shape(argv[at], &job);
	job.codec = sar_media_codec_of(argv[at + 1]);
	for (at += 3; at < argc; at += 2) {
		if (peaks &&
		    (job.peaks = sar_peaks_new(take_peaks, NULL, &err)) == NULL)
			die(err.msg);
		redact(&job, argv[at], argv[at + 1]);
		sar_peaks_free(job.peaks);
	}
	if (peaks && peaks_seen == 0)
		die("no peaks");
	return 0;
}
