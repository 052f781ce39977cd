#include "export/plan_salt.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "export/event.h"
#include "tlog/commitment.h"

#define LEN 32
#define HEX (SAR_HEX_LEN(LEN) - 1)

int
sar_plan_salt_make_in(const char *dir, struct sar_err *err)
{
	char text[HEX + 2] = "";
	uint8_t salt[LEN];
	char *path = sar_file_join(dir, SAR_PLAN_SALT, err);
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
sar_plan_salt_commit_in(const char *dir, const char *text,
    uint8_t out[SAR_SHA256_LEN], bool *there, struct sar_err *err)
{
	char *path = sar_file_join(dir, SAR_PLAN_SALT, err);
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

int
sar_plan_salt_make(const struct sar_case *c, struct sar_err *err)
{
	return sar_plan_salt_make_in(c->dir, err);
}

int
sar_plan_salt_commit(const struct sar_case *c, const char *text,
    uint8_t out[SAR_SHA256_LEN], bool *there, struct sar_err *err)
{
	return sar_plan_salt_commit_in(c->dir, text, out, there, err);
}

int
sar_case_commit(const struct sar_case *c, const char *text,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	bool there;

	if (sar_plan_salt_make_in(c->dir, err) == -1 ||
	    sar_plan_salt_commit_in(c->dir, text, out, &there, err) == -1)
		return -1;
	return there ? 0
		     : sar_err_set(err, SAR_EFAIL,
			   "case %s: its salt is gone again", c->request->ref);
}
