#ifndef SAR_EXPORT_CMD_LOG_PROVE_H
#define SAR_EXPORT_CMD_LOG_PROVE_H

/** log_prove: "sar-export log prove"; the exit status. */
int log_prove(int argc, const char **argv);

#endif
