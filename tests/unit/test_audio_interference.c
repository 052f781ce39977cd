/*
 * Non-interference: what was cut out cannot be told from what is sent.
 *
 * For each codec, sources are made that differ only in what a cut takes out.
 * The redacted bytes must be the same for all of them.  Each test also runs
 * with a cut one frame short at one end and demands that the difference then
 * shows: a test that could not see a leak would prove nothing.
 */
#include "audio_bench.h"

#define SECRETS 8
#define CUTS 4

/* At the start, over one block's end, two that touch, at the end. */
static const struct sar_plan_cut cuts[CUTS] = {
	{ .from = 0, .to = 700 },
	{ .from = 3000, .to = 9001 },
	{ .from = 9001, .to = 9500 },
	{ .from = 18000, .to = FRAMES },
};

/* The cuts with tone or with silence. */
static const struct sar_plan_cut *
filled(bool silence)
{
	static struct sar_plan_cut copy[CUTS];
	size_t k;

	memcpy(copy, cuts, sizeof(copy));
	for (k = 0; k < CUTS; k++)
		copy[k].fill = silence ? SAR_FILL_SILENCE : SAR_FILL_TONE;
	return copy;
}

/* --- Secrets --- */
static int16_t
secret_sample(unsigned kind, size_t i, uint32_t *seed)
{
	switch (kind) {
	case 0:
		return 0;
	case 1:
		return i / 4 % 2 == 0 ? INT16_MAX : INT16_MIN;
	case 2:
		return INT16_MAX;
	case 3:
		return (int16_t)(next_random(seed) & 0xffff);
	case 4:
		return (int16_t)(next_random(seed) % 64);
	case 5:
		return (int16_t)((int32_t)(next_random(seed) % 8000) - 4000);
	case 6:
		return (int16_t)((int32_t)(i * 523 % 20000) - 10000);
	default:
		return INT16_MIN;
	}
}

/* Put secret ${kind} into frames [from, to) of every channel. */
static void
hide(int16_t *samples, uint32_t channels, unsigned kind, size_t from, size_t to)
{
	uint32_t seed = kind * 7919 + (uint32_t)from;
	size_t i;

	for (i = from * channels; i < to * channels; i++)
		samples[i] = secret_sample(kind, i, &seed);
	/* So that the frames at both ends differ after any quantising. */
	for (i = 0; i < channels; i++) {
		samples[from * channels + i] = (int16_t)(4000 * (int)kind);
		samples[(to - 1) * channels + i] = (int16_t)(-4000 * (int)kind);
	}
}

static struct bytes
source_with(unsigned kind, int format, uint32_t channels)
{
	static int16_t samples[FRAMES * 2];
	size_t k;

	speak(samples, FRAMES, channels, 5);
	for (k = 0; k < CUTS; k++)
		hide(samples, channels, kind, (size_t)cuts[k].from,
		    (size_t)cuts[k].to);
	return encode(format, RATE, channels, samples, FRAMES);
}

/* The redaction of ${file} with these cuts. */
static struct bytes
run(struct bytes *file, const struct sar_audio_job *shape)
{
	struct sar_source source;
	struct sar_audio_job job = job_on(file, &source, shape->frames,
	    shape->rate, shape->channels);

	job.cuts = shape->cuts;
	job.n_cuts = shape->n_cuts;
	job.fade = shape->fade;
	job.format = shape->format;
	return redact(&job);
}

