#ifndef SAR_PACKAGE_PADME_H
#define SAR_PACKAGE_PADME_H

#include <stdint.h>

/**
 * sar_padme_size: The least Padme size that is not below ${size}; 0 when it
 * would not fit.  A size of e + 1 bits keeps as many of them, after the first,
 * as e has itself: it tells little and is at most 12 % larger, from 64 KiB on
 * 3 %.  Nikitin, Barman, Lueks, Underwood, Hubaux, Ford: Reducing
 * Metadata Leakage from Encrypted Files and Communication with PURBs (PETS
 * 2019), algorithm 1.
 */
uint64_t sar_padme_size(uint64_t size);

#endif
