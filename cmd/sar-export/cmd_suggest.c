#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/b64.h"
#include "common/listing.h"
#include "export/advice.h"
#include "index/parts.h"
#include "sar-export/args.h"
#include "sar-export/choose.h"
#include "sar-export/commands.h"
#include "sar-export/heard.h"

static struct {
	char *output;
	int force, sound;
} args;

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	ARGS_INCLUDE(choose_options, "The recording:"),
	{ "sound", '\0', POPT_ARG_NONE, &args.sound, 44,
	    "also what its sound is: silence, talk, tones, keys, music, voices",
	    NULL },
	{ "output", 'o', POPT_ARG_STRING, &args.output, 42,
	    "write the labels to a file, not to standard output", "FILE" },
	{ "force", '\0', POPT_ARG_NONE, &args.force, 43,
	    "replace the file of --output if there is one", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static const char *
kind_name(const struct sar_suggestion *s)
{
	return s->kind == SAR_SUGGEST_CHANNEL ? "channel" : "joined";
}

/* As sar-marks(5) takes them; what follows the channel is for people. */
static void
print_label(FILE *to, const struct sar_suggestion *s)
{
	(void)fprintf(to,
	    "%" PRIu64 ".%03" PRIu64 "\t%" PRIu64 ".%03" PRIu64 "\tTP",
	    s->from_ms / 1000, s->from_ms % 1000, s->to_ms / 1000,
	    s->to_ms % 1000);
	if (s->channel != 0)
		(void)fprintf(to, " channel=%" PRIu32, s->channel);
	(void)fprintf(to, " suggested: %s%s (leg %zu, by its %s)\n",
	    s->sure ? "" : "perhaps ", kind_name(s), s->leg + 1,
	    sar_suggest_record_name(s->record));
}

static json_t *
links_of(const struct sar_index_parts *parts)
{
	static const char *const names[] = { "same-call", "blind", "attended",
		"consult", "park", "conference", "bridge" };
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((parts->links >> i & 1) != 0)
			(void)json_array_append_new(list,
			    json_string(names[i]));
	return list;
}

static bool
is_in(const struct sar_index_leg *leg, const struct sar_index_recording *rec)
{
	size_t i;

	for (i = 0; i < leg->n_uses; i++)
		if (leg->uses[i].recording == rec->id)
			return true;
	return false;
}

static void
print_json(const struct sar_item *item, const struct sar_advice_list *all,
    const struct sar_suggestion *s)
{
	const struct sar_suggest_leg *l = sar_advice_leg(all, s->leg);
	json_t *line = json_pack("{ss, ss, sI, ss, ss, sI, sI, sb, sI}", "type",
	    "suggestion", "schema", "sar-export.suggestion/1", "item",
	    (json_int_t)item->number, "basis", "TP", "kind", kind_name(s),
	    "from_ms", (json_int_t)s->from_ms, "to_ms", (json_int_t)s->to_ms,
	    "sure", (int)s->sure, "widened_ms", (json_int_t)s->widened_ms);

	if (s->channel != 0)
		(void)json_object_set_new(line, "channel",
		    json_integer(s->channel));
	(void)json_object_set_new(line, "evidence",
	    json_pack("{ss, sI, sb, so}", "record",
		sar_suggest_record_name(s->record), "leg",
		(json_int_t)s->leg + 1, "in_recording",
		(int)is_in(l->leg, item->recording), "links",
		links_of(l->parts)));
	cmd_print_json(line);
}

static void
print_summary(const struct sar_item *item, const struct sar_advice_list *all)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(item->recording->sha256, SAR_SHA256_LEN, hex);
	(void)json_object_set_new(cmd_summary(), "item",
	    json_integer(item->number));
	(void)json_object_set_new(cmd_summary(), "recording", json_string(hex));
	(void)json_object_set_new(cmd_summary(), "legs",
	    json_integer((json_int_t)sar_advice_legs(all)));
	(void)json_object_set_new(cmd_summary(), "suggestions",
	    json_integer((json_int_t)all->suggestions->n));
	if (args.sound && heard_sum(all) > 0)
		cmd_note("What the sound is was told by a program: listen.  A "
			 "label that begins with \"sound:\" is no cut, and "
			 "\"mark\" refuses it.\n");
	if (all->suggestions->n == 0)
		cmd_note("The records suggest nothing: they know of no third "
			 "party in it.  That is no proof: listen to it.\n");
	else
		cmd_note("The records suggest %zu; nothing is cut until a "
			 "person has listened and says so, on the page of "
			 "\"sar-export review\" or with \"sar-export mark\".\n",
		    all->suggestions->n);
}

