#ifndef SAR_TLOG_MINISIG_H
#define SAR_TLOG_MINISIG_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "tlog/key.h"

/*
 * A detached signature in the format of minisign (jedisct1.github.io/minisign,
 * "Signature format"), which anybody can check with a tool that is not ours.
 * It is the prehashed form, "ED": Ed25519 of the text's BLAKE2b-512; a second
 * signature covers the first and the trusted comment.  The comments are always
 * the same: no time, no name.  So a text and a key have one signature, and it
 * has one way of being written.
 */

/* Bytes of a signature, with its four LFs; of a public key, with its NUL. */
#define SAR_MINISIG_LEN 288
#define SAR_MINISIG_PUBLIC 57

/**
 * sar_minisig_sign: Add the signature by ${key} of the ${len} bytes at
 * ${text} to ${out}: SAR_MINISIG_LEN bytes.
 */
SAR_MUST_CHECK int sar_minisig_sign(const struct sar_key_secret *key,
    const void *text, size_t len, struct sar_buf *out, struct sar_err *err);

/**
 * sar_minisig_verify: Is ${signature}, which ends with a NUL, by ${key} and of
 * the ${len} bytes at ${text}?  SAR_ECORRUPT when it is not of the one form
 * that sar_minisig_sign() writes, SAR_ETAMPER when it is but another key's, or
 * of another text.  Whoever has it from a file sees to it that the file is of
 * SAR_MINISIG_LEN bytes: this stops at the first NUL.
 */
SAR_MUST_CHECK int sar_minisig_verify(const struct sar_key_public *key,
    const void *text, size_t len, const char *signature, struct sar_err *err);

/**
 * sar_minisig_public: The public key as minisign -P takes it, Base64, no LF.
 * Its id is the first 8 bytes of the hash whose first 4 are the vkey's id.
 */
SAR_MUST_CHECK int sar_minisig_public(const struct sar_key_public *key,
    char out[SAR_MINISIG_PUBLIC], struct sar_err *err);

#endif
