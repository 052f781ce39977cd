/*
 * Any bytes as a sound file, with a header or by the catalogue's word.  What is
 * decoded must lie within the bounds the header states, reading in blocks of
 * another size must give the same samples, and sound without memory must be
 * just the bytes that coded.h says it is.
 */
#include <stdint.h>
#include <stdlib.h>

#include "media/coded.h"
#include "media/decode.h"

#define STEP 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
	struct sar_media_info info;
	uint64_t frames;
	uint64_t sum; /* depends on the order of the samples */
	bool decoded;
};

static void
add(struct outcome *out, const int16_t *block, size_t samples)
{
	size_t i;

	for (i = 0; i < samples; i++)
		out->sum = out->sum * 31 + (uint16_t)block[i];
}

/* Nothing fails without a word, and nothing succeeds without sound. */
static void
check(const struct outcome *out, ssize_t n, const struct sar_err *err)
{
	const struct sar_media_info *info = &out->info;

	if ((n == 0) != (err->code == SAR_OK) ||
	    (n == 0) != (err->msg[0] == '\0'))
		abort();
	if (n == -1)
		return;
	if (info->channels < 1 || info->channels > 8 || info->rate < 1000 ||
	    info->rate > 192000 || (info->findings & SAR_MEDIA_NO_AUDIO) != 0 ||
	    !sar_media_decodes(info->codec))
		abort();
	if (info->frames == 0 || info->frames != out->frames ||
	    info->frames > info->rate * SAR_MEDIA_MAX_SECONDS)
		abort();
}

static void
decode(const struct sar_source *source, const struct sar_media_raw *raw,
    size_t step, struct outcome *out)
{
	static int16_t block[8 * STEP];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_decode *decode;
	ssize_t n = -1;

	*out = (struct outcome){ .frames = 0 };
	decode = sar_decode_open(source, raw, &out->info, &err);
	while (decode != NULL &&
	       (n = sar_decode_read(decode, block, step, &err)) > 0) {
		if ((size_t)n > step)
			abort();
		out->frames += (uint64_t)n;
		add(out, block, (size_t)n * out->info.channels);
	}
	check(out, n, &err);
	out->decoded = n == 0;
	sar_decode_close(decode);
}

/* The same sound, by its bytes. */
static void
try_coded(const struct sar_source *source, const struct sar_media_raw *raw,
    const uint8_t *data, const struct outcome *want)
{
	static int16_t block[STEP];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_coded coded;
	struct outcome got = { .frames = 0 };
	uint64_t samples, done;
	bool is = false;
	size_t width, n;

	if (sar_media_coded(source, raw, &coded, &is, &err) == -1) {
		if (want->decoded)
			abort();
		return;
	}
	if (!is)
		return;
	width = sar_media_width(coded.codec);
	samples = coded.frames * coded.channels;
	if (!want->decoded || coded.codec != want->info.codec ||
	    coded.findings != want->info.findings ||
	    coded.frames != want->frames || coded.len != samples * width ||
	    coded.off > source->size || coded.len > source->size - coded.off)
		abort();
	for (done = 0; done < samples; done += n) {
		n = samples - done < STEP ? (size_t)(samples - done) : STEP;
		sar_media_convert(coded.codec, data + coded.off + done * width,
		    n, block);
		add(&got, block, n);
	}
	if (got.sum != want->sum)
		abort();
}

static void
try(const uint8_t *data, size_t size, const struct sar_media_raw *raw)
{
	const char *text = (const char *)data;
	struct sar_source source;
	struct outcome once, again;

	sar_source_text(&text, size, "fuzz", &source);
	decode(&source, raw, STEP, &once);
	decode(&source, raw, 61, &again);
	if (once.decoded != again.decoded ||
	    (once.decoded &&
		(once.frames != again.frames || once.sum != again.sum)))
		abort();
	try_coded(&source, raw, data, &once);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum sar_codec codecs[] = { SAR_CODEC_PCM16,
		SAR_CODEC_ALAW, SAR_CODEC_ULAW, SAR_CODEC_GSM610 };
	struct sar_media_raw raw = { codecs[size % 4], 8000,
		(uint32_t)(size / 4 % 3) };

	try(data, size, NULL);
	try(data, size, &raw);
	return 0;
}
