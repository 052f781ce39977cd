/* Sealing hidden and padded packages. */
#include "package_setting.h"

#include "base/buf.h"
#include "package/padme.h"
#include "package_check.h"
#include "package_shell.h"

/* As long as minisign's, whatever it signs. */
static int
sign_evenly(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	(void)ctx;
	(void)err;
	sar_buf_printf(out, "%287zu\n", len + (size_t)(unsigned char)*manifest);
	return 0;
}

static struct sar_package_options
hidden_options(bool padded)
{
	struct sar_package_options options = plain_options(NULL, NULL);

	options.hidden = true;
	options.padded = padded;
	options.sign = sign_evenly;
	return options;
}

/* The inner zip, decrypted. */
static struct sar_buf
inner_of(const struct made *made)
{
	struct sar_secret *secret = secret_of(PASSPHRASE);
	const char *data = made->data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf inner = SAR_BUF_INIT;
	struct sar_package_reader *reader;
	struct sar_source source, plain;
	char *text;

	sar_source_text(&data, made->len, "package", &source);
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(sar_package_unlock(reader, 0, secret, &err), 0);
	assert_int_equal(sar_package_entry(reader, 0, &plain, &err), 0);
	text = malloc((size_t)plain.size);
	assert_non_null(text);
	assert_int_equal(sar_source_read(&plain, text, (size_t)plain.size, 0,
			     &err),
	    0);
	sar_buf_add(&inner, text, (size_t)plain.size);
	free(text);
	sar_package_close(reader);
	sar_secret_free(secret);
	return inner;
}

/* --- what is in the file --------------------------------------------------*/

static void
one_entry_is_all_that_can_be_seen(void **state)
{
	struct sar_package_options options = hidden_options(false);
	struct made made = make_with(PASSPHRASE, &options, two, 2);
	size_t size;

	(void)state;
	/* Local header, salt and all, directory, end; libzip's zip64 field. */
	size = 30 + 11 + 31 + 28 + 46 + 11 + 11 + 22;
	assert_int_equal(made.len - size,
	    (size_t)(unsigned char)made.data[18] +
		256 * (size_t)(unsigned char)made.data[19] - 28);
	assert_memory_equal(made.data + 30, "package.zip", 11);
	assert_null(memmem(made.data, made.len, "letter", 6));
	assert_null(memmem(made.data, made.len, "call-01", 7));
	assert_null(memmem(made.data, made.len, "manifest", 8));
	assert_null(memmem(made.data, made.len, "RIFF", 4));
	free(made.data);
}

static void
the_receipt_is_that_of_the_package_unhidden(void **state)
{
	struct sar_package_options open = plain_options(NULL, NULL);
	struct sar_package_options options = hidden_options(false);
	struct made unhidden, hidden, padded;

	(void)state;
	open.sign = sign_evenly;
	unhidden = make_with(PASSPHRASE, &open, two, 2);
	hidden = make_with(PASSPHRASE, &options, two, 2);
	options.padded = true;
	padded = make_with(PASSPHRASE, &options, two, 2);
	assert_int_equal(unhidden.receipt.entries, 4);
	assert_int_equal(hidden.receipt.entries, 4);
	assert_int_equal(padded.receipt.entries, 5);
	assert_memory_equal(hidden.receipt.manifest, unhidden.receipt.manifest,
	    SAR_SHA256_LEN);
	assert_memory_equal(hidden.receipt.content, unhidden.receipt.content,
	    SAR_SHA256_LEN);
	assert_memory_equal(padded.receipt.content, unhidden.receipt.content,
	    SAR_SHA256_LEN);
	assert_memory_not_equal(padded.receipt.manifest,
	    unhidden.receipt.manifest, SAR_SHA256_LEN);
	free(unhidden.data);
	free(hidden.data);
	free(padded.data);
}

static const char *
recording_of(void)
{
	static char text[300000];

	memset(text, 'x', sizeof(text));
	return text;
}

