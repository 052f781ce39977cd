#ifndef SAR_INGEST_PHP_H
#define SAR_INGEST_PHP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * PHP's fputcsv(), which writes FreePBX's export, does not double a quote that
 * follows a backslash, and Asterisk puts a backslash before the quotes of a
 * caller's name.  So a caller with a quote in the name would make the export
 * unreadable.  This filter doubles them.
 *
 * A quote after a backslash may also be the one that closes the field; PHP
 * itself cannot tell.  It is taken for that where the record or another field
 * follows: a comma without a space, as PHP quotes every field with a space.
 */
struct sar_ingest_php {
	enum {
		SAR_INGEST_PHP_START, /* of a field */
		SAR_INGEST_PHP_PLAIN,
		SAR_INGEST_PHP_QUOTED,
		SAR_INGEST_PHP_QUOTE /* one of a pair, or the closing one */
	} state;
	bool escaped;  /* the last character was a backslash */
	unsigned held; /* 1: a quote in doubt, 2: and a comma after it */
};

/* Bytes that ${len} bytes, or the end, can become. */
#define SAR_INGEST_PHP_ROOM(len) (2 * (len) + 4)

/** sar_ingest_php_filter: Put ${len} bytes through; how many are in ${out}. */
size_t sar_ingest_php_filter(struct sar_ingest_php *php, const char *in,
    size_t len, char *out);

/** sar_ingest_php_end: What was still held back. */
size_t sar_ingest_php_end(struct sar_ingest_php *php, char *out);

#endif
