/* Policies of c2sp.org/tlog-policy, and what they make of a checkpoint. */
#include "tlog_helpers.h"

#include "tlog/policy.h"
#include "tlog/policy_data.h"

#define LOG                                       \
	"sar-export.example.gov.uk/log+ad0a17ad+" \
	"AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define LOG2                                      \
	"sar-export.example.gov.uk/log+4698738c+" \
	"ASVDuS/xCVURR2rcg2nbbdyTNmWhGXjdoUBO4QZsqVWd"
#define WITNESS                          \
	"audit.example.org/w1+b4038c35+" \
	"BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"

/* Keys of witnesses, made once: $0 to $9 in a text stand for their vkeys. */
static struct sar_key_secret *witness[10];
static char vkey[10][SAR_VKEY_MAX];

static int
make_witnesses(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey;
	char name[32];
	size_t i;

	(void)state;
	for (i = 0; i < 10; i++) {
		(void)snprintf(name, sizeof(name), "witness-%zu.example", i);
		assert_non_null(skey = sar_key_generate_witness(name, &err));
		witness[i] = sar_key_secret_parse(skey, &err);
		assert_non_null(witness[i]);
		sar_key_public_format(sar_key_secret_public(witness[i]),
		    vkey[i]);
		sar_secret_free(skey);
	}
	return 0;
}

static int
drop_witnesses(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 10; i++)
		sar_key_secret_free(witness[i]);
	return 0;
}

/* ${text} with the vkeys in it; the caller frees it. */
static char *
with_keys(const char *text)
{
	struct sar_buf buf = SAR_BUF_INIT;

	sar_buf_puts(&buf, "");
	for (; *text != '\0'; text++)
		if (text[0] == '$' && text[1] == 'L')
			sar_buf_puts(&buf, (text++, LOG));
		else if (text[0] == '$')
			sar_buf_puts(&buf, vkey[*++text - '0']);
		else
			sar_buf_add(&buf, text, 1);
	return sar_buf_take(&buf);
}

static struct sar_policy *
parse(const char *text, struct sar_err *err)
{
	char *whole = with_keys(text);
	struct sar_policy *policy = sar_policy_parse("p", whole, strlen(whole),
	    err);

	free(whole);
	return policy;
}

/* Is the quorum there with the witnesses whose letters are in ${who}? */
static bool
met(const char *text, const char *who)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_policy *policy = parse(text, &err);
	bool seen[SAR_POLICY_WITNESSES] = { false };
	bool yes;

	if (policy == NULL)
		fail_msg("%s", err.msg);
	for (; *who != '\0'; who++)
		seen[*who - '0'] = true;
	yes = sar_policy_met(policy, seen);
	sar_policy_free(policy);
	return yes;
}

static void
the_specification_s_example_is_understood(void **state)
{
	static const char text[] = "log $L\n\n"
				   "witness X1 $0\nwitness X2 $1\n"
				   "witness X3 $2\n"
				   "group X-witnesses 2 X1 X2 X3\n\n"
				   "witness Y1 $3\nwitness Y2 $4\n"
				   "witness Y3 $5\n"
				   "group Y-witnesses any Y1 Y2 Y3\n\n"
				   "group X-and-Y all X-witnesses Y-witnesses\n"
				   "quorum X-and-Y\n";
	unsigned mask, i, x, y;
	char who[8];
	size_t n;

	(void)state;
	for (mask = 0; mask < 64; mask++) {
		for (n = 0, x = 0, y = 0, i = 0; i < 6; i++)
			if ((mask >> i & 1) == 1) {
				who[n++] = (char)('0' + i);
				x += i < 3;
				y += i >= 3;
			}
		who[n] = '\0';
		assert_int_equal(met(text, who), x >= 2 && y >= 1);
	}
}

static void
a_quorum_is_a_witness_a_group_or_none(void **state)
{
	(void)state;
	assert_true(met("quorum none\n", ""));
	assert_true(met("log $L\nwitness a $0\nquorum none\n", ""));
	assert_false(met("witness a $0\nwitness b $1\nquorum b\n", "0"));
	assert_true(met("witness a $0\nwitness b $1\nquorum b\n", "1"));
	/* Who is in a group can be the quorum all the same. */
	assert_true(met("witness a $0\nwitness b $1\ngroup g all a b\n"
			"quorum a\n",
	    "0"));
	assert_false(met("witness a $0\nwitness b $1\ngroup g 2 a b\n"
			 "group h 1 g\nquorum h\n",
	    "0"));
	assert_true(met("witness a $0\nwitness b $1\ngroup g 2 a b\n"
			"group h 1 g\nquorum h\n",
	    "01"));
}

