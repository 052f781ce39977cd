#include "export/erasable.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "docket/dockets.h"

/* A record, what case it is of, and what others it names. */
struct sought {
	uint64_t seq;
	bool there; /* and not erased */
	enum sar_record_type type;
	char ref[SAR_REQUEST_REF_MAX + 1]; /* or "" */
	char name[SAR_DOCKET_WORD];        /* of a hold, or a complaint */
	bool names;                        /* an intent, or a hold */
	uint64_t named;
	/* All cases, with the record and without it; NULL: not asked for. */
	struct sar_dockets *with, *without;
};

static void
take_sought(struct sought *sought, const struct sar_record *record)
{
	sought->there = true;
	sought->type = record->type;
	(void)sar_record_copy(record, "case", sought->ref, sizeof(sought->ref));
	(void)sar_record_copy(record, "name", sought->name,
	    sizeof(sought->name));
	sought->names = sar_record_number(record, "intent", &sought->named) ||
			sar_record_number(record, "hold", &sought->named);
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sought *sought = ctx;

	if (record->seq == sought->seq && record->type != SAR_RECORD_ERASED)
		take_sought(sought, record);
	if (sought->with == NULL)
		return 0;
	if (sar_dockets_record(sought->with, record, err) == -1)
		return -1;
	return record->seq == sought->seq
		   ? 0
		   : sar_dockets_record(sought->without, record, err);
}

static int
seek(const struct sar_home *home, struct sought *sought, struct sar_err *err)
{
	struct sar_log_reading how = { .record = take, .ctx = sought };
	struct sar_log *log = sar_home_log_open(home, &how, err);

	sar_log_free(log);
	return log == NULL ? -1 : 0;
}

static int
refuse(const char *what, uint64_t record, const char *hint, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREFUSED, "record %llu: %s",
	    (unsigned long long)record, what);
	sar_err_hint(err, "%s", hint);
	return -1;
}

/* What is held rests on it, whatever case it is of. */
static int
check_hold(const struct sought *sought, const struct sought *named,
    struct sar_err *err)
{
	const struct sar_docket_hold *holds;
	size_t i, n;

	if (sought->type == SAR_RECORD_LIFT && named->there)
		return refuse("ended a hold that the log has", sought->seq,
		    "the record of the hold goes first", err);
	holds = sar_dockets_holds(sought->with, &n);
	for (i = 0; i < n; i++)
		if (holds[i].record == sought->seq &&
		    holds[i].lifted == SAR_DOCKET_NO)
			return refuse("is of a hold that stands", sought->seq,
			    "\"sar-retain release\" ends it", err);
	return 0;
}

static int
check_complaints(const struct sought *sought, const struct sar_docket *docket,
    struct sar_err *err)
{
	const struct sar_docket_complaint *all;
	size_t i, n = 0;

	all = sar_dockets_complaints(sought->with, &n);
	if (docket != NULL) {
		all = docket->complaints;
		n = docket->n_complaints;
	} else if (sought->type != SAR_RECORD_COMPLAIN) {
		return 0;
	}
	for (i = 0; i < n; i++)
		if (all[i].decided == SAR_DOCKET_NEVER &&
		    (docket != NULL || strcmp(all[i].name, sought->name) == 0))
			return refuse("a complaint is not decided", sought->seq,
			    "it is decided first", err);
	return 0;
}

static bool
is_over(const struct sar_docket *docket)
{
	enum sar_docket_state state = sar_docket_state(docket);

	return docket->receive == SAR_DOCKET_NO || state == SAR_DOCKET_SENT ||
	       state == SAR_DOCKET_CLOSED;
}

