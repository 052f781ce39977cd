/* Private to marks: the header of marks as CSV. */
#ifndef SAR_MARKS_CSV_H
#define SAR_MARKS_CSV_H

#include <stdbool.h>
#include <stddef.h>

/** sar_csv_is_header: Does the line name the columns of a start and an end? */
bool sar_csv_is_header(const char *line, size_t len);

/** sar_csv_separator: The one separator in a header; '\0' for none or more. */
char sar_csv_separator(const char *line, size_t len);

#endif
