/* What is erased, what is to be, and what only says so. */
#include "disclosure_hand.h"

/* The leaf of line ${n} of what was written so far, from 0. */
static void
leaf_of(const struct hand *h, size_t n, char out[SAR_B64_LEN(SAR_SHA256_LEN)])
{
	const char *p = h->lines.data;
	uint8_t leaf[SAR_SHA256_LEN];

	while (n-- > 0)
		p = strchr(p, '\n') + 1;
	sar_sha256_marked(0, p, strcspn(p, "\n"), leaf);
	sar_b64_put(leaf, sizeof(leaf), out);
}

static void
hand_erase(struct hand *h, unsigned target, const char *leaf)
{
	struct sar_buf line = SAR_BUF_INIT;

	sar_buf_printf(&line,
	    "{\"basis\":\"art17\",\"by\":\"u1041\",\"leaf\":\"%s\","
	    "\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\",\"seq\":%llu,"
	    "\"t\":\"2026-01-05T09:00:00Z\",\"target\":%u,\"type\":\"erase\","
	    "\"v\":1}",
	    leaf, (unsigned long long)h->tree.size, target);
	hand_line(h, line.data);
	sar_buf_free(&line);
}

/* Genesis and some records. */
static void
begin(const struct world *w, struct hand *h, size_t n)
{
	hand_begin(h);
	hand_genesis(h, w->public);
	while (h->tree.size < n)
		hand_void(h);
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

	begin(w, &h, 4);
	leaf_of(&h, 2, leaf);
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

	begin(w, &h, 4);
	leaf_of(&h, 1, leaf);
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
	begin(w, &h, 2);
	leaf_of(&h, 0, leaf);
	hand_erase(&h, 0, leaf);
	hand_note(&h, w->key);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 3: record 2: what it says is erased is not");
	hand_end(&h);
	begin(w, &h, 2);
	leaf_of(&h, 1, leaf);
	hand_erase(&h, 2, leaf);
	hand_note(&h, w->key);
	hand_write(w, &h);
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 3: record 2: what it says is erased is not");
	hand_end(&h);
	begin(w, &h, 2);
	leaf_of(&h, 1, leaf);
	hand_erase(&h, 1, leaf);
	leaf_of(&h, 2, leaf);
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

	begin(w, &h, 4);
	hand_note(&h, w->key);
	leaf_of(&h, 2, leaf);
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

	begin(w, &h, 3001);
	for (i = 0; i < 7; i++) {
		leaf_of(&h, targets[i], leaf);
		hand_erase(&h, targets[i], leaf);
	}
	hand_note(&h, w->key);
	leaf_of(&h, 1024, leaf);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
