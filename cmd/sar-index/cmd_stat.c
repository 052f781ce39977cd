#include <stdlib.h>

#include "base/civil.h"
#include "base/file.h"
#include "base/hex.h"
#include "index/each.h"
#include "index/index.h"
#include "media/media.h"
#include "sar-index/commands.h"

static const struct poptOption options[] = { CMD_COMMON, POPT_TABLEEND };

static const char *const states[] = { "present", "missing", "empty", "damaged",
	"unsupported" };

static void
add(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

/* Where rows came from, a line each. */
static int
print_source(void *ctx, const struct sar_index_source *source, uint64_t legs,
    struct sar_err *err)
{
	static const char *const bases[] = { "unknown", "utc", "zone", "offset",
		"epoch" };
	char sha256[SAR_HEX_LEN(SAR_SHA256_LEN)], imported[SAR_UTC_LEN];

	(void)ctx;
	(void)err;
	sar_hex_put(source->sha256, SAR_SHA256_LEN, sha256);
	sar_utc_format(source->imported, imported);
	cmd_print_json(json_pack(
	    "{ss, ss, ss, ss, ss, ss, ss, ss, sI, sI, sI, sI, sI, sI}", "type",
	    "source", "sha256", sha256, "importer", source->importer, "zone",
	    source->zone, "time_basis", bases[source->basis], "time_evidence",
	    source->evidence, "grouped_by", source->grouped, "imported",
	    imported, "legs", (json_int_t)legs, "rows_read",
	    (json_int_t)source->rows_read, "rows_new",
	    (json_int_t)source->rows_new, "rows_same",
	    (json_int_t)source->rows_same, "rows_changed",
	    (json_int_t)source->rows_changed, "rows_rejected",
	    (json_int_t)source->rows_rejected));
	return 0;
}

/* How many recordings there are of each codec. */
struct codecs {
	json_t *all;
	json_t *unsupported; /* of these, which cannot be decoded */
};

static void
add_codec(json_t *to, const char *codec, uint64_t n)
{
	json_int_t before = json_integer_value(json_object_get(to, codec));

	(void)json_object_set_new(to, codec,
	    json_integer(before + (json_int_t)n));
}

static int
count_codec(void *ctx, const char *codec, enum sar_recording_state state,
    uint64_t n, struct sar_err *err)
{
	struct codecs *codecs = ctx;
	/* A word of our own, whatever the file has there. */
	const char *name = sar_media_codec_name(sar_media_codec_of(codec));

	(void)err;
	if (name[0] == '\0')
		name = "unknown";
	add_codec(codecs->all, name, n);
	if (state == SAR_RECORDING_UNSUPPORTED)
		add_codec(codecs->unsupported, name, n);
	return 0;
}

static void
print_codecs(const struct codecs *codecs)
{
	const char *name;
	json_int_t cannot;
	json_t *n;

	if (json_object_size(codecs->all) == 0)
		return;
	cmd_say("their codecs:");
	json_object_foreach(codecs->all, name, n)
	{
		cmd_say(" %s %lld", name, (long long)json_integer_value(n));
		cannot = json_integer_value(json_object_get(codecs->unsupported,
		    name));
		if (cannot > 0)
			cmd_say(" (%lld not decoded)", (long long)cannot);
	}
	cmd_say("\n");
}

static void
print_json(const struct sar_index_stat *stat, const struct codecs *codecs)
{
	json_t *s = cmd_summary();
	json_t *by_state = json_object();
	json_t *by_kind = json_object();
	char first[SAR_UTC_LEN], last[SAR_UTC_LEN];
	size_t i;

	for (i = 0; i <= SAR_RECORDING_UNSUPPORTED; i++)
		(void)json_object_set_new(by_state, states[i],
		    json_integer((json_int_t)stat->by_state[i]));
	for (i = 0; i <= SAR_PHONE_BAD; i++)
		(void)json_object_set_new(by_kind,
		    sar_phone_kind_name((enum sar_phone_kind)i),
		    json_integer((json_int_t)stat->by_kind[i]));
	add("sources", stat->sources);
	add("groups", stat->groups);
	add("legs", stat->legs);
	add("recordings", stat->recordings);
	add("deleted_on_schedule", stat->deleted);
	(void)json_object_set_new(s, "recordings_by_state", by_state);
	(void)json_object_set(s, "recordings_by_codec", codecs->all);
	(void)json_object_set(s, "unsupported_by_codec", codecs->unsupported);
	add("registered", stat->registered);
	add("committed", stat->committed);
	add("commitments_forgotten", stat->commits_forgotten);
	add("uses", stat->uses);
	add("events", stat->events);
	add("links", stat->links);
	add("streams", stat->streams);
	add("segments", stat->segments);
	add("legs_uncertain", stat->uncertain);
	add("legs_with_second_clock", stat->clocks);
	add("bytes", stat->bytes);
	(void)json_object_set_new(s, "parties_by_kind", by_kind);
	if (stat->legs == 0)
		return;
	sar_utc_format(stat->first, first);
	sar_utc_format(stat->last, last);
	(void)json_object_set_new(s, "first", json_string(first));
	(void)json_object_set_new(s, "last", json_string(last));
}

static void
print_text(const struct sar_index_stat *stat, const struct codecs *codecs)
{
	char first[SAR_UTC_LEN], last[SAR_UTC_LEN];
	size_t i;

	cmd_say("%llu calls in %llu legs, from %llu files imported\n",
	    (unsigned long long)stat->groups, (unsigned long long)stat->legs,
	    (unsigned long long)stat->sources);
	if (stat->legs > 0) {
		sar_utc_format(stat->first, first);
		sar_utc_format(stat->last, last);
		cmd_say("first %s, last %s\n", first, last);
	}
	cmd_say("%llu recordings:", (unsigned long long)stat->recordings);
	for (i = 0; i <= SAR_RECORDING_UNSUPPORTED; i++)
		cmd_say(" %s %llu", states[i],
		    (unsigned long long)stat->by_state[i]);
	if (stat->deleted > 0)
		cmd_say(", %llu deleted on schedule",
		    (unsigned long long)stat->deleted);
	cmd_say("\n");
	print_codecs(codecs);
	cmd_say("registered: %llu, %llu with a commitment to their sound",
	    (unsigned long long)stat->registered,
	    (unsigned long long)stat->committed);
	if (stat->commits_forgotten > 0)
		cmd_say(", %llu forgotten",
		    (unsigned long long)stat->commits_forgotten);
	cmd_say("\n%llu parties:", (unsigned long long)stat->parties);
	for (i = 0; i <= SAR_PHONE_BAD; i++)
		cmd_say(" %s %llu", sar_phone_kind_name((enum sar_phone_kind)i),
		    (unsigned long long)stat->by_kind[i]);
	cmd_say("\nbeside them: %llu links, %llu events, %llu channels told "
		"apart, %llu segments\n",
	    (unsigned long long)stat->links, (unsigned long long)stat->events,
	    (unsigned long long)stat->streams,
	    (unsigned long long)stat->segments);
	cmd_say("starts: %llu uncertain, %llu with a second clock\n",
	    (unsigned long long)stat->uncertain,
	    (unsigned long long)stat->clocks);
	cmd_say("file: %llu bytes", (unsigned long long)stat->bytes);
	if (stat->legs > 0)
		cmd_say(", %llu a leg",
		    (unsigned long long)(stat->bytes / stat->legs));
	cmd_say("\n");
}

static int
print_stat(struct sar_err *err)
{
	struct codecs codecs = { json_object(), json_object() };
	struct sar_index *index = NULL;
	struct sar_index_stat stat;
	char *path = sar_file_join(cmd_home(), "index.db", err);
	int rc = -1;

	if (path != NULL &&
	    (index = sar_index_open(path, false, err)) != NULL &&
	    sar_index_stat(index, &stat, err) == 0 &&
	    sar_index_each_codec(index, count_codec, &codecs, err) == 0 &&
	    (cmd_options.json == 0 ||
		sar_index_each_source(index, print_source, NULL, err) == 0)) {
		if (cmd_options.json)
			print_json(&stat, &codecs);
		else
			print_text(&stat, &codecs);
		rc = 0;
	}
	json_decref(codecs.all);
	json_decref(codecs.unsupported);
	sar_index_close(index);
	free(path);
	return rc;
}

int
cmd_stat(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && print_stat(&err) == -1))
		return cmd_report(&err);
	return 0;
}
