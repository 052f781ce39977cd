#include "export/complaint.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "docket/dockets.h"
#include "export/plan_salt.h"
#include "export/sweep.h"

#define FOLDER "complaints"
#define LOCK "complaints.lock"
#define NUMBER_MAX 9999

/* What the log is looked through for. */
struct look {
	const struct sar_home *home;
	const struct sar_case *c; /* or NULL */
	const struct sar_complaint_say *say;
	struct sar_complaint *out;
	struct sar_dockets *dockets;
	unsigned last;  /* number given in that year */
	bool elsewhere; /* the name given is that of another's complaint */
};

/* The number in "C-2026-0001", of the year of ${on}; 0 for another name. */
static unsigned
number_of(const char *name, struct sar_date on)
{
	char begin[16];
	uint64_t n;
	int len;

	len = snprintf(begin, sizeof(begin), "C-%04d-", on.year);
	if (strncmp(name, begin, (size_t)len) != 0 ||
	    !sar_text_number(name + len, NUMBER_MAX, &n))
		return 0;
	return (unsigned)n;
}

static void
note_number(struct look *look, const char *name)
{
	unsigned n = number_of(name, look->say->on);

	if (n > look->last)
		look->last = n;
}

/* Where one called ${name} is kept. */
static char *
dir_of(const struct look *look, const char *name, struct sar_err *err)
{
	char *folder, *dir;

	if (look->c != NULL) {
		if ((dir = strdup(look->c->dir)) == NULL)
			(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return dir;
	}
	if ((folder = sar_home_path(look->home, FOLDER, err)) == NULL)
		return NULL;
	dir = sar_file_join(folder, name, err);
	free(folder);
	return dir;
}

static bool
is_of_place(const struct look *look, const struct sar_record *record)
{
	return look->c == NULL
		   ? !sar_record_has(record, "case")
		   : sar_record_is(record, "case", look->c->request->ref);
}

/* Does ${record} say that this text came on this day? */
static int
is_same(const struct look *look, const struct sar_record *record,
    const char *name, bool *same, struct sar_err *err)
{
	uint8_t has[SAR_SHA256_LEN], is[SAR_SHA256_LEN];
	char on[SAR_DATE_LEN];
	bool there = false;
	char *dir;
	int rc = 0;

	sar_date_format(look->say->on, on);
	*same = false;
	if (!sar_record_is(record, "what", "received") ||
	    !sar_record_is(record, "on", on))
		return 0;
	if (look->say->text == NULL ||
	    !sar_record_digest(record, "text", has)) {
		*same = look->say->text == NULL &&
			!sar_record_has(record, "text");
		return 0;
	}
	if ((dir = dir_of(look, name, err)) == NULL)
		return -1;
	rc = sar_plan_salt_commit_in(dir, look->say->text, is, &there, err);
	*same = rc == 0 && there && memcmp(has, is, sizeof(has)) == 0;
	free(dir);
	return rc;
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct look *look = ctx;
	char name[SAR_COMPLAINT_NAME];
	bool same;

	if (sar_dockets_record(look->dockets, record, err) == -1)
		return -1;
	if (record->type != SAR_RECORD_COMPLAIN ||
	    !sar_record_copy(record, "name", name, sizeof(name)))
		return 0;
	note_number(look, name);
	if (look->say->name != NULL && strcmp(name, look->say->name) == 0 &&
	    !is_of_place(look, record))
		look->elsewhere = true;
	if (look->say->what != SAR_COMPLAINT_RECEIVED ||
	    look->say->name != NULL || look->say->again ||
	    !is_of_place(look, record))
		return 0;
	if (is_same(look, record, name, &same, err) == -1)
		return -1;
	if (same)
		memcpy(look->out->name, name, sizeof(name));
	return 0;
}

static int
read_log(struct look *look, struct sar_err *err)
{
	const struct sar_log_reading how = { .record = take, .ctx = look };
	struct sar_log *log;

	if ((look->dockets = sar_dockets_new(look->home->zone, err)) == NULL ||
	    (log = sar_home_log_open(look->home, &how, err)) == NULL)
		return -1;
	sar_log_free(log);
	return 0;
}

static const struct sar_docket_complaint *
all_of(const struct look *look, size_t *n)
{
	const struct sar_docket *docket;

	*n = 0;
	if (look->c == NULL)
		return sar_dockets_complaints(look->dockets, n);
	docket = sar_dockets_find(look->dockets, look->c->request->ref);
	if (docket == NULL)
		return NULL;
	*n = docket->n_complaints;
	return docket->complaints;
}

static bool
is_logged(const struct look *look, const char *name)
{
	const struct sar_docket_complaint *all;
	size_t n, i;

	all = all_of(look, &n);
	for (i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0)
			return true;
	return false;
}

/* The folder of a run that was cut short is this one's if it has its text, or
   none yet. */
static int
take_folder(struct look *look, const char *name, struct sar_err *err)
{
	struct sar_err unread = SAR_ERR_INIT;
	char *dir = dir_of(look, name, err);
	char *path = NULL, *text = NULL;
	bool mine;
	size_t len;
	int rc = -1;

	if (dir == NULL ||
	    (path = sar_file_join(dir, SAR_COMPLAINT_TEXT, err)) == NULL)
		goto out;
	mine = !sar_file_exists(path) ||
	       (look->say->text != NULL &&
		   sar_file_read(path, SAR_STEP_TEXT_MAX, &text, &len,
		       &unread) == 0 &&
		   strcmp(text, look->say->text) == 0);
	if (mine)
		(void)snprintf(look->out->name, sizeof(look->out->name), "%s",
		    name);
	rc = 0;

out:
	free(text);
	free(path);
	free(dir);
	return rc;
}

/* A folder may be there of which the log knows nothing yet. */
static int
look_at_folders(struct look *look, struct sar_err *err)
{
	char *path = sar_home_path(look->home, FOLDER, err);
	struct dirent *entry;
	DIR *dir;
	int rc = 0;

	if (path == NULL)
		return -1;
	dir = opendir(path);
	free(path);
	if (dir == NULL)
		return 0;
	while (rc == 0 && (entry = readdir(dir)) != NULL) {
		if (number_of(entry->d_name, look->say->on) == 0)
			continue;
		note_number(look, entry->d_name);
		if (!is_logged(look, entry->d_name))
			rc = take_folder(look, entry->d_name, err);
	}
	(void)closedir(dir);
	return rc;
}

static int
none(struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EMISSING, "complaint: there is none such");
	sar_err_hint(err, "\"sar-export complain received\" first; its name "
			  "is in the case's timeline.txt");
	return -1;
}

