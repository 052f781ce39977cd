#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/cmd.h"

/* What has no name of its own for what it is has the program's and its type. */
static void
add_schema(json_t *object)
{
	const char *type = json_string_value(json_object_get(object, "type"));
	char schema[64];

	if (type == NULL || json_object_get(object, "schema") != NULL)
		return;
	(void)snprintf(schema, sizeof(schema), "%s.%s/1", cmd_running()->name,
	    type);
	(void)json_object_set_new(object, "schema", json_string(schema));
}

void
cmd_print_json(json_t *object)
{
	char *text;

	add_schema(object);
	text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	if (text != NULL)
		(void)puts(text);
	free(text);
	json_decref(object);
}

bool
cmd_flush(void)
{
	return fflush(stdout) == 0 && ferror(stdout) == 0;
}

void
cmd_say(const char *fmt, ...)
{
	va_list ap;

	if (cmd_options.json || cmd_options.quiet)
		return;
	va_start(ap, fmt);
	(void)vprintf(fmt, ap);
	va_end(ap);
}

void
cmd_note(const char *fmt, ...)
{
	va_list ap;

	if (cmd_options.quiet)
		return;
	(void)cmd_flush();
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
}

void
cmd_warn(const char *fmt, ...)
{
	va_list ap;

	(void)cmd_flush();
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
}
