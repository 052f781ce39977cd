#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
sar_err_set(struct sar_err *err, enum sar_code code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	err->signal = 0;
	err->hint[0] = '\0';
	va_start(ap, fmt);
	(void)vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	return -1;
}

static enum sar_code
code_of(int number)
{
	switch (number) {
	case ENOENT:
	case EACCES:
	case EPERM:
	case ENOTDIR:
	case ELOOP:
		return SAR_EMISSING;
	case ENOSPC:
	case EDQUOT:
	case EIO:
	case EROFS:
	case EFBIG:
		return SAR_ESPACE;
	default:
		return SAR_EFAIL;
	}
}

#define WHAT_MAX 384

/* After "${what}: ", why ${number} says. */
static int
set_errno(struct sar_err *err, enum sar_code code, int number, const char *what)
{
	char buffer[96];
	const char *why;

	/* GNU's, which need not use the buffer; not the one of POSIX. */
	why = strerror_r(number, buffer, sizeof(buffer));
	return sar_err_set(err, code, "%s: %s", what, why);
}

int
sar_err_errno(struct sar_err *err, const char *fmt, ...)
{
	int number = errno;
	char what[WHAT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return set_errno(err, code_of(number), number, what);
}

int
sar_err_output(struct sar_err *err, const char *fmt, ...)
{
	int number = errno;
	enum sar_code code = code_of(number);
	char what[WHAT_MAX];
	va_list ap;

	if (code == SAR_EMISSING)
		code = SAR_ESPACE;
	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return set_errno(err, code, number, what);
}

int
sar_err_signal(struct sar_err *err, int sig)
{
	(void)sar_err_set(err, SAR_ESIGNAL, "stopped by signal %d", sig);
	err->signal = sig;
	return -1;
}

void
sar_err_hint(struct sar_err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
}

int
sar_err_status(const struct sar_err *err)
{
	if (err->code == SAR_ESIGNAL)
		return (int)SAR_ESIGNAL + err->signal;
	return (int)err->code;
}

const char *
sar_err_name(enum sar_code code)
{
	static const struct {
		enum sar_code code;
		const char *name;
	} names[] = {
		{ SAR_OK, "OK" },
		{ SAR_EFAIL, "FAIL" },
		{ SAR_EINPUT, "USAGE" },
		{ SAR_EPARTIAL, "PARTIAL" },
		{ SAR_ENONE, "NONE" },
		{ SAR_EREVIEW, "REVIEW" },
		{ SAR_EREFUSED, "REFUSED" },
		{ SAR_EMISSING, "MISSING" },
		{ SAR_ELOCKED, "LOCKED" },
		{ SAR_ESECRET, "SECRET" },
		{ SAR_ETAMPER, "TAMPER" },
		{ SAR_ECORRUPT, "CORRUPT" },
		{ SAR_ESPACE, "SPACE" },
		{ SAR_ESIGNAL, "SIGNAL" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].code == code)
			return names[i].name;
	return "FAIL";
}
