/* Private to ingest: vCon, a conversation in JSON (draft-ietf-vcon-vcon-core
   and the drafts before it). */
#ifndef SAR_INGEST_VCON_H
#define SAR_INGEST_VCON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/format.h"

#define SAR_VCON_DIALOGS 4096
#define SAR_VCON_TRANSFERS 256
#define SAR_VCON_INDICES 64 /* of one list of indices */

/* A vCon, read and checked: everything is of the document's life. */
struct sar_vcon {
	json_t *root;
	const char *id; /* its uuid, or the beginning of its digest */
	const json_t *parties;
	const json_t *dialogs;
	bool recordings;                      /* has a dialog of that type */
	size_t transfers[SAR_VCON_TRANSFERS]; /* the dialogs of that type */
	size_t n_transfers;
	char digest[33]; /* for id */
	/* What the record says of the sound of the row being filled. */
	uint8_t sha512[64];
	uint8_t sha256[SAR_SHA256_LEN];
	bool sha512_said, sha256_said;
};

/* Parties of the row being filled, by their place in the vCon. */
struct sar_vcon_places {
	size_t n;
	struct {
		size_t index; /* in the vCon's parties */
		int party;    /* in the row's */
	} at[SAR_INDEX_PARTIES];
};

/* A list of indices into parties or dialogs. */
struct sar_vcon_indices {
	size_t n;
	size_t at[SAR_VCON_INDICES];
};

/**
 * sar_vcon_row: Fill in->row from dialog ${nr}; false when it cannot be read,
 * with the row's column and reason set.
 */
bool sar_vcon_row(struct sar_vcon *vcon, struct sar_reading *in, size_t nr);

/**
 * sar_vcon_parties: The parties of ${dialog}, the originator as the caller.
 * False, row rejected, for one that is not there or cannot be read.
 */
bool sar_vcon_parties(const struct sar_vcon *vcon, struct sar_reading *in,
    const json_t *dialog, struct sar_vcon_places *places);

/**
 * sar_vcon_party: Party ${index} of the vCon in the row, added as ${role} when
 * it is not there; SAR_INDEX_NO_PARTY with the row rejected.
 */
int sar_vcon_party(const struct sar_vcon *vcon, struct sar_reading *in,
    size_t index, enum sar_role role, struct sar_vcon_places *places);

/**
 * sar_vcon_sound: The file of recording ${nr}, whose start, ${start_ms}, is
 * that of its first sample: channels, and who was on the line when.
 */
bool sar_vcon_sound(struct sar_vcon *vcon, struct sar_reading *in, size_t nr,
    const struct sar_vcon_places *places);

/** sar_vcon_expect: A recording there must be, and that is not held here. */
bool sar_vcon_expect(const struct sar_vcon *vcon, struct sar_reading *in,
    size_t nr);

/** sar_vcon_hash: What ${dialog} says the digests of its file are. */
bool sar_vcon_hash(struct sar_vcon *vcon, struct sar_reading *in,
    const json_t *dialog);

/**
 * sar_vcon_held: Is the file at ${path} below the recordings' folder the one
 * that the digests of sar_vcon_hash() are of?  False if there are none.
 */
bool sar_vcon_held(const struct sar_vcon *vcon, struct sar_reading *in,
    const char *path);

/**
 * sar_vcon_history: The events of ${dialog}; for a row with a file,
 * ${start_ms} is the time of its first sample and ${length_ms} how long it is
 * or SAR_INDEX_NO_TIME.
 */
bool sar_vcon_history(const struct sar_vcon *vcon, struct sar_reading *in,
    const json_t *dialog, int64_t start_ms, int64_t length_ms,
    struct sar_vcon_places *places);

/** sar_vcon_links: What the vCon says dialog ${nr} belongs together with. */
bool sar_vcon_links(const struct sar_vcon *vcon, struct sar_row *row,
    size_t nr);

/** sar_vcon_transfer: Can the transfer ${dialog} be read? */
bool sar_vcon_transfer(const struct sar_vcon *vcon, struct sar_row *row,
    const json_t *dialog);

/** sar_vcon_indices: An index or a list of them, each below ${below}. */
bool sar_vcon_indices(const json_t *value, size_t below,
    struct sar_vcon_indices *out);

/** sar_vcon_base64: Decode, of either alphabet; NULL if it is not that. */
unsigned char *sar_vcon_base64(const char *text, size_t len, size_t *out_len);

#endif
