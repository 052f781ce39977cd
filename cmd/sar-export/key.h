#ifndef SAR_EXPORT_CMD_KEY_H
#define SAR_EXPORT_CMD_KEY_H

/** key_make: "sar-export key make"; the exit status. */
int key_make(int argc, const char **argv);

#endif
