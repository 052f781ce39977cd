#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/b64.h"
#include "common/listing.h"
#include "index/parts.h"
#include "sar-export/args.h"
#include "sar-export/choose.h"
#include "sar-export/commands.h"
#include "suggest/suggest.h"

static struct {
	char *recording, *output;
	int item, force;
} args = { .item = ARGS_NONE };

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	{ "item", '\0', POPT_ARG_INT, &args.item, 40,
	    "the item, by its number in the list of \"find\"", "N" },
	{ "recording", '\0', POPT_ARG_STRING, &args.recording, 41,
	    "the item, by the first digits (8 or more) of its digest", "HEX" },
	{ "output", 'o', POPT_ARG_STRING, &args.output, 42,
	    "write the labels to a file, not to standard output", "FILE" },
	{ "force", '\0', POPT_ARG_NONE, &args.force, 43,
	    "replace the file of --output if there is one", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* What is asked of the index, gathered for one recording. */
struct asking {
	const struct sar_case *c;
	const struct sar_find *found;
	const struct sar_item *item;
	struct sar_index *index;
	struct sar_suggest_leg *legs;
	struct sar_index_parts *parts; /* of each leg */
	size_t n_legs;
	int64_t *own;
	size_t n_own;
};

static bool
is_of_item(const struct asking *a, size_t leg)
{
	size_t i;

	for (i = 0; i < a->item->n_legs; i++)
		if (a->item->legs[i] == leg)
			return true;
	return false;
}

/* A leg that a record links to one of the item's, and that has no recording of
   its own: a consultation may be heard in this one. */
static bool
is_linked(const struct asking *a, size_t leg)
{
	const struct sar_calls_leg *one = &a->found->calls->legs[leg];

	return !is_of_item(a, leg) && one->found == SAR_FOUND_LINK &&
	       one->leg.n_uses == 0 && is_of_item(a, one->via);
}

static int
add_leg(struct asking *a, size_t leg, struct sar_err *err)
{
	const struct sar_calls *calls = a->found->calls;
	struct sar_index_parts *parts = &a->parts[a->n_legs];

	if (sar_index_parts_load(a->index, calls->legs[leg].leg.id, parts,
		err) == -1)
		return -1;
	a->legs[a->n_legs++] = (struct sar_suggest_leg){ &calls->legs[leg].leg,
		parts };
	return 0;
}

/* First the item's, in the order that "find" has them. */
static int
gather_legs(struct asking *a, struct sar_err *err)
{
	const struct sar_calls *calls = a->found->calls;
	size_t i;

	a->legs = calloc(calls->n_legs + 1, sizeof(*a->legs));
	a->parts = calloc(calls->n_legs + 1, sizeof(*a->parts));
	if (a->legs == NULL || a->parts == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < a->item->n_legs; i++)
		if (add_leg(a, a->item->legs[i], err) == -1)
			return -1;
	for (i = 0; i < calls->n_legs; i++)
		if (is_linked(a, i) && add_leg(a, i, err) == -1)
			return -1;
	return 0;
}

/* A number that calls come in on is the organisation's, listed or not. */
static int
add_entry(struct asking *a, int64_t key, struct sar_err *err)
{
	bool is = false;

	if (key <= 0)
		return 0;
	if (sar_index_is_entry(a->index, key, &is, err) == -1)
		return -1;
	if (is)
		a->own[a->n_own++] = key;
	return 0;
}

static int
gather_own(struct asking *a, struct sar_err *err)
{
	const struct sar_home *home = a->c->home;
	size_t n = home->n_own;
	size_t i, j;

	for (i = 0; i < a->n_legs; i++)
		n += a->legs[i].leg->n_parties;
	if ((a->own = calloc(n + 1, sizeof(*a->own))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < home->n_own; i++)
		a->own[a->n_own++] = home->own[i];
	for (i = 0; i < a->n_legs; i++)
		for (j = 0; j < a->legs[i].leg->n_parties; j++)
			if (add_entry(a, a->legs[i].leg->parties[j].number.key,
				err) == -1)
				return -1;
	return 0;
}

static void
asking_free(struct asking *a)
{
	size_t i;

	for (i = 0; i < a->n_legs; i++)
		sar_index_parts_free(&a->parts[i]);
	free(a->legs);
	free(a->parts);
	free(a->own);
	sar_index_close(a->index);
}

static struct sar_suggestions *
ask(struct asking *a, struct sar_err *err)
{
	const struct sar_request *request = a->c->request;
	int64_t keys[SAR_REQUEST_NUMBERS];
	struct sar_suggest_question question = { .requester = keys };
	char *path = sar_home_path(a->c->home, "index.db", err);
	struct sar_suggestions *out = NULL;
	size_t i;

	for (i = 0; i < request->n_numbers; i++)
		keys[i] = request->numbers[i].key;
	question.n_requester = request->n_numbers;
	question.recording = a->item->recording;
	question.joint = sar_plan_joint(a->item->recording);
	if (path != NULL &&
	    (a->index = sar_index_open(path, false, err)) != NULL &&
	    gather_legs(a, err) == 0 && gather_own(a, err) == 0) {
		question.legs = a->legs;
		question.n_legs = a->n_legs;
		question.own = a->own;
		question.n_own = a->n_own;
		out = sar_suggest_make(&question, err);
	}
	free(path);
	return out;
}

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
print_json(const struct asking *a, const struct sar_suggestion *s)
{
	const struct sar_suggest_leg *l = &a->legs[s->leg];
	json_t *line = json_pack("{ss, ss, sI, ss, ss, sI, sI, sb, sI}", "type",
	    "suggestion", "schema", "sar-export.suggestion/1", "item",
	    (json_int_t)a->item->number, "basis", "TP", "kind", kind_name(s),
	    "from_ms", (json_int_t)s->from_ms, "to_ms", (json_int_t)s->to_ms,
	    "sure", (int)s->sure, "widened_ms", (json_int_t)s->widened_ms);

	if (s->channel != 0)
		(void)json_object_set_new(line, "channel",
		    json_integer(s->channel));
	(void)json_object_set_new(line, "evidence",
	    json_pack("{ss, sI, sb, so}", "record",
		sar_suggest_record_name(s->record), "leg",
		(json_int_t)s->leg + 1, "in_recording",
		(int)is_in(l->leg, a->item->recording), "links",
		links_of(l->parts)));
	cmd_print_json(line);
}

static void
print_summary(const struct asking *a, const struct sar_suggestions *out)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(a->item->recording->sha256, SAR_SHA256_LEN, hex);
	(void)json_object_set_new(cmd_summary(), "item",
	    json_integer(a->item->number));
	(void)json_object_set_new(cmd_summary(), "recording", json_string(hex));
	(void)json_object_set_new(cmd_summary(), "legs",
	    json_integer((json_int_t)a->n_legs));
	(void)json_object_set_new(cmd_summary(), "suggestions",
	    json_integer((json_int_t)out->n));
	if (out->n == 0)
		cmd_note("Nothing to suggest: the records know of no third "
			 "party in it.  That is no proof: listen to it.\n");
	else
		cmd_note("%zu suggested; nothing is cut until a person has "
			 "listened and says so with \"sar-export mark\".\n",
		    out->n);
}

static int
print(const struct asking *a, const struct sar_suggestions *out,
    struct sar_err *err)
{
	struct cmd_listing listing = { .path = NULL };
	FILE *to = cmd_options.json ? NULL : stdout;
	size_t i;

	/* No labels, no file: an empty one would look like a decision. */
	if (args.output != NULL && out->n > 0) {
		if (cmd_listing_open(&listing, args.output, args.force != 0,
			err) == -1)
			return -1;
		to = listing.to;
	}
	for (i = 0; i < out->n; i++) {
		if (to != NULL)
			print_label(to, &out->list[i]);
		if (cmd_options.json)
			print_json(a, &out->list[i]);
	}
	if (cmd_listing_end(&listing, err) == -1) {
		cmd_listing_drop(&listing);
		return -1;
	}
	print_summary(a, out);
	return 0;
}

static int
run(struct sar_err *err)
{
	struct asking a = { 0 };
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	struct sar_find found = { 0 };
	struct sar_suggestions *out = NULL;
	int rc = -1;

	if (args_need_ref(err) == NULL ||
	    choose_check(args.item, args.recording, err) == -1 ||
	    (home = sar_home_open(cmd_home(), err)) == NULL ||
	    (c = sar_case_open(home, request_args.ref, false, 0, err)) ==
		NULL ||
	    sar_find_run(c, &found, err) == -1 ||
	    (a.item = choose_item(&found, args.item, args.recording, err)) ==
		NULL)
		goto out;
	a.c = c;
	a.found = &found;
	if (a.item->recording->state != SAR_RECORDING_PRESENT)
		(void)sar_err_set(err, SAR_EPARTIAL,
		    "item %u: its recording cannot be decoded, nor cut",
		    a.item->number);
	else if ((out = ask(&a, err)) != NULL)
		rc = print(&a, out, err);

out:
	sar_suggest_free(out);
	asking_free(&a);
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
	free(args.recording);
	free(args.output);
	args_free();
	return status;
}
