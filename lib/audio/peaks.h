#ifndef SAR_AUDIO_PEAKS_H
#define SAR_AUDIO_PEAKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SAR_PEAKS_PER_SECOND 100

/* Of one channel in 1/100 s, of what is written; full scale is -128 to 127. */
struct sar_peak {
	int8_t min;
	int8_t max;
};

struct sar_peaks; /* opaque */

/*
 * Takes ${n} peaks: of every channel, then the next 1/100 s.  Return 0, or -1
 * with ${err} set, which ends the job.
 */
typedef int sar_peaks_fn(void *ctx, const struct sar_peak *peaks, size_t n,
    struct sar_err *err);

/**
 * sar_peaks_new(fn, ctx, err):
 * For a job to tell what it writes: give ${fn} peaks now and then, all of them
 * by the job's end.  The k-th hundredth is of the frames from k rate / 100 on,
 * rounded down.  Memory does not grow with the length.  NULL with ${err} set
 * when memory runs out.  Freed after the job's stream.
 */
SAR_MUST_CHECK struct sar_peaks *sar_peaks_new(sar_peaks_fn *fn, void *ctx,
    struct sar_err *err);

/** sar_peaks_free: Accepts NULL. */
void sar_peaks_free(struct sar_peaks *peaks);

/** sar_peaks_begin: A recording of this shape comes, from its start. */
SAR_MUST_CHECK int sar_peaks_begin(struct sar_peaks *peaks, uint32_t rate,
    uint32_t channels, struct sar_err *err);

/** sar_peaks_frames: The next ${frames} interleaved frames. */
SAR_MUST_CHECK int sar_peaks_frames(struct sar_peaks *peaks,
    const int16_t *samples, size_t frames, struct sar_err *err);

/** sar_peaks_alaw, sar_peaks_ulaw: The same of G.711 codes. */
SAR_MUST_CHECK int sar_peaks_alaw(struct sar_peaks *peaks, const uint8_t *codes,
    size_t frames, struct sar_err *err);
SAR_MUST_CHECK int sar_peaks_ulaw(struct sar_peaks *peaks, const uint8_t *codes,
    size_t frames, struct sar_err *err);

/** sar_peaks_pcm16: The same of the bytes of a WAV file, anywhere. */
SAR_MUST_CHECK int sar_peaks_pcm16(struct sar_peaks *peaks,
    const uint8_t *bytes, size_t frames, struct sar_err *err);

/** sar_peaks_end: No more frames come. */
SAR_MUST_CHECK int sar_peaks_end(struct sar_peaks *peaks, struct sar_err *err);

#endif
