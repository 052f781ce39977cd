#include <inttypes.h>

#include "base/b64.h"
#include "base/utc.h"
#include "sar-verify/book.h"
#include "sar-verify/commands.h"
#include "sar-verify/life.h"

#define SAID 100 /* exceptions, to people; a list has more */

static struct book_args args;

static const struct poptOption options[] = {
	BOOK_OPTIONS(args),
	CMD_OUTPUT,
	POPT_TABLEEND,
};

static void
put(json_t *to, const char *key, uint64_t n)
{
	(void)json_object_set_new(to, key, json_integer((json_int_t)n));
}

static void
put_text(json_t *to, const char *key, const char *text)
{
	(void)json_object_set_new(to, key, json_string(text));
}

static void
say_tails(const struct sar_log *log)
{
	char sum[SAR_B64_LEN(SAR_SHA256_LEN)];
	const struct sar_log_tail_part *tails;
	json_t *list = json_array();
	size_t n, i;

	tails = sar_log_tails(log, &n);
	for (i = 0; i < n; i++) {
		sar_b64_put(tails[i].sha256, SAR_SHA256_LEN, sum);
		cmd_say("tail: %s: %" PRIu64 " bytes from byte %" PRIu64
			", SHA-256 %s: %s\n",
		    tails[i].file, tails[i].bytes, tails[i].offset, sum,
		    tails[i].told ? "told of by a recover record"
				  : "not part of the log");
		(void)json_array_append_new(list,
		    json_pack("{sssIsIsssb}", "file", tails[i].file, "offset",
			(json_int_t)tails[i].offset, "bytes",
			(json_int_t)tails[i].bytes, "sha256", sum, "told",
			(int)tails[i].told));
	}
	(void)json_object_set_new(cmd_summary(), "tails", list);
}

static void
say_types(const struct sar_ledger_sums *sums)
{
	json_t *types = json_object();
	const char *name;
	size_t i;

	for (i = 0; i < SAR_RECORD_TYPES; i++) {
		if (sums->types[i] == 0)
			continue;
		name = sar_record_type_name((enum sar_record_type)i);
		cmd_say("%s: %" PRIu64 "\n", name, sums->types[i]);
		put(types, name, sums->types[i]);
	}
	(void)json_object_set_new(cmd_summary(), "types", types);
}

static void
put_cases(const struct sar_ledger_sums *sums)
{
	json_t *cases = json_object();

	put(cases, "all", sums->cases);
	put(cases, "released", sums->released);
	put(cases, "nil", sums->nil);
	put(cases, "refused", sums->refused);
	put(cases, "unanswered", sums->unanswered);
	put(cases, "past_due", sums->past_due);
	put(cases, "in_time", sums->in_time);
	put(cases, "late", sums->late);
	put(cases, "undated", sums->undated);
	put(cases, "unsent", sums->unsent);
	put(cases, "open", sums->open);
	if (sums->has_median) {
		put(cases, "median_days", sums->median_days);
		put(cases, "longest_days", sums->longest_days);
	}
	(void)json_object_set_new(cmd_summary(), "cases", cases);
	(void)json_object_set_new(cmd_summary(), "releases",
	    json_pack("{sIsIsIsI}", "all",
		(json_int_t)sums->types[SAR_RECORD_RELEASE], "unapproved",
		(json_int_t)sums->unapproved, "approved_by_reviewer",
		(json_int_t)sums->self_approved, "undelivered",
		(json_int_t)sums->undelivered));
	put(cmd_summary(), "due_recomputed", sums->due_checked);
}

static void
say_cases(const struct sar_ledger_sums *sums)
{
	put_cases(sums);
	cmd_say("cases: %" PRIu64 ": %" PRIu64 " released, %" PRIu64
		" with nothing held, %" PRIu64 " refused, %" PRIu64
		" not answered\n",
	    sums->cases, sums->released, sums->nil, sums->refused,
	    sums->unanswered);
	cmd_say("answers: %" PRIu64 " in time, %" PRIu64 " late, %" PRIu64
		" of no date; %" PRIu64 " open past the due date\n",
	    sums->in_time, sums->late, sums->undated, sums->past_due);
	if (sums->unsent > 0)
		cmd_say("made and not sent: %" PRIu64
			", whose last day is to come\n",
		    sums->unsent);
	if (sums->receipts == 0)
		cmd_say("due dates: %" PRIu64
			" recomputed: one calendar month from receipt, not "
			"moved for weekends and holidays\n",
		    sums->due_checked);
	else
		cmd_say("due dates: %" PRIu64
			" recomputed, with a receipt in the log by all that "
			"followed it\n",
		    sums->due_checked);
}

