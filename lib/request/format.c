#include "request/request.h"

#include <string.h>

#include "base/buf.h"

/* One line; a value that would become two of them is refused. */
static int
put(struct sar_buf *buf, const char *key, const char *value,
    struct sar_err *err)
{
	if (value == NULL || value[0] == '\0')
		return sar_err_set(err, SAR_EINPUT, "%s: missing", key);
	if (strpbrk(value, "\r\n") != NULL)
		return sar_err_set(err, SAR_EINPUT, "%s: has a line break",
		    key);
	sar_buf_printf(buf, "%s = %s\n", key, value);
	return 0;
}

static int
put_numbers(struct sar_buf *buf, const struct sar_request_fields *fields,
    struct sar_err *err)
{
	size_t i;

	if (fields->n_numbers == 0)
		return sar_err_set(err, SAR_EINPUT, "number: missing");
	if (fields->n_numbers > SAR_REQUEST_NUMBERS)
		return sar_err_set(err, SAR_EINPUT,
		    "number: more than one request may have, %d",
		    SAR_REQUEST_NUMBERS);
	for (i = 0; i < fields->n_numbers; i++)
		if (put(buf, "number", fields->numbers[i], err) == -1)
			return -1;
	return 0;
}

/* What may be left out. */
static int
put_given(struct sar_buf *buf, const char *key, const char *value,
    struct sar_err *err)
{
	return value == NULL ? 0 : put(buf, key, value, err);
}

/* From and to, or ranges: what does not go together is found by reading. */
static int
put_days(struct sar_buf *buf, const struct sar_request_fields *fields,
    struct sar_err *err)
{
	size_t i;

	if (fields->n_ranges > SAR_REQUEST_RANGES)
		return sar_err_set(err, SAR_EINPUT,
		    "range: more than one request may have, %d",
		    SAR_REQUEST_RANGES);
	for (i = 0; i < fields->n_ranges; i++)
		if (put(buf, "range", fields->ranges[i], err) == -1)
			return -1;
	if (i > 0 && fields->from == NULL && fields->to == NULL)
		return 0;
	return put(buf, "from", fields->from, err) == -1 ||
		       put(buf, "to", fields->to, err) == -1
		   ? -1
		   : 0;
}

char *
sar_request_format(const struct sar_request_fields *fields, struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	const char *identity = fields->identity;

	if (identity == NULL)
		identity = "unknown";
	if (put_given(&buf, "ref", fields->ref, err) == -1 ||
	    put_numbers(&buf, fields, err) == -1 ||
	    put_days(&buf, fields, err) == -1 ||
	    put(&buf, "received", fields->received, err) == -1 ||
	    put_given(&buf, "channel", fields->channel, err) == -1 ||
	    put(&buf, "identity", identity, err) == -1 ||
	    put_given(&buf, "name", fields->name, err) == -1 ||
	    put_given(&buf, "agent", fields->agent, err) == -1 ||
	    put_given(&buf, "prefer", fields->prefer, err) == -1 ||
	    put_given(&buf, "adjustments", fields->adjustments, err) == -1 ||
	    put_given(&buf, "corrects", fields->corrects, err) == -1 ||
	    sar_buf_check(&buf, err) == -1) {
		sar_buf_free(&buf);
		return NULL;
	}
	return sar_buf_take(&buf);
}

char *
sar_request_numbered(const char *text, size_t len, const char *ref,
    struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;

	sar_buf_add(&buf, text, len);
	if (len > 0 && text[len - 1] != '\n')
		sar_buf_puts(&buf, "\n");
	sar_buf_printf(&buf, "ref = %s\n", ref);
	if (sar_buf_check(&buf, err) == -1) {
		sar_buf_free(&buf);
		return NULL;
	}
	return sar_buf_take(&buf);
}
