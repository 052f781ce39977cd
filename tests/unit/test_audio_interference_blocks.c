/*
 * Non-interference where the source is coded in blocks or frames: those of a
 * secret are put into the file, as coded, so that all around is to the bit
 * what it was.  And tags, other chunks and stray bytes: nothing of them.
 */
#include "audio_bench.h"

#define LEN 16160
#define SECRETS 8

static bool
same(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static void
talk(int16_t *samples, unsigned kind)
{
	uint32_t seed = kind;
	size_t i;

	speak(samples, LEN, 1, 5 + kind * 31);
	for (i = 0; i < LEN; i++) {
		if (kind == 1)
			samples[i] = 0;
		if (kind == 2)
			samples[i] = (int16_t)next_random(&seed);
		if (kind == 3)
			samples[i] = i / 4 % 2 == 0 ? INT16_MAX : INT16_MIN;
	}
}

/* A format of blocks, and which samples a run of them decides. */
struct blocks {
	const char *name;
	struct bytes (*make)(const int16_t *samples);
	enum sar_codec codec;
	size_t head;   /* bytes before the first block */
	size_t block;  /* bytes */
	size_t frames; /* of a block */
	size_t less;   /* frames: a cut shorter by these shows it */
	size_t after;  /* blocks whose decoding remembers the ones before */
};

static struct bytes
make_ima(const int16_t *samples)
{
	return encode(SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, RATE, 1, samples,
	    LEN);
}

static struct bytes
make_ms(const int16_t *samples)
{
	return encode(SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM, RATE, 1, samples,
	    LEN);
}

/* By our own encoder: without a reservoir frames can be exchanged. */
static struct bytes
make_mp3(const int16_t *samples)
{
	struct bytes pcm = encode(PCM, RATE, 1, samples, LEN);
	struct sar_source source;
	struct sar_audio_job job = job_on(&pcm, &source, LEN, RATE, 1);
	struct bytes out;

	job.format = SAR_FORMAT_MP3;
	out = redact(&job);
	bytes_free(&pcm);
	return out;
}

static size_t
data_of(const struct bytes *wav)
{
	const char *found = memmem(wav->data, wav->len, "data", 4);

	assert_non_null(found);
	return (size_t)(found - wav->data) + 8;
}

/* The voice, with the blocks [10, 15) of secret ${kind}. */
static struct bytes
spliced(const struct blocks *b, unsigned kind)
{
	static int16_t samples[LEN];
	struct bytes file;
	struct bytes other;
	size_t head = b->head;

	talk(samples, 0);
	file = b->make(samples);
	talk(samples, kind);
	other = b->make(samples);
	if (head == 0 && b->codec != SAR_CODEC_MP3)
		head = data_of(&file);
	assert_int_equal(file.len, other.len);
	assert_true(head + 15 * b->block < file.len);
	memcpy(file.data + head + 10 * b->block,
	    other.data + head + 10 * b->block, 5 * b->block);
	bytes_free(&other);
	return file;
}

static uint64_t
frames_of(struct bytes *file, enum sar_codec codec)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	struct sar_source source;

	(void)job_on(file, &source, 0, RATE, 1);
	if (sar_media_measure(&source, NULL, &info, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(info.codec, codec);
	assert_true(sar_media_decodes(codec));
	return info.frames;
}

static struct bytes
run(struct bytes *file, const struct blocks *b, const struct sar_plan_cut *cut,
    enum sar_plan_format format)
{
	struct sar_source source;
	struct sar_audio_job job = job_on(file, &source,
	    frames_of(file, b->codec), RATE, 1);

	job.codec = b->codec;
	job.cuts = cut;
	job.n_cuts = 1;
	job.format = format;
	return redact(&job);
}

static unsigned
count_different(struct bytes *files, const struct blocks *b,
    const struct sar_plan_cut *cut, enum sar_plan_format format)
{
	struct bytes first = run(&files[0], b, cut, format);
	unsigned different = 0;
	unsigned k;

	for (k = 1; k < SECRETS; k++) {
		struct bytes other = run(&files[k], b, cut, format);

		different += !same(&first, &other);
		bytes_free(&other);
	}
	bytes_free(&first);
	return different;
}

static void
assert_blocks_leak_nothing(const struct blocks *b)
{
	struct sar_plan_cut cut = { .from = 10 * b->frames,
		.to = (15 + b->after) * b->frames };
	struct bytes files[SECRETS];
	unsigned k;
	int format;

	for (k = 0; k < SECRETS; k++)
		files[k] = spliced(b, k);
	for (format = 0; format < SAR_FORMAT_SAME; format++) {
		k = count_different(files, b, &cut,
		    (enum sar_plan_format)format);
		if (k != 0)
			fail_msg("%s, format %d: %u show", b->name, format, k);
		/* Cut less than the secret: it shows. */
		cut.from += b->less;
		assert_true(count_different(files, b, &cut,
				(enum sar_plan_format)format) > 0);
		cut.from -= b->less;
		cut.to = 15 * b->frames - b->less;
		assert_true(count_different(files, b, &cut,
				(enum sar_plan_format)format) > 0);
		cut.to = (15 + b->after) * b->frames;
	}
	for (k = 0; k < SECRETS; k++)
		bytes_free(&files[k]);
}

static void
adpcm_blocks_leak_nothing(void **state)
{
	static const struct blocks ima = { "IMA", make_ima, SAR_CODEC_IMA_ADPCM,
		0, 256, 505, 2, 0 };
	static const struct blocks ms = { "MS", make_ms, SAR_CODEC_MS_ADPCM, 0,
		256, 500, 2, 0 };

	(void)state;
	assert_blocks_leak_nothing(&ima);
	assert_blocks_leak_nothing(&ms);
}

static void
mp3_frames_leak_nothing(void **state)
{
	static const struct blocks mp3 = { "MP3", make_mp3, SAR_CODEC_MP3, 0,
		288, 576, 576, 2 };

	(void)state;
	assert_blocks_leak_nothing(&mp3);
}

/* --- What is not sound --- */
#define MARK "Ines-Marker-07700900123"

static void
put32(struct bytes *out, size_t value)
{
	uint8_t le[4] = { (uint8_t)value, (uint8_t)(value >> 8),
		(uint8_t)(value >> 16), (uint8_t)(value >> 24) };

	(void)bytes_write(le, 4, out);
}

static void
put_chunk(struct bytes *out, const char *tag, const char *prefix)
{
	char body[128] = { 0 };
	size_t len = (size_t)snprintf(body, sizeof(body), "%s%s", prefix, MARK);

	len += len % 2;
	(void)bytes_write(tag, 4, out);
	put32(out, len);
	(void)bytes_write(body, (sf_count_t)len, out);
}

/* The WAV file with every chunk recorders are known to write, both sides. */
static struct bytes
with_every_chunk(const struct bytes *wav)
{
	static const char *const tags[] = { "LIST", "bext", "cue ", "iXML",
		"id3 ", "cart", "smpl", "JUNK", "PAD ", "xtra" };
	struct bytes out = { 0 };
	size_t i;

	(void)bytes_write(wav->data, 36, &out);
	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		put_chunk(&out, tags[i], i == 0 ? "INFOIART" : "");
	(void)bytes_write(wav->data + 36, (sf_count_t)wav->len - 36, &out);
	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		put_chunk(&out, tags[i], "");
	(void)bytes_write(MARK, sizeof(MARK) - 1, &out);
	out.at = 4;
	put32(&out, out.len - 8);
	return out;
}

/* By libsndfile: comments of FLAC and Vorbis, and of AIFF, CAF and AU. */
static struct bytes
with_strings(int format, const int16_t *samples, size_t frames)
{
	SF_VIRTUAL_IO io = bytes_io();
	struct bytes bytes = { 0 };
	SF_INFO info = { 0 };
	SNDFILE *file;

	info.format = format;
	info.samplerate = RATE;
	info.channels = 1;
	file = sf_open_virtual(&io, SFM_WRITE, &info, &bytes);
	assert_non_null(file);
	(void)sf_set_string(file, SF_STR_TITLE, MARK);
	(void)sf_set_string(file, SF_STR_ARTIST, MARK);
	(void)sf_set_string(file, SF_STR_COMMENT, MARK);
	assert_int_equal(sf_writef_short(file, samples, (sf_count_t)frames),
	    frames);
	assert_int_equal(sf_close(file), 0);
	return bytes;
}

static void
assert_no_mark(struct bytes *file, enum sar_codec codec)
{
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes out;
	int format;

	assert_non_null(memmem(file->data, file->len, MARK, sizeof(MARK) - 1));
	for (format = 0; format < SAR_FORMAT_SAME; format++) {
		job = job_on(file, &source, frames_of(file, codec), RATE, 1);
		job.format = (enum sar_plan_format)format;
		out = redact(&job);
		assert_null(memmem(out.data, out.len, "Marker", 6));
		assert_null(memmem(out.data, out.len, "07700", 5));
		bytes_free(&out);
	}
}

static void
no_chunk_or_comment_of_the_source_is_carried_over(void **state)
{
	static int16_t samples[LEN];
	static const struct {
		int format;
		enum sar_codec codec;
	} wavs[] = {
		{ PCM, SAR_CODEC_PCM16 },
		{ SF_FORMAT_WAV | SF_FORMAT_PCM_24, SAR_CODEC_PCM24 },
	}, others[] = {
		{ SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SAR_CODEC_FLAC },
		{ SF_FORMAT_OGG | SF_FORMAT_VORBIS, SAR_CODEC_VORBIS },
		{ SF_FORMAT_AIFF | SF_FORMAT_PCM_16, SAR_CODEC_PCM16 },
		{ SF_FORMAT_CAF | SF_FORMAT_PCM_16, SAR_CODEC_PCM16 },
	};
	struct bytes plain;
	struct bytes tagged;
	size_t i;

	(void)state;
	talk(samples, 0);
	for (i = 0; i < sizeof(wavs) / sizeof(wavs[0]); i++) {
		plain = encode(wavs[i].format, RATE, 1, samples, LEN);
		tagged = with_every_chunk(&plain);
		assert_no_mark(&tagged, wavs[i].codec);
		bytes_free(&plain);
		bytes_free(&tagged);
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		tagged = with_strings(others[i].format, samples, LEN);
		assert_no_mark(&tagged, others[i].codec);
		bytes_free(&tagged);
	}
}

/* A picture between the header of a FLAC file and its frames. */
static void
no_picture_of_a_flac_file_is_carried_over(void **state)
{
	static const char picture[] = "\6\0\0\x3b\0\0\0\3\0\0\0\x09image/png"
				      "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				      "\0\0\0\x1b" MARK "pngs";
	static int16_t samples[LEN];
	struct bytes plain;
	struct bytes tagged = { 0 };
	size_t len = sizeof(picture) - 1;

	(void)state;
	assert_int_equal(len, 4 + 4 + 4 + 9 + 20 + 4 + 27);
	talk(samples, 0);
	plain = encode(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, RATE, 1, samples,
	    LEN);
	(void)bytes_write(plain.data, 42, &tagged);
	(void)bytes_write(picture, (sf_count_t)len, &tagged);
	tagged.data[42 + 3] = (char)(len - 4);
	(void)bytes_write(plain.data + 42, (sf_count_t)plain.len - 42, &tagged);
	assert_no_mark(&tagged, SAR_CODEC_FLAC);
	bytes_free(&plain);
	bytes_free(&tagged);
}

/* Not even by refusing it does a second data chunk get out. */
static void
a_hidden_second_data_chunk_gives_no_output(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct fixture f;
	struct bytes hidden = { 0 };
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes out;
	int format;

	(void)state;
	setup(&f, 1);
	(void)bytes_write(f.file.data, (sf_count_t)f.file.len, &hidden);
	put_chunk(&hidden, "data", "");
	hidden.at = 4;
	put32(&hidden, hidden.len - 8);
	job = job_on(&hidden, &source, FRAMES, RATE, 1);
	for (format = 0; format < SAR_FORMAT_SAME; format++) {
		job.format = (enum sar_plan_format)format;
		assert_int_equal(pull(&job, 8192, &out, &err), -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
	}
	bytes_free(&hidden);
	bytes_free(&f.file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adpcm_blocks_leak_nothing),
		cmocka_unit_test(mp3_frames_leak_nothing),
		cmocka_unit_test(
		    no_chunk_or_comment_of_the_source_is_carried_over),
		cmocka_unit_test(no_picture_of_a_flac_file_is_carried_over),
		cmocka_unit_test(a_hidden_second_data_chunk_gives_no_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
