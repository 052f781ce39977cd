/* tlog-proofs: the vectors, what is no proof, and what does not verify. */
#include "tlog_helpers.h"

#include "tlog/tlogproof.h"

#define POLICY_HEAD                                      \
	"log sar-export.example.gov.uk/log+ad0a17ad+"    \
	"AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n" \
	"witness w1 audit.example.org/w1+b4038c35+"      \
	"BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X\n"

static struct sar_policy *
policy_of(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_policy *policy = sar_policy_parse("p", text, strlen(text),
	    &err);

	if (policy == NULL)
		fail_msg("%s", err.msg);
	return policy;
}

static struct sar_tlogproof
parsed(const char *text, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proof;

	if (sar_tlogproof_parse("x", text, len, &proof, &err) == -1)
		fail_msg("%s", err.msg);
	return proof;
}

/* Line ${n} of the vectors' log, without its LF; the caller frees it. */
static char *
entry(size_t n, size_t *len)
{
	size_t all;
	char *text = vector("entries.jsonl", &all);
	char *at = text;
	char *line;

	for (; n > 0; n--)
		at = strchr(at, '\n') + 1;
	*len = strcspn(at, "\n");
	assert_non_null(line = strndup(at, *len));
	free(text);
	return line;
}

static void
hash_entry(size_t n, uint8_t leaf[SAR_SHA256_LEN])
{
	size_t len;
	char *line = entry(n, &len);

	sar_tree_leaf(line, len, leaf);
	free(line);
}

static void
the_vectors_are_read_and_written_byte_for_byte(void **state)
{
	static const char *const names[] = { "rel3.tlog-proof",
		"rel3x.tlog-proof" };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proof;
	struct sar_buf again = SAR_BUF_INIT;
	size_t len, i, line_len;
	char *text, *line = entry(3, &line_len);

	(void)state;
	for (i = 0; i < 2; i++) {
		text = vector(names[i], &len);
		proof = parsed(text, len);
		assert_int_equal(proof.index, 3);
		assert_int_equal(proof.path.n, 3);
		if (i == 0) {
			assert_null(proof.extra);
		} else {
			assert_int_equal(proof.extra_len, line_len);
			assert_string_equal(proof.extra, line);
		}
		assert_int_equal(sar_tlogproof_add(&again, &proof, &err), 0);
		assert_int_equal(again.len, len);
		assert_memory_equal(again.data, text, len);
		sar_buf_free(&again);
		sar_tlogproof_clear(&proof);
		free(text);
	}
	free(line);
}

