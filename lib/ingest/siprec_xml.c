/* The XML of a recording session's metadata. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/siprec.h"
#include "ingest/xml.h"

/* Of RFC 7865, and without ":1" of the drafts before it. */
#define SPACE "urn:ietf:params:xml:ns:recording"
#define VENDOR "netsapiens.com/"

struct parse {
	const char *name;
	struct sar_siprec *doc;
	/* The places in doc->items, + 1; 0 for none. */
	size_t item;  /* that the element at depth 2 is */
	size_t party; /* that a vendor's callingParty is */
	enum sar_siprec_kind kind;
	bool known;       /* the element at depth 2 is one of ours */
	bool vendor;      /* or the vendor's */
	bool associating; /* in a participantstreamassoc of: */
	char *participant;
	bool mode; /* datamode was there */
};

static bool
is_ours(const struct sar_xml_element *e)
{
	return strncmp(e->space, SPACE, sizeof(SPACE) - 1) == 0;
}

/* One element's text in a string of its own: no white space in an id. */
static char *
squeeze(const char *text, struct sar_err *err)
{
	char *out = malloc(strlen(text) + 1);
	size_t n = 0;

	if (out == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	for (; *text != '\0'; text++)
		if (!isspace((unsigned char)*text))
			out[n++] = *text;
	out[n] = '\0';
	return out;
}

static int
take_text(char **to, const struct sar_xml_element *e, struct sar_err *err)
{
	char *text = squeeze(e->text, err);

	if (text == NULL)
		return -1;
	free(*to);
	*to = text;
	return 0;
}

static int
fault(const struct parse *p, const struct sar_xml_element *e, const char *what,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_EINPUT, "%s: line %llu: %s", p->name,
	    (unsigned long long)e->line, what);
}

/* Its attribute ${name}, or ${old} of the drafts. */
static const char *
attribute(const struct sar_xml_element *e, const char *name, const char *old)
{
	const char *value = sar_xml_attribute(e, name);

	if (value == NULL && old != NULL)
		value = sar_xml_attribute(e, old);
	return value == NULL || value[0] == '\0' ? NULL : value;
}

static const struct {
	const char *name;
	enum sar_siprec_kind kind;
	const char *id, *old_id;
	const char *in, *old_in; /* NULL: has none */
	bool needs_in;
} elements[] = {
	{ "group", SAR_SIPREC_GROUP, "group_id", "id", NULL, NULL, false },
	{ "session", SAR_SIPREC_SESSION, "session_id", "id", NULL, NULL,
	    false },
	{ "participant", SAR_SIPREC_PARTICIPANT, "participant_id", "id", NULL,
	    NULL, false },
	{ "stream", SAR_SIPREC_STREAM, "stream_id", "id", "session_id",
	    "session", false },
	{ "sessionrecordingassoc", SAR_SIPREC_RECORDED, "session_id", NULL,
	    NULL, NULL, false },
	{ "participantsessionassoc", SAR_SIPREC_IN, "participant_id", NULL,
	    "session_id", NULL, true },
};

#define N_ELEMENTS (sizeof(elements) / sizeof(elements[0]))

static int
begin_item(struct parse *p, const struct sar_xml_element *e, size_t nr,
    struct sar_err *err)
{
	const char *id = attribute(e, elements[nr].id, elements[nr].old_id);
	const char *in = NULL;
	const char *session = attribute(e, "session", NULL);
	struct sar_siprec_item *item;

	if (elements[nr].in != NULL)
		in = attribute(e, elements[nr].in, elements[nr].old_in);
	if (id == NULL || (elements[nr].needs_in && in == NULL))
		return fault(p, e, "an element without its id", err);
	p->kind = elements[nr].kind;
	/* In the drafts a participant itself says where it is. */
	if (p->kind == SAR_SIPREC_PARTICIPANT && session != NULL &&
	    sar_siprec_item(p->doc, SAR_SIPREC_IN, id, session, err) == NULL)
		return -1;
	item = sar_siprec_item(p->doc, p->kind, id, in, err);
	if (item == NULL)
		return -1;
	item->line = e->line;
	p->item = (size_t)(item - p->doc->items) + 1;
	return 0;
}

static int
start_second(struct parse *p, const struct sar_xml_element *e,
    struct sar_err *err)
{
	const char *id;
	size_t i;

