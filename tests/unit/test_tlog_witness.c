/* What a witness remembers, and what it makes of a request. */
#include "tlog_helpers.h"

#include "tlog/witness.h"

#define ORIGIN "sar-export.example.gov.uk/log"
#define EARLIER (NOW - 1000)

/* What the tests share: the vectors' keys, and what it cosigned of cp2. */
struct bench {
	struct sar_key_secret *witness;
	struct sar_key_public log;
	struct sar_policy *policy;
	char *state2, *cp5w, *add25;
	size_t len2, len5, len_add;
	char dir[PATH_LEN];
};

/* The note of a vector with a cosignature by ${witness}. */
static char *
cosigned(const char *name, const struct sar_key_secret *witness, int64_t when,
    size_t *len)
{
	struct sar_key_public log = vector_key("log.vkey");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_note note;
	char *text = vector(name, len);

	assert_true(sar_note_parse(text, *len, &log, &note));
	sar_buf_add(&buf, text, *len);
	assert_int_equal(sar_cosign_add(&buf, witness, text, note.text_len,
			     when, &err),
	    0);
	free(text);
	*len = buf.len;
	return sar_buf_take(&buf);
}

static int
make_bench(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->witness = vector_witness();
	b->log = vector_key("log.vkey");
	b->policy = sar_policy_of_key(&b->log, &err);
	assert_non_null(b->policy);
	b->state2 = cosigned("cp2", b->witness, EARLIER, &b->len2);
	b->cp5w = vector("cp5w", &b->len5);
	b->add25 = vector("add25", &b->len_add);
	(void)snprintf(b->dir, sizeof(b->dir), "/tmp/sar-witness-XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	*state = b;
	return 0;
}

static int
drop_bench(void **state)
{
	struct bench *b = *state;

	sar_policy_free(b->policy);
	sar_key_secret_free(b->witness);
	free(b->state2);
	free(b->cp5w);
	free(b->add25);
	remove_tree(b->dir);
	free(b);
	return 0;
}

/* Read a state: 0 or the code of what is wrong with it. */
static int
read_state(const struct bench *b, const char *text, size_t len,
    struct sar_witness_state *out)
{
	struct sar_err err = SAR_ERR_INIT;

	if (sar_witness_state_parse("w.state", text, len, ORIGIN,
		sar_key_secret_public(b->witness), b->policy, out, &err) == 0)
		return 0;
	assert_null(strchr(err.msg, '\n'));
	return (int)err.code;
}

/* Is it refused, as ${code}? */
static void
refused(const struct bench *b, const char *text, size_t len, enum sar_code code)
{
	struct sar_witness_state state;

	assert_int_equal(read_state(b, text, len, &state), code);
	sar_witness_state_clear(&state);
}

static void
the_vectors_request_makes_the_vectors_cosignature_and_note(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf line = SAR_BUF_INIT, next = SAR_BUF_INIT;
	struct sar_witness_state had;
	struct sar_cosign_request request;
	const struct sar_key_public *log;
	size_t len;
	char *want = vector("cs5", &len);

	assert_int_equal(read_state(b, b->state2, b->len2, &had), 0);
	assert_int_equal(had.note.size, 2);
	assert_int_equal(had.time, EARLIER);
	assert_int_equal(sar_witness_request("add25", b->add25, b->len_add,
			     b->policy, &log, &request, &err),
	    0);
	assert_int_equal(sar_witness_judge(&had, &request), SAR_WITNESS_COSIGN);
	assert_int_equal(sar_witness_sign(b->witness, log, &had, &request, NOW,
			     &line, &next, &err),
	    0);
	assert_int_equal(line.len, len);
	assert_memory_equal(line.data, want, len);
	assert_int_equal(next.len, b->len5);
	assert_memory_equal(next.data, b->cp5w, b->len5);
	sar_buf_free(&line);
	sar_buf_free(&next);
	sar_witness_state_clear(&had);
	free(want);
}

static void
no_bit_of_a_state_can_change(void **state)
{
	const struct bench *b = *state;
	struct sar_witness_state read;
	size_t i;
	int bit;

	assert_int_equal(read_state(b, b->cp5w, b->len5, &read), 0);
	assert_int_equal(read.note.size, 5);
	assert_int_equal(read.time, NOW);
	sar_witness_state_clear(&read);
	for (i = 0; i < b->len5; i++)
		for (bit = 0; bit < 8; bit++) {
			b->cp5w[i] = (char)(b->cp5w[i] ^ 1 << bit);
			if (read_state(b, b->cp5w, b->len5, &read) == 0)
				fail_msg("byte %zu, bit %d", i, bit);
			sar_witness_state_clear(&read);
			b->cp5w[i] = (char)(b->cp5w[i] ^ 1 << bit);
		}
	for (i = 0; i < b->len5; i++)
		refused(b, b->cp5w, i, SAR_ETAMPER);
}

static void
a_state_is_one_note_and_nothing_else(void **state)
{
	const struct bench *b = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len;
	char *plain = vector("cp5", &len);

	refused(b, plain, len, SAR_ETAMPER);
	refused(b, "", 0, SAR_ETAMPER);
	refused(b, "\n", 1, SAR_ETAMPER);
	sar_buf_add(&buf, b->cp5w, b->len5);
	sar_buf_add(&buf, b->cp5w, b->len5);
	refused(b, buf.data, buf.len, SAR_ETAMPER);
	buf.data[b->len5] = '\0';
	refused(b, buf.data, b->len5 + 1, SAR_ETAMPER);
	free(plain);
	sar_buf_free(&buf);
}

static void
the_state_of_another_log_or_witness_is_refused(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_secret *other = NULL;
	struct sar_secret *secret;
	struct sar_witness_state read;
	size_t len;
	char *text;

	secret = sar_key_generate_witness("other.example", &err);
	assert_non_null(secret);
	assert_non_null(other = sar_key_secret_parse(secret, &err));
	text = cosigned("cp5", other, NOW, &len);
	refused(b, text, len, SAR_ETAMPER);
	assert_int_equal(sar_witness_state_parse("w.state", b->cp5w, b->len5,
			     "another.example/log",
			     sar_key_secret_public(b->witness), b->policy,
			     &read, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg,
	    "w.state: what this witness knows of another log");
	sar_witness_state_clear(&read);
	free(text);
	sar_secret_free(secret);
	sar_key_secret_free(other);
}

static void
after_a_change_of_key_the_older_one_is_asked_for(void **state)
{
	struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_key_generate(ORIGIN, &err);
	struct sar_witness_state read;
	struct sar_key_secret *later;

	assert_non_null(secret);
	assert_non_null(later = sar_key_secret_parse(secret, &err));
	sar_policy_free(b->policy);
	b->policy = sar_policy_of_key(sar_key_secret_public(later), &err);
	assert_non_null(b->policy);
	refused(b, b->cp5w, b->len5, SAR_ETAMPER);
	assert_int_equal(sar_policy_add_log(b->policy, &b->log, &err), 0);
	assert_int_equal(read_state(b, b->cp5w, b->len5, &read), 0);
	assert_memory_equal(read.log->public, b->log.public,
	    sizeof(b->log.public));
	sar_witness_state_clear(&read);
	sar_secret_free(secret);
	sar_key_secret_free(later);
}

static void
an_absent_state_is_that_of_a_new_log_and_a_link_is_none(void **state)
{
	const struct bench *b = *state;
	const struct sar_key_public *key = sar_key_secret_public(b->witness);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_witness_state read;
	char path[PATH_LEN], link[PATH_LEN];

	path_in(path, b->dir, "w.state");
	path_in(link, b->dir, "link");
	assert_int_equal(sar_witness_state_load(path, ORIGIN, key, b->policy,
			     &read, &err),
	    0);
	assert_null(read.text);
	assert_int_equal(read.note.size, 0);
	/* A dangling link is something: not the absence of a state. */
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(sar_witness_state_load(link, ORIGIN, key, b->policy,
			     &read, &err),
	    -1);
	assert_int_equal(err.code, SAR_EMISSING);
	spill(path, b->cp5w, b->len5);
	assert_int_equal(sar_witness_state_load(path, ORIGIN, key, b->policy,
			     &read, &err),
	    0);
	assert_int_equal(read.note.size, 5);
	sar_witness_state_clear(&read);
	spill(path, "", 0);
	assert_int_equal(sar_witness_state_load(path, ORIGIN, key, b->policy,
			     &read, &err),
	    -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	sar_witness_state_clear(&read);
}

/* The vectors' request and state, to be changed. */
static void
begin(const struct bench *b, struct sar_witness_state *had,
    struct sar_cosign_request *request)
{
	const struct sar_key_public *log;
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(read_state(b, b->state2, b->len2, had), 0);
	assert_int_equal(sar_witness_request("add25", b->add25, b->len_add,
			     b->policy, &log, request, &err),
	    0);
}

static void
a_request_that_does_not_begin_where_we_are_is_a_conflict(void **state)
{
	const struct bench *b = *state;
	struct sar_witness_state had, none = { .text = NULL };
	struct sar_cosign_request r;

	begin(b, &had, &r);
	assert_int_equal(sar_witness_judge(&none, &r), SAR_WITNESS_CONFLICT);
	r.old = 3;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_CONFLICT);
	r.old = 0;
	r.proof.n = 0;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_CONFLICT);
	assert_int_equal(sar_witness_judge(&none, &r), SAR_WITNESS_COSIGN);
	/* A log that went back, whatever it says it begins with. */
	r.note.size = 1;
	r.old = 2;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_CONFLICT);
	r.old = 1;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_CONFLICT);
	sar_witness_state_clear(&had);
}

