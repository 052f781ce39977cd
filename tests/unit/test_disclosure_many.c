/* Logs of many records: by blocks, by threads, in any number of files. */
#include "disclosure/log_state.h"
#include "disclosure_hand.h"

/* What was told, in what order. */
struct order {
	uint64_t records;
	uint64_t notes;
	uint64_t size; /* of the last note */
	uint64_t stop; /* fail at this record; 0: never */
};

static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct order *o = ctx;

	if (record->seq != o->records)
		return sar_err_set(err, SAR_EFAIL, "a record out of order");
	if (o->stop != 0 && record->seq == o->stop)
		return sar_err_set(err, SAR_EREFUSED, "enough");
	o->records++;
	return 0;
}

/* Just when the tree has reached its size. */
static int
take_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct order *o = ctx;

	if (note->size != o->records || note->size < o->size)
		return sar_err_set(err, SAR_EFAIL, "a note out of order");
	o->size = note->size;
	o->notes++;
	return 0;
}

static struct sar_log *
read_by(const struct world *w, unsigned jobs, bool every, struct order *o,
    struct sar_err *err)
{
	struct sar_log_reading how = { .dir = w->log,
		.key = w->public,
		.jobs = jobs,
		.every_signature = every,
		.record = take_record,
		.note = take_note,
		.ctx = o };

	return sar_log_read(&how, err);
}

/* A log of ${n} records with a checkpoint after every ${each}. */
static void
make(const struct world *w, struct hand *h, uint64_t n, uint64_t each)
{
	hand_begin(h);
	hand_genesis(h, w->public);
	for (;;) {
		if (h->tree.size % each == 0 || h->tree.size == n)
			hand_note(h, w->key);
		if (h->tree.size == n)
			break;
		hand_void(h);
	}
	hand_write(w, h);
}

static void
a_log_of_any_size_has_the_root_of_its_lines(void **state)
{
	static const uint64_t sizes[] = { 1, 2, 1023, 1024, 1025, 2048, 3071,
		9000 };
	static const uint64_t each[] = { 1, 7, 1024, 1000000 };
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_log *log;
	struct order o;
	struct hand h;
	size_t i, k;
	unsigned jobs;

	for (i = 0; i < 8; i++)
		for (k = 0; k < 4; k++) {
			make(w, &h, sizes[i], each[k]);
			sar_tree_root(&h.tree, root);
			for (jobs = 1; jobs < 4; jobs++) {
				memset(&o, 0, sizeof(o));
				log = read_by(w, jobs, false, &o, &err);
				if (log == NULL)
					fail_msg("%s", err.msg);
				assert_int_equal(sar_log_size(log), sizes[i]);
				assert_memory_equal(sar_log_root(log), root,
				    sizeof(root));
				assert_int_equal(o.records, sizes[i]);
				assert_int_equal(o.notes,
				    sar_log_checkpoints(log));
				assert_int_equal(o.size, sizes[i]);
				assert_int_equal(sar_log_unverified(log),
				    o.notes - 1);
				assert_memory_equal(sar_log_tree(log)->edge,
				    h.tree.edge,
				    32 *
					(size_t)__builtin_popcountll(sizes[i]));
				sar_log_free(log);
			}
			hand_end(&h);
		}
}

/* The same lines in files of one record, of none, and of all the rest. */
static void
segments_may_be_of_any_size(void **state)
{
	static const size_t cuts[] = { 1, 2, 2, 1024, 1030, 3000 };
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char path[PATH_LEN], name[64];
	const char *from, *to;
	struct order o = { 0 };
	struct sar_log *log;
	struct hand h;
	size_t i, at = 0, n;

	make(w, &h, 3000, 13);
	from = h.lines.data;
	for (i = 0; i < 6; i++) {
		(void)snprintf(name, sizeof(name), "entries-%04zu-%012zu.jsonl",
		    i, at);
		for (to = from, n = at; n < cuts[i]; n++)
			to = strchr(to, '\n') + 1;
		path_in(path, w->log, name);
		spill(path, from, (size_t)(to - from));
		from = to;
		at = cuts[i];
	}
	log = read_by(w, 2, true, &o, &err);
	if (log == NULL)
		fail_msg("%s", err.msg);
	assert_int_equal(o.records, 3000);
	assert_int_equal(sar_log_unverified(log), 0);
	assert_int_equal(sar_log_end(log)->number, 5);
	assert_int_equal(sar_log_end(log)->first, 1030);
	sar_log_free(log);
	hand_end(&h);
}

