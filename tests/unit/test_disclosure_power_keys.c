/* Changes of key, erasures and cosignatures, stopped at every step. */
#include "disclosure_power.h"

#include "disclosure/attach.h"
#include "tlog/cosign.h"

static int
rotate(const struct home *home, struct sar_err *err)
{
	struct sar_key_public key;
	uint64_t seq;

	return sar_log_rotate(&home->writer, "u7", &key, &seq, err);
}

static void
is_rotated(const struct home *home)
{
	struct sar_log *log = open_ok(home->w, home->w->log);
	size_t n;

	(void)sar_log_keys(log, &n);
	assert_int_equal(n, 2);
	assert_false(sar_log_rotating(log));
	sar_log_free(log);
	assert_key(home);
	assert_vkeys(home);
}

static void
a_change_of_key_stops_anywhere(void **state)
{
	static const struct operation op = { two_records, rotate, is_rotated,
		61 };

	check(state, &op);
}

/* The same again, with a key that came by a change. */
static void
rotated(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;

	two_records(home);
	if (rotate(home, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
is_rotated_again(const struct home *home)
{
	struct sar_log *log = open_ok(home->w, home->w->log);
	size_t n;

	(void)sar_log_keys(log, &n);
	assert_int_equal(n, 3);
	sar_log_free(log);
	assert_key(home);
	assert_vkeys(home);
}

static void
a_second_change_of_key_stops_anywhere(void **state)
{
	static const struct operation op = { rotated, rotate, is_rotated_again,
		127 };

	check(state, &op);
}

static void
something_to_erase(const struct home *home)
{
	two_records(home);
	add(home, "erased");
	add(home, "left");
}

static int
erase(const struct home *home, struct sar_err *err)
{
	uint64_t seq;

	return sar_log_erase(&home->writer,
	    &(struct sar_log_erasing){ 3, "art17", "u7", NULL }, &seq, err);
}

static void
is_erased(const struct home *home)
{
	struct sar_log *log;
	struct told told;

	log = open_told(home->w, home->w->log, &told);
	assert_null(told.all[3]);
	assert_non_null(told.all[4]);
	drop_told(&told);
	sar_log_free(log);
}

static void
an_erasure_stops_anywhere(void **state)
{
	static const struct operation op = { something_to_erase, erase,
		is_erased, 127 };

	check(state, &op);
}

/* What a witness signed: the checkpoint that is the last of the images. */
static struct {
	char note[SAR_MARK_SLOT];
	struct sar_buf line;
	json_t *members;
} witnessed;

static void
cosign_it(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = sar_key_generate_witness("a.example/w1",
	    &err);
	struct sar_key_secret *key = sar_key_secret_parse(skey, &err);
	const struct sar_key_public *public;
	char vkey[SAR_VKEY_MAX];
	struct sar_note note;
	struct sar_log *log;

	two_records(home);
	assert_non_null(key);
	public = sar_key_secret_public(key);
	log = open_ok(home->w, home->w->log);
	(void)snprintf(witnessed.note, sizeof(witnessed.note), "%s",
	    sar_log_checkpoint(log));
	sar_log_free(log);
	assert_true(sar_note_parse(witnessed.note, strlen(witnessed.note),
	    home->w->public, &note));
	assert_int_equal(sar_cosign_add(&witnessed.line, key, witnessed.note,
			     note.text_len, NOW, &err),
	    0);
	sar_key_public_format(public, vkey);
	witnessed.members = json_pack("{sssssIsI}", "by", public->name, "key",
	    vkey, "size", (json_int_t)note.size, "ts", (json_int_t)NOW);
	assert_non_null(witnessed.members);
	sar_key_secret_free(key);
	sar_secret_free(skey);
}

/* The note first, then the record that says so. */
static int
attach(const struct home *home, struct sar_err *err)
{
	struct sar_attach_one one = { witnessed.note, strlen(witnessed.note),
		witnessed.line.data, witnessed.line.len };
	uint64_t seq;
	bool added;

	if (sar_attach_add(home->w->log, home->w->lock, 0, &one, &added, err) ==
	    -1)
		return -1;
	return sar_log_append(&home->writer, "cosigned", witnessed.members,
	    &seq, err);
}

static void
is_attached(const struct home *home)
{
	struct sar_attach_one one = { witnessed.note, strlen(witnessed.note),
		witnessed.line.data, witnessed.line.len };
	struct told told;
	char path[PATH_LEN];
	char *text;
	size_t len, i, n = 0;

	sar_log_free(open_told(home->w, home->w->log, &told));
	for (i = 0; i < told.n; i++)
		n += told.all[i]->type == SAR_RECORD_COSIGNED;
	assert_int_equal(n, 1);
	drop_told(&told);
	path_in(path, home->w->log, SAR_ATTACH_FILE);
	text = slurp(path, &len);
	assert_true(sar_attach_find(text, len, &one));
	free(text);
}

static void
an_attached_cosignature_stops_anywhere(void **state)
{
	static const struct operation op = { cosign_it, attach, is_attached,
		31 };

	check(state, &op);
	json_decref(witnessed.members);
	sar_buf_free(&witnessed.line);
}

/* Recovering from any of them stops anywhere in its turn. */
static void
a_recovery_from_a_change_of_key_stops_anywhere(void **state)
{
	static const struct operation change = { two_records, rotate, NULL, 0 };
	static const struct operation after = { two_records, append_one,
		has_third, 1000 };
	const struct world *w = *state;
	struct image before, middle;
	struct home home;
	size_t steps, step;

	make_home(w, &home);
	change.prepare(&home);
	take_image(w, &before);
	states = 0;
	steps = stopped(&home, &change, SIZE_MAX, 0, LOSE_NOTHING);
	for (step = 0; step < steps; step++) {
		put_image(w, &before);
		(void)stopped(&home, &change, step, 0, LOSE_NOTHING);
		take_image(w, &middle);
		everywhere(&home, &after, &middle);
		drop_image(&middle);
	}
	printf("# %zu states\n", states);
	drop_image(&before);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_change_of_key_stops_anywhere),
		IN_WORLD(a_second_change_of_key_stops_anywhere),
		IN_WORLD(an_erasure_stops_anywhere),
		IN_WORLD(an_attached_cosignature_stops_anywhere),
		IN_WORLD(a_recovery_from_a_change_of_key_stops_anywhere),
	};

	/* Some thousand folders, which need not be on a disk. */
	if (access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
