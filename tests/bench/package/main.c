/*
 * package ours JOBS FOLDER FILE...: seal the files as a package in FOLDER,
 * which then has no name and vanishes, through the library and nothing else.
 * Prints wall and processor seconds until all was written and synced; the same
 * for the rest, which is reading it all back and the digest of the zip; and
 * the same for what sar-verify does, which is only the first of these.
 *
 * package libzip OUT FILE...: the same files by plain libzip, which encrypts;
 * prints the same of that.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <zip.h>

#include "package/package.h"
#include "package/reader.h"

#define PASSPHRASE "abacus-banjo-canopy-dagger-eagle-falcon"

struct moment {
	double wall;
	double cpu;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct moment written;

static _Noreturn void
die(const char *what)
{
	(void)fprintf(stderr, "package: %s\n", what);
	exit(1);
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct moment
now(void)
{
	struct rusage usage;
	struct timespec t;

	if (getrusage(RUSAGE_SELF, &usage) == -1 ||
	    clock_gettime(CLOCK_MONOTONIC, &t) == -1)
		die("no clock");
	return (struct moment){ (double)t.tv_sec + (double)t.tv_nsec / 1e9,
		seconds(usage.ru_utime) + seconds(usage.ru_stime) };
}

/* The first entry that is read back: by then all has been written. */
static int
check(void *ctx, size_t i, const struct sar_source *plain, struct sar_err *err)
{
	(void)ctx;
	(void)i;
	(void)plain;
	(void)err;
	(void)pthread_mutex_lock(&mutex);
	if (written.wall == 0)
		written = now();
	(void)pthread_mutex_unlock(&mutex);
	return 0;
}

/* Costs nothing: what is measured is the rest. */
static int
sign(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	(void)ctx;
	(void)manifest;
	(void)len;
	(void)err;
	sar_buf_puts(out, "unsigned\n");
	return 0;
}

/* A file in memory before the clock starts, as what an encoder gives is. */
struct loaded {
	const char *name;
	uint8_t *data;
	size_t size;
	size_t at;
};

static struct loaded *
load(const char *path)
{
	struct loaded *file = calloc(1, sizeof(*file));
	const char *slash = strrchr(path, '/');
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	off_t size = fd == -1 ? -1 : lseek(fd, 0, SEEK_END);

	if (file == NULL || size <= 0)
		die("cannot open");
	file->name = slash == NULL ? path : slash + 1;
	file->size = (size_t)size;
	file->data = mmap(NULL, file->size, PROT_READ,
	    MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (file->data == MAP_FAILED || close(fd) == -1)
		die("cannot map");
	return file;
}

static ssize_t
read_file(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct loaded *file = ctx;

	(void)err;
	if (len > file->size - file->at)
		len = file->size - file->at;
	memcpy(buf, file->data + file->at, len);
	file->at += len;
	return (ssize_t)len;
}

static void
close_file(void *ctx)
{
	/* Unmapped at the end of the program: not what is measured. */
	free(ctx);
}

static void
add(struct sar_package *package, const char *path)
{
	struct sar_stream stream = { .read = read_file, .close = close_file };
	struct sar_err err = SAR_ERR_INIT;
	struct loaded *file = load(path);

	stream.ctx = file;
	stream.size = file->size;
	if (sar_package_add(package, file->name, &stream, &err) == -1)
		die(err.msg);
}

static void
print(struct moment from, struct moment to)
{
	(void)printf("%.4f %.4f\n", to.wall - from.wall, to.cpu - from.cpu);
}

/* From the file and the passphrase, as somebody else would. */
static void
verify(struct sar_package *package, const struct sar_secret *secret,
    unsigned jobs)
{
	struct sar_package_check_options options = { .passphrase = secret,
		.jobs = jobs };
	struct sar_package_findings findings;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	struct sar_source source;
	struct moment begin = now();

	if (sar_package_source(package, &source, &err) == -1 ||
	    (reader = sar_package_open(&source, &err)) == NULL ||
	    sar_package_check(reader, &options, &findings, &err) == -1)
		die(err.msg);
	print(begin, now());
	sar_package_findings_free(&findings);
	sar_package_close(reader);
}

static void
ours(unsigned jobs, const char *folder, char **files)
{
	struct sar_package_options options = { .folder = folder,
		.jobs = jobs,
		.volume = 1,
		.volumes = 1,
		.sign = sign,
		.check = check };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;
	struct sar_package *package;
	struct sar_package_receipt receipt;
	struct moment begin, end;

	secret = sar_secret_new(PASSPHRASE, strlen(PASSPHRASE), &err);
	options.passphrase = secret;
	if (secret == NULL ||
	    (package = sar_package_new(&options, &err)) == NULL)
		die(err.msg);
	for (; *files != NULL; files++)
		add(package, *files);
	begin = now();
	if (sar_package_seal(package, &receipt, &err) == -1)
		die(err.msg);
	end = now();
	print(begin, written);
	print(written, end);
	verify(package, secret, jobs);
	sar_package_free(package);
	sar_secret_free(secret);
}

static void
add_plain(zip_t *zip, const char *path)
{
	struct loaded *file = load(path);
	zip_source_t *source;
	zip_int64_t i;

	source = zip_source_buffer(zip, file->data, file->size, 0);
	if (source == NULL ||
	    (i = zip_file_add(zip, file->name, source, 0)) == -1 ||
	    zip_set_file_compression(zip, (zip_uint64_t)i, ZIP_CM_STORE, 0) ==
		-1 ||
	    zip_file_set_encryption(zip, (zip_uint64_t)i, ZIP_EM_AES_256,
		PASSPHRASE) == -1)
		die(zip_strerror(zip));
	free(file);
}

static void
libzip(const char *out, char **files)
{
	zip_t *zip = zip_open(out, ZIP_CREATE | ZIP_EXCL, NULL);
	struct moment begin;

	if (zip == NULL)
		die("cannot open");
	for (; *files != NULL; files++)
		add_plain(zip, *files);
	begin = now();
	if (zip_close(zip) == -1)
		die(zip_strerror(zip));
	print(begin, now());
}

int
main(int argc, char **argv)
{
	if (argc >= 5 && strcmp(argv[1], "ours") == 0)
		ours((unsigned)strtoul(argv[2], NULL, 10), argv[3], argv + 4);
	else if (argc >= 4 && strcmp(argv[1], "libzip") == 0)
		libzip(argv[2], argv + 3);
	else
		die("usage: package ours|libzip ...");
	return 0;
}
