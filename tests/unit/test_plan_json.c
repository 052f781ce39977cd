/* plan.json, byte by byte. */
#include "plan_bench.h"

#include "base/hex.h"

#define H8(d) d d d d d d d d
#define H64(d) H8(H8(d))

static const char expected[] =
    "{\"counts\":{\"disclosed\":0,\"failed\":1,\"items\":3,"
    "\"part-disclosed\":1,\"unavailable\":1,\"undecided\":1,"
    "\"withheld\":1},\"fade_ms\":0,\"fill\":\"tone\",\"format\":\"flac\","
    "\"items\":[{\"class\":\"part-disclosed\",\"cuts\":"
    "[{\"basis\":\"TP+LPP\",\"channels\":0,\"decisions\":[\"A\",\"B\"],"
    "\"fill\":\"tone\",\"from\":8000,\"to\":12000},"
    "{\"basis\":\"LPP\",\"channels\":2,\"decisions\":[\"B\"],"
    "\"fill\":\"silence\",\"from\":12000,\"to\":16000},"
    "{\"basis\":\"CHILD\",\"channels\":0,\"decisions\":[\"A\"],"
    "\"fill\":\"tone\",\"from\":24000,\"to\":24001}],"
    "\"decision\":\"inside\",\"format\":\"flac\",\"guard_after_ms\":0,"
    "\"guard_before_ms\":0,\"name\":\"call-01.flac\",\"number\":1,"
    "\"possible\":true,\"reason\":\"redacted\",\"recording\":"
    "{\"channels\":2,\"codec\":\"alaw\",\"finding\":"
    "\"header-repaired\",\"frames\":80000,\"rate\":8000,\"sha256\":"
    "\"" H64(
	"1") "\"},\"review\":{\"damage_heard\":true,\"decisions\":"
	     "[{\"by\":\"u7\",\"id\":\"A\",\"information\":\"n\\u00E9e\","
	     "\"outcome\":\"redact\"},{\"id\":\"B\",\"outcome\":\"redact\"}],"
	     "\"marks\":\"DIGEST\",\"reviewed\":\"2026-10-12\","
	     "\"reviewer\":\"u1041\",\"speaker\":\"requester\"},"
	     "\"start\":\"2026-04-10 09:12:44\"},"
	     "{\"class\":\"withheld\",\"cuts\":[],\"decision\":\"inside\","
	     "\"format\":null,\"guard_after_ms\":0,\"guard_before_ms\":0,"
	     "\"name\":\"\",\"number\":2,\"possible\":false,"
	     "\"reason\":\"not-reviewed\",\"recording\":{\"channels\":1,"
	     "\"codec\":\"alaw\",\"finding\":\"\",\"frames\":80000,"
	     "\"rate\":8000,\"sha256\":\"" H64(
		 "2") "\"},\"review\":null,"
		      "\"start\":\"0000-00-00 00:00:00\"},"
		      "{\"class\":\"unavailable\",\"cuts\":[],\"decision\":"
		      "\"missing\","
		      "\"format\":null,\"guard_after_ms\":0,\"guard_before_"
		      "ms\":0,"
		      "\"name\":\"\",\"number\":3,\"possible\":false,"
		      "\"reason\":\"missing\",\"recording\":null,\"review\":"
		      "null,"
		      "\"start\":\"0000-00-00 00:00:00\"}],"
		      "\"ref\":\"SAR-2026-0113\",\"schema\":\"sar-export.plan/"
		      "2\"}";

/* The text without the digest of the marks, which is checked by itself. */
static void
assert_plan_text(struct bench *b, const char *text)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	const char *at = strstr(expected, "DIGEST");
	size_t head = (size_t)(at - expected);
	uint8_t digest[SAR_SHA256_LEN];
	char *marks = sar_marks_format(&b->files[0], &b->err);

	assert_non_null(marks);
	assert_int_equal(sar_sha256_text(marks, strlen(marks), digest, &b->err),
	    0);
	free(marks);
	sar_hex_put(digest, sizeof(digest), hex);
	assert_memory_equal(text, expected, head);
	assert_memory_equal(text + head, hex, sizeof(hex) - 1);
	assert_string_equal(text + head + sizeof(hex) - 1, at + 6);
}