static bool
same(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/* How many of the redacted sources differ from the first one's. */
static unsigned
count_different(struct bytes *files, unsigned n,
    const struct sar_audio_job *shape)
{
	struct bytes first = run(&files[0], shape);
	unsigned different = 0;
	unsigned k;

	for (k = 1; k < n; k++) {
		struct bytes other = run(&files[k], shape);

		different += !same(&first, &other);
		bytes_free(&other);
	}
	bytes_free(&first);
	return different;
}

/*
 * All ${n} files redact to the same bytes, and with any cut one frame short
 * at either end every one of them shows.
 */
static void
assert_no_interference(struct bytes *files, unsigned n,
    const struct sar_audio_job *shape)
{
	struct sar_audio_job control = *shape;
	struct sar_plan_cut leak[CUTS];
	size_t k;

	assert_int_equal(count_different(files, n, shape), 0);
	control.cuts = leak;
	for (k = 0; k < shape->n_cuts; k++) {
		memcpy(leak, shape->cuts, sizeof(*leak) * shape->n_cuts);
		leak[k].to--;
		assert_int_equal(count_different(files, n, &control), n - 1);
		leak[k].to++;
		leak[k].from++;
		assert_int_equal(count_different(files, n, &control), n - 1);
	}
}

static void
for_each_output(int format, uint32_t channels)
{
	struct sar_audio_job shape = { .frames = FRAMES,
		.rate = RATE,
		.channels = channels,
		.cuts = cuts,
		.n_cuts = CUTS };
	struct bytes files[SECRETS];
	unsigned k;

	for (k = 0; k < SECRETS; k++) {
		files[k] = source_with(k, format, channels);
		/* The secrets are in there. */
		assert_true(k == 0 || !same(&files[0], &files[k]));
	}
	for (k = 0; k < 4; k++) {
		shape.cuts = filled(k & 1);
		shape.format = (k & 2) != 0 ? SAR_FORMAT_FLAC : SAR_FORMAT_WAV;
		assert_no_interference(files, SECRETS, &shape);
	}
	for (k = 0; k < SECRETS; k++)
		bytes_free(&files[k]);
}

static void
pcm16_sources_leak_nothing(void **state)
{
	(void)state;
	for_each_output(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1);
	for_each_output(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2);
}

static void
alaw_sources_leak_nothing(void **state)
{
	(void)state;
	for_each_output(SF_FORMAT_WAV | SF_FORMAT_ALAW, 1);
	for_each_output(SF_FORMAT_WAV | SF_FORMAT_ALAW, 2);
}

static void
ulaw_sources_leak_nothing(void **state)
{
	(void)state;
	for_each_output(SF_FORMAT_WAV | SF_FORMAT_ULAW, 1);
	for_each_output(SF_FORMAT_WAV | SF_FORMAT_ULAW, 2);
}

static void
flac_sources_leak_nothing(void **state)
{
	(void)state;
	for_each_output(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1);
	for_each_output(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 2);
}

/* The same job twice, the second after others have used the same memory. */
static void
the_same_job_gives_the_same_bytes_again(void **state)
{
	struct sar_audio_job shape = { .frames = FRAMES,
		.rate = RATE,
		.channels = 2,
		.cuts = cuts,
		.n_cuts = CUTS,
		.format = SAR_FORMAT_FLAC };
	struct bytes file = source_with(3, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2);
	struct bytes loud = source_with(1, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2);
	struct bytes first;
	struct bytes again;
	struct bytes other;

	(void)state;
	first = run(&file, &shape);
	shape.n_cuts = 0;
	other = run(&loud, &shape);
	shape.n_cuts = CUTS;
	again = run(&file, &shape);
	assert_true(same(&first, &again));
	assert_false(same(&first, &other));
	bytes_free(&file);
	bytes_free(&loud);
	bytes_free(&first);
	bytes_free(&again);
	bytes_free(&other);
}

static void
a_call_cut_whole_leaves_only_its_length(void **state)
{
	static const struct sar_plan_cut all = { .from = 0, .to = FRAMES };
	struct sar_audio_job shape = { .frames = FRAMES,
		.rate = RATE,
		.channels = 1,
		.cuts = &all,
		.n_cuts = 1 };
	struct bytes files[SECRETS];
	static int16_t samples[FRAMES];
	unsigned k;

	(void)state;
	for (k = 0; k < SECRETS; k++) {
		hide(samples, 1, k, 0, FRAMES);
		files[k] = encode(PCM, RATE, 1, samples, FRAMES);
	}
	assert_no_interference(files, SECRETS, &shape);
	shape.format = SAR_FORMAT_FLAC;
	assert_no_interference(files, SECRETS, &shape);
	for (k = 0; k < SECRETS; k++)
		bytes_free(&files[k]);
}

/* --- GSM 6.10 ---
 *
 * A GSM decoder remembers: what it makes of a block depends on those before
 * it, so sources with other secrets also differ for a while after the secret.
 * What no cut covers is sent as it decodes, hence it cannot be demanded that
 * a cut of just the secret gives the same bytes.  What is demanded:
 *  - outside the cut the output is what the source decodes to, inside it is
 *    the same whatever the secret, so two outputs differ only where the two
 *    sources, decoded, differ outside the cut;
 *  - where the cut reaches to where the decoded sources are the same again,
 *    or to the end of the call, the outputs are the same bytes.
 * How far the secret can be heard after the cut is what guards are for, and
 * the last test measures some of that.
 */
#define GSM_BLOCK 65
#define GSM_FRAMES 320
#define GSM_BLOCKS 100
#define GSM_LEN ((size_t)GSM_BLOCKS * GSM_FRAMES)
#define GSM (SF_FORMAT_WAV | SF_FORMAT_GSM610)

static size_t
data_of(const struct bytes *wav)
{
	const char *found = memmem(wav->data, wav->len, "data", 4);

	assert_non_null(found);
	return (size_t)(found - wav->data) + 8;
}

/* Quiet speech whose coded blocks [from, to) are those of secret ${kind}. */
static struct bytes
gsm_with(unsigned kind, size_t from, size_t to)
{
	static int16_t samples[GSM_LEN];
	struct bytes file;
	struct bytes other;
	size_t at;

	speak(samples, GSM_LEN, 1, 5);
	memset(samples + to * GSM_FRAMES, 0,
	    (GSM_BLOCKS - to) * GSM_FRAMES * sizeof(*samples));
	file = encode(GSM, RATE, 1, samples, GSM_LEN);
	hide(samples, 1, kind, 0, GSM_LEN);
	other = encode(GSM, RATE, 1, samples, GSM_LEN);
	at = data_of(&file);
	memcpy(file.data + at + from * GSM_BLOCK,
	    other.data + data_of(&other) + from * GSM_BLOCK,
	    (to - from) * GSM_BLOCK);
	bytes_free(&other);
	return file;
}

/* The frame after the last at which any decoded source differs from [0]. */
static size_t
end_of_difference(struct bytes *files, unsigned n)
{
	size_t end = 0;
	size_t frames;
	int16_t *first = decode(&files[0], 1, &frames);
	unsigned k;
	size_t i;

	assert_int_equal(frames, GSM_LEN);
	for (k = 1; k < n; k++) {
		int16_t *other = decode(&files[k], 1, &frames);

		for (i = end; i < GSM_LEN; i++)
			if (other[i] != first[i])
				end = i + 1;
		free(other);
	}
	free(first);
	return end;
}

static void
assert_gsm_differs_only_where_decoded(struct bytes *files, unsigned n,
    const struct sar_audio_job *shape)
{
	size_t from = (size_t)shape->cuts[0].from;
	size_t to = (size_t)shape->cuts[0].to;
	struct bytes out = run(&files[0], shape);
	size_t frames;
	int16_t *filled = decode(&out, 1, &frames);
	unsigned k;

	for (k = 0; k < n; k++) {
		struct bytes redacted = run(&files[k], shape);
		int16_t *got = decode(&redacted, 1, &frames);
		int16_t *source = decode(&files[k], 1, &frames);

		assert_memory_equal(got, source, from * 2);
		assert_memory_equal(got + from, filled + from, (to - from) * 2);
		assert_memory_equal(got + to, source + to, (GSM_LEN - to) * 2);
		free(got);
		free(source);
		bytes_free(&redacted);
	}
	free(filled);
	bytes_free(&out);
}

static void
gsm_outputs_differ_only_where_the_decoder_remembers(void **state)
{
	struct sar_plan_cut cut = { .from = 10 * GSM_FRAMES,
		.to = 20 * GSM_FRAMES };
	struct sar_audio_job shape = { .frames = GSM_LEN,
		.rate = RATE,
		.channels = 1,
		.cuts = &cut,
		.n_cuts = 1 };
	struct bytes files[SECRETS];
	size_t end;
	unsigned k;

	(void)state;
	for (k = 0; k < SECRETS; k++)
		files[k] = gsm_with(k, 10, 20);
	end = end_of_difference(files, SECRETS);
	assert_in_range(end, cut.to + 1, GSM_LEN - 1);
	for (k = 0; k < 2; k++) {
		shape.format = k == 0 ? SAR_FORMAT_WAV : SAR_FORMAT_FLAC;
		cut.to = 20 * GSM_FRAMES;
		assert_gsm_differs_only_where_decoded(files, SECRETS, &shape);
		/* Up to where they are the same again: not a bit is left. */
		cut.to = end;
		assert_int_equal(count_different(files, SECRETS, &shape), 0);
		cut.to = end - 1;
		assert_true(count_different(files, SECRETS, &shape) > 0);
		cut.to = end;
		cut.from++;
		assert_true(count_different(files, SECRETS, &shape) > 0);
		cut.from--;
	}
	for (k = 0; k < SECRETS; k++)
		bytes_free(&files[k]);
}

static void
a_gsm_cut_to_the_end_leaks_nothing(void **state)
{
	struct sar_plan_cut cut = { .from = 40 * GSM_FRAMES, .to = GSM_LEN };
	struct sar_audio_job shape = { .frames = GSM_LEN,
		.rate = RATE,
		.channels = 1,
		.cuts = &cut,
		.n_cuts = 1 };
	struct bytes files[SECRETS];
	unsigned k;

	(void)state;
	for (k = 0; k < SECRETS; k++)
		files[k] = gsm_with(k, 40, GSM_BLOCKS);
	for (k = 0; k < 4; k++) {
		cut.fill = (k & 1) != 0 ? SAR_FILL_SILENCE : SAR_FILL_TONE;
		shape.format = (k & 2) != 0 ? SAR_FORMAT_FLAC : SAR_FORMAT_WAV;
		cut.to = GSM_LEN;
		assert_int_equal(count_different(files, SECRETS, &shape), 0);
		cut.to--;
		assert_true(count_different(files, SECRETS, &shape) > 0);
	}
	for (k = 0; k < SECRETS; k++)
		bytes_free(&files[k]);
}

/* --- Guards ---
 *
 * What a second of loud talk leaves in silence around it.  The decoder's ring
 * is a buzz of the talker's pitch, not words: -23 dBFS was measured up to 535
 * ms after talk at full level.  The guards take all that can be heard of it.
 */
#define MINUS_23_DBFS 2320
#define MINUS_60_DBFS 33
#define SECRET_FROM 8000
#define SECRET_TO 16000

/* The loudest sample of [from, to) that the secret adds to silence. */
static int
loudest(const int16_t *with, const int16_t *without, size_t from, size_t to)
{
	int most = 0;
	size_t i;

	for (i = from; i < to; i++)
		if (abs(with[i] - without[i]) > most)
			most = abs(with[i] - without[i]);
	return most;
}

/* The cut that a plan makes of the secret's own second. */
static struct sar_plan *
plan_of(size_t frames, struct sar_item *item, struct sar_items *items)
{
	static struct sar_index_recording recording;
	static struct sar_mark mark = { .from_us = 1000000,
		.to_us = 2000000,
		.basis = "TP",
		.line = 7 };
	static struct sar_marks marks = { .marks = &mark, .n = 1 };
	struct sar_marks *list[] = { &marks };
	struct sar_plan_options options = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_plan *plan;

	recording.frames = frames;
	recording.rate = RATE;
	recording.channels = 1;
	recording.codec = "gsm610";
	item->recording = &recording;
	item->decision = SAR_DECISION_INSIDE;
	items->items = item;
	items->n = 1;
	plan = sar_plan_make(items, list, 1, &options, &err);
	if (plan == NULL)
		fail_msg("%s", err.msg);
	assert_int_equal(plan->items[0].n_cuts, 1);
	return plan;
}

static void
assert_guards_cover(uint32_t seed, int *loudest_ring)
{
	static int16_t samples[GSM_LEN];
	struct sar_item item = { 0 };
	struct sar_items items = { 0 };
	struct sar_plan *plan;
	struct bytes quiet;
	struct bytes loud;
	int16_t *without;
	int16_t *with;
	size_t frames;
	size_t i;
	int ring;

	memset(samples, 0, sizeof(samples));
	quiet = encode(GSM, RATE, 1, samples, GSM_LEN);
	speak(samples + SECRET_FROM, SECRET_TO - SECRET_FROM, 1, seed);
	for (i = SECRET_FROM; i < SECRET_TO; i++)
		samples[i] = (int16_t)(samples[i] * 2.8);
	loud = encode(GSM, RATE, 1, samples, GSM_LEN);
	without = decode(&quiet, 1, &frames);
	with = decode(&loud, 1, &frames);
	plan = plan_of(frames, &item, &items);
	ring = loudest(with, without, SECRET_TO, frames);
	if (ring > *loudest_ring)
		*loudest_ring = ring;
	assert_int_equal(loudest(with, without, 0,
			     (size_t)plan->items[0].cuts[0].from),
	    0);
	assert_in_range(loudest(with, without,
			    (size_t)plan->items[0].cuts[0].to, frames),
	    0, MINUS_60_DBFS);
	assert_true(plan->items[0].cuts[0].to + RATE / 2 < frames);
	sar_plan_free(plan);
	free(with);
	free(without);
	bytes_free(&quiet);
	bytes_free(&loud);
}

static void
the_guards_of_gsm_cover_its_ring(void **state)
{
	uint32_t seed;
	int ring = 0;

	(void)state;
	for (seed = 1; seed <= 20; seed++)
		assert_guards_cover(seed, &ring);
	/* Without guards it would be heard. */
	assert_true(ring > 3 * MINUS_23_DBFS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pcm16_sources_leak_nothing),
		cmocka_unit_test(alaw_sources_leak_nothing),
		cmocka_unit_test(ulaw_sources_leak_nothing),
		cmocka_unit_test(flac_sources_leak_nothing),
		cmocka_unit_test(the_same_job_gives_the_same_bytes_again),
		cmocka_unit_test(a_call_cut_whole_leaves_only_its_length),
		cmocka_unit_test(
		    gsm_outputs_differ_only_where_the_decoder_remembers),
		cmocka_unit_test(a_gsm_cut_to_the_end_leaks_nothing),
		cmocka_unit_test(the_guards_of_gsm_cover_its_ring),
	};

	return cmocka_run_group_tests(tests, start_sandbox, NULL);
}
