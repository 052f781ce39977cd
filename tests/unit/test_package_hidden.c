/*
 * File systems that cannot make a file without a name, as NFS: this program's
 * open() refuses to, so the package has a hidden one till it is published.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/file.h"
#include "package_make.h"

static int refusal; /* what open() says to O_TMPFILE */
static unsigned refused;

int open(const char *path, int flags, ...);

int
open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode = 0;

	if ((flags & O_TMPFILE) == O_TMPFILE) {
		refused++;
		errno = refusal;
		return -1;
	}
	if ((flags & O_CREAT) != 0) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static const struct content one = { "call-01.wav", "RIFF", 4, false };

struct setting {
	char *folder;
	char *path;
	struct sar_secret *secret;
	struct sar_package *package;
	struct sar_package_receipt receipt;
	struct sar_err err;
};

static struct setting
set_up(int number)
{
	struct setting s = { .folder = make_folder() };

	refusal = number;
	refused = 0;
	s.path = sar_file_join(s.folder, "done.zip", &s.err);
	assert_non_null(s.path);
	s.secret = secret_of(PASSPHRASE);
	s.package = fill_package(s.folder, s.secret, &one, 1);
	return s;
}

static void
take_down(struct setting *s)
{
	sar_package_free(s->package);
	sar_secret_free(s->secret);
	free(s->path);
	remove_folder(s->folder);
}

static void
a_package_is_sealed_under_a_hidden_name(void **state)
{
	static const int refusals[] = { EOPNOTSUPP, EISDIR };
	struct setting s;
	struct stat st;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		s = set_up(refusals[i]);
		assert_int_equal(sar_package_seal(s.package, &s.receipt,
				     &s.err),
		    0);
		assert_int_equal(refused, 1);
		assert_int_equal(count_folder(s.folder), 1);
		assert_int_equal(sar_package_publish(s.package, s.path, &s.err),
		    0);
		assert_int_equal(count_folder(s.folder), 1);
		assert_int_equal(stat(s.path, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		assert_int_equal(st.st_size, s.receipt.size);
		/* What is published stays. */
		sar_package_free(s.package);
		s.package = NULL;
		assert_int_equal(unlink(s.path), 0);
		take_down(&s);
	}
}

static void
the_hidden_name_goes_with_the_package(void **state)
{
	struct setting s = set_up(EOPNOTSUPP);

	(void)state;
	assert_int_equal(sar_package_seal(s.package, &s.receipt, &s.err), 0);
	assert_int_equal(count_folder(s.folder), 1);
	sar_package_free(s.package);
	s.package = NULL;
	assert_int_equal(count_folder(s.folder), 0);
	take_down(&s);
}

static ssize_t
read_nothing(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	(void)ctx;
	(void)buf;
	(void)len;
	return sar_err_set(err, SAR_EREVIEW, "no");
}

static void
a_failure_takes_the_hidden_name_away(void **state)
{
	struct setting s = set_up(EOPNOTSUPP);
	struct sar_stream stream = { .read = read_nothing, .size = 4 };

	(void)state;
	assert_int_equal(sar_package_add(s.package, "call-02.wav", &stream,
			     &s.err),
	    0);
	assert_int_equal(sar_package_seal(s.package, &s.receipt, &s.err), -1);
	assert_int_equal(s.err.code, SAR_EREVIEW);
	assert_int_equal(refused, 1);
	assert_int_equal(count_folder(s.folder), 0);
	take_down(&s);
}

static void
a_hidden_file_does_not_replace_another(void **state)
{
	struct setting s = set_up(EOPNOTSUPP);
	char *text;
	size_t len;

	(void)state;
	assert_int_equal(sar_file_write(s.path, "older", 5, 0600, false,
			     &s.err),
	    0);
	assert_int_equal(sar_package_seal(s.package, &s.receipt, &s.err), 0);
	assert_int_equal(sar_package_publish(s.package, s.path, &s.err), -1);
	assert_int_equal(s.err.code, SAR_EREFUSED);
	assert_int_equal(sar_file_read(s.path, 99, &text, &len, &s.err), 0);
	assert_string_equal(text, "older");
	free(text);
	sar_package_free(s.package);
	s.package = NULL;
	assert_int_equal(unlink(s.path), 0);
	take_down(&s);
}

static void
another_refusal_is_not_got_round(void **state)
{
	struct setting s = set_up(EACCES);

	(void)state;
	assert_int_equal(sar_package_seal(s.package, &s.receipt, &s.err), -1);
	assert_int_equal(s.err.code, SAR_ESPACE);
	assert_int_equal(count_folder(s.folder), 0);
	take_down(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_package_is_sealed_under_a_hidden_name),
		cmocka_unit_test(the_hidden_name_goes_with_the_package),
		cmocka_unit_test(a_failure_takes_the_hidden_name_away),
		cmocka_unit_test(a_hidden_file_does_not_replace_another),
		cmocka_unit_test(another_refusal_is_not_got_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
