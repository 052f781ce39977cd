/* A recording out of a package beside its proof: whatever is changed is told,
 * in what is disclosed and in what is withheld. */
#include "redact_prove.h"

#include "audit/redaction.h"
#include "base/source.h"

#define RANGES 64
#define HEAD 44

struct file {
	uint8_t *data;
	size_t len;
};

static void
put(uint8_t *at, uint32_t value, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

/* A WAV file as packages have them. */
static struct file
wav_of(const struct sar_redact_shape *shape, const int16_t *samples)
{
	size_t n = (size_t)shape->frames * shape->channels;
	struct file file = { calloc(1, HEAD + 2 * n), HEAD + 2 * n };
	size_t i;

	assert_non_null(file.data);
	memcpy(file.data, "RIFF....WAVEfmt ", 16);
	put(file.data + 4, (uint32_t)(36 + 2 * n), 4);
	put(file.data + 16, 16, 4);
	put(file.data + 20, 1, 2);
	put(file.data + 22, shape->channels, 2);
	put(file.data + 24, shape->rate, 4);
	put(file.data + 28, shape->rate * shape->channels * 2, 4);
	put(file.data + 32, shape->channels * 2, 2);
	put(file.data + 34, 16, 2);
	memcpy(file.data + 36, "data", 4);
	put(file.data + 40, (uint32_t)(2 * n), 4);
	for (i = 0; i < n; i++)
		put(file.data + HEAD + 2 * i, (uint16_t)samples[i], 2);
	return file;
}

static ssize_t
pread_file(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	const struct file *file = ctx;

	(void)err;
	if (off >= file->len)
		return 0;
	if (len > file->len - off)
		len = file->len - (size_t)off;
	memcpy(buf, file->data + off, len);
	return (ssize_t)len;
}

static int
sound(const struct sar_redact_proof *proof, struct file *file,
    struct sar_err *err)
{
	struct sar_source source = { .name = "call-01.wav",
		.size = file->len,
		.pread = pread_file,
		.ctx = file };
	struct sar_audit_redaction redaction = { .proof = proof,
		.recording = &source };

	*err = (struct sar_err)SAR_ERR_INIT;
	return sar_audit_redaction_sound(&redaction, err);
}

/* One bit at a time, wherever it is: disclosed or withheld. */
static void
flip_some(const struct sar_redact_proof *proof, struct file *file,
    uint64_t *random)
{
	struct sar_err err;
	uint8_t bit;
	unsigned i;
	size_t at;

	for (i = 0; i < 8; i++) {
		at = HEAD + (size_t)(dice(random) % (file->len - HEAD));
		bit = (uint8_t)(1U << dice(random) % 8);
		file->data[at] ^= bit;
		if (sound(proof, file, &err) == 0)
			fail_msg("byte %zu", at);
		assert_int_equal(err.code, SAR_ECORRUPT);
		file->data[at] ^= bit;
	}
}

static void
any_recording_passes_as_it_is_and_with_no_bit_changed(void **state)
{
	struct sar_redact_range ranges[RANGES];
	struct sar_redact_shape shape;
	struct sar_redact_proof *proof;
	struct sar_err err;
	uint64_t random = 77;
	struct file file;
	struct trial t;
	int16_t *given;
	unsigned round;
	size_t n, len;
	char *text;

	(void)state;
	for (round = 0; round < 60; round++) {
		shape.rate = (uint32_t)(1000 + dice(&random) % 200);
		shape.channels = (uint32_t)(1 + dice(&random) % 8);
		shape.frames = 1 + dice(&random) % 2500;
		begin_trial(&t, shape, dice(&random));
		n = random_ranges(&shape, &random, ranges, RANGES);
		text = make_proof(&t, ranges, n, &len);
		proof = read_proof(text, len);
		given = disclosed(&t, ranges, n);
		file = wav_of(&shape, given);
		if (sound(proof, &file, &err) == -1)
			fail_msg("round %u: %s", round, err.msg);
		flip_some(proof, &file, &random);
		free(file.data);
		free(given);
		sar_redact_proof_free(proof);
		free(text);
		end_trial(&t);
	}
}

/* Left in by mistake, it would pass everything but this. */
static void
what_was_not_cut_out_is_told_wherever_it_is(void **state)
{
	static const struct sar_redact_range cuts[] = { { 0, 2, 4 },
		{ 0, 6, 7 }, { 1, 0, 3 } };
	static const struct sar_redact_shape shape = { 800, 1000, 2 };
	struct sar_redact_proof *proof;
	struct sar_err err;
	struct file file;
	struct trial t;
	int16_t *given;
	size_t len, i;
	char *text;

	(void)state;
	begin_trial(&t, shape, 4);
	text = make_proof(&t, cuts, 3, &len);
	proof = read_proof(text, len);
	for (i = 0; i < 3; i++) {
		struct sar_redact_range but[3];
		size_t k, n = 0;

		for (k = 0; k < 3; k++)
			if (k != i)
				but[n++] = cuts[k];
		given = disclosed(&t, but, n);
		file = wav_of(&shape, given);
		assert_int_equal(sound(proof, &file, &err), -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_non_null(strstr(err.msg, "of a cut is not the fill"));
		free(file.data);
		free(given);
	}
	sar_redact_proof_free(proof);
	free(text);
	end_trial(&t);
}

static void
what_is_no_recording_of_a_package_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} others[] = { { "", 0 }, { "ID3\4", 4 }, { "OggS", 4 },
		{ "\xff\xfb\x90\x64", 4 }, { "RIFF", 4 },
		{ "RIFF....WAVEfmt \x10\0\0\0\x03\0", 22 }, { "hello", 5 } };
	static const struct sar_redact_shape shape = { 800, 1000, 2 };
	struct sar_redact_proof *proof;
	struct sar_err err;
	struct file file;
	struct trial t;
	size_t len, i;
	char *text;

	(void)state;
	begin_trial(&t, shape, 4);
	text = make_proof(&t, NULL, 0, &len);
	proof = read_proof(text, len);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		file.data = calloc(1, others[i].len + 1);
		assert_non_null(file.data);
		memcpy(file.data, others[i].bytes, others[i].len);
		file.len = others[i].len;
		assert_int_equal(sound(proof, &file, &err), -1);
		assert_int_equal(err.code, SAR_EINPUT);
		free(file.data);
	}
	sar_redact_proof_free(proof);
	free(text);
	end_trial(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    any_recording_passes_as_it_is_and_with_no_bit_changed),
		cmocka_unit_test(what_was_not_cut_out_is_told_wherever_it_is),
		cmocka_unit_test(what_is_no_recording_of_a_package_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
