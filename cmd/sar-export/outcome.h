#ifndef SAR_EXPORT_CMD_OUTCOME_H
#define SAR_EXPORT_CMD_OUTCOME_H

#include <jansson.h>

#include "export/build.h"

/** outcome_begin: A build begins, and shows how far it has come. */
void outcome_begin(void);

/** outcome_end: It has ended, or something else is to be shown. */
void outcome_end(void);

/* For struct sar_build_options. */
void outcome_progress(void *ctx, const struct sar_build_progress *progress);
void outcome_spoiled(void *ctx, const struct sar_build_spoiled *spoiled);

/**
 * outcome_kept: What was asked for and not done, as an earlier run had released
 * the case: warnings, also with --quiet, and members of the summary.
 */
void outcome_kept(const struct sar_build_result *result);

/** outcome_packages: The packages, for --json: name, digest, proof. */
json_t *outcome_packages(const struct sar_build_result *result);

/** outcome_proof: Where the proof of ${package} is, for people. */
void outcome_proof(const char *indent, const struct sar_build_package *package);

/** outcome_say: What came of it, for people or in the summary. */
void outcome_say(const struct sar_build_result *result);

#endif
