/* What is left when sealing a package fails: nothing, and the reason. */
#include "package_setting.h"

#include <pthread.h>

static void
a_streams_own_failure_is_reported_and_nothing_left(void **state)
{
	static const uint64_t places[] = { 0, 1, 8173, 8174, 8192, 65535, 65536,
		65537, 199999, 200000 };
	struct sar_source source;
	struct setting s;
	unsigned sized;
	size_t i;

	(void)state;
	for (i = 0; i < 2 * sizeof(places) / sizeof(places[0]); i++) {
		sized = i % 2;
		s = set_up(two, 2);
		assert_int_equal(add(&s, "call-02.wav",
				     (struct tap){ .total = 200000,
					 .fail = places[i / 2] },
				     sized ? 200000 : SAR_STREAM_UNSIZED),
		    0);
		assert_int_equal(add(&s, "call-03.wav",
				     (struct tap){ .total = 5, .fail = 9 }, 5),
		    0);
		seal(&s);
		assert_int_equal(s.rc, -1);
		assert_int_equal(s.err.code, SAR_EREVIEW);
		assert_string_equal(s.err.msg, "tap: ran dry");
		assert_int_equal(count_folder(s.folder), 0);
		assert_int_equal(sar_package_source(s.package, &source, &s.err),
		    -1);
		assert_int_equal(sar_package_publish(s.package, "nowhere",
				     &s.err),
		    -1);
		take_down(&s);
	}
}

static void
a_failure_that_says_nothing_is_still_one(void **state)
{
	struct setting s = set_up(two, 2);

	(void)state;
	assert_int_equal(add(&s, "call-02.wav",
			     (struct tap){ .total = 90000,
				 .fail = 70000,
				 .silent = true },
			     SAR_STREAM_UNSIZED),
	    0);
	seal(&s);
	assert_int_equal(s.rc, -1);
	assert_int_equal(s.err.code, SAR_EFAIL);
	assert_string_equal(s.err.msg, "call-02.wav: cannot be read");
	take_down(&s);
}

static void
a_stream_keeps_to_the_size_it_said(void **state)
{
	static const struct {
		uint64_t total;
		uint64_t said;
	} wrong[] = { { 0, 1 }, { 1, 0 }, { 99999, 100000 }, { 100001, 100000 },
		{ 200000, UINT64_C(5000000000) }, { 65536, 65535 } };
	struct setting s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		s = set_up(two, 2);
		assert_int_equal(add(&s, "call-02.wav",
				     (struct tap){ .total = wrong[i].total,
					 .fail = UINT64_MAX },
				     wrong[i].said),
		    0);
		seal(&s);
		assert_int_equal(s.rc, -1);
		assert_int_equal(s.err.code, SAR_EFAIL);
		assert_non_null(strstr(s.err.msg, "the size it had said"));
		take_down(&s);
	}
}

static void
every_stream_is_closed_whatever_happens(void **state)
{
	bool closed[3];
	struct setting s;
	unsigned how, i;

	(void)state;
	/* Sealed, failed in the second entry, never sealed. */
	for (how = 0; how < 3; how++) {
		memset(closed, 0, sizeof(closed));
		s = set_up(NULL, 0);
		for (i = 0; i < 3; i++)
			assert_int_equal(add(&s,
					     (const char *[]){ "a", "b",
						 "c" }[i],
					     (struct tap){ .total = 9,
						 .fail = how == 1 && i == 1
							     ? 4
							     : 10,
						 .closed = &closed[i] },
					     9),
			    0);
		if (how < 2)
			seal(&s);
		if (how < 2)
			assert_int_equal(s.rc, how == 0 ? 0 : -1);
		sar_package_free(s.package);
		s.package = NULL;
		assert_true(closed[0] && closed[1] && closed[2]);
		take_down(&s);
	}
}

/* A progress callback that pulls the plug. */
struct plug {
	volatile int stop;
	uint64_t last;
	uint64_t at; /* bytes after which to stop */
};

static void
watch(void *ctx, uint64_t bytes)
{
	struct plug *plug = ctx;

	assert_true(bytes > plug->last);
	plug->last = bytes;
	if (bytes >= plug->at)
		plug->stop = SIGTERM;
}

static struct setting
set_up_plug(struct plug *plug)
{
	struct sar_package_options options;
	struct setting s = { .folder = make_folder() };

	s.secret = secret_of(PASSPHRASE);
	options = plain_options(s.folder, s.secret);
	options.stop = &plug->stop;
	options.progress = watch;
	options.progress_ctx = plug;
	s.package = sar_package_new(&options, &s.err);
	assert_non_null(s.package);
	assert_int_equal(add(&s, "call-01.wav",
			     (struct tap){ .total = 300000,
				 .fail = UINT64_MAX },
			     300000),
	    0);
	return s;
}

