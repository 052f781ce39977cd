/* Players, each a script of the test's own, and what they are given. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "play/play.h"

#define FRAMES 100000
#define HEADER 44

static char folder[] = "/tmp/test_play_XXXXXX";

/* 0, 1, 2, ... on the first of two channels, the same negative on the other. */
static ssize_t
count(void *ctx, int16_t *out, size_t frames, struct sar_err *err)
{
	uint64_t *at = ctx;
	size_t n;

	(void)err;
	for (n = 0; n < frames && *at < FRAMES; n++, ++*at) {
		out[2 * n] = (int16_t)(*at & 0x7fff);
		out[2 * n + 1] = (int16_t) - (int16_t)(*at & 0x7fff);
	}
	return (ssize_t)n;
}

static ssize_t
fail_to_read(void *ctx, int16_t *out, size_t frames, struct sar_err *err)
{
	uint64_t *at = ctx;

	if (*at > 5000)
		return sar_err_set(err, SAR_ECORRUPT, "recording: gone");
	return count(ctx, out, frames, err);
}

static char *
path_of(const char *name, char out[128])
{
	(void)snprintf(out, 128, "%s/%s", folder, name);
	return out;
}

static void
write_script(const char *name, const char *text)
{
	char path[128];
	FILE *f = fopen(path_of(name, path), "w");

	assert_non_null(f);
	assert_true(fprintf(f, "#!/bin/sh\n%s\n", text) > 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0700), 0);
}

static size_t
read_file(const char *name, uint8_t *out, size_t max)
{
	char path[128];
	FILE *f = fopen(path_of(name, path), "r");
	size_t n;

	if (f == NULL)
		return 0;
	n = fread(out, 1, max, f);
	assert_int_equal(fclose(f), 0);
	return n;
}

/* Run a player made of ${text}; its folder is its second word. */
static int
play(const char *text, const struct sar_progress *progress,
    struct sar_play_end *end, struct sar_err *err)
{
	uint64_t at = 0;
	struct sar_play_sound sound = { &at, count, 8000, 2, FRAMES };
	char player[128];
	char *argv[] = { path_of("player", player), folder, NULL };

	write_script("player", text);
	return sar_play_run(argv, &sound, progress, end, err);
}

static void
a_player_gets_a_wav_file(void **state)
{
	static const uint8_t head[HEADER] =
	    "RIFF\xa4\x1a\x06\0WAVEfmt \x10\0\0\0\1\0\2\0\x40\x1f\0\0"
	    "\0\x7d\0\0\4\0\x10\0data\x80\x1a\6\0";
	static uint8_t got[FRAMES * 4 + HEADER + 1];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_play_end end;
	uint64_t i;

	(void)state;
	assert_int_equal(play("cat > $1/wav", NULL, &end, &err), 0);
	assert_false(end.early);
	assert_int_equal(end.n_said, 0);
	assert_int_equal(read_file("wav", got, sizeof(got)),
	    FRAMES * 4 + HEADER);
	assert_memory_equal(got, head, HEADER);
	for (i = 0; i < FRAMES; i++) {
		const uint8_t *s = got + HEADER + 4 * i;
		int16_t one = (int16_t)(s[0] | s[1] << 8);
		int16_t other = (int16_t)(s[2] | s[3] << 8);

		assert_int_equal(one, i & 0x7fff);
		assert_int_equal(other, -one);
	}
}

