#ifndef SAR_VERIFY_BOOK_H
#define SAR_VERIFY_BOOK_H

#include "casebook/casebook.h"
#include "common/cmd.h"
#include "sar-verify/noted.h"
#include "sar-verify/trust.h"

/* What "log" and "report" have in common: their options and the reading. */
struct book_args {
	struct trust_args trust;
	char *outbox, *as_of, *zone, *holidays, *csv;
	char **known;
	int max_age, every, jobs, force;
};

#define BOOK_OPTIONS(args)                                                     \
	TRUST_OPTIONS((args).trust),                                           \
	    { "known", '\0', POPT_ARG_ARGV, &(args).known, 1,                  \
		    "a checkpoint kept from before, that the log must begin "  \
		    "with; again for more",                                    \
		    "FILE" },                                                  \
	    { "outbox", '\0', POPT_ARG_STRING, &(args).outbox, 2,              \
		    "hold the packages in this folder against the log",        \
		    "DIR" },                                                   \
	    { "max-age", '\0', POPT_ARG_INT, &(args).max_age, 3,               \
		    "days since the policy's witnesses cosigned last, at "     \
		    "most",                                                    \
		    "DAYS" },                                                  \
	    { "as-of", '\0', POPT_ARG_STRING, &(args).as_of, 4,                \
		    "the day on which open cases are judged (else that of "    \
		    "the last record)",                                        \
		    "DATE" },                                                  \
	    { "zone", '\0', POPT_ARG_STRING, &(args).zone, 5,                  \
		    "where a day of the law ends (default Europe/London)",     \
		    "NAME" },                                                  \
	    { "holidays", '\0', POPT_ARG_STRING, &(args).holidays, 10,         \
		    "the bank holidays to count with (else those of this "     \
		    "release)",                                                \
		    "FILE" },                                                  \
	    { "csv", '\0', POPT_ARG_STRING, &(args).csv, 6,                    \
		    "list all exceptions in a new file", "FILE" },             \
	    { "force", '\0', POPT_ARG_NONE, &(args).force, 7,                  \
		    "replace files that are there", NULL },                    \
	    { "every-signature", '\0', POPT_ARG_NONE, &(args).every, 8,        \
		    "verify that of every checkpoint, and not just those the " \
		    "records rest on",                                         \
		    NULL },                                                    \
	{                                                                      \
		"jobs", '\0', POPT_ARG_INT, &(args).jobs, 9,                   \
		    "threads; 0, the default: one for each processor", "N"     \
	}

/* A log that was read. */
struct book {
	struct sar_policy *policy;
	struct sar_zone *zone;
	struct sar_holidays *holidays;
	const char *table; /* file they are from; NULL: of this release */
	struct sar_casebook_options how;
	struct sar_casebook read;
	struct noted noted;
};

/**
 * book_open: Read the log in ${dir} as the options say.  On failure what was
 * read is told as far as it can be; to be closed in any case.
 */
SAR_MUST_CHECK int book_open(const struct book_args *args, const char *dir,
    struct book *book, struct sar_err *err);
void book_close(struct book *book);
void book_free_args(struct book_args *args);

/** book_verdict: Once all was told, give the list its name: 0 when nothing is
 * left for a person; else SAR_EREVIEW. */
SAR_MUST_CHECK int book_verdict(struct book *book, struct sar_err *err);

/** book_since: The first record that no earlier key signed for. */
uint64_t book_since(const struct sar_log_key *key);

/** book_pinned: What the key that was given is to the log, in a sentence. */
void book_pinned(const struct book *book, struct sar_buf *out);

/** book_note: Add a note as a terminal can show it: the names of other signers
 * may hold anything. */
void book_note(struct sar_buf *out, const char *note);

#endif
