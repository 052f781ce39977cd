#ifndef SAR_EXPORT_CMD_BOARD_VIEW_H
#define SAR_EXPORT_CMD_BOARD_VIEW_H

#include <stdio.h>

#include "base/err.h"
#include "board/board.h"

/* Private to cmd_report.c: one report in each of its forms. */
struct board_view {
	const struct sar_board *board;
	int32_t today;
	const char *organisation;
};

#define BOARD_NUMBER 32

/** board_percent: "87.5" of ${of}; "" of none. */
void board_percent(uint64_t n, uint64_t of, char out[BOARD_NUMBER]);

/** board_median: "21" or "21.5"; "" when nothing was answered. */
void board_median(const struct sar_board_span *span, char out[BOARD_NUMBER]);

/** board_month: "2026-11". */
void board_month(const struct sar_board_span *month, char out[BOARD_NUMBER]);

void board_text(const struct board_view *view);
void board_json(const struct board_view *view);
void board_csv(const struct board_view *view, FILE *to);
SAR_MUST_CHECK int board_html(const struct board_view *view, FILE *to,
    struct sar_err *err);

#endif
