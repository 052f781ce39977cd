/* The change of a log's key, step by step as sar-log(5) says. */
#include "disclosure_home.h"

#include "disclosure/rotate.h"

static void
rotate(const struct home *home, struct sar_key_public *key)
{
	struct sar_err err = SAR_ERR_INIT;
	uint64_t seq;

	if (sar_log_rotate(&home->writer, "u7", key, &seq, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
the_old_key_signs_that_the_new_one_follows(void **state)
{
	const struct world *w = *state;
	struct sar_key_public key;
	const struct sar_log_key *keys;
	char path[PATH_LEN], vkey[SAR_VKEY_MAX];
	struct sar_note note;
	struct sar_log *log;
	struct told told;
	struct home home;
	size_t len, n;
	char *text;

	make_home(w, &home);
	add(&home, "A");
	rotate(&home, &key);
	assert_string_equal(key.name, w->public->name);
	assert_memory_not_equal(key.public, w->public->public, 32);
	add(&home, "B");
	log = open_told(w, w->log, &told);
	keys = sar_log_keys(log, &n);
	assert_int_equal(n, 2);
	assert_int_equal(keys[0].since, 0);
	assert_int_equal(keys[1].since, 4);
	assert_memory_equal(keys[1].key.public, key.public, 32);
	assert_int_equal(told.all[2]->type, SAR_RECORD_KEY_ROTATE);
	sar_key_public_format(w->public, vkey);
	assert_true(sar_record_is(told.all[2], "old", vkey));
	sar_key_public_format(&key, vkey);
	assert_true(sar_record_is(told.all[2], "new", vkey));
	assert_true(sar_record_is(told.all[2], "by", "u7"));
	drop_told(&told);

	/* The note: of size 3, by both, the old one's line first. */
	path_in(path, w->log, "rotation-0001.note");
	text = slurp(path, &len);
	assert_true(sar_note_parse(text, len, w->public, &note));
	assert_int_equal(note.size, 3);
	assert_true(sar_note_verify(text, &note, w->public));
	assert_true(sar_note_parse(text, len, &key, &note));
	assert_true(sar_note_verify(text, &note, &key));
	assert_int_equal(note.len, len);
	free(text);
	/* The last checkpoint is the new key's alone. */
	text = strdup(sar_log_checkpoint(log));
	assert_true(sar_note_parse(text, strlen(text), &key, &note));
	assert_false(sar_note_parse(text, strlen(text), w->public, &note));
	free(text);
	sar_log_free(log);
}

static void
nothing_is_left_of_the_old_key(void **state)
{
	const struct world *w = *state;
	struct sar_key_public key;
	struct home home;
	char path[PATH_LEN], was[128];
	size_t len;
	char *text;
	int fd;

	make_home(w, &home);
	add(&home, "A");
	text = slurp(home.skey, &len);
	(void)snprintf(was, sizeof(was), "%s", text);
	free(text);
	/* Who had it open sees what became of it. */
	fd = open(home.skey, O_RDONLY | O_CLOEXEC);
	rotate(&home, &key);
	assert_int_equal(pread(fd, path, sizeof(path), 0), len);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(path[i], 0);
	(void)close(fd);
	text = slurp(home.skey, &len);
	assert_string_not_equal(text, was);
	free(text);
	path_in(path, w->dir, SKEY ".new");
	assert_false(sar_file_exists(path));
}

static void
a_key_of_the_past_or_of_nowhere_signs_nothing(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	struct home home;
	char *old, *now;
	size_t old_len, now_len;
	uint64_t seq;

	make_home(w, &home);
	add(&home, "A");
	old = slurp(home.skey, &old_len);
	rotate(&home, &key);
	now = slurp(home.skey, &now_len);
	spill(home.skey, old, old_len);
	add_fails(&home, SAR_ESECRET, "signed with another key now");
	assert_int_equal(sar_log_rotate(&home.writer, "u7", &key, &seq, &err),
	    -1);
	assert_int_equal(err.code, SAR_ESECRET);
	spill(home.skey, "nonsense\n", 9);
	add_fails(&home, SAR_ESECRET, "expected an Ed25519 skey");
	assert_int_equal(unlink(home.skey), 0);
	add_fails(&home, SAR_ESECRET, SKEY);
	/* A key that is handed over, as a credential, is held against the
	   log in the same way. */
	home.writer.skey = NULL;
	home.writer.key = w->key;
	add_fails(&home, SAR_ESECRET, "signed with another key now");
	assert_int_equal(size_of_log(&home), 3);
	home.writer.key = NULL;
	home.writer.skey = home.skey;
	spill(home.skey, now, now_len);
	assert_int_equal(add(&home, "B"), 3);
	free(old);
	free(now);
}

static void
a_key_that_is_not_in_a_file_is_not_changed(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	struct home home;
	uint64_t seq;

	make_home(w, &home);
	home.writer.skey = NULL;
	home.writer.key = w->key;
	add(&home, "A");
	assert_int_equal(sar_log_rotate(&home.writer, "u7", &key, &seq, &err),
	    -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_int_equal(size_of_log(&home), 2);
}

/* A next key that was made, and nothing came of it. */
static void
a_change_that_was_not_logged_is_dropped(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = sar_key_generate(w->public->name, &err);
	struct home home;
	char path[PATH_LEN];

	make_home(w, &home);
	path_in(path, w->dir, SKEY ".new");
	spill(path, sar_secret_data(skey), sar_secret_len(skey));
	add(&home, "A");
	assert_false(sar_file_exists(path));
	/* Half of one is none. */
	spill(path, sar_secret_data(skey), 20);
	add(&home, "B");
	assert_false(sar_file_exists(path));
	assert_int_equal(size_of_log(&home), 3);
	sar_secret_free(skey);
}

static void
a_log_from_before_the_change_is_not_added_to(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	char backup[PATH_LEN];
	struct home home;
	uint64_t seq;

	path_in(backup, w->dir, "backup");
	make_home(w, &home);
	add(&home, "A");
	copy_log(w->log, backup);
	rotate(&home, &key);
	add(&home, "B");
	add(&home, "C");
	copy_log(backup, w->log);
	add_fails(&home, SAR_ETAMPER, "older than its last checkpoint");
	assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	assert_int_equal(size_of_log(&home), 2);
}

static void
many_changes_make_one_chain(void **state)
{
	const struct world *w = *state;
	struct sar_key_public key;
	struct sar_log *log;
	struct home home;
	size_t n;
	int i;

	make_home(w, &home);
	for (i = 0; i < 12; i++) {
		rotate(&home, &key);
		if (i % 3 == 0)
			add(&home, "A");
	}
	log = open_ok(w, w->log);
	(void)sar_log_keys(log, &n);
	assert_int_equal(n, 13);
	sar_log_free(log);
	assert_vkeys(&home);
}

/* A home whose key was changed before the list was kept, or lost it since. */
static void
the_list_of_keys_is_made_again_by_whoever_writes(void **state)
{
	const struct world *w = *state;
	struct sar_key_public key;
	char vkey[SAR_VKEY_MAX];
	struct home home;
	struct stat st;

	make_home(w, &home);
	home.writer.vkeys = NULL;
	add(&home, "A");
	assert_false(sar_file_exists(home.vkeys));
	rotate(&home, &key);
	home.writer.vkeys = home.vkeys;
	sar_key_public_format(w->public, vkey);
	spill(home.vkeys, vkey, strlen(vkey));
	add(&home, "B");
	assert_vkeys(&home);
	assert_int_equal(stat(home.vkeys, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	rotate(&home, &key);
	assert_vkeys(&home);
	/* Nothing is written where nothing is to be said. */
	assert_int_equal(chmod(home.vkeys, 0400), 0);
	add(&home, "C");
	assert_int_equal(stat(home.vkeys, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0400);
	assert_int_equal(unlink(home.vkeys), 0);
	add(&home, "D");
	assert_vkeys(&home);
}

/* The key is not handed over before it is told. */
static void
a_list_that_cannot_be_written_stops_the_change_till_it_can(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	struct home home;
	uint64_t seq;

	make_home(w, &home);
	add(&home, "A");
	assert_int_equal(unlink(home.vkeys), 0);
	assert_int_equal(mkdir(home.vkeys, 0700), 0);
	add_fails(&home, SAR_EFAIL, VKEYS);
	assert_int_equal(rmdir(home.vkeys), 0);
	home.writer.vkeys = "/nowhere/" VKEYS;
	assert_int_equal(sar_log_rotate(&home.writer, "u7", &key, &seq, &err),
	    -1);
	home.writer.vkeys = home.vkeys;
	add(&home, "B");
	assert_vkeys(&home);
}

/* The record is there, its note is not: nobody but the new key can go on. */
static void
a_new_key_that_is_lost_half_way_has_to_be_put_back(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char note[PATH_LEN], next[PATH_LEN];
	struct sar_key_public key;
	struct home home;
	size_t old_len, new_len;
	char *old, *new;
	uint64_t seq;

	path_in(note, w->log, "rotation-0001.note");
	path_in(next, w->dir, SKEY ".new");
	make_home(w, &home);
	old = slurp(home.skey, &old_len);
	rotate(&home, &key);
	new = slurp(home.skey, &new_len);
	assert_int_equal(unlink(note), 0);
	spill(home.skey, old, old_len);

	add_fails(&home, SAR_ESECRET, "its new key is not there");
	assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_non_null(strstr(err.hint, "put log.skey.new back"));
	assert_non_null(strstr(err.hint, "the log has ended"));
	assert_int_equal(size_of_log(&home), 2);
	spill(next, new, new_len);
	assert_int_equal(add(&home, "A"), 2);
	free(old);
	free(new);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_new_key_that_is_lost_half_way_has_to_be_put_back),
		IN_WORLD(the_old_key_signs_that_the_new_one_follows),
		IN_WORLD(nothing_is_left_of_the_old_key),
		IN_WORLD(a_key_of_the_past_or_of_nowhere_signs_nothing),
		IN_WORLD(a_key_that_is_not_in_a_file_is_not_changed),
		IN_WORLD(a_change_that_was_not_logged_is_dropped),
		IN_WORLD(a_log_from_before_the_change_is_not_added_to),
		IN_WORLD(many_changes_make_one_chain),
		IN_WORLD(the_list_of_keys_is_made_again_by_whoever_writes),
		IN_WORLD(
		    a_list_that_cannot_be_written_stops_the_change_till_it_can),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
