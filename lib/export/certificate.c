/* sar-certificate(5) */
#include "export/certificate.h"

#include <jansson.h>
#include <string.h>

#include "base/hex.h"

#define SCHEMA "sar-export.redaction/1"

static json_t *
hex_json(const uint8_t digest[SAR_SHA256_LEN])
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(digest, SAR_SHA256_LEN, hex);
	return json_string(hex);
}

/* The codec of the samples in a file of the format. */
static const char *
codec_of(enum sar_plan_format format)
{
	switch (format) {
	case SAR_FORMAT_WAV:
		return "pcm16";
	case SAR_FORMAT_WAV_ALAW:
		return "alaw";
	case SAR_FORMAT_WAV_ULAW:
		return "ulaw";
	case SAR_FORMAT_FLAC:
		return "flac";
	case SAR_FORMAT_MP3:
		return "mp3";
	case SAR_FORMAT_OPUS:
		return "opus";
	case SAR_FORMAT_SAME:
		break;
	}
	return "";
}

/* A-law to A-law: the bytes that are kept are those of the recording. */
static bool
is_coded(const struct sar_plan_item *item)
{
	const char *codec = item->item->recording->codec;

	return (item->format == SAR_FORMAT_WAV_ALAW &&
		   strcmp(codec, "alaw") == 0) ||
	       (item->format == SAR_FORMAT_WAV_ULAW &&
		   strcmp(codec, "ulaw") == 0);
}

static json_t *
path_json(const struct sar_plan_item *item)
{
	return json_sprintf("%s -> %s -> %s", item->item->recording->codec,
	    is_coded(item) ? "encoded" : "pcm16",
	    sar_plan_format_name(item->format));
}

static json_t *
cuts_json(const struct sar_plan_item *item)
{
	json_t *cuts = json_array();
	size_t i;

	for (i = 0; cuts != NULL && i < item->n_cuts; i++) {
		const struct sar_plan_cut *cut = &item->cuts[i];

		if (json_array_append_new(cuts,
			json_pack("[I,I,I,s,s]", (json_int_t)cut->from,
			    (json_int_t)cut->to, (json_int_t)cut->channels,
			    sar_plan_fill_name(cut->fill), cut->basis)) == 0)
			continue;
		json_decref(cuts);
		cuts = NULL;
	}
	return cuts;
}

static json_t *
source_json(const struct sar_index_recording *recording)
{
	return json_pack("{s:o,s:I,s:s,s:I,s:I,s:I,s:s}", "sha256",
	    hex_json(recording->sha256), "bytes", (json_int_t)recording->bytes,
	    "codec", recording->codec, "frames", (json_int_t)recording->frames,
	    "rate", (json_int_t)recording->rate, "channels",
	    (json_int_t)recording->channels, "findings", recording->finding);
}

static json_t *
output_json(const struct sar_certificate *of)
{
	enum sar_plan_format format = of->item->format;

	return json_pack("{s:o,s:I,s:s,s:s}", "sha256",
	    hex_json(of->output_sha256), "bytes", (json_int_t)of->output_bytes,
	    "format", sar_plan_format_name(format), "codec", codec_of(format));
}

static json_t *
check_json(const struct sar_certificate *of)
{
	const struct sar_audio_check *check = &of->check;

	return json_pack("{s:s,s:I,s:I,s:I,s:s}", "method",
	    check->method == SAR_AUDIO_ENCODED_AGAIN ? "encoded-again"
						     : "every-sample",
	    "frames", (json_int_t)check->frames, "frames_cut",
	    (json_int_t)check->frames_cut, "frames_kept",
	    (json_int_t)check->frames_kept, "result", "passed");
}

/* As in plan.json. */
static json_t *
marks_json(const struct sar_marks *marks, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];

	if (marks == NULL)
		return json_null();
	return sar_marks_digest(marks, digest, err) == 0 ? hex_json(digest)
							 : NULL;
}

char *
sar_certificate_json(const struct sar_certificate *of, struct sar_err *err)
{
	const struct sar_plan_item *item = of->item;
	char *text = NULL;
	json_t *root;

	root = json_pack("{s:s,s:s,s:I,s:s,s:o,s:o,s:o,s:o,s:o,s:{s:I,s:I},"
			 "s:I,s:s,s:o,s:o,s:{s:s,s:s}}",
	    "schema", SCHEMA, "ref", of->ref, "item",
	    (json_int_t)item->item->number, "name", item->name, "source",
	    source_json(item->item->recording), "marks_sha256",
	    marks_json(item->marks, err), "plan_sha256",
	    hex_json(of->plan_sha256), "output", output_json(of), "cuts",
	    cuts_json(item), "guards", "before_ms",
	    (json_int_t)item->guard_before_ms, "after_ms",
	    (json_int_t)item->guard_after_ms, "fade_ms",
	    (json_int_t)of->plan->fade_ms, "fill",
	    sar_plan_fill_name(of->plan->fill), "codec_path", path_json(item),
	    "self_check", check_json(of), "program", "name", "sar-export",
	    "version", SAR_VERSION);
	if (root != NULL)
		text = json_dumps(root,
		    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	if (text == NULL && err->code == SAR_OK)
		(void)sar_err_set(err, SAR_EFAIL,
		    "certificate: out of memory, or text that is not UTF-8");
	json_decref(root);
	return text;
}
