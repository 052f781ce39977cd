#ifndef SAR_INDEX_COMMITMENT_H
#define SAR_INDEX_COMMITMENT_H

#include "index/index.h"

/*
 * What stands for a recording in the log without telling anything of it: a
 * root over its sound for each channel, and a commitment to its file.  What
 * opens them is secret and kept here alone: without it they say nothing, so to
 * forget a recording is to forget that.  sar-redaction-proof(5).
 */
#define SAR_INDEX_COMMIT_CHANNELS 8
#define SAR_INDEX_COMMIT_SECRET 32 /* bytes of a seed, of the file's salt */
#define SAR_INDEX_COMMIT_DECODER 64

struct sar_index_commitment {
	char decoder[SAR_INDEX_COMMIT_DECODER]; /* as "sar-export/1 ulaw" */
	uint32_t block;                         /* frames */
	uint32_t channels; /* 0: its sound is not committed to */
	bool forgotten;    /* secrets are gone, and zeros here */
	uint8_t file_salt[SAR_INDEX_COMMIT_SECRET];
	uint8_t seeds[SAR_INDEX_COMMIT_CHANNELS][SAR_INDEX_COMMIT_SECRET];
	uint8_t roots[SAR_INDEX_COMMIT_CHANNELS][SAR_SHA256_LEN];
};

/**
 * sar_index_put_commitment: Store that of ${recording}, in place of one there
 * is.  The recording is then to be registered, if need be once more.
 */
SAR_MUST_CHECK int sar_index_put_commitment(struct sar_index *index,
    int64_t recording, const struct sar_index_commitment *commitment,
    struct sar_err *err);

/**
 * sar_index_get_commitment: That of ${recording}; *${there} is false where it
 * has none, as in an index of before there were any.  The caller wipes ${out}.
 */
SAR_MUST_CHECK int sar_index_get_commitment(struct sar_index *index,
    int64_t recording, bool *there, struct sar_index_commitment *out,
    struct sar_err *err);

/**
 * sar_index_forget_commitment: Erase its secrets, and with the next
 * sar_index_commit() all traces of them, if nobody is reading; else with the
 * next one.  What was registered stays.
 */
SAR_MUST_CHECK int sar_index_forget_commitment(struct sar_index *index,
    int64_t recording, struct sar_err *err);

/**
 * sar_index_each_present: Call ${fn} for each recording after ${after} that
 * can be decoded, by id.  It may write; what it is given is good until it
 * returns.
 */
SAR_MUST_CHECK int sar_index_each_present(struct sar_index *index,
    int64_t after, sar_index_recording_fn *fn, void *ctx, struct sar_err *err);

/* The registration of a recording. */
struct sar_index_registration {
	uint64_t seq; /* of the record in the log */
	uint64_t nr;  /* in its batch, from 0 */
	char *line;   /* malloc'd, without LF; NULL once erased */
};

/**
 * sar_index_registration: The one ${recording} has now; *${there} is false
 * where it has none, as in an index of before lines were numbered.
 */
SAR_MUST_CHECK int sar_index_registration(struct sar_index *index,
    int64_t recording, bool *there, struct sar_index_registration *out,
    struct sar_err *err);

/** sar_index_registered_before: The line of its last registration, malloc'd;
 * *${line} is NULL where there is none, or it was erased. */
SAR_MUST_CHECK int sar_index_registered_before(struct sar_index *index,
    int64_t recording, char **line, struct sar_err *err);

typedef int sar_index_batch_fn(void *ctx, uint64_t nr,
    const uint8_t leaf[SAR_SHA256_LEN], struct sar_err *err);

/**
 * sar_index_batch: Call ${fn} for each leaf of the batch that record ${seq}
 * registered, in order; SAR_ECORRUPT when one is not there.
 */
SAR_MUST_CHECK int sar_index_batch(struct sar_index *index, uint64_t seq,
    sar_index_batch_fn *fn, void *ctx, struct sar_err *err);

/** sar_index_forget_lines: Erase the lines of all its registrations; their
 * leaves stay. */
SAR_MUST_CHECK int sar_index_forget_lines(struct sar_index *index,
    int64_t recording, struct sar_err *err);

#endif
