#ifndef SAR_TEST_DISCLOSURE_POWER_H
#define SAR_TEST_DISCLOSURE_POWER_H

/*
 * Every operation on the log stopped at every step and inside every write, by a
 * kill and by power cuts that undo what was not flushed: the next append
 * completes it by itself, and nothing acknowledged is lost.
 */
#include "disclosure_disk.h"

#include "disclosure/mark.h"
#include "disclosure/seed.h"

#define FILES_MAX 16

/* What a home's log is made of. */
struct image {
	size_t n;
	struct {
		char path[PATH_LEN];
		char *data;
		size_t len;
	} file[FILES_MAX];
};

static inline void
take_folder(const char *dir, struct image *image)
{
	const struct dirent *entry;
	DIR *stream = opendir(dir);
	char path[PATH_LEN];
	struct stat st;

	assert_non_null(stream);
	while ((entry = readdir(stream)) != NULL) {
		path_in(path, dir, entry->d_name);
		assert_int_equal(lstat(path, &st), 0);
		if (!S_ISREG(st.st_mode))
			continue;
		assert_true(image->n < FILES_MAX);
		(void)snprintf(image->file[image->n].path, PATH_LEN, "%s",
		    path);
		image->file[image->n].data = slurp(path,
		    &image->file[image->n].len);
		image->n++;
	}
	(void)closedir(stream);
}

static inline void
take_image(const struct world *w, struct image *image)
{
	memset(image, 0, sizeof(*image));
	take_folder(w->dir, image);
	take_folder(w->log, image);
}

static inline void
put_image(const struct world *w, const struct image *image)
{
	size_t i;

	remove_tree(w->dir);
	assert_int_equal(mkdir(w->dir, 0700), 0);
	assert_int_equal(mkdir(w->log, 0700), 0);
	for (i = 0; i < image->n; i++)
		spill(image->file[i].path, image->file[i].data,
		    image->file[i].len);
}

static inline void
drop_image(struct image *image)
{
	while (image->n > 0)
		free(image->file[--image->n].data);
}

/* An operation, and what must be true once it was acknowledged. */
struct operation {
	void (*prepare)(const struct home *home);
	int (*run)(const struct home *home, struct sar_err *err);
	void (*done)(const struct home *home);
	size_t stride; /* between the bytes of a write at which it stops */
};

/* The records of these cases are there, in this order. */
static inline void
assert_cases(const struct home *home, const char *const *cases, size_t n)
{
	struct sar_log *log;
	struct told told;
	size_t i, found = 0;

	log = open_told(home->w, home->w->log, &told);
	for (i = 0; i < told.n && found < n; i++)
		found += told.all[i] != NULL &&
			 sar_record_is(told.all[i], "case", cases[found]);
	if (found != n)
		fail_msg("the record of %s is lost", cases[found]);
	assert_int_equal(sar_log_tail(log), 0);
	assert_false(sar_log_rotating(log));
	(void)sar_log_pending(log, &n);
	assert_int_equal(n, 0);
	(void)sar_log_unattested(log, &n);
	assert_int_equal(n, 0);
	drop_told(&told);
	sar_log_free(log);
}

/* The key that is there signs the log, and no other is left. */
static inline void
assert_key(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	const struct sar_log_key *keys;
	struct sar_seed seed;
	struct sar_log *log = open_ok(home->w, home->w->log);
	size_t n;

	keys = sar_log_keys(log, &n);
	assert_int_equal(sar_seed_read(home->skey, &seed, &err), 0);
	assert_null(seed.next);
	assert_non_null(seed.now);
	assert_memory_equal(sar_key_secret_public(seed.now)->public,
	    keys[n - 1].key.public, 32);
	sar_seed_clear(&seed);
	sar_log_free(log);
}

static inline void
assert_marked(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log = open_ok(home->w, home->w->log);
	const char *last = sar_log_checkpoint(log);
	struct sar_mark mark;

	assert_int_equal(sar_mark_open(home->mark, &mark, &err), 0);
	assert_true(strcmp(mark.slots[0].text, last) == 0 ||
		    strncmp(mark.slots[0].text, last, strlen(last)) == 0 ||
		    strncmp(mark.slots[1].text, last, strlen(last)) == 0);
	sar_mark_close(&mark);
	sar_log_free(log);
}

static size_t states;

/* From here it goes on as if nothing had been. */
static inline void
assert_goes_on(const struct home *home)
{
	static const char *const cases[] = { "first", "second", "after" };

	states++;
	disk_begin(home->w, SIZE_MAX, 0);
	add(home, "after");
	disk_end(LOSE_NOTHING);
	assert_cases(home, cases, 3);
	assert_key(home);
	assert_vkeys(home);
	assert_marked(home);
}

/* Run until step ${stop}, and ${bytes} into it; how many steps there were. */
static inline size_t
stopped(const struct home *home, const struct operation *op, size_t stop,
    size_t bytes, enum disk_loss loss)
{
	struct sar_err err = SAR_ERR_INIT;
	int rc;

	disk_begin(home->w, stop, bytes);
	rc = op->run(home, &err);
	disk_end(loss);
	if (!disk.dead && rc == -1)
		fail_msg("%s", err.msg);
	/* What was acknowledged stays, whatever was not flushed is lost. */
	if (rc == 0 && op->done != NULL)
		op->done(home);
	return disk.step;
}

static inline size_t
next_bytes(const struct operation *op, size_t step, size_t bytes)
{
	/* In a write: all but the last of its bytes, and the last. */
	if (bytes + 1 == disk.lengths[step])
		return bytes + 1;
	bytes += op->stride;
	return bytes < disk.lengths[step] ? bytes : disk.lengths[step] - 1;
}

static inline void
everywhere(const struct home *home, const struct operation *op,
    const struct image *before)
{
	size_t steps, step, bytes, lengths[DISK_STEPS];
	int loss;

	put_image(home->w, before);
	steps = stopped(home, op, SIZE_MAX, 0, LOSE_NOTHING);
	memcpy(lengths, disk.lengths, sizeof(lengths));
	for (step = 0; step < steps; step++) {
		for (loss = 0; loss < LOSSES; loss++) {
			bytes = 0;
			do {
				put_image(home->w, before);
				(void)stopped(home, op, step, bytes,
				    (enum disk_loss)loss);
				assert_goes_on(home);
				memcpy(disk.lengths, lengths, sizeof(lengths));
				bytes = lengths[step] == 0
					    ? 1
					    : next_bytes(op, step, bytes);
			} while (bytes < lengths[step]);
		}
	}
}

static inline void
acknowledged(const struct home *home, const struct operation *op,
    const struct image *before)
{
	int loss;

	for (loss = 0; loss < LOSSES; loss++) {
		put_image(home->w, before);
		(void)stopped(home, op, SIZE_MAX, 0, (enum disk_loss)loss);
		assert_goes_on(home);
	}
}

static inline void
check(void **state, const struct operation *op)
{
	const struct world *w = *state;
	struct image before;
	struct home home;

	make_home(w, &home);
	op->prepare(&home);
	take_image(w, &before);
	states = 0;
	everywhere(&home, op, &before);
	acknowledged(&home, op, &before);
	printf("# %zu states\n", states);
	drop_image(&before);
}

static inline void
two_records(const struct home *home)
{
	add(home, "first");
	add(home, "second");
}

static inline int
append_one(const struct home *home, struct sar_err *err)
{
	uint64_t seq;

	return add_nils(home, "third", 1, &seq, err);
}

static inline void
has_third(const struct home *home)
{
	static const char *const cases[] = { "first", "second", "third" };

	assert_cases(home, cases, 3);
}

#endif
