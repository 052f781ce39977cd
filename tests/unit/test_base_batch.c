/* Many files of a folder, written together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/batch.h"
#include "base/file.h"

#define MANY 150 /* more than are kept open at a time */

/* A folder of the test's own, with a folder in it, where it runs. */
static int
enter(void **state)
{
	char *folder = strdup("/tmp/sar-test-batch-XXXXXX");

	if (folder == NULL || mkdtemp(folder) == NULL || chdir(folder) == -1 ||
	    mkdir("in", 0700) == -1)
		return -1;
	*state = folder;
	return 0;
}

/* How many names there are in the folder; forget them too when asked. */
static unsigned
names_in(const char *folder, bool forget)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	unsigned n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		n++;
		if (forget)
			(void)unlinkat(dirfd(dir), entry->d_name, 0);
	}
	assert_int_equal(closedir(dir), 0);
	return n;
}

static int
leave(void **state)
{
	int rc;

	(void)names_in("in", true);
	(void)rmdir("in");
	(void)names_in(".", true);
	rc = chdir("/") == -1 || rmdir(*state) == -1 ? -1 : 0;
	free(*state);
	return rc;
}

static void
assert_holds(const char *path, const char *want)
{
	struct sar_err err = SAR_ERR_INIT;
	struct stat st;
	char *text = NULL;
	size_t len = 0;

	assert_int_equal(sar_file_read(path, 4096, &text, &len, &err), 0);
	assert_string_equal(text, want);
	free(text);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

static struct sar_batch *
open_batch(void)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_batch *batch = sar_batch_new("in", &err);

	assert_non_null(batch);
	return batch;
}

static int
add(struct sar_batch *batch, const char *name, const char *text)
{
	struct sar_err err = SAR_ERR_INIT;

	return sar_batch_add(batch, name, text, strlen(text), &err);
}

static void
all_get_their_names_and_nothing_else_stays(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_batch *batch = open_batch();
	char name[32], path[40], text[32];
	mode_t before = umask(0277);
	int i;

	(void)state;
	for (i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "file-%d", i);
		(void)snprintf(text, sizeof(text), "text %d\n", i);
		assert_int_equal(add(batch, name, text), 0);
	}
	(void)umask(before);
	assert_int_equal(sar_batch_commit(batch, &err), 0);
	sar_batch_free(batch);
	assert_int_equal(names_in("in", false), MANY);
	for (i = 0; i < MANY; i++) {
		(void)snprintf(path, sizeof(path), "in/file-%d", i);
		(void)snprintf(text, sizeof(text), "text %d\n", i);
		assert_holds(path, text);
	}
}

static void
what_was_there_is_replaced_only_at_the_end(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_batch *batch = open_batch();

	(void)state;
	assert_int_equal(add(batch, "a", "old"), 0);
	assert_int_equal(sar_batch_commit(batch, &err), 0);
	sar_batch_free(batch);
	batch = open_batch();
	assert_int_equal(add(batch, "a", "new"), 0);
	assert_holds("in/a", "old");
	assert_int_equal(sar_batch_commit(batch, &err), 0);
	assert_holds("in/a", "new");
	sar_batch_free(batch);
	assert_int_equal(names_in("in", false), 1);
}

static void
what_is_not_committed_leaves_nothing(void **state)
{
	struct sar_batch *batch = open_batch();
	char name[32];
	int i;

	(void)state;
	for (i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "file-%d", i);
		assert_int_equal(add(batch, name, "text"), 0);
	}
	sar_batch_free(batch);
	assert_int_equal(names_in("in", false), 0);
	batch = open_batch();
	sar_batch_free(batch);
	sar_batch_free(NULL);
}

/* A batch of more files than descriptors there are. */
static void
few_descriptors_are_enough(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_batch *batch = open_batch();
	struct rlimit old, limit;
	char name[32];
	int i;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	limit = old;
	limit.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	for (i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "file-%d", i);
		assert_int_equal(add(batch, name, "text"), 0);
	}
	assert_int_equal(sar_batch_commit(batch, &err), 0);
	sar_batch_free(batch);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	assert_int_equal(names_in("in", false), MANY);
}

static void
a_name_that_cannot_be_given_is_told(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_batch *batch = open_batch();

	(void)state;
	assert_int_equal(add(batch, "a", "text"), 0);
	assert_int_equal(add(batch, "absent/b", "text"), 0);
	assert_int_equal(sar_batch_commit(batch, &err), -1);
	assert_non_null(strstr(err.msg, "in/absent/b: "));
	sar_batch_free(batch);
	/* Those before it have their names. */
	assert_holds("in/a", "text");
	assert_int_equal(names_in("in", false), 1);
}

static void
a_link_in_the_place_of_the_folder_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(symlink("in", "link"), 0);
	assert_null(sar_batch_new("link", &err));
	assert_null(sar_batch_new("absent", &err));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    all_get_their_names_and_nothing_else_stays, enter, leave),
		cmocka_unit_test_setup_teardown(
		    what_was_there_is_replaced_only_at_the_end, enter, leave),
		cmocka_unit_test_setup_teardown(
		    what_is_not_committed_leaves_nothing, enter, leave),
		cmocka_unit_test_setup_teardown(few_descriptors_are_enough,
		    enter, leave),
		cmocka_unit_test_setup_teardown(
		    a_name_that_cannot_be_given_is_told, enter, leave),
		cmocka_unit_test_setup_teardown(
		    a_link_in_the_place_of_the_folder_is_refused, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
