#ifndef SAR_CMD_COMPLETION_H
#define SAR_CMD_COMPLETION_H

/** cmd_completion: Every program's command "completion". */
int cmd_completion(int argc, const char **argv);

#endif
