/* Cosignatures are added to the log whatever a crash left of another. */
#include "disclosure_helpers.h"

#include "disclosure/attach.h"
#include "tlog/cosign.h"

#define FILE_NAME "cosignatures"

/* A log of two records, and cosignatures of its last checkpoint. */
struct bench {
	struct world *w;
	char path[PATH_LEN];
	char *note;
	size_t note_len;
	struct sar_buf line, later; /* by one witness, at two times */
};

static void
cosign(const struct bench *b, int64_t when, struct sar_buf *line)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_secret *witness = vector_witness();
	struct sar_note note;

	assert_true(sar_note_parse(b->note, b->note_len, b->w->public, &note));
	assert_int_equal(sar_cosign_add(line, witness, b->note, note.text_len,
			     when, &err),
	    0);
	sar_key_secret_free(witness);
}

static int
make_bench(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bench *b = calloc(1, sizeof(*b));
	struct sar_log_reading reading = { .jobs = 1 };
	struct sar_log *log;
	void *world = NULL;

	assert_non_null(b);
	assert_int_equal(make_world(&world), 0);
	b->w = world;
	create(b->w, b->w->log);
	append(b->w, b->w->log, "A");
	path_in(b->path, b->w->log, FILE_NAME);
	reading.dir = b->w->log;
	reading.key = b->w->public;
	log = sar_log_open(&reading, &err);
	assert_non_null(log);
	b->note = strdup(sar_log_checkpoint(log));
	assert_non_null(b->note);
	b->note_len = strlen(b->note);
	sar_log_free(log);
	cosign(b, NOW, &b->line);
	cosign(b, NOW + 1, &b->later);
	*state = b;
	return 0;
}

static int
drop_bench(void **state)
{
	struct bench *b = *state;
	void *world = b->w;

	sar_buf_free(&b->line);
	sar_buf_free(&b->later);
	free(b->note);
	free(b);
	return drop_world(&world);
}

/* What a reader finds: notes, and the cosignatures of the two on them. */
struct found {
	const struct bench *b;
	size_t notes, first, second;
};

static int
take(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct found *found = ctx;
	const struct bench *b = found->b;

	(void)err;
	found->notes++;
	found->first += memmem(note->text, note->len, b->line.data,
			    b->line.len) != NULL;
	found->second += memmem(note->text, note->len, b->later.data,
			     b->later.len) != NULL;
	return 0;
}

/* The log verifies, whatever is in the file. */
static struct found
read_back(const struct bench *b)
{
	struct sar_err err = SAR_ERR_INIT;
	struct found found = { .b = b };
	struct sar_log_reading reading = { .dir = b->w->log,
		.key = b->w->public,
		.jobs = 1,
		.cosigned = take,
		.ctx = &found };
	struct sar_log *log = sar_log_open(&reading, &err);

	if (log == NULL)
		fail_msg("%s", err.msg);
	sar_log_free(log);
	return found;
}

static bool
add(const struct bench *b, const struct sar_buf *line)
{
	struct sar_attach_one one = { b->note, b->note_len, line->data,
		line->len };
	struct sar_err err = SAR_ERR_INIT;
	bool added = false;

	if (sar_attach_add(b->w->log, b->w->lock, 10, &one, &added, &err) == -1)
		fail_msg("%s", err.msg);
	return added;
}

static void
what_is_there_is_not_added_again(void **state)
{
	const struct bench *b = *state;
	struct sar_buf want = SAR_BUF_INIT;
	struct stat st, points;
	char path[PATH_LEN];
	size_t len;
	char *text;

	assert_true(add(b, &b->line));
	assert_false(add(b, &b->line));
	assert_true(add(b, &b->later));
	assert_false(add(b, &b->later));
	assert_false(add(b, &b->line));
	sar_buf_add(&want, b->note, b->note_len);
	sar_buf_add(&want, b->line.data, b->line.len);
	sar_buf_add(&want, b->note, b->note_len);
	sar_buf_add(&want, b->later.data, b->later.len);
	text = slurp(b->path, &len);
	assert_int_equal(len, want.len);
	assert_memory_equal(text, want.data, len);
	path_in(path, b->w->log, "checkpoints");
	assert_int_equal(stat(b->path, &st), 0);
	assert_int_equal(stat(path, &points), 0);
	assert_int_equal(st.st_mode, points.st_mode & ~(mode_t)0027);
	free(text);
	sar_buf_free(&want);
}

/* Every beginning of what one write puts there, and of what the next does. */
static void
a_write_cut_short_anywhere_hinders_nobody(void **state)
{
	const struct bench *b = *state;
	struct sar_buf whole = SAR_BUF_INIT;
	struct found found;
	size_t cut, again, len;
	char *text;

	sar_buf_add(&whole, b->note, b->note_len);
	sar_buf_add(&whole, b->line.data, b->line.len);
	for (cut = 0; cut < whole.len; cut++) {
		spill(b->path, whole.data, cut);
		found = read_back(b);
		assert_int_equal(found.first, 0);
		assert_true(add(b, &b->line));
		found = read_back(b);
		assert_int_equal(found.first, 1);
		/* The second write of some of them is cut short as well. */
		text = slurp(b->path, &len);
		for (again = cut + 1; cut % 40 == 0 && again < len;
		     again += 33) {
			spill(b->path, text, again);
			assert_int_equal(read_back(b).first, 0);
			assert_true(add(b, &b->line));
			assert_int_equal(read_back(b).first, 1);
		}
		free(text);
	}
	/* The other cosignature after it is found as well. */
	spill(b->path, whole.data, whole.len - 1);
	assert_true(add(b, &b->later));
	assert_true(add(b, &b->line));
	found = read_back(b);
	assert_int_equal(found.first, 1);
	assert_int_equal(found.second, 1);
	sar_buf_free(&whole);
}

static void
a_line_is_found_on_its_own_note_alone(void **state)
{
	const struct bench *b = *state;
	struct sar_attach_one one = { b->note, b->note_len, b->line.data,
		b->line.len };
	struct sar_buf text = SAR_BUF_INIT;

	/* On another note; without a note; behind something else. */
	sar_buf_puts(&text, "origin\n1\nroot\n\n");
	sar_buf_add(&text, b->line.data, b->line.len);
	sar_buf_add(&text, b->note, b->note_len);
	assert_false(sar_attach_find(text.data, text.len, &one));
	sar_buf_puts(&text, "\n");
	sar_buf_add(&text, b->line.data, b->line.len);
	assert_false(sar_attach_find(text.data, text.len, &one));
	sar_buf_puts(&text, "x");
	sar_buf_add(&text, b->note, b->note_len);
	sar_buf_add(&text, b->line.data, b->line.len);
	assert_false(sar_attach_find(text.data, text.len, &one));
	sar_buf_add(&text, b->note, b->note_len);
	sar_buf_add(&text, b->later.data, b->later.len);
	sar_buf_add(&text, b->line.data, b->line.len - 1);
	assert_false(sar_attach_find(text.data, text.len, &one));
	sar_buf_puts(&text, "\n");
	assert_true(sar_attach_find(text.data, text.len, &one));
	sar_buf_free(&text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(t) cmocka_unit_test_setup_teardown(t, make_bench, drop_bench)
		TEST(what_is_there_is_not_added_again),
		TEST(a_write_cut_short_anywhere_hinders_nobody),
		TEST(a_line_is_found_on_its_own_note_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
