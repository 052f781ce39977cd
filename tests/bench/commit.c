/*
 * commit ROUNDS RECORDING: decode it with libsndfile, and do no more; the same
 * through our library; and commit to it; and prove what is left when twenty
 * parts of two to twelve seconds are withheld; and hold it against that proof.
 * A line a round: processor seconds of each, those of the decoder's process
 * with them; and the length of the proof.
 */
#include <fcntl.h>
#include <sndfile.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/b64.h"
#include "media/media.h"
#include "redact/redact.h"
#include "sandbox/sandbox.h"
#include "tlog/tree.h"

#define FRAMES 4096
#define CUTS 20

static struct sar_err err = SAR_ERR_INIT;
static struct sar_source source;
static struct sar_media_info info;
static struct sar_redact_shape shape;
static struct sar_redact_seeds seeds;
static struct sar_redact_roots roots;

typedef int take(void *to, const int16_t *samples, size_t frames,
    struct sar_err *error);

static _Noreturn void
die(void)
{
	(void)fprintf(stderr, "commit: %s\n", err.msg);
	exit(1);
}

static int
drop(void *to, const int16_t *samples, size_t frames, struct sar_err *error)
{
	(void)to;
	(void)samples;
	(void)frames;
	(void)error;
	return 0;
}

static int
commit_add(void *to, const int16_t *samples, size_t n, struct sar_err *error)
{
	return sar_redact_commit_add(to, samples, n, error);
}

static int
prover_add(void *to, const int16_t *samples, size_t n, struct sar_err *error)
{
	return sar_redact_prover_add(to, samples, n, error);
}

static int
verifier_add(void *to, const int16_t *samples, size_t n, struct sar_err *error)
{
	return sar_redact_verifier_add(to, samples, n, error);
}

static void
each(take *fn, void *to)
{
	static int16_t block[FRAMES * SAR_REDACT_CHANNELS];
	struct sar_media *media = sar_media_open(&source, NULL, &info, &err);
	ssize_t n;

	if (media == NULL)
		die();
	while ((n = sar_media_read(media, block, FRAMES, &err)) > 0)
		if (fn(to, block, (size_t)n, &err) == -1)
			die();
	sar_media_close(media);
	if (n == -1)
		die();
}

/* As other programs decode it, in this process. */
static void
sndfile(const char *path)
{
	static short block[FRAMES * SAR_REDACT_CHANNELS];
	SF_INFO form = { 0 };
	SNDFILE *file = sf_open(path, SFM_READ, &form);

	while (file != NULL && sf_readf_short(file, block, FRAMES) > 0)
		;
	(void)sf_close(file);
}

static void
commit(void)
{
	struct sar_redact_commit *made;
	bool again = false;

	made = sar_redact_commit_new(&shape, &seeds, &err);
	if (made == NULL)
		die();
	each(commit_add, made);
	if (sar_redact_commit_end(made, &roots, &shape.frames, &again, &err) ==
		-1 ||
	    again)
		die();
	sar_redact_commit_free(made);
}

static void
put_line(char *line, size_t len)
{
	const char *codec = sar_media_codec_name(info.codec);
	char b64[64];

	sar_b64_put(roots.root[0], SAR_SHA256_LEN, b64);
	(void)snprintf(line, len,
	    "{\"B\":%u,\"ch\":1,\"codec\":\"%s\",\"dec\":\"sar-export/1 %s\""
	    ",\"file\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\","
	    "\"fmt\":\"s16le\",\"frames\":%llu,\"rate\":%u,\"rec\":"
	    "\"oKCgoKCgoKCgoKCgoKCgoA==\",\"roots\":[\"%s\"],\"salt\":"
	    "\"oaGhoaGhoaGhoaGhoaGhoQ==\",\"v\":2}",
	    sar_redact_block(shape.rate), codec, codec,
	    (unsigned long long)shape.frames, shape.rate, b64);
}

/* Cuts of 2 to 15 seconds, 143 in all. */
static size_t
put_cuts(struct sar_redact_range *ranges)
{
	uint64_t blocks = sar_redact_blocks(&shape);
	uint64_t at, len;
	size_t i;

	for (i = 0; i < CUTS; i++) {
		len = 20 + i * 41 % 103;
		at = blocks / CUTS * i + 7 * i;
		ranges[i] = (struct sar_redact_range){ 0, at, at + len };
	}
	return CUTS;
}

static char *
prove(size_t *len)
{
	static char checkpoint[] =
	    "bench.example/log\n1\n"
	    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"
	    "\xe2\x80\x94 bench.example/log "
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
	struct sar_tlogproof log = { .checkpoint = checkpoint,
		.checkpoint_len = sizeof(checkpoint) - 1 };
	struct sar_range_proof path = { 0 };
	struct sar_redact_range ranges[CUTS];
	struct sar_redact_prove what = { .shape = shape,
		.seeds = &seeds,
		.withheld = ranges,
		.of = 1,
		.path = &path,
		.registered = &log };
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_redact_prover *prover;
	char line[2048];

	put_line(line, sizeof(line));
	what.line = line;
	what.n_withheld = put_cuts(ranges);
	prover = sar_redact_prover_new(&what, &err);
	if (prover == NULL)
		die();
	each(prover_add, prover);
	if (sar_redact_prover_end(prover, &text, &err) == -1)
		die();
	sar_redact_prover_free(prover);
	*len = text.len;
	return sar_buf_take(&text);
}

static double
seconds(int who)
{
	struct rusage usage;

	(void)getrusage(who, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Since it was last asked. */
static double
lap(void)
{
	static double before;
	double now = seconds(RUSAGE_SELF) + seconds(RUSAGE_CHILDREN);
	double since = now - before;

	before = now;
	return since;
}

static void
verify(const char *text, size_t len)
{
	struct sar_redact_proof *proof = sar_redact_proof_parse("proof", text,
	    len, &err);
	struct sar_redact_verifier *verifier;

	if (proof == NULL ||
	    (verifier = sar_redact_verifier_new(proof, &err)) == NULL)
		die();
	each(verifier_add, verifier);
	if (sar_redact_verifier_end(verifier, &err) == -1)
		die();
	sar_redact_verifier_free(verifier);
	sar_redact_proof_free(proof);
}

static void
round_of(const char *path)
{
	size_t len = 0;
	char *text;

	(void)lap();
	sndfile(path);
	(void)printf("%.6f ", lap());
	each(drop, NULL);
	(void)printf("%.6f ", lap());
	commit();
	(void)printf("%.6f ", lap());
	text = prove(&len);
	(void)printf("%.6f ", lap());
	verify(text, len);
	(void)printf("%.6f %zu\n", lap(), len);
	free(text);
}

int
main(int argc, char **argv)
{
	unsigned long rounds;
	int fd = argc == 3 ? open(argv[2], O_RDONLY | O_CLOEXEC) : -1;

	if (sodium_init() == -1 || fd == -1 || sar_sandbox_start(&err) == -1 ||
	    sar_source_fd(&fd, argv[2], &source, &err) == -1 ||
	    sar_media_measure(&source, NULL, &info, &err) == -1)
		die();
	shape.frames = info.frames;
	shape.rate = info.rate;
	shape.channels = info.channels;
	randombytes_buf(&seeds, sizeof(seeds));
	for (rounds = strtoul(argv[1], NULL, 10); rounds > 0; rounds--)
		round_of(argv[2]);
	return 0;
}
