/* Private to export: the folder of a review, made aside and put in place. */
#ifndef SAR_EXPORT_REVIEW_FOLDER_H
#define SAR_EXPORT_REVIEW_FOLDER_H

#include <stdint.h>

#include "export/review.h"

/* Which recordings there are copies of, by digest, a line each. */
#define SAR_REVIEW_LIST "recordings"
/* A new one is made in the first, an old one ends in the second. */
#define SAR_REVIEW_ASIDE ".sar-review"
#define SAR_REVIEW_OLD ".sar-review-old"
#define SAR_REVIEW_NAME 32 /* of a file in it, with the NUL */

struct sar_review_folder {
	const struct sar_case *c;
	int parent; /* the case's folder; -1 */
	int fd;     /* -1: there is none yet */
};

/** sar_review_begin: A new, empty folder aside; to be ended in any case. */
SAR_MUST_CHECK int sar_review_begin(const struct sar_case *c,
    struct sar_review_folder *folder, struct sar_err *err);

/** sar_review_room: Is there room for so many bytes?  SAR_ESPACE if not. */
SAR_MUST_CHECK int sar_review_room(const struct sar_review_folder *folder,
    uint64_t bytes, struct sar_err *err);

/** sar_review_put: A file of ${len} bytes in it. */
SAR_MUST_CHECK int sar_review_put(const struct sar_review_folder *folder,
    const char *name, const void *data, size_t len, struct sar_err *err);

/** sar_review_commit: Put it in place, durable.  What somebody put into the old
 * one is in the new one.  -1 too where the old one's copies cannot go. */
SAR_MUST_CHECK int sar_review_commit(struct sar_review_folder *folder,
    struct sar_err *err);

/** sar_review_end: What is not in place goes. */
void sar_review_end(struct sar_review_folder *folder);

/** sar_review_sweep: Take away what runs that were killed left in the case's
 * folder ${dir}; whoever calls has the lock.  -1 with errno set where some of
 * it is there still. */
int sar_review_sweep(int dir);

/** sar_review_left: Is there any in the case's folder ${dir}, or a review being
 * made?  Nobody knows what it has copies of. */
SAR_MUST_CHECK int sar_review_left(const char *dir, bool *is,
    struct sar_err *err);

/** sar_review_is_copy: Is that the name of a copy?  sar_review_is_ours: or of
 * another file of a review? */
bool sar_review_is_copy(const char *name);
bool sar_review_is_ours(const char *name);

#endif
