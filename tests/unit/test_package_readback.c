/* Reading a package back: once, by several threads, and what they find. */
#include "package_setting.h"

#include <pthread.h>

#include "base/crew.h"
#include "package/ae2.h"
#include "package/reader.h"

#define N 9                     /* entries added */
#define LARGE ((size_t)5 << 20) /* its tag is another thread's work */

static char *text;          /* LARGE bytes */
static struct made kept[2]; /* a package of small ones, and with a large */

static struct content contents[N] = {
	{ "a0", NULL, 0, false },
	{ "a1", NULL, 1, true },
	{ "a2", NULL, 65535, false },
	{ "a3", NULL, 300000, true },
	{ "a4", NULL, 65536, false },
	{ "a5", NULL, 65537, false },
	{ "a6", NULL, 17, false },
	{ "a7", NULL, 400000, false },
	{ "a8", NULL, 16, false },
};

/* A package in memory, its bytes counted as they are read. */
struct bed {
	struct made made;
	struct sar_source source;
	pthread_mutex_t mutex;
	uint64_t read;
	struct sar_secret *secret;
	struct sar_package_reader *reader;
	struct sar_package_check_options options;
	struct sar_package_findings found;
	struct sar_err err;
	size_t at[N + 2]; /* where the data of each entry begins */
	volatile int stop;
	/* What the callback saw and is to do. */
	unsigned seen[N];
	size_t fail_from; /* these it does not like */
	size_t stop_at;
	unsigned how;
};

static ssize_t
pread_bed(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	struct bed *bed = ctx;

	(void)err;
	/* Fewer than asked for, now and then. */
	if (len > 40000 && off % 3 == 0)
		len = 40000 - (size_t)(off % 7);
	memcpy(buf, bed->made.data + off, len);
	(void)pthread_mutex_lock(&bed->mutex);
	bed->read += len;
	(void)pthread_mutex_unlock(&bed->mutex);
	return (ssize_t)len;
}

static void
find_entries(struct bed *bed)
{
	const char *at = bed->made.data;
	size_t i, name, extra;

	for (i = 0; i < N + 2; i++) {
		assert_memory_equal(at, "PK\3\4", 4);
		name = (uint8_t)at[26];
		extra = (uint8_t)at[28];
		at += 30 + name + extra;
		bed->at[i] = (size_t)(at - bed->made.data);
		at += SAR_AE2_OVERHEAD + sar_package_size(bed->reader, i);
	}
}

static void
open_bed(struct bed *bed, unsigned jobs, bool large)
{
	memset(bed, 0, sizeof(*bed));
	contents[3].len = large ? LARGE : 300000;
	bed->made = kept[large];
	bed->made.data = malloc(bed->made.len);
	assert_non_null(bed->made.data);
	memcpy(bed->made.data, kept[large].data, bed->made.len);
	bed->secret = secret_of(PASSPHRASE);
	(void)pthread_mutex_init(&bed->mutex, NULL);
	bed->source = (struct sar_source){ .ctx = bed,
		.pread = pread_bed,
		.size = bed->made.len,
		.name = "bed" };
	bed->options.passphrase = bed->secret;
	bed->options.jobs = jobs;
	bed->options.stop = &bed->stop;
	bed->fail_from = bed->stop_at = SIZE_MAX;
	bed->reader = sar_package_open(&bed->source, &bed->err);
	assert_non_null(bed->reader);
	find_entries(bed);
	bed->read = 0;
	(void)alarm(60);
}

static int
check(struct bed *bed)
{
	bed->err = (struct sar_err)SAR_ERR_INIT;
	memset(bed->seen, 0, sizeof(bed->seen));
	return sar_package_check(bed->reader, &bed->options, &bed->found,
	    &bed->err);
}

static void
close_bed(struct bed *bed)
{
	sar_package_findings_free(&bed->found);
	sar_package_close(bed->reader);
	sar_secret_free(bed->secret);
	(void)pthread_mutex_destroy(&bed->mutex);
	free(bed->made.data);
	(void)alarm(0);
}

/* ${len} bytes of the entry at ${off} are those that went in. */
static int
look(const struct sar_source *plain, uint64_t off, size_t len,
    struct sar_err *err)
{
	char *got = malloc(len + 1);
	int rc;

