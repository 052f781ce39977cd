/* What members each type has, and what a value of each kind is. */
#include "disclosure/scan.h"
#include "disclosure/value.h"
#include "disclosure_hand.h"

static void
members_are_in_the_order_in_which_they_are_written(void **state)
{
	static const char *const all[] = { "salt", "seq", "t", "type", "v" };
	const struct sar_schema_member *m;
	const struct sar_schema *schema;
	char tag[64];
	size_t type, i, k, found;

	(void)state;
	for (type = 1; type < SAR_RECORD_TYPES; type++) {
		schema = sar_schema_of((enum sar_record_type)type);
		assert_int_equal(strlen(schema->type), schema->type_len);
		assert_int_equal(sar_schema_find(schema->type,
				     schema->type_len),
		    type);
		for (found = 0, i = 0; i < schema->n; i++) {
			m = &schema->members[i];
			assert_true(i == 0 || strcmp(m[-1].name, m->name) < 0);
			(void)snprintf(tag, sizeof(tag), "\"%s\":", m->name);
			assert_int_equal(m->tag_len, strlen(tag));
			assert_true(m->tag_len <= SAR_SCHEMA_TAG);
			assert_memory_equal(m->tag, tag, m->tag_len);
			for (k = 0; k < 5; k++)
				found += strcmp(all[k], m->name) == 0;
		}
		assert_int_equal(found, 5);
	}
	assert_int_equal(sar_schema_find("erased", 6), SAR_RECORD_TYPES);
	assert_int_equal(sar_schema_find("", 0), SAR_RECORD_TYPES);
}

struct example {
	enum sar_schema_kind kind;
	const char *text;
};

static bool
takes(const struct example *e)
{
	size_t len = strlen(e->text);
	char *copy = malloc(len); /* a byte too far is seen */
	uint64_t n;
	bool ok;

	assert_non_null(copy);
	memcpy(copy, e->text, len);
	ok = sar_value_take(copy, copy + len, e->kind, &n) == copy + len;
	free(copy);
	return ok;
}

#define B64_32 "ahnw+0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2AkQ28="

static const struct example good[] = {
	{ SAR_KIND_NUMBER, "0" },
	{ SAR_KIND_NUMBER, "9007199254740991" },
	{ SAR_KIND_BOOL, "true" },
	{ SAR_KIND_BOOL, "false" },
	{ SAR_KIND_DIGEST, "\"" B64_32 "\"" },
	{ SAR_KIND_SALT, "\"oKCgoKCgoKCgoKCgoKCgoA==\"" },
	{ SAR_KIND_TIME, "\"2024-02-29T23:59:59Z\"" },
	{ SAR_KIND_TIME, "\"0001-01-01T00:00:00Z\"" },
	{ SAR_KIND_TIME, "\"9999-12-31T23:59:59Z\"" },
	{ SAR_KIND_DATE, "\"2000-02-29\"" },
	{ SAR_KIND_SCOPE, "\"2026-01-01/2026-02-28\"" },
	{ SAR_KIND_REF, "\"SAR-2026_00.17\"" },
	{ SAR_KIND_REF, "\"1234567890123456789012345678901234567890\"" },
	{ SAR_KIND_STAFF, "\"u1041\"" },
	{ SAR_KIND_WORD, "\"LIT\"" },
	{ SAR_KIND_CODE, "\"in-person\"" },
	{ SAR_KIND_PROVISION, "\"CRIME-RISK\"" },
	{ SAR_KIND_NAME, "\"audit.example.org/w1\"" },
	{ SAR_KIND_VKEY, "\"a+b4038c35+BC=\"" },
	{ SAR_KIND_TOOL, "\"sar-export/0.1.0+x\"" },
};

