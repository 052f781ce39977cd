/* Proofs that somebody made who is not to be trusted. */
#include "redact_prove.h"

static const struct sar_redact_shape shape = { 15 * 4 + 3, 40, 2 };
static const struct sar_redact_range some[] = { { 0, 1, 3 }, { 0, 7, 12 },
	{ 1, 0, 2 } };

/* One trial, a proof of it, and what is disclosed. */
struct forged {
	struct trial t;
	char *text;
	size_t len;
	int16_t *given;
};

static int
set_up(void **state)
{
	struct forged *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	begin_trial(&f->t, shape, 3);
	f->text = make_proof(&f->t, some, 3, &f->len);
	f->given = disclosed(&f->t, some, 3);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct forged *f = *state;

	end_trial(&f->t);
	free(f->text);
	free(f->given);
	free(f);
	return 0;
}

/* What is wrong with ${text}; SAR_OK for nothing. */
static enum sar_code
verdict(const struct forged *f, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_redact_chain chain;
	struct sar_redact_proof *proof;
	enum sar_code code = SAR_OK;

	*err = (struct sar_err)SAR_ERR_INIT;
	proof = sar_redact_proof_parse("p", text, len, err);
	if (proof == NULL)
		return err->code;
	if (memcmp(sar_redact_proof_shape(proof), &shape, sizeof(shape)) != 0 ||
	    !verifies(proof, f->given, shape.frames, err))
		code = SAR_ECORRUPT;
	else if (sar_redact_proof_chain(proof, f->t.policy, &chain, err) == -1)
		code = err->code;
	sar_redact_proof_free(proof);
	return code;
}

static void
every_bit_of_a_proof_counts(void **state)
{
	struct forged *f = *state;
	struct sar_err err = SAR_ERR_INIT;
	size_t i;
	int bit;

	assert_int_equal(verdict(f, f->text, f->len, &err), SAR_OK);
	for (i = 0; i < f->len; i++)
		for (bit = 0; bit < 8; bit++) {
			f->text[i] = (char)(f->text[i] ^ 1 << bit);
			if (verdict(f, f->text, f->len, &err) == SAR_OK)
				fail_msg("byte %zu, bit %d", i, bit);
			f->text[i] = (char)(f->text[i] ^ 1 << bit);
		}
}

static const struct {
	const char *from, *to;
} texts[] = {
	{ "v1\n", "v1\r\n" },
	{ "v1\n", "v1 \n" },
	{ "v1\n", "v1\n\n" },
	{ " 40 2 ", " 040 2 " },
	{ " 40 2 ", "  40 2 " },
	{ " 40 2 ", " 40 +2 " },
	{ " 40 2 ", "\t40 2 " },
	{ "withheld 0 1 3\n", "" },
	{ "withheld 0 1 3\n", "withheld 0 1 2\nwithheld 0 2 3\n" },
	{ "withheld 0 1 3\n", "withheld 0 1 3\nwithheld 0 1 3\n" },
	{ "withheld 0 1 3\n", "withheld 0 3 1\n" },
	{ "withheld 0 1 3\n", "withheld 0 01 3\n" },
	{ "withheld 0 1 3\n", "withheld 0 1 99\n" },
	{ "withheld 0 1 3\n", "withheld 0 1 36893488147419103235\n" },
	{ "withheld 0 1 3\n", "withheld 2 1 3\n" },
	{ "hash 0 0 1 ", "hash 0 0 01 " },
	{ "hash 0 0 1 ", "salt 0 0 1 " },
	{ "hash 0 0 1 ", "hash 0 1 0 " },
	{ "salt 0 0 0 ", "salt 0 1 0 " },
	{ "batch 1 3", "batch 0 3" },
	{ "batch 1 3", "batch 1 4" },
	{ "batch 1 3", "batch 3 3" },
	{ "batch 1 3", "batch 1 0" },
	{ "\"v\":2}", "\"v\":2 }" },
	{ "\"v\":2}", "\"v\":2,\"w\":1}" },
	{ "\"codec\":\"pcm16\",", "" },
	{ "\"codec\":\"pcm16\",", "\"codec\":\"pcm16\",\"codec\":\"pcm16\"," },
	{ "\"codec\":\"pcm16\",", "\"codec\":\"pcm\\u0031\"," },
	{ "\"codec\":\"pcm16\",", "\"codec\":\"Anna Doe\"," },
	{ "\"dec\":\"sar", "\"dec\":\"told to Anna, sar" },
	{ "\n\nc2sp.org", "\nc2sp.org" },
};

