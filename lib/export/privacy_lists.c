#include "export/privacy_lists.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "letter/letter.h"

#define LOCAL_MIN 6  /* digits of a local number that is looked for */
#define RAW_MIN 7    /* digits of one that could not be read */
#define GROUPS_MAX 8 /* of digits, in a number of the profile */
#define KEY_TEXT 24

/* Numbers by key, sorted. */
struct keys {
	int64_t *list;
	size_t n;
};

/* What is known while the lists are made. */
struct lists {
	const struct sar_case *c;
	struct sar_privacy_lists *out;
	struct sar_spot *seen; /* looks for the numbers that may be there */
	struct sar_buf text;   /* what may be there, in words */
	struct keys ours;      /* may be there */
	struct keys outside;   /* somewhere on a call where no house is */
	struct keys others;    /* looked for already */
};

/* Where ${key} is among ${keys}, or belongs. */
static size_t
place_of(const struct keys *keys, int64_t key)
{
	size_t from = 0, to = keys->n, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (keys->list[middle] < key)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool
has(const struct keys *keys, int64_t key)
{
	size_t at = place_of(keys, key);

	return at < keys->n && keys->list[at] == key;
}

static int
add_key(struct keys *keys, int64_t key, struct sar_err *err)
{
	size_t at = place_of(keys, key);
	int64_t *list;

	if (has(keys, key))
		return 0;
	list = reallocarray(keys->list, keys->n + 1, sizeof(*list));
	if (list == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memmove(list + at + 1, list + at, (keys->n - at) * sizeof(*list));
	list[at] = key;
	keys->list = list;
	keys->n++;
	return 0;
}

/* A number as its key says: "+44..." or the digits of a local one. */
static void
format_key(int64_t key, char out[KEY_TEXT])
{
	/* A local one has a 1 put before it, so that its zeros stay. */
	if (key > 0)
		(void)snprintf(out, KEY_TEXT, "+%" PRId64, key);
	else
		(void)snprintf(out, KEY_TEXT, "%" PRId64, -key);
	if (key < 0)
		memmove(out, out + 1, strlen(out));
}

/* The number with this key may be there. */
static int
allow(struct lists *l, int64_t key, struct sar_err *err)
{
	char text[KEY_TEXT];

	if (key == 0)
		return 0;
	format_key(key, text);
	if (add_key(&l->ours, key, err) == -1 ||
	    sar_spot_known(l->out->all, text, strlen(text), err) == -1 ||
	    sar_spot_known(l->out->local, text, strlen(text), err) == -1)
		return -1;
	return key < 0 ? 0
		       : sar_privacy_absent(l->seen, text, strlen(text), err);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Of a number in words: what may stand between its groups of digits. */
static bool
is_between(char c)
{
	/* Spaces that do not break, too. */
	return (c & 0x80) != 0 || (c != '\0' && strchr(" -.()/+", c) != NULL);
}

/* Every number that begins with the digits at ${text}. */
static int
allow_from(struct lists *l, const struct sar_phone_plan *plan, const char *text,
    size_t before, struct sar_err *err)
{
	struct sar_phone number;
	const char *at = text;
	size_t groups;

	for (groups = 0; groups < GROUPS_MAX && is_digit(*at); groups++) {
		while (is_digit(*at))
			at++;
		sar_phone_read(plan, text - before,
		    (size_t)(at - text) + before, &number);
		if (number.kind == SAR_PHONE_E164 &&
		    allow(l, number.key, err) == -1)
			return -1;
		while (is_between(*at))
			at++;
	}
	return 0;
}

/* The numbers in a text of the organisation's own. */
static int
allow_text(struct lists *l, const char *text, struct sar_err *err)
{
	struct sar_phone_plan plan = sar_phone_plan_people(&l->c->home->phone);
	const char *at;
	size_t before;

	sar_buf_printf(&l->text, "%s\n", text);
	for (at = text; *at != '\0'; at++) {
		if (!is_digit(*at) || (at > text && is_digit(at[-1])))
			continue;
		before = at > text && (at[-1] == '+' || at[-1] == '(');
		if (allow_from(l, &plan, at, before, err) == -1)
			return -1;
	}
	return 0;
}

static int
allow_profile(struct lists *l, struct sar_err *err)
{
	const struct sar_conf_key *keys = sar_letter_keys();
	const char *value;
	size_t i;

	for (i = 0; keys[i].key != NULL; i++) {
		value = sar_conf_get(l->c->home->conf, keys[i].section,
		    keys[i].key);
		if (value != NULL && allow_text(l, value, err) == -1)
			return -1;
	}
	return 0;
}

/*
 * The case's reference is in every letter.  A request whose reference is a
 * telephone number is refused, but one of ten digits may look like a number
 * that has lost its 0.  It is no stranger; somebody else's it may still be.
 */
static int
allow_ref(struct lists *l, struct sar_err *err)
{
	char text[SAR_REQUEST_REF_MAX + 2] = "0";
	const char *at = l->c->request->ref;
	size_t len;

	while (*(at += strcspn(at, "0123456789")) != '\0') {
		len = strspn(at, "0123456789");
		memcpy(text + 1, at, len);
		if (sar_spot_known(l->out->all, text, len + 1, err) == -1 ||
		    sar_spot_known(l->out->local, text, len + 1, err) == -1)
			return -1;
		at += len;
	}
	return 0;
}

/* Is the party the organisation's by its place in the call? */
static bool
is_house(const struct sar_index_leg *leg, const struct sar_index_party *party)
{
	return party->role == SAR_ROLE_ENTRY ||
	       (party->role == SAR_ROLE_CALLED &&
		   leg->direction == SAR_DIRECTION_IN) ||
	       (party->role == SAR_ROLE_CALLER &&
		   leg->direction == SAR_DIRECTION_OUT);
}

typedef int each_fn(struct lists *l, const struct sar_index_leg *leg,
    const struct sar_index_party *party, struct sar_err *err);

static int
each_party(struct lists *l, const struct sar_calls *calls, each_fn *fn,
    struct sar_err *err)
{
	const struct sar_index_leg *leg;
	size_t i, p;

	for (i = 0; calls != NULL && i < calls->n_legs; i++) {
		leg = &calls->legs[i].leg;
		for (p = 0; p < leg->n_parties; p++)
			if (fn(l, leg, &leg->parties[p], err) == -1)
				return -1;
	}
	return 0;
}

static int
note_outside(struct lists *l, const struct sar_index_leg *leg,
    const struct sar_index_party *party, struct sar_err *err)
{
	if (is_house(leg, party) || party->number.kind != SAR_PHONE_E164)
		return 0;
	return add_key(&l->outside, party->number.key, err);
}

/* What is the house's on one leg and somebody's on another is somebody's. */
static int
allow_house(struct lists *l, const struct sar_index_leg *leg,
    const struct sar_index_party *party, struct sar_err *err)
{
	if (!is_house(leg, party) || party->number.kind != SAR_PHONE_E164 ||
	    (party->role != SAR_ROLE_ENTRY &&
		has(&l->outside, party->number.key)))
		return 0;
	return allow(l, party->number.key, err);
}

static int
allow_all(struct lists *l, const struct sar_answer *answer, struct sar_err *err)
{
	const struct sar_request *request = l->c->request;
	const struct sar_home *home = l->c->home;
	size_t i;

	if (request->name != NULL)
		sar_buf_printf(&l->text, "%s\n", request->name);
	for (i = 0; i < request->n_numbers; i++)
		if (allow(l, request->numbers[i].key, err) == -1)
			return -1;
	for (i = 0; i < home->n_own; i++)
		if (allow(l, home->own[i], err) == -1)
			return -1;
	if (allow_profile(l, err) == -1 || allow_ref(l, err) == -1 ||
	    each_party(l, answer->find.calls, note_outside, err) == -1 ||
	    each_party(l, answer->find.calls, allow_house, err) == -1)
		return -1;
	return sar_buf_check(&l->text, err);
}

/* A number that could not be read, or several. */
static int
forbid_raw(struct lists *l, const char *raw, struct sar_err *err)
{
	static const char marks[] = "/;,&|";
	size_t len, i, digits;
	bool ours;

	for (; *raw != '\0'; raw += len + (raw[len] != '\0')) {
		len = strcspn(raw, marks);
		for (digits = i = 0; i < len; i++)
			digits += is_digit(raw[i]);
		if (digits < RAW_MIN)
			continue;
		if (sar_privacy_seen(l->seen, raw, len, &ours, err) == -1 ||
		    (!ours &&
			sar_privacy_absent(l->out->all, raw, len, err) == -1))
			return -1;
	}
	return 0;
}

static int
forbid_key(struct lists *l, int64_t key, struct sar_err *err)
{
	struct sar_spot *spot = key > 0 ? l->out->all : l->out->local;
	char text[KEY_TEXT];

	format_key(key, text);
	if (strlen(text) < LOCAL_MIN || has(&l->others, key))
		return 0;
	if (add_key(&l->others, key, err) == -1)
		return -1;
	return sar_privacy_absent(spot, text, strlen(text), err);
}

static int
forbid_party(struct lists *l, const struct sar_index_leg *leg,
    const struct sar_index_party *party, struct sar_err *err)
{
	const struct sar_phone *number = &party->number;
	int rc;

	if (is_house(leg, party) || number->kind == SAR_PHONE_WITHHELD ||
	    (number->key != 0 && has(&l->ours, number->key)))
		return 0;
	rc = number->key != 0 ? forbid_key(l, number->key, err)
			      : forbid_raw(l, party->raw, err);
	if (rc == -1)
		return -1;
	return sar_privacy_names(l->out->all, &l->c->home->phone, &l->text,
	    party, err);
}

int
sar_privacy_lists_make(const struct sar_case *c,
    const struct sar_answer *answer, struct sar_privacy_lists *out,
    struct sar_err *err)
{
	const struct sar_phone_plan *plan = &c->home->phone;
	struct lists l = { .c = c, .out = out, .text = SAR_BUF_INIT };
	int rc = -1;

	out->local = NULL;
	if ((out->all = sar_spot_new(plan, err)) != NULL &&
	    (out->local = sar_spot_new(plan, err)) != NULL &&
	    (l.seen = sar_spot_new(plan, err)) != NULL &&
	    allow_all(&l, answer, err) == 0 &&
	    each_party(&l, answer->find.calls, forbid_party, err) == 0)
		rc = 0;
	if (rc == -1)
		sar_privacy_lists_free(out);
	sar_spot_free(l.seen);
	sar_buf_free(&l.text);
	free(l.ours.list);
	free(l.outside.list);
	free(l.others.list);
	return rc;
}

void
sar_privacy_lists_free(struct sar_privacy_lists *lists)
{
	sar_spot_free(lists->all);
	sar_spot_free(lists->local);
	lists->all = lists->local = NULL;
}
