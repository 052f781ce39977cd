#include "export/open_cases.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/grow.h"
#include "docket/dockets.h"
#include "export/history.h"
#include "export/intake_log.h"
#include "export/receipts.h"

struct refs {
	struct sar_history_case *cases;
	char **names; /* what their refs are */
	size_t n;
	size_t room, room_names;
};

static void
free_refs(struct refs *refs)
{
	size_t i;

	sar_history_clear(refs->cases, refs->n);
	for (i = 0; i < refs->n; i++)
		free(refs->names[i]);
	free(refs->names);
	free(refs->cases);
}

static int
keep_ref(struct refs *refs, const char *name, struct sar_err *err)
{
	struct sar_history_case *cases;
	char **names;

	cases = sar_grow_by_one(refs->cases, refs->n, &refs->room,
	    sizeof(*cases), err);
	if (cases == NULL)
		return -1;
	refs->cases = cases;
	names = sar_grow_by_one(refs->names, refs->n, &refs->room_names,
	    sizeof(*names), err);
	if (names == NULL)
		return -1;
	refs->names = names;
	if ((names[refs->n] = strdup(name)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memset(&cases[refs->n], 0, sizeof(*cases));
	cases[refs->n].ref = names[refs->n];
	refs->n++;
	return 0;
}

/* A folder with a request in it is a case. */
static int
add_ref(const char *cases, const char *name, struct refs *refs,
    struct sar_err *err)
{
	char *folder = sar_file_join(cases, name, err);
	char *path = NULL;
	int rc = -1;

	if (folder != NULL &&
	    (path = sar_file_join(folder, "request.conf", err)) != NULL)
		rc = sar_file_exists(path) ? keep_ref(refs, name, err) : 0;
	free(path);
	free(folder);
	return rc;
}

static int
list_refs(const struct sar_home *home, struct refs *refs, struct sar_err *err)
{
	char *cases = sar_home_path(home, "cases", err);
	const struct dirent *entry;
	DIR *dir = NULL;
	int rc = -1;

	if (cases == NULL)
		return -1;
	if ((dir = opendir(cases)) == NULL) {
		(void)sar_err_errno(err, "%s", cases);
		goto out;
	}
	errno = 0;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.' &&
		    add_ref(cases, entry->d_name, refs, err) == -1)
			goto out;
		errno = 0;
	}
	rc = errno == 0 ? 0 : sar_err_errno(err, "%s", cases);

out:
	if (dir != NULL)
		(void)closedir(dir);
	free(cases);
	return rc;
}

/*
 * Answered and sent, or closed, it asks for nothing any more: whether its
 * recordings stay is its hold's matter.  Cases of before their receipt was
 * logged have been answered when they were released, or nothing was held.
 */
static bool
asks(const struct sar_history_case *c)
{
	switch (sar_docket_state(&c->docket)) {
	case SAR_DOCKET_SENT:
	case SAR_DOCKET_CLOSED:
		return false;
	case SAR_DOCKET_UNKNOWN:
		return !c->history.released && !c->history.nil;
	case SAR_DOCKET_WAITING:
	case SAR_DOCKET_OPEN:
	case SAR_DOCKET_PAUSED:
	case SAR_DOCKET_APPROVED:
	case SAR_DOCKET_RELEASED:
	case SAR_DOCKET_NIL:
	case SAR_DOCKET_REFUSED:
	default:
		return true;
	}
}

/* What the log has as received is a case wherever its folder is. */
static int
list_received(const struct sar_receipts *receipts, struct refs *refs,
    struct sar_err *err)
{
	size_t i, j, n = refs->n;

	for (i = 0; i < receipts->n; i++) {
		for (j = 0; j < n; j++)
			if (strcmp(refs->names[j], receipts->all[i].ref) == 0)
				break;
		if (j == n && keep_ref(refs, receipts->all[i].ref, err) == -1)
			return -1;
	}
	return 0;
}

