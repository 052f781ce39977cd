#include "sar-verify/life.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/b64.h"

static void
put(json_t *object, const char *key, uint64_t n)
{
	(void)json_object_set_new(object, key, json_integer((json_int_t)n));
}

/* "england-and-wales 2028-12-31, ...": up to where a table reaches. */
static void
add_reach(const struct sar_holidays *holidays, struct sar_buf *out)
{
	char text[SAR_DATE_LEN];
	struct sar_date day;
	int i;

	for (i = 0; i < SAR_NATIONS; i++) {
		if (!sar_holidays_through(holidays, (enum sar_nation)i, &day))
			continue;
		sar_date_format(day, text);
		sar_buf_printf(out, "%s%s %s", out->len == 0 ? "" : ", ",
		    sar_nation_name((enum sar_nation)i), text);
	}
}

/* Which table, and whether the requests were counted with the same. */
static void
describe_table(const struct book *book, const char *digest, struct sar_buf *out)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	struct sar_buf reach = SAR_BUF_INIT;

	add_reach(book->holidays, &reach);
	sar_buf_printf(out, "%s, SHA-256 %s, complete to %s",
	    book->table == NULL ? "the table of this release"
				: "that of --holidays",
	    digest, reach.data == NULL ? "no day" : reach.data);
	sar_buf_free(&reach);
	if (sums->other_holidays > 0)
		sar_buf_printf(out,
		    "; %" PRIu64 " request%s counted with another table when "
		    "%s received",
		    sums->other_holidays,
		    sums->other_holidays == 1 ? " was" : "s were",
		    sums->other_holidays == 1 ? "it was" : "they were");
	if (sums->uncovered > 0)
		sar_buf_printf(out,
		    "; %" PRIu64 " date%s after its end, and not moved",
		    sums->uncovered, sums->uncovered == 1 ? " is" : "s are");
}

static void
put_life(const struct book *book, const char *digest)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	json_t *cases = json_object_get(cmd_summary(), "cases");
	json_t *table = json_object();

	put(cases, "receipts", sums->receipts);
	put(cases, "closed", sums->closed);
	put(cases, "still_open", sums->still_open);
	put(cases, "waiting", sums->waiting);
	put(cases, "paused", sums->paused);
	put(cases, "extended", sums->extended);
	put(cases, "overdue", sums->overdue);
	put(cases, "corrections", sums->corrections);
	put(cases, "extensions", sums->extensions);
	put(cases, "pauses", sums->pauses);
	put(cases, "held_past_retention", sums->past);
	(void)json_object_set_new(table, "sha256", json_string(digest));
	(void)json_object_set_new(table, "builtin",
	    json_boolean(book->table == NULL));
	put(table, "other", sums->other_holidays);
	put(table, "uncovered", sums->uncovered);
	(void)json_object_set_new(cmd_summary(), "holidays", table);
	put(cmd_summary(), "holds", sums->holds);
	put(cmd_summary(), "complaints", sums->complaints);
	put(cmd_summary(), "complaints_open", sums->complaints_open);
	put(cmd_summary(), "deleted_late", sums->deleted_late);
}

void
life_say(const struct book *book)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	char digest[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct sar_buf text = SAR_BUF_INIT;

	sar_b64_put(sar_holidays_digest(book->holidays), SAR_SHA256_LEN,
	    digest);
	put_life(book, digest);
	if (sums->receipts > 0) {
		cmd_say("requests: %" PRIu64 " received, %" PRIu64
			" open: %" PRIu64 " waiting, %" PRIu64
			" paused, %" PRIu64 " extended, %" PRIu64
			" overdue; %" PRIu64 " closed unanswered; %" PRIu64
			" correction%s\n",
		    sums->receipts - sums->corrections, sums->still_open,
		    sums->waiting, sums->paused, sums->extended, sums->overdue,
		    sums->closed, sums->corrections,
		    sums->corrections == 1 ? "" : "s");
		describe_table(book, digest, &text);
		cmd_say("holidays: %s\n", text.data == NULL ? "" : text.data);
		sar_buf_free(&text);
	}
	if (sums->types[SAR_RECORD_HOLD] > 0)
		cmd_say("holds: %" PRIu64 " stand\n", sums->holds);
	if (sums->complaints > 0)
		cmd_say("complaints: %" PRIu64 ", %" PRIu64
			" not decided yet\n",
		    sums->complaints, sums->complaints_open);
}

static void
add_table(const struct book *book, struct paper *paper)
{
	char digest[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct sar_buf text = SAR_BUF_INIT;

	sar_b64_put(sar_holidays_digest(book->holidays), SAR_SHA256_LEN,
	    digest);
	describe_table(book, digest, &text);
	paper_pair(paper, "Bank holidays", "%s",
	    text.data == NULL ? "" : text.data);
	sar_buf_free(&text);
}

static void
add_requests(const struct book *book, struct paper *paper)
{
	const struct sar_ledger_sums *sums = book->read.sums;

	paper_pair(paper, "Requests",
	    "%" PRIu64 " with a receipt in the log; %" PRIu64
	    " more correct an answer, and are not counted",
	    sums->receipts - sums->corrections, sums->corrections);
	paper_pair(paper, "Open",
	    "%" PRIu64 ": %" PRIu64 " wait for identity, authority or a fee, "
	    "%" PRIu64 " for an answer to a question, %" PRIu64
	    " extended, %" PRIu64 " overdue; %" PRIu64
	    " closed without an answer",
	    sums->still_open, sums->waiting, sums->paused, sums->extended,
	    sums->overdue, sums->closed);
	paper_pair(paper, "Paused, extended",
	    "%" PRIu64 " and %" PRIu64 " of all, answered or not", sums->pauses,
	    sums->extensions);
	if (sums->past > 0)
		paper_pair(paper, "Past retention",
		    "%" PRIu64 " recording%s held past retention, by the last "
		    "search of each case",
		    sums->past, sums->past == 1 ? "" : "s");
}

void
life_add(const struct book *book, struct paper *paper)
{
	const struct sar_ledger_sums *sums = book->read.sums;

	if (sums->receipts > 0) {
		add_requests(book, paper);
		paper_pair(paper, "Due dates",
		    "%" PRIu64 " recomputed: with a receipt in the log by all "
		    "that followed it, pauses, extensions and bank holidays; "
		    "others as one calendar month from receipt, so that what "
		    "is late there can be in time by the law",
		    sums->due_checked);
		add_table(book, paper);
	} else {
		paper_pair(paper, "Due dates",
		    "%" PRIu64
		    " recomputed: one calendar month from receipt. Weekends, "
		    "holidays, pauses and extensions are not in the log: what "
		    "is late here can be in time by the law",
		    sums->due_checked);
	}
	if (sums->types[SAR_RECORD_HOLD] > 0)
		paper_pair(paper, "Holds", "%" PRIu64 " stand", sums->holds);
	if (sums->complaints > 0)
		paper_pair(paper, "Complaints",
		    "%" PRIu64 ", %" PRIu64 " of them not decided yet",
		    sums->complaints, sums->complaints_open);
}
