#ifndef SAR_TLOG_COSIGN_H
#define SAR_TLOG_COSIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "tlog/key.h"
#include "tlog/note.h"
#include "tlog/range.h"

/*
 * C2SP tlog-cosignature, Ed25519 (cosignature/v1, key type 0x04), and the
 * bodies of tlog-witness, which we pass on as files: the same bytes go over
 * HTTP to any witness.  A witness's keys are those of tlog/key.h of the kind
 * SAR_KEY_WITNESS.
 */

/* One cosignature: who, when, and that it verifies is for others to ask. */
struct sar_cosignature {
	char name[SAR_KEY_NAME_MAX + 1];
	uint8_t id[4];
	int64_t time; /* UTC seconds: the witness's word */
	uint8_t sig[SAR_KEY_SIG_LEN];
};

/** sar_cosign_add: Add the line by which ${witness} cosigns the note at
 * ${text}, whose first ${text_len} bytes are what is signed; SAR_ESECRET for a
 * log's key. */
SAR_MUST_CHECK int sar_cosign_add(struct sar_buf *buf,
    const struct sar_key_secret *witness, const char *text, size_t text_len,
    int64_t now, struct sar_err *err);

/** sar_cosign_parse: Read a line (its LF may be wanting) as a cosignature of
 * ${key}'s name and id; false if it is another's or not one. */
SAR_MUST_CHECK bool sar_cosign_parse(const char *line, size_t len,
    const struct sar_key_public *key, struct sar_cosignature *out);

/** sar_cosign_verify: Is it ${key}'s, of the ${text_len} bytes at ${text}? */
SAR_MUST_CHECK bool sar_cosign_verify(const struct sar_cosignature *cosignature,
    const struct sar_key_public *key, const char *text, size_t text_len);

/**
 * sar_cosign_find: The cosignature by ${key} among the signature lines of
 * ${note} at ${text}.  0: *${found} says whether there is one, which verifies;
 * of several, the latest.  -1 SAR_ETAMPER: there is one that does not.
 */
SAR_MUST_CHECK int sar_cosign_find(const char *text,
    const struct sar_note *note, const struct sar_key_public *key,
    struct sar_cosignature *out, bool *found, struct sar_err *err);

/* A request to cosign: "old N", the consistency proof, an empty line, the
 * checkpoint. */
struct sar_cosign_request {
	uint64_t old;
	struct sar_range_proof proof;
	const char *text; /* of the checkpoint, within what was parsed */
	struct sar_note note;
};

/** sar_cosign_request_parse: Read an add-checkpoint body whose checkpoint is
 * ${key}'s (its signature is not verified yet, nor is the proof).  SAR_EINPUT
 * naming the line; so is an old size past the checkpoint's. */
SAR_MUST_CHECK int sar_cosign_request_parse(const char *name, const char *text,
    size_t len, const struct sar_key_public *key,
    struct sar_cosign_request *out, struct sar_err *err);

/** sar_cosign_request_add: Write one; ${checkpoint} is a whole note. */
SAR_MUST_CHECK int sar_cosign_request_add(struct sar_buf *buf, uint64_t old,
    const struct sar_range_proof *proof, const char *checkpoint,
    struct sar_err *err);

#endif
