/* The self-check finds whatever is wrong with a redaction. */
#include "audio_bench.h"

static void
assert_check_fails(const struct sar_audio_job *job, struct bytes *out,
    const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_audio_check result;

	assert_int_equal(check(job, out, &result, &err), -1);
	assert_string_equal(err.msg, msg);
	assert_int_equal(err.code, SAR_ECORRUPT);
}

static void
the_check_finds_one_wrong_sample(void **state)
{
	static const struct sar_plan_cut cut = { .from = 5000, .to = 6000 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_audio_check result;
	struct fixture f;
	struct bytes out;

	(void)state;
	setup(&f, 2);
	set_cuts(&f, &cut, 1);
	out = redact(&f.job);
	assert_int_equal(check(&f.job, &out, &result, &err), 0);
	assert_int_equal(result.frames, FRAMES);
	assert_int_equal(result.frames_cut, 1000);
	assert_int_equal(result.frames_kept, FRAMES - 1000);
	out.data[44 + 4999 * 4 + 2] ^= 1;
	assert_check_fails(&f.job, &out,
	    "source: self-check: frame 4999 was changed outside a cut");
	out.data[44 + 4999 * 4 + 2] ^= 1;
	out.data[44 + 5999 * 4] ^= 1;
	assert_check_fails(&f.job, &out,
	    "source: self-check: frame 5999 of a cut is not the fill");
	out.data[44 + 5999 * 4] ^= 1;
	out.data[44 + 5000 * 4 + 2] ^= 1;
	assert_check_fails(&f.job, &out,
	    "source: self-check: frame 5000 of a cut is not the fill");
	out.data[44 + 5000 * 4 + 2] ^= 1;
	out.data[out.len - 1] ^= 1;
	assert_check_fails(&f.job, &out,
	    "source: self-check: frame 19999 was changed outside a cut");
	bytes_free(&out);
	bytes_free(&f.file);
}

static void
the_check_finds_a_cut_that_was_made_elsewhere(void **state)
{
	static const struct sar_plan_cut made = { .from = 5000, .to = 6000 };
	static const struct sar_plan_cut asked[] = {
		{ .from = 5000, .to = 6001 },
		{ .from = 4999, .to = 6000 },
		{ .from = 5000, .to = 5999 },
		{ .from = 5001, .to = 6000 },
	};
	static const struct sar_plan_cut silent = { .from = 5000,
		.to = 6000,
		.fill = SAR_FILL_SILENCE };
	static const char *const msgs[] = {
		"source: self-check: frame 6000 of a cut is not the fill",
		"source: self-check: frame 4999 of a cut is not the fill",
		"source: self-check: frame 5999 was changed outside a cut",
		"source: self-check: frame 5000 was changed outside a cut",
	};
	struct fixture f;
	struct bytes out;
	size_t i;
	int format;

	(void)state;
	for (format = SAR_FORMAT_WAV; format <= SAR_FORMAT_FLAC; format++) {
		setup(&f, 1);
		f.job.format = (enum sar_plan_format)format;
		set_cuts(&f, &made, 1);
		out = redact(&f.job);
		for (i = 0; i < 4; i++) {
			set_cuts(&f, &asked[i], 1);
			assert_check_fails(&f.job, &out, msgs[i]);
		}
		set_cuts(&f, &silent, 1);
		assert_check_fails(&f.job, &out,
		    "source: self-check: frame 5001 of a cut is not the fill");
		bytes_free(&out);
		bytes_free(&f.file);
	}
}

static void
the_check_takes_nothing_but_the_audio(void **state)
{
	struct fixture f;
	struct bytes tagged;
	struct bytes out;

	(void)state;
	setup(&f, 1);
	out = redact(&f.job);
	tagged = with_tags(&out);
	assert_check_fails(&f.job, &tagged,
	    "source: self-check: the size is not that of the audio");
	bytes_free(&tagged);
	out.len -= 2;
	assert_check_fails(&f.job, &out,
	    "source: self-check: the size is not that of the audio");
	out.len += 2;
	f.job.format = SAR_FORMAT_FLAC;
	assert_check_fails(&f.job, &out,
	    "source: self-check: the FLAC header is not ours");
	bytes_free(&out);
	bytes_free(&f.file);
}

static void
the_check_refuses_a_flac_file_with_tags_or_a_tail(void **state)
{
	static const char tags[] = "\4\0\0\x18\4\0\0\0name\1\0\0\0\x08\0\0\0"
				   "A=secret";
	static const char late[] = "\4\0\0\x18\4\0\0\0name\0\0\0\0\x08\0\0\0"
				   "A=secret";
	static const char spare[] = "\1\0\0\4abcd";
	struct fixture f;
	struct bytes out;
	struct bytes other = { 0 };

	(void)state;
	setup(&f, 1);
	f.job.format = SAR_FORMAT_FLAC;
	out = redact(&f.job);
	(void)bytes_write(out.data, 42, &other);
	(void)bytes_write(tags, 28, &other);
	(void)bytes_write(out.data + 42, (sf_count_t)out.len - 42, &other);
	assert_check_fails(&f.job, &other,
	    "source: self-check: the FLAC file has metadata");
	other.at = 42;
	(void)bytes_write(late, 28, &other);
	assert_check_fails(&f.job, &other,
	    "source: self-check: the FLAC file has metadata");
	other.at = 42;
	(void)bytes_write(spare, 8, &other);
	assert_check_fails(&f.job, &other,
	    "source: self-check: the FLAC file has metadata");
	/* More than a decoder reads ahead. */
	out.at = out.len;
	(void)bytes_write(f.samples, sizeof(f.samples), &out);
	assert_check_fails(&f.job, &out,
	    "source: self-check: frame 20000 is the end, and bytes follow");
	bytes_free(&other);
	bytes_free(&out);
	bytes_free(&f.file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_check_finds_one_wrong_sample),
		cmocka_unit_test(the_check_finds_a_cut_that_was_made_elsewhere),
		cmocka_unit_test(the_check_takes_nothing_but_the_audio),
		cmocka_unit_test(
		    the_check_refuses_a_flac_file_with_tags_or_a_tail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
