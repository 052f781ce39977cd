#ifndef SAR_EXPORT_CMD_COMMANDS_H
#define SAR_EXPORT_CMD_COMMANDS_H

#include "common/cmd.h"

/* One function a command, in cmd_NAME.c; each returns an exit status. */
int cmd_init(int argc, const char **argv);
int cmd_request(int argc, const char **argv);
int cmd_id(int argc, const char **argv);
int cmd_clarify(int argc, const char **argv);
int cmd_extend(int argc, const char **argv);
int cmd_fee(int argc, const char **argv);
int cmd_refuse(int argc, const char **argv);
int cmd_hold(int argc, const char **argv);
int cmd_complain(int argc, const char **argv);
int cmd_close(int argc, const char **argv);
int cmd_find(int argc, const char **argv);
int cmd_suggest(int argc, const char **argv);
int cmd_mark(int argc, const char **argv);
int cmd_plan(int argc, const char **argv);
int cmd_review(int argc, const char **argv);
int cmd_approve(int argc, const char **argv);
int cmd_build(int argc, const char **argv);
int cmd_run(int argc, const char **argv);
int cmd_letter(int argc, const char **argv);
int cmd_listen(int argc, const char **argv);
int cmd_status(int argc, const char **argv);
int cmd_calendar(int argc, const char **argv);
int cmd_deliver(int argc, const char **argv);
int cmd_passphrase(int argc, const char **argv);
int cmd_recovery_key(int argc, const char **argv);
int cmd_key(int argc, const char **argv);
int cmd_log(int argc, const char **argv);
int cmd_report_board(int argc, const char **argv);
int cmd_config(int argc, const char **argv);

#endif
