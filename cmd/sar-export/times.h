#ifndef SAR_EXPORT_CMD_TIMES_H
#define SAR_EXPORT_CMD_TIMES_H

#include <stdbool.h>
#include <stdint.h>

/**
 * times_parse: A place in a recording as people write it, "95.5", "1:35.5" or
 * "1:02:03", in microseconds, what is less than one left out; minutes and
 * seconds behind a colon are below 60.
 */
bool times_parse(const char *text, uint64_t *us);

/** times_frame: The frame that begins at ${us} or before; ${up}: or after. */
uint64_t times_frame(uint64_t us, uint32_t rate, bool up);

#endif
