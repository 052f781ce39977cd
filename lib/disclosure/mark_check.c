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

bool
sar_mark_held(const struct sar_mark *mark)
{
	size_t i;

	for (i = 0; i < SAR_MARK_SLOTS; i++)
		if (mark->slots[i].held)
			return true;
	return false;
}

/* A slot that is no checkpoint of the log: is it one of its keys? */
static bool
is_ours(const struct sar_mark_check *check, const struct sar_mark_slot *slot,
    struct sar_note *note)
{
	const struct sar_log_key *keys;
	size_t n, i;

	keys = sar_log_keys(check->log, &n);
	for (i = 0; i < n; i++)
		if (sar_mark_signed(slot, &keys[i].key, note))
			return true;
	/* A log from before the last change of key does not know it. */
	for (i = 0; i < sizeof(check->keys) / sizeof(check->keys[0]); i++)
		if (check->keys[i] != NULL &&
		    sar_mark_signed(slot, check->keys[i], note))
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

int
sar_mark_check(const struct sar_mark_check *check, struct sar_err *err)
{
	const struct sar_mark *mark = check->mark;
	struct sar_note note;
	size_t i;

	for (i = 0; i < SAR_MARK_SLOTS; i++) {
		if (mark->slots[i].held ||
		    !is_ours(check, &mark->slots[i], &note))
			continue;
		if (note.size > sar_log_size(check->log))
			return refuse(check,
			    "the log is older than its last checkpoint",
			    "put the newest copy of its folder in its place: "
			    "sar-log(5), \"After a restore\"",
			    err);
		return refuse(check, "the log is not the one it was",
		    "put the log that has this checkpoint in its place: "
		    "sar-log(5), \"After a restore\"",
		    err);
	}
	if (sar_mark_held(mark) || check->adopt ||
	    (mark->fd == -1 && sar_log_size(check->log) == 1))
		return 0;
	return refuse(check,
	    mark->fd == -1 ? "missing" : "not a checkpoint of this log",
	    "if the log is known to be whole and the newest, \"sar-export log "
	    "adopt\" begins a new one",
	    err);
}