/* No descriptor, no terminal, and of the environment what it needs. */
static void
a_player_gets_nothing_else(void **state)
{
	char text[4096];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_play_end end;
	int open_on = open("/dev/null",
	    O_RDONLY); /* not to be closed by exec */
	size_t n;

	(void)state;
	assert_true(open_on > 2);
	assert_int_equal(setenv("SAR_HOME", "/srv/sar", 1), 0);
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", "/run/x", 1), 0);
	assert_int_equal(setenv("PULSE_SERVER", "here", 1), 0);
	assert_int_equal(play("cat > /dev/null\n"
			      "ls /proc/$$/fd | grep -vx '10\\|255' > $1/fds\n"
			      "ends=$(readlink /proc/$$/fd/0 /proc/$$/fd/1)\n"
			      "echo \"$ends\" > $1/ends\n"
			      "tr '\\0' '\\n' < /proc/$$/environ > $1/env\n"
			      "(: < /dev/tty) 2> /dev/null && : > $1/has-tty\n"
			      "true",
			     NULL, &end, &err),
	    0);
	n = read_file("fds", (uint8_t *)text, sizeof(text) - 1);
	text[n] = '\0';
	n = read_file("ends", (uint8_t *)text, sizeof(text) - 1);
	text[n] = '\0';
	assert_true(strncmp(text, "pipe:", 5) == 0);
	assert_non_null(strstr(text, "\n/dev/null\n"));
	n = read_file("env", (uint8_t *)text, sizeof(text) - 1);
	text[n] = '\0';
	assert_null(strstr(text, "SAR_HOME"));
	assert_null(strstr(text, "CREDENTIALS"));
	assert_non_null(strstr(text, "PULSE_SERVER=here\n"));
	assert_int_equal(read_file("has-tty", (uint8_t *)text, 1), 0);
	assert_int_equal(access(path_of("has-tty", text), F_OK), -1);
	assert_int_equal(close(open_on), 0);
}

static void
a_player_that_wants_no_more_has_not_failed(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_play_end end;

	(void)state;
	assert_int_equal(play("head -c 1000 > /dev/null", NULL, &end, &err), 0);
	assert_true(end.early);
	/* It may close what it does not want before it ends, too. */
	assert_int_equal(play("exec < /dev/null; sleep 0.2", NULL, &end, &err),
	    0);
	assert_true(end.early);
}

static void
a_player_that_fails_is_told_of(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_play_end end;
	char *none[] = { folder, NULL };
	uint64_t at = 0;
	struct sar_play_sound sound = { &at, count, 8000, 2, FRAMES };

	(void)state;
	assert_int_equal(play("echo no loudspeaker >&2; exit 3", NULL, &end,
			     &err),
	    -1);
	assert_int_equal(err.code, SAR_EFAIL);
	assert_string_equal(err.msg, "player: ended with status 3");
	assert_int_equal(end.n_said, 15);
	assert_memory_equal(end.said, "no loudspeaker\n", 15);
	assert_int_equal(play("cat > /dev/null; kill -9 $$", NULL, &end, &err),
	    -1);
	assert_string_equal(err.msg, "player: ended by signal 9");
	assert_int_equal(sar_play_run(none, &sound, NULL, &end, &err), -1);
	assert_int_equal(err.code, SAR_EFAIL);
	assert_non_null(strstr(err.msg, "player: cannot be run"));
}

/* It says more than anybody wants to know, before it listens. */
static void
a_player_may_talk_without_end(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_play_end end;

	(void)state;
	assert_int_equal(play("head -c 1000000 /dev/zero >&2; cat > $1/wav; "
			      "sleep 300 < /dev/null > /dev/null & exit 0",
			     NULL, &end, &err),
	    0);
	assert_int_equal(end.n_said, SAR_PLAY_SAID);
	assert_false(end.early);
}

/* A signal comes when the player has written ${path}. */
struct until {
	char path[128];
	uint64_t total;
};

static int
stop_when_there(void *ctx, uint64_t done, uint64_t total, struct sar_err *err)
{
	struct until *until = ctx;

	assert_true(done <= total);
	until->total = total;
	return access(until->path, F_OK) == 0 ? sar_err_signal(err, SIGINT) : 0;
}

