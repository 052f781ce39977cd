/* The digests that a vCon says its recordings have. */
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha512.h"
#include "ingest/json.h"
#include "ingest/vcon.h"

static bool
take_digest(struct sar_row *row, const char *column, const char *base64,
    uint8_t *out, size_t out_len, bool *said)
{
	size_t len = 0;
	unsigned char *bytes = sar_vcon_base64(base64, strlen(base64), &len);
	bool good = bytes != NULL && len == out_len;

	if (good)
		memcpy(out, bytes, len);
	free(bytes);
	*said = *said || good;
	return good || sar_row_reject(row, column, "not a digest's Base64url");
}

static bool
take_named(struct sar_vcon *vcon, struct sar_row *row, const char *column,
    const char *algorithm, size_t len, const char *base64)
{
	/* As in content_hash and, with a hyphen, in alg of 0.0.1. */
	if ((len == 6 && strncasecmp(algorithm, "sha512", 6) == 0) ||
	    (len == 7 && strncasecmp(algorithm, "sha-512", 7) == 0))
		return take_digest(row, column, base64, vcon->sha512,
		    sizeof(vcon->sha512), &vcon->sha512_said);
	if ((len == 6 && strncasecmp(algorithm, "sha256", 6) == 0) ||
	    (len == 7 && strncasecmp(algorithm, "sha-256", 7) == 0))
		return take_digest(row, column, base64, vcon->sha256,
		    sizeof(vcon->sha256), &vcon->sha256_said);
	return true; /* of another kind: it cannot be checked here */
}

static bool
take_token(struct sar_vcon *vcon, struct sar_row *row, const json_t *value)
{
	const char *token = json_string_value(value);
	const char *dash = token == NULL ? NULL : strchr(token, '-');

	if (dash == NULL)
		return sar_row_reject(row, "content_hash",
		    "not an algorithm, a hyphen and a digest");
	return take_named(vcon, row, "content_hash", token,
	    (size_t)(dash - token), dash + 1);
}

bool
sar_vcon_hash(struct sar_vcon *vcon, struct sar_reading *in,
    const json_t *dialog)
{
	const json_t *hash = json_object_get(dialog, "content_hash");
	const char *alg = sar_json_text(dialog, "alg");
	const char *signature = sar_json_text(dialog, "signature");
	size_t i;

	vcon->sha512_said = vcon->sha256_said = false;
	if (alg != NULL && signature != NULL &&
	    !take_named(vcon, in->row, "signature", alg, strlen(alg),
		signature))
		return false;
	if (hash == NULL || json_is_null(hash))
		return true;
	if (!json_is_array(hash))
		return take_token(vcon, in->row, hash);
	for (i = 0; i < json_array_size(hash); i++)
		if (!take_token(vcon, in->row, json_array_get(hash, i)))
			return false;
	return true;
}

static bool
is_same(const struct sar_vcon *vcon, const struct sar_source *source,
    struct sar_err *err)
{
	uint8_t sha256[SAR_SHA256_LEN];
	uint8_t sha512[SAR_SHA512_LEN];

	if (vcon->sha512_said)
		return sar_sha512_source(source, sha512, err) == 0 &&
		       memcmp(sha512, vcon->sha512, sizeof(sha512)) == 0;
	return sar_sha256_source(source, sha256, err) == 0 &&
	       memcmp(sha256, vcon->sha256, sizeof(sha256)) == 0;
}

bool
sar_vcon_held(const struct sar_vcon *vcon, struct sar_reading *in,
    const char *path)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_source source;
	bool same = false;
	int dir, fd;

	if (!vcon->sha512_said && !vcon->sha256_said)
		return false;
	dir = open(in->options->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir == -1)
		return false;
	fd = sar_file_open_at(dir, path);
	(void)close(dir);
	if (fd == -1)
		return false;
	/* What cannot be read is not taken: it will be reported as missing. */
	if (sar_source_fd(&fd, "recording", &source, &ignored) == 0)
		same = is_same(vcon, &source, &ignored);
	if (fd != -1)
		(void)close(fd);
	return same;
}
