/* What the organisation says of itself: UK GDPR Art. 15(1)(a)-(h) and (2). */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "letter/prose.h"
#include "letter/sections.h"

/* A key of [profile] and the item of Art. 15 it answers. */
static const struct item {
	const char *key;
	const char *heading;
	const char *none;    /* "none" in words; NULL: the law has no "none" */
	const char *another; /* the same of somebody else's data */
} items[] = {
	{ "controller", "Who decides about the data (the controller)", NULL,
	    NULL },
	{ "contact", "Whom to ask about it", NULL, NULL },
	{ "purposes", "Why we record calls", NULL, NULL },
	{ "categories", "What kinds of personal data there are", NULL, NULL },
	{ "recipients", "Who receives it",
	    "We have not passed it to anybody, and do not plan to.", NULL },
	{ "retention", "How long we keep it", NULL, NULL },
	{ "source", "Where it comes from",
	    "All of it comes from you; there is no other source.",
	    "All of it comes from the person you asked for; there is no other "
	    "source." },
	{ "automated-decisions", "Decisions made by machines",
	    "No decisions are made about you by automated means, and no "
	    "profile of you is made from the recordings.",
	    "No decisions are made about the person you asked for by "
	    "automated means, and no profile of them is made from the "
	    "recordings." },
	{ "transfers", "Transfers abroad",
	    "Your data is not transferred to another country or to an "
	    "international organisation, so there are no safeguards for that "
	    "to tell you about.",
	    "The data is not transferred to another country or to an "
	    "international organisation, so there are no safeguards for that "
	    "to tell you about." },
	{ "complaint-route", NULL, NULL, NULL },
	{ "regulator-contact", NULL, NULL, NULL },
};

#define N_ITEMS (sizeof(items) / sizeof(items[0]))

static const struct sar_conf_key keys[] = {
	{ "profile", "controller", false },
	{ "profile", "contact", false },
	{ "profile", "purposes", false },
	{ "profile", "categories", false },
	{ "profile", "recipients", false },
	{ "profile", "retention", false },
	{ "profile", "source", false },
	{ "profile", "automated-decisions", false },
	{ "profile", "transfers", false },
	{ "profile", "complaint-route", false },
	{ "profile", "regulator-contact", false },
	{ NULL, NULL, false },
};

_Static_assert(sizeof(keys) / sizeof(keys[0]) == N_ITEMS + 1,
    "every key of the profile has its place in the letter");

const struct sar_conf_key *
sar_letter_keys(void)
{
	return keys;
}

static bool
is_none(const char *value)
{
	return strcasecmp(value, "none") == 0 ||
	       strcasecmp(value, "none.") == 0;
}

int
sar_letter_check(const struct sar_conf *profile, struct sar_err *err)
{
	const char *value;
	size_t i;

	if (sar_conf_need(profile, "organisation", "name", err) == NULL)
		return -1;
	for (i = 0; i < N_ITEMS; i++) {
		value = sar_conf_need(profile, "profile", items[i].key, err);
		if (value == NULL && items[i].none != NULL)
			sar_err_hint(err, "say \"none\" if there is none: the "
					  "answer must name it");
		if (value == NULL)
			return -1;
		if (items[i].none == NULL && is_none(value))
			return sar_conf_bad(profile, "profile", items[i].key, 0,
			    "cannot be \"none\"", err);
	}
	return 0;
}

const char *
sar_letter_value(const struct sar_conf *profile, const char *key)
{
	const char *value = sar_conf_get(profile, "profile", key);

	return value == NULL ? "" : value;
}

/* How an item is said in this letter. */
struct manner {
	int months;
	bool another;     /* of somebody else's data */
	const char *more; /* what else is said of the period */
};

static void
add_item(struct sar_buf *out, const struct sar_conf *profile,
    const struct item *item, const struct manner *manner)
{
	const char *value = sar_letter_value(profile, item->key);
	char period[192];

	sar_prose_add(out, "", item->heading);
	if (item->none != NULL && is_none(value))
		value = manner->another && item->another != NULL ? item->another
								 : item->none;
	sar_prose_add(out, "  ", value);
	if (strcmp(item->key, "retention") == 0) {
		(void)snprintf(period, sizeof(period),
		    "The period is %d calendar month%s, counted from the day "
		    "of the call.%s",
		    manner->months, manner->months == 1 ? "" : "s",
		    manner->more);
		sar_prose_add(out, "  ", period);
	}
	sar_prose_line(out);
}

static void
add_items(struct sar_buf *out, const struct sar_conf *profile,
    const struct manner *manner)
{
	size_t i;

	sar_prose_printf(out,
	    "The law (Article 15 of the UK GDPR) asks us to tell you this "
	    "about the recordings and the records of calls.");
	for (i = 0; i < N_ITEMS; i++)
		if (items[i].heading != NULL)
			add_item(out, profile, &items[i], manner);
}

void
sar_letter_about(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct manner manner = {
		.months = letter->months,
		.another = sar_letter_another(letter),
		.more = " Section 3 gives its last day for each recording "
			"that we give you, and for others where we may.",
	};

	sar_prose_heading(out, "5. How we use personal data in calls");
	add_items(out, letter->profile, &manner);
}

void
sar_letter_profile(struct sar_buf *out, const struct sar_conf *profile,
    int months, bool another)
{
	const struct manner manner = { months, another, "" };

	sar_prose_heading(out, "How we use personal data in calls");
	add_items(out, profile, &manner);
}

void
sar_letter_rights(struct sar_buf *out, const struct sar_letter *letter)
{
	bool another = sar_letter_another(letter);

	sar_prose_heading(out, another
				   ? "6. The rights of the person you asked for"
				   : "6. Your rights");
	sar_prose_printf(out, "%s can ask us, in writing or by speaking to us:",
	    another ? "They, or you on their behalf," : "You");
	sar_prose_add(out, "  - ",
	    another ? "to put right personal data about them that is wrong or "
		      "incomplete (rectification);"
		    : "to put right personal data about you that is wrong or "
		      "incomplete (rectification);");
	sar_prose_add(out, "  - ", "to delete it (erasure);");
	sar_prose_add(out, "  - ",
	    "to keep it but not use it while something "
	    "about it is in question (restriction);");
	sar_prose_add(out, "  - ",
	    another ? "to stop using it, if they object on grounds of their "
		      "own situation (objection)."
		    : "to stop using it, if you object on grounds of your own "
		      "situation (objection).");
	sar_prose_line(out);
	sar_prose_printf(out, "There are cases in which we may have to say no. "
			      "We will then tell you why.");
	sar_prose_heading(out, "7. If you are not content with this answer");
	sar_prose_printf(out, "If you think that we missed something, or that "
			      "we withheld something we should have given you, "
			      "please complain to us first:");
	sar_prose_add(out, "  ",
	    sar_letter_value(letter->profile, "complaint-route"));
	sar_prose_line(out);
	sar_prose_printf(out, "You can also complain to the regulator:");
	sar_prose_add(out, "  ",
	    sar_letter_value(letter->profile, "regulator-contact"));
	sar_prose_line(out);
	sar_prose_printf(out, "And you can ask a court to order us to comply "
			      "(a judicial remedy). A solicitor or an advice "
			      "centre can tell you how.");
}
