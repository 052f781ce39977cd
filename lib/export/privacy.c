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
look(const struct sar_privacy_lists *lists, enum sar_spot_form form, bool prose,
    const char *text, struct sar_spot_sights *sights, struct sar_err *err)
{
	size_t len = strlen(text);

	if (sar_spot_look(lists->all, form, text, len, sights, err) == -1)
		return -1;
	return sights->n > 0 || !prose
		   ? 0
		   : sar_spot_look(lists->local, SAR_SPOT_TEXT, text, len,
			 sights, err);
}

static int
check_text(const struct sar_case *c, const struct sar_privacy_lists *lists,
    const struct sar_privacy_text *text, struct sar_err *err)
{
	enum sar_spot_form form = ends_in(text->name, ".json") ? SAR_SPOT_JSON
							       : SAR_SPOT_TEXT;
	struct sar_spot_sights sights;

	if (look(lists, form, is_prose(text->name), text->text, &sights, err) ==
	    -1)
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

/* Notice has to be given in time: where the calls cannot be looked up, any
 * stranger's number is found all the same. */
static void
find_calls(const struct sar_case *c, struct sar_find *find)
{
	struct sar_err why = SAR_ERR_INIT;

	if (sar_find_run(c, find, &why) == -1)
		memset(find, 0, sizeof(*find));
}

int
sar_privacy_said(const struct sar_case *c, const char *said,
    struct sar_err *err)
{
	struct sar_privacy_lists lists;
	struct sar_spot_sights sights;
	struct sar_answer answer;
	int rc;

	memset(&answer, 0, sizeof(answer));
	find_calls(c, &answer.find);
	if ((rc = sar_privacy_lists_make(c, &answer, &lists, err)) == 0) {
		rc = look(&lists, SAR_SPOT_TEXT, true, said, &sights, err);
		if (rc == 0 && sights.n > 0) {
			rc = refuse(c, "--text", &sights, err);
			sar_err_hint(err,
			    "it goes to the requester: say it without; a "
			    "number of the organisation's has to be in "
			    "sar.conf, as own");
		}
		sar_privacy_lists_free(&lists);
	}
	sar_find_free(&answer.find);
	return rc;
}
