#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audio/sealed.h"
#include "audit/again.h"
#include "audit/describe.h"
#include "audit/page.h"
#include "audit/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

static const char proof[] =
    "{\"recordings\":[{\"channels\":1,\"cuts\":[{\"basis\":[\"TP\"],"
    "\"channels\":[1],\"fill\":\"tone\",\"from\":2000,\"to\":4000}],"
    "\"fade\":0,\"format\":\"wav\",\"frames\":8000,\"name\":\"call-01.wav\","
    "\"rate\":8000}],\"schema\":\"sar-package.redactions/1\"}";

static size_t findings;

static void
finding(void *ctx, enum sar_audit_check check, const struct sar_err *err)
{
	(void)ctx;
	(void)check;
	must(err->code == SAR_ECORRUPT && err->msg[0] != '\0');
	findings++;
}

/* What is taken has none of what could do more than show. */
static void
check_page(const struct sar_redactions *redactions, const char *text,
    size_t len)
{
	static const char *const never[] = { "<!--", "<?", "<img", "<iframe",
		"<link", "<base", "<form", "<object", "<![CDATA[",
		"onload=", "href=\"http", "href=\"//", "href=\"java",
		"src=\"http" };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_page_seen seen;
	size_t i;

	if (sar_page_check(text, len, redactions, &seen, &err) == -1) {
		must(err.code == SAR_ECORRUPT);
		return;
	}
	must(!seen.disagrees);
	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		must(memmem(text, len, never[i], strlen(never[i])) == NULL);
	must(memmem(text, len, "src=\"call-01.wav\"", 17) != NULL ||
	     memmem(text, len, "src='call-01.wav'", 17) != NULL ||
	     memmem(text, len, "src", 3) != NULL);
}

/* What is taken has the one recording, its place and its seconds. */
static void
check_table(struct sar_redactions *redactions, const char *text, size_t len)
{
	struct sar_audit_options options = { .finding = finding };
	struct sar_audit audit = { .options = &options };
	struct sar_audit_volume volume = {
		.audit = &audit,
		.redactions = redactions,
	};
	struct sar_err err = SAR_ERR_INIT;

	(void)pthread_mutex_init(&audit.lock, NULL);
	findings = 0;
	must(sar_audit_table(&volume, text, len, &err) == 0);
	if (findings == 0) {
		must(memmem(text, len, "call-01.wav", 11) != NULL);
		must(memmem(text, len, ",1,0.3,", 7) != NULL ||
		     memmem(text, len, "0.3", 3) != NULL);
		must(memmem(text, len, "1.0", 3) != NULL);
	}
	free(volume.told);
	(void)pthread_mutex_destroy(&audit.lock);
}

/* What a table tells, written again, tells the same once more. */
static void
check_again(const struct sar_redactions *redactions, const char *text,
    size_t len)
{
	struct sar_again_from from = { text, len, text, len, redactions };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_again again;
	char *once = NULL;
	char *twice;
	size_t line;

	if (sar_again_make(&from, &again, &err) == -1)
		must(err.code == SAR_ECORRUPT);
	else {
		once = sar_letter_schedule(&again.letter, &err);
		must(once != NULL);
	}
	sar_again_free(&again);
	if (once == NULL)
		return;
	from.table = once;
	from.table_len = strlen(once);
	must(sar_again_make(&from, &again, &err) == 0);
	twice = sar_letter_schedule(&again.letter, &err);
	must(twice != NULL &&
	     sar_again_same(twice, false, once, strlen(once), &line));
	free(twice);
	twice = sar_letter_listen(&again.letter, &err);
	must(twice != NULL);
	free(twice);
	twice = sar_letter_schedule_text(&again.letter, &err);
	must(twice != NULL);
	free(twice);
	sar_again_free(&again);
	free(once);
}

/* A recording's form, read to its end or to what is wrong with it. */
static void
check_form(const char *text, size_t len)
{
	static const enum sar_plan_format formats[] = { SAR_FORMAT_FLAC,
		SAR_FORMAT_WAV, SAR_FORMAT_MP3, SAR_FORMAT_OPUS };
	struct sar_source source;
	struct sar_audio_job job = { .source = &source,
		.frames = 4096,
		.rate = 8000,
		.channels = 1 };
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	sar_source_text(&text, len, "call-01", &source);
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		job.format = formats[i];
		if (sar_sealed_form(&job, &err) == -1)
			must(err.code == SAR_ECORRUPT);
		else if (formats[i] == SAR_FORMAT_WAV)
			must(len == 44 + 2 * 4096);
		else
			must(len > 60);
	}
}

/* What is taken names nobody but by the members it may have. */
static void
check_description(const struct sar_redactions *redactions, const char *text,
    size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_described seen;

	if (sar_describe_check("call-01.vcon.json", text, len, redactions,
		&seen, &err) == -1) {
		must(err.code == SAR_ECORRUPT);
		return;
	}
	must(memmem(text, len, "\"name\":\"anonymous\"", 18) != NULL);
	must(memmem(text, len, "\"filename\":\"call-01.wav\"", 24) != NULL);
	must(memmem(text, len, "\"start\":0.25", 12) != NULL);
	must(memmem(text, len, "\"body\"", 6) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions;
	char *text;

	redactions = sar_redactions_read(proof, sizeof(proof) - 1, &err);
	must(redactions != NULL);
	if (size == 0 || (text = malloc(size)) == NULL) {
		sar_redactions_free(redactions);
		return 0;
	}
	memcpy(text, data + 1, size - 1);
	if ((data[0] & 64) != 0)
		check_again(redactions, text, size - 1);
	else if ((data[0] & 8) != 0)
		check_description(redactions, text, size - 1);
	else if ((data[0] & 2) != 0)
		check_form(text, size - 1);
	else if ((data[0] & 1) != 0)
		check_page(redactions, text, size - 1);
	else
		check_table(redactions, text, size - 1);
	free(text);
	sar_redactions_free(redactions);
	return 0;
}
