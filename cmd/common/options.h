/* Private to common: values popt returns for options of every command. */
#ifndef SAR_CMD_OPTIONS_H
#define SAR_CMD_OPTIONS_H

#define CMD_HELP 200

#endif
