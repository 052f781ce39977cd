#ifndef SAR_DISCLOSURE_COSIGNATURES_H
#define SAR_DISCLOSURE_COSIGNATURES_H

/* Private to disclosure: the file "cosignatures", and the records of it. */

#include "disclosure/chain.h"
#include "disclosure/log_state.h"

#define SAR_COSIGNATURES_FILE "cosignatures"
#define SAR_COSIGNATURES_MAX ((size_t)16 << 20)

struct sar_cosignatures_note {
	uint64_t size;
	size_t offset;
	size_t len;
	size_t line;
	const char *root; /* Base64 */
	bool seen;        /* a checkpoint of the log has size and root */
};

/* A cosigned record. */
struct sar_cosignatures_claim {
	uint64_t seq;
	uint64_t size;
	int64_t time;
	size_t key; /* of the witness: which of those there are */
	bool found;
};

/* More than these no log has; it bounds what a hostile one makes us do. */
#define SAR_COSIGNATURES_CLAIMS 65536
#define SAR_COSIGNATURES_KEYS 1024

struct sar_cosignatures {
	const char *origin;
	char *text;
	size_t len;
	struct sar_cosignatures_note *notes;
	size_t n;
	size_t room;
	struct sar_cosignatures_claim *claims;
	size_t n_claims;
	size_t room_claims;
	struct sar_key_public *keys; /* each once; room for as many as may be */
	size_t n_keys;
};

void sar_cosignatures_clear(struct sar_cosignatures *c);

/** sar_cosignatures_load: Read the file, if there is one, for its notes. */
SAR_MUST_CHECK int sar_cosignatures_load(struct sar_cosignatures *c, int dir,
    struct sar_err *err);

/** sar_cosignatures_has: Is there a note of this size? */
bool sar_cosignatures_has(const struct sar_cosignatures *c, uint64_t size);

/** sar_cosignatures_pass: A checkpoint of the log, which matches the tree. */
void sar_cosignatures_pass(struct sar_cosignatures *c, uint64_t size,
    const char *root);

/** sar_cosignatures_take: A cosigned record; *${why} as elsewhere. */
SAR_MUST_CHECK int sar_cosignatures_take(struct sar_cosignatures *c,
    const struct sar_record *record, const char **why, struct sar_err *err);

/**
 * sar_cosignatures_end: With all read, is each note a checkpoint of the log,
 * signed by it, and does each cosignature of a key there is a record of
 * verify?  Records whose cosignature is not there are unattested.
 */
SAR_MUST_CHECK int sar_cosignatures_end(struct sar_cosignatures *c,
    const struct sar_chain *chain, const struct sar_log_reading *reading,
    struct sar_log *log, struct sar_err *err);

#endif
