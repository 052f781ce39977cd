/* Private to ingest: XML that somebody else wrote, read within limits. */
#ifndef SAR_INGEST_XML_H
#define SAR_INGEST_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SAR_XML_SPACE_MAX 256 /* of a namespace's name */

/*
 * No more than this; at 0 the default is meant.  A document type is refused
 * altogether, before anything in it is read: no recorder writes one, and
 * without it there are no entities to multiply (billion laughs) and nothing
 * outside to be fetched.  So what is read is never more than what stands
 * there.
 */
struct sar_xml_limits {
	size_t bytes;      /* of the document: 16 MiB */
	size_t depth;      /* elements within elements: 32 */
	size_t attributes; /* of one element: 64 */
	size_t text;       /* of one element, in bytes: 1 MiB */
};

/* An element; all of it is valid till the callback returns. */
struct sar_xml_element {
	const char *space; /* its namespace's name; "" for none */
	const char *name;  /* without the prefix */
	size_t depth;      /* 1 for the outermost */
	uint64_t line;
	/* Once it has ended: its text, a string, entities resolved.  That of
	   an element with others in it is what stands after the last. */
	const char *text;
	const char **attributes; /* for sar_xml_attribute(); not at its end */
};

/** sar_xml_fn: Take the element; -1 with ${err} set ends the reading. */
typedef int sar_xml_fn(void *ctx, const struct sar_xml_element *element,
    struct sar_err *err);

struct sar_xml {
	const char *name;  /* of the document, for messages */
	bool namespaces;   /* else prefixes are left in the names */
	sar_xml_fn *start; /* NULL: not of interest */
	sar_xml_fn *end;
	void *ctx;
	struct sar_xml_limits limits;
};

/**
 * sar_xml_parse: Read the ${len} bytes at ${text}, UTF-8, all of the document.
 * Return 0, or -1 with ${err} set: SAR_EINPUT names document and line of what
 * is not well-formed, over a limit, declared to be in another encoding, or a
 * document type.
 */
SAR_MUST_CHECK int sar_xml_parse(const struct sar_xml *xml, const char *text,
    size_t len, struct sar_err *err);

/** sar_xml_attribute: The value of one in no namespace; NULL if not there. */
const char *sar_xml_attribute(const struct sar_xml_element *element,
    const char *name);

#endif