static void
a_proof_has_one_text(void **state)
{
	struct forged *f = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	const char *at;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		at = strstr(f->text, texts[i].from);
		assert_non_null(at);
		sar_buf_add(&buf, f->text, (size_t)(at - f->text));
		sar_buf_puts(&buf, texts[i].to);
		sar_buf_puts(&buf, at + strlen(texts[i].from));
		if (verdict(f, buf.data, buf.len, &err) == SAR_OK)
			fail_msg("\"%s\" may be \"%s\"", texts[i].from,
			    texts[i].to);
		sar_buf_free(&buf);
	}
	for (i = 0; i < f->len; i++)
		assert_int_not_equal(verdict(f, f->text, i, &err), SAR_OK);
	sar_buf_puts(&buf, f->text);
	sar_buf_puts(&buf, "\n");
	assert_int_not_equal(verdict(f, buf.data, buf.len, &err), SAR_OK);
	sar_buf_free(&buf);
}

static void
a_message_names_the_line_and_nothing_else(void **state)
{
	struct forged *f = *state;
	struct sar_err err = SAR_ERR_INIT;

	f->text[0] = 'S';
	assert_int_equal(verdict(f, f->text, f->len, &err), SAR_EINPUT);
	assert_string_equal(err.msg,
	    "p: line 1: expected \"sar-redaction-proof@v1\"");
}

/* Nodes that a hostile proof asks for are bounded before they are made. */
static void
a_proof_does_not_cost_more_than_its_size(void **state)
{
	struct forged *f = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	unsigned i;

	sar_buf_puts(&buf, "sar-redaction-proof@v1\n"
			   "audio s16le 19 1 1641600 1\n"
			   "root 0 P3vTvOzDyXfOveAkyXP0WbNGUvn6W9Z40eWjz3Dqsc4="
			   "\n");
	for (i = 1; buf.len < SAR_REDACT_PROOF_MAX - 64; i += 5)
		sar_buf_printf(&buf, "withheld 0 %u %u\n", i, i + 3);
	assert_int_equal(verdict(f, buf.data, buf.len, &err), SAR_EINPUT);
	assert_non_null(strstr(err.msg, "expected fewer nodes"));
	sar_buf_free(&buf);

	sar_buf_add(&buf, f->text, f->len);
	while (buf.len <= SAR_REDACT_PROOF_MAX)
		sar_buf_puts(&buf, "\n");
	assert_int_equal(verdict(f, buf.data, buf.len, &err), SAR_EINPUT);
	assert_non_null(strstr(err.msg, "longer than a redaction proof"));
	sar_buf_free(&buf);
}

/* The same trial, registered by a record that ${change} made worse. */
static enum sar_code
verdict_of_record(struct forged *f, const char *from, const char *to)
{
	struct sar_err err = SAR_ERR_INIT;
	char *record = NULL, *at, *text;
	enum sar_code code;
	size_t len;

	at = strstr(f->t.log.extra, from);
	assert_non_null(at);
	assert_true(asprintf(&record, "%.*s%s%s", (int)(at - f->t.log.extra),
			f->t.log.extra, to, at + strlen(from)) > 0);
	sar_tlogproof_clear(&f->t.log);
	log_record(record, &f->t.log);
	text = make_proof(&f->t, some, 3, &len);
	code = verdict(f, text, len, &err);
	free(text);
	free(record);
	sar_tlogproof_clear(&f->t.log);
	register_line(&f->t, "register");
	return code;
}

