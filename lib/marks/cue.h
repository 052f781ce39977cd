/* Private to marks: the cues that WebVTT and SubRip share. */
#ifndef SAR_MARKS_CUE_H
#define SAR_MARKS_CUE_H

#include "marks/reader.h"

/** sar_cue_arrow: Does "-->" stand in the line? */
bool sar_cue_arrow(const struct sar_line *line);

/** sar_cue_blank: Is the line not empty, but of nothing but blanks? */
bool sar_cue_blank(const struct sar_line *line);

/**
 * sar_cue_next: The next line that is not empty; false after the last.
 */
bool sar_cue_next(struct sar_reader *reader, struct sar_line *line);

/**
 * sar_cue_times(reader, line, hours, span, rest, err):
 * "00:01:02.345 --> 00:01:04.000" and what follows, which becomes ${rest}.
 * Without ${hours} the hours may be left out.
 */
SAR_MUST_CHECK int sar_cue_times(const struct sar_reader *reader,
    const struct sar_line *line, bool hours, struct sar_seconds_span *span,
    struct sar_line *rest, struct sar_err *err);

/**
 * sar_cue_text(reader, number, span, err):
 * The lines up to an empty one are the text of a cue, whose times stood on line
 * ${number}: add it.  Tags (<b>, the name of a speaker, a time within the cue)
 * are as blanks: the cut is all of the cue.
 */
SAR_MUST_CHECK int sar_cue_text(struct sar_reader *reader, unsigned number,
    const struct sar_seconds_span *span, struct sar_err *err);

#endif
