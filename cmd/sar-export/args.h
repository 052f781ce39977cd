#ifndef SAR_EXPORT_CMD_ARGS_H
#define SAR_EXPORT_CMD_ARGS_H

#include <limits.h>

#include "common/cmd.h"
#include "common/passphrase.h"
#include "export/build.h"
#include "export/case.h"

/* Groups of options that several commands take; argv is read only here. */

/* Which request: --ref of a case, --file, or everything by options. */
struct request_args {
	char *ref, *from, *to, *received, *identity, *name, *file;
	char *agent, *channel, *prefer, *adjustments, *corrects;
	char **numbers, **ranges;
};
extern struct request_args request_args;
extern const struct poptOption request_options[];
extern const struct poptOption ref_option[]; /* --ref alone */

#define ARGS_NONE INT_MIN

/* How the answer is to be packaged. */
struct build_args {
	char *by, *reason, *fill, *format, *marks;
	char *padding, *volume_size, *proofs;
	char *passphrase_out;
	struct passphrase_source passphrase;
	int jobs, fade; /* ARGS_NONE: not given */
	int allow_partial, include_expired, hide_names, vcon, recovery_only;
	int unattended; /* nobody is there who would decide */
};
extern struct build_args build_args;
extern const struct poptOption build_options[];
extern const struct poptOption plan_options[]; /* what plan, letter depend on */

#define ARGS_BY                                                   \
	{                                                         \
		"by", '\0', POPT_ARG_STRING, &build_args.by, 21,  \
		    "who does this: a staff id, not a name", "ID" \
	}

#define ARGS_INCLUDE(table, title)                                       \
	{                                                                \
		NULL, '\0', POPT_ARG_INCLUDE_TABLE, CMD_TABLE(table), 0, \
		    title, NULL                                          \
	}

/** args_need_ref: The --ref given; NULL with ${err} set when it was not. */
SAR_MUST_CHECK const char *args_need_ref(struct sar_err *err);

/** args_take_ref: The case is the first of ${rest}, or else --ref: that is
 * given then, and there is one. */
SAR_MUST_CHECK int args_take_ref(const char **rest, struct sar_err *err);

/** args_has_request: Was more than --ref given? */
bool args_has_request(void);

/** args_corrects: The case given with --corrects, if nothing else of a request
 * is said: the request is that case's. */
const char *args_corrects(void);

/**
 * args_request_text: The request.conf(5) text of --file or of the options;
 * the caller frees it.  Messages call it *${name}.
 */
SAR_MUST_CHECK char *args_request_text(const char **name, size_t *len,
    struct sar_err *err);

/** args_as_options: Name the option where ${err} names a line of that text,
 * which nobody wrote. */
void args_as_options(struct sar_err *err);

/**
 * args_case: The case to work on, for reading: the one --ref names, or, when
 * a request was given, that request whether or not it has a case, under the
 * number it would have.
 */
SAR_MUST_CHECK struct sar_case *args_case(const struct sar_home *home,
    struct sar_err *err);

/** args_plan_given: Those of plan_options that were given, as on a command
 * line, for whoever has to give the same; args_plan() has checked them. */
#define ARGS_GIVEN 256
void args_plan_given(char out[ARGS_GIVEN]);

/** args_plan: Plan options from the options and the home's policy. */
SAR_MUST_CHECK int args_plan(const struct sar_home *home,
    struct sar_plan_options *options, struct sar_err *err);

/** args_vcon: Is each recording to be described as a vCon? */
bool args_vcon(const struct sar_home *home);

/**
 * args_packing_given: The options that say how to package, of those given, in
 * *${n} words that live as long as the program.
 */
const char *const *args_packing_given(size_t *n);

/**
 * args_build: Build options; *${secret} is the passphrase given, if one was,
 * which the caller frees.  A ${dry} run does not run the command that would
 * print it.
 */
SAR_MUST_CHECK int args_build(const struct sar_home *home,
    struct sar_build_options *options, bool dry, struct sar_secret **secret,
    struct sar_err *err);

/** args_jobs: --jobs; 0 when it was not given. */
SAR_MUST_CHECK int args_jobs(unsigned *jobs, struct sar_err *err);

/** args_by: --by, else "uid" and the user's number: no names. */
SAR_MUST_CHECK const char *args_by(const struct sar_home *home,
    struct sar_err *err);

/** args_free: Release what the options hold. */
void args_free(void);

#endif
