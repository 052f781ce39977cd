/* The record of a registration is read twice: in the log, and out of a proof,
 * where lib/redact has no log.  They must not differ. */
#include "redact_prove.h"

#include <jansson.h>

#include "disclosure/record.h"

/* Around one line of a proof. */
struct frame {
	struct sar_policy *policy;
	char *head; /* up to "extra " */
	char *tail; /* from the LF after it */
};

/* Is it a registration to whoever has the proof?  All that comes after that
 * may be wrong, and is. */
static bool
in_proof(const struct frame *frame, const char *line, size_t len)
{
	struct sar_redact_chain chain;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_redact_proof *proof;
	char b64[1024];
	bool yes;

	assert_true(SAR_B64_LEN(len) <= sizeof(b64));
	sar_b64_put((const uint8_t *)line, len, b64);
	sar_buf_puts(&text, frame->head);
	sar_buf_puts(&text, b64);
	sar_buf_puts(&text, frame->tail);
	assert_int_equal(sar_buf_check(&text, &err), 0);
	proof = read_proof(text.data, text.len);
	yes = sar_redact_proof_chain(proof, frame->policy, &chain, &err) == 0 ||
	      strstr(err.msg, "no record of a registration") == NULL;
	sar_redact_proof_free(proof);
	sar_buf_free(&text);
	return yes;
}

/* The number it says it has. */
static uint64_t
seq_of(const char *line, size_t len)
{
	static const char name[] = "\"seq\":";
	const char *at = memmem(line, len, name, sizeof(name) - 1);

	return at == NULL ? RECORD : strtoull(at + sizeof(name) - 1, NULL, 10);
}

/* Is it one to the log? */
static bool
in_log(const char *line, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_record *record = sar_record_new("x", line, len,
	    seq_of(line, len), &err);
	bool yes = record != NULL && record->type == SAR_RECORD_REGISTER;

	sar_record_free(record);
	return yes;
}

/* Is it in the form in which the log is written? */
static bool
in_form(const char *line, size_t len)
{
	json_t *object = json_loadb(line, len, 0, NULL);
	char *again = object == NULL
			  ? NULL
			  : json_dumps(object, JSON_SORT_KEYS | JSON_COMPACT);
	bool yes = again != NULL && strlen(again) == len &&
		   memcmp(again, line, len) == 0;

	free(again);
	json_decref(object);
	return yes;
}

/* In a form that the log's reader takes too, and nobody writes, a proof does
 * not have it. */
static bool
check(const struct frame *frame, const char *line, size_t len)
{
	bool want = in_log(line, len) && in_form(line, len);

	if (in_proof(frame, line, len) != want)
		fail_msg("log %s, proof %s: %.*s", want ? "yes" : "no",
		    want ? "no" : "yes", (int)len, line);
	return want;
}

static void
begin(struct frame *frame, struct trial *t, char record[512])
{
	static const struct sar_redact_shape shape = { 40, 100, 1 };
	static const char extra[] = "\nextra ";
	char *text, *at;
	size_t len;

	begin_trial(t, shape, 7);
	(void)snprintf(record, 512, "%s", t->log.extra);
	text = make_proof(t, NULL, 0, &len);
	at = strstr(text, extra);
	assert_non_null(at);
	frame->policy = t->policy;
	frame->tail = strdup(strchr(at + 1, '\n'));
	at[sizeof(extra) - 1] = '\0';
	frame->head = text;
	assert_non_null(frame->tail);
}

static void
end(struct frame *frame, struct trial *t)
{
	free(frame->head);
	free(frame->tail);
	end_trial(t);
}

static void
with_any_character_changed_log_and_proof_agree(void **state)
{
	static const char others[] = "0123A9zQ=\"\\,:{}[ .-_+/\n\x7f\xc3";
	char record[512], line[513];
	struct frame frame;
	struct trial t;
	size_t len, i, k, good = 0;

	(void)state;
	begin(&frame, &t, record);
	len = strlen(record);
	assert_true(check(&frame, record, len));
	for (i = 0; i < len; i++) {
		/* The NUL that ends them is one of them. */
		for (k = 0; k < sizeof(others); k++) {
			memcpy(line, record, len);
			line[i] = others[k];
			good += check(&frame, line, len);
			memcpy(line + i + 1, record + i, len - i);
			good += check(&frame, line, len + 1);
		}
		memcpy(line, record, i);
		memcpy(line + i, record + i + 1, len - i - 1);
		good += check(&frame, line, len - 1);
		if (i > 0)
			(void)check(&frame, record, i);
	}
	/* Other people, numbers, roots, salts and times are no worse. */
	assert_true(good > 100);
	end(&frame, &t);
}

static void
of_values_at_their_bounds_log_and_proof_agree(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{ "cron", "abcdefghijklmnopqrstuvwxyz012345" },
		{ "cron", "abcdefghijklmnopqrstuvwxyz0123456" },
		{ "\"n\":3", "\"n\":0" },
		{ "\"n\":3", "\"n\":9007199254740991" },
		{ "\"n\":3", "\"n\":9007199254740992" },
		{ "\"n\":3", "\"n\":90071992547409910" },
		{ "\"n\":3", "\"n\":18446744073709551619" },
		{ "\"n\":3", "\"n\":3e0" },
		{ "\"seq\":2", "\"seq\":9007199254740991" },
		{ "\"seq\":2", "\"seq\":9007199254740992" },
		{ "2026-01-05T", "2024-02-29T" },
		{ "2026-01-05T", "2026-02-29T" },
		{ "2026-01-05T", "2100-02-29T" },
		{ "2026-01-05T", "2000-02-29T" },
		{ "2026-01-05T", "0000-01-01T" },
		{ "2026-01-05T", "0001-01-01T" },
		{ "2026-01-05T", "9999-12-31T" },
		{ "23:10:07", "24:00:00" },
		{ "23:10:07", "23:59:60" },
		{ "23:10:07", "23:60:00" },
		{ "register", "approve" },
		{ "register", "retain" },
		{ ",\"n\":3", ",\"n\":3,\"n\":3" },
		{ ",\"v\":1", ",\"v\":1,\"w\":1" },
	};
	char record[512], line[600];
	struct frame frame;
	struct trial t;
	size_t i, good = 0;
	const char *at;

	(void)state;
	begin(&frame, &t, record);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		at = strstr(record, cases[i].from);
		assert_non_null(at);
		(void)snprintf(line, sizeof(line), "%.*s%s%s",
		    (int)(at - record), record, cases[i].to,
		    at + strlen(cases[i].from));
		good += check(&frame, line, strlen(line));
	}
	assert_true(good >= 6);
	end(&frame, &t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    with_any_character_changed_log_and_proof_agree),
		cmocka_unit_test(of_values_at_their_bounds_log_and_proof_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
