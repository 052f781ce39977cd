/* After a release: is what the case says now what was released? */
#include "export/released.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/history.h"
#include "plan/changes.h"

int
sar_released_is(const struct sar_case *c, bool *released, struct sar_err *err)
{
	struct sar_history history;

	if (sar_history_read(c->home, c->request->ref, &history, err) == -1)
		return -1;
	*released = history.released;
	return 0;
}

static bool
says(const json_t *item, const char *key, const char *word)
{
	const char *text = json_string_value(json_object_get(item, key));

	return text != NULL && strcmp(text, word) == 0;
}

/* The build turned items that it could not decode into unavailable ones. */
static void
leave_out(struct sar_plan *plan, const char *text, size_t len)
{
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *items = json_object_get(root, "items");
	const json_t *item;
	size_t i;

	for (i = 0; i < plan->n && i < json_array_size(items); i++) {
		item = json_array_get(items, i);
		if (plan->items[i].name[0] != '\0' &&
		    says(item, "class", "unavailable") &&
		    says(item, "reason", "damaged"))
			sar_plan_unreadable(plan, &plan->items[i]);
	}
	json_decref(root);
}

static int
compare(const struct sar_case *c, const struct sar_answer *answer,
    const char *then, size_t len, struct sar_err *err)
{
	char *now;
	bool same;

	leave_out(answer->plan, then, len);
	sar_plan_retell(answer->told, answer->plan);
	if ((now = sar_plan_json(answer->plan, c->request->ref, err)) == NULL)
		return -1;
	same = strlen(now) == len && memcmp(now, then, len) == 0;
	free(now);
	if (same)
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "case %s: the package was built from another plan than the marks, "
	    "options and index say now: do not send it",
	    c->request->ref);
	sar_err_hint(err, "a corrected answer is a request of its own, with a "
			  "new reference");
	return -1;
}

int
sar_released_same(const struct sar_case *c, const struct sar_answer *answer,
    struct sar_err *err)
{
	char *path = sar_case_path(c, SAR_CASE_PLAN, err);
	char *then = NULL;
	size_t len;
	int rc = -1;

	if (path != NULL &&
	    sar_file_read(path, SAR_PLAN_MAX, &then, &len, err) == 0)
		rc = compare(c, answer, then, len, err);
	free(then);
	free(path);
	return rc;
}
