/* Private to export: what the log says of holds, and of what was deleted. */
#ifndef SAR_EXPORT_KEPT_LOG_H
#define SAR_EXPORT_KEPT_LOG_H

#include "export/hold.h"
#include "export/home.h"

/* A hold by its case and name: what its last record says, and whether it was
 * lifted since. */
struct sar_kept_hold {
	char ref[41]; /* or "" */
	char name[SAR_HOLD_WORD], owner[SAR_HOLD_WORD], reason[SAR_HOLD_WORD];
	struct sar_date review;
	uint64_t record;
	uint64_t n;
	uint8_t root[SAR_SHA256_LEN];
	bool lifted;
	uint64_t lift; /* record */
};

/* A record that names recordings by the root over their registrations. */
struct sar_kept_batch {
	uint64_t record;
	uint64_t n;
	uint8_t root[SAR_SHA256_LEN];
};

/* The digest of the evidence of what was deleted. */
struct sar_kept_evidence {
	uint8_t sum[SAR_SHA256_LEN];
	bool seen; /* by who looks for it; false at first */
};

struct sar_kept_log {
	struct sar_kept_hold *holds; /* by their first record */
	size_t n_holds;
	size_t room;
	struct sar_kept_batch retain; /* the last one; n 0: none */
	/* The delete record asked for by its root, set before; record is to be
	   found. */
	const struct sar_kept_batch *wanted; /* or NULL */
	bool found;
	uint64_t deleted;                  /* its record */
	struct sar_kept_evidence *deletes; /* of each delete record */
	size_t n_deletes;
	size_t room_deletes;
};

/** sar_kept_log_read: Verify the log and fill ${kept}, which is zero but for
 * wanted.  To be freed in any case. */
SAR_MUST_CHECK int sar_kept_log_read(const struct sar_home *home,
    struct sar_kept_log *kept, struct sar_err *err);
void sar_kept_log_free(struct sar_kept_log *kept);

/** sar_kept_log_hold: That of ${ref} and ${name}, or NULL. */
const struct sar_kept_hold *sar_kept_log_hold(const struct sar_kept_log *kept,
    const char *ref, const char *name);

#endif
