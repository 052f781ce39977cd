#include "disclosure/rotate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "disclosure/append.h"
#include "disclosure/commit.h"
#include "tlog/note.h"
#include "tlog/vkeys.h"

#define NOTE_NAME 24

static bool
same_key(const struct sar_key_public *a, const struct sar_key_public *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       memcmp(a->public, b->public, sizeof(a->public)) == 0;
}

static bool
is_key(const struct sar_key_secret *secret, const struct sar_key_public *key)
{
	return secret != NULL && same_key(sar_key_secret_public(secret), key);
}

/* Is ${secret} the key that the last record of a change names? */
static bool
is_named(const struct sar_session *s, const struct sar_key_secret *secret)
{
	char vkey[SAR_VKEY_MAX];

	if (secret == NULL)
		return false;
	sar_key_public_format(sar_key_secret_public(secret), vkey);
	return strcmp(vkey, s->rotated_to) == 0;
}

/*
 * The checkpoint just behind the record, signed with both keys, the old one
 * first.  It has one form only, so a second try writes the same.
 */
static int
make_note(struct sar_session *s, struct sar_buf *note, struct sar_err *err)
{
	struct sar_buf next = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN];
	const char *line;
	int rc = -1;

	sar_tree_root(&s->tree, root);
	if (sar_note_add(note, s->seed.now, s->tree.size, root, err) == 0 &&
	    sar_note_add(&next, s->seed.next, s->tree.size, root, err) == 0) {
		/* The text is the same: its signature is behind the empty
		   line. */
		line = strstr(next.data, "\n\n") + 2;
		sar_buf_puts(note, line);
		rc = sar_buf_check(note, err);
	}
	sar_buf_free(&next);
	return rc;
}

/* Write rotation-NNNN.note; nothing in the folder is renamed or removed. */
static int
put_rotation(struct sar_session *s, size_t number, struct sar_err *err)
{
	struct sar_buf note = SAR_BUF_INIT;
	char name[NOTE_NAME];
	char *path = NULL;
	int rc = -1;

	(void)snprintf(name, sizeof(name), "rotation-%04zu.note", number);
	if (make_note(s, &note, err) == 0 &&
	    (path = sar_file_join(s->writer->dir, name, err)) != NULL)
		rc = sar_file_write(path, note.data, note.len, s->mode & 0640,
		    false, err);
	free(path);
	sar_buf_free(&note);
	return rc;
}

/* All keys of the log, and ${next}, if it is not yet one of them. */
static int
list_keys(const struct sar_session *s, const struct sar_key_secret *next,
    struct sar_buf *list, struct sar_err *err)
{
	const struct sar_log_key *keys;
	size_t n, i;

	keys = sar_log_keys(s->log, &n);
	for (i = 0; i < n; i++)
		sar_vkeys_add(list, &keys[i].key);
	if (next != NULL && !is_key(next, &keys[n - 1].key))
		sar_vkeys_add(list, sar_key_secret_public(next));
	return sar_buf_check(list, err);
}

/*
 * Whoever is to check what is signed from now on finds the key beside the log,
 * and whoever pinned the first still finds that in the first line.
 */
static int
put_list(const struct sar_session *s, const struct sar_key_secret *next,
    struct sar_err *err)
{
	const char *path = s->writer->vkeys;
	struct sar_err unread = SAR_ERR_INIT;
	struct sar_buf list = SAR_BUF_INIT;
	char *there = NULL;
	size_t len = 0;
	int rc = -1;

	if (path == NULL)
		return 0;
	if (list_keys(s, next, &list, err) == -1)
		goto out;
	if (sar_file_read(path, SAR_VKEYS_FILE_MAX, &there, &len, &unread) ==
		0 &&
	    len == list.len && memcmp(there, list.data, len) == 0)
		rc = 0;
	else
		rc = sar_file_write(path, list.data, list.len, 0644, true, err);

out:
	free(there);
	sar_buf_free(&list);
	return rc;
}

/* The new key signs from now on, and the old one is no more.  Once it is not
   there, nothing says that the list was still to be written. */
