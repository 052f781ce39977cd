#include "sar-verify/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/b64.h"
#include "base/utc.h"
#include "sar-verify/life.h"

#define TITLE "Report on a disclosure log"
#define SHOWN 100 /* exceptions that a page has room for */

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
add_verdict(const struct book *book, struct paper *paper)
{
	const struct sar_casebook *read = &book->read;
	uint64_t n = read->sums->exceptions;
	char text[256];

	if (n == 0)
		(void)snprintf(text, sizeof(text),
		    "The log is whole and signed, and adds up: nothing is left "
		    "for a person to look at.");
	else
		(void)snprintf(text, sizeof(text),
		    "The log is whole and signed. %" PRIu64
		    " thing%s in it %s for a person to look at: see "
		    "\"Exceptions\".",
		    n, plural(n), n == 1 ? "is" : "are");
	paper->form->title(&paper->out, TITLE, book->how.pinned->name, n == 0,
	    text);
}

static void
add_period(const struct sar_ledger_sums *sums, struct paper *paper)
{
	char first[SAR_UTC_LEN], last[SAR_UTC_LEN];

	sar_utc_format(sums->first, first);
	sar_utc_format(sums->last, last);
	if (sums->timed)
		paper_pair(paper, "Period",
		    "%s to %s, by the clock of who wrote it", first, last);
}

static void
add_witnesses(const struct book *book, struct paper *paper)
{
	const struct sar_casebook *read = &book->read;
	const struct sar_casebook_witness *one;
	char when[SAR_UTC_LEN];
	size_t i;

	for (i = 0; i < read->n_witnesses; i++) {
		one = &read->witnesses[i];
		sar_utc_format(one->time, when);
		paper_pair(paper, i == 0 ? "Cosigned by" : "and by",
		    "%s, %" PRIu64 " checkpoint%s, the last of %" PRIu64
		    " records on %s%s",
		    one->key.name, one->n, plural(one->n), one->size, when,
		    one->trusted ? ""
				 : " (named by the log alone: who that is, "
				   "nobody vouched for here)");
	}
	if (read->n_witnesses == 0)
		paper_pair(paper, "Cosigned by", "nobody that was asked about");
	if (read->known > 0)
		paper_pair(paper, "Kept from before",
		    "the log begins with each of %" PRIu64 " checkpoint%s%s",
		    read->known, plural(read->known),
		    read->unsigned_known == 0
			? ""
			: ", some of them written down without a signature");
	else
		paper_pair(paper, "Kept from before", "no checkpoint given");
}

static void
add_verified(const struct book *book, struct paper *paper)
{
	const struct sar_log *log = book->read.log;
	char root[SAR_B64_LEN(SAR_SHA256_LEN)], vkey[SAR_VKEY_MAX];
	struct sar_buf pinned = SAR_BUF_INIT;
	const struct sar_log_key *keys;
	size_t n, all;

	keys = sar_log_keys(log, &n);
	sar_b64_put(sar_log_root(log), SAR_SHA256_LEN, root);
	sar_key_public_format(&keys[book->read.pinned].key, vkey);
	paper_heading(paper, "What was verified");
	paper_pair(paper, "Records", "%" PRIu64, sar_log_size(log));
	add_period(book->read.sums, paper);
	paper_pair(paper, "Root", "%s", root);
	all = sar_log_checkpoints(log);
	paper_pair(paper, "Checkpoints",
	    "%zu; the records agree with each, and the signature of %zu was "
	    "verified%s",
	    all, all - sar_log_unverified(log),
	    sar_log_unverified(log) == 0
		? ""
		: ", that of the last among them, which covers them all");
	paper_pair(paper, "Key", "%s", vkey);
	book_pinned(book, &pinned);
	if (pinned.data != NULL)
		paper_pair(paper, "What that means", "%s", pinned.data);
	sar_buf_free(&pinned);
	add_witnesses(book, paper);
}

static void
add_outbox(const struct book *book, struct paper *paper)
{
	const struct sar_casebook *read = &book->read;

	if (book->how.outbox == NULL)
		return;
	paper_pair(paper, "Outbox",
	    "%" PRIu64 " package%s, %" PRIu64 " named by a release, %" PRIu64
	    " with a proof that verifies; %" PRIu64
	    " released and not there any more",
	    read->zips, plural(read->zips), read->there, read->proofs,
	    read->gone);
}

