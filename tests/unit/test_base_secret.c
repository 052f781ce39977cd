#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/secret.h"

static char folder[64];

static int
make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/sar-secret-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	return chdir(folder);
}

static int
remove_folder(void **state)
{
	static const char *const names[] = { "f", "link", "hard", "fifo",
		"credentials/pass", "credentials" };
	size_t i;

	(void)state;
	(void)unsetenv("CREDENTIALS_DIRECTORY");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)remove(names[i]);
	return chdir("/") == -1 || rmdir(folder) == -1 ? -1 : 0;
}

static void
put(const char *path, const char *data, size_t len, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, data, len), (ssize_t)len);
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(close(fd), 0);
}

static void
holds(struct sar_secret *secret, const char *expected)
{
	assert_non_null(secret);
	assert_int_equal(sar_secret_len(secret), strlen(expected));
	assert_string_equal(sar_secret_data(secret), expected);
	sar_secret_free(secret);
}

static void
file_refused(const char *path, const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_null(sar_secret_from_file(path, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.msg, msg);
}

static void
a_secret_is_copied_and_ends_with_nul(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char bytes[] = "a\0b";
	struct sar_secret *secret = sar_secret_new(bytes, 3, &err);

	(void)state;
	assert_non_null(secret);
	memset(bytes, 0, sizeof(bytes));
	assert_int_equal(sar_secret_len(secret), 3);
	assert_memory_equal(sar_secret_data(secret), "a\0b", 4);
	sar_secret_free(secret);
	sar_secret_free(NULL);
}

/* How a child ends that reads or writes the first byte. */
static int
child_status(const char *data, bool write_it)
{
	union {
		const char *read;
		char *write;
	} at = { data };
	int status = 0;
	pid_t pid;

	assert_int_not_equal(pid = fork(), -1);
	if (pid == 0) {
		(void)signal(SIGSEGV, SIG_DFL);
		(void)signal(SIGBUS, SIG_DFL);
		if (write_it)
			*(volatile char *)at.write = 'x';
		else
			_exit(*(volatile const char *)at.read == 's' ? 0 : 1);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
a_filled_secret_can_be_read_but_not_written(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new("secret", 6, &err);
	int status;

	(void)state;
	assert_non_null(secret);
	assert_int_equal(child_status(sar_secret_data(secret), false), 0);
	status = child_status(sar_secret_data(secret), true);
	assert_true(WIFSIGNALED(status));
	sar_secret_free(secret);
}

static void
a_secret_over_the_limit_is_refused(void **state)
{
	static char bytes[4097];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	assert_null(sar_secret_new(bytes, 4097, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_non_null(secret = sar_secret_new(bytes, 4096, &err));
	assert_int_equal(sar_secret_len(secret), 4096);
	sar_secret_free(secret);
	put("f", bytes, 4097, 0600);
	file_refused("f", "f: longer than 4096 bytes");
	put("f", bytes, 4096, 0600);
	assert_non_null(secret = sar_secret_from_file("f", &err));
	assert_int_equal(sar_secret_len(secret), 4096);
	sar_secret_free(secret);
}

static void
a_file_gives_its_one_line(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	put("f", "pass phrase \n", 13, 0600);
	holds(sar_secret_from_file("f", &err), "pass phrase ");
	put("f", "no-newline", 10, 0400);
	holds(sar_secret_from_file("f", &err), "no-newline");
}

static void
a_file_that_is_not_one_line_is_refused(void **state)
{
	static const char shape[] =
	    "f: expected one line, without NUL and carriage return";

	(void)state;
	put("f", "a\n\n", 3, 0600);
	file_refused("f", shape);
	put("f", "a\nb", 3, 0600);
	file_refused("f", shape);
	put("f", "a\0b\n", 4, 0600);
	file_refused("f", shape);
	put("f", "a\r\n", 3, 0600);
	file_refused("f", shape);
	put("f", "\n", 1, 0600);
	file_refused("f", "f: empty");
	put("f", "", 0, 0600);
	file_refused("f", "f: empty");
}

static void
a_file_others_can_use_is_refused(void **state)
{
	static const mode_t modes[] = { 0640, 0620, 0610, 0604, 0602, 0601,
		0440, 0644, 0666 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		(void)remove("f");
		put("f", "secret\n", 7, modes[i]);
		file_refused("f",
		    "f: others may use it: expected mode 0600 or 0400");
	}
}

static void
links_and_other_kinds_of_file_are_refused(void **state)
{
	(void)state;
	put("f", "secret\n", 7, 0600);
	assert_int_equal(symlink("f", "link"), 0);
	file_refused("link", "link: Too many levels of symbolic links");
	assert_int_equal(link("f", "hard"), 0);
	file_refused("f", "f: has more than one name (hard link)");
	assert_int_equal(mkfifo("fifo", 0600), 0);
	file_refused("fifo", "fifo: not a regular file");
	file_refused(".", ".: not a regular file");
	file_refused("absent", "absent: No such file or directory");
}

static void
a_file_of_another_user_is_refused(void **state)
{
	(void)state;
	if (geteuid() != 0) {
		puts("# skip a_file_of_another_user_is_refused: needs root");
		skip();
	}
	put("f", "secret\n", 7, 0600);
	assert_int_equal(chown("f", 65534, (gid_t)-1), 0);
	file_refused("f", "f: belongs to another user");
}

/* systemd.exec(5): LoadCredential= gives files of mode 0440 with an ACL. */
static void
only_a_credential_of_systemd_may_be_readable_by_a_group(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char path[128];

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/credentials/pass", folder);
	assert_int_equal(mkdir("credentials", 0700), 0);
	put(path, "secret\n", 7, 0440);
	file_refused("credentials/pass",
	    "credentials/pass: others may use it: expected mode 0600 or 0400");
	path[strlen(path) - 5] = '\0';
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", path, 1), 0);
	path[strlen(path)] = '/';
	holds(sar_secret_from_file(path, &err), "secret");
	file_refused("credentials/pass",
	    "credentials/pass: others may use it: expected mode 0600 or 0400");
	assert_int_equal(chmod(path, 0444), 0);
	assert_null(sar_secret_from_file(path, &err));
	assert_int_equal(chmod(path, 0440), 0);
	assert_int_equal(chmod("credentials", 0770), 0);
	assert_null(sar_secret_from_file(path, &err));
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", folder, 1), 0);
	assert_int_equal(chmod("credentials", 0700), 0);
	assert_null(sar_secret_from_file(path, &err));
	assert_int_equal(err.code, SAR_ESECRET);
}

static void
a_descriptor_gives_its_one_line(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "from fd\n", 8), 8);
	assert_int_equal(close(fds[1]), 0);
	holds(sar_secret_from_fd(fds[0], &err), "from fd");
	assert_int_equal(close(fds[0]), 0);
	assert_null(sar_secret_from_fd(fds[0], &err));
	assert_int_equal(err.code, SAR_ESECRET);
}

static void
a_command_is_split_like_a_shell_does_and_run_without_one(void **state)
{
	static const struct {
		const char *command;
		const char *output;
	} cases[] = {
		{ "printf %s secret", "secret" },
		{ " \tprintf  '%s'  'two  words' ", "two  words" },
		{ "printf %s \"a 'b' \\\"c\\\" \\x\"", "a 'b' \"c\" \\x" },
		{ "printf %s/ a '' \"\" b", "a///b/" },
		{ "printf %s a\\ b'c d'\"e f\"", "a bc de f" },
		{ "printf %s '$HOME|x'\\;\\|", "$HOME|x;|" },
		{ "printf %s *", "*" },
		{ "cat", NULL }, /* its standard input is empty */
	};
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; cases[i].output != NULL; i++)
		holds(sar_secret_from_command(cases[i].command, &err),
		    cases[i].output);
	assert_null(sar_secret_from_command(cases[i].command, &err));
	assert_string_equal(err.msg, "secret command: empty");
}

static void
a_command_that_needs_a_shell_is_refused(void **state)
{
	static const char *const commands[] = { "echo a|cat", "echo $HOME",
		"echo \"$HOME\"", "echo `id`", "echo \"`id`\"", "echo a;id",
		"echo a&", "echo a >f", "cat <f", "(id)", "echo 'a", "echo \"a",
		"echo a\\", "echo a\nid", "", "  " };
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		assert_null(sar_secret_from_command(commands[i], &err));
		assert_int_equal(err.code, SAR_EINPUT);
	}
	assert_int_equal(access("f", F_OK), -1);
}

static void
a_command_that_fails_gives_no_secret(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_null(sar_secret_from_command("sh -c 'echo half; exit 3'", &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.msg, "secret command: ended with status 3");
	assert_null(sar_secret_from_command("false", &err));
	assert_string_equal(err.msg, "secret command: ended with status 1");
	assert_null(sar_secret_from_command("sh -c 'echo half; kill -9 $$'",
	    &err));
	assert_string_equal(err.msg, "secret command: ended by signal 9");
	assert_null(sar_secret_from_command("no-such-command-here", &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.msg,
	    "secret command: No such file or directory");
}

static void
a_command_that_writes_without_end_is_stopped(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_null(sar_secret_from_command(
	    "sh -c 'trap \"\" PIPE TERM; while :; do echo y; done'", &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.msg, "secret command: longer than 4096 bytes");
}

static void
a_command_does_not_inherit_our_descriptors(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	holds(sar_secret_from_command(
		  "sh -c 'for i in 3 4 5 6 7 8 9; do "
		  "[ -e /proc/self/fd/$i ] && printf %s $i; done; echo .'",
		  &err),
	    ".");
}

static void
a_file_of_keys_may_have_several_lines(void **state)
{
	static const char keys[] = "# one\r\nKEY\n\nKEY\n";
	struct sar_err err = SAR_ERR_INIT;
	int fds[2];

	(void)state;
	put("f", keys, sizeof(keys) - 1, 0600);
	holds(sar_secret_lines_from_file("f", &err), "# one\r\nKEY\n\nKEY");
	holds(sar_secret_lines_from_command("cat f", &err),
	    "# one\r\nKEY\n\nKEY");
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], keys, 10), 10);
	assert_int_equal(close(fds[1]), 0);
	holds(sar_secret_lines_from_fd(fds[0], &err), "# one\r\nKEY");
	assert_int_equal(close(fds[0]), 0);
	put("f", keys, sizeof(keys), 0600); /* with its NUL */
	assert_null(sar_secret_lines_from_file("f", &err));
	assert_string_equal(err.msg, "f: expected text, without NUL");
	put("f", keys, sizeof(keys) - 1, 0640);
	assert_null(sar_secret_lines_from_file("f", &err));
	assert_int_equal(err.code, SAR_ESECRET);
}

/* It is read again as what it was, and nothing that is there gives way. */
static void
a_secret_goes_to_a_new_private_file(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new("abc def", 7, &err);
	mode_t before = umask(0);
	struct stat st;

	(void)state;
	assert_non_null(secret);
	assert_int_equal(sar_secret_to_file(secret, "f", &err), 0);
	(void)umask(before);
	assert_int_equal(stat("f", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, 8);
	holds(sar_secret_from_file("f", &err), "abc def");
	assert_int_equal(sar_secret_to_file(secret, "f", &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_int_equal(remove("f"), 0);
	sar_secret_free(secret);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_file_of_keys_may_have_several_lines, make_folder,
		    remove_folder),
		cmocka_unit_test(a_secret_is_copied_and_ends_with_nul),
		cmocka_unit_test(a_filled_secret_can_be_read_but_not_written),
		cmocka_unit_test_setup_teardown(
		    a_secret_over_the_limit_is_refused, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(a_file_gives_its_one_line,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_file_that_is_not_one_line_is_refused, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_file_others_can_use_is_refused, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    links_and_other_kinds_of_file_are_refused, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_file_of_another_user_is_refused, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    only_a_credential_of_systemd_may_be_readable_by_a_group,
		    make_folder, remove_folder),
		cmocka_unit_test(a_descriptor_gives_its_one_line),
		cmocka_unit_test(
		    a_command_is_split_like_a_shell_does_and_run_without_one),
		cmocka_unit_test_setup_teardown(
		    a_command_that_needs_a_shell_is_refused, make_folder,
		    remove_folder),
		cmocka_unit_test(a_command_that_fails_gives_no_secret),
		cmocka_unit_test(a_command_that_writes_without_end_is_stopped),
		cmocka_unit_test(a_secret_goes_to_a_new_private_file),
		cmocka_unit_test(a_command_does_not_inherit_our_descriptors),
	};

	return cmocka_run_group_tests_name("base_secret", tests, NULL, NULL);
}
