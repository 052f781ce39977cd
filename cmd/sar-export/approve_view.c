#include "sar-export/approve_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/hex.h"
#include "base/text.h"
#include "base/utc.h"
#include "common/cmd.h"
#include "plan/changes.h"
#include "sar-export/approve_cuts.h"
#include "sar-export/plan_view.h"

#define SCHEMA "sar-export.verdict/1"

/* What a file has of an item: who says so is the marks' reviewer. */
static json_t *
marks_json(const struct sar_marks *marks)
{
	char date[SAR_DATE_LEN];

	sar_date_format(marks->reviewed, date);
	return json_pack("{ss,sI,sI,ss,ss,ss}", "speaker",
	    marks->speaker == SAR_SPEAKER_OTHER ? "other" : "requester", "cuts",
	    (json_int_t)marks->n, "decisions", (json_int_t)marks->n_decisions,
	    "reviewer", marks->reviewer, "reviewed", date, "standing",
	    sar_marks_standing_name(marks->standing));
}

static void
print_verdict(const struct sar_verdict *verdict)
{
	const struct sar_saved_item *said = verdict->said;
	json_t *line = json_pack("{ss,ss,sI}", "type", "verdict", "schema",
	    SCHEMA, "item", (json_int_t)verdict->item);

	if (line != NULL && verdict->waits != NULL)
		(void)json_object_set_new(line, "waits",
		    json_string(verdict->waits));
	if (line != NULL && said != NULL)
		(void)json_object_update_new(line,
		    json_pack("{ss,sI,sb,sb}", "verdict",
			sar_saved_verdict_name(said->verdict), "heard_permille",
			(json_int_t)said->heard_permille, "little_heard",
			verdict->little ? 1 : 0, "stays",
			verdict->decides ? 0 : 1));
	if (line != NULL && said != NULL && said->note[0] != '\0')
		(void)json_object_set_new(line, "note",
		    json_string(said->note));
	if (line != NULL && verdict->marks != NULL)
		(void)json_object_update_new(line, marks_json(verdict->marks));
	cmd_print_json(line);
}

/* What becomes of it, if that is not what it was. */
static void
say_outcome(const struct sar_verdict *verdict)
{
	const struct sar_plan_item *was = verdict->was;
	const struct sar_plan_item *is = verdict->is;

	if (was->class == is->class && strcmp(was->reason, is->reason) == 0)
		return;
	cmd_say("    was:     %s. %s\n    will be: %s. %s\n",
	    sar_plan_class_text(was->class), sar_plan_reason_text(was->reason),
	    sar_plan_class_text(is->class), sar_plan_reason_text(is->reason));
}

/* Anybody may have written it: what would not be seen, or would turn what is
   beside it about, is not printed. */
static void
say_note(const char *note)
{
	size_t left = strlen(note);
	uint32_t code;
	size_t len;

	if (left == 0)
		return;
	cmd_say("    note: ");
	for (; left > 0; note += len, left -= len) {
		len = sar_text_character(note, left, &code);
		if (len == 0)
			break;
		if (sar_text_shown(code))
			cmd_say("%.*s", (int)len, note);
		else
			cmd_say("?");
	}
	cmd_say("\n");
}

static const char *
speaker_text(const struct sar_marks *marks)
{
	return marks->speaker == SAR_SPEAKER_OTHER ? "not the requester"
						   : "the requester";
}

/* Nothing is decided of it: what the case has, and who said that. */
static void
say_stays(const struct sar_verdict *verdict)
{
	static const char *const standings[] = {
		[SAR_STANDING_SETTLED] = "",
		[SAR_STANDING_REJECTED] = ", rejected",
		[SAR_STANDING_SECOND] = ", another person has to listen",
	};
	const struct sar_marks *marks = verdict->marks;
	char date[SAR_DATE_LEN];

	if (marks == NULL) {
		cmd_say("Item %u: left as it is, nobody has listened to it; "
			"%s. %s\n",
		    verdict->item, sar_plan_class_text(verdict->is->class),
		    sar_plan_reason_text(verdict->is->reason));
		return;
	}
	sar_date_format(marks->reviewed, date);
	cmd_say("Item %u: left as it is: %s, %zu cut%s, by %s on %s%s; %s\n",
	    verdict->item, speaker_text(marks), marks->n,
	    marks->n == 1 ? "" : "s", marks->reviewer, date,
	    standings[marks->standing],
	    sar_plan_class_text(verdict->is->class));
}

/* What is said of it, in a line. */
static void
say_verdict(const struct sar_verdict *verdict)
{
	static const char *const words[] = {
		[SAR_VERDICT_UNDECIDED] = "", /* as it is in the case */
		[SAR_VERDICT_APPROVED] = "approved",
		[SAR_VERDICT_REJECTED] = "rejected: it must not leave so",
		[SAR_VERDICT_SECOND] = "another person has to listen",
	};
	const struct sar_saved_item *said = verdict->said;

	if (said == NULL) {
		cmd_say("Item %u: not in the review\n", verdict->item);
		return;
	}
	if (verdict->decides)
		cmd_say("Item %u: %s; %s, %zu cut%s, %u.%u %% played\n",
		    verdict->item, words[said->verdict],
		    speaker_text(said->marks), said->marks->n,
		    said->marks->n == 1 ? "" : "s", said->heard_permille / 10,
		    said->heard_permille % 10);
	else
		say_stays(verdict);
	say_note(said->note);
	say_outcome(verdict);
	if (verdict->decides)
		approve_cuts_say(said->marks);
}