static void
a_signal_ends_it_inside_an_entry(void **state)
{
	struct plug plug = { .at = 70000 };
	struct setting s = set_up_plug(&plug);

	(void)state;
	seal(&s);
	assert_int_equal(s.rc, -1);
	assert_int_equal(sar_err_status(&s.err), 128 + SIGTERM);
	assert_true(plug.last < 200000);
	assert_int_equal(count_folder(s.folder), 0);
	take_down(&s);
}

static void
progress_counts_every_byte(void **state)
{
	struct plug plug = { .at = UINT64_MAX };
	struct setting s = set_up_plug(&plug);

	(void)state;
	seal(&s);
	assert_int_equal(s.rc, 0);
	/* And the manifest of one entry, and its signature. */
	assert_in_range(plug.last, 300200, 300500);
	take_down(&s);
}

/* Seal ${s} where a file can have ${limit} bytes. */
static void
seal_within(struct setting *s, rlim_t limit)
{
	struct rlimit before, little;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	little = before;
	little.rlim_cur = limit;
	assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	seal(s);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
}

/* At the first byte, within an entry, between two, and in what comes last. */
static void
no_room_on_the_disk_leaves_nothing(void **state)
{
	struct setting s;
	rlim_t whole = 0;
	unsigned how;

	(void)state;
	for (how = 0; how < 9; how++) {
		const rlim_t limits[] = { RLIM_INFINITY, 0, 1, 100, 2000000,
			whole - 400, whole - 22, whole - 1, whole };
		const bool enough = how == 0 || how == 8;

		s = set_up(two, 2);
		assert_int_equal(add(&s, "call-02.wav",
				     (struct tap){ .total = 3000000,
					 .fail = UINT64_MAX },
				     how % 2 == 0 ? 3000000
						  : SAR_STREAM_UNSIZED),
		    0);
		seal_within(&s, limits[how]);
		assert_int_equal(s.rc, enough ? 0 : -1);
		if (how == 0)
			whole = (rlim_t)s.receipt.size;
		if (!enough) {
			assert_int_equal(s.err.code, SAR_ESPACE);
			assert_non_null(strstr(s.err.msg, s.folder));
		}
		assert_int_equal(count_folder(s.folder), 0);
		take_down(&s);
	}
}

static void
a_missing_folder_is_named(void **state)
{
	struct setting s = set_up(NULL, 0);
	struct sar_package_options options = plain_options(NULL, s.secret);
	char *folder;

	(void)state;
	sar_package_free(s.package);
	assert_true(asprintf(&folder, "%s/absent", s.folder) > 0);
	options.folder = folder;
	s.package = sar_package_new(&options, &s.err);
	assert_non_null(s.package);
	/* The caller may let go of the path. */
	memset(folder + strlen(s.folder), 'x', 3);
	free(folder);
	seal(&s);
	assert_int_equal(s.rc, -1);
	assert_int_equal(s.err.code, SAR_ESPACE);
	assert_non_null(strstr(s.err.msg, "/absent: "));
	take_down(&s);
}

/* --- while it is read back -------------------------------------------------*/

/* What the caller's own check is to do. */
struct own_check {
	pthread_mutex_t mutex;
	size_t seen;
	uint64_t bytes;
	volatile int stop;
	bool pull; /* the plug */
	bool refuse;
};

static int
check(void *ctx, size_t i, const struct sar_source *plain, struct sar_err *err)
{
	struct own_check *own = ctx;

	(void)pthread_mutex_lock(&own->mutex);
	own->seen++;
	own->bytes += plain->size;
	if (own->pull)
		own->stop = SIGINT;
	(void)pthread_mutex_unlock(&own->mutex);
	return own->refuse && i > 0
		   ? sar_err_set(err, SAR_EREVIEW, "entry %zu", i)
		   : 0;
}

static void
seal_checked(struct own_check *own, struct setting *s)
{
	struct sar_package_options options;

	*s = set_up(NULL, 0);
	sar_package_free(s->package);
	options = plain_options(s->folder, s->secret);
	options.stop = &own->stop;
	options.check = check;
	options.check_ctx = own;
	s->package = sar_package_new(&options, &s->err);
	assert_non_null(s->package);
	assert_int_equal(add(s, "call-01.wav",
			     (struct tap){ .total = 70000, .fail = UINT64_MAX },
			     70000),
	    0);
	assert_int_equal(add(s, "call-02.wav",
			     (struct tap){ .total = 3, .fail = UINT64_MAX }, 3),
	    0);
	seal(s);
	assert_int_equal(count_folder(s->folder), 0);
}

