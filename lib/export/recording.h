/* Private to export: one recording of the plan, opened, checked, redacted. */
#ifndef SAR_EXPORT_RECORDING_H
#define SAR_EXPORT_RECORDING_H

#include "audio/audio.h"
#include "base/bound.h"
#include "base/stream.h"
#include "export/disk.h"
#include "export/home.h"
#include "plan/plan.h"
#include "redact/redact.h"

/* What became of it. */
enum sar_fate {
	SAR_FATE_OPEN,       /* not read to its end yet */
	SAR_FATE_WHOLE,      /* read, cut and encoded to the end */
	SAR_FATE_UNREADABLE, /* the file imported, but it cannot be decoded */
	SAR_FATE_GONE,       /* the store is there without it */
	SAR_FATE_CHANGED,    /* not the file that was imported: an incident */
	SAR_FATE_DIFFERS,    /* the self-check found a difference */
	SAR_FATE_UNPROVED,   /* decodes to other than was committed to */
	SAR_FATE_FAILED      /* something else, which is not its fault */
};

/* Set the first four, and the fifth if need be; the rest begins as zeros. */
struct sar_recording {
	const struct sar_home *home;
	const struct sar_plan *plan;
	const struct sar_plan_item *item;
	const volatile int *stop;
	struct sar_peaks *peaks; /* told what is written; or NULL */
	enum sar_fate fate;
	struct sar_err *why;          /* after a failure, if memory allows */
	struct sar_audio_check check; /* once it has passed */
	/* Once it was the file imported: bound to it, and its stamp then. */
	struct sar_bound *bound;
	struct sar_disk_stamp stamp;
};

/** sar_recording_free: Release what is in ${rec}, not itself. */
void sar_recording_free(struct sar_recording *rec);

/**
 * sar_recording_stream: A stream of the redacted ${rec}, which opens the
 * recording when first read and checks that it is still the file that was
 * imported (SAR_ECORRUPT otherwise).  Sets its fate.  Borrows ${rec}; no two
 * threads may work on one.
 */
SAR_MUST_CHECK int sar_recording_stream(struct sar_recording *rec,
    struct sar_stream *stream, struct sar_err *err);

/**
 * sar_recording_size: How many bytes such a stream will have, or
 * SAR_STREAM_UNSIZED when that is not known before it is read.
 */
uint64_t sar_recording_size(struct sar_recording *rec);

/** sar_recording_failed: Settle the fate of ${rec}; always -1. */
int sar_recording_failed(struct sar_recording *rec, enum sar_fate fate,
    const struct sar_err *err);

/**
 * sar_recording_prove: Decode ${rec} and add the proof that ${what} asks for to
 * ${text}.  Its fate is set on failure alone.
 */
SAR_MUST_CHECK int sar_recording_prove(struct sar_recording *rec,
    const struct sar_redact_prove *what, struct sar_buf *text,
    struct sar_err *err);

/**
 * sar_recording_each: Decode ${rec}, uncut, and give its frames to ${fn}, block
 * by block, until that returns -1.  Its fate is set on failure alone.
 */
SAR_MUST_CHECK int sar_recording_each(struct sar_recording *rec,
    sar_media_fn *fn, void *ctx, struct sar_err *err);

/** sar_recording_try: Read such a stream for nothing but its fate. */
SAR_MUST_CHECK int sar_recording_try(struct sar_recording *rec,
    struct sar_err *err);

/**
 * sar_recording_verify: Hold ${output} against the recording on disk, of which
 * nothing is used that was not in the file whose digest is the one imported.
 */
SAR_MUST_CHECK int sar_recording_verify(struct sar_recording *rec,
    const struct sar_source *output, struct sar_err *err);

#endif
