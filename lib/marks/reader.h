/* Private to marks: what the readers of the formats share. */
#ifndef SAR_MARKS_READER_H
#define SAR_MARKS_READER_H

#include "marks/lines.h"
#include "marks/read.h"
#include "marks/seconds.h"

/* A file being read, and the marks read so far. */
struct sar_reader {
	struct sar_lines lines;
	const struct sar_read_input *in;
	struct sar_mark *marks;
	size_t n;
	size_t cap;
};

/** sar_reader_bad: As sar_lines_bad(). */
int sar_reader_bad(const struct sar_reader *reader, unsigned number,
    const char *why, struct sar_err *err);

/**
 * sar_reader_new: One more mark, of line ${number}, all zero; NULL with ${err}
 * set when there are too many or memory runs out.
 */
SAR_MUST_CHECK struct sar_mark *sar_reader_new(struct sar_reader *reader,
    unsigned number, struct sar_err *err);

/** sar_reader_check: Is ${span} one, forward and of some length? */
SAR_MUST_CHECK int sar_reader_check(const struct sar_reader *reader,
    unsigned number, const struct sar_seconds_span *span, struct sar_err *err);

/**
 * sar_reader_add: One more mark of ${span}, whose text, as sar_words_read()
 * takes it, is the ${len} bytes at ${text}.
 */
SAR_MUST_CHECK int sar_reader_add(struct sar_reader *reader, unsigned number,
    const struct sar_seconds_span *span, const char *text, size_t len,
    struct sar_err *err);

/* The readers: each takes all that is left of ${reader}->lines. */
SAR_MUST_CHECK int sar_reader_labels(struct sar_reader *reader,
    struct sar_err *err);
SAR_MUST_CHECK int sar_reader_csv(struct sar_reader *reader,
    struct sar_err *err);
SAR_MUST_CHECK int sar_reader_vtt(struct sar_reader *reader,
    struct sar_err *err);
SAR_MUST_CHECK int sar_reader_srt(struct sar_reader *reader,
    struct sar_err *err);
SAR_MUST_CHECK int sar_reader_textgrid(struct sar_reader *reader,
    struct sar_err *err);
SAR_MUST_CHECK int sar_reader_rttm(struct sar_reader *reader,
    struct sar_err *err);
SAR_MUST_CHECK int sar_reader_diarisation(struct sar_reader *reader,
    struct sar_err *err);

#endif
