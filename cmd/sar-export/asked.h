#ifndef SAR_EXPORT_CMD_ASKED_H
#define SAR_EXPORT_CMD_ASKED_H

#include <jansson.h>

#include "export/intake.h"

/* What staff have to know of a request beside its numbers and days. */

/** asked_earlier: Other requests by the same numbers, for people, each line
 * after ${indent}; and the same as a list. */
void asked_earlier(const char *indent,
    const struct sar_intake_repeats *earlier);
json_t *asked_earlier_json(const struct sar_intake_repeats *earlier);

/** asked_say: Who asks for whom, what they need, what it corrects. */
void asked_say(const char *indent, const struct sar_request *request);

/** asked_add: The same as members of ${line}; no name is among them. */
void asked_add(json_t *line, const struct sar_request *request);

#endif
