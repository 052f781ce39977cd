#ifndef SAR_DISCLOSURE_SEED_H
#define SAR_DISCLOSURE_SEED_H

/*
 * Private to disclosure: the file the log is signed with, and the one it is
 * to be signed with next ("FILE.new") while a change of key is under way.  The
 * log's lock is held.
 */

#include "base/err.h"
#include "tlog/key.h"

struct sar_seed {
	struct sar_key_secret *now;  /* NULL: overwritten already */
	struct sar_key_secret *next; /* NULL: no change is under way */
};

/**
 * sar_seed_read: Read ${path} and what is next to it into ${seed}, to be
 * cleared in any case.  SAR_ESECRET where neither is a key.
 */
SAR_MUST_CHECK int sar_seed_read(const char *path, struct sar_seed *seed,
    struct sar_err *err);
void sar_seed_clear(struct sar_seed *seed);

/** sar_seed_begin: Make the next key, of the same name, and keep it. */
SAR_MUST_CHECK int sar_seed_begin(const char *path, struct sar_seed *seed,
    struct sar_err *err);

/** sar_seed_install: Overwrite the present key and put the next in its place.
 * Afterwards now is what next was. */
SAR_MUST_CHECK int sar_seed_install(const char *path, struct sar_seed *seed,
    struct sar_err *err);

/** sar_seed_drop: Overwrite and remove a next key nothing was signed with. */
SAR_MUST_CHECK int sar_seed_drop(const char *path, struct sar_seed *seed,
    struct sar_err *err);

#endif
