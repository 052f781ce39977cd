#include "request/request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/conf.h"
#include "request/label.h"
#include "request/more.h"
#include "request/ranges.h"

#define REQUEST_MAX 65536

static const struct sar_conf_key keys[] = {
	{ "", "ref", false },
	{ "", "number", true },
	{ "", "from", false },
	{ "", "to", false },
	{ "", "range", true },
	{ "", "received", false },
	{ "", "identity", false },
	{ "", "name", false },
	{ "", "agent", false },
	{ "", "channel", false },
	{ "", "prefer", false },
	{ "", "adjustments", false },
	{ "", "corrects", false },
	{ NULL, NULL, false },
};

static int
bad(const struct sar_conf *conf, const char *key, const char *why,
    struct sar_err *err)
{
	return sar_conf_bad(conf, "", key, 0, why, err);
}

/* As in the name of a package's volume, REF-part-1, on any file system. */
static bool
ends_as_volume(const char *ref)
{
	static const char part[] = "-part-";
	size_t len = strlen(ref);
	size_t end = len;

	while (end > 0 && ref[end - 1] >= '0' && ref[end - 1] <= '9')
		end--;
	return end < len && end >= sizeof(part) - 1 &&
	       strncasecmp(ref + end - (sizeof(part) - 1), part,
		   sizeof(part) - 1) == 0;
}

/* A case's reference, under ${key}; none leaves ${out} as it is, empty. */
static int
read_ref(const struct sar_conf *conf, const char *key,
    const struct sar_phone_plan *plan, char out[SAR_REQUEST_REF_MAX + 1],
    struct sar_err *err)
{
	const char *ref;

	if (sar_conf_get(conf, "", key) == NULL)
		return 0;
	if ((ref = sar_conf_need(conf, "", key, err)) == NULL)
		return -1;
	/* It names files and stands in the log, where no number may. */
	if (!sar_label_fits(ref, SAR_REQUEST_REF_MAX, plan))
		return bad(conf, key,
		    "expected at most 40 of letters, digits, \".\", \"_\" and "
		    "\"-\", not digits only and no telephone number",
		    err);
	if (ends_as_volume(ref))
		return bad(conf, key,
		    "ends in \"-part-\" and a number, as volumes of a "
		    "package are called",
		    err);
	memcpy(out, ref, strlen(ref) + 1);
	return 0;
}

static int
read_refs(const struct sar_conf *conf, const struct sar_phone_plan *plan,
    struct sar_request *request, struct sar_err *err)
{
	if (read_ref(conf, "ref", plan, request->ref, err) == -1 ||
	    read_ref(conf, "corrects", plan, request->corrects, err) == -1)
		return -1;
	if (request->corrects[0] != '\0' &&
	    strcmp(request->corrects, request->ref) == 0)
		return bad(conf, "corrects", "is the case itself", err);
	return 0;
}

bool
sar_request_ref_fits(const char *ref, const struct sar_phone_plan *plan)
{
	return sar_label_fits(ref, SAR_REQUEST_REF_MAX, plan) &&
	       !ends_as_volume(ref);
}

/* Why ${phone} cannot be searched for, or NULL. */
static const char *
fault_of(const struct sar_phone *phone)
{
	switch (phone->kind) {
	case SAR_PHONE_E164:
		if (!phone->certain)
			return "may be read in more than one way: write it "
			       "with \"+\" and the country code";
		/* Calls are not told apart by it: all of the number's
		   callers would be disclosed. */
		if (phone->ext[0] != '\0')
			return "calls cannot be found by extension: write the "
			       "number alone, if all its calls are asked for";
		return NULL;
	case SAR_PHONE_LOCAL:
		return "an extension or short code is not a person's number";
	case SAR_PHONE_AMBIGUOUS:
		return "may be read in more than one way: write it with "
		       "\"+\" and the country code";
	case SAR_PHONE_LOSSY:
		return "digits were lost in a spreadsheet";
	case SAR_PHONE_MULTIPLE:
		return "more than one number: give each its own \"number\"";
	case SAR_PHONE_WITHHELD:
	case SAR_PHONE_BAD:
		break;
	}
	return "not a telephone number";
}

static bool
has_number(const struct sar_request *request, int64_t key)
{
	size_t i;

	for (i = 0; i < request->n_numbers; i++)
		if (request->numbers[i].key == key)
			return true;
	return false;
}

static int
read_numbers(const struct sar_conf *conf, const struct sar_phone_plan *plan,
    struct sar_request *request, struct sar_err *err)
{
	const char *text, *fault;
	struct sar_phone phone;
	size_t i;

	if (sar_conf_need(conf, "", "number", err) == NULL)
		return -1;
	for (i = 0; (text = sar_conf_nth(conf, "", "number", i)) != NULL; i++) {
		sar_phone_read(plan, text, strlen(text), &phone);
		if ((fault = fault_of(&phone)) != NULL)
			return sar_conf_bad(conf, "", "number", i, fault, err);
		if (has_number(request, phone.key))
			continue;
		if (request->n_numbers == SAR_REQUEST_NUMBERS)
			return sar_conf_bad(conf, "", "number", i,
			    "more numbers than one request may have", err);
		request->numbers[request->n_numbers++] = phone;
	}
	return 0;
}

static int
read_identity(const struct sar_conf *conf, const struct sar_phone_plan *plan,
    struct sar_request *request, struct sar_err *err)
{
	static const char not_needed[] = "not-needed ";
	const size_t len = sizeof(not_needed) - 1;
	const char *text = sar_conf_get(conf, "", "identity");

	request->identity = SAR_IDENTITY_UNKNOWN;
	if (text == NULL || strcmp(text, "unknown") == 0)
		return 0;
	if (strcmp(text, "verified") == 0) {
		request->identity = SAR_IDENTITY_VERIFIED;
		return 0;
	}
	if (strncmp(text, not_needed, len) != 0 ||
	    !sar_label_fits(text + len, sizeof(request->identity_code) - 1,
		plan))
		return bad(conf, "identity",
		    "expected \"verified\", \"not-needed CODE\" or "
		    "\"unknown\", and a code like that of \"ref\"",
		    err);
	request->identity = SAR_IDENTITY_NOT_NEEDED;
	memcpy(request->identity_code, text + len, strlen(text + len) + 1);
	return 0;
}

struct sar_request *
sar_request_parse(const char *name, const char *text, size_t len,
    const struct sar_phone_plan *plan, struct sar_err *err)
{
	/* A person wrote these numbers; no telephone dialled them. */
	struct sar_phone_plan written = sar_phone_plan_people(plan);
	struct sar_request *request = NULL;
	struct sar_request *result = NULL;
	struct sar_conf *conf = NULL;

	if (len > REQUEST_MAX) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: larger than %d bytes",
		    name, REQUEST_MAX);
		return NULL;
	}
	if ((conf = sar_conf_parse(name, text, len, keys, err)) == NULL)
		return NULL;
	if ((request = calloc(1, sizeof(*request))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (read_refs(conf, &written, request, err) == -1 ||
	    read_numbers(conf, &written, request, err) == -1 ||
	    sar_request_read_days(conf, request, err) == -1 ||
	    read_identity(conf, &written, request, err) == -1 ||
	    sar_request_read_more(conf, request, err) == -1)
		goto out;
	result = request;
	request = NULL;

out:
	sar_request_free(request);
	sar_conf_free(conf);
	return result;
}

void
sar_request_free(struct sar_request *request)
{
	if (request == NULL)
		return;
	free(request->name);
	free(request->agent);
	free(request->adjustments);
	free(request);
}
