#include "export/review_over.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/history.h"

bool
sar_review_is_over(const struct sar_docket *docket)
{
	enum sar_docket_state state = sar_docket_state(docket);

	return state == SAR_DOCKET_SENT || state == SAR_DOCKET_CLOSED;
}

int
sar_review_over(const struct sar_case *c, struct sar_review_there *was,
    struct sar_err *err)
{
	struct sar_history_case one = { .ref = c->request->ref };
	struct sar_review_there there;
	bool over = false;
	int rc;

	*was = (struct sar_review_there){ .any = false };
	/* The log is long, and most cases have none. */
	if (sar_review_look(c->dir, &there, err) == -1)
		return -1;
	if (!there.any)
		return 0;
	rc = sar_history_cases(c->home, &one, 1, err);
	if (rc == 0)
		over = sar_review_is_over(&one.docket);
	sar_history_clear(&one, 1);
	return rc == 0 && over ? sar_review_purge(c, was, err) : rc;
}

/* The docket of a case; NULL where the log has none. */
static const struct sar_docket *
docket_of(const struct sar_dockets *all, const char *ref)
{
	const struct sar_docket *docket;
	const char *name;
	size_t i;

	for (i = 0; i < sar_dockets_count(all); i++) {
		docket = sar_dockets_at(all, i, &name);
		if (strcmp(name, ref) == 0)
			return docket;
	}
	return NULL;
}

static int
count_copies(const struct sar_home *home, const char *ref, size_t *n,
    struct sar_err *err)
{
	char *cases = sar_home_path(home, "cases", err);
	char *dir = cases == NULL ? NULL : sar_file_join(cases, ref, err);
	struct sar_review_there there = { .copies = 0 };
	int rc = dir == NULL ? -1 : sar_review_look(dir, &there, err);

	*n = there.copies;
	free(dir);
	free(cases);
	return rc;
}

/* The log is read once, and only where there are any. */
static int
each_over(const struct sar_home *home, const struct sar_case_names *names,
    sar_review_over_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_dockets *dockets = NULL;
	const struct sar_docket *docket;
	size_t i, n;
	int rc = 0;

	for (i = 0; rc == 0 && i < names->n; i++) {
		rc = count_copies(home, names->all[i], &n, err);
		if (rc == -1 || n == 0)
			continue;
		if (dockets == NULL &&
		    (dockets = sar_history_dockets(home, err)) == NULL)
			return -1;
		docket = docket_of(dockets, names->all[i]);
		if (docket == NULL || sar_review_is_over(docket))
			rc = fn(ctx, names->all[i], n, err);
	}
	sar_dockets_free(dockets);
	return rc;
}

int
sar_review_each_over(const struct sar_home *home, sar_review_over_fn *fn,
    void *ctx, struct sar_err *err)
{
	struct sar_case_names names;
	int rc = sar_case_names_read(home, &names, err);

	if (rc == 0)
		rc = each_over(home, &names, fn, ctx, err);
	sar_case_names_free(&names);
	return rc;
}
