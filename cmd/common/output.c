#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/cmd.h"

void
cmd_print_json(json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);

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
