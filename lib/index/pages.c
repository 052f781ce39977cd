#include "index/pages.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "index/schema.h"

#define PAGE_MIN 512
#define PAGE_MAX 65536
#define VERSION_AT 60 /* sqlite.org/fileformat2.html, 1.3 */
#define APPLICATION_AT 68
#define MAGIC "SQLite format 3"

/* The VFS that does the work, and ours. */
static sqlite3_vfs *under;
static sqlite3_vfs ours;

/* An open index; the file of the VFS below follows it in memory. */
struct file {
	sqlite3_file base;
	unsigned char *page; /* PAGE_MAX bytes, as one is to be written; made
				when the first is */
};

static sqlite3_file *
below(sqlite3_file *file)
{
	return (sqlite3_file *)(void *)((struct file *)(void *)file + 1);
}

static uint32_t
word(const unsigned char *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

static uint32_t
big_word(const unsigned char *at)
{
	return (uint32_t)at[3] | (uint32_t)at[2] << 8 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[0] << 24;
}

#define LANES 4

/* Four words at a time, which machines do at once. */
typedef uint32_t lanes __attribute__((vector_size(4 * LANES)));

/* Little-endian, as the sum is kept, whatever the machine. */
static lanes
load(const unsigned char *at)
{
	lanes out;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	memcpy(&out, at, sizeof(out));
#else
	size_t i;

	for (i = 0; i < LANES; i++)
		out[i] = word(at + 4 * i);
#endif
	return out;
}

/* Another value for each other ${lane}; and of ${all}, for each. */
static uint64_t
mix(uint64_t all, uint64_t lane)
{
	all = (all ^ lane) * UINT64_C(0x9e3779b97f4a7c15);
	return all ^ all >> 32;
}

/*
 * Four pairs of sums that run into each other: each step can be undone, so no
 * single change to what goes in is lost.  Never 0, which stands for no sum.
 */
static uint64_t
sum(const unsigned char *page, size_t size, uint64_t number)
{
	size_t end = size - SAR_INDEX_PAGES_RESERVED;
	lanes a = { 1, 2, 3, 4 }, b = { 5, 6, 7, 8 };
	uint64_t all = number;
	size_t i;

	for (i = 0; i + 2 * sizeof(lanes) <= end; i += 2 * sizeof(lanes)) {
		a += load(page + i) + b;
		b += load(page + i + sizeof(lanes)) + a;
	}
	for (; i < end; i += 8)
		all = mix(all,
		    (uint64_t)word(page + i + 4) << 32 | word(page + i));
	for (i = 0; i < LANES; i++)
		all = mix(all, (uint64_t)b[i] << 32 | a[i]);
	return all == 0 ? 1 : all;
}

static void
put_sum(unsigned char *page, size_t size, uint64_t number)
{
	uint64_t value = sum(page, size, number);
	unsigned char *tail = page + size - SAR_INDEX_PAGES_RESERVED;
	size_t i;

	for (i = 0; i < SAR_INDEX_PAGES_RESERVED; i++)
		tail[i] = (unsigned char)(value >> (8 * i));
}

void
sar_index_pages_seal(unsigned char *data, size_t size, size_t page)
{
	size_t i;

	for (i = 0; i + page <= size; i += page)
		put_sum(data + i, page, i / page + 1);
}

/* Does the transfer of ${len} bytes at ${at} carry one page? */
static bool
is_page(int len, sqlite3_int64 at)
{
	return len >= PAGE_MIN && len <= PAGE_MAX && (len & (len - 1)) == 0 &&
	       at % len == 0;
}

/* The first page of something else, which sar_index_schema_check() names. */
static bool
is_foreign(const unsigned char *page, sqlite3_int64 at)
{
	return at == 0 &&
	       (memcmp(page, MAGIC, sizeof(MAGIC)) != 0 ||
		   big_word(page + VERSION_AT) < SAR_INDEX_OLDEST ||
		   big_word(page + VERSION_AT) > SAR_INDEX_VERSION ||
		   big_word(page + APPLICATION_AT) != SAR_INDEX_APPLICATION);
}

/* The sum, if there is one; then it is out of SQLite's sight, so that a page
   which gets into the file some other way has none rather than a wrong one. */
static int
check_page(unsigned char *page, size_t size, sqlite3_int64 at)
{
	unsigned char *tail = page + size - SAR_INDEX_PAGES_RESERVED;
	uint64_t there = (uint64_t)word(tail + 4) << 32 | word(tail);
	uint64_t number = (uint64_t)at / size + 1;

	if (is_foreign(page, at) || there == 0)
		return SQLITE_OK;
	if (there != sum(page, size, number))
		return SQLITE_IOERR_DATA;
	memset(tail, 0, SAR_INDEX_PAGES_RESERVED);
	return SQLITE_OK;
}

static int
read_file(sqlite3_file *file, void *data, int len, sqlite3_int64 at)
{
	sqlite3_file *to = below(file);
	int rc = to->pMethods->xRead(to, data, len, at);

	if (rc != SQLITE_OK || !is_page(len, at))
		return rc;
	return check_page(data, (size_t)len, at);
}

static int
write_file(sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
	struct file *own = (struct file *)(void *)file;
	sqlite3_file *to = below(file);

	if (!is_page(len, at))
		return to->pMethods->xWrite(to, data, len, at);
	if (own->page == NULL && (own->page = malloc(PAGE_MAX)) == NULL)
		return SQLITE_IOERR_NOMEM;
	memcpy(own->page, data, (size_t)len);
	put_sum(own->page, (size_t)len, (uint64_t)(at / len) + 1);
	return to->pMethods->xWrite(to, own->page, len, at);
}

static int
close_file(sqlite3_file *file)
{
	struct file *own = (struct file *)(void *)file;

	/* It held people's calls. */
	if (own->page != NULL)
		explicit_bzero(own->page, PAGE_MAX);
	free(own->page);
	own->page = NULL;
	return below(file)->pMethods->xClose(below(file));
}

static int
truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	return below(file)->pMethods->xTruncate(below(file), size);
}

