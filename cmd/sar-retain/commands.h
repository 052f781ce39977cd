#ifndef SAR_RETAIN_CMD_COMMANDS_H
#define SAR_RETAIN_CMD_COMMANDS_H

#include "common/cmd.h"

/* One file each: cmd_NAME.c. */
int cmd_list(int argc, const char **argv);
int cmd_hold(int argc, const char **argv);
int cmd_release_hold(int argc, const char **argv);
int cmd_purge(int argc, const char **argv);
int cmd_check(int argc, const char **argv);

#endif
