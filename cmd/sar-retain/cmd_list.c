#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hex.h"
#include "common/listing.h"
#include "export/hold.h"
#include "export/retention.h"
#include "index/hold.h"
#include "sar-retain/commands.h"

#define NOT_ASKED INT_MIN
#define HOLDERS_MAX 4096 /* bytes of their names, in one line */

static struct {
	char *report;
	int expiring, past, held, plain, force;
} args = { .expiring = NOT_ASKED };

static const struct poptOption options[] = {
	{ "expiring", '\0', POPT_ARG_INT, &args.expiring, 1,
	    "those whose retention ends in the next so many days", "DAYS" },
	{ "past", '\0', POPT_ARG_NONE, &args.past, 2, "those that are past it",
	    NULL },
	{ "held", '\0', POPT_ARG_NONE, &args.held, 3,
	    "those that are held, whenever they expire", NULL },
	{ "plain", '\0', POPT_ARG_NONE, &args.plain, 4,
	    "tab-separated: number, last day, days left, state, holds", NULL },
	{ "report", '\0', POPT_ARG_STRING, &args.report, 5,
	    "write them to a file, with digest, size and path: for a "
	    "recorder's own purge",
	    "FILE" },
	{ "force", '\0', POPT_ARG_NONE, &args.force, 6,
	    "replace the file of --report if there is one", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* What is listed, and what there is. */
struct listing {
	const struct sar_home *home;
	struct sar_index *index;
	FILE *report;
	uint64_t by_state[SAR_RETENTION_STATES];
	uint64_t past_held, held, listed;
	char holders[HOLDERS_MAX];
	size_t len;
	json_t *names;
};

static bool
each_is_shown(void)
{
	return args.expiring != NOT_ASKED || args.past != 0 || args.held != 0 ||
	       args.plain != 0 || cmd_options.json != 0 || args.report != NULL;
}

/* "REF/NAME", or "NAME" of one outside any case. */
static int
add_holder(void *ctx, const struct sar_index_hold *hold, struct sar_err *err)
{
	struct listing *l = ctx;
	char name[96];
	size_t len;

	(void)err;
	(void)snprintf(name, sizeof(name), "%s%s%s", hold->ref,
	    hold->ref[0] == '\0' ? "" : "/", hold->name);
	len = strlen(name);
	(void)json_array_append_new(l->names, json_string(name));
	if (l->len + len + 2 > sizeof(l->holders))
		return 0;
	if (l->len > 0)
		l->holders[l->len++] = ',';
	memcpy(l->holders + l->len, name, len + 1);
	l->len += len;
	return 0;
}

static bool
is_asked(const struct sar_retention_row *row, bool held)
{
	if (args.expiring == NOT_ASKED && args.past == 0 && args.held == 0)
		return true;
	return (args.held != 0 && held) ||
	       (args.past != 0 && row->state == SAR_RETENTION_PAST) ||
	       (args.expiring != NOT_ASKED &&
		   row->state == SAR_RETENTION_INSIDE &&
		   row->days < args.expiring);
}

static bool
is_dated(const struct sar_retention_row *row)
{
	return row->last_day.year != 0;
}

/* A path as it is, but for what would break its line. */
static void
print_path(FILE *to, const char *path)
{
	for (; *path != '\0'; path++)
		if ((unsigned char)*path < ' ' || *path == 0x7f ||
		    *path == '\\')
			(void)fprintf(to, "\\%03o", (unsigned char)*path);
		else
			(void)fputc(*path, to);
}

static void
report(const struct listing *l, const struct sar_retention_row *row,
    const char *day)
{
	char sum[SAR_HEX_LEN(SAR_SHA256_LEN)];

	if (l->report == NULL)
		return;
	sar_hex_put(row->recording->sha256, SAR_SHA256_LEN, sum);
	(void)fprintf(l->report, "%" PRId64 "\t%s\t%s\t%s\t%s\t%" PRIu64 "\t",
	    row->recording->id, day, sar_retention_state_name(row->state),
	    l->holders, sum, row->recording->bytes);
	print_path(l->report, row->recording->path);
	(void)fputc('\n', l->report);
}

static void
show_json(const struct listing *l, const struct sar_retention_row *row,
    const char *day)
{
	json_t *line = json_pack("{sssIss}", "type", "recording", "recording",
	    (json_int_t)row->recording->id, "state",
	    sar_retention_state_name(row->state));

	if (is_dated(row)) {
		(void)json_object_set_new(line, "last_day", json_string(day));
		(void)json_object_set_new(line, "days_left",
		    json_integer((json_int_t)row->days));
	}
	(void)json_object_set(line, "held_by", l->names);
	cmd_print_json(line);
}

static void
show(const struct listing *l, const struct sar_retention_row *row,
    const char *day)
{
	char left[24] = "";

	if (cmd_options.json != 0) {
		show_json(l, row, day);
		return;
	}
	if (is_dated(row))
		(void)snprintf(left, sizeof(left), "%" PRId64, row->days);
	if (args.plain != 0)
		cmd_say("%" PRId64 "\t%s\t%s\t%s\t%s\n", row->recording->id,
		    day, left, sar_retention_state_name(row->state),
		    l->holders);
	else
		cmd_say("%9" PRId64 "  %-10s  %6s  %-8s  %s\n",
		    row->recording->id, day, left,
		    sar_retention_state_name(row->state), l->holders);
}

static int
on_row(void *ctx, const struct sar_retention_row *row, struct sar_err *err)
{
	struct listing *l = ctx;
	char day[SAR_DATE_LEN] = "";
	bool held;

	if (cmd_stop != 0)
		return sar_err_signal(err, (int)cmd_stop);
	l->len = 0;
	l->holders[0] = '\0';
	(void)json_array_clear(l->names);
	if (sar_index_holders(l->index, row->recording, add_holder, l, err) ==
	    -1)
		return -1;
	held = l->len > 0;
	l->by_state[row->state]++;
	l->held += held;
	l->past_held += held && row->state == SAR_RETENTION_PAST;
	if (!each_is_shown() || !is_asked(row, held))
		return 0;
	l->listed++;
	if (is_dated(row))
		sar_date_format(row->last_day, day);
	report(l, row, day);
	if (args.report == NULL)
		show(l, row, day);
	return 0;
}

static void
show_hold(const struct sar_index_hold *hold, uint64_t gone, const char *placed,
    const char *review)
{
	cmd_say("hold %s%s%s: %" PRIu64 " recording%s", hold->ref,
	    hold->ref[0] == '\0' ? "" : "/", hold->name, hold->n,
	    hold->n == 1 ? "" : "s");
	if (gone > 0)
		cmd_say(" (%" PRIu64 " not on the disk)", gone);
	cmd_say(", owner %s, %s, since %s, review by %s%s\n", hold->owner,
	    hold->reason, placed, review,
	    hold->record == SAR_INDEX_NO_RECORD ? ", not in the log yet" : "");
}

/* A hold, by whom and for how long. */
static int
on_hold(void *ctx, const struct sar_index_hold *hold, struct sar_err *err)
{
	const struct listing *l = ctx;
	char placed[SAR_DATE_LEN], review[SAR_DATE_LEN];
	uint64_t gone;
	json_t *line;

	if (sar_hold_gone(l->home, l->index, hold->id, &gone, err) == -1)
		return -1;
	sar_date_format(sar_date_of_days(hold->placed), placed);
	sar_date_format(sar_date_of_days(hold->review), review);
	if (cmd_options.json == 0) {
		show_hold(hold, gone, placed, review);
		return 0;
	}
	line = json_pack("{sssssIsIssssssss}", "type", "hold", "name",
	    hold->name, "recordings", (json_int_t)hold->n, "gone",
	    (json_int_t)gone, "owner", hold->owner, "reason", hold->reason,
	    "placed", placed, "review", review);
	if (hold->ref[0] != '\0')
		(void)json_object_set_new(line, "ref", json_string(hold->ref));
	if (hold->record != SAR_INDEX_NO_RECORD)
		(void)json_object_set_new(line, "record",
		    json_integer(hold->record));
	cmd_print_json(line);
	return 0;
}

static void
add(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

static void
sum_up(const struct listing *l)
{
	size_t i;

	for (i = 0; i < SAR_RETENTION_STATES; i++)
		add(sar_retention_state_name((enum sar_retention_state)i),
		    l->by_state[i]);
	add("held", l->held);
	add("past_and_held", l->past_held);
	add("listed", l->listed);
	if (args.plain != 0)
		return;
	cmd_say("%" PRIu64 " recording%s inside retention, %" PRIu64
		" past it, %" PRIu64 " of those held; %" PRIu64
		" held in all\n",
	    l->by_state[SAR_RETENTION_INSIDE],
	    l->by_state[SAR_RETENTION_INSIDE] == 1 ? "" : "s",
	    l->by_state[SAR_RETENTION_PAST], l->past_held, l->held);
	if (l->by_state[SAR_RETENTION_UNDATED] +
		l->by_state[SAR_RETENTION_EMBEDDED] >
	    0)
		cmd_say("%" PRIu64 " of no call, %" PRIu64 " inside an export: "
			"no purge deletes them\n",
		    l->by_state[SAR_RETENTION_UNDATED],
		    l->by_state[SAR_RETENTION_EMBEDDED]);
}

static int
go(const struct sar_home *home, struct listing *l, struct sar_err *err)
{
	if (args.plain == 0 &&
	    sar_index_each_hold(l->index, on_hold, l, err) == -1)
		return -1;
	if (each_is_shown() && args.plain == 0 && args.report == NULL)
		cmd_say("   number  last day     days  state     holds\n");
	return sar_retention_each(home, l->index, (int64_t)time(NULL), on_row,
	    l, err);
}

static int
list(struct sar_err *err)
{
	struct cmd_listing to = { .path = NULL };
	struct listing l = { .names = json_array() };
	struct sar_home *home = NULL;
	char *path = NULL;
	int rc = -1;

	if (args.expiring != NOT_ASKED && args.expiring < 0) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "--expiring: expected a number of days");
		goto out;
	}
	if ((home = sar_home_open(cmd_home(), err)) == NULL ||
	    (path = sar_home_path(home, "index.db", err)) == NULL ||
	    (l.index = sar_index_open(path, false, err)) == NULL ||
	    cmd_listing_open(&to, args.report, args.force != 0, err) == -1)
		goto out;
	l.home = home;
	l.report = to.to;
	if (go(home, &l, err) == 0 && cmd_listing_end(&to, err) == 0) {
		sum_up(&l);
		rc = 0;
	}

out:
	cmd_listing_drop(&to);
	json_decref(l.names);
	sar_index_close(l.index);
	free(path);
	sar_home_free(home);
	return rc;
}

int
cmd_list(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && list(&err) == -1))
		status = cmd_report(&err);
	free(args.report);
	return status;
}
