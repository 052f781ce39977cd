#ifndef SAR_TLOG_KEY_H
#define SAR_TLOG_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"

/* Ed25519 keys as C2SP signed-note writes them (skey and vkey lines). */
#define SAR_KEY_NAME_MAX 128
#define SAR_VKEY_MAX 256
#define SAR_KEY_SIG_LEN 64

/* The hint where a signature is by no key of a log that was given. */
#define SAR_KEY_CHANGED                                                       \
	"after a change of the log's key its newer (or older) one is needed " \
	"too: get log.vkey again, which lists all"

/* The type byte of a key: what it signs. */
enum sar_key_kind {
	SAR_KEY_LOG = 0x01,    /* checkpoints, as the log */
	SAR_KEY_WITNESS = 0x04 /* tlog-cosignature: other logs' checkpoints */
};

struct sar_key_public {
	enum sar_key_kind kind;
	char name[SAR_KEY_NAME_MAX + 1]; /* of a log: = its origin */
	uint8_t id[4];
	uint8_t public[32];
};

struct sar_key_secret; /* opaque; the seed in guarded memory */

/** sar_key_name_ok: ASCII, no space, no '+', 1 to SAR_KEY_NAME_MAX. */
bool sar_key_name_ok(const char *name);

/** sar_key_generate: A new skey line (no LF) of the log ${name}. */
SAR_MUST_CHECK struct sar_secret *sar_key_generate(const char *name,
    struct sar_err *err);

/** sar_key_generate_witness: The same, of the witness ${name}. */
SAR_MUST_CHECK struct sar_secret *sar_key_generate_witness(const char *name,
    struct sar_err *err);

/**
 * sar_key_secret_parse: Read an skey, of either kind: whoever needs a certain
 * one asks sar_key_secret_public().  NULL with SAR_ESECRET if malformed.
 */
SAR_MUST_CHECK struct sar_key_secret *sar_key_secret_parse(
    const struct sar_secret *skey, struct sar_err *err);

/** sar_key_secret_read: That of the file ${path}, as sar_secret_from_file(). */
SAR_MUST_CHECK struct sar_key_secret *sar_key_secret_read(const char *path,
    struct sar_err *err);
void sar_key_secret_free(struct sar_key_secret *key);
const struct sar_key_public *sar_key_secret_public(const struct sar_key_secret
	*key);

/** sar_key_public_parse: Read a log's vkey line, with or without its LF;
 * SAR_EINPUT if malformed, or a witness's. */
SAR_MUST_CHECK int sar_key_public_parse(const char *name, const char *text,
    size_t len, struct sar_key_public *key, struct sar_err *err);

/** sar_key_witness_parse: Read a witness's vkey line; SAR_EINPUT if malformed,
 * or a log's. */
SAR_MUST_CHECK int sar_key_witness_parse(const char *name, const char *text,
    size_t len, struct sar_key_public *key, struct sar_err *err);

/** sar_key_public_format: The vkey line, no LF. */
void sar_key_public_format(const struct sar_key_public *key,
    char out[SAR_VKEY_MAX]);

#endif
