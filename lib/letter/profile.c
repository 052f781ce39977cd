#include <string.h>

#include "letter/letter.h"

/* Each stands for something Art. 15(1) or (2) has the answer say. */
static const struct sar_conf_key keys[] = {
	{ "organisation", "name", false },
	{ "profile", "controller", false },
	{ "profile", "contact", false },
	{ "profile", "purposes", false },            /* (a) */
	{ "profile", "categories", false },          /* (b) */
	{ "profile", "recipients", false },          /* (c) */
	{ "profile", "retention", false },           /* (d) */
	{ "profile", "complaint-route", false },     /* (f), DPA s. 164A */
	{ "profile", "regulator-contact", false },   /* (f) */
	{ "profile", "source", false },              /* (g) */
	{ "profile", "automated-decisions", false }, /* (h) */
	{ "profile", "transfers", false },           /* 15(2) */
	{ NULL, NULL, false },
};

const struct sar_conf_key *
sar_letter_keys(void)
{
	return keys;
}

int
sar_letter_check(const struct sar_conf *profile, struct sar_err *err)
{
	size_t i;

	for (i = 0; keys[i].key != NULL; i++) {
		if (sar_conf_need(profile, keys[i].section, keys[i].key, err) !=
		    NULL)
			continue;
		sar_err_hint(err, "the answer must say it (UK GDPR Art. 15); "
				  "write \"none\" where there is none");
		return -1;
	}
	return 0;
}