/* The one that something is said of without saying which; said again, it may be
   decided. */
static int
only_one(struct look *look, struct sar_err *err)
{
	const struct sar_docket_complaint *all, *found = NULL;
	size_t n, i, open = 0;

	all = all_of(look, &n);
	for (i = 0; i < n; i++)
		if (all[i].decided == SAR_DOCKET_NEVER) {
			found = &all[i];
			open++;
		}
	if (n == 0)
		return none(err);
	if (open > 1 || (open == 0 && n > 1))
		return sar_err_set(err, SAR_EINPUT,
		    "--name: missing: there are several complaints");
	if (found == NULL)
		found = &all[0];
	memcpy(look->out->name, found->name, sizeof(look->out->name));
	return 0;
}

static int
next_name(struct look *look, struct sar_err *err)
{
	if (look->last == NUMBER_MAX)
		return sar_err_set(err, SAR_EREFUSED,
		    "complaint: no number is left: --name gives another");
	(void)snprintf(look->out->name, sizeof(look->out->name), "C-%04d-%04u",
	    look->say->on.year, look->last + 1);
	return 0;
}

static int
choose(struct look *look, struct sar_err *err)
{
	const struct sar_complaint_say *say = look->say;
	struct sar_complaint *out = look->out;

	if (look->elsewhere)
		return sar_err_set(err, SAR_EREFUSED,
		    "--name: is that of another complaint");
	if (say->name != NULL) {
		(void)snprintf(out->name, sizeof(out->name), "%s", say->name);
		return 0;
	}
	if (say->what != SAR_COMPLAINT_RECEIVED)
		return only_one(look, err);
	if (out->name[0] == '\0' && look->c == NULL &&
	    look_at_folders(look, err) == -1)
		return -1;
	return out->name[0] != '\0' ? 0 : next_name(look, err);
}