static const struct example bad[] = {
	{ SAR_KIND_NUMBER, "" },
	{ SAR_KIND_NUMBER, "00" },
	{ SAR_KIND_NUMBER, "-1" },
	{ SAR_KIND_NUMBER, "1.0" },
	{ SAR_KIND_NUMBER, "1e3" },
	{ SAR_KIND_NUMBER, "9007199254740992" },
	{ SAR_KIND_NUMBER, "18446744073709551616" },
	{ SAR_KIND_NUMBER, "\"1\"" },
	{ SAR_KIND_BOOL, "null" },
	{ SAR_KIND_BOOL, "tru" },
	{ SAR_KIND_BOOL, "1" },
	{ SAR_KIND_DIGEST, "\"ahnw+0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2AkQ29=\"" },
	{ SAR_KIND_DIGEST, "\"ahnw+0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2AkQ28\"" },
	{ SAR_KIND_DIGEST, "\"ahnw+0vlRRFSS81bDJizja-uBJo5c1w5MR4QM2AkQ28=\"" },
	{ SAR_KIND_DIGEST, "\"ahnw\xff"
			   "0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2AkQ28=\"" },
	{ SAR_KIND_SALT, "\"oKCgoKCgoKCgoKCgoKCgoB==\"" },
	{ SAR_KIND_SALT, "\"oKCgoKCgoKCgoKCgoKCgoKA=\"" },
	{ SAR_KIND_SALT, "\"oKCgoKCgoKCgoKCg KCgoA==\"" },
	{ SAR_KIND_TIME, "\"2023-02-29T23:59:59Z\"" },
	{ SAR_KIND_TIME, "\"0000-01-01T00:00:00Z\"" },
	{ SAR_KIND_TIME, "\"2026-01-01T24:00:00Z\"" },
	{ SAR_KIND_TIME, "\"2026-01-01T23:60:00Z\"" },
	{ SAR_KIND_TIME, "\"2026-01-01T23:00:60Z\"" },
	{ SAR_KIND_TIME, "\"2026-01-01 23:00:00Z\"" },
	{ SAR_KIND_TIME, "\"2026-01-01T23:00:00z\"" },
	{ SAR_KIND_TIME, "\"2026-01-01T23:00:00+\"" },
	{ SAR_KIND_TIME, "\"2026-1-01T023:00:00Z\"" },
	{ SAR_KIND_DATE, "\"1900-02-29\"" },
	{ SAR_KIND_DATE, "\"2026-13-01\"" },
	{ SAR_KIND_DATE, "\"2026-00-01\"" },
	{ SAR_KIND_DATE, "\"2026-01-00\"" },
	{ SAR_KIND_DATE, "\"2026-04-31\"" },
	{ SAR_KIND_DATE, "\"2026-01-1\"" },
	{ SAR_KIND_SCOPE, "\"2026-01-01-2026-02-28\"" },
	{ SAR_KIND_SCOPE, "\"2026-01-01/2026-02-29\"" },
	{ SAR_KIND_REF, "\"\"" },
	{ SAR_KIND_REF, "\"-x\"" },
	{ SAR_KIND_REF, "\".x\"" },
	{ SAR_KIND_REF, "\"a b\"" },
	{ SAR_KIND_REF, "\"+447700900123\"" },
	{ SAR_KIND_REF, "\"12345678901234567890123456789012345678901\"" },
	{ SAR_KIND_STAFF, "\"Jo Bloggs\"" },
	{ SAR_KIND_STAFF, "\"u1041" },
	{ SAR_KIND_CODE, "\"In-Person\"" },
	{ SAR_KIND_CODE, "\"a_b\"" },
	{ SAR_KIND_CODE, "\"abcdefghijklmnopqrstuvwxyzabcdefg\"" },
	{ SAR_KIND_PROVISION, "\"tp\"" },
	{ SAR_KIND_NAME, "\"a+b\"" },
	{ SAR_KIND_NAME, "\"a b\"" },
	{ SAR_KIND_NAME, "\"a\\b\"" },
	{ SAR_KIND_NAME, "\"caf\xc3\xa9\"" },
	{ SAR_KIND_VKEY, "\"a b\"" },
	{ SAR_KIND_TOOL, "\"a b\"" },
};

static void
each_kind_takes_what_it_should_and_nothing_else(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!takes(&good[i]))
			fail_msg("not taken: %s", good[i].text);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (takes(&bad[i]))
			fail_msg("taken: %s", bad[i].text);
}

/* Every byte at every place, against the decoder that is not in a hurry. */
static void
base64_is_what_the_slow_decoder_takes(void **state)
{
	static const struct {
		enum sar_schema_kind kind;
		const char *text;
		size_t bytes;
	} cases[] = { { SAR_KIND_DIGEST, "\"" B64_32 "\"", 32 },
		{ SAR_KIND_SALT, "\"oKCgoKCgoKCgoKCgoKCgoA==\"", 16 } };
	uint8_t bytes[32], quick[32];
	char text[64];
	uint64_t n;
	size_t i, at, len, got;
	int c;

	(void)state;
	for (i = 0; i < 2; i++) {
		len = strlen(cases[i].text) - 2;
		for (at = 1; at <= len; at++)
			for (c = 1; c < 256; c++) {
				bool is, want;

				memcpy(text, cases[i].text, len + 3);
				text[at] = (char)c;
				want = sar_b64_get(text + 1, len, bytes,
					   sizeof(bytes), &got) &&
				       got == cases[i].bytes;
				is = sar_value_take(text, text + len + 2,
					 cases[i].kind, &n) == text + len + 2;
				assert_int_equal(is, want);
				is = sar_value_b64(text + 1, len, quick,
				    cases[i].bytes);
				assert_int_equal(is, want);
				if (want)
					assert_memory_equal(quick, bytes, got);
			}
	}
}

/* A release: its members between "by" and "salt", and after "seq". */
static const char *
read_release(const char *before, const char *after)
{
	static char line[4096];
	struct sar_err err = SAR_ERR_INIT;
	static char why[512];
	struct sar_record *record;

	(void)snprintf(line, sizeof(line),
	    "{\"by\":\"u1\",\"intent\":0,%s%s\"seq\":3,%s"
	    "\"t\":\"2026-01-05T09:00:00Z\",\"type\":\"release\",\"v\":1}",
	    before, SALT, after);
	record = sar_record_new("log", line, strlen(line), 3, &err);
	(void)snprintf(why, sizeof(why), "%s", record == NULL ? err.msg : "ok");
	sar_record_free(record);
	return why;
}