/* Its request is on file as the log has it: nobody can search for another. */
static struct sar_case *
open_one(const struct sar_home *home, const char *ref,
    const struct sar_receipts *receipts, struct sar_err *err)
{
	const struct sar_receipt *receipt = sar_receipts_find(receipts, ref);
	struct sar_case *c = sar_case_open(home, ref, false, 0, err);

	if (c == NULL && receipt != NULL && err->code == SAR_EMISSING) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case %s: is open in the log, record %llu, and has no "
		    "request.conf to search with",
		    ref, (unsigned long long)receipt->record);
		sar_err_hint(err,
		    "put its folder back as it was; if it is lost "
		    "for good: \"sar-export close --reason "
		    "lost\"");
	}
	if (c == NULL || receipt == NULL ||
	    sar_intake_check_receipt(c, receipt, err) == 0)
		return c;
	sar_case_free(c);
	return NULL;
}

static int
search_one(const struct sar_home *home, const struct sar_history_case *of,
    const struct sar_receipts *receipts, sar_open_case_fn *fn, void *ctx,
    struct sar_err *err)
{
	struct sar_open_case open = { .docket = &of->docket };
	struct sar_find find = { 0 };
	struct sar_case *c;
	int rc = -1;

	if ((c = open_one(home, of->ref, receipts, err)) == NULL)
		return -1;
	if (sar_find_run(c, &find, err) == 0) {
		open.c = c;
		open.find = &find;
		rc = fn(ctx, &open, err);
		sar_find_free(&find);
	} else if (err->code == SAR_EREFUSED) {
		sar_err_hint(err, "an open case that cannot be searched for "
				  "may need anything: close it first");
	}
	sar_case_free(c);
	return rc;
}

int
sar_open_cases_each(const struct sar_home *home, sar_open_case_fn *fn,
    void *ctx, struct sar_err *err)
{
	struct sar_receipts receipts = { .n = 0 };
	struct refs refs = { .n = 0 };
	int rc = -1;
	size_t i;

	if (list_refs(home, &refs, err) == -1 ||
	    sar_receipts_read(home, &receipts, err) == -1 ||
	    list_received(&receipts, &refs, err) == -1 ||
	    sar_history_cases(home, refs.cases, refs.n, err) == -1)
		goto out;
	rc = 0;
	for (i = 0; i < refs.n && rc == 0; i++)
		if (asks(&refs.cases[i]))
			rc = search_one(home, &refs.cases[i], &receipts, fn,
			    ctx, err);

out:
	sar_receipts_free(&receipts);
	free_refs(&refs);
	return rc;
}

int
sar_open_cases_is(const struct sar_home *home, const char *ref, bool *open,
    struct sar_err *err)
{
	struct sar_history_case c = { .ref = ref };
	struct refs refs = { .n = 0 };
	char *cases = sar_home_path(home, "cases", err);
	int rc = -1;

	*open = false;
	if (cases != NULL && add_ref(cases, ref, &refs, err) == 0 &&
	    sar_history_cases(home, &c, 1, err) == 0) {
		/* The folder may be elsewhere; the log is not. */
		*open = (refs.n > 0 || c.docket.receive != SAR_DOCKET_NO) &&
			asks(&c);
		rc = 0;
	}
	sar_history_clear(&c, 1);
	free_refs(&refs);
	free(cases);
	return rc;
}

int
sar_open_cases_complaint(const struct sar_home *home, const char *ref,
    const char *name, bool *open, struct sar_err *err)
{
	struct sar_dockets *dockets = sar_history_dockets(home, err);
	const struct sar_docket_complaint *all;
	const struct sar_docket *docket;
	size_t i, n = 0;

	*open = false;
	if (dockets == NULL)
		return -1;
	all = sar_dockets_complaints(dockets, &n);
	if (ref != NULL) {
		docket = sar_dockets_find(dockets, ref);
		all = docket == NULL ? NULL : docket->complaints;
		n = docket == NULL ? 0 : docket->n_complaints;
	}
	for (i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0)
			*open = all[i].decided == SAR_DOCKET_NEVER;
	sar_dockets_free(dockets);
	return 0;
}
