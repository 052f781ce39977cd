#include "export/receipts.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/grow.h"
#include "export/tags.h"

/* Of so many digits, no number overflows. */
#define DIGITS 9

void
sar_receipts_number(struct sar_receipts *receipts, const char *ref, size_t len)
{
	size_t at, end;
	uint64_t number = 0;

	if (receipts->prefix == NULL)
		return;
	at = end = strlen(receipts->prefix);
	if (len <= at || memcmp(ref, receipts->prefix, at) != 0)
		return;
	for (; end < len && end < at + DIGITS && ref[end] >= '0' &&
	       ref[end] <= '9';
	     end++)
		number = number * 10 + (uint64_t)(ref[end] - '0');
	if (number > receipts->highest)
		receipts->highest = number;
}

/* "2026-01-05/2026-02-05", as the log's scanner has checked it. */
static bool
get_range(const char *text, size_t len, struct sar_request_range *out)
{
	char day[SAR_DATE_LEN];

	if (len != 2 * (SAR_DATE_LEN - 1) + 1)
		return false;
	day[SAR_DATE_LEN - 1] = '\0';
	memcpy(day, text, SAR_DATE_LEN - 1);
	if (!sar_date_parse(day, &out->from))
		return false;
	memcpy(day, text + SAR_DATE_LEN, SAR_DATE_LEN - 1);
	return sar_date_parse(day, &out->to);
}

/* Several, or the one. */
static bool
get_ranges(const struct sar_record *record, struct sar_receipt *out)
{
	size_t n = sar_record_count(record, "scopes");
	const char *text;
	size_t len, i;

	if (n == 0) {
		out->n_ranges = 1;
		text = sar_record_text(record, "scope", &len);
		return text != NULL && get_range(text, len, &out->ranges[0]);
	}
	if (n > SAR_REQUEST_RANGES)
		return false;
	for (i = 0; i < n; i++) {
		text = sar_record_text_at(record, "scopes", i, &len);
		if (text == NULL || !get_range(text, len, &out->ranges[i]))
			return false;
	}
	out->n_ranges = n;
	return true;
}

static bool
get_receipt(const struct sar_record *record, struct sar_receipt *out)
{
	char received[SAR_DATE_LEN];
	size_t i, n = sar_record_count(record, "tags");

	out->record = record->seq;
	if (n > SAR_REQUEST_NUMBERS ||
	    !sar_record_copy(record, "case", out->ref, sizeof(out->ref)) ||
	    !sar_record_copy(record, "received", received, sizeof(received)) ||
	    !sar_date_parse(received, &out->received) ||
	    !sar_record_digest(record, "request", out->request) ||
	    !get_ranges(record, out))
		return false;
	(void)sar_record_copy(record, "corrects", out->corrects,
	    sizeof(out->corrects));
	for (i = 0; i < n; i++)
		if (!sar_record_digest_at(record, "tags", i, out->tags[i]))
			return false;
	out->n_tags = n;
	return true;
}

static int
add(struct sar_receipts *receipts, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_receipt *all;

	all = sar_grow_by_one(receipts->all, receipts->n, &receipts->room,
	    sizeof(*all), err);
	if (all == NULL)
		return -1;
	receipts->all = all;
	memset(&all[receipts->n], 0, sizeof(*all));
	if (!get_receipt(record, &all[receipts->n]))
		return sar_err_set(err, SAR_ETAMPER,
		    "log: record %llu: a receipt as no release writes it",
		    (unsigned long long)record->seq);
	receipts->n++;
	return 0;
}

/* A hold may come before its case, and a complaint in place of one. */
static int
take_ref(struct sar_receipts *receipts, const struct sar_record *record,
    struct sar_err *err)
{
	uint64_t there;
	size_t len;
	const char *ref = sar_record_text(record, "case", &len);

	if (ref == NULL)
		return 0;
	sar_receipts_number(receipts, ref, len);
	if (record->type == SAR_RECORD_HOLD ||
	    record->type == SAR_RECORD_COMPLAIN)
		return 0;
	return sar_map_put(&receipts->refs, ref, len, record->seq, &there, err);
}

static int
take_erase(struct sar_receipts *receipts, const struct sar_record *record,
    struct sar_err *err)
{
	uint8_t(*all)[SAR_SHA256_LEN];

	all = sar_grow_by_one(receipts->erased, receipts->n_erased,
	    &receipts->erased_room, sizeof(*all), err);
	if (all == NULL)
		return -1;
	receipts->erased = all;
	if (sar_record_digest(record, "tag", all[receipts->n_erased]))
		receipts->n_erased++;
	return 0;
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_receipts *receipts = ctx;

	if (record->type == SAR_RECORD_ERASE)
		return take_erase(receipts, record, err);
	if (take_ref(receipts, record, err) == -1)
		return -1;
	return record->type == SAR_RECORD_RECEIVE ? add(receipts, record, err)
						  : 0;
}

int
sar_receipts_read(const struct sar_home *home, struct sar_receipts *out,
    struct sar_err *err)
{
	const struct sar_log_reading how = { .record = take, .ctx = out };
	struct sar_log *log;

	sar_map_init(&out->refs);
	log = sar_home_log_open(home, &how, err);
	sar_log_free(log);
	return log == NULL ? -1 : 0;
}

void
sar_receipts_free(struct sar_receipts *receipts)
{
	free(receipts->all);
	free(receipts->erased);
	sar_map_clear(&receipts->refs);
	memset(receipts, 0, sizeof(*receipts));
}

const struct sar_receipt *
sar_receipts_find(const struct sar_receipts *receipts, const char *ref)
{
	size_t i;

	for (i = 0; i < receipts->n; i++)
		if (strcmp(receipts->all[i].ref, ref) == 0)
			return &receipts->all[i];
	return NULL;
}

int
sar_receipts_known(const struct sar_home *home,
    const struct sar_receipts *receipts, const char *ref, bool *known,
    bool *blind, struct sar_err *err)
{
	uint8_t tag[SAR_SHA256_LEN];
	char *path = NULL;
	uint64_t at;
	size_t i;
	int rc = 0;

	*blind = false;
	*known = sar_map_get(&receipts->refs, ref, strlen(ref), &at);
	if (*known || receipts->n_erased == 0)
		return 0;
	if ((path = sar_home_path(home, SAR_TAG_KEY, err)) == NULL)
		return -1;
	*blind = !sar_file_exists(path);
	if (!*blind)
		rc = sar_tags_ref(home, ref, false, tag, err);
	for (i = 0; rc == 0 && !*blind && i < receipts->n_erased; i++)
		if (memcmp(tag, receipts->erased[i], sizeof(tag)) == 0)
			*known = true;
	free(path);
	return rc;
}
