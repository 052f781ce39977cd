/* The mark beside a log: is that as new as it was? */
#include <string.h>

#include "disclosure/mark.h"

/* The mark is the text of a checkpoint: a key signs one in one way only. */
void
sar_mark_hold(struct sar_mark *mark, const struct sar_log_note *note)
{
	struct sar_mark_slot *slot;
	size_t i;

	for (i = 0; i < SAR_MARK_SLOTS; i++) {
		slot = &mark->slots[i];
		if (slot->len == 0 || slot->len != note->len ||
		    memcmp(slot->text, note->text, note->len) != 0)
			continue;
		slot->held = true;
		mark->last = (unsigned)i;
	}
}

void
sar_mark_release(struct sar_mark *mark)
{
	size_t i;

	for (i = 0; i < SAR_MARK_SLOTS; i++)
		mark->slots[i].held = false;
}

bool
sar_mark_held(const struct sar_mark *mark)
{
	size_t i;

	for (i = 0; i < SAR_MARK_SLOTS; i++)
		if (mark->slots[i].held)
			return true;
	return false;
}

/* The keys that may have signed a mark, one by one: the log's, and, as a log
 * from before the last change of key does not know it, what signs now. */
static const struct sar_key_public *
key_at(const struct sar_mark_check *check, size_t i)
{
	const struct sar_log_key *keys;
	size_t n, k;

	keys = sar_log_keys(check->log, &n);
	if (i < n)
		return &keys[i].key;
	i -= n;
	for (k = 0; k < sizeof(check->keys) / sizeof(check->keys[0]); k++)
		if (check->keys[k] != NULL && i-- == 0)
			return check->keys[k];
	return NULL;
}

/* A slot that is no checkpoint of the log: did one of its keys sign it? */
static bool
is_ours(const struct sar_mark_check *check, const struct sar_mark_slot *slot)
{
	const struct sar_key_public *key;
	struct sar_note note;
	size_t i;

	for (i = 0; (key = key_at(check, i)) != NULL; i++)
		if (sar_mark_signed(slot, key, &note))
			return true;
	return false;
}

/* Does its signature line name one of them, as one cut short still does? */
static bool
names_ours(const struct sar_mark_check *check, const struct sar_mark_slot *slot)
{
	const struct sar_key_public *key;
	struct sar_note note;
	size_t i;

	for (i = 0; (key = key_at(check, i)) != NULL; i++)
		if (sar_note_parse(slot->text, slot->len, key, &note))
			return true;
	return false;
}

static int
refuse(const struct sar_mark_check *check, const char *why, const char *hint,
    struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ETAMPER, "%s: %s", check->path, why);
	sar_err_hint(err, "%s", hint);
	return -1;
}

/*
 * A place with a checkpoint that is none of the log's.  Whoever signed it: a
 * log from before a change of key does not know the key that came after.  What
 * a write cut short spoils names a key of the log, and the other place is as
 * it was.
 */
static int
check_slot(const struct sar_mark_check *check, const struct sar_mark_slot *slot,
    struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note note;
	bool ours = is_ours(check, slot);

	if (!sar_note_read(slot->text, slot->len, origin, &note))
		return 0;
	if (strcmp(origin, key_at(check, 0)->name) != 0)
		return refuse(check, "the mark of another log",
		    "put this log's own in its place", err);
	if (ours && note.size <= sar_log_size(check->log))
		return refuse(check, "the log is not the one it was",
		    "put the log that has this checkpoint in its place: "
		    "sar-log(5), \"After a restore\"",
		    err);
	if (!ours && sar_mark_held(check->mark) && names_ours(check, slot))
		return 0;
	return refuse(check,
	    ours ? "the log is older than its last checkpoint"
		 : "signed with no key of this log: the log may be older than "
		   "its mark",
	    "put the newest copy of its folder in its place: "
	    "sar-log(5), \"After a restore\"",
	    err);
}

int
sar_mark_check(const struct sar_mark_check *check, struct sar_err *err)
{
	const struct sar_mark *mark = check->mark;
	size_t i;

	for (i = 0; i < SAR_MARK_SLOTS; i++)
		if (!mark->slots[i].held &&
		    check_slot(check, &mark->slots[i], err) == -1)
			return -1;
	if (sar_mark_held(mark) || check->adopt)
		return 0;
	return refuse(check,
	    mark->fd == -1 ? "missing" : "not a checkpoint of this log",
	    "if the log is known to be whole and the newest, \"sar-export log "
	    "adopt --by ID\" begins a new one",
	    err);
}
