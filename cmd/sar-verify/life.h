#ifndef SAR_VERIFY_LIFE_H
#define SAR_VERIFY_LIFE_H

#include "sar-verify/book.h"
#include "sar-verify/paper.h"

/* What a log tells of requests from their receipt on; of a log without one,
 * that its due dates are just a month. */

/** life_say: For "log": lines, and members of the summary. */
void life_say(const struct book *book);

/** life_add: For "report", among the cases. */
void life_add(const struct book *book, struct paper *paper);

#endif