/* The keys that the one given handed over to: what a single checkpoint or
 * proof of theirs takes. */
static void
say_later_keys(const struct book *book, const struct sar_log_key *keys,
    size_t n)
{
	json_t *list = json_array();
	char vkey[SAR_VKEY_MAX];
	size_t i;

	for (i = book->read.pinned + 1; i < n; i++) {
		sar_key_public_format(&keys[i].key, vkey);
		cmd_say("key: number %zu, from record %" PRIu64 " on: %s\n",
		    i + 1, book_since(&keys[i]), vkey);
		(void)json_array_append_new(list,
		    json_pack("{sssI}", "key", vkey, "since",
			(json_int_t)book_since(&keys[i])));
	}
	(void)json_object_set_new(cmd_summary(), "later_keys", list);
}

static void
say_key(const struct book *book)
{
	struct sar_buf text = SAR_BUF_INIT;
	char vkey[SAR_VKEY_MAX];
	json_t *pinned = json_object();
	const struct sar_log_key *keys;
	size_t n;

	keys = sar_log_keys(book->read.log, &n);
	book_pinned(book, &text);
	cmd_say("key: %s\n", text.data == NULL ? "" : text.data);
	sar_buf_free(&text);
	sar_key_public_format(&keys[book->read.pinned].key, vkey);
	put_text(pinned, "key", vkey);
	put(pinned, "number", book->read.pinned + 1);
	put(pinned, "of", n);
	put(pinned, "since", book_since(&keys[book->read.pinned]));
	(void)json_object_set_new(cmd_summary(), "pinned", pinned);
	say_later_keys(book, keys, n);
}

static void
say_witness(const struct sar_casebook_witness *witness, json_t *list)
{
	char when[SAR_UTC_LEN];

	sar_utc_format(witness->time, when);
	cmd_say("witness: %s: %" PRIu64 " checkpoint%s, the last of %" PRIu64
		" records on %s%s\n",
	    witness->key.name, witness->n, witness->n == 1 ? "" : "s",
	    witness->size, when,
	    witness->trusted ? "" : ": named by the log alone, not trusted");
	(void)json_array_append_new(list,
	    json_pack("{sssbsIsIss}", "name", witness->key.name, "trusted",
		(int)witness->trusted, "checkpoints", (json_int_t)witness->n,
		"size", (json_int_t)witness->size, "time", when));
}

/* What is kept elsewhere. */
static void
say_elsewhere(const struct book *book)
{
	const struct sar_casebook *read = &book->read;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < read->n_witnesses; i++)
		say_witness(&read->witnesses[i], list);
	(void)json_object_set_new(cmd_summary(), "witnesses", list);
	if (read->stray > 0)
		cmd_say("cosignatures: %" PRIu64 " bytes are no note\n",
		    read->stray);
	put(cmd_summary(), "cosignature_bytes_left", read->stray);
	put(cmd_summary(), "known", read->known);
	put(cmd_summary(), "known_unsigned", read->unsigned_known);
	if (read->known > 0)
		cmd_say("known: the log begins with %" PRIu64
			" checkpoint%s kept from before\n",
		    read->known, read->known == 1 ? "" : "s");
	if (book->how.outbox == NULL)
		return;
	cmd_say("outbox: %" PRIu64 " packages, %" PRIu64
		" named by a release, %" PRIu64
		" with a proof that verifies; %" PRIu64
		" released and not there any more\n",
	    read->zips, read->there, read->proofs, read->gone);
	(void)json_object_set_new(cmd_summary(), "outbox",
	    json_pack("{sIsIsIsI}", "packages", (json_int_t)read->zips,
		"released", (json_int_t)read->there, "proofs",
		(json_int_t)read->proofs, "gone", (json_int_t)(read->gone)));
}