static void
add_cases(const struct book *book, struct paper *paper)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	char day[SAR_DATE_LEN];

	sar_date_format(sums->judged, day);
	paper_heading(paper, "Cases");
	paper_pair(paper, "Cases", "%" PRIu64 ", as of %s", sums->cases, day);
	paper_pair(paper, "Outcome",
	    "%" PRIu64 " released, %" PRIu64 " with nothing held, %" PRIu64
	    " refused, %" PRIu64 " not answered",
	    sums->released, sums->nil, sums->refused, sums->unanswered);
	paper_pair(paper, "Answered in time", "%" PRIu64, sums->in_time);
	paper_pair(paper, "Answered late", "%" PRIu64, sums->late);
	if (sums->undated > 0)
		paper_pair(paper, "Answered, no date",
		    "%" PRIu64 ": no record says when they came",
		    sums->undated);
	if (sums->unsent > 0)
		paper_pair(paper, "Made, not sent",
		    "%" PRIu64 ": their last day is to come", sums->unsent);
	paper_pair(paper, "Open past due", "%" PRIu64, sums->past_due);
	paper_pair(paper, "Begun",
	    "%" PRIu64 " time%s, of which %" PRIu64 " came to nothing and "
	    "%" PRIu64 " %s no outcome",
	    sums->intents, plural(sums->intents), sums->types[SAR_RECORD_VOID],
	    sums->open_intents, sums->open_intents == 1 ? "has" : "have");
	if (sums->has_median)
		paper_pair(paper, "Days to the answer",
		    "median %" PRIu64 ", longest %" PRIu64, sums->median_days,
		    sums->longest_days);
	life_add(book, paper);
}

/* "TP 3, LIT 1"; "none". */
static void
add_tally(struct paper *paper, const char *name, const char *after,
    const struct sar_ledger_tallies *tallies)
{
	struct sar_buf text = SAR_BUF_INIT;
	size_t i;

	for (i = 0; i < tallies->n; i++)
		sar_buf_printf(&text, "%s%s %" PRIu64, i == 0 ? "" : ", ",
		    tallies->all[i].word, tallies->all[i].n);
	if (tallies->others > 0)
		sar_buf_printf(&text, ", others %" PRIu64, tallies->others);
	paper_pair(paper, name, "%s%s", text.data == NULL ? "none" : text.data,
	    text.data == NULL ? "" : after);
	sar_buf_free(&text);
}

static void
add_withheld(const struct sar_ledger_sums *sums, struct paper *paper)
{
	char failed[64] = "";

	if (sums->failed > 0)
		(void)snprintf(failed, sizeof(failed),
		    ", of which %" PRIu64 " should have been", sums->failed);
	paper_pair(paper, "Withheld whole",
	    "%" PRIu64 " recording%s; %" PRIu64 " not available%s",
	    sums->withheld, plural(sums->withheld), sums->unavailable, failed);
}

static void
add_disclosed(const struct book *book, struct paper *paper)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	uint64_t releases = sums->types[SAR_RECORD_RELEASE];

	paper_heading(paper, "Disclosed, and withheld");
	paper_pair(paper, "Releases",
	    "%" PRIu64 ", %" PRIu64 " of them without an approval and %" PRIu64
	    " approved by somebody who reviewed them; of %" PRIu64
	    " no record says that the package went out",
	    releases, sums->unapproved, sums->self_approved, sums->undelivered);
	paper_pair(paper, "Taken out", "%" PRIu64 ".%" PRIu64 " seconds",
	    sums->redacted_ms / 1000, sums->redacted_ms / 100 % 10);
	add_withheld(sums, paper);
	add_tally(paper, "Provisions", " (releases that name each)",
	    &sums->exempt);
	if (sums->refusals.n > 0)
		add_tally(paper, "Refused because", "", &sums->refusals);
	paper_pair(paper, "Recordings",
	    "%" PRIu64 " registered in %" PRIu64 " import%s, %" PRIu64
	    " deleted by retention",
	    sums->recordings, sums->types[SAR_RECORD_REGISTER],
	    plural(sums->types[SAR_RECORD_REGISTER]), sums->deleted);
	add_outbox(book, paper);
}

