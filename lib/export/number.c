#include "export/number.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

#define LAST_MAX 4096

static struct sar_request *
parse(const struct sar_home *home, const struct sar_numbered *text,
    struct sar_err *err)
{
	struct sar_phone_plan plan = sar_phone_plan_people(&home->phone);

	return sar_request_parse(text->name, text->text, text->len, &plan, err);
}

/* What follows is ours: what it begins with has to make a ref of it. */
int
sar_number_policy(struct sar_home *home, struct sar_err *err)
{
	struct sar_phone_plan plan = sar_phone_plan_people(&home->phone);
	const char *prefix = sar_conf_get(home->conf, "policy", "ref-prefix");
	char ref[SAR_REQUEST_REF_MAX + 1];

	home->ref_prefix = prefix == NULL ? "SAR" : prefix;
	if (strlen(home->ref_prefix) <= SAR_HOME_PREFIX_MAX) {
		(void)snprintf(ref, sizeof(ref), "%s-2026-0001",
		    home->ref_prefix);
		if (home->ref_prefix[0] != '\0' &&
		    sar_request_ref_fits(ref, &plan))
			return 0;
	}
	return sar_conf_bad(home->conf, "policy", "ref-prefix", 0,
	    "expected at most 16 of letters, digits, \".\", \"_\" and \"-\", "
	    "and no telephone number",
	    err);
}

int
sar_number_prefix(const struct sar_home *home, struct sar_numbered *text,
    char out[SAR_NUMBER_PREFIX], struct sar_err *err)
{
	struct sar_request *request = parse(home, text, err);

	if (request == NULL)
		return -1;
	out[0] = '\0';
	if (request->ref[0] == '\0')
		(void)snprintf(out, SAR_NUMBER_PREFIX, "%s-%04d-",
		    home->ref_prefix, request->received.year % 10000);
	memcpy(text->corrects, request->corrects, sizeof(text->corrects));
	sar_request_free(request);
	return 0;
}

/* "SAR-2026-0042" of it and of "SAR-2026-0042-C1": how long that is. */
static size_t
without_correction(const char *ref)
{
	size_t len = strlen(ref);
	size_t end = len;

	while (end > 0 && ref[end - 1] >= '0' && ref[end - 1] <= '9')
		end--;
	return end < len && end > 2 && ref[end - 1] == 'C' &&
		       ref[end - 2] == '-'
		   ? end - 2
		   : len;
}

/* The first that nobody has: in a folder or in the log. */
static int
next_correction(const struct sar_home *home, const char *corrects,
    const struct sar_receipts *receipts, char out[SAR_REQUEST_REF_MAX + 1],
    struct sar_err *err)
{
	int base = (int)without_correction(corrects);
	char name[SAR_REQUEST_REF_MAX + 32];
	bool there = true;
	bool blind;
	unsigned n;

	for (n = 1; there; n++) {
		char *path;

		(void)snprintf(name, sizeof(name), "cases/%.*s-C%u", base,
		    corrects, n);
		if ((path = sar_home_path(home, name, err)) == NULL)
			return -1;
		there = sar_file_exists(path);
		free(path);
		if (!there && sar_receipts_known(home, receipts, name + 6,
				  &there, &blind, err) == -1)
			return -1;
	}
	if (strlen(name + 6) > SAR_REQUEST_REF_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "case %s: its reference is too long to add to: give one "
		    "with --ref",
		    corrects);
	memcpy(out, name + 6, strlen(name + 6) + 1);
	return 0;
}

/* Take ${ref}'s in place of the text. */
static int
put_ref(struct sar_numbered *text, const char *ref, struct sar_err *err)
{
	char *whole = sar_request_numbered(text->text, text->len, ref, err);

	if (whole == NULL)
		return -1;
	free(text->text);
	text->text = whole;
	text->len = strlen(whole);
	return 0;
}

/* Does the case ${ref} have just this request, and its number from us? */
static int
is_same(const struct sar_home *home, const struct sar_numbered *text,
    const char *ref, bool *same, struct sar_err *err)
{
	struct sar_err unread = SAR_ERR_INIT;
	struct sar_case *c = NULL;
	char *whole = NULL;
	char *old = NULL;

	*same = false;
	/* A folder that is no case of ours is none that this could be. */
	if ((c = sar_case_open(home, ref, false, 0, &unread)) == NULL)
		return 0;
	if ((whole = sar_request_numbered(text->text, text->len, ref, err)) !=
	    NULL)
		old = sar_case_text(c, err);
	*same = old != NULL && strcmp(old, whole) == 0;
	sar_case_free(c);
	free(whole);
	free(old);
	return err->code == SAR_OK ? 0 : -1;
}

