#ifndef SAR_TEST_FORGE_LOG_H
#define SAR_TEST_FORGE_LOG_H

/* Logs that say what nobody should write, signed with the real key. */
void forge_log(int argc, char **argv);
void forge_cosign(char **argv);
void forge_proof(char **argv);

#endif
