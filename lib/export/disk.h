/* Private to export: a recording in the store, or why it is not to be had. */
#ifndef SAR_EXPORT_DISK_H
#define SAR_EXPORT_DISK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/err.h"

/**
 * sar_disk_open(root, path, name, gone, err):
 * Open the recording ${path} of the store ${root}; messages call it ${name}.
 * Return a descriptor, or -1 with ${err} set: SAR_EMISSING when the store is
 * away or the file may not be read, SAR_ECORRUPT with *${gone} when the store
 * is there without it, SAR_ECORRUPT when something else has its place.
 */
SAR_MUST_CHECK int sar_disk_open(const char *root, const char *path,
    const char *name, bool *gone, struct sar_err *err);

/**
 * sar_disk_away(root, path, since):
 * Of a file that was there at ${since} and is not: may it be back?  It may have
 * been deleted, by the recorder or by hand; or a disk is not mounted, or
 * sar.conf names another folder.  Then nothing is left of the folders it was
 * in, but for an empty one; and if that is its own, it was not changed since.
 */
bool sar_disk_away(const char *root, const char *path, int64_t since);

/* What became of a file that a purge had claimed, and was killed. */
enum sar_disk_claimed {
	SAR_DISK_THERE,   /* it, or something in its place */
	SAR_DISK_DELETED, /* from its folder, which is there */
	SAR_DISK_AWAY     /* with its folder: it may be back, and whole */
};

/**
 * sar_disk_claimed: That of ${path}, claimed on ${day}.  Away when in doubt: of
 * what is only away nobody may say that it was deleted.  As sar_disk_open()
 * fails where the store is away, with *${out} SAR_DISK_AWAY.
 */
SAR_MUST_CHECK int sar_disk_claimed(const char *root, const char *path,
    int32_t day, enum sar_disk_claimed *out, struct sar_err *err);

/* What the file system knows of a file: another once it was written to. */
struct sar_disk_stamp {
	dev_t device;
	ino_t number;
	off_t size;
	struct timespec changed;
	struct timespec modified;
};

/**
 * sar_disk_stamp: The stamp of the open file ${fd}, which messages call
 * ${name}.  Someone can write and leave no trace in it, so it may spare a look
 * at a file but prove nothing of what is in there.
 */
SAR_MUST_CHECK int sar_disk_stamp(int fd, const char *name,
    struct sar_disk_stamp *stamp, struct sar_err *err);

/** sar_disk_same: Are both of the same file as it was? */
bool sar_disk_same(const struct sar_disk_stamp *a,
    const struct sar_disk_stamp *b);

#endif
