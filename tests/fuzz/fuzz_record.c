#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/date.h"
#include "base/text.h"
#include "base/utc.h"
#include "disclosure/scan.h"
#include "tlog/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* What others make of a text of this kind. */
static void
check_text(enum sar_schema_kind kind, const char *text, int64_t t)
{
	struct sar_date date;
	uint8_t bytes[32];
	int64_t utc;
	size_t got;
	char from[SAR_DATE_LEN];

	if (kind == SAR_KIND_DIGEST || kind == SAR_KIND_SALT)
		must(sar_b64_get(text, strlen(text), bytes, sizeof(bytes),
			 &got) &&
		     got == (kind == SAR_KIND_SALT ? 16 : 32));
	if (kind == SAR_KIND_TIME)
		must(sar_utc_parse(text, &utc) && utc == t);
	if (kind == SAR_KIND_DATE)
		must(sar_date_parse(text, &date));
	if (kind == SAR_KIND_REF)
		must(sar_text_plain(text, 40));
	if (kind == SAR_KIND_STAFF || kind == SAR_KIND_WORD)
		must(sar_text_plain(text, 32));
	if (kind == SAR_KIND_NAME)
		must(sar_key_name_ok(text));
	if (kind != SAR_KIND_SCOPE)
		return;
	memcpy(from, text, sizeof(from));
	from[sizeof(from) - 1] = '\0';
	must(sar_date_parse(from, &date));
	must(sar_date_parse(text + sizeof(from), &date));
}

/* One value, and what JSON has in its place. */
static void
check_value(const struct sar_record_member *m, const char *text, size_t len,
    uint64_t number, const json_t *is, int64_t t)
{
	if (json_is_string(is)) {
		must(json_string_length(is) == len);
		must(memcmp(json_string_value(is), text, len) == 0);
		check_text((enum sar_schema_kind)m->is->kind,
		    json_string_value(is), t);
	} else if (json_is_integer(is)) {
		must(json_integer_value(is) >= 0 &&
		     json_integer_value(is) < (json_int_t)1 << 53);
		must((uint64_t)json_integer_value(is) == number);
	} else {
		must(json_is_boolean(is) && (number == 1) == json_is_true(is));
	}
}

static void
check_list(const struct sar_record *record, const struct sar_record_member *m,
    const json_t *is)
{
	const json_t *one;
	const char *text;
	uint64_t number;
	size_t i, len;

	must(json_array_size(is) == sar_record_count(record, m->is->name));
	json_array_foreach(is, i, one)
	{
		text = sar_record_text_at(record, m->is->name, i, &len);
		must((text != NULL) == json_is_string(one));
		number = 0;
		must(sar_record_number_at(record, m->is->name, i, &number) ==
		     json_is_integer(one));
		check_value(m, text, len, number, one, 0);
	}
}

/* A record says what the JSON says, and that is what its type allows. */
static void
check_json(const struct sar_record *record, const json_t *object)
{
	const struct sar_schema *schema = sar_schema_of(record->type);
	const struct sar_record_member *m;
	const json_t *is;
	size_t i;

	must(json_is_object(object));
	must(json_object_size(object) == record->n_members);
	must(sar_record_is(record, "type", schema->type));
	for (i = 0; i < record->n_members; i++) {
		m = &record->members[i];
		is = json_object_get(object, m->is->name);
		must(is != NULL && (m->is->list != 0) == json_is_array(is));
		if (m->is->list)
			check_list(record, m, is);
		else
			check_value(m, m->text, m->len, m->number, is,
			    record->t);
	}
	for (i = 0; i < schema->n; i++)
		must(schema->members[i].need != SAR_NEED_REQUIRED ||
		     sar_record_has(record, schema->members[i].name));
}

static void
check_same(const struct sar_record *a, const struct sar_record *b)
{
	size_t i;

	must(a->seq == b->seq && a->type == b->type && a->t == b->t);
	must(a->n_members == b->n_members);
	for (i = 0; i < a->n_members; i++) {
		must(a->members[i].is == b->members[i].is);
		must(a->members[i].len == b->members[i].len);
		must(memcmp(a->members[i].text, b->members[i].text,
			 a->members[i].len) == 0);
		must(a->members[i].number == b->members[i].number);
	}
}

/* Is the line as we would write it? */
static int
in_our_form(const json_t *object, const char *line, size_t len)
{
	char *text = json_dumps(object,
	    JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
	int same;

	must(text != NULL);
	same = strlen(text) == len && memcmp(text, line, len) == 0;
	free(text);
	return same;
}

/*
 * A line is read where it stands, or through jansson: what the first takes the
 * second takes too, with the same members, and a record in the form that we
 * write is always read where it stands.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_record_member fast_members[SAR_SCHEMA_MEMBERS];
	struct sar_record_member members[SAR_SCHEMA_MEMBERS];
	struct sar_record_fault fault = { 0 };
	struct sar_record fast = { 0 }, record = { 0 };
	json_t *object;
	char *line = NULL, *scratch = NULL;
	uint64_t seq = 0;
	bool is_fast, is;

	if (size == 0 || size > SAR_RECORD_MAX)
		return 0;
	/* Of its own size, so that a byte too far is seen. */
	must((line = malloc(size)) != NULL && (scratch = malloc(size)) != NULL);
	memcpy(line, data, size);
	object = json_loadb(line, size, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_integer(json_object_get(object, "seq")))
		seq = (uint64_t)json_integer_value(json_object_get(object,
		    "seq"));
	is_fast = sar_scan_line(line, size, seq, fast_members, &fast, &fault);
	is = sar_scan_any(line, size, seq, scratch, members, &record, &fault);
	if (is_fast)
		check_same(&fast, &record);
	must(!is_fast || is);
	if (is) {
		check_json(&record, object);
		must(is_fast || !in_our_form(object, line, size));
	} else {
		must(fault.is_not != NULL);
	}
	json_decref(object);
	free(line);
	free(scratch);
	return 0;
}
