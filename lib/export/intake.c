#include "export/intake.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "export/correction.h"
#include "export/event.h"
#include "export/find.h"
#include "export/intake_log.h"
#include "export/number.h"
#include "export/sweep.h"

int
sar_intake_check_receipt(const struct sar_case *c,
    const struct sar_receipt *receipt, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	char *text;
	bool there;
	int rc = -1;

	if ((text = sar_case_text(c, err)) == NULL)
		return -1;
	if (sar_plan_salt_commit(c, text, digest, &there, err) == -1)
		goto out;
	if (there && memcmp(digest, receipt->request, SAR_SHA256_LEN) == 0) {
		rc = 0;
		goto out;
	}
	if (!there) {
		rc = sar_err_set(err, SAR_EREFUSED,
		    "case %s: plan.salt is gone: nobody can tell whether "
		    "request.conf is what was received",
		    c->request->ref);
		sar_err_hint(err, "put it back from a backup of the case");
		goto out;
	}
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: request.conf is not the request whose receipt is in the "
	    "log, record %llu",
	    c->request->ref, (unsigned long long)receipt->record);
	sar_err_hint(err, "what a person asks for besides is a request of its "
			  "own; put back the file as it was");

out:
	free(text);
	return rc;
}

/* A request cannot have come on a day that is not there yet. */
static int
check_day(const struct sar_case *c, int64_t now, struct sar_err *err)
{
	struct sar_date today = sar_zone_local(c->home->zone, now).date;

	return sar_date_compare(c->request->received, today) <= 0
		   ? 0
		   : sar_err_set(err, SAR_EINPUT,
			 "case %s: received: later than today",
			 c->request->ref);
}

/* The log gets its receipt; what is to be there before that is. */
static int
receive(const struct sar_case *c, const struct sar_intake_options *options,
    uint64_t *record, struct sar_err *err)
{
	if (c->request->corrects[0] != '\0' &&
	    sar_correction_prepare(c, options->why, err) == -1)
		return -1;
	return sar_intake_log(c, options, record, err);
}

/* What has to be so before anything is written of a request that is new. */
static int
check_new(const struct sar_case *c, const struct sar_receipts *receipts,
    const struct sar_intake_options *options, struct sar_err *err)
{
	if (check_day(c, options->now, err) == -1 ||
	    sar_find_check(c, err) == -1)
		return -1;
	if (c->request->corrects[0] == '\0')
		return sar_intake_doubted(c, receipts, err);
	return sar_correction_check(c, receipts, err) == -1
		   ? -1
		   : sar_correction_said(c, options->why, err);
}

/* The folder is there.  What the log wants is there too, after this. */
static int
settle(struct sar_intake *intake, const struct sar_receipts *receipts,
    const struct sar_intake_options *options, struct sar_err *err)
{
	const struct sar_case *c = intake->c;
	const struct sar_receipt *had;

	had = sar_receipts_find(receipts, c->request->ref);
	intake->logged = had == NULL;
	if (had == NULL && check_new(c, receipts, options, err) == -1)
		return -1;
	if (had != NULL)
		intake->record = had->record;
	if (had != NULL && sar_intake_check_receipt(c, had, err) == -1)
		return -1;
	/* Before there is a key that was made just now. */
	if (sar_intake_compare(c, receipts, &intake->earlier, err) == -1)
		return -1;
	if (had != NULL || options->dry)
		return 0;
	return receive(c, options, &intake->record, err);
}

/* A name that the log has, or had, and no folder: its case was deleted. */
static int
refuse_gone(const struct sar_case *c, const struct sar_receipts *receipts,
    struct sar_err *err)
{
	bool known, blind;

	if (sar_file_exists(c->dir))
		return 0;
	if (sar_receipts_known(c->home, receipts, c->request->ref, &known,
		&blind, err) == -1)
		return -1;
	/* Of a number that is ours cases/.last has the last. */
	if (!known && (!blind || receipts->prefix[0] != '\0'))
		return 0;
	if (known)
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: was received before, and its folder is gone",
		    c->request->ref);
	else
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: may be one whose records were erased: without "
		    "keys/tag.key nobody can tell",
		    c->request->ref);
	sar_err_hint(err, "give another ref, or none for the next number");
	return -1;
}

/* The case of a request that has its ref, made if it is not there. */
static int
make_case(const struct sar_home *home, const struct sar_numbered *text,
    const struct sar_receipts *receipts,
    const struct sar_intake_options *options, struct sar_intake *intake,
    struct sar_err *err)
{
	intake->c = sar_case_check(home, text->name, text->text, text->len,
	    err);
	if (intake->c == NULL || refuse_gone(intake->c, receipts, err) == -1)
		return -1;
	if (sar_receipts_find(receipts, intake->c->request->ref) == NULL &&
	    check_new(intake->c, receipts, options, err) == -1)
		return -1;
	if (options->dry)
		return sar_case_same(intake->c, text->text, text->len, err);
	return sar_case_create_text(home, text->name, text->text, text->len,
	    err);
}

/* Of the request as it was given; the cases are locked, unless dry. */
static int
take_in(const struct sar_home *home, struct sar_numbered *text,
    const struct sar_intake_options *options, struct sar_intake *intake,
    struct sar_err *err)
{
	struct sar_receipts receipts = { 0 };
	char prefix[SAR_NUMBER_PREFIX];
	int rc = -1;

