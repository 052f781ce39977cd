/* The cuts and decisions of a saved review, as marks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/saved_read.h"

static int
no_memory(const struct sar_saved_at *at)
{
	return sar_err_set(at->err, SAR_EFAIL, "out of memory");
}

/* Numbers of channels as people count them, each once. */
static int
take_channels(const struct sar_saved_at *at, const json_t *cut,
    struct sar_mark *mark)
{
	const json_t *list = json_object_get(cut, "channels");
	json_int_t channel;
	uint32_t bit;
	size_t i;

	if (!json_is_array(list))
		return sar_saved_bad(at, "channels", "expected a list");
	for (i = 0; i < json_array_size(list); i++) {
		channel = json_integer_value(json_array_get(list, i));
		if (channel < 1 || channel > SAR_MARKS_CHANNELS_MAX)
			return sar_saved_bad(at, "channels",
			    "expected whole numbers from 1 to 8");
		bit = UINT32_C(1) << (channel - 1);
		if ((mark->channels & bit) != 0)
			return sar_saved_bad(at, "channels",
			    "has a channel twice");
		mark->channels |= bit;
	}
	return 0;
}

/* The code as it is written everywhere, in capitals. */
static int
take_basis(const struct sar_saved_at *at, const json_t *cut,
    struct sar_mark *mark)
{
	const char *code = sar_saved_text(at, cut, "basis");
	const struct sar_basis *basis;

	if (code == NULL)
		return -1;
	if ((basis = sar_basis_find(code)) == NULL ||
	    strcmp(basis->code, code) != 0)
		return sar_saved_bad(at, "basis",
		    "expected the code of a provision");
	(void)snprintf(mark->basis, sizeof(mark->basis), "%s", basis->code);
	return 0;
}

static int
take_id(const struct sar_saved_at *at, const json_t *object, const char *key,
    bool needed, char out[SAR_DECISION_ID])
{
	const char *id = sar_saved_text(at, object, key);

	if (id == NULL)
		return -1;
	if (id[0] == '\0' && !needed)
		return 0;
	if (!sar_decision_is_id(id, strlen(id)))
		return sar_saved_bad(at, key,
		    "expected up to 8 letters and digits");
	(void)snprintf(out, SAR_DECISION_ID, "%s", id);
	return 0;
}

static int
take_cut(const struct sar_saved_at *at, const json_t *cut,
    struct sar_mark *mark)
{
	static const char *const keys[] = { "from_us", "to_us", "channels",
		"basis", "fill", "decision" };
	static const char *const fills[] = { "policy", "tone", "silence" };
	json_int_t from, to;
	size_t fill;

	if (sar_saved_members(at, cut, keys, sizeof(keys) / sizeof(keys[0])) ==
		-1 ||
	    sar_saved_number(at, cut, "from_us", 0, SAR_SAVED_US_MAX, &from) ==
		-1 ||
	    sar_saved_number(at, cut, "to_us", 0, SAR_SAVED_US_MAX, &to) == -1)
		return -1;
	if (to <= from)
		return sar_saved_bad(at, "to_us", "is not after from_us");
	if (take_channels(at, cut, mark) == -1 ||
	    take_basis(at, cut, mark) == -1 ||
	    sar_saved_word(at, cut, "fill", fills, 3, &fill) == -1 ||
	    take_id(at, cut, "decision", false, mark->decision) == -1)
		return -1;
	mark->from_us = (uint64_t)from;
	mark->to_us = (uint64_t)to;
	mark->fill = (enum sar_mark_fill)fill;
	mark->line = (unsigned)at->place;
	return 0;
}

int
sar_saved_cuts(struct sar_saved_at *at, const json_t *item,
    struct sar_marks *marks)
{
	const json_t *list = json_object_get(item, "cuts");
	size_t n = json_array_size(list);
	int rc = 0;

	if (!json_is_array(list))
		return sar_saved_bad(at, "cuts", "expected a list");
	if (n > SAR_MARKS_LABELS_MAX)
		return sar_saved_bad(at, "cuts", "more than 100000");
	if (n > 0 && (marks->marks = calloc(n, sizeof(*marks->marks))) == NULL)
		return no_memory(at);
	marks->n = n;
	at->list = "cut";
	for (at->place = 1; rc == 0 && at->place <= n; at->place++)
		rc = take_cut(at, json_array_get(list, at->place - 1),
		    &marks->marks[at->place - 1]);
	at->list = NULL;
	return rc;
}

/* Without the blanks around it, which a marks file does not keep. */
static char *
copy_trimmed(const char *text)
{
	size_t len;

	text += strspn(text, " ");
	for (len = strlen(text); len > 0 && text[len - 1] == ' ';)
		len--;
	return strndup(text, len);
}

static int
take_field(const struct sar_saved_at *at, const json_t *decision,
    enum sar_decision_field field, struct sar_decision_record *record)
{
	const char *key = sar_decision_key(field);
	const char *text = sar_saved_text(at, decision, key);

	if (text == NULL)
		return -1;
	if (strlen(text) > SAR_DECISION_NOTE)
		return sar_saved_bad(at, key, "longer than 500 bytes");
	if (!sar_saved_line(text))
		return sar_saved_bad(at, key,
		    "a character that cannot stand in a line");
	if ((record->field[field] = copy_trimmed(text)) == NULL)
		return no_memory(at);
	/* That says which field and what was expected. */
	if (sar_decision_bad(field, record->field[field]) != NULL)
		return sar_saved_bad(at, "",
		    sar_decision_bad(field, record->field[field]));
	return 0;
}

static int
take_decision(const struct sar_saved_at *at, const json_t *decision,
    struct sar_decision_record *record)
{
	size_t known = 1;
	int k;

	if (!json_is_object(decision))
		return sar_saved_bad(at, "", "expected an object");
	if (take_id(at, decision, "id", true, record->id) == -1)
		return -1;
	for (k = 0; k < SAR_DECISION_FIELDS; k++) {
		enum sar_decision_field field = (enum sar_decision_field)k;

		if (json_object_get(decision, sar_decision_key(field)) == NULL)
			continue;
		if (take_field(at, decision, field, record) == -1)
			return -1;
		known++;
	}
	if (json_object_size(decision) != known)
		return sar_saved_bad(at, "", "has a member that is not known");
	record->line = (unsigned)at->place;
	return 0;
}

static bool
is_twice(const struct sar_marks *marks, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (strcmp(marks->decisions[k].id, marks->decisions[i].id) == 0)
			return true;
	return false;
}

int
sar_saved_decisions(struct sar_saved_at *at, const json_t *item,
    struct sar_marks *marks)
{
	const json_t *list = json_object_get(item, "decisions");
	size_t n = json_array_size(list);
	int rc = 0;

	if (!json_is_array(list))
		return sar_saved_bad(at, "decisions", "expected a list");
	if (n > SAR_DECISIONS_MAX)
		return sar_saved_bad(at, "decisions", "more than 64");
	if (n > 0 &&
	    (marks->decisions = calloc(n, sizeof(*marks->decisions))) == NULL)
		return no_memory(at);
	marks->n_decisions = n;
	at->list = "decision";
	for (at->place = 1; rc == 0 && at->place <= n; at->place++) {
		rc = take_decision(at, json_array_get(list, at->place - 1),
		    &marks->decisions[at->place - 1]);
		if (rc == 0 && is_twice(marks, at->place - 1))
			rc = sar_saved_bad(at, "id",
			    "another decision is called so");
	}
	at->list = NULL;
	return rc;
}
