/*
 * index.html.  Style and scripts are the same for every page, so their digests
 * are; the data is a block that no browser runs.  The nonce is for the style
 * that the waveform library makes for itself.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csp.h"
#include "review/assets.h"
#include "review/data.h"

static void
add_asset(struct sar_buf *out, const struct sar_asset *asset)
{
	sar_buf_add(out, asset->data, asset->len);
}

static int
add_hash(struct sar_buf *out, const struct sar_asset *asset,
    struct sar_err *err)
{
	return sar_csp_hash(out, asset->data, asset->len, err);
}

static int
add_policy(struct sar_buf *out, const char *nonce, struct sar_err *err)
{
	sar_buf_puts(out, "<meta http-equiv=\"Content-Security-Policy\" "
			  "content=\"default-src 'none'; script-src ");
	if (add_hash(out, &sar_assets_vendor, err) == -1)
		return -1;
	sar_buf_puts(out, " ");
	if (add_hash(out, &sar_assets_script, err) == -1)
		return -1;
	sar_buf_puts(out, "; style-src ");
	if (add_hash(out, &sar_assets_style, err) == -1)
		return -1;
	sar_buf_printf(out,
	    " 'nonce-%s'; media-src 'self' file:; connect-src 'none'; "
	    "base-uri 'none'; form-action 'none'\">\n",
	    nonce);
	return 0;
}

/* A ref has letters, digits, "-", "." and "_" alone: see request.conf(5). */
static int
add_head(struct sar_buf *out, const struct sar_review_page *page,
    struct sar_err *err)
{
	sar_buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
			  "<meta charset=\"utf-8\">\n");
	if (add_policy(out, page->nonce, err) == -1)
		return -1;
	sar_buf_puts(out,
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<meta name=\"referrer\" "
	    "content=\"no-referrer\">\n<title>Review of a request</title>\n"
	    "<style>");
	add_asset(out, &sar_assets_style);
	sar_buf_puts(out, "</style>\n</head>\n<body>\n");
	return 0;
}

/* "<" is in strings alone, and ends the block or begins a comment there. */
static int
add_json(const char *text, size_t len, void *ctx)
{
	struct sar_buf *out = ctx;
	const char *end = text + len;
	const char *at;

	while ((at = memchr(text, '<', (size_t)(end - text))) != NULL) {
		sar_buf_add(out, text, (size_t)(at - text));
		sar_buf_puts(out, "\\u003c");
		text = at + 1;
	}
	sar_buf_add(out, text, (size_t)(end - text));
	return out->failed ? -1 : 0;
}

static int
add_data(struct sar_buf *out, const struct sar_review_page *page,
    struct sar_err *err)
{
	json_t *data = sar_review_data(page);
	int rc = -1;

	sar_buf_puts(out, "<script type=\"application/json\" id=\"data\">");
	if (data != NULL)
		rc = json_dump_callback(data, add_json, out,
		    JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(data);
	sar_buf_puts(out, "</script>\n");
	if (rc == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

static void
add_script(struct sar_buf *out, const struct sar_asset *script)
{
	sar_buf_puts(out, "<script>");
	add_asset(out, script);
	sar_buf_puts(out, "</script>\n");
}

char *
sar_review_html(const struct sar_review_page *page, size_t *len,
    struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	char *result = NULL;

	if (add_head(&out, page, err) == -1)
		goto out;
	add_asset(&out, &sar_assets_body);
	if (add_data(&out, page, err) == -1)
		goto out;
	add_script(&out, &sar_assets_vendor);
	add_script(&out, &sar_assets_script);
	sar_buf_puts(&out, "</body>\n</html>\n");
	if (sar_buf_check(&out, err) == -1)
		goto out;
	*len = out.len;
	result = sar_buf_take(&out);

out:
	sar_buf_free(&out);
	return result;
}