/* By the index alone in the order that it has; else all by time. */
static void
print_all(const struct sar_item *item, const struct sar_advice_list *all,
    FILE *to)
{
	const struct sar_advice *one;
	size_t i;

	for (i = 0; i < all->n; i++) {
		one = &all->list[i];
		if (cmd_options.json && one->heard != NULL)
			heard_print_json(item, one);
		else if (cmd_options.json)
			print_json(item, all, one->suggestion);
		if (to != NULL && one->heard != NULL)
			heard_print_label(to, one);
		else if (to != NULL)
			print_label(to, one->suggestion);
	}
}

static void
print_index(const struct sar_item *item, const struct sar_advice_list *all,
    FILE *to)
{
	size_t i;

	for (i = 0; i < all->suggestions->n; i++) {
		if (to != NULL)
			print_label(to, &all->suggestions->list[i]);
		if (cmd_options.json)
			print_json(item, all, &all->suggestions->list[i]);
	}
}

static int
print(const struct sar_item *item, const struct sar_advice_list *all,
    struct sar_err *err)
{
	struct cmd_listing listing = { .path = NULL };
	FILE *to = cmd_options.json ? NULL : stdout;

	/* No labels, no file: an empty one would look like a decision. */
	if (args.output != NULL && all->n > 0) {
		if (cmd_listing_open(&listing, args.output, args.force != 0,
			err) == -1)
			return -1;
		to = listing.to;
	}
	if (args.sound)
		print_all(item, all, to);
	else
		print_index(item, all, to);
	if (cmd_listing_end(&listing, err) == -1) {
		cmd_listing_drop(&listing);
		return -1;
	}
	print_summary(item, all);
	return 0;
}

/* What there is of it is printed before a failure of the sound is told. */
static int
advise(const struct sar_case *c, const struct sar_find *found,
    const struct sar_item *item, struct sar_err *err)
{
	struct sar_advice_list all = { .list = NULL };
	int rc = -1;

	if (sar_advice_make(c, found, item,
		args.sound ? SAR_ADVICE_BOTH : SAR_ADVICE_INDEX, &all,
		err) == -1 ||
	    print(item, &all, err) == -1)
		goto out;
	if (all.sound == SAR_ADVICE_DAMAGED)
		(void)sar_err_set(err, SAR_EPARTIAL,
		    "item %u: its recording cannot be decoded to its end",
		    item->number);
	else
		rc = 0;

out:
	sar_advice_free(&all);
	return rc;
}

static int
run(struct sar_err *err)
{
	const struct sar_item *item;
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	struct sar_find found = { 0 };
	int rc = -1;

	if (args_need_ref(err) == NULL || choose_check(err) == -1 ||
	    (home = sar_home_open(cmd_home(), err)) == NULL ||
	    (c = sar_case_open(home, request_args.ref, false, 0, err)) ==
		NULL ||
	    sar_find_run(c, &found, err) == -1 ||
	    (item = choose_item(&found, err)) == NULL)
		goto out;
	if (item->recording->state != SAR_RECORDING_PRESENT)
		(void)sar_err_set(err, SAR_EPARTIAL,
		    "item %u: its recording cannot be decoded, nor cut",
		    item->number);
	else
		rc = advise(c, &found, item, err);

out:
	sar_find_free(&found);
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_suggest(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--ref REF --item N", &rest,
	    &err);
	if (rc == -1 || (rc == 0 && run(&err) == -1))
		status = cmd_report(&err);
	choose_free();
	free(args.output);
	args_free();
	return status;
}