/* The names in a folder of the home; of a case with this very request, if
 * ${text} is not NULL, *${found}. */
static int
look_through(const struct sar_home *home, const char *folder,
    const struct sar_numbered *text, struct sar_receipts *receipts,
    char found[SAR_REQUEST_REF_MAX + 1], struct sar_err *err)
{
	char *path = sar_home_path(home, folder, err);
	struct dirent *entry;
	bool same = false;
	DIR *dir = NULL;
	int rc = -1;

	if (path == NULL)
		return -1;
	if ((dir = opendir(path)) == NULL) {
		(void)sar_err_errno(err, "%s", path);
		goto out;
	}
	while (!same && (entry = readdir(dir)) != NULL) {
		sar_receipts_number(receipts, entry->d_name,
		    strlen(entry->d_name));
		if (text == NULL ||
		    !sar_text_plain(entry->d_name, SAR_REQUEST_REF_MAX))
			continue;
		if (is_same(home, text, entry->d_name, &same, err) == -1)
			goto out;
		if (same)
			memcpy(found, entry->d_name, strlen(entry->d_name) + 1);
	}
	rc = 0;

out:
	if (dir != NULL)
		(void)closedir(dir);
	free(path);
	return rc;
}

/* cases/.last-SAR-2026, which has "SAR-2026-0042". */
static char *
last_path(const struct sar_home *home, const char *prefix, struct sar_err *err)
{
	char name[sizeof("cases/.last-") + SAR_NUMBER_PREFIX];

	(void)snprintf(name, sizeof(name), "cases/.last-%.*s",
	    (int)strlen(prefix) - 1, prefix);
	return sar_home_path(home, name, err);
}

/* Take note of the last that was given. */
static int
take_last(const struct sar_home *home, struct sar_receipts *receipts,
    struct sar_err *err)
{
	char *path = last_path(home, receipts->prefix, err);
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (path == NULL)
		return -1;
	if (!sar_file_exists(path)) {
		rc = 0;
	} else if (sar_file_read(path, LAST_MAX, &text, &len, err) == 0) {
		sar_receipts_number(receipts, text, strcspn(text, "\n"));
		rc = 0;
	}
	free(text);
	free(path);
	return rc;
}

int
sar_number_keep(const struct sar_home *home, const char *prefix,
    const char *ref, struct sar_err *err)
{
	struct sar_receipts before = { .prefix = prefix };
	struct sar_receipts given = { .prefix = prefix };
	char line[SAR_REQUEST_REF_MAX + 2];
	char *path;
	int rc;

	if (prefix[0] == '\0')
		return 0;
	sar_receipts_number(&given, ref, strlen(ref));
	if (take_last(home, &before, err) == -1)
		return -1;
	if (given.highest <= before.highest)
		return 0;
	if ((path = last_path(home, prefix, err)) == NULL)
		return -1;
	(void)snprintf(line, sizeof(line), "%s\n", ref);
	rc = sar_file_write(path, line, strlen(line), 0600, true, err);
	free(path);
	return rc;
}

int
sar_number_give(const struct sar_home *home, struct sar_numbered *text,
    struct sar_receipts *receipts, struct sar_err *err)
{
	char ref[SAR_REQUEST_REF_MAX + 1] = "";
	bool known = true;
	bool blind;

	if (receipts->prefix[0] == '\0')
		return 0;
	if (look_through(home, "cases", text, receipts, ref, err) == -1)
		return -1;
	if (ref[0] != '\0')
		return put_ref(text, ref, err);
	if (text->corrects[0] != '\0') {
		if (next_correction(home, text->corrects, receipts, ref, err) ==
		    -1)
			return -1;
		return put_ref(text, ref, err);
	}
	/* What was packaged once is known by the name of its package. */
	if (take_last(home, receipts, err) == -1 ||
	    look_through(home, "outbox", NULL, receipts, ref, err) == -1 ||
	    look_through(home, "staging", NULL, receipts, ref, err) == -1)
		return -1;
	/* A number whose records were erased is known by their tag. */
	while (known) {
		(void)snprintf(ref, sizeof(ref), "%s%04llu", receipts->prefix,
		    (unsigned long long)++receipts->highest);
		if (sar_receipts_known(home, receipts, ref, &known, &blind,
			err) == -1)
			return -1;
	}
	return put_ref(text, ref, err);
}
