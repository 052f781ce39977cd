#include "ingest/siprec.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/document.h"
#include "ingest/rfc3339.h"

#define SPACE "urn:ietf:params:xml:ns:recording"

/* Past white space, declarations and comments: the outermost tag. */
static const char *
find_root(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\r\n");
		if (strncmp(at, "<?", 2) == 0)
			at = strstr(at, "?>");
		else if (strncmp(at, "<!--", 4) == 0)
			at = strstr(at, "-->");
		else
			return at;
		if (at == NULL)
			return "";
		at = strchr(at, '>') + 1;
	}
}

static bool
probe(const struct sar_probe *probe)
{
	const char *at = probe->head;
	const char *end, *name;

	if (strncmp(at, "\xEF\xBB\xBF", 3) == 0)
		at += 3;
	at = find_root(at);
	if (*at++ != '<' || (end = strchr(at, '>')) == NULL)
		return false;
	/* A document type is ours to refuse, by name. */
	if (strncmp(at, "!DOCTYPE", 8) == 0)
		return strstr(at, SPACE) != NULL;
	name = memchr(at, ':', strcspn(at, " \t\r\n>"));
	name = name == NULL ? at : name + 1;
	if (strncmp(name, "recording", 9) != 0 ||
	    strchr(" \t\r\n>", name[9]) == NULL)
		return false;
	name = strstr(at, SPACE);
	return name != NULL && name < end;
}

/* What times without an offset are is for the operator to say. */
static void
find_basis(struct sar_reading *in, const struct sar_siprec *doc)
{
	struct sar_rfc3339 when;
	const char *texts[2];
	size_t i, k;

	in->evidence = "associate-time";
	for (i = 0; i < doc->n; i++) {
		texts[0] = doc->items[i].since;
		texts[1] = doc->items[i].until;
		for (k = 0; k < 2; k++)
			if (texts[k] != NULL &&
			    sar_rfc3339_read(texts[k], &when) && !when.zoned) {
				in->evidence = "operator";
				return;
			}
	}
	in->context.basis = SAR_TIME_OFFSET;
}

static int
take_sessions(struct sar_reading *in, const struct sar_siprec *doc,
    struct sar_err *err)
{
	const struct sar_siprec_item *item;
	bool good;
	size_t i;

	for (i = 0; i < doc->n; i++) {
		item = &doc->items[i];
		if (item->kind != SAR_SIPREC_SESSION)
			continue;
		good = sar_siprec_row(doc, in, item);
		if (sar_sink_take(in, item->line == 0 ? 1 : item->line, good,
			err) == -1)
			return -1;
	}
	return 0;
}

static int
read_siprec(struct sar_reading *in, struct sar_err *err)
{
	const struct sar_siprec *whole;
	struct sar_siprec *doc = NULL;
	char *text = NULL;
	size_t len = 0;

	if (sar_document_read(in, SAR_SIPREC_MAX, &text, &len, err) == 0) {
		doc = sar_siprec_parse(in->name, text, len, err);
		explicit_bzero(text, len);
		free(text);
	}
	if (doc == NULL) {
		sar_siprec_forget(in);
		return -1;
	}
	if ((whole = sar_siprec_follow(in, doc, err)) == NULL)
		return -1;
	find_basis(in, whole);
	return take_sessions(in, whole, err);
}

const struct sar_format sar_format_siprec = {
	.name = "siprec",
	.version = 1,
	.title = "SIPREC metadata (RFC 7865), XML",
	.system = "siprec",
	.grouped = "group_id",
	.document = true,
	.probe = probe,
	.read = read_siprec,
};
