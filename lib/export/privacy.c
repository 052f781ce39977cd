#include "export/privacy.h"

#include <stdio.h>
#include <string.h>

#include "export/privacy_lists.h"

static bool
ends_in(const char *name, const char *suffix)
{
	size_t len = strlen(name);
	size_t n = strlen(suffix);

	return len >= n && strcmp(name + len - n, suffix) == 0;
}

/* No counts of frames or bytes in it: for people, line by line. */
static bool
is_prose(const char *name)
{
	return ends_in(name, ".txt") || ends_in(name, ".csv");
}

static const char *
what_was_seen(enum sar_spot_kind kind)
{
	switch (kind) {
	case SAR_SPOT_NAME:
		return "the name of somebody else on a call";
	case SAR_SPOT_NUMBER:
		return "the number of somebody else on a call";
	case SAR_SPOT_STRANGER:
		break;
	}
	return "a telephone number that is neither the requester's nor the "
	       "organisation's";
}

/* Where it is, so that staff can look there, and not what it is. */
static int
refuse(const struct sar_case *c, const char *name,
    const struct sar_spot_sights *sights, struct sar_err *err)
{
	size_t more = sights->n - 1 + sights->more;
	char others[64] = "";

	if (more > 0)
		(void)snprintf(others, sizeof(others), ", and %zu more there",
		    more);
	(void)sar_err_set(err, SAR_ECORRUPT, "%s: line %zu: has %s%s", name,
	    sights->list[0].line, what_was_seen(sights->list[0].kind), others);
	sar_err_hint(err,
	    "look at it in cases/%s: it came there by the request, sar.conf or "
	    "a decision; a number of the organisation's has to be in sar.conf, "
	    "as own",
	    c->request->ref);
	return -1;
}

static int
check_text(const struct sar_case *c, const struct sar_privacy_lists *lists,
    const struct sar_privacy_text *text, struct sar_err *err)
{
	enum sar_spot_form form = ends_in(text->name, ".json") ? SAR_SPOT_JSON
							       : SAR_SPOT_TEXT;
	struct sar_spot_sights sights;
	size_t len = strlen(text->text);

	if (sar_spot_look(lists->all, form, text->text, len, &sights, err) ==
	    -1)
		return -1;
	if (sights.n == 0 && is_prose(text->name) &&
	    sar_spot_look(lists->local, SAR_SPOT_TEXT, text->text, len, &sights,
		err) == -1)
		return -1;
	return sights.n == 0 ? 0 : refuse(c, text->name, &sights, err);
}

static int
check_name(const struct sar_privacy_lists *lists,
    const struct sar_privacy_text *text, size_t number, struct sar_err *err)
{
	struct sar_spot_sights sights;

	if (sar_spot_look(lists->all, SAR_SPOT_TEXT, text->name,
		strlen(text->name), &sights, err) == -1)
		return -1;
	if (sights.n == 0)
		return 0;
	return sar_err_set(err, SAR_ECORRUPT, "the name of entry %zu: has %s",
	    number, what_was_seen(sights.list[0].kind));
}

int
sar_privacy_check(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_privacy_text *texts, size_t n, struct sar_err *err)
{
	struct sar_privacy_lists lists;
	int rc = -1;
	size_t i;

	if (sar_privacy_lists_make(c, answer, &lists, err) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (check_name(&lists, &texts[i], i + 1, err) == -1 ||
		    check_text(c, &lists, &texts[i], err) == -1)
			goto out;
	rc = 0;

out:
	sar_privacy_lists_free(&lists);
	return rc;
}