/* D8: it is kept so long after its end. */
static int
check_months(const struct sar_care *care, const struct sought *sought,
    const struct sar_docket *docket, struct sar_err *err)
{
	int32_t end = docket->closed != SAR_DOCKET_NEVER ? docket->closed
							 : docket->given;
	struct sar_date today =
	    sar_zone_local(care->home->zone, care->now).date;
	struct sar_date until;
	char day[SAR_DATE_LEN];

	if (care->home->case_months == 0)
		return 0;
	until = sar_date_add_months(sar_date_of_days(end),
	    (int)care->home->case_months);
	if (sar_date_compare(today, until) >= 0)
		return 0;
	sar_date_format(until, day);
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: is to be kept until %s, and its records with it",
	    sought->ref, day);
	sar_err_hint(err, "case-months of sar.conf says so");
	return -1;
}

/* The log has its receipt, and so knows how far it is. */
static int
check_received(const struct sar_care *care, const struct sought *sought,
    const struct sar_docket *docket, const char *basis, struct sar_err *err)
{
	const struct sar_docket *after;

	if (!is_over(docket)) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: is open in the log, and its records stay",
		    sought->ref);
		sar_err_hint(err, "it is answered and that sent, or closed, "
				  "first");
		return -1;
	}
	if (strcmp(basis, "retention") == 0 &&
	    check_months(care, sought, docket, err) == -1)
		return -1;
	after = sar_dockets_find(sought->without, sought->ref);
	if (after == NULL || is_over(after))
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: would be open in the log without record %llu",
	    sought->ref, (unsigned long long)sought->seq);
	sar_err_hint(err, "its receipt, record %llu, goes first",
	    (unsigned long long)docket->receive);
	return -1;
}

/*
 * What becomes of a case rests on its records: without its release it would
 * be released a second time, without a delivery the passphrase could follow
 * its package.  They may go when there is no case any more.
 */
static int
check_folder(const struct sar_home *home, const char *ref, struct sar_err *err)
{
	char *cases = sar_home_path(home, "cases", err);
	char *path = NULL;
	struct stat st;
	int rc = -1;

	if (cases == NULL || (path = sar_file_join(cases, ref, err)) == NULL)
		goto out;
	if (lstat(path, &st) == -1 && errno == ENOENT) {
		rc = 0;
		goto out;
	}
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: is kept, and its records with it", ref);
	sar_err_hint(err, "the case is deleted first, as its retention ends; "
			  "then its records can be erased");

out:
	free(path);
	free(cases);
	return rc;
}

static int
check(const struct sar_care *care, struct sought *sought, const char *basis,
    struct sar_err *err)
{
	struct sought named = { .seq = sought->named };
	const struct sar_docket *docket = NULL;

	if (seek(care->home, sought, err) == -1)
		return -1;
	named.seq = sought->named;
	if (sought->names && seek(care->home, &named, err) == -1)
		return -1;
	if (sought->ref[0] == '\0')
		memcpy(sought->ref, named.ref, sizeof(sought->ref));
	if (check_hold(sought, &named, err) == -1)
		return -1;
	if (sought->ref[0] != '\0')
		docket = sar_dockets_find(sought->with, sought->ref);
	if (check_complaints(sought, docket, err) == -1 ||
	    (docket != NULL && docket->receive != SAR_DOCKET_NO &&
		check_received(care, sought, docket, basis, err) == -1))
		return -1;
	return sought->ref[0] == '\0'
		   ? 0
		   : check_folder(care->home, sought->ref, err);
}

int
sar_erasable_check(const struct sar_care *care, uint64_t target,
    const char *basis, char ref[SAR_REQUEST_REF_MAX + 1], struct sar_err *err)
{
	struct sought sought = { .seq = target };
	int rc = -1;

	sought.with = sar_dockets_new(care->home->zone, err);
	if (sought.with != NULL)
		sought.without = sar_dockets_new(care->home->zone, err);
	if (sought.without != NULL)
		rc = check(care, &sought, basis, err);
	memcpy(ref, sought.ref, sizeof(sought.ref));
	sar_dockets_free(sought.with);
	sar_dockets_free(sought.without);
	return rc;
}
