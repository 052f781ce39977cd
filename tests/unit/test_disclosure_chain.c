/* Changes of the log's key: good, and in each way bad. */
#include "disclosure/log_state.h"
#include "disclosure_hand.h"

#define ROTATION "rotation-0001.note"

/* A world, and the key that comes after the first. */
struct keys {
	const struct world *w;
	struct sar_key_secret *second;
	struct hand h;
};

/* Three records, the last a change of key, and the checkpoint it ends with. */
static void
begin(struct keys *k, void **state)
{
	k->w = *state;
	k->second = hand_key(k->w);
	hand_begin(&k->h);
	hand_genesis(&k->h, k->w->public);
	hand_void(&k->h);
	hand_rotate(&k->h, k->w->key, k->second);
	hand_note(&k->h, k->w->key);
}

static void
end(struct keys *k)
{
	hand_end(&k->h);
	sar_key_secret_free(k->second);
}

/* The note of two signatures, of the tree as it is. */
static void
write_rotation(const struct keys *k, const char *name,
    const struct sar_key_secret *first, const struct sar_key_secret *then)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf one = SAR_BUF_INIT, other = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN];
	const char *line;
	char path[PATH_LEN];

	sar_tree_root(&k->h.tree, root);
	assert_int_equal(sar_note_add(&one, first, k->h.tree.size, root, &err),
	    0);
	assert_int_equal(sar_note_add(&other, then, k->h.tree.size, root, &err),
	    0);
	line = strstr(other.data, "\n\n");
	assert_non_null(line);
	sar_buf_puts(&one, line + 2);
	(void)mkdir(k->w->log, 0700);
	path_in(path, k->w->log, name);
	spill(path, one.data, one.len);
	sar_buf_free(&one);
	sar_buf_free(&other);
}

/* One more record, signed by ${key}. */
static void
go_on(struct keys *k, const struct sar_key_secret *key)
{
	hand_void(&k->h);
	hand_note(&k->h, key);
	hand_write(k->w, &k->h);
}

static struct sar_log *
open_pinned(const struct keys *k, const struct sar_key_secret *key,
    struct sar_err *err)
{
	struct sar_log_reading how = { .dir = k->w->log,
		.key = sar_key_secret_public(key) };

	return sar_log_open(&how, err);
}

static void
a_log_goes_on_with_another_key(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	const struct sar_log_key *keys;
	struct sar_log *log;
	struct keys k;
	size_t n;

	begin(&k, state);
	write_rotation(&k, ROTATION, k.w->key, k.second);
	go_on(&k, k.second);
	log = open_ok(k.w, k.w->log);
	keys = sar_log_keys(log, &n);
	assert_int_equal(n, 2);
	assert_int_equal(keys[0].since, 0);
	assert_int_equal(keys[1].since, 4);
	assert_memory_equal(keys[1].key.public,
	    sar_key_secret_public(k.second)->public, 32);
	assert_false(sar_log_rotating(log));
	sar_log_free(log);
	/* Whoever holds the later key can read it too. */
	log = open_pinned(&k, k.second, &err);
	assert_non_null(log);
	sar_log_free(log);
	end(&k);
}

static void
a_change_of_key_that_was_cut_short_is_unfinished(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log;
	struct keys k;

	begin(&k, state);
	hand_write(k.w, &k.h);
	log = open_ok(k.w, k.w->log);
	assert_true(sar_log_rotating(log));
	sar_log_free(log);
	/* The new key has not signed anything yet: it vouches for nothing. */
	assert_null(open_pinned(&k, k.second, &err));
	assert_int_equal(err.code, SAR_ETAMPER);
	/* With its note, and nothing signed after it, it is finished. */
	write_rotation(&k, ROTATION, k.w->key, k.second);
	log = open_pinned(&k, k.second, &err);
	assert_non_null(log);
	assert_false(sar_log_rotating(log));
	sar_log_free(log);
	end(&k);
}

static void
going_on_without_the_note_is_tampering(void **state)
{
	struct keys k;

	begin(&k, state);
	go_on(&k, k.second);
	open_fails(k.w, k.w->log, SAR_ETAMPER,
	    ROTATION ": missing, though record 2 changes the key");
	end(&k);
}

static void
going_on_with_the_old_key_is_tampering(void **state)
{
	struct keys k;

	begin(&k, state);
	write_rotation(&k, ROTATION, k.w->key, k.second);
	go_on(&k, k.w->key);
	open_fails(k.w, k.w->log, SAR_ETAMPER,
	    "checkpoints: line 6: not a checkpoint signed by this key");
	end(&k);
}

static void
a_change_that_no_checkpoint_ends_with_is_tampering(void **state)
{
	struct keys k;

	begin(&k, state);
	write_rotation(&k, ROTATION, k.w->key, k.second);
	sar_buf_free(&k.h.notes);
	go_on(&k, k.second);
	open_fails(k.w, k.w->log, SAR_ETAMPER,
	    "record 2 changes the key, and no checkpoint ends with it");
	end(&k);
}

static void
the_checkpoint_of_a_change_is_always_verified(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct keys k;
	char *sig;

	begin(&k, state);
	write_rotation(&k, ROTATION, k.w->key, k.second);
	/* A character of the signature, not of the key's id. */
	sig = strstr(k.h.notes.data, "\xe2\x80\x94 ") + 4 +
	      strlen(k.w->public->name) + 20;
	*sig = *sig == 'A' ? 'B' : 'A';
	go_on(&k, k.second);
	assert_null(open_pinned(&k, k.w->key, &err));
	assert_string_equal(err.msg,
	    "checkpoints: line 1: the checkpoint's signature does not verify");
	end(&k);
}

