#ifndef SAR_TEST_RECORD_LINE_H
#define SAR_TEST_RECORD_LINE_H

/* Records of the log, written by hand. */

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "disclosure/record.h"

/* The line of a record, logged at ${t}; ${members} is JSON with ' for ". */
static inline char *
record_line(uint64_t seq, const char *type, const char *t, const char *members)
{
	char *copy = strdup(members);
	json_t *record;
	char *line, *c;

	assert_non_null(copy);
	for (c = copy; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	record = json_loads(copy, 0, NULL);
	if (record == NULL)
		fail_msg("%s", copy);
	assert_int_equal(json_object_set_new(record, "v", json_integer(1)), 0);
	assert_int_equal(json_object_set_new(record, "type", json_string(type)),
	    0);
	assert_int_equal(json_object_set_new(record, "t", json_string(t)), 0);
	assert_int_equal(json_object_set_new(record, "seq",
			     json_integer((json_int_t)seq)),
	    0);
	assert_int_equal(json_object_set_new(record, "salt",
			     json_string("oKCgoKCgoKCgoKCgoKCgoA==")),
	    0);
	line = json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS);
	assert_non_null(line);
	json_decref(record);
	free(copy);
	return line;
}

/* The same, read. */
static inline struct sar_record *
record_of(uint64_t seq, const char *type, const char *t, const char *members)
{
	struct sar_err err = SAR_ERR_INIT;
	char *line = record_line(seq, type, t, members);
	struct sar_record *record = sar_record_new("record", line, strlen(line),
	    seq, &err);

	if (record == NULL)
		fail_msg("%s: %s", line, err.msg);
	free(line);
	return record;
}

#endif
