/* Private to ingest: exports that end where a limit is. */
#ifndef SAR_INGEST_CUT_H
#define SAR_INGEST_CUT_H

#include <stdbool.h>
#include <stdint.h>

/**
 * sar_cut_suspects: Is ${rows} a number at which programs stop exporting: a
 * round one from 100 on, or as many as a spreadsheet holds?
 */
bool sar_cut_suspects(uint64_t rows);

#endif