static void
add_records(const struct book *book, struct paper *paper)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	struct sar_buf text = SAR_BUF_INIT;
	size_t i;

	for (i = 0; i < SAR_RECORD_TYPES; i++)
		if (sums->types[i] > 0)
			sar_buf_printf(&text, "%s%s %" PRIu64,
			    text.len == 0 ? "" : ", ",
			    sar_record_type_name((enum sar_record_type)i),
			    sums->types[i]);
	paper_pair(paper, "Records by type", "%s",
	    text.data == NULL ? "none" : text.data);
	sar_buf_free(&text);
	add_tally(paper, "Erased, by basis", "", &sums->erasures);
}

static void
add_exceptions(const struct book *book, struct paper *paper)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	const struct noted *noted = &book->noted;
	char text[128];
	size_t i;

	paper_heading(paper, "Exceptions");
	if (sums->exceptions == 0) {
		paper_note(paper, "None.");
		return;
	}
	for (i = 0; i < noted->n && i < SHOWN; i++)
		paper_exception(paper, &noted->all[i]);
	if (noted->told > SHOWN) {
		(void)snprintf(text, sizeof(text),
		    "And %" PRIu64 " more: the list (--csv) has them all.",
		    noted->told - SHOWN);
		paper_note(paper, text);
	}
	for (i = 0; i < SAR_LEDGER_CODES; i++)
		if (sums->codes[i] > 0)
			paper_count(paper,
			    sar_ledger_code_name((enum sar_ledger_code)i),
			    sums->codes[i],
			    sar_ledger_code_text((enum sar_ledger_code)i));
}

/* What is not there without receipts, and what with them. */
static const char *
other_requests(const struct sar_ledger_sums *sums)
{
	if (sums->receipts == 0)
		return "That there are no other requests: one for which "
		       "nothing was built or answered yet is not in it. So "
		       "what is open here is only what was begun.";
	return "That there are no other requests: one that nobody entered is "
	       "not in it. What is open here is what was entered; and that it "
	       "came on the day they said, nobody but the letter shows.";
}

static void
add_limits(const struct sar_ledger_sums *sums, struct paper *paper)
{
	static const char *const limits[] = {
		"That no recording was given out some other way: what nobody "
		"wrote into it is not in it.",
		NULL, /* other requests */
		"That a recording was not changed before it was imported, nor "
		"that every call was recorded and found.",
		"That a decision was right: only that it was taken, when and "
		"by which staff id.",
		"When something was: times are what the writer's clock said. "
		"Cosignatures say between which days it was, at best.",
		"That its end was not cut off, or all of it written anew by "
		"who has its key: only checkpoints kept elsewhere, by a "
		"witness, in minutes or beside a package, show that.",
	};
	size_t i;

	paper_heading(paper, "What a log cannot show");
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		paper_item(paper,
		    limits[i] == NULL ? other_requests(sums) : limits[i]);
}

/* Three lines: what the checkpoint's signature is of. */
static void
add_minutes(const struct book *book, struct paper *paper)
{
	const char *note = sar_log_checkpoint(book->read.log);
	const char *end = strstr(note, "\n\n");
	char text[512];

	if (end == NULL)
		return;
	(void)snprintf(text, sizeof(text), "%.*s", (int)(end - note), note);
	paper_heading(paper, "For the minutes");
	paper_note(paper,
	    "These three lines stand for every record there is so far. With "
	    "them in a file, \"sar-verify log --known FILE\" shows next time "
	    "that nothing of it was changed.");
	paper_block(paper, text);
}

int
report_write(const struct book *book, struct paper *paper, struct sar_err *err)
{
	if (paper->form->begin(&paper->out, TITLE, err) == -1)
		return -1;
	add_verdict(book, paper);
	add_verified(book, paper);
	add_cases(book, paper);
	add_disclosed(book, paper);
	add_records(book, paper);
	add_exceptions(book, paper);
	add_limits(book->read.sums, paper);
	add_minutes(book, paper);
	paper_part(paper, PAPER_NONE);
	paper->form->end(&paper->out);
	return 0;
}
