#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

/* A folder of the test's own, which is where it runs. */
static int
enter(void **state)
{
	char *folder = strdup("/tmp/sar-test-file-XXXXXX");

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

static void
what_is_written_is_read_back_with_its_mode(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	mode_t mask = umask(0077);
	struct stat st;

	(void)state;
	assert_int_equal(sar_file_write("new", "text", 4, 0644, false, &err),
	    0);
	(void)umask(mask);
	assert_holds("new", "text");
	assert_int_equal(stat("new", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(st.st_nlink, 1);
	put("empty", "");
	assert_holds("empty", "");
	assert_int_equal(names_here(false), 2);
}

static void
an_existing_file_is_refused_and_kept(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	put("old", "old");
	assert_int_equal(sar_file_write("old", "new", 3, 0600, false, &err),
	    -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_string_equal(err.msg, "old: exists already");
	assert_holds("old", "old");
	assert_int_equal(names_here(false), 1);
}

static void
an_existing_file_is_replaced_when_asked(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	put("old", "old and long");
	assert_int_equal(sar_file_write("old", "new", 3, 0600, true, &err), 0);
	assert_holds("old", "new");
	assert_int_equal(names_here(false), 1);
}

static void
a_link_is_neither_written_through_nor_read(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = NULL;
	size_t len = 0;

	(void)state;
	put("target", "target");
	assert_int_equal(symlink("target", "link"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_int_equal(sar_file_write("link", "new", 3, 0600, false, &err),
	    -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_int_equal(sar_file_write("dangling", "new", 3, 0600, false,
			     &err),
	    -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_int_equal(sar_file_read("link", 100, &text, &len, &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
	assert_null(text);
	assert_int_equal(sar_file_write("link", "new", 3, 0600, true, &err), 0);
	assert_holds("link", "new");
	assert_holds("target", "target");
	assert_true(sar_file_exists("dangling"));
	assert_false(sar_file_exists("nowhere"));
}

static void
a_fifo_is_refused_at_once(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	(void)alarm(10);
	assert_int_equal(sar_file_open("fifo", &err), -1);
	(void)alarm(0);
	assert_int_equal(err.code, SAR_EMISSING);
	assert_string_equal(err.msg, "fifo: not a regular file");
	assert_int_equal(sar_file_open(".", &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
}

static void
a_file_is_read_up_to_the_limit_and_no_further(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = NULL;
	size_t len = 0;

	(void)state;
	put("five", "12345");
	assert_int_equal(sar_file_read("five", 5, &text, &len, &err), 0);
	assert_int_equal(len, 5);
	free(text);
	text = NULL;
	assert_int_equal(sar_file_read("five", 4, &text, &len, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, "five: larger than 4 bytes");
	assert_null(text);
	assert_int_equal(sar_file_read("none", 4, &text, &len, &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
}

static void
a_pipe_is_read_to_its_end(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = NULL;
	size_t len = 0;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(sar_file_write_all(ends[1], "pipe", "a\0b", 3, &err),
	    0);
	assert_int_equal(close(ends[1]), 0);
	assert_int_equal(sar_file_read_fd(ends[0], "pipe", 3, &text, &len,
			     &err),
	    0);
	assert_int_equal(len, 3);
	assert_memory_equal(text, "a\0b", 4);
	assert_int_equal(close(ends[0]), 0);
	free(text);
}

static void
a_missing_folder_is_no_room_to_write(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(sar_file_write("no/file", "x", 1, 0600, false, &err),
	    -1);
	assert_int_equal(err.code, SAR_ESPACE);
	assert_int_equal(sar_file_write("no/file", "x", 1, 0600, true, &err),
	    -1);
	assert_int_equal(err.code, SAR_ESPACE);
	assert_int_equal(sar_file_sync_dir("no", &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
}

static void
a_full_device_is_out_of_space(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)state;
	assert_int_not_equal(fd, -1);
	assert_int_equal(sar_file_write_all(fd, "full", "x", 1, &err), -1);
	assert_int_equal(err.code, SAR_ESPACE);
	assert_int_equal(close(fd), 0);
}

static void
a_folder_is_made_once_and_not_in_place_of_a_file(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(sar_file_mkdir("sub", 0700, &err), 0);
	assert_int_equal(sar_file_mkdir("sub", 0700, &err), 0);
	put("file", "x");
	assert_int_equal(sar_file_mkdir("file", 0700, &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
	assert_int_equal(symlink("sub", "link"), 0);
	assert_int_equal(sar_file_mkdir("link", 0700, &err), -1);
	assert_int_equal(sar_file_mkdir("no/sub", 0700, &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
}

static void
names_are_joined_by_one_slash(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path = sar_file_join("a/b", "c", &err);

	(void)state;
	assert_string_equal(path, "a/b/c");
	free(path);
}

static void
write_text(const char *path, const char *text)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_file_write(path, text, strlen(text), 0600, false,
			     &err),
	    0);
}

static void
a_move_replaces_nothing_but_its_own_other_name(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text;
	size_t len;

	(void)state;
	errno = 0;
	assert_int_equal(sar_file_move("a", "b"), -1);
	assert_int_equal(errno, ENOENT);
	write_text("a", "ours");
	write_text("b", "theirs");
	assert_int_equal(sar_file_move("a", "b"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(sar_file_read("b", 99, &text, &len, &err), 0);
	assert_string_equal(text, "theirs");
	free(text);
	assert_int_equal(sar_file_move("a", "c"), 0);
	assert_false(sar_file_exists("a"));
	/* A link to it is another file. */
	assert_int_equal(symlink("c", "a"), 0);
	assert_int_equal(sar_file_move("a", "c"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(unlink("a"), 0);
	assert_int_equal(link("c", "a"), 0);
	assert_int_equal(sar_file_move("a", "c"), 0);
	assert_false(sar_file_exists("a"));
	assert_int_equal(sar_file_read("c", 99, &text, &len, &err), 0);
	assert_string_equal(text, "ours");
	free(text);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(what_is_written_is_read_back_with_its_mode),
		IN_FOLDER(an_existing_file_is_refused_and_kept),
		IN_FOLDER(an_existing_file_is_replaced_when_asked),
		IN_FOLDER(a_link_is_neither_written_through_nor_read),
		IN_FOLDER(a_fifo_is_refused_at_once),
		IN_FOLDER(a_file_is_read_up_to_the_limit_and_no_further),
		IN_FOLDER(a_pipe_is_read_to_its_end),
		IN_FOLDER(a_missing_folder_is_no_room_to_write),
		IN_FOLDER(a_full_device_is_out_of_space),
		IN_FOLDER(a_folder_is_made_once_and_not_in_place_of_a_file),
		IN_FOLDER(names_are_joined_by_one_slash),
		IN_FOLDER(a_move_replaces_nothing_but_its_own_other_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
