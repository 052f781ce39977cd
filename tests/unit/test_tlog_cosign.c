/* Cosignatures and the requests for them, as tlog-witness writes them. */
#include "tlog_helpers.h"

#include "tlog/cosign.h"

/* What the tests share: the keys of the vectors and a cosigned checkpoint. */
struct bench {
	struct sar_key_secret *secret; /* the witness's */
	struct sar_key_public witness;
	struct sar_key_public log;
	char *cp5w;
	size_t len;
	struct sar_note note;
};

static int
make_bench(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->secret = vector_witness();
	b->witness = *sar_key_secret_public(b->secret);
	b->log = vector_key("log.vkey");
	b->cp5w = vector("cp5w", &b->len);
	assert_true(sar_note_parse(b->cp5w, b->len, &b->log, &b->note));
	*state = b;
	return 0;
}

static int
drop_bench(void **state)
{
	struct bench *b = *state;

	sar_key_secret_free(b->secret);
	free(b->cp5w);
	free(b);
	return 0;
}

static void
the_vectors_cosignature_comes_out(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_cosignature one;
	size_t len;
	char *want = vector("cs5", &len);

	assert_int_equal(sar_cosign_add(&buf, b->secret, b->cp5w,
			     b->note.text_len, NOW, &err),
	    0);
	assert_int_equal(buf.len, len);
	assert_memory_equal(buf.data, want, len);
	assert_true(sar_cosign_parse(want, len, &b->witness, &one));
	assert_true(sar_cosign_parse(want, len - 1, &b->witness, &one));
	assert_int_equal(one.time, NOW);
	assert_string_equal(one.name, "audit.example.org/w1");
	assert_true(sar_cosign_verify(&one, &b->witness, b->cp5w,
	    b->note.text_len));
	assert_false(sar_cosign_parse(want, len - 2, &b->witness, &one));
	assert_false(sar_cosign_parse(want, len, &b->log, &one));
	sar_buf_free(&buf);
	free(want);
}

static void
a_cosignature_is_of_its_text_its_time_and_its_key(void **state)
{
	const struct bench *b = *state;
	struct sar_key_public other = b->witness;
	struct sar_cosignature one;
	size_t len;
	char *line = vector("cs5", &len);
	char *text = vector("cp5", &len);

	assert_true(sar_cosign_parse(line, strlen(line), &b->witness, &one));
	for (len = 0; len < b->note.text_len; len++) {
		text[len] ^= 1;
		assert_false(sar_cosign_verify(&one, &b->witness, text,
		    b->note.text_len));
		text[len] ^= 1;
		assert_false(sar_cosign_verify(&one, &b->witness, text, len));
	}
	one.time++;
	assert_false(sar_cosign_verify(&one, &b->witness, text,
	    b->note.text_len));
	one.time--;
	other.kind = SAR_KEY_LOG;
	assert_false(sar_cosign_verify(&one, &other, text, b->note.text_len));
	one.id[0] ^= 1;
	assert_false(sar_cosign_verify(&one, &b->witness, text,
	    b->note.text_len));
	free(line);
	free(text);
}

static void
a_cosignature_is_found_among_the_lines_of_a_note(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_cosignature one;
	struct sar_note note;
	bool found;
	size_t len;
	char *cp5 = vector("cp5", &len);

	assert_int_equal(sar_cosign_find(b->cp5w, &b->note, &b->witness, &one,
			     &found, &err),
	    0);
	assert_true(found);
	assert_int_equal(one.time, NOW);
	assert_true(sar_note_parse(cp5, len, &b->log, &note));
	assert_int_equal(sar_cosign_find(cp5, &note, &b->witness, &one, &found,
			     &err),
	    0);
	assert_false(found);
	free(cp5);
}

