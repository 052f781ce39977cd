#ifndef SAR_PACKAGE_PACKAGE_H
#define SAR_PACKAGE_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "base/source.h"
#include "base/stream.h"

/*
 * A package, or one volume of a package that was split: a zip of WinZip AE-2
 * AES-256 entries, stored, CRC fields zero, constant times, neutral names.
 * The last entry but one is the manifest, which names every other one with
 * size and SHA-256, so that a swapped or missing entry is found, and the last
 * is its signature.  Format: sar-package(5).
 */
struct sar_package; /* opaque: one being written */

struct sar_package_options {
	const char *folder; /* where the unnamed file is made (staging) */
	const struct sar_secret *passphrase;
	unsigned jobs;    /* threads that read and encrypt; 1 or more */
	bool hidden;      /* names, number, sizes: one inner zip, encrypted */
	bool padded;      /* and that as large as others; only when hidden */
	unsigned volume;  /* of them, from 1 */
	unsigned volumes; /* 1: not split */
	const uint8_t *content; /* of all volumes; NULL when not split */
	/* The signature of the manifest's ${len} bytes, as text, to ${out}. */
	int (*sign)(void *ctx, const char *manifest, size_t len,
	    struct sar_buf *out, struct sar_err *err);
	void *sign_ctx;
	/*
	 * Told of entry ${i}, in the order they were added, when it is read
	 * back: its plaintext, decrypted from the file, which it may read in
	 * any order; or NULL.  Several threads call it, one for each entry.
	 */
	int (*check)(void *ctx, size_t i, const struct sar_source *plain,
	    struct sar_err *err);
	void *check_ctx;
	const volatile int *stop; /* a signal's number once one came */
	void (*progress)(void *ctx, uint64_t bytes); /* plaintext so far */
	void *progress_ctx;
};

/** sar_package_new: Borrows ${options}' pointees till freed. */
SAR_MUST_CHECK struct sar_package *sar_package_new(
    const struct sar_package_options *options, struct sar_err *err);

/**
 * sar_package_add: Take over ${stream} as entry ${name}, read when sealed.
 * On failure the stream is closed all the same.
 */
SAR_MUST_CHECK int sar_package_add(struct sar_package *package,
    const char *name, struct sar_stream *stream, struct sar_err *err);

/* What was written. */
struct sar_package_receipt {
	uint8_t sha256[SAR_SHA256_LEN]; /* of the whole zip */
	uint64_t size;
	uint8_t manifest[SAR_SHA256_LEN]; /* of the manifest's plaintext */
	uint8_t content[SAR_SHA256_LEN];  /* the same at every build */
	size_t entries;                   /* with the manifest */
};

/**
 * sar_package_seal: Read and encrypt every stream into an unnamed 0600 file,
 * add the manifest, sync, open the result again from the file with the
 * passphrase and check every entry against the manifest.  The first failure
 * of a stream is the one reported.  Nothing has a name yet.
 */
SAR_MUST_CHECK int sar_package_seal(struct sar_package *package,
    struct sar_package_receipt *receipt, struct sar_err *err);

/**
 * sar_package_written: Digest and size of what went into entry ${i}, in the
 * order they were added, of a sealed package: read back and the same.
 */
void sar_package_written(const struct sar_package *package, size_t i,
    uint8_t sha256[SAR_SHA256_LEN], uint64_t *size);

/** sar_package_source: The sealed file, for reading; ${package} owns it. */
SAR_MUST_CHECK int sar_package_source(struct sar_package *package,
    struct sar_source *source, struct sar_err *err);

/**
 * sar_package_publish: Link the sealed file under ${path}, on the same file
 * system; SAR_EREFUSED when something has that name.  Syncs the folder.
 */
SAR_MUST_CHECK int sar_package_publish(struct sar_package *package,
    const char *path, struct sar_err *err);

/** sar_package_free: Release; an unpublished file vanishes. */
void sar_package_free(struct sar_package *package);

#endif
