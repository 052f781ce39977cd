/* Private to review: what the page is made of, as the Makefile embeds it. */
#ifndef SAR_REVIEW_ASSETS_H
#define SAR_REVIEW_ASSETS_H

#include <stddef.h>

/* Bytes of a file, with a NUL after them. */
struct sar_asset {
	const unsigned char *data;
	size_t len;
};

extern const struct sar_asset sar_assets_body;   /* page.html */
extern const struct sar_asset sar_assets_style;  /* page.css */
extern const struct sar_asset sar_assets_script; /* REVIEW_JS, in its order */
extern const struct sar_asset sar_assets_vendor; /* vendor/wavesurfer.js */

#endif
