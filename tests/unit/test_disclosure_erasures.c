/* What is erased, what is to be, and what only says so. */
#include "disclosure_hand.h"

#include <signal.h>
#include <sys/syscall.h>

/* What was read from files, in bytes; the C library's does the same. */
static uint64_t bytes_read;

ssize_t
pread(int fd, void *out, size_t len, off_t at)
{
	ssize_t n = syscall(SYS_pread64, fd, out, len, at);

	bytes_read += n > 0 ? (uint64_t)n : 0;
	return n;
}

/* Put the tombstone in place of line ${n}. */
static void
bury(struct hand *h, size_t n, const char *leaf)
{
	struct sar_buf out = SAR_BUF_INIT;
	const char *p = h->lines.data;
	size_t i;

	for (i = 0; i < n; i++)
		p = strchr(p, '\n') + 1;
	sar_buf_add(&out, h->lines.data, (size_t)(p - h->lines.data));
	sar_buf_printf(&out, "-%s", leaf);
	sar_buf_puts(&out, strchr(p, '\n'));
	sar_buf_free(&h->lines);
	h->lines = out;
}

static void
an_erasure_is_pending_till_the_line_is_gone(void **state)
{
	const struct world *w = *state;
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	const uint64_t *pending;
	struct sar_log *log;
	struct hand h;
	size_t n;

	hand_fill(w, &h, 4);
	hand_leaf(&h, 2, leaf);
	hand_erase(&h, 2, leaf);
	hand_note(&h, w->key);
	hand_write(w, &h);
	log = open_ok(w, w->log);
	pending = sar_log_pending(log, &n);
	assert_int_equal(n, 1);
	assert_int_equal(pending[0], 2);
	sar_log_free(log);
	bury(&h, 2, leaf);
	hand_write(w, &h);
	log = open_ok(w, w->log);
	(void)sar_log_pending(log, &n);
	assert_int_equal(n, 0);
	assert_int_equal(sar_log_size(log), 5);
	sar_log_free(log);
	hand_end(&h);
}

static void
an_erase_record_that_names_another_leaf_is_refused(void **state)
{
	const struct world *w = *state;
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct hand h;

	hand_fill(w, &h, 4);
	hand_leaf(&h, 1, leaf);
	hand_erase(&h, 2, leaf);
	hand_note(&h, w->key);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    "record 4: what it says is erased is not");
	hand_end(&h);
}

static void
what_must_stay_cannot_be_erased(void **state)
{
	const struct world *w = *state;
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct hand h;

	/* The genesis record; itself; an erase record. */
	hand_fill(w, &h, 2);
	hand_leaf(&h, 0, leaf);
	hand_erase(&h, 0, leaf);
	hand_note(&h, w->key);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 3: record 2: what it says is erased is not");
	hand_end(&h);
	hand_fill(w, &h, 2);
	hand_leaf(&h, 1, leaf);
	hand_erase(&h, 2, leaf);
	hand_note(&h, w->key);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 3: record 2: what it says is erased is not");
	hand_end(&h);
	hand_fill(w, &h, 2);
	hand_leaf(&h, 1, leaf);
	hand_erase(&h, 1, leaf);
	hand_leaf(&h, 2, leaf);
	hand_erase(&h, 2, leaf);
	hand_note(&h, w->key);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    "record 3: what it says is erased is not");
	hand_end(&h);
}

static void
a_tombstone_needs_a_record_after_it(void **state)
{
	const struct world *w = *state;
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct hand h;

	hand_fill(w, &h, 4);
	hand_note(&h, w->key);
	hand_leaf(&h, 2, leaf);
	bury(&h, 2, leaf);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    "record 2 is erased, and no record says so");
	hand_end(&h);
}

