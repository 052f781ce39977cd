#include "export/intake_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/file.h"
#include "export/event.h"
#include "export/scopes.h"
#include "export/tags.h"

static json_t *
digest_json(const uint8_t digest[SAR_SHA256_LEN])
{
	char text[SAR_B64_LEN(SAR_SHA256_LEN)];

	sar_b64_put(digest, SAR_SHA256_LEN, text);
	return json_string(text);
}

static json_t *
tags_json(const struct sar_tags *tags)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < tags->n; i++)
		(void)json_array_append_new(list, digest_json(tags->tag[i]));
	return list;
}

/* What there is sometimes. */
static int
put_more(json_t *members, const struct sar_request *request)
{
	if (request->channel[0] != '\0' &&
	    json_object_set_new(members, "channel",
		json_string(request->channel)) == -1)
		return -1;
	if (request->agent != NULL &&
	    json_object_set_new(members, "agent", json_true()) == -1)
		return -1;
	if (request->corrects[0] != '\0' &&
	    json_object_set_new(members, "corrects",
		json_string(request->corrects)) == -1)
		return -1;
	return sar_scopes_put(members, request);
}

static json_t *
receipt_json(const struct sar_case *c, const char *by, struct sar_err *err)
{
	const struct sar_request *request = c->request;
	char received[SAR_DATE_LEN];
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_tags tags;
	char *text = NULL;
	json_t *members;

	if (sar_tags_make(c->home, request, true, &tags, err) == -1 ||
	    (text = sar_case_text(c, err)) == NULL)
		return NULL;
	if (sar_case_commit(c, text, digest, err) == -1) {
		free(text);
		return NULL;
	}
	free(text);
	sar_date_format(request->received, received);
	members = json_pack("{sssssssssososo}", "by", by, "case", request->ref,
	    "received", received, "nation", sar_nation_name(c->home->nation),
	    "request", digest_json(digest), "tags", tags_json(&tags),
	    "holidays", digest_json(sar_holidays_digest(c->home->holidays)));
	if (members == NULL || put_more(members, request) == -1) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		json_decref(members);
		return NULL;
	}
	return members;
}

/* Who asked is known already, or need not be. */
static json_t *
identity_json(const struct sar_case *c,
    const struct sar_intake_options *options, struct sar_err *err)
{
	const struct sar_request *request = c->request;
	bool verified = request->identity == SAR_IDENTITY_VERIFIED;
	char on[SAR_DATE_LEN];
	json_t *members;

	sar_date_format(sar_zone_local(c->home->zone, options->now).date, on);
	members = json_pack("{ssssssssss}", "by", options->by, "case",
	    request->ref, "on", on, "what",
	    verified ? "verified" : "not-needed", "who", "requester");
	if (members != NULL && !verified &&
	    json_object_set_new(members, "reason",
		json_string(request->identity_code)) == -1) {
		json_decref(members);
		members = NULL;
	}
	if (members == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return members;
}

int
sar_intake_log(const struct sar_case *c,
    const struct sar_intake_options *options, uint64_t *record,
    struct sar_err *err)
{
	bool known = c->request->identity != SAR_IDENTITY_UNKNOWN;
	json_t *receipt = receipt_json(c, options->by, err);
	json_t *identity = NULL;
	int rc = -1;

	if (receipt != NULL &&
	    (!known || (identity = identity_json(c, options, err)) != NULL)) {
		const struct sar_home_record records[] = {
			{ "receive", receipt, options->lock_wait,
			    options->now },
			{ "identity", identity, options->lock_wait,
			    options->now },
		};

		rc = sar_home_log_all(c->home, records, known ? 2 : 1, record,
		    err);
	}
	json_decref(receipt);
	json_decref(identity);
	return rc;
}

static bool
shares_tag(const struct sar_tags *tags, const struct sar_receipt *receipt)
{
	size_t i, j;

	for (i = 0; i < tags->n; i++)
		for (j = 0; j < receipt->n_tags; j++)
			if (memcmp(tags->tag[i], receipt->tags[j],
				SAR_SHA256_LEN) == 0)
				return true;
	return false;
}

static bool
overlap(const struct sar_request *request, const struct sar_receipt *receipt)
{
	size_t i, j;

	for (i = 0; i < request->n_ranges; i++)
		for (j = 0; j < receipt->n_ranges; j++)
			if (sar_date_compare(request->ranges[i].from,
				receipt->ranges[j].to) <= 0 &&
			    sar_date_compare(receipt->ranges[j].from,
				request->ranges[i].to) <= 0)
				return true;
	return false;
}

static int
add_earlier(const struct sar_case *c, const struct sar_receipt *receipt,
    struct sar_intake_repeats *out, struct sar_err *err)
{
	struct sar_intake_earlier *one = &out->all[out->n];
	char *cases = sar_home_path(c->home, "cases", err);
	char *path = NULL;

	if (cases == NULL ||
	    (path = sar_file_join(cases, receipt->ref, err)) == NULL) {
		free(cases);
		return -1;
	}
	memcpy(one->ref, receipt->ref, sizeof(one->ref));
	one->received = receipt->received;
	one->overlaps = overlap(c->request, receipt);
	one->kept = sar_file_exists(path);
	out->n++;
	free(path);
	free(cases);
	return 0;
}

int
sar_intake_compare(const struct sar_case *c,
    const struct sar_receipts *receipts, struct sar_intake_repeats *out,
    struct sar_err *err)
{
	const struct sar_receipt *own, *one;
	struct sar_tags tags;
	size_t i;

	own = sar_receipts_find(receipts, c->request->ref);
	out->n = 0;
	if (sar_tags_make(c->home, c->request, false, &tags, err) == -1)
		return -1;
	/* It was made with the first request, so it was lost. */
	for (i = 0; i < receipts->n && tags.n == 0; i++)
		out->blind = out->blind || receipts->all[i].n_tags > 0;
	if ((out->all = calloc(receipts->n + 1, sizeof(*out->all))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < receipts->n; i++) {
		one = &receipts->all[i];
		if (one == own || (own != NULL && one->record > own->record))
			continue;
		if (shares_tag(&tags, one) &&
		    add_earlier(c, one, out, err) == -1)
			return -1;
	}
	return 0;
}
