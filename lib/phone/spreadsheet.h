#ifndef SAR_PHONE_SPREADSHEET_H
#define SAR_PHONE_SPREADSHEET_H

#include "phone/phone.h"

/**
 * sar_phone_spreadsheet: Undo in place what a spreadsheet does to a number:
 * "4.41632960123E+11" and "1632960123.0" become digits, with SAR_PHONE_FLOAT
 * in *${rules}.  SAR_PHONE_E164 when ${text} can be read on; SAR_PHONE_LOSSY
 * when digits are gone, SAR_PHONE_AMBIGUOUS when the point may be one that
 * separates groups.
 */
enum sar_phone_kind sar_phone_spreadsheet(char *text, unsigned *rules);

#endif
