/* One flipped bit in the file: the same answer, or an error. */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "index_make.h"

#include "base/buf.h"

#define LEGS 3008
#define PAGE 4096
#define FLIPS 500
#define KEY INT64_C(441632960000)
#define KEYS 40
#define DAY 86400

struct image {
	unsigned char *bytes;
	size_t len;
};

static const char *
text_of(const char *format, ...)
{
	static char room[8192][24];
	static size_t at;
	char *out = room[at++ % 8192];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(out, sizeof(room[0]), format, ap);
	va_end(ap);
	return out;
}

static struct make_leg
draw(int n)
{
	struct make_leg leg = { .ref = text_of("r%d", n) };

	leg.group = text_of("c%d", n - rand() % 3);
	leg.start = rand() % (20 * DAY);
	leg.length = rand() % 600;
	leg.keys[0] = rand() % 8 == 0 ? MAKE_WITHHELD : KEY + rand() % KEYS;
	leg.keys[1] = -2001 - rand() % 30;
	if (rand() % 9 == 0)
		leg.keys[0] += leg.keys[0] > 0 ? MAKE_LIKELY : 0;
	if (rand() % 2 == 0)
		leg.files[0] = text_of("f%d", n - rand() % 2);
	if (rand() % 20 == 0)
		leg.link = text_of("r%d", rand() % LEGS);
	return leg;
}

static struct image
read_image(void)
{
	struct image image = { 0 };
	struct stat st;
	int fd = open(make_path, O_RDONLY);

	assert_true(fd != -1 && fstat(fd, &st) == 0);
	image.len = (size_t)st.st_size;
	image.bytes = malloc(image.len);
	assert_non_null(image.bytes);
	assert_int_equal(read(fd, image.bytes, image.len), st.st_size);
	(void)close(fd);
	return image;
}

static struct image
make_image(void)
{
	struct sar_index *index = make_index();
	static struct make_leg legs[LEGS / 4];
	int i, j;

	for (i = 0; i < LEGS; i += LEGS / 4) {
		for (j = 0; j < LEGS / 4; j++)
			legs[j] = draw(i + j);
		make_load(index, (char)(i / (LEGS / 4)), legs, LEGS / 4);
	}
	sar_index_close(index);
	return read_image();
}

static struct sar_index *
open_index(bool write)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = sar_index_open(make_path, write, &err);

	if (index == NULL)
		fail_msg("%s", err.msg);
	return index;
}

/* Put the ${len} bytes from ${at} on into the file. */
static void
write_bytes(const struct image *image, size_t at, size_t len)
{
	int fd = open(make_path, O_WRONLY);

	assert_true(fd != -1);
	assert_int_equal(pwrite(fd, image->bytes + at, len, (off_t)at), len);
	(void)close(fd);
}

/* All that an answer says of a leg, in words. */
static void
tell_leg(struct sar_buf *out, const struct sar_calls_leg *found)
{
	const struct sar_index_leg *leg = &found->leg;
	size_t i;

	sar_buf_printf(out, "%d %d %zu %s|%s|%s|%s|%lld %lld %lld %u %u %d %s",
	    found->match, found->found, found->via, found->evidence,
	    leg->system, leg->ref, leg->group, (long long)leg->start,
	    (long long)leg->end, (long long)leg->clock, leg->talk,
	    leg->uncertain, leg->answered, leg->start_raw);
	for (i = 0; i < leg->n_parties; i++)
		sar_buf_printf(out, " %d %d %lld %s", leg->parties[i].role,
		    leg->parties[i].number.kind,
		    (long long)leg->parties[i].number.key, leg->parties[i].raw);
	sar_buf_printf(out, "\n");
}

static void
tell_calls(struct sar_buf *out, const struct sar_calls *calls)
{
	const struct sar_index_recording *rec;
	size_t i;

	for (i = 0; i < calls->n_legs; i++)
		tell_leg(out, &calls->legs[i]);
	for (i = 0; i < calls->n_recordings; i++) {
		rec = &calls->recordings[i];
		sar_buf_printf(out, "%s %d %s %llu %llu %u %s\n", rec->path,
		    rec->state, (const char *)rec->sha256,
		    (unsigned long long)rec->bytes,
		    (unsigned long long)rec->frames, rec->rate, rec->codec);
	}
	for (i = 0; i < calls->n_links; i++)
		sar_buf_printf(out, "%zu-%zu ", calls->links[i].leg,
		    calls->links[i].recording);
	for (i = 0; i <= SAR_PHONE_BAD; i++)
		sar_buf_printf(out, "%llu ",
		    (unsigned long long)calls->unattributed[i]);
}

/* The answers to a few questions; false when there was an error instead. */
static bool
ask(struct sar_index *index, struct sar_buf *out, struct sar_err *err)
{
	struct sar_index_query query = { .count = true, .n_keys = 1 };
	struct sar_calls *calls;
	int64_t key;
	bool own = false;
	int i;

	for (i = 0; i < KEYS; i += 7) {
		key = KEY + i;
		query.keys = &key;
		query.from = MAKE_BASE + i % 3 * DAY + i % 2;
		query.to = query.from + 10 * DAY;
		if (sar_index_is_entry(index, key, &own, err) == -1 ||
		    (calls = sar_index_search(index, &query, err)) == NULL)
			return false;
		sar_buf_printf(out, "\n%d %d\n", i, own);
		tell_calls(out, calls);
		sar_index_calls_free(calls);
	}
	return true;
}