static void
a_wrong_record_is_named_after_all_before_it_are_told(void **state)
{
	static const uint64_t wrong[] = { 1, 1023, 1024, 2500, 8999 };
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char message[256], *p;
	struct order o;
	struct hand h;
	size_t i;
	uint64_t n;

	for (i = 0; i < 5; i++) {
		make(w, &h, 9000, 1);
		for (p = h.lines.data, n = 0; n < wrong[i]; n++)
			p = strchr(p, '\n') + 1;
		memcpy(strstr(p, "\"by\""), "\"BY\"", 4);
		hand_write(w, &h);
		memset(&o, 0, sizeof(o));
		assert_null(read_by(w, 2, false, &o, &err));
		(void)snprintf(message, sizeof(message),
		    SEGMENT ": line %llu: record %llu: has a member that its "
			    "type has not",
		    (unsigned long long)wrong[i] + 1,
		    (unsigned long long)wrong[i]);
		assert_string_equal(err.msg, message);
		assert_int_equal(o.records, wrong[i]);
		assert_int_equal(o.size, wrong[i]);
		hand_end(&h);
	}
}

static void
a_changed_record_breaks_the_next_checkpoint(void **state)
{
	static const uint64_t wrong[] = { 1, 1023, 1024, 2500, 8999 };
	static const uint64_t each[] = { 1, 100 };
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct order o;
	struct hand h;
	size_t i, k;
	uint64_t n;
	char *p;

	for (i = 0; i < 5; i++)
		for (k = 0; k < 2; k++) {
			make(w, &h, 9000, each[k]);
			for (p = h.lines.data, n = 0; n < wrong[i]; n++)
				p = strchr(p, '\n') + 1;
			memcpy(strstr(p, "u1041"), "u1042", 5);
			hand_write(w, &h);
			memset(&o, 0, sizeof(o));
			assert_null(read_by(w, 2, false, &o, &err));
			assert_int_equal(err.code, SAR_ETAMPER);
			assert_non_null(strstr(err.msg, "not match"));
			assert_int_equal(o.size, wrong[i] / each[k] * each[k]);
			hand_end(&h);
		}
}

static void
whoever_is_told_can_end_it(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct order o = { .stop = 5000 };
	struct hand h;

	make(w, &h, 9000, 50);
	assert_null(read_by(w, 2, false, &o, &err));
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_int_equal(o.records, 5000);
	hand_end(&h);
}

static void
a_signal_ends_it(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	volatile int stop = 15;
	struct sar_log_reading how = { .dir = w->log,
		.key = w->public,
		.stop = &stop };
	struct hand h;

	make(w, &h, 10, 1);
	assert_null(sar_log_open(&how, &err));
	assert_int_equal(err.code, SAR_ESIGNAL);
	hand_end(&h);
}

/* Whoever has the key can make a size as many as he likes. */
static void
a_size_is_never_repeated(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct order o = { 0 };
	struct hand h;
	int i;

	make(w, &h, 1500, 100);
	for (i = 0; i < 1200; i++)
		hand_note(&h, w->key);
	hand_void(&h);
	hand_note(&h, w->key);
	hand_write(w, &h);
	assert_null(read_by(w, 2, false, &o, &err));
	assert_int_equal(err.code, SAR_ETAMPER);
	/* The first is the sixteenth there is. */
	assert_string_equal(err.msg,
	    "checkpoints: line 76: the log's size is there twice");
	assert_int_equal(o.notes, 15);
	hand_end(&h);
}

/* One in the middle: its root is right, its signature is not. */
static void
a_forged_signature_in_the_middle_is_seen_when_all_are_looked_at(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct order o = { 0 };
	struct sar_log *log;
	struct hand h;
	char *p;
	int i;

	make(w, &h, 3000, 3);
	for (p = h.notes.data, i = 0; i < 500; i++)
		p = strstr(p, "\xe2\x80\x94 ") + 4;
	p += strlen(w->public->name) + 30;
	*p = *p == 'A' ? 'B' : 'A';
	hand_write(w, &h);
	log = read_by(w, 2, false, &o, &err);
	assert_non_null(log);
	assert_int_equal(sar_log_unverified(log), 999);
	sar_log_free(log);
	memset(&o, 0, sizeof(o));
	assert_null(read_by(w, 2, true, &o, &err));
	assert_string_equal(err.msg,
	    "checkpoints: line 2496: the checkpoint's signature does not "
	    "verify");
	/* Not one of this key at all is refused in any case. */
	p -= 28;
	*p = *p == 'A' ? 'B' : 'A';
	hand_write(w, &h);
	memset(&o, 0, sizeof(o));
	assert_null(read_by(w, 2, false, &o, &err));
	assert_int_equal(err.code, SAR_ETAMPER);
	hand_end(&h);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_log_of_any_size_has_the_root_of_its_lines),
		IN_WORLD(segments_may_be_of_any_size),
		IN_WORLD(a_wrong_record_is_named_after_all_before_it_are_told),
		IN_WORLD(a_changed_record_breaks_the_next_checkpoint),
		IN_WORLD(whoever_is_told_can_end_it),
		IN_WORLD(a_signal_ends_it),
		IN_WORLD(a_size_is_never_repeated),
		IN_WORLD(
		    a_forged_signature_in_the_middle_is_seen_when_all_are_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
