#ifndef SAR_TLOG_KEYFILE_H
#define SAR_TLOG_KEYFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/secret.h"
#include "tlog/key.h"

/*
 * A person's key in a file, under a passphrase: "sar-key/v1", sar-key(5).
 * Argon2id makes the key, ChaCha20-Poly1305 seals the seed, the first two lines
 * are authenticated.  A file of an unattended log key has the bare skey line.
 */
#define SAR_KEYFILE_MEMORY_MIN 8       /* KiB, that Argon2id can do with */
#define SAR_KEYFILE_MEMORY_MAX 1048576 /* KiB, that reading will spend */
#define SAR_KEYFILE_PASSES_MAX 10

struct sar_keyfile_cost {
	uint32_t memory; /* KiB */
	uint32_t passes;
};

/* What a person's key is sealed with: about a second. */
#define SAR_KEYFILE_COST                      \
	{                                     \
		.memory = 262144, .passes = 3 \
	}

/** sar_keyfile_sealed: Does a file with this text want a passphrase? */
bool sar_keyfile_sealed(const struct sar_secret *text);

/** sar_keyfile_seal: The file's text, without its last LF: ${skey} under
 * ${passphrase}.  SAR_EINPUT for a cost out of bounds. */
SAR_MUST_CHECK struct sar_secret *sar_keyfile_seal(const struct sar_secret
						       *skey,
    const struct sar_secret *passphrase, const struct sar_keyfile_cost *cost,
    struct sar_err *err);

/**
 * sar_keyfile_open: The key of a file, sealed or bare; ${passphrase} is NULL
 * for a bare one.  SAR_ESECRET: malformed, wrong passphrase, or a cost above
 * the limits, which is refused before it is paid.  So is a passphrase for
 * a file that wants none: whoever gives one believes it is needed.
 */
SAR_MUST_CHECK struct sar_key_secret *sar_keyfile_open(const struct sar_secret
							   *text,
    const struct sar_secret *passphrase, struct sar_err *err);

#endif
