/* A sealed package gets its name. */
#include "package_setting.h"

/* --- publishing -----------------------------------------------------------*/

static void
nothing_has_a_name_until_it_is_published(void **state)
{
	struct setting s = set_up(two, 2);
	struct sar_source source;
	uint8_t digest[SAR_SHA256_LEN];
	struct stat st;
	char *path;
	int fd;

	(void)state;
	assert_true(asprintf(&path, "%s/done.zip", s.folder) > 0);
	seal(&s);
	assert_int_equal(s.rc, 0);
	assert_int_equal(count_folder(s.folder), 0);
	assert_int_equal(sar_package_publish(s.package, path, &s.err), 0);
	assert_int_equal(sar_package_publish(s.package, path, &s.err), -1);
	assert_int_equal(sar_package_source(s.package, &source, &s.err), 0);
	assert_int_equal(count_folder(s.folder), 1);
	sar_package_free(s.package);
	s.package = NULL;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_nlink, 1);
	fd = sar_file_open(path, &s.err);
	assert_true(fd >= 0);
	assert_int_equal(sar_source_fd(&fd, path, &source, &s.err), 0);
	assert_int_equal(sar_sha256_source(&source, digest, &s.err), 0);
	assert_memory_equal(digest, s.receipt.sha256, SAR_SHA256_LEN);
	(void)close(fd);
	assert_int_equal(unlink(path), 0);
	free(path);
	take_down(&s);
}

static void
a_name_that_is_taken_is_refused_and_kept(void **state)
{
	struct setting s = set_up(two, 2);
	char *path, *other, *text;
	size_t len;

	(void)state;
	assert_true(asprintf(&path, "%s/done.zip", s.folder) > 0);
	assert_true(asprintf(&other, "%s/other.zip", s.folder) > 0);
	assert_int_equal(sar_file_write(path, "older", 5, 0600, false, &s.err),
	    0);
	seal(&s);
	assert_int_equal(s.rc, 0);
	assert_int_equal(sar_package_publish(s.package, path, &s.err), -1);
	assert_int_equal(s.err.code, SAR_EREFUSED);
	assert_int_equal(sar_file_read(path, 99, &text, &len, &s.err), 0);
	assert_string_equal(text, "older");
	/* It can still go elsewhere. */
	assert_int_equal(sar_package_publish(s.package, other, &s.err), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(unlink(other), 0);
	free(text);
	free(path);
	free(other);
	take_down(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_has_a_name_until_it_is_published),
		cmocka_unit_test(a_name_that_is_taken_is_refused_and_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
