#ifndef SAR_CASEBOOK_SAMPLE_H
#define SAR_CASEBOOK_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "disclosure/log.h"
#include "disclosure/record.h"

/*
 * A sample nobody chose: drawn from the root of a checkpoint, so that whoever
 * has it draws the same.  sar-verify(1) says how, to the bit.
 */
#define SAR_SAMPLE_MAX 10000 /* of one sample */
#define SAR_SAMPLE_SEED_MAX 256

struct sar_sample {
	uint8_t root[SAR_SHA256_LEN];
	const char *seed; /* a word of whoever draws; "" for none */
	uint64_t of;      /* how many things there are to draw from */
};

/**
 * sar_sample_draw: Draw *${n} different numbers below ${sample}->of, or all if
 * there are no more, to ${out}, in the order they are drawn.  *${n}, at most
 * SAR_SAMPLE_MAX, becomes how many they are.
 */
SAR_MUST_CHECK int sar_sample_draw(const struct sar_sample *sample,
    uint64_t *out, size_t *n, struct sar_err *err);

/* A record that was drawn. */
#define SAR_SAMPLE_CASE 128
struct sar_sample_record {
	uint64_t at; /* which it is of those to draw from */
	size_t turn; /* it was drawn as this one, from 0 */
	uint64_t seq;
	enum sar_record_type type;
	int64_t t;                 /* of no meaning if it was erased */
	char ref[SAR_SAMPLE_CASE]; /* of its case, or of that of ${of}; "" */
	bool has_of;
	uint64_t of; /* the intent, or the hold, that it names */
};

struct sar_sample_of_log {
	bool wanted[SAR_RECORD_TYPES];     /* in: the types to draw from */
	const char *seed;                  /* in */
	struct sar_sample_record *records; /* out, by seq; the caller frees */
	size_t n;      /* in: how many; out: how many there are */
	uint64_t of;   /* out: how many there were to draw from */
	uint64_t size; /* out: of the log */
	uint8_t root[SAR_SHA256_LEN]; /* out */
};

/**
 * sar_sample_log: Draw from the log, ${how} without callbacks.  It is read
 * twice or three times; memory does not grow with its length.
 */
SAR_MUST_CHECK int sar_sample_log(const struct sar_log_reading *how,
    struct sar_sample_of_log *sample, struct sar_err *err);

#endif
