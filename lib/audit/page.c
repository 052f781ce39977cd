#include "audit/page.h"

#include <expat.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"
#include "base/b64.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "letter/letter.h"

#define DEPTH_MAX 32
#define POLICY_MAX 512
#define ROWS_MAX 1000 /* of a table; the page counts the others */

struct page {
	XML_Parser parser;
	const char *text;
	const struct sar_redactions *redactions;
	struct sar_page_seen *seen;
	struct sar_err *err;
	bool failed;
	unsigned depth;
	const char *raw; /* the element whose text is not markup; or NULL */
	struct sar_buf content; /* of that */
	char policy[POLICY_MAX];
	unsigned parts; /* head and body, so far */
	bool in_head;
	char style[SAR_B64_LEN(SAR_SHA256_LEN)]; /* digest; "" for none yet */
	char script[SAR_B64_LEN(SAR_SHA256_LEN)];
	size_t recordings; /* players so far */
	size_t rows;       /* of the last one's table */
};

static void
fails(struct page *page, const char *why)
{
	if (page->failed)
		return;
	page->failed = true;
	(void)sar_err_set(page->err, SAR_ECORRUPT, "listen.html: line %lu: %s",
	    XML_GetCurrentLineNumber(page->parser), why);
	(void)XML_StopParser(page->parser, XML_FALSE);
}

/* From redactions.json, in ${what}. */
static void
differs(struct page *page, const char *what)
{
	char why[64];

	page->seen->disagrees = page->seen->disagrees || !page->failed;
	(void)snprintf(why, sizeof(why), "another %s than redactions.json",
	    what);
	fails(page, why);
}