static void
blanks_comments_urls_and_names_of_any_octets_are_allowed(void **state)
{
	(void)state;
	assert_true(met("# what follows is \xff\n \t \n\t # indented\n"
			"  log\t $L  https://example.org/log \t\n"
			"witness \xe2\x84\xaa $0 https://example.org/\xc3\xa9\n"
			"witness K $1\ngroup any any \xe2\x84\xaa\n"
			"group all all any K\nquorum all\n",
	    "01"));
}

static const struct {
	const char *text;
	const char *message;
} not_policies[] = {
	{ "", "p: no line quorum" },
	{ "log $L\n", "p: no line quorum" },
	{ "quorum none", "p: line 1: the last line has no line end" },
	{ "quorum none\n#", "p: line 2: the last line has no" },
	{ "quorum none\r\n", "p: line 1: a control character" },
	{ "quorum none\n# \x1b[1m\n", "p: line 2: a control" },
	{ "quorum none\n# \x7f\n", "p: line 2: a control" },
	{ "quorum\n", "p: line 1: expected none, or who" },
	{ "quorum a\nwitness a $0\n", "p: line 1: expected none" },
	{ "quorum none none\n", "p: line 1: more than" },
	{ "quorum none\nquorum none\n", "p: line 2: a second quorum" },
	{ "witness a $0\nquorum a\nquorum none\n",
	    "p: line 3: a second quorum" },
	{ "Quorum none\n", "p: line 1: expected log, witness" },
	{ "log\n", "p: line 1: vkey: expected an Ed25519 vkey" },
	{ "log $0\n", "p: line 1: vkey: expected an Ed25519 vkey" },
	{ "log $L url more\n", "p: line 1: more than" },
	{ "log $L\nlog $L\n", "p: line 2: a log with the key of" },
	{ "witness\n", "p: line 1: expected a name" },
	{ "witness a\n", "p: line 1: vkey: expected an Ed25519" },
	{ "witness a $L\n", "p: line 1: vkey: expected an Ed25519" },
	{ "witness none $0\n", "p: line 1: nobody can have" },
	{ "witness a $0\nwitness a $1\n", "p: line 2: the name is" },
	{ "witness a $0\nwitness b $0\n", "p: line 2: a witness with" },
	{ "witness a $0 url more\n", "p: line 1: more than" },
	{ "group g all\nquorum g\n", "p: line 1: expected all, any" },
	{ "group g\n", "p: line 1: expected all, any" },
	{ "group none all a\n", "p: line 1: nobody can have" },
	{ "group g all a\n", "p: line 1: a member that is not" },
	{ "group g all g\n", "p: line 1: a member that is not" },
	{ "witness a $0\ngroup g all none\n",
	    "p: line 2: a member that is not" },
	{ "witness a $0\ngroup g all a a\n", "p: line 2: a member twice" },
	{ "witness a $0\ngroup g all a\ngroup h all a\n",
	    "p: line 3: a member twice" },
	{ "witness a $0\ngroup a all a\n", "p: line 2: the name is" },
	{ "witness a $0\ngroup g 0 a\n", "p: line 2: expected all" },
	{ "witness a $0\ngroup g 2 a\n", "p: line 2: expected all" },
	{ "witness a $0\ngroup g 01 a\n", "p: line 2: expected all" },
	{ "witness a $0\ngroup g +1 a\n", "p: line 2: expected all" },
	{ "witness a $0\ngroup g 1x a\n", "p: line 2: expected all" },
	{ "witness a $0\ngroup g 18446744073709551617 a\n",
	    "p: line 2: expected all" },
	{ "witness a $0\ngroup g All a\n", "p: line 2: expected all" },
};

static void
what_is_no_policy_is_refused_by_line(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(not_policies) / sizeof(not_policies[0]); i++) {
		if (parse(not_policies[i].text, &err) != NULL)
			fail_msg("case %zu was taken", i);
		assert_int_equal(err.code, SAR_EINPUT);
		if (strncmp(err.msg, not_policies[i].message,
			strlen(not_policies[i].message)) != 0)
			fail_msg("case %zu: %s", i, err.msg);
	}
}

static void
a_nul_and_a_file_too_large_are_refused(void **state)
{
	static const char text[] = "quorum none\n#\0\n";
	struct sar_err err = SAR_ERR_INIT;
	char *large = malloc(SAR_POLICY_MAX + 1);

	(void)state;
	assert_null(sar_policy_parse("p", text, sizeof(text) - 1, &err));
	assert_string_equal(err.msg,
	    "p: line 2: a control character or a carriage return");
	assert_non_null(large);
	memset(large, '\n', SAR_POLICY_MAX + 1);
	memcpy(large, "quorum none", 11);
	assert_null(sar_policy_parse("p", large, SAR_POLICY_MAX + 1, &err));
	assert_string_equal(err.msg, "p: larger than a policy can be");
	sar_policy_free(sar_policy_parse("p", large, SAR_POLICY_MAX, &err));
	free(large);
}