/* Each is written in place of the note, and nothing of it opens. */
static void
a_note_that_is_not_signed_by_both_in_order_is_refused(void **state)
{
	struct sar_log_reading how = { .dir = NULL };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_secret *third;
	struct keys k;
	size_t i, len;
	char path[PATH_LEN], *text;

	begin(&k, state);
	how.dir = k.w->log;
	how.key = k.w->public;
	third = hand_key(k.w);
	write_rotation(&k, ROTATION, k.w->key, k.second);
	go_on(&k, k.second);
	sar_log_free(open_ok(k.w, k.w->log));
	path_in(path, k.w->log, ROTATION);
	text = slurp(path, &len);
	for (i = 0; i < len; i++) {
		text[i] ^= 1;
		spill(path, text, len);
		assert_null(sar_log_read(&how, &err));
		assert_string_equal(err.msg,
		    ROTATION ": not the checkpoint of size 3 signed by the key "
			     "before and the new one");
		text[i] ^= 1;
	}
	for (i = 0; i < len; i += 7) {
		spill(path, text, i);
		assert_null(sar_log_read(&how, &err));
	}
	free(text);
	hand_end(&k.h);
	/* The same with keys exchanged, and with one that is not the log's. */
	hand_begin(&k.h);
	hand_genesis(&k.h, k.w->public);
	hand_void(&k.h);
	hand_rotate(&k.h, k.w->key, k.second);
	write_rotation(&k, ROTATION, k.second, k.w->key);
	open_fails(k.w, k.w->log, SAR_ETAMPER, NULL);
	write_rotation(&k, ROTATION, k.w->key, third);
	open_fails(k.w, k.w->log, SAR_ETAMPER, NULL);
	write_rotation(&k, ROTATION, k.w->key, k.w->key);
	open_fails(k.w, k.w->log, SAR_ETAMPER, NULL);
	write_rotation(&k, ROTATION, k.w->key, k.second);
	sar_log_free(open_ok(k.w, k.w->log));
	sar_key_secret_free(third);
	end(&k);
}

static void
a_note_that_no_record_tells_of_is_tampering(void **state)
{
	char path[PATH_LEN];
	struct keys k;

	begin(&k, state);
	write_rotation(&k, ROTATION, k.w->key, k.second);
	write_rotation(&k, "rotation-0002.note", k.w->key, k.second);
	go_on(&k, k.second);
	open_fails(k.w, k.w->log, SAR_ETAMPER,
	    "rotation-0002.note: no record tells of it");
	path_in(path, k.w->log, ROTATION);
	assert_int_equal(unlink(path), 0);
	open_fails(k.w, k.w->log, SAR_ETAMPER,
	    "rotation-0002.note: one before it is missing");
	path_in(path, k.w->log, "rotation-0002.note");
	assert_int_equal(unlink(path), 0);
	path_in(path, k.w->log, "rotation-1.note");
	spill(path, "", 0);
	open_fails(k.w, k.w->log, SAR_ETAMPER,
	    "rotation-1.note: not the name of a log's file");
	end(&k);
}

static void
a_change_from_a_key_that_is_not_the_logs_is_refused(void **state)
{
	const struct world *w = *state;
	struct sar_key_secret *other = hand_key(w), *new = hand_key(w);
	const struct sar_key_secret *old[] = { other, w->key, w->key };
	const struct sar_key_secret *to[] = { new, w->key, w->key };
	static const char *const why[] = {
		"old is not the key the log is signed with",
		"new is a key the log had before",
		"new is a key the log had before",
	};
	char message[256];
	struct hand h;
	size_t i;

	for (i = 0; i < 3; i++) {
		hand_begin(&h);
		hand_genesis(&h, w->public);
		hand_rotate(&h, old[i], to[i]);
		hand_note(&h, w->key);
		hand_write(w, &h);
		(void)snprintf(message, sizeof(message),
		    SEGMENT ": line 2: record 1: %s", why[i]);
		open_fails(w, w->log, SAR_ETAMPER, message);
		hand_end(&h);
	}
	sar_key_secret_free(other);
	sar_key_secret_free(new);
}

/* Twice, and with every signature looked at. */
static void
keys_follow_each_other(void **state)
{
	struct sar_key_secret *third;
	struct sar_log *log;
	struct keys k;
	size_t n;

	begin(&k, state);
	third = hand_key(k.w);
	write_rotation(&k, ROTATION, k.w->key, k.second);
	go_on(&k, k.second);
	hand_rotate(&k.h, k.second, third);
	hand_note(&k.h, k.second);
	write_rotation(&k, "rotation-0002.note", k.second, third);
	go_on(&k, third);
	log = open_ok(k.w, k.w->log);
	(void)sar_log_keys(log, &n);
	assert_int_equal(n, 3);
	assert_int_equal(sar_log_unverified(log), 0);
	sar_log_free(log);
	sar_key_secret_free(third);
	end(&k);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_log_goes_on_with_another_key),
		IN_WORLD(a_change_of_key_that_was_cut_short_is_unfinished),
		IN_WORLD(going_on_without_the_note_is_tampering),
		IN_WORLD(going_on_with_the_old_key_is_tampering),
		IN_WORLD(a_change_that_no_checkpoint_ends_with_is_tampering),
		IN_WORLD(the_checkpoint_of_a_change_is_always_verified),
		IN_WORLD(a_note_that_is_not_signed_by_both_in_order_is_refused),
		IN_WORLD(a_note_that_no_record_tells_of_is_tampering),
		IN_WORLD(a_change_from_a_key_that_is_not_the_logs_is_refused),
		IN_WORLD(keys_follow_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