	p->item = p->party = 0;
	p->associating = false;
	p->known = is_ours(e);
	p->vendor = strstr(e->space, VENDOR) != NULL;
	for (i = 0; p->known && i < N_ELEMENTS; i++)
		if (strcmp(e->name, elements[i].name) == 0)
			return begin_item(p, e, i, err);
	if (!p->known || strcmp(e->name, "participantstreamassoc") != 0)
		return 0;
	if ((id = attribute(e, "participant_id", NULL)) == NULL)
		return fault(p, e, "an element without its id", err);
	free(p->participant);
	if ((p->participant = strdup(id)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	p->associating = true;
	return 0;
}

/* A vendor's callingParty or calledParty: which participant that is. */
static int
start_party(struct parse *p, const struct sar_xml_element *e,
    struct sar_err *err)
{
	const char *id = attribute(e, "participant_id", NULL);
	bool calling = strcmp(e->name, "callingParty") == 0;
	struct sar_siprec_item *item;

	p->party = 0;
	if (!calling && strcmp(e->name, "calledParty") != 0)
		return 0;
	if (id == NULL)
		return fault(p, e, "an element without its id", err);
	item = sar_siprec_item(p->doc, SAR_SIPREC_PARTICIPANT, id, NULL, err);
	if (item == NULL)
		return -1;
	item->role = calling ? SAR_ROLE_CALLER : SAR_ROLE_CALLED;
	p->party = (size_t)(item - p->doc->items) + 1;
	return 0;
}

static int
on_start(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	struct parse *p = ctx;
	const char *aor;

	if (e->depth == 1 && (!is_ours(e) || strcmp(e->name, "recording") != 0))
		return fault(p, e, "not a recording session's metadata", err);
	if (e->depth == 2)
		return start_second(p, e, err);
	if (e->depth == 3 && p->vendor)
		return start_party(p, e, err);
	if (e->depth != 3 || !is_ours(e) || p->item == 0 ||
	    p->kind != SAR_SIPREC_PARTICIPANT || strcmp(e->name, "nameID") != 0)
		return 0;
	aor = attribute(e, "aor", NULL);
	return aor == NULL ? 0
			   : sar_siprec_number(p->doc,
				 &p->doc->items[p->item - 1], aor, err);
}

/* The number that ${text} has, of participant ${place}. */
static int
end_number(struct parse *p, size_t place, const struct sar_xml_element *e,
    struct sar_err *err)
{
	char *text = NULL;
	int rc = 0;

	if (take_text(&text, e, err) == -1)
		return -1;
	if (text[0] != '\0')
		rc = sar_siprec_number(p->doc, &p->doc->items[place - 1], text,
		    err);
	free(text);
	return rc;
}

static int
end_vendor(struct parse *p, const struct sar_xml_element *e,
    struct sar_err *err)
{
	struct sar_siprec *doc = p->doc;

	if (e->depth == 4 && p->party != 0 && strcmp(e->name, "number") == 0)
		return end_number(p, p->party, e, err);
	if (e->depth != 3)
		return 0;
	if (strcmp(e->name, "xferredGroupID") == 0)
		return take_text(&doc->moved_group, e, err);
	if (strcmp(e->name, "byAction") == 0)
		return take_text(&doc->action, e, err);
	/* Version 1.0 says no more than this. */
	if (strcmp(e->name, "callingPartyNumber") == 0)
		return take_text(&doc->calling, e, err);
	if (strcmp(e->name, "calledPartyNumber") == 0)
		return take_text(&doc->called, e, err);
	return 0;
}

static int
end_send(struct parse *p, const struct sar_xml_element *e, struct sar_err *err)
{
	char *stream = NULL;
	int rc = 0;

	if (strcmp(e->name, "send") != 0)
		return 0;
	if (take_text(&stream, e, err) == -1)
		return -1;
	if (sar_siprec_item(p->doc, SAR_SIPREC_SENDS, p->participant, stream,
		err) == NULL)
		rc = -1;
	free(stream);
	return rc;
}

static int
end_third(struct parse *p, const struct sar_xml_element *e, struct sar_err *err)
{
	struct sar_siprec_item *item;

	if (p->associating)
		return end_send(p, e, err);
	if (p->item == 0)
		return 0;
	item = &p->doc->items[p->item - 1];
	if (strcmp(e->name, "associate-time") == 0 ||
	    strcmp(e->name, "start-time") == 0)
		return take_text(&item->since, e, err);
	if (strcmp(e->name, "disassociate-time") == 0 ||
	    strcmp(e->name, "stop-time") == 0)
		return take_text(&item->until, e, err);
	if (p->kind == SAR_SIPREC_SESSION && strcmp(e->name, "group-ref") == 0)
		return take_text(&item->group, e, err);
	if (p->kind == SAR_SIPREC_PARTICIPANT && strcmp(e->name, "aor") == 0)
		return end_number(p, p->item, e, err);
	return 0;
}

static int
end_mode(struct parse *p, const struct sar_xml_element *e, struct sar_err *err)
{
	char *mode = NULL;

	if (take_text(&mode, e, err) == -1)
		return -1;
	p->mode = strcmp(mode, "complete") == 0 || strcmp(mode, "partial") == 0;
	p->doc->partial = strcmp(mode, "partial") == 0;
	free(mode);
	return p->mode ? 0 : fault(p, e, "a data mode that is not known", err);
}

static int
on_end(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	struct parse *p = ctx;

	if (p->vendor && e->depth >= 3)
		return end_vendor(p, e, err);
	if (!is_ours(e))
		return 0;
	if (e->depth == 2 && (strcmp(e->name, "datamode") == 0 ||
				 strcmp(e->name, "dataMode") == 0))
		return end_mode(p, e, err);
	return e->depth == 3 ? end_third(p, e, err) : 0;
}

struct sar_siprec *
sar_siprec_parse(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct parse p = { .name = name };
	struct sar_xml xml = { .name = name,
		.namespaces = true,
		.start = on_start,
		.end = on_end,
		.ctx = &p,
		.limits = { .bytes = SAR_SIPREC_MAX, .text = 65536 } };
	int rc = -1;

	p.doc = calloc(1, sizeof(*p.doc));
	if (p.doc == NULL || (p.doc->name = strdup(name)) == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else
		rc = sar_xml_parse(&xml, text, len, err);
	free(p.participant);
	if (rc == 0 && !p.mode)
		rc = sar_err_set(err, SAR_EINPUT, "%s: no data mode", name);
	if (rc == 0)
		return p.doc;
	sar_siprec_free(p.doc);
	return NULL;
}
