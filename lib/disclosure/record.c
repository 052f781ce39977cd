#include "disclosure/record.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/civil.h"
#include "disclosure/log.h"

#define NUMBER_MAX                                                 \
	((json_int_t)1 << 53) /* what all readers of JSON agree on \
			       */
#define SALT_LEN 16
#define TOMBSTONE_LEN SAR_B64_LEN(SAR_SHA256_LEN) /* '-' for the NUL */

/* All that sar-log(5) lists; a reader that knows fewer must not say OK. */
static const char *const types[] = { "genesis", "register", "intent", "release",
	"nil-return", "refuse", "void", "retain", "delete", "recover",
	"key-rotate", "erase", "cosigned", "verify", "review", "approve",
	"deliver", "reveal" };

static bool
known_type(const char *type)
{
	size_t i;

	for (i = 0; type != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

static bool
scalar_ok(const json_t *value)
{
	json_int_t n;

	if (json_is_string(value) || json_is_boolean(value))
		return true;
	n = json_integer_value(value);
	return json_is_integer(value) && n < NUMBER_MAX && n > -NUMBER_MAX;
}

static bool
value_ok(const json_t *value)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return scalar_ok(value);
	json_array_foreach(value, i, item) if (!scalar_ok(item)) return false;
	return true;
}

static bool
salt_ok(const char *salt)
{
	uint8_t bytes[SALT_LEN];
	size_t got;

	return salt != NULL &&
	       sar_b64_get(salt, strlen(salt), bytes, sizeof(bytes), &got) &&
	       got == sizeof(bytes);
}

static bool
time_ok(const char *t)
{
	int64_t utc;

	return t != NULL && strlen(t) == SAR_UTC_LEN - 1 &&
	       sar_utc_parse(t, &utc);
}

static const char *
text_of(const json_t *record, const char *name)
{
	return json_string_value(json_object_get(record, name));
}

/* What is wrong with the members every record has, or NULL. */
static const char *
check_members(json_t *record, uint64_t seq)
{
	const char *name;
	uint64_t n;
	json_t *value;

	json_object_foreach(record, name,
	    value) if (!value_ok(value)) return "a member is not text, a whole "
						"number, true, "
						"false or a list of these";
	if (!sar_record_number(record, "v", &n) || n != 1)
		return "v is not 1";
	if (!sar_record_number(record, "seq", &n) || n != seq)
		return "seq is not the record's number";
	if (!known_type(text_of(record, "type")))
		return "type is not known";
	if (!time_ok(text_of(record, "t")))
		return "t is not a time in UTC";
	if (!salt_ok(text_of(record, "salt")))
		return "salt is not 16 bytes in Base64";
	return NULL;
}

json_t *
sar_record_parse(const char *line, size_t len, uint64_t seq, const char **why)
{
	json_t *record;
	size_t i;

	*why = "longer than 16384 bytes";
	if (len > SAR_RECORD_MAX)
		return NULL;
	*why = "not a record";
	if (len == 0 || line[0] != '{' || line[len - 1] != '}')
		return NULL;
	for (i = 0; i < len; i++)
		if ((unsigned char)line[i] < ' ')
			return NULL;
	record = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	if (record == NULL)
		return NULL;
	if ((*why = check_members(record, seq)) != NULL) {
		json_decref(record);
		return NULL;
	}
	return record;
}

bool
sar_record_tombstone(const char *line, size_t len, uint8_t leaf[SAR_SHA256_LEN])
{
	size_t got;

	return len == TOMBSTONE_LEN && line[0] == '-' &&
	       sar_b64_get(line + 1, len - 1, leaf, SAR_SHA256_LEN, &got) &&
	       got == SAR_SHA256_LEN;
}

bool
sar_record_is(const json_t *record, const char *type)
{
	const char *is = text_of(record, "type");

	return is != NULL && strcmp(is, type) == 0;
}

bool
sar_log_digest(const json_t *value, uint8_t out[SAR_SHA256_LEN])
{
	const char *text = json_string_value(value);
	size_t got;

	return text != NULL &&
	       sar_b64_get(text, strlen(text), out, SAR_SHA256_LEN, &got) &&
	       got == SAR_SHA256_LEN;
}

bool
sar_record_digest(const json_t *record, const char *name,
    uint8_t out[SAR_SHA256_LEN])
{
	return sar_log_digest(json_object_get(record, name), out);
}

bool
sar_record_number(const json_t *record, const char *name, uint64_t *out)
{
	const json_t *value = json_object_get(record, name);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return false;
	*out = (uint64_t)json_integer_value(value);
	return true;
}

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
	json_t *record = NULL, *again;
	const char *why;
	char *text = NULL;
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
	if ((again = sar_record_parse(text, strlen(text), seq, &why)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "log: %s: %s", type, why);
		goto out;
	}
	json_decref(again);
	sar_buf_puts(line, text);
	sar_buf_add(line, "\n", 1);
	rc = sar_buf_check(line, err);

out:
	json_decref(record);
	free(text);
	return rc;
}
