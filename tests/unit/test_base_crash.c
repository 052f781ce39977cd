#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

#define MEGABYTE ((size_t)1 << 20)

/* A folder of the test's own, which is where it runs. */
static int
enter(void **state)
{
	char *folder = strdup("/tmp/sar-test-crash-XXXXXX");

	if (folder == NULL || mkdtemp(folder) == NULL || chdir(folder) == -1)
		return -1;
	*state = folder;
	return 0;
}

/* How many names there are in the folder; forget them too when asked. */
static unsigned
names_here(bool forget)
{
	DIR *dir = opendir(".");
	struct dirent *entry;
	unsigned n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		n++;
		if (forget)
			(void)remove(entry->d_name);
	}
	assert_int_equal(closedir(dir), 0);
	return n;
}

static int
leave(void **state)
{
	int rc;

	(void)names_here(true);
	rc = chdir("/") == -1 || rmdir(*state) == -1 ? -1 : 0;
	free(*state);
	return rc;
}

static void
put(const char *path, const char *text)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_file_write(path, text, strlen(text), 0600, false,
			     &err),
	    0);
}

static void
assert_holds(const char *path, const char *want)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = NULL;
	size_t len = 0;

	assert_int_equal(sar_file_read(path, 4096, &text, &len, &err), 0);
	assert_int_equal(len, strlen(want));
	assert_string_equal(text, want);
	free(text);
}

/* Run ${fn} in a child; return its wait status. */
static int
in_child(void (*fn)(void))
{
	pid_t pid;
	int status;

	(void)fflush(NULL);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		fn();
		_exit(99);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
allow_64k(void)
{
	static const struct rlimit file = { 65536, 65536 };
	static const struct rlimit core = { 0, 0 };

	if (setrlimit(RLIMIT_FSIZE, &file) == -1 ||
	    setrlimit(RLIMIT_CORE, &core) == -1)
		_exit(98);
}

/* Exit with the status of writing a megabyte to "big". */
static void
write_megabyte(bool replace)
{
	struct sar_err err = SAR_ERR_INIT;
	char *data = calloc(1, MEGABYTE);

	if (data == NULL)
		_exit(97);
	if (sar_file_write("big", data, MEGABYTE, 0600, replace, &err) == -1)
		_exit(sar_err_status(&err));
	_exit(0);
}

static void
write_too_much(void)
{
	allow_64k();
	(void)signal(SIGXFSZ, SIG_IGN);
	write_megabyte(false);
}

static void
replace_by_too_much(void)
{
	allow_64k();
	(void)signal(SIGXFSZ, SIG_IGN);
	write_megabyte(true);
}

static void
a_full_disk_leaves_the_old_state(void **state)
{
	int status = in_child(write_too_much);

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), SAR_ESPACE);
	assert_int_equal(names_here(false), 0);
	put("big", "old");
	status = in_child(replace_by_too_much);
	assert_int_equal(WEXITSTATUS(status), SAR_ESPACE);
	assert_holds("big", "old");
	assert_int_equal(names_here(false), 1);
}

/* The kernel kills it in the middle of its writing. */
static void
write_until_killed(void)
{
	allow_64k();
	(void)signal(SIGXFSZ, SIG_DFL);
	write_megabyte(false);
}

static void
a_kill_in_the_middle_leaves_nothing(void **state)
{
	int fd = open(".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	int status;

	(void)state;
	if (fd == -1) {
		print_message("# skip a_kill_in_the_middle_leaves_nothing: "
			      "no unnamed files in this file system\n");
		skip();
	}
	assert_int_equal(close(fd), 0);
	status = in_child(write_until_killed);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGXFSZ);
	assert_int_equal(names_here(false), 0);
}

/* Refuse what unnamed files need, as some file systems and sandboxes do. */
static void
refuse(unsigned number, unsigned argument, unsigned bits)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    (unsigned)offsetof(struct seccomp_data, args) +
			8 * argument),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1)
		_exit(98);
}

static void
write_without_unnamed(void)
{
	/* O_TMPFILE has O_DIRECTORY in it, which is not refused. */
	refuse(SYS_openat, 2, O_TMPFILE & ~O_DIRECTORY);
	write_megabyte(false);
}

static void
write_without_linkat(void)
{
	refuse(SYS_linkat, 4, AT_SYMLINK_FOLLOW);
	write_megabyte(false);
}

static void
a_named_file_serves_where_unnamed_ones_are_refused(void **state)
{
	static void (*const ways[])(void) = { write_without_unnamed,
		write_without_linkat };
	struct stat st;
	size_t i;
	int status;

	(void)state;
	for (i = 0; i < 2; i++) {
		status = in_child(ways[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
		assert_int_equal(stat("big", &st), 0);
		assert_int_equal(st.st_size, MEGABYTE);
		assert_int_equal(st.st_nlink, 1);
		assert_int_equal(names_here(false), 1);
		status = in_child(ways[i]);
		assert_int_equal(WEXITSTATUS(status), SAR_EREFUSED);
		assert_int_equal(names_here(true), 1);
	}
}

/* Exit with the status of taking the lock, after ${wait_s} at most. */
static void
take_lock(unsigned wait_s)
{
	struct sar_err err = SAR_ERR_INIT;

	if (sar_file_lock("lock", wait_s, &err) == -1)
		_exit(sar_err_status(&err));
	_exit(0);
}

static void
take_lock_at_once(void)
{
	take_lock(0);
}

static void
a_lock_keeps_another_process_out_until_released(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	int fd = sar_file_lock("lock", 0, &err);
	int status;

	(void)state;
	assert_int_not_equal(fd, -1);
	status = in_child(take_lock_at_once);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), SAR_ELOCKED);
	assert_int_equal(close(fd), 0);
	status = in_child(take_lock_at_once);
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
a_lock_is_waited_for(void **state)
{
	static const struct timespec nap = { 0, 200000000 };
	struct sar_err err = SAR_ERR_INIT;
	int fd = sar_file_lock("lock", 0, &err);
	int status;
	pid_t pid;

	(void)state;
	assert_int_not_equal(fd, -1);
	(void)fflush(NULL);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		(void)close(fd);
		take_lock(60);
	}
	(void)nanosleep(&nap, NULL);
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	assert_int_equal(close(fd), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
a_lock_is_not_taken_through_a_link(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(symlink("elsewhere", "lock"), 0);
	assert_int_equal(sar_file_lock("lock", 0, &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
	assert_false(sar_file_exists("elsewhere"));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(a_full_disk_leaves_the_old_state),
		IN_FOLDER(a_kill_in_the_middle_leaves_nothing),
		IN_FOLDER(a_named_file_serves_where_unnamed_ones_are_refused),
		IN_FOLDER(a_lock_keeps_another_process_out_until_released),
		IN_FOLDER(a_lock_is_waited_for),
		IN_FOLDER(a_lock_is_not_taken_through_a_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
