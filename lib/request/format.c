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

char *
sar_request_format(const struct sar_request_fields *fields, struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	const char *identity = fields->identity;

	if (identity == NULL)
		identity = "unknown";
	if (put(&buf, "ref", fields->ref, err) == -1 ||
	    put_numbers(&buf, fields, err) == -1 ||
	    put(&buf, "from", fields->from, err) == -1 ||
	    put(&buf, "to", fields->to, err) == -1 ||
	    put(&buf, "received", fields->received, err) == -1 ||
	    put(&buf, "identity", identity, err) == -1 ||
	    (fields->name != NULL &&
		put(&buf, "name", fields->name, err) == -1) ||
	    sar_buf_check(&buf, err) == -1) {
		sar_buf_free(&buf);
		return NULL;
	}
	return sar_buf_take(&buf);
}
