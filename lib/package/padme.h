#ifndef SAR_PACKAGE_PADME_H
#define SAR_PACKAGE_PADME_H

#include <stdint.h>

/**
 * sar_padme_size: The least Padme size that is not below ${size}; 0 when it
 * would not fit.  Of such sizes a binary logarithm of e bits leaves as many
 * significant bits, so that they tell log log ${size} bits and are at most
 * 12 % larger.  Nikitin, Barman, Lueks, Underwood, Hubaux, Ford: Reducing
 * Metadata Leakage from Encrypted Files and Communication with PURBs (PETS
 * 2019), algorithm 1.
 */
uint64_t sar_padme_size(uint64_t size);

#endif
