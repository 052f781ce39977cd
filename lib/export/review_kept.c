#include "export/review_kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "export/review_folder.h"

#define LIST_MAX ((size_t)64 << 20)
#define HEX_LEN ((size_t)2 * SAR_SHA256_LEN)

/* A case that is looked at. */
struct looking {
	const struct sar_home *home;
	struct sar_review_kept *kept;
	const char *ref;
	bool *of; /* which of them it may have a copy of */
	bool has; /* any */
};

static void
found(struct looking *l, const uint8_t sha256[SAR_SHA256_LEN])
{
	size_t i;

	for (i = 0; i < l->kept->n; i++)
		if (memcmp(l->kept->all[i].sha256, sha256, SAR_SHA256_LEN) == 0)
			l->of[i] = l->has = true;
}

/* "HEX  original-01.flac" */
static int
take_line(struct looking *l, const char *line, size_t len, struct sar_err *err)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	uint8_t sha256[SAR_SHA256_LEN];

	if (len > HEX_LEN) {
		memcpy(hex, line, HEX_LEN);
		hex[HEX_LEN] = '\0';
	}
	if (len <= HEX_LEN || line[HEX_LEN] != ' ' ||
	    !sar_hex_get(hex, sha256, SAR_SHA256_LEN))
		return sar_err_set(err, SAR_ECORRUPT,
		    "case %s: review/" SAR_REVIEW_LIST ": not a list of "
		    "recordings",
		    l->ref);
	found(l, sha256);
	return 0;
}

static int
take_list(struct looking *l, const char *path, struct sar_err *err)
{
	char *text = NULL;
	const char *at;
	size_t len, n;
	int rc = 0;

	if (sar_file_read(path, LIST_MAX, &text, &len, err) == -1)
		return -1;
	for (at = text; rc == 0 && at < text + len; at += n + 1) {
		n = (size_t)(strchrnul(at, '\n') - at);
		rc = take_line(l, at, n, err);
	}
	free(text);
	if (rc == -1 && err->code == SAR_ECORRUPT)
		sar_err_hint(err, "\"sar-export review --purge\" takes the "
				  "review away, and the list with it");
	return rc;
}

/* Copies without a list may be of anything. */
static int
take_review(struct looking *l, const char *dir, struct sar_err *err)
{
	struct sar_review_there there;
	char *path = sar_file_join(dir, SAR_REVIEW_DIR "/" SAR_REVIEW_LIST,
	    err);
	size_t i;
	int rc = -1;

	if (path == NULL)
		return -1;
	if (sar_file_exists(path)) {
		rc = take_list(l, path, err);
	} else if (sar_review_look(dir, &there, err) == 0) {
		for (i = 0; i < l->kept->n && there.copies > 0; i++)
			l->of[i] = l->has = true;
		rc = 0;
	}
	free(path);
	return rc;
}

/* Whoever locks a case takes away what a review that was killed left. */
static int
settle(const struct looking *l, const char *dir, struct sar_err *err)
{
	struct sar_case *c = sar_case_open(l->home, l->ref, true,
	    l->kept->wait_s, err);
	bool left = false;
	int rc;

	if (c == NULL)
		return -1;
	rc = sar_review_left(dir, &left, err);
	sar_case_free(c);
	if (rc == -1 || !left)
		return rc;
	(void)sar_err_set(err, SAR_EFAIL,
	    "case %s: what an older review left cannot be taken away", l->ref);
	sar_err_hint(err, "it may be a copy of what is to be deleted: "
			  "\"sar-export review --purge\" says what is wrong");
	return -1;
}

/* Page, list and copies: what is left of it would be of no use. */
static int
drop(const struct looking *l, struct sar_err *err)
{
	struct sar_case *c = sar_case_open(l->home, l->ref, true,
	    l->kept->wait_s, err);
	struct sar_review_there was;
	int rc;

	if (c == NULL)
		return -1;
	rc = sar_review_purge(c, &was, err);
	sar_case_free(c);
	return rc;
}

/* No others have to wait for a case that is at work. */
static int
drop_or_wait(const struct looking *l, struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;
	size_t i;

	if (drop(l, &why) == 0)
		return 0;
	if (why.code != SAR_ELOCKED) {
		*err = why;
		return -1;
	}
	if (l->kept->locked.code == SAR_OK)
		l->kept->locked = why;
	for (i = 0; i < l->kept->n; i++)
		l->kept->all[i].waits = l->kept->all[i].waits || l->of[i];
	return 0;
}

/* What is aside is looked at first: it may be put in place meanwhile. */
static int
take_case(struct looking *l, const char *dir, struct sar_err *err)
{
	struct sar_err ignored = SAR_ERR_INIT;
	bool tidy = l->kept->n == 0;
	bool left;

	l->has = false;
	memset(l->of, 0, (l->kept->n + 1) * sizeof(*l->of));
	if (sar_review_left(dir, &left, err) == -1 ||
	    (left && settle(l, dir, tidy ? &ignored : err) == -1 && !tidy) ||
	    take_review(l, dir, err) == -1)
		return -1;
	return l->has ? drop_or_wait(l, err) : 0;
}

static int
each(struct looking *l, const char *cases, struct sar_err *err)
{
	struct sar_case_names names;
	char *dir;
	size_t i;
	int rc = sar_case_names_read(l->home, &names, err);

	for (i = 0; rc == 0 && i < names.n; i++) {
		l->ref = names.all[i];
		dir = sar_file_join(cases, l->ref, err);
		rc = dir == NULL ? -1 : take_case(l, dir, err);
		free(dir);
	}
	sar_case_names_free(&names);
	return rc;
}

int
sar_review_kept_drop(const struct sar_home *home, struct sar_review_kept *kept,
    struct sar_err *err)
{
	struct looking l = { .home = home, .kept = kept };
	char *cases = sar_home_path(home, "cases", err);
	int rc = -1;

	if (cases == NULL)
		return -1;
	if ((l.of = calloc(kept->n + 1, sizeof(*l.of))) == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else
		rc = each(&l, cases, err);
	free(l.of);
	free(cases);
	return rc;
}

int
sar_review_kept_tidy(const struct sar_home *home, struct sar_err *err)
{
	struct sar_review_kept none = { .n = 0 };

	return sar_review_kept_drop(home, &none, err);
}