static void
what_is_not_proven_is_not_cosigned(void **state)
{
	const struct bench *b = *state;
	struct sar_witness_state had, none = { .text = NULL };
	struct sar_cosign_request r;
	size_t i, k;

	begin(b, &had, &r);
	for (i = 0; i < r.proof.n; i++)
		for (k = 0; k < SAR_SHA256_LEN; k++) {
			r.proof.hashes[i][k] ^= 1;
			assert_int_equal(sar_witness_judge(&had, &r),
			    SAR_WITNESS_UNPROVEN);
			r.proof.hashes[i][k] ^= 1;
		}
	r.proof.n--;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_UNPROVEN);
	r.proof.n += 2;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_UNPROVEN);
	r.proof.n--;
	r.note.root[0] ^= 1;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_UNPROVEN);
	r.note.root[0] ^= 1;
	had.note.root[0] ^= 1;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_UNPROVEN);
	/* Of nothing there is nothing to prove, and one root. */
	r.old = r.note.size = 0;
	r.proof.n = 0;
	assert_int_equal(sar_witness_judge(&none, &r), SAR_WITNESS_UNPROVEN);
	sar_witness_state_clear(&had);
}

static void
one_size_with_two_roots_is_a_fork_whatever_else_is_said(void **state)
{
	const struct bench *b = *state;
	struct sar_witness_state had;
	struct sar_cosign_request r;
	uint64_t old;

	begin(b, &had, &r);
	sar_witness_state_clear(&had);
	assert_int_equal(read_state(b, b->cp5w, b->len5, &had), 0);
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_CONFLICT);
	r.old = 5;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_UNPROVEN);
	r.proof.n = 0;
	assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_COSIGN);
	r.note.root[31] ^= 0x80;
	for (old = 0; old < 7; old++) {
		r.old = old;
		assert_int_equal(sar_witness_judge(&had, &r), SAR_WITNESS_FORK);
	}
	sar_witness_state_clear(&had);
}

