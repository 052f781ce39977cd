#include "disclosure/checkpoints.h"
#include "disclosure_helpers.h"

/* Parse ${text} as the file; -1 with the error in ${err}. */
static int
parse_file(const struct sar_buf *text, struct sar_checkpoints *points,
    struct sar_err *err)
{
	struct sar_key_public key = vector_key("log.vkey");

	return sar_checkpoints_parse(text->data, text->len, &key, points, err);
}

static void
add_vector(struct sar_buf *buf, const char *name, size_t max)
{
	size_t len;
	char *text = vector(name, &len);

	sar_buf_add(buf, text, len < max ? len : max);
	free(text);
}

static void
a_file_of_checkpoints_may_end_in_any_part_of_one(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_checkpoints points;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t cut, whole;

	(void)state;
	for (cut = 0; cut < 205; cut++) {
		add_vector(&buf, "cp0", 999);
		add_vector(&buf, "cp2", 999);
		whole = buf.len;
		add_vector(&buf, "cp4", cut);
		assert_int_equal(parse_file(&buf, &points, &err), 0);
		assert_int_equal(points.n_gaps, 0);
		assert_int_equal(points.n, cut < 204 ? 2 : 3);
		if (cut < 204)
			assert_int_equal(points.end, whole);
		assert_int_equal(points.all[1].line, 6);
		sar_checkpoints_clear(&points);
		sar_buf_free(&buf);
	}
}

static void
parts_of_two_after_each_other_are_still_torn(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_checkpoints points;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t one, two;

	(void)state;
	for (one = 1; one < 204; one++)
		for (two = 0; two < 204; two += 29) {
			add_vector(&buf, "cp4", one);
			if (buf.data[buf.len - 1] != '\n')
				sar_buf_puts(&buf, "\n");
			add_vector(&buf, "cp5", two);
			assert_int_equal(parse_file(&buf, &points, &err), 0);
			assert_int_equal(points.n, 0);
			sar_checkpoints_clear(&points);
			sar_buf_free(&buf);
		}
}

static void
zeros_where_bytes_never_arrived_are_torn(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_checkpoints points;
	struct sar_buf buf = SAR_BUF_INIT;

	(void)state;
	add_vector(&buf, "cp2", 999);
	add_vector(&buf, "cp4", 100);
	sar_buf_add(&buf, "\0\0\0\0", 4);
	assert_int_equal(parse_file(&buf, &points, &err), 0);
	assert_int_equal(points.n, 1);
	sar_checkpoints_clear(&points);
	sar_buf_puts(&buf, "x");
	assert_int_equal(parse_file(&buf, &points, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	sar_checkpoints_clear(&points);
	sar_buf_free(&buf);
}

static void
a_torn_one_between_two_is_a_gap(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_checkpoints points;
	struct sar_buf buf = SAR_BUF_INIT;

	(void)state;
	add_vector(&buf, "cp2", 999);
	add_vector(&buf, "cp4", 50);
	sar_buf_puts(&buf, "\n");
	add_vector(&buf, "cp5", 999);
	assert_int_equal(parse_file(&buf, &points, &err), 0);
	assert_int_equal(points.n, 2);
	assert_int_equal(points.n_gaps, 1);
	assert_int_equal(points.gaps[0].len, 51);
	assert_int_equal(points.gaps[0].line, 6);
	assert_int_equal(points.gaps[0].next, 1);
	sar_checkpoints_clear(&points);
	sar_buf_free(&buf);
}

static void
a_size_that_goes_down_is_tampering(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_checkpoints points;
	struct sar_buf buf = SAR_BUF_INIT;

	(void)state;
	add_vector(&buf, "cp4", 999);
	add_vector(&buf, "cp2", 999);
	assert_int_equal(parse_file(&buf, &points, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	assert_string_equal(err.msg,
	    "checkpoints: line 6: the log's size went down");
	sar_checkpoints_clear(&points);
	sar_buf_free(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_file_of_checkpoints_may_end_in_any_part_of_one),
		cmocka_unit_test(parts_of_two_after_each_other_are_still_torn),
		cmocka_unit_test(zeros_where_bytes_never_arrived_are_torn),
		cmocka_unit_test(a_torn_one_between_two_is_a_gap),
		cmocka_unit_test(a_size_that_goes_down_is_tampering),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
