#ifndef SAR_PACKAGE_READER_STATE_H
#define SAR_PACKAGE_READER_STATE_H

#include "package/ae2.h"
#include "package/layout.h"
#include "package/reader.h"

/* Private to the reader's files: an open package. */
struct sar_reader_entry {
	struct sar_package_reader *reader;
	const struct sar_layout_entry *place;
	uint64_t head;       /* where its salt is, in the source */
	uint64_t from;       /* and where in what that encrypts it begins */
	struct sar_ae2 *ae2; /* NULL while locked */
};

struct sar_package_reader {
	const struct sar_source *source;
	struct sar_layout layout; /* once revealed, of what is inside */
	struct sar_ae2_kit *kit;
	struct sar_reader_entry *entries; /* layout.n */
	/* Of a hidden package that has been revealed, its one entry. */
	struct sar_layout outer; /* else empty */
	char *name;              /* what messages call it */
	uint8_t *salts; /* of the source's own entries, n_salts, sorted */
	size_t n_salts;
};

/** sar_reader_entries: Locked ones, for layout.n; NULL with ${err} set. */
SAR_MUST_CHECK struct sar_reader_entry *sar_reader_entries(
    struct sar_package_reader *reader, struct sar_err *err);

/** sar_reader_unlock: sar_package_unlock() for ${entry}, maybe a copy. */
SAR_MUST_CHECK int sar_reader_unlock(struct sar_reader_entry *entry,
    const struct sar_secret *passphrase, struct sar_err *err);

/** sar_reader_tag: Does the tag at ${place} fit what was added? */
SAR_MUST_CHECK int sar_reader_tag(const struct sar_package_reader *reader,
    const struct sar_layout_entry *place, struct sar_ae2 *ae2,
    struct sar_err *err);

/** sar_reader_auth: Does it fit all of the ciphertext there? */
SAR_MUST_CHECK int sar_reader_auth(const struct sar_package_reader *reader,
    const struct sar_layout_entry *place, struct sar_ae2 *ae2,
    const volatile int *stop, struct sar_err *err);

/**
 * sar_reader_reveal: sar_package_reveal(), before all of it is authenticated.
 * When what is inside does not fit, and neither does the tag of package.zip,
 * ${err} is about the tag.
 */
SAR_MUST_CHECK int sar_reader_reveal(struct sar_package_reader *reader,
    const struct sar_package_check_options *options, struct sar_err *err);

#endif
