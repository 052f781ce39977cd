#ifndef SAR_CMD_GROUP_H
#define SAR_CMD_GROUP_H

#include "common/cmd.h"

/**
 * cmd_group: Run the one of ${commands} that the first argument names, as
 * "sar-export key make"; argv[0] is "sar-export key".  Return its exit status.
 */
int cmd_group(const struct cmd *commands, int argc, const char **argv);

#endif
