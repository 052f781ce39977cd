#ifndef SAR_INDEX_PAGES_H
#define SAR_INDEX_PAGES_H

#include <stddef.h>

/*
 * The index's file is made of pages, and each ends in a sum over the rest and
 * over where it stands.  SQLite sees to neither: a flipped bit in a B-tree
 * hides calls without an error (reference phone-and-index.md, section 5.2),
 * and digests of the rows that were found say nothing of those that were not.
 * Other programs can read the file as ever; what they write without the sum
 * (a checkpoint of the write-ahead log) is taken as it is, till it is written
 * here the next time.
 */

/* Bytes reserved at the end of each page, in the file's header. */
#define SAR_INDEX_PAGES_RESERVED 8

/** sar_index_pages_vfs: The name of the SQLite VFS that looks after the sums;
    NULL when it cannot be had. */
const char *sar_index_pages_vfs(void);

/** sar_index_pages_seal: Put the sums into a whole file held in memory. */
void sar_index_pages_seal(unsigned char *data, size_t size, size_t page);

#endif