static int
install(struct sar_session *s, struct sar_err *err)
{
	if (put_list(s, s->seed.next, err) == -1 ||
	    sar_seed_install(s->writer->skey, &s->seed, err) == -1)
		return -1;
	s->key = s->seed.now;
	return 0;
}

/* With the record committed: the note, then the key. */
static int
complete(struct sar_session *s, struct sar_err *err)
{
	size_t n;

	/* As many as there were changes, this one included: the keys the log
	   had when it was read, but for one it had named already. */
	(void)sar_log_keys(s->log, &n);
	if (sar_log_rotating(s->log))
		n--;
	return put_rotation(s, n, err) == -1 ? -1 : install(s, err);
}

static int
wrong_key(const char *why, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ESECRET, "log: %s", why);
	sar_err_hint(err, "the key that signs the log now is needed: "
			  "sar-log(5), \"Change of key\"");
	return -1;
}

/* Nobody but the new key can sign what follows its record. */
static int
no_next_key(struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ESECRET,
	    "log: a change of key was begun, and its new key is not there");
	sar_err_hint(err,
	    "put log.skey.new back beside log.skey, from a backup; if there is "
	    "none the log has ended: sar-log(5), \"Change of key\"");
	return -1;
}

/* The log says that its key is to change, and nothing is signed since. */
static int
settle_rotating(struct sar_session *s, struct sar_err *err)
{
	if (!is_named(s, s->seed.next))
		return no_next_key(err);
	if (!is_key(s->seed.now, sar_session_log_key(s)))
		return wrong_key("a change of key was begun, and its old key "
				 "is not there",
		    err);
	return complete(s, err);
}

int
sar_rotate_settle(struct sar_session *s, struct sar_err *err)
{
	const struct sar_key_public *key = sar_session_log_key(s);

	if (sar_log_rotating(s->log))
		return settle_rotating(s, err);
	if (s->writer->skey == NULL && is_key(s->key, key))
		return put_list(s, NULL, err);
	if (s->writer->skey == NULL)
		return wrong_key("it is signed with another key now", err);
	if (is_key(s->seed.now, key))
		return sar_seed_drop(s->writer->skey, &s->seed, err) == -1
			   ? -1
			   : put_list(s, NULL, err);
	if (is_key(s->seed.next, key))
		return install(s, err);
	return wrong_key("it is signed with another key now", err);
}

static int
rotate(struct sar_session *s, const char *by, struct sar_err *err)
{
	char was[SAR_VKEY_MAX], is[SAR_VKEY_MAX];
	struct sar_log_entry entry = { "key-rotate", NULL };
	struct sar_commit commit = { &entry, 1, false, false };
	json_t *members;
	int rc;

	/* With the record written and no room for the note nothing else could
	   be logged. */
	if (sar_commit_room(s, 0, err) == -1 ||
	    sar_seed_begin(s->writer->skey, &s->seed, err) == -1)
		return -1;
	sar_key_public_format(sar_key_secret_public(s->seed.now), was);
	sar_key_public_format(sar_key_secret_public(s->seed.next), is);
	members = json_pack("{ssssss}", "by", by, "old", was, "new", is);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	entry.members = members;
	rc = sar_commit_records(s, &commit, err);
	json_decref(members);
	return rc == -1 ? -1 : complete(s, err);
}

int
sar_log_rotate(const struct sar_log_writer *writer, const char *by,
    struct sar_key_public *key, uint64_t *seq, struct sar_err *err)
{
	struct sar_session session;
	int rc = -1;

	if (writer->skey == NULL) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "log: its key is not in a file that can be replaced");
		sar_err_hint(err, "a credential is changed where it is kept: "
				  "sar-log(5), \"Change of key\"");
		return -1;
	}
	if (sar_session_open(writer, SAR_SESSION_NONE, &session, err) == 0 &&
	    sar_append_settle(&session, err) == 0) {
		*seq = session.tree.size;
		rc = rotate(&session, by, err);
	}
	if (rc == 0)
		*key = *sar_key_secret_public(session.key);
	sar_session_close(&session);
	return rc;
}
