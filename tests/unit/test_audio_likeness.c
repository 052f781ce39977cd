/* What MP3 and Opus decode to, were their bytes not compared. */
#include "audio_call.h"

#include "audio/check.h"
#include "audio/likeness.h"
#include "audio/shape.h"

static int
likeness(const struct sar_audio_job *job, struct bytes *out,
    struct sar_err *err)
{
	struct sar_check c = { .job = job };
	struct sar_likeness *like = NULL;
	struct sar_source output;
	int rc = -1;

	(void)job_on(out, &output, 0, 0, 0);
	c.output = &output;
	c.block = calloc((size_t)SAR_AUDIO_BLOCK * job->channels,
	    sizeof(*c.block));
	c.frames = calloc(SAR_AUDIO_BLOCK, sizeof(*c.frames));
	assert_non_null(c.block);
	assert_non_null(c.frames);
	c.in = sar_media_open(job->source, job->raw, &c.in_info, err);
	assert_non_null(c.in);
	assert_int_equal(sar_expect_begin(&c.expect, job,
			     (uint64_t)job->rate * 4 / 10, err),
	    0);
	if ((like = sar_likeness_open(&c, err)) == NULL)
		goto out;
	do {
		if (sar_check_next(&c, err) == -1 ||
		    sar_likeness_block(like, err) == -1)
			goto out;
	} while (c.n > 0);
	rc = sar_likeness_end(like, err);

out:
	sar_likeness_free(like);
	sar_media_close(c.in);
	sar_expect_end(&c.expect);
	free(c.block);
	free(c.frames);
	return rc;
}

static void
assert_unlike(const struct call *call, struct bytes *out, const char *why)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(likeness(&call->job, out, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_non_null(strstr(err.hint, "flac or wav"));
	if (strstr(err.msg, why) == NULL)
		fail_msg("%s, not %s", err.msg, why);
	bytes_free(out);
}

/* Redact as with ${made}, look as with the call's own cuts. */
static struct bytes
made_with(const struct call *call, const struct sar_plan_cut *made, size_t n)
{
	struct sar_audio_job other = call->job;

	other.cuts = made;
	other.n_cuts = n;
	return redact(&other);
}

static void
what_it_decodes_to_shows_what_an_encoder_did_wrong(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	static struct call stranger;
	static int16_t late[LEN];
	struct bytes out;
	size_t k;

	(void)state;
	open_call(&call, RATE, 1, 7);
	open_call(&stranger, RATE, 1, 96);
	memcpy(late + 40, call.samples, (LEN - 40) * sizeof(*late));
	for (k = 0; k < 2; k++) {
		call.job.format = lossy[k];
		out = redact(&call.job);
		if (likeness(&call.job, &out, &err) == -1)
			fail_msg("%s", err.msg);
		bytes_free(&out);
		out = made_with(&call, &cuts[0], 1);
		assert_unlike(&call, &out, "of a cut is not silent");
		out = made_with(&call, &cuts[1], 1);
		assert_unlike(&call, &out, "of a cut is not the tone");
		out = redact_other(&call.job, stranger.samples);
		assert_unlike(&call, &out, "does not sound like the source");
		out = redact_other(&call.job, late);
		assert_unlike(&call, &out, "does not sound like the source");
	}
	close_call(&call);
	close_call(&stranger);
}

/* --- What an encoder could leave in a cut --- */

/* In thousandths: of the fill, of what is cut, of the next channel. */
struct leak {
	int fill;
	int own;
	int other;
};

/* What the call's redaction must be, with ${leak} in its cuts, encoded. */
static struct bytes
leaky(const struct call *call, const struct leak *leak)
{
	static int16_t samples[LEN * 4];
	struct sar_audio_job job = call->job;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_expect expect;
	struct sar_expect_frame frame;
	const int16_t *from;
	int16_t *to;
	uint32_t n = job.channels;
	uint32_t c;
	size_t i;

	memcpy(samples, call->samples, sizeof(samples));
	assert_int_equal(sar_expect_begin(&expect, &job, 0, &err), 0);
	for (i = 0; i < LEN; i++) {
		from = call->samples + i * n;
		to = samples + i * n;
		sar_expect_block(&expect, to, 1, &frame);
		for (c = 0; c < n; c++)
			if ((frame.cut >> c & 1) != 0)
				to[c] = (int16_t)((to[c] * leak->fill +
						      from[c] * leak->own +
						      from[(c + 1) % n] *
							  leak->other) /
						  1000);
	}
	sar_expect_end(&expect);
	job.n_cuts = 0;
	return redact_other(&job, samples);
}

/* A call with cut ${k} of both, of the channels in ${mask}. */
static void
open_cut(struct call *call, struct sar_plan_cut *cut, size_t k,
    enum sar_plan_format format, uint32_t channels, uint32_t mask)
{
	open_call(call, RATE, channels, 7);
	*cut = cuts[k];
	cut->channels = mask;
	call->job.cuts = cut;
	call->job.n_cuts = 1;
	call->job.format = format;
}

/* Opus of two channels of which one is kept is the only one that is mixed. */
static const struct {
	enum sar_plan_format format;
	uint32_t channels;
	uint32_t mask;
	bool mixed;
} shapes[] = {
	{ SAR_FORMAT_MP3, 1, 0, false },
	{ SAR_FORMAT_MP3, 2, 0, false },
	{ SAR_FORMAT_MP3, 2, 1, false },
	{ SAR_FORMAT_MP3, 2, 2, false },
	{ SAR_FORMAT_OPUS, 1, 0, false },
	{ SAR_FORMAT_OPUS, 2, 0, false },
	{ SAR_FORMAT_OPUS, 2, 1, true },
	{ SAR_FORMAT_OPUS, 2, 2, true },
	{ SAR_FORMAT_OPUS, 4, 4, false },
};

/* ${leak} is found in every cut of every shape that is ${mixed} or not. */
static void
assert_leak_shows(const struct leak *leak, size_t n_cuts, bool mixed)
{
	static const char *const why[] = { "of a cut is not the tone",
		"of a cut is not silent" };
	struct sar_plan_cut cut;
	static struct call call;
	struct bytes out;
	size_t i;
	size_t k;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		for (k = 0; k < n_cuts && shapes[i].mixed == mixed; k++) {
			open_cut(&call, &cut, k, shapes[i].format,
			    shapes[i].channels, shapes[i].mask);
			out = leaky(&call, leak);
			assert_unlike(&call, &out, why[k]);
			close_call(&call);
		}
}

/* What the tests after this one leave in a cut is all that is wrong. */
static void
the_fill_alone_passes_in_every_shape(void **state)
{
	static const struct leak none = { .fill = 1000 };
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_plan_cut cut;
	static struct call call;
	struct bytes out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]) * 2; i++) {
		open_cut(&call, &cut, i % 2, shapes[i / 2].format,
		    shapes[i / 2].channels, shapes[i / 2].mask);
		out = leaky(&call, &none);
		if (check(&call.job, &out, &result, &err) == -1)
			fail_msg("shape %zu: %s", i / 2, err.msg);
		bytes_free(&out);
		close_call(&call);
	}
}

