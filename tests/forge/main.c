/*
 * What somebody can make who has the log's key and writes what he likes:
 *
 * forge seal KEY PASSPHRASE OUT HOW FOLDER NAME...: a package of the files
 * FOLDER/NAME in this order; HOW is plain, hidden, padded, noted for a plain
 * one with a note behind the signature, or K/N:CONTENT for volume K of N whose
 * content digest is said to be CONTENT.
 *
 * forge content FOLDER NAME...: the content digest of these files.
 *
 * forge prove KEY RECORDING OUT [CHANNEL:FROM:TO]...: see prove.h.
 * forge log KEY FOLDER LINES [each]: a log of the lines in a file, whatever
 * they say, with a checkpoint at the end or after each.
 *
 * forge cosign WITNESS TIME NOTE: the note, cosigned at that time.
 *
 * forge proof VKEY LOG INDEX SIZE: the tlog-proof of a record of that log.
 */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "package/content.h"
#include "package/package.h"
#include "prove.h"
#include "tlog/minisig.h"

#include "log.h"

#define FILE_MAX ((size_t)64 << 20)

static struct sar_err err = SAR_ERR_INIT;

static _Noreturn void
die(void)
{
	(void)fprintf(stderr, "forge: %s\n", err.msg);
	exit(2);
}

static char *
load(const char *folder, const char *name, size_t *len)
{
	char *path = sar_file_join(folder, name, &err);
	char *text = NULL;

	if (path == NULL ||
	    sar_file_read(path, FILE_MAX, &text, len, &err) == -1)
		die();
	free(path);
	return text;
}

static struct sar_key_secret *
load_key(const char *path)
{
	struct sar_secret *secret = sar_secret_from_file(path, &err);
	struct sar_key_secret *key;

	if (secret == NULL ||
	    (key = sar_key_secret_parse(secret, &err)) == NULL)
		die();
	sar_secret_free(secret);
	return key;
}

struct signer {
	struct sar_key_secret *key;
	bool noted;
};

static int
sign(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *error)
{
	const struct signer *signer = ctx;
	int rc = sar_minisig_sign(signer->key, manifest, len, out, error);

	if (signer->noted)
		sar_buf_add(out, "\0somebody", 9);
	return rc;
}

static void
set_how(struct sar_package_options *options, const char *how,
    uint8_t content[SAR_SHA256_LEN])
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	options->volume = options->volumes = 1;
	options->padded = strcmp(how, "padded") == 0;
	options->hidden = options->padded || strcmp(how, "hidden") == 0;
	if (options->hidden || strcmp(how, "plain") == 0 ||
	    strcmp(how, "noted") == 0)
		return;
	if (sscanf(how, "%u/%u:%64s", &options->volume, &options->volumes,
		hex) != 3 ||
	    !sar_hex_get(hex, content, SAR_SHA256_LEN)) {
		(void)sar_err_set(&err, SAR_EINPUT, "HOW is not one of these");
		die();
	}
	options->content = content;
}

static void
add(struct sar_package *package, const char *folder, const char *name)
{
	struct sar_stream stream;
	size_t len;
	char *text = load(folder, name, &len);

	if (sar_stream_text(text, len, &stream, &err) == -1 ||
	    sar_package_add(package, name, &stream, &err) == -1)
		die();
	free(text);
}

/* argv: KEY PASSPHRASE OUT HOW FOLDER NAME... */
static void
seal(char **argv)
{
	struct signer signer = { load_key(argv[0]),
		strcmp(argv[3], "noted") == 0 };
	struct sar_secret *passphrase = sar_secret_from_file(argv[1], &err);
	uint8_t content[SAR_SHA256_LEN];
	struct sar_package_options options = {
		.folder = ".",
		.passphrase = passphrase,
		.jobs = 1,
		.sign = sign,
		.sign_ctx = &signer,
	};
	struct sar_package_receipt receipt;
	struct sar_package *package;
	char **name;

	if (passphrase == NULL)
		die();
	set_how(&options, argv[3], content);
	if ((package = sar_package_new(&options, &err)) == NULL)
		die();
	for (name = argv + 5; *name != NULL; name++)
		add(package, argv[4], *name);
	if (sar_package_seal(package, &receipt, &err) == -1 ||
	    sar_package_publish(package, argv[2], &err) == -1)
		die();
	sar_package_free(package);
	sar_secret_free(passphrase);
	sar_key_secret_free(signer.key);
}

/* argv: FOLDER NAME... */
static void
print_content(size_t n, char **argv)
{
	struct sar_content_entry *entries = calloc(n, sizeof(*entries));
	uint8_t digest[SAR_SHA256_LEN];
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	size_t i, len;
	char *text;

	if (entries == NULL)
		exit(2);
	for (i = 0; i < n; i++) {
		text = load(argv[0], argv[i + 1], &len);
		entries[i].name = argv[i + 1];
		entries[i].size = len;
		if (sar_sha256_text(text, len, entries[i].sha256, &err) == -1)
			die();
		free(text);
	}
	if (sar_content_digest(entries, n, digest, &err) == -1)
		die();
	sar_hex_put(digest, sizeof(digest), hex);
	(void)puts(hex);
	free(entries);
}

int
main(int argc, char **argv)
{
	if (sodium_init() == -1)
		return 2;
	if (argc > 7 && strcmp(argv[1], "seal") == 0)
		seal(argv + 2);
	else if (argc > 3 && strcmp(argv[1], "content") == 0)
		print_content((size_t)argc - 3, argv + 2);
	else if (argc > 4 && strcmp(argv[1], "prove") == 0)
		return prove(argv + 2);
	else if ((argc == 5 || argc == 6) && strcmp(argv[1], "log") == 0)
		forge_log(argc - 2, argv + 2);
	else if (argc == 5 && strcmp(argv[1], "cosign") == 0)
		forge_cosign(argv + 2);
	else if (argc == 6 && strcmp(argv[1], "proof") == 0)
		forge_proof(argv + 2);
	else
		return 2;
	return 0;
}