/* Not even a grandchild that takes no signal is left. */
static void
all_of_a_player_is_ended(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_play_end end;
	struct until until = { .total = 0 };
	struct sar_progress progress = { &until, stop_when_there };
	char text[32] = "";
	pid_t pid;

	(void)state;
	(void)path_of("pid", until.path);
	assert_int_equal(play("sh -c 'trap \"\" TERM INT HUP\n"
			      "echo $$ > '$1'/new; mv '$1'/new '$1'/pid\n"
			      "while :; do sleep 60; done' & wait",
			     &progress, &end, &err),
	    -1);
	assert_int_equal(err.code, SAR_ESIGNAL);
	assert_int_equal(err.signal, SIGINT);
	assert_int_equal(until.total, FRAMES / 8000);
	assert_true(read_file("pid", (uint8_t *)text, sizeof(text) - 1) > 0);
	pid = (pid_t)strtol(text, NULL, 10);
	assert_true(pid > 1);
	/* It is nobody's child here: gone, or waited for by init at most. */
	for (int looks = 0; looks < 200 && kill(pid, 0) == 0; looks++) {
		char stat[64], line[256] = "";
		FILE *f;

		(void)snprintf(stat, sizeof(stat), "/proc/%d/stat", (int)pid);
		if ((f = fopen(stat, "r")) == NULL)
			return;
		(void)fgets(line, sizeof(line), f);
		(void)fclose(f);
		if (strstr(line, ") Z ") != NULL)
			return;
		(void)nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	}
	assert_int_equal(kill(pid, 0), -1);
}

static void
a_sound_that_cannot_be_read_ends_it(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_play_end end;
	uint64_t at = 0;
	struct sar_play_sound sound = { &at, fail_to_read, 8000, 2, FRAMES };
	char player[128];
	char *argv[] = { path_of("player", player), NULL };

	(void)state;
	write_script("player", "cat > /dev/null");
	assert_int_equal(sar_play_run(argv, &sound, NULL, &end, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
}

static void
the_first_known_player_is_chosen(void **state)
{
	char path[600], name[128];
	char **argv;

	(void)state;
	assert_null(sar_play_known(NULL));
	assert_null(sar_play_known(""));
	assert_null(sar_play_known(folder));
	write_script("aplay", "");
	write_script("ffplay", "");
	assert_int_equal(chmod(path_of("ffplay", name), 0600), 0);
	(void)snprintf(path, sizeof(path), "/nowhere:%s", folder);
	argv = sar_play_known(path);
	assert_non_null(argv);
	assert_string_equal(argv[0], path_of("aplay", name));
	assert_string_equal(argv[1], "-q");
	assert_string_equal(argv[2], "-");
	assert_null(argv[3]);
	free(argv);
	/* Another is looked for before it. */
	write_script("play", "");
	argv = sar_play_known(path);
	assert_string_equal(argv[0], path_of("play", name));
	free(argv);
	/* None that only happens to lie here. */
	assert_int_equal(chdir(folder), 0);
	assert_null(sar_play_known("::.:."));
	assert_int_equal(chdir("/"), 0);
}

static void
a_command_is_split_and_found(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char name[128];
	char **argv;

	(void)state;
	write_script("mine", "");
	argv = sar_play_command("--player", "mine 'a b' c", folder, &err);
	assert_non_null(argv);
	assert_string_equal(argv[0], path_of("mine", name));
	assert_string_equal(argv[1], "a b");
	assert_string_equal(argv[2], "c");
	assert_null(argv[3]);
	free(argv);
	assert_null(sar_play_command("--player", "not-there", folder, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg,
	    "--player: no such program that can be run");
	err = (struct sar_err)SAR_ERR_INIT;
	assert_null(sar_play_command("--player", folder, folder, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	err = (struct sar_err)SAR_ERR_INIT;
	assert_null(sar_play_command("--player", "mine | x", folder, &err));
	assert_int_equal(err.code, SAR_EINPUT);
}

static int
begin(void **state)
{
	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
finish(void **state)
{
	static const char *const names[] = { "player", "wav", "fds", "ends",
		"env", "pid", "aplay", "ffplay", "play", "mine" };
	char path[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unlink(path_of(names[i], path));
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_player_gets_a_wav_file),
		cmocka_unit_test(a_player_gets_nothing_else),
		cmocka_unit_test(a_player_that_wants_no_more_has_not_failed),
		cmocka_unit_test(a_player_that_fails_is_told_of),
		cmocka_unit_test(a_player_may_talk_without_end),
		cmocka_unit_test(all_of_a_player_is_ended),
		cmocka_unit_test(a_sound_that_cannot_be_read_ends_it),
		cmocka_unit_test(the_first_known_player_is_chosen),
		cmocka_unit_test(a_command_is_split_and_found),
	};

	return cmocka_run_group_tests(tests, begin, finish);
}