static void
speech_30_db_down_in_a_cut_is_heard(void **state)
{
	static const struct leak leak = { .fill = 1000, .own = 32 };

	(void)state;
	assert_leak_shows(&leak, 2, false);
}

/* What is allowed where Opus mixes is allowed nowhere else. */
static void
another_channel_in_a_cut_is_heard_where_none_is_mixed_in(void **state)
{
	static const struct leak leak = { .fill = 1000, .other = 125 };
	static const struct leak loud = { .fill = 1300 };
	static const struct leak faint = { .fill = 750 };

	(void)state;
	assert_leak_shows(&leak, 2, false);
	assert_leak_shows(&loud, 1, false);
	assert_leak_shows(&faint, 1, false);
}

static void
more_than_opus_mixes_in_is_heard(void **state)
{
	static const struct leak leak = { .fill = 1000, .other = 800 };
	static const struct leak own = { .fill = 1000, .own = 800 };
	static const struct leak loud = { .fill = 1500 };
	static const struct leak faint = { .fill = 500 };

	(void)state;
	assert_leak_shows(&leak, 2, true);
	assert_leak_shows(&own, 2, true);
	assert_leak_shows(&loud, 1, true);
	assert_leak_shows(&faint, 1, true);
}

/* What the ear of the check lets pass there, encoding again does not. */
static void
speech_20_db_down_beside_a_kept_channel_is_found(void **state)
{
	static const struct leak leak = { .fill = 1000, .own = 100 };
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_plan_cut cut;
	static struct call call;
	struct bytes out;
	size_t k;

	(void)state;
	for (k = 0; k < 4; k++) {
		open_cut(&call, &cut, k % 2, SAR_FORMAT_OPUS, 2, 1U << k / 2);
		out = leaky(&call, &leak);
		assert_int_equal(check(&call.job, &out, &result, &err), -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		bytes_free(&out);
		close_call(&call);
	}
}

/* --- What is kept --- */
static void
silence_is_not_like_speech(void **state)
{
	static const int16_t nothing[LEN] = { 0 };
	static struct call call;
	struct bytes out;
	size_t k;

	(void)state;
	open_call(&call, RATE, 1, 7);
	call.job.cuts = &cuts[1];
	call.job.n_cuts = 1;
	for (k = 0; k < 2; k++) {
		call.job.format = lossy[k];
		out = redact_other(&call.job, nothing);
		assert_unlike(&call, &out, "does not sound like the source");
	}
	close_call(&call);
}

/* A faint line beside one that is cut from end to end is no false alarm. */
static void
hiss_beside_a_cut_passes(void **state)
{
	static const struct sar_plan_cut whole = { .to = LEN, .channels = 1 };
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;
	uint32_t seed = 1;
	size_t i;
	size_t k;

	(void)state;
	open_call(&call, RATE, 2, 7);
	close_call(&call);
	for (i = 0; i < LEN; i++)
		call.samples[i * 2 + 1] =
		    (int16_t)((int)(next_random(&seed) % 55) - 27);
	call.file = encode(PCM, RATE, 2, call.samples, LEN);
	(void)job_on(&call.file, &call.source, LEN, RATE, 2);
	call.job.cuts = &whole;
	call.job.n_cuts = 1;
	for (k = 0; k < 2; k++) {
		call.job.format = lossy[k];
		out = redact(&call.job);
		if (check(&call.job, &out, &result, &err) == -1)
			fail_msg("format %d: %s", (int)lossy[k], err.msg);
		bytes_free(&out);
	}
	close_call(&call);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_it_decodes_to_shows_what_an_encoder_did_wrong),
		cmocka_unit_test(the_fill_alone_passes_in_every_shape),
		cmocka_unit_test(speech_30_db_down_in_a_cut_is_heard),
		cmocka_unit_test(
		    another_channel_in_a_cut_is_heard_where_none_is_mixed_in),
		cmocka_unit_test(more_than_opus_mixes_in_is_heard),
		cmocka_unit_test(
		    speech_20_db_down_beside_a_kept_channel_is_found),
		cmocka_unit_test(silence_is_not_like_speech),
		cmocka_unit_test(hiss_beside_a_cut_passes),
	};

	return cmocka_run_group_tests(tests, start_sandbox, NULL);
}