/* What is found in the note at ${text}; it has to be read as one. */
static int
find(const struct bench *b, const char *text, struct sar_cosignature *one,
    bool *found)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_note note;
	int rc;

	assert_true(sar_note_parse(text, strlen(text), &b->log, &note));
	assert_int_equal(note.len, strlen(text));
	rc = sar_cosign_find(text, &note, &b->witness, one, found, &err);
	assert_true(rc == 0 || err.code == SAR_ETAMPER);
	return rc;
}

static void
no_changed_cosignature_is_found(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	size_t refused = 0, passed = 0, unread = 0, i;
	struct sar_cosignature one;
	struct sar_note note;
	bool found;
	char *text = strdup(b->cp5w);
	size_t from = (size_t)(strstr(text, "audit.") - text);

	for (i = from; i < b->len - 1; i++) {
		text[i] ^= 1;
		if (!sar_note_parse(text, b->len, &b->log, &note)) {
			unread++;
		} else if (sar_cosign_find(text, &note, &b->witness, &one,
			       &found, &err) == -1) {
			assert_int_equal(err.code, SAR_ETAMPER);
			refused++;
		} else {
			assert_false(found);
			passed++;
		}
		text[i] ^= 1;
	}
	/* Of the signature and the time; of the name and the id; no Base64. */
	assert_true(refused > 60 && passed > 20 && unread > 0);
	free(text);
}

/* cp5 with lines of ${payload_len} bytes, after the witness's name and id. */
static char *
with_payload(const struct bench *b, const uint8_t *payload, size_t payload_len)
{
	struct sar_buf buf = SAR_BUF_INIT;
	uint8_t blob[4 + 128];
	char b64[SAR_B64_LEN(sizeof(blob))];
	size_t len;
	char *cp5 = vector("cp5", &len);

	memcpy(blob, b->witness.id, 4);
	memcpy(blob + 4, payload, payload_len);
	sar_b64_put(blob, 4 + payload_len, b64);
	sar_buf_printf(&buf, "%s\xe2\x80\x94 %s %s\n", cp5, b->witness.name,
	    b64);
	free(cp5);
	return sar_buf_take(&buf);
}

static void
a_known_witness_s_line_of_another_length_or_time_is_tampering(void **state)
{
	static const uint8_t payload[128] = { 0x80 }; /* time 2^63 */
	const struct bench *b = *state;
	struct sar_cosignature one;
	bool found;
	size_t len;
	char *text;

	for (len = 1; len <= sizeof(payload); len++) {
		text = with_payload(b, payload, len);
		assert_int_equal(find(b, text, &one, &found), -1);
		free(text);
	}
}

static void
of_several_the_latest_is_found_and_all_have_to_verify(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_cosignature one;
	bool found;

	sar_buf_puts(&buf, b->cp5w);
	assert_int_equal(sar_cosign_add(&buf, b->secret, b->cp5w,
			     b->note.text_len, NOW + 60, &err),
	    0);
	assert_int_equal(sar_cosign_add(&buf, b->secret, b->cp5w,
			     b->note.text_len, NOW + 30, &err),
	    0);
	assert_int_equal(find(b, buf.data, &one, &found), 0);
	assert_true(found);
	assert_int_equal(one.time, NOW + 60);
	/* One of another text, however many others are right. */
	assert_int_equal(sar_cosign_add(&buf, b->secret, b->cp5w,
			     b->note.text_len - 1, NOW, &err),
	    0);
	assert_int_equal(find(b, buf.data, &one, &found), -1);
	sar_buf_free(&buf);
}

