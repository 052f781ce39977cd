/*
 * Files that another program wrote, and what that program reads in them: ours
 * is the same, sample for sample where nothing is lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "media/media.h"
#include "media_sndfile.h"
#include "media_wav.h"

#define FRAMES 20011 /* odd, and of no block's size */
#define MOST (1 << 18)
#define WORDS 24

/* Run ffmpeg in the folder we are in; 127 when it is not there. */
static int
ffmpeg(const char *args)
{
	static char words[512];
	char *argv[WORDS] = { (char[]){ "ffmpeg" }, (char[]){ "-nostdin" },
		(char[]){ "-y" } };
	char *word;
	int n = 3;
	int status;
	pid_t pid;

	(void)snprintf(words, sizeof(words), "%s", args);
	for (word = words; (argv[n] = strsep(&word, " ")) != NULL; n++)
		assert_true(n < WORDS - 1);
	assert_true((pid = fork()) != -1);
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		if (null != -1 && dup2(null, 1) != -1 && dup2(null, 2) != -1)
			execvp(argv[0], argv);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
write_input(int16_t *in, int channels, int rate)
{
	struct bytes *b = calloc(1, sizeof(*b));
	FILE *file = fopen("in.wav", "w");
	double t;
	int c, i;

	assert_true(b != NULL && file != NULL);
	for (i = 0; i < FRAMES; i++)
		for (c = 0; c < channels; c++) {
			t = (double)i / rate;
			in[i * channels + c] = (int16_t)
			    lrint(7000 * sin(2 * M_PI *
					     (300 + 90 * c + 200 * t) * t) +
				  2000 * sin(2 * M_PI * (700 + 30 * c) * t));
		}
	write_sound(b, SF_FORMAT_WAV | SF_FORMAT_PCM_16, channels, rate, in,
	    (size_t)FRAMES * (size_t)channels);
	assert_int_equal(fwrite(b->data, 1, b->len, file), b->len);
	assert_int_equal(fclose(file), 0);
	free(b);
}

static size_t
read_output(int16_t *out)
{
	FILE *file = fopen("out.raw", "r");
	size_t n;

	assert_non_null(file);
	n = fread(out, sizeof(*out), MOST, file);
	(void)fclose(file);
	return n;
}

static size_t
read_ours(const char *name, int16_t *out, struct sar_media_info *info)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_media *media;
	size_t done = 0;
	ssize_t n;
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	assert_int_equal(sar_source_fd(&fd, "sound", &source, &err), 0);
	media = sar_media_open(&source, NULL, info, &err);
	if (media == NULL)
		fail_msg("%s: %s", name, err.msg);
	while ((n = sar_media_read(media, out + done, 4096, &err)) > 0) {
		done += (size_t)n * info->channels;
		assert_true(done + 4096 * 2 <= MOST);
	}
	assert_string_equal(err.msg, "");
	sar_media_close(media);
	(void)close(fd);
	return done;
}

static double
snr(const int16_t *in, const int16_t *out, size_t samples)
{
	double signal = 1e-9;
	double noise = 1e-9;
	double d;
	size_t i;

	for (i = 0; i < samples; i++) {
		d = (double)in[i] - out[i];
		signal += (double)in[i] * in[i];
		noise += d * d;
	}
	return 10 * log10(signal / noise);
}

struct file {
	const char *args; /* of ffmpeg */
	const char *name; /* what it writes */
	enum sar_codec codec;
	double db; /* against ffmpeg's own reading; 0: the same samples */
};

static void
try_file(const struct file *file, int channels, int rate)
{
	static int16_t in[FRAMES * 2], theirs[MOST], ours[MOST];
	struct sar_media_info info;
	char args[256];
	size_t n, m;

	write_input(in, channels, rate);
	(void)snprintf(args, sizeof(args), "-i in.wav %s %s", file->args,
	    file->name);
	assert_int_equal(ffmpeg(args), 0);
	(void)snprintf(args, sizeof(args), "-i %s -ar %d -f s16le out.raw",
	    file->name, rate);
	assert_int_equal(ffmpeg(args), 0);
	n = read_output(theirs);
	m = read_ours(file->name, ours, &info);
	if (info.codec != file->codec || info.findings != 0 ||
	    info.rate != (uint32_t)rate)
		fail_msg("%s: %s, findings %u", file->name,
		    sar_media_codec_name(info.codec), info.findings);
	/* Ends of blocks and encoders' tails may be more, or less, of it. */
	if (file->db == 0 && n != m)
		fail_msg("%s: %zu samples, not %zu", file->name, m, n);
	if (m < n)
		n = m;
	assert_true(n + 4096 >= (size_t)FRAMES * (size_t)channels);
	if ((file->db == 0 && memcmp(ours, theirs, n * sizeof(*ours)) != 0) ||
	    snr(theirs, ours, n) < file->db)
		fail_msg("%s: %.1f dB", file->name, snr(theirs, ours, n));
}

