/* A disk that has no room, or fails once: nothing is tried a second time. */
#include "disclosure_home.h"

#include <errno.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>

/* What the disk does; the calls below take the place of the C library's. */
static struct {
	int keep;          /* errno of fallocate(); 0: it works */
	uint64_t free;     /* bytes, of fstatvfs(); 0: as it is */
	int sync_at;       /* which fdatasync() fails, from 1; 0: none */
	int write_at;      /* which write() takes but half; 0: none */
	int syncs, writes; /* so many there were */
} disk;

int
fallocate(int fd, int mode, off_t at, off_t len)
{
	if (disk.keep != 0) {
		errno = disk.keep;
		return -1;
	}
	return (int)syscall(SYS_fallocate, fd, mode, at, len);
}

int
fstatvfs(int fd, struct statvfs *fs)
{
	(void)fd;
	memset(fs, 0, sizeof(*fs));
	fs->f_frsize = 1;
	fs->f_bavail = disk.free == 0 ? UINT64_C(1) << 40 : disk.free;
	return 0;
}

int
fdatasync(int fd)
{
	if (++disk.syncs == disk.sync_at) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fdatasync, fd);
}

ssize_t
write(int fd, const void *data, size_t len)
{
	if (fd > STDERR_FILENO && ++disk.writes == disk.write_at)
		len /= 2;
	return syscall(SYS_write, fd, data, len);
}

static int
intent(const struct home *home, struct sar_err *err)
{
	json_t *members = nil_members("A");
	uint64_t seq;
	int rc = sar_log_append(&home->writer, "intent", members, &seq, err);

	json_decref(members);
	return rc;
}

static off_t
bytes_of(const struct world *w)
{
	char path[PATH_LEN];
	struct stat a, b;

	path_in(path, w->log, SEGMENT);
	assert_int_equal(stat(path, &a), 0);
	path_in(path, w->log, "checkpoints");
	assert_int_equal(stat(path, &b), 0);
	return a.st_size + b.st_size;
}

static void
no_room_for_what_follows_stops_an_intent_before_it(void **state)
{
	static const struct {
		int keep;
		uint64_t free;
		bool goes;
	} cases[] = {
		{ ENOSPC, 0, false },
		{ EDQUOT, 0, false },
		{ EIO, 0, false },
		{ EOPNOTSUPP, (1 << 20) - 1, false },
		{ ENOSYS, (1 << 20) - 1, false },
		{ EOPNOTSUPP, 1 << 20, true },
		{ ENOSYS, 1 << 20, true },
	};
	const struct world *w = *state;
	struct home home;
	size_t i;
	off_t before;

	make_home(w, &home);
	add(&home, "A");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sar_err err = SAR_ERR_INIT;

		before = bytes_of(w);
		disk.keep = cases[i].keep;
		disk.free = cases[i].free;
		assert_int_equal(intent(&home, &err), cases[i].goes ? 0 : -1);
		if (!cases[i].goes) {
			assert_int_equal(err.code, SAR_ESPACE);
			assert_int_equal(bytes_of(w), before);
		}
		/* What must follow an intent is not held up by it. */
		add(&home, "B");
	}
	memset(&disk, 0, sizeof(disk));
	assert_int_equal(size_of_log(&home), 11);
}

static void
a_change_of_key_and_an_erasure_want_room_before_they_begin(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	struct home home;
	uint64_t seq;
	char path[PATH_LEN];

	make_home(w, &home);
	add(&home, "A");
	disk.free = (1 << 20) - 1;
	assert_int_equal(sar_log_rotate(&home.writer, "u7", &key, &seq, &err),
	    -1);
	assert_int_equal(err.code, SAR_ESPACE);
	path_in(path, w->dir, SKEY ".new");
	assert_false(sar_file_exists(path));
	disk.free = 1 << 20;
	assert_int_equal(sar_log_erase(&home.writer,
			     &(struct sar_log_erasing){ 1, "error", "u7",
				 NULL },
			     &seq, &err),
	    -1);
	assert_int_equal(err.code, SAR_ESPACE);
	memset(&disk, 0, sizeof(disk));
	assert_int_equal(size_of_log(&home), 2);
	assert_int_equal(sar_log_rotate(&home.writer, "u7", &key, &seq, &err),
	    0);
	assert_int_equal(sar_log_erase(&home.writer,
			     &(struct sar_log_erasing){ 1, "error", "u7",
				 NULL },
			     &seq, &err),
	    0);
}

/* After a flush that failed the next one may call lost bytes good. */
static void
a_flush_that_failed_is_not_tried_again(void **state)
{
	const struct world *w = *state;
	struct home home;
	int at;

	make_home(w, &home);
	add(&home, "A");
	for (at = 1; at <= 2; at++) {
		struct sar_err err = SAR_ERR_INIT;
		uint64_t seq;

		disk.syncs = 0;
		disk.sync_at = at;
		assert_int_equal(add_nils(&home, "lost", 1, &seq, &err), -1);
		assert_int_equal(err.code, SAR_ESPACE);
		assert_int_equal(disk.syncs, at);
		disk.sync_at = 0;
		add(&home, "B");
	}
	memset(&disk, 0, sizeof(disk));
	/* The record whose checkpoint was not flushed, but is there, stands. */
	assert_int_equal(size_of_log(&home), 1 + 1 + 2 + 2);
}

/* The mark is behind then, which the next append puts right. */
static void
a_mark_that_cannot_be_flushed_fails_nothing(void **state)
{
	const struct world *w = *state;
	struct home home;

	make_home(w, &home);
	add(&home, "A");
	disk.syncs = 0;
	disk.sync_at = 3;
	add(&home, "B");
	assert_int_equal(disk.syncs, 3);
	memset(&disk, 0, sizeof(disk));
	add(&home, "C");
	assert_int_equal(size_of_log(&home), 4);
}

static void
a_write_that_took_half_is_a_crash(void **state)
{
	const struct world *w = *state;
	struct sar_log *log;
	struct home home;
	int at;

	make_home(w, &home);
	add(&home, "A");
	for (at = 1; at <= 2; at++) {
		struct sar_err err = SAR_ERR_INIT;
		uint64_t seq;

		disk.writes = 0;
		disk.write_at = at;
		assert_int_equal(add_nils(&home, "lost", 1, &seq, &err), -1);
		assert_int_equal(err.code, SAR_ESPACE);
		assert_int_equal(disk.writes, at);
		log = open_ok(w, w->log);
		assert_true(sar_log_tail(log) > 0);
		sar_log_free(log);
		memset(&disk, 0, sizeof(disk));
		add(&home, "B");
	}
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_tail(log), 0);
	/* genesis, A, recover, B, recover, B */
	assert_int_equal(sar_log_size(log), 6);
	sar_log_free(log);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(no_room_for_what_follows_stops_an_intent_before_it),
		IN_WORLD(
		    a_change_of_key_and_an_erasure_want_room_before_they_begin),
		IN_WORLD(a_flush_that_failed_is_not_tried_again),
		IN_WORLD(a_mark_that_cannot_be_flushed_fails_nothing),
		IN_WORLD(a_write_that_took_half_is_a_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
