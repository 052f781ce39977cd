/* Private to ingest: the words of an SQL dump. */
#ifndef SAR_INGEST_SQLLEX_H
#define SAR_INGEST_SQLLEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sha256.h"
#include "base/source.h"

enum sar_sqllex_kind {
	SAR_SQLLEX_END, /* of the dump, or a failure: lex->failed */
	SAR_SQLLEX_WORD,
	SAR_SQLLEX_NAME,   /* in backquotes or brackets */
	SAR_SQLLEX_STRING, /* in single quotes */
	SAR_SQLLEX_DOUBLE, /* in double quotes: MySQL's string, ANSI's name */
	SAR_SQLLEX_NUMBER, /* begins with a digit, or a minus and one */
	SAR_SQLLEX_MARK    /* any other one character */
};

/* A dump being read in blocks; nothing of it is kept. */
struct sar_sqllex {
	const struct sar_source *source;
	struct sar_sha256 *hash;
	struct sar_err *err;
	uint64_t off; /* up to where it was read */
	uint64_t line;
	size_t at, len; /* in block */
	bool failed;
	bool executable; /* inside of a comment that MySQL executes */
	/* A backslash in a string is a backslash: PostgreSQL and SQLite. */
	bool literal;
	/* mysqldump says when it begins and, last of all, when it is done. */
	bool begun, completed;
	char word[24]; /* the last WORD, cut to fit */
	char mark;     /* the last MARK */
	char block[(size_t)1 << 16];
};

/** sar_sqllex_start: Begin with ${source}; ${hash} gets all bytes read. */
void sar_sqllex_start(struct sar_sqllex *lex, const struct sar_source *source,
    struct sar_sha256 *hash, struct sar_err *err);

/**
 * sar_sqllex_next: The next token, comments passed over; its text without
 * quotes and escapes, and a NUL, are added to ${out}, unless that is NULL.
 * A failure, with the error set, is an END: an I/O error, a quote or comment
 * that is never closed, or more than 1 MiB in ${out}.
 */
enum sar_sqllex_kind sar_sqllex_next(struct sar_sqllex *lex,
    struct sar_buf *out);

/**
 * sar_sqllex_line: The rest of this line, without blanks at either end, cut
 * to ${size} - 1 bytes; false at the end of the dump.
 */
bool sar_sqllex_line(struct sar_sqllex *lex, char *out, size_t size);

/** sar_sqllex_fail: Set the error, naming source and line; always -1. */
int sar_sqllex_fail(struct sar_sqllex *lex, uint64_t line, const char *why);

#endif
