#ifndef SAR_EXPORT_RECEIPTS_H
#define SAR_EXPORT_RECEIPTS_H

/* Private to export: the requests that the log has. */

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "export/home.h"
#include "request/request.h"

/* A "receive" record. */
struct sar_receipt {
	char ref[SAR_REQUEST_REF_MAX + 1];
	char corrects[SAR_REQUEST_REF_MAX + 1]; /* or "" */
	uint64_t record;
	uint8_t request[SAR_SHA256_LEN]; /* commitment to request.conf */
	struct sar_date received;
	struct sar_request_range ranges[SAR_REQUEST_RANGES];
	size_t n_ranges;
	uint8_t tags[SAR_REQUEST_NUMBERS][SAR_SHA256_LEN];
	size_t n_tags;
};

struct sar_receipts {
	struct sar_receipt *all; /* in the log's order */
	size_t n, room;
	const char *prefix;  /* of references, "SAR-2026-", or NULL; borrowed */
	uint64_t highest;    /* number after that in any record; 0: none */
	struct sar_map refs; /* of cases, in any record but holds, complaints */
	/* Tags of those that records were erased of. */
	uint8_t (*erased)[SAR_SHA256_LEN];
	size_t n_erased, erased_room;
};

/**
 * sar_receipts_read: All that the home's log has, which is verified; ${out} is
 * zero but for its prefix.  Whoever calls frees it in any case.
 */
SAR_MUST_CHECK int sar_receipts_read(const struct sar_home *home,
    struct sar_receipts *out, struct sar_err *err);
void sar_receipts_free(struct sar_receipts *receipts);

/** sar_receipts_find: That of a case, or NULL. */
const struct sar_receipt *sar_receipts_find(const struct sar_receipts *receipts,
    const char *ref);

/**
 * sar_receipts_known: Was there a case ${ref} before, by its receipt, any other
 * record that only a case has, or one that says that a record of it was erased?
 * *${blind} says that this last cannot be told: the key of the tags is gone.
 */
SAR_MUST_CHECK int sar_receipts_known(const struct sar_home *home,
    const struct sar_receipts *receipts, const char *ref, bool *known,
    bool *blind, struct sar_err *err);

/** sar_receipts_number: Take note of a reference of ${len} characters that
 * somebody has: its number counts if it begins with the prefix. */
void sar_receipts_number(struct sar_receipts *receipts, const char *ref,
    size_t len);

#endif