/* What the log has of it; it may be new only when it comes. */
static int
settle(struct look *look, struct sar_err *err)
{
	const struct sar_docket_complaint *all;
	struct sar_complaint *out = look->out;
	size_t n, i;

	all = all_of(look, &n);
	for (i = 0; i < n; i++)
		if (strcmp(all[i].name, out->name) == 0)
			out->was = all[i];
	if (out->was.received == SAR_DOCKET_NEVER &&
	    look->say->what != SAR_COMPLAINT_RECEIVED)
		return none(err);
	if (out->was.received != SAR_DOCKET_NEVER &&
	    sar_date_days(look->say->on) < out->was.received)
		return sar_err_set(err, SAR_EINPUT,
		    "--on: is before the day the complaint came");
	if ((out->dir = dir_of(look, out->name, err)) == NULL)
		return -1;
	out->place = (struct sar_event_place){ look->home, out->dir,
		look->c == NULL ? NULL : look->c->request->ref };
	return 0;
}

/* While names are given out, and a folder has no lock of its own. */
static int
lock(struct look *look, struct sar_err *err)
{
	char *path = sar_home_path(look->home, LOCK, err);

	if (path == NULL)
		return -1;
	look->out->lock = sar_file_lock(path,
	    sar_home_log_wait(look->say->lock_wait), err);
	free(path);
	return look->out->lock == -1 ? -1 : 0;
}

/* It is in the log for good, and the name of a folder. */
static int
check_name(const struct sar_home *home, const char *name, struct sar_err *err)
{
	struct sar_phone_plan plan = sar_phone_plan_people(&home->phone);

	if (sar_request_staff_id(name, &plan))
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "--name: expected letters, digits, '.', '_' and '-', and no "
	    "telephone number");
}

int
sar_complaint_find(const struct sar_home *home, const struct sar_case *c,
    const struct sar_complaint_say *say, struct sar_complaint *out,
    struct sar_err *err)
{
	struct look look = { .home = home, .c = c, .say = say, .out = out };
	int rc = -1;

	memset(out, 0, sizeof(*out));
	out->lock = -1;
	out->was.received = SAR_DOCKET_NEVER;
	out->was.acknowledged = SAR_DOCKET_NEVER;
	out->was.decided = SAR_DOCKET_NEVER;
	if (say->name != NULL && check_name(home, say->name, err) == -1)
		return -1;
	if (lock(&look, err) == 0 && read_log(&look, err) == 0 &&
	    choose(&look, err) == 0)
		rc = settle(&look, err);
	sar_dockets_free(look.dockets);
	return rc;
}

void
sar_complaint_close(struct sar_complaint *complaint)
{
	free(complaint->dir);
	complaint->dir = NULL;
	if (complaint->lock != -1)
		(void)close(complaint->lock);
	complaint->lock = -1;
}

int
sar_complaint_make(const struct sar_complaint *complaint, struct sar_err *err)
{
	const struct sar_home *home = complaint->place.home;
	char *folder;
	int rc = -1;

	if (complaint->place.ref != NULL)
		return 0;
	if ((folder = sar_home_path(home, FOLDER, err)) == NULL)
		return -1;
	if (sar_file_mkdir(folder, 0700, err) == 0 &&
	    sar_file_sync_dir(home->dir, err) == 0 &&
	    sar_file_mkdir(complaint->dir, 0700, err) == 0)
		rc = sar_file_sync_dir(folder, err);
	if (rc == 0)
		sar_sweep_folder(complaint->dir);
	free(folder);
	return rc;
}

int
sar_complaint_search(const struct sar_complaint *complaint,
    struct sar_request **out, struct sar_err *err)
{
	char *path = sar_file_join(complaint->dir, SAR_COMPLAINT_SEARCH, err);
	char *text = NULL;
	size_t len;
	int rc = -1;

	*out = NULL;
	if (path == NULL)
		return -1;
	if (!sar_file_exists(path))
		rc = 0;
	else if (sar_file_read(path, SAR_COMPLAINT_SEARCH_MAX, &text, &len,
		     err) == 0 &&
		 (*out = sar_request_parse(SAR_COMPLAINT_SEARCH, text, len,
		      &complaint->place.home->phone, err)) != NULL)
		rc = 0;
	if (text != NULL)
		explicit_bzero(text, len);
	free(text);
	free(path);
	return rc;
}