	assert_non_null(got);
	rc = sar_source_read(plain, got, len, off, err);
	if (rc == 0 && memcmp(got, text + off, len) != 0)
		rc = sar_err_set(err, SAR_EREVIEW, "not what went in");
	free(got);
	return rc;
}

/* In the way that a decoder of each kind reads. */
static int
look_as(unsigned how, const struct sar_source *plain, struct sar_err *err)
{
	size_t size = (size_t)plain->size;
	size_t at, part;

	if (how == 0 || size == 0)
		return 0;
	if (how == 1) /* all, in odd steps */
		for (at = 0; at < size; at += part) {
			part = 1 + at % 50021;
			if (part > size - at)
				part = size - at;
			if (look(plain, at, part, err) == -1)
				return -1;
		}
	if (how == 2) /* the end first, then the beginning, twice */
		return look(plain, size - 1, 1, err) == -1 ||
			       look(plain, 0, (size + 1) / 2, err) == -1 ||
			       look(plain, size / 3, size - size / 3, err) == -1
			   ? -1
			   : look(plain, 0, size, err);
	if (how == 3) /* not all of it, and not from the beginning */
		return look(plain, size / 2, size / 4 + 1, err);
	return 0;
}

static int
see(void *ctx, size_t i, const struct sar_source *plain, struct sar_err *err)
{
	struct bed *bed = ctx;

	assert_in_range(i, 0, N - 1);
	assert_string_equal(plain->name, contents[i].name);
	assert_int_equal(plain->size, contents[i].len);
	bed->seen[i]++; /* one thread an entry */
	if (i == bed->stop_at)
		bed->stop = SIGTERM;
	if (look_as(bed->how, plain, err) == -1)
		return -1;
	if (i < bed->fail_from)
		return 0;
	/* The higher fails before the lower does. */
	if (i == bed->fail_from)
		(void)usleep(20000);
	return sar_err_set(err, SAR_EREVIEW, "entry %zu", i);
}

static void
every_entry_is_shown_once_however_it_is_read(void **state)
{
	struct bed bed;
	unsigned jobs, large;
	size_t i;

	(void)state;
	for (jobs = 1; jobs <= 4; jobs++)
		for (large = 0; large < 2; large++) {
			open_bed(&bed, jobs, large == 1);
			bed.options.each = see;
			bed.options.each_ctx = &bed;
			for (bed.how = 0; bed.how < 4; bed.how++) {
				assert_int_equal(check(&bed), 0);
				for (i = 0; i < N; i++)
					assert_int_equal(bed.seen[i], 1);
				assert_memory_equal(bed.found.manifest,
				    bed.made.receipt.manifest, SAR_SHA256_LEN);
				sar_package_findings_free(&bed.found);
			}
			close_bed(&bed);
		}
}

/* One pass: what is shown is what is authenticated and hashed. */
static void
every_byte_is_read_once(void **state)
{
	struct bed bed;
	size_t i;

	(void)state;
	open_bed(&bed, 1, false);
	bed.options.each = see;
	bed.options.each_ctx = &bed;
	bed.how = 1;
	assert_int_equal(check(&bed), 0);
	assert_in_range(bed.read, 1, bed.made.len);
	for (i = 0; i < N; i++)
		assert_int_equal(bed.seen[i], 1);
	close_bed(&bed);
}

static void
the_digest_of_the_whole_is_there_when_asked_for(void **state)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct bed bed;
	unsigned jobs;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++) {
		open_bed(&bed, jobs, false);
		bed.options.whole = true;
		assert_int_equal(check(&bed), 0);
		assert_int_equal(sar_sha256_text(bed.made.data, bed.made.len,
				     digest, &bed.err),
		    0);
		assert_memory_equal(bed.found.whole, digest, SAR_SHA256_LEN);
		assert_memory_equal(bed.made.receipt.sha256, digest,
		    SAR_SHA256_LEN);
		close_bed(&bed);
	}
}