/* Over blocks of the reader, early and late, many of them. */
static void
erasures_are_found_wherever_they_are(void **state)
{
	static const unsigned targets[] = { 1, 1023, 1024, 1025, 2047, 2048,
		3000 };
	const struct world *w = *state;
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	const uint64_t *pending;
	struct sar_log *log;
	struct hand h;
	size_t i, n;

	hand_fill(w, &h, 3001);
	for (i = 0; i < 7; i++) {
		hand_leaf(&h, targets[i], leaf);
		hand_erase(&h, targets[i], leaf);
	}
	hand_note(&h, w->key);
	hand_leaf(&h, 1024, leaf);
	bury(&h, 1024, leaf);
	hand_write(w, &h);
	log = open_ok(w, w->log);
	pending = sar_log_pending(log, &n);
	assert_int_equal(n, 6);
	for (i = 0; i < 6; i++)
		assert_int_equal(pending[i], targets[i < 2 ? i : i + 1]);
	sar_log_free(log);
	hand_end(&h);
}

static void
a_record_is_erased_by_one_record_only(void **state)
{
	/* Next to one another; far apart, with others between. */
	static const unsigned targets[] = { 2, 2, 3000, 1, 1500, 2999, 2 };
	const struct world *w = *state;
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct hand h;
	size_t i;

	hand_fill(w, &h, 4);
	for (i = 0; i < 2; i++) {
		hand_leaf(&h, targets[i], leaf);
		hand_erase(&h, targets[i], leaf);
	}
	hand_note(&h, w->key);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    "record 5: an earlier record erased what it erases");
	bury(&h, 2, leaf);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 6: record 5: an earlier record erased what it "
		    "erases");
	hand_end(&h);
	hand_fill(w, &h, 3001);
	for (i = 1; i < 7; i++) {
		hand_leaf(&h, targets[i], leaf);
		hand_erase(&h, targets[i], leaf);
	}
	hand_note(&h, w->key);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    "record 3006: an earlier record erased what it erases");
	hand_end(&h);
}

/* From record ${from} down to 1, so that they are not in order. */
static void
erase_all(struct hand *h, unsigned from)
{
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];

	for (; from > 0; from--) {
		hand_leaf(h, from, leaf);
		hand_erase(h, from, leaf);
	}
}

static void
however_many_wait_a_log_is_read_twice_at_most(void **state)
{
	const struct world *w = *state;
	const uint64_t *pending;
	struct sar_log *log;
	struct hand h;
	size_t n;

	hand_fill(w, &h, 1024);
	erase_all(&h, 1000);
	hand_note(&h, w->key);
	hand_write(w, &h);
	bytes_read = 0;
	log = open_ok(w, w->log);
	pending = sar_log_pending(log, &n);
	assert_int_equal(n, 1000);
	assert_int_equal(pending[0], 1);
	assert_int_equal(pending[999], 1000);
	sar_log_free(log);
	assert_true(bytes_read >= h.lines.len);
	assert_true(bytes_read < 3 * (h.lines.len + h.notes.len));
	hand_end(&h);
}

/* A signal that comes with the last record. */
struct ending {
	uint64_t last;
	volatile int stop;
};

static int
stop_at_last(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct ending *ending = ctx;

	(void)err;
	if (record->seq == ending->last)
		ending->stop = SIGTERM;
	return 0;
}

static void
a_signal_is_heard_while_erasures_are_looked_at(void **state)
{
	const struct world *w = *state;
	struct ending ending = { .last = 4 };
	struct sar_log_reading how = { .dir = w->log,
		.key = w->public,
		.record = stop_at_last,
		.ctx = &ending,
		.stop = &ending.stop };
	struct sar_err err = SAR_ERR_INIT;
	struct hand h;

	hand_fill(w, &h, 4);
	erase_all(&h, 1);
	hand_note(&h, w->key);
	hand_write(w, &h);
	assert_null(sar_log_open(&how, &err));
	assert_int_equal(err.code, SAR_ESIGNAL);
	hand_end(&h);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(an_erasure_is_pending_till_the_line_is_gone),
		IN_WORLD(an_erase_record_that_names_another_leaf_is_refused),
		IN_WORLD(what_must_stay_cannot_be_erased),
		IN_WORLD(a_tombstone_needs_a_record_after_it),
		IN_WORLD(erasures_are_found_wherever_they_are),
		IN_WORLD(a_record_is_erased_by_one_record_only),
		IN_WORLD(however_many_wait_a_log_is_read_twice_at_most),
		IN_WORLD(a_signal_is_heard_while_erasures_are_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