/* The salt is all that differs, however many threads there are. */
static void
the_zip_inside_is_the_same_at_every_build(void **state)
{
	const struct content contents[] = {
		{ "letter.txt", "Dear requester", 14, true },
		{ "call-01.wav", recording_of(), 300000, false },
		{ "call-02.flac", recording_of(), 131072, true },
		{ "call-03.flac", recording_of(), 131073, true },
		{ "call-04.opus", "", 0, true },
	};
	struct sar_package_options options = hidden_options(true);
	struct made first, again;
	struct sar_buf a, b;
	unsigned jobs;

	(void)state;
	options.jobs = 1;
	first = make_with(PASSPHRASE, &options, contents, 5);
	a = inner_of(&first);
	for (jobs = 1; jobs <= 4; jobs++) {
		options.jobs = jobs;
		again = make_with(PASSPHRASE, &options, contents, 5);
		b = inner_of(&again);
		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.data, b.data, a.len);
		assert_int_equal(first.len, again.len);
		assert_memory_not_equal(first.data + 72, again.data + 72, 16);
		sar_buf_free(&b);
		free(again.data);
	}
	sar_buf_free(&a);
	free(first.data);
}

/* --- padding --------------------------------------------------------------*/

/* How many sizes have packages with a recording of ${from} to ${to} bytes. */
static unsigned
count_sizes(size_t from, size_t to, size_t step)
{
	struct content contents[] = { two[0],
		{ "call-01.wav", recording_of(), 0, false } };
	struct sar_package_options options = hidden_options(true);
	size_t sizes[64];
	unsigned n = 0;
	unsigned i;
	struct sar_buf inner;
	struct made made;

	for (contents[1].len = from; contents[1].len < to;
	     contents[1].len += step) {
		contents[1].unsized = contents[1].len % 3 == 0;
		made = make_with(PASSPHRASE, &options, contents, 2);
		inner = inner_of(&made);
		assert_true(sar_padme_size(inner.len) == inner.len);
		for (i = 0; i < n && sizes[i] != made.len; i++)
			continue;
		if (i == n)
			sizes[n++] = made.len;
		assert_in_range(n, 1, 63);
		sar_buf_free(&inner);
		free(made.data);
	}
	return n;
}

static void
packages_much_alike_have_the_same_size(void **state)
{
	struct sar_package_options options = hidden_options(false);
	struct content shorter[] = { two[0],
		{ "call-01.wav", recording_of(), 150000, false } };
	struct content longer[] = { two[0],
		{ "call-01.wav", recording_of(), 150001, false } };
	struct made a, b;

	(void)state;
	/* 4096 is the step of Padme sizes there. */
	assert_in_range(count_sizes(150000, 154096, 331), 1, 2);
	assert_in_range(count_sizes(0, 128, 5), 1, 3);
	/* Unpadded they tell. */
	a = make_with(PASSPHRASE, &options, shorter, 2);
	b = make_with(PASSPHRASE, &options, longer, 2);
	assert_int_equal(b.len, a.len + 1);
	free(a.data);
	free(b.data);
}

static void
only_what_is_hidden_is_padded(void **state)
{
	struct sar_package_options options = hidden_options(true);
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_err err = SAR_ERR_INIT;
	char *folder = make_folder();

	(void)state;
	options.passphrase = secret;
	options.folder = folder;
	options.hidden = false;
	assert_null(sar_package_new(&options, &err));
	assert_int_equal(err.code, SAR_EFAIL);
	sar_secret_free(secret);
	remove_folder(folder);
}

/* --- sealing --------------------------------------------------------------*/

/* A package to be, with ${options} but for folder and passphrase. */
static struct setting
set_up_hidden(struct sar_package_options options)
{
	struct setting s = { .folder = make_folder() };

	s.secret = secret_of(PASSPHRASE);
	options.folder = s.folder;
	options.passphrase = s.secret;
	s.package = fill_with(&options, two, 2);
	return s;
}