static void
a_policy_has_64_groups_and_names_of_255_octets_at_most(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_policy *policy;
	size_t i;
	char name[257];

	(void)state;
	memset(name, 'n', sizeof(name));
	name[256] = '\0';
	sar_buf_printf(&buf, "witness %s %s\ngroup 0 1 %s\n", name + 1, vkey[0],
	    name + 1);
	for (i = 1; i < SAR_POLICY_GROUPS; i++)
		sar_buf_printf(&buf, "group %zu any %zu\n", i, i - 1);
	sar_buf_printf(&buf, "quorum %zu\n", i - 1);
	policy = sar_policy_parse("p", buf.data, buf.len, &err);
	if (policy == NULL)
		fail_msg("%s", err.msg);
	sar_policy_free(policy);
	sar_buf_printf(&buf, "group more any %zu\n", i - 1);
	assert_null(sar_policy_parse("p", buf.data, buf.len, &err));
	assert_string_equal(err.msg, "p: line 67: too many groups");
	sar_buf_free(&buf);
	sar_buf_printf(&buf, "witness %s %s\n", name, vkey[0]);
	assert_null(sar_policy_parse("p", buf.data, buf.len, &err));
	assert_string_equal(err.msg, "p: line 1: the name is too long");
	sar_buf_free(&buf);
}