static void
the_vectors_verify_and_say_who_signed(void **state)
{
	struct sar_policy *policy = policy_of(POLICY_HEAD "quorum w1\n");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof_seen seen;
	struct sar_tlogproof proof;
	uint8_t leaf[SAR_SHA256_LEN];
	size_t len;
	char *text = vector("rel3x.tlog-proof", &len);

	(void)state;
	proof = parsed(text, len);
	hash_entry(3, leaf);
	assert_int_equal(sar_tlogproof_verify("x", &proof, policy, NULL, &seen,
			     &err),
	    0);
	assert_string_equal(seen.log->name, "sar-export.example.gov.uk/log");
	assert_int_equal(seen.size, 5);
	assert_true(seen.witnesses.met);
	assert_int_equal(seen.witnesses.n, 1);
	assert_string_equal(seen.witnesses.by[0].name, "audit.example.org/w1");
	assert_int_equal(seen.witnesses.by[0].time, NOW);
	assert_int_equal(sar_tlogproof_verify("x", &proof, policy, leaf, &seen,
			     &err),
	    0);
	/* A given leaf is what counts, not what the proof carries. */
	hash_entry(2, leaf);
	assert_int_equal(sar_tlogproof_verify("x", &proof, policy, leaf, &seen,
			     &err),
	    -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	assert_null(seen.log);
	assert_int_equal(seen.witnesses.n, 0);
	sar_tlogproof_clear(&proof);
	sar_policy_free(policy);
	free(text);
}

static void
without_a_record_there_is_nothing_to_verify(void **state)
{
	struct sar_policy *policy = policy_of(POLICY_HEAD "quorum none\n");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof_seen seen;
	struct sar_tlogproof proof;
	uint8_t leaf[SAR_SHA256_LEN];
	size_t len;
	char *text = vector("rel3.tlog-proof", &len);

	(void)state;
	proof = parsed(text, len);
	assert_int_equal(sar_tlogproof_verify("x", &proof, policy, NULL, &seen,
			     &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	hash_entry(3, leaf);
	assert_int_equal(sar_tlogproof_verify("x", &proof, policy, leaf, &seen,
			     &err),
	    0);
	sar_tlogproof_clear(&proof);
	sar_policy_free(policy);
	free(text);
}

/* rel3x with the first ${from} in it made ${to}. */
static char *
changed(const char *from, const char *to)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len;
	char *text = vector("rel3x.tlog-proof", &len);
	char *at = strstr(text, from);

	assert_non_null(at);
	sar_buf_add(&buf, text, (size_t)(at - text));
	sar_buf_puts(&buf, to);
	sar_buf_puts(&buf, at + strlen(from));
	free(text);
	return sar_buf_take(&buf);
}

/* Who signed it is left open, and nothing else. */
static void
what_another_key_signed_holds_but_for_that(void **state)
{
	static const char other[] =
	    "log sar-export.example.gov.uk/log+4698738c+"
	    "ASVDuS/xCVURR2rcg2nbbdyTNmWhGXjdoUBO4QZsqVWd\n"
	    "quorum none\n";
	static const struct {
		const char *from, *to;
	} changes[] = {
		{ "index 3", "index 2" },
		{ "\nsar-export.example.gov.uk/log\n", "\nlog.example\n" },
		{ " sar-export.example.gov.uk/log ", " log.example " },
		{ "extra e", "extra f" },
	};
	struct sar_policy *policy = policy_of(other);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof_seen seen;
	struct sar_tlogproof proof;
	char *text;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i <= sizeof(changes) / sizeof(changes[0]); i++) {
		text = i == 0 ? changed("index 3", "index 3")
			      : changed(changes[i - 1].from, changes[i - 1].to);
		proof = parsed(text, strlen(text));
		rc = sar_tlogproof_unsigned("x", &proof, policy, &seen, &err);
		assert_int_equal(rc, i == 0 ? 0 : -1);
		assert_null(seen.log);
		assert_int_equal(seen.size > 0, i == 0);
		if (i > 0)
			assert_int_equal(err.code, SAR_ETAMPER);
		sar_tlogproof_clear(&proof);
		free(text);
	}
	sar_policy_free(policy);
}

/* The code of what is wrong with ${text}, under ${policy}; 0: nothing. */
static enum sar_code
fault(const char *text, const char *policy_text, struct sar_err *err)
{
	struct sar_policy *policy = policy_of(policy_text);
	struct sar_tlogproof_seen seen;
	struct sar_tlogproof proof;
	int rc;

	rc = sar_tlogproof_parse("x", text, strlen(text), &proof, err);
	if (rc == 0)
		rc = sar_tlogproof_verify("x", &proof, policy, NULL, &seen,
		    err);
	if (rc == 0 || err->code == SAR_EREVIEW)
		assert_non_null(seen.log);
	sar_tlogproof_clear(&proof);
	sar_policy_free(policy);
	return rc == 0 ? SAR_OK : err->code;
}

static void
too_few_witnesses_are_told_apart_from_tampering(void **state)
{
	struct sar_key_secret *key;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf policy = SAR_BUF_INIT;
	struct sar_secret *skey = sar_key_generate_witness("w2", &err);
	char vkey[SAR_VKEY_MAX];
	char *text = changed("", "");
	char *cut = changed("", "");

	(void)state;
	assert_non_null(key = sar_key_secret_parse(skey, &err));
	sar_key_public_format(sar_key_secret_public(key), vkey);
	sar_buf_printf(&policy,
	    POLICY_HEAD "witness w2 %s\ngroup both all w1 w2\nquorum both\n",
	    vkey);
	assert_int_equal(fault(text, policy.data, &err), SAR_EREVIEW);
	assert_string_equal(err.msg,
	    "x: fewer witnesses than the policy asks for");
	*strstr(cut, "\xe2\x80\x94 audit") = '\0';
	assert_int_equal(fault(cut, POLICY_HEAD "quorum w1\n", &err),
	    SAR_EREVIEW);
	assert_int_equal(fault(cut, POLICY_HEAD "quorum none\n", &err), SAR_OK);
	assert_int_equal(fault(cut, "quorum none\n", &err), SAR_ETAMPER);
	assert_string_equal(err.msg, "x: not signed by a log that is trusted");
	sar_buf_free(&policy);
	sar_key_secret_free(key);
	sar_secret_free(skey);
	free(text);
	free(cut);
}

static void
what_is_no_proof_is_refused_by_line(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		const char *at;
	} cases[] = {
		{ "c2sp.org/tlog-proof@v1\n", "", "x: line 1: expected \"c2" },
		{ "@v1\n", "@v2\n", "x: line 1:" },
		{ "@v1\n", "@v1\r\n", "x: line 1:" },
		{ "@v1\n", "@v1 \n", "x: line 1:" },
		{ "extra ey", "Extra ey", "x: line 2: expected \"index\"" },
		{ "extra ey", "extra  ey", "x: line 2: expected bytes" },
		{ "extra ey", "extra \nindex 3\nextra ey", "x: line 2:" },
		{ "MX0=\n", "MX1=\n", "x: line 2:" },
		{ "MX0=\n", "MX0\n", "x: line 2:" },
		{ "MX0=\n", "MX0=\r\n", "x: line 2:" },
		{ "index 3\n", "", "x: line 3:" },
		{ "index 3\n", "index 03\n", "x: line 3:" },
		{ "index 3\n", "index -3\n", "x: line 3:" },
		{ "index 3\n", "index\n", "x: line 3:" },
		{ "index 3\n", "index 9223372036854775808\n", "x: line 3:" },
		{ "3Yis=\n", "3Yit=\n", "x: line 4:" },
		{ "3Yis=\n", "3Yis=\n\n", "x: line 6:" },
		{ "cSyFxq4=\n\n", "cSyFxq4=\n", "x: line 7:" },
		{ "uk/log\n5", "uk/l+og\n5", "x: line 8:" },
		{ "uk/log\n5", "uk/l og\n5", "x: line 8:" },
		{ "sar-export.example.gov.uk/log\n5", "\n5", "x: line 8:" },
		{ "\n5\n", "\n05\n", "x: line 8:" },
		{ "3Vs=\n\n", "3Vs=\next\n\n", "x: line 8:" },
		{ "ajAQ==\n", "ajAQ==", "x: line 8:" },
		{ "ajAQ==\n", "ajAR==\n", "x: line 8:" },
		{ "ajAQ==\n", "ajAQ==\n\n", "x: line 8:" },
		{ "ajAQ==\n", "ajAQ==\nmore\n", "x: line 8:" },
	};
	struct sar_err err = SAR_ERR_INIT;
	size_t i;
	char *text;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = changed(cases[i].from, cases[i].to);
		if (fault(text, POLICY_HEAD "quorum w1\n", &err) != SAR_EINPUT)
			fail_msg("case %zu: code %d", i, (int)err.code);
		if (strncmp(err.msg, cases[i].at, strlen(cases[i].at)) != 0)
			fail_msg("case %zu: %s", i, err.msg);
		free(text);
	}
}

