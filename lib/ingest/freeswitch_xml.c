#include <stdlib.h>
#include <string.h>

#include "ingest/document.h"
#include "ingest/freeswitch.h"
#include "ingest/xml.h"

#define DEPTH 16 /* of what FreeSWITCH writes: 8 */
#define PATH 6   /* as deep as anything of interest stands */

struct xml {
	struct sar_freeswitch_call *call;
	struct sar_freeswitch_profile *profile; /* of the stage */
	struct sar_freeswitch_profile *peer;    /* being read; or NULL */
	const char *name;
	char path[PATH][32]; /* names of the elements it is in */
};

static bool
within(const struct xml *x, size_t depth, const char *name)
{
	return strcmp(x->path[depth - 1], name) == 0;
}

/* All that a tag itself says. */
static void
start_third(struct xml *x, const struct sar_xml_element *e)
{
	const char *app, *data, *on, *off;

	if (within(x, 2, "app_log") && within(x, 3, "application")) {
		app = sar_xml_attribute(e, "app_name");
		data = sar_xml_attribute(e, "app_data");
		if (app != NULL)
			sar_freeswitch_app(x->call, app,
			    data == NULL ? "" : data);
	}
	if (within(x, 2, "hold-record") && within(x, 3, "hold")) {
		on = sar_xml_attribute(e, "on");
		off = sar_xml_attribute(e, "off");
		sar_freeswitch_hold(x->call, on == NULL ? "" : on,
		    off == NULL ? "" : off, sar_xml_attribute(e, "bridged-to"));
	}
}

static int
on_start(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	struct xml *x = ctx;
	char *place;

	if (e->depth > PATH)
		return 0;
	place = x->path[e->depth - 1];
	place[0] = '\0';
	if (strlen(e->name) < sizeof(x->path[0]))
		memcpy(place, e->name, strlen(e->name) + 1);
	if (e->depth == 1 && strcmp(place, "cdr") != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: line %llu: not a FreeSWITCH record", x->name,
		    (unsigned long long)e->line);
	if (e->depth == 2 && strcmp(place, "callflow") == 0)
		x->profile = sar_freeswitch_stage(x->call);
	if (e->depth == 3)
		start_third(x, e);
	if (e->depth == 5 && within(x, 2, "callflow") &&
	    within(x, 3, "caller_profile")) {
		x->peer = NULL;
		if (strcmp(place, "originatee_caller_profile") == 0)
			x->peer = sar_freeswitch_peer(x->call, false);
		if (strcmp(place, "originator_caller_profile") == 0)
			x->peer = sar_freeswitch_peer(x->call, true);
	}
	return 0;
}

static int
on_end(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	struct xml *x = ctx;

	(void)err;
	if (e->depth == 3 && within(x, 2, "variables"))
		sar_freeswitch_var(x->call, e->name, e->text);
	if (e->depth < 4 || e->depth > PATH || !within(x, 2, "callflow"))
		return 0;
	if (e->depth == 4 && within(x, 3, "times"))
		sar_freeswitch_time(x->call, e->name, e->text);
	if (e->depth == 4 && within(x, 3, "caller_profile"))
		sar_freeswitch_profile(x->call, x->profile, e->name, e->text);
	if (e->depth == 6 && within(x, 3, "caller_profile") && x->peer != NULL)
		sar_freeswitch_profile(x->call, x->peer, e->name, e->text);
	if (e->depth == 5)
		x->peer = NULL;
	return 0;
}

static int
take_document(struct sar_reading *in, struct sar_freeswitch_call *call,
    const char *text, size_t len, struct sar_err *err)
{
	struct xml x = { .call = call, .name = in->name };
	struct sar_xml xml = {
		.name = in->name,
		.start = on_start,
		.end = on_end,
		.ctx = &x,
		.limits = { .bytes = SAR_FREESWITCH_RECORD_MAX,
		    .depth = DEPTH },
	};
	bool good;

	sar_freeswitch_clear(call);
	call->encoded = true;
	if (sar_xml_parse(&xml, text, len, err) == -1)
		return -1;
	good = sar_freeswitch_take(call, in);
	return sar_sink_take(in, 1, good, err);
}

static int
read_xml(struct sar_reading *in, struct sar_err *err)
{
	struct sar_freeswitch_call *call = calloc(1, sizeof(*call));
	char *text = NULL;
	size_t len = 0;
	int rc = -1;

	if (call == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	in->context.basis = SAR_TIME_EPOCH;
	in->evidence = "format";
	if (sar_document_read(in, SAR_FREESWITCH_RECORD_MAX, &text, &len,
		err) == 0)
		rc = take_document(in, call, text, len, err);
	if (text != NULL)
		explicit_bzero(text, len);
	free(text);
	explicit_bzero(call, sizeof(*call));
	free(call);
	return rc;
}

/* Past the mark, a declaration and comments: <cdr ...> */
static bool
probe(const struct sar_probe *probe)
{
	const char *p = probe->head;
	const char *end;

	if (strncmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	for (;;) {
		p += strspn(p, " \t\r\n");
		if (strncmp(p, "<?", 2) == 0)
			end = strstr(p, "?>");
		else if (strncmp(p, "<!--", 4) == 0)
			end = strstr(p, "-->");
		else
			break;
		if (end == NULL)
			return false;
		p = strchr(end, '>') + 1;
	}
	return strncmp(p, "<cdr", 4) == 0 &&
	       (p[4] == ' ' || p[4] == '>' || p[4] == '\n') &&
	       (strstr(p, "<channel_data>") != NULL ||
		   strstr(p, "<variables>") != NULL);
}

const struct sar_format sar_format_freeswitch_xml = {
	.name = "freeswitch-xml",
	.version = 1,
	.title = "FreeSWITCH, XML of mod_xml_cdr",
	.system = "freeswitch",
	.grouped = "call_uuid",
	.document = true,
	.probe = probe,
	.read = read_xml,
};
