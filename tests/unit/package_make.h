/* Sealing small packages for the package module's tests. */
#ifndef TEST_PACKAGE_MAKE_H
#define TEST_PACKAGE_MAKE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "package/package.h"
#include "package/reader.h"

#define PASSPHRASE "abacus-banjo-canopy-dagger-eagle-falcon"

/* One entry of a package to be. */
struct content {
	const char *name;
	const void *data;
	size_t len;
	bool unsized;
};

/* A sealed package's bytes. */
struct made {
	char *data;
	size_t len;
	struct sar_package_receipt receipt;
};

static inline struct sar_secret *
secret_of(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new(text, strlen(text), &err);

	assert_string_equal(err.msg, "");
	assert_non_null(secret);
	return secret;
}

/* An empty folder of this test's own; remove_folder() frees the path. */
static inline char *
make_folder(void)
{
	const char *base = getenv("TMPDIR");
	char *path;

	assert_true(asprintf(&path, "%s/sar-package-XXXXXX",
			base != NULL ? base : "/tmp") > 0);
	assert_non_null(mkdtemp(path));
	return path;
}

/* How many things are in ${folder}, hidden ones too. */
static inline unsigned
count_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *e;
	unsigned n = 0;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL)
		n += strcmp(e->d_name, ".") != 0 &&
		     strcmp(e->d_name, "..") != 0;
	assert_int_equal(closedir(dir), 0);
	return n;
}

static inline void
remove_folder(char *folder)
{
	assert_int_equal(count_folder(folder), 0);
	assert_int_equal(rmdir(folder), 0);
	free(folder);
}

#define SIGNATURE "signed: "

/* Stands for the log's key: says whose length it signed. */
static inline int
sign_manifest(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	(void)ctx;
	(void)err;
	assert_int_equal(manifest[0], '{');
	assert_int_equal(manifest[len - 1], '}');
	sar_buf_printf(out, SIGNATURE "%zu\n", len);
	return 0;
}

/* Threads; the tests of sealing are run with several numbers of them. */
static unsigned make_jobs = 1;

/* What every package of the tests is made with. */
static inline struct sar_package_options
plain_options(const char *folder, const struct sar_secret *secret)
{
	return (struct sar_package_options){ .folder = folder,
		.passphrase = secret,
		.jobs = make_jobs,
		.volume = 1,
		.volumes = 1,
		.sign = sign_manifest };
}

/* A new package with ${n} entries added. */
static inline struct sar_package *
fill_with(const struct sar_package_options *options,
    const struct content *contents, size_t n)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package *package = sar_package_new(options, &err);
	struct sar_stream stream;
	size_t i;

	assert_string_equal(err.msg, "");
	assert_non_null(package);
	for (i = 0; i < n; i++) {
		assert_int_equal(sar_stream_text(contents[i].data,
				     contents[i].len, &stream, &err),
		    0);
		if (contents[i].unsized)
			stream.size = SAR_STREAM_UNSIZED;
		assert_int_equal(sar_package_add(package, contents[i].name,
				     &stream, &err),
		    0);
	}
	return package;
}

static inline struct sar_package *
fill_package(const char *folder, const struct sar_secret *secret,
    const struct content *contents, size_t n)
{
	struct sar_package_options options = plain_options(folder, secret);

	return fill_with(&options, contents, n);
}

/*
 * Seal ${contents} as ${wanted} has it, but for folder and passphrase; the
 * caller frees made.data.
 */
static inline struct made
make_with(const char *passphrase, const struct sar_package_options *wanted,
    const struct content *contents, size_t n)
{
	char *folder = make_folder();
	struct sar_secret *secret = secret_of(passphrase);
	struct sar_package_options options = *wanted;
	struct sar_package *package;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct made made = { 0 };

	options.folder = folder;
	options.passphrase = secret;
	package = fill_with(&options, contents, n);
	assert_int_equal(sar_package_seal(package, &made.receipt, &err), 0);
	assert_int_equal(sar_package_source(package, &source, &err), 0);
	assert_int_equal(source.size, made.receipt.size);
	made.len = (size_t)source.size;
	made.data = malloc(made.len);
	assert_non_null(made.data);
	assert_int_equal(sar_source_read(&source, made.data, made.len, 0, &err),
	    0);
	sar_package_free(package);
	sar_secret_free(secret);
	remove_folder(folder);
	return made;
}

static inline struct made
make_package(const char *passphrase, const struct content *contents, size_t n)
{
	struct sar_package_options options = plain_options(NULL, NULL);

	return make_with(passphrase, &options, contents, n);
}

#endif
