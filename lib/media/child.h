#ifndef SAR_MEDIA_CHILD_H
#define SAR_MEDIA_CHILD_H

#include "media/found.h"
#include "sandbox/sandbox.h"

/*
 * Private to media: a recording decoded in a process of its own, which holds
 * the recording and nothing else.  Nothing it says is believed unless it can
 * be so, and what it does to itself is that recording's failure.
 */
struct sar_child; /* opaque */

/* What it may use up.  The tests allow less, and decoders of their own. */
struct sar_child_bounds {
	sar_sandbox_main *main;
	uint32_t cpu;      /* seconds */
	uint64_t memory;   /* bytes */
	uint32_t patience; /* half seconds that bring nothing */
};
extern const struct sar_child_bounds sar_child_usual;

/* What is to be decoded; all of it is borrowed. */
struct sar_child_job {
	const struct sar_source *source;
	const struct sar_media_raw *raw;
	/*
	 * What we saw of it ourselves, by sar_plain_try(): the container, and
	 * of some all that is in their header.  Where that tells the codec the
	 * decoder cannot pass it off as another, for which the guards are
	 * narrower.
	 */
	const struct sar_media_found *seen;
	const struct sar_child_bounds *bounds;
};

/**
 * sar_child_open: As sar_media_open().  ${err} is SAR_EFAIL when there can be
 * no such process.  When it crashes, or does what it must not, that is
 * SAR_ECORRUPT, then or from sar_child_read().
 */
SAR_MUST_CHECK struct sar_child *sar_child_open(const struct sar_child_job *job,
    struct sar_media_info *info, struct sar_err *err);

/** sar_child_read: As sar_media_read(). */
SAR_MUST_CHECK ssize_t sar_child_read(struct sar_child *child, int16_t *out,
    size_t frames, struct sar_err *err);

/** sar_child_announced: As sar_media_announced(); the decoder's word. */
uint64_t sar_child_announced(const struct sar_child *child);

/** sar_child_pid: Its process, for the tests. */
pid_t sar_child_pid(const struct sar_child *child);
void sar_child_close(struct sar_child *child);

#endif
