/* Checking packages for the package module's tests. */
#ifndef TEST_PACKAGE_CHECK_H
#define TEST_PACKAGE_CHECK_H

#include <string.h>

#include "package/reader.h"

/* Check ${reader}, and give the digest of its manifest. */
static inline int
check_reader(struct sar_package_reader *reader, const struct sar_secret *secret,
    uint8_t manifest[SAR_SHA256_LEN], struct sar_err *err)
{
	const struct sar_package_check_options options = {
		.passphrase = secret,
		.jobs = 1,
	};
	struct sar_package_findings findings = { 0 };
	int rc = sar_package_check(reader, &options, &findings, err);

	if (rc == 0)
		memcpy(manifest, findings.manifest, SAR_SHA256_LEN);
	sar_package_findings_free(&findings);
	return rc;
}

#endif