static void
what_was_written_can_be_asked_for(void **state)
{
	struct setting s = set_up_hidden(hidden_options(true));
	uint8_t digest[SAR_SHA256_LEN], want[SAR_SHA256_LEN];
	uint64_t size;
	size_t i;

	(void)state;
	seal(&s);
	assert_int_equal(s.rc, 0);
	for (i = 0; i < 2; i++) {
		assert_int_equal(sar_sha256_text(two[i].data, two[i].len, want,
				     &s.err),
		    0);
		sar_package_written(s.package, i, digest, &size);
		assert_memory_equal(digest, want, SAR_SHA256_LEN);
		assert_int_equal(size, two[i].len);
	}
	take_down(&s);
}

struct told {
	unsigned times[2];
	bool refuse;
};

static int
tell(void *ctx, size_t i, const struct sar_source *entry, struct sar_err *err)
{
	struct told *told = ctx;
	char text[100];

	assert_in_range(i, 0, 1);
	assert_int_equal(entry->size, two[i].len);
	if (sar_source_read(entry, text, two[i].len, 0, err) == -1)
		return -1;
	assert_memory_equal(text, two[i].data, two[i].len);
	told->times[i]++;
	return told->refuse ? sar_err_set(err, SAR_EREVIEW, "not this one") : 0;
}

static void
the_caller_is_told_of_what_it_added(void **state)
{
	struct sar_package_options options = hidden_options(true);
	struct told told = { .refuse = false };
	struct setting s;

	(void)state;
	options.check = tell;
	options.check_ctx = &told;
	s = set_up_hidden(options);
	seal(&s);
	assert_int_equal(s.rc, 0);
	assert_int_equal(told.times[0], 1);
	assert_int_equal(told.times[1], 1);
	take_down(&s);
	told.refuse = true;
	s = set_up_hidden(options);
	seal(&s);
	assert_int_equal(s.rc, -1);
	assert_string_equal(s.err.msg, "not this one");
	take_down(&s);
}

static void
a_volume_is_hidden_under_its_number(void **state)
{
	static const uint8_t content[SAR_SHA256_LEN] = { 7 };
	struct sar_package_options options = hidden_options(true);
	struct made made;

	(void)state;
	options.volume = 2;
	options.volumes = 3;
	options.content = content;
	made = make_with(PASSPHRASE, &options, two, 2);
	assert_memory_equal(made.data + 30, "package-2.zip", 13);
	assert_memory_equal(made.receipt.content, content, SAR_SHA256_LEN);
	free(made.data);
}

static void
a_streams_own_failure_is_the_one_reported(void **state)
{
	static const uint64_t fails[] = { 0, 1, 65536, 200000, 299999 };
	struct sar_package_options options = hidden_options(true);
	struct setting s;
	unsigned jobs;
	size_t i;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++)
		for (i = 0; i < sizeof(fails) / sizeof(fails[0]); i++) {
			bool closed = false;

			options.jobs = jobs;
			s = set_up_hidden(options);
			assert_int_equal(add(&s, "call-02.wav",
					     (struct tap){ .total = 300000,
						 .fail = fails[i],
						 .closed = &closed },
					     SAR_STREAM_UNSIZED),
			    0);
			seal(&s);
			assert_int_equal(s.rc, -1);
			assert_int_equal(s.err.code, SAR_EREVIEW);
			assert_string_equal(s.err.msg, "tap: ran dry");
			assert_int_equal(count_folder(s.folder), 0);
			take_down(&s);
			assert_true(closed);
		}
}

static void
a_signal_ends_it(void **state)
{
	static const volatile int stop = SIGTERM;
	struct sar_package_options options = hidden_options(true);
	struct setting s;

	(void)state;
	options.stop = &stop;
	s = set_up_hidden(options);
	seal(&s);
	assert_int_equal(s.rc, -1);
	assert_int_equal(s.err.code, SAR_ESIGNAL);
	assert_int_equal(count_folder(s.folder), 0);
	take_down(&s);
}

