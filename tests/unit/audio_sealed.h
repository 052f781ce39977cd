/* Redacted recordings held against their redactions, without a source. */
#ifndef TEST_AUDIO_SEALED_H
#define TEST_AUDIO_SEALED_H

#include "audio/sealed.h"
#include "audio_call.h"

/* Form, then cuts, of ${out} by what ${job} says; one error of both. */
static inline int
look(const struct sar_audio_job *job, struct bytes *out,
    struct sar_sealed_seen *seen, struct sar_err *err)
{
	struct sar_audio_job sealed = *job;
	struct sar_source source;

	(void)job_on(out, &source, 0, 0, 0);
	source.name = "call-01";
	sealed.source = &source;
	if (sar_sealed_form(&sealed, err) == -1)
		return -1;
	return sar_sealed_cuts(&sealed, seen, err);
}

static inline void
must_fail(const struct sar_audio_job *job, struct bytes *out, const char *why)
{
	struct sar_sealed_seen seen;
	struct sar_err err = SAR_ERR_INIT;

	if (look(job, out, &seen, &err) == 0)
		fail_msg("format %d passes: %s", (int)job->format, why);
	assert_int_equal(err.code, SAR_ECORRUPT);
	if (strstr(err.msg, why) == NULL)
		fail_msg("format %d: %s: not \"%s\"", (int)job->format, err.msg,
		    why);
}

/* The sum of an Ogg page anew. */
static inline void
mend_page(char *page, size_t len)
{
	uint32_t sum = 0;
	size_t i;
	int bit;

	memset(page + 22, 0, 4);
	for (i = 0; i < len; i++)
		for (sum ^= (uint32_t)(uint8_t)page[i] << 24, bit = 0; bit < 8;
		     bit++)
			sum = sum << 1 ^
			      ((sum & 0x80000000U) != 0 ? 0x04c11db7U : 0);
	for (i = 0; i < 4; i++)
		page[22 + i] = (char)(sum >> 8 * i);
}

static inline size_t
page_len(const char *page)
{
	size_t n = (uint8_t)page[26];
	size_t len = 27 + n;
	size_t i;

	for (i = 0; i < n; i++)
		len += (uint8_t)page[27 + i];
	return len;
}

#endif
