#include "review/saved.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utc.h"
#include "review/saved_read.h"

static const char *const verdicts[] = {
	[SAR_VERDICT_UNDECIDED] = "undecided",
	[SAR_VERDICT_APPROVED] = "approved",
	[SAR_VERDICT_REJECTED] = "rejected",
	[SAR_VERDICT_SECOND] = "second-person",
};
#define N_VERDICTS (sizeof(verdicts) / sizeof(verdicts[0]))

#define NOT_SAVED "not a file that the page of a review saved"

static void
hint_saved(struct sar_err *err)
{
	sar_err_hint(err, "the page saves it as REF-review-TIME.json, "
			  "where the browser puts what it downloads");
}

const char *
sar_saved_verdict_name(enum sar_saved_verdict verdict)
{
	return verdicts[verdict];
}

static enum sar_standing
standing_of(enum sar_saved_verdict verdict)
{
	if (verdict == SAR_VERDICT_REJECTED)
		return SAR_STANDING_REJECTED;
	if (verdict == SAR_VERDICT_SECOND)
		return SAR_STANDING_SECOND;
	return SAR_STANDING_SETTLED;
}

/* Marks without a cut, of the file and item that messages are to name. */
static struct sar_marks *
new_marks(const struct sar_saved_at *at, const struct sar_saved *saved)
{
	struct sar_marks *marks = calloc(1, sizeof(*marks));
	size_t size = strlen(at->name) + sizeof(": item ") + 10;

	if (marks == NULL || (marks->name = malloc(size)) == NULL) {
		(void)sar_err_set(at->err, SAR_EFAIL, "out of memory");
		sar_marks_free(marks);
		return NULL;
	}
	(void)snprintf(marks->name, size, "%s: item %u", at->name, at->item);
	marks->place = "cut";
	memcpy(marks->reviewer, saved->by, sizeof(marks->reviewer));
	memcpy(marks->review, saved->digest, sizeof(marks->review));
	marks->has_review = true;
	return marks;
}

static int
take_note(const struct sar_saved_at *at, const json_t *object,
    struct sar_saved_item *item)
{
	const char *note = sar_saved_text(at, object, "note");

	if (note == NULL)
		return -1;
	if (strlen(note) > SAR_SAVED_NOTE)
		return sar_saved_bad(at, "note", "longer than 500 bytes");
	if (!sar_saved_line(note))
		return sar_saved_bad(at, "note",
		    "a character that cannot stand in a line");
	if ((item->note = strdup(note)) == NULL)
		return sar_err_set(at->err, SAR_EFAIL, "out of memory");
	return 0;
}

/* What is said of the recording as a whole. */
static int
take_words(const struct sar_saved_at *at, const json_t *object,
    struct sar_saved_item *item)
{
	/* Empty while nobody has said it. */
	static const char *const speakers[] = { "requester", "other", "" };
	const json_t *damage = json_object_get(object, "damage_heard");
	size_t verdict, speaker;
	json_int_t heard;

	if (sar_saved_word(at, object, "verdict", verdicts, N_VERDICTS,
		&verdict) == -1 ||
	    sar_saved_word(at, object, "speaker", speakers, 3, &speaker) ==
		-1 ||
	    sar_saved_number(at, object, "heard_permille", 0, 1000, &heard) ==
		-1 ||
	    take_note(at, object, item) == -1)
		return -1;
	if (!json_is_boolean(damage))
		return sar_saved_bad(at, "damage_heard",
		    "expected true or false");
	if (speaker == 2 && verdict == SAR_VERDICT_APPROVED)
		return sar_saved_bad(at, "speaker",
		    "is empty, so nobody has said who speaks");
	item->verdict = (enum sar_saved_verdict)verdict;
	item->heard_permille = (unsigned)heard;
	item->marks->speaker = speaker == SAR_SPEAKER_OTHER
				   ? SAR_SPEAKER_OTHER
				   : SAR_SPEAKER_REQUESTER;
	item->marks->standing = standing_of(item->verdict);
	/* Of what is withheld whole nobody asks it. */
	item->marks->damage_heard = json_is_true(damage) &&
				    item->marks->speaker ==
					SAR_SPEAKER_REQUESTER;
	return 0;
}

/* As a whole, only of what a person has decided. */
static int
check_item(const struct sar_saved_at *at, struct sar_saved_item *item)
{
	struct sar_marks *marks = item->marks;
	bool other = marks->speaker == SAR_SPEAKER_OTHER;

	if (item->verdict == SAR_VERDICT_UNDECIDED)
		return 0;
	if (other && marks->n > 0)
		return sar_saved_bad(at, "cuts",
		    "speaker other: all of it is withheld, so there are none");
	if (other && marks->n_decisions > 0)
		return sar_saved_bad(at, "decisions",
		    "speaker other: all of it is withheld, so there are none");
	return sar_decision_check(marks, at->err);
}