/* Longer every time it is asked, so that what is padded does not fit. */
static int
sign_unevenly(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	size_t *times = ctx;
	size_t i;

	(void)manifest;
	(void)len;
	(void)err;
	for (i = 0, ++*times; i < *times; i++)
		sar_buf_puts(out, "x");
	return 0;
}

static void
signatures_of_several_lengths_cannot_be_padded(void **state)
{
	struct sar_package_options options = hidden_options(true);
	size_t times = 0;
	struct setting s;

	(void)state;
	options.sign = sign_unevenly;
	options.sign_ctx = &times;
	s = set_up_hidden(options);
	seal(&s);
	assert_int_equal(s.rc, -1);
	assert_string_equal(s.err.msg,
	    "package: signatures are not all of one length");
	take_down(&s);
}

static void
memory_does_not_grow_with_the_entries(void **state)
{
	const uint64_t size = UINT64_C(160) << 20;
	struct sar_package_options options = hidden_options(true);
	struct setting s = set_up_hidden(options);
	struct rusage before, after;

	(void)state;
	seal(&s);
	assert_int_equal(s.rc, 0);
	take_down(&s);
	assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
	options.jobs = 2;
	s = set_up_hidden(options);
	assert_int_equal(add(&s, "call-02.wav",
			     (struct tap){ .total = size, .fail = UINT64_MAX },
			     size),
	    0);
	seal(&s);
	assert_int_equal(s.rc, 0);
	assert_true(s.receipt.size > size);
	assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
	assert_in_range(after.ru_maxrss - before.ru_maxrss, 0, 40960);
	take_down(&s);
}

/* --- what other people's readers make of it -------------------------------*/

/* Whoever gets one unpacks twice, with tools that have nothing of ours. */
static void
others_unpack_it_twice(void **state)
{
	static const char *const commands[] = {
		"7z x -y -p" PASSPHRASE " p.zip && 7z t package.zip &&"
		" unzip -q package.zip",
		"bsdtar --passphrase " PASSPHRASE " -xf p.zip &&"
		" bsdtar -xf package.zip",
	};
	static const char check[] =
	    "test \"$(cat letter.txt)\" = 'Dear requester' &&"
	    " test \"$(ls)\" = 'call-01.wav\nletter.txt\nmanifest.json\n"
	    "manifest.json.minisig\np.zip\npackage.zip\npadding.bin' &&"
	    " ! tr -d '\\000' < padding.bin | grep -q . &&"
	    " rm call-01.wav letter.txt manifest* package.zip padding.bin";
	struct sar_package_options options = hidden_options(true);
	struct made made = make_with(PASSPHRASE, &options, two, 2);
	char *folder = make_folder();
	struct sar_err err = SAR_ERR_INIT;
	char *zip = sar_file_join(folder, "p.zip", &err);
	size_t i;

	(void)state;
	assert_int_equal(sar_file_write(zip, made.data, made.len, 0600, false,
			     &err),
	    0);
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		assert_int_equal(shell_in(folder, commands[i]), 0);
		assert_int_equal(shell_in(folder, check), 0);
	}
	assert_int_equal(unlink(zip), 0);
	free(zip);
	free(made.data);
	remove_folder(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_entry_is_all_that_can_be_seen),
		cmocka_unit_test(the_receipt_is_that_of_the_package_unhidden),
		cmocka_unit_test(the_zip_inside_is_the_same_at_every_build),
		cmocka_unit_test(packages_much_alike_have_the_same_size),
		cmocka_unit_test(only_what_is_hidden_is_padded),
		cmocka_unit_test(what_was_written_can_be_asked_for),
		cmocka_unit_test(the_caller_is_told_of_what_it_added),
		cmocka_unit_test(a_volume_is_hidden_under_its_number),
		cmocka_unit_test(a_streams_own_failure_is_the_one_reported),
		cmocka_unit_test(a_signal_ends_it),
		cmocka_unit_test(
		    signatures_of_several_lengths_cannot_be_padded),
		cmocka_unit_test(memory_does_not_grow_with_the_entries),
		cmocka_unit_test(others_unpack_it_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
