#ifndef SAR_EXPORT_CASE_H
#define SAR_EXPORT_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "export/home.h"
#include "marks/marks.h"
#include "request/request.h"

/* What was built last: in a released case, what was released. */
#define SAR_CASE_PLAN "plan.json"

/*
 * One request's folder, cases/REF/: request.conf, marks/, plan.json and the
 * letters.  All that is personal lives here.
 */
struct sar_case {
	const struct sar_home *home; /* borrowed */
	char *dir;
	struct sar_request *request;
	char *text; /* request.conf as it was read; NULL of one only tried */
	int lock;   /* held till the case is freed; -1 when only read */
	bool tried; /* it need not be there: sar_case_check() made it */
};

/**
 * sar_case_create_text(home, name, text, len, err):
 * Make the folder of a new request from the text of a request.conf(5), whole or
 * not at all.  One that is there with the very same request is left as it is (a
 * job that is run again); with another, SAR_EREFUSED.  Whoever calls is alone
 * in this: sar_intake_run().
 */
SAR_MUST_CHECK int sar_case_create_text(const struct sar_home *home,
    const char *name, const char *text, size_t len, struct sar_err *err);

/** sar_case_create: The same from options. */
SAR_MUST_CHECK int sar_case_create(const struct sar_home *home,
    const struct sar_request_fields *fields, struct sar_err *err);

/** sar_case_text: The text of its request.conf, NUL-terminated; the caller
 * frees it. */
SAR_MUST_CHECK char *sar_case_text(const struct sar_case *c,
    struct sar_err *err);

/**
 * sar_case_check: Read a request as sar_case_create_text() would and write
 * nothing: for a dry run.  The caller frees the case.
 */
SAR_MUST_CHECK struct sar_case *sar_case_check(const struct sar_home *home,
    const char *name, const char *text, size_t len, struct sar_err *err);

/** sar_case_search: The same of a request that is of no case, as it says what
 * to search for: it need not have a ref. */
SAR_MUST_CHECK struct sar_case *sar_case_search(const struct sar_home *home,
    const char *name, const char *text, size_t len, struct sar_err *err);

/**
 * sar_case_same: Would sar_case_create_text() take ${text} as the request of
 * ${c}, which sar_case_check() made?  SAR_EREFUSED when another one is there.
 */
SAR_MUST_CHECK int sar_case_same(const struct sar_case *c, const char *text,
    size_t len, struct sar_err *err);

/**
 * sar_case_open: Read the case ${ref}; the caller frees it.  With ${lock},
 * take its lock, waiting at most ${wait_s} seconds.  NULL with ${err} set:
 * SAR_EMISSING when there is no such case, SAR_ELOCKED.
 */
SAR_MUST_CHECK struct sar_case *sar_case_open(const struct sar_home *home,
    const char *ref, bool lock, unsigned wait_s, struct sar_err *err);
void sar_case_free(struct sar_case *c);

/* Whoever gives out references, or ends a case without a folder, has it. */
#define SAR_CASES_LOCK "cases.lock"

/**
 * sar_case_lost: Stand for the case ${ref}, whose request.conf is gone, or
 * cannot be read as one: of the request there is the ref and no more.  The
 * caller frees it; till then nobody gives out references, for there may be no
 * folder to lock.  SAR_EREFUSED when it is there.
 */
SAR_MUST_CHECK struct sar_case *sar_case_lost(const struct sar_home *home,
    const char *ref, unsigned wait_s, struct sar_err *err);

/* The cases that have a folder, in order of their names. */
struct sar_case_names {
	char (*all)[SAR_REQUEST_REF_MAX + 1];
	size_t n;
};

/** sar_case_names_read: Of ${home}, whatever is in the folders; whoever calls
 * frees them in any case. */
SAR_MUST_CHECK int sar_case_names_read(const struct sar_home *home,
    struct sar_case_names *out, struct sar_err *err);
void sar_case_names_free(struct sar_case_names *names);

/** sar_case_format: In what format recordings are packaged where nobody says
 * another: the one that the requester prefers, else the policy's. */
enum sar_plan_format sar_case_format(const struct sar_case *c);

/** sar_case_path: cases/REF/${name}, malloc'd. */
SAR_MUST_CHECK char *sar_case_path(const struct sar_case *c, const char *name,
    struct sar_err *err);

/** sar_case_save: Write ${text} as cases/REF/${name}, replacing it. */
SAR_MUST_CHECK int sar_case_save(const struct sar_case *c, const char *name,
    const char *text, struct sar_err *err);

/* All marks files of a folder, in order of name. */
struct sar_case_marks {
	struct sar_marks **marks;
	size_t n;
};

/**
 * sar_case_marks_staff: Are who listened and who decided in ${marks} ids that
 * may stand for staff?  As sar_home_staff(): a reviewer goes into the log.
 */
SAR_MUST_CHECK int sar_case_marks_staff(const struct sar_home *home,
    const struct sar_marks *marks, struct sar_err *err);

/** sar_case_marks_heard: Times in ${marks} are of the sound that the index has
 * for ${recording} now. */
void sar_case_marks_heard(struct sar_marks *marks,
    const struct sar_index_recording *recording);

/** sar_case_marks_read: Read every *.marks file in ${dir}. */
SAR_MUST_CHECK int sar_case_marks_read(const char *dir,
    struct sar_case_marks *marks, struct sar_err *err);

/** sar_case_marks_own: Those of ${c} itself, and those that are being stored
 * in it; none of a case that has no folder for them. */
SAR_MUST_CHECK int sar_case_marks_own(const struct sar_case *c,
    struct sar_case_marks *marks, struct sar_err *err);
void sar_case_marks_free(struct sar_case_marks *marks);

enum sar_put {
	SAR_PUT_NEW,     /* where there are none yet */
	SAR_PUT_REPLACE, /* whatever there is, as sar_marks_follow() lets it */
	SAR_PUT_SAME     /* not at all: the case has been released */
};

/**
 * sar_case_marks_put: Store ${n} ${marks} in the case, each in the file that
 * has those of its recording, whatever it is called, or else under its digest.
 * The same again changes nothing.  Others that ${how} does not allow are
 * SAR_EREFUSED, and what would be too long to be read again SAR_EINPUT, before
 * anything is stored.  What they replace hands on to them who asked for a
 * second person.
 */
SAR_MUST_CHECK int sar_case_marks_put(const struct sar_case *c,
    struct sar_marks *const *marks, size_t n, enum sar_put how,
    struct sar_err *err);

/** sar_case_marks_check: Would sar_case_marks_put() store them?  It fails as
 * that does, and writes nothing; the case's folder need not be there. */
SAR_MUST_CHECK int sar_case_marks_check(const struct sar_case *c,
    struct sar_marks *const *marks, size_t n, enum sar_put how,
    struct sar_err *err);

/**
 * sar_case_marks_replace: SAR_PUT_REPLACE of all ${n} at once: whoever reads
 * the case's own marks has all of them or none, also after a kill.
 */
SAR_MUST_CHECK int sar_case_marks_replace(const struct sar_case *c,
    struct sar_marks *const *marks, size_t n, struct sar_err *err);

#endif
