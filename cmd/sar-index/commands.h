#ifndef SAR_INDEX_CMD_COMMANDS_H
#define SAR_INDEX_CMD_COMMANDS_H

#include "common/cmd.h"

/* One function a command, in cmd_NAME.c; each returns an exit status. */
int cmd_init(int argc, const char **argv);
int cmd_formats(int argc, const char **argv);
int cmd_check(int argc, const char **argv);
int cmd_commit(int argc, const char **argv);
int cmd_import(int argc, const char **argv);
int cmd_map(int argc, const char **argv);
int cmd_stat(int argc, const char **argv);

#endif
