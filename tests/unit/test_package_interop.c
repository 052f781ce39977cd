/* Other people's readers: 7-Zip and bsdtar open what was sealed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/wait.h>

#include "base/file.h"
#include "package_make.h"

#define LARGE 200000

/* Run ${argv} with no output; its status, or -1 when there is no such tool. */
static int
run(const char *const *argv)
{
	int status;
	pid_t pid = fork();

	assert_true(pid != -1);
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		if (null != -1 && dup2(null, 0) != -1 && dup2(null, 1) != -1 &&
		    dup2(null, 2) != -1)
			execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == 127 ? -1 : WEXITSTATUS(status);
}

static char *
path_in(const char *folder, const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path = sar_file_join(folder, name, &err);

	assert_non_null(path);
	return path;
}

/* Sizes around AES blocks and around the blocks that streams are read in. */
static struct content *
make_contents(size_t *n)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 8191, 65535, 65536,
		65537, LARGE };
	static const char *const names[] = { "s0", "s1", "s15", "s16", "s17",
		"s8191.wav", "s65535.wav", "s65536.wav", "s65537.wav",
		"large.flac" };
	static struct content contents[10];
	static uint8_t data[LARGE];
	size_t i;

	for (i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * i / 7 + i);
	for (i = 0; i < 10; i++) {
		contents[i].name = names[i];
		contents[i].data = data;
		contents[i].len = sizes[i];
		contents[i].unsized = i % 2 == 1;
	}
	*n = 10;
	return contents;
}

/* Is all of ${contents} in ${folder}, byte for byte?  Removes it. */
static void
take_contents(const char *folder, const struct content *contents, size_t n)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path, *text;
	size_t i, len;

	for (i = 0; i < n; i++) {
		path = path_in(folder, contents[i].name);
		assert_int_equal(sar_file_read(path, LARGE, &text, &len, &err),
		    0);
		assert_int_equal(len, contents[i].len);
		assert_memory_equal(text, contents[i].data, len);
		assert_int_equal(unlink(path), 0);
		free(text);
		free(path);
	}
	path = path_in(folder, "manifest.json");
	assert_int_equal(unlink(path), 0);
	free(path);
	path = path_in(folder, "manifest.json.minisig");
	assert_int_equal(unlink(path), 0);
	free(path);
}

/* A folder with the sealed contents in p.zip. */
static char *
make_zip(char **zip, struct content **contents, size_t *n)
{
	char *folder = make_folder();
	struct sar_err err = SAR_ERR_INIT;
	struct made made;

	*contents = make_contents(n);
	made = make_package(PASSPHRASE, *contents, *n);
	*zip = path_in(folder, "p.zip");
	assert_int_equal(sar_file_write(*zip, made.data, made.len, 0600, false,
			     &err),
	    0);
	free(made.data);
	return folder;
}

static void
drop_zip(char *folder, char *zip)
{
	assert_int_equal(unlink(zip), 0);
	free(zip);
	remove_folder(folder);
}

static void
seven_zip_extracts_every_byte(void **state)
{
	struct content *contents;
	char *zip, *out;
	size_t n;
	char *folder = make_zip(&zip, &contents, &n);
	int status;

	(void)state;
	status = run((const char *const[]){ "7z", "t", "-p" PASSPHRASE, zip,
	    NULL });
	if (status == -1) {
		drop_zip(folder, zip);
		printf("# skip seven_zip_extracts_every_byte: no 7z\n");
		skip();
	}
	assert_int_equal(status, 0);
	assert_true(asprintf(&out, "-o%s", folder) > 0);
	assert_int_equal(run((const char *const[]){ "7z", "x", "-y",
			     "-p" PASSPHRASE, out, zip, NULL }),
	    0);
	take_contents(folder, contents, n);
	assert_int_not_equal(run((const char *const[]){ "7z", "t",
				 "-p" PASSPHRASE "x", zip, NULL }),
	    0);
	free(out);
	drop_zip(folder, zip);
}

static void
bsdtar_extracts_every_byte(void **state)
{
	struct content *contents;
	char *zip;
	size_t n;
	char *folder = make_zip(&zip, &contents, &n);
	int status;

	(void)state;
	status = run((const char *const[]){ "bsdtar", "--passphrase",
	    PASSPHRASE, "-xf", zip, "-C", folder, NULL });
	if (status == -1) {
		drop_zip(folder, zip);
		printf("# skip bsdtar_extracts_every_byte: no bsdtar\n");
		skip();
	}
	assert_int_equal(status, 0);
	take_contents(folder, contents, n);
	drop_zip(folder, zip);
}

/* The longest passphrase that 7-Zip takes. */
static void
seven_zip_opens_99_characters(void **state)
{
	static const struct content one = { "a.txt", "abc", 3, false };
	char passphrase[102] = "-p";
	char *folder = make_folder();
	char *zip = path_in(folder, "p.zip");
	struct sar_err err = SAR_ERR_INIT;
	struct made made;
	int status;

	(void)state;
	memset(passphrase + 2, 'q', 99);
	passphrase[101] = '\0';
	made = make_package(passphrase + 2, &one, 1);
	assert_int_equal(sar_file_write(zip, made.data, made.len, 0600, false,
			     &err),
	    0);
	status = run((const char *const[]){ "7z", "t", passphrase, zip, NULL });
	free(made.data);
	drop_zip(folder, zip);
	if (status == -1) {
		printf("# skip seven_zip_opens_99_characters: no 7z\n");
		skip();
	}
	assert_int_equal(status, 0);
}

/* The other way: what is not ours does not pass for it. */
static void
a_zip_made_by_7zip_is_refused(void **state)
{
	char *folder = make_folder();
	char *zip = path_in(folder, "p.zip");
	char *file = path_in(folder, "manifest.json");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	int status, fd;

	(void)state;
	assert_int_equal(sar_file_write(file, "{}", 2, 0600, false, &err), 0);
	status = run((const char *const[]){ "7z", "a", "-tzip", "-mx0",
	    "-mem=AES256", "-p" PASSPHRASE, zip, file, NULL });
	assert_int_equal(unlink(file), 0);
	free(file);
	if (status == -1) {
		free(zip);
		remove_folder(folder);
		printf("# skip a_zip_made_by_7zip_is_refused: no 7z\n");
		skip();
	}
	assert_int_equal(status, 0);
	assert_true((fd = sar_file_open(zip, &err)) >= 0);
	assert_int_equal(sar_source_fd(&fd, "zip", &source, &err), 0);
	assert_null(sar_package_open(&source, &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	(void)close(fd);
	drop_zip(folder, zip);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seven_zip_extracts_every_byte),
		cmocka_unit_test(bsdtar_extracts_every_byte),
		cmocka_unit_test(seven_zip_opens_99_characters),
		cmocka_unit_test(a_zip_made_by_7zip_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