	if (sar_number_prefix(home, text, prefix, err) == -1)
		return -1;
	receipts.prefix = prefix;
	if (sar_receipts_read(home, &receipts, err) == 0 &&
	    sar_number_give(home, text, &receipts, err) == 0 &&
	    make_case(home, text, &receipts, options, intake, err) == 0 &&
	    (options->dry || sar_number_keep(home, prefix,
				 intake->c->request->ref, err) == 0))
		rc = settle(intake, &receipts, options, err);
	sar_receipts_free(&receipts);
	return rc;
}

/* One at a time, so that no two get one number.  What a killed run left
   between the cases is nobody's then. */
static int
lock_cases(const struct sar_home *home,
    const struct sar_intake_options *options, int *lock, struct sar_err *err)
{
	char *path = NULL;
	char *cases = NULL;
	int rc = -1;

	*lock = -1;
	if (options->dry)
		return 0;
	if ((path = sar_home_path(home, SAR_CASES_LOCK, err)) == NULL ||
	    (cases = sar_home_path(home, "cases", err)) == NULL)
		goto out;
	/* Whoever has it is done in a moment, as who writes to the log. */
	*lock = sar_file_lock(path, sar_home_log_wait(options->lock_wait), err);
	if (*lock != -1) {
		sar_sweep_files(cases);
		rc = 0;
	}

out:
	free(cases);
	free(path);
	return rc;
}

static int
ended(int rc, int lock, struct sar_intake *intake)
{
	if (lock != -1)
		(void)close(lock);
	if (rc == -1)
		sar_intake_free(intake);
	return rc;
}

static int
copy_text(const char *name, const char *text, size_t len,
    struct sar_numbered *out, struct sar_err *err)
{
	out->name = name;
	out->len = len;
	if ((out->text = malloc(len + 1)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memcpy(out->text, text, len);
	out->text[len] = '\0';
	return 0;
}

int
sar_intake_run(const struct sar_home *home, const char *name, const char *text,
    size_t len, const struct sar_intake_options *options,
    struct sar_intake *out, struct sar_err *err)
{
	struct sar_numbered numbered;
	int rc = -1, lock;

	memset(out, 0, sizeof(*out));
	if (lock_cases(home, options, &lock, err) == -1)
		return -1;
	if (copy_text(name, text, len, &numbered, err) == 0)
		rc = take_in(home, &numbered, options, out, err);
	free(numbered.text);
	return ended(rc, lock, out);
}

int
sar_intake_case(const struct sar_home *home, const char *ref,
    const struct sar_intake_options *options, struct sar_intake *out,
    struct sar_err *err)
{
	struct sar_receipts receipts = { 0 };
	int rc = -1, lock;

	memset(out, 0, sizeof(*out));
	if (lock_cases(home, options, &lock, err) == -1)
		return -1;
	if ((out->c = sar_case_open(home, ref, false, 0, err)) != NULL &&
	    sar_receipts_read(home, &receipts, err) == 0)
		rc = settle(out, &receipts, options, err);
	sar_receipts_free(&receipts);
	return ended(rc, lock, out);
}

int
sar_intake_correct(const struct sar_home *home, const char *old,
    const char *ref, const struct sar_intake_options *options,
    struct sar_intake *out, struct sar_err *err)
{
	char *text = sar_correction_text(home, old, ref, err);
	int rc;

	memset(out, 0, sizeof(*out));
	if (text == NULL)
		return -1;
	rc = sar_intake_run(home, "correction", text, strlen(text), options,
	    out, err);
	free(text);
	return rc;
}

struct sar_case *
sar_intake_look(const struct sar_home *home, const char *name, const char *text,
    size_t len, struct sar_err *err)
{
	struct sar_receipts receipts = { 0 };
	char prefix[SAR_NUMBER_PREFIX];
	struct sar_numbered numbered;
	struct sar_case *c = NULL;

	receipts.prefix = prefix;
	if (copy_text(name, text, len, &numbered, err) == 0 &&
	    sar_number_prefix(home, &numbered, prefix, err) == 0 &&
	    (prefix[0] == '\0' ||
		sar_receipts_read(home, &receipts, err) == 0) &&
	    sar_number_give(home, &numbered, &receipts, err) == 0)
		c = sar_case_check(home, name, numbered.text, numbered.len,
		    err);
	sar_receipts_free(&receipts);
	free(numbered.text);
	return c;
}

int
sar_intake_repeats(const struct sar_case *c, struct sar_intake_repeats *out,
    struct sar_err *err)
{
	struct sar_receipts receipts = { 0 };
	int rc = -1;

	*out = (struct sar_intake_repeats){ .n = 0 };
	if (sar_receipts_read(c->home, &receipts, err) == 0)
		rc = sar_intake_compare(c, &receipts, out, err);
	sar_receipts_free(&receipts);
	return rc;
}

void
sar_intake_free(struct sar_intake *intake)
{
	sar_case_free(intake->c);
	free(intake->earlier.all);
	memset(intake, 0, sizeof(*intake));
}