static void
the_callers_own_check_sees_every_entry(void **state)
{
	struct own_check own = { .mutex = PTHREAD_MUTEX_INITIALIZER };
	struct setting s;

	(void)state;
	seal_checked(&own, &s);
	assert_int_equal(s.rc, 0);
	assert_int_equal(own.seen, 2);
	assert_int_equal(own.bytes, 70003);
	take_down(&s);
}

static void
what_the_caller_does_not_accept_is_not_sealed(void **state)
{
	struct own_check own = { .mutex = PTHREAD_MUTEX_INITIALIZER,
		.refuse = true };
	struct sar_source source;
	struct setting s;

	(void)state;
	seal_checked(&own, &s);
	assert_int_equal(s.rc, -1);
	assert_int_equal(s.err.code, SAR_EREVIEW);
	assert_string_equal(s.err.msg, "entry 1");
	assert_int_equal(sar_package_source(s.package, &source, &s.err), -1);
	assert_int_equal(sar_package_publish(s.package, "nowhere", &s.err), -1);
	take_down(&s);
}

static void
a_signal_ends_it_while_it_is_read_back(void **state)
{
	struct own_check own = { .mutex = PTHREAD_MUTEX_INITIALIZER,
		.pull = true };
	struct setting s;

	(void)state;
	seal_checked(&own, &s);
	assert_int_equal(s.rc, -1);
	assert_int_equal(sar_err_status(&s.err), 128 + SIGINT);
	take_down(&s);
}

/* --- short reads -----------------------------------------------------------*/

/* A stream that gives its bytes in odd portions. */
struct dropper {
	size_t at;
	size_t len;
};

static char
drop_at(size_t at)
{
	return (char)(at * 7 + (at >> 9));
}

static ssize_t
read_drops(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct dropper *dropper = ctx;
	size_t i, part = 1 + dropper->at * 31 % 977;

	(void)err;
	if (part > dropper->len - dropper->at)
		part = dropper->len - dropper->at;
	if (part > len)
		part = len;
	for (i = 0; i < part; i++)
		((char *)buf)[i] = drop_at(dropper->at + i);
	dropper->at += part;
	return (ssize_t)part;
}

static void
portions_make_no_difference(void **state)
{
	struct dropper dropper = { .len = 300001 };
	struct sar_stream stream = { .ctx = &dropper,
		.read = read_drops,
		.size = SAR_STREAM_UNSIZED };
	struct setting s = set_up(two, 2);
	uint8_t digest[SAR_SHA256_LEN], want[SAR_SHA256_LEN];
	char *all = malloc(dropper.len);
	uint64_t size;
	size_t i;

	(void)state;
	assert_non_null(all);
	for (i = 0; i < dropper.len; i++)
		all[i] = drop_at(i);
	assert_int_equal(sar_package_add(s.package, "call-02.wav", &stream,
			     &s.err),
	    0);
	seal(&s);
	assert_int_equal(s.rc, 0);
	sar_package_written(s.package, 2, digest, &size);
	assert_true(size == dropper.len);
	assert_int_equal(sar_sha256_text(all, dropper.len, want, &s.err), 0);
	assert_memory_equal(digest, want, sizeof(want));
	free(all);
	take_down(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_streams_own_failure_is_reported_and_nothing_left),
		cmocka_unit_test(a_failure_that_says_nothing_is_still_one),
		cmocka_unit_test(a_stream_keeps_to_the_size_it_said),
		cmocka_unit_test(every_stream_is_closed_whatever_happens),
		cmocka_unit_test(a_signal_ends_it_inside_an_entry),
		cmocka_unit_test(progress_counts_every_byte),
		cmocka_unit_test(no_room_on_the_disk_leaves_nothing),
		cmocka_unit_test(a_missing_folder_is_named),
		cmocka_unit_test(the_callers_own_check_sees_every_entry),
		cmocka_unit_test(what_the_caller_does_not_accept_is_not_sealed),
		cmocka_unit_test(a_signal_ends_it_while_it_is_read_back),
		cmocka_unit_test(portions_make_no_difference),
	};
	int failed = 0;

	for (make_jobs = 1; make_jobs <= 3; make_jobs++)
		failed += cmocka_run_group_tests(tests, NULL, NULL);
	return failed;
}
