/*
 * large entry|many [hidden] OUT: a package as large as packages get, sealed
 * and read back by the library and nothing else.
 *
 * entry: one entry of more than 4 GiB, and one that begins behind it
 * many:  as many entries as there may be
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package/manifest.h"
#include "package/package.h"

#define PASSPHRASE "abacus-banjo-canopy-dagger-eagle-falcon"
#define LARGE (((uint64_t)1 << 32) + 12345678)

static _Noreturn void
die(const char *what)
{
	(void)fprintf(stderr, "large: %s\n", what);
	exit(1);
}

static int
sign(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	(void)ctx;
	(void)manifest;
	(void)len;
	(void)err;
	sar_buf_puts(out, "untrusted comment: of a test\n");
	return 0;
}

/* Numbers, none twice, so that no two blocks are alike. */
static ssize_t
read_numbers(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	uint64_t *left = ctx;
	uint64_t number;
	size_t i;

	(void)err;
	if (len > *left)
		len = (size_t)*left;
	for (i = 0; i < len; i += sizeof(number)) {
		number = (*left - i) * 0x9E3779B97F4A7C15U;
		memcpy((char *)buf + i, &number,
		    len - i < sizeof(number) ? len - i : sizeof(number));
	}
	*left -= len;
	return (ssize_t)len;
}

static void
add(struct sar_package *package, const char *name, uint64_t size)
{
	struct sar_stream stream = { .read = read_numbers,
		.close = free,
		.size = size };
	struct sar_err err = SAR_ERR_INIT;
	uint64_t *left = malloc(sizeof(*left));

	if (left == NULL)
		die("out of memory");
	*left = size;
	stream.ctx = left;
	if (sar_package_add(package, name, &stream, &err) == -1)
		die(err.msg);
}

static void
fill(struct sar_package *package, const char *what)
{
	char name[32];
	unsigned i;

	if (strcmp(what, "entry") == 0) {
		add(package, "call-01.wav", 1000000);
		add(package, "call-02.wav", LARGE);
		add(package, "call-03.wav", 1000001);
		return;
	}
	for (i = 1; i <= SAR_MANIFEST_ENTRIES_MAX - SAR_MANIFEST_OWN; i++) {
		(void)snprintf(name, sizeof(name), "call-%05u.wav", i);
		add(package, name, i % 40);
	}
}

int
main(int argc, char **argv)
{
	struct sar_package_options options = { .folder = ".",
		.jobs = 2,
		.volume = 1,
		.volumes = 1,
		.sign = sign,
		.hidden = argc == 4 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_receipt receipt;
	struct sar_package *package;
	struct sar_secret *secret;

	if (argc != 3 && (argc != 4 || strcmp(argv[2], "hidden") != 0))
		die("usage: large entry|many [hidden] OUT");
	secret = sar_secret_new(PASSPHRASE, strlen(PASSPHRASE), &err);
	options.passphrase = secret;
	if (secret == NULL ||
	    (package = sar_package_new(&options, &err)) == NULL)
		die(err.msg);
	fill(package, argv[1]);
	if (sar_package_seal(package, &receipt, &err) == -1 ||
	    sar_package_publish(package, argv[argc - 1], &err) == -1)
		die(err.msg);
	(void)printf("%zu entries, %llu bytes\n", receipt.entries,
	    (unsigned long long)receipt.size);
	sar_package_free(package);
	sar_secret_free(secret);
	return 0;
}