static void
put_exception(const struct sar_ledger_exception *one, json_t *open)
{
	json_t *line;

	if (one->code == SAR_LEDGER_INTENT_WITHOUT_OUTCOME)
		(void)json_array_append_new(open,
		    json_integer((json_int_t)one->record));
	if (!cmd_options.json)
		return;
	line = json_pack("{ssssssssss}", "type", "exception", "code",
	    sar_ledger_code_name(one->code), "expected", one->expected, "found",
	    one->found, "meaning", sar_ledger_code_text(one->code));
	if (one->record != SAR_LEDGER_NONE)
		put(line, "record", one->record);
	if (one->ref[0] != '\0')
		put_text(line, "case", one->ref);
	cmd_print_json(line);
}

static void
say_exception(const struct sar_ledger_exception *one)
{
	bool has_record = one->record != SAR_LEDGER_NONE;
	bool has_case = one->ref[0] != '\0';
	char record[32] = "";

	if (has_record)
		(void)snprintf(record, sizeof(record), "record %" PRIu64,
		    one->record);
	if (one->code == SAR_LEDGER_INTENT_WITHOUT_OUTCOME)
		cmd_say("open: %s: an intent without an outcome\n", record);
	else
		cmd_say("exception: %s: %s%s%s%s%sexpected %s; found %s\n",
		    sar_ledger_code_name(one->code), record,
		    has_record && has_case ? ", " : "", has_case ? "case " : "",
		    one->ref, has_record || has_case ? ": " : "", one->expected,
		    one->found);
}

static void
say_exceptions(const struct book *book)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	const struct noted *noted = &book->noted;
	json_t *open = json_array(), *codes = json_object();
	size_t i;

	for (i = 0; i < noted->n; i++) {
		put_exception(&noted->all[i], open);
		if (i < SAID)
			say_exception(&noted->all[i]);
	}
	if (noted->told > SAID)
		cmd_say("exceptions: %" PRIu64 " more: --csv lists them all\n",
		    noted->told - SAID);
	for (i = 0; i < SAR_LEDGER_CODES; i++)
		if (sums->codes[i] > 0)
			put(codes,
			    sar_ledger_code_name((enum sar_ledger_code)i),
			    sums->codes[i]);
	(void)json_object_set_new(cmd_summary(), "open_intents", open);
	(void)json_object_set_new(cmd_summary(), "codes", codes);
	put(cmd_summary(), "exceptions", sums->exceptions);
}

/* The roots of all agree with the records, which says less. */
static void
say_signatures(const struct sar_log *log)
{
	size_t left = sar_log_unverified(log);

	cmd_say("signatures: %zu of %zu checkpoints verified%s\n",
	    sar_log_checkpoints(log) - left, sar_log_checkpoints(log),
	    left == 0 ? "" : ", the others' not: --every-signature does");
	put(cmd_summary(), "signatures_unverified", left);
}

static void
say(const struct book *book)
{
	const struct sar_ledger_sums *sums = book->read.sums;
	const struct sar_log *log = book->read.log;
	char root[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct sar_buf note = SAR_BUF_INIT;
	char through[SAR_UTC_LEN] = "";
	json_t *s = cmd_summary();

	if (sums->timed)
		sar_utc_format(sums->last, through);
	sar_b64_put(sar_log_root(log), SAR_SHA256_LEN, root);
	cmd_say("%s: %" PRIu64
		" records, %zu checkpoints, through %s, root %s\n",
	    sums->exceptions == 0 ? "OK" : "REVIEW", sar_log_size(log),
	    sar_log_checkpoints(log), through, root);
	put(s, "records", sar_log_size(log));
	put(s, "checkpoints", sar_log_checkpoints(log));
	put_text(s, "through", through);
	put_text(s, "root", root);
	book_note(&note, sar_log_checkpoint(log));
	put_text(s, "checkpoint", note.data == NULL ? "" : note.data);
	sar_buf_free(&note);
	say_signatures(log);
	say_types(sums);
	say_key(book);
	say_cases(sums);
	life_say(book);
	say_elsewhere(book);
	say_exceptions(book);
	say_tails(log);
}

int
cmd_log(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	struct book book = { 0 };
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "--vkey FILE LOGDIR", &rest,
	    &err);
	if (rc == 0 && (rc = book_open(&args, rest[0], &book, &err)) == 0) {
		say(&book);
		rc = book_verdict(&book, &err);
	}
	if (rc == -1)
		status = cmd_report(&err);
	book_close(&book);
	book_free_args(&args);
	return status;
}
