/* Cosignatures: the file, and the records that tell of them. */
#include <signal.h>
#include <time.h>

#include "disclosure_hand.h"
#include "tlog/cosign.h"

#define TS 1768298400

static struct sar_key_secret *
make_witness(const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = sar_key_generate_witness(name, &err);
	struct sar_key_secret *key = NULL;

	if (skey == NULL || (key = sar_key_secret_parse(skey, &err)) == NULL)
		fail_msg("%s", err.msg);
	sar_secret_free(skey);
	return key;
}

/* A log of three records, and what a witness says of its checkpoint of two. */
struct scene {
	const struct world *w;
	struct sar_key_secret *witness;
	struct hand h;
	struct sar_buf note; /* cosigned */
};

static void
cosign(struct sar_buf *note, const struct sar_key_secret *witness, int64_t ts)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t text = (size_t)(strstr(note->data, "\n\n") + 1 - note->data);
	struct sar_buf line = SAR_BUF_INIT;

	assert_int_equal(sar_cosign_add(&line, witness, note->data, text, ts,
			     &err),
	    0);
	sar_buf_add(note, line.data, line.len);
	sar_buf_free(&line);
}

static void
begin(struct scene *s, void **state)
{
	memset(s, 0, sizeof(*s));
	s->w = *state;
	s->witness = make_witness("audit.example.org/w1");
	hand_begin(&s->h);
	hand_genesis(&s->h, s->w->public);
	hand_void(&s->h);
	hand_note(&s->h, s->w->key);
	sar_buf_add(&s->note, s->h.notes.data, s->h.notes.len);
	cosign(&s->note, s->witness, TS);
}

/* The record of it, in a log that is not written yet. */
static void
add_claim(struct scene *s, const char *by, unsigned size, long ts)
{
	char vkey[SAR_VKEY_MAX];
	struct sar_buf line = SAR_BUF_INIT;

	sar_key_public_format(sar_key_secret_public(s->witness), vkey);
	sar_buf_printf(&line,
	    "{\"by\":\"%s\",\"key\":\"%s\",\"salt\":"
	    "\"oKCgoKCgoKCgoKCgoKCgoA==\",\"seq\":%llu,\"size\":%u,"
	    "\"t\":\"2026-01-05T09:00:00Z\",\"ts\":%ld,\"type\":\"cosigned\","
	    "\"v\":1}",
	    by, vkey, (unsigned long long)s->h.tree.size, size, ts);
	hand_line(&s->h, line.data);
	sar_buf_free(&line);
}

static void
claim(struct scene *s, const char *by, unsigned size, long ts)
{
	add_claim(s, by, size, ts);
	hand_note(&s->h, s->w->key);
	hand_write(s->w, &s->h);
}

static void
write_file(const struct scene *s, const struct sar_buf *text)
{
	char path[PATH_LEN];

	(void)mkdir(s->w->log, 0700);
	path_in(path, s->w->log, "cosignatures");
	spill(path, text->data, text->len);
}

static void
end(struct scene *s)
{
	hand_end(&s->h);
	sar_buf_free(&s->note);
	sar_key_secret_free(s->witness);
}

static size_t
count_unattested(const struct scene *s)
{
	struct sar_log *log = open_ok(s->w, s->w->log);
	size_t n;

	(void)sar_log_unattested(log, &n);
	sar_log_free(log);
	return n;
}

/* What is told of. */
static int
take(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct sar_buf *told = ctx;

	(void)err;
	assert_int_equal(note->size, 2);
	sar_buf_add(told, note->text, note->len);
	return 0;
}

static void
a_cosignature_and_its_record_belong_together(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf told = SAR_BUF_INIT;
	struct sar_log_reading how = { .cosigned = take, .ctx = &told };
	struct sar_log *log;
	struct scene s;

	begin(&s, state);
	claim(&s, "audit.example.org/w1", 2, TS);
	/* Without the file it is a finding, and no tampering. */
	assert_int_equal(count_unattested(&s), 1);
	write_file(&s, &s.note);
	assert_int_equal(count_unattested(&s), 0);
	how.dir = s.w->log;
	how.key = s.w->public;
	log = sar_log_open(&how, &err);
	assert_non_null(log);
	assert_int_equal(told.len, s.note.len);
	assert_memory_equal(told.data, s.note.data, told.len);
	/* A cosigned checkpoint's signature is looked at, and the last one's.
	 */
	assert_int_equal(sar_log_unverified(log), 0);
	sar_log_free(log);
	sar_buf_free(&told);
	end(&s);
}

static void
a_record_of_another_size_or_time_is_not_attested(void **state)
{
	struct scene s;

	begin(&s, state);
	write_file(&s, &s.note);
	claim(&s, "audit.example.org/w1", 2, TS + 1);
	assert_int_equal(count_unattested(&s), 1);
	claim(&s, "audit.example.org/w1", 3, TS);
	assert_int_equal(count_unattested(&s), 2);
	end(&s);
}

static void
a_record_that_makes_no_sense_is_refused(void **state)
{
	struct scene s;

	begin(&s, state);
	claim(&s, "somebody.else/w1", 2, TS);
	open_fails(s.w, s.w->log, SAR_ETAMPER,
	    SEGMENT ": line 3: record 2: names no witness and its key");
	end(&s);
	begin(&s, state);
	claim(&s, "audit.example.org/w1", 3, TS);
	open_fails(s.w, s.w->log, SAR_ETAMPER,
	    SEGMENT ": line 3: record 2: the checkpoint it tells of is not "
		    "before it");
	end(&s);
}

