#ifndef SAR_TLOG_NOTE_H
#define SAR_TLOG_NOTE_H

/* Checkpoints, which are C2SP signed notes. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "tlog/key.h"

#define SAR_NOTE_SIGS_MAX 16

/* A checkpoint: what it says and where its signature is. */
struct sar_note {
	uint64_t size;
	uint8_t root[SAR_SHA256_LEN];
	uint8_t sig[SAR_KEY_SIG_LEN]; /* by the key asked for */
	size_t text_len;              /* of what is signed, with its last LF */
	size_t len; /* of all: text, empty line, signature lines */
};

/**
 * sar_note_read: Read the checkpoint, of any log, that begins the ${len} bytes
 * at ${text}: its origin, size, root, nothing else, and 1 to SAR_NOTE_SIGS_MAX
 * signature lines.  note->sig is not set.  Only a last line may want its LF.
 * False if there is none such.
 */
bool sar_note_read(const char *text, size_t len,
    char origin[SAR_KEY_NAME_MAX + 1], struct sar_note *note);

/**
 * sar_note_parse: Read the checkpoint that begins the ${len} bytes at
 * ${text}: origin, size, root, nothing else, and signature lines, just one of
 * them by ${key}, whose signature is not looked at yet.  Lines of other keys
 * are passed over, if they are in a signature line's form.  Only a last line
 * may want its LF.  False if there is none such.
 */
bool sar_note_parse(const char *text, size_t len,
    const struct sar_key_public *key, struct sar_note *note);

/** sar_note_claims: Has the checkpoint that begins the ${len} bytes at ${text}
 * signature lines of ${key}'s, one or more, right or wrong? */
bool sar_note_claims(const char *text, size_t len,
    const struct sar_key_public *key);

/** sar_note_named: Has ${note} at ${text} a signature line that a key of the
 * log ${origin} can have made: in its name, and as long as they are? */
bool sar_note_named(const char *text, const struct sar_note *note,
    const char *origin);

/** sar_note_verify: Is the note at ${text} signed by ${key}? */
bool sar_note_verify(const char *text, const struct sar_note *note,
    const struct sar_key_public *key);

/**
 * sar_note_torn: How many of the ${len} bytes at ${text} are the beginning of
 * a checkpoint by ${key}, as a write cut short leaves it.
 */
size_t sar_note_torn(const char *text, size_t len,
    const struct sar_key_public *key);

/** sar_note_add: Add the signed checkpoint of ${size} and ${root}; SAR_ESECRET
 * for a witness's key. */
SAR_MUST_CHECK int sar_note_add(struct sar_buf *buf,
    const struct sar_key_secret *key, uint64_t size,
    const uint8_t root[SAR_SHA256_LEN], struct sar_err *err);

#endif
