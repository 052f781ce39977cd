#ifndef SAR_LETTER_HTML_H
#define SAR_LETTER_HTML_H

/* Text as markup, which is HTML and well-formed XML at the same time. */

#include "base/buf.h"
#include "base/err.h"

/**
 * sar_html_text: Add ${text} so that no character of it is markup, in an
 * element or in an attribute's quotes.  A line break becomes a space, as does
 * any other control character; what is not UTF-8, or no character of XML, or
 * turns the direction of what follows, becomes U+FFFD.
 */
void sar_html_text(struct sar_buf *out, const char *text);

/** sar_html_lines: The same, but a line break becomes an element that is one.
 */
void sar_html_lines(struct sar_buf *out, const char *text);

/** sar_html_element: "<NAME>text</NAME>" and a line break; ${name} may have
 * attributes. */
void sar_html_element(struct sar_buf *out, const char *name, const char *text);

/** sar_html_pair: A dt and a dd. */
void sar_html_pair(struct sar_buf *out, const char *name, const char *text);

/**
 * sar_html_hash: Add what a content security policy calls the text:
 * 'sha256-...'.
 */
SAR_MUST_CHECK int sar_html_hash(struct sar_buf *out, const char *text,
    struct sar_err *err);

#endif
