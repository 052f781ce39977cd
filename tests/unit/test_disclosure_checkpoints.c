/* The file "checkpoints" by itself: notes, what is torn, what is between. */
#include "disclosure/checkpoints.h"
#include "disclosure_helpers.h"

#define ORIGIN "sar-export.example.gov.uk/log"

/* What reading a file came to. */
struct result {
	struct sar_checkpoints points;
	struct sar_checkpoint all[8];
	size_t n;
	struct sar_checkpoints_gap gap; /* the last there was, */
	size_t before;                  /* before this note */
	int rc;
	struct sar_err err;
};

static int
read_all(struct result *r, struct sar_checkpoints_batch *batch)
{
	size_t i;

	if (sar_checkpoints_look(&r->points, &r->err) == -1)
		return -1;
	do {
		if (sar_checkpoints_take(&r->points, INT64_MAX, batch,
			&r->err) == -1)
			return -1;
		if (batch->gap.len > 0) {
			r->gap = batch->gap;
			r->before = r->n;
		}
		for (i = 0; i < batch->n; i++)
			r->all[r->n++] = batch->all[i];
	} while (batch->more);
	return sar_checkpoints_done(&r->points, &r->err);
}

/* Read ${text} as the file. */
static void
read_file(const struct world *w, const struct sar_buf *text, struct result *r)
{
	struct sar_checkpoints_batch *batch = malloc(sizeof(*batch));
	char path[PATH_LEN];
	int dir = open(w->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_non_null(batch);
	memset(r, 0, sizeof(*r));
	path_in(path, w->dir, "checkpoints");
	spill(path, text->data, text->len);
	r->points.origin = ORIGIN;
	r->points.line = 1;
	assert_int_equal(sar_segment_open(dir, "checkpoints", &r->points.file,
			     &r->err),
	    0);
	r->rc = read_all(r, batch);
	sar_segment_close(&r->points.file);
	(void)close(dir);
	free(batch);
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
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	struct result r;
	size_t cut, whole;

	for (cut = 0; cut < 205; cut++) {
		add_vector(&buf, "cp0", 999);
		add_vector(&buf, "cp2", 999);
		whole = buf.len;
		add_vector(&buf, "cp4", cut);
		read_file(w, &buf, &r);
		assert_int_equal(r.rc, 0);
		assert_int_equal(r.gap.len, 0);
		assert_int_equal(r.n, cut < 204 ? 2 : 3);
		assert_int_equal(r.points.goal, cut < 204 ? 2 : 4);
		if (cut < 204)
			assert_int_equal(r.points.end, whole);
		assert_int_equal(r.all[1].line, 6);
		sar_buf_free(&buf);
	}
}

static void
parts_of_two_after_each_other_are_still_torn(void **state)
{
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	struct result r;
	size_t one, two;

	for (one = 1; one < 204; one++)
		for (two = 0; two < 204; two += 29) {
			add_vector(&buf, "cp2", 999);
			add_vector(&buf, "cp4", one);
			if (buf.data[buf.len - 1] != '\n')
				sar_buf_puts(&buf, "\n");
			add_vector(&buf, "cp5", two);
			read_file(w, &buf, &r);
			assert_int_equal(r.rc, 0);
			assert_int_equal(r.n, 1);
			sar_buf_free(&buf);
		}
}

static void
parts_alone_are_no_checkpoint(void **state)
{
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	struct result r;

	add_vector(&buf, "cp4", 203);
	read_file(w, &buf, &r);
	assert_int_equal(r.rc, -1);
	assert_int_equal(r.err.code, SAR_ETAMPER);
	sar_buf_free(&buf);
}

static void
zeros_where_bytes_never_arrived_are_torn(void **state)
{
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	static const char zeros[205 - 100];
	struct result r;

	add_vector(&buf, "cp2", 999);
	add_vector(&buf, "cp4", 100);
	sar_buf_add(&buf, zeros, 4);
	read_file(w, &buf, &r);
	assert_int_equal(r.rc, 0);
	assert_int_equal(r.n, 1);
	/* As long as a whole one. */
	sar_buf_add(&buf, zeros, sizeof(zeros) - 4);
	read_file(w, &buf, &r);
	assert_int_equal(r.rc, 0);
	assert_int_equal(r.n, 1);
	sar_buf_puts(&buf, "x");
	read_file(w, &buf, &r);
	assert_int_equal(r.rc, -1);
	assert_string_equal(r.err.msg,
	    "checkpoints: line 6: not a checkpoint signed by this key");
	sar_buf_free(&buf);
}

static void
a_torn_one_between_two_is_a_gap(void **state)
{
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	uint8_t sum[SAR_SHA256_LEN];
	struct result r;
	size_t at;

	add_vector(&buf, "cp2", 999);
	at = buf.len;
	add_vector(&buf, "cp4", 50);
	sar_buf_puts(&buf, "\n");
	add_vector(&buf, "cp5", 999);
	read_file(w, &buf, &r);
	assert_int_equal(r.rc, 0);
	assert_int_equal(r.n, 2);
	assert_int_equal(r.gap.len, 51);
	assert_int_equal(r.gap.line, 6);
	assert_int_equal(r.before, 1);
	assert_int_equal(sar_sha256_text(buf.data + at, 51, sum, &r.err), 0);
	assert_memory_equal(r.gap.sha256, sum, sizeof(sum));
	assert_int_equal(sar_sha256_text(buf.data + at, 50, sum, &r.err), 0);
	assert_memory_equal(r.gap.sha256_short, sum, sizeof(sum));
	sar_buf_free(&buf);
}

static void
a_gap_that_no_run_can_have_left_is_tampering(void **state)
{
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	struct result r;
	size_t i;

	add_vector(&buf, "cp2", 999);
	for (i = 0; i < SAR_CHECKPOINTS_TORN; i++)
		sar_buf_add(&buf, "x", 1);
	sar_buf_puts(&buf, "\n");
	add_vector(&buf, "cp5", 999);
	read_file(w, &buf, &r);
	assert_int_equal(r.rc, -1);
	assert_int_equal(r.err.code, SAR_ETAMPER);
	sar_buf_free(&buf);
	add_vector(&buf, "cp2", 999);
	for (i = 0; i <= SAR_CHECKPOINTS_TORN; i++)
		sar_buf_add(&buf, "\0", 1);
	read_file(w, &buf, &r);
	assert_int_equal(r.rc, -1);
	assert_int_equal(r.err.code, SAR_ETAMPER);
	sar_buf_free(&buf);
}

/* Whatever a record says of it. */
static void
a_gap_that_is_no_beginning_of_a_checkpoint_is_tampering(void **state)
{
	static const char *const gaps[] = { "evil!\n", "12\n", "\n",
		ORIGIN "\n9\nevil!\n", "#" ORIGIN "\n", ORIGIN "/2\n9\n" };
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	struct result r;
	size_t i;

	for (i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
		add_vector(&buf, "cp2", 999);
		sar_buf_puts(&buf, gaps[i]);
		add_vector(&buf, "cp5", 999);
		read_file(w, &buf, &r);
		assert_int_equal(r.rc, -1);
		assert_int_equal(r.err.code, SAR_ETAMPER);
		assert_string_equal(r.err.msg,
		    "checkpoints: line 6: neither a checkpoint nor the "
		    "beginning of one");
		sar_buf_free(&buf);
	}
}

static void
a_size_that_is_there_twice_is_tampering(void **state)
{
	static const char *const rest[] = { NULL, "cp4" };
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	struct result r;
	size_t i;

	for (i = 0; i < 2; i++) {
		add_vector(&buf, "cp2", 999);
		add_vector(&buf, "cp2", 999);
		if (rest[i] != NULL)
			add_vector(&buf, rest[i], 999);
		read_file(w, &buf, &r);
		assert_int_equal(r.rc, -1);
		assert_int_equal(r.err.code, SAR_ETAMPER);
		assert_string_equal(r.err.msg,
		    "checkpoints: line 6: the log's size is there twice");
		sar_buf_free(&buf);
	}
}

static void
a_size_that_goes_down_is_tampering(void **state)
{
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	struct result r;

	add_vector(&buf, "cp4", 999);
	add_vector(&buf, "cp2", 999);
	read_file(w, &buf, &r);
	assert_int_equal(r.rc, -1);
	assert_int_equal(r.err.code, SAR_ETAMPER);
	assert_string_equal(r.err.msg,
	    "checkpoints: line 6: the log's size went down");
	sar_buf_free(&buf);
}

/* Only what is asked for is read, and the rest when it is. */
static void
checkpoints_are_read_up_to_a_size(void **state)
{
	const struct world *w = *state;
	struct sar_checkpoints_batch *batch = malloc(sizeof(*batch));
	struct sar_checkpoints points = { .origin = ORIGIN, .line = 1 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	char path[PATH_LEN];
	int dir = open(w->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_non_null(batch);
	add_vector(&buf, "cp2", 999);
	add_vector(&buf, "cp4", 204);
	path_in(path, w->dir, "checkpoints");
	spill(path, buf.data, buf.len);
	assert_int_equal(sar_segment_open(dir, "checkpoints", &points.file,
			     &err),
	    0);
	assert_int_equal(sar_checkpoints_look(&points, &err), 0);
	assert_int_equal(sar_checkpoints_take(&points, 1, batch, &err), 0);
	assert_int_equal(batch->n, 0);
	assert_int_equal(sar_checkpoints_take(&points, 3, batch, &err), 0);
	assert_int_equal(batch->n, 1);
	assert_int_equal(sar_checkpoints_take(&points, 4, batch, &err), 0);
	assert_int_equal(batch->n, 1);
	assert_int_equal(batch->all[0].size, 4);
	/* The writer ends the line, and goes on. */
	sar_buf_puts(&buf, "\n");
	add_vector(&buf, "cp5", 999);
	spill(path, buf.data, buf.len);
	assert_int_equal(sar_checkpoints_look(&points, &err), 0);
	assert_int_equal(sar_checkpoints_take(&points, 5, batch, &err), 0);
	assert_int_equal(batch->n, 1);
	assert_int_equal(batch->gap.len, 0);
	assert_int_equal(batch->all[0].line, 11);
	assert_int_equal(sar_checkpoints_done(&points, &err), 0);
	sar_segment_close(&points.file);
	(void)close(dir);
	free(batch);
	sar_buf_free(&buf);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_file_of_checkpoints_may_end_in_any_part_of_one),
		IN_WORLD(parts_of_two_after_each_other_are_still_torn),
		IN_WORLD(parts_alone_are_no_checkpoint),
		IN_WORLD(zeros_where_bytes_never_arrived_are_torn),
		IN_WORLD(a_torn_one_between_two_is_a_gap),
		IN_WORLD(a_gap_that_no_run_can_have_left_is_tampering),
		IN_WORLD(
		    a_gap_that_is_no_beginning_of_a_checkpoint_is_tampering),
		IN_WORLD(a_size_that_is_there_twice_is_tampering),
		IN_WORLD(a_size_that_goes_down_is_tampering),
		IN_WORLD(checkpoints_are_read_up_to_a_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
