#include "sar-verify/book.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/crew.h"
#include "base/file.h"

#define ZONE "Europe/London"
#define AGE_MAX 36500 /* days */
#define DAY INT64_C(86400)
#define TABLE_MAX ((size_t)1 << 20)

static int
check_args(const struct book_args *args, struct sar_err *err)
{
	if (args->jobs < 0 || args->jobs > SAR_CREW_MAX)
		return sar_err_set(err, SAR_EINPUT, "--jobs: expected 0 to %d",
		    SAR_CREW_MAX);
	if (args->max_age < 0 || args->max_age > AGE_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "--max-age: expected 1 to %d days", AGE_MAX);
	return 0;
}

/* Of the clock, or the end of the day the caller names. */
static int
set_day(const struct book_args *args, struct book *book, struct sar_err *err)
{
	struct sar_casebook_options *how = &book->how;
	struct sar_date next;

	how->now = time(NULL);
	if (args->as_of == NULL)
		return 0;
	if (!sar_date_parse(args->as_of, &how->as_of))
		return sar_err_set(err, SAR_EINPUT,
		    "--as-of: expected a date, as YYYY-MM-DD");
	how->has_as_of = true;
	next = sar_date_of_days(sar_date_days(how->as_of) + 1);
	how->now = sar_zone_day_start(book->zone, next) - 1;
	return 0;
}

static int
set_trust(const struct book_args *args, struct book *book, struct sar_err *err)
{
	size_t n;

	if ((book->policy = trust_read(&args->trust, err)) == NULL ||
	    (book->how.pinned = trust_log(book->policy, err)) == NULL)
		return -1;
	(void)sar_policy_witnesses(book->policy, &n);
	if (args->max_age > 0 && n == 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--max-age needs a --policy that names witnesses");
	return 0;
}

static int
set_holidays(const struct book_args *args, struct book *book,
    struct sar_err *err)
{
	char *text = NULL;
	size_t len;

	if (args->holidays == NULL)
		book->holidays = sar_holidays_builtin(err);
	else if (sar_file_read(args->holidays, TABLE_MAX, &text, &len, err) ==
		 0)
		book->holidays = sar_holidays_parse(args->holidays, text, len,
		    err);
	free(text);
	book->table = args->holidays;
	book->how.holidays = book->holidays;
	return book->holidays == NULL ? -1 : 0;
}

void
book_note(struct sar_buf *out, const char *note)
{
	static const char dash[] = "\xe2\x80\x94";
	const size_t len = sizeof(dash) - 1;

	for (; *note != '\0'; note++) {
		if (strncmp(note, dash, len) == 0) {
			sar_buf_add(out, dash, len);
			note += len - 1;
		} else if (*note == '\n' || (*note >= ' ' && *note <= '~')) {
			sar_buf_add(out, note, 1);
		} else {
			sar_buf_puts(out, "?");
		}
	}
}

/* Both notes, which nobody can have signed of one log by mistake. */
static void
show_contradiction(const struct sar_casebook *read)
{
	struct sar_buf kept = SAR_BUF_INIT, ours = SAR_BUF_INIT;
	json_t *both;

	if (read->contradiction[0] == NULL || read->contradiction[1] == NULL)
		return;
	book_note(&kept, read->contradiction[0]);
	book_note(&ours, read->contradiction[1]);
	if (kept.data != NULL && ours.data != NULL) {
		cmd_say("what was kept:\n%s\nthe log:\n%s", kept.data,
		    ours.data);
		both = json_pack("{ssss}", "kept", kept.data, "log", ours.data);
		(void)json_object_set_new(cmd_summary(), "contradiction", both);
	}
	sar_buf_free(&kept);
	sar_buf_free(&ours);
}

int
book_open(const struct book_args *args, const char *dir, struct book *book,
    struct sar_err *err)
{
	struct sar_casebook_options *how = &book->how;

	memset(book, 0, sizeof(*book));
	if (check_args(args, err) == -1 || set_trust(args, book, err) == -1 ||
	    (book->zone = sar_zone_open(args->zone == NULL ? ZONE : args->zone,
		 err)) == NULL ||
	    set_day(args, book, err) == -1 ||
	    set_holidays(args, book, err) == -1 ||
	    noted_open(&book->noted, args->csv, args->force != 0, err) == -1)
		return -1;
	how->dir = dir;
	how->policy = book->policy;
	how->jobs = (unsigned)args->jobs;
	how->every_signature = args->every != 0;
	how->zone = book->zone;
	how->outbox = args->outbox;
	how->known = (const char *const *)args->known;
	how->max_age = (unsigned)args->max_age;
	how->exception = noted_take;
	how->ctx = &book->noted;
	how->stop = &cmd_stop;
	if (sar_casebook_read(how, &book->read, err) == -1) {
		show_contradiction(&book->read);
		return -1;
	}
	return 0;
}

void
book_close(struct book *book)
{
	noted_free(&book->noted);
	sar_casebook_clear(&book->read);
	sar_policy_free(book->policy);
	sar_zone_free(book->zone);
	sar_holidays_free(book->holidays);
}

void
book_free_args(struct book_args *args)
{
	size_t i;

	for (i = 0; args->known != NULL && args->known[i] != NULL; i++)
		free(args->known[i]);
	free(args->known);
	free(args->outbox);
	free(args->as_of);
	free(args->zone);
	free(args->holidays);
	free(args->csv);
	trust_free(&args->trust);
	memset(args, 0, sizeof(*args));
}

int
book_verdict(struct book *book, struct sar_err *err)
{
	uint64_t n = book->read.sums->exceptions;
	uint64_t tail = sar_log_tail(book->read.log);

	if (noted_end(&book->noted, err) == -1)
		return -1;
	if (n == 0)
		return 0;
	if (tail > 0) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "%s: %" PRIu64
		    " bytes after what is signed, not part of the log",
		    book->how.dir, tail);
		sar_err_hint(err, "a run cut short leaves them; the next "
				  "record tells of them");
		return -1;
	}
	(void)sar_err_set(err, SAR_EREVIEW,
	    "%s: verifies, and has %" PRIu64 " thing%s for a person to look at",
	    book->how.dir, n, n == 1 ? "" : "s");
	sar_err_hint(err, "sar-verify(1) says of each what to do");
	return -1;
}

uint64_t
book_since(const struct sar_log_key *key)
{
	return key->since == 0 ? 0 : key->since - 1;
}

void
book_pinned(const struct book *book, struct sar_buf *out)
{
	size_t at = book->read.pinned, n;
	const struct sar_log_key *keys = sar_log_keys(book->read.log, &n);

	if (at > 0) {
		sar_buf_printf(out,
		    "the key given is number %zu of the log's %zu, from record "
		    "%" PRIu64 " on; what is before rests on keys that nobody "
		    "vouched for here",
		    at + 1, n, book_since(&keys[at]));
		return;
	}
	if (n == 1)
		sar_buf_puts(out,
		    "the key given is the log's first and only one: whoever "
		    "has its secret could write all of the log anew");
	else
		sar_buf_printf(out,
		    "the key given is the log's first of %zu: whoever has the "
		    "secret of the last alone could write anew no record "
		    "before %" PRIu64,
		    n, book_since(&keys[n - 1]));
}
