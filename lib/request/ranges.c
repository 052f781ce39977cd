#include "request/ranges.h"

#include <stdlib.h>
#include <string.h>

static int
read_date(const struct sar_conf *conf, const char *key, struct sar_date *out,
    struct sar_err *err)
{
	const char *text = sar_conf_need(conf, "", key, err);

	if (text == NULL)
		return -1;
	if (!sar_date_parse(text, out))
		return sar_conf_bad(conf, "", key, 0,
		    "expected a date, as YYYY-MM-DD", err);
	return 0;
}

static int
by_day(const void *a, const void *b)
{
	const struct sar_request_range *x = a;
	const struct sar_request_range *y = b;
	int order = sar_date_compare(x->from, y->from);

	return order != 0 ? order : sar_date_compare(x->to, y->to);
}

/* In order; those that overlap or touch become one, so that no day is asked
   for twice. */
static void
settle(struct sar_request *request)
{
	struct sar_request_range *all = request->ranges;
	size_t i, n = 0;

	qsort(all, request->n_ranges, sizeof(*all), by_day);
	for (i = 0; i < request->n_ranges; i++) {
		if (n == 0 || sar_date_days(all[i].from) >
				  sar_date_days(all[n - 1].to) + 1)
			all[n++] = all[i];
		else if (sar_date_compare(all[i].to, all[n - 1].to) > 0)
			all[n - 1].to = all[i].to;
	}
	request->n_ranges = n;
	request->from = all[0].from;
	request->to = all[n - 1].to;
}

/* "2026-01-01/2026-03-31" */
static bool
parse_range(const char *text, struct sar_request_range *out)
{
	char day[SAR_DATE_LEN];

	if (strlen(text) != 2 * (SAR_DATE_LEN - 1) + 1 ||
	    text[SAR_DATE_LEN - 1] != '/')
		return false;
	memcpy(day, text, SAR_DATE_LEN - 1);
	day[SAR_DATE_LEN - 1] = '\0';
	return sar_date_parse(day, &out->from) &&
	       sar_date_parse(text + SAR_DATE_LEN, &out->to);
}

static int
read_range(const struct sar_conf *conf, size_t i, const char *text,
    struct sar_request *request, struct sar_err *err)
{
	struct sar_request_range *range = &request->ranges[i];
	const char *why = NULL;

	if (!parse_range(text, range))
		why = "expected two dates, as YYYY-MM-DD/YYYY-MM-DD";
	else if (sar_date_compare(range->from, range->to) > 0)
		why = "its first day is later than its last";
	else if (sar_date_compare(range->to, request->received) > 0)
		why = "goes on after \"received\"";
	return why == NULL ? 0 : sar_conf_bad(conf, "", "range", i, why, err);
}

static int
read_ranges(const struct sar_conf *conf, struct sar_request *request,
    struct sar_err *err)
{
	const char *text;
	size_t i;

	if (sar_conf_get(conf, "", "from") != NULL ||
	    sar_conf_get(conf, "", "to") != NULL)
		return sar_conf_bad(conf, "", "range", 0,
		    "cannot be mixed with \"from\" and \"to\"", err);
	for (i = 0; (text = sar_conf_nth(conf, "", "range", i)) != NULL; i++) {
		if (i == SAR_REQUEST_RANGES)
			return sar_conf_bad(conf, "", "range", i,
			    "more ranges than one request may have", err);
		if (read_range(conf, i, text, request, err) == -1)
			return -1;
	}
	request->n_ranges = i;
	return 0;
}

static int
read_one(const struct sar_conf *conf, struct sar_request *request,
    struct sar_err *err)
{
	struct sar_request_range *range = &request->ranges[0];

	if (read_date(conf, "from", &range->from, err) == -1 ||
	    read_date(conf, "to", &range->to, err) == -1)
		return -1;
	request->n_ranges = 1;
	if (sar_date_compare(range->from, range->to) > 0)
		return sar_conf_bad(conf, "", "from", 0, "later than \"to\"",
		    err);
	/* The request is about what was held when it came (rule S3). */
	if (sar_date_compare(range->to, request->received) > 0)
		return sar_conf_bad(conf, "", "to", 0,
		    "later than \"received\"", err);
	return 0;
}

int
sar_request_read_days(const struct sar_conf *conf, struct sar_request *request,
    struct sar_err *err)
{
	bool many = sar_conf_nth(conf, "", "range", 0) != NULL;

	if (read_date(conf, "received", &request->received, err) == -1 ||
	    (many ? read_ranges(conf, request, err)
		  : read_one(conf, request, err)) == -1)
		return -1;
	settle(request);
	return 0;
}