static void
any_change_of_a_proof_is_seen(void **state)
{
	static const char policy[] = POLICY_HEAD "quorum w1\n";
	struct sar_err err = SAR_ERR_INIT;
	enum sar_code code;
	size_t len, i, tampered = 0;
	char *text = vector("rel3x.tlog-proof", &len);
	size_t cosigned = (size_t)(strstr(text, "\xe2\x80\x94 audit") - text);
	char was;

	(void)state;
	assert_int_equal(fault(text, policy, &err), SAR_OK);
	for (i = 0; i < len; i++) {
		text[i] ^= 1;
		code = fault(text, policy, &err);
		assert_true(code == SAR_EINPUT || code == SAR_ETAMPER ||
			    code == SAR_EREVIEW);
		tampered += code == SAR_ETAMPER;
		text[i] ^= 1;
		was = text[i];
		/* Only whole signature lines can be left out. */
		text[i] = '\0';
		assert_int_equal(fault(text, policy, &err),
		    i == cosigned ? SAR_EREVIEW : SAR_EINPUT);
		text[i] = was;
	}
	assert_true(tampered > len / 2);
	free(text);
}

/* A proof whose extra has ${len} bytes: written, and read again. */
static int
with_extra(size_t len, size_t *line_len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proof = { .index = 3 };
	struct sar_tlogproof again;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t n;
	int rc;

	proof.checkpoint = vector("cp5", &proof.checkpoint_len);
	assert_non_null(proof.extra = calloc(1, len + 1));
	memset(proof.extra, 0xff, len);
	proof.extra_len = len;
	if ((rc = sar_tlogproof_add(&buf, &proof, &err)) == 0) {
		assert_true(buf.len <= SAR_TLOGPROOF_MAX);
		assert_int_equal(sar_tlogproof_parse("x", buf.data, buf.len,
				     &again, &err),
		    0);
		assert_int_equal(again.extra_len, len);
		assert_memory_equal(again.extra, proof.extra, len);
		sar_tlogproof_clear(&again);
		n = strcspn(buf.data, "\n") + 1;
		*line_len = strcspn(buf.data + n, "\n");
	} else {
		assert_int_equal(err.code, SAR_EINPUT);
	}
	sar_buf_free(&buf);
	sar_tlogproof_clear(&proof);
	return rc;
}

