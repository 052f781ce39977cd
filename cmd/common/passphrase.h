#ifndef SAR_CMD_PASSPHRASE_H
#define SAR_CMD_PASSPHRASE_H

#include <popt.h>
#include <stdbool.h>

#include "base/secret.h"

/* Where a passphrase comes from, by the options --passphrase-file,
 * --passphrase-fd and --passphrase-command. */
struct passphrase_source {
	char *file, *command;
	int fd; /* -1: none */
};
#define PASSPHRASE_SOURCE_INIT \
	{                      \
		.fd = -1       \
	}

/** passphrase_count: How many of them were given? */
int passphrase_count(const struct passphrase_source *source);

/**
 * passphrase_read: The passphrase from the one given; *${secret} is NULL when
 * none was.  SAR_EINPUT for two.
 */
SAR_MUST_CHECK int passphrase_read(const struct passphrase_source *source,
    struct sar_secret **secret, struct sar_err *err);

/** passphrase_forget: Release what ${source} holds: it has none then. */
void passphrase_forget(struct passphrase_source *source);

/* The passphrase of a key's file: given by an option, or asked for. */

/* --passphrase-file, --passphrase-fd and --passphrase-command. */
extern const struct poptOption passphrase_options[];

/** passphrase_given: Was one of them given? */
bool passphrase_given(void);

/**
 * passphrase_get: What the option says, else what is typed on the terminal,
 * which asks for ${what}, twice for a ${fresh} one that nothing can be compared
 * with.  NULL with ${err} set: SAR_EINPUT for two options; SAR_ESECRET where
 * there is neither option nor terminal, for none typed, and for two that
 * differ.
 */
SAR_MUST_CHECK struct sar_secret *passphrase_get(const char *what, bool fresh,
    struct sar_err *err);

/** passphrase_free: Release what the options hold. */
void passphrase_free(void);

#endif
