#include "sar-export/run_case.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "common/cmd.h"
#include "sar-export/standing.h"

const char *
run_case_name(enum run_case_status status)
{
	static const char *const names[RUN_STATUSES] = { "released",
		"nil-return", "finished", "released-before", "ready", "waits",
		"locked", "stopped", "failed" };

	return names[status];
}

/* Precedence of sar-export(1): a signal, 13, 14, others, 3, 4, 0.  That another
   run is at a case is said only where nothing graver is. */
int
run_case_grave(int status)
{
	switch (status) {
	case SAR_OK:
	case SAR_EREVIEW:
		return 0;
	case SAR_ENONE:
		return 1;
	case SAR_EPARTIAL:
		return 2;
	case SAR_ELOCKED:
		return 3;
	case SAR_ECORRUPT:
		return 5;
	case SAR_ETAMPER:
		return 6;
	default:
		return status > SAR_ESIGNAL ? 7 : 4;
	}
}

static enum run_case_status
status_of(const struct run_case *c, const char *outcome)
{
	if (cmd_stop != 0 && c->exit_code > SAR_ESIGNAL)
		return RUN_STOPPED;
	if (outcome != NULL && strcmp(outcome, "released") == 0)
		return RUN_RELEASED;
	if (outcome != NULL && strcmp(outcome, "nil") == 0)
		return RUN_NIL;
	if (outcome != NULL && c->exit_code == 0)
		return c->item->what == SAR_AGENDA_FINISH ? RUN_FINISHED
							  : RUN_BEFORE;
	if (c->exit_code == SAR_EREVIEW)
		return RUN_WAITS;
	if (c->exit_code == SAR_ELOCKED)
		return RUN_LOCKED;
	return RUN_FAILED;
}

static const char *
text_of(const struct run_case *c, const char *name)
{
	return json_string_value(json_object_get(c->summary, name));
}

void
run_case_read(const struct sar_agenda_item *item, int32_t today,
    const struct workers_end *end, struct run_case *out)
{
	*out = (struct run_case){
		.item = item,
		.today = today,
		.exit_code = end->status,
		.summary = json_loads(end->line, JSON_REJECT_DUPLICATES, NULL),
		.said = end->said,
	};
	/* Of a process that was killed this is some line of the list. */
	if (text_of(out, "type") == NULL ||
	    strcmp(text_of(out, "type"), "summary") != 0) {
		json_decref(out->summary);
		out->summary = NULL;
	}
	out->status = status_of(out, text_of(out, "outcome"));
	if (out->status == RUN_WAITS)
		out->why = "decision";
}

/* What it said, each line with the case it is of. */
static void
relay(const struct run_case *c)
{
	static const char program[] = "sar-export: ";
	const char *line = c->said;
	char prefix[SAR_DOCKET_REF + 8];
	size_t len;

	(void)snprintf(prefix, sizeof(prefix), "case %s: ", c->item->ref);
	for (; *line != '\0'; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		if (len == 0)
			continue;
		if (strncmp(line, program, sizeof(program) - 1) == 0) {
			line += sizeof(program) - 1;
			len -= sizeof(program) - 1;
		}
		if (strncmp(line, prefix, strlen(prefix)) == 0) {
			line += strlen(prefix);
			len -= strlen(prefix);
		}
		cmd_warn("%s%s%.*s\n", program, prefix, (int)len, line);
	}
}

static void
say_trouble(const struct run_case *c)
{
	relay(c);
	if (c->exit_code > SAR_ESIGNAL)
		cmd_warn("sar-export: case %s: its process was ended by signal "
			 "%d\n",
		    c->item->ref, c->exit_code - SAR_ESIGNAL);
	else if (c->said[0] == '\0')
		cmd_warn("sar-export: case %s: its process ended with exit "
			 "status %d and did not say why\n",
		    c->item->ref, c->exit_code);
}

/* "; due 2026-11-30, 4 days left", for who waits. */
static void
say_due(int32_t due, int32_t latest, int32_t today)
{
	char day[SAR_DATE_LEN];
	int left = due - today;

	sar_date_format(sar_date_of_days(due), day);
	cmd_say("; due %s", day);
	if (latest != due) {
		sar_date_format(sar_date_of_days(latest), day);
		cmd_say(" (by law %s)", day);
	}
	if (left < 0)
		cmd_say(", %d day%s OVERDUE\n", -left, left == -1 ? "" : "s");
	else
		cmd_say(", %d day%s left\n", left, left == 1 ? "" : "s");
}

