#include <stdio.h>

#include "common/cmd.h"
#include "common/report.h"

/* The only place that prints an error. */
static const char *program = "sar";
static struct sar_err last;

/* A file name may hold anything; a terminal must not act on it. */
static void
print_safe(const char *text)
{
	const unsigned char *p;

	for (p = (const unsigned char *)text; *p != '\0'; p++)
		(void)fputc(*p < 0x20 || *p == 0x7f ? '?' : *p, stderr);
}

void
report_begin(const char *name)
{
	program = name;
}

const struct sar_err *
report_last(void)
{
	return &last;
}

void
cmd_report_one(const struct sar_err *err)
{
	/* They may be one file: what was said first is to stand first. */
	(void)cmd_flush();
	(void)fprintf(stderr, "%s: ", program);
	print_safe(err->msg);
	(void)fputc('\n', stderr);
}

int
cmd_report(const struct sar_err *err)
{
	last = *err;
	cmd_report_one(err);
	if (err->hint[0] != '\0') {
		(void)fprintf(stderr, "%s: hint: ", program);
		print_safe(err->hint);
		(void)fputc('\n', stderr);
	}
	return sar_err_status(err);
}