/* In a folder of its own, which goes away again. */
static void
try_files(const struct file *files, size_t n, int channels, int rate)
{
	char folder[] = "/tmp/sar-test-XXXXXX";
	int back = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t i;

	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	if (ffmpeg("-version") == 127) {
		assert_int_equal(fchdir(back), 0);
		(void)rmdir(folder);
		(void)close(back);
		print_message("skipped: no ffmpeg\n");
		skip();
	}
	for (i = 0; i < n; i++) {
		try_file(&files[i], channels, rate);
		(void)unlink(files[i].name);
	}
	(void)unlink("in.wav");
	(void)unlink("out.raw");
	assert_int_equal(fchdir(back), 0);
	assert_int_equal(rmdir(folder), 0);
	(void)close(back);
}

static const struct file exact[] = {
	{ "-c:a pcm_u8", "u8.wav", SAR_CODEC_PCM8, 0 },
	{ "-c:a pcm_s16le -rf64 always", "rf.wav", SAR_CODEC_PCM16, 0 },
	{ "-af volume=0.37 -c:a pcm_s24le", "s24.wav", SAR_CODEC_PCM24, 0 },
	{ "-af volume=0.37 -c:a pcm_s32le", "s32.wav", SAR_CODEC_PCM32, 0 },
	{ "-af volume=precision=float:volume=9 -c:a pcm_f32le", "f32.wav",
	    SAR_CODEC_FLOAT, 0 },
	{ "-af volume=precision=double:volume=9 -c:a pcm_f64le", "f64.wav",
	    SAR_CODEC_DOUBLE, 0 },
	{ "-c:a pcm_alaw", "alaw.wav", SAR_CODEC_ALAW, 0 },
	{ "-c:a pcm_mulaw", "ulaw.wav", SAR_CODEC_ULAW, 0 },
	{ "-c:a pcm_s16be", "s16.au", SAR_CODEC_PCM16, 0 },
	{ "-c:a pcm_f32be", "f32.au", SAR_CODEC_FLOAT, 0 },
	{ "-c:a pcm_s24be", "s24.aiff", SAR_CODEC_PCM24, 0 },
	{ "-c:a pcm_f32be", "f32.aiff", SAR_CODEC_FLOAT, 0 },
	{ "-c:a pcm_mulaw", "ulaw.caf", SAR_CODEC_ULAW, 0 },
	{ "-c:a pcm_f32le", "f32.caf", SAR_CODEC_FLOAT, 0 },
	{ "-c:a flac", "f.flac", SAR_CODEC_FLAC, 0 },
	{ "-c:a flac -sample_fmt s32", "f24.flac", SAR_CODEC_FLAC, 0 },
	/* Of IMA's steps ffmpeg rounds the product, others each part. */
	{ "-c:a adpcm_ima_wav", "ima.wav", SAR_CODEC_IMA_ADPCM, 45 },
	{ "-c:a adpcm_ms", "ms.wav", SAR_CODEC_MS_ADPCM, 0 },
};

static void
what_is_lossless_is_read_alike(void **state)
{
	(void)state;
	try_files(exact, sizeof(exact) / sizeof(exact[0]), 2, 8000);
}

static const struct file lossy[] = {
	{ "-c:a gsm_ms", "gsm.wav", SAR_CODEC_GSM610, 60 },
	{ "-c:a libvorbis", "v.ogg", SAR_CODEC_VORBIS, 60 },
	{ "-c:a libopus -b:a 24k", "o.opus", SAR_CODEC_OPUS, 20 },
	{ "-c:a libmp3lame", "tag.mp3", SAR_CODEC_MP3, 50 },
	{ "-c:a libmp3lame -write_xing 0 -id3v2_version 0", "bare.mp3",
	    SAR_CODEC_MP3, 50 },
	{ "-c:a libmp3lame", "mp3.wav", SAR_CODEC_MP3, 50 },
};

static void
what_is_lossy_is_read_nearly_alike(void **state)
{
	(void)state;
	try_files(lossy, sizeof(lossy) / sizeof(lossy[0]), 1, 8000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_lossless_is_read_alike),
		cmocka_unit_test(what_is_lossy_is_read_nearly_alike),
	};

	return cmocka_run_group_tests_name("media oracle", tests, NULL, NULL);
}
