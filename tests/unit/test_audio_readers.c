/* Other programs read what is written, to the sample. */
#include "audio_bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

extern char **environ;

static int
run_tool(char *const argv[], const char *stdout_path)
{
	posix_spawn_file_actions_t actions;
	int status = -1;
	pid_t pid;
	int rc;

	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_addopen(&actions, 1,
			     stdout_path, O_WRONLY | O_CREAT | O_TRUNC, 0600),
	    0);
	assert_int_equal(posix_spawn_file_actions_addopen(&actions, 2,
			     "/dev/null", O_WRONLY, 0),
	    0);
	rc = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	if (rc != 0)
		return -1;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Is ${tool} there?  A name of the test, for the skip line. */
static void
need(const char *tool, const char *option, const char *test)
{
	char *argv[] = { strdup(tool), strdup(option), NULL };
	int rc = run_tool(argv, "/dev/null");

	free(argv[0]);
	free(argv[1]);
	if (rc == 0)
		return;
	printf("# skip %s: no %s\n", test, tool);
	skip();
}

struct reader {
	char dir[64];
	char in[96];
	char out[96];
};

static void
reader_setup(struct reader *r, const struct bytes *file)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)snprintf(r->dir, sizeof(r->dir), "/tmp/sar-audio-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	(void)snprintf(r->in, sizeof(r->in), "%s/in", r->dir);
	(void)snprintf(r->out, sizeof(r->out), "%s/out", r->dir);
	if (sar_file_write(r->in, file->data, file->len, 0600, false, &err) ==
	    -1)
		fail_msg("%s", err.msg);
}

static void
reader_free(const struct reader *r)
{
	(void)unlink(r->in);
	(void)unlink(r->out);
	(void)rmdir(r->dir);
}

/* The tool wrote just the samples that libsndfile decodes. */
static void
assert_same_samples(const struct reader *r, struct bytes *file)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t frames;
	size_t len;
	char *text;
	int16_t *want = decode(file, 2, &frames);

	if (sar_file_read(r->out, 1 << 20, &text, &len, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(len, frames * 4);
	assert_memory_equal(text, want, len);
	free(text);
	free(want);
}

static struct bytes
sample_output(enum sar_plan_format format)
{
	static const struct sar_plan_cut cut = { .from = 5000, .to = 9000 };
	struct fixture f;
	struct bytes out;

	setup(&f, 2);
	set_cuts(&f, &cut, 1);
	f.job.format = format;
	out = redact(&f.job);
	bytes_free(&f.file);
	return out;
}

static void
flac_reads_the_flac_output(void **state)
{
	struct bytes file;
	struct reader r;
	char flac[] = "flac";
	char test[] = "-ts";
	char raw[] = "-dcs";
	char little[] = "--endian=little";
	char format[] = "--force-raw-format";
	char sign[] = "--sign=signed";

	(void)state;
	need("flac", "--version", __func__);
	file = sample_output(SAR_FORMAT_FLAC);
	reader_setup(&r, &file);
	{
		char *check_it[] = { flac, test, r.in, NULL };
		char *decode_it[] = { flac, raw, format, little, sign, r.in,
			NULL };

		assert_int_equal(run_tool(check_it, r.out), 0);
		assert_int_equal(run_tool(decode_it, r.out), 0);
	}
	assert_same_samples(&r, &file);
	reader_free(&r);
	bytes_free(&file);
}

static void
ffmpeg_reads_both_outputs(void **state)
{
	struct bytes file;
	struct reader r;
	int format;
	char ffmpeg[] = "ffmpeg";
	char quiet[] = "-nostdin";
	char in[] = "-i";
	char f[] = "-f";
	char raw[] = "s16le";
	char out[] = "-";

	(void)state;
	need("ffmpeg", "-version", __func__);
	for (format = SAR_FORMAT_WAV; format <= SAR_FORMAT_FLAC; format++) {
		file = sample_output((enum sar_plan_format)format);
		reader_setup(&r, &file);
		{
			char *argv[] = { ffmpeg, quiet, in, r.in, f, raw, out,
				NULL };

			assert_int_equal(run_tool(argv, r.out), 0);
		}
		assert_same_samples(&r, &file);
		reader_free(&r);
		bytes_free(&file);
	}
}

static void
python_reads_the_wav_output(void **state)
{
	struct bytes file;
	struct reader r;
	char python[] = "python3";
	char c[] = "-c";
	char program[] =
	    "import sys, wave\n"
	    "w = wave.open(sys.argv[1])\n"
	    "assert (w.getnchannels(), w.getsampwidth(), w.getframerate(),\n"
	    "    w.getnframes()) == (2, 2, 8000, 20000)\n"
	    "sys.stdout.buffer.write(w.readframes(20001))\n";

	(void)state;
	need("python3", "--version", __func__);
	file = sample_output(SAR_FORMAT_WAV);
	reader_setup(&r, &file);
	{
		char *argv[] = { python, c, program, r.in, NULL };

		assert_int_equal(run_tool(argv, r.out), 0);
	}
	assert_same_samples(&r, &file);
	reader_free(&r);
	bytes_free(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flac_reads_the_flac_output),
		cmocka_unit_test(ffmpeg_reads_both_outputs),
		cmocka_unit_test(python_reads_the_wav_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