#define M "\"manifest\":\"" B64_32 "\","
#define P "\"pkg\":\"" B64_32 "\","
#define MS "\"manifests\":[\"" B64_32 "\",\"" B64_32 "\"],"
#define PS "\"pkgs\":[\"" B64_32 "\",\"" B64_32 "\"],"

static void
a_release_has_one_zip_or_as_many_of_each(void **state)
{
	static const char needs[] = "log: needs pkg, manifest and size, or "
				    "pkgs, manifests and sizes";
	static const char uneven[] = "log: has pkgs, manifests and sizes that "
				     "do not belong together";

	(void)state;
	assert_string_equal(read_release(M P, "\"size\":1,"), "ok");
	assert_string_equal(read_release(MS PS, "\"sizes\":[1,2],"), "ok");
	assert_string_equal(read_release(P, "\"size\":1,"), needs);
	assert_string_equal(read_release("", ""), needs);
	assert_string_equal(read_release(M MS P PS,
				"\"size\":1,\"sizes\":[1,2],"),
	    needs);
	assert_string_equal(read_release(MS P, "\"sizes\":[1,2],"), needs);
	assert_string_equal(read_release(MS PS, "\"sizes\":[1],"), uneven);
	assert_string_equal(read_release(MS PS, "\"sizes\":[1,2,3],"), uneven);
	assert_string_equal(read_release("\"manifests\":[],\"pkgs\":[],",
				"\"sizes\":[],"),
	    uneven);
	assert_string_equal(read_release(MS PS, "\"sizes\":[1,\"2\"],"),
	    "log: sizes is not a list as it has to be");
}

static void
a_list_is_read_value_by_value(void **state)
{
	static const char line[] =
	    "{\"by\":\"u1\",\"exempt\":[\"TP\",\"CRIME-RISK\"],\"intent\":0," MS
		PS "\"reviewer\":[],\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\","
	    "\"seq\":3,\"sizes\":[7,0],\"t\":\"2026-01-05T09:00:00Z\","
	    "\"type\":\"release\",\"v\":1}";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record *r = sar_record_new("log", line, sizeof(line) - 1, 3,
	    &err);
	uint8_t sum[SAR_SHA256_LEN], want[SAR_SHA256_LEN];
	uint64_t n;
	size_t len;

	(void)state;
	assert_non_null(r);
	assert_int_equal(sar_record_count(r, "exempt"), 2);
	assert_memory_equal(sar_record_text_at(r, "exempt", 1, &len),
	    "CRIME-RISK", 10);
	assert_int_equal(len, 10);
	assert_null(sar_record_text_at(r, "exempt", 2, &len));
	assert_int_equal(sar_record_count(r, "reviewer"), 0);
	assert_null(sar_record_text_at(r, "reviewer", 0, &len));
	assert_int_equal(sar_record_count(r, "by"), 0);
	assert_true(sar_record_number_at(r, "sizes", 0, &n));
	assert_int_equal(n, 7);
	assert_true(sar_record_number_at(r, "sizes", 1, &n));
	assert_int_equal(n, 0);
	assert_false(sar_record_number_at(r, "sizes", 2, &n));
	assert_false(sar_record_number_at(r, "pkgs", 0, &n));
	assert_true(sar_value_b64(B64_32, 44, want, sizeof(want)));
	assert_true(sar_record_digest_at(r, "pkgs", 1, sum));
	assert_memory_equal(sum, want, sizeof(sum));
	assert_false(sar_record_digest(r, "pkgs", sum));
	assert_false(sar_record_digest(r, "by", sum));
	assert_false(sar_record_number(r, "by", &n));
	assert_null(sar_record_text(r, "intent", &len));
	assert_false(sar_record_has(r, "withheld"));
	sar_record_free(r);
}

/* What is given away of a line that is wrong is its place and a name. */
static void
no_message_quotes_a_value(void **state)
{
	static const char line[] =
	    "{\"by\":\"Jo Bloggs 07700 900123\",\"intent\":0,\"reason\":"
	    "\"failed\"," SALT "\"seq\":1,\"t\":\"2026-01-05T09:00:00Z\","
	    "\"type\":\"void\",\"v\":1}";
	static const char member[] =
	    "{\"07700 900123\":1," VOID_BODY COMMON("1", "void");
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_null(sar_record_new("log", line, sizeof(line) - 1, 1, &err));
	assert_string_equal(err.msg, "log: by is not a staff id");
	assert_null(sar_record_new("log", member, sizeof(member) - 1, 1, &err));
	assert_string_equal(err.msg, "log: has a member that its type has not");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    members_are_in_the_order_in_which_they_are_written),
		cmocka_unit_test(
		    each_kind_takes_what_it_should_and_nothing_else),
		cmocka_unit_test(base64_is_what_the_slow_decoder_takes),
		cmocka_unit_test(a_release_has_one_zip_or_as_many_of_each),
		cmocka_unit_test(a_list_is_read_value_by_value),
		cmocka_unit_test(no_message_quotes_a_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