static void
keys_are_handed_out_in_the_file_s_order(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_policy *policy = parse("log $L\nwitness b $1\n"
					  "witness a $0\nquorum none\n",
	    &err);
	struct sar_key_public log2 = vector_key("log2.vkey");
	const struct sar_key_public *keys;
	size_t n;

	(void)state;
	assert_non_null(policy);
	assert_int_equal(sar_policy_add_log(policy, &log2, &err), 0);
	assert_int_equal(sar_policy_add_log(policy, &log2, &err), 0);
	assert_int_equal(sar_policy_add_log(policy,
			     sar_key_secret_public(witness[0]), &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	keys = sar_policy_logs(policy, &n);
	assert_int_equal(n, 2);
	assert_memory_equal(&keys[1], &log2, sizeof(log2));
	keys = sar_policy_witnesses(policy, &n);
	assert_int_equal(n, 2);
	assert_string_equal(keys[0].name, "witness-1.example");
	assert_string_equal(keys[1].name, "witness-0.example");
	sar_policy_free(policy);
	sar_policy_free(NULL);
}

/* What ${policy_text} says of ${text}; the code, or 0. */
static enum sar_code
check(const char *policy_text, const char *text, size_t *cosigned, bool *yes)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_policy *policy = parse(policy_text, &err);
	const struct sar_key_public *log;
	struct sar_policy_seen seen;
	struct sar_note note;
	int rc;

	assert_non_null(policy);
	rc = sar_policy_check(policy, "c", text, strlen(text), &log, &note,
	    &seen, &err);
	if (rc == 0) {
		assert_non_null(log);
		assert_int_equal(note.len, strlen(text));
		assert_true(sar_note_verify(text, &note, log));
	} else {
		assert_null(log);
		assert_int_equal(seen.n, 0);
		assert_false(seen.met);
	}
	*cosigned = seen.n;
	*yes = seen.met;
	sar_policy_free(policy);
	return rc == 0 ? SAR_OK : err.code;
}

static void
a_checkpoint_is_held_against_logs_and_witnesses(void **state)
{
	size_t len, n;
	bool yes;
	char *cp5 = vector("cp5", &len), *cp5w = vector("cp5w", &len);
	char *dual = vector("cp5dual", &len);

	(void)state;
	assert_int_equal(check("log $L\nquorum none\n", cp5, &n, &yes), SAR_OK);
	assert_true(yes && n == 0);
	assert_int_equal(check("log $L\nwitness a " WITNESS "\nquorum a\n", cp5,
			     &n, &yes),
	    SAR_OK);
	assert_true(!yes && n == 0);
	assert_int_equal(check("log $L\nwitness a " WITNESS "\nquorum a\n",
			     cp5w, &n, &yes),
	    SAR_OK);
	assert_true(yes && n == 1);
	assert_int_equal(check("log " LOG2 "\nquorum none\n", cp5, &n, &yes),
	    SAR_ETAMPER);
	assert_int_equal(check("quorum none\n", cp5, &n, &yes), SAR_ETAMPER);
	/* Two keys of a log, as on the note of a rotation. */
	assert_int_equal(check("log " LOG2 "\nquorum none\n", dual, &n, &yes),
	    SAR_OK);
	assert_int_equal(check("log $L\nlog " LOG2 "\nquorum none\n", dual, &n,
			     &yes),
	    SAR_OK);
	*strstr(dual, "Gws=") = 'A'; /* the second key's, and that is wrong */
	assert_int_equal(check("log $L\nlog " LOG2 "\nquorum none\n", dual, &n,
			     &yes),
	    SAR_ETAMPER);
	assert_int_equal(check("log $L\nquorum none\n", dual, &n, &yes),
	    SAR_OK);
	free(cp5);
	free(cp5w);
	free(dual);
}

static void
no_signature_comes_twice_and_none_of_a_witness_is_wrong(void **state)
{
	static const char policy[] = "log $L\nwitness a $0\nwitness b $1\n"
				     "group g any a b\nquorum g\n";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len, n;
	bool yes;
	char *cp5 = vector("cp5", &len);
	size_t text_len = (size_t)(strstr(cp5, "\n\n") + 1 - cp5);

	(void)state;
	sar_buf_puts(&buf, cp5);
	assert_int_equal(sar_cosign_add(&buf, witness[0], cp5, text_len, NOW,
			     &err),
	    0);
	assert_int_equal(check(policy, buf.data, &n, &yes), SAR_OK);
	assert_true(yes && n == 1);
	assert_int_equal(sar_cosign_add(&buf, witness[1], cp5, text_len - 1,
			     NOW, &err),
	    0);
	assert_int_equal(check(policy, buf.data, &n, &yes), SAR_ETAMPER);
	sar_buf_free(&buf);
	sar_buf_puts(&buf, cp5);
	sar_buf_puts(&buf, strstr(cp5, "\xe2\x80\x94 "));
	assert_int_equal(check(policy, buf.data, &n, &yes), SAR_ETAMPER);
	assert_int_equal(check(policy, "no checkpoint\n", &n, &yes),
	    SAR_ETAMPER);
	sar_buf_free(&buf);
	free(cp5);
}

/* Is ${text} signed, in the name of a log of the policy, with no key of it? */
static bool
is_unknown(const char *policy_text, const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_policy *policy = parse(policy_text, &err);
	bool unknown;

	assert_non_null(policy);
	unknown = sar_policy_unknown(policy, text, strlen(text));
	sar_policy_free(policy);
	return unknown;
}

static void
a_key_that_is_not_known_is_no_signature_that_is_wrong(void **state)
{
	size_t len;
	char *cp5 = vector("cp5", &len), *dual = vector("cp5dual", &len);
	char *other;

	(void)state;
	assert_true(is_unknown("log " LOG2 "\nquorum none\n", cp5));
	assert_false(is_unknown("log $L\nquorum none\n", cp5));
	assert_false(is_unknown("log $L\nlog " LOG2 "\nquorum none\n", cp5));
	assert_false(is_unknown("log " LOG2 "\nquorum none\n", dual));
	/* Nor another log's, nor what is no note. */
	assert_false(is_unknown("quorum none\n", cp5));
	assert_false(is_unknown("log " LOG2 "\nquorum none\n", cp5 + 1));
	assert_false(is_unknown("log " LOG2 "\nquorum none\n", ""));
	/* A known key's that is wrong, and one that is in another's name. */
	cp5[strlen("sar-export.example.gov.uk/log\n")] = '6';
	assert_false(is_unknown("log $L\nquorum none\n", cp5));
	assert_true(is_unknown("log " LOG2 "\nquorum none\n", cp5));
	other = strstr(cp5, "\xe2\x80\x94 ");
	other[4] = 'x';
	assert_false(is_unknown("log " LOG2 "\nquorum none\n", cp5));
	free(cp5);
	free(dual);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_specification_s_example_is_understood),
		cmocka_unit_test(a_quorum_is_a_witness_a_group_or_none),
		cmocka_unit_test(
		    blanks_comments_urls_and_names_of_any_octets_are_allowed),
		cmocka_unit_test(what_is_no_policy_is_refused_by_line),
		cmocka_unit_test(a_nul_and_a_file_too_large_are_refused),
		cmocka_unit_test(
		    a_policy_has_64_groups_and_names_of_255_octets_at_most),
		cmocka_unit_test(keys_are_handed_out_in_the_file_s_order),
		cmocka_unit_test(
		    a_checkpoint_is_held_against_logs_and_witnesses),
		cmocka_unit_test(
		    no_signature_comes_twice_and_none_of_a_witness_is_wrong),
		cmocka_unit_test(
		    a_key_that_is_not_known_is_no_signature_that_is_wrong),
	};

	return cmocka_run_group_tests(tests, make_witnesses, drop_witnesses);
}
