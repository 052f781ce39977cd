#ifndef SAR_DISCLOSURE_SEGMENT_H
#define SAR_DISCLOSURE_SEGMENT_H

/* Private to disclosure: the files of a log, as they were read. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/err.h"

#define SAR_SEGMENT_MAX ((size_t)64 << 20)    /* bytes of one segment */
#define SAR_SEGMENT_LOG_MAX ((size_t)1 << 30) /* of all, and of checkpoints */
#define SAR_SEGMENT_LAST 9999 /* the highest number a name has room for */
#define SAR_SEGMENT_NAME 40

/* One file's bytes, and which file it was. */
struct sar_segment_file {
	char name[SAR_SEGMENT_NAME];
	char *data; /* len bytes and a NUL; NULL if there is no file */
	size_t len;
	dev_t dev;
	ino_t ino;
	mode_t mode;
};

/* entries-NUMBER-FIRST.jsonl */
struct sar_segment {
	struct sar_segment_file file;
	unsigned number;
	uint64_t first; /* record */
	uint64_t count; /* committed records */
	size_t end;     /* of the committed bytes */
};

/** sar_segment_name: The file name of segment ${number}. */
void sar_segment_name(unsigned number, uint64_t first,
    char out[SAR_SEGMENT_NAME]);

/** sar_segment_parse: The number and first record that ${name} says, if it is
 * the name of a segment. */
bool sar_segment_parse(const char *name, unsigned *number, uint64_t *first);

/**
 * sar_segment_read: Read ${name} of the folder ${dir}, at most ${max} bytes,
 * into ${file}, to be cleared in any case.  A file that is not there is no
 * failure: its data is NULL.  SAR_ETAMPER for one too large.
 */
SAR_MUST_CHECK int sar_segment_read(int dir, const char *name, size_t max,
    struct sar_segment_file *file, struct sar_err *err);
void sar_segment_file_clear(struct sar_segment_file *file);

/**
 * sar_segment_list: Read all segments of the folder ${dir} into *${list}, in
 * order.  SAR_ETAMPER when one is missing between two or a name is not right.
 */
SAR_MUST_CHECK int sar_segment_list(int dir, struct sar_segment **list,
    size_t *n, struct sar_err *err);
void sar_segment_list_free(struct sar_segment *list, size_t n);

#endif
