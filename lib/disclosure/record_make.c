#include "disclosure/record_make.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/utc.h"
#include "disclosure/record.h"

#define SALT_LEN 16

/* The record as an object; NULL when memory runs out. */
static json_t *
build(const char *type, const json_t *members, uint64_t seq, int64_t now)
{
	json_t *record, *given = NULL;
	char salt[SAR_B64_LEN(SALT_LEN)], t[SAR_UTC_LEN];
	uint8_t bytes[SALT_LEN];
	int rc = 0;

	randombytes_buf(bytes, sizeof(bytes));
	sar_b64_put(bytes, sizeof(bytes), salt);
	sar_utc_format(now, t);
	record = json_pack("{sisssIssss}", "v", 1, "type", type, "seq",
	    (json_int_t)seq, "t", t, "salt", salt);
	if (record == NULL || members == NULL)
		return record;
	/* jansson does not read through a const pointer. */
	if ((given = json_deep_copy(members)) == NULL ||
	    json_object_update(record, given) == -1)
		rc = -1;
	json_decref(given);
	if (rc == 0)
		return record;
	json_decref(record);
	return NULL;
}

static int
refuse_reserved(const char *type, const json_t *members, struct sar_err *err)
{
	static const char *const ours[] = { "v", "type", "seq", "t", "salt" };
	size_t i;

	if (members != NULL && !json_is_object(members))
		return sar_err_set(err, SAR_EFAIL,
		    "log: %s: members are no object", type);
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (json_object_get(members, ours[i]) != NULL)
			return sar_err_set(err, SAR_EFAIL,
			    "log: %s: member \"%s\" is the log's own", type,
			    ours[i]);
	return 0;
}

int
sar_record_make(const char *type, const json_t *members, uint64_t seq,
    int64_t now, struct sar_buf *line, struct sar_err *err)
{
	struct sar_record *again;
	json_t *record = NULL;
	char *text = NULL;
	char name[64];
	int rc = -1;

	if (refuse_reserved(type, members, err) == -1)
		return -1;
	record = build(type, members, seq, now);
	/* As RFC 8785 writes it, so that a copy made by others is the same. */
	if (record == NULL ||
	    (text = json_dumps(record,
		 JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	/* What we would refuse to read must not be written. */
	(void)snprintf(name, sizeof(name), "log: %s", type);
	again = sar_record_new(name, text, strlen(text), seq, err);
	if (again == NULL) {
		err->code = SAR_EFAIL;
		goto out;
	}
	sar_record_free(again);
	sar_buf_puts(line, text);
	sar_buf_add(line, "\n", 1);
	rc = sar_buf_check(line, err);

out:
	json_decref(record);
	free(text);
	return rc;
}
