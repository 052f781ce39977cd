#ifndef SAR_LETTER_LISTEN_H
#define SAR_LETTER_LISTEN_H

/* Private to the letter: the parts of listen.html. */

#include <stdint.h>

#include "base/buf.h"
#include "letter/letter.h"

/** sar_listen_style: Add the style sheet. */
void sar_listen_style(struct sar_buf *out);

/** sar_listen_script: Add the script; it has neither '<' nor '&'. */
void sar_listen_script(struct sar_buf *out);

/** sar_listen_item: Add what there is to know of an item, and its player. */
void sar_listen_item(struct sar_buf *out, const struct sar_plan_item *item,
    bool another);

/** sar_listen_cuts: Add the drawing and the table of an item that has cuts. */
void sar_listen_cuts(struct sar_buf *out, const struct sar_plan_item *item);

#endif