static void
the_record_fits_into_the_lines_that_go_reads(void **state)
{
	size_t len = 0;

	(void)state;
	assert_int_equal(with_extra(0, &len), -1);
	assert_int_equal(with_extra(1, &len), 0);
	assert_int_equal(with_extra(SAR_TLOGPROOF_EXTRA_MAX, &len), 0);
	/* bufio.Scanner has a buffer of 65536, in which the LF is too. */
	assert_true(len + 1 <= 65536 && len + 4 + 1 > 65536);
	assert_int_equal(with_extra(SAR_TLOGPROOF_EXTRA_MAX + 1, &len), -1);
}

static void
what_is_too_large_is_refused_unread(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proof;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t i;

	(void)state;
	sar_buf_puts(&buf, "c2sp.org/tlog-proof@v1\nextra ");
	for (i = 0; i < SAR_TLOGPROOF_EXTRA_MAX / 3 + 1; i++)
		sar_buf_puts(&buf, "////");
	sar_buf_puts(&buf, "\nindex 3\n\n");
	assert_int_equal(sar_tlogproof_parse("x", buf.data, buf.len, &proof,
			     &err),
	    -1);
	assert_string_equal(err.msg,
	    "x: line 2: expected bytes in Base64 after \"extra\"");
	sar_tlogproof_clear(&proof);
	while (buf.len <= SAR_TLOGPROOF_MAX)
		sar_buf_puts(&buf, "////////////////");
	assert_int_equal(sar_tlogproof_parse("x", buf.data, buf.len, &proof,
			     &err),
	    -1);
	assert_string_equal(err.msg, "x: larger than a tlog-proof can be");
	sar_tlogproof_clear(&proof);
	sar_buf_free(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_vectors_are_read_and_written_byte_for_byte),
		cmocka_unit_test(the_vectors_verify_and_say_who_signed),
		cmocka_unit_test(what_another_key_signed_holds_but_for_that),
		cmocka_unit_test(without_a_record_there_is_nothing_to_verify),
		cmocka_unit_test(
		    too_few_witnesses_are_told_apart_from_tampering),
		cmocka_unit_test(what_is_no_proof_is_refused_by_line),
		cmocka_unit_test(any_change_of_a_proof_is_seen),
		cmocka_unit_test(the_record_fits_into_the_lines_that_go_reads),
		cmocka_unit_test(what_is_too_large_is_refused_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