static const char *
value_of(const char **attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

/* The recording a page is at: the one last played. */
static const struct sar_redactions_file *
current(const struct page *page)
{
	if (page->redactions == NULL || page->recordings == 0 ||
	    page->recordings > page->redactions->n)
		return NULL;
	return &page->redactions->files[page->recordings - 1];
}

/* Is there an entry called so, in this volume or another? */
static bool
is_entry(const struct page *page, const char *name)
{
	enum sar_audit_kind kind = sar_audit_kind_of(name);

	if (kind == SAR_AUDIT_LETTER || kind == SAR_AUDIT_LIST ||
	    kind == SAR_AUDIT_TABLE || kind == SAR_AUDIT_PROOF)
		return true;
	if (kind != SAR_AUDIT_RECORDING)
		return false;
	return page->redactions == NULL ||
	       sar_redactions_find(page->redactions, name) != NULL;
}

/* Every place it refers to: one in it, or an entry. */
static void
check_place(struct page *page, const char *name, const char **attributes)
{
	const char *href = value_of(attributes, "href");
	const char *src = value_of(attributes, "src");

	if (href != NULL && (strcmp(name, "a") != 0 ||
				(href[0] != '#' && !is_entry(page, href))))
		fails(page, "a link that leads out of the package");
	if (src != NULL &&
	    (strcmp(name, "audio") != 0 || !is_entry(page, src) ||
		sar_audit_kind_of(src) != SAR_AUDIT_RECORDING))
		fails(page, "a source that is no recording of the package");
}

/* The rows of the player before must be all. */
static void
check_rows(struct page *page)
{
	const struct sar_redactions_file *file = current(page);
	size_t n = file == NULL ? 0 : file->n_cuts;

	if (file != NULL && page->rows != (n > ROWS_MAX ? ROWS_MAX : n))
		differs(page, "number of places");
	page->rows = 0;
}

static void
check_player(struct page *page, const char **attributes)
{
	const char *src = value_of(attributes, "src");
	const struct sar_redactions_file *file;

	check_rows(page);
	page->recordings++;
	file = current(page);
	if (page->redactions == NULL)
		return;
	if (src == NULL || file == NULL || strcmp(src, file->name) != 0)
		differs(page, "recording");
}

/* Seconds with three decimals, as the page has them. */
static bool
is_time(const char *text, uint64_t frames, uint32_t rate, bool up)
{
	uint64_t part = frames % rate * 1000 + (up ? rate - 1 : 0);
	char want[48];

	(void)snprintf(want, sizeof(want), "%" PRIu64 ".%03" PRIu64,
	    frames / rate + part / rate / 1000, part / rate % 1000);
	return text != NULL && strcmp(text, want) == 0;
}

static void
check_row(struct page *page, const char **attributes)
{
	const struct sar_redactions_file *file = current(page);
	const struct sar_plan_cut *cut;
	uint64_t lag;

	if (value_of(attributes, "data-from") == NULL || file == NULL)
		return;
	if (page->rows == file->n_cuts) {
		differs(page, "number of places");
		return;
	}
	cut = &file->cuts[page->rows++];
	lag = file->format == SAR_FORMAT_MP3 ? SAR_PLAN_MP3_DELAY : 0;
	if (!is_time(value_of(attributes, "data-from"), cut->from + lag,
		file->rate, false) ||
	    !is_time(value_of(attributes, "data-to"), cut->to + lag, file->rate,
		true))
		differs(page, "place");
}

/* The policy is in the head's second element: the first bytes are. */
static void
take_policy(struct page *page, const char **attributes)
{
	const char *content = value_of(attributes, "content");

	if (page->policy[0] != '\0' || content == NULL ||
	    strlen(content) >= POLICY_MAX)
		fails(page, "not the policy it must have");
	else
		(void)snprintf(page->policy, sizeof(page->policy), "%s",
		    content);
}

static bool
is_value(const char **attributes, const char *name, const char *want)
{
	const char *value = value_of(attributes, name);

	return value != NULL && strcmp(value, want) == 0;
}

/* Those that listen.html has, each with all of its attributes. */
static void
check_meta(struct page *page, const char **attributes)
{
	size_t n = 0;

	while (attributes[n] != NULL)
		n++;
	n /= 2;
	if (n == 1 && is_value(attributes, "charset", "utf-8"))
		return;
	if (n == 2 &&
	    is_value(attributes, "http-equiv", "Content-Security-Policy")) {
		take_policy(page, attributes);
		return;
	}
	if (n == 2 && (is_value(attributes, "name", "viewport") ||
			  (is_value(attributes, "name", "referrer") &&
			      is_value(attributes, "content", "no-referrer"))))
		return;
	fails(page, "a meta it must not have");
}

/* A head, then a body; what is in a head ends none in a browser. */
static void
check_parts(struct page *page, const char *name)
{
	static const char *const parts[] = { "head", "body" };

	if (page->depth == 1) {
		if (page->parts == 2 || strcmp(name, parts[page->parts]) != 0)
			fails(page, "not a head and a body");
		page->in_head = page->parts++ == 0;
	} else if (page->depth > 1 &&
		   (strcmp(name, "head") == 0 || strcmp(name, "body") == 0))
		fails(page, "not a head and a body");
	else if (page->depth > 1 && page->in_head &&
		 (page->depth > 2 || !sar_page_head(name)))
		fails(page, "an element the head must not have");
	else if (page->depth > 1 && !page->in_head && sar_page_head(name))
		fails(page, "an element the body must not have");
}

/* <div/> is an end to XML and a beginning to HTML. */
static bool
closes_itself(const struct page *page)
{
	XML_Index at = XML_GetCurrentByteIndex(page->parser);
	int n = XML_GetCurrentByteCount(page->parser);

	return n >= 2 && page->text[at + n - 2] == '/';
}

static bool
is_raw(const char *name)
{
	return strcmp(name, "style") == 0 || strcmp(name, "script") == 0 ||
	       strcmp(name, "title") == 0;
}

static void
check_names(struct page *page, const char *name, const char **attributes)
{
	if (!sar_page_element(name) ||
	    (page->depth == 0) != (strcmp(name, "html") == 0))
		fails(page, "an element it must not have");
	if (closes_itself(page) && !sar_page_void(name))
		fails(page, "an element that ends before it does in HTML");
	if (is_raw(name) && *attributes != NULL)
		fails(page, "an attribute it must not have");
	for (; *attributes != NULL; attributes += 2)
		if (!sar_page_attribute(*attributes))
			fails(page, "an attribute it must not have");
}

static void XMLCALL
on_start(void *ctx, const char *name, const char **attributes)
{
	struct page *page = ctx;

	if (page->failed)
		return;
	if (page->raw != NULL || page->depth == DEPTH_MAX) {
		fails(page, "an element where there must be none");
		return;
	}
	check_names(page, name, attributes);
	check_place(page, name, attributes);
	check_parts(page, name);
	page->depth++;
	if (strcmp(name, "meta") == 0)
		check_meta(page, attributes);
	else if (strcmp(name, "audio") == 0)
		check_player(page, attributes);
	else if (strcmp(name, "tr") == 0)
		check_row(page, attributes);
	else if (is_raw(name))
		page->raw = strcmp(name, "style") == 0    ? "style"
			    : strcmp(name, "script") == 0 ? "script"
							  : "title";
}

/* An older or newer release may have had another, which none here knows. */
static bool
is_ours(const struct page *page, void (*add)(struct sar_buf *out))
{
	struct sar_buf ours = SAR_BUF_INIT;
	bool same;

	add(&ours);
	same = ours.failed == 0 && ours.len == page->content.len &&
	       memcmp(ours.data, page->content.data, ours.len) == 0;
	sar_buf_free(&ours);
	return same;
}

static void
check_style(struct page *page)
{
	if (is_ours(page, sar_letter_style))
		return;
	page->seen->ours = false;
	if (!sar_page_style(page->content.data, page->content.len))
		fails(page, "a style that could get something from elsewhere");
}

/* The one style or script ends: its digest to ${out}. */
static void
take_digest(struct page *page, char out[SAR_B64_LEN(SAR_SHA256_LEN)])
{
	uint8_t digest[SAR_SHA256_LEN];

	if (out[0] != '\0' || page->policy[0] == '\0') {
		fails(page, "a second style or script, or one before the "
			    "policy");
		return;
	}
	if (sar_buf_check(&page->content, page->err) == -1 ||
	    sar_sha256_text(page->content.len == 0 ? "" : page->content.data,
		page->content.len, digest, page->err) == -1) {
		page->failed = true;
		(void)XML_StopParser(page->parser, XML_FALSE);
		return;
	}
	sar_b64_put(digest, sizeof(digest), out);
	if (out == page->style)
		check_style(page);
	else if (!is_ours(page, sar_letter_script))
		page->seen->ours = false;
}

static void XMLCALL
on_end(void *ctx, const char *name)
{
	struct page *page = ctx;

	if (page->failed)
		return;
	page->depth--;
	if (strcmp(name, "style") == 0)
		take_digest(page, page->style);
	else if (strcmp(name, "script") == 0)
		take_digest(page, page->script);
	if (page->raw != NULL)
		sar_buf_free(&page->content);
	page->raw = NULL;
}

static bool
is_space(const char *text, int len)
{
	int i;

	for (i = 0; i < len; i++)
		if (text[i] != ' ' && text[i] != '\n')
			return false;
	return true;
}

/* In a style or script & is not what it is elsewhere. */
static void XMLCALL
on_text(void *ctx, const char *text, int len)
{
	struct page *page = ctx;
	XML_Index at = XML_GetCurrentByteIndex(page->parser);

	if (page->failed)
		return;
	if (page->raw == NULL &&
	    (page->depth < 2 || (page->depth == 2 && page->in_head)) &&
	    !is_space(text, len))
		fails(page, "text where there must be none");
	if (page->raw == NULL || page->raw[0] == 't')
		return;
	if (page->text[at] == '&')
		fails(page, "an escape where there must be none");
	sar_buf_add(&page->content, text, (size_t)len);
}

/* Comments, CDATA, instructions: HTML has no such thing, or another. */
static void XMLCALL
on_comment(void *ctx, const char *text)
{
	(void)text;
	fails(ctx, "a comment");
}

static void XMLCALL
on_cdata(void *ctx)
{
	fails(ctx, "a section of CDATA");
}

static void XMLCALL
on_instruction(void *ctx, const char *target, const char *data)
{
	(void)target;
	(void)data;
	fails(ctx, "an instruction");
}

static void XMLCALL
on_doctype(void *ctx, const char *name, const char *system, const char *public,
    int internal)
{
	if (strcmp(name, "html") != 0 || system != NULL || public != NULL ||
	    internal != 0)
		fails(ctx, "another document type");
}

/* All there must be, now that it has ended. */
static int
check_end(struct page *page)
{
	char want[POLICY_MAX];

	check_rows(page);
	if (page->redactions != NULL && page->recordings != page->redactions->n)
		differs(page, "number of recordings");
	(void)snprintf(want, sizeof(want),
	    "default-src 'none'; media-src 'self' file:; base-uri 'none'; "
	    "form-action 'none'; style-src 'sha256-%s'; script-src "
	    "'sha256-%s'",
	    page->style, page->script);
	if (page->parts != 2 || page->style[0] == '\0' ||
	    page->script[0] == '\0' || strcmp(want, page->policy) != 0)
		fails(page, "not the policy it must have");
	return page->failed ? -1 : 0;
}

static void
set_handlers(struct page *page)
{
	XML_SetUserData(page->parser, page);
	XML_SetElementHandler(page->parser, on_start, on_end);
	XML_SetCharacterDataHandler(page->parser, on_text);
	XML_SetCommentHandler(page->parser, on_comment);
	XML_SetStartCdataSectionHandler(page->parser, on_cdata);
	XML_SetProcessingInstructionHandler(page->parser, on_instruction);
	XML_SetStartDoctypeDeclHandler(page->parser, on_doctype);
}

int
sar_page_check(const char *text, size_t len,
    const struct sar_redactions *redactions, struct sar_page_seen *seen,
    struct sar_err *err)
{
	static const char head[] =
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\" />\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"";
	struct page page = {
		.text = text,
		.redactions = redactions,
		.seen = seen,
		.err = err,
	};
	int rc = -1;

	seen->disagrees = false;
	seen->ours = true;
	/* So that browsers keep to the standard, there is no XML header, and
	   the policy is heeded: what comes before it could end the head. */
	if (len < sizeof(head) || len > INT32_MAX ||
	    memcmp(text, head, sizeof(head) - 1) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "listen.html: line 1: not as it must begin");
	if ((page.parser = XML_ParserCreate("UTF-8")) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	set_handlers(&page);
	if (XML_Parse(page.parser, text, (int)len, 1) == XML_STATUS_OK)
		rc = check_end(&page);
	else if (!page.failed)
		fails(&page, "not well-formed");
	sar_buf_free(&page.content);
	XML_ParserFree(page.parser);
	return rc;
}
