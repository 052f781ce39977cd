#include "export/timeline.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "docket/dockets.h"
#include "export/due.h"
#include "export/timeline_text.h"

#define BY 33
#define INDENT "                                    "

/* The log as it is read, and what was written of it so far. */
struct timeline {
	const struct sar_event_place *place;
	struct sar_dockets *dockets;
	struct sar_buf buf;
	int32_t safe, latest; /* the last that were written */
};

static void
put_day(struct sar_buf *buf, int32_t day)
{
	char text[SAR_DATE_LEN];

	sar_date_format(sar_date_of_days(day), text);
	sar_buf_puts(buf, text);
}

static bool
names(const struct sar_record *record, const char *member, uint64_t n)
{
	uint64_t named;

	return sar_record_number(record, member, &named) && named == n;
}

/* Is the record of this case, going by what was there before it? */
static bool
is_ours(const struct timeline *t, const struct sar_docket *docket,
    const struct sar_record *record)
{
	size_t i;

	if (sar_record_has(record, "case"))
		return sar_record_is(record, "case", t->place->ref);
	if (record->type == SAR_RECORD_RELEASE ||
	    record->type == SAR_RECORD_VOID)
		return names(record, "intent", docket->intent);
	if (record->type != SAR_RECORD_LIFT)
		return false;
	for (i = 0; i < docket->n_held; i++)
		if (names(record, "hold", docket->held[i].record))
			return true;
	return false;
}

/* Of what the clock of the case depends on. */
static bool
moves_clock(enum sar_record_type type)
{
	return type == SAR_RECORD_RECEIVE || type == SAR_RECORD_IDENTITY ||
	       type == SAR_RECORD_CLARIFY || type == SAR_RECORD_EXTEND ||
	       type == SAR_RECORD_FEE;
}

static void
say_due(struct timeline *t, const struct sar_clock_dates *dates)
{
	if (dates->safe == t->safe && dates->latest == t->latest)
		return;
	t->safe = dates->safe;
	t->latest = dates->latest;
	sar_buf_puts(&t->buf, INDENT "answer by ");
	put_day(&t->buf, dates->safe);
	if (dates->latest != dates->safe) {
		sar_buf_puts(&t->buf, ", at the latest ");
		put_day(&t->buf, dates->latest);
	}
	sar_buf_puts(&t->buf,
	    dates->extended
		? "\n" INDENT
		  "(UK GDPR Art. 12(3): three months from the start)\n"
		: "\n" INDENT
		  "(UK GDPR Art. 12(3): one month from the start)\n");
	if (!dates->covered)
		sar_buf_puts(&t->buf, INDENT
		    "(the table of bank holidays does not reach so far)\n");
}

/* A clock that waits, or is paused, has no day yet. */
static void
say_standing(struct timeline *t, const struct sar_record *record,
    const struct sar_clock_dates *dates)
{
	if (record->type == SAR_RECORD_EXTEND && dates->extended)
		sar_buf_puts(&t->buf, INDENT
		    "three months from the start (UK GDPR Art. 12(3)),\n" INDENT
		    "and the days till the open question is answered\n");
	else if (dates->state == SAR_CLOCK_WAITING)
		sar_buf_puts(&t->buf, INDENT
		    "the time to answer begins when what was asked for\n" INDENT
		    "comes (Art. 12A)\n");
	else
		sar_buf_puts(&t->buf, INDENT
		    "the days till the question is answered do not\n" INDENT
		    "count (Art. 12A)\n");
}

/* What follows from the record, and by which rule. */
static int
say_dates(struct timeline *t, const struct sar_docket *docket,
    const struct sar_record *record, struct sar_err *err)
{
	struct sar_clock_dates dates;

	if (!moves_clock(record->type) || docket->receive == SAR_DOCKET_NO)
		return 0;
	if (docket->wrong_of == record->seq || docket->slip_of == record->seq) {
		sar_buf_puts(&t->buf, INDENT "does not fit, and counts for "
					     "nothing\n");
		return 0;
	}
	if (docket->corrects[0] != '\0') {
		if (record->type == SAR_RECORD_RECEIVE)
			sar_buf_puts(&t->buf, INDENT
			    "a corrected answer has no time limit of its "
			    "own\n");
		return 0;
	}
	if (sar_case_dates(t->place->home, docket, record->t, &dates, err) ==
	    -1)
		return -1;
	if (dates.state == SAR_CLOCK_RUNNING)
		say_due(t, &dates);
	else
		say_standing(t, record, &dates);
	return 0;
}

static void
say_complaint(struct timeline *t, const struct sar_record *record)
{
	int32_t on;

	if (record->type != SAR_RECORD_COMPLAIN ||
	    !sar_record_is(record, "what", "received") ||
	    !sar_docket_date(record, "on", &on))
		return;
	sar_buf_puts(&t->buf, INDENT "to be acknowledged by ");
	put_day(&t->buf, sar_clock_acknowledge(on));
	sar_buf_puts(&t->buf, "\n" INDENT "(DPA 2018 s. 164A: 30 days)\n");
}