static const char *
why_text(const char *why)
{
	static const struct {
		const char *code, *text;
	} all[] = {
		{ "receipt", "its receipt is not in the log" },
		{ "identity", "who asks has not been verified" },
		{ "authority", "the representative's authority has not been "
			       "verified" },
		{ "fee", "a fee was asked for and has not come" },
		{ "question", "a question to the requester is open" },
		{ "unreadable", "its request cannot be read" },
		{ "folder", "its folder is not there" },
		{ "delivery", "the answer is made and has not been sent" },
		{ "import", "the index has no call since the days asked for, "
			    "or none till then" },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].code, why) == 0)
			return all[i].text;
	return NULL;
}

/* The process's own words are of the case: its name is there already. */
static const char *
message_of(const struct run_case *c)
{
	const char *text = text_of(c, "message");
	size_t len = strlen(c->item->ref);

	if (text != NULL && strncmp(text, "case ", 5) == 0 &&
	    strncmp(text + 5, c->item->ref, len) == 0 &&
	    strncmp(text + 5 + len, ": ", 2) == 0)
		return text + 5 + len + 2;
	return text;
}

static void
say_waits(const struct run_case *c, const struct run_case_how *how)
{
	bool soon = c->item->always ||
		    (c->item->dated &&
			c->item->due - c->today <= how->due_within);
	const char *text = NULL;

	if (!how->verbose && !soon)
		return;
	if (c->status == RUN_LOCKED) {
		cmd_say("%s: another run is at it", c->item->ref);
	} else {
		if ((text = why_text(c->why)) == NULL)
			text = message_of(c);
		cmd_say("%s: waits for a person: %s", c->item->ref,
		    text == NULL ? "a decision" : text);
	}
	if (c->item->dated)
		say_due(c->item->due, c->item->latest, c->today);
	else
		cmd_say("\n");
}

void
run_case_complaint(const struct sar_docket_complaint *complaint, int32_t today,
    const struct run_case_how *how)
{
	int32_t by = sar_clock_acknowledge(complaint->received);

	if (cmd_options.json)
		standing_complaint_json(complaint, today);
	if (!how->verbose && by - today > how->due_within)
		return;
	cmd_say("%s: waits for a person: the complaint has not been "
		"acknowledged",
	    complaint->name);
	say_due(by, by, today);
}

static void
say_done(const struct run_case *c)
{
	static const char *const what[RUN_STATUSES] = {
		[RUN_RELEASED] = "released",
		[RUN_NIL] = "nothing held, a nil return",
		[RUN_FINISHED] = "an earlier run's release, completed",
	};
	json_int_t record = json_integer_value(json_object_get(c->summary,
	    "record"));
	size_t n = json_array_size(json_object_get(c->summary, "packages"));

	relay(c);
	cmd_say("%s: %s, record %lld of the log", c->item->ref, what[c->status],
	    (long long)record);
	if (n > 0)
		cmd_say(", %zu package%s", n, n == 1 ? "" : "s");
	cmd_say("\n");
}

static void
put_due(const struct run_case *c, json_t *line)
{
	char day[SAR_DATE_LEN];

	if (!c->item->dated)
		return;
	sar_date_format(sar_date_of_days(c->item->due), day);
	(void)json_object_set_new(line, "due", json_string(day));
	sar_date_format(sar_date_of_days(c->item->latest), day);
	(void)json_object_set_new(line, "latest", json_string(day));
	(void)json_object_set_new(line, "days_left",
	    json_integer(c->item->due - c->today));
}

static void
print(const struct run_case *c)
{
	static const char *const copied[] = { "record", "packages", "message",
		"hint", "content" };
	json_t *line = json_pack("{ss,ss,ss,ss,si}", "type", "case", "schema",
	    "sar-export.run/1", "ref", c->item->ref, "status",
	    run_case_name(c->status), "exit_code", c->exit_code);
	json_t *value;
	size_t i;

	if (c->why != NULL)
		(void)json_object_set_new(line, "why", json_string(c->why));
	for (i = 0; i < sizeof(copied) / sizeof(copied[0]); i++)
		if ((value = json_object_get(c->summary, copied[i])) != NULL)
			(void)json_object_set(line, copied[i], value);
	put_due(c, line);
	cmd_print_json(line);
}

void
run_case_say(const struct run_case *c, const struct run_case_how *how)
{
	if (cmd_options.json)
		print(c);
	switch (c->status) {
	case RUN_RELEASED:
	case RUN_NIL:
	case RUN_FINISHED:
		say_done(c);
		break;
	case RUN_READY:
		cmd_say("%s: would be answered\n", c->item->ref);
		break;
	case RUN_WAITS:
		say_waits(c, how);
		break;
	case RUN_LOCKED:
		if (how->cron)
			say_waits(c, how);
		else
			say_trouble(c);
		break;
	case RUN_FAILED:
		say_trouble(c);
		break;
	case RUN_BEFORE:
	case RUN_STOPPED:
	case RUN_STATUSES:
		break;
	}
	(void)cmd_flush();
}
