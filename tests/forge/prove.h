#ifndef SAR_FORGE_PROVE_H
#define SAR_FORGE_PROVE_H

/** prove: KEY RECORDING OUT [CHANNEL:FROM:TO]...: a redaction proof of the
 * recording, of which these blocks are withheld, and which a log of KEY's
 * registered as line 1 of 3 of its record 2 of 5.  0, or 2 when it cannot. */
int prove(char **argv);

#endif