/* What the file as it is says; NULL with ${err}. */
static char *
answer(struct sar_err *err)
{
	struct sar_index *index = sar_index_open(make_path, false, err);
	struct sar_buf out = SAR_BUF_INIT;
	char *text = NULL;

	if (index == NULL)
		return NULL;
	if (ask(index, &out, err)) {
		assert_int_equal(sar_buf_check(&out, err), 0);
		text = strdup(out.data);
	}
	sar_buf_free(&out);
	sar_index_close(index);
	return text;
}

static void
place(const struct image *page, size_t at)
{
	int fd = open(make_path, O_WRONLY);

	assert_true(fd != -1);
	assert_int_equal(pwrite(fd, page->bytes, PAGE, (off_t)(at * PAGE)),
	    PAGE);
	(void)close(fd);
}

struct tally {
	size_t same, told, silent;
};

/* Hold what the damaged file says against ${want}. */
static void
judge(const char *want, size_t at, struct tally *tally)
{
	struct sar_err err = SAR_ERR_INIT;
	char *got = answer(&err);

	if (got == NULL) {
		assert_true(err.code == SAR_ECORRUPT ||
			    err.code == SAR_EMISSING || err.code == SAR_EINPUT);
		tally->told++;
	} else if (strcmp(got, want) == 0)
		tally->same++;
	else {
		print_message("byte %zu: another answer\n", at);
		tally->silent++;
	}
	free(got);
}

static void
flip_a_bit(struct image *image, const char *want, struct tally *tally)
{
	size_t at = ((size_t)rand() * 32768 + (size_t)rand()) % image->len;
	unsigned char was = image->bytes[at];

	image->bytes[at] ^= (unsigned char)(1 << rand() % 8);
	write_bytes(image, at, 1);
	judge(want, at, tally);
	image->bytes[at] = was;
	write_bytes(image, at, 1);
}

static size_t
flips(void)
{
	return getenv("SAR_SOAK") == NULL ? FLIPS : FLIPS * 40;
}

static void
a_flipped_bit_changes_no_answer_silently(void **state)
{
	struct tally tally = { 0, 0, 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct image image;
	char *want;
	size_t i;

	(void)state;
	srand(20261125);
	image = make_image();
	want = answer(&err);
	assert_non_null(want);
	for (i = 0; i < flips(); i++)
		flip_a_bit(&image, want, &tally);
	print_message("%zu flips in %zu bytes: %zu the same, %zu told, "
		      "%zu silent\n",
	    i, image.len, tally.same, tally.told, tally.silent);
	/* Most of the file is read by these questions. */
	assert_true(tally.told > i / 2);
	assert_int_equal(tally.silent, 0);
	free(want);
	free(image.bytes);
}

/* A disk that puts a page where another belongs. */
static void
two_pages_in_each_others_place_are_told(void **state)
{
	struct tally tally = { 0, 0, 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct image image;
	size_t pages, a, b, round;
	char *want;

	(void)state;
	srand(3);
	image = make_image();
	want = answer(&err);
	assert_non_null(want);
	pages = image.len / PAGE;
	for (round = 0; round < 40; round++) {
		struct image bad = { NULL, PAGE };

		a = 1 + (size_t)rand() % (pages - 1);
		b = 1 + (size_t)rand() % (pages - 1);
		if (a == b)
			continue;
		bad.bytes = image.bytes + b * PAGE;
		place(&bad, a);
		bad.bytes = image.bytes + a * PAGE;
		place(&bad, b);
		judge(want, a * PAGE, &tally);
		write_bytes(&image, a * PAGE, PAGE);
		write_bytes(&image, b * PAGE, PAGE);
	}
	assert_true(tally.told > 20);
	assert_int_equal(tally.silent, 0);
	free(want);
	free(image.bytes);
}

static bool
has_sum(const struct image *image, size_t page)
{
	static const unsigned char none[8];
	const unsigned char *end = image->bytes + (page + 1) * PAGE;

	return memcmp(end - sizeof(none), none, sizeof(none)) != 0;
}

/* A program that knows nothing of sums writes what a killed run left in the
   log; the next of ours puts sums where it writes. */
static void
what_another_program_checkpoints_is_read_as_ever(void **state)
{
	static const struct make_leg more = { "later", NULL, 5, 5, { KEY },
		{ NULL }, NULL, 0, 0 };
	struct sar_index *index;
	struct image image;
	struct sar_calls *calls;
	sqlite3 *other = NULL;
	size_t page, bare = 0;

	(void)state;
	srand(4);
	image = make_image();
	for (page = 0; page < image.len / PAGE; page++)
		assert_true(has_sum(&image, page));
	free(image.bytes);
	index = open_index(true);
	assert_int_equal(sqlite3_open(make_path, &other), SQLITE_OK);
	/* As long as the other reads, ours cannot empty the log. */
	assert_int_equal(sqlite3_exec(other, "BEGIN; SELECT count(*) FROM leg",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	make_load(index, 'z', &more, 1);
	sar_index_close(index);
	assert_int_equal(sqlite3_exec(other,
			     "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", NULL,
			     NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	image = read_image();
	for (page = 0; page < image.len / PAGE; page++)
		bare += !has_sum(&image, page);
	assert_true(bare > 0);
	free(image.bytes);
	index = open_index(false);
	calls = make_search(index, KEY, 0, 60);
	assert_true(calls->n_legs > 0);
	sar_index_calls_free(calls);
	sar_index_close(index);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flipped_bit_changes_no_answer_silently),
		cmocka_unit_test(two_pages_in_each_others_place_are_told),
		cmocka_unit_test(
		    what_another_program_checkpoints_is_read_as_ever),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