static int
take_item(struct sar_saved_at *at, const json_t *object,
    const struct sar_saved *saved, unsigned last, struct sar_saved_item *item)
{
	static const char *const keys[] = { "item", "recording", "verdict",
		"speaker", "damage_heard", "heard_permille", "note", "cuts",
		"decisions" };
	json_int_t number;

	if (sar_saved_members(at, object, keys,
		sizeof(keys) / sizeof(keys[0])) == -1 ||
	    sar_saved_number(at, object, "item", 1, INT_MAX, &number) == -1)
		return -1;
	if (number <= (json_int_t)last)
		return sar_saved_bad(at, "item",
		    "is not after the item before it");
	at->list = NULL;
	at->item = item->item = (unsigned)number;
	if ((item->marks = new_marks(at, saved)) == NULL ||
	    sar_saved_digest(at, object, "recording", item->marks->recording) ==
		-1 ||
	    take_words(at, object, item) == -1 ||
	    sar_saved_cuts(at, object, item->marks) == -1 ||
	    sar_saved_decisions(at, object, item->marks) == -1)
		return -1;
	return check_item(at, item);
}

static int
take_items(struct sar_saved_at *at, const json_t *root, struct sar_saved *saved)
{
	const json_t *list = json_object_get(root, "items");
	size_t n = json_array_size(list);
	unsigned last = 0;
	size_t i;

	if (!json_is_array(list))
		return sar_saved_bad(at, "items", "expected a list");
	if (n > 0 && (saved->items = calloc(n, sizeof(*saved->items))) == NULL)
		return sar_err_set(at->err, SAR_EFAIL, "out of memory");
	saved->n = n;
	for (i = 0; i < n; i++) {
		at->item = 0;
		at->list = "items";
		at->place = i + 1;
		if (take_item(at, json_array_get(list, i), saved, last,
			&saved->items[i]) == -1)
			return -1;
		last = saved->items[i].item;
	}
	at->item = 0;
	return 0;
}

static int
take_plain(const struct sar_saved_at *at, const json_t *root, const char *key,
    char *out, size_t size)
{
	const char *text = sar_saved_text(at, root, key);

	if (text == NULL)
		return -1;
	if (!sar_text_plain(text, size - 1))
		return sar_saved_bad(at, key,
		    "expected letters, digits, . _ and -");
	(void)snprintf(out, size, "%s", text);
	return 0;
}

static int
take_saved(const struct sar_saved_at *at, const json_t *root,
    struct sar_saved *saved)
{
	const char *text = sar_saved_text(at, root, "saved");

	if (text == NULL)
		return -1;
	if (!sar_utc_parse(text, &saved->saved))
		return sar_saved_bad(at, "saved",
		    "expected a time, YYYY-MM-DDThh:mm:ssZ");
	return 0;
}

static int
take_root(struct sar_saved_at *at, const json_t *root, struct sar_saved *saved)
{
	static const char *const keys[] = { "schema", "ref", "base", "by",
		"saved", "items" };
	const json_t *schema = json_object_get(root, "schema");

	if (!json_is_string(schema) ||
	    strcmp(json_string_value(schema), SAR_SAVED_SCHEMA) != 0) {
		(void)sar_saved_bad(at, "", NOT_SAVED);
		hint_saved(at->err);
		return -1;
	}
	if (sar_saved_members(at, root, keys, sizeof(keys) / sizeof(keys[0])) ==
		-1 ||
	    take_plain(at, root, "ref", saved->ref, sizeof(saved->ref)) == -1 ||
	    sar_saved_digest(at, root, "base", saved->base) == -1 ||
	    take_plain(at, root, "by", saved->by, sizeof(saved->by)) == -1 ||
	    take_saved(at, root, saved) == -1)
		return -1;
	return take_items(at, root, saved);
}

struct sar_saved *
sar_saved_parse(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_saved_at at = { .name = name, .err = err };
	struct sar_saved *saved = NULL;
	struct sar_saved *result = NULL;
	json_t *root = NULL;

	if (len > SAR_SAVED_MAX) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: larger than 16 MiB",
		    name);
		goto out;
	}
	if ((saved = calloc(1, sizeof(*saved))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (sar_sha256_text(text, len, saved->digest, err) == -1)
		goto out;
	if ((root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL)) ==
	    NULL) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: " NOT_SAVED ": not JSON, or a member is there twice",
		    name);
		hint_saved(err);
		goto out;
	}
	if (take_root(&at, root, saved) == -1)
		goto out;
	result = saved;
	saved = NULL;

out:
	json_decref(root);
	sar_saved_free(saved);
	return result;
}

void
sar_saved_free(struct sar_saved *saved)
{
	size_t i;

	if (saved == NULL)
		return;
	for (i = 0; i < saved->n; i++) {
		sar_marks_free(saved->items[i].marks);
		free(saved->items[i].note);
	}
	free(saved->items);
	free(saved);
}