static void
the_first_that_is_not_accepted_is_named(void **state)
{
	struct bed bed;
	unsigned jobs;

	(void)state;
	for (jobs = 1; jobs <= SAR_CREW_MAX; jobs++) {
		open_bed(&bed, jobs, jobs % 2 == 0);
		bed.options.each = see;
		bed.options.each_ctx = &bed;
		bed.how = jobs % 4;
		bed.fail_from = jobs == 3 ? 0 : 4;
		assert_int_equal(check(&bed), -1);
		assert_int_equal(bed.err.code, SAR_EREVIEW);
		assert_string_equal(bed.err.msg,
		    jobs == 3 ? "entry 0" : "entry 4");
		close_bed(&bed);
	}
}

/* --- damage ---------------------------------------------------------------*/

static void
damage(struct bed *bed, size_t i, size_t off)
{
	bed->made.data[bed->at[i] + off] ^= 4;
}

/* Said of entry ${i}: ${what}. */
static void
assert_says(const struct bed *bed, size_t i, const char *what)
{
	char want[200];

	(void)snprintf(want, sizeof(want), "bed: %s: %s", contents[i].name,
	    what);
	assert_string_equal(bed->err.msg, want);
}

static void
the_first_that_is_damaged_is_named(void **state)
{
	static const char what[] = "authentication code does not fit";
	struct bed bed;
	unsigned jobs;

	(void)state;
	for (jobs = 1; jobs <= SAR_CREW_MAX; jobs++) {
		open_bed(&bed, jobs, jobs % 2 == 0);
		/* A short one after it is found out before it. */
		damage(&bed, 3, SAR_AE2_HEAD + contents[3].len - 1);
		damage(&bed, 6, SAR_AE2_HEAD + 3);
		damage(&bed, 8, SAR_AE2_HEAD + 16); /* of the tag */
		assert_int_equal(check(&bed), -1);
		assert_int_equal(bed.err.code, SAR_ECORRUPT);
		assert_says(&bed, 3, what);
		damage(&bed, 3, SAR_AE2_HEAD + contents[3].len - 1);
		assert_int_equal(check(&bed), -1);
		assert_says(&bed, 6, what);
		close_bed(&bed);
	}
}

/* Not that somebody did not like it, and not if it did look right. */
static void
what_is_damaged_is_damaged_whatever_is_thought_of_it(void **state)
{
	struct bed bed;
	unsigned jobs, how;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++)
		for (how = 0; how < 4; how++) {
			open_bed(&bed, jobs, how % 2 == 0);
			bed.options.each = see;
			bed.options.each_ctx = &bed;
			bed.how = how;
			bed.fail_from = how == 3 ? 3 : SIZE_MAX;
			damage(&bed, 3, SAR_AE2_HEAD + 7);
			assert_int_equal(check(&bed), -1);
			assert_int_equal(bed.err.code, SAR_ECORRUPT);
			assert_says(&bed, 3,
			    "authentication code does not fit");
			close_bed(&bed);
		}
}

static void
an_entry_that_the_passphrase_does_not_open_is_damaged(void **state)
{
	struct bed bed;
	unsigned jobs;
	size_t i;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++)
		for (i = 0; i < N; i += 3) {
			open_bed(&bed, jobs, false);
			damage(&bed, i, SAR_AE2_SALT);
			assert_int_equal(check(&bed), -1);
			assert_int_equal(bed.err.code, SAR_ECORRUPT);
			assert_says(&bed, i,
			    "the passphrase opens other entries, not this one");
			close_bed(&bed);
		}
}

static void
damage_of_every_verifier_is_a_wrong_passphrase(void **state)
{
	struct bed bed;
	unsigned jobs;
	size_t i;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++) {
		open_bed(&bed, jobs, jobs == 2);
		for (i = 0; i < N + 2; i++)
			damage(&bed, i, SAR_AE2_SALT);
		assert_int_equal(check(&bed), -1);
		assert_int_equal(bed.err.code, SAR_ESECRET);
		assert_says(&bed, 0, "wrong passphrase");
		close_bed(&bed);
	}
}