static void
every_bit_of_a_cosigned_note_matters(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log;
	struct scene s;
	size_t i, n;

	begin(&s, state);
	claim(&s, "audit.example.org/w1", 2, TS);
	for (i = 0; i < s.note.len; i++) {
		s.note.data[i] ^= 1;
		write_file(&s, &s.note);
		/* Refused, or the record has no cosignature any more. */
		log = read_log(s.w, s.w->log, NULL, &err);
		if (log != NULL) {
			(void)sar_log_unattested(log, &n);
			assert_int_equal(n, 1);
		}
		sar_log_free(log);
		s.note.data[i] ^= 1;
	}
	end(&s);
}

static void
a_note_that_is_no_checkpoint_of_the_log_is_tampering(void **state)
{
	struct sar_buf note = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	uint8_t root[SAR_SHA256_LEN] = { 1 };
	struct scene s;

	begin(&s, state);
	claim(&s, "audit.example.org/w1", 2, TS);
	/* Signed by the log's own key: it shows two faces. */
	assert_int_equal(sar_note_add(&note, s.w->key, 2, root, &err), 0);
	cosign(&note, s.witness, TS);
	write_file(&s, &note);
	open_fails(s.w, s.w->log, SAR_ETAMPER,
	    "cosignatures: line 1: not a checkpoint of the log");
	sar_buf_free(&note);
	/* Of a size that the log had, and has no more. */
	sar_buf_add(&note, s.note.data, s.note.len);
	assert_int_equal(sar_note_add(&note, s.w->key, 7, root, &err), 0);
	write_file(&s, &note);
	open_fails(s.w, s.w->log, SAR_ETAMPER,
	    "cosignatures: line 7: not a checkpoint of the log");
	sar_buf_free(&note);
	end(&s);
}

static void
a_signature_of_the_log_is_needed_and_must_verify(void **state)
{
	struct sar_key_secret *other;
	struct sar_buf note = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tree tree;
	struct scene s;
	uint8_t root[SAR_SHA256_LEN];

	begin(&s, state);
	other = hand_key(s.w);
	tree = s.h.tree;
	sar_tree_root(&tree, root);
	claim(&s, "audit.example.org/w1", 2, TS);
	assert_int_equal(sar_note_add(&note, other, 2, root, &err), 0);
	cosign(&note, s.witness, TS);
	write_file(&s, &note);
	open_fails(s.w, s.w->log, SAR_ETAMPER,
	    "cosignatures: line 1: the log's signature does not verify");
	sar_buf_free(&note);
	sar_key_secret_free(other);
	end(&s);
}

static void
others_lines_and_what_was_cut_short_are_passed_over(void **state)
{
	struct sar_key_secret *other = make_witness("other.example.org/w2");
	struct scene s;
	struct sar_buf text = SAR_BUF_INIT;
	size_t cut;

	begin(&s, state);
	cosign(&s.note, other, TS + 5);
	claim(&s, "audit.example.org/w1", 2, TS);
	for (cut = 0; cut < s.note.len; cut += 11) {
		sar_buf_add(&text, s.note.data, cut);
		if (cut > 0 && text.data[cut - 1] != '\n')
			sar_buf_puts(&text, "\n");
		sar_buf_add(&text, s.note.data, s.note.len);
		sar_buf_add(&text, s.note.data, cut);
		write_file(&s, &text);
		assert_int_equal(count_unattested(&s), 0);
		sar_buf_free(&text);
	}
	sar_key_secret_free(other);
	end(&s);
}

/* Work for each note and each record would be 640,000 signatures. */
static void
many_notes_and_many_records_are_not_multiplied(void **state)
{
	enum {
		MANY = 800
	};
	struct sar_buf text = SAR_BUF_INIT;
	struct scene s;
	clock_t began;
	int i;

	begin(&s, state);
	for (i = 0; i < MANY; i++) {
		add_claim(&s, "audit.example.org/w1", 2, TS + i % 2);
		sar_buf_add(&text, s.note.data, s.note.len);
	}
	hand_note(&s.h, s.w->key);
	hand_write(s.w, &s.h);
	write_file(&s, &text);
	began = clock();
	assert_int_equal(count_unattested(&s), MANY / 2);
	assert_true(clock() - began < 10 * CLOCKS_PER_SEC);
	sar_buf_free(&text);
	end(&s);
}

static int
stop_now(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	volatile int *stop = ctx;

	(void)err;
	*stop = note->size == 3 ? SIGTERM : 0;
	return 0;
}

static void
a_signal_is_heard_among_the_notes(void **state)
{
	volatile int stop = 0;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log_reading how = {
		.note = stop_now,
		.ctx = (void *)(uintptr_t)&stop,
		.stop = &stop,
	};
	struct scene s;

	begin(&s, state);
	claim(&s, "audit.example.org/w1", 2, TS);
	write_file(&s, &s.note);
	how.dir = s.w->log;
	how.key = s.w->public;
	assert_null(sar_log_open(&how, &err));
	assert_int_equal(err.code, SAR_ESIGNAL);
	end(&s);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_cosignature_and_its_record_belong_together),
		IN_WORLD(a_record_of_another_size_or_time_is_not_attested),
		IN_WORLD(a_record_that_makes_no_sense_is_refused),
		IN_WORLD(every_bit_of_a_cosigned_note_matters),
		IN_WORLD(a_note_that_is_no_checkpoint_of_the_log_is_tampering),
		IN_WORLD(a_signature_of_the_log_is_needed_and_must_verify),
		IN_WORLD(others_lines_and_what_was_cut_short_are_passed_over),
		IN_WORLD(many_notes_and_many_records_are_not_multiplied),
		IN_WORLD(a_signal_is_heard_among_the_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
