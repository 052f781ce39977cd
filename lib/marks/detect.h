/* Private to marks: which format a file is in, told from what it says. */
#ifndef SAR_MARKS_DETECT_H
#define SAR_MARKS_DETECT_H

#include "marks/lines.h"
#include "marks/read.h"

/**
 * sar_detect_format: Of the text ${lines} has started on, which is not taken;
 * SAR_MARKS_AUTO when none fits, or more than one.
 */
enum sar_marks_format sar_detect_format(const struct sar_lines *lines);

#endif
