#ifndef SAR_DISCLOSURE_SEGMENT_H
#define SAR_DISCLOSURE_SEGMENT_H

/* Private to disclosure: the files of a log. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/sha256.h"

#define SAR_SEGMENT_MAX ((size_t)64 << 20) /* bytes of one segment */
#define SAR_SEGMENT_LAST 9999 /* the highest number a name has room for */
#define SAR_SEGMENT_NAME 40

/* A file of the log, open to read, as it was when it was opened. */
struct sar_segment_file {
	char name[SAR_SEGMENT_NAME];
	int fd; /* -1: there is no such file */
	uint64_t len;
	dev_t dev;
	ino_t ino;
	mode_t mode;
};

/* entries-NUMBER-FIRST.jsonl */
struct sar_segment {
	char name[SAR_SEGMENT_NAME];
	unsigned number;
	uint64_t first; /* record */
};

/* What there is in the folder: segments in order, rotation notes from 1. */
struct sar_segment_list {
	struct sar_segment *all;
	size_t n;
	unsigned rotations;
};

/** sar_segment_name: The file name of segment ${number}. */
void sar_segment_name(unsigned number, uint64_t first,
    char out[SAR_SEGMENT_NAME]);

/** sar_segment_parse: The number and first record that ${name} says, if it is
 * the name of a segment. */
bool sar_segment_parse(const char *name, unsigned *number, uint64_t *first);

/** sar_segment_rotation: "rotation-0001.note". */
void sar_segment_rotation(unsigned number, char out[SAR_SEGMENT_NAME]);

/**
 * sar_segment_list: What of the log the folder ${dir} holds.  SAR_ETAMPER when
 * one is missing between two or a name is not right.  To be cleared in any
 * case.
 */
SAR_MUST_CHECK int sar_segment_list(int dir, struct sar_segment_list *list,
    struct sar_err *err);
void sar_segment_clear(struct sar_segment_list *list);

/**
 * sar_segment_open: Open ${name} of the folder ${dir}.  A file that is not
 * there is no failure.  To be closed in any case.
 */
SAR_MUST_CHECK int sar_segment_open(int dir, const char *name,
    struct sar_segment_file *file, struct sar_err *err);
void sar_segment_close(struct sar_segment_file *file);

/** sar_segment_grown: How long the file is by now.  SAR_ETAMPER: shorter. */
SAR_MUST_CHECK int sar_segment_grown(struct sar_segment_file *file,
    struct sar_err *err);

/**
 * sar_segment_read: Read ${len} bytes from ${offset} on, which are within what
 * the file had when it was opened: SAR_ETAMPER when they are not there now.
 */
SAR_MUST_CHECK int sar_segment_read(const struct sar_segment_file *file,
    uint64_t offset, void *out, size_t len, struct sar_err *err);

/**
 * sar_segment_load: Read all of ${name}, at most ${max} bytes, NUL-terminated;
 * *${text} is NULL if there is no such file.  SAR_ETAMPER when it is larger.
 */
SAR_MUST_CHECK int sar_segment_load(int dir, const char *name, size_t max,
    char **text, size_t *len, struct sar_err *err);

/* Told of the bytes of a file as they are read. */
typedef void sar_segment_fn(void *ctx, const char *data, size_t len);

/** sar_segment_each: Read from ${from} to ${to}, piece by piece. */
SAR_MUST_CHECK int sar_segment_each(const struct sar_segment_file *file,
    uint64_t from, uint64_t to, sar_segment_fn *fn, void *ctx,
    struct sar_err *err);

#endif
