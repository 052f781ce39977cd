#ifndef SAR_AUDIT_PAGE_H
#define SAR_AUDIT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "plan/redactions.h"

/* Private to audit: listen.html, which is read in a browser. */

/* What was seen of a page. */
struct sar_page_seen {
	bool disagrees; /* with redactions.json, if it fails */
	bool ours;      /* style and script are those of this release */
};

/**
 * sar_page_check: Is ${text} well-formed, of elements and attributes that
 * listen.html has and no others, so that it fetches nothing, sends nothing and
 * runs no script but the one its policy names by digest?  Does it refer to
 * nothing but itself and entries of the package, and play and tell just what
 * ${redactions} (or NULL) have?  What it means in HTML and in XML must be the
 * same.  It begins as this release writes it up to its policy, to the byte, so
 * that nothing comes before that which would end the head in a browser, and in
 * the head there is nothing but what may be there.  SAR_ECORRUPT with the line
 * if not.
 */
SAR_MUST_CHECK int sar_page_check(const char *text, size_t len,
    const struct sar_redactions *redactions, struct sar_page_seen *seen,
    struct sar_err *err);

/** sar_page_element: May listen.html have the element ${name}? */
bool sar_page_element(const char *name);

/** sar_page_head: May the head have it? */
bool sar_page_head(const char *name);

/**
 * sar_page_style: Is it a style that gets nothing from elsewhere?  It has no
 * url(), no @import and its like, and no escape that could spell one.
 */
bool sar_page_style(const char *text, size_t len);

/** sar_page_void: Has it neither content nor, in HTML, an end? */
bool sar_page_void(const char *name);

/** sar_page_attribute: May any of its elements have the attribute ${name}? */
bool sar_page_attribute(const char *name);

#endif