/* As one wrong passphrase in 65536 does: it fits entry ${i}'s verifier. */
static void
let_fit(struct bed *bed, size_t i, const struct sar_secret *wrong)
{
	struct sar_ae2_kit *kit = sar_ae2_kit_new(&bed->err);
	uint8_t *salt = (uint8_t *)bed->made.data + bed->at[i];
	struct sar_ae2 *ae2;

	assert_non_null(kit);
	ae2 = sar_ae2_new(kit, wrong, salt, salt + SAR_AE2_SALT, &bed->err);
	assert_non_null(ae2);
	sar_ae2_free(ae2);
	sar_ae2_kit_free(kit);
}

static void
a_wrong_passphrase_is_one_even_if_a_verifier_fits(void **state)
{
	struct sar_secret *wrong = secret_of("abacus-banjo");
	struct bed bed;
	unsigned jobs;
	size_t i;

	(void)state;
	for (jobs = 1; jobs <= 4; jobs++)
		for (i = 0; i < N + 2; i += 3) {
			open_bed(&bed, jobs, true);
			bed.options.passphrase = wrong;
			bed.options.each = see;
			bed.options.each_ctx = &bed;
			let_fit(&bed, i, wrong);
			assert_int_equal(check(&bed), -1);
			assert_int_equal(bed.err.code, SAR_ESECRET);
			assert_says(&bed, i == 0 ? 1 : 0, "wrong passphrase");
			close_bed(&bed);
		}
	sar_secret_free(wrong);
}

/* --- ends ------------------------------------------------------------------*/

static void
a_signal_ends_it(void **state)
{
	struct bed bed;
	unsigned jobs, how;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++)
		for (how = 0; how < 4; how++) {
			open_bed(&bed, jobs, true);
			bed.options.whole = how == 0;
			bed.options.each = see;
			bed.options.each_ctx = &bed;
			bed.how = how;
			bed.stop_at = how == 2 ? N - 1 : 3;
			assert_int_equal(check(&bed), -1);
			assert_int_equal(sar_err_status(&bed.err),
			    128 + SIGTERM);
			close_bed(&bed);
		}
}

static ssize_t
pread_broken(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	struct bed *bed = ctx;

	if (off + len > bed->at[5])
		return sar_err_set(err, SAR_ESPACE, "bed: worn out");
	return pread_bed(ctx, buf, len, off, err);
}

static void
what_cannot_be_read_says_why(void **state)
{
	struct bed bed;
	unsigned jobs;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++) {
		open_bed(&bed, jobs, jobs == 2);
		bed.options.whole = jobs == 3;
		bed.source.pread = pread_broken;
		assert_int_equal(check(&bed), -1);
		assert_int_equal(bed.err.code, SAR_ESPACE);
		assert_string_equal(bed.err.msg, "bed: worn out");
		close_bed(&bed);
	}
}

static int
set_up_text(void **state)
{
	size_t i;

	(void)state;
	if ((text = malloc(LARGE)) == NULL)
		return -1;
	for (i = 0; i < LARGE; i++)
		text[i] = (char)(i * 13 + (i >> 8) * 7 + (i >> 16));
	for (i = 0; i < N; i++)
		contents[i].data = text;
	for (i = 0; i < 2; i++) {
		contents[3].len = i == 1 ? LARGE : 300000;
		kept[i] = make_package(PASSPHRASE, contents, N);
	}
	return 0;
}

static int
drop_text(void **state)
{
	(void)state;
	free(kept[0].data);
	free(kept[1].data);
	free(text);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_entry_is_shown_once_however_it_is_read),
		cmocka_unit_test(every_byte_is_read_once),
		cmocka_unit_test(
		    the_digest_of_the_whole_is_there_when_asked_for),
		cmocka_unit_test(the_first_that_is_not_accepted_is_named),
		cmocka_unit_test(the_first_that_is_damaged_is_named),
		cmocka_unit_test(
		    what_is_damaged_is_damaged_whatever_is_thought_of_it),
		cmocka_unit_test(
		    an_entry_that_the_passphrase_does_not_open_is_damaged),
		cmocka_unit_test(
		    damage_of_every_verifier_is_a_wrong_passphrase),
		cmocka_unit_test(
		    a_wrong_passphrase_is_one_even_if_a_verifier_fits),
		cmocka_unit_test(a_signal_ends_it),
		cmocka_unit_test(what_cannot_be_read_says_why),
	};

	return cmocka_run_group_tests_name("package: reading back", tests,
	    set_up_text, drop_text);
}
