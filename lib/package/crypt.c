#include "package/crypt.h"

#include <sodium.h>
#include <string.h>

/* Keys for a fresh salt; salt and verifier are the first that is written. */
static int
begin(struct sar_crypt *crypt, struct sar_crypt_chunk *chunk,
    struct sar_err *err)
{
	if (crypt->hashed && (crypt->hash = sar_sha256_new(err)) == NULL)
		return -1;
	/* With a salt used before, the keystream would be too. */
	randombytes_buf(chunk->data, SAR_AE2_SALT);
	crypt->ae2 = sar_ae2_new(crypt->kit, crypt->passphrase, chunk->data,
	    chunk->data + SAR_AE2_SALT, err);
	if (crypt->ae2 == NULL)
		return -1;
	chunk->from = 0;
	return 0;
}

/* The stream's next bytes; *${len} is 0 at its end. */
static int
pull(struct sar_crypt *crypt, uint8_t *to, size_t room, size_t *len,
    struct sar_err *err)
{
	const struct sar_stream *stream = &crypt->stream;
	ssize_t n = stream->read(stream->ctx, to, room, err);

	if (n < 0) {
		/* A failure that says nothing must not pass for an end. */
		if (err->code == SAR_OK)
			(void)sar_err_set(err, SAR_EFAIL, "%s: cannot be read",
			    crypt->name);
		return -1;
	}
	*len = (size_t)n;
	if (*len > room || (stream->size != SAR_STREAM_UNSIZED &&
			       *len > stream->size - crypt->plain))
		return sar_err_set(err, SAR_EFAIL,
		    "%s: longer than the size it had said", crypt->name);
	if (n == 0 && stream->size != SAR_STREAM_UNSIZED &&
	    crypt->plain != stream->size)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: ended before the size it had said", crypt->name);
	crypt->plain += *len;
	return 0;
}

/* As much as there is. */
static int
read_chunk(struct sar_crypt *crypt, struct sar_crypt_chunk *chunk,
    struct sar_err *err)
{
	uint8_t *data = chunk->data + SAR_AE2_HEAD;
	size_t len;

	chunk->wipe = true;
	while (chunk->plain < SAR_CRYPT_CHUNK && !chunk->last) {
		if (crypt->stop != NULL && *crypt->stop != 0)
			return sar_err_signal(err, *crypt->stop);
		if (pull(crypt, data + chunk->plain,
			SAR_CRYPT_CHUNK - chunk->plain, &len, err) == -1)
			return -1;
		chunk->plain += len;
		chunk->last = len == 0;
	}
	return 0;
}

int
sar_crypt_fill(struct sar_crypt *crypt, struct sar_crypt_chunk *chunk,
    struct sar_err *err)
{
	uint8_t *data = chunk->data + SAR_AE2_HEAD;

	chunk->from = SAR_AE2_HEAD;
	chunk->left = crypt->passphrase != NULL;
	if (crypt->passphrase != NULL && crypt->ae2 == NULL &&
	    begin(crypt, chunk, err) == -1)
		return -1;
	if (read_chunk(crypt, chunk, err) == -1)
		return -1;
	chunk->len = SAR_AE2_HEAD - chunk->from + chunk->plain;
	if (crypt->passphrase == NULL)
		return !chunk->last;
	if (crypt->hashed)
		sar_sha256_add(crypt->hash, data, chunk->plain);
	if (sar_ae2_crypt(crypt->ae2, data, chunk->plain,
		crypt->plain - chunk->plain, err) == -1)
		return -1;
	chunk->wipe = false;
	if (!chunk->last)
		return 1;
	if (crypt->hashed)
		sar_sha256_end(crypt->hash, crypt->sha256);
	return 0;
}

int
sar_crypt_auth(struct sar_crypt *crypt, struct sar_crypt_chunk *chunk,
    struct sar_err *err)
{
	uint8_t *data = chunk->data + SAR_AE2_HEAD;

	if (!chunk->left)
		return 0;
	chunk->left = false;
	if (sar_ae2_auth(crypt->ae2, data, chunk->plain, err) == -1)
		return -1;
	if (!chunk->last)
		return 0;
	chunk->len += SAR_AE2_TAG;
	return sar_ae2_tag(crypt->ae2, data + chunk->plain, err);
}

void
sar_crypt_end(struct sar_crypt *crypt)
{
	sar_stream_close(&crypt->stream);
	sar_sha256_free(crypt->hash);
	sar_ae2_free(crypt->ae2);
	crypt->hash = NULL;
	crypt->ae2 = NULL;
}

void
sar_crypt_wipe(struct sar_crypt_chunk *chunk)
{
	if (chunk->wipe)
		sodium_memzero(chunk->data, sizeof(chunk->data));
	chunk->next = NULL;
	chunk->plain = chunk->from = chunk->len = 0;
	chunk->last = chunk->left = chunk->wipe = false;
}