static void
a_clock_that_went_back_gives_no_cosignature(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf line = SAR_BUF_INIT, next = SAR_BUF_INIT;
	struct sar_witness_state had;
	struct sar_cosign_request r;

	begin(b, &had, &r);
	assert_int_equal(sar_witness_sign(b->witness, &b->log, &had, &r,
			     EARLIER - 1, &line, &next, &err),
	    -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_int_equal(line.len + next.len, 0);
	assert_int_equal(sar_witness_sign(b->witness, &b->log, &had, &r,
			     EARLIER, &line, &next, &err),
	    0);
	sar_buf_free(&line);
	sar_buf_free(&next);
	sar_witness_state_clear(&had);
}

static void
a_request_is_of_a_log_that_is_trusted_and_signed_by_it(void **state)
{
	const struct bench *b = *state;
	struct sar_key_public other = vector_key("log2.vkey");
	struct sar_err err = SAR_ERR_INIT;
	const struct sar_key_public *log;
	struct sar_cosign_request r;
	struct sar_policy *policy;
	char *sig;

	policy = sar_policy_of_key(&other, &err);
	assert_non_null(policy);
	assert_int_equal(sar_witness_request("add25", b->add25, b->len_add,
			     policy, &log, &r, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	/* The later of two keys signed it. */
	assert_int_equal(sar_policy_add_log(policy, &b->log, &err), 0);
	assert_int_equal(sar_witness_request("add25", b->add25, b->len_add,
			     policy, &log, &r, &err),
	    0);
	assert_memory_equal(log->public, b->log.public, sizeof(log->public));
	sar_policy_free(policy);
	sig = strstr(b->add25, "rQoXrS41");
	assert_non_null(sig);
	sig[7] = '2';
	assert_int_equal(sar_witness_request("add25", b->add25, b->len_add,
			     b->policy, &log, &r, &err),
	    -1);
	assert_int_equal(err.code, SAR_ETAMPER);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(t) cmocka_unit_test_setup_teardown(t, make_bench, drop_bench)
		TEST(
		    the_vectors_request_makes_the_vectors_cosignature_and_note),
		TEST(no_bit_of_a_state_can_change),
		TEST(a_state_is_one_note_and_nothing_else),
		TEST(the_state_of_another_log_or_witness_is_refused),
		TEST(after_a_change_of_key_the_older_one_is_asked_for),
		TEST(an_absent_state_is_that_of_a_new_log_and_a_link_is_none),
		TEST(a_request_that_does_not_begin_where_we_are_is_a_conflict),
		TEST(what_is_not_proven_is_not_cosigned),
		TEST(one_size_with_two_roots_is_a_fork_whatever_else_is_said),
		TEST(a_clock_that_went_back_gives_no_cosignature),
		TEST(a_request_is_of_a_log_that_is_trusted_and_signed_by_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
