#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/file.h"
#include "export/build_state.h"
#include "export/due.h"
#include "export/scopes.h"
#include "tlog/commitment.h"

#define OPENING_MAX 65536
#define SALT_LEN 32

static int
append(struct build *b, const char *type, json_t *members, uint64_t *seq,
    struct sar_err *err)
{
	struct sar_home_record record = {
		.type = type,
		.members = members,
		.lock_wait = b->options->lock_wait,
		.now = b->options->now,
	};
	int rc;

	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = sar_home_log(b->c->home, &record, seq, err);
	json_decref(members);
	return rc;
}

/* The numbers asked for, sorted as text and joined: what is committed to. */
static char *
subject_value(const struct sar_request *request, struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t i;

	for (i = 0; i < request->n_numbers; i++)
		sar_buf_printf(&buf, "%s%s", i == 0 ? "" : " ",
		    request->numbers[i].digits);
	if (sar_buf_check(&buf, err) == -1)
		return NULL;
	return sar_buf_take(&buf);
}

/* A new opening in the case folder; its commitment, in Base64. */
static json_t *
new_opening(const struct build *b, const char *path, struct sar_err *err)
{
	char salt64[SAR_B64_LEN(SALT_LEN)], sum64[SAR_B64_LEN(SAR_SHA256_LEN)];
	char *value = subject_value(b->c->request, err);
	uint8_t salt[SALT_LEN], sum[SAR_SHA256_LEN];
	json_t *opening = NULL;
	char *text = NULL;

	if (value == NULL)
		return NULL;
	randombytes_buf(salt, sizeof(salt));
	if (sar_commitment_make(salt, value, sum, err) == -1)
		goto out;
	sar_b64_put(salt, sizeof(salt), salt64);
	sar_b64_put(sum, sizeof(sum), sum64);
	opening = json_pack("{ssssssssss}", "schema", "sar-export.opening/1",
	    "field", "subject", "salt", salt64, "value", value, "commitment",
	    sum64);
	if (opening == NULL || (text = json_dumps(opening,
				    JSON_SORT_KEYS | JSON_INDENT(1))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if (sar_file_write(path, text, strlen(text), 0600, false, err) == -1)
		goto failed;
	goto out;

failed:
	json_decref(opening);
	opening = NULL;
out:
	free(text);
	free(value);
	return opening;
}

/*
 * The salted commitment that stands for the requester in the log.  One
 * opening a case: deleting the case folder leaves random noise in the log.
 */
static json_t *
subject(const struct build *b, struct sar_err *err)
{
	char *path = sar_case_path(b->c, "opening.json", err);
	json_t *opening = NULL;
	json_t *sum = NULL;
	char *text = NULL;
	size_t len;

	if (path == NULL)
		return NULL;
	if (!sar_file_exists(path)) {
		opening = new_opening(b, path, err);
	} else if (sar_file_read(path, OPENING_MAX, &text, &len, err) == 0) {
		opening = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
		if (opening == NULL)
			(void)sar_err_set(err, SAR_EINPUT, "%s: not JSON",
			    path);
	}
	if (opening != NULL) {
		sum = json_incref(json_object_get(opening, "commitment"));
		if (!json_is_string(sum)) {
			json_decref(sum);
			sum = NULL;
			(void)sar_err_set(err, SAR_EINPUT, "%s: no commitment",
			    path);
		}
	}
	json_decref(opening);
	free(text);
	free(path);
	return sum;
}

static int
put_day(json_t *members, const char *name, int32_t day)
{
	char text[SAR_DATE_LEN];

	sar_date_format(sar_date_of_days(day), text);
	return json_object_set_new(members, name, json_string(text));
}

/* By when it had to be answered, and the last day of the law where that is
   another. */
static int
put_due(json_t *members, const struct sar_clock_dates *dates)
{
	if (put_day(members, "due", dates->safe) == -1)
		return -1;
	return dates->latest == dates->safe
		   ? 0
		   : put_day(members, "latest", dates->latest);
}

/* What intent and nil-return have in common. */
static json_t *
case_members(const struct build *b, size_t selected, struct sar_err *err)
{
	const struct sar_request *request = b->c->request;
	struct sar_clock_dates dates;
	char received[SAR_DATE_LEN];
	json_t *members, *who;

	if (sar_case_dates(b->c->home, &b->docket, b->options->now, &dates,
		err) == -1 ||
	    (who = subject(b, err)) == NULL)
		return NULL;
	sar_date_format(request->received, received);
	members = json_pack("{sssssssosIsI}", "by", b->options->by, "case",
	    request->ref, "received", received, "subject", who, "found",
	    (json_int_t)b->answer->plan->n, "select", (json_int_t)selected);
	if (members == NULL || put_due(members, &dates) == -1 ||
	    sar_scopes_put(members, request) == -1) {
		json_decref(members);
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	return members;
}

static size_t
selected(const struct sar_plan *plan)
{
	return plan->count[SAR_CLASS_DISCLOSED] +
	       plan->count[SAR_CLASS_PART_DISCLOSED];
}

int
sar_build_log_intent(struct build *b, struct sar_err *err)
{
	json_t *members = case_members(b, selected(b->answer->plan), err);

	if (members == NULL)
		return -1;
	return append(b, "intent", members, &b->intent, err);
}

int
sar_build_log_nil(struct build *b, uint64_t *seq, struct sar_err *err)
{
	json_t *members = case_members(b, 0, err);

	if (members == NULL)
		return -1;
	return append(b, "nil-return", members, seq, err);
}

int
sar_build_log_void(struct build *b, uint64_t intent, const char *reason,
    struct sar_err *err)
{
	uint64_t seq;

	return append(b, "void",
	    json_pack("{sssIss}", "by", b->options->by, "intent",
		(json_int_t)intent, "reason", reason),
	    &seq, err);
}

/* Put ${code} into the sorted set ${list} of strings. */
static void
add_code(json_t *list, const char *code, size_t len)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		const char *old = json_string_value(json_array_get(list, i));
		int order = strncmp(old, code, len);

		if (order == 0 && old[len] == '\0')
			return;
		if (order > 0 || (order == 0 && old[len] != '\0'))
			break;
	}
	(void)json_array_insert_new(list, i, json_stringn(code, len));
}

/* The provisions cuts rest on, and who reviewed: each once, sorted. */
static void
collect(const struct sar_plan *plan, json_t *exempt, json_t *reviewers,
    uint64_t *cut_ms)
{
	size_t i, j;

	*cut_ms = 0;
	for (i = 0; i < plan->n; i++) {
		const struct sar_plan_item *item = &plan->items[i];

		if (item->name[0] == '\0')
			continue;
		if (item->marks != NULL)
			add_code(reviewers, item->marks->reviewer,
			    strlen(item->marks->reviewer));
		*cut_ms += sar_plan_cut_frames(item) * 1000 /
			   item->item->recording->rate;
		for (j = 0; j < item->n_cuts; j++) {
			const char *code = item->cuts[j].basis;

			while (*code != '\0') {
				size_t len = strcspn(code, "+");

				add_code(exempt, code, len);
				code += len + (code[len] == '+');
			}
		}
	}
}

static json_t *
digest_json(const uint8_t digest[SAR_SHA256_LEN])
{
	char text[SAR_B64_LEN(SAR_SHA256_LEN)];

	sar_b64_put(digest, SAR_SHA256_LEN, text);
	return json_string(text);
}

/* ${what} of each zip, in a list, or by itself where there is but one. */
static int
put_each(json_t *members, const char *name, const char *names,
    const struct build *b,
    json_t *(*what)(const struct sar_package_receipt *receipt))
{
	json_t *list;
	unsigned k;

	if (b->n_volumes == 1)
		return json_object_set_new(members, name,
		    what(&b->volumes[0].receipt));
	list = json_array();
	for (k = 0; k < b->n_volumes; k++)
		if (json_array_append_new(list, what(&b->volumes[k].receipt)) ==
		    -1) {
			json_decref(list);
			return -1;
		}
	return json_object_set_new(members, names, list);
}

static json_t *
package_of(const struct sar_package_receipt *receipt)
{
	return digest_json(receipt->sha256);
}

static json_t *
manifest_of(const struct sar_package_receipt *receipt)
{
	return digest_json(receipt->manifest);
}

static json_t *
size_of(const struct sar_package_receipt *receipt)
{
	return json_integer((json_int_t)receipt->size);
}

/* As the letter counts them, and how many of those should have been there. */
static int
put_unavailable(json_t *members, const struct sar_plan *plan)
{
	size_t all = plan->count[SAR_CLASS_UNAVAILABLE];

	if (all > 0 && json_object_set_new(members, "unavailable",
			   json_integer((json_int_t)all)) == -1)
		return -1;
	if (plan->failed > 0 &&
	    json_object_set_new(members, "failed",
		json_integer((json_int_t)plan->failed)) == -1)
		return -1;
	return 0;
}

/* What there is sometimes. */
static int
put_more(json_t *members, const struct build *b)
{
	size_t unproved;
	size_t proofs = sar_build_proofs(b, &unproved);

	if (b->options->expired_reason != NULL &&
	    json_object_set_new(members, "expired",
		json_string(b->options->expired_reason)) == -1)
		return -1;
	if (b->history.approved &&
	    json_object_set_new(members, "approval",
		json_integer((json_int_t)b->history.approval)) == -1)
		return -1;
	if (b->c->home->recovery.n > 0 &&
	    json_object_set_new(members, "recovery",
		json_integer((json_int_t)b->c->home->recovery.n)) == -1)
		return -1;
	if (proofs > 0 && json_object_set_new(members, "proofs",
			      json_integer((json_int_t)proofs)) == -1)
		return -1;
	return put_unavailable(members, b->answer->told);
}

/* It goes out with the proof of it: as the requester is told, and no more. */
int
sar_build_log_release(struct build *b, uint64_t *seq, struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->told;
	json_t *exempt = json_array();
	json_t *reviewers = json_array();
	json_t *members;
	uint64_t cut_ms;

	collect(plan, exempt, reviewers, &cut_ms);
	members = json_pack("{sssIsososIsIsoso}", "by", b->options->by,
	    "intent", (json_int_t)b->intent, "content",
	    digest_json(b->volumes[0].receipt.content), "certificates",
	    digest_json(b->certificates), "redacted_ms", (json_int_t)cut_ms,
	    "withheld", (json_int_t)plan->count[SAR_CLASS_WITHHELD], "exempt",
	    exempt, "reviewer", reviewers);
	if (members != NULL &&
	    (put_each(members, "pkg", "pkgs", b, package_of) == -1 ||
		put_each(members, "manifest", "manifests", b, manifest_of) ==
		    -1 ||
		put_each(members, "size", "sizes", b, size_of) == -1 ||
		put_more(members, b) == -1)) {
		json_decref(members);
		members = NULL;
	}
	return append(b, "release", members, seq, err);
}