static void
only_a_witness_key_cosigns_and_not_before_1970(void **state)
{
	const struct bench *b = *state;
	struct sar_key_secret *log = vector_secret();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;

	assert_int_equal(sar_cosign_add(&buf, log, b->cp5w, b->note.text_len,
			     NOW, &err),
	    -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(sar_cosign_add(&buf, b->secret, b->cp5w,
			     b->note.text_len, -1, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_int_equal(buf.len, 0);
	sar_key_secret_free(log);
}

static void
the_vectors_request_is_read_and_written_byte_for_byte(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_cosign_request request;
	struct sar_buf again = SAR_BUF_INIT;
	size_t len;
	char *text = vector("add25", &len);

	assert_int_equal(sar_cosign_request_parse("r", text, len, &b->log,
			     &request, &err),
	    0);
	assert_int_equal(request.old, 2);
	assert_int_equal(request.proof.n, 2);
	assert_int_equal(request.note.size, 5);
	assert_true(sar_note_verify(request.text, &request.note, &b->log));
	assert_int_equal(sar_cosign_request_add(&again, request.old,
			     &request.proof, request.text, &err),
	    0);
	assert_int_equal(again.len, len);
	assert_memory_equal(again.data, text, len);
	sar_buf_free(&again);
	free(text);
}

/* add25 with the first ${from} in it made ${to}. */
static char *
changed(const char *from, const char *to)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len;
	char *text = vector("add25", &len);
	char *at = strstr(text, from);

	assert_non_null(at);
	sar_buf_add(&buf, text, (size_t)(at - text));
	sar_buf_puts(&buf, to);
	sar_buf_puts(&buf, at + strlen(from));
	free(text);
	return sar_buf_take(&buf);
}

/* A change of add25, and where its message points. */
static const struct {
	const char *from;
	const char *to;
	const char *at; /* of the message */
} not_requests[] = {
	{ "old 2\n", "", "r: line 1: expected \"old\" and a size" },
	{ "old 2\n", "old\n", "r: line 1:" },
	{ "old 2\n", "old \n", "r: line 1:" },
	{ "old 2\n", "old  2\n", "r: line 1:" },
	{ "old 2\n", "old 02\n", "r: line 1:" },
	{ "old 2\n", "old +2\n", "r: line 1:" },
	{ "old 2\n", "old 2 \n", "r: line 1:" },
	{ "old 2\n", "old 2\r\n", "r: line 1:" },
	{ "old 2\n", "Old 2\n", "r: line 1:" },
	{ "old 2\n", "old 9223372036854775808\n", "r: line 1:" },
	{ "old 2\n", "old 6\n", "r: line 1: the old size is past" },
	{ "old 2\n", "old 0\n", "r: line 2: from a log of no record" },
	{ "WxhWM=\n", "WxhWN=\n", "r: line 2: expected a hash" },
	{ "WxhWM=\n", "WxhWM\n", "r: line 2:" },
	{ "WxhWM=\n", "WxhWM= \n", "r: line 2:" },
	{ "WxhWM=\n", "WxhWM=\r\n", "r: line 2:" },
	{ "WxhWM=\n", "WxhWM=\n\n", "r: line 4:" },
	{ "cSyFxq4=\n\n", "cSyFxq4=\n", "r: line 4:" },
	{ "uk/log\n5", "uk/log2\n5", "r: line 5: expected a check" },
	{ "uk/log\n5", "uk/log\r\n5", "r: line 5:" },
	{ "\n5\n", "\n05\n", "r: line 5:" },
	{ "3Vs=\n\n", "3Vs=\next\n\n", "r: line 5:" },
	{ "rQoXrS", "rQoYrS", "r: line 5:" },
	{ "afwc=\n", "afwc=\n\n", "r: line 5:" },
	{ "afwc=\n", "afwc=\nold 5\n", "r: line 5:" },
	{ "afwc=\n", "afwc=\n\xe2\x80\x94 a+b rQoXrQA=\n", "r: line 5:" },
	{ "afwc=\n",
	    "afwc=\n\xe2\x80\x94 a\xc2\xa0"
	    "b rQoXrQA=\n",
	    "r: line 5:" },
	{ "afwc=\n", "afwc=\n\xe2\x80\x94 a\xff rQoXrQA=\n", "r: line 5:" },
	{ "afwc=\n", "afwc=\n\xe2\x80\x94 a\tb rQoXrQA=\n", "r: line 5:" },
};

static void
anything_but_a_plain_request_is_refused_by_line(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_cosign_request request;
	size_t i;
	char *text;

	for (i = 0; i < sizeof(not_requests) / sizeof(not_requests[0]); i++) {
		text = changed(not_requests[i].from, not_requests[i].to);
		if (sar_cosign_request_parse("r", text, strlen(text), &b->log,
			&request, &err) == 0)
			fail_msg("case %zu was taken", i);
		assert_int_equal(err.code, SAR_EINPUT);
		if (strncmp(err.msg, not_requests[i].at,
			strlen(not_requests[i].at)) != 0)
			fail_msg("case %zu: %s", i, err.msg);
		free(text);
	}
	/* The same with a line of a key we do not know is one. */
	text = changed("afwc=\n", "afwc=\n\xe2\x80\x94 a\xc3\xa9 rQoXrQA=\n");
	assert_int_equal(sar_cosign_request_parse("r", text, strlen(text),
			     &b->log, &request, &err),
	    0);
	free(text);
}

static void
no_part_of_a_request_is_one_nor_is_one_with_a_nul(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_cosign_request request;
	size_t len, i;
	char *text = vector("add25", &len);
	char was;

	for (i = 0; i < len; i++) {
		assert_int_equal(sar_cosign_request_parse("r", text, i, &b->log,
				     &request, &err),
		    -1);
		assert_int_equal(err.code, SAR_EINPUT);
		was = text[i];
		text[i] = '\0';
		assert_int_equal(sar_cosign_request_parse("r", text, len,
				     &b->log, &request, &err),
		    -1);
		text[i] = was;
	}
	free(text);
}

/* A request of ${hashes} hashes and ${lines} signature lines. */
static int
sized(const struct bench *b, size_t hashes, size_t lines)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_cosign_request request;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len, i;
	char *cp5 = vector("cp5", &len);
	int rc;

	sar_buf_puts(&buf, "old 2\n");
	for (i = 0; i < hashes; i++)
		sar_buf_puts(&buf,
		    "f56p4eNbIyaXPVby3eMP/jYJq+Pm1/zYZ/vmDmWxhWM=\n");
	sar_buf_printf(&buf, "\n%s", cp5);
	for (i = 1; i < lines; i++)
		sar_buf_puts(&buf, "\xe2\x80\x94 someone AAAAAAAA\n");
	rc = sar_cosign_request_parse("r", buf.data, buf.len, &b->log, &request,
	    &err);
	sar_buf_free(&buf);
	free(cp5);
	return rc;
}

static void
there_are_63_hashes_and_16_signatures_at_most(void **state)
{
	const struct bench *b = *state;
	struct sar_range_proof proof = { .n = 64 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;

	assert_int_equal(sized(b, 63, 16), 0);
	assert_int_equal(sized(b, 64, 16), -1);
	assert_int_equal(sized(b, 63, 17), -1);
	assert_int_equal(sar_cosign_request_add(&buf, 3, &proof, "", &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	sar_buf_free(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_cosignature_comes_out),
		cmocka_unit_test(
		    a_cosignature_is_of_its_text_its_time_and_its_key),
		cmocka_unit_test(
		    a_cosignature_is_found_among_the_lines_of_a_note),
		cmocka_unit_test(no_changed_cosignature_is_found),
		cmocka_unit_test(
		    a_known_witness_s_line_of_another_length_or_time_is_tampering),
		cmocka_unit_test(
		    of_several_the_latest_is_found_and_all_have_to_verify),
		cmocka_unit_test(
		    only_a_witness_key_cosigns_and_not_before_1970),
		cmocka_unit_test(
		    the_vectors_request_is_read_and_written_byte_for_byte),
		cmocka_unit_test(
		    anything_but_a_plain_request_is_refused_by_line),
		cmocka_unit_test(
		    no_part_of_a_request_is_one_nor_is_one_with_a_nul),
		cmocka_unit_test(there_are_63_hashes_and_16_signatures_at_most),
	};

	return cmocka_run_group_tests(tests, make_bench, drop_bench);
}