static int
sync_file(sqlite3_file *file, int flags)
{
	return below(file)->pMethods->xSync(below(file), flags);
}

static int
size_of_file(sqlite3_file *file, sqlite3_int64 *size)
{
	return below(file)->pMethods->xFileSize(below(file), size);
}

static int
lock_file(sqlite3_file *file, int level)
{
	return below(file)->pMethods->xLock(below(file), level);
}

static int
unlock_file(sqlite3_file *file, int level)
{
	return below(file)->pMethods->xUnlock(below(file), level);
}

static int
check_lock(sqlite3_file *file, int *reserved)
{
	return below(file)->pMethods->xCheckReservedLock(below(file), reserved);
}

static int
control_file(sqlite3_file *file, int what, void *arg)
{
	return below(file)->pMethods->xFileControl(below(file), what, arg);
}

static int
sector_size(sqlite3_file *file)
{
	return below(file)->pMethods->xSectorSize(below(file));
}

static int
characteristics(sqlite3_file *file)
{
	return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int
map_shared(sqlite3_file *file, int page, int size, int extend,
    void volatile **out)
{
	return below(file)->pMethods->xShmMap(below(file), page, size, extend,
	    out);
}

static int
lock_shared(sqlite3_file *file, int offset, int n, int flags)
{
	return below(file)->pMethods->xShmLock(below(file), offset, n, flags);
}

static void
shared_barrier(sqlite3_file *file)
{
	below(file)->pMethods->xShmBarrier(below(file));
}

static int
unmap_shared(sqlite3_file *file, int remove)
{
	return below(file)->pMethods->xShmUnmap(below(file), remove);
}

/* Version 2: what is mapped into memory is read past us. */
static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = close_file,
	.xRead = read_file,
	.xWrite = write_file,
	.xTruncate = truncate_file,
	.xSync = sync_file,
	.xFileSize = size_of_file,
	.xLock = lock_file,
	.xUnlock = unlock_file,
	.xCheckReservedLock = check_lock,
	.xFileControl = control_file,
	.xSectorSize = sector_size,
	.xDeviceCharacteristics = characteristics,
	.xShmMap = map_shared,
	.xShmLock = lock_shared,
	.xShmBarrier = shared_barrier,
	.xShmUnmap = unmap_shared,
};

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *out)
{
	struct file *own = (struct file *)(void *)file;
	int rc;

	(void)vfs;
	if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
		return under->xOpen(under, name, file, flags, out);
	rc = under->xOpen(under, name, below(file), flags, out);
	own->page = NULL;
	file->pMethods = below(file)->pMethods == NULL ? NULL : &methods;
	return rc;
}

static void
set_up(void)
{
	under = sqlite3_vfs_find(NULL);
	if (under == NULL)
		return;
	/* Its other functions do not ask which of the two they are of. */
	ours = *under;
	ours.pNext = NULL;
	ours.zName = "sar-index";
	ours.szOsFile += (int)sizeof(struct file);
	ours.xOpen = open_file;
	if (sqlite3_vfs_register(&ours, 0) != SQLITE_OK)
		under = NULL;
}

const char *
sar_index_pages_vfs(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, set_up);
	return under == NULL ? NULL : ours.zName;
}
