#include "package/late.h"

#include <string.h>

#include "package/manifest.h"
#include "package/pad.h"

/* The manifest's text, from what is listed so far. */
static int
write_manifest(const struct sar_late *late, struct sar_buf *out,
    struct sar_err *err)
{
	const struct sar_package_options *o = late->options;
	struct sar_manifest manifest = {
		.entries = late->listed,
		.n = late->n,
		.volume = o->volumes > 1 ? o->volume : 1,
		.volumes = o->volumes > 1 ? o->volumes : 1,
	};

	if (o->content != NULL)
		memcpy(manifest.content, o->content, SAR_SHA256_LEN);
	else if (sar_content_digest(late->listed, late->n, manifest.content,
		     err) == -1)
		return -1;
	sar_manifest_text(&manifest, out);
	return sar_buf_check(out, err);
}

static int
sign(const struct sar_late *late, const struct sar_buf *text,
    struct sar_buf *out, struct sar_err *err)
{
	const struct sar_package_options *o = late->options;

	if (o->sign(o->sign_ctx, text->data, text->len, out, err) == -1 ||
	    sar_buf_check(out, err) == -1)
		return -1;
	if (out->len > SAR_MANIFEST_SIGNATURE_MAX)
		return sar_err_set(err, SAR_EFAIL,
		    "package: a signature of more than %d bytes",
		    SAR_MANIFEST_SIGNATURE_MAX);
	return 0;
}

/*
 * Only the signer knows how long its signatures are: this one, of a manifest
 * without the padding, is thrown away.
 */
int
sar_late_padding(struct sar_late *late, struct sar_stream *stream,
    struct sar_err *err)
{
	struct sar_content_entry *padding = &late->listed[late->n - 1];
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_buf signature = SAR_BUF_INIT;
	int rc = -1;

	memset(padding->sha256, 0, sizeof(padding->sha256));
	padding->size = 0;
	if (write_manifest(late, &text, err) == -1 ||
	    sign(late, &text, &signature, err) == -1)
		goto out;
	padding[1].size = text.len;
	padding[2].size = late->signature = signature.len;
	if (sar_pad_solve(late->listed, late->n + SAR_MANIFEST_OWN,
		&padding->size, err) == -1)
		goto out;
	rc = sar_pad_stream(padding->size, stream, err);

out:
	sar_buf_free(&text);
	sar_buf_free(&signature);
	return rc;
}

int
sar_late_manifest(struct sar_late *late, struct sar_stream *stream,
    struct sar_err *err)
{
	if (write_manifest(late, &late->text, err) == -1)
		return -1;
	return sar_stream_text(late->text.data, late->text.len, stream, err);
}

int
sar_late_signature(struct sar_late *late, struct sar_stream *stream,
    struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	int rc = -1;

	if (sign(late, &late->text, &text, err) == 0) {
		if (late->signature != 0 && text.len != late->signature)
			(void)sar_err_set(err, SAR_EFAIL,
			    "package: signatures are not all of one length");
		else
			rc = sar_stream_text(text.data, text.len, stream, err);
	}
	sar_buf_free(&text);
	return rc;
}

void
sar_late_free(struct sar_late *late)
{
	sar_buf_free(&late->text);
}