/* The log signed it, and still it is no registration of this recording. */
static void
a_record_that_is_no_registration_is_refused(void **state)
{
	static const struct {
		const char *from, *to;
	} changes[] = {
		{ "\"register\"", "\"release\"" },
		{ "\"n\":3", "\"n\":4" },
		{ "\"n\":3", "\"n\":\"3\"" },
		{ "\"n\":3,", "" },
		{ "\"seq\":2", "\"seq\":1" },
		{ "\"v\":1", "\"v\":2" },
		{ "\"v\":1", "\"v\":1,\"x\":1" },
		{ "\"by\":\"cron\",", "\"why\":\"cron\"," },
		{ "\"root\":\"", "\"root\":\"A" },
		{ "2026-01-05T", "2026-13-05T" },
		{ "2026-01-05T", "in January, " },
		{ "{", "[{" },
		/* Nor would the log's reader take any of these. */
		{ "cron", "Anna Doe" },
		{ "cron", "" },
		{ "cron", ".cron" },
		{ "cron", "-cron" },
		{ "cron", "cr\\u006fn" },
		{ "cron", "abcdefghijklmnopqrstuvwxyz0123456" },
		{ "\"cron\"", "7" },
		{ "oaGhoaGhoaGhoaGhoaGhoQ==", "x" },
		{ "oaGhoaGhoaGhoaGhoaGhoQ==", "oaGhoaGhoaGhoaGhoaGh" },
		{ "oaGhoaGhoaGhoaGhoaGhoQ==", "oaGhoaGhoaGhoaGhoaGhoaE=" },
		{ "oaGhoaGhoaGhoaGhoaGhoQ==", "oaGhoaGhoaGhoaGhoaGhoR==" },
		{ "\"salt\":", "\"Salt\":" },
		{ "\"n\":3", "\"n\":03" },
		{ "\"n\":3", "\"n\":3.0" },
		{ "\"n\":3", "\"n\":-3" },
		{ "\"seq\":2", "\"seq\":02" },
		{ "\"seq\":2", "\"seq\":2,\"seq\":2" },
		{ "2026-01-05T", "2026-02-30T" },
		{ "2026-01-05T", "0000-01-05T" },
		{ "05T23", "05 23" },
		{ "05T23", "05T24" },
		{ "07Z", "07" },
		{ "07Z", "07+00:00" },
		{ "{", "{ " },
		{ "{", " {" },
		{ "\"v\":1}", "\"v\":1} " },
		{ "\"v\":1}", "\"v\":1.0}" },
		{ "\"by\":\"cron\",\"n\":3", "\"n\":3,\"by\":\"cron\"" },
	};
	struct forged *f = *state;
	size_t i;

	assert_int_equal(verdict_of_record(f, "cron", "u1041"), SAR_OK);
	assert_int_equal(verdict_of_record(f, "cron",
			     "abcdefghijklmnopqrstuvwxyz012345"),
	    SAR_OK);
	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (verdict_of_record(f, changes[i].from, changes[i].to) !=
		    SAR_ETAMPER)
			fail_msg("\"%s\" may be \"%s\"", changes[i].from,
			    changes[i].to);
}

/* Somebody without the log's key registers it himself. */
static void
a_log_of_another_key_is_refused(void **state)
{
	struct forged *f = *state;
	struct sar_key_public key = vector_key("log2.vkey");
	struct sar_err err = SAR_ERR_INIT;

	sar_policy_free(f->t.policy);
	f->t.policy = sar_policy_of_key(&key, &err);
	assert_non_null(f->t.policy);
	assert_int_equal(verdict(f, f->text, f->len, &err), SAR_ETAMPER);
}

/* What holds of it without its key, whoever is said to have signed. */
static enum sar_code
verdict_unsigned(const struct forged *f, const char *from, const char *to)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_chain chain;
	struct sar_redact_proof *proof;
	char *at = strstr(f->text, from), *text = NULL;
	enum sar_code code = SAR_OK;

	assert_non_null(at);
	assert_true(asprintf(&text, "%.*s%s%s", (int)(at - f->text), f->text,
			to, at + strlen(from)) > 0);
	proof = read_proof(text, strlen(text));
	if (sar_redact_proof_unsigned(proof, f->t.policy, &chain, &err) == -1)
		code = err.code;
	else
		assert_true(chain.seen.log == NULL && chain.record == RECORD &&
			    chain.seen.size == LOG_SIZE);
	sar_redact_proof_free(proof);
	free(text);
	return code;
}

