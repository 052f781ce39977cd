#include "ingest/xml.h"

#include <expat.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

/* Between a namespace and a name: no character of XML, so of neither. */
#define SEPARATOR '\f'

struct parse {
	const struct sar_xml *xml;
	struct sar_xml_limits limits;
	XML_Parser parser;
	struct sar_err *err;
	bool failed; /* err is set */
	size_t depth;
	struct sar_buf text; /* since the last tag */
	char space[SAR_XML_SPACE_MAX];
};

static void
stop(struct parse *p)
{
	p->failed = true;
	(void)XML_StopParser(p->parser, XML_FALSE);
}

static void
refuse(struct parse *p, const char *why)
{
	if (p->failed)
		return;
	(void)sar_err_set(p->err, SAR_EINPUT, "%s: line %" PRIu64 ": %s",
	    p->xml->name, (uint64_t)XML_GetCurrentLineNumber(p->parser), why);
	stop(p);
}

static void
hand_over(struct parse *p, sar_xml_fn *fn, struct sar_xml_element *element,
    const char *name)
{
	const char *cut = strchr(name, SEPARATOR);
	size_t len = cut == NULL ? 0 : (size_t)(cut - name);

	if (fn == NULL || p->failed)
		return;
	if (len >= sizeof(p->space)) {
		refuse(p, "a namespace's name is too long");
		return;
	}
	memcpy(p->space, name, len);
	p->space[len] = '\0';
	element->space = p->space;
	element->name = cut == NULL ? name : cut + 1;
	element->depth = p->depth;
	element->line = (uint64_t)XML_GetCurrentLineNumber(p->parser);
	if (fn(p->xml->ctx, element, p->err) == -1)
		stop(p);
}

static void
on_start(void *ctx, const char *name, const char **attributes)
{
	struct parse *p = ctx;
	struct sar_xml_element element = { .text = "",
		.attributes = attributes };
	size_t n = 0;

	/* expat may call once more after it was stopped. */
	if (p->failed)
		return;
	while (attributes[2 * n] != NULL)
		n++;
	if (p->depth == p->limits.depth)
		refuse(p, "elements too deep within each other");
	if (n > p->limits.attributes)
		refuse(p, "too many attributes");
	p->depth++;
	p->text.len = 0;
	hand_over(p, p->xml->start, &element, name);
}

static void
on_end(void *ctx, const char *name)
{
	struct parse *p = ctx;
	struct sar_xml_element element = { 0 };

	if (p->failed)
		return;
	sar_buf_add(&p->text, "", 1);
	if (sar_buf_check(&p->text, p->err) == -1) {
		stop(p);
		return;
	}
	element.text = p->text.data;
	hand_over(p, p->xml->end, &element, name);
	p->text.len = 0;
	p->depth--;
}

static void
on_text(void *ctx, const char *text, int len)
{
	struct parse *p = ctx;

	if (p->failed)
		return;
	if ((size_t)len > p->limits.text - p->text.len)
		refuse(p, "too much text in one element");
	else
		sar_buf_add(&p->text, text, (size_t)len);
}

static void
on_doctype(void *ctx, const char *name, const char *system, const char *public,
    int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	refuse(ctx, "a document type, which is not read");
}

/* expat is told UTF-8: what says that it is something else is not read so. */
static void
on_declaration(void *ctx, const char *version, const char *encoding,
    int standalone)
{
	(void)version;
	(void)standalone;
	if (encoding != NULL && strcasecmp(encoding, "UTF-8") != 0 &&
	    strcasecmp(encoding, "US-ASCII") != 0)
		refuse(ctx, "says that it is not in UTF-8");
}

static int
run(struct parse *p, const char *text, size_t len)
{
	XML_SetUserData(p->parser, p);
	XML_SetElementHandler(p->parser, on_start, on_end);
	XML_SetCharacterDataHandler(p->parser, on_text);
	XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
	XML_SetXmlDeclHandler(p->parser, on_declaration);
	if (XML_Parse(p->parser, text, (int)len, 1) == XML_STATUS_OK &&
	    !p->failed)
		return 0;
	if (p->failed)
		return -1;
	if (XML_GetErrorCode(p->parser) == XML_ERROR_NO_MEMORY)
		return sar_err_set(p->err, SAR_EFAIL, "out of memory");
	refuse(p, XML_ErrorString(XML_GetErrorCode(p->parser)));
	return -1;
}

static size_t
limit(size_t given, size_t otherwise)
{
	return given > 0 ? given : otherwise;
}

int
sar_xml_parse(const struct sar_xml *xml, const char *text, size_t len,
    struct sar_err *err)
{
	struct parse p = { .xml = xml, .err = err };
	int rc;

	p.limits.bytes = limit(xml->limits.bytes, (size_t)16 << 20);
	p.limits.depth = limit(xml->limits.depth, 32);
	p.limits.attributes = limit(xml->limits.attributes, 64);
	p.limits.text = limit(xml->limits.text, (size_t)1 << 20);
	if (len > p.limits.bytes || len > INT_MAX)
		return sar_err_set(err, SAR_EINPUT, "%s: too large", xml->name);
	p.parser = xml->namespaces ? XML_ParserCreateNS("UTF-8", SEPARATOR)
				   : XML_ParserCreate("UTF-8");
	if (p.parser == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = run(&p, text, len);
	XML_ParserFree(p.parser);
	sar_buf_free(&p.text);
	return rc;
}

const char *
sar_xml_attribute(const struct sar_xml_element *element, const char *name)
{
	size_t i;

	if (element->attributes == NULL)
		return NULL;
	for (i = 0; element->attributes[i] != NULL; i += 2)
		if (strcmp(element->attributes[i], name) == 0)
			return element->attributes[i + 1];
	return NULL;
}
