#ifndef SAR_VERIFY_CMD_COMMANDS_H
#define SAR_VERIFY_CMD_COMMANDS_H

#include "common/cmd.h"

/* One function a command, in cmd_NAME.c; each returns an exit status. */
int cmd_attach(int argc, const char **argv);
int cmd_compare(int argc, const char **argv);
int cmd_cosign(int argc, const char **argv);
int cmd_log(int argc, const char **argv);
int cmd_offer(int argc, const char **argv);
int cmd_package(int argc, const char **argv);
int cmd_proof(int argc, const char **argv);
int cmd_redaction(int argc, const char **argv);
int cmd_report_log(int argc, const char **argv);
int cmd_sample(int argc, const char **argv);

#endif
