#ifndef SAR_EXPORT_INSPECT_H
#define SAR_EXPORT_INSPECT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Is a home fit to work with?  All that is amiss is told, one after the other,
 * before a request has to find it out.
 */
struct sar_inspect {
	/* Told each of them; it may be NULL. */
	void (*found)(void *ctx, const struct sar_err *finding);
	void *ctx;
	size_t n;             /* how many there were */
	struct sar_err first; /* the first: its status is that of all */
};

/**
 * sar_inspect_conf: Would the file ${path} do as a sar.conf?  Its mode, its
 * keys, their values, and whether the profile has all the answer must tell.
 */
void sar_inspect_conf(struct sar_inspect *inspect, const char *path);

/**
 * sar_inspect_home: The home ${dir}: its sar.conf, and all that is to be found
 * by it: folders and who may read them, recordings, index, the key that signs
 * the log, the holidays and templates of the policy.
 */
void sar_inspect_home(struct sar_inspect *inspect, const char *dir,
    int64_t now);

#endif