static void
say_record(struct timeline *t, const struct sar_record *record)
{
	int32_t logged = sar_docket_day(t->place->home->zone, record->t);
	int32_t day = logged;
	char by[BY] = "";

	if (record->type == SAR_RECORD_RECEIVE)
		(void)sar_docket_date(record, "received", &day);
	(void)sar_docket_date(record, "on", &day);
	(void)sar_record_copy(record, "by", by, sizeof(by));
	put_day(&t->buf, day);
	sar_buf_printf(&t->buf, "  %8" PRIu64 "  %-12s  ", record->seq, by);
	sar_timeline_text(&t->buf, record);
	sar_buf_puts(&t->buf, "\n");
	if (logged != day) {
		sar_buf_puts(&t->buf, INDENT "logged ");
		put_day(&t->buf, logged);
		sar_buf_puts(&t->buf, "\n");
	}
}

/* Another case corrects the answer of this one. */
static void
say_corrected(struct timeline *t, const struct sar_record *record)
{
	int32_t day = sar_docket_day(t->place->home->zone, record->t);
	char ref[SAR_DOCKET_REF], by[BY] = "";

	if (record->type != SAR_RECORD_RECEIVE ||
	    !sar_record_is(record, "corrects", t->place->ref) ||
	    !sar_record_copy(record, "case", ref, sizeof(ref)))
		return;
	(void)sar_record_copy(record, "by", by, sizeof(by));
	put_day(&t->buf, day);
	sar_buf_printf(&t->buf,
	    "  %8" PRIu64 "  %-12s  the answer is corrected by case %s\n",
	    record->seq, by, ref);
}

/* The day an answer is of; it is late where that is after the law's last. */
static int
say_late(struct timeline *t, const struct sar_docket *docket,
    const struct sar_record *record, struct sar_err *err)
{
	int32_t day = sar_docket_day(t->place->home->zone, record->t);
	struct sar_clock_dates dates;

	if (record->type != SAR_RECORD_RELEASE &&
	    record->type != SAR_RECORD_NIL_RETURN &&
	    record->type != SAR_RECORD_REFUSE)
		return 0;
	(void)sar_docket_date(record, "on", &day);
	/* A corrected answer has no clock of its own. */
	if (docket->receive == SAR_DOCKET_NO || docket->corrects[0] != '\0')
		return 0;
	if (sar_case_dates(t->place->home, docket, record->t, &dates, err) ==
	    -1)
		return -1;
	if (dates.state != SAR_CLOCK_RUNNING || day <= dates.latest)
		return 0;
	sar_buf_printf(&t->buf,
	    INDENT "%" PRId32 " day%s LATE: the last day to answer was ",
	    day - dates.latest, day - dates.latest == 1 ? "" : "s");
	put_day(&t->buf, dates.latest);
	sar_buf_puts(&t->buf, "\n");
	return 0;
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct timeline *t = ctx;
	const struct sar_docket *docket;
	bool ours;

	docket = sar_dockets_find(t->dockets, t->place->ref);
	ours = is_ours(t, docket, record);
	if (sar_dockets_record(t->dockets, record, err) == -1)
		return -1;
	say_corrected(t, record);
	if (!ours)
		return 0;
	docket = sar_dockets_find(t->dockets, t->place->ref);
	say_record(t, record);
	say_complaint(t, record);
	if (say_late(t, docket, record, err) == -1)
		return -1;
	return say_dates(t, docket, record, err);
}

static int
read_log(struct timeline *t, struct sar_err *err)
{
	const struct sar_log_reading how = { .record = take, .ctx = t };
	struct sar_log *log;

	if ((t->dockets = sar_dockets_new(t->place->home->zone, err)) == NULL ||
	    sar_dockets_only(t->dockets, t->place->ref, err) == -1 ||
	    (log = sar_home_log_open(t->place->home, &how, err)) == NULL)
		return -1;
	sar_log_free(log);
	return sar_buf_check(&t->buf, err);
}

static int
save(const struct timeline *t, struct sar_err *err)
{
	char *path = sar_file_join(t->place->dir, SAR_TIMELINE, err);
	int rc;

	if (path == NULL)
		return -1;
	/* Of a case that is closed because it was lost. */
	if (!sar_file_exists(t->place->dir)) {
		free(path);
		return 0;
	}
	rc = sar_file_write(path, t->buf.data, t->buf.len, 0600, true, err);
	free(path);
	return rc;
}

int
sar_timeline_write(const struct sar_event_place *place,
    struct sar_docket *docket, struct sar_err *err)
{
	struct timeline t = { .place = place,
		.buf = SAR_BUF_INIT,
		.safe = SAR_CLOCK_NEVER,
		.latest = SAR_CLOCK_NEVER };
	int rc = -1;

	if (docket != NULL)
		sar_docket_begin(docket);
	sar_buf_printf(&t.buf,
	    "Case %s\n\n"
	    "What was done, as the disclosure log has it.  sar-export makes "
	    "this file anew\nafter each step and reads it for nothing: a "
	    "change here changes nothing.\n\n"
	    "day           record  by            what\n",
	    place->ref);
	if (read_log(&t, err) == 0)
		rc = save(&t, err);
	if (rc == 0 && docket != NULL)
		sar_dockets_move(t.dockets, place->ref, docket);
	sar_dockets_free(t.dockets);
	sar_buf_free(&t.buf);
	return rc;
}

int
sar_timeline_case(const struct sar_case *c, struct sar_err *err)
{
	const struct sar_event_place place = { c->home, c->dir,
		c->request->ref };

	return sar_timeline_write(&place, NULL, err);
}