#define NAME "sar-export.example.gov.uk/log"

static void
without_the_key_all_but_the_signature_is_checked(void **state)
{
	static const struct {
		const char *from, *to;
	} changes[] = {
		{ "\"salt\":\"oa", "\"salt\":\"ob" },
		{ "batch 1 3", "batch 0 3" },
		{ "batch 1 3", "batch 1 4" },
		{ "index 2", "index 3" },
		{ "\n" NAME "\n5\n", "\n" NAME "\n9\n" },
		{ "\n" NAME "\n", "\nlog.example\n" },
		{ " " NAME " ", " log.example " },
		{ " " NAME " ", " " NAME " AAAAAAAA\n\xe2\x80\x94 w " },
	};
	struct forged *f = *state;
	struct sar_key_public key = vector_key("log.vkey");
	struct sar_redact_proof *proof;
	char *sig = strstr(f->text, " " NAME " ");
	size_t i;

	assert_non_null(sig);
	proof = read_proof(f->text, f->len);
	assert_true(sar_redact_proof_signed(proof, &key));
	sar_redact_proof_free(proof);
	memcpy(sig + strlen(" " NAME " "), "AAAA", 4); /* of another key */
	proof = read_proof(f->text, f->len);
	assert_false(sar_redact_proof_signed(proof, &key));
	sar_redact_proof_free(proof);
	assert_int_equal(verdict_unsigned(f, "index 2", "index 2"), SAR_OK);
	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (verdict_unsigned(f, changes[i].from, changes[i].to) !=
		    SAR_ETAMPER)
			fail_msg("\"%s\" may be \"%s\"", changes[i].from,
			    changes[i].to);
}

/* A key's line that is there twice, or cut short, is still that key's. */
static void
a_signature_line_that_is_wrong_is_not_somebody_elses(void **state)
{
	struct forged *f = *state;
	struct sar_key_public key = vector_key("log.vkey");
	char *sig = strstr(f->text, "\xe2\x80\x94 " NAME " ");
	struct sar_redact_proof *proof;
	char *text = NULL;

	assert_non_null(sig);
	assert_true(asprintf(&text, "%s%s", f->text, sig) > 0);
	proof = read_proof(text, strlen(text));
	assert_true(sar_redact_proof_signed(proof, &key));
	sar_redact_proof_free(proof);
	free(text);
	memcpy(sig + strlen("\xe2\x80\x94 " NAME " ") + 8, "\n", 2);
	proof = read_proof(f->text, strlen(f->text));
	assert_true(sar_redact_proof_signed(proof, &key));
	sar_redact_proof_free(proof);
}

/* Roots, salts and audio of one recording; registration of another. */
static void
the_registration_of_another_recording_is_refused(void **state)
{
	struct forged *f = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct trial other;
	size_t len;
	char *text;

	begin_trial(&other, shape, 99);
	text = make_proof(&other, some, 3, &len);
	sar_buf_add(&buf, f->text,
	    (size_t)(strstr(f->text, "\n\n{") - f->text));
	sar_buf_puts(&buf, strstr(text, "\n\n{"));
	assert_int_equal(verdict(f, buf.data, buf.len, &err), SAR_ETAMPER);
	assert_string_equal(err.msg,
	    "p: the registration line is of another recording");
	sar_buf_free(&buf);
	free(text);
	end_trial(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_bit_of_a_proof_counts,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_proof_has_one_text, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_message_names_the_line_and_nothing_else, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_proof_does_not_cost_more_than_its_size, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_record_that_is_no_registration_is_refused, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    without_the_key_all_but_the_signature_is_checked, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_signature_line_that_is_wrong_is_not_somebody_elses,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_log_of_another_key_is_refused,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    the_registration_of_another_recording_is_refused, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