static void
warn_little(const struct sar_verdict *verdict)
{
	const struct sar_saved_item *said = verdict->said;

	if (verdict->little)
		cmd_warn("warning: item %u: approved, and only %u.%u %% of it "
			 "was played\n",
		    verdict->item, said->heard_permille / 10,
		    said->heard_permille % 10);
}

/* For people: what an item becomes was said, and the rest follows. */
static bool
follows(const struct sar_change *change)
{
	static const char *const codes[] = { "review-added", "marks-changed",
		"review-file-changed", "outcome-changed", "format-changed",
		"name-changed", "proofs-changed", "guards-changed" };
	size_t i;

	for (i = 0; change->item > 0 && i < sizeof(codes) / sizeof(codes[0]);
	     i++)
		if (strcmp(change->what, codes[i]) == 0)
			return true;
	return false;
}

static void
take_change(void *ctx, const struct sar_change *change)
{
	size_t *n = ctx;

	if (!cmd_options.json && follows(change))
		return;
	if ((*n)++ == 0)
		cmd_say("\nWhat changes:\n");
	plan_view_change(change);
}

static int
show_changes(const struct sar_verdicts *verdicts, struct sar_err *err)
{
	struct sar_plan_kept *then = NULL;
	struct sar_plan_kept *now = NULL;
	size_t said = 0;
	size_t n = 0;
	int rc = -1;

	then = sar_plan_read("plan as it is", verdicts->then,
	    strlen(verdicts->then), err);
	if (then != NULL)
		now = sar_plan_read("plan as it will be", verdicts->text,
		    strlen(verdicts->text), err);
	if (now != NULL)
		rc = sar_changes_find(then, now, take_change, &said, &n, err);
	if (rc == 0 && n == 0)
		cmd_say("\nNothing of the plan changes.\n");
	(void)json_object_set_new(cmd_summary(), "changes",
	    json_integer((json_int_t)n));
	sar_plan_kept_free(then);
	sar_plan_kept_free(now);
	return rc;
}

static void
put_text(const char *key, const char *value)
{
	(void)json_object_set_new(cmd_summary(), key, json_string(value));
}

static void
summarise(const struct sar_case *c, const struct sar_verdicts *verdicts)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	put_text("ref", c->request->ref);
	put_text("reviewer", verdicts->saved->by);
	sar_hex_put(verdicts->saved->digest, SAR_SHA256_LEN, hex);
	put_text("review", hex);
	sar_hex_put(verdicts->digest, SAR_SHA256_LEN, hex);
	put_text("plan", hex);
	(void)json_object_set_new(cmd_summary(), "waiting",
	    json_integer((json_int_t)verdicts->waiting));
}

int
approve_view_show(const struct sar_case *c, const struct sar_verdicts *verdicts,
    const char *by, struct sar_err *err)
{
	const struct sar_saved *saved = verdicts->saved;
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char at[SAR_UTC_LEN];
	size_t i;

	sar_utc_format(saved->saved, at);
	cmd_say("Review of %s by %s, saved %s%s\n\n", c->request->ref,
	    saved->by, at, verdicts->taken ? ", taken before" : "");
	approve_cuts_more(verdicts);
	for (i = 0; i < verdicts->n_all; i++) {
		if (cmd_options.json)
			print_verdict(&verdicts->all[i]);
		else
			say_verdict(&verdicts->all[i]);
		warn_little(&verdicts->all[i]);
	}
	summarise(c, verdicts);
	if (show_changes(verdicts, err) == -1)
		return -1;
	plan_view_warnings(verdicts->plan, 0);
	sar_hex_put(verdicts->digest, SAR_SHA256_LEN, hex);
	cmd_say("\nThe plan that comes of it, SHA-256 %s\n", hex);
	if (strcasecmp(by, saved->by) != 0)
		cmd_say("Listened to by %s, handed in by %s.\n", saved->by, by);
	return 0;
}

/* "2, 5 and 11", as far as there is room. */
static void
add_item(char out[160], unsigned item)
{
	size_t used = strlen(out);

	if (used < 140)
		(void)snprintf(out + used, 160 - used, "%s%u",
		    used == 0 ? "" : ", ", item);
	else if (out[used - 1] != '.')
		(void)snprintf(out + used, 160 - used, " ...");
}

static int
refuse_waiting(const struct sar_case *c, const char *items, size_t n, bool dry,
    struct sar_err *err)
{
	if (n == 0)
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case %s: marks are of recordings that are not found any "
		    "more",
		    c->request->ref);
	else
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case %s: %s: item%s %s wait%s for a person",
		    c->request->ref,
		    dry ? "would not be approved" : "not approved",
		    n == 1 ? "" : "s", items, n == 1 ? "s" : "");
	sar_err_hint(err,
	    dry ? "without --dry-run what was decided is stored, and the rest "
		  "waits"
		: "what was decided is stored; \"sar-export review\" makes "
		  "the page of what is left, and \"sar-export plan\" shows "
		  "it");
	return -1;
}

int
approve_view_waits(const struct sar_case *c,
    const struct sar_verdicts *verdicts, bool dry, struct sar_err *err)
{
	char items[160] = "";
	size_t i, n = 0;

	for (i = 0; i < verdicts->n_all; i++) {
		if (verdicts->all[i].waits == NULL)
			continue;
		n++;
		add_item(items, verdicts->all[i].item);
		cmd_say("Item %u %s: %s.\n", verdicts->all[i].item,
		    dry ? "would wait" : "waits",
		    sar_verdicts_text(verdicts->all[i].waits));
	}
	return refuse_waiting(c, items, n, dry, err);
}