/* A stereo recording with three marks, two decisions and a finding. */
static void
add_decided(struct bench *b, struct sar_decision_record records[2])
{
	static char redact[] = "redact", u7[] = "u7";
	static char note[] = "n\xc3\xa9"
			     "e";
	struct sar_marks *marks;

	add_item(b, SAR_DECISION_INSIDE, 0x11)->possible = true;
	b->item[0].start = (struct sar_civil){ { 2026, 4, 10 }, 9, 12, 44 };
	b->recordings[0].finding = "header-repaired";
	b->recordings[0].channels = 2;
	marks = add_marks(b, 0x11, "a");
	add_mark(b, marks, 3000000, 3000125, "CHILD");
	add_mark(b, marks, 1000000, 2000000, "LPP");
	add_mark(b, marks, 1000000, 1500000, "TP");
	records[0].field[SAR_FIELD_OUTCOME] = redact;
	records[0].field[SAR_FIELD_BY] = u7;
	records[0].field[SAR_FIELD_INFORMATION] = note;
	records[1].field[SAR_FIELD_OUTCOME] = redact;
	marks->decisions = records;
	marks->n_decisions = 2;
	marks->damage_heard = true;
	(void)snprintf(b->mark[0].decision, SAR_DECISION_ID, "A");
	(void)snprintf(b->mark[1].decision, SAR_DECISION_ID, "B");
	(void)snprintf(b->mark[2].decision, SAR_DECISION_ID, "A");
	b->mark[1].channels = 2;
	b->mark[1].fill = SAR_MARK_FILL_SILENCE;
}

static void
plan_json_is_canonical_and_names_nobody(void **state)
{
	struct sar_decision_record records[2] = { { .id = "A" },
		{ .id = "B" } };
	struct bench b = { 0 };
	struct sar_plan *plan;
	char *text;

	(void)state;
	add_decided(&b, records);
	(void)add_item(&b, SAR_DECISION_INSIDE, 0x22);
	add_item(&b, SAR_DECISION_MISSING, 0)->recording = NULL;
	b.options.format = SAR_FORMAT_FLAC;
	b.options.decisions_required = true;
	plan = make(&b);
	text = sar_plan_json(plan, "SAR-2026-0113", &b.err);
	assert_non_null(text);
	assert_plan_text(&b, text);
	free(text);
	b.recordings[0].finding = "\xff";
	assert_null(sar_plan_json(plan, "SAR-2026-0113", &b.err));
	assert_int_equal(b.err.code, SAR_EFAIL);
	sar_plan_free(plan);
}

static void
plan_json_tells_what_joined_each_leg_and_whom_nobody_can_name(void **state)
{
	struct sar_calls_leg legs[2] = {
		{ .found = SAR_FOUND_NUMBER, .evidence = "number" },
		{ .found = SAR_FOUND_LINK, .evidence = "transfer_history" },
	};
	struct sar_calls calls = { .legs = legs, .n_legs = 2 };
	static const size_t of[] = { 0, 1 };
	struct bench b = { 0 };
	struct sar_item *item = add_item(&b, SAR_DECISION_INSIDE, 0x11);
	struct sar_plan *plan;
	char *text;

	(void)state;
	calls.unattributed[SAR_PHONE_WITHHELD] = 7;
	item->legs = of;
	item->n_legs = 2;
	plan = make(&b);
	plan->calls = &calls;
	text = sar_plan_json(plan, "SAR-2026-0113", &b.err);
	assert_non_null(text);
	assert_non_null(strstr(text, "\"evidence\":[[\"number\",\"number\"],"
				     "[\"link\",\"transfer_history\"]]"));
	assert_non_null(strstr(text, "\"withheld\":7}}"));
	free(text);
	sar_plan_free(plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plan_json_is_canonical_and_names_nobody),
		cmocka_unit_test(
		    plan_json_tells_what_joined_each_leg_and_whom_nobody_can_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
