#include "export/plan_salt.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "tlog/commitment.h"

#define LEN 32
#define HEX (SAR_HEX_LEN(LEN) - 1)

int
sar_plan_salt_make(const struct sar_case *c, struct sar_err *err)
{
	char text[HEX + 2] = "";
	uint8_t salt[LEN];
	char *path = sar_case_path(c, SAR_PLAN_SALT, err);
	int rc = 0;

	if (path == NULL)
		return -1;
	if (!sar_file_exists(path)) {
		randombytes_buf(salt, sizeof(salt));
		sar_hex_put(salt, sizeof(salt), text);
		text[HEX] = '\n';
		rc = sar_file_write(path, text, HEX + 1, 0600, false, err);
	}
	free(path);
	return rc;
}

int
sar_plan_salt_commit(const struct sar_case *c, const char *text,
    uint8_t out[SAR_SHA256_LEN], bool *there, struct sar_err *err)
{
	char *path = sar_case_path(c, SAR_PLAN_SALT, err);
	uint8_t salt[LEN];
	char *hex = NULL;
	size_t len;
	int rc = -1;

	*there = false;
	if (path == NULL)
		return -1;
	if (!sar_file_exists(path)) {
		rc = 0;
		goto out;
	}
	if (sar_file_read(path, HEX + 1, &hex, &len, err) == -1)
		goto out;
	if (len == HEX + 1 && hex[HEX] == '\n')
		hex[HEX] = '\0';
	if (len != HEX + 1 || !sar_hex_get(hex, salt, sizeof(salt))) {
		(void)sar_err_set(err, SAR_ECORRUPT, "%s: not a salt", path);
		goto out;
	}
	rc = sar_commitment_make(salt, text, out, err);
	*there = rc == 0;

out:
	free(hex);
	free(path);
	return rc;
}
