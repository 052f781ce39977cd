#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "ingest/freeswitch.h"
#include "ingest/freeswitch_split.h"

/* Reading a file: its objects, one by one. */
struct json {
	struct sar_reading *in;
	struct sar_freeswitch_call *call;
	uint64_t taken;    /* objects that were records */
	uint64_t rejected; /* and what was none */
};

/* A string, or an integer as one in ${room}; NULL for anything else. */
static const char *
text_of(const json_t *value, char room[24])
{
	if (json_is_string(value))
		return json_string_value(value);
	if (!json_is_integer(value))
		return NULL;
	(void)snprintf(room, 24, "%lld", (long long)json_integer_value(value));
	return room;
}

/* One member of an object, as text. */
typedef void member_fn(struct sar_freeswitch_call *call, void *ctx,
    const char *name, const char *text);

static void
each_member(struct sar_freeswitch_call *call, json_t *object, member_fn *fn,
    void *ctx)
{
	const char *text;
	char room[24];
	void *at;

	for (at = json_object_iter(object); at != NULL;
	     at = json_object_iter_next(object, at)) {
		text = text_of(json_object_iter_value(at), room);
		if (text != NULL)
			fn(call, ctx, json_object_iter_key(at), text);
	}
}

static void
take_variable(struct sar_freeswitch_call *call, void *ctx, const char *name,
    const char *text)
{
	(void)ctx;
	sar_freeswitch_var(call, name, text);
}

static void
take_time(struct sar_freeswitch_call *call, void *ctx, const char *name,
    const char *text)
{
	(void)ctx;
	sar_freeswitch_time(call, name, text);
}

static void
take_profile(struct sar_freeswitch_call *call, void *profile, const char *name,
    const char *text)
{
	sar_freeswitch_profile(call, profile, name, text);
}

static void
take_peers(struct sar_freeswitch_call *call, json_t *profile, bool originator)
{
	json_t *side = json_object_get(profile,
	    originator ? "originator" : "originatee");
	json_t *list = json_object_get(side,
	    originator ? "originator_caller_profiles"
		       : "originatee_caller_profiles");
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		each_member(call, json_array_get(list, i), take_profile,
		    sar_freeswitch_peer(call, originator));
}

static void
take_stage(struct sar_freeswitch_call *call, json_t *stage)
{
	json_t *profile = json_object_get(stage, "caller_profile");

	each_member(call, profile, take_profile, sar_freeswitch_stage(call));
	take_peers(call, profile, false);
	take_peers(call, profile, true);
	each_member(call, json_object_get(stage, "times"), take_time, NULL);
}

/* An array; of old versions an object, whose name comes again for each. */
static void
take_callflow(struct sar_freeswitch_call *call, json_t *cdr)
{
	char name[] = SAR_FREESWITCH_CALLFLOW;
	json_t *flow = json_object_get(cdr, name);
	size_t i;
	unsigned n;

	for (i = 0; i < json_array_size(flow); i++)
		take_stage(call, json_array_get(flow, i));
	if (!json_is_object(flow))
		return;
	take_stage(call, flow);
	for (n = 2; n <= SAR_FREESWITCH_AGAIN; n++) {
		sar_freeswitch_callflow_name(n, name);
		if ((flow = json_object_get(cdr, name)) == NULL)
			return;
		take_stage(call, flow);
	}
}

static void
take_log(struct sar_freeswitch_call *call, json_t *cdr)
{
	json_t *list = json_object_get(json_object_get(cdr, "app_log"),
	    "applications");
	json_t *app;
	const char *name, *data;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		app = json_array_get(list, i);
		name = json_string_value(json_object_get(app, "app_name"));
		data = json_string_value(json_object_get(app, "app_data"));
		if (name != NULL)
			sar_freeswitch_app(call, name,
			    data == NULL ? "" : data);
	}
}

static int
reject(struct json *json, uint64_t line, const char *why, struct sar_err *err)
{
	json->rejected++;
	return sar_sink_reject(json->in, line, "-", why, err);
}

static int
take_object(void *ctx, char *text, size_t len, uint64_t line,
    struct sar_err *err)
{
	struct json *json = ctx;
	struct sar_freeswitch_call *call = json->call;
	json_t *cdr = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	bool good;

	if (cdr == NULL)
		return reject(json, line, "not well-formed JSON", err);
	if (!json_is_object(json_object_get(cdr, "variables"))) {
		json_decref(cdr);
		return reject(json, line, "not a FreeSWITCH record", err);
	}
	sar_freeswitch_clear(call);
	each_member(call, json_object_get(cdr, "variables"), take_variable,
	    NULL);
	take_callflow(call, cdr);
	take_log(call, cdr);
	json_decref(cdr);
	json->taken++;
	good = sar_freeswitch_take(call, json->in);
	return sar_sink_take(json->in, line, good, err);
}

static int
take_fault(void *ctx, uint64_t line, const char *why, struct sar_err *err)
{
	return reject(ctx, line, why, err);
}

static int
take_block(void *ctx, const char *text, size_t len, struct sar_err *err)
{
	return sar_freeswitch_split_add(ctx, text, len, err);
}

/* The end: in the midst of an object the export is not complete. */
static int
finish(struct json *json, struct sar_freeswitch_split *split,
    struct sar_err *err)
{
	uint64_t line;

	if (sar_freeswitch_split_open(split, &line)) {
		if (json->taken == 0 && json->rejected == 0)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: torn: the record does not end",
			    json->in->name, (unsigned long long)line);
		return reject(json, line, "torn: the record does not end", err);
	}
	if (json->taken == 0 && json->rejected == 0)
		return sar_err_set(err, SAR_EINPUT, "%s: no record in it",
		    json->in->name);
	return 0;
}

static int
read_json(struct sar_reading *in, struct sar_err *err)
{
	struct sar_freeswitch_split split = { .object = take_object,
		.fault = take_fault };
	struct json json = { .in = in };
	int rc = -1;

	split.ctx = &json;
	in->context.basis = SAR_TIME_EPOCH;
	in->evidence = "format";
	if ((json.call = calloc(1, sizeof(*json.call))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (sar_sha256_each(in->source, take_block, &split, in->sha256, err) ==
		0 &&
	    finish(&json, &split, err) == 0)
		rc = 0;
	sar_freeswitch_split_free(&split);
	explicit_bzero(json.call, sizeof(*json.call));
	free(json.call);
	return rc;
}

/* What each of these records begins with, before its long statistics. */
static bool
probe(const struct sar_probe *probe)
{
	const char *p = probe->head;

	if (strncmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	p += strspn(p, " \t\r\n");
	return *p == '{' && strstr(p, "\"channel_data\"") != NULL &&
	       (strstr(p, "\"core-uuid\"") != NULL ||
		   strstr(p, "\"callflow\"") != NULL);
}

const struct sar_format sar_format_freeswitch_json = {
	.name = "freeswitch-json",
	.version = 1,
	.title = "FreeSWITCH, JSON of mod_json_cdr",
	.system = "freeswitch",
	.grouped = "call_uuid",
	.document = true,
	.probe = probe,
	.read = read_json,
};
